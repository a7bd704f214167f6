"""Record and measures against a second implementation, written from ``docs/model.md`` alone."""

from collections import Counter
from functools import cache

import numpy as np
import pytest
from helpers import DECLARED, changed, defaults
from naive import people, randomness, rows
from naive.record import remember
from naive.response import plain
from random_states import anywhere, differences, moved_from, parameters_anywhere

from mutua.model.draws import counter_of, key_of, user_draws
from mutua.model.measures import follow_up, memory, observation
from mutua.model.measures.equilibrium import CLASSES
from mutua.model.measures.outcomes import IDENTITY, Row
from mutua.model.people.quantiles import tables
from mutua.model.record import NO_RATING
from mutua.model.state import (
    ENDINGS,
    Carer,
    Dyad,
    Event,
)

CASES = 900
SEED = 7
TABLE = tables(defaults())
#: What the measures read besides their own parameters.
READ = [name for name in DECLARED if name.startswith("measure.")] + [
    "effort.user", "effort.professional", "experience.zone", "crisis.wish",
    "budget.user", "budget.professional",
]  # fmt: skip


def settled(dyad, week, p, seed):
    """The tie as it may stand in a quiet year, in which it belongs to any of the classes.

    Anywhere in all ranges at once, flows have nearly always dried up or drifted.
    """
    g = np.random.default_rng([seed, 5])
    control, tone = g.choice([0.15, 0.5, 0.85]), g.choice([-1.0, 1.0], 2)
    to_user = g.uniform(0.0, 1.5)
    now, budgets = dyad.record.window, (6.0 * p.effort.professional, 6.0 * p.effort.user)
    return changed(
        dyad,
        {
            "tie.ending": 0.0,
            "tie.contact.attended": 1.0 + dyad.tie.contact.attended,
            "tie.contact.last": week - g.integers(0, 14),
            "tie.flow.to_user": to_user * budgets[0],
            "tie.flow.to_professional": to_user * g.uniform(0.3, 1.2) * budgets[1],
            "tie.talk.control": control,
            "record.window.to_user_before": now.to_user * g.uniform(0.75, 1.2),
            "record.window.to_professional_before": now.to_professional * g.uniform(0.75, 1.2),
            "record.window.affect_user": tone[0] * abs(now.affect_user),
            "record.window.affect_professional": tone[1] * abs(now.affect_professional),
            "record.window.felt_control_user": control,
            "record.window.felt_control_professional": g.choice([control, control, 0.5]),
            "record.window.control": control,
            "record.window.misfit": now.misfit * 0.2,
            "record.window.balance_user": now.balance_user * g.choice([0.1, 0.1, 1.0]),
            "record.window.balance_professional": now.balance_professional
            * g.choice([0.1, 0.1, 1.0]),
        },
    )


def never_rated(dyad, seed):
    """A tie as it may also be: never seen, or not rated early."""
    if seed % 6 == 0:
        never = {"tie.contact.attended": 0.0, "record.window.attended": 0.0}
        return changed(dyad, never | {"record.sum_to_user": 0.0, "record.sum_to_professional": 0.0})
    if seed % 6 == 1:
        none = {"early_user": NO_RATING, "early_professional": NO_RATING}
        return dyad._replace(record=dyad.record._replace(**none))
    return dyad


def changes_of(seed):
    """Parameters off their defaults; in one case of eight the early rating has its visit."""
    early = {"measure.early_visit": 1.0 + seed % 5} if seed % 8 == 0 else {}
    return parameters_anywhere(seed) | early


