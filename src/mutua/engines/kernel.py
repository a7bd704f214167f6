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
    ENDED,
    ENDING,
    GENERATION,
    GENERATION_OF_PROFESSIONAL,
    NEWCOMERS,
    OF_DYAD,
    PLACE_OF_LIFE,
    RETURNS,
    SERIES,
    TIE,
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
    Word,
    allocation_draw,
    counter_of,
    dyad_draws,
    meeting_draws,
    professional_draws,
    professional_leaves,
    user_draws,
)
from mutua.model.measures.memory import remember, remember_outside
from mutua.model.measures.posts import record_post
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.service import TEAM_MAX
from mutua.model.people.meeting import begin_again, fresh_dyad, hand_over
from mutua.model.people.population import fresh_team, professional
from mutua.model.rules.couple import (
    add_load,
    is_refilled,
    leaves_service,
    professional_after,
    team_after,
)
from mutua.model.rules.encounter import encounter, new_week
from mutua.model.rules.intervene import in_week, is_allocated, train, without_policies
from mutua.model.rules.outside import leave_care, live_outside
from mutua.model.state import NO_LOAD, Carer, Dyad, Life, Load, Professional, Team, Tie

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
def _allocate(treated: Any, key: Any, replicate: int, slot: int, team: Any, p: Any) -> None:
    """Mark the lanes whose users are given the interventions; spare lanes go with the last."""
    by_team = allocation_draw(key, counter_of(slot, 0, 0, replicate), Word(3))
    for j in range(team.members):
        member = counter_of(team.first_member + j, 0, 0, replicate)
        by_member = allocation_draw(key, member, Word(2))
        for i in range(j * team.caseload, min((j + 1) * team.caseload, team.users)):
            who = counter_of(team.first_user + i, 0, 0, replicate)
            by_user = allocation_draw(key, who, Word(1))
            treated[i] = is_allocated(by_user, by_member, by_team, p)
    for i in range(team.users, team.lanes):
        treated[i] = treated[team.users - 1]


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
            store(dyads, i, fresh_dyad(user, draws, meeting, float(i), 0.0, 0.0, table, p))


@rule
def _begin_from(dyads: Any, start_rows: Any, start: Any, run: int, team: Any) -> None:
    """Set states of week 0 that are given by name; missing ones stay as they were drawn."""
    for k in range(start_rows.shape[0]):
        value = start[k, run]
        if value == value:
            for i in range(team.users):
                dyads[start_rows[k], i] = value


@rule
def _broadcast_staff(
    staff: Any, group: Any, carers: Any, treated: Any, team: Any, now: InForce
) -> None:
    """Copy the week's values of each professional and the team to every dyad of the caseload."""
    climate = load(Team, group, 0)
    for j in range(team.members):
        worker = load(Professional, staff, j)
        for i in range(j * team.caseload, min((j + 1) * team.caseload, team.users)):
            p = now.treated if treated[i] else now.others
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
def _let_go(dyads: Any, lives: Any, outside: int, week: int, users: int) -> int:
    """Add the users of the cohort whose tie has ended this week to those out of care."""
    for i in range(users):
        if dyads[ENDED, i] == float(week) and dyads[GENERATION, i] == 0.0:
            store(lives, outside, leave_care(load(Dyad, dyads, i)))
            outside += 1
    return outside


@rule
def _couple(
    staff: Any, group: Any, loads: Any, posts: Any, week: int, treated: Any, team: Any, now: InForce
) -> None:
    """Update professionals from their caseloads, in slot order, and the team from its members."""
    before, burnout, whole = load(Team, group, 0), 0.0, NO_LOAD
    for j in range(team.members):
        asked = NO_LOAD
        for i in range(j * team.caseload, min((j + 1) * team.caseload, team.users)):
            asked = add_load(asked, load(Load, loads, i))
        p = now.treated if treated[j * team.caseload] else now.others
        after = professional_after(load(Professional, staff, j), asked, before, p)
        burnout += after.burnout
        whole = add_load(whole, asked)
        store(staff, j, after)
        if posts.shape[0] > 0:
            store(posts[j].T, week - 1, record_post(after, asked))
    store(group, 0, team_after(before, burnout, float(team.members), whole, now.others))


@rule
def _birth(staff: Any, key: Any, replicate: int, j: int, team: Any) -> Any:
    """Draws that made the professional who holds a post."""
    generation = int(staff[GENERATION_OF_PROFESSIONAL, j])
    return professional_draws(key, counter_of(team.first_member + j, generation, 0, replicate))


@rule
def _succeed(
    staff: Any, dyads: Any, key: Any, replicate: int, week: int, treated: Any, team: Any,
    table: Any, now: InForce,
) -> None:  # fmt: skip
    """Replace professionals who leave; their users meet those who follow."""
    for j in range(team.members):
        before, slot = load(Professional, staff, j), team.first_member + j
        generation = int(before.generation)
        p = now.treated if treated[j * team.caseload] else now.others
        draws = professional_leaves(key, counter_of(slot, generation, week, replicate))
        if not leaves_service(before, draws, p):
            continue
        generation += 1
        birth = professional_draws(key, counter_of(slot, generation, 0, replicate))
        store(staff, j, professional(birth, table, float(generation), p))
        for i in range(j * team.caseload, min((j + 1) * team.caseload, team.users)):
            p = now.treated if treated[i] else now.others
            tie = load(Tie, dyads[TIE:], i)
            user = team.first_user + int(tie.place)
            who = counter_of(user, int(tie.generation), week, replicate)
            meeting = meeting_draws(key, who)
            store(dyads, i, hand_over(load(Dyad, dyads, i), birth, meeting, table, p))


