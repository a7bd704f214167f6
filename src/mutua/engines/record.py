"""The compiled engine's records of a week: series, sums, ratings and rows, a small loop each."""

from typing import Any

import numpy as np

from mutua.engines.scratch import OF_DYAD, OF_TIE, ONE, D, InForce, O
from mutua.jit.compile import rule
from mutua.jit.structs import load, store
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
from mutua.model.state import Carer, Dyad, Event, Life


@rule
def observe_dyads(
    dyads: Any, carers: Any, events: Any, loads: Any, seen: Any, team: Any, p: Any
) -> None:
    """Write the load that each dyad puts on its professional, and its recorded series."""
    for i in range(team.lanes):
        dyad, event = load(Dyad, dyads, i), load(Event, events, i)
        store(loads, i, load_of(dyad, event))
        store(seen, i, observe(dyad, load(Carer, carers, i), event, p))
        store(seen[OF_DYAD:], i, observe_in_care(dyad, event.week))


@rule
def classify_midway(dyads: Any, seen: Any, week: int, team: Any, p: Any) -> None:
    """Store every dyad's equilibrium class, once, midway."""
    if float(week) == p.measure.midway:
        for i in range(team.users):
            store(dyads, i, record_class(load(Dyad, dyads, i), load(Weekly, seen, i)))


@rule
def add_to_sums(seen: Any, sums: Any, week: int, users: int) -> None:
    """Add the week to the whole-number sums.

    Whole numbers are added as floats, four at once: a team's sum is below 2^53, so it is exact.
    """
    last = users & -4
    for k in range(sums.shape[1]):
        a, b, c, d = 0.0, 0.0, 0.0, 0.0
        for i in range(0, last, 4):
            a += np.trunc(seen[k, i] * ONE)
            b += np.trunc(seen[k, i + 1] * ONE)
            c += np.trunc(seen[k, i + 2] * ONE)
            d += np.trunc(seen[k, i + 3] * ONE)
        for i in range(last, users):
            a += np.trunc(seen[k, i] * ONE)
        sums[week - 1, k] += np.int64(a + b + c + d)


@rule
def add_outside(lives: Any, seen: Any, outside: int, sums: Any, week: int) -> None:
    """Add the users of the cohort who are out of care to the whole-number sums.

    `seen` has a column for each: series of the people of the cohort.
    """
    for i in range(outside):
        store(seen, i, observe_person(load(Life, lives, i).person, 0.0, float(week)))
    add_to_sums(seen, sums[:, OF_DYAD:], week, outside)


@rule
def keep_series(scratch: Any, kept: Any, series: Any, week: int, p: Any) -> None:
    """Keep rows of the scratch, readings among them, for every dyad."""
    for i in range(series.shape[0]):
        dyad, carer = load(Dyad, scratch, i), load(Carer, scratch[D:], i)
        store(scratch[O:], i, read_dyad(dyad, carer, float(week), p))
        for k in range(kept.shape[0]):
            series[i, week - 1, k] = scratch[kept[k], i]


@rule
def rate_dyads(
    dyads: Any, carers: Any, events: Any, occasions: Any, ratings: Any, key: Any, replicate: int,
    week: int, treated: Any, team: Any, now: InForce,
) -> None:  # fmt: skip
    """Rate every dyad of the cohort on the occasions that this week is."""
    for i in range(ratings.shape[0]):
        dyad, event = load(Dyad, dyads, i), load(Event, events, i)
        for k in range(occasions.shape[0]):
            kind, first, last = occasions[k, 0], occasions[k, 1], occasions[k, 2]
            if is_occasion(kind, first, last, dyad, event):
                noise = occasion_draws(key, counter_of(team.first_user + i, 0, week, replicate))
                carer, p = load(Carer, carers, i), now.treated if treated[i] else now.others
                store(ratings[i].T, k, rate_dyad(dyad, carer, event, noise, p))


@rule
def write_rows(
    dyads: Any, carers: Any, rows: Any, key: Any, replicate: int, week: int, last: bool,
    treated: Any, team: Any, table: Any, now: InForce,
) -> None:  # fmt: skip
    """Write the row of each first tie in the week of its ending, or in the last one."""
    for i in range(rows.shape[0]):
        dyad = load(Dyad, dyads, i)
        if is_row_due(dyad.tie, float(week), last):
            who = counter_of(team.first_user + i, 0, 0, replicate)
            draws = draw_item_noise(key, who)
            carer, p = load(Carer, carers, i), now.treated if treated[i] else now.others
            row = summarise(dyad, carer, user_draws(key, who), draws, table, float(week), p)
            store(rows.T, i, row)


@rule
def write_people(
    dyads: Any, lives: Any, outside: int, rows: Any, key: Any, replicate: int, week: int, team: Any,
    p: Any,
) -> None:  # fmt: skip
    """Write what became of the users of the cohort, in care and out of it, in the last week."""
    for i in range(rows.shape[0]):
        dyad = load(Dyad, dyads, i)
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
