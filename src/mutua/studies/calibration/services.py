"""Evaluation services of the size of the records: the objective of a calibration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import numpy as np

from mutua.engines.batch import Progress, no_progress
from mutua.model.measures.outcomes import Outcome
from mutua.scenarios.check import finite, text, whole
from mutua.scenarios.scenario import Scenario
from mutua.scenarios.space import Interval
from mutua.studies.calibration.cohort import RATINGS, Cohort, simulated_cohort
from mutua.studies.calibration.objective import Objective
from mutua.studies.calibration.projection import Projection, projection
from mutua.studies.calibration.summaries import definitions, summarise_cohorts
from mutua.studies.sweep.evaluate import Evaluator, Reduction
from mutua.studies.sweep.plan import Keys, SweepPlan


@dataclass(frozen=True)
class Observed:
    """Summaries of the records: all that is kept of them."""

    #: Users in the cohort, and weeks for which each was followed
    users: int
    weeks: int
    rated: dict[str, float]  #: Share of users rated, of those who could have been, by rating
    summaries: dict[str, float]  #: Values by name
    #: Share of users who broke off, and who completed, by week of the last visit from week 0
    curves: dict[str, list[float]]
    loss: str = ""  #: What is not used because a few users have short records


def restore_observed(given: Mapping[str, Any]) -> Observed:
    """Summaries from plain values, each a number and none unknown."""
    seen = Observed(**given)
    weeks, curves = whole("weeks", seen.weeks), seen.curves.values()
    for number in (*seen.rated.values(), *seen.summaries.values(), *chain(*curves)):
        finite("observed", number)
    known = definitions(weeks, seen.rated)
    if not known.keys() >= seen.summaries.keys() or [len(each) for each in curves] != 2 * [
        weeks + 1
    ]:
        raise ValueError(given)
    return replace(seen, users=whole("dyads", seen.users), loss=text("loss", seen.loss))


def observe_cohort(cohort: Cohort, weeks: int, rated: dict[str, float]) -> Observed:
    """Summaries of a cohort of records; one that has no value is left out."""
    measures = definitions(weeks, rated)
    values = dict(zip(measures, summarise_cohorts(cohort, measures)[0].tolist(), strict=True))
    known = {name: value for name, value in values.items() if np.isfinite(value)}
    shares = {name: each[0].tolist() for name, each in ending_curves(cohort, weeks).items()}
    return Observed(cohort.dropout.shape[1], weeks, rated, known, shares)


def ending_curves(cohorts: Cohort, weeks: int) -> dict[str, np.ndarray]:
    """Share of users who broke off, and who completed, by week of the last visit.

    Each of shape (runs, weeks + 1), week 0 first; users who never came count there.
    """
    week = np.maximum(cohorts.exit_week, 0)[..., None] <= np.arange(weeks + 1)
    return {name: (getattr(cohorts, name)[..., None] & week).mean(axis=-2)
            for name in ("dropout", "completed")}  # fmt: skip


@dataclass(frozen=True)
class Services(Objective):
    """Services of as many users as the records hold, for as many weeks, rated as completely."""

    scenario: Scenario  #: The service, and the value of whatever is not estimated
    axes: tuple[Interval, ...]  #: What is estimated, with priors
    observed: Observed  #: What they are compared with
    seed: int  #: The random seed
    threads: int | None = None  #: Threads of the kernel
    report: Progress = field(default=no_progress, compare=False)  #: Called with the dyad-weeks done
    by: Projection | None = None  #: What simulations are compared by; none before there are any

    @property
    def measures(self) -> dict[str, tuple[Outcome, Callable[[Cohort], np.ndarray]]]:
        """The summaries that are compared."""
        known = definitions(self.observed.weeks, self.observed.rated)
        return {name: known[name] for name in self.observed.summaries}

    @property
    def target(self) -> np.ndarray:
        """Summaries of the records, shape (summaries,)."""
        return np.array(list(self.observed.summaries.values()))

    def simulate(self, points: np.ndarray, replicate: np.ndarray) -> np.ndarray:
        """Summaries of one service at each point."""
        measures = self.measures
        return self.step_services(
            points, replicate, len(measures), lambda c: summarise_cohorts(c, measures)
        )

    def courses(self, points: np.ndarray, replicate: np.ndarray) -> Mapping[str, np.ndarray]:
        """Curves of breaking off and of completing, of one service at each point."""
        weeks = self.observed.weeks
        names = list(self.observed.curves)
        both = self.step_services(
            points,
            replicate,
            len(names) * (weeks + 1),
            lambda c: np.hstack(list(ending_curves(c, weeks).values())),
        )
        return dict(zip(names, np.split(both, len(names), axis=1), strict=True))

    def apart(self, summaries: np.ndarray) -> np.ndarray:
        """Differences of the best guesses of the parameters, whitened."""
        if self.by is None:
            raise ValueError("nothing has been simulated that could say what summaries are worth")
        return np.asarray(self.by(summaries) - self.by(self.target[None]))

    def comparing(self, shares: np.ndarray, summaries: np.ndarray) -> "Services":
        """Compare by what simulations of the prior say of the parameters."""
        return replace(self, by=projection(shares, summaries, self.target))

    def rated(self) -> dict[str, np.ndarray]:
        """Users with each rating, shape (users,)."""
        places = np.random.default_rng([self.seed, *b"rated"]).random(
            (len(RATINGS), self.observed.users)
        )
        return {name: row < self.observed.rated[name]
                for name, row in zip(RATINGS, places, strict=True)}  # fmt: skip

    def step_services(
        self, points: np.ndarray, replicate: np.ndarray, width: int,
        reduce: Callable[[Cohort], np.ndarray],
    ) -> np.ndarray:  # fmt: skip
        """Step one service at each point and keep what `reduce` makes of its cohort."""
        rated = self.rated()

        def kept(rows: np.ndarray, _: np.ndarray) -> np.ndarray:
            return reduce(simulated_cohort(rows, rated))

        evaluator = Evaluator(self._plan(points), self.threads, Reduction(width, kept))
        order = np.arange(len(points))
        keys = Keys(order, np.zeros_like(order), replicate)
        return evaluator.evaluate(keys, self.report).values

    def _plan(self, points: np.ndarray) -> SweepPlan:
        """The points as a sweep without blocks: runs are named by their keys."""
        return SweepPlan(
            axes=self.axes, points=np.ascontiguousarray(points), combinations=((),),
            bases=(self.scenario,), regimes=(self.scenario.name,), dyads=self.observed.users,
            weeks=self.observed.weeks, seed=self.seed, blocks=(), part_rows=1, design={},
        )  # fmt: skip
