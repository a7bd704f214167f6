"""Cronbach's alpha against its closed form."""

import numpy as np
import pandas as pd
import pytest

from mutua.analysis.reliability import cronbach_alpha, reliability_table


@pytest.mark.parametrize("noise", [0.5, 1.0, 2.0])
def test_parallel_items__have_the_alpha_of_spearman_and_brown(noise: float) -> None:
    """One factor and equal noise: alpha = k r/(1 + (k - 1) r); its error at 40,000 is below .01."""
    random = np.random.default_rng(1)
    items = random.normal(size=(40_000, 1)) + noise * random.normal(size=(40_000, 6))
    r = 1.0 / (1.0 + noise**2)
    assert cronbach_alpha(items) == pytest.approx(6 * r / (1 + 5 * r), abs=0.01)


def test_unrelated_items__have_none() -> None:
    items = np.random.default_rng(2).normal(size=(40_000, 4))
    assert cronbach_alpha(items) == pytest.approx(0.0, abs=0.05)


def test_no_spread_or_one_item__is_missing() -> None:
    assert np.isnan(cronbach_alpha(np.ones((10, 3))))
    assert np.isnan(cronbach_alpha(np.arange(10.0)[:, None]))


def test_dyads_that_lack_an_item__are_left_out_of_its_part_alone() -> None:
    table = pd.DataFrame({"a": [1.0, 2, 3, np.nan], "b": [1.0, 2, 3, 4], "c": [1.0, 2, 3, 3]})
    found = reliability_table(table, {"ab": ["a", "b"], "bc": ["b", "c"]}).set_index("part")
    assert found.loc["ab", "mean"] == pytest.approx(4.0)
    assert found.loc["bc", "mean"] == pytest.approx((2 + 4 + 6 + 7) / 4)
    assert found.loc["ab", "alpha"] == pytest.approx(1.0)
