"""Relate: dialogue builds understanding; control moves between the wishes and the norm."""

import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    VISIT,
    P,
    amounts,
    assert_rises,
    changed,
    defaults,
    parameters,
    shares,
    states,
)
from hypothesis import given

from mutua.resources import NOTHING
from mutua.rules.relate import control_after, dialogue, relate, understanding_after
from mutua.state import Carer, Dyad, Event, Given


def talk(to_user: float, to_professional: float) -> Given:
    return Given(
        NOTHING._replace(information=to_user), NOTHING._replace(information=to_professional)
    )


@given(amounts, amounts, amounts)
def test_dialogue__takes_two(a, b, more):
    assert dialogue(talk(a, 0.0)) == dialogue(talk(0.0, b)) == 0.0
    assert dialogue(talk(a, b)) == dialogue(talk(b, a))
    assert_rises(lambda x: dialogue(talk(x, b)), a, a + more)
    assert 0.0 <= dialogue(talk(a, b)) < 1.0


def test_dialogue__of_equals_is_what_each_says():
    assert dialogue(talk(1.0, 1.0)) == pytest.approx(0.5)
    assert dialogue(talk(2.0, 0.5)) < dialogue(talk(1.25, 1.25))


@given(shares, shares, shares, parameters("relate"))
def test_understanding__never_falls_and_stays_a_share(understanding, words, other, p):
    after = understanding_after(understanding, words, p)
    assert understanding <= after <= 1.0
    assert_rises(lambda x: understanding_after(understanding, x, p), words, other)
    assert understanding_after(understanding, 0.0, p) == understanding


def test_constant_dialogue__builds_understanding_exponentially():
    understanding = 0.2
    for _ in range(30):
        understanding = understanding_after(understanding, 0.5, P)
    left = 0.8 * (1.0 - 0.5 * P.relate.understanding) ** 30
    assert understanding == pytest.approx(1.0 - left)


@given(shares, shares, shares, parameters("relate"))
def test_control__stays_between_where_it_is_the_norm_and_the_wishes(control, a, b, p):
    after = control_after(control, a, b, p)
    ends = (control, p.norm.control, 0.5 * (a + b))
    assert min(ends) - 1e-15 <= after <= max(ends) + 1e-15
    assert after == control_after(control, b, a, p), "no wish weighs more than the other"


@given(shares, shares)
def test_negotiation__ends_at_the_norm_where_rigid_and_midway_between_the_wishes_where_not(a, b):
    for rigidity, goal in ((1.0, 0.7), (0.0, 0.5 * (a + b)), (0.25, 0.175 + 0.375 * (a + b))):
        p = defaults({"norm.rigidity": rigidity, "norm.control": 0.7, "relate.control": 0.2})
        control = 0.1
        for _ in range(200):
            control = control_after(control, a, b, p)
        assert control == pytest.approx(goal, abs=1e-12)


@given(states(Dyad), states(Carer), states(Event, attended=1.0), parameters("relate"))
def test_relate__touches_the_talk_of_the_tie_and_nothing_else(dyad, carer, event, p):
    after, told = relate(dyad, carer, event, p, VISIT)
    assert after._replace(tie=after.tie._replace(talk=dyad.tie.talk)) == dyad
    assert all(0.0 <= value <= 1.0 for value in after.tie.talk)
    assert told == event


@given(states(Dyad), states(Carer), states(Event, attended=0.0), parameters("relate"))
def test_without_a_visit__nothing_is_related(dyad, carer, event, p):
    assert relate(dyad, carer, event, p, VISIT) == (dyad, event)


def test_no_rule__moves_control_without_negotiation():
    p = defaults({"relate.control": 0.0})
    event = changed(EVENT, {"visit.attended": 1.0, "given": talk(1.0, 1.0)})
    after, _ = relate(changed(DYAD, {"tie.talk.control": 0.9}), CARER, event, p, VISIT)
    assert after.tie.talk.control == 0.9
