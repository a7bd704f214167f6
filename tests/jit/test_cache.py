"""Compiled code is kept, and what is damaged is made anew: with equal results and one line."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from helpers import needs_jit

from mutua.jit import cache, sealed
from mutua.jit.compile import kernel, rule
from mutua.jit.sealed import cache_root, read, write
from mutua.jit.sources import source_hash


@rule
def halved(x: float) -> float:
    return 0.5 * x


def halves(values: np.ndarray) -> None:
    for i in range(values.size):
        values[i] = halved(values[i])


def doubles(values: np.ndarray) -> None:
    for i in range(values.size):
        values[i] = values[i] / 0.5


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch) -> Path:
    """An empty cache, and no warning given so far."""
    monkeypatch.setenv("MUTUA_CACHE_DIR", str(tmp_path / "cache"))
    sealed.warn_once.cache_clear()
    return tmp_path / "cache"


def run(function=halves) -> tuple[int, list[float]]:
    """How often a fresh kernel was loaded from the cache, and what it computes."""
    compiled = kernel(function)
    values = np.array([3.0, -1.0])
    compiled(values)
    return sum(compiled.stats.cache_hits.values()), values.tolist()


COMPILED, LOADED = (0, [1.5, -0.5]), (1, [1.5, -0.5])


def only_file(root: Path) -> Path:
    (file,) = root.glob(f"{source_hash()}/*")
    return file


@needs_jit
def test_code__is_kept_under_the_hash_of_the_sources(root, caplog):
    assert not cache.is_compiled()
    assert run() == COMPILED
    assert only_file(root).suffix == cache.SUFFIX
    assert cache.is_compiled()
    assert run() == LOADED
    assert caplog.records == []


@needs_jit
def test_code__of_other_sources_is_not_loaded(root, monkeypatch):
    assert run() == COMPILED
    monkeypatch.setattr(cache, "source_hash", lambda: "of tomorrow")
    assert run() == COMPILED


@needs_jit
@pytest.mark.parametrize("name", ["cpu", "numba", "python", "setting", "signature"])
def test_code__of_other_circumstances_has_another_file(name, monkeypatch):
    class Codegen:
        def magic_tuple(self):
            return ("x86", "other" if changed else "one", "+avx")

    def path():
        code = cache.CodeCache("halves")
        return code.path(("array(float64, 1d, C)", "int32")[changed and name == "signature"], gen)

    gen, changed = Codegen(), False
    before = path()
    changed = name in ("cpu", "signature")
    if name == "numba":
        monkeypatch.setattr("numba.__version__", "0.0.1")
    if name == "setting":
        monkeypatch.setattr("numba.config.BOUNDSCHECK", 1)
    if name == "python":
        monkeypatch.setattr(sys.implementation, "cache_tag", "cpython-399")
    assert path() != before


def emptied(content: bytes) -> bytes:
    return b""


def cut_in_half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def cut_in_the_seal(content: bytes) -> bytes:
    return content[:7]


def longer(content: bytes) -> bytes:
    return content + b"\0"


def foreign(content: bytes) -> bytes:
    return b"GIF89a" + bytes(1000)


DAMAGES = [emptied, cut_in_half, cut_in_the_seal, longer, foreign]


@needs_jit
@pytest.mark.parametrize("damaged", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_file__is_made_anew_with_one_line(root, caplog, damaged):
    run()
    file = only_file(root)
    whole = file.read_bytes()
    file.write_bytes(damaged(whole))
    assert run() == COMPILED
    assert [r.getMessage() for r in caplog.records] == [f"{file} is damaged; it is made anew"]
    assert run() == LOADED
    assert len(caplog.records) == 1


@needs_jit
@pytest.mark.parametrize("place", [0.0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0])
def test_one_flipped_bit__is_noticed_wherever_it_is(root, caplog, place):
    run()
    file = only_file(root)
    content = bytearray(file.read_bytes())
    content[int(place * (len(content) - 1))] ^= 1 << int(7 * place)
    file.write_bytes(content)
    assert run() == COMPILED
    assert len(caplog.records) == 1
    assert run() == LOADED


@needs_jit
def test_a_file_of_another_kernel__is_not_taken_for_this_one(root, caplog):
    """Its seal is whole, and its content is code."""
    assert run(doubles) == (0, [6.0, -2.0])
    other = only_file(root).read_bytes()
    run()
    (file,) = root.glob(f"{source_hash()}/halves-*")
    file.write_bytes(other)
    assert run() == COMPILED
    assert len(caplog.records) == 1


@needs_jit
@pytest.mark.parametrize("content", [b"", b"text", b"\x80\x04N."], ids=["none", "text", "pickle"])
def test_sealed_content_that_is_no_code__is_made_anew(root, caplog, content):
    run()
    write(only_file(root), content)
    assert run() == COMPILED
    assert len(caplog.records) == 1
    assert run() == LOADED


@needs_jit
def test_a_missing_file__is_made_anew_in_silence(root, caplog):
    run()
    only_file(root).unlink()
    assert run() == COMPILED
    assert run() == LOADED
    assert caplog.records == []


@needs_jit
def test_a_folder_that_cannot_be_written__is_done_without(root, caplog):
    """A file stands where the folder ought to be: permissions do not stop root."""
    root.write_text("in the way")
    assert [run(), run(doubles)[1], run()] == [COMPILED, [6.0, -2.0], COMPILED]
    (record,) = caplog.records
    message = f"{root} cannot be used (Not a directory): compiled code is not kept"
    assert record.getMessage() == message
    assert root.read_text() == "in the way"


@needs_jit
def test_without_a_home__code_is_not_kept(monkeypatch, caplog):
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("MUTUA_CACHE_DIR", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    assert cache_root() is None
    assert not cache.is_compiled()
    assert [run(), run()] == [COMPILED, COMPILED]
    assert len(caplog.records) == 1


def test_the_cache_folder__is_the_users_choice(tmp_path, monkeypatch):
    monkeypatch.setenv("MUTUA_CACHE_DIR", str(tmp_path / "mine"))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "numba's"))
    assert cache_root() == tmp_path / "mine"
    monkeypatch.delenv("MUTUA_CACHE_DIR")
    assert cache_root() == tmp_path / "numba's"
    assert cache.code_folder() == tmp_path / "numba's" / source_hash(), "an edit is noticed there"
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_root() == tmp_path / "mutua"
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    assert cache_root() == Path.home() / ".cache" / "mutua"


def aged(path: Path, days: float) -> None:
    os.utime(path, (time.time() - days * 86_400,) * 2)


def folder_of_code(root: Path, name: str, days: float) -> Path:
    """A folder as old code leaves it, one file unfinished."""
    folder = root / name
    write(folder / f"halves_0-{'5' * 16}.code", b"code")
    (folder / f"halves_0-{'5' * 16}.{'e' * 32}").write_bytes(b"half")
    write(folder / f"population-{'5' * 16}.tables", b"tables")
    aged(folder, days)
    return folder


def test_code_that_nothing_loads_for_thirty_days__is_removed_and_nothing_else(root):
    old, fresh = (folder_of_code(root, k * 16, days) for k, days in (("a", 31), ("b", 29)))
    others = [folder_of_code(root, name, 99) for name in ("sources", "A" * 16, "f" * 17)]
    mixed = folder_of_code(root, "c" * 16, 99)
    (mixed / "notes.txt").write_text("mine")
    linked = folder_of_code(root, "d" * 16, 99)
    (linked / f"halves_1-{'5' * 16}.code").symlink_to(mixed / "notes.txt")
    outside = folder_of_code(root.parent / "elsewhere", "e" * 16, 99)
    (root / ("e" * 16)).symlink_to(outside)
    for folder in (mixed, linked):
        aged(folder, 99)
    sealed.prune(root)
    assert not old.exists()
    assert all(folder.is_dir() for folder in (fresh, *others, mixed, linked, outside))
    assert (root / ("e" * 16)).is_symlink()
    assert (mixed / "notes.txt").read_text() == "mine"
    assert len(list(outside.iterdir())) == 3


@needs_jit
def test_code__is_in_use_while_it_is_loaded_and_pruned_when_other_code_is_kept(root, caplog):
    old = folder_of_code(root, "a" * 16, 31)
    assert run() == COMPILED
    assert not old.exists()
    own = only_file(root).parent
    aged(own, 31)
    assert run() == LOADED
    assert time.time() - own.stat().st_mtime < 3_600
    assert caplog.records == []


def test_files__appear_whole_while_others_write_and_read_them(tmp_path):
    """Each reader finds one of the contents that were written, and nothing is left over."""
    file = tmp_path / "kept" / "file.code"
    contents = [bytes([k]) * 100_000 for k in range(8)]
    write(file, contents[0])

    def work(k: int) -> bool:
        write(file, contents[k % 8])
        return read(file) in contents

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(400)))
    assert list(file.parent.iterdir()) == [file]


SCRIPT = """
import numpy as np
from mutua.jit.compile import kernel

