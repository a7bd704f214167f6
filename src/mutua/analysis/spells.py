"""Spells: stretches of weeks in one state, such as crises and admissions."""

from typing import NamedTuple

import numpy as np


class Spells(NamedTuple):
    """Stretches of weeks in a state, by dyad and then by week."""

    row: np.ndarray  #: int, shape (spells,): whose spell it is
    #: int, shape (spells,): its first week, and the week after its last one
    first: np.ndarray
    after: np.ndarray
    #: bool, shape (spells,): whether the week after the last was seen: the spell is not cut by a
    #: missing week or the last column
    ended: np.ndarray

    def of(self, some: np.ndarray) -> "Spells":
        """Some of the spells."""
        return Spells(*(column[some] for column in self))

    def first_of_each(self) -> "Spells":
        """The first spell of each row that has one."""
        return self.of(np.unique(self.row, return_index=True)[1])


def spells_of(state: np.ndarray) -> Spells:
    """Spells of a state by week, above 0 where it holds; shape (rows, weeks), NaN where unseen."""
    holds = np.pad((state > 0.0).astype(np.int8), ((0, 0), (1, 1)))
    change = np.diff(holds, axis=1)
    row, first = np.nonzero(change > 0)
    after = np.nonzero(change < 0)[1]
    seen = np.pad(np.isfinite(state), ((0, 0), (0, 1)))
    return Spells(row, first, after, seen[row, after])
