"""What is calibrated: a simulator, priors, and how far a simulation is from what was observed.

The sampler knows nothing else. A service's own records are one objective (`services`); published
patterns that the defaults are to match would be another.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

import numpy as np


class Prior(Protocol):
    """One parameter with its prior, even on a scale from 0 to 1."""

    @property
    def name(self) -> str:
        """Dotted name of the parameter."""

    def at(self, u: np.ndarray) -> np.ndarray:
        """Values of the parameter at shares `u` of its prior, each share as likely."""


class Objective(ABC):
    """A simulator whose parameters are estimated."""

    axes: Sequence[Prior]  #: What is unknown

    @abstractmethod
    def simulate(self, points: np.ndarray, replicate: np.ndarray) -> np.ndarray:
        """Summaries of one simulation at each point.

        Parameters
        ----------
        points : float64, shape (runs, axes)
            Values of the parameters, in their units.
        replicate : int64, shape (runs,)
            Numbers of the simulations: the same number and point give the same summaries.

        Returns
        -------
        float64, shape (runs, summaries)
            Missing (NaN) where a simulation failed.
        """

    @abstractmethod
    def apart(self, summaries: np.ndarray) -> np.ndarray:
        """Differences from what was observed, in comparable units; shape (runs, directions)."""

    def distance(self, summaries: np.ndarray) -> np.ndarray:
        """How far each simulation is from what was observed; infinite where it failed."""
        apart = np.linalg.norm(self.apart(summaries), axis=1)
        return np.where(np.isfinite(apart), apart, np.inf)

    def values(self, shares: np.ndarray) -> np.ndarray:
        """Values of the parameters at shares of their priors; both of shape (runs, axes)."""
        return np.column_stack([axis.at(shares[:, k]) for k, axis in enumerate(self.axes)])
