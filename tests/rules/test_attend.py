"""Attend: who is offered a visit, and who comes."""

import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    MISSED,
    NO_VISIT,
    VISIT,
    P,
    assert_falls,
    assert_rises,
    changed,
    defaults,
    luck,
    parameters,
    shares,
    states,
)
from hypothesis import given

from mutua.rules.attend import attend, come_odds, offer_chance, tally
from mutua.rules.response import chance
from mutua.state import Contact, Dyad


def odds_by(name, dyad, p):
    return lambda value: come_odds(changed(dyad, {name: value}), p)


@given(states(Dyad), shares, shares, parameters("attend"))
def test_more_trust__comes_more_often(dyad, trust, other, p):
    assert_rises(odds_by("user.feeling.trust", dyad, p), trust, other)


@given(states(Dyad), shares, shares, parameters("attend"))
def test_more_bond__comes_more_often(dyad, bond, other, p):
    assert_rises(odds_by("user.feeling.bond", dyad, p), bond, other)


@given(states(Dyad), shares, shares, parameters("attend"))
def test_more_debt__comes_more_often(dyad, debt, other, p):
    assert_rises(odds_by("user.books.debt", dyad, p), debt, other)


@given(states(Dyad, trust=0.0), shares, parameters("attend"))
def test_debt_without_trust__brings_nobody(dyad, debt, p):
    response = odds_by("user.books.debt", dyad, p)
    assert response(debt) == response(0.0)


def test_debt__brings_more_where_there_is_more_trust():
    def effect(trust):
        dyad = changed(DYAD, {"user.feeling.trust": trust})
        response = odds_by("user.books.debt", dyad, P)
        return response(0.5) / response(0.0)

    assert 1.0 < effect(0.3) < effect(0.5) < effect(0.9)


@given(states(Dyad), shares, shares, parameters("attend"))
def test_more_strain__comes_less_often(dyad, near, far, p):
    """Felt control at a distance from the user's wish."""
    dyad = changed(dyad, {"person.traits.preferred_control": 0.0})
    assert_falls(odds_by("user.perception.felt_control", dyad, p), near, far)


@given(states(Dyad), shares, shares, parameters("attend"))
def test_avoidance_and_severity__keep_away_together(dyad, value, other, p):
    assert_falls(odds_by("person.traits.avoidance", dyad, p), value, other)
    assert_falls(odds_by("person.severity", dyad, p), value, other)
    well = changed(dyad, {"person.severity": 0.0})
    response = odds_by("person.traits.avoidance", well, p)
    assert response(value) == response(other)


def test_each_miss__keeps_away():
    response = odds_by("tie.contact.missed", DYAD, P)
    assert response(0.0) > response(1.0) > response(5.0) > 0.0


def test_at_the_references__the_odds_are_the_declared_ones():
    neutral = changed(
        DYAD,
        {
            "user.feeling.trust": P.attend.trust.reference,
            "user.feeling.bond": 0.0,
            "user.books.debt": 0.0,
            "user.perception.felt_control": 0.6,
            "person.traits.preferred_control": 0.6,
            "person.traits.avoidance": 0.0,
            "tie.contact.missed": 0.0,
        },
    )
    assert come_odds(neutral, P) == P.attend.odds


@given(shares, shares, parameters("attend"))
def test_a_rested_professional__offers_more_often_and_never_more_than_the_interval(a, b, p):
    assert_rises(lambda energy: offer_chance(energy, p), a, b)
    assert 0.0 <= offer_chance(a, p) <= 1.0 / p.service.contact_interval


@given(states(Dyad), luck, parameters("attend"))
def test_attend__meets_where_offered_and_wanted_and_keeps_the_tally(dyad, draws, p):
    after, event = attend(dyad, CARER, EVENT, p, draws)
    offered = draws.offered < offer_chance(CARER.professional.energy, p)
    comes = draws.comes < chance(come_odds(dyad, p))
    assert event.visit.offered == float(offered)
    assert event.visit.attended == float(offered and comes)
    before, contact = dyad.tie.contact, after.tie.contact
    assert contact.offered == before.offered + offered
    assert contact.attended == before.attended + (offered and comes)
    assert after._replace(tie=dyad.tie) == dyad, "nothing but the tie is touched"


def test_misses__are_counted_in_a_row():
    contact = Contact(offered=4.0, attended=2.0, missed=2.0, last=7.0)
    assert tally(contact, 1.0, 0.0, 9.0) == (5.0, 2.0, 3.0, 7.0)
    assert tally(contact, 1.0, 1.0, 9.0) == (5.0, 3.0, 0.0, 9.0)
    assert tally(contact, 0.0, 0.0, 9.0) == contact


@pytest.mark.parametrize(
    ("draws", "visit"), [(VISIT, (1, 1)), (MISSED, (1, 0)), (NO_VISIT, (0, 0))]
)
def test_luck__decides_between_visit_miss_and_no_offer(draws, visit):
    _, event = attend(DYAD, CARER, EVENT, P, draws)
    assert event.visit[:2] == visit
    assert event.visit.odds == come_odds(DYAD, P), "the odds are told whether offered or not"


def test_an_exhausted_professional__still_offers_the_part_that_energy_does_not_touch():
    p = defaults({"attend.energy": 0.4, "service.contact_interval": 2.0})
    assert offer_chance(0.0, p) == pytest.approx(0.3)
    assert offer_chance(1.0, p) == 0.5
