"""Paired contrasts between arms on the same dyads."""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.paired import PairedDyads
from mutua.analysis.summary import mean, sd, student_half_width
from mutua.analysis.tables import PAIR, interval_columns, table, without_units
from mutua.model.measures.outcomes import (
    OUTCOMES,
    ROW,
    SERIES,
    WHEN,
    attach_units,
    mean_scope,
    unit_of_mean,
)

#: Resamples of the replicates for the interval of the variance-reduction factor.
RESAMPLES = 2_000

#: Which time a weekly series is over in a table of differences.
LAST_WEEK = "in the last week"
#: Columns of the table of paired differences.
SUMMARY = {
    "outcome": ("name", "the outcome"),
    "unit": ("text", "unit of the means and the difference"),
    "over": ("text", "over all dyads, those engaged in the last week, or the whole service then"),
    "when": ("text", "which time the number is over"),
    **PAIR,
    "mean_reference": ("unit", "mean under the reference"),
    "mean_arm": ("unit", "mean under the arm"),
    "difference": ("unit", "mean paired difference, arm less reference"),
    **interval_columns("unit"),
    "sd": ("unit", "SD between persons, pooled over the two arms"),
    "d": ("SD", "difference in pooled SD between persons (Cohen's d)"),
    "variance_reduction": ("ratio", "(s2_A + s2_B)/s2_(A-B) over replicates"),
    "vrf_low": ("ratio", "lower end of its bootstrap 95 % interval"),
    "vrf_high": ("ratio", "upper end of its bootstrap 95 % interval"),
}


class MeanDifference(NamedTuple):
    """Mean paired difference and its 95 % interval (Student's t over replicates)."""

    difference: float
    low: float
    high: float


class PairedContrast(NamedTuple):
    """A difference between two arms, over replicates with the same random draws."""

    #: As in `MeanDifference`
    difference: float
    low: float
    high: float
    #: ``(s2_A + s2_B)/s2_(A-B)`` over replicates: how many times as many independent runs would
    #: have been needed for the same interval. Infinite where the differences do not vary.
    variance_reduction: float
    #: Bootstrap 95 % interval of that factor
    vrf_low: float
    vrf_high: float


def mean_difference(reference: np.ndarray, arm: np.ndarray) -> MeanDifference:
    """Difference of an arm from the reference, from one mean a replicate; shape (replicates,).

    Replicates in which either mean is missing are left out; below two there is no interval.
    """
    return _difference(*_in_both(reference, arm))


def paired_contrast(reference: np.ndarray, arm: np.ndarray) -> PairedContrast:
    """Contrast of an arm with the reference; as `mean_difference`, with what pairing saves."""
    reference, arm = _in_both(reference, arm)
    found = _difference(reference, arm)
    if len(arm) < 2:
        return PairedContrast(*found, *[np.nan] * 3)
    factor = float(variance_reduction(reference[None], arm[None])[0])
    return PairedContrast(*found, factor, *_bootstrap(reference, arm))


