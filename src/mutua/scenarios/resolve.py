"""From names and values to one checked scenario.

Later layers win: declared default, setting, population, regime, interventions, explicit values,
mechanisms switched off.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mutua.errors import ParameterError
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.check import check_combination, checked, unknown
from mutua.scenarios.presets import preset
from mutua.scenarios.scenario import Scenario


def resolve(
    *,
    regime: str = "usual",
    setting: str = "community",
    population: str = "default",
    mechanism: Mapping[str, bool] | None = None,
    intervention: Sequence[str] = (),
    parameters: Mapping[str, float] | None = None,
    name: str | None = None,
) -> Scenario:
    """Layer the presets and the explicit values, and check the result.

    Raises
    ------
    ParameterError
        Unknown name, wrong type, value out of bounds, or an impossible combination.
    """
    scenario = layered(
        regime=regime, setting=setting, population=population, mechanism=mechanism,
        intervention=intervention, parameters=parameters, name=name,
    )  # fmt: skip
    check_combination(scenario)
    return scenario


def layered(
    *,
    regime: str = "usual",
    setting: str = "community",
    population: str = "default",
    mechanism: Mapping[str, bool] | None = None,
    intervention: Sequence[str] = (),
    parameters: Mapping[str, float] | None = None,
    name: str | None = None,
) -> Scenario:
    """Layer the presets and the explicit values, each checked by itself.

    Raises
    ------
    ParameterError
        Unknown name, wrong type, or value out of bounds.
    """
    explicit = {key: checked(key, value) for key, value in (parameters or {}).items()}
    switches = {key: _switch(key, on) for key, on in (mechanism or {}).items()}
    values = {d.name: d.default for d in DECLARED.values()}
    layers = [("setting", setting), ("population", population), ("regime", regime)]
    layers += [("intervention", choice) for choice in _each_once(intervention)]
    for group, choice in layers:
        values |= {key: checked(key, value) for key, value in preset(group, choice).items()}
    values |= explicit
    for key in (key for key, on in switches.items() if not on):
        values |= NEUTRAL[key]
    return Scenario(name or regime, regime, setting, population, values, switches)


def _switch(name: str, on: Any) -> bool:
    if name not in NEUTRAL:
        raise ParameterError(unknown("mechanism", name, NEUTRAL))
    if not isinstance(on, bool):
        raise ParameterError(f"mechanism.{name}: {on!r} is not true (on) or false (off)")
    return on


def _each_once(intervention: Sequence[str]) -> Sequence[str]:
    """Refuse a choice of interventions that is no list, or names one twice."""
    listed = not isinstance(intervention, str) and len(set(intervention)) == len(intervention)
    if not listed:
        raise ParameterError(f"intervention: {intervention!r} is not a list of presets, each once")
    return intervention
