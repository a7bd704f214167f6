"""Which arm leads in which group: under which fewest dyads break off, and how sure that is."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from mutua.analysis.groups import CUTS, Cut, group_means, membership
from mutua.analysis.paired import PairedDyads
from mutua.analysis.summary import bands
from mutua.analysis.tables import interval_columns, table

#: Random draws of the means, for how sure it is which arm leads.
LEAD_DRAWS = 4_000
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
        "chance that the arm leads: that of the same Student's t over replicates as the intervals",
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
        Each replicate is a draw from a posterior, and what is asked is who leads in another one.
    """
    return table(_rows(paired, cuts, another), LEADERS)


def lead_chances(dropout: np.ndarray, *, another: bool = False) -> np.ndarray:
    """Chance of each arm to have the lowest mean, of which the replicates are a sample.

    Draws ``mean + sum_r z_r (x_r - mean) / sqrt(n chi2)`` with z standard normal and chi2 of n - 1
    degrees of freedom: every difference between two arms is then distributed as its interval says.
    Arms that are equal share what they lead in; chances sum to 1.

    Parameters
    ----------
    dropout : shape (replicates, arms)
        Two replicates or more, none missing.
    another : bool
        In another replicate rather than in the mean of all.
    """
    n, rng = len(dropout), np.random.default_rng(0)
    centre = dropout.mean(axis=0)
    noise = rng.standard_normal((LEAD_DRAWS, n)) @ (dropout - centre)
    scale = np.sqrt((n + 1 if another else 1) / (n * rng.chisquare(n - 1, LEAD_DRAWS)))
    means = centre + scale[:, None] * noise
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
            if len(dropout) < 2:
                continue  # as good as no dyads of such
            centre, share = dropout.mean(axis=0), float((group == k).mean())
            bars = np.array(bands(dropout - dropout[:, [centre.argmin()]]))
            leads = lead_chances(dropout, another=another)
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
