"""Which user meets which professional: at week 0, after a succession, at a vacant place."""

from typing import Any

import numpy as np

from mutua.engines.scratch import (
    ENDED,
    ENDING,
    GENERATION,
    GENERATION_OF_PROFESSIONAL,
    PLACE_OF_LIFE,
    POST_OF_TIE,
    RETURNS,
    TIE,
    WISH_OF_LIFE,
    WISH_OF_PROFESSIONAL,
    InForce,
)  # fmt: skip
from mutua.jit.compile import rule
from mutua.jit.structs import load, store
from mutua.model.draws import (
    Word,
    allocation_draw,
    counter_of,
    meeting_draws,
    professional_draws,
    professional_leaves,
    user_draws,
)
from mutua.model.people.meeting import begin_again, fresh_dyad, hand_over, misfit_of_wishes
from mutua.model.people.population import person, professional
from mutua.model.rules.couple import is_refilled, leaves_service
from mutua.model.rules.encounter import new_week
from mutua.model.rules.intervene import is_allocated
from mutua.model.rules.outside import leave_care
from mutua.model.state import Dyad, Life, Professional, Tie


@rule
def draws_of_post(staff: Any, key: Any, replicate: int, j: int, team: Any) -> Any:
    """Draws that made the professional who holds a post."""
    generation = int(staff[GENERATION_OF_PROFESSIONAL, j])
    return professional_draws(key, counter_of(team.first_member + j, generation, 0, replicate))


@rule
def _choose_post(staff: Any, dyads: Any, placed: int, wish: float, team: Any, p: Any) -> int:
    """Find the post of the team with room that fits a user best; the first of equal ones.

    `placed`: lanes whose users have a professional already.
    """
    best, least = -1, np.inf
    for j in range(team.members):
        taken = 0
        for i in range(placed):
            if dyads[POST_OF_TIE, i] == float(j):
                taken += 1
        apart = misfit_of_wishes(wish, staff[WISH_OF_PROFESSIONAL, j], p)
        if taken < team.caseload and apart < least:
            best, least = j, apart
    return best


@rule
def initialise(
    staff: Any, dyads: Any, events: Any, key: Any, replicate: int, team: Any, table: Any, p: Any
) -> None:
    """Week 0: make the professionals of a team and their users."""
    for j in range(team.members):
        draws = professional_draws(key, counter_of(team.first_member + j, 0, 0, replicate))
        store(staff, j, professional(draws, table, 0.0, p))
    for i in range(team.users):
        who = counter_of(team.first_user + i, 0, 0, replicate)
        user, meeting = user_draws(key, who), meeting_draws(key, who)
        wish = person(user, table, p).traits.preferred_control
        j = _choose_post(staff, dyads, i, wish, team, p)
        birth = draws_of_post(staff, key, replicate, j, team)
        begun = fresh_dyad(user, birth, meeting, float(j), float(i), 0.0, 0.0, table, p)
        team.lane_of[i] = i
        store(dyads, i, begun)
        store(events, i, new_week(0.0))
    for i in range(team.users - 1, -1, -1):
        team.first_of[int(dyads[POST_OF_TIE, i])] = i


@rule
def set_start(dyads: Any, start_rows: Any, start: Any, run: int, team: Any) -> None:
    """Set states of week 0 that are given by name; missing ones stay as they were drawn."""
    for k in range(start_rows.shape[0]):
        value = start[k, run]
        if value == value:
            for i in range(team.users):
                dyads[start_rows[k], i] = value


@rule
def allocate(
    treated: Any, dyads: Any, key: Any, replicate: int, slot: int, team: Any, p: Any
) -> None:
    """Mark the lanes whose users are given the interventions."""
    by_team = allocation_draw(key, counter_of(slot, 0, 0, replicate), Word(3))
    for i in range(team.users):
        post = team.first_member + int(dyads[POST_OF_TIE, i])
        by_member = allocation_draw(key, counter_of(post, 0, 0, replicate), Word(2))
        who = counter_of(team.first_user + i, 0, 0, replicate)
        by_user = allocation_draw(key, who, Word(1))
        treated[i] = is_allocated(by_user, by_member, by_team, p)


