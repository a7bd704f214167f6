"""Checks of values: each by itself, and those that are impossible together."""

import math
import operator
from collections.abc import Mapping
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np

from mutua.errors import ParameterError, brief, hint
from mutua.jit.structs import leaves
from mutua.model.parameters.catalogue import DECLARED, Parameters
from mutua.model.parameters.groups import Marginal, Signed, UpToFour, UpToTwo, Years
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.model.parameters.service import TEAM_MAX
from mutua.model.people.quantiles import LEAST_NEED, beta_shape, ends
from mutua.model.state import Dyad
from mutua.scenarios.scenario import Scenario

#: Sizes of a run: lowest and highest whole number.
SIZES = {
    "dyads": (1, 2**32 - 1),
    "weeks": (1, 2**16 - 1),
    "since": (1, 2**16 - 1),
    "seed": (0, 2**64 - 1),
    "replicate": (0, 2**31 - 1),
    "replicates": (2, 2**31 - 1),
    "design.points": (1, 10_000_000),
    "design.levels": (2, 10_000),
    "adaptive.most": (2, 2**31 - 1),
    "part_rows": (1, 1_000_000),
    "workers": (1, 100_000),
    "particles": (100, 100_000),
    "resamples": (1, 1_000_000),
}


#: What a dyad holds at week 0 and may be set, [0, 1] but for feelings and levels of both signs.
SETTABLE = {
    "feeling", "books", "perception", "level", "mind", "severity", "adherence", "avoidance",
    "service_trust", "expressed_emotion", "control", "understanding", "familiarity",
}  # fmt: skip
SIGNED = ("affect", "expectation", "anchor", "mean_y")
#: Bounds of the states that may be set, by dotted name.
STATES = {
    leaf: (-1 if leaf.rpartition(".")[2] in SIGNED else 0, 1)
    for leaf in leaves(Dyad)
    if SETTABLE & set(leaf.split(".")) and not {"record", "traits"} & set(leaf.split("."))
}
#: Truth values as they are written.
WRITTEN = {"on": True, "off": False, "true": True, "false": False, "yes": True, "no": False}


