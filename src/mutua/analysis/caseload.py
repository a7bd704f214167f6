"""What goes with a caseload: contacts, burnout and departures of staff, and what users get."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.paired import PairedDyads
from mutua.analysis.summary import bands, mean
from mutua.analysis.tables import interval_columns, table

#: Weeks of a month.
MONTH = 52.0 / 12.0


class CaseloadMeasure(NamedTuple):
    """Something that is shown of every caseload."""

    label: str
    unit: str
    definition: str


#: What is shown of every caseload, by name.
BY_CASELOAD = {
    "offered": CaseloadMeasure(
        "visits offered to a user",
        "visits a month",
        "visits offered to a user of the cohort, as long as the first tie goes on",
    ),
    "attended": CaseloadMeasure(
        "visits attended by a user", "visits a month", "visits that such a user attends"
    ),
    "visits": CaseloadMeasure(
        "visits of a professional",
        "visits a week",
        "visits that a professional has, mean over all weeks of the run",
    ),
    "burnout": CaseloadMeasure(
        "burnout of staff", "0-1", "burnout of professionals, mean over all weeks of the run"
    ),
    "turnover": CaseloadMeasure(
        "departures of a professional",
        "departures a year",
        "departures per professional-year, mean over all weeks of the run",
    ),
    "trust": CaseloadMeasure(
        "trust of users",
        "0-1",
        "the user's trust at the end of the first tie, or in the last week if it goes on",
    ),
    "dropout": CaseloadMeasure("dropout", "share of ties", "ties that broke off"),
}
#: Weekly series from which they are computed, besides outcomes of the dyads.
READ_WEEKLY = ("engaged", "service_visits", "service_burnout", "service_turnover")

CASELOAD = {
    "arm": ("name", "the arm"),
    "caseload": ("users", "users of a professional under the arm"),
    "measure": ("name", "; ".join(f"{k}: {m.definition}" for k, m in BY_CASELOAD.items())),
    "unit": ("text", "unit of the mean"),
    "mean": ("unit", "mean over replicates"),
    **interval_columns("unit"),
}


def caseload_table(
    paired: PairedDyads, series: Mapping[str, Mapping[str, np.ndarray]],
    caseloads: Mapping[str, float],
) -> pd.DataFrame:  # fmt: skip
    """One row an arm and measure; columns as in `CASELOAD`.

    Parameters
    ----------
    paired : PairedDyads
    series : mapping of arrays
        Each of `READ_WEEKLY` by arm, shape (replicates, weeks).
    caseloads : mapping of float
        Users of a professional, by arm.
    """
    return table(_rows(paired, series, caseloads), CASELOAD)


def _rows(
    paired: PairedDyads, series: Mapping[str, Mapping[str, np.ndarray]],
    caseloads: Mapping[str, float],
) -> Iterator[tuple[object, ...]]:  # fmt: skip
    for arm, users in caseloads.items():
        weekly = {name: series[name][arm] for name in READ_WEEKLY}
        values = {
            **contacts(paired, arm, weekly["engaged"]),
            "visits": users * mean(weekly["service_visits"], axis=1),
            "burnout": mean(weekly["service_burnout"], axis=1),
            "turnover": mean(weekly["service_turnover"], axis=1),
            "trust": mean(paired.of(arm, "trust_user_end"), axis=1),
            "dropout": mean(paired.of(arm, "dropout"), axis=1),
        }
        for name, about in BY_CASELOAD.items():
            yield (arm, users, name, about.unit, *map(float, bands(values[name])))


def contacts(paired: PairedDyads, arm: str, engaged: np.ndarray) -> dict[str, np.ndarray]:
    """Visits offered and attended a month of a tie, by replicate.

    A tie counts in every week at whose start it went on: also in the one in which it ends.
    """
    months = (1.0 + engaged[:, :-1].sum(axis=1, dtype=float)) / MONTH
    return {
        name: mean(paired.of(arm, f"visits_{name}"), axis=1) / months
        for name in ("offered", "attended")
    }
