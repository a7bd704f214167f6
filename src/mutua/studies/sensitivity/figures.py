"""The figures of a sensitivity analysis, in the order of its report."""

from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.boxes import Limit
from mutua.plots.figure import Figure, figures_class
from mutua.plots.sensitivity import indices as plots
from mutua.plots.sensitivity import regions as region_plots
from mutua.plots.sensitivity.regions import Scale, Scatter
from mutua.scenarios.space import Axis, Interval
from mutua.studies.sensitivity.cube import Target, of, targets
from mutua.studies.sensitivity.findings import Findings
from mutua.studies.sensitivity.regions import box_of

#: Panels of curves, the parameters that matter most first.
MOST_CURVES = 12


def size_of(found: Findings) -> str:
    """What was run, for the corner of a figure."""
    plan = found.cube.plan
    return (
        f"{len(plan.points):,} points, {found.cube.replicates} replicates of "
        f"{plan.dyads:,} dyads, {plan.weeks} weeks, seed {plan.seed}"
    )


def _title(found: Findings) -> str:
    """Outcome and target."""
    return f"{found.about.label}, {found.target.title}"


def _label(found: Findings) -> str:
    """Outcome and its unit."""
    return f"{found.about.label} ({found.about.unit})"


def _indices(found: Findings) -> Any:
    tables, variance = _by_target(found, "indices"), found.tables["variance"]
    for target, rows in tables.items():
        share = of(variance, target, found.outcome)["share_noise"]
        rows.attrs = {"noise": float(share.iloc[0])}
    return plots.indices({target.title: rows for target, rows in tables.items()}, size_of(found))


def _effects(found: Findings) -> Any:
    tables = {target.title: rows for target, rows in _by_target(found, "effects").items()}
    return plots.effects(tables, found.about.unit, size_of(found))


def _overview(found: Findings) -> Any:
    if found.kind == "morris":
        rows, noise = _relative_effects(found), None
        what = "\u03bc* over the largest of its row"
    else:
        rows, noise = _total_shares(found), _shares_of_noise(found)
        what = "total share; noise: its share in a single run"
    grid, sure = _grid(found, rows, "share"), _grid(found, rows, "sure") > 0.0
    return plots.overview(grid, sure, noise, f"{found.target.title}: {what}", size_of(found))


def _relative_effects(found: Findings) -> pd.DataFrame:
    """Absolute effects over the largest of the outcome, and which are above noise."""
    rows = of(found.tables["effects"], found.target)
    most = rows.groupby("outcome")["mu_star"].transform("max")
    return rows.assign(share=rows["mu_star"] / most.where(most > 0.0),
                       sure=1.0 * (rows["low"] > rows["chance"].fillna(0.0)))  # fmt: skip


def _total_shares(found: Findings) -> pd.DataFrame:
    """Total shares, and which are above 0."""
    rows = of(found.tables["indices"], found.target)
    rows = rows[rows["order"] == "total"]
    return rows.assign(sure=1.0 * (rows["low"] > 0.0))


def _shares_of_noise(found: Findings) -> list[float]:
    """Share of noise in the variance of a single run, by outcome."""
    rows = of(found.tables["variance"], found.target).set_index("outcome")
    return [float(share) for share in rows["share_noise"].reindex(list(found.cube.outcomes))]


def _grid(found: Findings, rows: pd.DataFrame, values: str) -> pd.DataFrame:
    """One column of a table, with outcomes as rows and parameters as columns."""
    outcomes = list(found.cube.outcomes)
    grid = rows.pivot(index="outcome", columns="parameter", values=values)
    grid = grid.reindex(index=outcomes, columns=found.ranked)
    return grid.set_axis([found.cube.about(name).label for name in outcomes])


def _pairs(found: Findings) -> pd.DataFrame:
    """Second-order indices of the first outcome and the target."""
    rows = found.focus("indices")
    return rows[rows["order"] == "second"]


def _second_order(found: Findings) -> Any:
    names = found.ranked
    grid = pd.DataFrame(np.nan, index=names, columns=names)
    sure = pd.DataFrame(False, index=names, columns=names)
    for row in _pairs(found).itertuples():
        column, line = sorted((row.parameter, row.other), key=names.index)
        grid.loc[line, column] = row.share
        sure.loc[line, column] = row.low > 0.0 or row.high < 0.0
    return plots.second_order(grid.iloc[1:, :-1], sure.iloc[1:, :-1], _title(found), size_of(found))


def _curves(found: Findings) -> Any:
    rows = found.tables["curves"]
    tables = {
        scale_of(_axis(found, name)): rows[rows["parameter"] == name]
        for name in found.ranked[:MOST_CURVES]
    }
    paired = found.target.reference is not None
    return region_plots.curves(tables, _label(found), found.target.title, paired, size_of(found))


