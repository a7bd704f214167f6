"""How long ties last."""

import numpy as np


def survival(dropout: np.ndarray, exit_week: np.ndarray, weeks: int) -> np.ndarray:
    """Estimated share of ties not broken off after each week, shape (weeks + 1,), week 0 first.

    The product-limit estimator of Kaplan and Meier: other endings, and the horizon, censor.

    Parameters
    ----------
    dropout : bool, shape (dyads,)
        Whether the tie ended as a dropout.
    exit_week : int, shape (dyads,)
        Week of the last attended visit of a tie that ended (-1: none was attended, counted at week
        0), the horizon for one that did not.
    weeks : int
        The horizon.
    """
    week = np.maximum(exit_week, 0)
    gone = np.bincount(week[dropout], minlength=weeks + 1)
    left = np.bincount(week, minlength=weeks + 1)
    at_risk = len(week) - np.concatenate([[0], np.cumsum(left)[:-1]])
    return np.cumprod(1.0 - gone / np.maximum(at_risk, 1))
