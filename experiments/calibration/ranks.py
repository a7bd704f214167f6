"""Simulation-based calibration: are posteriors as wide as they say?

Parameters are drawn from the prior, data are simulated from them, and the posterior is found from
the data. The rank of the true value among the draws of its posterior is then even, whatever the
model (Talts et al. 2018). A histogram with a hump is of posteriors that are too wide, a trough of
too narrow ones, a slope of a bias.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from mutua.studies.calibration import sampler
from mutua.studies.calibration.objective import Objective
from mutua.studies.calibration.profile import NUMBERS
from mutua.studies.calibration.services import Services

#: Draws of a posterior among which the truth is ranked: ranks are 0 to this.
RANKED = 99
#: Block of simulation numbers of the twins.
TWIN_BLOCK = NUMBERS + 1
#: From what was observed, and simulations of the prior, to the objective of a twin.
Twin = Callable[[np.ndarray, np.ndarray, np.ndarray], Objective]


def rank_truths(
    objective: Objective, twin: Twin, learned: list[int], *, twins: int, particles: int, seed: int
) -> np.ndarray:
    """Ranks of true values among draws from their posteriors, shape (twins found, axes).

    Parameters
    ----------
    objective : Objective
        What simulates; the prior is simulated once, for all twins.
    twin : callable
        Makes the objective that compares with a twin's summaries.
    learned : list of int
        Axes that are learned.
    twins : int
        How many; a twin of which a summary is missing is left out.
    particles, seed : int
        As of a calibration.
    """
    truths = np.random.default_rng([seed, TWIN_BLOCK]).random((twins, len(objective.axes)))
    seen = sampler.simulate_particles(objective, truths, TWIN_BLOCK)
    prior = sampler.from_prior(objective, sampler.PRIOR_DRAWS * particles, seed)
    found = []
    for k in np.flatnonzero(np.isfinite(seen).all(axis=1)):
        own, own_seed = twin(seen[k], *prior), seed + 1 + int(k)
        begun = sampler.first_generation(own, *prior, particles)
        population = run_generations(begun, own, learned, own_seed)
        draws = sampler.posterior(population, own, RANKED, own_seed)
        found.append((draws < truths[k]).sum(axis=0))
    return np.array(found)


def run_generations(
    population: sampler.Particles, objective: Objective, learned: Sequence[int], seed: int
) -> sampler.Particles:
    """The last generation: further ones would hardly come nearer."""
    while not population.done:
        population = sampler.next_generation(population, objective, learned, seed)
    return population


def twin_of(services: Services) -> Twin:
    """Function that compares simulations with the summaries of a twin."""

    def compared(seen: np.ndarray, shares: np.ndarray, summaries: np.ndarray) -> Services:
        named = dict(zip(services.observed.summaries, seen.tolist(), strict=True))
        other = replace(services, observed=replace(services.observed, summaries=named))
        return other.comparing(shares, summaries)

    return compared


def histogram(ranked: np.ndarray, bins: int) -> np.ndarray:
    """Counts of ranks in bins of equal chance, shape (bins, axes)."""
    if (RANKED + 1) % bins:
        raise ValueError(f"{RANKED + 1} ranks do not divide into {bins} bins")
    places = ranked * bins // (RANKED + 1)
    return np.array([(places == k).sum(axis=0) for k in range(bins)])


def unevenness(ranked: np.ndarray, bins: int) -> np.ndarray:
    """Chance of a histogram at least as uneven, were ranks even; shape (axes,).

    Pearson's chi-squared test: refusing below ``alpha / axes`` raises a false alarm with a chance
    of `alpha` at the most, over all axes together.
    """
    from scipy.stats import chisquare

    return np.asarray(chisquare(histogram(ranked, bins), axis=0).pvalue)
