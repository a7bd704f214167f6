"""Least squares and logistic models: against statsmodels, and a pattern that was planted."""

import numpy as np
import pytest
import statsmodels.api as sm

from mutua.analysis.regression import linear, logistic, residual, standardise


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(12)


def outcomes(rng: np.random.Generator, x: np.ndarray) -> np.ndarray:
    """Truth values with log odds of -.5 + .8 x0 - .4 x1."""
    odds = np.exp(-0.5 + 0.8 * x[:, 0] - 0.4 * x[:, 1])
    return rng.random(len(x)) < odds / (1.0 + odds)


def test_coefficients__are_those_of_statsmodels_over_complete_rows(
    rng: np.random.Generator,
) -> None:
    x = rng.normal(size=(800, 2))
    x[:, 1] += 0.5 * x[:, 0]
    x[:9, 0], x[4:30, 1] = np.nan, np.nan
    there = np.isfinite(x).all(axis=1)
    y, design = outcomes(rng, x), sm.add_constant(x[there])
    expected = sm.Logit(y[there].astype(float), design).fit(disp=0).params
    np.testing.assert_allclose(logistic(y, *x.T), expected, rtol=1e-6)
    number = x @ np.array([2.0, -1.0]) + rng.normal(size=800)
    expected = sm.OLS(number[there], design).fit()
    np.testing.assert_allclose(linear(number, *x.T), expected.params, rtol=1e-9)


def test_planted_odds__are_covered_by_their_interval_in_95_of_100_samples(
    rng: np.random.Generator,
) -> None:
    """300 samples of 400: coverage .95 with SE .0126; .91 to .99 fails 1 time in 500."""
    inside = 0
    for _ in range(300):
        x = rng.normal(size=(400, 2))
        found = logistic(outcomes(rng, x), *x.T)
        design = sm.add_constant(x)
        chance = 1.0 / (1.0 + np.exp(-design @ found))
        variance = np.linalg.inv((design.T * chance * (1.0 - chance)) @ design)
        inside += abs(found[1] - 0.8) < 1.96 * np.sqrt(variance[1, 1])
    assert 0.91 < inside / 300 < 0.99


def test_a_residual__has_nothing_to_do_with_the_predictor(rng: np.random.Generator) -> None:
    x, noise = rng.normal(size=(2, 500))
    y = 3.0 + 0.7 * x + noise
    y[:5] = np.nan
    left = residual(y, x)
    expected = sm.OLS(y[5:], sm.add_constant(x[5:])).fit().resid
    np.testing.assert_allclose(left[5:], expected, atol=1e-10)
    assert np.isnan(left[:5]).all()


def test_standardised_values__have_mean_0_and_sd_1(rng: np.random.Generator) -> None:
    values = np.append(rng.normal(3, 5, 200), np.nan)
    found = standardise(values)[:-1]
    assert (found.mean(), found.std(ddof=1)) == (pytest.approx(0.0, abs=1e-12), pytest.approx(1.0))


def test_what_has_no_coefficients__is_missing() -> None:
    """Odds without an end (the predictor says it all), and fewer rows than coefficients."""
    x = np.linspace(-1.0, 1.0, 40)
    assert np.isnan(logistic(x > 0.0, x)).all()
    assert np.isnan(logistic(x[:1] > 0.0, x[:1])).all()
    assert np.isnan(linear(x[:2], x[:2])).all()
