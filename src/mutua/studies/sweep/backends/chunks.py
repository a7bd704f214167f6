"""Parts cut into chunks for workers, and put together again.

A chunk is what a worker evaluates at a time, and what its death costs. Parts are cut by the plan,
chunks by their work: a chunk may be a piece of a part, or span several.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from mutua.studies.sweep.evaluate import Evaluation
from mutua.studies.sweep.plan import Keys, Part, SweepPlan

#: Dyad-weeks of a chunk (a second or so of one core; sending it costs a hundredth of that), and its
#: most rows.
CHUNK_WORK, CHUNK_ROWS = 8_000_000, 50_000
#: Pieces of parts, each a stretch of a part's rows.
Chunk = tuple[Part, ...]


def cut_chunks(plan: SweepPlan, parts: Sequence[Part]) -> Iterator[Chunk]:
    """Cut parts into chunks of equal size, in order; the last may be smaller."""
    most = max(1, min(CHUNK_ROWS, CHUNK_WORK // (plan.dyads * plan.weeks)))
    pieces: list[Part] = []
    room = most
    for part in parts:
        start = part.start
        while start < part.stop:
            stop = min(start + room, part.stop)
            pieces.append(replace(part, start=start, stop=stop))
            room -= stop - start
            start = stop
            if room == 0:
                yield tuple(pieces)
                pieces, room = [], most
    if pieces:
        yield tuple(pieces)


def chunk_keys(plan: SweepPlan, chunk: Chunk) -> Keys:
    """Point, regime and replicate of the rows of a chunk."""
    pieces = [plan.keys_of(piece) for piece in chunk]
    return Keys(*(np.concatenate(each) for each in zip(*pieces, strict=True)))


class Assembly:
    """Parts of which some pieces have been evaluated."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = {part.number: part for part in parts}
        self.pieces: dict[int, dict[int, Evaluation]] = {}

    def add(self, chunk: Chunk, evaluation: Evaluation) -> Iterator[tuple[Part, Evaluation]]:
        """Add the values of a chunk; give the parts that are whole by it."""
        edges = np.cumsum([piece.stop - piece.start for piece in chunk])[:-1]
        values, errors = (np.split(each, edges) for each in evaluation)
        for piece, some in zip(chunk, map(Evaluation, values, errors), strict=True):
            known = self.pieces.setdefault(piece.number, {})
            known[piece.start] = some
            part = self.parts[piece.number]
            if sum(len(each.errors) for each in known.values()) == part.stop - part.start:
                del self.pieces[piece.number]
                yield part, Evaluation.concatenate([known[start] for start in sorted(known)])
