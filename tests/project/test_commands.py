"""Commands that the pages show can be typed as they stand: in bash and zsh, and in their order."""

import ast
import inspect
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import ROOT
from selection import assert_none, nonempty

import mutua
from mutua.cli import output
from mutua.cli.keys import COMPOSED
from mutua.cli.main import COMMANDS, main
from mutua.cli.parse import parse, parse_folder
from mutua.cli.resume import read_resume
from mutua.cli.words import hydra_words
from mutua.scenarios.resolve import DEFAULTS

PAGES = [ROOT / "notebooks" / "README.md", *sorted((ROOT / "docs").glob("*.md")),
         *sorted((ROOT / "experiments").rglob("README.md"))]  # fmt: skip
#: What a shell would read in a word that is not quoted.
SPECIAL = re.compile(r"[][(){}*?$~<>|;&!]")
#: What is not mutua's, in a block of commands.
OTHER = re.compile(
    r"(\.|source|export|cd|git|make|pip|pipx|python|jupyter|srun|sbatch)\b|\S*/python "
)
#: Choices that other packages bring, and one that is there.
PACKAGES = {"hydra/launcher=joblib": "hydra/launcher=basic"}


class CheckedError(Exception):
    """Everything that a command was given has been checked, and nothing written."""


def blocks(text: str) -> Iterator[str]:
    """Blocks of commands of a page."""
    for language, block in re.findall(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        if language in ("", "sh", "bash"):
            yield block


def lines(block: str) -> Iterator[str]:
    """Commands of a block, one a line, without what is said of them."""
    for line in re.sub(r"\\\n\s*", "", block).splitlines():
        bare = re.sub(r"(^|\s+)# .*", "", line).strip()
        if bare.startswith("mutua ") or OTHER.match(bare):
            yield bare


def commands(path: Path) -> list[str]:
    """Commands of mutua of a page, in their order."""
    found = [line for block in blocks(path.read_text("utf-8")) for line in lines(block)]
    return [line for line in found if line.startswith("mutua ")]


def check_command(words: list[str]) -> None:
    """Compose a command, or read its words: all that is done before anything is written."""
    command, *rest = words
    if "--help" in rest or "--version" in words:
        assert main(words) == 0
    elif command in ("sweep", "calibrate") and read_resume(command, rest):
        return
    elif "hydra/sweeper=basic" in rest:
        hydra_words(command, [word for word in rest if word != "-m"], standard=True)
    elif command in COMPOSED:
        with pytest.raises(CheckedError):
            main(words)
    elif command in ("replay", "sensitivity", "export"):
        parse_folder(command, rest)
    elif command in ("merge", "app"):
        parse(command, rest)
    else:
        assert main(words) == 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like that of the clone, where nothing is computed."""

    def reached(_: Path) -> None:
        raise CheckedError

    monkeypatch.setattr(output, "reserve_folder", reached)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "experiments").symlink_to(ROOT / "experiments")
    visits = ROOT / "experiments" / "calibration" / "visits.csv"
    (tmp_path / "visits.csv").symlink_to(visits)
    return tmp_path


@pytest.mark.parametrize(
    "page", [page for page in PAGES if commands(page)], ids=lambda p: str(p.relative_to(ROOT))
)
@pytest.mark.usefixtures("folder")
def test_every_command_of_a_page__is_accepted(page: Path) -> None:
    for line in commands(page):
        words = [PACKAGES.get(word, word) for word in shlex.split(line)[1:]]
        assert words[0] in {*COMMANDS, "--help"}, line
        check_command(words)


def calls(page: Path) -> Iterator[ast.Call]:
    """Calls of functions of mutua in the Python of a page."""
    blocks = re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for node in (node for block in blocks for node in ast.walk(ast.parse(block))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("mutua."):
            yield node


def test_what_the_python_of_a_page_calls__is_there_and_takes_that() -> None:
    every = nonempty([call for page in PAGES for call in calls(page)], 10)
    for call in every:
        function = getattr(mutua, ast.unparse(call.func).removeprefix("mutua."))
        signature = inspect.signature(function)
        given = {word.arg: None for word in call.keywords if word.arg}
        signature.bind(*call.args, **given)
        free = {*given} - {*signature.parameters}
        assert free <= {*DEFAULTS}, ast.unparse(call)


def test_what_a_shell_would_read__is_quoted() -> None:
    pages = [ROOT / "README.md", *PAGES]
    every = [line for page in pages for line in commands(page)]
    bare = (re.sub(r"'[^']*'|\"[^\"]*\"", "", line) for line in nonempty(every, 50))
    assert_none(line for line in bare if SPECIAL.search(line))


def test_no_page__uses_the_name_of_a_folder_for_two_results() -> None:
    for page in [ROOT / "README.md", *PAGES]:
        made = [name for line in commands(page) for name in re.findall(r" output=(\S+)", line)]
        assert len(made) == len(set(made)), page
