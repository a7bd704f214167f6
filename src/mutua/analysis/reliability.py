"""Internal consistency of an instrument of several items."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from mutua.analysis.association import correlation
from mutua.analysis.tables import table

RELIABILITY = {
    "part": ("name", "part of the instrument"),
    "items": ("items", "how many items it has"),
    "mean": ("points", "mean over dyads"),
    "sd": ("points", "SD between dyads"),
    "alpha": ("1", "Cronbach's alpha"),
    "rest_low": ("1", "lowest correlation of an item with the rest of its part"),
    "rest_high": ("1", "highest correlation of an item with the rest of its part"),
}


def cronbach_alpha(items: np.ndarray) -> float:
    """Cronbach's alpha of items, shape (dyads, items); missing of one item, or without spread."""
    number, total = items.shape[1], items.sum(axis=1).var(ddof=1)
    if number < 2 or total == 0.0:
        return float("nan")
    return float(number / (number - 1) * (1.0 - items.var(axis=0, ddof=1).sum() / total))


def reliability_table(ratings: pd.DataFrame, parts: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Reliability of each part of an instrument; columns as in `RELIABILITY`.

    Parameters
    ----------
    ratings : DataFrame
        One row a dyad, a column an item; dyads that lack one are left out.
    parts : mapping
        Names of the items of each part.
    """
    rows = []
    for part, names in parts.items():
        items = ratings[list(names)].dropna().to_numpy(float)
        score = items.sum(axis=1)
        rest = [correlation(items[:, k], score - items[:, k]) for k in range(items.shape[1])]
        spread = float(score.std(ddof=1))
        alpha = cronbach_alpha(items)
        rows.append((part, len(names), float(score.mean()), spread, alpha, min(rest), max(rest)))
    return table(rows, RELIABILITY)
