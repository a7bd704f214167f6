"""Through the stages of a calibration, each kept before the next begins.

A stage depends on the plan and on the stages before it, and on nothing else. What was kept is read
instead of made, so that a calibration that was interrupted ends in the same tables.
"""

from collections.abc import Callable
from typing import Protocol

import numpy as np
import pandas as pd

from mutua.analysis.tables import table
from mutua.engines.batch import Progress
from mutua.errors import StoreError
from mutua.studies.calibration import profile, sampler
from mutua.studies.calibration.plan import CalibrationPlan
from mutua.studies.calibration.sampler import Population
from mutua.studies.calibration.services import Services
from mutua.studies.calibration.tables import (
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
    learned = profiled(keeper, services)

    def drawn() -> Tables:
        prior = sampler.from_prior(services, sampler.PRIOR_DRAWS * plan.particles, plan.seed)
        return {PRIOR: prior_table(plan, *prior)}

    shares, summaries = prior_of(plan, keeper.stage((PRIOR,), drawn)[PRIOR])
    services = services.comparing(shares, summaries)
    begun = sampler.begun(services, shares, summaries, plan.particles)
    if len(begun.shares) < plan.particles // 2:
        raise StoreError(
            "most services at the prior lack some summary: too few people, or too wide priors"
        )
    population, trace = settled(keeper, services, begun, learned)
    found = sampler.posterior(population, services, DRAWS, plan.seed)
    checked = services.values(found[:CHECKS])
    replicate = CHECK_BLOCK * sampler.BLOCK + np.arange(len(checked), dtype=np.int64)
    keeper.finish({
        "draws": draws_table(plan, services.values(found)),
        "posterior": posterior_table(plan, found, learned),
        "checks": check_table(services, services.simulate(checked, replicate)),
        "courses": course_table(services, dict(services.courses(checked, replicate))),
        "trace": trace,
    })  # fmt: skip


def profiled(keeper: Keeper, services: Services) -> list[int]:
    """Profile a twin; give the candidates that are learned."""
    plan = keeper.plan

    def made() -> Tables:
        found = profile.profile(services, plan.start())
        asked = found.teachable() if plan.asked is None else [*map(plan.names.index, plan.asked)]
        return {PROFILE: profile_table(plan, found, asked), LEVELS: level_table(plan, found)}

    return learned_axes(plan, keeper.stage((PROFILE, LEVELS), made)[PROFILE])


def settled(
    keeper: Keeper, services: Services, population: Population, learned: list[int]
) -> tuple[Population, pd.DataFrame]:
    """Run generation after generation, each kept; also give the table of all of them."""
    plan, trace = keeper.plan, [trace_row(population)]
    while not population.done:
        number = population.number + 1
        name, before = GENERATION.format(number), population

        def made() -> Tables:
            after = sampler.advanced(before, services, learned, plan.seed)  # noqa: B023
            return {name: population_table(plan, after)}  # noqa: B023

        population = population_of(plan, number, keeper.stage((name,), made)[name])
        trace.append(trace_row(population))
    return population, table(trace, TRACE)
