"""Sobol indices from Saltelli's design, free of noise: shares of the variance of ``g(x)``.

Blocks, estimators and their order are those of SALib (Saltelli 2002; Saltelli et al. 2010), to
rounding where there is one replicate. What differs: each product of two outcomes is one over
different replicates (`mutua.analysis.replicates`), in the numerators and in the variance below
them. So an index is the share of the variance that the *parameters* make; noise neither dilutes the
shares nor adds to the total index of what has no influence.

References
----------
Saltelli, A. (2002). Making best use of model evaluations to compute sensitivity indices. Computer
Physics Communications 145, 280-297. Saltelli, A. et al. (2010). Variance based sensitivity analysis
of model output. Computer Physics Communications 181, 259-270.
"""

from itertools import combinations
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


class Sobol(NamedTuple):
    """Sobol indices of one outcome."""

    #: Between points, of what the parameters make of the outcome; each of shape ()
    variance: Estimate
    #: Each of shape (axes,). Missing where the variance cannot be distinguished from 0.
    first: Estimate
    total: Estimate
    #: Of pairs in the order of `pairs`, each of shape (pairs,); of shape (0,) where the design does
    #: not serve them
    second: Estimate
    #: Variance between replicates at a point, mean over points; missing for one replicate
    noise: float
    noise_unshared: float  #: The part of it that points do not share


def axis_pairs(axes: int) -> list[tuple[int, int]]:
    """Numbers of the two axes of each second-order index."""
    return list(combinations(range(axes), 2))


def rows_of_a_block(axes: int, second_order: bool) -> int:
    """Points of one block: A, each AB, each BA if the second order is served, B."""
    return 2 * axes + 2 if second_order else axes + 2


def sobol(values: np.ndarray, axes: int, resamples: int = 1_000, seed: int = 0) -> Sobol:
    """Compute Sobol indices of one outcome.

    Parameters
    ----------
    values : float64, shape (blocks, rows of a block, replicates)
        Outcomes without missing values, in SALib's order: A, AB of each axis, BA of each axis
        where the second order is served, B.
    axes : int
        How many axes the design has.
    resamples : int
        Bootstrap resamples of the blocks.
    seed : int
        Of the resampling.
    """
    blocks = len(values)
    all_of_it = _indices(values, axes, full_weights(blocks))[0]
    resampled = _indices(values, axes, bootstrap_weights(blocks, resamples, seed))
    left_out = [_indices(each, axes, full_weights(blocks))[0] for each in leave_one_out(values)]
    left = np.array(left_out).reshape(-1, len(all_of_it))
    estimate = estimate_interval(all_of_it, resampled, left)
    if not estimate.low[0] > 0.0:
        for part in estimate:
            part[1:] = np.nan
    edges = (1, 1 + axes, 1 + 2 * axes)
    split = zip(*(np.split(part, edges) for part in estimate), strict=True)
    variance, first, total, second = (Estimate(*parts) for parts in split)
    return Sobol(Estimate(*(part[0] for part in variance)), first, total, second, *noise(values))


def noise(values: np.ndarray) -> tuple[float, float]:
    """Variance between replicates, and the part of it that points do not share.

    The first is the mean over the points A and B of the variance between replicates; for the
    second, the mean of each replicate over the whole design is taken off before.
    """
    if values.shape[-1] < 2:
        return np.nan, np.nan
    base = values[:, [0, -1]]
    own = base - values.mean(axis=(0, 1))
    return tuple(float(each.var(axis=-1, ddof=1).mean()) for each in (base, own))  # type: ignore[return-value]


def _indices(values: np.ndarray, axes: int, weights: np.ndarray) -> np.ndarray:
    """Variance, first, total and second-order indices under some weights of the blocks.

    Returns
    -------
    float64, shape (weights, 1 + 2 axes + pairs)
    """
    y = values - values.mean(axis=(0, 1))  # each replicate about its own mean
    middle = weights @ (0.5 * (y[:, 0] + y[:, -1]))
    sums = weights @ _products(y, axes)
    variance = sums[:, :1] - mean_product(middle, middle)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = sums[:, 1:] / np.where(variance > 0.0, variance, np.nan)
    first, closed = shares[:, :axes], shares[:, 2 * axes :]
    j, k = np.array(axis_pairs(axes), int).reshape(-1, 2).T[:, : closed.shape[1]]
    second = closed - first[:, j] - first[:, k]
    return np.concatenate([variance, shares[:, : 2 * axes], second], axis=1)


def _products(y: np.ndarray, axes: int) -> np.ndarray:
    """Each block's share in the sums, shape (blocks, 1 + 2 axes + pairs).

    Square; ``B (AB_j - A)``; ``(A - AB_j)^2 / 2``; ``BA_j AB_k - A B`` where there are BA.
    """
    a, ab, ba, b = y[:, :1], y[:, 1 : 1 + axes], y[:, 1 + axes : -1], y[:, -1:]
    square = 0.5 * (mean_product(a, a) + mean_product(b, b))
    first, total = mean_product(b, ab - a), 0.5 * mean_product(a - ab, a - ab)
    j, k = np.array(axis_pairs(axes) if ba.shape[1] else [], int).reshape(-1, 2).T
    closed = (
        mean_product(ba[:, j], ab[:, k]) - mean_product(a, b) if len(j) else np.empty((len(y), 0))
    )
    return np.concatenate([square, first, total, closed], axis=1)
