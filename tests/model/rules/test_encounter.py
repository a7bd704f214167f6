"""One week of one tie: eight verbs in order, each leaf where it belongs."""

import ast
import inspect

import pytest
from helpers import (
    CARER,
    DYAD,
    MISSED,
    NO_VISIT,
    VISIT,
    P,
    assert_in_range,
    bits,
    changed,
    defaults,
    moved,
    parameters,
    random_draws,
    states,
    visited,
)
from hypothesis import given
from hypothesis import strategies as st
from selection import assert_none
from sources import RULES, where

from mutua.jit.structs import leaves
from mutua.model.resources import Gifts
from mutua.model.rules import encounter as encounter_module
from mutua.model.rules.attend import attend
from mutua.model.rules.encounter import encounter, new_week
from mutua.model.rules.experience import experience
from mutua.model.rules.give import give
from mutua.model.rules.learn import learn
from mutua.model.rules.owe import owe
from mutua.model.rules.part import part
from mutua.model.rules.recover import recover
from mutua.model.rules.relate import relate
from mutua.model.state import NONATTENDANCE, Carer, Course, Dyad, Event, Goals

VERBS = [attend, give, experience, owe, learn, relate, recover, part]

#: What may change in a week without a visit: decay, the person, the tally of offers, the exit.
WITHOUT_A_VISIT = {
    "person.severity",
    "person.purse",
    "person.life_event",
    "person.adherence",
    "person.mind.efficacy",
    "person.mind.hope",
    "person.mind.acceptance",
    *(f"person.course.{name}" for name in Course._fields),
    "person.expressed_emotion",
    "person.order",
    *(f"user.need.{name}" for name in Gifts._fields),
    *(
        f"{side}.{name}"
        for side in ("user", "professional")
        for name in (
            "feeling.affect",
            "feeling.rupture",
            "books.debt",
            "books.credit",
            # of who waited in vain
            "feeling.trust",
            "level.expectation",
            "level.mean_y",
        )
    ),
    *(
        f"tie.talk.goals_{side}.{name}"
        for side in ("user", "professional")
        for name in Goals._fields
    ),
    "tie.contact.offered",
    "tie.contact.missed",
    "tie.contact.gap",
    "tie.since_feedback",
    "tie.held",
    "tie.ended",
    "tie.ending",
}
#: Weeks with a visit and weeks without, as many of each.
weeks = st.one_of(states(Event, attended=0.0), states(Event, attended=1.0))
#: What no week may change: who the two are, what they wanted, and what instruments remember.
FIXED_PARTS = {"traits", "anchor", "record", "generation", "begun", "image"}
FIXED_PARTS |= {"wanted_user", "wanted_professional"}
#: And what is written between weeks: where the tie stands, and what happens out of care.
FIXED_PARTS |= {"outside", "post", "place", "newcomers", "spell"}
FIXED = {
    leaf
    for leaf in leaves(Dyad)
    if FIXED_PARTS & set(leaf.split(".")) or leaf.startswith("professional.need")
}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
@given(visited, states(Carer), weeks, random_draws, st.data())
def test_whatever_the_state__every_verb_leaves_all_in_range(verb, dyad, carer, event, draws, data):
    p = data.draw(parameters(verb.__name__))
    after, happened = verb(dyad, carer, event, p, draws)
    assert_in_range(after, Dyad)
    assert_in_range(happened, Event)


@given(states(Dyad, ending=0.0), states(Carer), random_draws, parameters())
def test_a_week__is_the_eight_verbs_in_order(dyad, carer, draws, p):
    step, event = dyad, new_week(5.0)
    for verb in VERBS:
        step, event = verb(step, carer, event, p, draws)
    after, happened = encounter(dyad, carer, 5.0, p, draws)
    assert bits(after) == bits(step)
    assert bits(happened) == bits(event)
    assert happened.week == 5.0


def test_the_order__is_the_one_that_is_written():
    text = inspect.getdoc(encounter_module)
    places = [text.index(f"{k}. `{verb.__name__}`") for k, verb in enumerate(VERBS, 1)]
    assert places == sorted(places)


def test_no_rule__reads_what_instruments_remember():
    """Save that who leaves care takes it along: `test_outside` shows that no rule reads it then."""
    remembered = {"record", "Record", "Rating", "Window"}
    assert_none(
        where(module, node)
        for module in RULES
        for part in module.tree.body
        if getattr(part, "name", "") != "leave_care"
        for node in ast.walk(part)
        if {getattr(node, kind, None) for kind in ("attr", "id", "arg")} & remembered
    )


@given(states(Dyad, ending=0.0), states(Dyad), states(Carer), random_draws, parameters())
def test_whatever_instruments_remember__the_week_is_the_same(dyad, other, carer, draws, p):
    after, event = encounter(dyad, carer, 5.0, p, draws)
    watched, happened = encounter(dyad._replace(record=other.record), carer, 5.0, p, draws)
    assert bits(watched._replace(record=after.record)) == bits(after)
    assert bits(happened) == bits(event)


@given(states(Dyad, ending=1.0), states(Carer), random_draws, parameters())
def test_an_ended_tie__stays_bit_for_bit_as_it_was(dyad, carer, draws, p):
    after, event = encounter(dyad, carer, 9.0, p, draws)
    assert bits(after) == bits(dyad)
    assert event == new_week(9.0)


