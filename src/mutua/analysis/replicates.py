"""Products that are free of noise: replicates separate noise from parameters.

The outcome of a run at point x in replicate r is ``Y_r(x) = g(x) + e_r(x)``: the mean over all
noise, which is what the parameters make of it, and what this noise adds. Replicates are
independent. Within one, points share their noise, so ``e_r(x)`` and ``e_r(x')`` may depend on each
other in any way, and under common random numbers they do. For two different replicates, r and s,

    E[Y_r(x) Y_s(x')] = g(x) g(x')    for all x and x', equal ones included,

whereas a product within one replicate, or of means over replicates, adds the covariance of their
noise: for means of R replicates ``cov(e(x), e(x')) / R``. A variance between points, and every
numerator of a Sobol index, is a sum of such products. Taken over all pairs of different replicates,

    across(P, Q) = (sum_r P_r * sum_s Q_s - sum_r P_r Q_r) / (R (R - 1)),

each is unbiased for the same sum over g, however noise is shared between points. The price: an
estimate of something that is 0 lies below 0 half of the time. One replicate tells nothing of noise,
and its products are taken as they are.
"""

from typing import NamedTuple

import numpy as np

from mutua.analysis.summary import student_half_width

#: Standard errors on each side of a 95 % interval.
Z = 1.959963984540054
#: Leaving one replicate out, there have to be two for `mean_product`.
LEAST = 3


class Estimate(NamedTuple):
    """Values with their 95 % intervals, three arrays of one shape."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


def mean_product(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Mean product of two outcomes over pairs of different replicates, the last axis."""
    count = p.shape[-1]
    if count == 1:
        return np.asarray((p * q)[..., 0])
    within = (p * q).sum(axis=-1)
    return np.asarray((p.sum(axis=-1) * q.sum(axis=-1) - within) / (count * (count - 1)))


def bootstrap_weights(blocks: int, resamples: int, seed: int = 0) -> np.ndarray:
    """Weights of the blocks in bootstrap resamples, shape (resamples, blocks); rows sum to 1."""
    draws = np.random.default_rng(seed).multinomial(blocks, [1 / blocks] * blocks, size=resamples)
    return np.asarray(draws / blocks)


def full_weights(blocks: int) -> np.ndarray:
    """Weights of all blocks as they are, shape (1, blocks)."""
    return np.full((1, blocks), 1 / blocks)


def leave_one_out(values: np.ndarray) -> list[np.ndarray]:
    """Outcomes without one replicate, the last axis, for each of them; none below `LEAST`."""
    count = values.shape[-1]
    return [np.delete(values, r, axis=-1) for r in range(count)] if count >= LEAST else []


def estimate_interval(value: np.ndarray, resampled: np.ndarray, left_out: np.ndarray) -> Estimate:
    """Interval that takes in a finite design and finite noise.

    Noise that all points share does not show between blocks, so the bootstrap of the blocks alone
    would miss it. The jackknife over replicates adds it; what both see is counted twice, on the
    safe side.

    Parameters
    ----------
    value : array, shape (...)
    resampled : array, shape (resamples, ...)
        The same from bootstrap resamples of the blocks.
    left_out : array, shape (replicates or 0, ...)
        The same without one replicate each.
    """
    half = Z * resampled.std(axis=0, ddof=1)
    count = len(left_out)
    if count:
        spread = left_out.std(axis=0, ddof=1) * (count - 1)  # of pseudo-values
        half = np.hypot(half, student_half_width(spread, count))
    return Estimate(value, value - half, value + half)
