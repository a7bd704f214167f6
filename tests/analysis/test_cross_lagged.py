"""Within-person effects over time: against statsmodels, and an effect that was planted."""

import numpy as np
import pytest
import statsmodels.api as sm

from mutua.analysis.panel import cross_lagged


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(31)


def panel(
    rng: np.random.Generator, effect: float, persons: int, occasions: int
) -> tuple[np.ndarray, np.ndarray]:
    """Cause and effect with person means of their own; each occasion takes `effect` of the cause.

    Both means are common to the person, so that between persons they go together.
    """
    common = 3.0 * rng.normal(size=persons)
    x = rng.normal(size=(persons, occasions))
    y = rng.normal(size=(persons, occasions))
    for k in range(1, occasions):
        y[:, k] += effect * x[:, k - 1]
    return x + common[:, None], y + common[:, None]


def test_it_is_the_standardised_coefficient_of_least_squares(rng: np.random.Generator) -> None:
    x, y = panel(rng, 0.4, 50, 7)
    y[3, 2] = np.nan
    a, b = np.delete(x, 3, axis=0), np.delete(y, 3, axis=0)
    a, b = a - a.mean(axis=1)[:, None], b - b.mean(axis=1)[:, None]
    columns = [b[:, :-1].ravel(), a[:, :-1].ravel()]
    scaled = [(each - each.mean()) / each.std() for each in (*columns, b[:, 1:].ravel())]
    expected = sm.OLS(scaled[2], np.column_stack(scaled[:2])).fit().params[1]
    assert cross_lagged(x, y) == pytest.approx(expected, rel=1e-9)


def test_a_planted_effect__is_found_and_its_reverse_is_not(rng: np.random.Generator) -> None:
    """4,000 persons, 25 occasions, SE about .003; the person's mean costs less than a 25th."""
    x, y = panel(rng, 0.5, 4_000, 25)
    planted = 0.5 / np.sqrt(1.0 + 0.5**2)
    assert cross_lagged(x, y) == pytest.approx(planted, abs=0.03)
    assert cross_lagged(y, x) == pytest.approx(0.0, abs=0.03)


def test_without_a_complete_person__there_is_no_effect() -> None:
    assert np.isnan(cross_lagged(np.full((4, 7), np.nan), np.ones((4, 7))))


def test_who_differs_only_between_persons__has_no_effect(rng: np.random.Generator) -> None:
    """Between persons r is near .9; within them nothing goes together (SE about .008)."""
    x, y = panel(rng, 0.0, 3_000, 7)
    assert cross_lagged(x, y) == pytest.approx(0.0, abs=0.03)
