"""Runs of a plan, each reduced to a few numbers: by default the means of its outcomes.

Runs are taken as many at a time as make a fraction of a second; then their rows and sums are
reduced and dropped, so that memory does not grow with the plan, and Ctrl-C ends between two.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from mutua.analysis.groups import cuts_of, group_means, memberships
from mutua.analysis.summary import mean
from mutua.engines.batch import Progress
from mutua.engines.driver import Inputs, check_threads, step_tasks, team_widths
from mutua.engines.kernel import Task
from mutua.engines.recorder import outcomes_of, weekly_means
from mutua.engines.scratch import COLUMNS, SERIES
from mutua.engines.sheets import NOTHING_WANTED, blank_sheets
from mutua.model.draws import key_of
from mutua.studies.sweep.columns import ParameterColumns
from mutua.studies.sweep.plan import Keys, SweepPlan
from mutua.studies.sweep.rows import DYADS, GROUPED, OUTCOMES, SERIES_ROWS, group_columns

#: Of runs taken together: dyad-weeks, dyads, numbers of weekly sums of whole runs, and points
#: where populations differ.
MOST_WORK, MOST_DYADS, MOST_SUMS, MOST_POPULATIONS = 4_000_000, 200_000, 2_000_000, 64


class Reduction(NamedTuple):
    """How runs become a few numbers each."""

    width: int  #: Numbers a run
    #: From rows, shape (runs, dyads, COLUMNS), and whole-number sums of the last week, shape (runs,
    #: SERIES), to the numbers that are kept, shape (runs, width)
    reduce: Callable[[np.ndarray, np.ndarray], np.ndarray]


class Evaluation(NamedTuple):
    """The numbers that are kept of some runs."""

    #: float64, shape (runs, numbers kept): missing (NaN) for a run that failed, and for a mean over
    #: no dyad
    values: np.ndarray
    errors: np.ndarray  #: object, shape (runs,): why a run failed; None where it did not

    @classmethod
    def concatenate(cls, pieces: Sequence["Evaluation"]) -> "Evaluation":
        """Runs of some pieces, one after the other."""
        return cls(*(np.concatenate(each) for each in zip(*pieces, strict=True)))


class Evaluator:
    """Evaluates runs of one plan on some threads of this process; all there are for None."""

    def __init__(
        self, plan: SweepPlan, threads: int | None = None, reduction: Reduction | None = None
    ) -> None:
        self.plan, self.threads = plan, check_threads(threads)
        self.reduction = reduction or means_by_group(plan.groups)
        self.columns, self.key = ParameterColumns(plan), key_of(plan.seed)

    def evaluate(self, keys: Keys, report: Progress) -> Evaluation:
        """Evaluate some runs; dyad-weeks that are done are reported as they are."""
        pieces = [Evaluation(np.empty((0, self.reduction.width)), np.empty(0, object))]
        for some in self.batches(keys):
            pieces.append(self.evaluate_batch(some, report))
            report(len(some.point) * self.plan.dyads * self.plan.weeks)
        return Evaluation.concatenate(pieces)

    def batches(self, keys: Keys) -> Iterator[Keys]:
        """Stretches of runs that can be taken together."""
        plan, runs = self.plan, len(keys.point)
        most = min(
            MOST_WORK // (plan.dyads * plan.weeks),
            MOST_DYADS // plan.dyads,
            MOST_SUMS // (plan.weeks * SERIES),
        )
        if self.columns.combined:
            most = min(most, MOST_POPULATIONS * max(1, runs // len(np.unique(keys.point))))
        most = max(1, most)
        for low in range(0, runs, most):
            yield Keys(*(each[low : low + most] for each in keys))

    def evaluate_batch(self, keys: Keys, report: Progress) -> Evaluation:
        """Evaluate some runs, all of them together."""
        arms = len(self.plan.regimes)
        cells, column = np.unique(keys.point * arms + keys.regime, return_inverse=True)
        distinct = Keys(cells // arms, cells % arms, np.zeros_like(cells))
        points = self.columns.matrix(distinct)
        quantiles, population, errors = self.columns.populations(distinct, points)
        both = zip(errors, self.columns.untimely(points), strict=True)
        errors = np.array([one or other for one, other in both], dtype=object)
        population, errors = population[column], errors[column]
        values = np.full((len(column), self.reduction.width), np.nan)
        possible = np.flatnonzero([error is None for error in errors])
        if len(possible):
            tasks = self._tasks(points, column[possible], keys.replicate[possible],
                                population[possible])  # fmt: skip
            inputs = Inputs(points, quantiles, self.key, self.plan.weeks)
            values[possible] = self._reduced(tasks, inputs, report)
        return Evaluation(values, errors)

    def _tasks(
        self, points: np.ndarray, column: np.ndarray, replicate: np.ndarray, population: np.ndarray
    ) -> np.ndarray:
        """All teams of each run as one task, shape (runs, len(Task._fields))."""
        dyads, runs = self.plan.dyads, len(column)
        fields: dict[str, np.ndarray] = {
            "run": column,
            "replicate": replicate,
            "team": np.zeros(runs),
            "teams": -(-dyads // team_widths(points)[column]),
            "dyads": np.full(runs, dyads),
            "row": np.arange(runs) * dyads,
            "table": population,
            "post": np.zeros(runs),
        }
        return np.stack([fields[name] for name in Task._fields], axis=1).astype(np.int64)

    def _reduced(self, tasks: np.ndarray, inputs: Inputs, report: Progress) -> np.ndarray:
        """The numbers that are kept of each run, shape (runs, width)."""
        runs, dyads = len(tasks), self.plan.dyads
        sheets = blank_sheets(NOTHING_WANTED, runs * dyads, 0, self.plan.weeks)
        last = np.zeros((runs, SERIES), np.int64)
        for part in step_tasks(tasks, inputs, self.threads, sheets):
            np.add.at(last, part.origin, part.values[:, -1])
            report(0)
        return self.reduction.reduce(sheets.rows.reshape(runs, dyads, COLUMNS), last)


def means_of(rows: np.ndarray, last: np.ndarray, groups: tuple[str, ...] = ()) -> np.ndarray:
    """Means of every outcome of runs, those by group last; shape (runs, outcomes)."""
    runs, dyads, columns = rows.shape
    frame = outcomes_of(rows.reshape(-1, columns))

    def of(name: str) -> np.ndarray:
        return np.asarray(frame[name].to_numpy(float).reshape(runs, -1))

    means = [mean(of(name), -1) for name in DYADS]
    grouped: list[np.ndarray] = []
    for cut in cuts_of(groups).values() if groups else ():
        place, count = memberships(of(cut.trait), cut), len(cut.names)
        each = np.array([group_means(of(name), place, count) for name in GROUPED])
        grouped += [each[:, :, k].T for k in range(count)]
    return np.column_stack([*means, weekly_means(last, dyads)[:, SERIES_ROWS], *grouped])


def means_by_group(groups: tuple[str, ...]) -> Reduction:
    """Reduce runs to the means of their outcomes, and to those by group that are asked for."""
    width = len(OUTCOMES) + len(group_columns(groups))
    return Reduction(width, partial(means_of, groups=groups))
