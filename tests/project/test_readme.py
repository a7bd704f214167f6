"""README is one session that works: its commands and its Python, in order, in one folder."""

import re
import shlex
from pathlib import Path

import pytest
from helpers import ROOT
from selection import assert_none, nonempty
from test_commands import lines

import mutua
from mutua.cli.main import COMMANDS, main

README = (ROOT / "README.md").read_text("utf-8")
HOUR = README[README.index("## A first hour") :].split("\n## ")[0]
#: Language and content of each block of the session.
BLOCKS = nonempty(re.findall(r"^```(\w*)\n(.*?)^```", HOUR, re.MULTILINE | re.DOTALL), 10)
#: Sizes of the test, by command, in place of those of the page.
SMALL = {
    "run": {"dyads": 100, "weeks": 12},
    "compare": {"dyads": 200, "weeks": 13, "replicates": 4},
    "sweep": {"dyads": 100, "weeks": 26, "replicates": 2, "design.points": 64},
}
#: Sizes of the Python of the page, and of the test.
SIZES = {"dyads": 40, "weeks": 8, "replicates": 4, "points": 16}
#: What the page leaves to the defaults, of which the test needs less.
FEWER = {"replicates=4)": "replicates=4, weeks=26)", "points=16)": "points=16, dyads=20, weeks=8)"}
NUMBER = re.compile(r"[-+]?\d[\d,.]*")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clone")


def small(words: list[str]) -> list[str]:
    """A command at the size of the test."""
    sizes = SMALL.get(words[0], {})
    kept = [word for word in words if word.partition("=")[0] not in sizes]
    return [*kept, *(f"{name}={size}" for name, size in sizes.items())]


def shape(line: str) -> str:
    """A line of a table without its numbers and widths."""
    return " ".join(NUMBER.sub("0", line).split()).replace("─", "")


@pytest.mark.usefixtures("undrawn")
def test_the_first_hour__runs_in_order_and_shows_what_it_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    ran, seen, unlike = [], [], []
    for language, block in BLOCKS:
        if language == "text":
            rows = [row for row in block.splitlines() if "  " in row.strip()]
            unlike += [row for row in rows if shape(row) not in seen]
            continue
        seen = []
        for line in lines(block):
            if not line.startswith("mutua "):
                continue
            words = shlex.split(line)[1:]
            assert main(small(words)) == 0, line
            ran.append(words[0])
            seen += [shape(row) for row in capsys.readouterr().out.splitlines()]
    assert ran == ["run", "replay", "compare", "new", "compare", "sweep", "sensitivity", "export"]
    assert_none(unlike, "shown in README, and not printed:")
    saved = [path.parent for path in folder.glob("outputs/*/manifest.json")]
    assert len(saved) == 5
    assert all(mutua.load(path).title for path in saved)


@pytest.mark.usefixtures("undrawn")
def test_the_python_of_the_readme__runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (code,) = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    for name, size in SIZES.items():
        code = re.sub(rf"\b{name}=\d[\d_]*", f"{name}={size}", code)
    for usual, fewer in FEWER.items():
        assert usual in code
        code = code.replace(usual, fewer)
    exec(compile(code, "README.md", "exec"), {})
    assert (folder / "outputs" / "compared" / "report.html").is_file()


def test_set_up_and_activation__are_said_and_there() -> None:
    """What is no command of mutua: of make only goals that there are."""
    goals = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert ". .venv/bin/activate" in HOUR
    asked = re.findall(r"^make (\w+)", README, re.MULTILINE)
    assert asked
    assert set(asked) <= set(goals)


def test_every_command_and_every_page__is_linked() -> None:
    assert_none(command for command in COMMANDS if f"| `{command}` |" not in README)
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert_none(page for page in pages if f"(docs/{page})" not in README)


def test_the_picture__is_small_and_made_by_a_script_that_is_named() -> None:
    picture = ROOT / "docs" / "picture.png"
    assert picture.stat().st_size < 200_000
    assert README.index("docs/picture.png") < 2_000, "on the first screen"
    assert "`docs/picture.py`" in README
    assert picture.with_suffix(".py").is_file()
