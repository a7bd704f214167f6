"""Many runs through few calls of the kernel, each reduced to the means of its outcomes.

A call takes as many runs as make a fraction of a second; then their rows and sums are reduced and
forgotten, so that memory does not grow with the sweep, and Ctrl-C ends between two calls.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from mutua.engines import kernel
from mutua.engines.batch import TASK, Progress
from mutua.engines.kernel import COLUMNS, NO_TRACE, SERIES, SPARE, Task
from mutua.engines.recorder import outcomes_of, weekly_means
from mutua.errors import ParameterError
from mutua.model.draws import key_of
from mutua.studies.sweep.columns import NUMBER, Columns
from mutua.studies.sweep.plan import Keys, SweepPlan
from mutua.studies.sweep.rows import DYADS, OUTCOMES, SERIES_ROWS

#: Of one call: dyad-weeks, dyads, numbers of weekly sums, and points where populations differ.
CALL_WORK, CALL_DYADS, CALL_SUMS, CALL_POPULATIONS = 4_000_000, 200_000, 2_000_000, 64


class Reduction(NamedTuple):
    """What is kept of runs that were stepped.

    Attributes
    ----------
    width : int
        Numbers a run.
    of : callable
        From rows, shape (runs, dyads, COLUMNS), and whole-number sums of the last week, shape
        (runs, SERIES), to the numbers that are kept, shape (runs, width).
    """

    width: int
    of: Callable[[np.ndarray, np.ndarray], np.ndarray]


class Simulated(NamedTuple):
    """Runs that were stepped.

    Attributes
    ----------
    means : float64, shape (runs, numbers kept)
        Missing (NaN) for a run that failed, and for a mean over no dyads.
    errors : object, shape (runs,)
        Why a run failed; None where it did not.
    """

    means: np.ndarray
    errors: np.ndarray

    @classmethod
    def joined(cls, pieces: Sequence["Simulated"]) -> "Simulated":
        """Runs of some pieces, one after the other."""
        return cls(*(np.concatenate(each) for each in zip(*pieces, strict=True)))


def usable(threads: int | None) -> int:
    """How many threads to use; all there are for None."""
    most = kernel.MOST_THREADS
    if threads is not None and not 1 <= threads <= most:
        raise ParameterError(f"threads: {threads!r} is not a whole number from 1 to {most}")
    return threads or most


class Engine:
    """Steps the runs of one plan and keeps what a reduction says: means of outcomes by default."""

    def __init__(
        self, plan: SweepPlan, threads: int | None = None, reduction: Reduction | None = None
    ) -> None:
        self.plan, self.threads = plan, usable(threads)
        self.reduction = reduction or MEANS
        self.columns, self.key = Columns(plan), key_of(plan.seed)

    def simulate(self, keys: Keys, report: Progress) -> Simulated:
        """Step some runs, call by call."""
        pieces = []
        for some in self.calls(keys):
            pieces.append(self.run(some))
            report(len(some.point) * self.plan.dyads * self.plan.weeks)
        return Simulated.joined(pieces)

    def calls(self, keys: Keys) -> Iterator[Keys]:
        """Cut runs into stretches that a call can take."""
        plan, runs = self.plan, len(keys.point)
        rows = min(
            CALL_WORK // (plan.dyads * plan.weeks),
            CALL_DYADS // plan.dyads,
            CALL_SUMS // (plan.weeks * SERIES),
        )
        if self.columns.combined:
            rows = min(rows, CALL_POPULATIONS * max(1, runs // len(np.unique(keys.point))))
        rows = max(1, rows)
        for low in range(0, runs, rows):
            yield Keys(*(each[low : low + rows] for each in keys))

    def run(self, keys: Keys) -> Simulated:
        """Step some runs, all in one call."""
        arms = len(self.plan.regimes)
        cells, column = np.unique(keys.point * arms + keys.regime, return_inverse=True)
        distinct = Keys(cells // arms, cells % arms, np.zeros_like(cells))
        values = self.columns.of(distinct)
        tables, population, errors = self.columns.populations(distinct, values)
        both = zip(errors, self.columns.untimely(values), strict=True)
        errors = np.array([one or other for one, other in both], dtype=object)
        population, errors = population[column], errors[column]
        means = np.full((len(column), self.reduction.width), np.nan)
        fine = np.flatnonzero([error is None for error in errors])
        if len(fine):
            tasks = self._tasks(values, column[fine], keys.replicate[fine], population[fine])
            means[fine] = self._stepped(tasks, values, tables, len(fine))
        return Simulated(means, errors)

    def _tasks(
        self, values: np.ndarray, column: np.ndarray, replicate: np.ndarray, population: np.ndarray
    ) -> np.ndarray:
        """Tasks of some runs, shape (tasks, fields and the run's number behind them)."""
        dyads, runs = self.plan.dyads, np.arange(len(column))
        width = (values[NUMBER["service.caseload"]] * values[NUMBER["service.team_size"]])[column]
        width = width.astype(np.int64)
        teams = -(-dyads // width)
        most = np.maximum(1, TASK // (width * self.plan.weeks))
        pieces = -(-teams // most)
        run = np.repeat(runs, pieces)
        piece = np.arange(len(run)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        first = piece * most[run]
        fields = {
            "run": column[run],
            "replicate": replicate[run],
            "team": first,
            "teams": np.minimum(most[run], teams[run] - first),
            "dyads": np.full(len(run), dyads),
            "row": run * dyads + first * width[run],
            "table": population[run],
        }
        return np.stack([*(fields[name] for name in Task._fields), run], axis=1).astype(np.int64)

    def _stepped(
        self, tasks: np.ndarray, values: np.ndarray, tables: np.ndarray, runs: int
    ) -> np.ndarray:
        """What is kept of `runs` runs, shape (runs, width)."""
        plan = self.plan
        rows = np.zeros((runs * plan.dyads, COLUMNS), np.float32)
        last = np.zeros((runs, SERIES), np.int64)
        step = max(1, CALL_SUMS // (plan.weeks * SERIES))
        for low in range(0, len(tasks), step):
            some = tasks[low : low + step]
            sums = np.zeros((len(some), plan.weeks, SERIES), np.int64)
            kernel.run(
                self.threads, np.ascontiguousarray(some[:, :-1]), values, tables, self.key.low,
                self.key.high, plan.weeks, sums, rows, NO_TRACE, SPARE,
            )  # fmt: skip
            np.add.at(last, some[:, -1], sums[:, -1])
        return self.reduction.of(rows.reshape(runs, plan.dyads, COLUMNS), last)


def means_of(rows: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Means of every outcome of runs, shape (runs, outcomes)."""
    runs, dyads, columns = rows.shape
    frame = outcomes_of(rows.reshape(-1, columns))
    means = [mean_over(frame[name].to_numpy(float).reshape(runs, -1)) for name in DYADS]
    weekly = weekly_means(last, dyads)[:, SERIES_ROWS]
    return np.column_stack([*means, weekly])


def mean_over(values: np.ndarray) -> np.ndarray:
    """Mean along the last axis over those that have a value; missing where none has."""
    there = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(there, values, 0.0).sum(axis=-1) / there.sum(axis=-1))


MEANS = Reduction(len(OUTCOMES), means_of)
