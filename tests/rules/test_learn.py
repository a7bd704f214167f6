"""Learn: surprise moves trust, bond, affect and rupture; expectation follows, and returns."""

import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    VISIT,
    P,
    amounts,
    assert_falls,
    assert_rises,
    between,
    bits,
    changed,
    defaults,
    gifts,
    moved,
    parameters,
    shares,
    signed,
    states,
)
from hypothesis import given

from mutua.resources import NOTHING
from mutua.rules.learn import (
    affect_after,
    alone,
    bond_after,
    breach,
    habit_after,
    homeostatic,
    influence,
    learn,
    level_after,
    rupture_after,
    side_after,
    trust_after,
)
from mutua.state import Dyad, Event, Felt, Given, Level, Side

surprises = between(-2.0, 2.0)


@given(shares, shares, parameters("learn"))
def test_no_surprise__trust_stays(trust, avoidance, p):
    assert trust_after(trust, 0.0, avoidance, p) == trust


@given(shares, surprises, surprises, shares, parameters("learn"))
def test_trust__rises_with_the_surprise_and_stays_a_share(trust, surprise, other, avoidance, p):
    assert_rises(lambda s: trust_after(trust, s, avoidance, p), surprise, other)
    assert 0.0 <= trust_after(trust, surprise, avoidance, p) <= 1.0


@given(between(0.0, 0.3), shares)
def test_trust__falls_faster_than_it_rises(surprise, avoidance):
    """At one half, where there is as much to win as to lose, with gifts of a full contract."""
    p = defaults({"norm.contract": 1.0})
    gained = trust_after(0.5, surprise, avoidance, p) - 0.5
    lost = 0.5 - trust_after(0.5, -surprise, avoidance, p)
    assert lost == pytest.approx(p.trust.loss * surprise / 2, abs=1e-15)
    assert gained <= lost
    assert 1.5 <= P.trust.loss / P.trust.gain <= 5.0


@given(shares, between(0.0, 2.0), shares, shares, parameters("learn"))
def test_avoidance_and_contracts__slow_the_gain_of_trust(trust, surprise, a, b, p):
    assert_falls(lambda avoidance: trust_after(trust, surprise, avoidance, p), a, b)
    contracted = [changed(p, {"norm.contract": contract}) for contract in sorted((a, b))]
    less, more = (trust_after(trust, surprise, 0.4, q) for q in reversed(contracted))
    assert less <= more + 1e-12


@pytest.mark.parametrize("share_of_good", [0.2, 0.5, 0.8])
def test_equal_surprises__lead_trust_to_its_stationary_ratio(share_of_good):
    """``p g/(p g + (1-p) l)``: the update is linear in trust, so its expectation can be run."""
    surprise, avoidance, trust = 0.3, 0.25, 0.9
    for _ in range(5_000):
        good = trust_after(trust, surprise, avoidance, P)
        bad = trust_after(trust, -surprise, avoidance, P)
        trust = share_of_good * good + (1.0 - share_of_good) * bad
    gain = P.trust.gain * (1.0 - P.trust.avoidance * avoidance)
    gain *= 1.0 + P.trust.uncontracted * (1.0 - P.norm.contract)
    up, down = share_of_good * gain, (1.0 - share_of_good) * P.trust.loss
    assert trust == pytest.approx(up / (up + down), abs=1e-12)


@given(shares, amounts, amounts, surprises, surprises, parameters("learn"))
def test_bond__grows_with_care_seen_and_with_surprise(bond, love, other, s, t, p):
    assert_rises(lambda x: bond_after(bond, x, 0.1, p), love, other)
    assert_rises(lambda x: bond_after(bond, love, x, p), s, t)
    assert 0.0 <= bond_after(bond, love, s, p) <= 1.0
    assert bond_after(bond, love, s, p) == bond_after(bond, love, max(s, 0.0), p)


def test_bond__without_care_fades_exponentially():
    bond = 0.8
    for _ in range(10):
        bond = bond_after(bond, 0.0, 0.0, P)
    assert bond == pytest.approx(0.8 * (1.0 - P.bond.fade) ** 10)


@given(signed, signed, parameters("learn"))
def test_influence__rises_and_is_linear_above_the_threshold(x, y, p):
    assert_rises(lambda affect: influence(affect, p), x, y)
    if x >= -p.affect.threshold:
        assert influence(x, p) == x
    assert influence(x, p) <= x


def test_influence__is_steeper_where_the_other_is_bitter():
    threshold, times = P.affect.threshold, P.affect.negativity
    drop = influence(-threshold, P) - influence(-threshold - 0.1, P)
    assert drop == pytest.approx(times * 0.1)


@given(signed, signed, signed, signed, parameters("learn"))
def test_affect__rises_with_own_past_visit_and_other(affect, push, other, more, p):
    assert_rises(lambda x: affect_after(x, push, other, p), affect, more)
    assert_rises(lambda x: affect_after(affect, x, other, p), push, more)
    assert_rises(lambda x: affect_after(affect, push, x, p), other, more)
    assert -1.0 <= affect_after(affect, push, other, p) <= 1.0


