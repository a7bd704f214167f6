"""Response functions: algebraic, bounded, symmetric."""

import pytest
from helpers import (
    amounts,
    assert_falls,
    assert_rises,
    between,
    changed,
    parameters,
    shares,
    signed,
    states,
)
from hypothesis import given

from mutua.model.rules.response import (
    alternatives,
    chance,
    clip,
    coercion,
    consensus,
    factor,
    gate,
    m,
    pos,
    power_held,
    sat,
    share,
    squash,
    strain,
    toward,
    voice_of,
    wished_control,
    zone_of,
)
from mutua.model.state import Goals, Talk, User
from mutua.scenarios.resolve import resolve

numbers = between(-50.0, 50.0)
strengths = between(0.0, 10.0)
odds = between(0.0, 50.0)


@given(numbers, numbers)
def test_pos_clip_and_share__hold_within_their_bounds(x, other):
    low, high = min(x, other), max(x, other)
    assert pos(x) == max(x, 0.0)
    assert clip(0.3, low, high) == sorted([low, 0.3, high])[1]
    assert share(x) == clip(x, 0.0, 1.0)


@given(numbers, strengths)
def test_m__of_the_opposite_is_the_inverse(x, k):
    assert m(x, k) * m(-x, k) == pytest.approx(1.0, rel=1e-14)
    assert m(0.0, k) == 1.0 == m(x, 0.0)
    assert m(1.0, k) == 1.0 + k


@given(numbers, numbers, strengths)
def test_m__rises(x, y, k):
    assert_rises(lambda value: m(value, k), x, y)


@given(signed, between(0.0, 50.0), signed, between(0.01, 2.0))
def test_factor__is_one_at_the_reference_and_rises_by_its_slope(value, slope, reference, above):
    assert factor(reference, reference, slope) == 1.0
    assert factor(reference + above, reference, slope) == pytest.approx(1.0 + slope * above)
    assert factor(value, reference, slope) > 0.0


@given(shares)
def test_gate__is_symmetric_around_one_half(trust):
    assert gate(trust) + gate(1.0 - trust) == pytest.approx(1.0, abs=1e-14)
    assert (gate(0.0), gate(0.5), gate(1.0)) == (0.0, 0.5, 1.0)


@given(shares, shares)
def test_gate__rises_with_trust(trust, other):
    assert_rises(gate, trust, other)
    assert 0.0 <= gate(trust) <= 1.0


@given(odds, odds)
def test_chance__is_the_probability_of_the_odds(one, other):
    p = chance(one)
    assert 0.0 <= p < 1.0
    assert p * (1.0 + one) == pytest.approx(one)
    assert_rises(chance, one, other)


@given(amounts, amounts)
def test_sat__rises_with_diminishing_returns(x, more):
    assert_rises(sat, x, x + more)
    assert sat(x) + sat(more) >= sat(x + more) - 1e-12
    assert (sat(0.0), sat(1.0)) == (0.0, 0.5)


@given(numbers, numbers)
def test_squash__is_odd_bounded_and_rises(x, y):
    assert squash(-x) == -squash(x)
    assert -1.0 < squash(x) < 1.0
    assert_rises(squash, x, y)


@given(signed, signed, shares)
def test_toward__moves_the_share_of_the_way_and_stays_between(value, target, rate):
    after = toward(value, target, rate)
    assert min(value, target) - 1e-15 <= after <= max(value, target) + 1e-15
    assert toward(value, target, 0.0) == value
    assert toward(value, target, 1.0) == pytest.approx(target, abs=1e-15)


@given(shares, shares, shares)
def test_strain__is_the_misfit_of_control_beyond_the_zone_in_either_direction(felt, wish, zone):
    assert strain(felt, wish, zone) == strain(wish, felt, zone)
    assert strain(felt, wish, zone) == max(abs(felt - wish) - zone, 0.0)
    assert 0.0 <= strain(felt, wish, zone) <= 1.0
    assert strain(wish, wish, zone) == 0.0


