"""Correlations, kappa, and ratios of odds and risks: against SciPy and statsmodels."""

import numpy as np
import pytest
import scipy.stats
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from mutua.analysis.association import (
    correlation,
    effect_size,
    kappa,
    odds_ratio,
    rank_correlation,
    risk_ratio,
)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


def test_correlations__are_those_of_scipy_over_complete_rows(rng: np.random.Generator) -> None:
    a = rng.integers(0, 12, 400).astype(float)  # with ties
    b = a + rng.normal(0, 4, 400)
    a[:7], b[5:20] = np.nan, np.nan
    there = np.isfinite(a) & np.isfinite(b)
    expected = scipy.stats.pearsonr(a[there], b[there])[0]
    assert correlation(a, b) == pytest.approx(expected, rel=1e-12)
    expected = scipy.stats.spearmanr(a[there], b[there])[0]
    assert rank_correlation(a, b) == pytest.approx(expected, rel=1e-12)


def test_kappa_and_ratios__are_those_of_statsmodels(rng: np.random.Generator) -> None:
    a = rng.random(500) < 0.4
    b = np.where(rng.random(500) < 0.6, a, rng.random(500) < 0.3)
    cells = np.array([[np.sum((a == x) & (b == y)) for y in (1, 0)] for x in (1, 0)])
    assert kappa(a, b) == pytest.approx(cohens_kappa(cells).kappa, rel=1e-12)
    expected = Table2x2(cells)
    assert odds_ratio(b, a) == pytest.approx(expected.oddsratio, rel=1e-12)
    assert risk_ratio(b, a) == pytest.approx(expected.riskratio, rel=1e-12)


def test_effect_size__is_the_difference_in_the_pooled_sd_of_statsmodels(
    rng: np.random.Generator,
) -> None:
    a, b = rng.normal(1.0, 2.0, 300), rng.normal(0.0, 1.0, 80)
    compared = CompareMeans(DescrStatsW(a), DescrStatsW(b))
    pooled = compared.std_meandiff_pooledvar / np.sqrt(1.0 / 300 + 1.0 / 80)
    expected = (a.mean() - b.mean()) / pooled
    assert effect_size(np.append(a, np.nan), b) == pytest.approx(expected, rel=1e-12)
    assert np.isnan(effect_size(a, b[:1]))


def test_a_planted_kappa__is_found_within_three_standard_errors(rng: np.random.Generator) -> None:
    """Two answer alike in .6 of cases, else each by a fair coin: kappa .6 (SE about .008)."""
    a = rng.random(10_000) < 0.5
    b = np.where(rng.random(10_000) < 0.6, a, rng.random(10_000) < 0.5)
    assert kappa(a, b) == pytest.approx(0.6, abs=0.025)


def test_what_is_not_defined__is_missing() -> None:
    yes, some = np.ones(4, bool), np.array([True, False, True, False])
    assert np.isnan(kappa(yes, yes))
    assert kappa(yes, some) == 0.0
    assert np.isnan(odds_ratio(yes, some))
    assert np.isnan(risk_ratio(some, some))
    assert np.isnan(correlation(np.ones(4), np.arange(4.0)))
    gone = np.full(3, np.nan)
    for statistic in (correlation, rank_correlation, kappa, odds_ratio, risk_ratio):
        assert np.isnan(statistic(gone, np.ones(3)))
