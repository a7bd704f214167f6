"""How a difference between two arms hangs on what is varied: interactions of arm and parameter.

In every replicate an outcome is regressed on all varied parameters at once, under each arm by
itself; an interaction is the slope under an arm less the slope under the reference. Replicates
share nothing, so its interval is Student's over replicates.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from mutua.analysis.summary import bands
from mutua.analysis.tables import PAIR, interval_columns, table

#: Columns of the table of interactions.
INTERACTIONS = {
    "outcome": ("name", "the outcome"),
    **PAIR,
    "parameter": ("name", "what is varied"),
    "lowest": ("the parameter's", "its lowest value at any point; off is 0, on is 1"),
    "highest": ("the parameter's", "its highest value at any point"),
    "slope_reference": ("the outcome's", "change of the outcome from lowest to highest under the "
                        "reference, all other parameters held"),
    "slope_arm": ("the outcome's", "the same under the arm"),
    "interaction": ("the outcome's", "slope under the arm less slope under the reference: change "
                    "of the difference from lowest to highest"),
    **interval_columns("the outcome's"),
}  # fmt: skip


class Slopes:
    """Regressions of outcomes on what is varied, added up row by row.

    Parameters
    ----------
    levels : float, shape (points, parameters)
        What is varied, at each point.
    arms, replicates : int
        How many there are.
    outcomes : sequence of str
        What is regressed.
    """

    def __init__(
        self, levels: np.ndarray, arms: int, replicates: int, outcomes: Sequence[str]
    ) -> None:
        self.low, self.high = levels.min(axis=0), levels.max(axis=0)
        spread = np.where(self.high > self.low, self.high - self.low, 1.0)
        unit = (levels - self.low) / spread - 0.5  # a slope is a change from lowest to highest
        self.design = np.column_stack([np.ones(len(levels)), unit])
        self.outcomes = tuple(outcomes)
        k, cells = self.design.shape[1], (len(outcomes), arms, replicates)
        self.squares, self.products = np.zeros((*cells, k, k)), np.zeros((*cells, k))
        self.seen = np.zeros(cells, np.int64)

    def add(self, point: np.ndarray, arm: np.ndarray, replicate: np.ndarray, y: np.ndarray) -> None:
        """Add rows; `y` has shape (rows, outcomes), and what is missing there is left out."""
        x = self.design[point]
        for k in range(len(self.outcomes)):
            there = np.isfinite(y[:, k])
            cell, rows = (k, arm[there], replicate[there]), x[there]
            np.add.at(self.squares, cell, rows[:, :, None] * rows[:, None, :])
            np.add.at(self.products, cell, rows * y[there, k, None])
            np.add.at(self.seen, cell, 1)

    def slopes(self) -> np.ndarray:
        """Changes from lowest to highest, shape (outcomes, arms, replicates, parameters).

        Missing where the points of a replicate do not tell the parameters apart.
        """
        k = self.design.shape[1]
        full = (np.linalg.matrix_rank(self.squares, hermitian=True) == k) & (self.seen > k)
        solved = np.full(self.products.shape, np.nan)
        if full.any():
            solved[full] = np.linalg.solve(self.squares[full], self.products[full][..., None])[
                ..., 0
            ]
        return solved[..., 1:]


def interaction_table(
    slopes: Slopes, arms: Sequence[str], parameters: Sequence[str]
) -> pd.DataFrame:
    """One row an outcome, arm and parameter; columns as in `INTERACTIONS`."""
    return table(_rows(slopes, arms, parameters), INTERACTIONS)


def _rows(
    slopes: Slopes, arms: Sequence[str], parameters: Sequence[str]
) -> Iterator[tuple[object, ...]]:
    found = slopes.slopes()
    for k, outcome in enumerate(slopes.outcomes):
        reference = bands(found[k, 0])[0]
        for number, arm in enumerate(arms[1:], start=1):
            own = bands(found[k, number])[0]
            apart = bands(found[k, number] - found[k, 0])
            for j, name in enumerate(parameters):
                ends = float(slopes.low[j]), float(slopes.high[j])
                means = float(reference[j]), float(own[j])
                yield (outcome, arms[0], arm, name, *ends, *means,
                       *(float(bar[j]) for bar in apart))  # fmt: skip


def strongest(interactions: pd.DataFrame, outcome: str) -> list[pd.Series]:
    """Of each arm the row that is largest among those whose interval excludes 0."""
    rows = interactions[interactions["outcome"] == outcome]
    clear = rows[(rows["low"] > 0.0) | (rows["high"] < 0.0)]
    if clear.empty:
        return []
    most = clear.loc[clear["interaction"].abs().groupby(clear["arm"], sort=False).idxmax()]
    return [row for _, row in most.iterrows()]
