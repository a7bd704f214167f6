"""Further runs on the same dyads: which norms a contrast comes from, and who should lead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from mutua.analysis.continuum import continuum_tables, dropout_along_control
from mutua.analysis.decomposition import Values, decompose, decomposition_table, roles_table
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.scenario import Scenario

#: Runs a scenario in every replicate: who broke off, bool, shape (replicates, dyads).
Run = Callable[[Scenario], np.ndarray]


class Memory:
    """Runs parameter values once each, and remembers who broke off.

    Parameters
    ----------
    arms : sequence of Scenario
        The arms of the comparison.
    known : sequence of array
        Who broke off under each of them.
    run : callable
        Runs another scenario.
    """

    def __init__(self, arms: Sequence[Scenario], known: Sequence[np.ndarray], run: Run) -> None:
        self._made = {_key(arm.values): who for arm, who in zip(arms, known, strict=True)}
        self._base, self._run, self.runs = arms[0], run, 0

    def __call__(self, values: Values) -> np.ndarray:
        """Who broke off under these values."""
        key = _key(values)
        if key not in self._made:
            self._made[key] = self._run(replace(self._base, values=dict(values)))
            self.runs += 1
        return self._made[key]

    def share(self, values: Values) -> np.ndarray:
        """Share that broke off under these values, shape (replicates,)."""
        return np.asarray(self(values).mean(axis=1))


def _key(values: Values) -> tuple[float, ...]:
    return tuple(values.values())


def decomposition_tables(arms: Sequence[Scenario], memory: Memory) -> dict[str, pd.DataFrame]:
    """Parts of each norm in every difference in dropout, and the differences with roles off."""
    parts, roles = {}, {}
    for reference, arm in combinations(arms, 2):
        pair = (reference.name, arm.name)
        parts[pair] = decompose(reference.values, arm.values, memory.share)
        on, off = (
            memory.share({**arm.values, **change}) - memory.share({**reference.values, **change})
            for change in ({}, NEUTRAL["roles"])
        )
        roles[pair] = on, off
    return {"decomposition": decomposition_table(parts), "roles": roles_table(roles)}


def along_control(
    reference: Scenario, memory: Memory, traits: Mapping[str, np.ndarray]
) -> dict[str, pd.DataFrame]:
    """Dropout along control, other norms as under the reference, and the best control by group."""
    dropout = dropout_along_control(reference.values, memory)
    curves, best = continuum_tables(dropout, traits["severity_start"], traits["preferred_control"])
    return {"continuum": curves, "best_control": best}


def further_runs(arms: Sequence[Scenario], *, decomposition: bool, continuum: bool) -> int:
    """How many scenarios the counterfactuals run besides the arms; each in every replicate."""
    none = np.zeros((2, 1), bool)
    memory = Memory(arms, [none] * len(arms), lambda _: none)
    if decomposition:
        decomposition_tables(arms, memory)
    if continuum:
        dropout_along_control(arms[0].values, memory)
    return memory.runs
