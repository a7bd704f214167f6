"""Contrasts by group: results by severity at the start, by preferred control, by any trait.

A group holds the same dyads in every arm: it is formed under the reference.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.contrasts import cohens_d
from mutua.analysis.paired import PairedDyads
from mutua.analysis.summary import bands, mean, sd
from mutua.analysis.tables import PAIR, interval_columns, table
from mutua.errors import ParameterError, brief, hint
from mutua.model.measures.outcomes import OUTCOMES, ROW, TRAITS, unit_of_mean


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

#: Names of groups of equal size, and of those of a trait that is true or not.
THIRDS, TRUTHS = ("lowest third", "middle third", "highest third"), ("no", "yes")
#: Most groups of one trait.
MOST_GROUPS = 20

GROUPS = {
    "by": ("name", "what dyads are grouped by"),
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


def cut_of(by: str, at: Any = None) -> Cut:
    """How dyads are divided by one trait.

    Parameters
    ----------
    by : str
        A trait of the dyads, or a name of `CUTS`.
    at : int or sequence of float, optional
        How many groups of equal size, or where one group ends and the next begins; by default as
        in `CUTS`, or thirds, or no and yes.

    Raises
    ------
    ParameterError
        No trait, or no cuts of one.
    """
    trait = CUTS[by].trait if by in CUTS else by
    if trait not in TRAITS:
        known = (*CUTS, *TRAITS)
        raise ParameterError(f"groups: {by!r} is no trait{hint(by, known)}; {', '.join(known)} are")
    if at is None:
        usual = next((cut for cut in CUTS.values() if cut.trait == trait), None)
        if usual is not None:
            return usual
        is_truth = ROW[trait].unit == "truth"
        return Cut(trait, TRUTHS if is_truth else THIRDS, (0.5,) if is_truth else None, trait)
    if isinstance(at, int) and not isinstance(at, bool) and 2 <= at <= MOST_GROUPS:
        names = tuple(f"part {k} of {at}" for k in range(1, at + 1))
        return Cut(trait, names, None, f"{at} groups of equal size")
    edges = _edges(at)
    if edges is None:
        raise ParameterError(
            f"cuts: {brief(at)} is not a number of groups from 2 to {MOST_GROUPS}, or rising edges"
        )
    between = (f"{low:g} to {high:g}" for low, high in pairwise(edges))
    names = (f"below {edges[0]:g}", *between, f"{edges[-1]:g} and above")
    return Cut(trait, names, edges, f"cut at {', '.join(f'{edge:g}' for edge in edges)}")


def _edges(at: Any) -> tuple[float, ...] | None:
    """Rising numbers at which groups end; None for anything else."""
    if not isinstance(at, Sequence) or isinstance(at, str) or not 1 <= len(at) < MOST_GROUPS:
        return None
    if not all(isinstance(edge, Real) and np.isfinite(float(edge)) for edge in at):
        return None
    edges = tuple(float(edge) for edge in at)
    return edges if list(edges) == sorted(set(edges)) else None


def cuts_of(by: Any, cuts: Any = None) -> dict[str, Cut]:
    """How dyads are divided by one trait or several, by name.

    Parameters
    ----------
    by : str or sequence of str
        Traits; each by itself.
    cuts : int, sequence of float, or mapping of these by trait; optional
        As ``at`` in `cut_of`.

    Raises
    ------
    ParameterError
        As `cut_of`.
    """
    names = [by] if isinstance(by, str) else list(by) if isinstance(by, Sequence) else [by]
    if not names or not all(isinstance(name, str) for name in names):
        raise ParameterError(f"groups: {brief(by)} is not the name of a trait, or a list of them")
    at = cuts if isinstance(cuts, Mapping) else dict.fromkeys(names, cuts)
    return {name: cut_of(name, at.get(name)) for name in names}


def membership(values: np.ndarray, cut: Cut) -> np.ndarray:
    """Place of each dyad's group in ``cut.names``; same shape as `values`."""
    steps = np.arange(1, len(cut.names)) / len(cut.names)
    edges = np.quantile(values, steps) if cut.at is None else np.array(cut.at)
    return np.asarray(np.digitize(values, edges))


