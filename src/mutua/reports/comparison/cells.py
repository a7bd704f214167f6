"""Tables of a report as titles, heads and cells of text, one table a pair of arms or an arm."""

from typing import Any, NamedTuple

import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.analysis.follow_up import outcome_name
from mutua.model.measures.outcomes import (
    CHECKS,
    HEADLINE,
    ROW,
    WEEKLY,
    label,
    over,
    unit_of_mean,
)
from mutua.plots.comparison.transitions import name_of
from mutua.plots.curves import SIDES, STATES

#: Columns of numbers of an outcome under two arms.
COMPARED = ["reference", "arm", "difference", "95 % interval", "d", "VRF"]
#: Rows of the table of transitions: of at least this share of their class.
LEAST = 0.05


class Cells(NamedTuple):
    """A table as it is shown."""

    title: str  #: What it is of
    head: list[str]  #: Names of the columns
    rows: list[list[str]]  #: Cells
    words: int = 1  #: Columns of words before those of numbers
    is_main: bool = False  #: Whether it is unfolded, and printed
    anchor: str = ""  #: What links to it name, where there are such


def by_pair(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Rows of each pair of arms, by its title."""
    split = table.groupby(["reference", "arm"], sort=False, observed=True)
    return [(f"{arm} against {reference}", rows) for (reference, arm), rows in split]


def difference_cells(value: float, low: float, high: float) -> list[str]:
    """A difference and its interval as text."""
    places = decimals((high - low) / 2)
    ends = f"{number(low, places)} to {number(high, places)}"
    return [number(value, places, "+"), ends]


def share_cell(share: float, places: int = 0) -> str:
    """A share as a percentage."""
    return f"{number(100 * share, places)} %"


def main_cells(table: pd.DataFrame) -> list[Cells]:
    """The outcomes that a terminal shows, over all users."""
    rows = table[(table["over"] == "all") & table["outcome"].isin(set(HEADLINE) - set(CHECKS))]
    head = ["outcome", "unit", *COMPARED]
    return [
        Cells(title, head, [[label(row.outcome), row.unit, *_compared(row)]
                            for row in own.itertuples()], 2, is_main=True)
        for title, own in by_pair(rows)
    ]  # fmt: skip


def summary_cells(table: pd.DataFrame) -> list[Cells]:
    """Every outcome and series; checks of what a regime sets in a table of their own."""
    is_check = table["outcome"].map(lambda name: (ROW.get(name) or WEEKLY[name]).check)
    head = ["outcome", "over", "unit", *COMPARED]
    return [
        Cells(f"{title}: {about}", head, [
            [label(row.outcome), row.over, row.unit, *_compared(row)] for row in own.itertuples()
        ], 3)
        for about, rows in (("what a regime sets", table[is_check]),
                            ("every outcome and series", table[~is_check]))
        for title, own in by_pair(rows)
    ]  # fmt: skip


def _compared(row: Any) -> list[str]:
    """Cells of `COMPARED`."""
    places = decimals((row.high - row.low) / 2)
    means = [number(value, places) for value in (row.mean_reference, row.mean_arm)]
    return [*means, *difference_cells(row.difference, row.low, row.high), number(row.d, 2, "+"),
            number(row.variance_reduction, 1)]  # fmt: skip


def definition_cells() -> list[Cells]:
    """What each outcome is, over which users and over which time."""
    head = ["outcome", "definition", "unit", "over which users; which time"]
    rows = {
        name: [label(name), about.definition, unit_of_mean(name), over(about)]
        for name, about in ROW.items() if about.role == "outcome"
    }  # fmt: skip
    return [
        Cells("What the outcomes are", head, [rows[name] for name in rows if name in HEADLINE],
              4, is_main=True),
        Cells("What the other outcomes are", head,
              [rows[name] for name in rows if name not in HEADLINE], 4),
    ]  # fmt: skip


def follow_up_cells(table: pd.DataFrame) -> list[Cells]:
    """What became of the whole cohort, in care or not."""
    head = ["week", "outcome", "of a", "reference", "arm", "difference", "95 % interval"]
    tables = []
    for title, rows in by_pair(table):
        cells = []
        for row in rows.itertuples():
            places = decimals((row.high - row.low) / 2)
            means = [number(value, places) for value in (row.mean_reference, row.mean_arm)]
            apart = difference_cells(row.difference, row.low, row.high)
            cells.append([str(row.week), outcome_name(row.outcome), row.of, *means, *apart])
        tables.append(Cells(f"{title}: the whole cohort, in care or not", head, cells, 3))
    return tables


def group_cells(table: pd.DataFrame) -> list[Cells]:
    """Dropout by group."""
    head = ["group", "share of users", "reference", "arm", "difference", "95 % interval"]
    dropout = table[table["outcome"] == "dropout"]
    return [
        Cells(f"{title}: dropout by group", head, [
            [f"{row.by}: {row.group}", share_cell(row.dyads), number(row.mean_reference),
             number(row.mean_arm), *difference_cells(row.difference, row.low, row.high)]
            for row in rows.itertuples()
        ])
        for title, rows in by_pair(dropout)
    ]  # fmt: skip


def quarters(last: int) -> list[int]:
    """Weeks that end each quarter of the horizon."""
    return list(dict.fromkeys(max(1, round(last * k / 4)) for k in range(1, 5)))


def stayer_cells(table: pd.DataFrame) -> list[Cells]:
    """Differences among those engaged under both arms, at each quarter of the horizon."""
    weeks = quarters(int(table["week"].max()))
    states = [f"{state}_{side}" for side in SIDES for state in STATES]
    tables = []
    for title, rows in by_pair(table):
        at = rows.set_index(["outcome", "week"]).sort_index()
        both = [share_cell(at.loc[(states[0], week), "both"]) for week in weeks]
        cells = [["engaged under both (of the sample)", *both]]
        cells += [
            [label(name), *(_brief(at.loc[(name, week)]) for week in weeks)] for name in states
        ]
        head = ["difference (95 % interval)", *(f"week {week}" for week in weeks)]
        tables.append(Cells(f"{title}: the same dyads under both", head, cells))
    return tables


def _brief(row: pd.Series) -> str:
    value, ends = difference_cells(row["difference"], row["low"], row["high"])
    return f"{value} ({ends})"


def transition_cells(table: pd.DataFrame) -> list[Cells]:
    """Where the dyads of each class are at the end, one table an arm."""
    head = ["class midway", "at the end", "of the cohort midway", "of the class", "95 % interval"]
    tables = []
    for arm, rows in table.groupby("arm", sort=False, observed=True):
        shown = rows[rows["share"] >= LEAST]
        cells = [
            [name_of(row.midway), name_of(row.end), share_cell(row.dyads, 1),
             share_cell(row.share, 1), f"{number(100 * row.low, 1)} to {number(100 * row.high, 1)}"]
            for row in shown.itertuples()
        ]  # fmt: skip
        tables.append(Cells(f"{arm}: from class to class", head, cells, 2))
    return tables


def benefit_cells(table: pd.DataFrame) -> list[Cells]:
    """Who gets less than they give, and whether they leave later, one table an arm."""
    head = ["books of", "group", "of the engaged", "broke off later", "less the even",
            "95 % interval"]  # fmt: skip
    tables = []
    for arm, rows in table.groupby("arm", sort=False, observed=True):
        cells = [
            [row.side, row.group, share_cell(row.dyads, 1), share_cell(row.dropout, 1),
             *(["", ""] if row.group == "even"
               else difference_cells(row.difference, row.difference_low, row.difference_high))]
            for row in rows.itertuples()
        ]  # fmt: skip
        week = rows["week"].iloc[0]
        tables.append(Cells(f"{arm}: balance in week {week} and leaving", head, cells, 2))
    return tables
