"""The documents are true: what they name exists, and what exists is named."""

import re
from collections.abc import Collection
from importlib import import_module
from itertools import accumulate
from typing import Any

import pytest
from helpers import ROOT, SOURCE
from selection import assert_none, nonempty

from docs.tables import DOCUMENTS
from mutua.jit.structs import flat, leaves
from mutua.model.draws import (
    Draws,
    MeetingDraws,
    ProfessionalDraws,
    UserDraws,
    Word,
    block,
    counter_of,
    dyad_draws,
    key_of,
    meeting_draws,
    normal,
    professional_draws,
    uniform,
    user_draws,
)
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.model.record import Record
from mutua.model.state import (
    Dyad,
    Event,
    Life,
    Professional,
    Side,
    Team,
    Tie,
    User,
)

PACKAGE = ROOT / "src" / "mutua"
MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
STATES = (User, Side, Tie, Life, Record, Professional, Team, Event)

#: Where a file that a document names may lie.
PLACES = (ROOT, PACKAGE, PACKAGE / "model")
#: Modules whose functions the model names as ``module.function``.
MODULES = nonempty(
    {
        path.stem: ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for pattern in ("*.py", "people/*.py", "rules/*.py", "measures/*.py")
        for path in (PACKAGE / "model").glob(pattern)
        if path.stem not in ("__init__", "__main__")
    },
    20,
)
#: Dotted names in equations and in code font.
CODE = re.findall(r"```\n(.*?)```|`([^`\n]+)`", MODEL, re.DOTALL)
NAMES = nonempty(
    {
        name
        for code in CODE
        for name in re.findall(r"(?<![\w.])[a-z]\w*(?:\.[a-z_]\w*)+(?!\w)", "".join(code))
    },
    500,
)
PARAMETERS = {
    part for name in DECLARED for part in accumulate(name.split("."), lambda a, b: f"{a}.{b}")
}
PARTS = {
    part
    for cls in (*STATES, Dyad, Draws, UserDraws, ProfessionalDraws, MeetingDraws)
    for leaf in leaves(cls)
    for part in leaf.split(".")
}
HOLDERS = (
    "user", "professional", "person", "tie", "life", "event", "draws", "pro", "team", "record",
)  # fmt: skip
#: Rules that the model may leave unnamed: they say nothing of their own.
SILENT = {"observation.one_if"}


def without_class(name: str) -> str:
    """A name without the class of resource it is subscripted by."""
    return re.sub(r"_(r|k|love|status|information|money|goods|services)$", "", name)


def rules_of(folder: str) -> list[str]:
    rules = [
        f"{path.stem}.{name}"
        for path in sorted((PACKAGE / folder).glob("*.py"))
        for name in re.findall(r"^@rule\ndef (\w+)", path.read_text("utf-8"), re.MULTILINE)
    ]
    return nonempty(rules, 20)


