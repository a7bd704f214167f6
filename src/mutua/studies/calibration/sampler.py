"""Adaptive population Monte Carlo for likelihood-free posteriors.

The algorithm is that of Lenormand, Jabot & Deffuant (2013): of many draws from the prior the
nearest are kept; as many are proposed around them and weighted by importance, and of both the
nearer half is kept again, until hardly any proposal comes nearer than those kept. Parameters are
held as shares of their priors, where every prior is uniform. What the data cannot teach is drawn
from its prior in every simulation, so that the posterior of the rest allows for not knowing it.

A generation depends on the seed, its number and the generation before, and on nothing else: the
sampler can be stopped after any of them.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mutua.studies.calibration.objective import Objective

#: Draws from the prior, as a multiple of the particles.
PRIOR_DRAWS = 4
#: Generations end where at most this share of proposals comes nearer, or there are so many.
LEAST_ACCEPTED, MOST = 0.1, 30
#: Simulations of one generation are numbered from its number times this.
BLOCK = 1 << 20
#: The kernel's covariance, as a multiple of the population's.
WIDENING = 2.0


class Particles(NamedTuple):
    """Particles after a generation, the nearest first."""

    number: int  #: Of the generation; 0 is drawn from the prior
    shares: np.ndarray  #: float64, shape (particles, axes): parameters as shares of their priors
    summaries: np.ndarray  #: float64, shape (particles, summaries): one simulation of each
    weights: np.ndarray  #: float64, shape (particles,): prior over proposal
    distance: np.ndarray  #: float64, shape (particles,): from what was observed
    accepted: float  #: Share of the last proposals that came nearer than the tolerance before

    @property
    def tolerance(self) -> float:
        """Distance of the farthest particle."""
        return float(self.distance[-1])

    @property
    def chances(self) -> np.ndarray:
        """Weights that sum to 1."""
        return np.asarray(self.weights / self.weights.sum())

    @property
    def done(self) -> bool:
        """Whether further generations would hardly come nearer."""
        return self.number > 0 and (self.accepted <= LEAST_ACCEPTED or self.number >= MOST)


def from_prior(objective: Objective, particles: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Shares drawn from the prior, and summaries of one simulation of each."""
    shares = np.random.default_rng([seed, 0]).random((particles, len(objective.axes)))
    return shares, simulate_particles(objective, shares, 0)


def simulate_particles(objective: Objective, shares: np.ndarray, block: int) -> np.ndarray:
    """Summaries of one simulation of each particle, numbered within a block."""
    replicate = block * BLOCK + np.arange(len(shares), dtype=np.int64)
    return objective.simulate(objective.values(shares), replicate)


def first_generation(
    objective: Objective, shares: np.ndarray, summaries: np.ndarray, particles: int
) -> Particles:
    """Generation 0: the nearest of some draws from the prior."""
    distance = objective.distance(summaries)
    drawn = Particles(0, shares, summaries, np.ones(len(shares)), distance, 1.0)
    return nearest(drawn, particles)


def nearest(population: Particles, particles: int) -> Particles:
    """Keep the nearest particles, and none that failed."""
    finite = int(np.isfinite(population.distance).sum())
    kept = np.argsort(population.distance, kind="stable")[: min(finite, particles)]
    return Particles(
        population.number, population.shares[kept], population.summaries[kept],
        population.weights[kept], population.distance[kept], population.accepted,
    )  # fmt: skip


def next_generation(
    population: Particles, objective: Objective, learned: Sequence[int], seed: int
) -> Particles:
    """The next generation: as many proposals as particles, and the nearer half of all.

    `learned`: axes that are moved; the others are drawn from their priors.
    """
    number = population.number + 1
    rng = np.random.default_rng([seed, number])
    shares, weights = propose(population, learned, rng)
    summaries = simulate_particles(objective, shares, number)
    distance = objective.distance(summaries)
    accepted = float(np.mean(distance < population.tolerance))
    both = Particles(
        number,
        np.concatenate([population.shares, shares]),
        np.concatenate([population.summaries, summaries]),
        np.concatenate([population.weights, weights]),
        np.concatenate([population.distance, distance]),
        accepted,
    )
    return nearest(both, len(population.shares))


def propose(
    population: Particles, learned: Sequence[int], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Particles around those of a population, and their importance weights.

    A normal kernel around a particle that is picked by weight; what falls outside of the priors is
    drawn again, and the share that did not enters the proposal's density.
    """
    size, moved = len(population.shares), list(learned)
    centres, chances = population.shares[:, moved], population.chances
    root = np.linalg.cholesky(WIDENING * weighted_covariance(centres, chances))
    proposed, tried = np.empty((0, len(moved))), 0
    while len(proposed) < size:
        picked = rng.choice(size, size, p=chances)
        moves = centres[picked] + rng.standard_normal((size, len(moved))) @ root.T
        tried += size
        proposed = np.concatenate([proposed, moves[((moves > 0.0) & (moves < 1.0)).all(axis=1)]])
    inside, proposed = len(proposed) / tried, proposed[:size]
    shares = rng.random(population.shares.shape)
    shares[:, moved] = proposed
    return shares, inside / density(proposed, centres, chances, root)


def weighted_covariance(points: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """Weighted covariance of points, shape (axes, axes), with a floor against collapse."""
    apart = points - chances @ points
    return np.asarray(apart.T @ (apart * chances[:, None]) + 1e-12 * np.eye(points.shape[1]))


def density(
    points: np.ndarray, centres: np.ndarray, chances: np.ndarray, root: np.ndarray
) -> np.ndarray:
    """Density of a mixture of normal kernels at some points, shape (points,)."""
    from scipy.linalg import solve_triangular
    from scipy.spatial.distance import cdist

    whitened = [solve_triangular(root, x.T, lower=True).T for x in (points, centres)]
    squares = cdist(*whitened, "sqeuclidean")
    scale = np.prod(np.diag(root)) * (2.0 * np.pi) ** (0.5 * points.shape[1])
    return np.asarray(np.exp(-0.5 * squares) @ chances / scale)


def posterior(population: Particles, objective: Objective, draws: int, seed: int) -> np.ndarray:
    """Equally likely draws from the posterior, as shares of the priors; shape (draws, axes).

    They are adjusted for the distance that is left by local-linear regression on the scale of log
    odds (Beaumont, Zhang & Balding 2002; Blum & Francois 2010): what was not learned too, as it
    goes along with what was.
    """
    nearness = 1.0 - (population.distance / (population.tolerance * (1.0 + 1e-9))) ** 2
    chances = population.weights * nearness
    shares = regression_adjusted(population.shares, objective.apart(population.summaries), chances)
    rng = np.random.default_rng([seed, MOST + 1])
    return np.asarray(shares[systematic(chances / chances.sum(), draws, rng)])


def regression_adjusted(shares: np.ndarray, apart: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """Shares as they would be where nothing is apart, by weighted linear regression."""
    edge = 1e-6
    odds = np.clip(shares, edge, 1.0 - edge)
    odds = np.log(odds / (1.0 - odds))
    root = np.sqrt(chances)[:, None]
    design = np.column_stack([np.ones(len(apart)), apart])
    slopes = np.linalg.lstsq(design * root, odds * root, rcond=None)[0][1:]
    return np.asarray(1.0 / (1.0 + np.exp(apart @ slopes - odds)))


def systematic(chances: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Systematic resampling: places of particles, in random order; shape (draws,)."""
    steps = (np.arange(draws) + rng.random()) / draws
    places = np.searchsorted(np.cumsum(chances), steps, side="right")
    return np.asarray(rng.permutation(np.minimum(places, len(chances) - 1)))
