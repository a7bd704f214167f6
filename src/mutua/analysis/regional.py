"""Regional sensitivity: which parameters separate the points of a region from all others.

References
----------
Spear, R. C. & Hornberger, G. M. (1980). Eutrophication in Peel Inlet II: identification of critical
uncertainties via generalized sensitivity analysis. Water Research 14, 43-49.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

#: Shuffles of the points for what chance alone would show.
SHUFFLES = 499


class Region(NamedTuple):
    """Points of which an outcome lies on one side of a threshold."""

    side: str  #: ``above`` or ``below``
    threshold: float  #: In the outcome's unit
    quartile: bool  #: Whether the threshold is a quartile, as 0 would have parted too few points
    inside: np.ndarray  #: bool, shape (points,)
    #: Share of the points whose 95 % interval over replicates includes the threshold; missing for
    #: one replicate
    undecided: float


def distances(points: np.ndarray, named: Sequence[bool], inside: np.ndarray) -> np.ndarray:
    """Distance between the distributions of each parameter inside and outside a region.

    Parameters
    ----------
    points : float64, shape (points, axes)
    named : sequence of bool
        Which axes hold numbers of choices, that have no order.
    inside : bool, shape (sets, points)
        Points of the region; every set has points inside and outside.

    Returns
    -------
    float64, shape (sets, axes)
        Kolmogorov and Smirnov's statistic, the largest vertical distance between the two
        distribution functions. For choices by name, the largest difference in the share of any set
        of them (total variation), which for two is the same.
    """
    into = inside / inside.sum(axis=1, keepdims=True)
    out = ~inside / (~inside).sum(axis=1, keepdims=True)
    apart = into - out
    distances = np.empty((len(inside), points.shape[1]))
    for axis, by_name in enumerate(named):
        order = np.argsort(points[:, axis], kind="stable")
        values = points[order, axis]
        starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
        per_value = np.add.reduceat(apart[:, order], starts, axis=1)
        steps = 0.5 * np.abs(per_value) if by_name else per_value.cumsum(axis=1)
        distances[:, axis] = steps.sum(axis=1) if by_name else np.abs(steps).max(axis=1)
    return distances


def chance_distance(
    points: np.ndarray, named: Sequence[bool], inside: np.ndarray, group: int = 1, seed: int = 0
) -> np.ndarray:
    """Distance that a parameter without influence exceeds in one of twenty cases, shape (axes,).

    Parameters
    ----------
    inside : bool, shape (points,)
    group : int
        So many points, one after the other, belong together (a trajectory) and are shuffled as one.
    """
    generator = np.random.default_rng(seed)
    grouped = inside.reshape(-1, group)
    orders = [generator.permutation(len(grouped)) for _ in range(SHUFFLES)]
    shuffled = np.array([grouped[order].ravel() for order in orders])
    return np.asarray(np.quantile(distances(points, named, shuffled), 0.95, axis=0))
