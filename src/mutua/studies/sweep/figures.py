"""The figures of a sweep."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from mutua.errors import one_of
from mutua.plots import sweep as plots
from mutua.plots.figure import Figure, figures_class
from mutua.studies.sweep.plan import SweepPlan
from mutua.studies.sweep.rows import ABOUT, OUTCOMES

#: Outcomes that are drawn unless others are named.
DRAWN = (
    "dropout", "visits_attended", "improvement", "trust_user_end", "empowerment", "wellbeing",
)  # fmt: skip


def sweep_size(plan: SweepPlan) -> str:
    """What was run, in a line."""
    counts = {"point": len(plan.points), "regime": len(plan.regimes)}
    size = " x ".join(f"{n:,} {name}{'s' * (n != 1)}" for name, n in counts.items())
    return (
        f"{size}, {plan.runs:,} runs of {plan.dyads:,} dyads, {plan.weeks} weeks, seed {plan.seed}"
    )


class PointMeans(NamedTuple):
    """Means of every outcome at each point, float64, shape (points, regimes, outcomes)."""

    values: np.ndarray
    regimes: Sequence[str]
    size: str
    tables: Mapping[str, Any] = {}


def _differences(swept: PointMeans, outcomes: Sequence[str] = DRAWN) -> Any:
    """Draw each regime less the first at every point; with one regime, its means."""
    for name in outcomes:
        one_of("outcomes", name, OUTCOMES)
    means, regimes = swept.values[:, :, list(map(OUTCOMES.index, outcomes))], swept.regimes
    paired = len(regimes) > 1
    shown = means[:, 1:] - means[:, :1] if paired else means
    rows = [f"{regime}\n\u2212 {regimes[0]}" for regime in regimes[1:]] if paired else [*regimes]
    labels = {name: f"{ABOUT[name].label or name.replace('_', ' ')} ({ABOUT[name].unit})"
              for name in outcomes}  # fmt: skip
    values = {name: np.asarray(shown[:, :, k]) for k, name in enumerate(outcomes)}
    return plots.point_differences(values, rows, labels, paired=paired, what=swept.size)


FIGURES = (
    Figure(
        "differences",
        "How far regimes differ over the points",
        "One dot a design point: the paired difference of each regime to the first on the same "
        "dyads with the same random draws, mean over replicates; with one regime, its mean.",
        _differences,
    ),
)
SweepFigures = figures_class("SweepFigures", FIGURES)
