"""Runs through an engine: arms x replicates of the same people, as one batch of tasks.

A run is one scenario and one replicate. The kernel takes many runs in one call; the work is cut
into calls of a fraction of a second, so that progress shows and Ctrl-C ends between two calls.
Where a cut falls never shows in a result: sums are whole numbers, and a dyad's row depends on its
team alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from mutua.engines import kernel
from mutua.engines.kernel import COLUMNS, SERIES, SPARE, Task
from mutua.errors import ParameterError
from mutua.jit.structs import flat
from mutua.model.draws import key_of
from mutua.model.people.quantiles import tables
from mutua.scenarios.check import whole
from mutua.scenarios.scenario import PEOPLE, Scenario

#: Dyad-weeks of one task, and of one call of the kernel.
TASK, CALL = 200_000, 8_000_000
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
        One record a dyad and week, for each run; empty arrays unless asked for.
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
    """Step every run of a batch with one of the two engines."""
    check(batch)
    counts = [batch.count(run) for run in range(len(batch.scenarios))]
    edges = np.concatenate([[0], np.cumsum(counts)])
    sums = np.zeros((len(counts), batch.weeks, SERIES), np.int64)
    rows = np.zeros((edges[-1] if batch.rows else 0, COLUMNS), np.float32)
    trace = np.zeros((edges[-1], batch.weeks, SERIES)) if batch.trace else kernel.NO_TRACE
    report = progress or _silent
    if engine == "mesa":
        _step_mesa(batch, edges, sums, rows, trace, service, report)
    else:
        _step_kernel(batch, edges, sums, rows, trace, threads, report)
    pieces = list(pairwise(edges))
    traces = [trace[a:b] if batch.trace else trace for a, b in pieces]
    return Recording(batch, sums, [rows[a:b] for a, b in pieces], traces)


def _silent(done: int) -> None:
    """Report nothing."""


def check(batch: Batch) -> None:
    """Refuse sizes that no run can have."""
    whole("dyads", batch.dyads)
    whole("weeks", batch.weeks)
    whole("seed", batch.seed)
    if batch.teams is not None:
        last = min(-(-batch.dyads // scenario.team_width) for scenario in batch.scenarios) - 1
        known = all(isinstance(team, int) and 0 <= team <= last for team in batch.teams)
        if not known or not batch.teams or len(set(batch.teams)) < len(batch.teams):
            text = ", ".join(map(str, batch.teams)) or "none"
            raise ParameterError(f"teams: {text}: not a list of teams from 0 to {last}, each once")


def matrix(scenarios: Sequence[Scenario]) -> np.ndarray:
    """Parameter matrix of the engines, shape (parameters, runs)."""
    columns = {id(s): list(flat(s.parameters)) for s in scenarios}
    return np.array([columns[id(s)] for s in scenarios]).T.copy()


def _tables(scenarios: Sequence[Scenario]) -> tuple[np.ndarray, list[int]]:
    """Quantile tables, shape (populations, TABLES, POINTS), and the one that each run reads."""
    known = {id(s): _people(s) for s in scenarios}
    made = {known[id(s)]: s for s in scenarios}
    places = {people: k for k, people in enumerate(made)}
    quantiles = np.array([tables(s.parameters) for s in made.values()])
    return quantiles, [places[known[id(s)]] for s in scenarios]


def _people(scenario: Scenario) -> tuple[float, ...]:
    """All values that quantile tables are made of."""
    return tuple(x for name, x in scenario.values.items() if name.partition(".")[0] == PEOPLE)


def _tasks(
    batch: Batch, edges: np.ndarray, populations: Sequence[int]
) -> Iterator[tuple[Task, int]]:
    """Tasks of a batch, each with its dyad-weeks."""
    for run, replicate in enumerate(batch.replicates):
        width, row = batch.scenarios[run].team_width, int(edges[run])
        most = max(1, TASK // (width * batch.weeks))
        for first, teams in _stretches(batch.team_slots(run), most):
            users = min((first + teams) * width, batch.dyads) - first * width
            task = Task(run, replicate, first, teams, batch.dyads, row, populations[run])
            yield task, users * batch.weeks
            row += users


def _stretches(slots: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Cut slots into stretches of consecutive ones, as (first, how many)."""
    first, length = slots[0], 0
    for slot in slots:
        if length == most or slot != first + length:
            yield first, length
            first, length = slot, 0
        length += 1
    yield first, length


def _calls(tasks: Iterator[tuple[Task, int]]) -> Iterator[tuple[np.ndarray, int]]:
    """Group tasks into calls of about CALL dyad-weeks."""
    group: list[Task] = []
    work = 0
    for task, cost in tasks:
        group.append(task)
        work += cost
        if work >= CALL:
            yield np.array(group, np.int64), work
            group, work = [], 0
    if group:
        yield np.array(group, np.int64), work


def _step_kernel(
    batch: Batch, edges: np.ndarray, sums: np.ndarray, rows: np.ndarray, trace: np.ndarray,
    threads: int | None, report: Progress,
) -> None:  # fmt: skip
    most = kernel.MOST_THREADS
    if threads is not None and not 1 <= threads <= most:
        raise ParameterError(f"threads: {threads!r} is not a whole number from 1 to {most}")
    points, key = matrix(batch.scenarios), key_of(batch.seed)
    quantiles, populations = _tables(batch.scenarios)
    for tasks, work in _calls(_tasks(batch, edges, populations)):
        part = np.zeros((len(tasks), batch.weeks, SERIES), np.int64)
        kernel.run(
            threads or most, tasks, points, quantiles, key.low, key.high, batch.weeks, part, rows,
            trace, SPARE,
        )  # fmt: skip
        np.add.at(sums, tasks[:, 0], part)
        report(work)


def _step_mesa(
    batch: Batch, edges: np.ndarray, sums: np.ndarray, rows: np.ndarray, trace: np.ndarray,
    service: Any, report: Progress,
) -> None:  # fmt: skip
    from mutua.engines.agents import Service, step_service

    key = key_of(batch.seed)
    for run, (scenario, replicate) in enumerate(
        zip(batch.scenarios, batch.replicates, strict=True)
    ):
        p, start = scenario.parameters, int(edges[run])
        table, width = tables(p), scenario.team_width
        for team in batch.team_slots(run):
            users = min((team + 1) * width, batch.dyads) - team * width
            part = trace[start : start + users] if batch.trace else trace
            group = (service or Service)(p, table, key, replicate, [team], batch.dyads)
            step_service(group, batch.weeks, sums[run], rows[start : start + users], part)
            start += users
            report(users * batch.weeks)
