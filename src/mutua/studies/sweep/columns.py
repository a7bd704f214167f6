"""The parameters of many runs as columns of one matrix, and the populations they share.

A column is what was composed for its choices and regime, with the point's values in place, the
switched-off mechanisms at their neutral values, and what is derived from both. No object is made
for a run. Quantile tables are made once a population, and so are the checks of what is impossible
together: neither depends on any other parameter.
"""

from functools import lru_cache

import numpy as np

from mutua.engines.populations import population_tables
from mutua.errors import ParameterError
from mutua.jit.structs import leaves
from mutua.model.parameters.catalogue import DECLARED, Parameters
from mutua.scenarios.check import check_combination, check_interventions
from mutua.scenarios.scenario import (
    COMBINED,
    DERIVED_FROM,
    POPULATION,
    Scenario,
    derive_parameters,
    with_defaults,
)
from mutua.studies.sweep.plan import Keys, SweepPlan

NUMBER = {name: k for k, name in enumerate(leaves(Parameters))}
_DERIVED_FROM = [NUMBER[name] for name in DERIVED_FROM]
#: Rows that are checked together, those of interventions, and those of the populations.
_COMBINED = [NUMBER[name] for name in COMBINED]
_POLICIES = [NUMBER[name] for name in DECLARED if name.startswith("interventions.")]
_POPULATION = [NUMBER[name] for name in DECLARED if name.partition(".")[0] == POPULATION]


class ParameterColumns:
    """Parameters of the runs of a plan, a column a run."""

    def __init__(self, plan: SweepPlan) -> None:
        self.plan = plan
        self.numbers = [k for k, is_named in enumerate(plan.are_named) if not is_named]
        self.rows = [NUMBER[plan.axis_names[k]] for k in self.numbers]
        #: Axes that decide the population, and the size of teams.
        self.combined = [k for k, row in zip(self.numbers, self.rows, strict=True)
                         if row in _COMBINED]  # fmt: skip
        self.timed = not set(self.rows).isdisjoint(_POLICIES)

    def matrix(self, keys: Keys) -> np.ndarray:
        """Parameter matrix, shape (parameters, runs), of runs that need not differ in replicate."""
        base = self.plan.base(keys)
        values = np.empty((len(NUMBER), len(base)))
        values[: len(DECLARED)] = self.plan.base_values[:, base]
        values[self.rows] = self.plan.points[keys.point][:, self.numbers].T
        for number in np.unique(base):
            neutral = {NUMBER[name]: x for name, x in self.plan.neutral[number].items()}
            fixed = np.array(list(neutral.values()))[:, None]
            values[np.ix_(list(neutral), base == number)] = fixed
        sources, which = np.unique(values[_DERIVED_FROM], axis=1, return_inverse=True)
        rows = (dict(zip(DERIVED_FROM, row, strict=True)) for row in sources.T.tolist())
        derived = np.array([derive_parameters(row) for row in rows])
        values[len(DECLARED) :] = derived.T[:, which.ravel()]
        return values

    def untimely(self, values: np.ndarray) -> np.ndarray:
        """Why interventions of some runs are never in force; None where they are, shape (runs,)."""
        if not self.timed:
            return np.full(values.shape[1], None)
        policies, which = np.unique(values[_POLICIES], axis=1, return_inverse=True)
        errors = [untimely(each.tobytes(), self.plan.weeks) for each in policies.T]
        return np.array(errors, dtype=object)[which.ravel()]

    def populations(
        self, keys: Keys, values: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Quantile tables of some runs, which of them each reads, and what is impossible.

        Returns
        -------
        tables : float64, shape (populations, TABLES, POINTS)
        which : int64, shape (runs,)
            Anything for a run that is impossible.
        errors : object, shape (runs,)
            Why a run is impossible; None where it is not.
        """
        varied = self.plan.points[keys.point][:, self.combined]
        cells = np.column_stack([self.plan.base(keys), varied])
        _, where, place = np.unique(cells, axis=0, return_index=True, return_inverse=True)
        errors = np.array([impossible(values[_COMBINED, k].tobytes()) for k in where], dtype=object)
        populations = [b"" if error else values[_POPULATION, k].tobytes()
                  for k, error in zip(where, errors, strict=True)]  # fmt: skip
        numbers = {each: k for k, each in enumerate(dict.fromkeys(filter(None, populations)))}
        by_population = np.array([population_tables(each) for each in numbers])
        which = np.array([numbers.get(each, 0) for each in populations], dtype=np.int64)
        return by_population, which[place.ravel()], errors[place.ravel()]


@lru_cache(maxsize=4096)
def impossible(combined: bytes) -> str | None:
    """Why values cannot stand together, in one line; None if they can."""
    try:
        check_combination(_defaults_with(_COMBINED, combined))
    except ParameterError as error:
        return str(error)
    return None


@lru_cache(maxsize=4096)
def untimely(policies: bytes, weeks: int) -> str | None:
    """Why an intervention is never in force in so many weeks, in one line; None if all are."""
    try:
        check_interventions(_defaults_with(_POLICIES, policies), weeks)
    except ParameterError as error:
        return str(error)
    return None


def _defaults_with(rows: list[int], values: bytes) -> Scenario:
    """Scenario of defaults, with values in some rows."""
    names = list(DECLARED)
    given = zip(rows, np.frombuffer(values).tolist(), strict=True)
    return with_defaults({names[k]: x for k, x in given})
