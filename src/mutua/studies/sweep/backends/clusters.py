"""Dask clusters: one of this machine, one that is there, or one of Slurm jobs."""

import logging
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from multiprocessing import resource_tracker
from typing import Any

import dask
from distributed import Client, LocalCluster
from tornado.ioloop import PeriodicCallback

from mutua.engines.batch import Batch, step
from mutua.errors import ParameterError, WorkError
from mutua.scenarios.resolve import resolve

#: Seconds within which a scheduler has to answer, and workers of this machine have to begin.
PATIENCE, STARTING = 10, 120
#: Milliseconds after which Slurm is asked for jobs in place of those that ended.
AGAIN = 10_000
#: Where a scheduler's page goes by default: any free port, for this machine only.
NOWHERE = "127.0.0.1:0"
#: Of Slurm jobs, where Dask's own configuration (``jobqueue.slurm``) does not say.
JOB = {"cores": 1, "memory": "2GB", "scheduler-options": {"dashboard_address": NOWHERE}}


@contextmanager
def connected(workers: int | None, scheduler: str | None, *, slurm: bool) -> Iterator[Client]:
    """Be connected to a cluster, one that was started for the purpose if no address is given.

    A cluster that cannot be left in good order does not take back what it gave.
    """
    if scheduler is None and not slurm:
        compile_serial()
    with ExitStack() as held:
        with undisturbed():
            if scheduler is not None:
                client = held.enter_context(client_of(scheduler))
            elif slurm:
                client = held.enter_context(Client(held.enter_context(slurm_cluster(workers))))
            else:
                client = held.enter_context(Client(held.enter_context(local_cluster(workers))))
                await_workers(client, len(client.cluster.workers))
        try:
            yield client
        finally:
            with undisturbed(), suppress(Exception):
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


def client_of(address: str) -> Client:
    """Connect to a scheduler."""
    try:
        return Client(address, timeout=PATIENCE)
    except OSError as error:
        raise ParameterError(f"scheduler: {address!r} does not answer") from error


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


def compile_serial() -> None:
    """Compile the kernel that workers run, once: those of this machine load what was kept."""
    step(Batch([resolve()], [0], dyads=1, weeks=1, seed=1), threads=1)


def await_workers(client: Client, count: int) -> None:
    """Wait for workers that are being started."""
    try:
        client.wait_for_workers(count, timeout=STARTING)
    except TimeoutError as error:
        raise WorkError(f"{count} workers did not start within {STARTING} s") from error


@contextmanager
def slurm_cluster(workers: int | None) -> Iterator[Any]:
    """Have Slurm jobs that are workers; those that end are replaced by others.

    What is special to a site, its queue for example, Dask's own configuration says.
    """
    interrupt = signal.getsignal(signal.SIGINT)
    from dask_jobqueue import SLURMCluster

    signal.signal(signal.SIGINT, interrupt)  # importing it makes Ctrl-C a success without a word
    given = {name: dask.config.get(f"jobqueue.slurm.{name}") or JOB[name] for name in JOB}
    cores, memory, options = given.values()
    with SLURMCluster(
        cores=cores, processes=cores, memory=memory, scheduler_options=options
    ) as cluster:
        check_job(cluster.job_script())
        ask = partial(cluster.scale, workers)
        ask()
        again = PeriodicCallback(ask, AGAIN)
        cluster.loop.add_callback(again.start)
        try:
            yield cluster
        finally:
            cluster.loop.add_callback(again.stop)


def check_job(script: str) -> None:
    """Let Slurm say whether it would take a job, before any is sent."""
    try:
        asked = subprocess.run(
            ["sbatch", "--test-only"], input=script, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise ParameterError("backend: slurm: there is no command sbatch here") from error
    if asked.returncode:
        raise ParameterError(f"backend: slurm: {asked.stderr}")
