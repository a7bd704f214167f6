"""Whatever happens to a writer, a name in a run folder stands for a whole file."""

import itertools
import os
import resource
import shutil
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from test_store import MANIFEST, WHOLE, alter, child_env, names, table, write_run, written

from mutua.errors import StoreError
from mutua.storage import folder as store
from mutua.storage.folder import check_output, read_run, writing

# One writer, cut short


def points(monkeypatch, error):
    """Make the nth step of writing fail; steps are writes, flushes and renames."""
    steps = itertools.count()
    fail_at = [-1]

    def counted(function):
        def step(*args, **kwargs):
            if next(steps) == fail_at[0]:
                raise error() if isinstance(error, type) else error
            return function(*args, **kwargs)

        return step

    for module, name in [(store, "write_table"), (store, "write_arrays"), (store, "sync")]:
        monkeypatch.setattr(module, name, counted(getattr(module, name)))
    for name in ("write_bytes", "write_text", "replace", "mkdir", "unlink"):
        monkeypatch.setattr(Path, name, counted(getattr(Path, name)))

    def start(n):
        nonlocal steps
        steps, fail_at[0] = itertools.count(), n

    return start


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_a_failure_at_any_step_leaves_only_whole_files(tmp_path, monkeypatch, error):
    reference = written(tmp_path / "reference")
    start = points(monkeypatch, error)
    empty = 0
    for n in range(100):
        folder = tmp_path / f"made-{n}" / "run"
        start(n)
        try:
            written(folder)
        except (KeyboardInterrupt, StoreError):
            start(-1)
        else:
            if names(folder) == WHOLE:
                break
        left = names(folder) if folder.exists() else []
        empty += not folder.parent.exists()
        shown = [name for name in left if not name.startswith(".")]
        assert "manifest.json" not in shown or shown == WHOLE
        for name in shown:
            assert (folder / name).read_bytes() == (reference / name).read_bytes()
        written(folder, resume=True)
        assert names(folder) == WHOLE
    assert empty >= 12  # everything up to the first rename leaves nothing at all
    assert n > 20


def killed_at(n, monkeypatch_points, work):
    """End a copy of this process at the nth step of its writing, as a kill does."""
    child = os.fork()
    if not child:
        monkeypatch_points(n)
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Kill(BaseException):
    """Ends the process where it is raised: nothing is tidied up."""

    def __init__(self):
        os._exit(9)


def test_a_writer_killed_at_any_step__leaves_what_can_be_begun_again_or_is_whole(
    tmp_path, monkeypatch
):
    reference = written(tmp_path / "reference")
    start, cut = points(monkeypatch, Kill), 0
    for n in range(200):
        folder = tmp_path / f"killed-{n}"
        if killed_at(n, start, lambda to=folder: written(to)) == 0:
            break
        if (folder / "manifest.json").exists():
            read_run(folder)
            with pytest.raises(StoreError, match="already holds a run"):
                written(folder)
        else:
            cut += folder.exists() and any(not x.startswith(".") for x in names(folder))
            written(folder)
        assert {x.name: x.read_bytes() for x in folder.iterdir() if not x.name.startswith(".")} == {
            x.name: x.read_bytes() for x in reference.iterdir()
        }
    assert n > 24
    assert cut >= 8, "between two renames"


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """What a writer left that was killed between two renames."""
    folder = tmp_path_factory.mktemp("killed") / "run"
    with pytest.MonkeyPatch.context() as patch:
        start = points(patch, Kill)
        n = next(n for n in range(200) if killed_at(n, start, lambda: written(folder)) == 9
                 and "dyads.parquet" in (names(folder) if folder.exists() else []))  # fmt: skip
    assert n > 8
    return folder


@pytest.mark.parametrize("changed", ["altered", "foreign", "link"])
def test_what_a_killed_writer_left__is_not_removed_with_anything_else(tmp_path, killed, changed):
    folder = Path(shutil.copytree(killed, tmp_path / "run"))
    dyads = folder / "dyads.parquet"
    if changed == "altered":
        alter(dyads)
    elif changed == "foreign":
        (folder / "notes.txt").write_text("mine")
    else:
        (tmp_path / "elsewhere").write_bytes(dyads.read_bytes())
        dyads.unlink()
        dyads.symlink_to(tmp_path / "elsewhere")
    before = names(folder)
    with pytest.raises(StoreError, match="is not empty"):
        written(folder)
    assert names(folder) == before


