"""Runs through an engine: arms x replicates of the same dyads, as one batch.

A run is one scenario and one replicate; a batch is what `simulate`, `compare` and replay step.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from mutua.engines.driver import RUN, Inputs, check_threads, step_tasks
from mutua.engines.kernel import COLUMNS, NO_TRACE, SERIES, Task
from mutua.errors import ParameterError, brief
from mutua.jit.structs import flat
from mutua.model.draws import key_of
from mutua.model.people.quantiles import tables
from mutua.scenarios.check import whole
from mutua.scenarios.scenario import POPULATION, Scenario
from mutua.storage.provenance import available_memory

#: What is recorded is in memory as often as this, once its tables are made.
TABLES = 2
#: Progress is reported as dyad-weeks done.
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Batch:
    """Runs that share everything but scenario and replicate.

    Attributes
    ----------
    scenarios : list of Scenario
        One a run.
    replicates : list of int
        One a run.
    dyads, weeks, seed : int
        Generation-0 users of each run, weeks stepped, and the seed.
    teams : tuple of int or None
        Teams to step; None for all.
    rows, trace : bool
        Keep a row of every dyad; keep every dyad's week.
    """

    scenarios: Sequence[Scenario]
    replicates: Sequence[int]
    dyads: int
    weeks: int
    seed: int
    teams: tuple[int, ...] | None = None
    rows: bool = True
    trace: bool = False

    def team_slots(self, run: int) -> tuple[int, ...]:
        """Teams that a run steps."""
        return self.teams or tuple(range(-(-self.dyads // self.scenarios[run].team_width)))

    def count(self, run: int) -> int:
        """Dyads that a run steps."""
        if self.teams is None:
            return self.dyads
        width = self.scenarios[run].team_width
        return sum(min((t + 1) * width, self.dyads) - t * width for t in self.teams)

    def slots(self, run: int) -> np.ndarray:
        """Slots of the dyads that a run steps, in the order of its rows."""
        width = self.scenarios[run].team_width
        return np.concatenate(
            [np.arange(t * width, min((t + 1) * width, self.dyads)) for t in self.team_slots(run)]
        )


@dataclass(frozen=True)
class Recording:
    """What the engines recorded, by run.

    Attributes
    ----------
    sums : int64, shape (runs, weeks, SERIES)
        Sums over dyads of value x 2^24, truncated.
    rows : list of float32, shape (dyads, COLUMNS)
        One row a dyad, for each run; empty arrays if none are kept.
    traces : list of float64, shape (dyads, weeks, SERIES)
        One record a dyad and week, for each run; empty arrays unless they are kept.
    """

    batch: Batch
    sums: np.ndarray
    rows: list[np.ndarray]
    traces: list[np.ndarray]


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
    counts = [batch.count(run) for run in range(len(batch.scenarios))]
    edges = np.concatenate([[0], np.cumsum(counts)])
    total = int(edges[-1])
    weeks = batch.weeks * (len(counts) + total * batch.trace)
    check_memory(total, rows=total * batch.rows, weeks=weeks)
    sums = np.zeros((len(counts), batch.weeks, SERIES), np.int64)
    rows = np.zeros((edges[-1] if batch.rows else 0, COLUMNS), np.float32)
    trace = np.zeros((edges[-1], batch.weeks, SERIES)) if batch.trace else NO_TRACE
    report = progress or no_progress
    if engine == "mesa":
        _step_mesa(batch, edges, sums, rows, trace, service, report)
    else:
        _step_kernel(batch, edges, sums, rows, trace, threads, report)
    pieces = list(pairwise(edges))
    traces = [trace[a:b] if batch.trace else trace for a, b in pieces]
    return Recording(batch, sums, [rows[a:b] for a, b in pieces], traces)


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


def check_memory(dyads: int, *, rows: int, weeks: int = 0) -> None:
    """Refuse more dyads, of all runs, than memory can hold.

    Parameters
    ----------
    rows, weeks : int
        Rows of dyads and weekly records that are kept at a time.
    """
    needed, there = TABLES * (4 * COLUMNS * rows + 8 * SERIES * weeks), available_memory()
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
    known = {id(s): _population(s) for s in scenarios}
    populations = {known[id(s)]: s for s in scenarios}
    places = {population: k for k, population in enumerate(populations)}
    quantiles = np.array([tables(s.parameters) for s in populations.values()])
    return quantiles, [places[known[id(s)]] for s in scenarios]


def _population(scenario: Scenario) -> tuple[float, ...]:
    """All values that quantile tables depend on."""
    return tuple(x for name, x in scenario.values.items() if name.partition(".")[0] == POPULATION)


def _tasks(batch: Batch, edges: np.ndarray, populations: Sequence[int]) -> np.ndarray:
    """Tasks of a batch, as few as there can be; shape (tasks, len(Task._fields))."""
    tasks = []
    for run, replicate in enumerate(batch.replicates):
        width, row = batch.scenarios[run].team_width, int(edges[run])
        stretches = [(0, -(-batch.dyads // width))] if batch.teams is None else None
        for first, teams in stretches or _stretches(batch.team_slots(run)):
            tasks.append(Task(run, replicate, first, teams, batch.dyads, row, populations[run]))
            row += min((first + teams) * width, batch.dyads) - first * width
    return np.array(tasks, np.int64)


def _stretches(slots: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of consecutive slots, each as its first and how many."""
    given = np.asarray(slots)
    starts = np.flatnonzero(np.diff(given, prepend=given[0] - 2) != 1)
    lengths = np.diff(starts, append=len(given))
    return list(zip(given[starts].tolist(), lengths.tolist(), strict=True))


def _step_kernel(
    batch: Batch, edges: np.ndarray, sums: np.ndarray, rows: np.ndarray, trace: np.ndarray,
    threads: int | None, report: Progress,
) -> None:  # fmt: skip
    number = check_threads(threads)
    quantiles, populations = _tables(batch.scenarios)
    inputs = Inputs(matrix(batch.scenarios), quantiles, key_of(batch.seed), batch.weeks)
    tasks = _tasks(batch, edges, populations)
    for part in step_tasks(tasks, inputs, number, rows, trace):
        np.add.at(sums, tasks[part.origin, RUN], part.values)
        report(part.work)


def _step_mesa(
    batch: Batch, edges: np.ndarray, sums: np.ndarray, rows: np.ndarray, trace: np.ndarray,
    service: Any, report: Progress,
) -> None:  # fmt: skip
    from mutua.engines.agents import Service, step_service

    kind = Service if service is None else service
    if not isinstance(kind, type) or not issubclass(kind, Service):
        raise ParameterError(f"service: {brief(service)} is not a subclass of mutua.Service")
    key = key_of(batch.seed)
    for run, (scenario, replicate) in enumerate(
        zip(batch.scenarios, batch.replicates, strict=True)
    ):
        p, start = scenario.parameters, int(edges[run])
        table, width = tables(p), scenario.team_width
        for team in batch.team_slots(run):
            users = min((team + 1) * width, batch.dyads) - team * width
            part = trace[start : start + users] if batch.trace else trace
            group = kind(p, table, key, replicate, [team], batch.dyads)
            step_service(group, batch.weeks, sums[run], rows[start : start + users], part)
            start += users
            report(users * batch.weeks)
