"""Replicates are added until the contrasts between regimes are as precise as requested.

Testing after every replicate and stopping at the first interval that is narrow enough gives
intervals that cover too seldom. Stein's two stages do not: the first n replicates of a point give
the number it needs, ``N = max(n, ceil((2 t s / width)^2))``, and nothing of the later ones decides.
Given the variances of the first stage, the mean of N differences is independent of them, so
``mean +- t s / sqrt(N)``, with s and the n - 1 degrees of freedom of the first stage, covers with
exactly 95 % where differences of replicate means are normal, whatever N became; so it does where N
was cut off at a limit, only wider.

References
----------
Stein, C. (1945). A two-sample test for a linear hypothesis whose power is independent of the
variance. Annals of Mathematical Statistics 16, 243-258.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mutua.errors import ParameterError, brief, hint
from mutua.model.measures.outcomes import Outcome, attach_units
from mutua.scenarios.check import finite, mapping, text, whole
from mutua.studies.sweep.plan import Block, SweepPlan
from mutua.studies.sweep.rows import OUTCOMES
from mutua.studies.sweep.summary import point_means

#: Fewer replicates estimate a variance badly: t grows, and means are not normal yet.
LEAST = 8
LEVEL = 0.95


class RequiredReplicates(NamedTuple):
    """Replicates that points need, by the first stage; each of shape (points,)."""

    replicates: np.ndarray  #: int64: replicates of each point, those of the first stage included
    #: int64: replicates that as narrow an interval would take if each regime had random draws of
    #: its own
    unpaired: np.ndarray


#: What a request says.
KEYS = ("outcome", "width", "most")


def check_adaptive(given: Any, regimes: int, replicates: int) -> dict[str, Any] | None:
    """Return the request, if there is one, in Python's own numbers; refuse what no sweep can do."""
    if given is None:
        return None
    request = dict(mapping("adaptive", given))
    if set(request) != set(KEYS):
        raise ParameterError(f"adaptive: {brief(given)} has not the keys {', '.join(KEYS)}")
    outcome = text("adaptive.outcome", request["outcome"])
    width, most = (
        finite("adaptive.width", request["width"]),
        whole("adaptive.most", request["most"]),
    )
    if outcome not in OUTCOMES:
        near = hint(outcome, OUTCOMES)
        raise ParameterError(f"adaptive.outcome: {brief(outcome)} is no outcome of a sweep{near}")
    if not width > 0.0:
        raise ParameterError(f"adaptive.width: {width:g} is not a width above 0")
    if regimes < 2:
        raise ParameterError("regimes: one alone has no contrast that adaptive could wait for")
    if replicates < LEAST:
        raise ParameterError(f"replicates: adaptive begins with {LEAST} or more, not {replicates}")
    if most < replicates:
        raise ParameterError(f"adaptive.most: {most} is less than replicates={replicates}")
    return {"outcome": outcome, "width": width, "most": most}


def student(n: int) -> float:
    """Quantile of Student's t for an interval from `n` values."""
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 0.5 + LEVEL / 2))


def required_replicates(pilot: np.ndarray, width: float, most: int) -> RequiredReplicates:
    """Replicates that every regime's contrast with the first needs for intervals of this width.

    Parameters
    ----------
    pilot : float64, shape (points, regimes, replicates)
        Outcome of the first stage; a point with missing values needs no more of them.
    width : float
        The interval's full width that is requested, in the outcome's unit.
    most : int
        Limit of a point's replicates.
    """
    n = pilot.shape[-1]
    apart = pilot.var(axis=-1, ddof=1)
    paired = (pilot[:, 1:] - pilot[:, :1]).var(axis=-1, ddof=1)
    unpaired = apart[:, 1:] + apart[:, :1]
    scale = (2.0 * student(n) / width) ** 2

    def replicates(variance: np.ndarray, limit: float) -> np.ndarray:
        wanted = np.ceil(scale * np.nan_to_num(variance.max(axis=1), nan=0.0))
        return np.asarray(np.clip(wanted, n, limit), np.int64)

    return RequiredReplicates(replicates(paired, most), replicates(unpaired, 2.0**53))