def _surface(found: Findings, x: str | None = None, y: str | None = None) -> Any:
    axes = [axis for axis in found.cube.plan.axes if not axis.is_named]
    first = [x or axes[0].name, y or axes[1].name]
    scales = [scale_of(_axis(found, name)) for name in first]
    title = f"{_label(found)}, {found.target.title}"
    return region_plots.surface(found.points(), scales[0], scales[1], title, size_of(found))


def _regions(found: Findings) -> Any:
    rows = found.tables["regions"].sort_values("distance", ascending=False)
    region = found.region
    share = f"{region.inside.mean():.0%} of points"
    title = f"{_title(found)}\n{region.side} {region.threshold:.3g}: {share}"
    return region_plots.regions(
        rows, _scatter(found, list(rows["parameter"])), title, size_of(found)
    )


def _scatter(found: Findings, ranked: list[str]) -> Scatter | None:
    """The points in the two parameters that the box, then the distances, name first."""
    plan, points = found.cube.plan, found.sample.points
    names = plan.axis_names
    box = box_of(plan, found.tables["box"])
    limited = sorted((names[axis] for axis in box.limits), key=ranked.index)
    shown = list(dict.fromkeys([*limited, *ranked]))[:2]
    if len(shown) < 2:
        return None
    x, y = (names.index(name) for name in shown)
    ends = tuple(spans_of(box.limits.get(axis)) for axis in (x, y))
    scales = (scale_of(plan.axes[x]), scale_of(plan.axes[y]))
    return Scatter(points[:, x], points[:, y], found.region.inside, scales, ends)


def _axis(found: Findings, name: str) -> Axis:
    """The axis of a name."""
    return next(axis for axis in found.cube.plan.axes if axis.name == name)


def _by_target(found: Findings, name: str) -> dict[Target, pd.DataFrame]:
    """Rows of each target of the first outcome, the parameters that matter most first."""
    every, _ = targets(found.cube.plan.regimes, None)
    chosen = [found.target if set(t) == set(found.target) else t for t in every]
    order = {name: k for k, name in enumerate(found.ranked)}
    return {
        target: of(found.tables[name], target, found.outcome).sort_values(
            "parameter", key=lambda names: names.map(order), kind="stable"
        )
        for target in chosen
    }


def spans_of(limit: Limit | None) -> list[tuple[float, float]]:
    """Stretches of an axis that a limit allows; none where there is no limit."""
    if limit is None:
        return []
    if limit.kept is None:
        return [(limit.low, limit.high)]
    return [(number - 0.5, number + 0.5) for number in sorted(limit.kept)]


def scale_of(axis: Axis) -> Scale:
    """How an axis is shown."""
    if isinstance(axis, Interval):
        return Scale(axis.name, axis.log)
    return Scale(axis.name, False, axis.labels if axis.is_named else ())


def _has_shares(found: Findings) -> bool:
    """Whether there are shares or effects of outcomes to lay side by side."""
    return "indices" in found.tables or "effects" in found.tables


FIGURES = (
    Figure(
        "indices",
        "Which parameters move it",
        "First order: the share of the variance between points that a parameter makes alone. "
        "Total: with all its interactions. Noise is taken out of both (an estimate of 0 lies below "
        "0 half of the time); above each panel stands its share in the outcome of a single run.",
        _indices,
        needs=("indices", "variance"),
    ),
    Figure(
        "effects",
        "Which parameters move it",
        "Mean absolute effect of moving a parameter over its whole range, and the SD of its "
        "effects between trajectories: large where it acts differently at different points. Grey: "
        "the mean absolute effect that noise alone would show.",
        _effects,
        needs=("effects",),
    ),
    Figure(
        "overview",
        "Which parameters move what",
        "One row an outcome, one column a parameter, the most important for the first outcome "
        "first. Empty rows: the variance between points cannot be distinguished from 0.",
        _overview,
        worthwhile=_has_shares,
    ),
    Figure(
        "second_order",
        "Which two act together",
        "Share of the variance that two parameters make together beyond what each makes alone.",
        _second_order,
        needs=("indices",),
        worthwhile=lambda found: not _pairs(found).empty,
    ),
    Figure(
        "surface",
        "Over both parameters",
        "Left: the mean over replicates at each point (dots), interpolated between them; the line "
        "is 0, dots are hollow where the interval includes it. Right: half of that interval.",
        _surface,
        worthwhile=Findings.is_surface,
    ),
    Figure(
        "curves",
        "In which direction",
        "Mean along each parameter while all others vary over the whole space. Parameters whose "
        "curve is flat may still matter through interactions.",
        _curves,
        needs=("curves",),
    ),
    Figure(
        "regions",
        "Where in parameter space",
        "Left: how far the distribution of each parameter differs between the region and the rest. "
        "Right: the points in the two parameters that say most; shaded, the box that describes the "
        "region, where it limits one of the two.",
        _regions,
        needs=("regions",),
    ),
)
SensitivityFigures = figures_class("SensitivityFigures", FIGURES)
