"""How ties last and end: against a kept library, closed forms, and simulation."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from mutua.analysis.summary import bands
from mutua.analysis.survival import LEAST_AT_RISK, hazard, incidence, incidence_by_ending, survival

ENDINGS = ("", "failed", "enough", "nonattendance", "moved")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


def at_weeks(times: np.ndarray, values: np.ndarray, weeks: int, before: float) -> np.ndarray:
    """A step function known at its jumps, read at every week."""
    place = np.searchsorted(times, np.arange(weeks + 1), side="right")
    return np.concatenate([[before], values])[place]


@pytest.mark.parametrize("causes", [1, 2, 4])
def test_cumulative_incidence__is_that_of_statsmodels(
    rng: np.random.Generator, causes: int
) -> None:
    weeks = 40
    cause = rng.integers(0, causes + 1, (3, 400))
    week = np.where(cause == 0, rng.choice([weeks, 17], cause.shape), rng.integers(1, 41, (3, 400)))
    ours = incidence(cause, week, weeks, causes).incidence
    for replicate in range(3):
        kept = CumIncidenceRight(week[replicate], cause[replicate])
        for k in range(causes):
            theirs = at_weeks(kept.times, kept.cinc[k], weeks, 0.0)
            np.testing.assert_allclose(ours[k, replicate], theirs, atol=1e-12)


def test_numbers_at_risk_and_survival__are_those_of_statsmodels(rng: np.random.Generator) -> None:
    weeks = 30
    gone = rng.random(600) < 0.6
    week = np.where(gone, rng.integers(1, 31, 600), 30)
    kept = SurvfuncRight(week, gone.astype(int))
    risk = incidence(gone[None].astype(int), week[None], weeks, 1).at_risk[0]
    np.testing.assert_array_equal(risk[kept.surv_times.astype(int)], kept.n_risk)
    theirs = at_weeks(kept.surv_times, kept.surv_prob, weeks, 1.0)
    np.testing.assert_allclose(survival(gone, week, weeks), theirs, atol=1e-12)


def test_survival__is_the_product_limit_estimate_of_scipy(rng: np.random.Generator) -> None:
    gone = rng.random(500) < 0.6
    week = np.where(gone, rng.integers(1, 30, 500), 30)
    data = scipy.stats.CensoredData.right_censored(week, ~gone)
    theirs = scipy.stats.ecdf(data).sf.evaluate(np.arange(31))
    np.testing.assert_allclose(survival(gone, week, 30), theirs, atol=1e-12)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 12)), min_size=1, max_size=60))
def test_every_tie__has_ended_from_one_cause_or_is_still_there(ties: list) -> None:
    """Without censoring before the horizon, incidences are plain shares, and sum with survival."""
    cause = np.array([c for c, _ in ties])
    week = np.where(cause == 0, 12, [w for _, w in ties])
    curves = incidence(cause[None], week[None], 12, 3).incidence[:, 0]
    for k in range(3):
        ended = [(np.maximum(week, 0)[cause == k + 1] <= w).sum() / len(ties) for w in range(13)]
        np.testing.assert_allclose(curves[k], ended, atol=1e-12)
    assert (np.diff(curves, axis=1) >= 0).all()


def test_never_seen_again__counts_from_the_start() -> None:
    assert survival(np.array([True, False]), np.array([-1, 5]), 5).tolist() == [0.5] * 6


def test_dropout__is_the_sum_of_its_endings__and_at_the_horizon_the_share_of_all(
    rng: np.random.Generator,
) -> None:
    """Moving away competes: the curve ends where the share of all users that broke off is."""
    code = rng.integers(0, len(ENDINGS), (2, 300))
    week = np.where(code == 0, 20, rng.integers(0, 21, code.shape))
    at_risk, curves = incidence_by_ending(code, week, 20, ENDINGS)
    assert list(curves) == ["dropout", "failed", "enough", "nonattendance", "moved"]
    np.testing.assert_allclose(curves["dropout"], curves["failed"] + curves["nonattendance"])
    gone = np.isin(code, [ENDINGS.index("failed"), ENDINGS.index("nonattendance")])
    np.testing.assert_allclose(curves["dropout"][:, -1], gone.mean(axis=1))
    assert (at_risk[:, 0] == 300).all()


@pytest.mark.slow
def test_bands_of_incidence__cover_the_closed_form_as_often_as_they_say(
    rng: np.random.Generator,
) -> None:
    """Two constant weekly hazards and constant moving away: the incidence has a closed form.

    3,000 comparisons of 10 replicates x 300 ties. Coverage of the 95 % band at week 20 within 4
    SE of .95, with .005 for the skewness of a share: a false alarm in about 16,000.
    """
    trials, replicates, ties, weeks = 3_000, 10, 300, 20
    first, second, moving = 0.02, 0.01, 0.005
    shape = (trials * replicates, ties)
    # a tie ends in the first week in which something happens; moving away comes last in a week
    ends = rng.geometric(first + second, shape)
    leaves = rng.geometric(moving, shape)
    kind = 1 + (rng.random(shape) < second / (first + second))
    week = np.minimum(np.minimum(ends, leaves), weeks)
    cause = np.where((ends <= leaves) & (ends <= weeks), kind, 0)
    curve = incidence(cause, week, weeks, 2).incidence[0].reshape(trials, replicates, weeks + 1)
    truth = first / (first + second) * (1 - (1 - first - second) ** weeks)
    _, low, high = bands(curve[:, :, weeks].T)
    covered = ((low <= truth) & (truth <= high)).mean()
    assert abs(covered - 0.95) < 4 * np.sqrt(0.95 * 0.05 / trials) + 0.005


def test_hazard__by_hand() -> None:
    """Four ties attend 0, 1, 1, 2 visits; those with 0 and the first with 1 break off."""
    at_risk, share = hazard(np.array([[True, True, False, False]]), np.array([[0, 1, 1, 2]]))
    assert at_risk.tolist() == [[4, 3, 1]]
    assert share.tolist() == [[1 / 4, 1 / 3, 0.0]]


def test_hazard__multiplies_to_the_survival_over_visits(rng: np.random.Generator) -> None:
    """The product of 1 - hazard is the product-limit estimate with visits in place of weeks."""
    gone, visits = rng.random((1, 800)) < 0.5, rng.integers(0, 12, (1, 800))
    _, share = hazard(gone, visits)
    over_visits = survival(gone[0], visits[0], 11)[: share.shape[1]]
    np.testing.assert_allclose(np.cumprod(1 - share[0]), over_visits, atol=1e-12)


def test_hazard__stops_where_few_are_left() -> None:
    visits = np.array([[*[3] * 999, 50]])
    at_risk, _ = hazard(np.zeros_like(visits, bool), visits)
    assert at_risk.shape == (1, 4)
    assert at_risk.min() >= LEAST_AT_RISK * 1000