@rule
def _vacancy(dyads: Any, treated: Any, own: int, users: int) -> int:
    """Find a vacant place for a user who comes back: the own, else the first of the arm, or -1."""
    if dyads[ENDING, own] > 0.0:
        return own
    for i in range(users):
        if dyads[ENDING, i] > 0.0 and treated[i] == treated[own]:
            return i
    return -1


@rule
def _take_back(
    staff: Any, dyads: Any, lives: Any, outside: int, key: Any, replicate: int, week: int,
    treated: Any, team: Any, table: Any, now: InForce,
) -> int:  # fmt: skip
    """Give vacant places to users who wish to come back; returns how many are still out of care.

    The last of those out of care moves to where one has left the list.
    """
    k = 0
    while k < outside:
        own = int(lives[PLACE_OF_LIFE, k])
        place = -1
        if lives[RETURNS, k] > 0.0:
            place = _vacancy(dyads, treated, own, team.users)
        if place < 0:
            k += 1
            continue
        p = now.treated if treated[place] else now.others
        meeting = meeting_draws(key, counter_of(team.first_user + own, 0, week, replicate))
        birth = _birth(staff, key, replicate, place // team.caseload, team)
        newcomers = dyads[NEWCOMERS, place]
        life = load(Life, lives, k)
        begun = begin_again(life, birth, meeting, newcomers, float(week), table, p)
        store(dyads, place, begun)
        outside -= 1
        store(lives, k, load(Life, lives, outside))
    return outside


@rule
def _refill(
    staff: Any, dyads: Any, key: Any, replicate: int, week: int, treated: Any, team: Any,
    table: Any, now: InForce,
) -> None:  # fmt: skip
    """Fill places that have been vacant long enough with newcomers."""
    for i in range(team.users):
        p = now.treated if treated[i] else now.others
        tie, user = load(Tie, dyads[TIE:], i), team.first_user + i
        if is_refilled(tie, float(week), p):
            number = int(tie.newcomers) + 1
            meeting = meeting_draws(key, counter_of(user, number, week, replicate))
            who = user_draws(key, counter_of(user, number, 0, replicate))
            birth = _birth(staff, key, replicate, i // team.caseload, team)
            place = float(i)
            begun = fresh_dyad(who, birth, meeting, place, float(number), float(week), table, p)
            store(dyads, i, begun)


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
    weeks: int, start_rows: Any, start: Any, sums: Any, rows: Any, kept: Any, series: Any,
    occasions: Any, ratings: Any, posts: Any, spare: float
) -> int:  # fmt: skip
    """Step one team of `users` users for `weeks` weeks; returns its professionals.

    Adds to `sums`, shape (weeks, SERIES), whole numbers; fills `rows`, `series`, `ratings` and
    `posts` (see `_step_tasks`) unless they are empty. `spare` fills the spare lanes.
    """
    given = load(Parameters, points, run)
    p = lend(without_policies(given))
    team = _roster(slot, users, p)
    scratch, treated = np.full((R, TEAM_MAX), spare), np.ones(TEAM_MAX, np.bool_)
    dyads, carers, events = scratch[:D], scratch[D:C], scratch[C:E]
    loads, seen = scratch[E:L], scratch[L:O]
    lives, apart, outside = np.full((A, TEAM_MAX), spare), np.zeros((SERIES - OF_DYAD, TEAM_MAX)), 0
    staff, group = np.zeros((P, TEAM_MAX)), np.zeros((T, 1))

    store(group, 0, fresh_team(p))
    _allocate(treated, key, replicate, slot, team, p)
    _initialise(staff, dyads, key, replicate, team, table, p)
    _begin_from(dyads, start_rows, start, run, team)
    for i in range(users):
        store(events, i, new_week(0.0))
    for week in range(weeks + 1):
        now = InForce(lend(in_week(given, float(week))), p)
        _broadcast_staff(staff, group, carers, treated, team, now)
        if week > 0:
            _meet_all(dyads, carers, events, key, replicate, week, treated, team, now)
            live_apart(lives, outside, key, replicate, week, team, p)
            outside = _let_go(dyads, lives, outside, week, users)
        rate_dyads(
            dyads, carers, events, occasions, ratings, key, replicate, week, treated, team, now
        )
        if week == 0:
            continue  # week 0 is rated, and nothing happens in it
        observe_dyads(dyads, carers, events, loads, seen, team, p)
        classify_midway(dyads, seen, week, team, p)
        add_to_sums(seen, sums, week, users)
        add_outside(lives, apart, outside, sums, week)
        keep_series(scratch, kept, series, week, p)
        last = week == weeks
        write_rows(dyads, carers, rows, key, replicate, week, last, treated, team, table, now)
        if last:
            write_people(dyads, lives, outside, rows, key, replicate, week, team, p)
        _couple(staff, group, loads, posts, week, treated, team, now)
        _succeed(staff, dyads, key, replicate, week, treated, team, table, now)
        outside = _take_back(
            staff, dyads, lives, outside, key, replicate, week, treated, team, table, now
        )
        _refill(staff, dyads, key, replicate, week, treated, team, table, now)
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
