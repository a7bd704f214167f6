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

from mutua.engines.places import (
    allocate,
    first_of_post,
    initialise,
    let_go,
    refill,
    replace_professionals,
    set_start,
    take_back,
)
from mutua.engines.record import (
    add_outside,
    add_to_sums,
    classify_midway,
    keep_series,
    observe_dyads,
    rate_dyads,
    write_people,
    write_rows,
)
from mutua.engines.scratch import (
    OF_DYAD,
    POST_OF_TIE,
    SERIES,
    A,
    C,
    D,
    E,
    InForce,
    L,
    O,
    P,
    R,
    Roster,
    T,
)  # fmt: skip
from mutua.jit.compile import kernel, rule
from mutua.jit.structs import leaves, lend, lend_one, load, store
from mutua.model.draws import (
    DrawKey,
    counter_of,
    dyad_draws,
)
from mutua.model.measures.memory import remember, remember_outside
from mutua.model.measures.posts import record_post
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.service import TEAM_MAX
from mutua.model.people.population import fresh_team
from mutua.model.rules.couple import (
    add_load,
    professional_after,
    team_after,
)
from mutua.model.rules.encounter import encounter, new_week
from mutua.model.rules.intervene import in_week, train, without_policies
from mutua.model.rules.outside import live_outside
from mutua.model.state import NO_LOAD, Carer, Dyad, Life, Load, Professional, Team

CASELOAD = leaves(Parameters).index("service.caseload")
TEAM_SIZE = leaves(Parameters).index("service.team_size")


class Task(NamedTuple):
    """Consecutive teams of one run, as one row of whole numbers."""

    run: int  # column of the parameter matrix
    replicate: int
    team: int  # the first team
    teams: int  # how many
    dyads: int  # users in the whole run: the last team may not be full
    row: int  # where this task's dyads begin in the output
    table: int  # quantile tables of its population
    post: int  # where its professionals begin in the output


@rule
def _broadcast_staff(
    staff: Any, dyads: Any, group: Any, carers: Any, treated: Any, team: Any, now: InForce
) -> None:
    """Copy the week's values of each professional and the team to every dyad of the caseload."""
    climate = load(Team, group, 0)
    for i in range(team.users):
        p = now.treated if treated[i] else now.others
        worker = load(Professional, staff, int(dyads[POST_OF_TIE, i]))
        store(carers, i, Carer(train(worker, p), climate))


@rule
def meet(
    dyads: Any, carers: Any, events: Any, key: Any, replicate: int, week: int, first: int,
    last: int, team: Any, p: Any,
) -> None:  # fmt: skip
    """Run one week of the dyads of some lanes: the loop that has to be vector instructions.

    Whole numbers are converted by way of 32 bits, which every processor does in vectors.
    """
    for i in range(first, last):
        dyad, carer = load(Dyad, dyads, i), load(Carer, carers, i)
        place: Any = np.int32(dyad.tie.place)
        generation: Any = np.int32(dyad.tie.generation)
        draws = dyad_draws(key, counter_of(team.first_user + place, generation, week, replicate))
        dyad, event = encounter(dyad, carer, float(week), p, draws)
        store(dyads, i, remember(dyad, carer, event, p))
        store(events, i, event)


@rule
def _meet_all(
    dyads: Any, carers: Any, events: Any, key: Any, replicate: int, week: int, treated: Any,
    team: Any, now: InForce,
) -> None:  # fmt: skip
    """Run one week of every dyad, stretch by stretch of lanes with the same parameters."""
    first = 0
    while first < team.lanes:
        last = first + 1
        while last < team.lanes and treated[last] == treated[first]:
            last += 1
        p = lend_one(treated[first], now.treated, now.others)
        meet(dyads, carers, events, key, replicate, week, first, last, team, p)
        first = last


@rule
def live_apart(
    lives: Any, outside: int, key: Any, replicate: int, week: int, team: Any, p: Any
) -> None:
    """Run one week of the users of the cohort who are out of care; no intervention reaches them."""
    p = lend_one(True, p, p)
    for i in range((outside + 7) & -8):
        life = load(Life, lives, i)
        place: Any = np.int32(life.place)
        draws = dyad_draws(key, counter_of(team.first_user + place, 0, week, replicate))
        store(lives, i, remember_outside(live_outside(life, p, draws), float(week)))


@rule
def _couple(
    staff: Any, dyads: Any, group: Any, loads: Any, posts: Any, week: int, treated: Any, team: Any,
    now: InForce,
) -> None:  # fmt: skip
    """Update professionals from their caseloads, in slot order, and the team from its members."""
    before, burnout, whole = load(Team, group, 0), 0.0, NO_LOAD
    for j in range(team.members):
        asked = NO_LOAD
        for i in range(team.users):
            if int(dyads[POST_OF_TIE, i]) == j:
                asked = add_load(asked, load(Load, loads, i))
        p = now.treated if treated[first_of_post(dyads, j, team.users)] else now.others
        after = professional_after(load(Professional, staff, j), asked, before, p)
        burnout += after.burnout
        whole = add_load(whole, asked)
        store(staff, j, after)
        if posts.shape[0] > 0:
            store(posts[j].T, week - 1, record_post(after, asked))
    store(group, 0, team_after(before, burnout, float(team.members), whole, now.others))


@rule
def _roster(slot: int, users: int, p: Any) -> Roster:
    """Roster of a team, from its slot and the number of its users."""
    caseload, size = int(p.service.caseload), int(p.service.team_size)
    members = 0
    while members * caseload < users:
        members += 1
    lanes = (users + 7) & -8
    return Roster(slot * size, members, caseload, slot * size * caseload, users, lanes)