def doubles(values):
    for i in range(values.size):
        values[i] = values[i] / 0.5

values = np.array([3.0, -1.0])
run = kernel(doubles)
run(values)
print(values.tolist(), sum(run.stats.cache_hits.values()))
"""


def start(script: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"NUMBA_DISABLE_JIT": "0"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, script], text=True, env=environment, **pipes)


@needs_jit
def test_two_processes_at_once__both_go_on_and_a_third_loads_their_code(root, tmp_path):
    """From other folders, with other comments: a checkout shares the code of another."""
    scripts = [tmp_path / name / "script.py" for name in ("one", "two", "three")]
    for script in scripts:
        script.parent.mkdir()
        script.write_text(f"# {script.parent.name}\n" * len(script.parent.name) + SCRIPT)
    both = [start(script) for script in scripts[:2]]
    for process in both:
        out, err = process.communicate(timeout=300)
        assert out.startswith("[6.0, -2.0]")
        assert err == ""
    assert start(scripts[2]).communicate(timeout=300) == ("[6.0, -2.0] 1\n", "")


@needs_jit
def test_a_damaged_file__is_one_line_on_standard_error(root, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    start(script).communicate(timeout=300)
    file = only_file(root)
    file.write_bytes(b"")
    expected = ("[6.0, -2.0] 0\n", f"{file} is damaged; it is made anew\n")
    assert start(script).communicate(timeout=300) == expected
