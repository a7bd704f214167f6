"""The sampler against posteriors that are known, and its promise to be stopped anywhere."""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from experiments.calibration.ranks import rank_truths, run_generations, unevenness
from mutua.scenarios.space import Interval
from mutua.studies.calibration import sampler
from mutua.studies.calibration.objective import Objective
from mutua.studies.calibration.projection import projection, ridge_regression

LEARNED = [0]
#: Noise by number.
NOISE = np.random.default_rng(7).normal(size=(1 << 16, 2))


@dataclass(frozen=True)
class Mean(Objective):
    """One normal number around each unknown; nothing is known of `idle` but its prior."""

    seen: np.ndarray
    sd: float = 0.05
    idle: int = 0
    axes = ()

    def __post_init__(self):
        names = ["trust.gain", "trust.loss", "bond.gain"][: len(self.seen) + self.idle]
        object.__setattr__(self, "axes", tuple(Interval(name, 0.0, 1.0) for name in names))

    def simulate(self, points, replicate):
        place = (replicate * 40_503 + replicate // sampler.BLOCK * 977) % len(NOISE)
        return points[:, : len(self.seen)] + self.sd * NOISE[place, : len(self.seen)]

    def apart(self, summaries):
        return (summaries - self.seen) / self.sd


def fitted(objective, particles=400, seed=1, learned=LEARNED):
    prior = sampler.from_prior(objective, sampler.PRIOR_DRAWS * particles, seed)
    begun = sampler.first_generation(objective, *prior, particles)
    return run_generations(begun, objective, learned, seed)


@pytest.mark.parametrize("seen", [0.5, 0.2, 0.04])
def test_the_posterior_of_a_normal_mean__is_the_normal_cut_to_the_prior(seen):
    """Closed form, at the edge of the prior too; within .1 of an SD, about 4 standard errors."""
    objective = Mean(np.array([seen]))
    draws = sampler.posterior(fitted(objective, 1000), objective, 4000, 1)[:, 0]
    known = stats.truncnorm((0 - seen) / 0.05, (1 - seen) / 0.05, loc=seen, scale=0.05)
    assert abs(draws.mean() - known.mean()) < 0.1 * known.std()
    assert abs(draws.std() / known.std() - 1.0) < 0.12
    assert np.abs(np.quantile(draws, [0.025, 0.975]) - known.ppf([0.025, 0.975])).max() < 0.015


def test_what_is_not_learned__keeps_its_prior():
    objective = Mean(np.array([0.4]), idle=1)
    draws = sampler.posterior(fitted(objective), objective, 2000, 1)[:, 1]
    assert stats.kstest(draws[::10], "uniform").pvalue > 1e-3


def test_two_parameters__are_learned_together():
    objective = Mean(np.array([0.3, 0.7]))
    draws = sampler.posterior(fitted(objective, 600, learned=[0, 1]), objective, 3000, 1)
    np.testing.assert_allclose(draws.mean(axis=0), [0.3, 0.7], atol=0.01)
    np.testing.assert_allclose(draws.std(axis=0), 0.05, rtol=0.15)
    assert abs(np.corrcoef(draws.T)[0, 1]) < 0.25


def test_weights__undo_the_proposal():
    """Proposals, weighed, are the prior again: even over its width."""
    objective = Mean(np.array([0.1]), sd=0.2)
    population = fitted(objective, 500)
    shares, weights = sampler.propose(population, LEARNED, np.random.default_rng(3))
    inside = (shares[:, 0] > 0.05) & (shares[:, 0] < 0.25)
    share = weights[inside].sum() / len(weights)
    assert share == pytest.approx(0.2, rel=0.15)


def test_a_generation__depends_on_the_one_before_and_nothing_else():
    objective = Mean(np.array([0.4]))
    prior = sampler.from_prior(objective, 400, 5)
    begun = sampler.first_generation(objective, *prior, 100)
    once = sampler.next_generation(begun, objective, LEARNED, 5)
    again = sampler.next_generation(
        sampler.first_generation(objective, *prior, 100), objective, LEARNED, 5
    )
    for a, b in zip(once, again, strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(
        sampler.next_generation(begun, objective, LEARNED, 6).shares, once.shares
    )


def test_tolerance__only_falls_and_failures_are_never_kept():
    class Failing(Mean):
        def simulate(self, points, replicate):
            found = super().simulate(points, replicate)
            found[np.asarray(replicate) % 3 == 0] = np.nan
            return found

    objective = Failing(np.array([0.4]))
    population = sampler.first_generation(objective, *sampler.from_prior(objective, 800, 1), 200)
    while not population.done:
        after = sampler.next_generation(population, objective, LEARNED, 1)
        assert after.tolerance <= population.tolerance
        assert np.isfinite(after.summaries).all()
        population = after
    assert len(population.shares) == 200


def test_systematic_resampling__takes_each_as_often_as_its_chance_says():
    chances = np.array([0.5, 0.0, 0.25, 0.25])
    taken = np.bincount(sampler.systematic(chances, 100, np.random.default_rng(1)), minlength=4)
    assert taken[1] == 0
    assert np.abs(taken - 100 * chances).max() <= 1


def test_the_projection__finds_what_summaries_say_of_the_parameters():
    rng = np.random.default_rng(2)
    shares = rng.random((800, 2))
    mixed = shares @ rng.normal(size=(2, 6)) + 0.01 * rng.normal(size=(800, 6))
    by = projection(shares, mixed, mixed[0])
    guessed = by(mixed)
    for k in range(2):
        fit = np.linalg.lstsq(np.column_stack([guessed, np.ones(800)]), shares[:, k], rcond=None)
        left = shares[:, k] - np.column_stack([guessed, np.ones(800)]) @ fit[0]
        assert left.std() < 0.05
    np.testing.assert_allclose(by(mixed[:1]), by(mixed)[:1], rtol=1e-12)


def test_a_summary_that_never_varies__says_nothing():
    rng = np.random.default_rng(2)
    shares = rng.random((200, 1))
    still = np.column_stack([shares, np.full(200, 3.0)])
    assert ridge_regression(shares, still).slopes[1, 0] == 0.0


#: Bins of rank histograms; chance of a false alarm of each test below.
BINS, ALARM = 10, 1e-3


def ranks(sd_assumed):
    """Ranks of 60 twins of a normal mean, some compared with the wrong idea of the noise."""
    objective = Mean(np.array([0.5]), sd=0.1)

    def twin(seen, shares, summaries):
        return Mean(seen, sd=sd_assumed)

    prior = rank_truths(objective, twin, LEARNED, twins=60, particles=100, seed=2)
    return prior[:, 0]


def test_ranks__are_even_where_the_posterior_is_right():
    assert unevenness(ranks(0.1)[:, None], BINS)[0] > ALARM


def test_ranks__are_not_where_it_is_too_narrow():
    assert unevenness(ranks(0.02)[:, None], BINS)[0] < ALARM
