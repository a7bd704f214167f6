"""Workers elsewhere give the bytes of one process, also when they are killed over their chunks."""

import os
import shutil
import signal
import sys
from contextlib import nullcontext
from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest
from distributed import Client, WorkerPlugin
from hypothesis import given
from hypothesis import strategies as st
from test_sweep_store import FEW, WORDS, assert_same, done, named

import mutua
from mutua.cli.main import main
from mutua.errors import WorkError
from mutua.studies.sweep.backends import choose, chunks, clusters, workers
from mutua.studies.sweep.backends.chunks import Assembly, chunk_keys, cut_chunks
from mutua.studies.sweep.evaluate import Evaluation, Evaluator
from mutua.studies.sweep.plan import Block
from mutua.studies.sweep.store import SweepStore

#: Runs of a chunk here: chunks begin and end within parts of ten, and are many.
RUNS = 7

pytestmark = pytest.mark.usefixtures("undrawn_module", "composed_once")


@pytest.fixture(scope="module")
def cluster():
    """Two real worker processes; Dask gives a chunk back that killed one of them."""
    with clusters.local_cluster(2) as made:
        made.scheduler.allowed_failures = 0
        with Client(made, set_as_default=False) as client:
            client.wait_for_workers(2)
            yield client


@pytest.fixture(scope="module")
def whole(tmp_path_factory, undrawn_module, composed_once):
    path = tmp_path_factory.mktemp("sweeps") / "whole"
    done(*WORDS, f"output={path}")
    return path


@pytest.fixture(autouse=True)
def small_chunks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(chunks, "CHUNK_WORK", RUNS * 20 * 4)


def there(cluster):
    """Words that send the work to the cluster."""
    return ["backend=dask", f"scheduler={cluster.scheduler.address}"]


def unthreaded(words):
    return [word for word in words if not word.startswith("threads=")]


class Deadly(WorkerPlugin):
    """Notes each chunk that a worker begins, and kills the worker over some of them.

    Parameters
    ----------
    diary : path
        Where chunks are noted, a line each.
    over : dict
        How often a chunk kills, by the end of its name.
    """

    name = "deadly"

    def __init__(self, diary, over):
        self.diary, self.over = diary, over

    def transition(self, key, start, finish, **_):
        if finish == "executing":
            with self.diary.open("a+") as diary:
                diary.write(f"{key}\n")
                diary.seek(0)
                notes = [line for line in diary.read().split() if line.startswith("mutua")]
            for end, times in self.over.items():
                if key.endswith(end) and sum(line.endswith(end) for line in notes) <= times:
                    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def diary(cluster, monkeypatch):
    """Notes of what workers begin, and of what is fetched from them."""
    diary, add = Path("diary").absolute(), Assembly.add

    def noted(assembly, chunk, simulated):
        with diary.open("a") as notes:
            notes.write(f"fetched-{chunk[0].name}-{chunk[0].start}\n")
        return add(assembly, chunk, simulated)

    monkeypatch.setattr(Assembly, "add", noted)
    yield diary
    cluster.unregister_worker_plugin(Deadly.name)


# --- killed ---------------------------------------------------------------------------------------


