"""Runs of experiments made by hand: tables in place of a simulation, for the functions of rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd


@dataclass
class StandIn:
    """What the function of a row reads of one arm in one replicate; as `ArmRun`."""

    dyads: pd.DataFrame = field(default_factory=pd.DataFrame)
    engaged: np.ndarray = field(default_factory=lambda: np.ones((0, 104), bool))
    by_week: Mapping[str, np.ndarray] = field(default_factory=dict)
    ratings: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    posts: Mapping[str, np.ndarray] = field(default_factory=dict)
    treated: np.ndarray = field(default_factory=lambda: np.ones(0, bool))

    @property
    def lived(self) -> np.ndarray:
        """Whether the tie went on or ended in a week."""
        return np.pad(self.engaged, ((0, 0), (1, 0)), constant_values=True)[:, :-1]

    @property
    def weeks(self) -> int:
        """Weeks that were simulated."""
        return self.engaged.shape[1]

    def series(self, name: str) -> np.ndarray:
        """A state or event by week, shape (dyads, weeks)."""
        return self.by_week[name]

    def rated(self, occasion: str) -> pd.DataFrame:
        """Ratings on an occasion, one row a dyad."""
        return self.ratings[occasion]

    def professionals(self, name: str) -> np.ndarray:
        """A column of the professionals, shape (professionals, weeks)."""
        return self.posts[name]


def engaged_until(*weeks: int, horizon: int = 104) -> np.ndarray:
    """Whether ties go on by week: each ends in the week given; 0 goes on."""
    ends = np.array([week or horizon + 1 for week in weeks])
    return np.asarray(np.arange(1, horizon + 1) < ends[:, None])
