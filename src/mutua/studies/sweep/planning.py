"""From a request to a plan: whatever can be refused is refused here, before any work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np

from mutua.analysis.groups import cuts_of
from mutua.engines.batch import check_memory
from mutua.errors import ParameterError, brief
from mutua.jit.sources import source_hash
from mutua.scenarios.arms import check_arms
from mutua.scenarios.check import (
    SIZES,
    check_combination,
    check_interventions,
    plain_whole,
    texts,
    whole,
)
from mutua.scenarios.manifest import horizon
from mutua.scenarios.scenario import COMBINED, Scenario
from mutua.scenarios.space import Axis, Choice
from mutua.studies.sweep import adaptive
from mutua.studies.sweep.design import Design, lay_out
from mutua.studies.sweep.plan import Block, SweepPlan, check_runs, named_choices, part_rows_for

#: Presets and states of mechanisms are composed combination by combination.
MOST_COMBINATIONS = 256
#: From choices by name, and a regime, to the scenario they give.
ScenarioFactory = Callable[[Mapping[str, Any], str], Scenario]


@dataclass(frozen=True)
class SweepRequest:
    """What a sweep is to do, besides what varies."""

    regimes: Sequence[str]  #: Arms; the first is the reference
    #: Size and random seed of the runs
    dyads: int
    replicates: int
    seed: int
    weeks: int | None = None  #: None for the longest horizon of the settings
    part_rows: int | None = None  #: Rows of a part; None for some seconds of work
    design: Design = field(default_factory=Design)  #: The design of the points
    #: Points that were given one by one, instead
    listed: tuple[Sequence[Axis], np.ndarray] | None = None
    constraints: Sequence[str] = ()  #: Comparisons that points have to satisfy
    #: ``outcome``, ``width`` and ``most``, where replicates are added until the contrasts are known
    #: that well
    adaptive: Mapping[str, Any] | None = None
    groups: Sequence[str] = ()  #: Traits by whose groups outcomes are kept too


def plan_sweep(axes: Sequence[Axis], request: SweepRequest, compose: ScenarioFactory) -> SweepPlan:
    """The plan of a request: its points, the scenarios they choose from, and every run.

    Raises
    ------
    ParameterError
        Something in the request cannot be done.
    """
    dyads, seed = whole("dyads", request.dyads), whole("seed", request.seed)
    check_memory(dyads, rows=dyads)
    replicates = check_replicates(request.replicates)
    part_rows = None if request.part_rows is None else whole("part_rows", request.part_rows)
    regimes = check_regimes(request.regimes)
    constraints = texts("constraints", request.constraints)
    precise = adaptive.check_adaptive(request.adaptive, len(regimes), replicates)
    axes, points = request.listed or (axes, lay_out(request.design, axes, constraints))
    check_runs(len(points) * len(regimes) * replicates)
    combinations = named_combinations(axes)
    bases = [
        compose(named_choices(axes, choices), regime)
        for choices in combinations
        for regime in regimes
    ]
    weeks = whole("weeks", horizon(bases) if request.weeks is None else request.weeks)
    refuse_impossible(bases, {axis.name for axis in axes})
    refuse_untimely(bases, weeks, axes, points)
    return SweepPlan(
        axes=tuple(axes),
        points=points,
        combinations=combinations,
        bases=tuple(bases),
        regimes=tuple(regimes),
        dyads=dyads,
        weeks=weeks,
        seed=seed,
        blocks=(Block(0, len(points), 0, (replicates,)),),
        part_rows=part_rows or part_rows_for(dyads, weeks),
        design=request.design.described(),
        constraints=tuple(constraints),
        adaptive=precise,
        source=source_hash(),
        groups=check_groups(request.groups),
    )


def check_regimes(given: Sequence[str]) -> list[str]:
    """Return the regimes of a sweep; refuse none, too many, or one twice."""
    regimes = texts("regimes", given)
    if len(set(regimes)) < len(regimes) or not regimes:
        names = ", ".join(regimes) or "none"
        raise ParameterError(f"regimes: {names} is not one or more, each once")
    check_arms("regimes", regimes)
    return regimes


def check_groups(given: Sequence[str]) -> tuple[str, ...]:
    """Return the traits by whose groups outcomes are kept; refuse what is none, or one twice."""
    groups = tuple(texts("groups", given))
    if groups and len({cut.trait for cut in cuts_of(groups).values()}) < len(groups):
        raise ParameterError(f"groups: [{','.join(groups)}] is not one trait or more, each once")
    return groups


def check_replicates(given: Any) -> int:
    """Replicates of each point as a whole number; a sweep may have a single one."""
    replicates, most = plain_whole(given), SIZES["replicates"][1]
    if replicates is None or not 1 <= replicates <= most:
        raise ParameterError(f"replicates: {brief(given)} is not a whole number from 1 to {most}")
    return replicates


def refuse_impossible(bases: Sequence[Scenario], varied: set[str]) -> None:
    """Refuse arms that no point could make possible; what varies is checked point by point."""
    for base in bases:
        if varied.isdisjoint(COMBINED):
            check_combination(base)


def refuse_untimely(
    bases: Sequence[Scenario], weeks: int, axes: Sequence[Axis], points: np.ndarray
) -> None:
    """Refuse interventions that no point brings into force: earliest starts, latest stops."""
    best = {
        axis.name: float(values.max() if axis.name.endswith(".stop") else values.min())
        for axis, values in zip(axes, points.T, strict=True)
        if axis.name.startswith("interventions.")
    }
    for base in bases:
        check_interventions(replace(base, values=base.values | best), weeks)


def named_combinations(axes: Sequence[Axis]) -> tuple[tuple[float, ...], ...]:
    """Every combination of the choices on named axes, by their numbers."""
    sizes = [len(axis.values) for axis in axes if isinstance(axis, Choice) and axis.is_named]
    total = int(np.prod(sizes, dtype=float))
    if total > MOST_COMBINATIONS:
        raise ParameterError(
            f"space: {total} combinations of settings, populations and mechanisms "
            f"are more than {MOST_COMBINATIONS}"
        )
    return tuple(product(*([float(k) for k in range(size)] for size in sizes)))
