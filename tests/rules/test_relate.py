"""Relate: dialogue builds understanding; control moves between the wishes and the norm."""

import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    VISIT,
    P,
    amounts,
    assert_falls,
    assert_in_range,
    assert_rises,
    between,
    changed,
    defaults,
    parameters,
    shares,
    signed,
    states,
)
from hypothesis import given

from mutua.resources import NOTHING
from mutua.rules.relate import (
    consensus,
    control_after,
    dialogue,
    goals_after,
    negotiated,
    power_dependence,
    relate,
    understanding_after,
)
from mutua.state import NOT_GIVEN, Carer, Dyad, Event, Given, Goals, Talk


def talk(to_user: float, to_professional: float) -> Given:
    return NOT_GIVEN._replace(
        to_user=NOTHING._replace(information=to_user),
        to_professional=NOTHING._replace(information=to_professional),
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
    wish = negotiated(a, b, 0.0, 0.0)
    after = control_after(control, wish, p)
    ends = (control, p.norm.control, wish)
    assert min(ends) - 1e-15 <= after <= max(ends) + 1e-15
    assert wish == negotiated(b, a, 0.0, 0.0), "no wish weighs more than the other"


#: The rule divides by the sum of the weights and a millionth, lest it divide by nothing.
NEARLY = 1e-9
dependences = between(0.0, 0.9)


@given(shares, shares, dependences)
def test_equal_dependence__comes_to_the_mean_of_the_wishes(a, b, dependence):
    assert negotiated(a, b, 0.0, 0.0) == pytest.approx(0.5 * (a + b), abs=1e-12)
    assert negotiated(a, b, dependence, dependence) == pytest.approx(0.5 * (a + b), abs=NEARLY)


@given(shares, shares, dependences, dependences)
def test_the_less_dependent_side__gets_nearer_its_wish(a, b, d, e):
    wish = negotiated(a, b, d, e)
    assert min(a, b) - NEARLY <= wish <= max(a, b) + NEARLY
    assert wish == negotiated(b, a, e, d), "whoever it is"
    free, bound = (a, b) if d <= e else (b, a)
    assert abs(wish - free) <= abs(wish - bound) + NEARLY
    assert negotiated(0.2, 0.8, 0.9, 0.1) > negotiated(0.2, 0.8, 0.5, 0.5) + 0.1


@given(shares, shares, signed, signed)
def test_dependence__is_need_met_without_an_alternative(met, other, a, b):
    assert_rises(lambda x: power_dependence(x, a), met, other)
    assert_falls(lambda x: power_dependence(met, x), a, b)
    assert power_dependence(met, -abs(a)) == met
    assert 0.0 <= power_dependence(met, a) <= 1.0


def test_who_has_an_alternative__decides_more():
    """The user wishes little direction, the professional more; both are equally well served."""
    event = changed(EVENT, {"visit.attended": 1.0, "user.met": 0.8, "professional.met": 0.8})
    carer = changed(CARER, {"professional.preferred_control": 0.9})

    def control(alternatives, p=P):
        traits = {"preferred_control": 0.1, "alternatives": alternatives}
        dyad = changed(DYAD, {f"person.traits.{name}": x for name, x in traits.items()})
        return relate(dyad, carer, event, p, VISIT)[0].tie.talk.control

    assert control(0.9) < control(0.2) < control(0.0)
    equal = defaults({"relate.dependence": 0.0})
    assert control(0.9, equal) == control(0.0, equal)


goals = states(Goals)


def apart(a: Goals, b: Goals) -> float:
    return sum(abs(x - y) for x, y in zip(a, b, strict=True))


@given(goals, goals, shares)
def test_goals__keep_their_sum_and_converge(own, other, pull):
    mine, theirs = goals_after(own, other, pull), goals_after(other, own, pull)
    assert sum(mine) == pytest.approx(1.0, abs=1e-14)
    assert min(mine) >= -1e-15
    assert apart(mine, theirs) <= apart(own, other) + 1e-14
    left = abs(1.0 - 2.0 * pull) * apart(own, other)
    assert apart(mine, theirs) == pytest.approx(left, abs=1e-14)
    assert goals_after(own, other, 0.0) == own


@given(goals, goals)
def test_consensus__is_a_share_and_full_for_equal_goals(own, other):
    def agreed(a, b):
        return consensus(DYAD.tie.talk._replace(goals_user=a, goals_professional=b))

    assert -1e-15 <= agreed(own, other) <= 1.0
    assert agreed(own, other) == agreed(other, own)
    assert agreed(own, own) == 1.0
    assert agreed(Goals(1.0, 0.0, 0.0), Goals(0.0, 0.5, 0.5)) == 0.0


@given(states(Dyad), states(Event, attended=1.0), parameters("relate"))
def test_goals__converge_by_dialogue_and_familiarity_grows_by_meeting(dyad, event, p):
    talk_before = dyad.tie.talk
    after = relate(dyad, CARER, event, p, VISIT)[0].tie.talk
    assert consensus(after) >= consensus(talk_before) - 1e-14
    left = (1.0 - talk_before.familiarity) * (1.0 - p.relate.familiarity)
    assert after.familiarity == pytest.approx(1.0 - left, abs=1e-15)
    silent = changed(event, {"given": talk(1.0, 0.0)})
    quiet = relate(dyad, CARER, silent, p, VISIT)[0].tie.talk
    assert quiet.goals_user == talk_before.goals_user
    assert quiet.goals_professional == talk_before.goals_professional


@given(shares, shares)
def test_negotiation__ends_at_the_norm_where_rigid_and_midway_between_the_wishes_where_not(a, b):
    wish = negotiated(a, b, 0.0, 0.0)
    assert wish == pytest.approx(0.5 * (a + b), abs=1e-12)
    for rigidity, goal in ((1.0, 0.7), (0.0, wish), (0.25, 0.175 + 0.75 * wish)):
        p = defaults({"norm.rigidity": rigidity, "norm.control": 0.7, "relate.control": 0.2})
        control = 0.1
        for _ in range(200):
            control = control_after(control, wish, p)
        assert control == pytest.approx(goal, abs=1e-12)


@given(states(Dyad), states(Carer), states(Event, attended=1.0), parameters("relate"))
def test_relate__touches_the_talk_of_the_tie_and_nothing_else(dyad, carer, event, p):
    after, told = relate(dyad, carer, event, p, VISIT)
    assert after._replace(tie=after.tie._replace(talk=dyad.tie.talk)) == dyad
    assert_in_range(after.tie.talk, Talk)
    assert told == event


@given(states(Dyad), states(Carer), states(Event, attended=0.0), parameters("relate"))
def test_without_a_visit__nothing_is_related(dyad, carer, event, p):
    assert relate(dyad, carer, event, p, VISIT) == (dyad, event)


def test_no_rule__moves_control_without_negotiation():
    p = defaults({"relate.control": 0.0})
    event = changed(EVENT, {"visit.attended": 1.0, "given": talk(1.0, 1.0)})
    after, _ = relate(changed(DYAD, {"tie.talk.control": 0.9}), CARER, event, p, VISIT)
    assert after.tie.talk.control == 0.9