def half_width(pilot: np.ndarray, replicates: np.ndarray) -> np.ndarray:
    """Half-width of Stein's interval for each contrast, shape (points, regimes - 1).

    Parameters
    ----------
    pilot : float64, shape (points, regimes, replicates of the first stage)
    replicates : int64, shape (points,)
        Replicates in all, as `required_replicates` gives them.
    """
    spread = (pilot[:, 1:] - pilot[:, :1]).std(axis=-1, ddof=1)
    return np.asarray(student(pilot.shape[-1]) * spread / np.sqrt(replicates)[:, None])


def further_block(plan: SweepPlan, parts: Iterable[pd.DataFrame]) -> Block | None:
    """The second stage, from the parts of the first; None if no more replicates are needed."""
    first = plan.blocks[0]
    request, n = plan.adaptive or {}, first.last[0]
    last = required_replicates(pilot_of(plan, parts), request["width"], request["most"]).replicates
    if (last == n).all():
        return None
    return Block(first.start, first.stop, n, tuple(last.tolist()))


def pilot_of(plan: SweepPlan, parts: Iterable[pd.DataFrame]) -> np.ndarray:
    """Outcome of the first stage, shape (points, regimes, replicates)."""
    first = plan.blocks[0]
    pilot = np.full((first.stop - first.start, len(plan.regimes), first.last[0]), np.nan)
    for rows in parts:
        early = rows[rows["replicate"] < first.last[0]]
        at = early["point"], early["regime"].cat.codes, early["replicate"]
        pilot[tuple(each.to_numpy() for each in at)] = early[(plan.adaptive or {})["outcome"]]
    return pilot


REPLICATION: dict[str, Outcome] = {
    "point": Outcome("number", "the design point"),
    "reference": Outcome("name", "the first regime"),
    "regime": Outcome("name", "the regime that is compared with it"),
    "outcome": Outcome("name", "the outcome that replicates were added for"),
    "replicates": Outcome("number", "replicates of the point"),
    "difference": Outcome("the outcome's", "mean paired difference, regime less reference"),
    "low": Outcome("the outcome's", "lower end of its 95 % interval (Stein 1945)"),
    "high": Outcome("the outcome's", "upper end of its 95 % interval (Stein 1945)"),
    "met": Outcome("truth", "the interval is as narrow as requested"),
    "unpaired": Outcome("number", "replicates that regimes with draws of their own would take"),
}


def replication(
    plan: SweepPlan, parts: Callable[[], Iterable[pd.DataFrame]]
) -> pd.DataFrame:  # fmt: skip
    """Replicates of each point, the contrasts they give, and what common random draws saved.

    Parameters
    ----------
    parts : callable
        Gives the parts of the sweep, at every call.

    Returns
    -------
    DataFrame
        One row a point and regime other than the first, with the columns of `REPLICATION`.
    """
    request = plan.adaptive or {}
    pilot = pilot_of(plan, parts())
    points, regimes, _ = pilot.shape
    number = required_replicates(pilot, request["width"], request["most"])
    half = half_width(pilot, number.replicates)
    means = point_means(parts(), points, regimes, [request["outcome"]])[:, :, 0]
    difference = means[:, 1:] - means[:, :1]
    arms = regimes - 1
    frame = pd.DataFrame({
        "point": np.repeat(np.arange(points), arms),
        "reference": plan.regimes[0],
        "regime": np.tile(np.array(plan.regimes[1:], dtype=object), points),
        "outcome": request["outcome"],
        "replicates": np.repeat(number.replicates, arms),
        "difference": difference.ravel(),
        "low": (difference - half).ravel(),
        "high": (difference + half).ravel(),
        "met": (2.0 * half <= request["width"] * (1.0 + 1e-12)).ravel(),
        "unpaired": np.repeat(number.unpaired, arms),
    })  # fmt: skip
    return attach_units(frame, REPLICATION)
