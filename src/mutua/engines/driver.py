"""The one caller of the kernel: tasks of bounded size, in calls of a fraction of a second.

Progress shows and Ctrl-C ends between two calls. Where a cut falls never shows in a result: sums
are whole numbers, and a dyad's row depends on its team alone.
"""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from mutua.engines import kernel
from mutua.engines.kernel import CASELOAD, SPARE, TEAM_SIZE, Task
from mutua.engines.scratch import SERIES
from mutua.engines.sheets import Sheets
from mutua.engines.threads import run_tasks
from mutua.errors import ParameterError, brief
from mutua.jit.compile import MOST_THREADS
from mutua.model.draws import DrawKey
from mutua.model.parameters.service import TEAM_MAX
from mutua.scenarios.check import plain_whole

#: Dyad-weeks of one task and of one call; numbers of weekly sums of one call.
TASK_WORK, CALL_WORK, CALL_SUMS = 50_000, 8_000_000, 2_000_000
RUN, TEAM, TEAMS, DYADS, ROW, TABLE, POST = map(
    Task._fields.index, ("run", "team", "teams", "dyads", "row", "table", "post")
)


class Start(NamedTuple):
    """States of week 0 that are set by name."""

    rows: np.ndarray  #: int64, shape (states,): rows of the state of a dyad
    #: float64, shape (states, columns): the values they are set to in each column of the
    #: parameters; missing ones stay as drawn
    values: np.ndarray


NO_START = Start(np.zeros(0, np.int64), np.zeros((0, 1)))


class Inputs(NamedTuple):
    """What tasks refer to by number, and what all of them share."""

    #: float64, shape (parameters, columns): parameter values; a task names its column
    points: np.ndarray
    #: float64, shape (populations, TABLES, POINTS): quantile tables; a task names its population
    quantiles: np.ndarray
    key: DrawKey  #: The random seed, as the two words of a key
    weeks: int  #: Weeks to step
    start: Start = NO_START  #: States of week 0 that are set


class Sums(NamedTuple):
    """Weekly sums of one call of the kernel."""

    origin: np.ndarray  #: int64, shape (pieces,): the task that each piece was cut from
    #: int64, shape (pieces, weeks, SERIES): sums over the dyads of a piece of value x 2^24,
    #: truncated
    values: np.ndarray
    work: int  #: Dyad-weeks of the call


def check_threads(threads: int | None) -> int:
    """Threads to use: as given, or all there are for None.

    Raises
    ------
    ParameterError
        Not a number from 1 to the threads of this machine.
    """
    most = MOST_THREADS
    if threads is None:
        return most
    number = plain_whole(threads)
    if number is None or not 1 <= number <= most:
        raise ParameterError(f"threads: {brief(threads)} is not a whole number from 1 to {most}")
    return number


def step_tasks(tasks: np.ndarray, inputs: Inputs, threads: int, sheets: Sheets) -> Iterator[Sums]:
    """Step tasks of any size, call by call.

    Parameters
    ----------
    tasks : int64, shape (tasks, len(Task._fields))
        Consecutive teams of a run each, as many as there are.
    inputs : Inputs
    threads : int
    sheets : Sheets
        Of the dyads of all tasks; filled by the kernel.

    Yields
    ------
    Sums
        Of each call, as soon as it is done; first of one without tasks.

    Raises
    ------
    ParameterError
        A team has more users than the kernel's block has columns.
    """
    widths = team_widths(inputs.points)[tasks[:, RUN]]
    check_widths(widths)
    members = inputs.points[TEAM_SIZE].astype(np.int64)[tasks[:, RUN]]
    pieces, origin, users = cut_tasks(tasks, widths, members, inputs.weeks)
    work = users * inputs.weeks
    # a call of no tasks compiles the kernel or loads it, so that progress counts steps alone
    for low, high in pairwise([0, *call_edges(work, inputs.weeks)]):
        sums = np.zeros((high - low, inputs.weeks, SERIES), np.int64)
        step = partial(_step_share, pieces[low:high], users[low:high], inputs, sums, sheets)
        run_tasks(threads, high - low, step)
        yield Sums(origin[low:high], sums, int(work[low:high].sum()))


def _step_share(
    tasks: np.ndarray, users: np.ndarray, inputs: Inputs, sums: np.ndarray, sheets: Sheets,
    share: slice,
) -> None:  # fmt: skip
    """Step consecutive tasks; the rows of their dyads are filled by row and kept by column."""
    own = tasks[share].copy()
    first, last = (own[0, ROW], own[-1, ROW] + users[share][-1]) if len(own) else (0, 0)
    own[:, ROW] -= first
    kept = sheets.part(slice(first, last), slice(None))
    rows = np.zeros(kept.rows.shape, np.float32)
    kernel.step_share(
        own, inputs.points, inputs.quantiles, *inputs.key, inputs.weeks, *inputs.start,
        sums[share], rows, kept.kept, kept.series, kept.occasions, kept.ratings, kept.posts, SPARE,
    )  # fmt: skip
    kept.rows[:] = rows


def team_widths(points: np.ndarray) -> np.ndarray:
    """Users of a full team by column of the parameter matrix, int64, shape (columns,)."""
    widths: np.ndarray = points[CASELOAD] * points[TEAM_SIZE]
    return widths.astype(np.int64)


def check_widths(widths: np.ndarray) -> None:
    """Raise ParameterError for teams beyond the kernel's block, which it writes unchecked."""
    if (widths > TEAM_MAX).any():
        raise ParameterError(
            f"service.caseload x service.team_size: {widths.max()} users are more than the "
            f"{TEAM_MAX} that a team can hold"
        )


def cut_tasks(
    tasks: np.ndarray, widths: np.ndarray, members: np.ndarray, weeks: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tasks of at most `TASK_WORK` dyad-weeks or one team, the task each is of, its users."""
    most = np.maximum(1, TASK_WORK // (widths * weeks))
    counts = -(-tasks[:, TEAMS] // most)
    origin = np.repeat(np.arange(len(tasks)), counts)
    number = np.arange(len(origin)) - np.repeat(np.cumsum(counts) - counts, counts)
    before = number * most[origin]
    pieces = tasks[origin]
    pieces[:, TEAM] += before
    pieces[:, TEAMS] = np.minimum(most[origin], pieces[:, TEAMS] - before)
    pieces[:, ROW] += before * widths[origin]
    pieces[:, POST] += before * members[origin]
    first = pieces[:, TEAM] * widths[origin]
    users = np.minimum(first + pieces[:, TEAMS] * widths[origin], pieces[:, DYADS]) - first
    return pieces, origin, users


def call_edges(work: np.ndarray, weeks: int) -> list[int]:
    """Where calls begin, and the end of the last, from the dyad-weeks of each task."""
    shares = np.maximum(work / CALL_WORK, weeks * SERIES / CALL_SUMS)
    calls = (np.cumsum(shares) - shares).astype(np.int64)
    return [0, *(np.flatnonzero(np.diff(calls)) + 1).tolist(), len(work)] if len(work) else []
