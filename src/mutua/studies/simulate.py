"""One simulation: `simulate` and what it returns."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Unpack

import pandas as pd

from mutua.analysis.agreement import agreement_table
from mutua.analysis.attribution import effects_summary, mechanism_effects
from mutua.analysis.follow_up import follow_up_of
from mutua.analysis.reliability import reliability_table
from mutua.analysis.summary import at_the_end
from mutua.engines.batch import Batch, Progress, step
from mutua.engines.recorder import (
    dyads_table,
    professionals_table,
    ratings_table,
    trajectories,
    wanted_series,
    weekly_table,
)
from mutua.engines.sheets import NOTHING_WANTED, Wanted, occasions_of
from mutua.errors import ParameterError, brief, one_of
from mutua.model.measures.functions import FUNCTIONS
from mutua.model.measures.index import AGREEMENT, EXCHANGE
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.plots.curves import course
from mutua.plots.figure import Figure, figures_class
from mutua.reports.simulate import run_sentences
from mutua.reports.study import study_page
from mutua.reports.template import FigureCells
from mutua.scenarios.check import check_interventions, plain_whole, whole
from mutua.scenarios.manifest import describe_scenario, horizon
from mutua.scenarios.resolve import Choices, scenario_from
from mutua.scenarios.scenario import Scenario
from mutua.storage.folder import Writer
from mutua.storage.provenance import provenance
from mutua.studies.result import Presented

if TYPE_CHECKING:
    import xarray as xr

ENGINES = ("kernel", "mesa")
#: What is kept; each includes the former.
RECORDS = ("weekly", "dyads", "trajectories")
#: What the rows of exported trajectories begin with.
DYAD = {"unit": "number", "definition": "dyad, as in the table of dyads"}
#: Tables that a run may hold.
TABLES = ("weekly", "dyads", "owed", "ratings", "professionals")


def _course(result: "Result", ax: Any = None) -> Any:
    m = result.manifest
    note = f"{m['scenario']['name']}, {m['dyads']:,} dyads, seed {m['seed']}; one run"
    return course(result.weekly, note, ax)


FIGURES = (
    Figure(
        "course",
        "The course of the service",
        "Share of the cohort engaged at the end of each week, and mean trust of both sides among "
        "the dyads engaged then, who are fewer each week. One run: no interval.",
        _course,
        wide=False,
    ),
)


@dataclass(repr=False)
class Result(Presented):
    """What one simulation recorded.

    Attributes
    ----------
    weekly : DataFrame
        One row a week: the share engaged, and means over those engaged.
    dyads : DataFrame or None
        One row a dyad of the cohort: the first tie at its end, the person at the horizon; None
        where only weekly was kept.
    trajectories : Dataset or None
        Dims dyad and week, when asked for.
    manifest : dict
        Everything that is needed to run it again.
    owed : DataFrame or None
        What each dyad owes to one mechanism, outcome by outcome, when asked for.
    ratings : DataFrame or None
        One row a rating on a further occasion, when asked for.
    professionals : DataFrame or None
        One row a professional's post and week, when asked for.

    Notes
    -----
    Unit and definition of each column stand in ``.attrs`` of the table, by column name.
    """

    weekly: pd.DataFrame
    dyads: pd.DataFrame | None
    trajectories: "xr.Dataset | None"
    manifest: dict[str, Any]
    owed: pd.DataFrame | None = None
    ratings: pd.DataFrame | None = None
    professionals: pd.DataFrame | None = None
    figures: ClassVar = figures_class("ResultFigures", FIGURES)

    def summary(self) -> pd.DataFrame:
        """Outcomes at the end: one row each, with mean, SD between persons and unit."""
        return self._summary.copy()

    @cached_property
    def _summary(self) -> pd.DataFrame:
        return at_the_end(self.weekly, self.dyads)

    def follow_up(self) -> pd.DataFrame:
        """What became of the whole cohort at weeks 13, 26, 52, 104 and the last, in care or not.

        Counts are given a person by then, a year in care and a year out of care.
        """
        return follow_up_of(self.weekly)

    def owed_summary(self) -> pd.DataFrame | None:
        """What dyads owe to the mechanism that was left out: mean, SD, shares; None without one."""
        return None if self.owed is None else effects_summary(self.owed)

    def agreement(self, occasion: str) -> pd.DataFrame:
        """Functions that both sides see on an occasion that was rated, with Cohen's kappa.

        Raises
        ------
        ParameterError
            The dyads were not rated on it.
        """
        then = self._rated(occasion)
        user, professional = then["functions_user"], then["functions_professional"]
        return agreement_table(user.to_numpy(), professional.to_numpy(), FUNCTIONS)

    def reliability(self, occasion: str) -> pd.DataFrame:
        """Reliability of the reciprocity index and its two parts on an occasion that was rated.

        Raises
        ------
        ParameterError
            The dyads were not rated on it.
        """
        parts = {"exchange": EXCHANGE, "agreement": AGREEMENT, "index": EXCHANGE + AGREEMENT}
        return reliability_table(self._rated(occasion), parts)

    def _rated(self, occasion: str) -> pd.DataFrame:
        """Ratings of one occasion."""
        if self.ratings is None or occasion not in set(self.ratings["occasion"]):
            raise ParameterError(f"occasion: {brief(occasion)} was not rated in this run")
        return self.ratings[self.ratings["occasion"] == occasion]

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Tables that were recorded, of those named in `TABLES`."""
        tables = {name: getattr(self, name) for name in TABLES}
        return {name: table for name, table in tables.items() if table is not None}

    @property
    def title(self) -> str:
        """What was run, in a line."""
        m = self.manifest
        size = f"{m['dyads']:,} dyads, {m['weeks']} weeks, seed {m['seed']}"
        return f"{m['scenario']['name']} in {m['scenario']['setting']}: {size}"

    def numbers(self) -> str:
        """Main outcomes at the end, in a line."""
        return self.sentences()[0]

    def sentences(self) -> list[str]:
        """What became of the dyads, a sentence each."""
        return list(run_sentences(self.weekly, self.dyads))

    def page(self, figures: FigureCells) -> str:
        """The page around figures that were drawn."""
        return study_page("One service, week by week", self.title, self.sentences(),
                          self.summary(), self.manifest, figures)  # fmt: skip

    def long_tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table that is exported; trajectories as one, a row a dyad and week."""
        if self.trajectories is None:
            return self.tables
        table = self.trajectories.to_dataframe().reset_index()
        table.attrs = {str(name): dict(v.attrs) for name, v in self.trajectories.variables.items()}
        table.attrs |= {"dyad": DYAD, "week": self.weekly.attrs["week"]}
        return {**self.tables, "trajectories": table}

    def write(self, run: Writer, figures: bool = True) -> None:
        """Write into a folder that is held: manifest, tables, trajectories, figure, report."""
        run.finish(self.manifest, self.tables, self.trajectories)
        run.add(self.files(figures))


def simulate(
    *,
    scenario: Scenario | None = None,
    dyads: int = 5_000,
    weeks: int | None = None,
    seed: int = 1,
    replicate: int = 0,
    teams: Sequence[int] | None = None,
    engine: str = "kernel",
    service: Any = None,
    threads: int | None = None,
    record: str = "dyads",
    series: Sequence[str] = (),
    ratings: Sequence[str] = (),
    professionals: bool = False,
    without: str | None = None,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> Result:
    """Simulate one run.

    Parameters
    ----------
    scenario : Scenario, optional
        What is simulated, from `mutua.scenario`, instead of the choices below.
    dyads : int
        Generation-0 users.
    weeks : int, optional
        Weeks to simulate; the setting's horizon by default.
    seed, replicate : int
        Random seed and replicate: the same pair gives the same dyads and the same events in every
        scenario.
    teams : sequence of int, optional
        Step these teams only, with the same bits.
    engine : {'kernel', 'mesa'}
        The compiled engine, or Mesa agents.
    service : type, optional
        A subclass of `mutua.Service` for the Mesa engine.
    threads : int, optional
        Threads of the kernel; all cores by default. Results do not depend on it.
    record : {'weekly', 'dyads', 'trajectories'}
        What is kept; each includes the former.
    series : sequence of str
        Further states and events that trajectories hold, by dotted name, such as
        ``user.feeling.rupture`` or ``event.given.to_user.love``; see docs/simulate.md.
    ratings : sequence of str
        Occasions on which every instrument is applied: ``visit:3`` (the third attended visit),
        ``week:13`` (the end of that week; 0 is the baseline), ``weeks:9-13`` (the last attended
        visit of those weeks). Each rating has noise of its own.
    professionals : bool
        Keep every professional's week.
    without : str, optional
        A mechanism: step the same dyads without it as well, and keep what each dyad owes to it.
    progress : callable, optional
        Called with the dyad-weeks done since the last call.
    **choices
        ``regime``, ``setting``, ``population``, ``mechanism``, ``intervention`` and ``parameters``,
        as in `mutua.scenario`.

    Returns
    -------
    Result

    Raises
    ------
    ParameterError
        Unknown name, wrong type, value out of bounds or impossible combination.

    Examples
    --------
    >>> import mutua
    >>> result = mutua.simulate(regime="collaborative", dyads=160, weeks=8)
    >>> len(result.weekly), len(result.dyads)
    (8, 160)
    """
    one_of("engine", engine, ENGINES)
    one_of("record", record, RECORDS)
    if without is not None:
        one_of("without", without, tuple(NEUTRAL))
    if without is not None and record == "weekly":
        raise ParameterError("without: what dyads owe needs their rows; record is weekly")
    if service is not None and engine != "mesa":
        raise ParameterError("service: only the engine 'mesa' takes a subclass of Service")
    scenario = scenario_from(scenario, choices)
    weeks = horizon([scenario]) if weeks is None else whole("weeks", weeks)
    check_interventions(scenario, weeks)
    dyads, seed = whole("dyads", dyads), whole("seed", seed)
    replicate = whole("replicate", replicate)
    subset = None if teams is None else team_numbers(teams)
    if series and record != "trajectories":
        raise ParameterError(f"series: these are kept in trajectories; record is {record}")
    kept = wanted_series(series) if record == "trajectories" else ()
    wanted = Wanted(kept, occasions_of(ratings), bool(professionals))
    rows = record != "weekly"
    batch = Batch([scenario], [replicate], dyads, weeks, seed, subset, rows, wanted)
    how: Any = {"engine": engine, "threads": threads, "service": service, "progress": progress}
    started = time.perf_counter()
    recording = step(batch, **how)
    ended = None if record == "weekly" else dyads_table(recording, 0)
    debts = None
    if without is not None:
        lacking = replace(batch, scenarios=[_lacking(scenario, without)], wanted=NOTHING_WANTED)
        debts = mechanism_effects(ended, dyads_table(step(lacking, **how), 0))
    manifest = {
        "kind": "run",
        "scenario": describe_scenario(scenario),
        "dyads": dyads, "weeks": weeks, "seed": seed, "replicate": replicate,
        "teams": None if subset is None else list(subset), "engine": engine, "record": record,
        "series": list(series), "ratings": list(ratings), "professionals": bool(professionals),
        "without": without,
        "wall_seconds": round(time.perf_counter() - started, 3),
        "provenance": provenance(),
    }  # fmt: skip
    return Result(
        weekly=weekly_table(recording, 0),
        dyads=ended,
        trajectories=trajectories(recording, 0, series) if record == "trajectories" else None,
        manifest=manifest,
        owed=debts,
        ratings=ratings_table(recording, 0, ratings) if ratings else None,
        professionals=professionals_table(recording, 0) if professionals else None,
    )


def team_numbers(teams: Any) -> tuple[int, ...]:
    """Return the numbers of teams, which are checked against the run once its size is known.

    Raises
    ------
    ParameterError
        They are no list of whole numbers.
    """
    numbers = list(map(plain_whole, teams)) if isinstance(teams, Iterable) else [None]
    if None in numbers:
        raise ParameterError(f"teams: {brief(teams)} is not a list of whole numbers")
    return tuple(number for number in numbers if number is not None)


def run_of(
    manifest: dict[str, Any], tables: Mapping[str, pd.DataFrame], arrays: "xr.Dataset | None"
) -> Result:
    """Return the result of a run folder, whose files were read and checked."""
    return Result(trajectories=arrays, manifest=manifest, **{n: tables.get(n) for n in TABLES})


def _lacking(scenario: Scenario, mechanism: str) -> Scenario:
    """The scenario with a mechanism switched off."""
    return replace(scenario, values=scenario.values | NEUTRAL[mechanism])
