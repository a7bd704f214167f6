"""How what a sweep varies is shown on an axis."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.space import Axis, Interval

#: Characters of a name beside those of the next panel.
LONG = 24


class Scale(NamedTuple):
    """How a parameter is shown on an axis."""

    name: str
    log: bool = False  #: On the logarithm
    choices: Sequence[str] = ()  #: Names of its values; none if they are numbers

    def on_x(self, ax: Any) -> None:
        """Set up a horizontal axis, whose data are drawn."""
        ax.set_xlabel(self.label)
        if self.log:
            ax.set_xscale("log")
            ax.set_xticks(round_numbers(*ax.get_xlim()))
            self._plain(ax.xaxis)
        if self.choices:
            ax.set_xticks(range(len(self.choices)), self.choices)
            ax.set_xlim(-0.5, len(self.choices) - 0.5)

    def on_y(self, ax: Any) -> None:
        """Set up a vertical axis, whose data are drawn."""
        ax.set_ylabel(self.label)
        if self.log:
            ax.set_yscale("log")
            ax.set_yticks(round_numbers(*ax.get_ylim()))
            self._plain(ax.yaxis)
        if self.choices:
            ax.set_yticks(range(len(self.choices)), self.choices)
            ax.set_ylim(-0.5, len(self.choices) - 0.5)

    @property
    def label(self) -> str:
        """Name, in two lines if it is long, and unit."""
        unit = DECLARED[self.name].unit if self.name in DECLARED else "1"
        name = self.name if len(self.name) <= LONG else self.name.replace(".", ".\n", 1)
        return name if unit == "1" else f"{name}\n({unit})"

    @staticmethod
    def _plain(axis: Any) -> None:
        axis.set_major_formatter("{x:g}")
        axis.set_minor_formatter("")


def round_numbers(low: float, high: float) -> list[float]:
    """Numbers 1, 2, 5, 10, ... between two ends above 0; where these are too few, others too."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for digits in ((1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)):
        numbers = [digit * 10.0**power for power in powers for digit in digits]
        within = [number for number in numbers if low <= number <= high]
        if len(within) > 2:
            break
    return within


def scale_of(axis: Axis) -> Scale:
    """How an axis of a sweep is shown."""
    if isinstance(axis, Interval):
        return Scale(axis.name, axis.log)
    return Scale(axis.name, False, axis.labels if axis.is_named else ())
