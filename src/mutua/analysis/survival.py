"""How long ties last."""

import numpy as np


def survival(dropout: np.ndarray, exit_week: np.ndarray, weeks: int) -> np.ndarray:
    """Share of ties not yet broken off after each week, shape (weeks + 1,), week 0 first.

    Parameters
    ----------
    dropout : bool, shape (dyads,)
        Whether the tie ended as a dropout.
    exit_week : int, shape (dyads,)
        Week of the last attended visit of those (-1: none was attended, counted at week 0).
    weeks : int
        The horizon, at which the rest is censored.

    Notes
    -----
    All ties start at week 0 and censoring happens at the horizon only, so that the product-limit
    estimator of Kaplan and Meier is this share.
    """
    gone = np.maximum(exit_week[dropout], 0)
    return 1.0 - np.cumsum(np.bincount(gone, minlength=weeks + 1)) / len(dropout)
