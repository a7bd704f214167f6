"""The figures of a sensitivity analysis: which there are, and what each is drawn from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mutua.analysis.boxes import Limit
from mutua.reports.sensitivity.sentences import Findings
from mutua.scenarios.space import Axis, Interval
from mutua.studies.sensitivity.cube import Target, of, targets
from mutua.studies.sensitivity.regions import box_of, is_parted

if TYPE_CHECKING:
    from mutua.plots.sensitivity.regions import Scale, Scatter

#: Panels of curves, the parameters that matter most first.
MOST_CURVES = 12


@dataclass(frozen=True)
class SensitivityFigures:
    """The figures of a sensitivity analysis; each method returns the Axes it drew."""

    found: Findings

    @property
    def note(self) -> str:
        """What was run, for the corner of a figure."""
        plan = self.found.cube.plan
        return (
            f"{len(plan.points):,} points, {self.found.cube.replicates} replicates of "
            f"{plan.dyads:,} dyads, {plan.weeks} weeks, seed {plan.seed}"
        )

    @property
    def title(self) -> str:
        """Outcome and target."""
        return f"{self.found.about.label}, {self.found.target.title}"

    @property
    def ranked(self) -> list[str]:
        """Parameters, those that matter most first."""
        names = list(self.found.summary()["parameter"])
        every = [axis.name for axis in self.found.cube.plan.axes]
        return [*names, *(name for name in every if name not in names)]

    def all(self) -> dict[str, Callable[[], Any]]:
        """Every figure for which there is something to draw, by name, in the order of a report."""
        found = self.found
        drawn: list[Callable[[], Any]] = []
        if "indices" in found.results:
            drawn += [self.indices, self.overview]
            pairs = (found.focus("indices")["order"] == "second").any()
            drawn += [self.second_order] if pairs else []
        if "effects" in found.results:
            drawn += [self.effects, self.overview]
        drawn += [self.surface, self.curves] if self._is_surface() else [self.curves]
        drawn += [self.regions] if is_parted(found.region) else []
        return {draw.__name__: draw for draw in drawn}

    def indices(self) -> Any:
        """First-order and total indices of the first outcome, by regime and by pair."""
        from mutua.plots.sensitivity.indices import indices

        tables, variance = self._by_target("indices"), self.found.results["variance"]
        for target, rows in tables.items():
            luck = of(variance, target, self.found.outcome)["share_luck"]
            rows.attrs = {"luck": float(luck.iloc[0])}
        return indices({target.title: rows for target, rows in tables.items()}, self.note)

    def effects(self) -> Any:
        """Elementary effects on the first outcome, under each regime and of each pair."""
        from mutua.plots.sensitivity.indices import effects

        tables = {target.title: rows for target, rows in self._by_target("effects").items()}
        return effects(tables, self.found.about.unit, self.note)

    def overview(self) -> Any:
        """Which parameters move which outcome of the target."""
        from mutua.plots.sensitivity.indices import overview

        found, title = self.found, self.found.target.title
        if found.kind == "morris":
            rows = of(found.results["effects"], found.target)
            most = rows.groupby("outcome")["mu_star"].transform("max")
            rows = rows.assign(share=rows["mu_star"] / most.where(most > 0.0),
                               sure=1.0 * (rows["low"] > rows["chance"].fillna(0.0)))  # fmt: skip
            luck, what = None, "\u03bc* over the largest of its row"
        else:
            rows = of(found.results["indices"], found.target)
            rows = rows[rows["order"] == "total"]
            rows = rows.assign(sure=1.0 * (rows["low"] > 0.0))
            shares = of(found.results["variance"], found.target).set_index("outcome")["share_luck"]
            luck = shares.reindex(list(found.cube.outcomes)).tolist()
            what = "total share; luck: its share in a single run"
        grid, sure = self._grid(rows, "share"), self._grid(rows, "sure") > 0.0
        return overview(grid, sure, luck, f"{title}: {what}", self.note)

    def _grid(self, rows: pd.DataFrame, values: str) -> pd.DataFrame:
        """One column of a table, with outcomes as rows and parameters as columns."""
        outcomes = list(self.found.cube.outcomes)
        grid = rows.pivot(index="outcome", columns="parameter", values=values)
        grid = grid.reindex(index=outcomes, columns=self.ranked)
        return grid.set_axis([self.found.cube.about(name).label for name in outcomes])

    def second_order(self) -> Any:
        """Second-order indices of the first outcome and the target."""
        from mutua.plots.sensitivity.indices import second_order

        rows = self.found.focus("indices")
        rows = rows[rows["order"] == "second"]
        names = self.ranked
        grid = pd.DataFrame(np.nan, index=names, columns=names)
        sure = pd.DataFrame(False, index=names, columns=names)
        for row in rows.itertuples():
            column, line = sorted((row.parameter, row.other), key=names.index)
            grid.loc[line, column] = row.share
            sure.loc[line, column] = row.low > 0.0 or row.high < 0.0
        return second_order(grid.iloc[1:, :-1], sure.iloc[1:, :-1], self.title, self.note)

    def curves(self) -> Any:
        """The first outcome along each parameter, for the target."""
        from mutua.plots.sensitivity.regions import curves

        rows = self.found.results["curves"]
        tables = {
            scale_of(self._axis(name)): rows[rows["parameter"] == name]
            for name in self.ranked[:MOST_CURVES]
        }
        about, target = self.found.about, self.found.target
        label = f"{about.label} ({about.unit})"
        return curves(tables, label, target.title, target.reference is not None, self.note)

    def surface(self, x: str | None = None, y: str | None = None) -> Any:
        """The first outcome over two parameters by number, and how well it is known.

        Parameters
        ----------
        x, y : str, optional
            The parameters; the first two of the sweep by default. Others blur the surface.
        """
        from mutua.plots.sensitivity.regions import surface

        axes = [axis for axis in self.found.cube.plan.axes if not axis.named]
        first = [x or axes[0].name, y or axes[1].name]
        scales = [scale_of(self._axis(name)) for name in first]
        label = f"{self.found.about.label} ({self.found.about.unit})"
        title = f"{label}, {self.found.target.title}"
        return surface(self.found.points(), scales[0], scales[1], title, self.note)

    def regions(self) -> Any:
        """Which parameters tell the region from the rest, and the box that holds it."""
        from mutua.plots.sensitivity.regions import regions

        found = self.found
        rows = found.results["regions"].sort_values("distance", ascending=False)
        region = found.region
        share = f"{region.inside.mean():.0%} of points"
        title = f"{self.title}\n{region.side} {region.threshold:.3g}: {share}"
        return regions(rows, self._scatter(list(rows["parameter"])), title, self.note)

    def _scatter(self, ranked: list[str]) -> "Scatter | None":
        """The points in the two parameters that the box, then the distances, name first."""
        from mutua.plots.sensitivity.regions import Scatter

        plan, sample = self.found.cube.plan, self.found.sample
        names = [axis.name for axis in plan.axes]
        box = box_of(plan, self.found.results["box"])
        limited = sorted((names[axis] for axis in box.limits), key=ranked.index)
        shown = list(dict.fromkeys([*limited, *ranked]))[:2]
        if len(shown) < 2:
            return None
        x, y = (names.index(name) for name in shown)
        ends = tuple(spans_of(box.limits.get(axis)) for axis in (x, y))
        scales = (scale_of(plan.axes[x]), scale_of(plan.axes[y]))
        points = sample.points
        return Scatter(points[:, x], points[:, y], self.found.region.inside, scales, ends)

    def _is_surface(self) -> bool:
        """Whether there are two parameters, by number, and an outcome that changes over a plane."""
        sample = self.found.sample
        if [axis.named for axis in self.found.cube.plan.axes] != [False, False]:
            return False
        plane = np.linalg.matrix_rank(sample.points - sample.points[0]) == 2
        return bool(plane and np.ptp(sample.means) > 0.0)

    def _axis(self, name: str) -> Axis:
        axes: Sequence[Axis] = self.found.cube.plan.axes
        return next(axis for axis in axes if axis.name == name)

    def _by_target(self, name: str) -> dict[Target, pd.DataFrame]:
        """Rows of each target of the first outcome, in the order of `ranked`."""
        every, _ = targets(self.found.cube.plan.regimes, None)
        chosen = [self.found.target if set(t) == set(self.found.target) else t for t in every]
        order = {name: k for k, name in enumerate(self.ranked)}
        return {
            target: of(self.found.results[name], target, self.found.outcome).sort_values(
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


def scale_of(axis: Axis) -> "Scale":
    """How an axis is shown."""
    from mutua.plots.sensitivity.regions import Scale

    if isinstance(axis, Interval):
        return Scale(axis.name, axis.log)
    return Scale(axis.name, False, axis.labels if axis.named else ())
