"""From names and values to one checked scenario.

Later layers win: declared default, setting, population, regime, interventions, explicit values,
mechanisms switched off.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack

from mutua.errors import ParameterError, brief, hint
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.check import (
    check_scenario,
    check_value,
    checked_scenario,
    mapping,
    text,
    truth,
)
from mutua.scenarios.manifest import describe_scenario, own_values
from mutua.scenarios.presets import known_preset
from mutua.scenarios.scenario import Scenario


class Choices(TypedDict, total=False):
    """What a scenario is made of; every function that simulates takes these keywords.

    Attributes
    ----------
    regime, setting, population : str
        Presets; ``usual``, ``community`` and ``default`` if left out.
    mechanism : mapping of str to bool
        ``{"obligation": False}`` switches a mechanism off.
    intervention : sequence of str
        Presets of interventions, each in force from its ``interventions.<name>.start``.
    parameters : mapping of str to float
        Explicit values by dotted name; they win over the presets.
    start : mapping of str to float
        States that every dyad begins with, by dotted name: ``{"user.feeling.trust": 0.2}``.
    config_dir : str or Path
        Folder of one's own presets beside those that ship: ``presets/regime/ours.yaml`` is
        ``regime="ours"`` with ``config_dir="presets"``.
    """

    regime: str
    setting: str
    population: str
    mechanism: Mapping[str, bool] | None
    intervention: Sequence[str]
    parameters: Mapping[str, float] | None
    start: Mapping[str, float] | None
    config_dir: str | Path | None


#: The choice where none is made.
DEFAULTS: Choices = {
    "regime": "usual",
    "setting": "community",
    "population": "default",
    "mechanism": None,
    "intervention": (),
    "parameters": None,
    "start": None,
    "config_dir": None,
}


def resolve(
    *, name: str | None = None, together: bool = True, **choices: Unpack[Choices]
) -> Scenario:
    """One checked scenario, from presets and explicit values.

    Parameters
    ----------
    name : str, optional
        What the scenario is called in tables and legends; its regime by default.
    together : bool
        Also refuse values that are impossible together. Not for the base of a sweep, whose rows
        are checked one by one.
    **choices
        See `Choices`.

    Raises
    ------
    ParameterError
        Unknown name, wrong type, value out of bounds, or an impossible combination.

    Examples
    --------
    >>> import mutua
    >>> arm = mutua.scenario(regime="collaborative", parameters={"trust.gain": 0.1})
    >>> arm.setting, arm.values["trust.gain"], arm.team_width
    ('community', 0.1, 80)
    """
    _refuse_unknown(choices)
    chosen: Choices = {**DEFAULTS, **choices}
    name = chosen["regime"] if name is None else text("name", name)
    return checked_scenario(
        _layer(chosen), name=name, regime=chosen["regime"],
        setting=chosen["setting"], population=chosen["population"],
        mechanism=_mapping(chosen, "mechanism"), start=_mapping(chosen, "start"),
        together=truth("together", together), config_dir=chosen["config_dir"],
    )  # fmt: skip


#: The public name: `mutua.scenario`.
scenario = resolve


def scenario_from(given: Scenario | None, choices: Choices) -> Scenario:
    """The scenario of a call: the one it was given, or the one that its keywords choose.

    Raises
    ------
    ParameterError
        Both are given; or as `resolve`.
    """
    if given is None:
        return resolve(**choices)
    check_scenario(given)
    _refuse_both(choices)
    return given


def choices_from(given: Scenario | None, choices: Choices) -> Choices:
    """The choices of a call: its keywords, or those that lead to the scenario it was given.

    A value of the scenario that its presets and mechanisms do not explain is an explicit one.

    Raises
    ------
    ParameterError
        Both are given.
    """
    if given is None:
        _refuse_unknown(choices)
        return choices
    check_scenario(given)
    _refuse_both(choices)
    return {
        "regime": given.regime,
        "setting": given.setting,
        "population": given.population,
        "mechanism": given.mechanism,
        "parameters": own_values(describe_scenario(given)),
        "start": given.start,
        "config_dir": given.config_dir,
    }


def shared_choices(given: Scenario | None, choices: Choices) -> Choices:
    """The choices that all regimes of a comparison or a sweep have in common.

    Raises
    ------
    ParameterError
        A single regime is chosen; or as `choices_from`.
    """
    if "regime" in choices:
        raise ParameterError(f"regime: {choices['regime']!r} is one; give regimes=[...] instead")
    return choices_from(given, choices)


def _layer(chosen: Choices) -> dict[str, float]:
    """Values of the presets and the explicit ones on top, each checked; mechanisms all on."""
    explicit = {
        key: check_value(key, value) for key, value in _mapping(chosen, "parameters").items()
    }
    values = {d.name: d.default for d in DECLARED.values()}
    layers = [("setting", chosen["setting"]), ("population", chosen["population"])]
    layers += [("regime", chosen["regime"])]
    layers += [("intervention", name) for name in _each_once(chosen["intervention"])]
    for group, name in layers:
        values |= known_preset(group, name, chosen["config_dir"])
    return values | explicit


def _each_once(intervention: Sequence[str]) -> Sequence[str]:
    """Refuse a choice of interventions that is no list, or names one twice."""
    is_list = isinstance(intervention, Sequence) and not isinstance(intervention, str)
    if not is_list or any(name in intervention[:n] for n, name in enumerate(intervention)):
        given = brief(intervention)
        raise ParameterError(f"intervention: {given} is not a list of presets, each once")
    return intervention


def _mapping(
    chosen: Choices, key: Literal["parameters", "mechanism", "start"]
) -> Mapping[str, Any]:
    """Explicit values or mechanisms; refuse what is no mapping."""
    return {} if chosen[key] is None else mapping(key, chosen[key])


def _refuse_unknown(choices: Choices) -> None:
    """Refuse a keyword that is no choice, as Python refuses one that a function does not take."""
    for name in choices:
        if name not in DEFAULTS:
            raise TypeError(f"unexpected keyword argument {name!r}{hint(name, DEFAULTS)}")


def _refuse_both(choices: Choices) -> None:
    if choices:
        raise ParameterError(
            f"scenario: is given beside {', '.join(choices)}; choose them in mutua.scenario(...)"
        )
