"""The compiled engine: teams are blocks, weeks outside, dyads inside.

A team's whole state lives in one scratch array of ``TEAM_MAX`` columns, of which named slices are
taken once. The loop over dyads loads one dyad, calls the inlined rules, stores it and touches no
other array: that is what lets LLVM turn it into vector instructions. What needs another array
(spreading the professionals' values, summing a caseload, recording) has a small loop of its own.

Ties that go on lie in the first lanes (:mod:`mutua.engines.lanes`), and only those are stepped. The
trip count is their number rounded up to a multiple of 8: a tie that has ended stays as it was, and
spare lanes are never read. Sums over a caseload run in the order of places; sums over teams are
sums of whole numbers (value x 2^24, truncated), exact in any order.
"""

from typing import Any, NamedTuple

import numpy as np

from mutua.engines.lanes import arrange, make_scratch
from mutua.engines.places import (
    allocate,
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
    observe_places,
    rate_dyads,
    write_people,
    write_rows,
)
from mutua.engines.scratch import (
    OF_DYAD,
    PLACES,
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
from mutua.jit.compile import kernel, rule, subroutine
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
        store(carers, i, train(worker, p))
    for i in range(team.users):
        store(carers[P:], i, climate)


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
    dyads: Any, carers: Any, events: Any, key: Any, replicate: int, week: int, going_on: int,
    stepped: int, treated: Any, team: Any, now: InForce,
) -> None:  # fmt: skip
    """Run one week of the dyads in the lanes that are stepped; in the others nothing happens.

    The loop runs stretch by stretch of lanes with the same parameters.
    """
    first = 0
    while first < stepped:
        last = first + 1
        while last < stepped and (last >= going_on or treated[last] == treated[first]):
            last += 1
        p = lend_one(treated[first], now.treated, now.others)
        meet(dyads, carers, events, key, replicate, week, first, last, team, p)
        first = last
    for i in range(stepped, team.lanes):
        store(events, i, new_week(float(week)))


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
def _live_week(
    dyads: Any, carers: Any, events: Any, lives: Any, outside: int, key: Any, replicate: int,
    week: int, going_on: int, stepped: int, treated: Any, team: Any, now: InForce,
) -> int:  # fmt: skip
    """Run one week of all users, in care or not; returns how many are out of care at its end."""
    _meet_all(dyads, carers, events, key, replicate, week, going_on, stepped, treated, team, now)
    live_apart(lives, outside, key, replicate, week, team, now.others)
    return let_go(dyads, lives, outside, week, team)


@rule
def _renew(
    staff: Any, dyads: Any, lives: Any, outside: int, key: Any, replicate: int, week: int,
    treated: Any, team: Any, table: Any, now: InForce,
) -> int:  # fmt: skip
    """Replace professionals, take users back and fill places; returns how many are out of care."""
    replace_professionals(staff, dyads, key, replicate, week, treated, team, table, now)
    outside = take_back(staff, dyads, lives, outside, key, replicate, week, treated, team, table,
                        now)  # fmt: skip
    refill(staff, dyads, key, replicate, week, treated, team, table, now)
    return outside


@rule
def _couple(
    staff: Any, dyads: Any, group: Any, loads: Any, caseloads: Any, posts: Any, week: int,
    treated: Any, team: Any, now: InForce,
) -> None:  # fmt: skip
    """Update professionals from their caseloads, in slot order, and the team from its members."""
    before, burnout, whole = load(Team, group, 0), 0.0, NO_LOAD
    for j in range(team.members):
        store(caseloads, j, NO_LOAD)
    for i in range(team.users):
        lane = team.lane_of[i]
        j = int(dyads[POST_OF_TIE, lane])
        store(caseloads, j, add_load(load(Load, caseloads, j), load(Load, loads, lane)))
    for j in range(team.members):
        asked = load(Load, caseloads, j)
        p = now.treated if treated[team.lane_of[team.first_of[j]]] else now.others
        after = professional_after(load(Professional, staff, j), asked, before, p)
        burnout += after.burnout
        whole = add_load(whole, asked)
        store(staff, j, after)
        if posts.shape[0] > 0:
            store(posts[j].T, week - 1, record_post(after, asked))
    store(group, 0, team_after(before, burnout, float(team.members), whole, now.others))


@subroutine
def _roster(slot: int, users: int, p: Any) -> Roster:
    """Roster of a team, from its slot and the number of its users."""
    caseload, size = int(p.service.caseload), int(p.service.team_size)
    members = 0
    while members * caseload < users:
        members += 1
    lane_of, first_of = np.zeros(TEAM_MAX, np.int64), np.zeros(TEAM_MAX, np.int64)
    lanes, first_user = (users + 7) & -8, slot * size * caseload
    return Roster(slot * size, members, caseload, first_user, users, lanes, lane_of, first_of)