def names_that_begin_with(beginnings: Collection[str]) -> list[str]:
    """Dotted names of the model whose first part is one of these."""
    return nonempty(sorted(name for name in NAMES if name.split(".")[0] in beginnings), 50)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_generated_tables_are_current(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert text == DOCUMENTS[name](), "run `make docs`"


@pytest.mark.parametrize("name", ["model.md", "parameters.md", "settings.md"])
def test_every_key_of_a_source_is_explained(name: str) -> None:
    cited, explained = ((ROOT / "docs" / x).read_text("utf-8") for x in (name, "sources.md"))
    key = r"\b(?:E\d\d|S00\d|theory\.md (?:part \d|\w+)|design \d\.\d)(?!\w)"
    keys = set(re.findall(key, cited))
    assert keys
    assert keys <= set(re.findall(key, explained))


def test_every_study_that_a_parameter_cites_is_named_among_the_sources() -> None:
    explained = (ROOT / "docs" / "sources.md").read_text("utf-8")
    cited = {
        study
        for d in DECLARED.values()
        for source in (d.form, d.number)
        for study in re.findall(r"(\w+)(?: et al\.)? ((?:19|20)\d\d)", source)
    }
    assert len(cited) > 10
    assert_none(
        f"{name} {year}"
        for name, year in cited
        if not re.search(rf"{name}[^|;.]{{0,60}}{year}", explained)
    )


def test_every_mechanism_has_its_row() -> None:
    block = MODEL[MODEL.index("<!-- mechanisms -->") : MODEL.index("<!-- /mechanisms -->")]
    assert re.findall(r"^\| (\w+) \| \(?[+-]", block, re.MULTILINE) == list(NEUTRAL)


def test_the_picture_of_a_week__has_the_verbs_in_their_order() -> None:
    table = re.findall(r"^\| (\d) (\w+) \| `rules/", MODEL, re.MULTILINE)
    drawn = re.findall(r">(\d) (\w+)</text>", (ROOT / "docs" / "week.svg").read_text("utf-8"))
    assert len(table) == 8
    assert drawn == table
    assert MODEL.index("](week.svg)") < MODEL.index("## "), "before the first section"


def test_functions_that_the_model_names_exist() -> None:
    assert_none(
        name
        for name in names_that_begin_with({*MODULES} - {*HOLDERS})
        if name.split(".")[1] != "py"
        and without_class(name) not in PARAMETERS
        and not hasattr(import_module(MODULES[name.split(".")[0]]), name.split(".")[1])
    )


def test_parameters_that_the_model_names_are_declared() -> None:
    names = [name.removeprefix("p.") for name in names_that_begin_with({"p"})]
    assert_none(name for name in names if not {name, without_class(name)} & PARAMETERS)


def test_states_that_the_model_names_are_there() -> None:
    assert_none(
        f"{name}: {part}"
        for name in names_that_begin_with(HOLDERS)
        for part in name.split(".")[1:]
        if not {part, without_class(part)} & PARTS and name not in PARAMETERS
    )


def test_the_model_names_every_rule() -> None:
    assert_none(
        rule
        for rule in rules_of("model/rules") + rules_of("model/measures")
        if rule not in SILENT and not re.search(rf"(?<!\w){re.escape(rule)}(?!\w)", MODEL)
    )


@pytest.mark.parametrize("cls", STATES, ids=lambda cls: cls.__name__)
def test_every_state_leaf_is_described(cls: type) -> None:
    table = MODEL.split(f"### State: `{cls.__name__}`\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE)
    described = {leaf for leaf in leaves(cls) for row in rows if f"{leaf}.".startswith(f"{row}.")}
    assert described == set(leaves(cls))
    stale = [row for row in rows if not any(f"{leaf}.".startswith(f"{row}.") for leaf in described)]
    assert not stale


def test_the_model_says_where_every_parameter_acts() -> None:
    named = {without_class(code.removeprefix("p.")) for code in NAMES}
    assert_none(name for name in DECLARED if not named & groups_of(name))


def groups_of(name: str) -> set[str]:
    """A parameter and the groups that it is in, the outermost left out."""
    parts = accumulate(name.split("."), lambda a, b: f"{a}.{b}")
    return {group for group in parts if "." in group}


@pytest.mark.parametrize(
    ("stream", "draw"),
    [("1", dyad_draws), ("2", user_draws), ("3", professional_draws), ("5", meeting_draws)],
)
def test_every_draw_spends_the_word_that_the_table_gives_it(stream: str, draw: Any) -> None:
    key, who = key_of(7), counter_of(3, 1, 2, 5)
    drawn = draw(key, who)
    spent = {}
    for number, words in re.findall(rf"^\| {stream} \| (\d+) \| (.+) \|", MODEL, re.MULTILINE):
        values = block(key, who, Word(int(stream)), Word(int(number)))
        for name, word in zip(words.split(", "), values, strict=False):
            spent[name.rstrip("*")] = normal(word) if name.endswith("*") else uniform(word)
    spent.pop("-", None)  # a word that is not used
    assert spent == dict(zip(leaves(type(drawn)), flat(drawn), strict=True))


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "CONTRIBUTING.md",
        *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
    ],
)
def test_modules_that_documents_name_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    files = re.findall(r"`((?:src/mutua/)?[\w/]+\.py)`", text)
    assert_none(name for name in files if not any((p / name).is_file() for p in PLACES))


def test_the_map_of_the_readme_is_that_of_the_architecture() -> None:
    tables = [
        text[text.index("| room |") :].split("\n\n")[0].strip()
        for text in ((ROOT / x).read_text("utf-8") for x in ("README.md", "docs/architecture.md"))
    ]
    assert tables[0] == tables[1], "run `make docs`"
    assert tables[0].count("\n") > 10


def test_the_path_of_a_value__leads_through_files_that_have_what_is_named() -> None:
    """Each step of the page names files; what it says is there stands in one of them."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page[page.index("| step | file |") :].split("\n\n")[0].splitlines()[2:]
    for row in nonempty(table, 15):
        marked = re.findall(r"`([^`]+)`", row)
        files = [SOURCE / name for name in marked if name.endswith(".py")]
        together = "".join(path.read_text("utf-8") for path in files)
        names = [name for name in marked if name.isidentifier()]
        assert_none(f"{row}: {name}" for name in names if name not in together)
