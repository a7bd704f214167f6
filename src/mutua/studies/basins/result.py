"""The result of `mutua.basins`: tables, figures and the report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from mutua.errors import StoreError
from mutua.model.measures.outcomes import attach_units
from mutua.model.parameters.catalogue import DECLARED
from mutua.reports.basins import basins_numbers, basins_sentences, page
from mutua.reports.template import FigureCells
from mutua.studies.basins.figures import BasinsFigures
from mutua.studies.result import Presented

STATE = "-1 to 1 (trust: 0-1)"
EXITS = ("truth", "ties can end; without, no user and no professional leaves")
BEFORE = ("weeks", "weeks before the break-off")
SIGNAL = ("name", "quantity and statistic of the window; together: all of them, weighed by other "
                  "replicates; own odds: the odds that the rules draw from")  # fmt: skip
FALSE = ("share", "windows of those who stay that are alarms too")
AUC = ("share", "stayers of the same week that a case is more alarming than; .5 is chance")
#: Unit and definition of every column that is no varied parameter, by table.
UNITS: dict[str, dict[str, tuple[str, str]]] = {
    "gaps": {
        "exits": EXITS,
        "week": ("week", "weeks since the start"),
        "gap": (STATE, "state from the high start less that from the low one, same dyad"),
        "apart": ("share", "dyads whose two states are further apart than the threshold"),
        "both": ("share of cohort", "dyads whose tie goes on from both starts"),
    },
    "tips": {
        "exits": EXITS,
        "start": ("name", "low or high start"),
        "week": ("week", "weeks since the start"),
        "tipped": ("share of cohort", "dyads that have crossed the middle of both starts for good: "
                                      "to the end of tie or run, and half a year at least"),
        "median": ("week", "median week of those that cross; missing without any"),
    },
    "sources": {
        "exits": EXITS,
        "week": ("week", "weeks since the start; with exits after a year only, as few are left"),
        "start": ("share of variance", "of the states, over dyads and starts: within dyads, by "
                                       "where they began: a property of the pair"),
        "start_alike": ("share of variance", "the part of `start` that is the same in all dyads"),
        "people": ("share of variance", "between dyads, explained by who the two are"),
        "anchors": ("share of variance", "the part of `people` that the two anchors explain"),
        "happened": ("share of variance", "between dyads, not explained by who they are"),
        "correlation": ("1", "of the last states from both starts, over dyads"),
    },
    "loop": {
        "moved": ("unit of the parameter", "value of the parameter that is moved"),
        "step": ("step", "number of the step"),
        "way": ("name", "there or back"),
        "state": (STATE, "mean state at the end of the step; interval over caseloads"),
        "held_from_low": (STATE, "state at the end of a run at this value from the low start"),
        "held_from_high": (STATE, "state at the end of a run at this value from the high start"),
        "width": (STATE, "state on the way there less that on the way back, at equal values"),
    },
    "warning": {
        "signal": SIGNAL, "auc": AUC,
        "sensitivity": ("share", "cases that are alarms at the rate of false alarms"),
        "right": ("share", "alarms that a break-off follows within the lead"),
        "lead_time": ("weeks", "median time that an alarm that is on at the break-off has been on "
                               "without a break, at most 26; missing without any"),
        "cases": ("dyads", "break-offs"),
    },
    "leads": {"signal": SIGNAL, "before": BEFORE, "auc": AUC},
    "roc": {"signal": SIGNAL, "false_alarms": FALSE,
            "sensitivity": ("share", "cases that are alarms then")},
    "course": {
        "series": ("name", "affect (-1 to 1), or units given in a week"),
        "group": ("name", "broke off, or stayed: 26 weeks later the tie still goes on"),
        "before": BEFORE,
        "mean": ("unit of the series", "mean over cases, or over stayers of the same weeks"),
    },
}  # fmt: skip
ENDS = {"low": "lower end of the 95 % interval over replicates", "high": "upper end of it"}


@dataclass(repr=False)
class Basins(Presented):
    """Where dyads come to from two starts, and what goes before a break-off.

    Attributes
    ----------
    tables : dict of DataFrame
        ``gaps``, ``tips`` and ``sources`` by point and exits; ``loop``; ``warning``, ``leads``,
        ``roc`` and ``course`` where enough dyads break off late enough.
    manifest : dict
        Everything that is needed to run it again.

    Notes
    -----
    Unit and definition of each column stand in ``.attrs`` of every table, by column name.
    """

    tables: dict[str, pd.DataFrame]
    manifest: dict[str, Any] = field(repr=False)

    figures = BasinsFigures
    csv_tables = tuple(UNITS)

    def __post_init__(self) -> None:
        self.tables = {name: self.tables[name] for name in UNITS if name in self.tables}

    @property
    def title(self) -> str:
        """What was run, in a line."""
        m = self.manifest
        return (f"{', '.join(m['values'])} in {m['scenario']['setting']}: {m['dyads']:,} dyads x "
                f"{m['replicates']} replicates a start, {m['weeks']} weeks, seed {m['seed']}"
        )  # fmt: skip

    def summary(self) -> pd.DataFrame:
        """What is of the pair and what of the people: a row a point, exits and week."""
        keys = [*self.manifest["values"], "exits", "week"]
        table = self.tables["gaps"].merge(self.tables["sources"], on=keys)
        table.attrs = self.tables["gaps"].attrs | self.tables["sources"].attrs
        return table

    def numbers(self) -> str:
        """Main numbers, in a line."""
        return basins_numbers(self.summary(), self.manifest)

    def sentences(self) -> list[str]:
        """What was found, a sentence or two each."""
        return list(basins_sentences(self.tables, self.summary(), self.manifest))

    def page(self, figures: FigureCells) -> str:
        """The page around figures that were drawn."""
        return page(self.title, self.sentences(), self.summary(), self.tables, self.manifest,
                    figures)  # fmt: skip


def units_of(tables: Mapping[str, pd.DataFrame], varied: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Tables with unit and definition of each column."""
    axes = {name: (DECLARED[name].unit, DECLARED[name].about) for name in varied}
    kept = {}
    for name, table in tables.items():
        known = axes | UNITS[name]
        ends = {f"{column}_{end}": (unit, f"{text}: {column}") for column, (unit, _) in
                UNITS[name].items() for end, text in ENDS.items()}  # fmt: skip
        kept[name] = attach_units(table, ends | known)
    return kept


def basins_of(manifest: dict[str, Any], tables: Mapping[str, pd.DataFrame]) -> Basins:
    """Return the study that a folder keeps, from its manifest and its tables.

    Raises
    ------
    StoreError
        It is of another version of mutua.
    """
    known = {*UNITS["gaps"], *manifest["values"], "gap_low", "gap_high", "apart_low", "apart_high"}
    if set(tables.get("gaps", pd.DataFrame()).columns) != known:
        raise StoreError("this study of basins is of another version of mutua; run it again")
    return Basins(dict(tables), manifest)
