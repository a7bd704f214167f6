"""The compiled engine: teams are blocks, weeks outside, dyads inside.

A team's whole state lives in one scratch array of ``TEAM_MAX`` columns, of which named slices are
taken once. The loop over dyads loads one dyad, calls the inlined rules, stores it and touches no
other array: that is what lets LLVM turn it into vector instructions. What needs another array
(spreading the professionals' values, summing a caseload, recording) has a small loop of its own.

The trip count is the number of users rounded up to a multiple of 8; the spare lanes are stepped and
never read. Sums over a caseload run in slot order; sums over teams are sums of whole numbers
(value x 2^24, truncated), exact in any order.
"""

from threading import Lock
from typing import Any, NamedTuple

import numba
import numpy as np
from numba import prange

from mutua.jit.compile import kernel, rule
from mutua.jit.structs import leaves, lend, load, size, store
from mutua.model.draws import (
    DrawKey,
    counter_of,
    dyad_draws,
    meeting_draws,
    professional_draws,
    professional_leaves,
    user_draws,
)
from mutua.model.measures.memory import remember
from mutua.model.measures.observation import (
    draw_item_noise,
    is_row_due,
    observe,
    record_class,
    summarise,
)
from mutua.model.measures.outcomes import Row, Weekly
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.service import TEAM_MAX
from mutua.model.people.meeting import fresh_dyad, hand_over
from mutua.model.people.population import fresh_team, professional
from mutua.model.rules.couple import (
    add_load,
    is_refilled,
    leaves_service,
    load_of,
    professional_after,
    team_after,
)
from mutua.model.rules.encounter import encounter
from mutua.model.rules.intervene import in_week, train
from mutua.model.state import NO_LOAD, Carer, Dyad, Event, Load, Professional, Team, Tie

#: One as a whole number in weekly sums.
ONE = 2.0**24

_ROWS = [size(cls) for cls in (Dyad, Carer, Event, Load, Weekly)]
D, C, E, L, O = (sum(_ROWS[:k]) for k in range(1, 6))  # noqa: E741
P, T = size(Professional), size(Team)
SERIES = size(Weekly)
COLUMNS = size(Row)
#: First row of the tie within a dyad: the tie alone can be loaded, without its two parties.
TIE = leaves(Dyad).index("tie.contact.offered")
CASELOAD = leaves(Parameters).index("service.caseload")
TEAM_SIZE = leaves(Parameters).index("service.team_size")
NO_TRACE = np.zeros((0, 0, 0))


class Roster(NamedTuple):
    """The slots of one team."""

    first_member: int  # slot of its first professional
    members: int
    caseload: int
    first_user: int  # slot of its first user
    users: int
    lanes: int  # users rounded up to a multiple of 8


class Task(NamedTuple):
    """Consecutive teams of one run, as one row of whole numbers."""

    run: int  # column of the parameter matrix
    replicate: int
    team: int  # the first team
    teams: int  # how many
    dyads: int  # users in the whole run: the last team may not be full
    row: int  # where this task's dyads begin in the output
    table: int  # quantile tables of its population


@rule
def _initialise(
    staff: Any, dyads: Any, key: Any, replicate: int, team: Any, table: Any, p: Any
) -> None:
    """Week 0: make the professionals of a team and their users."""
    for j in range(team.members):
        draws = professional_draws(key, counter_of(team.first_member + j, 0, 0, replicate))
        store(staff, j, professional(draws, table, 0.0, p))
        for i in range(j * team.caseload, min((j + 1) * team.caseload, team.users)):
            who = counter_of(team.first_user + i, 0, 0, replicate)
            user, meeting = user_draws(key, who), meeting_draws(key, who)
            store(dyads, i, fresh_dyad(user, draws, meeting, 0.0, 0.0, table, p))


@rule
def _broadcast_staff(staff: Any, group: Any, carers: Any, team: Any, p: Any) -> None:
    """Copy the week's values of each professional and the team to every dyad of the caseload."""
    for j in range(team.members):
        carer = Carer(train(load(Professional, staff, j), p), load(Team, group, 0))
        for i in range(j * team.caseload, min((j + 1) * team.caseload, team.users)):
            store(carers, i, carer)


