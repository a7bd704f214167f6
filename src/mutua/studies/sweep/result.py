"""The study of a sweep: `sweep`, and the `SweepResult` that it and `mutua.load` return."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Unpack

import numpy as np
import pandas as pd

from mutua.engines.batch import Progress, no_progress
from mutua.errors import ParameterError, brief
from mutua.model.measures.outcomes import concatenate
from mutua.plots.figure import Figures
from mutua.reports.comparison.notes import COUPLED, on_caseload
from mutua.reports.study import study_page
from mutua.reports.sweep import OUTCOMES, response_cells, sweep_sentences
from mutua.reports.template import FigureCells
from mutua.scenarios.arms import SWEPT
from mutua.scenarios.check import mapping, plain_whole, truth
from mutua.scenarios.presets import known_presets
from mutua.scenarios.resolve import Choices, resolve, shared_choices
from mutua.scenarios.scenario import Scenario
from mutua.scenarios.space import GROUPS, MECHANISM, Axis, choice
from mutua.storage.disk import exists
from mutua.storage.folder import REPORT, Writer, as_path, read_run, writing
from mutua.storage.formats import as_csv
from mutua.storage.plan_folder import InMemory
from mutua.studies.result import Presented
from mutua.studies.sweep.backends.choose import open_backend
from mutua.studies.sweep.columns import ParameterColumns
from mutua.studies.sweep.design import Design
from mutua.studies.sweep.figures import DRAWN, SweepData, SweepFigures, sweep_size
from mutua.studies.sweep.interactions import interactions_of
from mutua.studies.sweep.plan import Keys, SweepPlan
from mutua.studies.sweep.planning import ScenarioFactory, SweepRequest, plan_sweep
from mutua.studies.sweep.responses import response_of
from mutua.studies.sweep.rows import GROUPED, points_table
from mutua.studies.sweep.runner import REPLICATION, run_sweep
from mutua.studies.sweep.store import POINTS, SweepStore, read_sweep
from mutua.studies.sweep.summary import contrasts, point_means


@dataclass(repr=False)
class SweepResult(Presented):
    """Rows of a sweep, with its points and plan.

    Attributes
    ----------
    parts : callable
        Gives the rows, table after table: one row a point, regime and replicate, with the point's
        values, the keys, and the mean of every registered outcome; a run that failed has its error
        and no outcomes.
    points : DataFrame
        One row a point, with its values.
    plan : SweepPlan
        Everything that decides the rows.
    replication : DataFrame or None
        Of an adaptive sweep: the replicates of each point, and their contrasts.
    manifest : dict
        The plan as plain values, with provenance.

    Notes
    -----
    Unit and definition of each column stand in ``.attrs`` of the tables, by column name.
    """

    parts: Callable[[], Iterable[pd.DataFrame]]
    points: pd.DataFrame
    plan: SweepPlan
    replication: pd.DataFrame | None = None
    manifest: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def table(self) -> pd.DataFrame:
        """All rows."""
        return concatenate(list(self.parts()))

    @cached_property
    def means(self) -> np.ndarray:
        """Means over replicates of every outcome, shape (points, regimes, outcomes)."""
        return point_means(self.parts(), len(self.points), len(self.plan.regimes))

    @cached_property
    def failed(self) -> pd.DataFrame:
        """Rows of the runs that failed."""
        return concatenate([rows[rows["error"].notna()] for rows in self.parts()])

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Tables by name: ``runs`` (as `table`), ``points``, ``replication`` and ``responses``."""
        tables = {"runs": self.table, POINTS: self.points, REPLICATION: self.replication}
        tables |= self._few
        return {name: table for name, table in tables.items() if table is not None}

    @property
    def title(self) -> str:
        """What was run, in a line."""
        return f"{', '.join(self.plan.regimes)}: {sweep_size(self.plan)}"

    @property
    def plot(self) -> Figures:
        """Figures: ``plot.NAME()`` returns matplotlib Axes, ``plot.all()`` draws all of them."""
        return SweepFigures(SweepData(self.plan, self.parts, lambda: self.means))

    def summary(self) -> pd.DataFrame:
        """Contrasts between regimes over the points, an outcome and regime a row."""
        return contrasts(self.means, self.plan.regimes)

    def interactions(self, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
        """How each regime's difference to the first hangs on what is varied.

        Every outcome is regressed on all varied numbers and mechanisms at once, in each replicate
        and under each regime; settings and populations are left out.

        Parameters
        ----------
        outcomes : sequence of str, optional
            Columns of `table`; dropout and the other main outcomes by default.

        Returns
        -------
        DataFrame
            One row an outcome, regime and parameter; columns as in
            `mutua.analysis.interactions.INTERACTIONS`.

        Raises
        ------
        ParameterError
            An outcome that the sweep does not have.
        """
        return interactions_of(self.plan, self.parts(), GROUPED if outcomes is None else outcomes)

    @cached_property
    def _main_interactions(self) -> pd.DataFrame:
        """Interactions that the sentences name; the parts are read for them once."""
        return self.interactions(OUTCOMES[:1])

    def responses(
        self, outcomes: Sequence[str] = DRAWN, by: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Outcomes along one or two varied parameters: what the curves and surfaces show.

        Parameters
        ----------
        outcomes : sequence of str
            Columns of `table`.
        by : sequence of str, optional
            One or two of the varied parameters; the first two by default. Where others vary too, an
            outcome is the mean over them, and a parameter of many values is cut into eight bins.

        Returns
        -------
        DataFrame
            One row an outcome, regime and value or pair of values; columns as in
            `mutua.analysis.responses.RESPONSES`.

        Raises
        ------
        ParameterError
            An outcome or a parameter that the sweep does not have.
        """
        along = self.plan.axis_names[:2] if by is None else by
        return response_of(self.plan, self.parts, outcomes, along).named(self.plan)

    @cached_property
    def _few(self) -> dict[str, pd.DataFrame]:
        """The table of responses, where no more than two parameters vary."""
        return {"responses": self.responses()} if 1 <= len(self.plan.axes) <= 2 else {}

    def numbers(self) -> str:
        """Main difference between regimes over the points, in a line."""
        return self.sentences()[0]

    def sentences(self) -> list[str]:
        """How far regimes differ over the points, on what that hangs, and how many runs failed."""
        failed = len(self.failed)
        alone = set(COUPLED) & set(self.plan.axis_names)
        notes = [on_caseload("The points differ", *alone)] if len(alone) == 1 else []
        said = sweep_sentences(self.summary(), self._main_interactions, failed, self.plan.runs)
        return [*said, *notes]

    def page(self, figures: FigureCells) -> str:
        """The page around figures that were drawn."""
        by = self.plan.axis_names
        tables = [cell for table in self._few.values() for cell in response_cells(table, by)]
        return study_page("A sweep over parameters", self.title, self.sentences(),
                          self.summary(), self.manifest, figures, tables)  # fmt: skip

    def files(self, figures: bool = True) -> dict[str, bytes]:
        """Figures if they are wanted, report and the table of responses, by file name."""
        return super().files(figures) | {
            f"{name}.csv": as_csv(table) for name, table in self._few.items()
        }

    def write(self, run: Writer, figures: bool = True) -> None:
        """Write into a folder that is held: plan, points, parts, manifest, figures, report."""
        store, start = SweepStore.create(run, self.plan, self.manifest["shard"]), 0
        for part in store.own_parts:
            stop = start + part.stop - part.start
            store.keep(part, self.table.iloc[start:stop])
            start = stop
        kept = {} if self.replication is None else {REPLICATION: self.replication}
        store.keeper.finish(self.manifest, kept, self.files(figures))

    def arguments(self, row: int) -> dict[str, Any]:
        """Arguments of `mutua.simulate` that give the run of one row of the table again.

        Examples
        --------
        >>> import mutua
        >>> swept = mutua.sweep({"trust.gain": [0.05, 0.2]}, dyads=40, weeks=8, replicates=1)
        >>> again = mutua.simulate(**swept.arguments(2))
        >>> float(again.dyads["dropout"].mean()) == float(swept.table["dropout"].iloc[2])
        True
        """
        number, last = plain_whole(row), len(self.table) - 1
        if number is None or not 0 <= number <= last:
            raise ParameterError(f"row: {brief(row)} is not a whole number from 0 to {last}")
        keys = self.table.iloc[number]
        plan = self.plan
        which = Keys(np.array([keys["point"]]), np.array([plan.regimes.index(keys["regime"])]),
                     np.array([keys["replicate"]]))  # fmt: skip
        base = plan.bases[int(plan.base(which)[0])]
        values = dict(
            zip(base.values, ParameterColumns(plan).matrix(which)[:, 0].tolist(), strict=False)
        )
        return {
            "scenario": replace(base, values=values),
            "dyads": plan.dyads, "weeks": plan.weeks, "seed": plan.seed,
            "replicate": int(keys["replicate"]),
        }  # fmt: skip


def sweep(
    space: Mapping[str, Sequence[Any] | str],
    *,
    design: str = "grid",
    points: int = 256,
    levels: int = 4,
    second_order: bool = True,
    constraints: Sequence[str] = (),
    regimes: Sequence[str] = SWEPT,
    scenario: Scenario | None = None,
    dyads: int = 200,
    replicates: int = 10,
    weeks: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    backend: str = "local",
    workers: int | None = None,
    scheduler: str | None = None,
    adaptive: Mapping[str, Any] | None = None,
    groups: Sequence[str] = (),
    output: str | Path | None = None,
    part_rows: int | None = None,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> SweepResult:
    """Simulate design points x regimes x replicates on the same dyads and random draws.

    Parameters
    ----------
    space : mapping
        What varies, by name: a list of values, or a text in Hydra's notation such as
        ``"interval(0.05, 0.2)"``, ``"tag(log, interval(0.01, 1))"``, ``"range(1, 4)"``, or
        ``"interval"`` for the declared bounds. Names are parameters, ``setting``, ``population``
        and ``mechanism.NAME``.
    design : {'grid', 'random', 'lhs', 'sobol', 'saltelli', 'morris'}
        How points are laid out.
    points : int
        Points; base sample of saltelli, trajectories of morris.
    levels, second_order
        Values that a grid takes of an interval, levels of morris; whether saltelli is to serve
        second-order indices.
    constraints : sequence of str
        Comparisons that every point has to satisfy, such as ``"trust.gain < trust.loss"``.
    regimes, scenario, **choices
        As in `compare`; every point meets every regime.
    dyads, replicates, weeks, seed, threads, progress
        As in `compare`; the sampling of points uses the seed too.
    backend, workers, scheduler
        Where runs are evaluated: threads of this process, Dask workers of this machine or of the
        cluster at an address, or Slurm jobs (docs/sweep.md). It changes no row. Workers are
        spawned, so a script keeps its work under ``if __name__ == "__main__":``.
    adaptive : mapping, optional
        ``{"outcome": "dropout", "width": 0.05, "most": 200}``: add replicates to a point until the
        95 % interval of each regime's contrast with the first is as narrow as that, or there are
        that many.
    groups : sequence of str
        Traits such as ``severity`` and ``preferred_control``: main outcomes are also kept by
        their groups, in columns such as ``dropout_severity_mildest_third``.
    output : path, optional
        New or empty folder for the parts; without one they are kept in memory.
    part_rows : int, optional
        Rows of a part.

    Returns
    -------
    SweepResult

    Raises
    ------
    ParameterError
        Unknown name, value out of bounds, or what no design can have. Values that are impossible
        together make a failed row instead.
    """
    second_order = truth("second_order", second_order)
    request = SweepRequest(
        regimes, dyads, replicates, seed, weeks, part_rows,
        Design(design, points, seed, levels, second_order), None, constraints, adaptive,
        groups,
    )  # fmt: skip
    common = shared_choices(scenario, choices)
    plan = plan_sweep(axes_of(space, common), request, scenario_factory(common))
    opened = open_backend(backend, threads=threads, workers=workers, scheduler=scheduler)
    if output is None:
        memory = InMemory()
        store = SweepStore(plan, memory)
        with opened as evaluate_parts:
            run_sweep(store, evaluate_parts, progress or no_progress)
        table, replication = concatenate(list(store.parts())), memory.tables.get(REPLICATION)
        return SweepResult(
            lambda: [table], points_table(plan), store.plan, replication, memory.manifest
        )
    folder = as_path("output", output)
    with writing(folder) as writer, opened as evaluate_parts:
        store = SweepStore.create(writer, plan)
        run_sweep(store, evaluate_parts, progress or no_progress)
        add_report(store, writer)
    manifest, tables, _ = read_run(folder)
    return load_sweep(folder, manifest, tables)


def load_sweep(
    folder: Path, manifest: dict[str, Any], tables: Mapping[str, pd.DataFrame]
) -> SweepResult:
    """The result of a sweep's folder, whose tables were read and checked."""
    plan, _ = read_sweep(folder)
    parts = [tables[name] for name in sorted(tables) if name.startswith("part-")]
    return SweepResult(lambda: parts, points_table(plan), plan, tables.get(REPLICATION), manifest)


def result_of(store: SweepStore) -> SweepResult:
    """The result of a complete sweep, whose parts are read one by one when they are needed."""
    keeper, plan = store.keeper, store.plan
    replication = None if plan.adaptive is None else keeper.read(REPLICATION)
    return SweepResult(store.parts, points_table(plan), plan, replication, keeper.manifest)


def add_report(store: SweepStore, writer: Writer, figures: bool = True) -> None:
    """Add figures and report to a complete sweep that has none; a shard gets them by merging."""
    is_there = REPORT in store.keeper.manifest["content"] and exists(writer.folder / REPORT)
    if store.shard is None and not is_there:
        writer.add(result_of(store).files(figures))


def scenario_factory(common: Choices) -> ScenarioFactory:
    """Return a function (choices of a point, regime) -> Scenario, all else as in `common`."""

    def composed(choices: Mapping[str, Any], regime: str) -> Scenario:
        switches = {k.removeprefix(MECHANISM): on for k, on in choices.items() if MECHANISM in k}
        own: Any = {**common, **{k: name for k, name in choices.items() if k in GROUPS}}
        own |= {"regime": regime, "mechanism": {**(common.get("mechanism") or {}), **switches}}
        return resolve(together=False, **own)

    return composed


def axes_of(space: Mapping[str, Sequence[Any] | str], common: Choices) -> list[Axis]:
    """Axes of a space; refuse a name that is given one value besides."""
    own = common.get("config_dir")
    axes = [_axis(name, given, own) for name, given in mapping("space", space).items()]
    twice = next((a.name for a in axes if a.name in (common.get("parameters") or {})), None)
    if twice is not None:
        raise ParameterError(f"{twice}: is both in the space and given one value")
    return axes


def _axis(name: str, given: Sequence[Any] | str, config_dir: str | Path | None) -> Axis:
    if not isinstance(given, (str, Iterable)):
        raise ParameterError(f"{name}: {brief(given)} is neither a list of values nor a text")
    if not isinstance(given, str):
        options = known_presets(name, config_dir) if name in GROUPS else None
        return choice(name, list(given), options)
    from mutua.studies.sweep.notation import axis_of

    return axis_of(name, given)