@rule
def let_go(dyads: Any, lives: Any, outside: int, week: int, team: Any) -> int:
    """Add the users of the cohort whose tie has ended this week to those out of care."""
    for i in range(team.users):
        lane = team.lane_of[i]
        if dyads[ENDED, lane] == float(week) and dyads[GENERATION, lane] == 0.0:
            store(lives, outside, leave_care(load(Dyad, dyads, lane)))
            outside += 1
    return outside


@rule
def replace_professionals(
    staff: Any, dyads: Any, key: Any, replicate: int, week: int, treated: Any, team: Any,
    table: Any, now: InForce,
) -> None:  # fmt: skip
    """Replace professionals who leave; their users meet those who follow."""
    for j in range(team.members):
        before, slot = load(Professional, staff, j), team.first_member + j
        generation = int(before.generation)
        p = now.treated if treated[team.lane_of[team.first_of[j]]] else now.others
        draws = professional_leaves(key, counter_of(slot, generation, week, replicate))
        if not leaves_service(before, draws, p):
            continue
        generation += 1
        birth = professional_draws(key, counter_of(slot, generation, 0, replicate))
        store(staff, j, professional(birth, table, float(generation), p))
        for i in range(team.users):
            tie = load(Tie, dyads[TIE:], i)
            if int(tie.post) == j:
                p = now.treated if treated[i] else now.others
                user = team.first_user + int(tie.place)
                who = counter_of(user, int(tie.generation), week, replicate)
                meeting = meeting_draws(key, who)
                store(dyads, i, hand_over(load(Dyad, dyads, i), birth, meeting, table, p))


@rule
def _vacancy(staff: Any, dyads: Any, own: int, wish: float, team: Any, p: Any) -> int:
    """Find the lane of a vacant place for a user who comes back, or -1.

    It is that of the professional who fits best; of equal ones the own, else the first.
    """
    best, least = -1, np.inf
    for k in range(team.users + 1):
        lane = team.lane_of[own if k == 0 else k - 1]
        if dyads[ENDING, lane] > 0.0:
            other = staff[WISH_OF_PROFESSIONAL, int(dyads[POST_OF_TIE, lane])]
            apart = misfit_of_wishes(wish, other, p)
            if apart < least:
                best, least = lane, apart
    return best


@rule
def take_back(
    staff: Any, dyads: Any, lives: Any, outside: int, key: Any, replicate: int, week: int,
    treated: Any, team: Any, table: Any, now: InForce,
) -> int:  # fmt: skip
    """Give vacant places to users who wish to come back; returns how many are still out of care.

    The last of those out of care moves to where one has left the list.
    """
    k = 0
    while k < outside:
        own = int(lives[PLACE_OF_LIFE, k])
        lane = -1
        if lives[RETURNS, k] > 0.0:
            wish = lives[WISH_OF_LIFE, k]
            lane = _vacancy(staff, dyads, own, wish, team, now.others)
        if lane < 0:
            k += 1
            continue
        p = now.treated if treated[lane] else now.others
        meeting = meeting_draws(key, counter_of(team.first_user + own, 0, week, replicate))
        vacant = load(Tie, dyads[TIE:], lane)
        birth = draws_of_post(staff, key, replicate, int(vacant.post), team)
        begun = begin_again(load(Life, lives, k), birth, meeting, vacant, float(week), table, p)
        store(dyads, lane, begun)
        outside -= 1
        store(lives, k, load(Life, lives, outside))
    return outside


@rule
def refill(
    staff: Any, dyads: Any, key: Any, replicate: int, week: int, treated: Any, team: Any,
    table: Any, now: InForce,
) -> None:  # fmt: skip
    """Fill places that have been vacant long enough with newcomers."""
    for i in range(team.users):
        lane, user = team.lane_of[i], team.first_user + i
        p = now.treated if treated[lane] else now.others
        tie = load(Tie, dyads[TIE:], lane)
        if is_refilled(tie, float(week), p):
            number = int(tie.newcomers) + 1
            meeting = meeting_draws(key, counter_of(user, number, week, replicate))
            who = user_draws(key, counter_of(user, number, 0, replicate))
            birth = draws_of_post(staff, key, replicate, int(tie.post), team)
            begun = fresh_dyad(
                who, birth, meeting, tie.post, float(i), float(number), float(week), table, p
            )
            store(dyads, lane, begun)
