"""What a sweep varies: axes of numbers within declared bounds, and axes of names."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from mutua.errors import ParameterError, brief, one_of
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.check import check_value, unknown, written_truth
from mutua.scenarios.presets import presets

#: Groups of presets that a point may choose from; regimes are crossed with every point instead.
GROUPS = ("setting", "population")
MECHANISM = "mechanism."


@dataclass(frozen=True)
class Interval:
    """A parameter anywhere between two ends."""

    name: str  #: Dotted name of a declared parameter
    #: Inclusive ends, in the parameter's unit
    low: float
    high: float
    log: bool = False  #: Even on the logarithm

    is_named = False
    labels: ClassVar[tuple[str, ...]] = ()

    def at(self, u: np.ndarray) -> np.ndarray:
        """Values for shares `u` in [0, 1]; every whole number is as likely where only they are."""
        if DECLARED[self.name].whole:
            return np.minimum(np.floor(self.low + u * (self.high - self.low + 1.0)), self.high)
        if not self.log:
            return np.clip(self.low + u * (self.high - self.low), self.low, self.high)
        low, high = math.log(self.low), math.log(self.high)
        return np.clip(np.exp(low + u * (high - low)), self.low, self.high)

    def levels(self, count: int) -> np.ndarray:
        """Return `count` values, evenly spread, both ends among them."""
        return np.unique(self.at(np.linspace(0.0, 1.0, count)))

    def column(self, numbers: np.ndarray) -> Any:
        """Column of a table."""
        return numbers

    def described(self) -> dict[str, Any]:
        """As it stands in a plan."""
        return {"name": self.name, "low": self.low, "high": self.high, "log": self.log}


@dataclass(frozen=True)
class Choice:
    """One of several numbers of a parameter, presets of a group, or states of a mechanism."""

    name: str  #: Dotted name of a parameter, ``setting``, ``population`` or ``mechanism.NAME``
    values: tuple[Any, ...]  #: Numbers; names; or truth values for a mechanism

    @property
    def is_named(self) -> bool:
        """Whether the points hold the number of a choice rather than the value itself."""
        return self.name not in DECLARED

    @property
    def labels(self) -> tuple[str, ...]:
        """What its values are called on the command line."""
        words = {True: "on", False: "off"}
        return tuple(words[x] if isinstance(x, bool) else str(x) for x in self.values)

    def at(self, u: np.ndarray) -> np.ndarray:
        """Values (numbers of choices, if named) for shares `u` in [0, 1], each as likely."""
        picked = np.minimum(np.floor(u * len(self.values)), len(self.values) - 1)
        values = np.asarray(range(len(self.values)) if self.is_named else self.values, float)
        return np.asarray(values[picked.astype(int)])

    def levels(self, count: int) -> np.ndarray:  # noqa: ARG002 an interval's signature
        """Every value."""
        return np.arange(len(self.values), dtype=float) if self.is_named else np.array(self.values)

    def column(self, numbers: np.ndarray) -> Any:
        """Column of a table: names or truth values where the points hold their numbers."""
        if not self.is_named:
            return numbers
        codes = numbers.astype(int)
        if self.name.startswith(MECHANISM):
            return np.array(self.values, dtype=bool)[codes]
        return pd.Categorical.from_codes(codes, categories=list(self.values))

    def described(self) -> dict[str, Any]:
        """As it stands in a plan."""
        return {"name": self.name, "values": list(self.values)}


Axis = Interval | Choice


def interval(name: str, low: Any = None, high: Any = None, log: bool = False) -> Interval:
    """Build an axis between two ends; those of the declaration, unless given."""
    declared = check_declared(name)
    if declared not in DECLARED:
        raise ParameterError(f"{name}: an interval is of numbers; list the choices")
    low = check_value(name, DECLARED[name].low if low is None else low)
    high = check_value(name, DECLARED[name].high if high is None else high)
    if not low < high:
        raise ParameterError(f"{name}: interval({low:g},{high:g}) has no width")
    if log and low <= 0.0:
        raise ParameterError(f"{name}: tag(log, ...) needs an interval above 0, not from {low:g}")
    if log and DECLARED[name].whole:
        raise ParameterError(f"{name}: takes whole numbers; tag(log, ...) has no even ones")
    return Interval(name, low, high, log)


def choice(name: str, values: Sequence[Any], options: Sequence[str] | None = None) -> Choice:
    """Build an axis of given values, each once.

    `options`: presets of the group, if there are more than the package's own.
    """
    check_declared(name)
    taken = tuple(_value(name, value, options) for value in values)
    if not taken:
        raise ParameterError(f"{name}: a choice of nothing")
    if len(set(taken)) < len(taken):
        raise ParameterError(f"{name}: {', '.join(map(str, values))} is not each once")
    return Choice(name, taken)


def _value(name: str, value: Any, options: Sequence[str] | None) -> Any:
    if name in DECLARED:
        return check_value(name, value)
    if name.startswith(MECHANISM):
        state = written_truth(value)
        if state is None:
            raise ParameterError(f"{name}: {brief(value)} is not on or off")
        return state
    one_of(name, value, presets(name) if options is None else options)
    return str(value)


def check_declared(name: str) -> str:
    """Return a name that a sweep can vary, or refuse it."""
    mechanism = name.removeprefix(MECHANISM)
    if name == "service.horizon":
        raise ParameterError("service.horizon: all runs of a sweep are as long; give weeks=")
    if name in DECLARED or name in GROUPS or (name != mechanism and mechanism in NEUTRAL):
        return name
    if name == "regime":
        raise ParameterError("regime: every point meets every regime; give regimes=[a,b]")
    every = [*DECLARED, *GROUPS, *(MECHANISM + mechanism for mechanism in NEUTRAL)]
    raise ParameterError(unknown("space", name, every))


def read_axes(described: Iterable[Mapping[str, Any]]) -> list[Axis]:
    """Axes as they stood in a plan, checked; `described` backwards. Presets may be a user's own."""
    return [
        choice(each["name"], each["values"], each["values"])
        if "values" in each
        else interval(**each)
        for each in described
    ]
