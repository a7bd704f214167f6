"""Carry out a calibration: stage after stage, each kept before the next begins.

A stage depends on the plan and on the stages before it alone. What was kept is read instead of
computed, so that a calibration that was interrupted ends in the same tables.
"""

import numpy as np
import pandas as pd

from mutua.analysis.tables import table
from mutua.engines.batch import Progress
from mutua.errors import StoreError
from mutua.studies.calibration import profile, sampler
from mutua.studies.calibration.plan import CalibrationPlan
from mutua.studies.calibration.sampler import Particles
from mutua.studies.calibration.services import Services
from mutua.studies.calibration.store import CalibrationStore, Tables
from mutua.studies.calibration.tables import (
    TRACE,
    check_table,
    course_table,
    draws_table,
    learned_axes,
    level_table,
    particles_table,
    posterior_table,
    prior_of,
    prior_table,
    restore_particles,
    trace_row,
    twin_profile_table,
)

#: Names of the stages' tables.
PROFILE, LEVELS, PRIOR = "profile", "levels", "prior"
GENERATION = "generation-{:03d}"
#: Draws from the posterior, and services of the checks.
DRAWS, CHECKS = 1_000, 400
#: Block of simulation numbers of the checks.
CHECK_BLOCK = 2_000


def total_work(plan: CalibrationPlan) -> int:
    """Dyad-weeks that a calibration takes at the most."""
    runs = profile.simulations(len(plan.axes)) + 2 * CHECKS
    runs += (sampler.PRIOR_DRAWS + sampler.MOST) * plan.particles
    return runs * plan.observed.users * plan.observed.weeks


def run_calibration(store: CalibrationStore, threads: int | None, report: Progress) -> None:
    """Compute and keep the missing stages, from the profile to the checks."""
    plan = store.plan
    services = plan.services(threads, report)
    learned = run_profile(store, services)

    def compute_prior() -> Tables:
        prior = sampler.from_prior(services, sampler.PRIOR_DRAWS * plan.particles, plan.seed)
        return {PRIOR: prior_table(plan, *prior)}

    shares, summaries = prior_of(plan, store.stage((PRIOR,), compute_prior)[PRIOR])
    services = services.comparing(shares, summaries)
    first = sampler.first_generation(services, shares, summaries, plan.particles)
    if len(first.shares) < plan.particles // 2:
        raise StoreError(
            "most services at the prior lack some summary: too few users, or too wide priors"
        )
    population, trace = run_and_keep(store, services, first, learned)
    draws = sampler.posterior(population, services, DRAWS, plan.seed)
    checked = services.values(draws[:CHECKS])
    replicate = CHECK_BLOCK * sampler.BLOCK + np.arange(len(checked), dtype=np.int64)
    store.finish({
        "draws": draws_table(plan, services.values(draws)),
        "posterior": posterior_table(plan, draws, learned),
        "checks": check_table(services, services.simulate(checked, replicate)),
        "courses": course_table(services, dict(services.courses(checked, replicate))),
        "trace": trace,
    })  # fmt: skip


def run_profile(store: CalibrationStore, services: Services) -> list[int]:
    """Places of the candidates that are learned, by the profile of a twin."""
    plan = store.plan

    def compute() -> Tables:
        twin = profile.profile_twin(services, plan.start())
        learned = twin.teachable() if plan.asked is None else [*map(plan.names.index, plan.asked)]
        return {PROFILE: twin_profile_table(plan, twin, learned), LEVELS: level_table(plan, twin)}

    return learned_axes(plan, store.stage((PROFILE, LEVELS), compute)[PROFILE])


def run_and_keep(
    store: CalibrationStore, services: Services, population: Particles, learned: list[int]
) -> tuple[Particles, pd.DataFrame]:
    """The last generation, and the table of all; each is kept."""
    plan, trace = store.plan, [trace_row(population)]
    while not population.done:
        number = population.number + 1
        name, before = GENERATION.format(number), population

        def compute() -> Tables:
            after = sampler.next_generation(before, services, learned, plan.seed)  # noqa: B023
            return {name: particles_table(plan, after)}  # noqa: B023

        population = restore_particles(plan, number, store.stage((name,), compute)[name])
        trace.append(trace_row(population))
    return population, table(trace, TRACE)
