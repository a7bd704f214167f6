"""What a row needs: every mechanism switched off in turn, on fewer dyads."""

from collections.abc import Callable, Mapping, Sequence
from math import isnan, nan

import pandas as pd

from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.resolve import Choices
from mutua.studies.evidence.evidence import Measured, MonteCarlo
from mutua.studies.evidence.experiment import join_choices
from mutua.studies.evidence.rows import Pattern, pattern_of

#: Dyads of an experiment without a mechanism, as a share of its own; and how often it is run, as a
#: multiple of its own.
SIZE, MOST = 0.25, 1
#: An effect is removed if less than this share of it is left.
LEFT = 0.2
#: Rows whose statistic is 1 where there is no effect, and rows that are levels, with no such value.
RATIOS = ("E07", "E18", "E30", "E31", "E44", "E47")
LEVELS = ("E01", "E02", "E03", "E04", "E05", "E06", "E23", "E24", "E26", "E27", "E37", "E48")

#: From choices to what is measured under them, at reduced size.
Rows = Callable[[Choices], Mapping[str, Measured]]


def needs_table(names: Sequence[str], common: Choices, measured: Rows) -> pd.DataFrame:
    """Rows measured with everything on, then without each mechanism that is on.

    Returns
    -------
    DataFrame
        One row a pattern and mechanism.
    """
    whole = measured(common)
    switched = common.get("mechanism") or {}
    rows = []
    for mechanism in (name for name in NEUTRAL if switched.get(name, True)):
        without = measured(join_choices(common, {"mechanism": {mechanism: False}}))
        rows += [
            {"id": name, "mechanism": mechanism}
            | compare_estimates(pattern_of(name), whole[name].estimate, without[name].estimate)
            for name in names
        ]
    return pd.DataFrame(rows)


def compare_estimates(row: Pattern, on: MonteCarlo, off: MonteCarlo) -> dict[str, float | bool]:
    """A row with everything on and without a mechanism: what is left, and whether it then fails.

    It flips if its value passes with everything on, and without the mechanism the whole interval
    lies outside the bounds, or there is no value. The mechanism removes the effect if less than
    `LEFT` of it is left, and the two intervals lie apart.
    """
    outside = row.misses(off.value - off.error, off.value + off.error) or isnan(off.value)
    left = share_left(row.id, on, off.value)
    return {
        "simulated": on.value,
        "without": off.value,
        "error": off.error,
        "flips": row.passes(on.value, on.value) and outside,
        "left": left,
        "removes": abs(left) < LEFT and abs(on.value - off.value) > on.error + off.error,
    }


def share_left(name: str, on: MonteCarlo, off: float) -> float:
    """Share of a row's effect that is left; missing for a level, and without an effect to lose."""
    absent = 1.0 if name in RATIOS else nan if name in LEVELS else 0.0
    effect = on.value - absent
    return (off - absent) / effect if abs(effect) > on.error else nan


def essential(needs: pd.DataFrame) -> dict[str, list[str]]:
    """Mechanisms that a row fails without, or whose absence removes its effect, by its number."""
    failing = needs[needs["flips"] | needs["removes"]]
    return {str(name): list(rows["mechanism"]) for name, rows in failing.groupby("id")}


def read_back(needs: pd.DataFrame) -> dict[str, str]:
    """Rows that read one parameter back, with the one mechanism that removes the effect."""
    alone = needs[needs["removes"]].groupby("id").filter(lambda rows: len(rows) == 1)
    return dict(zip(alone["id"], alone["mechanism"], strict=True))
