"""The hash covers what the code does: no edit is missed, and no comment counts."""

import ast
import re
import shutil
from functools import cache
from pathlib import Path

import numba
import pytest
from helpers import SOURCE

from mutua.jit import sealed, sources
from mutua.jit.sources import hash_of, source_hash

HASHED = sorted(
    path.relative_to(SOURCE).as_posix()
    for pattern in sources.SOURCES
    for path in SOURCE.glob(pattern)
)
TRUST = "model/rules/trust.py"
NORMS = "model/parameters/norms.py"
OUTCOMES = "model/measures/outcomes.py"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MUTUA_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture(scope="module", autouse=True)
def _read_once():
    """Each text is parsed, and each tree written, once for all hashes."""
    structure, written = sources._structure, {}

    def keep(node):
        if not isinstance(node, ast.Module):
            return structure(node)
        if node not in written:
            written[node] = [*structure(node)]
        return written[node]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "_structure", keep)
        patch.setattr(sources.ast, "parse", cache(ast.parse))
        yield


@pytest.fixture
def package(tmp_path) -> Path:
    """A copy of the sources that are hashed."""
    package = tmp_path / "mutua"
    for name in HASHED:
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SOURCE / name, package / name)
    return package


def edit(package: Path, name: str, old: str, new: str) -> None:
    text = (package / name).read_text(encoding="utf-8")
    assert old in text
    (package / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_hash__forgets_an_edit_that_is_undone(package):
    before = hash_of(package)
    edit(package, TRUST, "1.0 - trust", "1.1 - trust")
    assert hash_of(package) != before
    edit(package, TRUST, "1.1 - trust", "1.0 - trust")
    assert hash_of(package) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.0 - trust", "1.0 + trust"),
        ("1.0 - trust", "1.0 - 0.0"),
        ("1.0 - trust", "trust - 1.0"),
        ("1.0 - trust", "sat(1.0 - trust)"),
        ("1.0", "1"),
        ("def trust_by_surprise(", "def distrust("),
        ("@rule\n", ""),
        (": float", ": int"),
    ],
    ids=["operator", "operand", "order", "call", "kind", "name", "decorator", "annotation"],
)
def test_the_hash__notices_what_code_does(package, old, new):
    before = hash_of(package)
    edit(package, TRUST, old, new)
    assert hash_of(package) != before


def test_the_hash__covers_every_source_of_machine_code(package):
    """An edit in each file by turns; all at once would show that one of them counts."""
    seen = {hash_of(package)}
    for name in HASHED:
        with (package / name).open("a", encoding="utf-8") as file:
            file.write("\nEDIT = 1\n")
        seen.add(hash_of(package))
    assert len(seen) == 1 + len(HASHED)
    assert len(HASHED) > 40


def test_the_hash__does_not_care_how_code_is_written(package):
    """Comments, docstrings of modules, classes, functions and constants, lines and brackets."""
    before = hash_of(package)
    for name in HASHED:
        text = (package / name).read_text(encoding="utf-8")
        text = re.sub(r'(?m)^( *)"""(?=\S)', r'\1"""In other words: ', text)
        text = text.replace("\n\n", "\n\n\n# Why\n\n") + '"A text at its end."\n'
        (package / name).write_text(text, encoding="utf-8")
    edit(package, TRUST, "1.0 - trust", "(1.00 -  trust)")
    assert hash_of(package) == before


