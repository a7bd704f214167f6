"""Runs through an engine: arms x replicates of the same dyads, as one batch.

A run is one scenario and one replicate; a batch is what `simulate`, `compare` and replay step.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from mutua.engines.driver import RUN, TABLE, Inputs, Start, check_threads, step_tasks
from mutua.engines.kernel import Task
from mutua.engines.populations import kept_tables, population_of
from mutua.engines.scratch import COLUMNS, SERIES
from mutua.engines.sheets import NOTHING_WANTED, Sheets, Wanted, blank_sheets, scratch_row
from mutua.errors import ParameterError, brief
from mutua.jit.structs import flat
from mutua.model.draws import key_of
from mutua.scenarios.check import whole
from mutua.scenarios.scenario import Scenario
from mutua.storage.provenance import available_memory

#: What is recorded is in memory as often as this, once its tables are made.
TABLES = 2
#: Progress is reported as dyad-weeks done.
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Batch:
    """Runs that share everything but scenario and replicate."""

    scenarios: Sequence[Scenario]  #: One a run
    replicates: Sequence[int]  #: One a run
    #: Generation-0 users of each run, weeks stepped, and the seed
    dyads: int
    weeks: int
    seed: int
    teams: tuple[int, ...] | None = None  #: Teams to step; None for all
    rows: bool = True  #: Keep a row of every dyad
    wanted: Wanted = NOTHING_WANTED  #: What else is kept of dyads and professionals

    def width(self, run: int) -> int:
        """Users of a full team of a run."""
        return self.scenarios[run].team_width

    def caseload(self, run: int) -> int:
        """Users of a professional of a run."""
        return int(self.scenarios[run].values["service.caseload"])

    def team_slots(self, run: int) -> tuple[int, ...]:
        """Teams that a run steps."""
        return self.teams or tuple(range(-(-self.dyads // self.width(run))))

    def count(self, run: int) -> int:
        """Dyads that a run steps."""
        if self.teams is None:
            return self.dyads
        width = self.width(run)
        return sum(min((t + 1) * width, self.dyads) - t * width for t in self.teams)

    def posts(self, run: int) -> int:
        """Professionals that a run steps: as many a team as its users need."""
        width, caseload = self.width(run), self.caseload(run)
        if self.teams is None:
            return -(-self.dyads // caseload)
        users = [min((t + 1) * width, self.dyads) - t * width for t in self.teams]
        return sum(-(-number // caseload) for number in users)

    def slots(self, run: int) -> np.ndarray:
        """Slots of the dyads that a run steps, in the order of its rows."""
        if self.teams is None:
            return np.arange(self.dyads)
        width = self.width(run)
        return np.concatenate(
            [np.arange(t * width, min((t + 1) * width, self.dyads)) for t in self.teams]
        )


@dataclass(frozen=True)
class Recording:
    """What the engines recorded, by run."""

    batch: Batch
    #: int64, shape (runs, weeks, SERIES): sums over dyads of value x 2^24, truncated
    sums: np.ndarray
    sheets: list[Sheets]  #: What was kept of dyads and professionals, for each run

    @property
    def rows(self) -> list[np.ndarray]:
        """One row a dyad, float32, shape (dyads, COLUMNS), for each run."""
        return [sheets.rows for sheets in self.sheets]

    @property
    def series(self) -> list[np.ndarray]:
        """Series of every dyad, float64, shape (dyads, weeks, series), for each run."""
        return [sheets.series for sheets in self.sheets]


def step(
    batch: Batch,
    *,
    engine: str = "kernel",
    threads: int | None = None,
    service: Any = None,
    progress: Progress | None = None,
) -> Recording:
    """What one of the two engines records of every run of a batch.

    Parameters
    ----------
    engine : {'kernel', 'mesa'}
    threads : int, optional
        Threads of the kernel; all there are by default.
    service : type, optional
        A subclass of `mutua.engines.agents.Service` for the Mesa engine.
    progress : callable, optional
        Called with the dyad-weeks done since the last call.

    Raises
    ------
    ParameterError
        A size, a team or a number of threads that cannot be.
    """
    check_batch(batch)
    runs = range(len(batch.scenarios))
    dyads = np.cumsum([0, *map(batch.count, runs)]).tolist()
    posts = np.cumsum([0, *map(batch.posts, runs)]).tolist()
    kept = batch.wanted.numbers(dyads[-1], posts[-1], batch.weeks)
    numbers = len(runs) * batch.weeks * SERIES + kept
    check_memory(dyads[-1], rows=dyads[-1] * batch.rows, numbers=numbers)
    sums = np.zeros((len(runs), batch.weeks, SERIES), np.int64)
    sheets = blank_sheets(batch.wanted, dyads[-1], posts[-1], batch.weeks, rows=batch.rows)
    own = zip(pairwise(dyads), pairwise(posts), strict=True)
    recording = Recording(batch, sums, [sheets.part(slice(*a), slice(*b)) for a, b in own])
    report = progress or no_progress
    if engine == "mesa":
        _step_mesa(recording, service, report)
    else:
        _step_kernel(recording, sheets, _tasks(batch, dyads, posts), threads, report)
    return recording


def no_progress(done: int) -> None:
    """Ignore progress."""


def check_batch(batch: Batch) -> None:
    """Raise ParameterError for sizes that no run can have."""
    whole("dyads", batch.dyads)
    whole("weeks", batch.weeks)
    whole("seed", batch.seed)
    if batch.teams is not None:
        last = min(-(-batch.dyads // scenario.team_width) for scenario in batch.scenarios) - 1
        known = all(isinstance(team, int) and 0 <= team <= last for team in batch.teams)
        if not known or not batch.teams or len(set(batch.teams)) < len(batch.teams):
            text = ", ".join(map(str, batch.teams)) or "none"
            raise ParameterError(f"teams: {text}: not a list of teams from 0 to {last}, each once")


def check_memory(dyads: int, *, rows: int, numbers: int = 0) -> None:
    """Refuse more dyads, of all runs, than memory can hold.

    `rows`, `numbers`: rows of dyads, and numbers beside them, that are kept at a time.
    """
    needed, there = TABLES * (4 * COLUMNS * rows + 8 * numbers), available_memory()
    if needed > there:
        raise ParameterError(
            f"dyads: {dyads:,} in all runs need {needed / 1e9:,.0f} GB of memory for what is kept "
            f"of them, and {there / 1e9:,.0f} GB are available"
        )


def matrix(scenarios: Sequence[Scenario]) -> np.ndarray:
    """Parameter matrix of the engines, shape (parameters, runs)."""
    columns = {id(s): list(flat(s.parameters)) for s in scenarios}
    return np.array([columns[id(s)] for s in scenarios]).T.copy()


def _tables(scenarios: Sequence[Scenario]) -> tuple[np.ndarray, list[int]]:
    """Quantile tables, shape (populations, TABLES, POINTS), and the place of each run's."""
    known = {id(s): population_of(s) for s in scenarios}
    places = {population: k for k, population in enumerate(dict.fromkeys(known.values()))}
    quantiles = np.array([kept_tables(population) for population in places])
    return quantiles, [places[known[id(s)]] for s in scenarios]


