"""An outcome along what is varied: means and intervals over replicates, a row a value."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from mutua.analysis.summary import bands, mean
from mutua.analysis.tables import interval_columns

#: Columns of a table of responses besides those of what is varied.
RESPONSES = {
    "outcome": ("name", "the outcome"),
    "regime": ("name", "the arm"),
    "points": ("number", "points that have the value, or lie in the bin of which it is the middle"),
    "mean": ("the outcome's", "mean over these points and all replicates"),
    **interval_columns("the outcome's"),
    "difference": (
        "the outcome's",
        "mean paired difference to the first regime; missing for the first itself",
    ),
    "difference_low": ("the outcome's", "lower end of its 95 % interval over replicates"),
    "difference_high": ("the outcome's", "upper end of its 95 % interval"),
}


def responses(
    values: np.ndarray, place: np.ndarray, places: int, regimes: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Regime, place, then the numbers of `RESPONSES`, for one outcome; missing values left out.

    Parameters
    ----------
    values : float64, shape (points, regimes, replicates)
    place : int, shape (points,)
        At which of so many `places` each point lies.
    """
    apart = values - values[:, :1]
    means, differences = (
        np.array([mean(each[place == k], axis=0) for k in range(places)])
        for each in (values, apart)
    )
    counts = np.bincount(place, minlength=places)
    for number, regime in enumerate(regimes):
        own = np.array(bands(means[:, number].T))
        paired = np.array(bands(differences[:, number].T)) if number else np.full_like(own, np.nan)
        for k in range(places):
            yield (regime, k, int(counts[k]), *own[:, k], *paired[:, k])
