"""The parameters of many runs as columns of one matrix, and the populations they share.

A column is what was composed for its choices and regime, with the point's values in place, the
switched-off mechanisms at their neutral values, and what is derived from both. No object is made
for a run. Quantile tables are made once a population, and so are the checks of what is impossible
together: neither looks at any other parameter.
"""

from functools import cached_property, lru_cache

import numpy as np

from mutua.catalogue import Parameters
from mutua.config import (
    COMBINED,
    DECLARED,
    DERIVED_FROM,
    Scenario,
    check_combination,
    derived,
)
from mutua.errors import ParameterError
from mutua.layout import leaves
from mutua.mechanisms import NEUTRAL
from mutua.population import tables
from mutua.sweeps.plan import Keys, SweepPlan

NUMBER = {name: k for k, name in enumerate(leaves(Parameters))}
_DERIVED_FROM = [NUMBER[name] for name in DERIVED_FROM]
_COMBINED = [name for name in DECLARED if name.partition(".")[0] in COMBINED]
_COMBINED_ROWS = [NUMBER[name] for name in _COMBINED]


class Columns:
    """Makes parameter columns of the runs of a plan."""

    def __init__(self, plan: SweepPlan) -> None:
        self.plan = plan
        self.numbers = [k for k, axis in enumerate(plan.axes) if not axis.named]
        self.rows = [NUMBER[plan.axes[k].name] for k in self.numbers]
        #: Axes that decide who is simulated, and how teams are cut.
        self.combined = [k for k in self.numbers if plan.axes[k].name in _COMBINED]

    @cached_property
    def bases(self) -> np.ndarray:
        """Values as composed, shape (declared parameters, bases)."""
        return np.array([[base.values[name] for name in DECLARED] for base in self.plan.bases]).T

    @cached_property
    def neutral(self) -> list[dict[int, float]]:
        """Rows that switched-off mechanisms hold at a value, by base."""
        return [
            {
                NUMBER[name]: value
                for mechanism, on in base.mechanism.items()
                if not on
                for name, value in NEUTRAL[mechanism].items()
            }
            for base in self.plan.bases
        ]

    def of(self, keys: Keys) -> np.ndarray:
        """Parameter matrix, shape (parameters, runs), of runs that need not differ in replicate."""
        base = self.plan.base(keys)
        values = np.empty((len(NUMBER), len(base)))
        values[: len(DECLARED)] = self.bases[:, base]
        values[self.rows] = self.plan.points[keys.point][:, self.numbers].T
        for number in np.unique(base):
            held = self.neutral[number]
            values[np.ix_(list(held), base == number)] = np.array(list(held.values()))[:, None]
        sources, which = np.unique(values[_DERIVED_FROM], axis=1, return_inverse=True)
        made = [derived(dict(zip(DERIVED_FROM, each, strict=True))) for each in sources.T.tolist()]
        values[len(DECLARED) :] = np.array(made).T[:, which.ravel()]
        return values

    def populations(
        self, keys: Keys, values: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, dict[int, str]]:
        """Quantile tables, which of them each run reads, and what is impossible about which.

        Returns
        -------
        tables : float64, shape (populations, TABLES, POINTS)
        which : int64, shape (runs,)
        errors : dict of int to str
            By number of the population; its tables are empty.
        """
        marks = np.column_stack(
            [self.plan.base(keys), self.plan.points[keys.point][:, self.combined]]
        )
        _, where, which = np.unique(marks, axis=0, return_index=True, return_inverse=True)
        made = [population(values[_COMBINED_ROWS, k].tobytes()) for k in where.tolist()]
        errors = {k: each for k, each in enumerate(made) if isinstance(each, str)}
        whole = [each for each in made if not isinstance(each, str)]
        empty = np.zeros_like(whole[0] if whole else np.zeros((0, 0)))
        stack = np.array([empty if isinstance(each, str) else each for each in made])
        return stack, which.ravel(), errors


@lru_cache(maxsize=64)
def population(combined: bytes) -> np.ndarray | str:
    """Quantile tables of a population, or in one line why there is none of these values."""
    given = dict(zip(_COMBINED, np.frombuffer(combined).tolist(), strict=True))
    values = {name: declared.default for name, declared in DECLARED.items()} | given
    scenario = Scenario("", "", "", "", values)
    try:
        check_combination(scenario)
    except ParameterError as error:
        return str(error)
    return np.asarray(tables(scenario.parameters))
