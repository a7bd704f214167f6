"""What users call: `sensitivity`, and the `Sensitivity` that it returns."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from mutua.analysis.regional import Region
from mutua.errors import ParameterError, StoreError, one_of
from mutua.reports.sensitivity.page import page
from mutua.reports.sensitivity.sentences import Facts, headline_sentences, location
from mutua.reports.template import FigureCells
from mutua.scenarios.check import finite, whole
from mutua.storage.folder import Writer
from mutua.storage.provenance import provenance
from mutua.studies.result import Presented
from mutua.studies.sensitivity import regions
from mutua.studies.sensitivity.blocks import (
    LEAST,
    block_size,
    check_morris,
    check_saltelli,
    complete,
    enough,
)
from mutua.studies.sensitivity.cube import (
    VALUES,
    Cube,
    Target,
    cube,
    cube_of,
    targets,
    values_table,
)
from mutua.studies.sensitivity.figures import SensitivityFigures, size_of
from mutua.studies.sensitivity.findings import Findings
from mutua.studies.sensitivity.indices import effects_table, sobol_tables
from mutua.studies.sweep.restore import plan_with_points
from mutua.studies.sweep.result import SweepResult
from mutua.studies.sweep.rows import points_table
from mutua.studies.sweep.store import POINTS

#: Bootstrap resamples of the design.
RESAMPLES = 1_000


class Sensitivity(Presented, Findings):
    """Which parameters move which outcome of a sweep: see `Findings` for what it holds."""

    figures = SensitivityFigures
    csv_tables = ("variance", "indices", "effects", "curves", "regions", "box")

    @property
    def title(self) -> str:
        """What was analysed, in a line."""
        return f"{self.about.label}, {self.target.title} ({self.about.unit}); {size_of(self)}"

    @property
    def facts(self) -> Facts:
        """What sentences and the report are made of."""
        variance = self.focus("variance") if self.kind == "saltelli" else None
        return Facts(
            kind=self.kind, outcome=self.about, target=self.target.title,
            paired=self.target.reference is not None, summary=self.summary(), variance=variance,
            box=self.focus("box"), means=self.sample.means, region=self.region,
        )  # fmt: skip

    def numbers(self) -> str:
        """What matters most, in a line."""
        ranked = ", ".join(self.ranked[:3])
        return f"Most important of {len(self.cube.plan.axes)} parameters: {ranked}"

    def sentences(self) -> list[str]:
        """What was found, in sentences computed from the tables."""
        return [*headline_sentences(self.facts), *location(self.facts)]

    def page(self, figures: FigureCells) -> str:
        """The page around figures that were drawn."""
        command = self.manifest["provenance"].get("command")
        axes, tables = self.cube.plan.axes, list(self.tables)
        return page(self.facts, size_of(self), axes, tables, command, figures)

    def write(self, run: Writer, figures: bool = True) -> None:
        """Write into a folder that is held: manifest, tables, figures, report."""
        analysed = {POINTS: points_table(self.cube.plan), VALUES: values_table(self.cube)}
        run.finish(self.manifest, {**self.tables, **analysed})
        run.add(self.files(figures))


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
    one_of("side", side, regions.SIDES)
    threshold = None if threshold is None else finite("threshold", threshold)
    resamples = whole("resamples", resamples)
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
    sample = regions.sample_of(read, read.outcomes[0], target)
    region = regions.region_of(sample, target, side, threshold)
    key = (read.outcomes[0], *target)
    results["curves"] = regions.curve_table(plan, key, sample)
    results["regions"] = regions.region_table(plan, key, sample, region)
    results["box"] = regions.box_table(plan, key, sample, region)
    return Sensitivity(read, target, results, region, _manifest(read, target, region))


def _manifest(cube: Cube, target: Target, region: Region) -> dict[str, Any]:
    """What was analysed, and how."""
    return {
        "kind": "sensitivity",
        "outcomes": list(cube.outcomes),
        "contrast": [*target],
        "side": region.side,
        "threshold": region.threshold,
        "quartile": region.quartile,
        "sweep": cube.plan.described(),
        "provenance": provenance(),
    }


def analysis_of(manifest: dict[str, Any], tables: Mapping[str, pd.DataFrame]) -> Sensitivity:
    """Return the analysis that a folder keeps, from its manifest and its tables.

    Raises
    ------
    StoreError
        It is of another version of mutua.
    """
    if not {POINTS, VALUES} <= set(tables) or "quartile" not in manifest:
        raise StoreError("this analysis is of another version of mutua; analyse the sweep again")
    plan = plan_with_points(manifest["sweep"], tables[POINTS])
    cube = cube_of(plan, manifest["outcomes"], [tables[VALUES]])
    target = Target(*manifest["contrast"])
    sample = regions.sample_of(cube, cube.outcomes[0], target)
    region = regions.region_of(sample, target, manifest["side"], manifest["threshold"])
    results = {name: tables[name] for name in Sensitivity.csv_tables if name in tables}
    region = region._replace(quartile=manifest["quartile"])
    return Sensitivity(cube, target, results, region, manifest)


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