def test_workers_killed_in_mid_sweep__cost_their_chunk_and_no_byte(cluster, whole, diary):
    """Workers die here at once: so another chunk may be lost, one that was done and not fetched."""
    cluster.register_plugin(Deadly(diary, {"part-000000-7": 1, "part-000002-28": 1}))
    done(*unthreaded(WORDS), *there(cluster), "output=killed")
    assert_same("killed", whole)
    notes = [line.partition("part-")[::2] for line in diary.read_text().split()]
    begun = [chunk for what, chunk in notes if what != "fetched-"]
    fetched = [chunk for what, chunk in notes if what == "fetched-"]
    assert len(fetched) == len(set(fetched)) == -(-48 // RUNS)
    assert begun.count("000000-7") == begun.count("000002-28") == 2
    assert len(begun) <= len(fetched) + 2 * 2
    for at, (what, chunk) in enumerate(notes):
        assert what != "fetched-" or all(later != chunk for _, later in notes[at + 1 :])


def test_a_chunk_that_kills_every_worker__ends_in_one_line_and_the_rest_is_kept(
    cluster, whole, diary, capsys
):
    cluster.register_plugin(Deadly(diary, {"part-000002-28": 2}))
    assert main([*unthreaded(WORDS), *there(cluster), "output=cut"]) == 1
    shown = capsys.readouterr().err.strip().splitlines()[-1]
    assert shown.startswith("mutua: part-000002, from row 28 on: every worker that tried it died")
    assert shown.endswith("go on with: mutua sweep resume=cut")
    kept = {name for name in named("cut") if name.startswith("part-")}
    assert {"part-000000.parquet", "part-000001.parquet"} <= kept
    before = {name: Path("cut", name).stat().st_mtime_ns for name in kept}
    done("sweep", "resume=cut", "threads=1")
    assert_same("cut", whole)
    assert {name: Path("cut", name).stat().st_mtime_ns for name in kept} == before


def test_a_worker_of_ours_killed_from_outside__is_replaced(whole, monkeypatch):
    """`backend=dask` starts its own worker, which is killed when the second part is kept."""
    before, keep, killed = set(psutil.Process().children()), SweepStore.keep, []

    def keep_and_kill(folder, part, rows):
        keep(folder, part, rows)
        ours = set(psutil.Process().children()) - before
        if part.number == 1:
            killed.extend(each for each in ours if "spawn_main" in " ".join(each.cmdline()))
            killed[0].kill()

    monkeypatch.setattr(SweepStore, "keep", keep_and_kill)
    done(*unthreaded(WORDS), "backend=dask", "workers=1", "output=killed")
    assert_same("killed", whole)
    assert len(killed) == 1
    assert not any(each.is_running() for each in killed)


# --- the same -------------------------------------------------------------------------------------


def test_begun_here_and_completed_there__is_the_same(cluster, whole):
    path = Path(shutil.copytree(whole, "copy"))
    for name in ("part-000001.parquet", "part-000003.parquet", "manifest.json"):
        (path / name).unlink()
    done("sweep", f"resume={path}", *there(cluster))
    assert_same(path, whole)
    for words in (["replicates=8"], ["design.points=16"]):
        extended = ["sweep", f"extend={path}", *words]
        shutil.copytree(path, "other", dirs_exist_ok=True)
        done(*extended, *there(cluster))
        done("sweep", "extend=other", *words, "threads=1")
        assert_same(path, "other")


def test_from_python_and_by_need__workers_give_the_table_of_one_process(cluster):
    asked = {"outcome": "visits_attended", "width": 0.02, "most": 20}
    size = {"regimes": ["usual", "peer"], "dyads": 20, "weeks": 4, "replicates": 8}
    space = {"trust.gain": [0.05, 0.2], "population.severity.sd": [0.1, 0.5],
             "setting": ["community", "routine"]}  # fmt: skip
    one, other = (
        mutua.sweep(space, adaptive=asked, part_rows=15, **size, **who)
        for who in ({"threads": 1}, {"backend": "dask", "scheduler": cluster.scheduler.address})
    )
    pd.testing.assert_frame_equal(other.table, one.table, check_exact=True)
    pd.testing.assert_frame_equal(other.replication, one.replication, check_exact=True)
    assert len(one.failed) > 0
    assert one.replication["replicates"].max() > 8


def test_rules_of_a_worker__are_those_of_the_plan(cluster, whole):
    plan = mutua.load(whole).plan
    sent, keys = plan.narrow(plan.keys_of(plan.parts[0]))
    assert len(workers.evaluate_chunk(sent, keys).errors) == 10
    other = workers.Workers(cluster, inf)(replace(plan, source="0"), plan.parts, lambda _: None)
    with pytest.raises(WorkError, match=r"part-.*, from row .* on: a worker failed: it has other"):
        list(other)


# --- without workers ------------------------------------------------------------------------------


def test_a_cluster_without_workers__is_given_up_and_the_sweep_can_go_on(
    whole, monkeypatch, capsys
):  # fmt: skip
    """Its workers may be gone, or never have come; what waits for them is not begun then."""
    monkeypatch.setattr(choose, "PATIENCE", 0.0)
    with clusters.local_cluster(0) as empty:
        words = ["backend=dask", f"scheduler={empty.scheduler_address}", "output=empty"]
        assert main([*unthreaded(WORDS), *words]) == 1
    shown = capsys.readouterr().err.strip().splitlines()[-1]
    assert shown.startswith("mutua: the cluster has had no worker for 0 s")
    assert shown.endswith("go on with: mutua sweep resume=empty")
    done("sweep", "resume=empty", "threads=1")
    assert_same("empty", whole)


def test_jobs__may_wait_in_a_queue_for_as_long_as_it_takes(monkeypatch):
    patience = []
    monkeypatch.setattr(clusters, "connect", lambda *_, slurm: nullcontext(slurm))
    for options in ({"backend": "slurm", "workers": 2}, {"backend": "dask"}):
        with choose.open_backend(**options) as backend:
            patience.append((backend.client, backend.patience))
    assert patience == [(True, inf), (False, choose.PATIENCE)]


def test_without_dask__it_is_said_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    for name in ("mutua.studies.sweep.backends.clusters", "mutua.studies.sweep.backends.workers"):
        monkeypatch.delitem(sys.modules, name)
    assert main([*unthreaded(FEW), "backend=dask", "output=none"]) == 2
    said = "mutua: backend: dask needs distributed, which is not installed; "
    assert capsys.readouterr().err == f"{said}pip install 'mutua[dask]'\n"
    assert not Path("none").exists()


def test_a_scheduler_that_does_not_answer__is_refused(monkeypatch, capsys):
    monkeypatch.setattr(clusters, "CONNECT_TIMEOUT", 0.5)
    words = ["backend=dask", "scheduler=tcp://127.0.0.1:1", "output=none"]
    assert main([*unthreaded(FEW), *words]) == 2
    assert capsys.readouterr().err == "mutua: scheduler: 'tcp://127.0.0.1:1' does not answer\n"
    assert not Path("none").exists()


def test_slurm__needs_its_commands(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert main([*unthreaded(FEW), "backend=slurm", "workers=2", "output=none"]) == 2
    assert "backend: slurm: there is no command sbatch here" in capsys.readouterr().err
    assert not Path("none").exists()


@given(
    rows=st.lists(st.integers(1, 40), min_size=1, max_size=3),
    part_rows=st.integers(1, 30),
    runs=st.integers(1, 50),
    rng=st.randoms(use_true_random=False),
)
def test_cut_and_put_together__parts_have_their_rows_in_order(
    small, rows, part_rows, runs, rng
):  # fmt: skip
    """Whatever is missing, however chunks are cut, in whatever order they come back."""
    blocks = tuple(Block(0, 1, 0, (count,)) for count in rows)
    plan = replace(small, blocks=blocks, part_rows=part_rows)
    missing = [part for part in plan.parts if rng.random() < 0.7]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "CHUNK_WORK", runs * plan.dyads * plan.weeks)
        pieces = list(cut_chunks(plan, missing))
    sizes = [len(chunk_keys(plan, chunk).point) for chunk in pieces]
    assert set(sizes[:-1]) <= {runs}
    assert sum(sizes) == sum(part.stop - part.start for part in missing)
    rng.shuffle(pieces)
    assembly, whole = Assembly(missing), {}
    for chunk in pieces:
        marks = np.concatenate([1000.0 * p.block + np.arange(p.start, p.stop) for p in chunk])
        for part, simulated in assembly.add(chunk, Evaluation(marks[:, None], marks)):
            assert part.number not in whole
            whole[part.number] = simulated
    assert list(sorted(whole)) == [part.number for part in missing]
    for part in missing:
        expected = 1000.0 * part.block + np.arange(part.start, part.stop)
        for found in whole[part.number]:
            assert np.array_equal(found.ravel(), expected)


@pytest.fixture(scope="module")
def small():
    space = {"trust.gain": [0.05, 0.2], "setting": ["community", "routine"],
             "mechanism.obligation": [True, False]}  # fmt: skip
    size = {"regimes": ["usual", "peer"], "dyads": 8, "weeks": 2, "threads": 1}
    return mutua.sweep(space, replicates=2, **size).plan


@pytest.mark.parametrize(("start", "stop"), [(0, 5), (9, 11), (17, 23)])
def test_a_plan_narrowed_to_some_runs__gives_their_numbers(small, start, stop):
    keys = small.keys(small.blocks[0], start, stop)
    sent, which = small.narrow(keys)
    assert len(sent.points) < len(small.points)
    assert len(sent.bases) < len(small.bases)
    found, expected = (Evaluator(*each).evaluate(k, lambda _: None)
                       for each, k in (((sent, 1), which), ((small, 1), keys)))  # fmt: skip
    assert np.array_equal(found.values, expected.values, equal_nan=True)
