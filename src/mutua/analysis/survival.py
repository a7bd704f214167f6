"""Duration of ties, competing endings, and the hazard of breaking off.

Curves have shape (replicates, weeks + 1), week 0 first. A tie ends in the week of its last
attended visit (-1: none was attended, counted at week 0); one that has not ended leaves at the
horizon.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.summary import bands
from mutua.analysis.tables import interval_columns, table

#: Endings that count as breaking off.
DROPOUT = ("failed", "nonattendance")
#: Ties that go on at the horizon are censored there. Moving away competes with breaking off, so
#: that the incidence of breaking off is, at the horizon, the share of all users that broke off.
CENSORING = ("",)
#: Visits beyond which fewer than this share of the cohort is left are not shown.
LEAST_AT_RISK = 0.02

INCIDENCE = {
    "arm": ("name", "the arm"),
    "week": ("week", "weeks since the start"),
    "at_risk": ("ties", "ties of all replicates that had not ended before the week"),
    "ending": ("name", "how ties ended; dropout: failed or nonattendance"),
    "share": ("share of cohort", "cumulative incidence by the week's end (Aalen and Johansen)"),
    **interval_columns("share of cohort"),
}
HAZARD = {
    "arm": ("name", "the arm"),
    "visit": ("visits", "visits attended so far; 0: none yet"),
    "at_risk": ("ties", "ties of all replicates that attended so many visits"),
    "hazard": ("share of ties", "of these, the share that broke off before the next visit"),
    **interval_columns("share of ties"),
}


def survival(dropout: np.ndarray, exit_week: np.ndarray, weeks: int) -> np.ndarray:
    """Estimated share of ties not broken off after each week, shape (weeks + 1,), week 0 first.

    The product-limit estimator of Kaplan and Meier: other endings, and the horizon, censor.

    Parameters
    ----------
    dropout : bool, shape (dyads,)
        Whether the tie ended as a dropout.
    exit_week : int, shape (dyads,)
        Week of the last attended visit of a tie that ended, the horizon for one that did not.
    weeks : int
        The horizon.
    """
    ended = incidence(dropout[None].astype(int), exit_week[None], weeks, 1)
    return np.asarray(1.0 - ended.incidence[0, 0])


class Incidence(NamedTuple):
    """Competing endings."""

    #: int, shape (replicates, weeks + 1): ties neither ended nor censored before each week
    at_risk: np.ndarray
    #: float, shape (causes, replicates, weeks + 1): share of ties that have ended from each cause
    #: by the end of each week
    incidence: np.ndarray


def incidence(cause: np.ndarray, exit_week: np.ndarray, weeks: int, causes: int) -> Incidence:
    """Cumulative incidence of competing endings, after Aalen and Johansen.

    Parameters
    ----------
    cause : int, shape (replicates, dyads)
        1 to `causes`; 0: censored.
    exit_week : int, shape (replicates, dyads)
        Week of the ending or of censoring; what lies before week 0 counts there.
    weeks, causes : int
        The horizon; how many causes there are.
    """
    replicates, dyads = cause.shape
    kinds = causes + 1
    place = (np.arange(replicates)[:, None] * (weeks + 1) + np.maximum(exit_week, 0)) * kinds
    counts = np.bincount((place + cause).ravel(), minlength=replicates * (weeks + 1) * kinds)
    counts = counts.reshape(replicates, weeks + 1, kinds)
    left = np.cumsum(counts.sum(axis=2), axis=1)
    at_risk = dyads - np.hstack([np.zeros((replicates, 1), int), left[:, :-1]])
    hazards = counts[..., 1:] / np.maximum(at_risk, 1)[..., None]
    going = np.cumprod(1.0 - hazards.sum(axis=2), axis=1)
    before = np.hstack([np.ones((replicates, 1)), going[:, :-1]])
    return Incidence(at_risk, np.cumsum(before[..., None] * hazards, axis=1).transpose(2, 0, 1))


def causes(endings: tuple[str, ...]) -> list[str]:
    """Names of the endings that compete: those that do not censor."""
    return [name for name in endings if name not in CENSORING]


def incidence_by_ending(
    code: np.ndarray, exit_week: np.ndarray, weeks: int, endings: tuple[str, ...]
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Ties at risk, and the cumulative incidence of dropout and of each ending by name.

    Parameters
    ----------
    code : int, shape (replicates, dyads)
        Places in `endings`.
    """
    names = causes(endings)
    cause = np.array([names.index(name) + 1 if name in names else 0 for name in endings])[code]
    at_risk, curves = incidence(cause, exit_week, weeks, len(names))
    named = dict(zip(names, curves, strict=True))
    dropout = np.sum([named[name] for name in DROPOUT], axis=0)
    return at_risk, {"dropout": dropout, **named}


def incidence_table(arms: Mapping[str, tuple[np.ndarray, dict[str, np.ndarray]]]) -> pd.DataFrame:
    """One row an arm, ending and week, from what `incidence_by_ending` gives for each arm."""
    parts: list[tuple[object, ...]] = []
    for arm, (at_risk, curves) in arms.items():
        for ending, values in curves.items():
            week = range(values.shape[1])
            parts += zip([arm] * len(week), week, at_risk.sum(axis=0), [ending] * len(week),
                         *bands(values), strict=True)  # fmt: skip
    return table(parts, INCIDENCE)


def hazard(dropout: np.ndarray, visits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of ties that break off after the k-th attended visit and before the next.

    Parameters
    ----------
    dropout : bool, shape (replicates, dyads)
        Whether the tie broke off.
    visits : int, shape (replicates, dyads)
        Visits attended in all.

    Returns
    -------
    at_risk, hazard : shape (replicates, visits + 1)
        For k = 0, 1, ...: ties that attended k visits, and the share of them; missing where none.
        Stops where fewer than `LEAST_AT_RISK` of the cohort are left.
    """
    replicates, dyads = visits.shape
    most = int(visits.max()) + 1
    place = np.arange(replicates)[:, None] * most + visits
    left, gone = (
        np.bincount(place[kept], minlength=replicates * most).reshape(replicates, most)
        for kept in (np.ones_like(dropout), dropout)
    )
    at_risk = np.cumsum(left[:, ::-1], axis=1)[:, ::-1]
    shown = at_risk.mean(axis=0) >= LEAST_AT_RISK * dyads
    with np.errstate(invalid="ignore"):
        return at_risk[:, shown], (gone / at_risk)[:, shown]


def hazard_table(arms: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> pd.DataFrame:
    """One row an arm and visit, from what `hazard` gives for each arm."""
    parts: list[tuple[object, ...]] = []
    for arm, (at_risk, values) in arms.items():
        visit = range(values.shape[1])
        parts += zip([arm] * len(visit), visit, at_risk.sum(axis=0), *bands(values), strict=True)
    return table(parts, HAZARD)