def memberships(values: np.ndarray, cut: Cut) -> np.ndarray:
    """Place of each dyad's group in ``cut.names``, each replicate cut by itself.

    `values`: shape (replicates, dyads).
    """
    if cut.at is not None:
        return membership(values, cut)
    return np.array([membership(row, cut) for row in values]).reshape(values.shape)


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
    there = np.isfinite(values).ravel()
    if there.all():
        kept, n = values.ravel(), np.bincount(place, minlength=replicates * groups)
    else:
        kept = np.where(there, values.ravel(), 0.0)
        n = np.bincount(place[there], minlength=replicates * groups)
    total = np.bincount(place, weights=kept, minlength=replicates * groups)
    with np.errstate(invalid="ignore"):
        return np.asarray((total / n).reshape(replicates, groups))


def group_table(paired: PairedDyads, cuts: Mapping[str, Cut] = CUTS) -> pd.DataFrame:
    """Paired differences of every outcome, pair of arms and group; columns as in `GROUPS`."""
    return table(_rows(paired, cuts), GROUPS)


class _Groups(NamedTuple):
    """The groups of one cut, formed under one arm."""

    place: np.ndarray  #: Of each dyad's group, shape (replicates, dyads)
    shares: np.ndarray  #: Of all dyads, shape (groups,)
    like: str  #: The first arm under which they are the same


class _Means(NamedTuple):
    """Means of one outcome in the groups of a cut, under one arm."""

    by_replicate: np.ndarray  #: Shape (replicates, groups)
    over_replicates: list[float]


def _rows(paired: PairedDyads, cuts: Mapping[str, Cut]) -> Iterator[tuple[object, ...]]:
    formed = {by: _form_groups(paired, cut) for by, cut in cuts.items()}
    for name in OUTCOMES:
        values = {arm: paired.of(arm, name) for arm in paired.arms}
        spreads = {arm: float(sd(each)) for arm, each in values.items()}
        for by, groups in formed.items():
            means = _means_of(values, groups, len(cuts[by].names))
            for reference, arm in combinations(paired.arms, 2):
                _, shares, like = groups[reference]
                a, b = means[reference, like], means[arm, like]
                bars = bands(b.by_replicate - a.by_replicate)
                rows = zip(cuts[by].names, shares, a.over_replicates, b.over_replicates, *bars,
                           strict=True)  # fmt: skip
                for group, share, mean_a, mean_b, difference, low, high in rows:
                    yield (by, group, share, name, unit_of_mean(name), reference, arm,
                           mean_a, mean_b, difference, low, high,
                           cohens_d(difference, spreads[reference], spreads[arm]))  # fmt: skip


def _form_groups(paired: PairedDyads, cut: Cut) -> dict[str, _Groups]:
    """Groups of one cut under every arm but the last, which is no reference."""
    formed: dict[str, _Groups] = {}
    for arm in paired.arms[:-1]:
        place = membership(paired.of(arm, cut.trait), cut)
        same = (own.like for own in formed.values() if np.array_equal(own.place, place))
        shares = np.bincount(place.ravel(), minlength=len(cut.names)) / place.size
        formed[arm] = _Groups(place, shares, next(same, arm))
    return formed


def _means_of(
    values: Mapping[str, np.ndarray], groups: Mapping[str, _Groups], count: int
) -> dict[tuple[str, str], _Means]:
    """Means by arm and by the arm that the groups were formed under, if there are others before."""
    means = {}
    for reference, arm in combinations(values, 2):
        place, _, like = groups[reference]
        for side in {reference, arm}:
            if (side, like) not in means:
                each = group_means(values[side], place, count)
                means[side, like] = _Means(each, [float(mean(own)) for own in each.T])
    return means