def test_files_are_flushed_before_their_name_and_the_folder_after_it(tmp_path, monkeypatch):
    """What only a power cut would show: the manifest never overtakes what it vouches for."""
    log = []
    sync, replace = store.sync, Path.replace
    folder = tmp_path / "run"
    folder.mkdir()
    monkeypatch.setattr(store, "sync", lambda path: (log.append(path), sync(path)))
    monkeypatch.setattr(Path, "replace", lambda a, b: (log.append((a, b)), replace(a, b)))
    written(folder)
    renames = [step for step in log if isinstance(step, tuple)]
    assert sorted(final.name for _, final in renames) == WHOLE
    assert renames[-1][1].name == "manifest.json"
    for rename in renames:
        at = log.index(rename)
        assert rename[0] in log[:at]
        assert log[at + 1] == folder


def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path):
    big = {
        "tables": {"weekly": pd.DataFrame({"x": np.random.default_rng(0).random(40_000)})},
        "arrays": xr.Dataset({"trust": (("dyad", "week"), np.zeros((300, 104)))}),
        "files": {"figure.png": bytes(250_000)},
    }
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for part, value in big.items():
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
        try:
            with pytest.raises(StoreError, match=r"cannot write .*run: File too large$"):
                written(tmp_path / "run", **{part: value})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert names(tmp_path) == []


def child(code, *arguments):
    """Start a Python that prints a line once it is where the test wants it."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        env=child_env(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process):
    process.kill()
    process.wait()
    process.stdout.close()


KILLS = """
    import itertools, os, random, signal, sys, time, test_store

    root = sys.argv[1]
    test_store.written(root + "/reference")  # every library is loaded now: a fork starts at once
    print("ready", flush=True)
    moment = random.Random(3)
    for k in range(30):
        writer = os.fork()
        if not writer:
            for n in itertools.count():
                test_store.written(f"{root}/{k}-{n}")
        time.sleep(moment.uniform(0.01, 0.08))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
"""


def test_a_writer_killed_at_any_moment_leaves_only_whole_files(tmp_path):
    """Thirty writers, each killed in the middle of a series of runs."""
    process = child(KILLS, tmp_path)
    assert process.wait(60) == 0
    process.stdout.close()
    reference = tmp_path / "reference"
    cut = 0
    for folder in tmp_path.iterdir():
        shown = [name for name in names(folder) if not name.startswith(".")]
        for name in shown:
            assert (folder / name).read_bytes() == (reference / name).read_bytes()
        assert ("manifest.json" in shown) == (shown == WHOLE)
        if shown != WHOLE:
            cut += 1
            written(folder, resume=True)
            assert names(folder) == WHOLE
    assert cut >= 10  # killed within a run, not between two


# One writer a folder


HOLD = """
    import sys, time, mutua.storage.folder
    with mutua.storage.folder.writing(sys.argv[1]) as run:
        (run.folder / ".mutua-partial-weekly.parquet").write_bytes(b"half")
        print("ready", flush=True)
        time.sleep(60)