@pytest.mark.parametrize("push", [-0.7, 0.0, 0.4])
def test_constant_visits_without_coupling__lead_affect_to_the_geometric_limit(push):
    p, affect = defaults({"affect.coupling": 0.0}), 0.9
    for week in range(1, 400):
        affect = affect_after(affect, push, -0.8, p)
        inertia, limit = p.affect.inertia, p.affect.gain * push / (1.0 - p.affect.inertia)
        assert affect == pytest.approx(limit + inertia**week * (0.9 - limit), abs=1e-12)


@given(signed, signed, parameters("learn"))
def test_a_breach__is_a_shortfall_beyond_theta(y, expectation, p):
    assert breach(y, expectation, p) == max(expectation - p.rupture.theta - y, 0.0)
    assert breach(expectation, expectation, p) == 0.0


@given(shares, between(0.0, 2.0), between(0.0, 2.0), shares, shares, parameters("learn"))
def test_rupture__rises_with_the_breach_and_falls_with_mending(rupture, a, b, mend, mend_b, p):
    assert_rises(lambda x: rupture_after(rupture, x, mend, p), a, b)
    assert_falls(lambda x: rupture_after(rupture, a, x, p), mend, mend_b)
    assert 0.0 <= rupture_after(rupture, a, mend, p) <= 1.0
    assert rupture_after(rupture, 0.0, 0.0, p) == rupture


@given(signed, signed)
def test_a_constant_outcome__leads_expectation_between_it_and_the_anchor(y, anchor):
    """``(a y + a0 E0)/(a + a0)``: habituation is never complete."""
    level = Level(expectation=-0.5, anchor=anchor, mean_y=0.9)
    for _ in range(400):
        level = level_after(level, y, P)
    a, a0 = P.expectation.rate, P.expectation.anchor
    assert level.expectation == pytest.approx((a * y + a0 * anchor) / (a + a0), abs=1e-12)
    assert level.mean_y == pytest.approx(y, abs=1e-12)
    assert level.anchor == anchor


@given(states(Level), signed, parameters("learn"))
def test_expectation__stays_in_the_range_of_outcomes(level, y, p):
    assert all(-1.0 <= value <= 1.0 for value in level_after(level, y, p))


@given(states(Level), signed, signed, parameters("learn"))
def test_expectation__rises_with_the_outcome(level, y, other, p):
    assert_rises(lambda x: level_after(level, x, p).expectation, y, other)


@given(
    states(Side), signed, states(Felt), gifts, amounts, shares, shares, parameters("learn")
)  # fmt: skip
def test_a_visit__changes_habit_feeling_and_level_and_nothing_else(
    side, affect, felt, given_back, hurt, avoidance, mend, p
):
    after = side_after(side, affect, felt, given_back, hurt, avoidance, mend, p)
    assert after._replace(habit=side.habit, feeling=side.feeling, level=side.level) == side


@given(states(Side), parameters("learn"))
def test_alone__affect_and_rupture_fade_and_nothing_else_moves(side, p):
    after = alone(side, 0.0, p)
    assert after.feeling.affect == p.affect.inertia * side.feeling.affect
    assert after.feeling.rupture == side.feeling.rupture * (1.0 - p.rupture.fade)
    assert moved(side, after, Side) <= {"feeling.affect", "feeling.rupture"}


@given(states(Dyad), states(Event, attended=1.0), parameters("learn"))
def test_both_sides__learn_by_the_same_function_from_each_others_former_affect(dyad, event, p):
    dyad = changed(dyad, {"person.traits.avoidance": 0.0})  # only users' avoidance is known
    after, _ = learn(dyad, CARER, event, p, VISIT)
    turned = dyad._replace(user=dyad.professional, professional=dyad.user)
    done = event.given
    there = event._replace(
        user=event.professional,
        professional=event.user,
        given=Given(
            to_user=done.to_professional,
            to_professional=done.to_user,
            harm_to_user=done.harm_to_professional,
            harm_to_professional=done.harm_to_user,
        ),
    )
    turned, _ = learn(turned, CARER, there, p, VISIT)
    assert bits(turned.user) == bits(after.professional)
    assert bits(turned.professional) == bits(after.user)


@given(states(Dyad), states(Event, attended=1.0))
def test_a_rupture_visit__is_one_that_breached_what_the_user_expected_or_hurt(dyad, event):
    after, _ = learn(dyad, CARER, event, P, VISIT)
    raised = breach(event.user.y, dyad.user.level.expectation, P) + event.given.harm_to_user > 0.0
    assert after.tie.rupture_visits == dyad.tie.rupture_visits + raised
    assert after.tie._replace(rupture_visits=dyad.tie.rupture_visits) == dyad.tie
    assert after.person == dyad.person


