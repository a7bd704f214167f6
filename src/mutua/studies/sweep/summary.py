"""Contrasts between regimes over the points of a sweep.

Parts are read one by one and added up, so that memory does not grow with the runs.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from mutua.analysis.tables import table
from mutua.studies.sweep.rows import OUTCOMES

COLUMNS = {
    "outcome": ("name", "the outcome"),
    "reference": ("name", "the first regime"),
    "regime": ("name", "the regime that is compared with it; the first itself, if it is alone"),
    "points": ("number", "points at which both have the outcome"),
    "mean": ("the outcome's", "mean over points and replicates under the regime"),
    "difference": ("the outcome's", "mean over points of the paired difference to the reference"),
    "lowest": ("the outcome's", "lowest difference of a point, mean over its replicates"),
    "highest": ("the outcome's", "highest difference of a point, mean over its replicates"),
    "higher": ("share", "points at which the regime has more of it than the reference"),
}


def point_means(
    parts: Iterable[pd.DataFrame], points: int, regimes: int, outcomes: Sequence[str] = OUTCOMES
) -> np.ndarray:
    """Means over replicates of some outcomes, shape (points, regimes, outcomes).

    A replicate that failed, or has no value, is left out; where none has one, the mean is missing.
    """
    sums = np.zeros((points, regimes, len(outcomes)))
    counts = np.zeros(sums.shape, np.int64)
    for rows in parts:
        values = rows[list(outcomes)].to_numpy(float)
        there = ~np.isnan(values)
        cell = rows["point"].to_numpy(), rows["regime"].cat.codes.to_numpy()
        np.add.at(sums, cell, np.where(there, values, 0.0))
        np.add.at(counts, cell, there)
    with np.errstate(invalid="ignore"):
        return np.asarray(sums / counts)


def contrasts(means: np.ndarray, regimes: Sequence[str]) -> pd.DataFrame:
    """Compare every regime with the first, point by point; one row an outcome and regime.

    `means`: float64, shape (points, regimes, outcomes); as `point_means` gives them, of every
    outcome.
    """
    alone = len(regimes) == 1
    rows = []
    for k, name in enumerate(OUTCOMES):
        for arm in range(0 if alone else 1, len(regimes)):
            values = means[:, arm, k]
            apart = np.full_like(values, np.nan) if alone else values - means[:, 0, k]
            rows.append((name, regimes[0], regimes[arm], *_over_points(values, apart)))
    return table(rows, COLUMNS)


def _over_points(values: np.ndarray, apart: np.ndarray) -> tuple[float, ...]:
    """Count, mean, mean difference, lowest, highest, share above zero; missing values left out."""
    here, there = values[~np.isnan(values)], apart[~np.isnan(apart)]
    mean = here.mean() if len(here) else np.nan
    if not len(there):
        return (len(here), mean, np.nan, np.nan, np.nan, np.nan)
    return (len(there), mean, there.mean(), there.min(), there.max(), (there > 0.0).mean())
