"""Differences by week among the dyads that both arms keep.

A mean over the engaged of one arm less a mean over the engaged of another compares different dyads
as soon as the arms lose different dyads. Those engaged under both arms are the same dyads: a
principal stratum (Frangakis & Rubin 2002), which a model can observe and no trial can.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.summary import bands, mean
from mutua.analysis.tables import PAIR, interval_columns, table
from mutua.model.measures.outcomes import STATES, WEEKLY

STAYERS = {
    **PAIR,
    "outcome": ("name", "the weekly series"),
    "unit": ("text", "unit of the differences"),
    "week": ("week", "weeks since the start"),
    "both": ("share of sample", "share of the sample that is engaged under both arms"),
    "difference": ("unit", "mean difference among these, arm less reference"),
    **interval_columns("unit"),
    "own": ("unit", "difference between the means over each arm's own engaged"),
}


class Weeks(NamedTuple):
    """Means over dyads of one replicate, week by week."""

    share: np.ndarray  #: shape (weeks,): share of the sample that is averaged over
    mean: np.ndarray  #: shape (weeks, series): missing where no dyad is left


def mean_over_engaged(states: np.ndarray) -> Weeks:
    """Average over dyads whose tie goes on: states of one arm, or differences between two.

    Parameters
    ----------
    states : shape (dyads, weeks, series)
        All series of a dyad are missing once the tie has ended.
    """
    there = np.isfinite(states[..., 0])
    n = there.sum(axis=0)
    total = np.where(there[..., None], states, 0.0).sum(axis=0)
    with np.errstate(invalid="ignore"):
        return Weeks(n / len(states), total / n[:, None])


def stayer_table(
    pairs: Mapping[tuple[str, str], list[Weeks]], arms: Mapping[str, list[Weeks]]
) -> pd.DataFrame:
    """One row a pair of arms, state and week; columns as in `STAYERS`.

    Parameters
    ----------
    pairs : mapping
        For each pair of arms and each replicate, the differences (arm less reference) over those
        engaged under both; series as in `STATES`.
    arms : mapping
        For each arm and each replicate, the states over those engaged under it.
    """
    return table(_rows(pairs, arms), STAYERS)


def _rows(
    pairs: Mapping[tuple[str, str], list[Weeks]], arms: Mapping[str, list[Weeks]]
) -> Iterator[tuple[object, ...]]:
    alone = {arm: np.array([weeks.mean for weeks in runs]) for arm, runs in arms.items()}
    for pair, runs in pairs.items():
        both = np.mean([weeks.share for weeks in runs], axis=0)
        bars = bands(np.array([weeks.mean for weeks in runs]))
        own = mean(alone[pair[1]] - alone[pair[0]], axis=0)
        for k, name in enumerate(STATES):
            values = zip(both, *(bar[:, k] for bar in bars), own[:, k], strict=True)
            for week, row in enumerate(values, start=1):
                yield (*pair, name, WEEKLY[name].unit, week, *row)
