"""Agreement of both sides on the functions of their relation (S003 item 144)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mutua.analysis.association import kappa
from mutua.model.measures.outcomes import attach_units

COLUMNS = {
    "function": ("name", "function of the helping relation; the list is ours"),
    "user": ("share", "of the users who see it"),
    "professional": ("share", "of the professionals who see it"),
    "kappa": ("1", "Cohen's kappa of both answers; missing if all or none of one side see it"),
}


def agreement_table(
    user: np.ndarray, professional: np.ndarray, functions: Sequence[str]
) -> pd.DataFrame:
    """One row a function: the shares that see it, and how far both sides of a dyad agree.

    Parameters
    ----------
    user, professional : int, shape (dyads,)
        Functions that each side sees, a bit each in the order of `functions`.
    """
    rows = []
    for place, name in enumerate(functions):
        a, b = ((side >> place) & 1 for side in (user, professional))
        rows.append((name, a.mean(), b.mean(), kappa(a, b)))
    return attach_units(pd.DataFrame(rows, columns=list(COLUMNS)), COLUMNS)
