"""Chunks of a plan done by Dask workers: as many at a time as there are workers.

A worker gets its next chunk when the last one has been fetched, so that no result lives where it
could die: what a dying worker costs is the chunk in hand, which another does again, and never one
that was fetched.
"""

from collections.abc import Iterator, Sequence
from itertools import count, islice
from queue import Empty, SimpleQueue
from uuid import uuid4

from distributed import Client, Future, KilledWorker

from mutua.engines.batch import Progress
from mutua.errors import WorkError
from mutua.jit.sources import source_hash
from mutua.studies.sweep.backends.chunks import Assembly, Chunk, cut, keys_of
from mutua.studies.sweep.engine import Engine, Simulated
from mutua.studies.sweep.plan import Keys, Part, SweepPlan

#: Seconds after which workers that came or went are noticed.
POLL = 1.0


class Workers:
    """A backend: the workers that a client is connected to."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(
        self, plan: SweepPlan, parts: Sequence[Part], report: Progress
    ) -> Iterator[tuple[Part, Simulated]]:
        """Simulate parts, and give each when it is whole.

        Raises
        ------
        WorkError
            A chunk failed or killed one worker after another; what was out beside it came in first.
        """
        errand, assembly = Errand(self.client, plan, cut(plan, parts)), Assembly(parts)
        whole: list[tuple[Part, Simulated]] = []
        try:
            while errand.sent():
                yield from whole  # they are kept while workers work
                whole = []
                for chunk, simulated in errand.fetched():
                    report(len(simulated.errors) * plan.dyads * plan.weeks)
                    whole += assembly.add(chunk, simulated)
            yield from whole
            if errand.failure is not None:
                raise errand.failure
        finally:
            errand.call_off()


class Errand:
    """Chunks that are waiting, and those that are out.

    Dask lets other workers try a chunk over which one died, some times, and then gives it back. It
    may be to blame, or have stood by one that is: so it is tried again, alone.
    """

    def __init__(self, client: Client, plan: SweepPlan, waiting: Iterator[Chunk]) -> None:
        self.client, self.plan, self.waiting = client, plan, waiting
        self.names = (f"mutua-{uuid4().hex[:8]}-{number}" for number in count())
        self.out: dict[Future, Chunk] = {}
        self.done: SimpleQueue[Future] = SimpleQueue()
        self.suspects: list[Chunk] = []
        self.alone: Chunk | None = None
        self.failure: WorkError | None = None

    def sent(self) -> int:
        """Send a chunk to every worker that has none; how many are out then."""
        try:
            if self.suspects and not self.out:
                self.alone = self.suspects.pop()
                self._send(self.alone)
            elif not self.suspects and self.alone is None:
                workers = max(1, sum(self.client.nthreads().values()))
                for chunk in islice(self.waiting, max(0, workers - len(self.out))):
                    self._send(chunk)
        except OSError as error:
            raise WorkError(f"the scheduler is gone: {error}") from error
        return len(self.out)

    def _send(self, chunk: Chunk) -> None:
        key = f"{next(self.names)}-{chunk[0].name}-{chunk[0].start}"
        runs = self.plan.narrowed(keys_of(self.plan, chunk))
        future = self.client.submit(simulate, *runs, key=key)
        self.out[future] = chunk
        future.add_done_callback(self.done.put)

    def fetched(self) -> Iterator[tuple[Chunk, Simulated]]:
        """Wait for a chunk and fetch what it gave; nothing if none is done for a while.

        After one that failed no other is sent.
        """
        try:
            future = self.done.get(timeout=POLL)
        except Empty:
            return
        chunk, alone = self.out.pop(future), self.alone is not None
        self.alone = None
        try:
            simulated = result_of(future, chunk)
        except WorkError as error:
            if isinstance(error.__cause__, KilledWorker) and not alone:
                self.suspects.append(chunk)
            else:
                self.failure, self.waiting = error, iter(())
            return
        yield chunk, simulated

    def call_off(self) -> None:
        """Let go of what is out."""
        self.client.cancel(list(self.out))


def result_of(future: Future, chunk: Chunk) -> Simulated:
    """What a chunk gave, brought here."""
    try:
        return Simulated(*future.result())
    except KilledWorker as error:
        raise WorkError(f"{named(chunk)}: every worker that tried it died") from error
    except Exception as error:
        reason = f"{error}" or type(error).__name__
        raise WorkError(f"{named(chunk)}: a worker failed: {reason}") from error


def named(chunk: Chunk) -> str:
    """Which rows a chunk is, in words."""
    return f"{chunk[0].name}, from row {chunk[0].start} on"


# --- in a worker --------------------------------------------------------------------------------


def simulate(plan: SweepPlan, keys: Keys) -> Simulated:
    """Simulate the runs of a chunk on one thread."""
    if plan.source != source_hash():
        raise WorkError("it has other rules than this process; install the same mutua there")
    return Engine(plan, 1).simulate(keys, _silent)


def _silent(done: int) -> None:
    """Report nothing."""