LINE_OF_POWER, LINE_OF_CONTRACT = (
    next(line for line in (SOURCE / NORMS).read_text("utf-8").splitlines() if name in line)
    for name in (" power:", " contract:")
)
CELLS = re.search(r'"1", 0, 1, +("[^"]+"), +(\w+), +("[^"]+")', LINE_OF_POWER)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (NORMS, LINE_OF_POWER, LINE_OF_POWER.replace('"1", 0', '"share", 0')),
        (NORMS, LINE_OF_POWER, LINE_OF_POWER.replace(CELLS[1], '"a book"')),
        (NORMS, LINE_OF_POWER, LINE_OF_POWER.replace(CELLS[2], '"E99"')),
        (NORMS, LINE_OF_POWER, LINE_OF_POWER.replace(CELLS[3], '"in other words"')),
        (NORMS, '"S001 item 97",  ASSUMED', '"a book", ("E99",)'),
        ("model/parameters/groups.py", '"units a visit"', '"units"'),
        (OUTCOMES, '"share of cohort", "', '"share", "in other words: '),
    ],
    ids=["unit", "form", "number", "meaning", "sources", "template", "outcome"],
)
def test_the_hash__does_not_care_for_the_words_of_a_declaration(package, name, old, new):
    before = hash_of(package)
    edit(package, name, old, new)
    assert hash_of(package) == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (NORMS, LINE_OF_POWER, LINE_OF_POWER.replace("parameter(1,", "parameter(0.9,")),
        (NORMS, LINE_OF_POWER, LINE_OF_POWER.replace('"1", 0, 1', '"1", 0.1, 1')),
        (NORMS, LINE_OF_POWER, LINE_OF_POWER.replace('"1", 0, 1', '"1", 0, 2')),
        (NORMS, LINE_OF_POWER, LINE_OF_POWER.replace("power:", "might:")),
        (NORMS, "each_with((0.8,", "each_with((0.9,"),
        ("model/parameters/measures.py", ", whole=True", ""),
        (OUTCOMES, 'series("cohort"', 'series("state"'),
        (OUTCOMES, ", headline=True", ""),
    ],
    ids=["default", "low", "high", "name", "defaults", "whole", "role", "headline"],
)
def test_the_hash__notices_the_data_of_a_declaration(package, name, old, new):
    before = hash_of(package)
    edit(package, name, old, new)
    assert hash_of(package) != before


def test_the_hash__notices_the_order_of_declarations(package):
    before = hash_of(package)
    edit(package, NORMS, f"{LINE_OF_CONTRACT}\n", "")
    edit(package, NORMS, LINE_OF_POWER, f"{LINE_OF_CONTRACT}\n{LINE_OF_POWER}")
    assert hash_of(package) != before


def test_the_hash__does_not_care_for_the_names_and_order_of_files(package):
    before = hash_of(package)
    (package / TRUST).rename(package / "model/rules/a_first.py")
    assert hash_of(package) == before
    shutil.copyfile(package / "model/rules/owe.py", package / "model/rules/owe_again.py")
    assert hash_of(package) != before


def test_the_hash__does_not_care_for_what_is_not_compiled(package):
    before = hash_of(package)
    (package / "errors.py").write_text("class OtherError(Exception): ...\n", encoding="utf-8")
    assert hash_of(package) == before


def test_the_hash__is_the_same_wherever_the_package_lies(package):
    assert hash_of(package) == hash_of(SOURCE) == source_hash()


def test_the_hash__notices_another_numba(package, monkeypatch):
    before = hash_of(package)
    monkeypatch.setattr(numba, "__version__", "0.0.1")
    assert hash_of(package) != before


def test_the_hash__is_remembered_by_the_texts_of_the_sources(package, monkeypatch):
    before = hash_of(package)
    monkeypatch.setattr(sources, "_digest_structures", lambda _: pytest.fail("parsed again"))
    assert hash_of(package) == before


def test_the_hash__is_the_same_when_nothing_can_be_remembered(package, monkeypatch):
    before = hash_of(package)
    monkeypatch.setattr(sealed, "cache_root", lambda: None)
    assert hash_of(package) == before


def test_the_hash__is_that_of_the_beginning_of_a_process(package, monkeypatch):
    before = source_hash()
    edit(package, TRUST, "1.0 - trust", "1.1 - trust")
    monkeypatch.setattr(sources, "PACKAGE", package)
    assert source_hash() == before
