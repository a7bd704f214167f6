"""Dask clusters: one of this machine, one that is there, or one of Slurm jobs."""

import logging
import shutil
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import resource_tracker
from typing import Any

import dask
from distributed import Client, LocalCluster

from mutua.config import resolve
from mutua.errors import ParameterError, WorkError
from mutua.simulation import Batch, step

#: Seconds within which a scheduler has to answer.
PATIENCE = 10
#: Seconds within which workers of this machine have to begin.
STARTING = 120
#: Where a scheduler's page goes that nobody asked for: any free port, for this machine only.
NOWHERE = "127.0.0.1:0"
#: Of a Slurm job, where Dask's own configuration (``jobqueue.slurm``) does not say.
JOB = {"cores": 1, "memory": "2GB", "scheduler-options": {"dashboard_address": NOWHERE}}


@contextmanager
def connected(workers: int | None, scheduler: str | None, *, slurm: bool) -> Iterator[Client]:
    """Be connected to a cluster, one that was started for the purpose if none was named."""
    if scheduler is None and not slurm:
        compile_serial()
    with ExitStack() as held:
        with undisturbed():
            if scheduler is None:
                start = slurm_cluster if slurm else local_cluster
                cluster = held.enter_context(start(workers))
            client = held.enter_context(client_of(scheduler or cluster))
            if scheduler is None and not slurm:
                await_workers(client, len(cluster.workers))
        try:
            yield client
        finally:
            with undisturbed():
                held.close()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back; threads and processes that begin meanwhile never hear of it.

    Python's own helper of spawned processes is begun before: beginning it lets Ctrl-C through.
    """
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def client_of(cluster: Any) -> Client:
    """Connect to a cluster, or to an address."""
    try:
        return Client(cluster, timeout=PATIENCE, set_as_default=False)
    except OSError as error:
        raise ParameterError(f"scheduler: {cluster!r} does not answer") from error


def await_workers(client: Client, count: int) -> None:
    """Wait for workers that are being started."""
    try:
        client.wait_for_workers(count, timeout=STARTING)
    except TimeoutError as error:
        raise WorkError(f"{count} workers did not start within {STARTING} s") from error


def compile_serial() -> None:
    """Compile the kernel that workers run, once: those of this machine load what was kept."""
    step(Batch([resolve()], [0], dyads=1, weeks=1, seed=1), threads=1)


def local_cluster(workers: int | None) -> LocalCluster:
    """Start workers on this machine: spawned processes, one thread each."""
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        memory_limit=None,
        dashboard_address=NOWHERE,
        silence_logs=logging.CRITICAL,
    )


def slurm_cluster(workers: int | None) -> Any:
    """Ask Slurm for jobs that are workers; what is special to a site Dask's configuration says."""
    from dask_jobqueue import SLURMCluster

    if shutil.which("sbatch") is None:
        raise ParameterError("backend: slurm: there is no command sbatch on this machine")
    given = {name: dask.config.get(f"jobqueue.slurm.{name}") or JOB[name] for name in JOB}
    cores, memory, options = given.values()
    cluster = SLURMCluster(
        cores=cores, processes=cores, memory=memory, scheduler_options=options
    )  # fmt: skip
    cluster.adapt(minimum=workers, maximum=workers)
    return cluster
