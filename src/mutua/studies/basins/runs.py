"""Runs of a study of basins: two starts, who people are, dyads as they come, a loop."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mutua.analysis.starts import Starts
from mutua.engines.batch import Batch, Progress, step
from mutua.engines.scratch import ROW_NAMES
from mutua.engines.sheets import Wanted
from mutua.jit.structs import leaves
from mutua.model.resources import Gifts
from mutua.model.state import ENDINGS
from mutua.scenarios.scenario import Scenario
from mutua.studies.basins.plan import BEGIN, SIDES, BasinsPlan, Loop, Point

#: Dyads of a replicate from which a warning is measured, and of a loop, against those of a start.
WARNED, LOOPED = 4, 0.25
#: What both sides expect of a visit in the end, as a trait; and all that makes them who they are.
ANCHORS = tuple(f"{side}.level.anchor" for side in SIDES)
TRAITS = (
    *ANCHORS,
    *(name for name in ROW_NAMES if name.startswith("person.traits.")),
    *(f"{side}.need.{resource}" for side in SIDES for resource in leaves(Gifts)),
    *(f"carer.professional.{trait}" for trait in (
        "skill", "empathy", "reach", "flexibility", "preferred_control", "attachment", "attitude",
        "outside_load", "proneness")),
)  # fmt: skip
#: Affect of both sides, and what each gives at a visit.
AFFECT = tuple(f"{side}.feeling.affect" for side in SIDES)
GIVEN = {side: tuple(f"event.given.to_{other}.{resource}" for resource in leaves(Gifts))
         for side, other in zip(SIDES, reversed(SIDES), strict=True)}  # fmt: skip
COURSES = ("engaged", "tie.ending", "event.leave_odds", *AFFECT, *GIVEN["user"],
           *GIVEN["professional"])  # fmt: skip
FAILED = float(ENDINGS.index("failed"))


@dataclass(frozen=True)
class BasinsRunner:
    """Steps what a plan asks for."""

    plan: BasinsPlan
    threads: int | None
    progress: Progress | None

    def both_starts(self, point: Point, *, exits: bool) -> Starts:
        """The state, mean of both sides, of the same dyads from the low and from the high start."""
        plan = self.plan
        arms = [plan.at(point, start, exits=exits) for start in plan.starts]
        series = ("engaged", *plan.series)
        kept = [self._series(arm, series, plan.dyads, plan.weeks) for arm in arms]
        return Starts(*(np.where(x[..., 0] > 0.0, x[..., 1:].mean(axis=-1), np.nan) for x in kept))

    def people(self, point: Point) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Traits of dyads by replicate, and of these the anchors; shape (dyads, traits)."""
        arm = self.plan.at(point, None, exits=False)
        traits = self._series(arm, TRAITS, self.plan.dyads, 1)[:, :, 0]
        return list(traits), list(traits[:, :, : len(ANCHORS)])

    def courses(self) -> Iterator[dict[str, np.ndarray]]:
        """Dyads as they come, exits on: what is read of them by week, one replicate at a time."""
        plan = self.plan
        arm = plan.at({}, None, exits=True)
        for replicate in range(plan.replicates):
            values = self._step([arm], [replicate], COURSES, WARNED * plan.dyads, plan.weeks)[0]
            yield read_courses(dict(zip(COURSES, np.moveaxis(values, 2, 0), strict=True)))

    def caseloads_moved(self, point: Point, loop: Loop) -> np.ndarray:
        """Mean state of each professional's users at the end of each step of a loop.

        Mesa agents, without exits; the parameter is moved between two weeks, and all else is
        carried on.

        Returns
        -------
        shape (professionals, steps)
        """
        start = self.plan.starts[BEGIN.index(loop.begin)]
        arms = [self.plan.at({**point, loop.moved: value}, start, exits=False)
                for value in loop.course]  # fmt: skip
        weeks, dyads = loop.hold * len(arms), loop_dyads(self.plan)
        how = {"engine": "mesa", "service": moving_service(arms, loop.hold)}
        values = self._step(arms[:1], [0], self.plan.series, dyads, weeks, **how)[0]
        ends = values[:, loop.hold - 1 :: loop.hold].mean(axis=2)
        caseload = np.arange(dyads) // int(arms[0].values["service.caseload"])
        return np.array([ends[caseload == k].mean(axis=0) for k in np.unique(caseload)])

    def _series(self, arm: Scenario, series: Sequence[str], dyads: int, weeks: int) -> np.ndarray:
        """Series of every replicate of an arm, shape (replicates, dyads, weeks, series)."""
        replicates = list(range(self.plan.replicates))
        return np.array(self._step([arm] * len(replicates), replicates, series, dyads, weeks))

    def _step(
        self, arms: Sequence[Scenario], replicates: Sequence[int], series: Sequence[str],
        dyads: int, weeks: int, **how: Any,
    ) -> list[np.ndarray]:  # fmt: skip
        batch = Batch(arms, replicates, dyads, weeks, self.plan.seed, rows=False,
                      wanted=Wanted(tuple(series)))  # fmt: skip
        return step(batch, threads=self.threads, progress=self.progress, **how).series


def loop_dyads(plan: BasinsPlan) -> int:
    """Dyads of a loop: whole caseloads, two or more."""
    caseload = int(plan.scenario.values["service.caseload"])
    return caseload * max(2, round(LOOPED * plan.dyads / caseload))


def read_courses(values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What a warning reads of dyads by week, shape (dyads, weeks) each.

    Affect of both sides and their mean, what each gives in a week and both together, the model's
    own odds of breaking off, whether the tie goes on, and the week in which it broke off.
    """
    user, professional = (values[name] for name in AFFECT)
    given = {side: np.sum([values[name] for name in names], axis=0)
             for side, names in GIVEN.items()}  # fmt: skip
    engaged = values["engaged"] > 0.0
    ends = np.hstack([np.ones((len(engaged), 1), bool), engaged[:, :-1]]) & ~engaged
    return {
        "affect of the user": user, "affect of the professional": professional,
        "given by the user": given["user"], "given by the professional": given["professional"],
        "affect": (user + professional) / 2.0, "giving": sum(given.values()),
        "odds": values["event.leave_odds"], "engaged": engaged,
        "broke off": ends & (values["tie.ending"] == FAILED),
    }  # fmt: skip


def moving_service(arms: Sequence[Scenario], hold: int) -> type:
    """A service of Mesa agents whose parameters are those of the next scenario every `hold` weeks.

    States, users, professionals and random draws go on as they are.
    """
    from mutua.engines.agents import Service
    from mutua.model.rules.intervene import without_policies

    values = [arm.parameters for arm in arms]

    class MovingService(Service):
        """A service in which a parameter is moved during the run."""

        def step(self) -> None:
            self.p = values[min(self.week // hold, len(values) - 1)]
            self.others = without_policies(self.p)
            super().step()

    return MovingService


def study_work(plan: BasinsPlan) -> int:
    """Dyad-weeks of a study."""
    each = plan.dyads * plan.replicates * plan.weeks
    held = 0 if plan.loop is None else len(plan.loop.steps)
    pairs = 2 * (2 * len(plan.points) + held * len(plan.loop_points))
    traits = plan.dyads * plan.replicates * len(plan.points)
    loops = len(plan.loop_points) * (0 if plan.loop is None else
             loop_dyads(plan) * plan.loop.hold * len(plan.loop.course))  # fmt: skip
    return each * (pairs + WARNED * plan.has_warning) + traits + loops
