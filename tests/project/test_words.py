"""One term for one thing: words that the glossary bans occur nowhere, in text or in a name."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import ROOT
from selection import assert_none, nonempty

GLOSSARY = ROOT / "docs" / "glossary.md"
#: Files that list words themselves: the table of the glossary, and the participles of a lint.
LISTS = {GLOSSARY, ROOT / "benchmarks" / "house.py"}
#: Text that is read, by folder; single files of the root besides.
PLACES = {
    "src": (".py", ".jinja"),
    "docs": (".md", ".py"),
    "configs": (".yaml",),
    "experiments": (".py", ".md", ".yaml"),
    "notebooks": (".ipynb", ".md", ".py"),
    "benchmarks": (".py", ".md"),
}
FILES = ("README.md", "CONTRIBUTING.md")


def banned() -> dict[str, str]:
    """Words on the left of the glossary's last table, and what is written instead."""
    _, section = GLOSSARY.read_text("utf-8").split("## Words not used")
    rows = re.findall(r"^\| ([a-z_]+) \| (.+) \|$", section, re.MULTILINE)
    return {word: instead for word, instead in rows if word != "word"}


BANNED = nonempty(banned(), 10)
#: A word by itself, or as part of a name such as ``shared_luck`` or ``SharedLuck``.
PATTERN = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(BANNED)})(?![A-Za-z])", re.IGNORECASE)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def texts() -> Iterator[Path]:
    for folder, endings in PLACES.items():
        yield from (p for p in sorted((ROOT / folder).rglob("*")) if p.suffix in endings)
    yield from (ROOT / name for name in FILES)


def occurrences(text: str) -> Iterator[tuple[int, str]]:
    """Line number and banned word of each occurrence."""
    for number, line in enumerate(text.splitlines(), start=1):
        for hit in PATTERN.findall(CAMEL.sub("_", line)):
            yield number, hit.lower()


@pytest.mark.parametrize("text", ["bad luck", "shared_luck", "SharedLuck", "LUCK = 1", "`luck.x`"])
def test_a_word__is_found_by_itself_and_in_names(text: str) -> None:
    assert [hit for _, hit in occurrences(text)] == ["luck"]


@pytest.mark.parametrize("text", ["pluck", "Fluckiger", "untold", "goldfish"])
def test_a_longer_word__is_another_word(text: str) -> None:
    assert not list(occurrences(text))


def test_no_banned_word_is_used() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {word} (instead: {BANNED[word]})"
        for path in nonempty(list(texts()), 200)
        if path not in LISTS
        for number, word in occurrences(path.read_text("utf-8"))
    ]
    assert_none(found, "docs/glossary.md bans these words:")