@rule
def meet(
    dyads: Any, carers: Any, events: Any, key: Any, replicate: int, week: int, team: Any, p: Any
) -> None:
    """Run one week of every dyad: the loop that has to be vector instructions.

    Generations are converted by way of 32 bits, which every processor does in vectors.
    """
    for i in range(team.lanes):
        dyad, carer = load(Dyad, dyads, i), load(Carer, carers, i)
        generation: Any = np.int32(dyad.tie.generation)
        draws = dyad_draws(key, counter_of(team.first_user + i, generation, week, replicate))
        dyad, event = encounter(dyad, carer, float(week), p, draws)
        store(dyads, i, remember(dyad, carer, event, p))
        store(events, i, event)


@rule
def _observe(
    dyads: Any, carers: Any, events: Any, loads: Any, seen: Any, team: Any, p: Any
) -> None:
    """Write the load that each dyad puts on its professional, and its recorded series."""
    for i in range(team.lanes):
        dyad, event = load(Dyad, dyads, i), load(Event, events, i)
        store(loads, i, load_of(dyad, event))
        store(seen, i, observe(dyad, load(Carer, carers, i), event, p))


@rule
def _classify_midway(dyads: Any, seen: Any, week: int, team: Any, p: Any) -> None:
    """Store every dyad's equilibrium class, once, midway."""
    if float(week) == p.measure.midway:
        for i in range(team.users):
            store(dyads, i, record_class(load(Dyad, dyads, i), load(Weekly, seen, i)))


@rule
def _record(seen: Any, sums: Any, trace: Any, week: int, users: int) -> None:
    """Add the week to the whole-number sums, and to the trace if one is kept."""
    for k in range(SERIES):
        whole = np.int64(0)
        for i in range(users):
            whole += np.int64(seen[k, i] * ONE)
        sums[week - 1, k] += whole
    if trace.size > 0:
        for i in range(users):
            for k in range(SERIES):
                trace[i, week - 1, k] = seen[k, i]


@rule
def _couple(staff: Any, group: Any, loads: Any, team: Any, p: Any) -> None:
    """Update professionals from their caseloads, in slot order, and the team from its members."""
    before, burnout, whole = load(Team, group, 0), 0.0, NO_LOAD
    for j in range(team.members):
        asked = NO_LOAD
        for i in range(j * team.caseload, min((j + 1) * team.caseload, team.users)):
            asked = add_load(asked, load(Load, loads, i))
        after = professional_after(load(Professional, staff, j), asked, before, p)
        burnout += after.burnout
        whole = add_load(whole, asked)
        store(staff, j, after)
    store(group, 0, team_after(before, burnout, float(team.members), whole, p))


@rule
def _write(
    dyads: Any, carers: Any, rows: Any, key: Any, replicate: int, week: int, last: bool, team: Any,
    table: Any, p: Any,
) -> None:  # fmt: skip
    """Write the row of each dyad of generation 0 in the week of its ending, or in the last one."""
    for i in range(rows.shape[0]):
        dyad = load(Dyad, dyads, i)
        if is_row_due(dyad.tie, float(week), last):
            who = counter_of(team.first_user + i, 0, 0, replicate)
            draws = draw_item_noise(key, who)
            carer = load(Carer, carers, i)
            row = summarise(dyad, carer, user_draws(key, who), draws, table, float(week), p)
            store(rows.T, i, row)


@rule
def _renew(
    staff: Any, dyads: Any, key: Any, replicate: int, week: int, team: Any, table: Any, p: Any
) -> None:
    """Replace professionals who leave, and fill places that have been vacant long enough."""
    for j in range(team.members):
        before, slot = load(Professional, staff, j), team.first_member + j
        generation = int(before.generation)
        draws = professional_leaves(key, counter_of(slot, generation, week, replicate))
        gone = leaves_service(before, draws, p)
        if gone:
            generation += 1
        birth = professional_draws(key, counter_of(slot, generation, 0, replicate))
        if gone:
            store(staff, j, professional(birth, table, float(generation), p))
        for i in range(j * team.caseload, min((j + 1) * team.caseload, team.users)):
            tie, user = load(Tie, dyads[TIE:], i), team.first_user + i
            number = int(tie.generation)
            if is_refilled(tie, float(week), p):
                number += 1
                meeting = meeting_draws(key, counter_of(user, number, week, replicate))
                who = user_draws(key, counter_of(user, number, 0, replicate))
                begun = fresh_dyad(who, birth, meeting, float(number), float(week), table, p)
                store(dyads, i, begun)
            elif gone:
                meeting = meeting_draws(key, counter_of(user, number, week, replicate))
                store(dyads, i, hand_over(load(Dyad, dyads, i), birth, meeting, table, p))


