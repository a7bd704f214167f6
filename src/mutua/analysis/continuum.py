"""Dropout along control as a continuum, by severity and by preferred control."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from mutua.analysis.groups import CUTS, group_means, membership
from mutua.analysis.summary import bands
from mutua.analysis.tables import interval_columns, table

#: Professional's shares of control that are run; initiative moves with it.
GRID = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
MOVED = ("norm.control", "norm.initiative")
#: Resamples of the replicates for the interval of the best control.
RESAMPLES = 2_000

CONTINUUM = {
    "by": ("name", "what dyads are grouped by; all: no grouping"),
    "group": ("name", "the group"),
    "dyads": ("share", "share of all dyads that are in the group"),
    "control": ("0-1", "norm of control and initiative, the professional's share"),
    "dropout": ("share of ties", "share of the group that broke off"),
    **interval_columns("share of ties"),
}
BEST = {
    "by": ("name", "what dyads are grouped by; all: no grouping"),
    "group": ("name", "the group"),
    "dyads": ("share", "share of all dyads that are in the group"),
    "best": ("0-1", "the control that was run under which fewest of the group broke off"),
    "low": ("0-1", "lower end of its 95 % interval (bootstrap over replicates)"),
    "high": ("0-1", "upper end of its 95 % interval"),
    "dropout": ("share of ties", "share of the group that broke off under it"),
}


def along_control(values: Mapping[str, float]) -> list[dict[str, float]]:
    """Parameter values under each control in `GRID`, all else as in `values`."""
    return [{**values, **dict.fromkeys(MOVED, control)} for control in GRID]


def dropout_along_control(
    values: Mapping[str, float], run: Callable[[Mapping[str, float]], np.ndarray]
) -> np.ndarray:
    """Dropout of every dyad under each control in `GRID`, all else as in `values`.

    Parameters
    ----------
    run : callable
        Runs parameter values on the same dyads; returns bool, shape (replicates, dyads).

    Returns
    -------
    bool, shape (controls, replicates, dyads)
    """
    return np.array([run(point) for point in along_control(values)])


def groupings(
    severity: np.ndarray, preference: np.ndarray
) -> Iterator[tuple[str, str, np.ndarray]]:
    """All dyads, the groups of each cut, and of both crossed: (by, group, members)."""
    yield "all", "all", np.ones(severity.shape, bool)
    traits = {"severity": severity, "preference": preference}
    place = {by: membership(traits[by], cut) for by, cut in CUTS.items()}
    for by, cut in CUTS.items():
        for k, name in enumerate(cut.names):
            yield by, name, place[by] == k
    for i, severe in enumerate(CUTS["severity"].names):
        for j, wish in enumerate(CUTS["preference"].names):
            both = (place["severity"] == i) & (place["preference"] == j)
            yield "severity x preference", f"{severe}, {wish}", both


def best_control(curves: np.ndarray) -> tuple[int, int, int]:
    """Place of the lowest mean curve, and its 95 % bootstrap interval.

    Parameters
    ----------
    curves : shape (replicates, controls)
        Dropout of one group; replicates without a dyad in it are missing.
    """
    there = curves[np.isfinite(curves).all(axis=1)]
    if not len(there):
        return -1, -1, -1
    picks = np.random.default_rng(0).integers(0, len(there), (RESAMPLES, len(there)))
    lowest = there[picks].mean(axis=1).argmin(axis=1)
    low, high = np.quantile(lowest, [0.025, 0.975], method="nearest")
    return int(there.mean(axis=0).argmin()), int(low), int(high)


def continuum_tables(
    dropout: np.ndarray, severity: np.ndarray, preference: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Dropout along control, and the best control, for all dyads and by group.

    Parameters
    ----------
    dropout : bool, shape (controls, replicates, dyads)
        From `dropout_along_control`.
    severity, preference : float, shape (replicates, dyads)
        Traits of the same dyads.
    """
    curves, lowest = [], []
    for by, group, members in groupings(severity, preference):
        code, share = (~members).astype(int), float(members.mean())
        means = np.array([group_means(under, code, 2)[:, 0] for under in dropout]).T
        bars = np.array(bands(means))
        curves += [(by, group, share, control, *bars[:, k]) for k, control in enumerate(GRID)]
        places = best_control(means)
        if places[0] >= 0:
            at = tuple(GRID[place] for place in places)
            lowest.append((by, group, share, *at, float(bars[0, places[0]])))
    return table(curves, CONTINUUM), table(lowest, BEST)
