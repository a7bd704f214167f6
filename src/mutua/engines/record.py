"""The compiled engine's records of a week: series, sums, ratings and rows, a small loop each."""

from typing import Any, NamedTuple

import numpy as np

from mutua.engines.scratch import OF_DYAD, OF_TIE, ONE, PLACES, TIE, D, InForce, O
from mutua.jit.compile import rule
from mutua.jit.structs import bits_of, load, store
from mutua.model.draws import counter_of, user_draws
from mutua.model.measures.follow_up import (
    is_in_care,
    observe_in_care,
    observe_person,
    summarise_person,
)
from mutua.model.measures.observation import (
    draw_item_noise,
    is_row_due,
    observe,
    record_class,
    summarise,
)
from mutua.model.measures.outcomes import Weekly
from mutua.model.measures.ratings import is_occasion, rate_dyad
from mutua.model.measures.readings import read_dyad
from mutua.model.rating_draws import occasion_draws
from mutua.model.rules.couple import load_of
from mutua.model.state import NO_LOAD, Carer, Dyad, Event, Life, Tie

#: A float whose last bit counts one, and its bits as a whole number.
UNIT_BIT = 1.5 * 2.0**52
UNIT_BITS = bits_of(UNIT_BIT)


@rule
def observe_dyads(
    dyads: Any, carers: Any, events: Any, loads: Any, seen: Any, stepped: int, p: Any
) -> None:
    """Write the load that each dyad puts on its professional, and its recorded series."""
    for i in range(stepped):
        dyad, event = load(Dyad, dyads, i), load(Event, events, i)
        store(loads, i, load_of(dyad, event))
        store(seen, i, observe(dyad, load(Carer, carers, i), event, p))
        store(seen[OF_DYAD:], i, observe_in_care(dyad, event.week))


class PlaceWeek(NamedTuple):
    """Weekly series of every place; the last of `Weekly`."""

    ties: float
    visits: float
    burnout: float
    exhausted: float
    turnover: float


@rule
def observe_places(
    dyads: Any, carers: Any, events: Any, loads: Any, seen: Any, stepped: int, team: Any, p: Any
) -> None:
    """Write what is recorded of places in which nothing happened; they put no load on anyone."""
    for i in range(stepped, team.lanes):
        now = observe(load(Dyad, dyads, i), load(Carer, carers, i), load(Event, events, i), p)
        place = PlaceWeek(
            now.service_ties, now.service_visits, now.service_burnout, now.service_exhausted,
            now.service_turnover,
        )  # fmt: skip
        store(seen[PLACES:], i, place)
        store(loads, i, NO_LOAD)


@rule
def classify_midway(dyads: Any, seen: Any, week: int, users: int, p: Any) -> None:
    """Store every dyad's equilibrium class, once, midway."""
    if float(week) == p.measure.midway:
        for i in range(users):
            store(dyads, i, record_class(load(Dyad, dyads, i), load(Weekly, seen, i)))


@rule
def to_fixed_point(value: float) -> int:
    """A value in fixed point: x 2^24, truncated, a whole number of 64 bits.

    At 1.5 x 2^52 the last bit of a float counts one: the sum holds the whole number in its lowest
    bits, for which every processor has vectors. Holds for values below 2^27.
    """
    return bits_of(np.trunc(value * ONE) + UNIT_BIT) - UNIT_BITS


@rule
def add_to_sums(seen: Any, sums: Any, week: int, first: int, end: int) -> None:
    """Add the week of some lanes to the whole-number sums."""
    for k in range(sums.shape[1]):
        total = np.int64(0)
        for i in range(first, end):
            total += to_fixed_point(seen[k, i])
        sums[week - 1, k] += total


@rule
def add_outside(lives: Any, seen: Any, outside: int, sums: Any, week: int) -> None:
    """Add the users of the cohort who are out of care to the whole-number sums.

    `seen` has a column for each: series of the people of the cohort.
    """
    for i in range(outside):
        store(seen, i, observe_person(load(Life, lives, i).person, 0.0, float(week)))
    add_to_sums(seen, sums[:, OF_DYAD:], week, 0, outside)


@rule
def keep_series(scratch: Any, kept: Any, series: Any, week: int, team: Any, p: Any) -> None:
    """Keep rows of the scratch, readings among them, for every dyad."""
    for i in range(series.shape[0]):
        lane = team.lane_of[i]
        dyad, carer = load(Dyad, scratch, lane), load(Carer, scratch[D:], lane)
        store(scratch[O:], lane, read_dyad(dyad, carer, float(week), p))
        for k in range(kept.shape[0]):
            series[i, week - 1, k] = scratch[kept[k], lane]


@rule
def rate_dyads(
    dyads: Any, carers: Any, events: Any, occasions: Any, ratings: Any, key: Any, replicate: int,
    week: int, treated: Any, team: Any, now: InForce,
) -> None:  # fmt: skip
    """Rate every dyad of the cohort on the occasions that this week is."""
    for i in range(ratings.shape[0]):
        lane = team.lane_of[i]
        dyad, event = load(Dyad, dyads, lane), load(Event, events, lane)
        for k in range(occasions.shape[0]):
            kind, first, last = occasions[k, 0], occasions[k, 1], occasions[k, 2]
            if is_occasion(kind, first, last, dyad, event):
                noise = occasion_draws(key, counter_of(team.first_user + i, 0, week, replicate))
                p = now.treated if treated[lane] else now.others
                carer = load(Carer, carers, lane)
                store(ratings[i].T, k, rate_dyad(dyad, carer, event, noise, p))


@rule
def write_rows(
    dyads: Any, carers: Any, rows: Any, key: Any, replicate: int, week: int, last: bool,
    treated: Any, team: Any, table: Any, now: InForce,
) -> None:  # fmt: skip
    """Write the row of each first tie in the week of its ending, or in the last one."""
    for i in range(rows.shape[0]):
        lane = team.lane_of[i]
        if is_row_due(load(Tie, dyads[TIE:], lane), float(week), last):
            who = counter_of(team.first_user + i, 0, 0, replicate)
            draws = draw_item_noise(key, who)
            p = now.treated if treated[lane] else now.others
            dyad, carer = load(Dyad, dyads, lane), load(Carer, carers, lane)
            row = summarise(dyad, carer, user_draws(key, who), draws, table, float(week), p)
            store(rows.T, i, row)


@rule
def write_people(
    dyads: Any, lives: Any, outside: int, rows: Any, key: Any, replicate: int, week: int, team: Any,
    p: Any,
) -> None:  # fmt: skip
    """Write what became of the users of the cohort, in care and out of it, in the last week."""
    for lane in range(rows.shape[0]):
        dyad = load(Dyad, dyads, lane)
        if is_in_care(dyad.tie):
            followed = dyad.record.window.adherence
            place = int(dyad.tie.place)
            _write_person(dyad.person, followed, 1.0, place, rows, key, replicate, week, team, p)
    for k in range(outside if rows.shape[0] > 0 else 0):
        life = load(Life, lives, k)
        place = int(life.place)
        _write_person(life.person, life.followed, 0.0, place, rows, key, replicate, week, team, p)


@rule
def _write_person(
    person: Any, followed: float, in_care: float, place: int, rows: Any, key: Any, replicate: int,
    week: int, team: Any, p: Any,
) -> None:  # fmt: skip
    draws = user_draws(key, counter_of(team.first_user + place, 0, 0, replicate))
    row = summarise_person(person, followed, in_care, draws, float(week), p)
    store(rows[:, OF_TIE:].T, place, row)
