"""Panels: what changes within persons from one occasion to the next."""

import numpy as np

from mutua.analysis.regression import linear
from mutua.analysis.summary import sd


def cross_lagged(cause: np.ndarray, effect: np.ndarray) -> float:
    """Standardised coefficient of a cause on an effect one occasion later, own lag adjusted.

    Both are taken from each person's mean, and pooled.

    Parameters
    ----------
    cause, effect : shape (persons, occasions)
        Persons with a missing value are left out.
    """
    there = np.isfinite(cause).all(axis=1) & np.isfinite(effect).all(axis=1)
    x, y = (each[there] - each[there].mean(axis=1, keepdims=True) for each in (cause, effect))
    before, own, after = x[:, :-1].ravel(), y[:, :-1].ravel(), y[:, 1:].ravel()
    return float(linear(after, own, before)[2] * sd(before) / sd(after))
