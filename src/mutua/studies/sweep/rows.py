"""Columns of a sweep's rows: its keys, what varies, and the mean of every registered outcome."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.groups import cuts_of
from mutua.model.measures.outcomes import (
    HEADLINE,
    ROW,
    SERIES,
    WEEKLY,
    Outcome,
    attach_units,
    over,
    unit_of_mean,
)
from mutua.model.measures.outcomes import OUTCOMES as OVER_ALL
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.space import GROUPS
from mutua.studies.sweep.plan import Keys, SweepPlan

#: Outcomes of dyads, each a mean over all dyads of a run.
DYADS = ("engaged", *OVER_ALL)
#: Weekly series in the last week, each a mean over those engaged then.
LAST = {f"{name}_last": name for name in SERIES}
#: Every outcome of a run, in the order of its columns.
OUTCOMES = (*DYADS, *LAST)
SERIES_ROWS = [list(WEEKLY).index(name) for name in SERIES]

#: Outcomes that are kept by group too, where groups are asked for.
GROUPED = tuple(name for name in OVER_ALL if name in HEADLINE)

KEYS = {
    "point": Outcome("number", "the design point, a row of the table `points`"),
    "regime": Outcome("name", "the arm: a regime; the first is the reference"),
    "replicate": Outcome("number", "replicate: the same dyads and random draws everywhere"),
    "error": Outcome("text", "why the run failed; missing if it did not"),
}


def about(plan: SweepPlan) -> dict[str, Outcome]:
    """Unit and definition of every column, in order."""
    by_group = {name: column.about() for name, column in group_columns(plan.groups).items()}
    return KEYS | {name: _varied(name) for name in plan.axis_names} | ABOUT | by_group


class GroupColumn(NamedTuple):
    """The mean of an outcome over one group of the dyads."""

    outcome: str
    by: str  #: The trait, as it was asked for
    group: str  #: Its name
    place: int  #: Of the group among those of the trait

    def about(self) -> Outcome:
        """Unit, definition and label."""
        whole = ABOUT[self.outcome]
        label = f"{whole.label or self.outcome.replace('_', ' ')}, {self.group}"
        definition = f"of the dyads of a run in the group {self.group} ({self.by}): "
        return Outcome(whole.unit, definition + whole.definition, label)


def group_columns(groups: tuple[str, ...]) -> dict[str, GroupColumn]:
    """Columns of outcomes by group, such as ``dropout_severity_mildest_third``."""
    if not groups:
        return {}
    columns = (
        GroupColumn(outcome, by, name, place)
        for by, cut in cuts_of(groups).items()
        for place, name in enumerate(cut.names)
        for outcome in GROUPED
    )
    slug = str.maketrans(" -", "__")
    return {f"{x.outcome}_{x.by}_{x.group.translate(slug)}": x for x in columns}


def outcomes_of_plan(plan: SweepPlan) -> tuple[str, ...]:
    """Every outcome of a run, in the order of its columns; those by group last."""
    return (*OUTCOMES, *group_columns(plan.groups))


def _varied(name: str) -> Outcome:
    if name in DECLARED:
        return Outcome(DECLARED[name].unit, DECLARED[name].about)
    return Outcome("name" if name in GROUPS else "truth", f"the point's {name}")


def _mean_of(name: str) -> Outcome:
    registered = ROW[name]
    definition = f"mean over {over(registered)}: {registered.definition}"
    return Outcome(unit_of_mean(name), definition, registered.label)


def _in_the_end(registered: Outcome) -> Outcome:
    label = registered.label and f"{registered.label}, last week"
    return Outcome(registered.unit, f"in the last week: {registered.definition}", label)


#: Unit and definition of every outcome of a run.
ABOUT = {name: _mean_of(name) for name in DYADS}
ABOUT |= {name: _in_the_end(WEEKLY[series]) for name, series in LAST.items()}


def rows_of(plan: SweepPlan, keys: Keys, means: np.ndarray, errors: np.ndarray) -> pd.DataFrame:
    """Rows of some runs; equal runs give equal tables, whatever the part they are in."""
    columns: dict[str, object] = {
        "point": keys.point,
        "regime": pd.Categorical.from_codes(keys.regime, categories=list(plan.regimes)),
        "replicate": keys.replicate.astype(np.int32),
        "error": pd.array(errors, dtype="string"),
    }
    columns |= plan.columns(keys.point)
    columns |= {name: means[:, k] for k, name in enumerate(outcomes_of_plan(plan))}
    return attach_units(pd.DataFrame(columns), about(plan))


def points_table(plan: SweepPlan) -> pd.DataFrame:
    """Every point with its values, a row each."""
    numbers = np.arange(len(plan.points))
    frame = pd.DataFrame({"point": numbers, **plan.columns(numbers)})
    return attach_units(frame, about(plan))
