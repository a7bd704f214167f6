"""How code is compiled: rules live in both worlds; the cache knows its sources."""

import shutil
from pathlib import Path

import numba
import numpy as np
import pytest
from helpers import SOURCE, needs_jit
from numba import njit

from mutua.jit import compile as compiled
from mutua.jit.compile import cache_root, kernel, rule, source_hash


@rule
def halved(x: float) -> float:
    """Half of a number."""
    return 0.5 * x


def halves(values: np.ndarray) -> None:
    for i in range(values.size):
        values[i] = halved(values[i])


@pytest.fixture
def copied(tmp_path, monkeypatch) -> Path:
    """A copy of the package, of which the cache is asked."""
    package = tmp_path / "mutua"
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(compiled, "PACKAGE", package)
    return package


def test_the_cache__forgets_an_edit_that_is_undone(copied):
    before = source_hash()
    rules = copied / "model" / "rules" / "learn.py"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("1.0 - trust", "1.1 - trust"), encoding="utf-8")
    assert source_hash() != before
    rules.write_text(text, encoding="utf-8")
    assert source_hash() == before


HASHED = sorted(
    path.relative_to(SOURCE).as_posix()
    for pattern in compiled.SOURCES
    for path in SOURCE.glob(pattern)
)


@pytest.mark.parametrize("name", HASHED)
def test_the_cache__notices_every_source_of_machine_code(copied, name):
    before = source_hash()
    with (copied / name).open("a", encoding="utf-8") as file:
        file.write("# an edit\n")
    assert source_hash() != before


def test_the_cache__notices_a_new_rule_and_a_renamed_one(copied):
    before = source_hash()
    (copied / "model" / "rules" / "refuse.py").write_text('"""Verb 9."""\n', encoding="utf-8")
    added = source_hash()
    (copied / "model" / "rules" / "refuse.py").rename(copied / "model" / "rules" / "reject.py")
    assert len({before, added, source_hash()}) == 3


def test_the_cache__does_not_care_for_what_is_not_compiled(copied):
    before = source_hash()
    (copied / "errors.py").write_text('"""Other errors."""\n', encoding="utf-8")
    assert source_hash() == before


def test_the_cache__is_the_same_wherever_the_package_lies(copied):
    here = source_hash()
    compiled.PACKAGE = SOURCE
    assert source_hash() == here


def test_the_cache__notices_another_numba(copied, monkeypatch):
    before = source_hash()
    monkeypatch.setattr(numba, "__version__", "0.0.1")
    assert source_hash() != before


def test_the_cache_folder__is_the_users_choice(tmp_path, monkeypatch):
    monkeypatch.setenv("MUTUA_CACHE_DIR", str(tmp_path / "mine"))
    assert cache_root() == tmp_path / "mine"
    monkeypatch.delenv("MUTUA_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_root() == tmp_path / "mutua"
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    assert cache_root() == Path.home() / ".cache" / "mutua"


@needs_jit
def test_a_kernel__is_cached_under_the_hash_of_the_sources(tmp_path, monkeypatch):
    monkeypatch.setenv("MUTUA_CACHE_DIR", str(tmp_path))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    before = numba.config.CACHE_DIR
    run = kernel(halves, parallel=False)
    values = np.array([3.0, -1.0])
    run(values)
    assert values.tolist() == [1.5, -0.5]
    assert list(tmp_path.glob(f"{source_hash()}/**/*.nbi"))
    assert before == numba.config.CACHE_DIR, "nobody else's cache is moved"


def test_a_rule__is_a_plain_function_from_python():
    assert halved(3.0) == 1.5
    assert halved.__name__ == "halved"
    assert halved.__doc__ == "Half of a number."
    assert type(halved) is type(lambda: None)


def test_a_rule__is_compiled_where_compiled_code_names_it():
    run = njit(halves)
    values, plain = np.array([3.0, -1.0]), np.array([3.0, -1.0])
    run(values)
    halves(plain)
    assert values.tolist() == plain.tolist() == [1.5, -0.5]


@needs_jit
def test_a_division_by_zero__is_infinite_in_compiled_code_as_nothing_there_may_raise():
    @rule
    def inverse(x: float) -> float:
        return 1.0 / x

    @njit(error_model="numpy")
    def invert(x: float) -> float:
        return inverse(x)

    assert invert(0.0) == np.inf


@needs_jit
def test_twins_from_one_body_are_cached_apart() -> None:
    """Under one name the first twin to be compiled would be loaded for both."""
    from mutua.engines import kernel

    names = [k._cache._impl.filename_base for k in (kernel.step_serial, kernel.step_parallel)]
    assert names[0] != names[1]
