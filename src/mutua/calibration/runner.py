"""Through the stages of a calibration, each kept before the next begins.

A stage depends on the plan and on the stages before it, and on nothing else. What was kept is read
instead of made, so that a calibration that was interrupted ends in the same tables.
"""

from collections.abc import Callable
from typing import Protocol

import numpy as np
import pandas as pd

from mutua.analysis.tables import table
from mutua.calibration import profile, sampler
from mutua.calibration.plan import CalibrationPlan
from mutua.calibration.tables import (
    TRACE,
    check_table,
    course_table,
    draws_table,
    learned_axes,
    level_table,
    population_of,
    population_table,
    posterior_table,
    prior_of,
    prior_table,
    profile_table,
    trace_row,
)
from mutua.errors import ParameterError
from mutua.simulation import Progress

#: Names of the stages' tables.
PROFILE, LEVELS, PRIOR = "profile", "levels", "prior"
GENERATION = "generation-{:03d}"
#: Draws from the posterior, and services of the checks.
DRAWS, CHECKS = 1_000, 400
#: Block of simulation numbers of the checks.
CHECK_BLOCK = 2_000

Tables = dict[str, pd.DataFrame]


class Keeper(Protocol):
    """What keeps the stages: a folder, or memory."""

    plan: CalibrationPlan

    def stage(self, names: tuple[str, ...], make: Callable[[], Tables]) -> Tables:
        """Give the tables of a stage: as they were kept, or made now and kept."""

    def finish(self, tables: Tables) -> None:
        """Declare the calibration complete, with the tables of its result."""


class Memory:
    """Keeps stages in memory."""

    def __init__(self, plan: CalibrationPlan) -> None:
        self.plan = plan
        self.tables: Tables = {}

    def stage(self, names: tuple[str, ...], make: Callable[[], Tables]) -> Tables:  # noqa: ARG002
        """Give the tables of a stage, made now."""
        made = make()
        self.tables |= made
        return made

    def finish(self, tables: Tables) -> None:
        """Keep the tables of the result."""
        self.tables |= tables


def work(plan: CalibrationPlan) -> int:
    """Dyad-weeks that a calibration takes at the most."""
    runs = profile.simulations(len(plan.axes)) + 2 * CHECKS
    runs += (sampler.PRIOR_DRAWS + sampler.MOST) * plan.particles
    return runs * plan.observed.people * plan.observed.weeks


def carry_out(keeper: Keeper, threads: int | None, report: Progress) -> None:
    """Do what is missing, from the profile to the checks."""
    plan = keeper.plan
    services = plan.services(threads, report)

    def profiled() -> Tables:
        found = profile.profile(services, plan.start())
        asked = found.teachable() if plan.asked is None else [*map(plan.names.index, plan.asked)]
        return {PROFILE: profile_table(plan, found, asked), LEVELS: level_table(plan, found)}

    def from_prior() -> Tables:
        drawn = sampler.from_prior(services, sampler.PRIOR_DRAWS * plan.particles, plan.seed)
        return {PRIOR: prior_table(plan, *drawn)}

    learned = learned_axes(plan, keeper.stage((PROFILE, LEVELS), profiled)[PROFILE])
    if not learned:
        raise ParameterError(
            "parameters: records of this size teach none of the candidates; name some to try"
        )
    shares, summaries = prior_of(plan, keeper.stage((PRIOR,), from_prior)[PRIOR])
    services = services.comparing(shares, summaries)
    population = sampler.begun(services, shares, summaries, plan.particles)
    trace = [trace_row(population)]
    while not population.done:
        name, before = GENERATION.format(population.number + 1), population

        def advanced() -> Tables:
            after = sampler.advanced(before, services, learned, plan.seed)  # noqa: B023
            return {name: population_table(plan, after)}  # noqa: B023

        rows = keeper.stage((name,), advanced)[name]
        population = population_of(plan, population.number + 1, rows)
        trace.append(trace_row(population))
    found = sampler.posterior(population, services, DRAWS, plan.seed)
    checked = found[: min(CHECKS, DRAWS)]
    points = services.values(checked)
    luck = CHECK_BLOCK * sampler.BLOCK + np.arange(len(checked), dtype=np.int64)
    keeper.finish({
        "draws": draws_table(plan, services.values(found)),
        "posterior": posterior_table(plan, found, learned),
        "checks": check_table(services, services.simulate(points, luck)),
        "courses": course_table(services, dict(services.courses(points, luck))),
        "trace": table(trace, TRACE),
    })  # fmt: skip
