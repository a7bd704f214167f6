"""Which parameters such records can identify: the profile of a synthetic twin.

The twin is a service of the same size, at the values of the setting. Each candidate is moved across
its prior, on the same users and random draws, and what that does to the summaries is compared with
how far they vary from one service to the next. From the slopes follows, in the linear-Gaussian
approximation, how much of a prior's width the records would leave: alone, were everything else
known, and jointly, with every other candidate as unknown as its prior says. Two parameters that
move the summaries alike are both well known alone and neither jointly.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mutua.scenarios.space import Interval
from mutua.studies.calibration.sampler import BLOCK
from mutua.studies.calibration.services import Services

#: Twins that say how far summaries vary, and how many of them meet each level again.
TWINS, AGAIN = 300, 60
#: Levels of each candidate, as shares of its prior.
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
#: A parameter is learned if at most this share of its prior's SD is left; that many at the most.
LEAST_LEFT, MOST_LEARNED = 0.7, 6
#: 1 over the variance of an even prior from 0 to 1.
PRIOR_PRECISION = 12.0
#: Block of simulation numbers that no generation takes.
NUMBERS = 1_000


class Profile(NamedTuple):
    """What the records of a twin would identify."""

    start: np.ndarray  #: float64, shape (axes,): the setting's values, as shares of the priors
    #: float64, shape (axes, levels): how far the summaries move from those of the twin at each
    #: level, in SDs of the noise
    moved: np.ndarray
    #: float64, shape (axes,): SD that would be left, as a share of the prior's
    alone: np.ndarray
    jointly: np.ndarray

    def teachable(self) -> list[int]:
        """Axes that are learned, the best known first, and that one in any case."""
        best, *others = np.argsort(self.jointly, kind="stable")[:MOST_LEARNED].tolist()
        return [best, *(k for k in others if self.jointly[k] <= LEAST_LEFT)]


def simulations(axes: int) -> int:
    """How many services a profile takes."""
    return TWINS + axes * len(LEVELS) * AGAIN


def profile_twin(services: Services, start: np.ndarray) -> Profile:
    """Profile a synthetic twin.

    Parameters
    ----------
    services : Services
        The objective; what was observed plays no part but for its size.
    start : float64, shape (axes,)
        The setting's values, as shares of the priors.
    """
    replicate = NUMBERS * BLOCK + np.arange(TWINS)
    at_start = np.tile(services.values(start[None]), (TWINS, 1))
    twins = services.simulate(at_start, replicate)
    fine = np.isfinite(twins).all(axis=1)
    precision = np.linalg.pinv(np.cov(twins[fine].T), rcond=1e-9, hermitian=True)
    precision *= (fine.sum() - twins.shape[1] - 2) / (fine.sum() - 1)  # Hartlap et al. 2007
    apart = np.array([_moved(services, start, k, replicate[:AGAIN]) for k in range(len(start))])
    apart = apart - twins[:AGAIN]
    slopes, curves = zip(*(_slope(each, start[k]) for k, each in enumerate(apart)), strict=True)
    information = _information(np.array(slopes), precision)
    alone = np.sqrt(PRIOR_PRECISION / (PRIOR_PRECISION + np.diag(information)))
    left = np.linalg.inv(information + PRIOR_PRECISION * np.eye(len(start)))
    moved = np.sqrt(np.maximum(0.0, _squares(np.array(curves), precision)))
    return Profile(start, moved, alone, np.sqrt(PRIOR_PRECISION * np.diag(left)))


def _moved(services: Services, start: np.ndarray, k: int, replicate: np.ndarray) -> np.ndarray:
    """Summaries with one axis at each of its levels, shape (levels, twins, summaries)."""
    shares = np.tile(start, (len(LEVELS), len(replicate), 1))
    shares[..., k] = np.array(LEVELS)[:, None]
    points = services.values(shares.reshape(-1, len(start)))
    summaries = services.simulate(points, np.tile(replicate, len(LEVELS)))
    return summaries.reshape(len(LEVELS), len(replicate), -1)


def _slope(apart: np.ndarray, start: float) -> tuple[np.ndarray, np.ndarray]:
    """Slope at the start of each twin's summaries, and how far they move on average.

    A parabola through the start, fitted to the differences at all levels.
    """
    apart = np.where(np.isfinite(apart), apart, 0.0)
    away = np.array(LEVELS) - start
    design = np.linalg.pinv(np.column_stack([away, away**2]))[0]
    return np.tensordot(design, apart, axes=1), apart


def _information(slopes: np.ndarray, precision: np.ndarray) -> np.ndarray:
    """Information of mean slopes, shape (axes, axes), less what noise alone would make of them.

    `slopes`: float64, shape (axes, twins, summaries).
    """
    means = slopes.mean(axis=1)
    products = means @ precision @ means.T
    noise = [np.trace(precision @ np.cov(each.T)) / len(each) for each in slopes]
    kept = np.diag(products) - noise
    shrunk = np.sqrt(np.clip(kept, 1e-9, None) / np.diag(products).clip(1e-9))
    return np.asarray(products * shrunk[:, None] * shrunk)


def _squares(apart: np.ndarray, precision: np.ndarray) -> np.ndarray:
    """Squared distance of mean summaries, less that of noise; shape (axes, levels)."""
    means = apart.mean(axis=2)
    squares = np.einsum("als,st,alt->al", means, precision, means)
    noise = np.array([[np.trace(precision @ np.cov(level.T)) / len(level) for level in axis]
                      for axis in apart])  # fmt: skip
    return np.asarray(squares - noise)


def places(axes: Sequence[Interval], values: Sequence[float]) -> np.ndarray:
    """Shares of the priors at which some values lie, shape (axes,)."""
    shares = []
    for axis, value in zip(axes, values, strict=True):
        low, high, at = (np.log(x) if axis.log else x for x in (axis.low, axis.high, value))
        shares.append((at - low) / (high - low))
    return np.array(shares)