@given(states(Dyad, ending=0.0), states(Carer), random_draws, parameters())
def test_a_week_without_a_visit__changes_only_what_fades_drifts_or_ends(dyad, carer, draws, p):
    dyad = changed(dyad, {"person.course.admitted": 0.0})
    draws = draws._replace(comes=1.0)
    after, event = encounter(dyad, carer, 9.0, p, draws)
    assert event.visit.attended == 0.0
    assert moved(dyad, after, Dyad) <= WITHOUT_A_VISIT
    assert event.given._replace(reserved=0.0) == new_week(9.0).given
    assert (event.user, event.professional) == (new_week(9.0).user, new_week(9.0).professional)


@given(states(Dyad, ending=0.0), states(Carer), random_draws, parameters())
def test_no_week__changes_who_people_are(dyad, carer, draws, p):
    after, _ = encounter(dyad, carer, 9.0, p, draws)
    assert not moved(dyad, after, Dyad) & FIXED


#: A week in which everything turns out badly: a crisis begins on which somebody is admitted.
STORM = VISIT._replace(life=1.0, need=Gifts(*[1.0] * 6), leaves=2.0**-33, crisis=2.0**-33)


def test_two_weeks__move_everything_that_is_not_fixed():
    """No state is idle: a crisis that begins in a week that ends, and a crisis that ends."""
    rich = changed(
        DYAD,
        {
            "person.purse": 2.0,
            "person.order": 3.0,
            "person.severity": 0.9,
            "user.level.expectation": 0.9,
        },
    )
    ended, _ = encounter(rich, CARER, 20.0, P, STORM)
    ill = changed(rich, {"person.course.crisis": 1.0, "person.course.admitted": 1.0})
    home, _ = encounter(ill, CARER, 20.0, P, VISIT._replace(calm=2.0**-33))
    idle = set(leaves(Dyad)) - moved(rich, ended, Dyad) - moved(ill, home, Dyad) - FIXED
    assert idle == set()


@pytest.mark.parametrize("draws", [VISIT, MISSED, NO_VISIT], ids=["visit", "missed", "no offer"])
def test_a_year__keeps_every_leaf_in_range_and_money_where_it_was(draws):
    """Fifty-two weeks of patience, without income: the tie goes on whatever is missed."""
    dyad = changed(DYAD, {"person.purse": 1.5, "tie.organisation": 0.0})
    p = defaults({"exit.patience": 60.0, "exit.goal": 2.0, "recover.living": 0.0})
    for week in range(1, 53):
        dyad, event = encounter(dyad, CARER, float(week), p, draws)
        assert_in_range(dyad, Dyad)
        assert_in_range(event, Event)
    assert dyad.person.purse + dyad.tie.organisation == pytest.approx(1.5, abs=1e-12)
    assert dyad.tie.ending == 0.0


def test_gifts_of_every_policy__leave_money_where_it_was():
    """Incentives, the user's priority and answered requests included."""
    dyad = changed(DYAD, {"person.purse": 1.5, "tie.organisation": 0.0})
    policies = {f"interventions.{name}.strength": 1.0 for name in ("incentive", "user_first")}
    p = defaults(policies | {"recover.living": 0.0, "exit.goal": 2.0})
    asks = NO_VISIT._replace(asks=0.0, answers=0.0, comes=0.0)
    for week in range(1, 53):
        dyad, _ = encounter(dyad, CARER, float(week), p, asks if week % 2 else VISIT)
    assert dyad.tie.contact.attended > 50.0
    assert dyad.person.purse > 20.0, "paid for coming"
    assert dyad.person.purse + dyad.tie.organisation == pytest.approx(1.5, abs=1e-12)


def test_uncertainty__halves_with_each_visit_and_with_nothing_else():
    dyad = changed(DYAD, {"tie.uncertainty": 1.0})
    for week, draws in enumerate([VISIT, NO_VISIT, MISSED, VISIT, VISIT], 1):
        dyad, _ = encounter(dyad, CARER, float(week), P, draws)
    assert dyad.tie.uncertainty == 0.125


def test_uncertainty__is_two_to_the_minus_n_after_n_visits():
    dyad, p = changed(DYAD, {"tie.uncertainty": 1.0}), defaults({"exit.goal": 2.0})
    for visits in range(1, 41):
        dyad, _ = encounter(dyad, CARER, float(visits), p, VISIT)
        assert dyad.tie.uncertainty == 2.0**-visits


def test_missing__is_forgiven_by_coming():
    dyad = changed(DYAD, {"tie.contact.missed": 0.0})
    misses = []
    for week, draws in enumerate([MISSED, MISSED, NO_VISIT, VISIT, MISSED], 1):
        dyad, _ = encounter(dyad, CARER, float(week), P, draws)
        misses.append(dyad.tie.contact.missed)
    assert misses == [1.0, 2.0, 2.0, 0.0, 1.0]
    assert dyad.tie.contact.last == 4.0


@pytest.mark.parametrize("patience", [1, 5, 13])
def test_patience__ends_with_as_many_weeks_of_missed_offers(patience):
    dyad = changed(DYAD, {"tie.contact.missed": 0.0, "tie.contact.gap": 0.0})
    p, week = defaults({"exit.patience": float(patience)}), 0
    while dyad.tie.ending == 0.0:
        week += 1
        dyad, _ = encounter(dyad, CARER, float(week), p, MISSED)
    assert (week, dyad.tie.ending) == (patience, NONATTENDANCE)


def test_without_offers__patience_never_ends():
    dyad = changed(DYAD, {"tie.contact.missed": 0.0, "tie.contact.gap": 0.0})
    p = defaults({"exit.goal": 2.0})
    for week in range(1, 53):
        dyad, _ = encounter(dyad, CARER, float(week), p, NO_VISIT)
    assert (dyad.tie.contact.gap, dyad.tie.ending) == (0.0, 0.0)
