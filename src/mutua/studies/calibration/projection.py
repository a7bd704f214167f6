"""Summaries projected on what they say of the parameters (Fearnhead & Prangle 2012).

Two dozen summaries make most pairs of simulations far apart for reasons that have nothing to do
with the parameters. The best guesses of the parameters from the summaries, by linear regression
over simulations, have as many directions as there are parameters; simulations are compared by them.
"""

from typing import NamedTuple

import numpy as np

#: Share of the simulations, the nearest by the first regression, that the second is made from.
NEAR = 0.2
#: Weight of the ridge, in squares of one standardised summary a simulation.
RIDGE = 1e-3


class Projection(NamedTuple):
    """A linear map from summaries to guesses, whitened by what the guesses leave open."""

    #: float64, shape (summaries,): summaries are standardised by these
    centre: np.ndarray
    scale: np.ndarray
    slopes: np.ndarray  #: float64, shape (summaries, directions): of the whitened guesses

    def __call__(self, summaries: np.ndarray) -> np.ndarray:
        """Whitened guesses; shape (runs, directions)."""
        return np.asarray((summaries - self.centre) / self.scale @ self.slopes)


def projection(shares: np.ndarray, summaries: np.ndarray, observed: np.ndarray) -> Projection:
    """Projection made from simulations of the prior, then once more from the nearest of them.

    Parameters
    ----------
    shares : float64, shape (runs, axes)
    summaries : float64, shape (runs, summaries)
        Runs with a missing summary are left out.
    observed : float64, shape (summaries,)

    Notes
    -----
    Every parameter is guessed, those too that are not learned: a direction in which several of them
    are well known together, such as the share of users lost, is one that the data do teach.
    """
    fine = np.isfinite(summaries).all(axis=1)
    targets, inputs = shares[fine], summaries[fine]
    first = ridge_regression(targets, inputs)
    apart = np.linalg.norm(first(inputs) - first(observed[None]), axis=1)
    fewest = 4 * (inputs.shape[1] + 1)
    near = np.argsort(apart, kind="stable")[: max(fewest, int(NEAR * len(inputs)))]
    return ridge_regression(targets[near], inputs[near])


def ridge_regression(targets: np.ndarray, summaries: np.ndarray) -> Projection:
    """Ridge regression of targets on summaries, whitened by the covariance of what it leaves."""
    centre, scale = summaries.mean(axis=0), summaries.std(axis=0)
    scale = np.where(scale > 0.0, scale, 1.0)
    z, y = (summaries - centre) / scale, targets - targets.mean(axis=0)
    ridge = RIDGE * len(z) * np.eye(z.shape[1])
    slopes = np.linalg.solve(z.T @ z + ridge, z.T @ y)
    left = y - z @ slopes
    root = np.linalg.cholesky(left.T @ left / len(left) + 1e-12 * np.eye(y.shape[1]))
    return Projection(centre, scale, np.linalg.solve(root, slopes.T).T)