"""


def test_a_second_writer_is_refused_and_the_lock_of_a_dead_one_is_taken_over(tmp_path):
    folder = tmp_path / "run"
    process = child(HOLD, folder)
    try:
        with pytest.raises(
            StoreError, match=rf"being written by another process \({process.pid}\)"
        ):
            written(folder)
        assert names(folder) == [".mutua-lock", ".mutua-partial-weekly.parquet"]
    finally:
        kill(process)
    check_output(folder)  # what the dead left is no content
    written(folder)
    assert names(folder) == WHOLE


def other_file(folder):
    """A file of the user, outside of the folder."""
    folder.mkdir()
    file = folder.parent / "notes.txt"
    file.write_text("1234")
    return file


NO_LOCKS = {
    "link": lambda lock, file: lock.symlink_to(file),
    "dangling link": lambda lock, file: lock.symlink_to(file.with_name("nothing")),
    "hard link": lambda lock, file: lock.hardlink_to(file),
    "notes": lambda lock, _: lock.write_text("a file of somebody\n"),
    "numbers": lambda lock, _: lock.write_text("1" * 40),
    "pipe": lambda lock, _: os.mkfifo(lock),
    "folder": lambda lock, _: lock.mkdir(),
}


@pytest.mark.parametrize("kind", NO_LOCKS)
def test_a_lock_that_is_a_link_or_a_foreign_file__is_refused_and_nothing_is_emptied(tmp_path, kind):
    folder, lock = tmp_path / "run", tmp_path / "run" / store.LOCK
    file = other_file(folder)
    NO_LOCKS[kind](lock, file)
    before = lock.lstat()
    with pytest.raises(StoreError, match=r"mutua-lock is a link or a file of something else"):
        written(folder)
    assert file.read_text() == "1234"
    assert names(folder.parent) == ["notes.txt", "run"]
    after = lock.lstat()
    assert (before.st_ino, before.st_size, before.st_mtime) == (
        after.st_ino, after.st_size, after.st_mtime)  # fmt: skip


def test_of_many_writers_at_once_one_wins(tmp_path):
    gate = threading.Barrier(8)
    won, refused = [], []

    def write(k):
        gate.wait()
        try:
            won.append(write_run(tmp_path / "run", {"writer": k}, {"weekly": table(10 + 2 * k)}))
        except StoreError:
            refused.append(k)

    threads = [threading.Thread(target=write, args=(k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(refused)) == (1, 7)
    manifest, tables, _ = read_run(tmp_path / "run")
    assert len(tables["weekly"]) == 10 + 2 * manifest["writer"]
    assert names(tmp_path / "run") == ["manifest.json", "weekly.parquet"]


def test_what_another_writer_finished_before_we_had_the_lock_is_not_touched(tmp_path, monkeypatch):
    folder, lock = tmp_path / "run", store.lock

    def late(path):
        monkeypatch.setattr(store, "lock", lock)
        write_run(folder, {"writer": 1}, {})
        return lock(path)

    folder.mkdir()
    monkeypatch.setattr(store, "lock", late)
    with pytest.raises(StoreError, match="already holds a run"):
        write_run(folder, {"writer": 2}, {})
    assert names(folder) == ["manifest.json"]
    assert read_run(folder)[0]["writer"] == 1


def test_holding_an_output_keeps_others_out_and_leaves_nothing_when_nothing_came(tmp_path):
    with writing(tmp_path / "a" / "run"):
        with pytest.raises(StoreError, match="being written"):
            written(tmp_path / "a" / "run")
        assert names(tmp_path / "a" / "run") == [".mutua-lock"]
    assert names(tmp_path) == []


def test_an_error_of_the_work_itself_passes_unchanged(tmp_path):
    with pytest.raises(FileNotFoundError, match="elsewhere"), writing(tmp_path / "run"):
        raise FileNotFoundError(2, "elsewhere")
    assert names(tmp_path) == []


# Parts first, the manifest last


def test_parts_written_one_by_one_and_resumed_end_in_the_same_bytes(tmp_path):
    parts = {f"part-{k}": table(10 + 2 * k) for k in range(3)}
    with writing(tmp_path / "once") as run:
        run.finish(MANIFEST, parts)
    with writing(tmp_path / "twice") as run:
        run.put({"part-0": parts["part-0"]})
    with pytest.raises(StoreError, match="holds no complete run"):
        read_run(tmp_path / "twice")
    with writing(tmp_path / "twice", resume=True) as run:
        run.put({"part-1": parts["part-1"]})
        run.finish(MANIFEST, {"part-2": parts["part-2"]})
    for name in names(tmp_path / "once"):
        once, twice = (tmp_path / x / name for x in ("once", "twice"))
        assert once.read_bytes() == twice.read_bytes()
