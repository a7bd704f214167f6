"""The figures of a sweep."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mutua.errors import ParameterError, one_of
from mutua.plots import responses as response_plots
from mutua.plots import sweep as plots
from mutua.plots.figure import Figure, figures_class
from mutua.plots.responses import Surface
from mutua.plots.scale import scale_of
from mutua.scenarios.check import texts
from mutua.studies.sweep.plan import SweepPlan
from mutua.studies.sweep.responses import Response, response_of
from mutua.studies.sweep.rows import OUTCOMES, about

#: Outcomes that are drawn unless others are named.
DRAWN = (
    "dropout", "visits_attended", "improvement", "trust_user_end", "empowerment", "wellbeing",
)  # fmt: skip
#: Regimes whose surfaces have room beside each other.
MOST_SURFACES = 4


def sweep_size(plan: SweepPlan) -> str:
    """What was run, in a line."""
    counts = {"point": len(plan.points), "regime": len(plan.regimes)}
    size = " x ".join(f"{n:,} {name}{'s' * (n != 1)}" for name, n in counts.items())
    return (
        f"{size}, {plan.runs:,} runs of {plan.dyads:,} dyads, {plan.weeks} weeks, seed {plan.seed}"
    )


class SweepData(NamedTuple):
    """What figures of a sweep are drawn from."""

    plan: SweepPlan
    parts: Callable[[], Iterable[pd.DataFrame]]  #: Gives the rows, table after table
    #: Gives means of every outcome at each point, float64, shape (points, regimes, outcomes)
    means: Callable[[], np.ndarray]
    tables: Mapping[str, Any] = {}

    def varies(self, parameters: int) -> bool:
        """Whether there are so many parameters, each with two values or more."""
        points = self.plan.points
        return points.shape[1] == parameters and bool((np.ptp(points, axis=0) > 0.0).all())

    def along(self, outcomes: Sequence[str], by: Sequence[str]) -> Response:
        """Outcomes along one or two parameters."""
        return response_of(self.plan, self.parts, outcomes, by)

    def label(self, outcome: str) -> str:
        """Name and unit of an outcome."""
        declared = about(self.plan)[outcome]
        return f"{declared.label or outcome.replace('_', ' ')} ({declared.unit})"


def _response(swept: SweepData, outcomes: Sequence[str] = DRAWN, x: str | None = None) -> Any:
    """Draw outcomes along one parameter, the first one unless another is named."""
    found = swept.along(outcomes, [x or swept.plan.axis_names[0]])
    labels = {name: swept.label(name).replace(" (", "\n(") for name in outcomes}
    [axis] = found.axes
    return response_plots.response_curves(
        found.table, scale_of(axis), labels, sweep_size(swept.plan)
    )


def _surface(
    swept: SweepData, outcome: str = "dropout", x: str | None = None, y: str | None = None,
    regimes: Sequence[str] | None = None,
) -> Any:  # fmt: skip
    """Draw one outcome over two parameters, the first two unless others are named."""
    names, plan = swept.plan.axis_names, swept.plan
    if len(names) < 2:
        raise ParameterError("plot.surface: one parameter varies; plot.response() shows it")
    first = x or next(name for name in names if name != y)
    second = y or next(name for name in names if name != first)
    shown = list(plan.regimes[:MOST_SURFACES]) if regimes is None else texts("regimes", regimes)
    for name in shown:
        one_of("regimes", name, plan.regimes)
    found = swept.along([outcome], [first, second])
    table = found.table[found.table["regime"].isin({plan.regimes[0], *shown})]
    across, up = map(scale_of, found.axes)
    surface = Surface(table, across, up, found.is_grid, swept.label(outcome))
    return response_plots.response_surface(surface, sweep_size(plan))


def _differences(swept: SweepData, outcomes: Sequence[str] = DRAWN) -> Any:
    """Draw each regime less the first at every point; with one regime, its means."""
    for name in outcomes:
        one_of("outcomes", name, OUTCOMES)
    regimes = swept.plan.regimes
    means = swept.means()[:, :, list(map(OUTCOMES.index, outcomes))]
    paired = len(regimes) > 1
    shown = means[:, 1:] - means[:, :1] if paired else means
    rows = [f"{regime}\n\u2212 {regimes[0]}" for regime in regimes[1:]] if paired else [*regimes]
    labels = {name: swept.label(name) for name in outcomes}
    values = {name: np.asarray(shown[:, :, k]) for k, name in enumerate(outcomes)}
    what = sweep_size(swept.plan)
    return plots.point_differences(values, rows, labels, paired=paired, what=what)


FIGURES = (
    Figure(
        "response",
        "Along the parameter",
        "Mean of each outcome at every value of the parameter that varies, a curve a regime; bands "
        "are 95 % intervals over replicates. Asked for of a sweep in which more varies, it is the "
        "mean over all else, in eight bins where no two points share a value.",
        _response,
        worthwhile=lambda swept: swept.varies(1),
    ),
    Figure(
        "surface",
        "Over both parameters",
        "Above: the mean over replicates under each regime, in one scale. Below: its paired "
        "difference to the first regime. Cells where the design is a grid; else contours between "
        "the points (dots), with a line where there is no difference. What was not sampled is "
        "blank.",
        _surface,
        worthwhile=lambda swept: swept.varies(2),
    ),
    Figure(
        "differences",
        "How far regimes differ over the points",
        "One dot a design point: the paired difference of each regime to the first on the same "
        "dyads with the same random draws, mean over replicates; with one regime, its mean.",
        _differences,
    ),
)
SweepFigures = figures_class("SweepFigures", FIGURES)
