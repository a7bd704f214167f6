"""How much clusters differ: against statsmodels, and spread that was planted."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy.special import expit
from scipy.stats import norm
from statsmodels.stats.anova import anova_lm

from mutua.analysis.clusters import intraclass_correlation, log_odds_sd
from mutua.analysis.summary import student_half_width


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(21)


def clustered(rng: np.random.Generator, sizes: np.ndarray, sd: float) -> pd.DataFrame:
    """Values with SD 1 within clusters and `sd` between them."""
    cluster = np.repeat(np.arange(len(sizes)), sizes)
    values = sd * rng.normal(size=len(sizes))[cluster] + rng.normal(size=len(cluster))
    return pd.DataFrame({"value": values, "cluster": cluster})


def test_the_correlation__is_that_of_a_mixed_model_where_clusters_are_equal(
    rng: np.random.Generator,
) -> None:
    """Balanced: restricted maximum likelihood and analysis of variance agree."""
    table = clustered(rng, np.full(60, 12), 0.5)
    fitted = smf.mixedlm("value ~ 1", table, groups="cluster").fit(reml=True)
    between = float(fitted.cov_re.iloc[0, 0])
    expected = between / (between + fitted.scale)
    found = intraclass_correlation(table["value"].to_numpy(), table["cluster"].to_numpy())
    assert found == pytest.approx(expected, rel=1e-4)


def test_the_correlation__is_that_of_the_mean_squares_where_clusters_differ(
    rng: np.random.Generator,
) -> None:
    sizes = rng.integers(1, 30, 50)
    table = clustered(rng, sizes, 0.4)
    between, within = anova_lm(smf.ols("value ~ C(cluster)", table).fit())["mean_sq"]
    size = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(sizes) - 1)
    found = intraclass_correlation(table["value"].to_numpy(), table["cluster"].to_numpy())
    assert found == pytest.approx((between - within) / (between + (size - 1) * within), rel=1e-9)


def test_one_cluster_or_none_of_two_members__has_no_correlation() -> None:
    for clusters in ([], [0, 0, 0], [0, 1, 2]):
        values = np.arange(len(clusters), dtype=float)
        assert np.isnan(intraclass_correlation(values, np.array(clusters, int)))


@pytest.mark.parametrize("planted", [0.0, 0.05, 0.2])
def test_a_planted_correlation__lies_in_the_interval_over_replicates(
    rng: np.random.Generator, planted: float
) -> None:
    """Of 60 intervals over 8 replicates, 95 % of which hold it: at least 50 (alarm 1 in 2,000)."""
    sizes, sd = rng.integers(5, 20, 80), np.sqrt(planted / (1.0 - planted))
    found = np.array(
        [
            intraclass_correlation(table["value"].to_numpy(), table["cluster"].to_numpy())
            for table in (clustered(rng, sizes, sd) for _ in range(480))
        ]
    )
    assert covered(found.reshape(60, 8), planted) >= 50


@pytest.mark.parametrize("planted", [0.3, 0.69, 1.2])
def test_a_planted_spread_of_log_odds__lies_in_the_interval_over_replicates(
    rng: np.random.Generator, planted: float
) -> None:
    """400 clusters of up to 60, a fifth with the event; 60 intervals as above."""

    def replicate() -> float:
        members = rng.integers(40, 61, 400)
        chance = expit(-1.5 + planted * rng.normal(size=400))
        return log_odds_sd(rng.binomial(members, chance), members)

    found = np.array([replicate() for _ in range(480)])
    assert covered(found.reshape(60, 8), planted) >= 50


def test_clusters_that_differ_by_chance_alone__have_no_spread(rng: np.random.Generator) -> None:
    """2,000 clusters of 60: below .1, of which the noise of a share would alone make .33."""
    members = np.full(2_000, 60)
    assert log_odds_sd(rng.binomial(members, 0.2), members) < 0.1
    assert log_odds_sd(np.full(50, 12), np.full(50, 60)) == 0.0


def test_the_spread__is_exact_for_very_large_clusters() -> None:
    """Shares at the quantiles of normal log odds: nothing is left but their SD."""
    chance = expit(-1.5 + 0.7 * norm.ppf((np.arange(4_000) + 0.5) / 4_000))
    members = np.full(4_000, 10**7)
    assert log_odds_sd(chance * members, members) == pytest.approx(0.7, rel=1e-3)


def covered(found: np.ndarray, planted: float) -> int:
    """Of the rows of a table, those whose interval of their mean holds the planted value."""
    half = student_half_width(found.std(axis=1, ddof=1), found.shape[1])
    return int((np.abs(found.mean(axis=1) - planted) <= half).sum())
