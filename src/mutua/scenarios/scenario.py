"""One arm: the names it was made of, and the value of every parameter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from mutua.jit.structs import fill
from mutua.model.parameters.catalogue import DECLARED, Parameters
from mutua.model.parameters.interventions import Policy
from mutua.model.resources import ring_kernel

#: What the derived parameters are computed from.
DERIVED_FROM = ("exchange.gamma",)
#: The group that describes users and professionals: all that quantile tables are made of.
POPULATION = "population"
#: How many users a team has is their product.
TEAM_WIDTH = ("service.caseload", "service.team_size")
#: Parameters that `check_combination` checks together.
COMBINED = (*TEAM_WIDTH, *(name for name in DECLARED if name.startswith(f"{POPULATION}.")))


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
    start : dict
        States of a dyad that are set at week 0, by dotted name.
    config_dir : str, Path or None
        Folder of the user's own presets that it was made from; in no manifest.
    """

    name: str
    regime: str
    setting: str
    population: str
    values: dict[str, float]
    mechanism: dict[str, bool] = field(default_factory=dict)
    start: dict[str, float] = field(default_factory=dict)
    config_dir: str | Path | None = field(default=None, compare=False)

    @property
    def interventions(self) -> tuple[str, ...]:
        """Interventions that are in force at some time, however they were chosen."""
        policies = self.parameters.interventions
        pairs = zip(policies._fields, policies, strict=True)
        return tuple(name for name, x in pairs if isinstance(x, Policy) and x.strength > 0.0)

    @property
    def team_width(self) -> int:
        """Users of a full team."""
        return int(self.values["service.caseload"] * self.values["service.team_size"])

    @cached_property
    def parameters(self) -> Parameters:
        """The values as the rules read them, with what is derived from them."""
        declared = (self.values[name] for name in DECLARED)
        return fill(Parameters, [*declared, *derive_parameters(self.values)])


def with_defaults(values: Mapping[str, float]) -> Scenario:
    """A nameless scenario of some values, all others at their defaults."""
    return Scenario("", "", "", "", {d.name: d.default for d in DECLARED.values()} | {**values})


def derive_parameters(values: Mapping[str, float]) -> tuple[float, ...]:
    """Parameters that are computed from others, in the order of their rows."""
    return ring_kernel(values["exchange.gamma"])


def differ_in_norms(arms: Sequence[Mapping[str, float]]) -> bool:
    """Whether some norm is not the same in all arms, each given by its values."""
    norms = [{name: x for name, x in arm.items() if name.startswith("norm.")} for arm in arms]
    return any(other != norms[0] for other in norms)