def _in_both(reference: np.ndarray, arm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means of the replicates in which neither is missing."""
    there = np.isfinite(reference) & np.isfinite(arm)
    return reference[there].astype(float), arm[there].astype(float)


def _difference(reference: np.ndarray, arm: np.ndarray) -> MeanDifference:
    differences = arm - reference
    if len(arm) < 2:
        return MeanDifference(float(mean(differences)), np.nan, np.nan)
    centre = differences.mean()
    half = float(student_half_width(np.asarray(differences.std(ddof=1)), len(differences)))
    return MeanDifference(float(centre), centre - half, centre + half)


def variance_reduction(reference: np.ndarray, arm: np.ndarray) -> np.ndarray:
    """``(s2_A + s2_B)/s2_(A-B)`` along the last axis."""
    apart = reference.var(axis=-1, ddof=1) + arm.var(axis=-1, ddof=1)
    return _ratio(apart, (arm - reference).var(axis=-1, ddof=1))


def _ratio(apart: np.ndarray, together: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(apart / together)


def _bootstrap(reference: np.ndarray, arm: np.ndarray) -> tuple[float, float]:
    if len(reference) < 3:
        return np.nan, np.nan
    apart = _resampled_variance(reference.tobytes()) + _resampled_variance(arm.tobytes())
    factors = _ratio(apart, _resampled_variance((arm - reference).tobytes()))
    factors = factors[np.isfinite(factors)]
    if len(factors) == 0:
        return np.nan, np.nan
    low, high = np.quantile(factors, [0.025, 0.975])
    return float(low), float(high)


@lru_cache(maxsize=512)
def _resampled_variance(means: bytes) -> np.ndarray:
    """Variance over the replicates of each resample, of their means as bytes; shape (RESAMPLES,).

    Kept, since an arm is in several pairs.
    """
    values = np.frombuffer(means)
    drawn = values[_picks(len(values))]
    drawn -= drawn.mean(axis=-1, keepdims=True)
    drawn *= drawn
    return np.asarray(drawn.sum(axis=-1) / (len(values) - 1))


@cache
def _picks(replicates: int) -> np.ndarray:
    """Replicates of each resample, shape (RESAMPLES, replicates)."""
    return np.random.default_rng(0).integers(0, replicates, (RESAMPLES, replicates))


def pooled_sd(sd_reference: float, sd_arm: float) -> float:
    """SD between persons, pooled over two arms of equal size."""
    return float(np.sqrt(0.5 * (sd_reference**2 + sd_arm**2)))


def cohens_d(difference: float, sd_reference: float, sd_arm: float) -> float:
    """Difference in units of the pooled SD between persons."""
    spread = pooled_sd(sd_reference, sd_arm)
    return float(difference / spread) if spread > 0.0 else float("nan")


def differences(paired: PairedDyads, weekly: pd.DataFrame) -> pd.DataFrame:
    """Paired differences of every outcome for every pair of arms.

    Parameters
    ----------
    paired : PairedDyads
        Outcomes of every dyad.
    weekly : DataFrame
        One row an arm, replicate and week; series are compared as they stand in the last week.

    Returns
    -------
    DataFrame
        One row an outcome and pair; columns as in `SUMMARY`.
    """
    measured = [*_by_person(paired), *_by_week(paired.arms, weekly)]
    return table(
        (one.against(reference, arm)
         for reference, arm in combinations(paired.arms, 2) for one in measured),
        SUMMARY,
    )  # fmt: skip


#: The interval of the simulation alone, where intervals hold parameters too.
NOISE = {
    "noise_from": ("unit", "lower end of the 95 % interval of the random draws alone"),
    "noise_to": ("unit", "upper end of the 95 % interval of the random draws alone"),
}


def add_noise(summary: pd.DataFrame, paired: PairedDyads) -> pd.DataFrame:
    """Add to differences what the random draws of dyads alone leave open.

    From the spread of paired differences between the dyads of a replicate, each replicate being of
    other parameters; missing for weekly series.
    """
    ends = {name: np.full(len(summary), np.nan) for name in NOISE}
    for k, row in enumerate(summary.itertuples()):
        if row.over != "all":
            continue
        apart = paired.of(row.arm, row.outcome).astype(float) - paired.of(
            row.reference, row.outcome
        ).astype(float)
        there = np.isfinite(apart).sum(axis=1)
        error = np.sqrt((sd(apart, axis=1) ** 2 / np.maximum(there, 1)).sum()) / len(apart)
        for name, sign in zip(NOISE, (-1.0, 1.0), strict=True):
            ends[name][k] = row.difference + sign * 1.96 * error
    return attach_units(summary.assign(**ends), SUMMARY | NOISE)


class OutcomeByArm(NamedTuple):
    """One outcome under every arm."""

    #: The outcome, what its mean is taken over, and which time it is over
    name: str
    over: str
    when: str
    means: dict[str, np.ndarray]  #: float64, shape (replicates,): a mean a replicate, by arm
    spreads: dict[str, float]  #: SD between persons, by arm; missing for series

    def against(self, reference: str, arm: str) -> tuple[object, ...]:
        """One row of the table of paired differences."""
        a, b = self.means[reference], self.means[arm]
        pair = paired_contrast(a, b)
        spread = pooled_sd(self.spreads[reference], self.spreads[arm])
        d = cohens_d(pair.difference, self.spreads[reference], self.spreads[arm])
        unit = unit_of_mean(self.name)
        about = (self.name, unit, self.over, self.when, reference, arm)
        return (*about, float(mean(a)), float(mean(b)), *pair[:3], spread, d, *pair[3:])


def _by_person(paired: PairedDyads) -> Iterator[OutcomeByArm]:
    for name in OUTCOMES:
        values = {arm: paired.of(arm, name) for arm in paired.arms}
        means = {arm: mean(each, axis=1) for arm, each in values.items()}
        spreads = {arm: float(sd(each)) for arm, each in values.items()}
        yield OutcomeByArm(name, "all", WHEN[ROW[name].when], means, spreads)


def _by_week(arms: tuple[str, ...], weekly: pd.DataFrame) -> Iterator[OutcomeByArm]:
    final = without_units(weekly)[weekly["week"] == weekly["week"].max()]
    for name in SERIES:
        last = final.pivot(index="replicate", columns="arm", values=name)
        means = {arm: last[arm].to_numpy(float) for arm in arms}
        spreads = dict.fromkeys(arms, np.nan)
        yield OutcomeByArm(name, mean_scope(name), LAST_WEEK, means, spreads)