@rule
def _record(
    scratch: Any, lives: Any, apart: Any, outside: int, sums: Any, rows: Any, kept: Any,
    series: Any, key: Any, replicate: int, week: int, last: bool, stepped: int, treated: Any,
    team: Any, table: Any, now: InForce,
) -> None:  # fmt: skip
    """Record the week of every dyad and of the users who are out of care."""
    dyads, carers, events, p = scratch[:D], scratch[D:C], scratch[C:E], now.others
    seen = scratch[L:O]
    observe_dyads(dyads, carers, events, scratch[E:L], seen, stepped, p)
    observe_places(dyads, carers, events, scratch[E:L], seen, stepped, team, p)
    classify_midway(dyads, seen, week, min(stepped, team.users), p)
    add_to_sums(seen, sums, week, 0, min(stepped, team.users))
    add_to_sums(seen[PLACES:OF_DYAD], sums[:, PLACES:OF_DYAD], week, stepped, team.users)
    add_outside(lives, apart, outside, sums, week)
    keep_series(scratch, kept, series, week, team, p)
    write_rows(dyads, carers, rows, key, replicate, week, last, treated, team, table, now)
    if last:
        write_people(dyads, lives, outside, rows, key, replicate, week, team, p)


@subroutine
def _step_team(
    points: Any, table: Any, key: Any, replicate: int, run: int, slot: int, users: int,
    weeks: int, start_rows: Any, start: Any, sums: Any, rows: Any, kept: Any, series: Any,
    occasions: Any, ratings: Any, posts: Any, spare: float
) -> int:  # fmt: skip
    """Step one team of `users` users for `weeks` weeks; returns its professionals.

    Adds to `sums`, shape (weeks, SERIES), whole numbers; fills `rows`, `series`, `ratings` and
    `posts` (see `step_share`) unless they are empty. `spare` fills the spare lanes.
    """
    given = load(Parameters, points, run)
    p = lend(without_policies(given))
    team, treated = _roster(slot, users, p), np.ones(TEAM_MAX, np.bool_)
    scratch = make_scratch(R, spare)
    dyads, carers, events, loads = scratch[:D], scratch[D:C], scratch[C:E], scratch[E:L]
    lives, apart, outside = make_scratch(A, spare), make_scratch(SERIES - OF_DYAD, 0.0), 0
    staff, caseloads, group = np.zeros((P, TEAM_MAX)), np.zeros((L - E, TEAM_MAX)), np.zeros((T, 1))

    store(group, 0, fresh_team(p))
    initialise(staff, dyads, events, key, replicate, team, table, p)
    allocate(treated, dyads, key, replicate, slot, team, p)
    set_start(dyads, start_rows, start, run, team)
    for week in range(weeks + 1):
        now = InForce(lend(in_week(given, float(week))), p)
        going_on = arrange(dyads, treated, team)
        if series.shape[0] > 0:  # they show how the record of an ended tie goes on
            going_on = users
        stepped = (going_on + 7) & -8
        _broadcast_staff(staff, dyads, group, carers, treated, team, now)
        if week > 0:
            outside = _live_week(dyads, carers, events, lives, outside, key, replicate, week,
                                 going_on, stepped, treated, team, now)  # fmt: skip
        rate_dyads(dyads, carers, events, occasions, ratings, key, replicate, week, treated,
                   team, now)  # fmt: skip
        if week == 0:
            continue  # week 0 is rated, and nothing happens in it
        _record(
            scratch, lives, apart, outside, sums, rows, kept, series, key, replicate, week,
            week == weeks, stepped, treated, team, table, now
        )  # fmt: skip
        _couple(staff, dyads, group, loads, caseloads, posts, week, treated, team, now)
        outside = _renew(staff, dyads, lives, outside, key, replicate, week, treated, team, table,
                         now)  # fmt: skip
    return team.members


@kernel
def step_share(
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
    for t in range(tasks.shape[0]):
        run, replicate, dyads = tasks[t, 0], tasks[t, 1], tasks[t, 4]
        width = int(points[CASELOAD, run]) * int(points[TEAM_SIZE, run])
        low, table, post = tasks[t, 5], tables[tasks[t, 6]], tasks[t, 7]
        for team in range(tasks[t, 2], tasks[t, 2] + tasks[t, 3]):
            users = min(width, dyads - team * width)
            high = low + users
            post += _step_team(
                points, table, key, replicate, run, team, users, weeks, start_rows, start,
                sums[t], rows[low:high], kept, series[low:high], occasions,
                ratings[low:high], posts[post:], spare
            )  # fmt: skip
            low = high


#: What spare lanes hold: anything, since they are never read (a test says NaN and compares bits);
#: one is a tie that has ended, which plain Python can step without a division by zero.
SPARE = 1.0
