"""Dyads that stay or break off under each of two arms: both potential outcomes of every dyad.

The same dyad meets the same random draws in both arms, so both outcomes are known, which no trial
can know. Which dyads break off under one arm only depends on that coupling of draws; how many break
off under each arm does not.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from mutua.analysis.groups import group_means
from mutua.analysis.paired import PairedDyads
from mutua.analysis.summary import bands, mean, sd
from mutua.analysis.tables import PAIR, interval_columns, table
from mutua.model.measures.outcomes import ROW, TRAITS

#: Cells of the joint table; the place is 2 x (breaks off under the reference) + (under the arm).
ONLY_ARM, ONLY_REFERENCE = "only under arm", "only under reference"
CELLS = ("neither", ONLY_ARM, ONLY_REFERENCE, "both")
ABOUT = {
    "neither": "breaks off under neither arm",
    ONLY_ARM: "breaks off only under the arm",
    ONLY_REFERENCE: "breaks off only under the reference",
    "both": "breaks off under both arms",
}

JOINT = {
    **PAIR,
    "cell": ("name", "; ".join(f"{name}: {text}" for name, text in ABOUT.items())),
    "share": ("share of dyads", "share of all dyads"),
    **interval_columns("share of dyads"),
}
PROFILE = {
    **PAIR,
    "cell": ("name", "those who break off only under the reference, or only under the arm"),
    "trait": ("name", "trait at week 0"),
    "unit": ("text", "unit of the means"),
    "mean": ("unit", "mean of those in the cell"),
    "mean_all": ("unit", "mean of all dyads"),
    "difference": ("SD", "mean of the cell less mean of all, in SD of all"),
    **interval_columns("SD"),
}


def cells(leaves_reference: np.ndarray, leaves_arm: np.ndarray) -> np.ndarray:
    """Place of each dyad in `CELLS`, from whether it breaks off under each arm."""
    return np.asarray(2 * leaves_reference.astype(int) + leaves_arm.astype(int))


def shares(cell: np.ndarray) -> np.ndarray:
    """Share of each replicate's dyads in each cell, shape (replicates, 4)."""
    return np.array([(cell == place).mean(axis=1) for place in range(len(CELLS))]).T


def joint_table(paired: PairedDyads) -> pd.DataFrame:
    """One row a pair of arms and cell; columns as in `JOINT`."""
    rows: list[tuple[object, ...]] = []
    for reference, arm, cell in _pairs(paired):
        for name, *bar in zip(CELLS, *bands(shares(cell)), strict=True):
            rows.append((reference, arm, name, *bar))
    return table(rows, JOINT)


def profile_table(paired: PairedDyads) -> pd.DataFrame:
    """Traits of those who break off under one arm only, against all; columns as in `PROFILE`."""
    rows: list[tuple[object, ...]] = []
    for reference, arm, cell in _pairs(paired):
        for trait in TRAITS:
            values = paired.of(reference, trait)
            inside, spread = group_means(values, cell, len(CELLS)), sd(values)
            overall = values.mean(axis=1, keepdims=True)
            scale = spread if spread > 0.0 else np.nan
            bars = np.array(bands((inside - overall) / scale))
            for name in (ONLY_REFERENCE, ONLY_ARM):
                k = CELLS.index(name)
                rows.append((reference, arm, name, trait, ROW[trait].unit,
                             float(mean(inside[:, k])), float(mean(values)),
                             *bars[:, k]))  # fmt: skip
    return table(rows, PROFILE)


def _pairs(paired: PairedDyads) -> Iterator[tuple[str, str, np.ndarray]]:
    leaves = {arm: paired.of(arm, "dropout") for arm in paired.arms}
    for reference, arm in combinations(paired.arms, 2):
        yield reference, arm, cells(leaves[reference], leaves[arm])