@rule
def _roster(slot: int, users: int, p: Any) -> Roster:
    """Roster of a team, from its slot and the number of its users."""
    caseload, size = int(p.service.caseload), int(p.service.team_size)
    members = 0
    while members * caseload < users:
        members += 1
    lanes = (users + 7) & -8
    return Roster(slot * size, members, caseload, slot * size * caseload, users, lanes)


def _step_team(
    points: Any, table: Any, key: Any, replicate: int, run: int, slot: int, users: int,
    weeks: int, sums: Any, rows: Any, trace: Any, spare: float
) -> None:  # fmt: skip
    """Step one team of `users` users for `weeks` weeks.

    Adds to `sums`, shape (weeks, SERIES), whole numbers; fills `rows`, shape (users, COLUMNS), and
    `trace`, shape (users, weeks, SERIES), unless they are empty. `spare` fills the spare lanes.
    """
    given = load(Parameters, points, run)
    p = lend(in_week(given, 0.0))
    team = _roster(slot, users, p)
    scratch = np.full((O, TEAM_MAX), spare)
    dyads, carers, events = scratch[:D], scratch[D:C], scratch[C:E]
    loads, seen = scratch[E:L], scratch[L:O]
    staff, group = np.zeros((P, TEAM_MAX)), np.zeros((T, 1))

    store(group, 0, fresh_team(p))
    _initialise(staff, dyads, key, replicate, team, table, p)
    for week in range(1, weeks + 1):
        now = lend(in_week(given, float(week)))
        _broadcast_staff(staff, group, carers, team, now)
        meet(dyads, carers, events, key, replicate, week, team, now)
        _observe(dyads, carers, events, loads, seen, team, now)
        _classify_midway(dyads, seen, week, team, now)
        _record(seen, sums, trace, week, users)
        _write(dyads, carers, rows, key, replicate, week, week == weeks, team, table, now)
        _couple(staff, group, loads, team, now)
        _renew(staff, dyads, key, replicate, week, team, table, now)


def _step_tasks(
    tasks: Any, points: Any, tables: Any, key_low: Any, key_high: Any, weeks: int, sums: Any,
    rows: Any, trace: Any, spare: float
) -> None:  # fmt: skip
    """Step every task; `sums` has shape (tasks, weeks, SERIES), one slice each, so none is shared.

    Parameters
    ----------
    tasks : int64, shape (tasks, len(Task._fields))
    points : float64, shape (len(leaves(Parameters)), runs)
    tables : float64, shape (populations, TABLES, POINTS)
    key_low, key_high : the two words of the seed
    rows : float32, shape (dyads of all tasks, COLUMNS), or empty
    trace : float64, shape (dyads of all tasks, weeks, SERIES), or empty
    """
    key = DrawKey(key_low, key_high)
    for t in prange(tasks.shape[0]):
        run, replicate, dyads = tasks[t, 0], tasks[t, 1], tasks[t, 4]
        width = int(points[CASELOAD, run]) * int(points[TEAM_SIZE, run])
        start, table = tasks[t, 5], tables[tasks[t, 6]]
        for team in range(tasks[t, 2], tasks[t, 2] + tasks[t, 3]):
            users = min(width, dyads - team * width)
            stop = start + users
            part = trace[start:stop] if trace.size > 0 else trace
            step_team(
                points, table, key, replicate, run, team, users,
                weeks, sums[t], rows[start:stop], part, spare
            )  # fmt: skip
            start = stop


step_team = kernel(_step_team, parallel=False)
step_serial = kernel(_step_tasks, parallel=False)
step_parallel = kernel(_step_tasks, parallel=True)

#: Threads that there are at the most.
MOST_THREADS: int = numba.config.NUMBA_NUM_THREADS
#: Held by the thread that is in the kernel: two in a parallel one would abort the process.
kernel_lock = Lock()
#: What spare lanes hold: anything, since they are never read (a test says NaN and compares bits);
#: one is a tie that has ended, which plain Python can step without a division by zero.
SPARE = 1.0


def run_tasks(threads: int, *task_arrays: Any) -> None:
    """Step tasks on this many threads; the arguments are those of :func:`_step_tasks`."""
    with kernel_lock:
        if threads > 1:
            numba.set_num_threads(threads)
            step_parallel(*task_arrays)
        else:
            step_serial(*task_arrays)
