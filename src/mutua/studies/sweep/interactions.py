"""How regimes' differences hang on what a sweep varies, from its rows part by part."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from mutua.analysis.interactions import Slopes, interaction_table
from mutua.errors import one_of
from mutua.scenarios.check import texts
from mutua.scenarios.space import GROUPS
from mutua.studies.sweep.plan import SweepPlan
from mutua.studies.sweep.rows import outcomes_of_plan


def interactions_of(
    plan: SweepPlan, parts: Iterable[pd.DataFrame], outcomes: Sequence[str]
) -> pd.DataFrame:
    """One row an outcome, regime and varied parameter, as `SweepResult.interactions` says."""
    names = texts("outcomes", outcomes)
    for name in names:
        one_of("outcomes", name, outcomes_of_plan(plan))
    axes = [k for k, name in enumerate(plan.axis_names) if name not in GROUPS]
    slopes = Slopes(
        levels(plan, axes), len(plan.regimes), max(max(b.last) for b in plan.blocks), names
    )
    for rows in parts:
        slopes.add(
            rows["point"].to_numpy(), rows["regime"].cat.codes.to_numpy(),
            rows["replicate"].to_numpy(), rows[names].to_numpy(float),
        )  # fmt: skip
    return interaction_table(slopes, plan.regimes, [plan.axis_names[k] for k in axes])


def levels(plan: SweepPlan, axes: Sequence[int]) -> np.ndarray:
    """Values of some axes at each point, shape (points, axes); a mechanism that is on is 1."""
    columns = [np.asarray(plan.axes[k].column(plan.points[:, k]), float) for k in axes]
    return np.column_stack([np.zeros((len(plan.points), 0)), *columns])
