"""Parts of a difference between two arms that each group of norms contributes.

Norms of the arm are put into the reference one factor after the other, in every order; a factor's
part is its mean contribution over the orders (Shapley 1953). The parts sum to the contrast.
"""

from collections.abc import Callable, Mapping
from itertools import product
from math import comb

import numpy as np
import pandas as pd

from mutua.analysis.summary import bands
from mutua.analysis.tables import PAIR, interval_columns, table

#: Values of every parameter by dotted name.
Values = Mapping[str, float]
#: Runs parameter values on the same dyads: one mean a replicate, shape (replicates,).
Run = Callable[[Values], np.ndarray]

#: Parameters of each factor, as the beginnings of their names.
FACTORS = {
    "control": ("norm.control",),
    "initiative": ("norm.initiative",),
    "responsiveness": ("norm.responsiveness",),
    "rigidity": ("norm.rigidity",),
    "power": ("norm.power",),
    "giving": ("norm.professional.", "norm.user.", "norm.contract"),
    "interventions": ("interventions.",),
}
#: What arms may differ in besides: setting, population, mechanisms.
REST = "all else"

DECOMPOSITION = {
    **PAIR,
    "factor": ("name", "what the arms differ in; giving: mix of resources, contract"),
    "part": ("share of ties", "part of the difference in dropout (Shapley value)"),
    **interval_columns("share of ties"),
}
ROLES = {
    **PAIR,
    "difference": ("share of ties", "difference in dropout as run"),
    **interval_columns("share of ties"),
    "difference_off": ("share of ties", "the same with mechanism.roles=off"),
    "low_off": ("share of ties", "lower end of its 95 % interval"),
    "high_off": ("share of ties", "upper end of its 95 % interval"),
}


def differing_parameters(reference: Values, arm: Values) -> dict[str, list[str]]:
    """Names of the parameters in which two arms differ, by factor; factors without any left out."""
    by_factor: dict[str, list[str]] = {}
    names = [name for name in reference if reference[name] != arm[name]]
    for factor in (*FACTORS, REST):
        by_factor[factor] = [name for name in names if _factor(name) == factor]
    return {factor: members for factor, members in by_factor.items() if members}


def _factor(name: str) -> str:
    hits = (factor for factor, begins in FACTORS.items() if name.startswith(begins))
    return next(hits, REST)


def shapley(worth: np.ndarray) -> np.ndarray:
    """Shapley values of a game.

    Parameters
    ----------
    worth : shape (2, ..., 2, replicates)
        One axis a player; 1: the player is in.

    Returns
    -------
    float, shape (players, replicates)
    """
    players = worth.ndim - 1
    others = np.indices((2,) * (players - 1)).sum(axis=0).astype(int)
    weight = np.array([1.0 / (players * comb(players - 1, n)) for n in range(players)])[others]
    joined = [np.diff(worth, axis=player).squeeze(player) for player in range(players)]
    return np.array([
        (weight[..., None] * gain).reshape(-1, worth.shape[-1]).sum(axis=0) for gain in joined
    ])  # fmt: skip


def mixtures(reference: Values, arm: Values) -> list[Values]:
    """The ``2**k`` mixtures of two arms, k the factors in which they differ; the last varies first.

    Each factor is as under the reference, then as under the arm.
    """
    factors = differing_parameters(reference, arm).values()
    sources = product((reference, arm), repeat=len(factors))
    return [
        {**reference, **{name: source[name] for names, source in zip(factors, corner, strict=True)
                         for name in names}}
        for corner in sources
    ]  # fmt: skip


def decompose(reference: Values, arm: Values, run: Run) -> dict[str, np.ndarray]:
    """Part of each factor in the difference between two arms, by replicate.

    Runs every one of the `mixtures` of the two arms.
    """
    factors = differing_parameters(reference, arm)
    dropout = [run(values) for values in mixtures(reference, arm)]
    worth = np.array(dropout).reshape(*(2,) * len(factors), -1)
    return dict(zip(factors, shapley(worth), strict=True)) if factors else {}


def decomposition_table(pairs: Mapping[tuple[str, str], dict[str, np.ndarray]]) -> pd.DataFrame:
    """One row a pair of arms and factor; columns as in `DECOMPOSITION`."""
    rows = [
        (*pair, factor, *(float(end) for end in bands(values)))
        for pair, parts in pairs.items() for factor, values in parts.items()
    ]  # fmt: skip
    return table(rows, DECOMPOSITION)


def roles_table(
    pairs: Mapping[tuple[str, str], tuple[np.ndarray, np.ndarray]],
) -> pd.DataFrame:
    """Differences in dropout with roles on and off, by replicate; columns as in `ROLES`."""
    rows = [
        (*pair, *(float(end) for values in both for end in bands(values)))
        for pair, both in pairs.items()
    ]
    return table(rows, ROLES)
