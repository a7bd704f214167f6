"""Paired contrasts between arms on the same people."""

from typing import NamedTuple

import numpy as np

from mutua.analysis.summary import student_half_width

#: Resamples of the replicates for the interval of the variance-reduction factor.
RESAMPLES = 2_000


class Paired(NamedTuple):
    """A difference between two arms, over replicates of the same luck.

    Attributes
    ----------
    difference, low, high : float
        Mean paired difference and its 95 % interval (Student's t over replicates).
    variance_reduction : float
        ``(s2_A + s2_B)/s2_(A-B)`` over replicates: how many times as many independent runs would
        have been needed for the same interval. Infinite where the differences do not vary.
    vrf_low, vrf_high : float
        Bootstrap 95 % interval of that factor.
    """

    difference: float
    low: float
    high: float
    variance_reduction: float
    vrf_low: float
    vrf_high: float


def paired(reference: np.ndarray, arm: np.ndarray) -> Paired:
    """Contrast of an arm with the reference, from one mean a replicate; shape (replicates,)."""
    differences = arm - reference
    mean = differences.mean()
    half = float(student_half_width(np.asarray(differences.std(ddof=1)), len(differences)))
    low, high = _bootstrap(reference, arm)
    factor = float(variance_reduction(reference[None], arm[None])[0])
    return Paired(float(mean), mean - half, mean + half, factor, low, high)


def variance_reduction(reference: np.ndarray, arm: np.ndarray) -> np.ndarray:
    """``(s2_A + s2_B)/s2_(A-B)`` along the last axis."""
    apart = reference.var(axis=-1, ddof=1) + arm.var(axis=-1, ddof=1)
    together = (arm - reference).var(axis=-1, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(apart / together)


def _bootstrap(reference: np.ndarray, arm: np.ndarray) -> tuple[float, float]:
    n = len(reference)
    if n < 3:
        return np.nan, np.nan
    picks = np.random.default_rng(0).integers(0, n, (RESAMPLES, n))
    factors = variance_reduction(reference[picks], arm[picks])
    factors = factors[np.isfinite(factors)]
    if len(factors) == 0:
        return np.nan, np.nan
    low, high = np.quantile(factors, [0.025, 0.975])
    return float(low), float(high)


def cohens_d(difference: float, sd_reference: float, sd_arm: float) -> float:
    """Difference in units of the pooled SD between persons."""
    pooled = np.sqrt(0.5 * (sd_reference**2 + sd_arm**2))
    return float(difference / pooled) if pooled > 0.0 else float("nan")