def test_repair__needs_skill_empathy_and_the_users_say():
    hurt = changed(DYAD, {"user.feeling.rupture": 0.5})
    as_expected = Felt(NOTHING, 0.5, 0.0, DYAD.user.level.expectation)
    event = changed(EVENT, {"visit.attended": 1.0, "user": as_expected})

    def rupture(dyad=hurt, **carer):
        changes = {f"professional.{name}": value for name, value in carer.items()}
        return learn(dyad, changed(CARER, changes), event, P, VISIT)[0].user.feeling.rupture

    assert rupture(skill=0.0) == rupture(empathy=0.0) == 0.5
    assert rupture(changed(hurt, {"tie.talk.control": 1.0})) == 0.5
    assert rupture(skill=1.0, empathy=1.0) < rupture() < 0.5


@given(states(Dyad), states(Event, asked=1.0), parameters("learn"))
def test_an_unanswered_request__ruptures_only_in_a_week_without_a_visit(dyad, event, p):
    """The professional, who did not ask, feels nothing of it."""
    unasked = changed(event, {"visit.asked": 0.0, "visit.answered": 0.0})
    (after, _), (calm, _) = (learn(dyad, CARER, e, p, VISIT) for e in (event, unasked))
    refused = event.visit.attended == event.visit.answered == 0.0
    faded = calm.user.feeling.rupture
    expected = faded + p.rupture.refused * (1.0 - faded) if refused else faded
    assert after.user.feeling.rupture == expected
    assert after.professional == calm.professional
    assert moved(calm, after, Dyad) <= {"user.feeling.rupture"}


def test_refusal__hurts():
    asked = changed(EVENT, {"visit.asked": 1.0})
    hurt, calm = (learn(DYAD, CARER, e, P, VISIT)[0].user.feeling for e in (asked, EVENT))
    assert hurt.rupture > calm.rupture


@given(states(Dyad), states(Event, attended=1.0), shares, shares, parameters("learn"))
def test_harm__raises_the_rupture_of_whom_it_is_done_to_and_of_nobody_else(dyad, event, a, b, p):
    def after(x):
        return learn(dyad, CARER, changed(event, {"given.harm_to_user": 10.0 * x}), p, VISIT)[0]

    assert_rises(lambda x: after(x).user.feeling.rupture, a, b)
    assert after(a).professional == after(b).professional
    assert moved(after(a), after(b), Dyad) <= {"user.feeling.rupture", "tie.rupture_visits"}


def test_harm__ruptures_where_nothing_else_fell_short():
    calm = changed(DYAD, {"user.feeling.rupture": 0.0})
    as_expected = Felt(NOTHING, 0.5, 0.0, DYAD.user.level.expectation)
    event = changed(EVENT, {"visit.attended": 1.0, "user": as_expected})
    assert learn(calm, CARER, event, P, VISIT)[0].user.feeling.rupture == 0.0
    harmed = learn(calm, CARER, changed(event, {"given.harm_to_user": 0.1}), P, VISIT)[0]
    assert harmed.user.feeling.rupture == pytest.approx(P.rupture.gain * P.rupture.harm * 0.1)


habits = between(0.0, 2.0)


@given(habits, amounts, amounts, surprises, surprises)
def test_habit__rises_with_the_surprise_that_follows_giving_and_stays_in_range(h, a, b, x, y):
    assert_rises(lambda s: habit_after(h, a, s), x, y)
    assert_rises(lambda given_: habit_after(h, given_, abs(x)), a, b)
    assert_falls(lambda given_: habit_after(h, given_, -abs(x)), a, b)
    assert 0.0 <= habit_after(h, a, x) <= 2.0
    assert habit_after(h, a, 0.0) == habit_after(h, 0.0, x) == h


@given(habits, shares)
def test_homeostasis__pulls_habit_back_to_the_norm(habit, pull):
    after = homeostatic(habit, pull)
    assert abs(after - 1.0) == pytest.approx((1.0 - pull) * abs(habit - 1.0), abs=1e-15)
    assert homeostatic(1.0, pull) == 1.0


def test_what_was_given_when_it_went_well__is_given_more():
    given_back = NOTHING._replace(status=2.0)
    p = defaults({"habit.homeostasis": 0.0})
    felt = Felt(NOTHING, 0.5, 0.0, 0.0)

    def habit(y):
        return side_after(DYAD.user, 0.0, felt._replace(y=y), given_back, 0.0, 0.4, 0.3, p).habit

    before = DYAD.user.habit
    assert habit(0.9).status > before.status > habit(-0.9).status
    surprise = 0.9 - DYAD.user.level.expectation
    expected = before.status + p.habit.rate * surprise / 6.0 * 2.0 * (2.0 - before.status)
    assert habit(0.9).status == pytest.approx(expected, abs=1e-14)
    assert habit(0.9)._replace(status=before.status) == before, "and nothing else"
