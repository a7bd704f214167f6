"""From names and numbers to one run's parameters, checked before anything runs.

Presets are YAML files that hold values only; defaults, bounds and meanings come from the
declarations. Later layers win: declared default, setting, population, regime, interventions,
explicit values, mechanisms switched off.
"""

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from mutua.catalogue import Marginal, Parameters, Policy, Years
from mutua.declare import Declaration, declarations
from mutua.errors import ParameterError
from mutua.layout import fill
from mutua.mechanisms import NEUTRAL
from mutua.quantiles import LEAST_NEED, beta_shape
from mutua.resources import kernel as foa_kernel

#: Every parameter by its dotted name.
DECLARED: dict[str, Declaration] = {d.name: d for d in declarations(Parameters)}
#: Sizes of a run: lowest and highest whole number.
SIZES = {
    "dyads": (1, 2**32 - 1),
    "weeks": (1, 2**16 - 1),
    "seed": (0, 2**64 - 1),
    "replicate": (0, 2**31 - 1),
    "replicates": (2, 2**31 - 1),
    "design.points": (1, 10_000_000),
    "design.levels": (2, 10_000),
    "adaptive.most": (2, 2**31 - 1),
    "part_rows": (1, 1_000_000),
    "workers": (1, 100_000),
    "particles": (100, 100_000),
}
#: Users whom one team can hold; the width of the kernel's scratch.
TEAM_MAX = 136


@dataclass(frozen=True)
class Scenario:
    """One arm: the names it was made of and the values they led to.

    Attributes
    ----------
    name : str
        What the arm is called in tables and legends.
    regime, setting, population : str
        Presets.
    mechanism : dict
        Mechanisms switched on or off explicitly.
    values : dict
        Every declared parameter by its dotted name.
    """

    name: str
    regime: str
    setting: str
    population: str
    values: dict[str, float]
    mechanism: dict[str, bool] = field(default_factory=dict)

    @property
    def interventions(self) -> tuple[str, ...]:
        """Interventions that are in force at some time, however they were chosen."""
        policies = self.parameters.interventions
        pairs = zip(policies._fields, policies, strict=True)
        return tuple(name for name, x in pairs if isinstance(x, Policy) and x.strength > 0.0)

    @property
    def parameters(self) -> Parameters:
        """The values as the rules read them, with what is derived from them."""
        return fill(Parameters, [*(self.values[name] for name in DECLARED), *derived(self.values)])


#: What the derived parameters are computed from.
DERIVED_FROM = ("exchange.gamma",)
#: Groups of parameters that `check_combination` looks at together.
COMBINED = ("service", "population")
#: The group that says who comes: all that quantile tables are made of.
PEOPLE = "population"


def derived(values: Mapping[str, float]) -> tuple[float, ...]:
    """Parameters that are computed from others, in the order of their rows."""
    return foa_kernel(values["exchange.gamma"])


def configs() -> Path:
    """The folder of presets: the checkout's if there is one, else the installed package's."""
    here = Path(__file__)
    checkout = here.parents[2]
    if here.parents[1].name == "src" and (checkout / "configs").is_dir():
        return checkout / "configs"
    return Path(__file__).parent / "configs"


@cache
def presets(group: str) -> tuple[str, ...]:
    """Names of the presets of a group, such as ``regime`` or ``intervention``."""
    return tuple(sorted(path.stem for path in (configs() / group).glob("*.yaml")))


@cache
def preset(group: str, name: str) -> Mapping[str, float]:
    """Values of one preset by dotted name."""
    import yaml

    if name not in presets(group):
        raise ParameterError(f"{group}: {name!r} is not one of {', '.join(presets(group))}")
    text = (configs() / group / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(flattened(yaml.safe_load(text) or {}))


def flattened(tree: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Leaves of a nested mapping with dotted names."""
    pairs: list[tuple[str, Any]] = []
    for key, value in tree.items():
        name = f"{prefix}{key}"
        pairs += flattened(value, f"{name}.") if isinstance(value, Mapping) else [(name, value)]
    return pairs


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


def checked(name: str, value: Any) -> float:
    """Return a parameter value as a float within its bounds."""
    declared = DECLARED.get(name)
    if declared is None:
        raise ParameterError(unknown("parameter", name, DECLARED))
    allowed = f"a number from {declared.low:g} to {declared.high:g}"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ParameterError(f"{name}: {value!r} is not {allowed}")
    if not math.isfinite(value) or not declared.low <= value <= declared.high:
        raise ParameterError(f"{name}: {value:g} is not {allowed} ({declared.unit})")
    if declared.whole and value != int(value):
        raise ParameterError(f"{name}: {value:g} is not a whole number")
    return float(value)


def whole(name: str, value: Any) -> int:
    """Return a size of a run, a whole number within `SIZES`."""
    low, high = SIZES[name]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ParameterError(f"{name}: {value!r} is not a whole number from {low} to {high}")
    return value


def unknown(kind: str, name: str, known: Any) -> str:
    """One line on a name that is not declared, with the nearest one that is."""
    near = difflib.get_close_matches(name, list(known), n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{kind}: {name!r} is not declared{hint}"


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
    width = p.service.caseload * p.service.team_size
    if width > TEAM_MAX:
        raise ParameterError(
            f"service.caseload: {p.service.caseload:g} users x service.team_size "
            f"{p.service.team_size:g} is {width:g}, more than the {TEAM_MAX} that a team can hold"
        )
    for side in ("_control", "_control_professional"):
        _check_correlations(side, p)
    for name, value in zip(p.population._fields, p.population, strict=True):
        if isinstance(value, Marginal | Years):
            _check_marginal(f"population.{name}", value)
    needs = {"need": p.population.need_sd, "need_professional": p.population.need_sd_professional}
    for name, sd in needs.items():
        means = getattr(p.population, name)
        for resource, mean in zip(means._fields, means, strict=True):
            _check_marginal(f"population.{name}.{resource}", Marginal(mean, sd, LEAST_NEED, 1.0))


def _check_correlations(ending: str, p: Parameters) -> None:
    """Refuse correlations of preferred control that no joint distribution can have."""
    population = zip(p.population._fields, p.population, strict=True)
    found = {name: x for name, x in population if name.endswith(ending) and isinstance(x, float)}
    together = sum(x**2 for x in found.values())
    if together >= 1.0:
        listed = ", ".join(f"population.{name}" for name in found)
        raise ParameterError(f"{listed}: their squares sum to {together:.3g}, which is not below 1")


def _check_marginal(name: str, marginal: Marginal | Years) -> None:
    mean, sd, low, high = marginal
    if not low < high:
        raise ParameterError(f"{name}.low: {low:g} is not below {name}.high, {high:g}")
    if not low < mean < high:
        raise ParameterError(f"{name}.mean: {mean:g} is not between {low:g} and {high:g}")
    if min(beta_shape(mean, sd, low, high)) <= 0.0:
        widest = math.sqrt((mean - low) * (high - mean))
        raise ParameterError(f"{name}.sd: {sd:g} is not below {widest:.3g}, given mean and bounds")
