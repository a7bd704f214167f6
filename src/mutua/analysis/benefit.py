"""Dyads in which a side gets less than it gives, by its own books, and later dropout.

A landmark analysis: the books are read at one week, of the dyads engaged then, and leaving counts
from there on. Books read at the end would be those of short ties for the very dyads that left.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.groups import group_means
from mutua.analysis.summary import bands, mean
from mutua.analysis.tables import table

SIDES = ("user", "professional")
#: Groups by balance (credit less debt), from those who owe to those who are owed.
GROUPS = ("over-benefited", "even", "under-benefited")
#: Largest balance, either way, that counts as even.
EVEN = 0.02
#: Outcomes of groups with fewer dyads than this are left out.
LEAST = 40

BENEFIT = {
    "arm": ("name", "the arm"),
    "side": ("name", "whose books"),
    "group": (
        "name",
        f"by credit less debt at the landmark: within {EVEN} even, above it under-benefited "
        "(owed more than owing), below it over-benefited",
    ),
    "week": ("week", "the landmark"),
    "dyads": ("share of sample", "share of the dyads engaged at the landmark"),
    "dyads_low": ("share of sample", "lower end of its 95 % interval"),
    "dyads_high": ("share of sample", "upper end of its 95 % interval"),
    "dropout": ("share of group", "of the group, the share that broke off later"),
    "dropout_low": ("share of group", "lower end of its 95 % interval"),
    "dropout_high": ("share of group", "upper end of its 95 % interval"),
    "difference": ("share of group", "the same less that of the even under the same arm"),
    "difference_low": ("share of group", "lower end of its 95 % interval"),
    "difference_high": ("share of group", "upper end of its 95 % interval"),
}


class Landmark(NamedTuple):
    """One arm at the landmark; each of shape (replicates, dyads)."""

    engaged: np.ndarray  #: The tie goes on
    balance: Mapping[str, np.ndarray]  #: Credit less debt by side
    dropout: np.ndarray  #: The tie broke off by the horizon


def group_by_balance(balance: np.ndarray) -> np.ndarray:
    """Place of each in `GROUPS`; same shape as `balance`."""
    return np.asarray(1 + (balance > EVEN).astype(int) - (balance < -EVEN))


def benefit_table(arms: Mapping[str, Landmark], week: int) -> pd.DataFrame:
    """One row an arm, side and group; columns as in `BENEFIT`.

    Parameters
    ----------
    arms : mapping of Landmark
        By the name of the arm.
    week : int
        The landmark.
    """
    return table(_rows(arms, week), BENEFIT)


def _rows(arms: Mapping[str, Landmark], week: int) -> Iterator[tuple[object, ...]]:
    for arm, seen in arms.items():
        later = np.where(seen.engaged, seen.dropout, np.nan)
        for side in SIDES:
            group = group_by_balance(seen.balance[side])
            inside = [np.where(seen.engaged, group == k, np.nan) for k in range(len(GROUPS))]
            shares = np.array([mean(part, axis=1) for part in inside]).T
            few = [np.nansum(part) < LEAST for part in inside]
            means = np.where(few, np.nan, group_means(later, group, len(GROUPS)))
            apart = means - means[:, [GROUPS.index("even")]]
            bars = np.vstack([bands(part) for part in (shares, means, apart)])
            for k, name in enumerate(GROUPS):
                yield (arm, side, name, week, *bars[:, k])
