"""The published patterns: rows that ship with the package, and when a row is passed."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mutua.analysis.roles import ROLES
from mutua.errors import ParameterError
from mutua.scenarios.check import unknown

#: Roles of rows that are scored; the others are inputs of the model, or only reported.
SCORED = ROLES[:3]


@dataclass(frozen=True)
class Pattern:
    """One published pattern, in the words of its row.

    Attributes
    ----------
    id, kind, pattern, setting, regime, sample, statistic : str
        Number; quantity, range, sign, shape, null, structure or input; and what is measured, in
        which sample and where.
    target, low, high : float or None
        What was published, and what is still a pass.
    tier, role, basis, source : str
        How sure the source is, what the row is used for, where its bounds come from, its source.
    """

    id: str
    kind: str
    pattern: str
    setting: str
    regime: str
    sample: str
    statistic: str
    target: float | None
    low: float | None
    high: float | None
    tier: str
    role: str
    basis: str
    source: str

    def passes(self, low: float, high: float) -> bool:
        """Whether an interval lies within the bounds of the row; each bound that there is counts.

        A smallest effect has to be exceeded: an interval that begins at it does not pass.
        """
        below = self.low is None or (low >= self.low if self.high is not None else low > self.low)
        return bool(below and (self.high is None or high <= self.high))

    def misses(self, low: float, high: float) -> bool:
        """Whether an interval lies outside the bounds: no further run can help."""
        under = self.low is not None and high < self.low
        return bool(under or (self.high is not None and low > self.high))


@cache
def published_patterns() -> dict[str, Pattern]:
    """Every row by its number."""
    return {line["id"]: _row(line) for line in csv.DictReader(shipped_lines("rows.csv"))}


def shipped_lines(name: str) -> list[str]:
    """Lines of a file that ships beside this module; none if there is none."""
    file = files("mutua.studies.evidence").joinpath(name)
    return file.read_text("utf-8").splitlines() if file.is_file() else []


def pattern_of(name: str) -> Pattern:
    """The row of a number; raise ParameterError for one that there is not."""
    if name not in published_patterns():
        raise ParameterError(unknown("rows", name, published_patterns()))
    return published_patterns()[name]


def _row(line: dict[str, str]) -> Pattern:
    numbers = {key: float(line[key]) if line[key] else None for key in ("target", "low", "high")}
    return Pattern(**{**line, **numbers})  # type: ignore[arg-type]
