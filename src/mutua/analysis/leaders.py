"""Which arm leads in which group: under which fewest dyads break off, and how sure that is."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from mutua.analysis.groups import CUTS, Cut, group_means, membership
from mutua.analysis.paired import PairedDyads
from mutua.analysis.replicates import bootstrap_weights
from mutua.analysis.summary import bands
from mutua.analysis.tables import interval_columns, table

#: Resamples of the replicates for how sure it is which arm leads.
LEAD_RESAMPLES = 2_000
#: What dyads are grouped by, and the name of the group, where they are not.
ALL, ALL_USERS = "all", "all users"

LEADERS = {
    "by": ("name", "what dyads are grouped by; all: no grouping"),
    "group": ("name", "the group, formed under the reference"),
    "dyads": ("share", "share of all dyads that are in the group"),
    "arm": ("name", "the arm"),
    "dropout": ("share of ties", "share of the group that broke off under the arm"),
    "behind": (
        "share of ties",
        "the same less that under the leading arm, under which fewest of the group broke off; 0 "
        "for the leading arm",
    ),
    **interval_columns("share of ties"),
    "leads": (
        "share",
        "resamples of the replicates (or draws of a posterior) in which the arm leads",
    ),
}


def leader_table(
    paired: PairedDyads, cuts: Mapping[str, Cut] = CUTS, *, another: bool = False
) -> pd.DataFrame:
    """One row a group and arm; columns as in `LEADERS`.

    Parameters
    ----------
    paired : PairedDyads
    cuts : mapping of Cut
    another : bool
        Each replicate is a draw from a posterior, and shares are of draws.
    """
    return table(_rows(paired, cuts, another), LEADERS)


def lead_shares(dropout: np.ndarray, *, another: bool = False) -> np.ndarray:
    """Share of the resamples of replicates in which each arm has the lowest mean; sums to 1.

    Arms that are equal share what they lead in.

    Parameters
    ----------
    dropout : shape (replicates, arms)
        None missing.
    another : bool
        Count replicates as they are, and do not resample them.
    """
    count = len(dropout)
    weights = np.eye(count) if another else bootstrap_weights(count, LEAD_RESAMPLES)
    means = weights @ dropout
    is_least = np.isclose(means, means.min(axis=1, keepdims=True), rtol=0.0, atol=1e-12)
    return np.asarray((is_least / is_least.sum(axis=1, keepdims=True)).mean(axis=0))


def _rows(
    paired: PairedDyads, cuts: Mapping[str, Cut], another: bool
) -> Iterator[tuple[object, ...]]:
    under = [paired.of(arm, "dropout") for arm in paired.arms]
    for by, names, group in _groupings(paired, cuts):
        means = np.array([group_means(values, group, len(names)) for values in under])
        for k, name in enumerate(names):
            dropout = means[:, :, k].T
            dropout = dropout[np.isfinite(dropout).all(axis=1)]
            if not len(dropout):
                continue  # no dyad of such in any replicate
            centre, share = dropout.mean(axis=0), float((group == k).mean())
            bars = np.array(bands(dropout - dropout[:, [centre.argmin()]]))
            leads = lead_shares(dropout, another=another)
            for a, arm in enumerate(paired.arms):
                yield by, name, share, arm, centre[a], *bars[:, a], leads[a]


def _groupings(
    paired: PairedDyads, cuts: Mapping[str, Cut]
) -> Iterator[tuple[str, tuple[str, ...], np.ndarray]]:
    """All dyads, then the groups of each cut: what by, names, place of each dyad's group."""
    shape = paired.of(paired.arms[0], "dropout").shape
    yield ALL, (ALL_USERS,), np.zeros(shape, int)
    for by, cut in cuts.items():
        yield by, cut.names, membership(paired.of(paired.arms[0], cut.trait), cut)