@given(shares, parameters("attend"))
def test_nobody__is_indifferent_to_who_decides_in_a_crisis(felt, p):
    """S002 items 116 and 130."""
    assert zone_of(0.0, p) == p.experience.zone
    assert zone_of(1.0, p) == 0.0
    assert strain(felt, 1.0, zone_of(1.0, p)) == 1.0 - felt >= strain(felt, 1.0, zone_of(0.0, p))


@given(states(User), parameters("attend"))
def test_coercion__is_the_power_over_those_under_an_order_or_on_the_ward(person, p):
    power = power_held(p)
    free = changed(person, {"order": 0.0, "course.admitted": 0.0})
    assert coercion(free, p) == 0.0
    assert coercion(changed(free, {"order": 0.5}), p) == power
    assert coercion(changed(free, {"course.admitted": 1.0}), p) == power
    assert coercion(person, p) in (0.0, power)


@given(states(User), parameters("service."))
def test_a_regime_that_holds_no_power__coerces_nobody(person, p):
    """Peers: whatever the law lends the setting."""
    held = changed(p, {"norm.power": 1.0})
    assert power_held(held) == p.service.statutory_power
    none = changed(p, {"norm.power": 0.0})
    assert coercion(person, none) == power_held(none) == 0.0
    peers = resolve(regime="peer").parameters
    assert coercion(person, peers) == 0.0 < peers.service.statutory_power


@given(states(User), signed, parameters("attend"))
def test_who_is_held__has_no_good_alternative(person, level, p):
    free = changed(person, {"order": 0.0, "course.admitted": 0.0, "traits.alternatives": level})
    assert alternatives(free, p) == level
    held = changed(free, {"order": 2.0})
    powerless = power_held(p) == 0.0
    assert alternatives(held, p) == (level if powerless else min(level, 0.0))


@given(states(User), shares, shares, parameters("attend"))
def test_a_crisis__raises_the_control_that_is_wished_for(person, wish, other, p):
    def wished(crisis, wish=wish):
        who = changed(person, {"course.crisis": crisis, "traits.preferred_control": wish})
        return wished_control(who, p)

    assert wished(0.0) == wish <= wished(1.0) <= 1.0
    assert_rises(lambda x: wished(1.0, x), wish, other)
    left = (1.0 - p.crisis.wish) * (1.0 - wish)
    assert 1.0 - wished(1.0) == pytest.approx(left, abs=1e-15)
    own = changed(p, {"crisis.wish": 0.0})
    in_crisis = changed(person, {"course.crisis": 1.0})
    assert wished_control(in_crisis, own) == person.traits.preferred_control


goals = states(Goals)


@given(states(Talk), goals, goals)
def test_consensus__is_a_share_and_full_for_equal_goals(talk, own, other):
    def agreed(a, b):
        return consensus(talk._replace(goals_user=a, goals_professional=b))

    assert -1e-15 <= agreed(own, other) <= 1.0
    assert agreed(own, other) == agreed(other, own)
    assert agreed(own, own) == 1.0
    assert agreed(Goals(1.0, 0.0, 0.0), Goals(0.0, 0.5, 0.5)) == 0.0


@given(states(User), shares, shares, parameters("attend"))
def test_the_anxious__voice_bad_feeling_and_the_avoidant_do_not(person, a, b, p):
    assert_rises(lambda x: voice_of(changed(person, {"traits.anxiety": x}), p), a, b)
    assert_falls(lambda x: voice_of(changed(person, {"avoidance": x}), p), a, b)
    assert 0.0 <= voice_of(person, p) <= 1.0
    even = changed(person, {"traits.anxiety": a, "avoidance": a})
    assert voice_of(even, p) == 0.5 == voice_of(person, changed(p, {"rupture.voice": 0.0}))
    whole = changed(p, {"rupture.voice": 1.0})
    ends = [changed(person, {"traits.anxiety": x, "avoidance": 1.0 - x}) for x in (0.0, 1.0)]
    assert [voice_of(end, whole) for end in ends] == [0.0, 1.0]