@rule
def _record(
    scratch: Any, lives: Any, apart: Any, outside: int, sums: Any, rows: Any, kept: Any,
    series: Any, key: Any, replicate: int, week: int, last: bool, treated: Any, team: Any,
    table: Any, now: InForce,
) -> None:  # fmt: skip
    """Record the week of every dyad and of the users who are out of care."""
    dyads, carers, events, p = scratch[:D], scratch[D:C], scratch[C:E], now.others
    seen = scratch[L:O]
    observe_dyads(dyads, carers, events, scratch[E:L], seen, team, p)
    classify_midway(dyads, seen, week, team, p)
    add_to_sums(seen, sums, week, team.users)
    add_outside(lives, apart, outside, sums, week)
    keep_series(scratch, kept, series, week, p)
    write_rows(dyads, carers, rows, key, replicate, week, last, treated, team, table, now)
    if last:
        write_people(dyads, lives, outside, rows, key, replicate, week, team, p)


def _step_team(
    points: Any, table: Any, key: Any, replicate: int, run: int, slot: int, users: int,
    weeks: int, start_rows: Any, start: Any, sums: Any, rows: Any, kept: Any, series: Any,
    occasions: Any, ratings: Any, posts: Any, spare: float
) -> int:  # fmt: skip
    """Step one team of `users` users for `weeks` weeks; returns its professionals.

    Adds to `sums`, shape (weeks, SERIES), whole numbers; fills `rows`, `series`, `ratings` and
    `posts` (see `_step_tasks`) unless they are empty. `spare` fills the spare lanes.
    """
    given = load(Parameters, points, run)
    p = lend(without_policies(given))
    team, treated = _roster(slot, users, p), np.ones(TEAM_MAX, np.bool_)
    scratch = np.full((R, TEAM_MAX), spare)
    dyads, carers, events, loads = scratch[:D], scratch[D:C], scratch[C:E], scratch[E:L]
    lives, apart, outside = np.full((A, TEAM_MAX), spare), np.zeros((SERIES - OF_DYAD, TEAM_MAX)), 0
    staff, group = np.zeros((P, TEAM_MAX)), np.zeros((T, 1))

    store(group, 0, fresh_team(p))
    initialise(staff, dyads, key, replicate, team, table, p)
    allocate(treated, dyads, key, replicate, slot, team, p)
    set_start(dyads, start_rows, start, run, team)
    for i in range(users):
        store(events, i, new_week(0.0))
    for week in range(weeks + 1):
        now = InForce(lend(in_week(given, float(week))), p)
        _broadcast_staff(staff, dyads, group, carers, treated, team, now)
        if week > 0:
            _meet_all(dyads, carers, events, key, replicate, week, treated, team, now)
            live_apart(lives, outside, key, replicate, week, team, p)
            outside = let_go(dyads, lives, outside, week, users)
        rate_dyads(dyads, carers, events, occasions, ratings, key, replicate, week, treated,
                   team, now)  # fmt: skip
        if week == 0:
            continue  # week 0 is rated, and nothing happens in it
        _record(
            scratch, lives, apart, outside, sums, rows, kept, series, key, replicate, week,
            week == weeks, treated, team, table, now
        )  # fmt: skip
        _couple(staff, dyads, group, loads, posts, week, treated, team, now)
        replace_professionals(staff, dyads, key, replicate, week, treated, team, table, now)
        outside = take_back(staff, dyads, lives, outside, key, replicate, week, treated, team,
                            table, now)  # fmt: skip
        refill(staff, dyads, key, replicate, week, treated, team, table, now)
    return team.members


def _step_tasks(
    tasks: Any, points: Any, tables: Any, key_low: Any, key_high: Any, weeks: int,
    start_rows: Any, start: Any, sums: Any, rows: Any, kept: Any, series: Any, occasions: Any,
    ratings: Any, posts: Any, spare: float
) -> None:  # fmt: skip
    """Step every task; `sums` has shape (tasks, weeks, SERIES), one slice each, so none is shared.

    Parameters
    ----------
    tasks : int64, shape (tasks, len(Task._fields))
    points : float64, shape (len(leaves(Parameters)), runs)
    tables : float64, shape (populations, TABLES, POINTS)
    key_low, key_high : the two words of the seed
    start_rows : int64, shape (states,)
        Rows of the state that are set at week 0.
    start : float64, shape (states, runs)
        The values they are set to; missing (NaN) ones are not.
    rows : float32, shape (dyads of all tasks, COLUMNS), or empty
    kept : int64, shape (series,)
        Rows of the scratch that go to `series`.
    series : float64, shape (dyads of all tasks, weeks, series), or empty
    occasions : int64, shape (occasions, 3)
    ratings : float64, shape (dyads of all tasks, occasions, RATINGS), or empty
    posts : float64, shape (professionals of all tasks, weeks, POST), or empty
    """
    key = DrawKey(key_low, key_high)
    for t in prange(tasks.shape[0]):
        run, replicate, dyads = tasks[t, 0], tasks[t, 1], tasks[t, 4]
        width = int(points[CASELOAD, run]) * int(points[TEAM_SIZE, run])
        low, table, post = tasks[t, 5], tables[tasks[t, 6]], tasks[t, 7]
        for team in range(tasks[t, 2], tasks[t, 2] + tasks[t, 3]):
            users = min(width, dyads - team * width)
            high = low + users
            post += step_team(
                points, table, key, replicate, run, team, users, weeks, start_rows, start,
                sums[t], rows[low:high], kept, series[low:high], occasions,
                ratings[low:high], posts[post:], spare
            )  # fmt: skip
            low = high


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
