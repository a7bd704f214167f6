"""The study of basins: whether a pair can come to rest in two places, and what goes before it ends.

Dyads are started low and high, with the same people and random draws, over one or two parameters.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Unpack

from mutua.engines.batch import Progress
from mutua.engines.driver import check_threads
from mutua.scenarios.manifest import describe_scenario
from mutua.scenarios.resolve import Choices, scenario_from
from mutua.scenarios.scenario import Scenario
from mutua.storage.provenance import provenance
from mutua.studies.basins.plan import MOVED, STEPS, BasinsPlan, default_values, plan_basins
from mutua.studies.basins.result import Basins, units_of
from mutua.studies.basins.runs import BasinsRunner
from mutua.studies.basins.tables import loop_table, start_tables, warning_tables


def basins(
    values: Mapping[str, Sequence[float]] | None = None,
    *,
    scenario: Scenario | None = None,
    state: str = "affect",
    dyads: int = 400,
    replicates: int = 8,
    weeks: int = 208,
    seed: int = 1,
    threads: int | None = None,
    apart: float = 0.2,
    moved: str | None = MOVED,
    steps: Sequence[float] = STEPS,
    hold: int = 26,
    begin: str = "low",
    window: int = 8,
    lead: int | None = 4,
    false_alarms: float = 0.1,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> Basins:
    """Start the same dyads low and high, and see where they come to.

    Parameters
    ----------
    values : mapping of sequences, optional
        Values of one or two parameters by dotted name; `affect.coupling` from .1 to .6 by default,
        or at the one value that `parameters` gives it.
    scenario : Scenario, optional
        What is common to all runs, from `mutua.scenario`, instead of the choices below.
    state : {'affect', 'trust'}
        What both sides begin with: -.5 and .5 of affect, .1 and .9 of trust.
    dyads, replicates, weeks, seed, threads, progress
        As in `mutua.compare`; a warning is measured on four times as many dyads.
    apart : float
        Gap between the two starts above which a dyad counts as apart.
    moved, steps, hold, begin : str, sequence of float, int, {'low', 'high'}
        Parameter that is moved during a run, its values on the way there (the way back is the same
        in reverse), weeks at each, and the start from which it begins; None moves nothing.
    window, lead, false_alarms : int, int, float
        Weeks that a signal is read of, weeks before a break-off, and rate of false alarms at which
        sensitivity is given; without a lead (None) no warning is measured.
    **choices
        As in `mutua.scenario`.

    Returns
    -------
    Basins

    Raises
    ------
    ParameterError
        As in `simulate`; also more than two parameters, or one that cannot be moved during a run.
    """
    common = scenario_from(scenario, choices)
    if values is None:
        values = default_values(common, choices.get("parameters") or {})
    plan = plan_basins(
        values, common, state=state, apart=apart,
        sizes={"dyads": dyads, "replicates": replicates, "weeks": weeks, "seed": seed},
        moved=moved, steps=steps, hold=hold, begin=begin,
        alarm={"window": window, "lead": lead, "false_alarms": false_alarms},
    )  # fmt: skip
    check_threads(threads)
    return run_basins(plan, threads, progress)


def run_basins(plan: BasinsPlan, threads: int | None, progress: Progress | None) -> Basins:
    """Carry out a study that was checked."""
    started, origin = time.perf_counter(), provenance()
    runner = BasinsRunner(plan, threads, progress)
    tables = start_tables(runner)
    if plan.loop is not None:
        tables["loop"] = loop_table(runner)
    tables |= warning_tables(runner)
    loop = None if plan.loop is None else plan.loop._asdict() | {"steps": list(plan.loop.steps)}
    alarm = None if plan.alarm is None else plan.alarm._asdict()
    manifest = {
        "kind": "basins",
        "scenario": describe_scenario(plan.scenario),
        "values": {name: list(values) for name, values in plan.values.items()},
        "state": plan.state, "starts": list(plan.starts), "apart": plan.apart,
        "dyads": plan.dyads, "replicates": plan.replicates, "weeks": plan.weeks,
        "seed": plan.seed, "loop": loop, "alarm": alarm,
        "wall_seconds": round(time.perf_counter() - started, 3),
        "provenance": origin,
    }  # fmt: skip
    return Basins(units_of(tables, plan.values), manifest)
