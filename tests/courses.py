"""Simulated dyads for claims about the defaults: weeks by series, and effects in SD."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

import mutua

#: The seed of every claim.
SEED = 1
#: Nobody leaves and no professional does: what remains is what dyads become.
LASTING = {
    "exit.base": 0.0, "exit.enough": 0.0, "exit.hold": 5200.0, "exit.moves": 0.0,
    "exit.patience": 520.0, "work.leaving": 0.0,
}  # fmt: skip

Courses = Mapping[str, np.ndarray]
Changes = tuple[tuple[str, float], ...]


def changes(**groups: Mapping[str, float]) -> Changes:
    """Changes of parameters as they are kept apart by `simulated`."""
    return tuple(sorted({k: v for group in groups.values() for k, v in group.items()}.items()))


def courses(
    series: tuple[str, ...], parameters: Mapping[str, float] | None = None, *, weeks: int = 52,
    dyads: int = 3_200, **choices: object,
) -> Courses:  # fmt: skip
    """Series by name, each of shape (dyads, weeks); missing once the tie has ended."""
    result = mutua.simulate(
        parameters=parameters, dyads=dyads, weeks=weeks, seed=SEED, record="trajectories",
        series=[*series, "engaged"], **choices,
    )  # fmt: skip
    return {name: result.trajectories[name].to_numpy() for name in (*series, "engaged")}


@cache
def rows(
    parameters: Changes = (), *, off: str = "", weeks: int = 104, dyads: int = 4_000,
    setting: str = "community", regime: str = "usual",
) -> pd.DataFrame:  # fmt: skip
    """One row a dyad at its end, with the mechanism `off` switched off."""
    return mutua.simulate(
        parameters=dict(parameters), mechanism={off: False} if off else {}, dyads=dyads,
        weeks=weeks, seed=SEED, setting=setting, regime=regime,
    ).dyads  # fmt: skip


def effect(before: pd.DataFrame, after: pd.DataFrame, outcome: str) -> float:
    """Difference of means, in SD between dyads of the default arm."""
    spread = float(rows()[outcome].astype(float).std())
    difference = after[outcome].astype(float).mean() - before[outcome].astype(float).mean()
    return float(difference) / spread


def engaged(weeks: Courses, name: str, week: int) -> np.ndarray:
    """Values of those engaged at the end of a week."""
    return weeks[name][weeks["engaged"][:, week - 1] > 0.0, week - 1]
