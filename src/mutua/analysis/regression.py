"""Regression of a number or a truth value on some others.

Rows with a missing value are left out; coefficients that there are none of are missing (NaN).
"""

import numpy as np

from mutua.analysis.association import complete_rows
from mutua.analysis.summary import mean, sd

#: Newton's steps at the most; without convergence after so many there are no finite odds.
STEPS = 30


def standardise(values: np.ndarray) -> np.ndarray:
    """Values less their mean, in SD of those that are not missing."""
    with np.errstate(invalid="ignore"):
        return np.asarray((values - mean(values)) / sd(values))


def linear(outcome: np.ndarray, *predictors: np.ndarray) -> np.ndarray:
    """Coefficients of ordinary least squares: the intercept, then one a predictor."""
    y, design = _rows(outcome, predictors)
    if len(y) <= len(design.T):
        return np.full(len(design.T), np.nan)
    return np.asarray(np.linalg.lstsq(design, y)[0])


def logistic(outcome: np.ndarray, *predictors: np.ndarray) -> np.ndarray:
    """Log odds of a truth value, by maximum likelihood: the intercept, then one a predictor."""
    from scipy.special import expit

    y, design = _rows(outcome, predictors)
    coefficients = np.zeros(len(design.T))
    for _ in range(STEPS if len(y) > len(design.T) else 0):
        chance = expit(design @ coefficients)
        information = (design.T * (chance * (1.0 - chance))) @ design
        change = np.linalg.lstsq(information, design.T @ (y - chance))[0]
        coefficients += change
        if np.abs(change).max() < 1e-10:
            return coefficients
    return np.full(len(coefficients), np.nan)


def residual(outcome: np.ndarray, predictor: np.ndarray) -> np.ndarray:
    """What the straight line on a predictor leaves of an outcome; missing where either is."""
    intercept, slope = linear(outcome, predictor)
    return np.asarray(outcome - intercept - slope * predictor)


def _rows(outcome: np.ndarray, predictors: tuple[np.ndarray, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Complete rows: the outcome, and the design with a column of ones first."""
    y, *x = complete_rows(outcome, *predictors)
    return y, np.column_stack([np.ones(len(y)), *x])
