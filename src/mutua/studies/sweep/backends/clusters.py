"""Dask clusters: of this machine, running elsewhere, or of Slurm jobs."""

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
CONNECT_TIMEOUT, START_TIMEOUT = 10, 120
#: Milliseconds after which jobs that ended are requested again.
RENEW_EVERY = 10_000
#: Address of the scheduler's dashboard: any free port, for this machine only.
DASHBOARD = "127.0.0.1:0"
#: Of Slurm jobs, where Dask's own configuration (``jobqueue.slurm``) does not say.
JOB = {"cores": 1, "memory": "2GB", "scheduler-options": {"dashboard_address": DASHBOARD}}


@contextmanager
def connect(workers: int | None, scheduler: str | None, *, slurm: bool) -> Iterator[Client]:
    """Connect to a cluster; without an address, start one and shut it down at exit.

    An error at the shutdown is ignored: the results are there by then.
    """
    if scheduler is None and not slurm:
        compile_serial()
    with ExitStack() as stack:
        with block_sigint():
            if scheduler is not None:
                client = stack.enter_context(connect_client(scheduler))
            elif slurm:
                client = stack.enter_context(Client(stack.enter_context(slurm_cluster(workers))))
            else:
                client = stack.enter_context(Client(stack.enter_context(local_cluster(workers))))
                await_workers(client, len(client.cluster.workers))
        try:
            yield client
        finally:
            with block_sigint(), suppress(Exception):
                stack.close()


@contextmanager
def block_sigint() -> Iterator[None]:
    """Block SIGINT (Ctrl-C); threads and processes that start meanwhile inherit the block.

    Python's own resource tracker is started before: starting it unblocks the signal.
    """
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def connect_client(address: str) -> Client:
    """Connect to a scheduler."""
    try:
        return Client(address, timeout=CONNECT_TIMEOUT)
    except OSError as error:
        raise ParameterError(f"scheduler: {address!r} does not answer") from error


def local_cluster(workers: int | None) -> LocalCluster:
    """Start workers on this machine: spawned processes, one thread each."""
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        memory_limit=None,
        dashboard_address=DASHBOARD,
        silence_logs=logging.CRITICAL,
    )


def compile_serial() -> None:
    """Compile the serial kernel once: workers of this machine then load it from the cache."""
    step(Batch([resolve()], [0], dyads=1, weeks=1, seed=1), threads=1)


def await_workers(client: Client, count: int) -> None:
    """Wait for workers to start."""
    try:
        client.wait_for_workers(count, timeout=START_TIMEOUT)
    except TimeoutError as error:
        raise WorkError(f"{count} workers did not start within {START_TIMEOUT} s") from error


@contextmanager
def slurm_cluster(workers: int | None) -> Iterator[Any]:
    """Start Slurm jobs that are workers; jobs that end are replaced.

    What is special to a site, its queue for example, stands in Dask's own configuration.
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
        scale = partial(cluster.scale, workers)
        scale()
        renewal = PeriodicCallback(scale, RENEW_EVERY)
        cluster.loop.add_callback(renewal.start)
        try:
            yield cluster
        finally:
            cluster.loop.add_callback(renewal.stop)


def check_job(script: str) -> None:
    """Raise ParameterError if Slurm would refuse a job, before any is submitted."""
    try:
        checked = subprocess.run(
            ["sbatch", "--test-only"], input=script, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise ParameterError("backend: slurm: there is no command sbatch here") from error
    if checked.returncode:
        raise ParameterError(f"backend: slurm: {checked.stderr}")