def flatten(tree: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Leaves of a nested mapping with dotted names."""
    pairs: list[tuple[str, Any]] = []
    for key, value in tree.items():
        name = f"{prefix}{key}"
        pairs += flatten(value, f"{name}.") if isinstance(value, Mapping) else [(name, value)]
    return pairs


def plain_whole(value: Any) -> int | None:
    """The whole number that a value is; None for anything else, truth values among them."""
    if isinstance(value, (bool, np.bool_)):
        return None
    try:
        return operator.index(value)
    except TypeError:
        return None


def plain_number(value: Any) -> float | None:
    """The number that a value is, infinite where it is too large; None for anything else."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf if value == abs(value) else -math.inf


def plain_truth(value: Any) -> bool | None:
    """The truth value that a value is; None for anything else."""
    return bool(value) if isinstance(value, (bool, np.bool_)) else None


def written_truth(value: Any) -> bool | None:
    """The truth value that a value is or writes, such as ``off``; None for anything else."""
    return WRITTEN.get(value.lower()) if isinstance(value, str) else plain_truth(value)


def check_value(name: str, value: Any) -> float:
    """Return a parameter value as a float within its bounds."""
    declared = DECLARED.get(name)
    if declared is None:
        raise ParameterError(unknown("parameter", name, DECLARED))
    allowed = f"a number from {declared.low:g} to {declared.high:g}"
    number = plain_number(value)
    if number is None:
        raise ParameterError(f"{name}: {brief(value)} is not {allowed}")
    if not math.isfinite(number) or not declared.low <= number <= declared.high:
        raise ParameterError(f"{name}: {number:g} is not {allowed} ({declared.unit})")
    if declared.whole and not number.is_integer():
        raise ParameterError(f"{name}: {number:g} is not a whole number")
    return number


def whole(name: str, value: Any) -> int:
    """Return a size of a run, a whole number within `SIZES`."""
    low, high = SIZES[name]
    number = plain_whole(value)
    if number is None or not low <= number <= high:
        given = brief(value if number is None else number)
        raise ParameterError(f"{name}: {given} is not a whole number from {low} to {high}")
    return number


def finite(name: str, value: Any) -> float:
    """Return a number that has an end."""
    number = plain_number(value)
    if number is None or not math.isfinite(number):
        raise ParameterError(f"{name}: {brief(value)} is not a number")
    return number


def truth(name: str, value: Any) -> bool:
    """Return a truth value."""
    state = plain_truth(value)
    if state is None:
        raise ParameterError(f"{name}: {brief(value)} is not True or False")
    return state


def text(name: str, value: Any) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise ParameterError(f"{name}: {brief(value)} is not a text")
    return value


def items(name: str, values: Any) -> list[Any]:
    """Return a list; a text and a mapping are none."""
    try:
        if not isinstance(values, (str, bytes, Mapping)):
            return list(values)
    except TypeError:
        pass
    raise ParameterError(f"{name}: {brief(values)} is not a list")


def texts(name: str, values: Any) -> list[str]:
    """Return a list of texts."""
    listed = items(name, values)
    if not all(isinstance(value, str) for value in listed):
        raise ParameterError(f"{name}: {brief(values)} is not a list of names")
    return listed


def mapping(name: str, given: Any) -> Mapping[str, Any]:
    """Return a mapping from names to values."""
    if not isinstance(given, Mapping) or not all(isinstance(key, str) for key in given):
        raise ParameterError(f"{name}: {brief(given)} is not a mapping from names to values")
    return given


def unknown(kind: str, name: str, known: Any) -> str:
    """One line on a name that is not declared, with the nearest one that is."""
    return f"{kind}: {name!r} is not declared{hint(name, known)}"


def checked_scenario(
    values: Mapping[str, Any], *, name: str, regime: str, setting: str, population: str,
    mechanism: Mapping[str, bool], start: Mapping[str, Any] | None = None, together: bool = True,
    config_dir: str | Path | None = None,
) -> Scenario:  # fmt: skip
    """A scenario of layered values, its mechanisms switched off last: the one way to make one.

    Parameters
    ----------
    values : mapping
        Every declared parameter by its dotted name.
    name, regime, setting, population : str
        What the arm is called, and its presets.
    mechanism : mapping of str to bool
        Mechanisms switched on or off explicitly.
    start : mapping, optional
        States of a dyad that are set at week 0.
    together : bool
        Also refuse values that are impossible together.
    config_dir : str or Path, optional
        Where presets of the user's own were found.

    Raises
    ------
    ParameterError
        Wrong type, value out of bounds, unknown mechanism, or an impossible combination.
    """
    resolved = {key: check_value(key, values[key]) for key in DECLARED}
    switches = {key: check_switch(key, on) for key, on in mechanism.items()}
    for key, on in switches.items():
        if not on:
            resolved |= NEUTRAL[key]
    begin = {key: check_state(key, value) for key, value in (start or {}).items()}
    scenario = Scenario(name, regime, setting, population, resolved, switches, begin, config_dir)
    if together:
        check_combination(scenario)
    return scenario


def check_scenario(given: Any) -> Scenario:
    """Return a scenario; refuse what `mutua.scenario` has not made."""
    if not isinstance(given, Scenario):
        raise ParameterError(f"scenario: {brief(given)} is not made by mutua.scenario(...)")
    return given


def check_state(name: str, value: Any) -> float:
    """Return the value of a state of week 0, which can be set and is within its bounds."""
    if name not in STATES:
        raise ParameterError(unknown("start", name, STATES))
    low, high = STATES[name]
    number = plain_number(value)
    if number is None or not low <= number <= high:
        raise ParameterError(f"start.{name}: {brief(value)} is not a number from {low} to {high}")
    return number


def check_switch(name: str, on: Any) -> bool:
    """Return whether a declared mechanism is on; refuse a state that is neither on nor off."""
    if name not in NEUTRAL:
        raise ParameterError(unknown("mechanism", name, NEUTRAL))
    state = plain_truth(on)
    if state is None:
        raise ParameterError(f"mechanism.{name}: {brief(on)} is not true (on) or false (off)")
    return state


def check_interventions(scenario: Scenario, weeks: int) -> None:
    """Refuse an intervention that begins after the last of `weeks`, or after its own last week."""
    for name in scenario.interventions:
        policy = getattr(scenario.parameters.interventions, name)
        last = min(weeks, int(policy.stop))
        if policy.start > last:
            raise ParameterError(
                f"interventions.{name}.start: {policy.start:g} is not a week from 1 to {last}, "
                "the last that is simulated and in force"
            )


def check_combination(scenario: Scenario) -> None:
    """Refuse values that are each allowed and impossible together."""
    p = scenario.parameters
    if scenario.team_width > TEAM_MAX:
        raise ParameterError(
            f"service.caseload: {p.service.caseload:g} users x service.team_size "
            f"{p.service.team_size:g} is {scenario.team_width}, more than the {TEAM_MAX} that a "
            f"team can hold; say service.team_size={int(TEAM_MAX // p.service.caseload)} or less"
        )
    for side in ("_control", "_control_professional"):
        _check_correlations(side, p)
    for name, value in zip(p.population._fields, p.population, strict=True):
        if isinstance(value, Marginal | Signed | UpToTwo | UpToFour | Years):
            _check_marginal(f"population.{name}", *ends(value))
    needs = {"need": p.population.need_sd, "need_professional": p.population.need_sd_professional}
    for name, sd in needs.items():
        means = getattr(p.population, name)
        for resource, mean in zip(means._fields, means, strict=True):
            _check_marginal(f"population.{name}.{resource}", mean, sd, LEAST_NEED)


def _check_correlations(ending: str, p: Parameters) -> None:
    """Refuse correlations of preferred control that no joint distribution can have."""
    population = zip(p.population._fields, p.population, strict=True)
    correlations = {
        name: x for name, x in population if name.endswith(ending) and isinstance(x, float)
    }
    together = sum(x**2 for x in correlations.values())
    if together >= 1.0:
        listed = ", ".join(f"population.{name}" for name in correlations)
        raise ParameterError(f"{listed}: their squares sum to {together:.3g}, which is not below 1")


def _check_marginal(name: str, mean: float, sd: float, low: float = 0.0, high: float = 1.0) -> None:
    """Refuse a mean and an SD that no beta distribution on [low, high] has."""
    if not low < high:
        raise ParameterError(f"{name}.low: {low:g} is not below {name}.high, {high:g}")
    if not low < mean < high:
        raise ParameterError(f"{name}.mean: {mean:g} is not between {low:g} and {high:g}")
    if min(beta_shape(mean, sd, low, high)) <= 0.0:
        widest = math.sqrt((mean - low) * (high - mean))
        raise ParameterError(f"{name}.sd: {sd:g} is not below {widest:.3g}, given mean and bounds")
