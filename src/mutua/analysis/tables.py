"""Tables of results: columns declared once, with unit and definition."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from mutua.model.measures.outcomes import attach_units

#: Columns of a table by name, each with unit and definition.
Columns = Mapping[str, tuple[str, str]]

#: Up to so many arms, every pair is displayed.
ALL_PAIRS = 3
#: The two arms of a contrast, as every table of contrasts names them.
PAIR = {"reference": ("name", "reference arm"), "arm": ("name", "arm that is compared with it")}
INTERVAL = {
    "low": ("unit", "lower end of the 95 % interval (Student's t over replicates)"),
    "high": ("unit", "upper end of the 95 % interval"),
}


def without_units(frame: pd.DataFrame) -> pd.DataFrame:
    """The same columns without units, all of which pandas copies whenever it takes a column."""
    columns = frame.copy(deep=False)
    columns.attrs = {}
    return columns


def interval_columns(unit: str) -> dict[str, tuple[str, str]]:
    """Columns of a 95 % interval in this unit."""
    return {name: (unit, text) for name, (_, text) in INTERVAL.items()}


def displayed_pairs(pairs: pd.DataFrame, arms: Sequence[str]) -> pd.DataFrame:
    """Rows of the pairs that texts and figures show: all pairs of up to `ALL_PAIRS` arms.

    Of more arms, each against the reference; the table itself holds all pairs.
    """
    return pairs if len(arms) <= ALL_PAIRS else pairs[pairs["reference"] == arms[0]]


def table(rows: Iterable[tuple[Any, ...]], columns: Columns) -> pd.DataFrame:
    """Rows as a table whose ``attrs`` hold unit and definition of each column."""
    return attach_units(pd.DataFrame(list(rows), columns=list(columns)), columns)
