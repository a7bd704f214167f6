"""A sample of the dyads of a comparison, every week of each under every arm.

Rows hold a dyad's end, and weekly tables hold means over the dyads engaged. What the same dyads go
through week by week under two arms takes their traces, and these are large: the first dyads of each
replicate are stepped once more, to the same bits, and what they went through is reduced at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from mutua.analysis.benefit import SIDES, Landmark, benefit_table
from mutua.analysis.paired import PairedDyads
from mutua.analysis.stayers import Weeks, mean_over_engaged, stayer_table
from mutua.engines.sheets import Wanted
from mutua.jit.structs import leaves
from mutua.model.measures.outcomes import STATES, Weekly

#: Dyads of each replicate that are sampled. Places are filled at random: the first are like any.
SAMPLE = 400
#: Replicates whose traces are in memory at a time.
CHUNK = 2
#: The week at which books are read, as a share of the horizon.
LANDMARK = 0.25

NAMES = leaves(Weekly)
#: What is kept of a dyad in a week.
EVERY_WEEK = Wanted(NAMES)
COLUMNS = [NAMES.index(name) for name in STATES]
#: What is read at the landmark.
READ = ("engaged", *(f"{book}_{side}" for book in ("credit", "debt") for side in SIDES))
READ_COLUMNS = [NAMES.index(name) for name in READ]
#: Steps some teams of an arm in some replicates: traces of shape (dyads, weeks, SERIES).
Trace = Callable[[str, Sequence[int], tuple[int, ...]], Sequence[np.ndarray]]


def sample_tables(
    widths: Mapping[str, int], paired: PairedDyads, weeks: int, trace: Trace
) -> dict[str, pd.DataFrame]:
    """Differences among those engaged under both arms, and what becomes of the under-benefited."""
    left = {arm: paired.of(arm, "dropout")[:, :SAMPLE] for arm in widths}
    size, landmark = next(iter(left.values())).shape[1], max(1, round(LANDMARK * weeks))
    pairs: dict[tuple[str, str], list[Weeks]] = {pair: [] for pair in combinations(left, 2)}
    alone: dict[str, list[Weeks]] = {name: [] for name in left}
    books: dict[str, list[np.ndarray]] = {name: [] for name in left}
    for seen in _replicates(widths, paired.replicates, size, trace):
        states = {name: _states(traces) for name, traces in seen.items()}
        for (reference, arm), differences in pairs.items():
            differences.append(mean_over_engaged(states[arm] - states[reference]))
        for name, traces in seen.items():
            alone[name].append(mean_over_engaged(states[name]))
            books[name].append(traces[:, landmark - 1, READ_COLUMNS])
    read = {name: _landmark(np.array(rows), left[name]) for name, rows in books.items()}
    return {"stayers": stayer_table(pairs, alone), "benefit": benefit_table(read, landmark)}


def sample_work(widths: Iterable[int], dyads: int, replicates: int, weeks: int) -> int:
    """Dyad-weeks that the sample steps, of arms with teams of so many users."""
    return dyads_stepped(widths, min(dyads, SAMPLE), dyads) * replicates * weeks


def dyads_stepped(widths: Iterable[int], size: int, dyads: int) -> int:
    """Of arms with teams of so many users, how many are stepped for the first `size` of each."""
    return sum(min(dyads, len(teams_holding(width, size)) * width) for width in widths)


def teams_holding(width: int, size: int) -> tuple[int, ...]:
    """Teams of so many users that hold the first `size` dyads."""
    return tuple(range(-(-size // width)))


def _replicates(
    widths: Mapping[str, int], replicates: int, size: int, trace: Trace
) -> Iterator[dict[str, np.ndarray]]:
    """Traces of the sample in each replicate, by arm."""
    for first in range(0, replicates, CHUNK):
        chunk = range(first, min(first + CHUNK, replicates))
        by_arm = {
            arm: trace(arm, chunk, teams_holding(width, size)) for arm, width in widths.items()
        }
        for k in range(len(chunk)):
            yield {name: weekly[k][:size] for name, weekly in by_arm.items()}


def _states(trace: np.ndarray) -> np.ndarray:
    """States by week, missing once the tie has ended; shape (dyads, weeks, len(STATES))."""
    return np.where(trace[..., :1] > 0.0, trace[..., COLUMNS], np.nan)


def _landmark(rows: np.ndarray, dropout: np.ndarray) -> Landmark:
    """What the books say in one week; `rows` has shape (replicates, dyads, len(READ))."""
    of = {name: rows[..., k] for k, name in enumerate(READ)}
    balance = {side: of[f"credit_{side}"] - of[f"debt_{side}"] for side in SIDES}
    return Landmark(of["engaged"] > 0.0, balance, dropout)
