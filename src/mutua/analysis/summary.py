"""Outcomes at the end of a run, and bands over replicates."""

import numpy as np
import pandas as pd

from mutua.measures.outcomes import ROW, WEEKLY

#: Units of columns that name, date or code something: a mean of them means nothing.
CODES = ("slot", "kind", "class", "bits", "week")
#: What a dyad brings, the same in every arm of one setting: the registry gives it no label, except
#: to severity, which has one at the start and one at the end.
TRAITS = tuple(
    name
    for name, about in ROW.items()
    if name == "severity_start" or (not about.label and about.unit not in CODES)
)
#: Columns of a dyad that are outcomes: whatever else has a label; endings are told elsewhere.
OUTCOMES = tuple(
    name for name, about in ROW.items() if about.label and name not in (*TRAITS, "engaged")
)
#: Weekly series that are reported as they stand in the last week, over those engaged then.
SERIES = tuple(name for name in WEEKLY if name not in ("engaged", "attended"))


def at_the_end(weekly: pd.DataFrame, dyads: pd.DataFrame | None) -> pd.DataFrame:
    """Outcomes at the end: one row each, with mean, SD between persons and unit."""
    rows = []
    for name in OUTCOMES if dyads is not None else ():
        values = dyads[name].astype(float)  # type: ignore[index]
        rows.append((name, "all", values.mean(), values.std(), ROW[name].unit))
    last = weekly.iloc[-1]
    for name in ("engaged", *SERIES):
        over = "all" if name == "engaged" else "engaged"
        rows.append((name, over, float(last[name]), np.nan, WEEKLY[name].unit))
    return pd.DataFrame(rows, columns=["outcome", "over", "mean", "sd", "unit"])


def student_half_width(sd: np.ndarray, n: int, level: float = 0.95) -> np.ndarray:
    """Half-width of Student's interval for a mean of `n` values with this SD."""
    from scipy.special import stdtrit

    if n < 2:
        return np.full_like(sd, np.nan)
    return np.asarray(stdtrit(n - 1, 0.5 + level / 2) * sd / np.sqrt(n))


def bands(curves: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean over replicates and its 95 % interval; `curves` has shape (replicates, points)."""
    mean = curves.mean(axis=0)
    half = student_half_width(curves.std(axis=0, ddof=1), len(curves))
    return mean, mean - half, mean + half
