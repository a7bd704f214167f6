"""Outcomes of a sweep along one or two of the parameters that it varies."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.responses import RESPONSES, responses
from mutua.errors import ParameterError, one_of
from mutua.model.measures.outcomes import attach_units
from mutua.scenarios.check import texts
from mutua.scenarios.space import Axis, Interval
from mutua.studies.sweep.plan import SweepPlan
from mutua.studies.sweep.rows import about, outcomes_of_plan

#: Bins of an interval, where other parameters vary too and no two points share a value.
BINS = 8


class Response(NamedTuple):
    """Outcomes at every value of one or two parameters."""

    axes: tuple[Axis, ...]  #: What they are along
    #: One row an outcome, regime and place; columns as in `RESPONSES` after one an axis, which
    #: holds numbers: of a named axis, those of its choices
    table: pd.DataFrame
    is_grid: bool  #: Whether at least half of all combinations of values are there

    def named(self, plan: SweepPlan) -> pd.DataFrame:
        """The table with names of choices in place of their numbers, units and definitions."""
        own = {axis.name: axis.column(self.table[axis.name].to_numpy()) for axis in self.axes}
        columns = {axis.name: about(plan)[axis.name] for axis in self.axes}
        return attach_units(self.table.assign(**own), {**columns, **RESPONSES})


def response_of(
    plan: SweepPlan,
    parts: Callable[[], Iterable[pd.DataFrame]],
    outcomes: Sequence[str],
    by: Sequence[str],
) -> Response:
    """Outcomes along one or two parameters, from the rows of a sweep.

    Raises
    ------
    ParameterError
        An outcome or a parameter that the sweep does not have, or not one or two parameters.
    """
    names = texts("outcomes", outcomes)
    for name in names:
        one_of("outcomes", name, outcomes_of_plan(plan))
    for name in texts("by", by):
        one_of("by", name, plan.axis_names)
    if not 1 <= len(set(by)) == len(by) <= 2:
        raise ParameterError(f"by: [{','.join(by)}] is not one or two parameters, each once")
    columns = [plan.axis_names.index(name) for name in by]
    axes = tuple(plan.axes[k] for k in columns)
    levels = partial(_levels, are_alone=len(by) == len(plan.axes))
    kept = np.column_stack(
        [levels(axis, plan.points[:, k]) for axis, k in zip(axes, columns, strict=True)]
    )
    places, place = np.unique(kept, axis=0, return_inverse=True)
    values = _values_of(plan, parts(), names)
    keys = ["outcome", "regime", *by]
    rows = [
        (name, row[0], *places[row[1]], *row[2:])
        for name, own in zip(names, values, strict=True)
        for row in responses(own, place.ravel(), len(places), plan.regimes)
    ]
    table = pd.DataFrame(rows, columns=[*keys, *(name for name in RESPONSES if name not in keys)])
    combinations = np.prod([len(np.unique(kept[:, k])) for k in range(len(by))])
    return Response(axes, table, bool(combinations <= 2 * len(places)))


def _levels(axis: Axis, numbers: np.ndarray, *, are_alone: bool) -> np.ndarray:
    """Values at which points lie; middles of bins of an interval where others vary with it."""
    if are_alone or not isinstance(axis, Interval) or len(np.unique(numbers)) <= BINS:
        return numbers
    low, high = np.array([axis.low, axis.high])
    ends = np.log([low, high]) if axis.log else np.array([low, high])
    at = ((np.log(numbers) if axis.log else numbers) - ends[0]) / (ends[1] - ends[0])
    middle = (np.minimum(np.floor(at * BINS), BINS - 1) + 0.5) / BINS
    scaled = ends[0] + middle * (ends[1] - ends[0])
    return np.asarray(np.exp(scaled) if axis.log else scaled)


def _values_of(plan: SweepPlan, parts: Iterable[pd.DataFrame], names: Sequence[str]) -> np.ndarray:
    """Outcomes, shape (outcomes, points, regimes, replicates); missing where there is no run."""
    replicates = max(max(block.last) for block in plan.blocks)
    values = np.full((len(names), len(plan.points), len(plan.regimes), replicates), np.nan)
    for rows in parts:
        keys = rows["point"], rows["regime"].cat.codes, rows["replicate"]
        place = tuple(each.to_numpy() for each in keys)
        for k, name in enumerate(names):
            values[k][place] = rows[name].to_numpy(float)
    return values
