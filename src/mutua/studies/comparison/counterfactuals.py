"""Further runs on the same dyads: which norms a contrast comes from, and who should lead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from mutua.analysis.continuum import along_control, continuum_tables, dropout_along_control
from mutua.analysis.decomposition import (
    Values,
    decompose,
    decomposition_table,
    mixtures,
    roles_table,
)
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.scenario import Scenario

#: Runs a scenario in every replicate: who broke off, bool, shape (replicates, dyads).
Run = Callable[[Scenario], np.ndarray]


class DropoutRuns:
    """Who broke off under parameter values, each set of values run once.

    Parameters
    ----------
    arms : sequence of Scenario
        The arms of the comparison.
    dropout : sequence of array
        Who broke off under each of them.
    run : callable
        Runs another scenario.
    """

    def __init__(self, arms: Sequence[Scenario], dropout: Sequence[np.ndarray], run: Run) -> None:
        self._base, self._run = arms[0], run
        self._known = {_key(arm.values): who for arm, who in zip(arms, dropout, strict=True)}

    def __call__(self, values: Values) -> np.ndarray:
        """Who broke off under these values, bool, shape (replicates, dyads)."""
        key = _key(values)
        if key not in self._known:
            self._known[key] = self._run(replace(self._base, values=dict(values)))
        return self._known[key]

    def share(self, values: Values) -> np.ndarray:
        """Share that broke off under these values, shape (replicates,)."""
        return np.asarray(self(values).mean(axis=1))


def _key(values: Values) -> tuple[float, ...]:
    return tuple(values.values())


def without_roles(arm: Scenario) -> Values:
    """Values of an arm with misfit of control switched off."""
    return {**arm.values, **NEUTRAL["roles"]}


def decomposition_tables(arms: Sequence[Scenario], dropout: DropoutRuns) -> dict[str, pd.DataFrame]:
    """Parts of each norm in every difference in dropout, and the differences with roles off."""
    parts, roles = {}, {}
    for reference, arm in combinations(arms, 2):
        pair = (reference.name, arm.name)
        parts[pair] = decompose(reference.values, arm.values, dropout.share)
        roles[pair] = (
            dropout.share(arm.values) - dropout.share(reference.values),
            dropout.share(without_roles(arm)) - dropout.share(without_roles(reference)),
        )
    return {"decomposition": decomposition_table(parts), "roles": roles_table(roles)}


def continuum_by_group(
    reference: Scenario, dropout: DropoutRuns, traits: Mapping[str, np.ndarray]
) -> dict[str, pd.DataFrame]:
    """Dropout along control, other norms as under the reference, and the best control by group."""
    along = dropout_along_control(reference.values, dropout)
    curves, best = continuum_tables(along, traits["severity_start"], traits["preferred_control"])
    return {"continuum": curves, "best_control": best}


def further_runs(arms: Sequence[Scenario], *, decomposition: bool, continuum: bool) -> int:
    """How many scenarios the counterfactuals run besides the arms; each in every replicate."""
    needed: list[Values] = []
    if decomposition:
        needed += [without_roles(arm) for arm in arms]
        for reference, arm in combinations(arms, 2):
            needed += mixtures(reference.values, arm.values)
    if continuum:
        needed += along_control(arms[0].values)
    return len({*map(_key, needed)} - {_key(arm.values) for arm in arms})
