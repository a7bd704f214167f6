"""Replicates by need: the promised coverage holds, in simulation and on real runs."""

import numpy as np
import pytest

import mutua
from mutua.studies.sweep.adaptive import half_width, required_replicates

SIZE = {"dyads": 40, "weeks": 26, "threads": 1}


def shared_draws(rng, shape):
    """Normal means of two arms, correlated .8 by shared random draws, .3 apart; SD .1 each."""
    common, own = rng.normal(size=(*shape, 1)), rng.normal(size=(*shape, 2))
    return np.array([0.2, 0.5]) + 0.1 * (np.sqrt(0.8) * common + np.sqrt(0.2) * own)


def rare_endings(rng, shape):
    """Shares of 200 people that leave: .20 of them in one arm, .26 of the same in another."""
    chances = rng.random((*shape, 200))
    return np.stack([(chances < 0.20).mean(-1), (chances < 0.26).mean(-1)], axis=-1)


def trials(draw, apart, width, most, pilot=10, count=4_000):
    """Stein's procedure on many points: covered or not, replicates, half-widths."""
    rng = np.random.default_rng(7)
    first = np.moveaxis(draw(rng, (count, pilot)), 1, 2)
    replicates = required_replicates(first, width, most).replicates
    more = np.stack([draw(rng, (most - pilot,))[: most - pilot] for _ in range(count)])
    every = np.concatenate([first, np.moveaxis(more, 1, 2)], axis=2)
    counted = np.arange(most) < replicates[:, None]
    difference = ((every[:, 1] - every[:, 0]) * counted).sum(axis=1) / replicates
    half = half_width(first, replicates)[:, 0]
    return np.abs(difference - apart) <= half, replicates, half


@pytest.mark.parametrize(("width", "most"), [(0.03, 400), (0.03, 60)], ids=["free", "at the limit"])
def test_intervals_after_stopping__cover_as_promised(width, most):
    """4,000 points; tolerance: 4 standard errors of a share of .95, a false alarm in 16,000."""
    covered, replicates, half = trials(shared_draws, 0.3, width, most)
    assert abs(covered.mean() - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 4_000)
    assert replicates.min() < replicates.max() == pytest.approx(min(most, replicates.max()))
    assert (half[replicates < most] <= width / 2 * (1 + 1e-12)).all()


def test_intervals_of_shares__cover_as_promised():
    covered, _, _ = trials(rare_endings, 0.06, 0.02, 60, count=1_500)
    assert abs(covered.mean() - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 1_500)


def test_stopping_at_the_first_narrow_interval__would_cover_too_seldom():
    """What the two stages are for: the same random draws, and a look after every replicate."""
    rng = np.random.default_rng(7)
    values = shared_draws(rng, (4_000, 60))
    differences = values[..., 1] - values[..., 0]
    covered = np.zeros(4_000)
    for k, series in enumerate(differences):
        for n in range(3, 61):
            half = 2.0 * series[:n].std(ddof=1) / np.sqrt(n)
            if half <= 0.03:
                break
        covered[k] = abs(series[:n].mean() - 0.3) <= half
    assert covered.mean() < 0.90


def test_shared_draws__save_what_the_variances_say():
    """Correlation .8: paired variance .2 of the sum, so a fifth of the replicates."""
    rng = np.random.default_rng(1)
    first = np.moveaxis(shared_draws(rng, (50, 2_000)), 1, 2)
    said = required_replicates(first, 0.005, 10**9)
    assert abs((said.unpaired / said.replicates).mean() - 5.0) < 0.2


def test_no_difference_and_missing_values__ask_for_nothing_more():
    pilot = np.zeros((2, 2, 10))
    pilot[1, 1] = np.nan
    assert required_replicates(pilot, 0.01, 50).replicates.tolist() == [10, 10]


@pytest.fixture(scope="module")
def adaptive():
    asked = {"outcome": "dropout", "width": 0.06, "most": 40}
    space = {"trust.gain": [0.02, 0.2], "mechanism.obligation": ["on", "off"]}
    return mutua.sweep(space, adaptive=asked, replicates=8, regimes=["usual", "consumer"], **SIZE)


def test_each_point__has_the_replicates_that_it_needed(adaptive):
    counts = adaptive.table.groupby(["point", "regime"], observed=True).size().unstack()
    assert (counts["usual"] == counts["consumer"]).all()
    assert counts["usual"].tolist() == adaptive.replication["replicates"].tolist()
    assert 8 < counts["usual"].max() <= 40
    assert adaptive.replication["met"].any()
    assert (adaptive.replication["unpaired"] >= adaptive.replication["replicates"]).all()
    width = adaptive.replication["high"] - adaptive.replication["low"]
    assert (width[adaptive.replication["met"]] <= 0.06 * (1 + 1e-9)).all()


def test_added_replicates__are_those_of_a_sweep_that_had_them_from_the_start(adaptive):
    fixed = mutua.sweep({"trust.gain": [0.02, 0.2], "mechanism.obligation": ["on", "off"]},
                        replicates=40, regimes=["usual", "consumer"], **SIZE)  # fmt: skip
    keys = ["point", "regime", "replicate"]
    both = adaptive.table.merge(fixed.table, on=keys, suffixes=("", "_fixed"))
    assert len(both) == len(adaptive.table)
    for name in ("dropout", "trust_user_end", "severity_last"):
        assert (both[name] == both[f"{name}_fixed"]).all()


def test_the_difference__is_the_mean_over_all_replicates(adaptive):
    means = adaptive.table.groupby(["point", "regime"], observed=True)["dropout"].mean().unstack()
    expected = (means["consumer"] - means["usual"]).to_numpy()
    assert np.allclose(adaptive.replication["difference"], expected, rtol=0, atol=1e-12)
