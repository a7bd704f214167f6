"""A cohort: what is known of users who began together, whether recorded or simulated.

Both kinds have the same arrays, and everything after this module reads those only: what is computed
of a record is computed of a simulated service by the same code.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from mutua.analysis.survival import DROPOUT
from mutua.jit.structs import leaves
from mutua.model.measures.outcomes import Row
from mutua.model.state import ENDINGS

#: Endings that are no loss: what was to be done was done.
COMPLETED = ("enough", "planned")
#: Ratings of the relation: which side, and when.
RATINGS = ("user_early", "professional_early", "user_end", "professional_end")
#: The scale on which services rate the relation, and that of STAR.
LOWEST, HIGHEST, STAR_HIGHEST = 1.0, 5.0, 48.0

_COLUMN = {name: k for k, name in enumerate(leaves(Row))}
_CODES = {name: [ENDINGS.index(each) for each in ended]
          for name, ended in (("dropout", DROPOUT), ("completed", COMPLETED))}  # fmt: skip


class Cohort(NamedTuple):
    """Users followed for the same number of weeks; each field of shape (runs, users)."""

    #: How the tie ended within the window; none of them: it goes on
    dropout: np.ndarray
    completed: np.ndarray
    moved: np.ndarray
    #: Week of the last attended visit of a tie that ended, -1 without one; the window's last week
    #: for a tie that goes on
    exit_week: np.ndarray
    #: Visits within the window
    offered: np.ndarray
    attended: np.ndarray
    #: Ratings of the relation, 1 to 5; missing (NaN) where none was taken
    user_early: np.ndarray
    professional_early: np.ndarray
    user_end: np.ndarray
    professional_end: np.ndarray

    @property
    def stays(self) -> np.ndarray:
        """Whether the tie goes on at the end of the window."""
        return np.asarray(~(self.dropout | self.completed | self.moved))

    @property
    def ratings(self) -> dict[str, np.ndarray]:
        """The four ratings by name."""
        return {name: getattr(self, name) for name in RATINGS}


def simulated_cohort(rows: np.ndarray, rated: Mapping[str, np.ndarray]) -> Cohort:
    """Cohorts of simulated runs.

    Parameters
    ----------
    rows : float32, shape (runs, users, COLUMNS)
        As the kernel writes them.
    rated : mapping of bool arrays, shape (users,)
        By rating, whether each user has it: records are not complete either.
    """
    code, weeks = rows[..., _COLUMN["ending"]], rows[..., _COLUMN["exit_week"]]
    goes_on = code == 0.0
    taken = {
        "user_early": rows[..., _COLUMN["star_user_early"]],
        "professional_early": rows[..., _COLUMN["star_professional_early"]],
        "user_end": np.where(goes_on, rows[..., _COLUMN["star_user_end"]], -1.0),
        "professional_end": np.where(goes_on, rows[..., _COLUMN["star_professional_end"]], -1.0),
    }
    return Cohort(
        dropout=np.isin(code, _CODES["dropout"]),
        completed=np.isin(code, _CODES["completed"]),
        moved=code == ENDINGS.index("moved"),
        exit_week=weeks.astype(int),
        offered=rows[..., _COLUMN["visits_offered"]].astype(int),
        attended=rows[..., _COLUMN["visits_attended"]].astype(int),
        **{name: _rating(taken[name], rated[name]) for name in RATINGS},
    )


def _rating(star: np.ndarray, rated: np.ndarray) -> np.ndarray:
    """STAR totals, 0 to 48, as mean ratings of an item on the services' scale."""
    scale = LOWEST + (HIGHEST - LOWEST) * star.astype(float) / STAR_HIGHEST
    return np.where((star >= 0.0) & rated, scale, np.nan)
