"""What users call: `sensitivity`, and the `Sensitivity` that it returns."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from mutua.errors import ParameterError
from mutua.model.measures.outcomes import Outcome
from mutua.storage.folder import Writer, writing
from mutua.storage.provenance import provenance
from mutua.studies.sensitivity import regions
from mutua.studies.sensitivity.blocks import (
    LEAST,
    block_size,
    check_morris,
    check_saltelli,
    complete,
    enough,
)
from mutua.studies.sensitivity.cube import Cube, Target, cube, of, targets
from mutua.studies.sensitivity.figures import SensitivityFigures
from mutua.studies.sensitivity.indices import effects_table, sobol_tables
from mutua.studies.sensitivity.regions import Region, Sample
from mutua.studies.sweep.result import SweepResult

#: Characters of a line of text.
WIDTH = 80
#: Bootstrap resamples of the design.
RESAMPLES = 1_000


@dataclass(frozen=True)
class Sensitivity:
    """Which parameters move which outcome of a sweep.

    Attributes
    ----------
    cube : Cube
        Outcomes of the sweep.
    target : Target
        What figures and regions are of, with the first outcome.
    results : dict of DataFrame
        Tables by name: of a saltelli design ``variance`` and ``indices``, of a morris design
        ``effects``; of every design ``curves``, ``regions`` and ``box``, which are of the first
        outcome and the target.
    region : Region
        Where the outcome lies on the side that was asked for.

    Notes
    -----
    Unit and definition of each column stand in ``.attrs`` of every table, by column name.
    """

    cube: Cube
    target: Target
    results: dict[str, pd.DataFrame] = field(repr=False)
    region: Region = field(repr=False)

    @property
    def kind(self) -> str:
        """Design of the sweep."""
        return str(self.cube.plan.design["kind"])

    @property
    def outcome(self) -> str:
        """The first outcome."""
        return self.cube.outcomes[0]

    @property
    def about(self) -> Outcome:
        """Unit, definition and label of the first outcome."""
        return self.cube.about(self.outcome)

    @cached_property
    def sample(self) -> Sample:
        """Points on which the region was looked for."""
        return regions.sample(self.cube, self.outcome, self.target)

    @property
    def plot(self) -> SensitivityFigures:
        """Figures: ``found.plot.indices()`` returns matplotlib Axes."""
        return SensitivityFigures(self)

    def focus(self, name: str) -> pd.DataFrame:
        """Rows of a table that are of the first outcome and the target."""
        return of(self.results[name], self.target, self.outcome)

    def summary(self) -> pd.DataFrame:
        """What a terminal shows: indices or effects of the first outcome, the largest first."""
        if self.kind == "morris":
            rows = self.focus("effects")
            return rows.sort_values("mu_star", ascending=False, ignore_index=True)
        if self.kind == "saltelli":
            rows = self.focus("indices")
            total, first = (
                rows[rows["order"] == order].set_index("parameter")[["share", "low", "high"]]
                for order in ("total", "first")
            )
            joined = total.add_suffix("_total").join(first.add_suffix("_first"))
            return joined.sort_values("share_total", ascending=False).reset_index()
        rows = self.focus("regions")
        return rows.sort_values("distance", ascending=False, ignore_index=True)

    def text(self) -> str:
        """What was found, in sentences computed from the tables."""
        from mutua.reports.sensitivity.sentences import headline, where

        sentences = (*headline(self), *where(self))
        return "\n\n".join(textwrap.fill(sentence, WIDTH) for sentence in sentences)

    def points(self) -> pd.DataFrame:
        """The first outcome at every point of the sample: the point's values, mean, interval.

        Returns
        -------
        DataFrame
            One row a point: a column an axis, then ``mean``, and ``low`` and ``high``, the ends of
            the 95 % interval over replicates (Student's t).
        """
        return regions.point_table(self.cube.plan, self.sample)

    def figures(self) -> dict[str, bytes]:
        """Every figure as PNG and SVG, by file name."""
        from mutua.plots.files import rendered

        return rendered(self.plot.all())

    def report(self, figures: dict[str, bytes] | None = None) -> str:
        """The report: one HTML page that holds all it shows."""
        from mutua.reports.sensitivity.page import page

        return page(self, self.figures() if figures is None else figures)

    def manifest(self) -> dict[str, Any]:
        """What was analysed, and how."""
        return {
            "kind": "sensitivity",
            "outcomes": list(self.cube.outcomes),
            "contrast": [self.target.regime, self.target.reference],
            "side": self.region.side,
            "threshold": self.region.threshold,
            "sweep": self.cube.plan.described(),
            "provenance": provenance(),
        }

    def write(self, run: Writer) -> None:
        """Write into a folder that is held: manifest, tables, figures, report."""
        from mutua.storage.formats import as_csv

        files = self.figures()
        files["report.html"] = self.report(files).encode()
        files |= {f"{name}.csv": as_csv(table) for name, table in self.results.items()}
        run.finish(self.manifest(), self.results, files=files)

    def save(self, path: str | Path) -> Path:
        """Write a folder: manifest, tables (Parquet and CSV), figures, report."""
        with writing(path) as run:
            self.write(run)
        return Path(path)


def sensitivity(
    swept: SweepResult | str | Path,
    *,
    outcomes: Sequence[str] | None = None,
    contrast: str | None = None,
    side: str = "above",
    threshold: float | None = None,
    resamples: int = RESAMPLES,
) -> Sensitivity:
    """Say which parameters move which outcome, and where in parameter space one regime has more.

    Parameters
    ----------
    swept : SweepResult or path
        A sweep, or its folder. With design ``saltelli`` there are Sobol indices, with ``morris``
        elementary effects; with any design curves, regional sensitivity and a box.
    outcomes : sequence of str, optional
        Outcomes of a sweep; figures and regions are of the first. By default those that a terminal
        shows of a comparison, dropout first.
    contrast : str, optional
        ``"REGIME-REFERENCE"``, the paired difference between two regimes, or one regime: what
        figures and regions are of. By default the second regime less the first. Indices are given
        for every regime and every pair in any case.
    side : {'above', 'below'}
        Which side of the threshold the region is.
    threshold : float, optional
        In the outcome's unit; by default 0 of a contrast, where at least 5 % of the points lie on
        either side, else a quartile.
    resamples : int
        Bootstrap resamples of the design.

    Returns
    -------
    Sensitivity

    Raises
    ------
    ParameterError
        An outcome, a regime or a side that there is not; a design that is not what it says; too
        few points without a failed run.
    StoreError
        The folder holds no complete sweep.

    Examples
    --------
    >>> import mutua
    >>> space = {"trust.gain": "interval(0.02, 0.2)", "trust.loss": "interval"}
    >>> swept = mutua.sweep(space, design="saltelli", points=8, regimes=["usual", "peer"],
    ...                     dyads=20, weeks=6, replicates=3)
    >>> found = mutua.sensitivity(swept, outcomes=["trust_user_end"], resamples=20)
    >>> list(found.summary()["parameter"])
    ['trust.gain', 'trust.loss']
    """
    if side not in regions.SIDES:
        raise ParameterError(f"side: {side!r} is not one of {', '.join(regions.SIDES)}")
    read = cube(swept, outcomes)
    plan = read.plan
    if not plan.axes:
        raise ParameterError("run: a sweep that varies nothing has no sensitivity")
    every, target = targets(plan.regimes, contrast)
    _refuse_few(read, target)
    results: dict[str, pd.DataFrame] = {}
    if plan.design["kind"] == "saltelli":
        check_saltelli(plan)
        results = sobol_tables(read, every, resamples)
    elif plan.design["kind"] == "morris":
        moves = check_morris(plan)
        results["effects"] = effects_table(read, every, moves, resamples)
    taken = regions.sample(read, read.outcomes[0], target)
    region = regions.region(taken, target, side, threshold)
    key = (read.outcomes[0], *target)
    results["curves"] = regions.curve_table(plan, key, taken)
    results["regions"] = regions.region_table(plan, key, taken, region)
    results["box"] = regions.box_table(plan, key, taken, region)
    return Sensitivity(read, target, results, region)


def _refuse_few(read: Cube, target: Target) -> None:
    """Refuse a sweep of which too little is there for the first outcome."""
    size = block_size(read.plan)
    if len(read.plan.points) % size:
        return  # the check of the design says more
    kept = complete(read.of(read.outcomes[0], target), size).kept
    if not enough(int(kept.sum())):
        kinds = {"saltelli": "blocks", "morris": "trajectories"}
        what = kinds.get(read.plan.design["kind"], "points")
        raise ParameterError(
            f"run: {kept.sum()} of {len(kept)} {what} are complete for {read.outcomes[0]}, "
            f"fewer than {LEAST}"
        )
