"""Which side answers the other: one side gives more, or less, to the same dyads."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Unpack

import pandas as pd

from mutua.analysis.elasticity import ANSWERS
from mutua.analysis.tables import table
from mutua.engines.batch import Batch, Progress, Recording, step
from mutua.engines.recorder import weekly_table
from mutua.errors import ParameterError
from mutua.scenarios.arms import REGIMES, check_arms
from mutua.scenarios.check import (
    check_interventions,
    check_scenario,
    check_value,
    finite,
    items,
    texts,
    whole,
)
from mutua.scenarios.manifest import describe_scenario, own_values
from mutua.scenarios.resolve import Choices, resolve, shared_choices
from mutua.scenarios.scenario import Scenario
from mutua.storage.provenance import provenance
from mutua.studies.reciprocity.result import FLOWS, Reciprocity

#: Values under which no tie ends: who stays would differ between arms.
EXITS_OFF = {
    "exit.base": 0.0, "exit.enough": 0.0, "exit.patience": 520.0, "exit.hold": 5200.0,
    "exit.moves": 0.0, "exit.protocol": 0.0, "exit.discharge": 0.0,
}  # fmt: skip
#: Arms of each regime: either side, more and less.
RUNS = 4
#: The weekly series of what each side gives.
GIVEN = {"user": "flow_to_professional", "professional": "flow_to_user"}


class EffortRun(NamedTuple):
    """One run of the experiment."""

    regime: str
    changed: str  #: The side whose effort is changed
    effort: float  #: What its effort is multiplied by
    scenario: Scenario
    replicate: int


def reciprocity(
    regimes: Sequence[str] = REGIMES,
    *,
    scenario: Scenario | None = None,
    change: float = 0.15,
    dyads: int = 2_000,
    replicates: int = 8,
    since: int = 53,
    weeks: int = 78,
    seed: int = 1,
    threads: int | None = None,
    scenarios: Sequence[Scenario] | None = None,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> Reciprocity:
    """Measure how far each side answers what the other gives, by an experiment on the same dyads.

    In four arms a regime one side gives more, or less, than its role from week 1 on, and no tie
    ends. The answer elasticity of a side is the difference of its log flow between the two arms
    in which the other side is changed, over the difference of that side's log flow.

    Parameters
    ----------
    regimes : sequence of str
        Presets.
    scenario : Scenario, optional
        What the regimes have in common, as in `compare`.
    change : float
        Share by which one side gives more, and less.
    dyads, replicates : int
        Users of one run, and runs of each arm.
    since, weeks : int
        First and last week that flows are means of; `weeks` are simulated.
    seed, threads, progress
        As in `simulate`.
    scenarios : sequence of Scenario, optional
        Scenarios instead of regimes.
    **choices
        As in `mutua.scenario`, without ``regime``; explicit values win over every regime's preset.

    Returns
    -------
    Reciprocity

    Raises
    ------
    ParameterError
        As in `compare`; also a value of how ties end, which they do not.

    Examples
    --------
    >>> import mutua
    >>> found = mutua.reciprocity(["usual"], dyads=40, replicates=2, since=9, weeks=12)
    >>> list(found.summary()["answers"])
    ['user', 'professional']
    """
    bases = base_scenarios(regimes, scenario, scenarios, choices)
    sizes = check_sizes(dyads=dyads, replicates=replicates, since=since, weeks=weeks, seed=seed)
    share = check_change(change)
    for base in bases:
        check_interventions(base, weeks)
    arms = list(make_arms(bases, share, sizes["replicates"]))
    started, origin = time.perf_counter(), provenance()
    batch = Batch(
        [arm.scenario for arm in arms], [arm.replicate for arm in arms],
        sizes["dyads"], sizes["weeks"], sizes["seed"], rows=False,
    )  # fmt: skip
    recording = step(batch, threads=threads, progress=progress)
    manifest = {
        "kind": "reciprocity",
        "arms": [describe_scenario(base) for base in bases],
        "change": share,
        **sizes,
        "wall_seconds": round(time.perf_counter() - started, 3),
        "provenance": origin,
    }
    return Reciprocity({"flows": mean_flows(recording, arms, sizes["since"])}, manifest)


def base_scenarios(
    regimes: Any, scenario: Scenario | None, scenarios: Any, choices: Choices
) -> list[Scenario]:
    """The scenario of each regime, before a side is changed; refuse what decides how ties end."""
    common = shared_choices(scenario, choices)
    if scenarios is None:
        own: list[Choices] = [{**common, "regime": name} for name in texts("regimes", regimes)]
        bases = [resolve(**each) for each in own]
    else:
        bases = [check_scenario(given) for given in items("scenarios", scenarios)]
    names = [base.name for base in bases]
    if not names or len(set(names)) < len(names):
        raise ParameterError(f"regimes: {', '.join(names) or 'none'} is not one or more, each once")
    check_arms("regimes", names)
    for base in bases:
        for name in own_values(describe_scenario(base)):
            if name in EXITS_OFF:
                raise ParameterError(f"{name}: no tie ends in this study; leave it away")
    return bases


def check_sizes(**sizes: Any) -> dict[str, int]:
    """Sizes as whole numbers, the first week that is read no later than the last."""
    checked = {name: whole(name, value) for name, value in sizes.items()}
    if checked["since"] > checked["weeks"]:
        raise ParameterError(
            f"since: {checked['since']} is not a week from 1 to {checked['weeks']}, the last"
        )
    return checked


def check_change(change: Any) -> float:
    """The share by which a side gives more and less."""
    share = finite("change", change)
    if not 0.0 < share < 1.0:
        raise ParameterError(f"change: {share:g} is not a number between 0 and 1")
    return share


def make_arms(bases: Sequence[Scenario], change: float, replicates: int) -> Iterator[EffortRun]:
    """Runs of the experiment: each side changed up and down, each time on the same dyads."""
    for base in bases:
        for side in ANSWERS:
            name = f"effort.{side}"
            for effort in (1.0 - change, 1.0 + change):
                changed = {name: check_value(name, base.values[name] * effort)}
                scenario = replace(base, values=base.values | EXITS_OFF | changed)
                for replicate in range(replicates):
                    yield EffortRun(base.name, side, effort, scenario, replicate)


def mean_flows(recording: Recording, arms: Sequence[EffortRun], since: int) -> pd.DataFrame:
    """What both sides give in each run, from a week on; columns as in `FLOWS`."""
    rows = []
    for run, arm in enumerate(arms):
        weekly = weekly_table(recording, run)
        read = weekly.loc[weekly["week"] >= since, [*GIVEN.values(), "engaged"]]
        flows = read[[GIVEN["user"], GIVEN["professional"]]].mean()
        labels = (arm.regime, arm.changed, arm.effort, arm.replicate)
        rows.append((*labels, *flows, float(read["engaged"].iloc[-1])))
    return table(rows, FLOWS)
