"""Where a sweep is evaluated: this process, Dask workers, or Slurm jobs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

from mutua.errors import ParameterError, brief, one_of
from mutua.scenarios.check import text, whole
from mutua.studies.sweep.runner import Backend, LocalBackend

LOCAL, DASK, SLURM = KINDS = ("local", "dask", "slurm")
#: Keys of the command that choose the backend; they change no row.
BACKEND_KEYS = ("backend", "threads", "workers", "scheduler")
#: Seconds without any worker after which a cluster is given up; Slurm jobs may wait for longer.
PATIENCE = 300.0
ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^/\s]+:\d+")


@contextmanager
def open_backend(
    backend: str = LOCAL,
    *,
    threads: int | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
) -> Iterator[Backend]:
    """Start the backend; shut it down at exit.

    Parameters
    ----------
    backend : {'local', 'dask', 'slurm'}
        Threads of this process; Dask workers; Dask workers that are Slurm jobs.
    threads : int, optional
        Threads of this process; all there are by default.
    workers : int, optional
        Dask workers to be started, each with one thread; one a processor by default.
    scheduler : str, optional
        Address of a running Dask cluster; none is started then.

    Raises
    ------
    ParameterError
        These do not go together, a library is missing, or the scheduler does not answer.
    """
    check_backend(backend, threads, workers, scheduler)
    if backend == LOCAL:
        yield LocalBackend(threads)
        return
    try:
        from mutua.studies.sweep.backends.clusters import connect
        from mutua.studies.sweep.backends.workers import Workers
    except ModuleNotFoundError as error:
        raise ParameterError(
            f"backend: {backend} needs {error.name}, which is not installed; "
            "pip install 'mutua[dask]'"
        ) from error
    with connect(workers, scheduler, slurm=backend == SLURM) as client:
        yield Workers(client, inf if backend == SLURM else PATIENCE)


def check_backend(
    backend: str, threads: int | None, workers: int | None, scheduler: str | None
) -> None:
    """Raise ParameterError for options that do not go together."""
    one_of("backend", backend, KINDS)
    if workers is not None:
        whole("workers", workers)
    if scheduler is not None:
        text("scheduler", scheduler)
    if backend == LOCAL and (workers, scheduler) != (None, None):
        name, value = ("workers", workers) if scheduler is None else ("scheduler", scheduler)
        raise ParameterError(
            f"{name}: {brief(value)} is for backend=dask; this process has threads="
        )
    if backend != LOCAL and threads is not None:
        raise ParameterError(f"threads: {threads}: a worker of backend={backend} has one thread")
    if scheduler is not None and not ADDRESS.fullmatch(scheduler):
        raise ParameterError(f"scheduler: {brief(scheduler)} is no address such as tcp://host:8786")
    if scheduler is not None and (workers, backend) != (None, DASK):
        other = "backend=slurm" if backend == SLURM else f"workers={workers}"
        raise ParameterError(
            f"scheduler: {brief(scheduler)} is of workers that are there; {other} starts others"
        )
    if backend == SLURM and workers is None:
        raise ParameterError("workers: backend=slurm needs to know how many")
