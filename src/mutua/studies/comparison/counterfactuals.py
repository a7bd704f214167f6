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
from mutua.scenarios.scenario import Scenario, differ_in_norms

#: Runs a scenario in every replicate: who broke off, bool, shape (replicates, dyads).
Run = Callable[[Scenario], np.ndarray]
#: The mechanism by which misfit of control and of closeness is felt.
ROLES = "roles"


class DropoutRuns:
    """Who broke off under a scenario, each one run once.

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
        self._known = {_key(arm): who for arm, who in zip(arms, dropout, strict=True)}

    def of(self, scenario: Scenario) -> np.ndarray:
        """Who broke off under a scenario, bool, shape (replicates, dyads)."""
        key = _key(scenario)
        if key not in self._known:
            self._known[key] = self._run(scenario)
        return self._known[key]

    def __call__(self, values: Values) -> np.ndarray:
        """Who broke off under these values, all else as under the first arm."""
        return self.of(replace(self._base, values=dict(values)))

    def share(self, values: Values) -> np.ndarray:
        """Share that broke off under these values, shape (replicates,)."""
        return np.asarray(self(values).mean(axis=1))


def _key(arm: Scenario) -> tuple[object, ...]:
    """What tells one run from another."""
    return (*arm.values.values(), *(name for name, on in arm.mechanism.items() if not on))


def without_roles(arm: Scenario) -> Scenario:
    """An arm with misfit of control switched off, whatever a posterior draws for it."""
    off = {**arm.mechanism, ROLES: False}
    return replace(arm, values={**arm.values, **NEUTRAL[ROLES]}, mechanism=off)


def has_roles_to_lose(arms: Sequence[Scenario]) -> bool:
    """Whether norms differ between arms, and some arm runs with the mechanism of roles."""
    some_on = any(arm.mechanism.get(ROLES, True) for arm in arms)
    return some_on and differ_in_norms([arm.values for arm in arms])


def roles_off_table(arms: Sequence[Scenario], dropout: DropoutRuns) -> pd.DataFrame:
    """Differences in dropout between arms of other norms as run, and with roles off."""
    pairs = {}
    for reference, arm in filter(has_roles_to_lose, combinations(arms, 2)):
        with_roles, without = (
            dropout.of(b).mean(axis=1) - dropout.of(a).mean(axis=1)
            for a, b in ((reference, arm), (without_roles(reference), without_roles(arm)))
        )
        pairs[reference.name, arm.name] = with_roles, without
    return roles_table(pairs)


def parts_table(arms: Sequence[Scenario], dropout: DropoutRuns) -> pd.DataFrame:
    """Parts of each norm in every difference in dropout."""
    return decomposition_table({
        (reference.name, arm.name): decompose(reference.values, arm.values, dropout.share)
        for reference, arm in combinations(arms, 2)
    })  # fmt: skip


def continuum_by_group(
    reference: Scenario, dropout: DropoutRuns, traits: Mapping[str, np.ndarray]
) -> dict[str, pd.DataFrame]:
    """Dropout along control, other norms as under the reference, and the best control by group."""
    along = dropout_along_control(reference.values, dropout)
    curves, best = continuum_tables(along, traits["severity_start"], traits["preferred_control"])
    return {"continuum": curves, "best_control": best}


def further_runs(
    arms: Sequence[Scenario], *, roles_off: bool, decomposition: bool, continuum: bool
) -> int:
    """How many scenarios the counterfactuals run besides the arms; each in every replicate."""
    base, needed = arms[0], list[Scenario]()
    if roles_off or decomposition:
        pairs = filter(has_roles_to_lose, combinations(arms, 2))
        needed += (without_roles(arm) for pair in pairs for arm in pair)
    values: list[Values] = [*along_control(base.values)] if continuum else []
    if decomposition:
        for reference, arm in combinations(arms, 2):
            values += mixtures(reference.values, arm.values)
    needed += (replace(base, values=dict(each)) for each in values)
    return len({*map(_key, needed)} - {_key(arm) for arm in arms})
