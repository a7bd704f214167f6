"""The figures of a sensitivity analysis, in the order of its report."""

from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.boxes import Limit
from mutua.plots.figure import Figure, figures_class
from mutua.plots.scale import scale_of
from mutua.plots.sensitivity import indices as plots
from mutua.plots.sensitivity import regions as region_plots
from mutua.plots.sensitivity.regions import Scatter
from mutua.scenarios.space import Axis
from mutua.studies.sensitivity.cube import Target, of, targets
from mutua.studies.sensitivity.findings import Findings
from mutua.studies.sensitivity.regions import box_of

#: Panels of curves, the parameters that matter most first.
MOST_CURVES = 12


def size_of(findings: Findings) -> str:
    """What was run, for the corner of a figure."""
    plan = findings.cube.plan
    return (
        f"{len(plan.points):,} points, {findings.cube.replicates} replicates of "
        f"{plan.dyads:,} dyads, {plan.weeks} weeks, seed {plan.seed}"
    )


def _title(findings: Findings) -> str:
    """Outcome and target."""
    return f"{findings.about.label}, {findings.target.title}"


def _label(findings: Findings) -> str:
    """Outcome and its unit."""
    return f"{findings.about.label} ({findings.about.unit})"


def _indices(findings: Findings) -> Any:
    tables, variance = _by_target(findings, "indices"), findings.tables["variance"]
    for target, rows in tables.items():
        share = of(variance, target, findings.outcome)["share_noise"]
        rows.attrs = {"noise": float(share.iloc[0])}
    return plots.indices({target.title: rows for target, rows in tables.items()}, size_of(findings))


def _effects(findings: Findings) -> Any:
    tables = {target.title: rows for target, rows in _by_target(findings, "effects").items()}
    return plots.effects(tables, findings.about.unit, size_of(findings))


def _overview(findings: Findings) -> Any:
    if findings.kind == "morris":
        rows, noise = _relative_effects(findings), None
        what = "\u03bc* over the largest of its row"
    else:
        rows, noise = _total_shares(findings), _shares_of_noise(findings)
        what = "total share; noise: its share in a single run"
    grid, sure = _grid(findings, rows, "share"), _grid(findings, rows, "sure") > 0.0
    return plots.overview(grid, sure, noise, f"{findings.target.title}: {what}", size_of(findings))


def _relative_effects(findings: Findings) -> pd.DataFrame:
    """Absolute effects over the largest of the outcome, and which are above noise."""
    rows = of(findings.tables["effects"], findings.target)
    most = rows.groupby("outcome")["mu_star"].transform("max")
    return rows.assign(share=rows["mu_star"] / most.where(most > 0.0),
                       sure=1.0 * (rows["low"] > rows["chance"].fillna(0.0)))  # fmt: skip


def _total_shares(findings: Findings) -> pd.DataFrame:
    """Total shares, and which are above 0."""
    rows = of(findings.tables["indices"], findings.target)
    rows = rows[rows["order"] == "total"]
    return rows.assign(sure=1.0 * (rows["low"] > 0.0))


def _shares_of_noise(findings: Findings) -> list[float]:
    """Share of noise in the variance of a single run, by outcome."""
    rows = of(findings.tables["variance"], findings.target).set_index("outcome")
    return [float(share) for share in rows["share_noise"].reindex(list(findings.cube.outcomes))]


def _grid(findings: Findings, rows: pd.DataFrame, values: str) -> pd.DataFrame:
    """One column of a table, with outcomes as rows and parameters as columns."""
    outcomes = list(findings.cube.outcomes)
    grid = rows.pivot(index="outcome", columns="parameter", values=values)
    grid = grid.reindex(index=outcomes, columns=findings.ranked)
    return grid.set_axis([findings.cube.about(name).label for name in outcomes])


def _pairs(findings: Findings) -> pd.DataFrame:
    """Second-order indices of the first outcome and the target."""
    rows = findings.focus("indices")
    return rows[rows["order"] == "second"]


def _second_order(findings: Findings) -> Any:
    names = findings.ranked
    grid = pd.DataFrame(np.nan, index=names, columns=names)
    sure = pd.DataFrame(False, index=names, columns=names)
    for row in _pairs(findings).itertuples():
        column, line = sorted((row.parameter, row.other), key=names.index)
        grid.loc[line, column] = row.share
        sure.loc[line, column] = row.low > 0.0 or row.high < 0.0
    return plots.second_order(
        grid.iloc[1:, :-1], sure.iloc[1:, :-1], _title(findings), size_of(findings)
    )


def _curves(findings: Findings) -> Any:
    rows = findings.tables["curves"]
    tables = {
        scale_of(_axis(findings, name)): rows[rows["parameter"] == name]
        for name in findings.ranked[:MOST_CURVES]
    }
    paired = findings.target.reference is not None
    return region_plots.curves(
        tables, _label(findings), findings.target.title, paired, size_of(findings)
    )


def _surface(findings: Findings, x: str | None = None, y: str | None = None) -> Any:
    axes = [axis for axis in findings.cube.plan.axes if not axis.is_named]
    first = [x or axes[0].name, y or axes[1].name]
    scales = [scale_of(_axis(findings, name)) for name in first]
    return region_plots.surface(
        findings.points(), *scales, _title(findings), findings.about.unit, size_of(findings)
    )


def _regions(findings: Findings) -> Any:
    rows = findings.tables["regions"].sort_values("distance", ascending=False)
    region = findings.region
    share = f"{region.inside.mean():.0%} of points"
    title = f"{_title(findings)}\n{region.side} {region.threshold:.3g}: {share}"
    return region_plots.regions(
        rows, _scatter(findings, list(rows["parameter"])), title, size_of(findings)
    )


def _scatter(findings: Findings, ranked: list[str]) -> Scatter | None:
    """The points in the two parameters that the box, then the distances, name first."""
    plan, points = findings.cube.plan, findings.sample.points
    names = plan.axis_names
    box = box_of(plan, findings.tables["box"])
    limited = sorted((names[axis] for axis in box.limits), key=ranked.index)
    shown = list(dict.fromkeys([*limited, *ranked]))[:2]
    if len(shown) < 2:
        return None
    x, y = (names.index(name) for name in shown)
    ends = tuple(spans_of(box.limits.get(axis)) for axis in (x, y))
    scales = (scale_of(plan.axes[x]), scale_of(plan.axes[y]))
    return Scatter(points[:, x], points[:, y], findings.region.inside, scales, ends)


def _axis(findings: Findings, name: str) -> Axis:
    """The axis of a name."""
    return next(axis for axis in findings.cube.plan.axes if axis.name == name)


def _by_target(findings: Findings, name: str) -> dict[Target, pd.DataFrame]:
    """Rows of each target of the first outcome, the parameters that matter most first."""
    every, _ = targets(findings.cube.plan.regimes, None)
    chosen = [findings.target if set(t) == set(findings.target) else t for t in every]
    order = {name: k for k, name in enumerate(findings.ranked)}
    return {
        target: of(findings.tables[name], target, findings.outcome).sort_values(
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


def _has_shares(findings: Findings) -> bool:
    """Whether there are shares or effects of outcomes to lay side by side."""
    return "indices" in findings.tables or "effects" in findings.tables


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
        worthwhile=lambda findings: not _pairs(findings).empty,
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
