"""Chunks of a plan evaluated by Dask workers: as many at a time as there are workers.

A worker gets its next chunk when the last one has been fetched, so that no result is kept on a
worker: one that dies costs the chunk in hand, which another evaluates again.
"""

from collections.abc import Iterator, Sequence
from itertools import count, islice
from queue import Empty, SimpleQueue
from time import monotonic
from uuid import uuid4

from distributed import Client, Future, KilledWorker

from mutua.engines.batch import Progress, no_progress
from mutua.errors import WorkError
from mutua.jit.sources import source_hash
from mutua.studies.sweep.backends.chunks import Assembly, Chunk, chunk_keys, cut_chunks
from mutua.studies.sweep.evaluate import Evaluation, Evaluator
from mutua.studies.sweep.plan import Keys, Part, SweepPlan

#: Seconds between two counts of the workers.
POLL = 1.0


class Workers:
    """Evaluates on the workers that a client is connected to.

    Parameters
    ----------
    client : Client
        Of the cluster.
    patience : float
        Seconds without any worker after which the cluster is given up.
    """

    def __init__(self, client: Client, patience: float) -> None:
        self.client, self.patience = client, patience

    def __call__(
        self, plan: SweepPlan, parts: Sequence[Part], report: Progress
    ) -> Iterator[tuple[Part, Evaluation]]:
        """Evaluate parts, and give each when it is whole.

        Raises
        ------
        WorkError
            A chunk failed or killed one worker after another; those in flight were fetched first.
            Or no worker was there for too long.
        """
        queue = TaskQueue(self.client, plan, cut_chunks(plan, parts), self.patience)
        assembly = Assembly(parts)
        whole: list[tuple[Part, Evaluation]] = []
        try:
            while queue.send():
                yield from whole  # they are kept while workers work
                whole = []
                for chunk, evaluation in queue.fetch():
                    report(len(evaluation.errors) * plan.dyads * plan.weeks)
                    whole += assembly.add(chunk, evaluation)
            yield from whole
            if queue.failure is not None:
                raise queue.failure
        finally:
            queue.cancel()


class TaskQueue:
    """Pending and in-flight chunks.

    Dask retries a chunk whose worker died on other workers, a few times, and then gives it back. It
    may be to blame, or have shared a machine with one that is: so it is tried again, alone.
    """

    def __init__(
        self, client: Client, plan: SweepPlan, pending: Iterator[Chunk], patience: float
    ) -> None:
        self.client, self.plan, self.pending = client, plan, pending
        self.patience, self.last_seen = patience, monotonic()
        self.names = (f"mutua-{uuid4().hex[:8]}-{number}" for number in count())
        self.in_flight: dict[Future, Chunk] = {}
        self.done: SimpleQueue[Future] = SimpleQueue()
        self.suspects: list[Chunk] = []
        self.alone: Chunk | None = None
        self.failure: WorkError | None = None

    def send(self) -> int:
        """Send a chunk to every idle worker; return how many may still be done."""
        try:
            workers = sum(self.client.nthreads().values())
            if self.suspects and not self.in_flight:
                self.alone = self.suspects.pop()
                self._send(self.alone)
            elif not self.suspects and self.alone is None:
                idle = max(1, workers) - len(self.in_flight)
                for chunk in islice(self.pending, max(0, idle)):
                    self._send(chunk)
        except OSError as error:
            raise WorkError(f"the scheduler is gone: {error}") from error
        if workers:
            self.last_seen = monotonic()
        elif self.in_flight and monotonic() - self.last_seen >= self.patience:
            lost = WorkError(f"the cluster has had no worker for {self.patience:g} s")
            self.failure = self.failure or lost
            return 0
        return len(self.in_flight)

    def _send(self, chunk: Chunk) -> None:
        key = f"{next(self.names)}-{chunk[0].name}-{chunk[0].start}"
        runs = self.plan.narrow(chunk_keys(self.plan, chunk))
        future = self.client.submit(evaluate_chunk, *runs, key=key)
        self.in_flight[future] = chunk
        future.add_done_callback(self.done.put)

    def fetch(self) -> Iterator[tuple[Chunk, Evaluation]]:
        """Wait for a chunk and give it with its values; nothing if none is done for a while.

        After one that failed no other is sent.
        """
        try:
            future = self.done.get(timeout=POLL)
        except Empty:
            return
        chunk, alone = self.in_flight.pop(future), self.alone is not None
        self.alone = None
        try:
            evaluation = fetch_result(future, chunk)
        except WorkError as error:
            if isinstance(error.__cause__, KilledWorker) and not alone:
                self.suspects.append(chunk)
            else:
                self.failure, self.pending = error, iter(())
            return
        yield chunk, evaluation

    def cancel(self) -> None:
        """Cancel what is in flight."""
        self.client.cancel(list(self.in_flight))


def fetch_result(future: Future, chunk: Chunk) -> Evaluation:
    """The values of a chunk; WorkError if it failed."""
    try:
        return Evaluation(*future.result())
    except KilledWorker as error:
        raise WorkError(f"{describe_chunk(chunk)}: every worker that tried it died") from error
    except Exception as error:
        reason = f"{error}" or type(error).__name__
        raise WorkError(f"{describe_chunk(chunk)}: a worker failed: {reason}") from error


def describe_chunk(chunk: Chunk) -> str:
    """Rows of a chunk, in words."""
    return f"{chunk[0].name}, from row {chunk[0].start} on"


# --- in a worker --------------------------------------------------------------------------------


def evaluate_chunk(plan: SweepPlan, keys: Keys) -> Evaluation:
    """Evaluate the runs of a chunk on one thread."""
    if plan.source != source_hash():
        raise WorkError("it has other rules than this process; install the same mutua there")
    return Evaluator(plan, 1).evaluate(keys, no_progress)