@cache
def case(seed):
    """One tie at the end of a week: dyad, carer, event, parameters."""
    g, p = np.random.default_rng([seed, 4]), defaults(changes_of(seed))
    week = float(g.choice([g.integers(1, 60), p.measure.midway, p.measure.early_week]))
    generation, spell = map(float, g.choice([(0, 0), (0, 0), (0, 0), (1, 0), (0, 1)]))
    ending = float(g.integers(0, len(ENDINGS)))
    dyad = anywhere(Dyad, seed, generation=generation, spell=spell, ending=ending)
    dyad = settled(dyad, week, p, seed) if seed % 3 else never_rated(dyad, seed // 3)
    if seed % 8 == 0:
        dyad = changed(dyad, {"tie.contact.attended": p.measure.early_visit})
    return dyad, anywhere(Carer, seed, generation=generation), anywhere(Event, seed, week=week), p


def remembered(dyad, carer, event, p):
    """The tie after the week's record is made, as the engines make it."""
    dyad = memory.remember(dyad, carer, event, p)
    if event.week != p.measure.midway:
        return dyad
    return observation.record_class(dyad, observation.observe(dyad, carer, event, p))


def apart_in_record(seed, p=None):
    """Leaves of the record that differ once it is made, and the tie by the rules."""
    dyad, carer, event, mine = case(seed)
    theirs = remembered(dyad, carer, event, p or mine)
    ours = plain(dyad)
    remember(ours, plain(event), plain(carer), mine)
    return differences(ours.record, theirs.record), theirs


def apart_in_measures(seed, p=None):
    """Columns of the row and of the week that differ, and the row by the rules."""
    (dyad, carer, event, mine), key, who = case(seed), key_of(SEED), counter_of(seed, 0, 0, 1)
    draws, noise = user_draws(key, who), observation.draw_item_noise(key, who)
    row = observation.summarise(dyad, carer, draws, noise, TABLE, event.week, p or mine)
    week = observation.observe(dyad, carer, event, p or mine)

    ours, staff = plain(dyad), plain(carer)
    start = randomness.draws(2, SEED, 1, seed, 0, 0)
    known, shocks = people.background(start, mine), randomness.of_ratings(SEED, 1, seed)
    expected = rows.row_of_tie(ours, event.week, staff, start, known, shocks, mine)
    expected = {name: value for name, value in expected.items() if name not in IDENTITY}
    off = differences(expected, row)
    return off | differences(rows.week_of_place(ours, plain(event), staff, mine), week), row, week


def apart_in_person(seed, p=None):
    """Columns of the person and of the cohort that differ, in care and out of it, and the row."""
    (dyad, _, event, mine), key, who = case(seed), key_of(SEED), counter_of(seed, 0, 0, 1)
    in_care, followed, off = float(seed % 2), dyad.record.window.adherence, {}
    draws, start = user_draws(key, who), randomness.draws(2, SEED, 1, seed, 0, 0)
    person, week = dyad.person, event.week
    row = follow_up.summarise_person(person, followed, in_care, draws, week, p or mine)
    series = follow_up.observe_person(person, in_care, week)
    person = plain(person)
    expected = rows.row_of_person(person, followed, in_care, start, week, mine)
    off = differences(expected, row)
    return off | differences(rows.week_of_person(person, in_care, week), series), row


def test_the_record_of_any_week_is_what_the_document_says():
    seen = Counter()
    for seed in range(CASES):
        off, after = apart_in_record(seed)
        assert not off, f"case {seed}: {off}"
        (before, _, event, _), record = case(seed), after.record
        assert after == before._replace(record=record)
        seen["rated early"] += record.early_user != before.record.early_user
        seen["classed midway"] += record.midway != before.record.midway
        seen["a first flow"] += before.record.window.to_user == 0.0
        seen["visit"] += event.visit.attended
        seen["missed"] += event.visit.offered - event.visit.attended
        seen["ended"] += before.tie.ending > 0
    assert len(seen) == 6
    assert min(seen.values()) > CASES / 100, seen


def test_every_measure_of_any_tie_is_what_the_document_says():
    rows, weeks = [], []
    for seed in range(CASES):
        off, row, week = apart_in_measures(seed)
        assert not off, f"case {seed}: {off}"
        rows.append(row)
        weeks.append(week)
    assert_all_kinds(rows)
    cohort = np.array(weeks)
    assert (np.ptp(cohort, axis=0) > 0).all()


def test_what_is_said_of_any_person_is_what_the_document_says():
    columns = []
    for seed in range(300):
        off, row = apart_in_person(seed)
        assert not off, f"case {seed}: {off}"
        columns.append(row)
    assert (np.ptp(np.array(columns), axis=0) > 0).all()


def assert_all_kinds(rows):
    """Every class, ending, answer and rating occurs among the rows, and every column varies."""
    columns = dict(zip(Row._fields, np.transpose(rows), strict=True))
    for name, codes in (("ending", ENDINGS), ("equilibrium", CLASSES)):
        found = Counter(columns[name].tolist())
        assert len(found) == len(codes)
        assert min(found.values()) > len(rows) / 200, found
    for name in ("in_equilibrium", "relative", "male"):
        assert set(columns[name]) == {0.0, 1.0}
    for who in ("user", "professional"):
        bits = columns[f"functions_{who}"].astype(int)[:, None] >> np.arange(12) & 1
        assert (bits.mean(axis=0) > 0.05).all(), bits.mean(axis=0)
        assert (bits.mean(axis=0) < 0.95).all()
        for when in ("early", "end"):
            stars, latent = columns[f"star_{who}_{when}"], columns[f"alliance_{who}_{when}"]
            assert len(set(stars)) > 20
            assert 0.02 < np.mean(stars == -1) < 0.5
            assert ((stars == -1) == (latent == -1)).all()
    for name in ("satisfaction", "shared_affect", "drift", "stock_imbalance", "exit_week"):
        common = Counter(columns[name].tolist()).most_common(1)[0]
        assert len(rows) / 100 < common[1] < len(rows), name
    assert all(len(set(values)) > 1 for values in columns.values())


@pytest.mark.parametrize("name", READ)
def test_agreement_means_something_since_each_parameter_moves_a_measure(name):
    for seed in range(CASES):
        changes = changes_of(seed)
        here = changes.get(name, DECLARED[name].default)
        moved = defaults(changes | {name: moved_from(here, name)})
        if apart_in_record(seed, moved)[0] or apart_in_measures(seed, moved)[0]:
            return
    pytest.fail(f"{name} moves nothing")
