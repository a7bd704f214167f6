"""The numbers behind figures that no other table of a report shows."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from mutua.analysis.benefit import SIDES
from mutua.analysis.caseload import BY_CASELOAD
from mutua.analysis.digits import decimals, number
from mutua.analysis.leaders import ALL, ALL_USERS
from mutua.analysis.ring import ON_RING
from mutua.model.measures.outcomes import label
from mutua.plots.comparison.ring import DIRECTIONS
from mutua.reports.comparison.cells import Cells, by_pair, difference_cells, quarters, share_cell

#: Visits after which the table of hazards has a row.
VISITS = (0, 1, 2, 3, 5, 10, 20, 40, 80)
#: A value and its interval in one cell.
ESTIMATE = "mean (95 % interval)"


def estimate_cell(estimate: Iterable[float], scale: float = 1.0) -> str:
    """A value with the ends of its interval, all times `scale`, as text."""
    value, low, high = (scale * each for each in estimate)
    places = decimals((high - low) / 2)
    return f"{number(value, places)} ({number(low, places)} to {number(high, places)})"


def ending_cells(table: pd.DataFrame) -> list[Cells]:
    """Cumulative incidence of each ending at each quarter of the horizon, one table an arm."""
    weeks = quarters(int(table["week"].max()))
    tables = []
    for arm, rows in table.groupby("arm", sort=False, observed=True):
        at = rows.set_index(["ending", "week"])
        cells = [
            [ending, *(estimate_cell(at.loc[(ending, week), ["share", "low", "high"]], 100.0)
                       for week in weeks)]
            for ending in rows.loc[rows["share"] > 0, "ending"].drop_duplicates()
        ]  # fmt: skip
        head = ["% of the cohort (95 % interval)", *(f"week {week}" for week in weeks)]
        tables.append(Cells(f"{arm}: how ties end", head, cells))
    return tables


def hazard_cells(table: pd.DataFrame) -> list[Cells]:
    """Share of ties that break off after so many visits, a column an arm."""
    at = table.set_index(["arm", "visit"])
    arms = list(table["arm"].drop_duplicates())
    cells = [
        [str(visit), *(
            estimate_cell(at.loc[(arm, visit), ["hazard", "low", "high"]], 100.0)
            if (arm, visit) in at.index else "" for arm in arms
        )]
        for visit in VISITS if visit <= table["visit"].max()
    ]  # fmt: skip
    head = ["visits attended so far", *map(str, arms)]
    title = "When ties break off: % of ties with so many visits, before the next (95 % interval)"
    return [Cells(title, head, cells)]


def ring_cells(table: pd.DataFrame) -> list[Cells]:
    """What is asked, given, felt and needed of each class of resources, one table an arm."""
    head = ["at a visit", "resource", *ON_RING]
    tables = []
    for arm, rows in table.groupby("arm", sort=False, observed=True):
        at = rows.set_index(["side", "resource", "value"])[["mean", "low", "high"]]
        cells = [
            [DIRECTIONS[side], resource,
             *(_on_ring(value, at.loc[(side, resource, value)]) for value in ON_RING)]
            for side in SIDES for resource in rows["resource"].drop_duplicates()
        ]  # fmt: skip
        title = f"{arm}: the ring of Foa, units at a visit (95 % interval)"
        tables.append(Cells(title, head, cells, 2))
    return tables


def _on_ring(value: str, estimate: pd.Series) -> str:
    """A value on the ring; what a role asks is set, and has no interval."""
    return f"{estimate['mean']:g}" if value == "asked" else estimate_cell(estimate)


def leader_cells(table: pd.DataFrame) -> list[Cells]:
    """Dropout of each group under each arm, and how sure it is which one leads."""
    head = ["group", "arm", "share of users", "broke off", "points above the least",
            "95 % interval", "chance that it leads"]  # fmt: skip
    cells = [
        [_group(row), row.arm,
         share_cell(row.dyads), share_cell(row.dropout, 1),
         *(["", ""] if row.behind == 0.0
           else difference_cells(100 * row.behind, 100 * row.low, 100 * row.high)),
         share_cell(row.leads)]
        for row in table.itertuples()
    ]  # fmt: skip
    return [Cells("Under which arm fewest break off, by group", head, cells, 2)]


def _group(row: Any) -> str:
    """The name of a group, with what users are grouped by."""
    return ALL_USERS if row.by == ALL else f"{row.by}: {row.group}"


def caseload_cells(table: pd.DataFrame) -> list[Cells]:
    """Contacts, staff and users under each caseload, a column an arm; none if there is one."""
    caseloads = table.drop_duplicates("arm").set_index("arm")["caseload"]
    if caseloads.nunique() < 2:
        return []
    at, arms = table.set_index(["measure", "arm"])[["mean", "low", "high"]], list(caseloads.index)
    cells = [
        [about.label, about.unit, *(estimate_cell(at.loc[(name, arm)]) for arm in arms)]
        for name, about in BY_CASELOAD.items()
    ]
    users = ["users of a professional", "users", *(f"{each:g}" for each in caseloads)]
    return [Cells("Caseload and burnout", [ESTIMATE, "unit", *arms], [users, *cells], 2)]


def joint_cells(table: pd.DataFrame) -> list[Cells]:
    """Who stays and who breaks off under each two arms."""
    head = ["breaks off", "of 100 users (95 % interval)"]
    return [
        Cells(f"{title}: who stays and who breaks off", head, [
            [_under(row), estimate_cell((row.share, row.low, row.high), 100.0)]
            for row in rows.itertuples()
        ])
        for title, rows in by_pair(table)
    ]  # fmt: skip


def profile_cells(table: pd.DataFrame) -> list[Cells]:
    """Traits of those who break off under one arm only."""
    head = ["break off", "trait at week 0", "their mean", "mean of all", "difference (SD)",
            "95 % interval"]  # fmt: skip
    return [
        Cells(f"{title}: who breaks off under one arm only", head, [
            [_under(row), label(row.trait), number(row.mean), number(row.mean_all),
             *difference_cells(row.difference, row.low, row.high)]
            for row in rows.itertuples()
        ], 2)
        for title, rows in by_pair(table)
    ]  # fmt: skip


def _under(row: Any) -> str:
    """The name of a cell of the joint table, with the name of its arm."""
    text = str(row.cell)
    return text.replace("only under arm", f"only under {row.arm}").replace(
        "only under reference", f"only under {row.reference}"
    )


def part_cells(table: pd.DataFrame) -> list[Cells]:
    """Which norms a difference in dropout comes from."""
    head = ["norm", "its part in the difference in dropout", "95 % interval"]
    return [
        Cells(f"{title}: which norms the difference comes from", head, [
            [row.factor, *difference_cells(row.part, row.low, row.high)]
            for row in rows.itertuples()
        ])
        for title, rows in by_pair(table)
    ]  # fmt: skip


def role_cells(table: pd.DataFrame) -> list[Cells]:
    """The difference in dropout as run, and with roles off."""
    head = ["difference in dropout", "as run", "95 % interval", "roles off", "95 % interval"]
    cells = [
        [f"{row.arm} less {row.reference}",
         *difference_cells(row.difference, row.low, row.high),
         *difference_cells(row.difference_off, row.low_off, row.high_off)]
        for row in table.itertuples()
    ]  # fmt: skip
    return [Cells("With roles and without", head, cells)]


def continuum_cells(table: pd.DataFrame) -> list[Cells]:
    """Dropout along the norm of control, a column a group by preferred control."""
    shown = table[table["by"].isin((ALL, "preference"))]
    at = shown.set_index(["group", "control"])[["dropout", "low", "high"]]
    groups = list(shown["group"].drop_duplicates())
    cells = [
        [f"{control:g}", *(estimate_cell(at.loc[(group, control)], 100.0) for group in groups)]
        for control in shown["control"].drop_duplicates()
    ]
    head = ["norm of control", *(ALL_USERS if g == ALL else f"prefer {g}" for g in groups)]
    return [Cells("Dropout along control: % of users (95 % interval)", head, cells)]


def best_control_cells(table: pd.DataFrame) -> list[Cells]:
    """Control under which fewest of each group break off."""
    head = ["group", "share of users", "best control", "95 % interval", "broke off there"]
    cells = [
        [_group(row), share_cell(row.dyads, 1),
         f"{row.best:g}", f"{row.low:g} to {row.high:g}", share_cell(row.dropout, 1)]
        for row in table.itertuples()
    ]  # fmt: skip
    return [Cells("Control under which fewest break off", head, cells)]
