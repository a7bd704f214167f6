"""What became of the whole cohort at fixed weeks, in care and out of it."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.contrasts import mean_difference
from mutua.analysis.summary import mean
from mutua.analysis.tables import PAIR, interval_columns, table, without_units
from mutua.model.measures.outcomes import WEEKLY, label

#: Weeks at which the cohort is looked at, besides the last one.
WEEKS = (13, 26, 52, 104)
#: Weeks of a year, of which rates are.
YEAR = 52.0
#: Weekly series of the whole cohort that are given as they stand.
STANDING = (
    "in_care", "cohort_severity", "cohort_adherence", "cohort_efficacy", "cohort_hope",
    "cohort_crisis_weeks",
)  # fmt: skip
#: Counts so far that are given a person and as rates in care and out of it.
COUNTS = ("crises", "relapses", "admissions")
FOLLOW_UP = {
    "week": ("week", "weeks since the start"),
    "outcome": ("name", "what is reported of the cohort"),
    "of": ("text", "of a person by then; of a year in care; of a year out of care"),
    "unit": ("text", "unit of the value"),
}
ONE_RUN = {**FOLLOW_UP, "value": ("unit", "mean over the cohort, or rate")}
PAIRED = {
    **FOLLOW_UP,
    **PAIR,
    "mean_reference": ("unit", "mean under the reference"),
    "mean_arm": ("unit", "mean under the arm"),
    "difference": ("unit", "mean paired difference, arm less reference"),
    **interval_columns("unit"),
}


def fixed_weeks(last: int) -> list[int]:
    """Weeks at which a run of so many weeks is looked at."""
    return sorted({*(week for week in WEEKS if week <= last), last})


def follow_up_of(weekly: pd.DataFrame) -> pd.DataFrame:
    """What became of the cohort of one run at fixed weeks; columns as in `ONE_RUN`."""
    weeks, weekly = fixed_weeks(int(weekly["week"].max())), without_units(weekly)
    return table(
        ((week, *about, float(value[0])) for week in weeks
         for about, value in _reported(weekly[weekly["week"] == week], week)),
        ONE_RUN,
    )  # fmt: skip


def follow_up_table(weekly: pd.DataFrame, arms: Sequence[str]) -> pd.DataFrame:
    """Paired differences in what became of the cohort; columns as in `PAIRED`.

    Parameters
    ----------
    weekly : DataFrame
        One row an arm, replicate and week.
    arms : sequence of str
        Arms, the reference first.
    """
    return table(_differences(without_units(weekly), arms), PAIRED)


def _differences(weekly: pd.DataFrame, arms: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for week in fixed_weeks(int(weekly["week"].max())):
        then = weekly[weekly["week"] == week].sort_values("replicate")
        reported = {arm: dict(_reported(then[then["arm"] == arm], week)) for arm in arms}
        for reference, arm in combinations(arms, 2):
            for about, a in reported[reference].items():
                b = reported[arm][about]
                found = mean_difference(a, b)
                yield (week, *about, reference, arm, float(mean(a)), float(mean(b)), *found)


def _reported(then: pd.DataFrame, week: int) -> Iterator[tuple[tuple[str, str, str], np.ndarray]]:
    """What is reported of rows of one week, with one value a row."""
    for name in STANDING:
        yield (name, "person", WEEKLY[name].unit), then[name].to_numpy(float)
    within = then["weeks_in_care"].to_numpy(float)
    for name in COUNTS:
        whole = then[f"cohort_{name}"].to_numpy(float)
        in_care = then[f"{name}_in_care"].to_numpy(float)
        yield (name, "person", name), whole
        yield (name, "year in care", f"{name} a year"), _rate(in_care, within)
        yield (name, "year out of care", f"{name} a year"), _rate(whole - in_care, week - within)


def _rate(events: np.ndarray, weeks: np.ndarray) -> np.ndarray:
    """Events a year; missing where there is less than a week of exposure in a hundred people."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(weeks > 0.01, YEAR * events / weeks, np.nan)


def outcome_name(outcome: str) -> str:
    """Name of what is reported, without the word for the whole cohort."""
    return label(outcome).removesuffix(", all") if outcome in WEEKLY else outcome
