"""The documents are true: what they name exists, and what exists is named."""

import re
from importlib import import_module
from itertools import accumulate
from typing import Any

import pytest
from helpers import ROOT

from docs.tables import DOCUMENTS
from mutua.jit.structs import flat, leaves
from mutua.model.draws import (
    Draws,
    MeetingDraws,
    ProfessionalDraws,
    UserDraws,
    Word,
    block,
    dyad_draws,
    key_of,
    meeting_draws,
    normal,
    professional_draws,
    uniform,
    user_draws,
    whose,
)
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.model.state import Dyad, Event, Professional, Record, Side, Team, Tie, User

PACKAGE = ROOT / "src" / "mutua"
MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
STATES = (User, Side, Tie, Record, Professional, Team, Event)

#: Modules whose functions the model names as ``module.function``.
MODULES = {
    path.stem: ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    for pattern in ("*.py", "people/*.py", "rules/*.py", "measures/*.py")
    for path in (PACKAGE / "model").glob(pattern)
    if path.stem not in ("__init__", "__main__")
}
#: Dotted names in equations and in code font.
CODE = re.findall(r"```\n(.*?)```|`([^`\n]+)`", MODEL, re.DOTALL)
NAMES = {
    name
    for code in CODE
    for name in re.findall(r"(?<![\w.])[a-z]\w*(?:\.[a-z_]\w*)+(?!\w)", "".join(code))
}
PARAMETERS = {
    part for name in DECLARED for part in accumulate(name.split("."), lambda a, b: f"{a}.{b}")
}
PARTS = {
    part
    for cls in (Dyad, Event, Professional, Team, Draws, UserDraws, ProfessionalDraws, MeetingDraws)
    for leaf in leaves(cls)
    for part in leaf.split(".")
}
HOLDERS = ("user", "professional", "person", "tie", "event", "draws", "pro", "team", "record")
#: Rules that the model may leave unnamed: they say nothing of their own.
SILENT = {"observation.one_if"}


def without_class(name: str) -> str:
    """A name without the class of resource it is subscripted by."""
    return re.sub(r"_(r|k|love|status|information|money|goods|services)$", "", name)


def rules_of(folder: str) -> list[str]:
    return [
        f"{path.stem}.{name}"
        for path in sorted((PACKAGE / folder).glob("*.py"))
        for name in re.findall(r"^@rule\ndef (\w+)", path.read_text("utf-8"), re.MULTILINE)
    ]


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


def test_every_mechanism_has_its_row() -> None:
    block = MODEL[MODEL.index("<!-- mechanisms -->") : MODEL.index("<!-- /mechanisms -->")]
    assert re.findall(r"^\| (\w+) \| \(?[+-]", block, re.MULTILINE) == list(NEUTRAL)


@pytest.mark.parametrize(
    "name", sorted(n for n in NAMES if n.split(".")[0] in {*MODULES} - {*HOLDERS})
)
def test_functions_that_the_model_names_exist(name: str) -> None:
    module, function = name.split(".")[:2]
    if function != "py" and without_class(name) not in PARAMETERS:
        assert hasattr(import_module(MODULES[module]), function)


@pytest.mark.parametrize("name", sorted(n for n in NAMES if n.startswith("p.")))
def test_parameters_that_the_model_names_are_declared(name: str) -> None:
    assert {name.removeprefix("p."), without_class(name.removeprefix("p."))} & PARAMETERS


@pytest.mark.parametrize("name", sorted(n for n in NAMES if n.split(".")[0] in HOLDERS))
def test_states_that_the_model_names_are_there(name: str) -> None:
    _, *parts = name.split(".")
    unknown = {part for part in parts if not {part, without_class(part)} & PARTS}
    assert not unknown or name in PARAMETERS


@pytest.mark.parametrize("rule", [*rules_of("model/rules"), *rules_of("model/measures")])
def test_the_model_names_every_rule(rule: str) -> None:
    assert rule in SILENT or re.search(rf"(?<!\w){re.escape(rule)}(?!\w)", MODEL)


@pytest.mark.parametrize("cls", STATES, ids=lambda cls: cls.__name__)
def test_every_state_leaf_is_described(cls: type) -> None:
    table = MODEL.split(f"### State: `{cls.__name__}`\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE)
    described = {leaf for leaf in leaves(cls) for row in rows if f"{leaf}.".startswith(f"{row}.")}
    assert described == set(leaves(cls))
    stale = [row for row in rows if not any(f"{leaf}.".startswith(f"{row}.") for leaf in described)]
    assert not stale


@pytest.mark.parametrize("name", DECLARED)
def test_the_model_says_where_every_parameter_acts(name: str) -> None:
    groups = accumulate(name.split("."), lambda a, b: f"{a}.{b}")
    named = {without_class(code.removeprefix("p.")) for code in NAMES}
    assert named & {group for group in groups if "." in group}


@pytest.mark.parametrize(
    ("stream", "draw"),
    [("1", dyad_draws), ("2", user_draws), ("3", professional_draws), ("5", meeting_draws)],
)
def test_every_draw_spends_the_word_that_the_table_gives_it(stream: str, draw: Any) -> None:
    key, who = key_of(7), whose(3, 1, 2, 5)
    drawn = draw(key, who)
    spent = {}
    for number, words in re.findall(rf"^\| {stream} \| (\d+) \| (.+) \|", MODEL, re.MULTILINE):
        values = block(key, who, Word(int(stream)), Word(int(number)))
        for name, word in zip(words.split(", "), values, strict=False):
            spent[name.rstrip("*")] = normal(word) if name.endswith("*") else uniform(word)
    assert spent == dict(zip(leaves(type(drawn)), flat(drawn), strict=True))


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "CONTRIBUTING.md",
        *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
    ],
)
def test_files_and_modules_that_documents_name_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for name in re.findall(r"`((?:src/mutua/)?[\w/]+\.py)`", text):
        places = (ROOT / name, PACKAGE / name, PACKAGE / "model" / name)
        assert any(place.is_file() for place in places), name
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert ((ROOT / document).parent / link).exists(), link


def test_the_map_of_the_readme_is_that_of_the_architecture() -> None:
    tables = [
        text[text.index("| room |") :].split("\n\n")[0].strip()
        for text in ((ROOT / x).read_text("utf-8") for x in ("README.md", "docs/architecture.md"))
    ]
    assert tables[0] == tables[1], "run `make docs`"
    assert tables[0].count("\n") > 10
