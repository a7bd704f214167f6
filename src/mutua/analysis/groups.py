"""Contrasts by group: results by severity at the start and by preferred control.

A group holds the same dyads in every arm: it is formed under the reference.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.contrasts import cohens_d
from mutua.analysis.paired import PairedDyads
from mutua.analysis.summary import bands, mean, sd
from mutua.analysis.tables import PAIR, interval_columns, table
from mutua.model.measures.outcomes import OUTCOMES, ROW


class Cut(NamedTuple):
    """How dyads are divided by a trait."""

    trait: str  #: Column of the dyads
    names: tuple[str, ...]  #: The groups, from low to high
    #: Where one group ends and the next begins; None: groups of equal size
    at: tuple[float, ...] | None
    about: str  #: The cut in words


CUTS = {
    "severity": Cut(
        "severity_start", ("mildest third", "middle third", "severest third"), None,
        "thirds of severity at week 0",
    ),
    "preference": Cut(
        "preferred_control", ("user-led", "shared", "professional-led"), (1 / 3, 2 / 3),
        "professional's share of control that the user prefers: below 1/3, to 2/3, above",
    ),
}  # fmt: skip

GROUPS = {
    "by": ("name", "what dyads are grouped by: severity or preference"),
    "group": ("name", "the group, formed under the reference"),
    "dyads": ("share", "share of all dyads that are in the group"),
    "outcome": ("name", "the outcome"),
    "unit": ("text", "unit of the means and the difference"),
    **PAIR,
    "mean_reference": ("unit", "mean of the group under the reference"),
    "mean_arm": ("unit", "mean of the group under the arm"),
    "difference": ("unit", "mean paired difference, arm less reference"),
    **interval_columns("unit"),
    "d": ("SD", "difference in pooled SD between all persons"),
}


def membership(values: np.ndarray, cut: Cut) -> np.ndarray:
    """Place of each dyad's group in ``cut.names``; same shape as `values`."""
    steps = np.arange(1, len(cut.names)) / len(cut.names)
    edges = np.quantile(values, steps) if cut.at is None else np.array(cut.at)
    return np.asarray(np.digitize(values, edges))


def group_means(values: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """Mean of each group in each replicate, over what is not missing.

    Parameters
    ----------
    values, group : shape (replicates, dyads)
        What is averaged; the group of each dyad, 0 to ``groups - 1``.

    Returns
    -------
    float, shape (replicates, groups)
        Missing where a replicate has no dyad in a group.
    """
    replicates = len(values)
    place = (group + groups * np.arange(replicates)[:, None]).ravel()
    there = np.isfinite(values)
    kept = np.where(there, values, 0.0).ravel()
    n = np.bincount(place, weights=there.ravel(), minlength=replicates * groups)
    total = np.bincount(place, weights=kept, minlength=replicates * groups)
    with np.errstate(invalid="ignore"):
        return np.asarray((total / n).reshape(replicates, groups))


def group_table(paired: PairedDyads) -> pd.DataFrame:
    """Paired differences of every outcome, pair of arms and group; columns as in `GROUPS`."""
    return table(_rows(paired), GROUPS)


def _rows(paired: PairedDyads) -> Iterator[tuple[object, ...]]:
    formed = list(_form_groups(paired))
    for name in OUTCOMES:
        values = {arm: paired.of(arm, name) for arm in paired.arms}
        spreads = {arm: float(sd(each)) for arm, each in values.items()}
        for by, reference, arm, group in formed:
            names = CUTS[by].names
            share = np.bincount(group.ravel(), minlength=len(names)) / group.size
            a, b = (group_means(values[side], group, len(names)) for side in (reference, arm))
            bars = zip(*bands(b - a), strict=True)
            for k, (difference, low, high) in enumerate(bars):
                yield (by, names[k], share[k], name, ROW[name].unit, reference, arm,
                       float(mean(a[:, k])), float(mean(b[:, k])), difference, low, high,
                       cohens_d(difference, spreads[reference], spreads[arm]))  # fmt: skip


def _form_groups(paired: PairedDyads) -> Iterator[tuple[str, str, str, np.ndarray]]:
    """Groups of every cut for every pair of arms, formed under the reference of the pair."""
    for by, cut in CUTS.items():
        group = {arm: membership(paired.of(arm, cut.trait), cut) for arm in paired.arms[:-1]}
        for reference, arm in combinations(paired.arms, 2):
            yield by, reference, arm, group[reference]
