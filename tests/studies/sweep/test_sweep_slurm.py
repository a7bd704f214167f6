"""On a real Slurm of one node: the shipped array with its merge, and workers that are jobs.

``MUTUA_SLURM=1 pytest tests/test_sweep_slurm.py``, as root where Debian's Slurm is installed.
"""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from one_node_slurm import one_node, why_not
from test_sweep_store import SOURCE, WORDS, assert_same, done

SCRIPT = SOURCE.parent / "experiments/slurm/sweep.sbatch"
COMMAND = '#!/bin/sh\nexec {python} -m mutua "$@"\n'
PLAIN = [word for word in WORDS if not word.startswith("threads=")]
pytestmark = [pytest.mark.slurm, pytest.mark.skipif(bool(why_not()), reason=why_not())]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("sweeps") / "whole"
    done(*WORDS, f"output={path}")
    return path


@pytest.fixture(scope="module")
def slurm(tmp_path_factory):
    """Environment of a Slurm whose jobs find these sources under the name that users type."""
    folder = tmp_path_factory.mktemp("slurm")
    command = folder / "bin" / "mutua"
    command.parent.mkdir()
    command.write_text(COMMAND.format(python=sys.executable))
    command.chmod(0o755)
    with one_node(folder) as environment:
        environment["PATH"] = f"{command.parent}:{environment['PATH']}"
        environment["PYTHONPATH"] = str(SOURCE)
        environment["DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT"] = "1s"
        yield environment


def said(environment, *command):
    """What a command says, once it has ended well."""
    ended = subprocess.run(command, env=environment, text=True, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def send(environment, *words):
    """Send a job and give its number."""
    small = ["--parsable", "--cpus-per-task=1", "--mem=500M"]
    return said(environment, "sbatch", *small, *map(str, words))


def until(condition, what):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.2)
    raise TimeoutError(f"no {what} after two minutes")


def test_the_shipped_array_and_its_merge__are_the_sweep_to_the_byte(
    slurm, whole, tmp_path, monkeypatch
):
    """One share is cut short by hand before, as a time limit leaves it: it goes on."""
    monkeypatch.chdir(tmp_path)
    done(*WORDS, "shard=2/2", "output=swept/shard-2")
    Path("swept/shard-2/part-000003.parquet").unlink()
    Path("swept/shard-2/manifest.json").unlink()
    kept = Path("swept/shard-2/part-000001.parquet").stat().st_mtime_ns
    array = send(slurm, "--array=1-2", SCRIPT, "swept", *PLAIN[1:])
    merge = send(slurm, f"--dependency=afterok:{array}", SCRIPT, "swept")
    until(lambda: Path("swept/whole/manifest.json").exists(), "merged sweep")
    assert_same("swept/whole", whole)
    assert Path("swept/shard-2/part-000001.parquet").stat().st_mtime_ns == kept
    assert Path(f"slurm-{merge}.out").read_text().strip().endswith("Results: swept/whole")


def test_workers_that_are_jobs__give_the_bytes_of_one_process(slurm, tmp_path, monkeypatch):
    """One of the jobs is cancelled in mid-sweep."""
    monkeypatch.chdir(tmp_path)
    many = ["sweep", "trust.gain=interval(0.02,0.2)", "design=random", "design.points=40",
            "regimes=[usual]", "replicates=20", "dyads=400", "part_rows=50"]  # fmt: skip
    done(*many, "output=one")
    command = [sys.executable, "-m", "mutua", *many, "backend=slurm", "workers=2", "output=two"]
    running = subprocess.Popen(command, env=slurm, stdout=subprocess.DEVNULL)

    def jobs():
        return said(slurm, "squeue", "-h", "-o", "%i", "-t", "RUNNING").split()

    until(lambda: len(list(Path("two").glob("part-*"))) >= 1, "part")
    said(slurm, "scancel", jobs()[0])
    assert not Path("two/manifest.json").exists()
    assert running.wait(timeout=120) == 0
    assert_same("two", "one")
    until(lambda: not jobs(), "end of the jobs")
