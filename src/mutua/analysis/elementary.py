"""Elementary effects from Morris's trajectories, with what noise alone would show.

An effect is the change of the outcome, a mean over replicates, per whole range of the parameter.

References
----------
Morris, M. D. (1991). Factorial sampling plans for preliminary computational experiments.
Technometrics 33, 161-174. Campolongo, F., Cariboni, J. & Saltelli, A. (2007). An effective
screening design for sensitivity analysis of large models. Environmental Modelling & Software 22,
1509-1518.
"""

from typing import NamedTuple

import numpy as np

from mutua.analysis.replicates import (
    Estimate,
    bootstrap_weights,
    estimate_interval,
    full_weights,
    leave_one_out,
    mean_product,
)

#: Mean of the absolute value of a normal number with SD 1.
FOLDED = float(np.sqrt(2.0 / np.pi))


class Elementary(NamedTuple):
    """Elementary effects of one outcome; each of shape (axes,)."""

    mu: np.ndarray  #: float64: mean effect
    mu_star: Estimate  #: Mean absolute effect
    #: SD of the effects between trajectories, free of noise: interactions and curvature
    sigma: Estimate
    #: float64: mean absolute effect that noise alone would show where there is none. Missing for
    #: one replicate.
    chance: np.ndarray


def step_size(levels: int) -> float:
    """Length of a step in the unit cube."""
    return levels / (2.0 * (levels - 1.0))


def elementary(
    values: np.ndarray, moves: np.ndarray, levels: int, resamples: int = 1_000, seed: int = 0
) -> Elementary:
    """Compute elementary effects of one outcome.

    Parameters
    ----------
    values : float64, shape (trajectories, axes + 1, replicates)
        Outcomes without missing values.
    moves : float64, shape (trajectories, axes, axes)
        Which axis (the last) each step moved, and whither: 1 up, -1 down, 0 not. An axis that a
        trajectory never moved, since two levels have one value there, has no effect in it.
    levels : int
        Levels of the design.
    resamples, seed : int
        Bootstrap resamples of the trajectories, and their seed.

    Notes
    -----
    The variance of the effects between trajectories is a sum of products and is freed of noise like
    a Sobol index (`mutua.analysis.replicates`). An absolute value is not, and mu_star grows with
    noise: where a parameter has no influence, its expectation is ``sqrt(2 / pi) s``, s the standard
    error of an effect over replicates. That is `chance`; a mu_star near it says nothing. Under
    common random numbers a parameter that no rule reads has effects of exactly 0, and so is its
    chance.
    """
    trajectories = len(values)
    effects = np.einsum("tkj,tkr->tjr", moves, np.diff(values, axis=1)) / step_size(levels)
    estimate = _moments(effects, full_weights(trajectories))[0]
    resampled = _moments(effects, bootstrap_weights(trajectories, resamples, seed))
    left_out = [_moments(each, full_weights(trajectories))[0] for each in leave_one_out(effects)]
    bounds = estimate_interval(estimate, resampled, np.array(left_out).reshape(-1, *estimate.shape))
    mu, mu_star, sigma = (Estimate(*parts) for parts in zip(*bounds, strict=True))
    return Elementary(mu.value, mu_star, sigma, FOLDED * np.sqrt(_error(effects).mean(axis=0)))


def _error(effects: np.ndarray) -> np.ndarray:
    """Squared standard error of each effect over replicates, shape (trajectories, axes)."""
    count = effects.shape[-1]
    if count < 2:
        return np.full(effects.shape[:2], np.nan)
    return np.asarray(effects.var(axis=-1, ddof=1) / count)


def _moments(effects: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Mean, mean absolute value and SD of the effects, shape (weights, 3, axes)."""
    count = len(effects)
    means = effects.mean(axis=-1)
    middle = np.einsum("wt,tjr->wjr", weights, effects)
    spread = (
        (weights @ mean_product(effects, effects) - mean_product(middle, middle))
        * count
        / (count - 1)
    )
    sigma = np.sqrt(np.maximum(spread, 0.0))
    return np.stack([weights @ means, weights @ np.abs(means), sigma], axis=1)
