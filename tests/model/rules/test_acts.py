"""Acts beyond the role: who does them, and what they are."""

import pytest
from helpers import (
    MET,
    P,
    assert_rises,
    changed,
    defaults,
    parameters,
    random_draws,
    shares,
    states,
)
from hypothesis import given

from mutua.model.resources import NOTHING
from mutua.model.rules.acts import (
    act_chance,
    act_of_professional,
    act_of_user,
    beyond_role,
    beyond_role_of_user,
    size_of_act,
)
from mutua.model.state import Dyad, Feeling


@given(states(Feeling), shares, shares, shares, shares)
def test_acts_unasked__are_for_whom_one_likes_and_trusts(feeling, a, b, rate, more):
    def found(name):
        return lambda x: act_chance(feeling._replace(**{name: x}), rate)

    assert_rises(found("bond"), a, b)
    assert_rises(found("trust"), a, b)
    assert_rises(lambda x: act_chance(feeling, x), rate, more)
    assert 0.0 <= act_chance(feeling, rate) <= 1.0
    middling = feeling._replace(bond=0.5, trust=0.5)
    assert act_chance(middling, rate) == rate
    assert act_chance(feeling._replace(bond=0.0, trust=0.0), rate) == 0.0


@given(states(Dyad), random_draws, parameters("give"))
def test_each_side__acts_unasked_by_a_draw_below_its_chance(dyad, draws, p):
    visit = MET.visit
    by_professional = draws.asks < act_chance(dyad.professional.feeling, p.give.unasked)
    by_user = draws.answers < act_chance(dyad.user.feeling, p.give.returned)
    assert act_of_professional(dyad, visit, p, draws) == float(by_professional)
    assert act_of_user(dyad, visit, p, draws) == float(by_user)
    answered = visit._replace(asked=1.0, answered=1.0)
    assert act_of_professional(dyad, answered, p, draws) == 1.0, "one act, not two"
    assert act_of_user(dyad, answered, p, draws) == 0.0, "the draw has answered the request"


def test_acts__are_the_policys_in_their_own_class_and_none_without_policy_or_act():
    assert beyond_role(0.0, P) == NOTHING == beyond_role_of_user(0.0, P)
    acts = {
        "incentive": {"money": 0.7},
        "user_first": {"goods": 0.7, "services": 0.7},
        "boundary": {},
    }
    for policy, expected in acts.items():
        p = changed(P, {f"interventions.{policy}.strength": 0.7})
        assert beyond_role(0.0, p) == NOTHING._replace(**expected)
    wider = changed(P, {"interventions.boundary.strength": 0.7})
    assert beyond_role(1.0, wider).love == pytest.approx(1.7 * beyond_role(1.0, P).love)


def test_who_gives_nothing__does_nothing_beyond_it():
    still = defaults({"effort.user": 0.0, "effort.professional": 0.0})
    assert beyond_role(1.0, still) == NOTHING == beyond_role_of_user(1.0, still)


@given(shares, shares, parameters("give"))
def test_an_act__grows_with_what_boundaries_and_effort_allow(act, wide, p):
    strict, wider = (changed(p, {"interventions.boundary.strength": x}) for x in (0.0, wide))
    assert size_of_act(act, wider) == pytest.approx((1.0 + wide) * size_of_act(act, strict))
    assert size_of_act(act, strict) == p.give.extra * p.effort.professional * act
    assert size_of_act(0.0, p) == 0.0
