"""Scenarios in manifests: written, read back with every check, and compared with the presets."""

from collections.abc import Mapping, Sequence
from typing import Any

from mutua.errors import ParameterError, StoreError
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.arms import arm_of
from mutua.scenarios.check import checked_scenario, text
from mutua.scenarios.presets import preset, presets
from mutua.scenarios.scenario import Scenario

LAYERS = ("setting", "population", "regime")
Arm = Mapping[str, Any]


def preset_values(arm: Arm) -> dict[str, float]:
    """Values that an arm's presets give: declared defaults below, each preset that ships on top."""
    values = {d.name: d.default for d in DECLARED.values()}
    for group in LAYERS:
        if arm[group] in presets(group):
            values |= preset(group, arm[group])
    for name in _added(arm):
        values |= preset("intervention", name)
    return values


def _added(arm: Arm) -> tuple[str, ...]:
    """Interventions that the name of an arm adds, of presets that ship."""
    try:
        added = arm_of(arm["name"]).interventions
    except ParameterError:
        return ()
    return added if set(added) <= set(presets("intervention")) else ()


def own_values(arm: Arm) -> dict[str, float]:
    """Values of an arm that neither its presets nor its mechanisms explain."""
    values = preset_values(arm)
    for name in mechanisms_off(arm):
        values |= NEUTRAL[name]
    own: Mapping[str, float] = arm["parameters"]
    return {name: value for name, value in own.items() if value != values.get(name)}


def mechanisms_off(arm: Arm) -> list[str]:
    """Mechanisms that an arm runs without."""
    return [name for name, on in arm["mechanism"].items() if not on]


def horizon(scenarios: Sequence[Scenario]) -> int:
    """Weeks that a setting is simulated by default; the longest of several."""
    return max(int(s.values["service.horizon"]) for s in scenarios)


def describe_scenario(scenario: Scenario) -> dict[str, Any]:
    """A scenario as it stands in a manifest: names and every resolved value."""
    return {
        "name": scenario.name,
        "regime": scenario.regime,
        "setting": scenario.setting,
        "population": scenario.population,
        "mechanism": scenario.mechanism,
        "interventions": list(scenario.interventions),
        "parameters": scenario.values,
        "start": scenario.start,
    }


def read_scenario(described: Mapping[str, Any], *, together: bool = True) -> Scenario:
    """The scenario that a manifest describes.

    Parameters
    ----------
    together : bool
        Also refuse values that are impossible together. Not for the base of a sweep, whose rows
        are checked one by one.

    Raises
    ------
    StoreError
        Its parameters are not those that are declared now, or not within their bounds.
    """
    values = described["parameters"]
    for name in set(DECLARED) ^ set(values):
        lacks = "lacks" if name in DECLARED else "has"
        raise StoreError(f"this run is of another version of the model: it {lacks} {name}")
    try:
        names = {key: text(key, described[key]) for key in ("name", *LAYERS)}
        mechanism, start = described["mechanism"], described.get("start")
        return checked_scenario(
            values, **names, mechanism=mechanism, start=start, together=together
        )
    except ParameterError as error:
        raise StoreError(f"this run cannot be run again: {error}") from error
