"""Quantile tables: marginals of traits as functions of normal scores.

A table holds a marginal at 1,025 points over normal scores from -4 to 4. The tables of a population
are made once, by SciPy, and read by interpolation in compiled code.
"""

from functools import lru_cache

import numpy as np

from mutua.jit.compile import rule
from mutua.jit.structs import Rows
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.groups import Signed, UpToFour, UpToTwo

POINTS = 1025
#: Normal scores of the table's ends; points are 1/128 apart.
SCORE_END, SCORES_PER_UNIT = 4.0, 128.0
#: Tables hold multiples of this: SciPy versions differ in the last digits, tables must not.
GRAIN = 2.0**-20
#: Ends of marginals that are neither shares nor declared with ends of their own.
ENDS: dict[type, tuple[float, float]] = {
    Signed: (-1.0, 1.0),
    UpToTwo: (0.0, 2.0),
    UpToFour: (0.0, 4.0),
}
#: No need is ever 0: shares of needs are divided by their sum.
LEAST_NEED = 0.01

# Rows of the table array: normal scores of uniforms first, then one marginal each.
SCORE = 0
SEVERITY, PREFERRED_CONTROL, AVOIDANCE, ALTERNATIVES, RESPONSE, TRUST, ANCHOR, PURSE = range(1, 9)
SKILL, EMPATHY, REACH, PREFERRED_CONTROL_P, PRONENESS, TRUST_P, ANCHOR_P = range(9, 16)
ENOUGH, RESPONSIBILITY = 16, 17
EFFICACY, HOPE, ACCEPTANCE, STIGMA, BURDEN, ADHERENCE = range(18, 24)
GOAL_CHANGE, GOAL_STABILITY, GOAL_CHANGE_P = range(24, 27)
ANXIETY, EDUCATION, LOCUS, AGE, EXPRESSED_EMOTION, WARMTH, ATTITUDE = range(27, 34)
FLEXIBILITY, ATTACHMENT, ATTITUDE_P, OUTSIDE_LOAD, AGE_P, UNDERSTANDING = range(34, 40)
IMAGE, IMAGE_P, STANDARD = 40, 41, 42
NEED, NEED_P = 43, 49
TABLES = 55


@rule
def interpolate(table: Rows, row: int, position: float) -> float:
    """Value of one table at a fractional position, held within its ends."""
    position = min(max(position, 0.0), POINTS - 1.000001)
    k = int(position)
    low = table[row, k]
    return float(low + (position - k) * (table[row, k + 1] - low))


@rule
def score(table: Rows, u: float) -> float:
    """Normal score of a uniform, within +-3.3."""
    return interpolate(table, SCORE, u * (POINTS - 1.0))


@rule
def quantile(table: Rows, row: int, z: float) -> float:
    """Value of a marginal at a normal score."""
    return interpolate(table, row, (z + SCORE_END) * SCORES_PER_UNIT)


@rule
def trait_value(table: Rows, row: int, u: float) -> float:
    """Value of a marginal for a uniform."""
    return quantile(table, row, score(table, u))


def tables(p: Parameters) -> Rows:
    """Quantile tables of one population, shape (TABLES, POINTS), in the units of the traits."""
    q = p.population
    marginals: list[float | tuple[float, ...]] = [
        q.severity, q.preferred_control, q.avoidance, q.alternatives, q.response, q.trust, q.anchor,
        q.purse, q.skill, q.empathy, q.reach, q.preferred_control_professional, q.proneness,
        q.trust_professional, q.anchor_professional, q.enough,
        q.responsibility, q.efficacy, q.hope, q.acceptance, q.stigma, q.burden, q.adherence,
        q.goal_change, q.goal_stability, q.goal_change_professional, q.anxiety, q.education,
        q.locus, q.age, q.expressed_emotion, q.warmth, q.attitude, q.flexibility, q.attachment,
        q.attitude_professional, q.outside_load, q.age_professional, q.understanding,
        q.image, q.image_professional, q.standard,
        *((mean, q.need_sd, LEAST_NEED, 1.0) for mean in q.need),
        *((mean, q.need_sd_professional, LEAST_NEED, 1.0) for mean in q.need_professional),
    ]  # fmt: skip
    return np.array([_scores(), *map(_marginal, marginals)])


def _marginal(declared: float | tuple[float, ...]) -> np.ndarray:
    """Quantiles of a trait: of a multiple by the SD of its logarithm, else of a beta."""
    return _beta(*ends(declared)) if isinstance(declared, tuple) else _multiple(declared)


def ends(marginal: tuple[float, ...]) -> tuple[float, ...]:
    """Mean, SD and, where they are not 0 and 1, lowest and highest value of a marginal."""
    return (*marginal, *ENDS.get(type(marginal), ()))


def _rounded(values: np.ndarray) -> np.ndarray:
    return np.round(values / GRAIN) * GRAIN


@lru_cache(maxsize=4096)
def _scores() -> np.ndarray:
    from scipy.special import ndtri

    inner = np.linspace(0.0, 1.0, POINTS)
    inner[0], inner[-1] = 0.5 / POINTS, 1.0 - 0.5 / POINTS
    return _rounded(ndtri(inner))


def _normal_grid() -> np.ndarray:
    return np.linspace(-SCORE_END, SCORE_END, POINTS)


@lru_cache(maxsize=4096)
def _beta(mean: float, sd: float, low: float = 0.0, high: float = 1.0) -> np.ndarray:
    """Quantiles of a beta distribution with this mean and SD, stretched over [low, high]."""
    from scipy.special import betaincinv, ndtr

    a, b = beta_shape(mean, sd, low, high)
    return _rounded(low + (high - low) * betaincinv(a, b, ndtr(_normal_grid())))


@lru_cache(maxsize=4096)
def _multiple(sd: float) -> np.ndarray:
    """Quantiles of exp(N(0, sd)), a multiple with median 1."""
    return _rounded(np.exp(sd * _normal_grid()))


def beta_shape(mean: float, sd: float, low: float = 0.0, high: float = 1.0) -> tuple[float, float]:
    """Shape parameters of a beta distribution on [low, high]; not positive where none exists."""
    width = high - low
    m, s = (mean - low) / width, sd / width
    n = m * (1.0 - m) / (s * s) - 1.0
    return m * n, (1.0 - m) * n
