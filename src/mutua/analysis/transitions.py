"""Transitions between equilibrium classes, from midway to the end."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from mutua.analysis.paired import PairedDyads
from mutua.analysis.summary import bands
from mutua.analysis.survival import DROPOUT
from mutua.analysis.tables import interval_columns, table
from mutua.model.measures.equilibrium import CLASSES
from mutua.model.state import ENDINGS

#: Columns of a dyad that hold its class, midway and at the horizon.
MIDWAY, END = "equilibrium_midway", "equilibrium"
#: Where a dyad of a class can be at the end: in a class, or in none, as the tie has ended.
BROKEN, OVER = "broke off", "ended otherwise"
TO = (*CLASSES[1:], BROKEN, OVER)

TRANSITIONS = {
    "arm": ("name", "the arm"),
    "midway": ("name", "equilibrium class in week measure.midway"),
    "dyads": ("share of cohort", "share of all dyads that are in this class midway"),
    "end": ("name", f"class at the horizon; {BROKEN}: dropout; {OVER}: any other ending"),
    "share": ("share of class", "of the dyads in the class midway, the share that is there"),
    **interval_columns("share of class"),
}


def destinations(ending: np.ndarray, final: np.ndarray) -> np.ndarray:
    """Place of each dyad in `TO`.

    Parameters
    ----------
    ending, final : int
        Places in `ENDINGS` and in `CLASSES`; a tie that has ended has no class.
    """
    broken = np.isin(ending, [ENDINGS.index(name) for name in DROPOUT])
    gone = np.where(broken, TO.index(BROKEN), TO.index(OVER))
    return np.asarray(np.where(ending == 0, final - 1, gone))


def count_transitions(midway: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Dyads by class midway and by where they are at the end.

    Parameters
    ----------
    midway, there : int, shape (replicates, dyads)
        Place in `CLASSES`, in `TO`.

    Returns
    -------
    int, shape (replicates, len(CLASSES), len(TO))
    """
    replicates, cells = len(midway), len(CLASSES) * len(TO)
    place = midway * len(TO) + there + cells * np.arange(replicates)[:, None]
    counts = np.bincount(place.ravel(), minlength=replicates * cells)
    return counts.reshape(replicates, len(CLASSES), len(TO))


def transition_table(paired: PairedDyads, arms: Iterable[str] | None = None) -> pd.DataFrame:
    """One row an arm, class midway and place at the end; columns as in `TRANSITIONS`.

    Classes that no dyad is in midway, under any arm, are left out.

    Parameters
    ----------
    paired : PairedDyads
        Every dyad under every arm.
    arms : iterable of str, optional
        Arms whose horizon lies after midway; all by default.
    """
    moved = {arm: _count_moves(paired, arm) for arm in (paired.arms if arms is None else arms)}
    midway = sum((counts.sum(axis=(0, 2)) for counts in moved.values()), np.zeros(len(CLASSES)))
    classes = [k for k in range(1, len(CLASSES)) if midway[k] > 0]
    return table(_rows(moved, classes), TRANSITIONS)


def _count_moves(paired: PairedDyads, arm: str) -> np.ndarray:
    ending = paired.codes(arm, "ending", ENDINGS)
    midway, final = (paired.codes(arm, name, CLASSES) for name in (MIDWAY, END))
    return count_transitions(midway.astype(int), destinations(ending, final.astype(int)))


def _rows(moved: dict[str, np.ndarray], classes: list[int]) -> Iterator[tuple[object, ...]]:
    for arm, counts in moved.items():
        inside = counts.sum(axis=2)
        with np.errstate(invalid="ignore"):
            bars = bands(counts / inside[..., None])
        for k in classes:
            share = float(inside[:, k].sum() / inside.sum())
            for to, *bar in zip(TO, *(bar[k] for bar in bars), strict=True):
                yield (arm, CLASSES[k], share, to, *bar)