def _start(scenarios: Sequence[Scenario]) -> Start:
    """States of week 0 that some scenario sets, with the value of each."""
    names = sorted({name for scenario in scenarios for name in scenario.start})
    values = [[s.start.get(name, np.nan) for s in scenarios] for name in names]
    rows = np.array([scratch_row(name) for name in names], np.int64)
    return Start(rows, np.array(values, float).reshape(len(names), len(scenarios)))


def _tasks(batch: Batch, dyads: Sequence[int], posts: Sequence[int]) -> np.ndarray:
    """Tasks of a batch, as few as there can be; shape (tasks, len(Task._fields)).

    `dyads`, `posts`: where the dyads and the professionals of each run begin.
    """
    tasks = []
    for run, replicate in enumerate(batch.replicates):
        scenario, row, post = batch.scenarios[run], dyads[run], posts[run]
        width, size = scenario.team_width, int(scenario.values["service.team_size"])
        stretches = [(0, -(-batch.dyads // width))] if batch.teams is None else None
        for first, teams in stretches or _stretches(batch.team_slots(run)):
            tasks.append(Task(run, replicate, first, teams, batch.dyads, row, 0, post))
            row += min((first + teams) * width, batch.dyads) - first * width
            post += teams * size  # a team that is not full is the last
    return np.array(tasks, np.int64)


def _stretches(slots: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of consecutive slots, each as its first and how many."""
    given = np.asarray(slots)
    starts = np.flatnonzero(np.diff(given, prepend=given[0] - 2) != 1)
    lengths = np.diff(starts, append=len(given))
    return list(zip(given[starts].tolist(), lengths.tolist(), strict=True))


def _step_kernel(
    recording: Recording, sheets: Sheets, tasks: np.ndarray, threads: int | None, report: Progress
) -> None:
    """Step the tasks of a batch; `sheets` are those of all its runs together."""
    number, batch = check_threads(threads), recording.batch
    quantiles, populations = _tables(batch.scenarios)
    tasks[:, TABLE] = np.array(populations)[tasks[:, RUN]]
    inputs = Inputs(
        matrix(batch.scenarios), quantiles, key_of(batch.seed), batch.weeks, _start(batch.scenarios)
    )
    for part in step_tasks(tasks, inputs, number, sheets):
        np.add.at(recording.sums, tasks[part.origin, RUN], part.values)
        report(part.work)


def _step_mesa(recording: Recording, service: Any, report: Progress) -> None:
    """Step the runs of a batch team by team."""
    from mutua.engines.agent_records import step_service
    from mutua.engines.agents import Service

    kind, batch = Service if service is None else service, recording.batch
    if not isinstance(kind, type) or not issubclass(kind, Service):
        raise ParameterError(f"service: {brief(service)} is not a subclass of mutua.Service")
    for run, scenario in enumerate(batch.scenarios):
        table, user, post = kept_tables(population_of(scenario)), 0, 0
        for team in batch.team_slots(run):
            group = kind(
                scenario, table, key_of(batch.seed), batch.replicates[run], [team], batch.dyads
            )
            users, posts = len(group.users), len(group.professionals)
            own = recording.sheets[run].part(slice(user, user + users), slice(post, post + posts))
            step_service(group, batch.weeks, recording.sums[run], own)
            user, post = user + users, post + posts
            report(users * batch.weeks)
