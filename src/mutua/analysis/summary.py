"""Outcomes at the end of a run, and bands over replicates."""

import numpy as np
import pandas as pd

from mutua.analysis.tables import without_units
from mutua.model.measures.outcomes import OUTCOMES, SERIES, mean_scope, unit_of_mean


def at_the_end(weekly: pd.DataFrame, dyads: pd.DataFrame | None) -> pd.DataFrame:
    """Outcomes at the end: one row each, with mean, SD between persons and unit."""
    rows = []
    columns = None if dyads is None else without_units(dyads)
    for name in OUTCOMES if columns is not None else ():
        values = columns[name].to_numpy(float)  # type: ignore[index]
        rows.append((name, "all", float(mean(values)), float(sd(values)), unit_of_mean(name)))
    last = weekly.iloc[-1]
    for name in ("engaged", *SERIES):
        rows.append((name, mean_scope(name), float(last[name]), np.nan, unit_of_mean(name)))
    return pd.DataFrame(rows, columns=["outcome", "over", "mean", "sd", "unit"])


def mean(values: np.ndarray, axis: int | None = None) -> np.ndarray:
    """Mean in float64 over what is not missing; missing where nothing is there."""
    there = np.isfinite(values)
    total = np.where(there, values, 0.0).sum(axis=axis, dtype=float)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / there.sum(axis=axis))


def sd(values: np.ndarray, axis: int | None = None) -> np.ndarray:
    """SD (n - 1) in float64 over what is not missing; missing below two values."""
    there = np.isfinite(values)
    n = there.sum(axis=axis)
    centre = mean(values, axis)
    apart = np.where(there, values - (centre if axis is None else np.expand_dims(centre, axis)), 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(
            np.sqrt((apart * apart).sum(axis=axis, dtype=float) / (np.maximum(n, 1) - 1))
        )


def student_half_width(sd: np.ndarray, n: np.ndarray | int, level: float = 0.95) -> np.ndarray:
    """Half-width of Student's interval for a mean of `n` values with this SD; missing below two."""
    from scipy.special import stdtrit

    n = np.asarray(n)
    with np.errstate(invalid="ignore", divide="ignore"):
        width = stdtrit(np.maximum(n - 1, 1), 0.5 + level / 2) * sd / np.sqrt(n)
    return np.where(n < 2, np.nan, width)


def bands(
    curves: np.ndarray, *, another: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean over replicates and its 95 % interval; `curves` has shape (replicates, ...).

    With `another` the interval is of another replicate (Student's prediction interval), not of the
    mean. Replicates in which a point is missing are left out there.
    """
    centre, there = mean(curves, 0), np.isfinite(curves).sum(axis=0)
    half = student_half_width(sd(curves, 0), there)
    half = half * np.sqrt(there + 1) if another else half
    return centre, centre - half, centre + half
