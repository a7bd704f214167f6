"""What a sweep tells at a glance: contrasts between regimes, over its points."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mutua.sweeps.outcomes import OUTCOMES

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


def contrasts(table: pd.DataFrame, regimes: Sequence[str]) -> pd.DataFrame:
    """Compare every regime with the first, point by point; one row an outcome and regime."""
    by = ["point", "regime"]
    means = table.groupby(by, observed=False)[list(OUTCOMES)].mean().unstack("regime")
    reference, *others = regimes
    rows = []
    for name in OUTCOMES:
        first = means[name][reference].to_numpy()
        for regime in others or [reference]:
            values = means[name][regime].to_numpy()
            apart = values - first if others else np.full_like(values, np.nan)
            rows.append((name, reference, regime, *_over_points(values, apart)))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame.attrs = {k: {"unit": unit, "definition": text} for k, (unit, text) in COLUMNS.items()}
    return frame


def _over_points(values: np.ndarray, apart: np.ndarray) -> tuple[float, ...]:
    """Count, mean, mean difference, lowest, highest, share above zero; missing values left out."""
    here, there = values[~np.isnan(values)], apart[~np.isnan(apart)]
    mean = here.mean() if len(here) else np.nan
    if not len(there):
        return (len(here), mean, np.nan, np.nan, np.nan, np.nan)
    return (len(there), mean, there.mean(), there.min(), there.max(), (there > 0.0).mean())
