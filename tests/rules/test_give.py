"""Give: what changes hands, within the means, and nothing made or lost."""

import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    VISIT,
    P,
    assert_falls,
    assert_rises,
    between,
    bits,
    changed,
    defaults,
    parameters,
    shares,
    states,
    visited,
)
from hypothesis import given
from hypothesis import strategies as st

from mutua.resources import NOTHING, Gifts, total
from mutua.rules.give import drive, give, insight, professional_gifts, smoothed, user_gifts
from mutua.state import Carer, Dyad, Event, Given, Side, Visit

MET = EVENT._replace(visit=Visit(1.0, 1.0, 5.0))

#: No feeling, no book and no fatigue moves the giver: what is left is the budget.
UNMOVED = {"feeling.trust": 0.5, "feeling.affect": 0.0, "books.debt": 0.0, "books.credit": 0.0}
FRESH = changed(CARER, {"professional.energy": 1.0, "professional.burnout": 0.0})


def unmoved(dyad: Dyad) -> Dyad:
    return dyad._replace(
        user=changed(dyad.user, UNMOVED), professional=changed(dyad.professional, UNMOVED)
    )


@given(states(Dyad), states(Carer), parameters("give"))
def test_nobody__gives_less_than_nothing(dyad, carer, p):
    assert min(professional_gifts(dyad, carer, p)) >= 0.0
    assert min(user_gifts(dyad, p)) >= 0.0


@given(visited, states(Carer), parameters("give"))
def test_money_and_goods__pass_from_purse_to_purse(dyad, carer, p):
    after, event = give(dyad, carer, MET, p, VISIT)
    before_sum = dyad.person.purse + dyad.tie.organisation
    after_sum = after.person.purse + after.tie.organisation
    size = 1.0 + abs(before_sum) + p.budget.professional * total(event.given.to_user)
    assert after_sum == pytest.approx(before_sum, abs=1e-13 * size)
    out = p.budget.user * (event.given.to_professional.money + event.given.to_professional.goods)
    back = p.budget.professional * (event.given.to_user.money + event.given.to_user.goods)
    assert after.person.purse - dyad.person.purse == pytest.approx(back - out, abs=1e-13 * size)


@given(visited, states(Carer), parameters("give"))
def test_a_purse__is_never_overdrawn(dyad, carer, p):
    after, _ = give(dyad, carer, MET, p, VISIT)
    assert after.person.purse >= 0.0


#: Everybody gives all they have, and nothing comes back.
SPENDTHRIFT = {
    "effort.user": 3.0,
    "give.purse": 0.01,
    "norm.user.money": 6.0,
    "norm.user.goods": 6.0,
    "norm.responsiveness": 0.0,
    "norm.professional.money": 0.0,
    "norm.professional.goods": 0.0,
}


@given(between(0.0, 4.0), between(0.05, 5.0))
def test_a_purse__is_never_overdrawn_by_those_who_would_give_all(purse, weight):
    p = defaults(SPENDTHRIFT | {"budget.user": weight})
    after, event = give(changed(DYAD, {"person.purse": purse}), CARER, MET, p, VISIT)
    assert after.person.purse >= 0.0
    assert min(event.given.to_professional) >= 0.0


@given(states(Dyad), states(Carer), states(Event))
def test_without_a_visit__nothing_changes_hands(dyad, carer, event):
    event = changed(event, {"visit.attended": 0.0})
    assert give(dyad, carer, event, P, VISIT) == (dyad, event)


@given(states(Dyad), shares, shares)
def test_a_responsive_budget__keeps_its_total(dyad, responsiveness, empathy):
    """Norms sum to six: whatever is moved to what the user needs is taken from elsewhere."""
    p = defaults({"norm.responsiveness": responsiveness})
    carer = changed(FRESH, {"professional.empathy": empathy})
    assert total(p.norm.professional) == pytest.approx(6.0)
    assert total(professional_gifts(unmoved(dyad), carer, p)) == pytest.approx(6.0, rel=1e-12)


@given(states(Dyad), st.sampled_from(P.norm.user._fields))
def test_full_responsiveness_and_insight__give_in_proportion_to_the_need(dyad, name):
    dyad = changed(unmoved(dyad), {"tie.talk.understanding": 1.0})
    given_gifts = professional_gifts(dyad, FRESH, defaults({"norm.responsiveness": 1.0}))
    need = dyad.user.need
    expected = 6.0 * getattr(need, name) / total(need)
    assert getattr(given_gifts, name) == pytest.approx(expected, rel=1e-12)


def test_without_insight__a_need_of_ones_own_moves_nothing():
    p = defaults({"norm.responsiveness": 1.0, "give.empathy": 0.0})
    blind = changed(DYAD, {"tie.talk.understanding": 0.0})
    other = changed(blind, {"user.need.love": 0.99})
    assert bits(professional_gifts(other, FRESH, p)) == bits(professional_gifts(blind, FRESH, p))
    seen = changed(other, {"tie.talk.understanding": 0.5})
    assert professional_gifts(seen, FRESH, p).love > professional_gifts(other, FRESH, p).love


@given(shares, shares, parameters("give"))
def test_insight__grows_with_understanding_and_with_empathy(a, b, p):
    assert_rises(lambda understanding: insight(understanding, 0.4, p), a, b)
    assert_rises(lambda empathy: insight(0.4, empathy, p), a, b)
    assert 0.0 <= insight(a, b, p) <= 1.0
    assert insight(1.0, b, p) == 1.0


@given(states(Dyad), shares, shares, parameters("give"))
def test_severity__takes_from_the_users_services_and_from_nothing_else(dyad, severity, other, p):
    def gifts_at(x):
        return user_gifts(changed(dyad, {"person.severity": x}), p)

    assert_falls(lambda x: gifts_at(x).services, severity, other)
    assert gifts_at(severity)[:-1] == gifts_at(other)[:-1]


@given(states(Dyad), between(0.0, 4.0), between(0.0, 4.0), parameters("give"))
def test_a_fuller_purse__pays_no_less_money(dyad, purse, other, p):
    assert_rises(lambda x: user_gifts(changed(dyad, {"person.purse": x}), p).money, purse, other)
    empty = user_gifts(changed(dyad, {"person.purse": 0.0}), p)
    assert (empty.money, empty.goods) == (0.0, 0.0)


@given(states(Dyad), shares, shares)
def test_burnout__takes_first_what_is_particular(dyad, burnout, other):
    def gifts_at(x):
        return professional_gifts(dyad, changed(FRESH, {"professional.burnout": x}), P)

    for name in P.norm.user._fields:
        assert_falls(lambda x, name=name: getattr(gifts_at(x), name), burnout, other)
    assert gifts_at(burnout).money == gifts_at(other).money
    whole, worn = gifts_at(0.0), gifts_at(1.0)
    kept = [a / b for a, b in zip(worn, whole, strict=True)]
    assert min(kept) == kept[0] == pytest.approx(1.0 - P.give.burnout), "love goes first"


@given(shares, shares)
def test_a_tired_professional__gives_fewer_services_and_the_same_of_the_rest(energy, other):
    def gifts_at(x):
        return professional_gifts(DYAD, changed(CARER, {"professional.energy": x}), P)

    assert_rises(lambda x: gifts_at(x).services, energy, other)
    assert gifts_at(energy)[:-1] == gifts_at(other)[:-1]


@given(states(Side), parameters("give"))
def test_drive__lies_between_a_quarter_and_two(side, p):
    assert 0.25 <= drive(side, p.give.user) <= 2.0


def test_drive__is_one_at_the_references():
    assert drive(changed(DYAD.user, UNMOVED), P.give.user) == 1.0


@given(states(Side), shares, shares, parameters("give"))
def test_trust_and_debt__make_giving_more_and_credit_makes_it_less(side, a, b, p):
    def drive_by(name):
        return lambda value: drive(changed(side, {name: value}), p.give.professional)

    assert_rises(drive_by("feeling.trust"), a, b)
    assert_rises(drive_by("feeling.affect"), a, b)
    assert_rises(drive_by("books.debt"), a, b)
    assert_falls(drive_by("books.credit"), a, b)


def test_flows__are_the_mean_of_the_first_visits_and_then_remember_exponentially():
    def visit(number, flow, amounts_given):
        tie = changed(DYAD.tie, {"contact.attended": number, "flow.to_user": flow})
        return smoothed(tie, Given(amounts_given, NOTHING), P).to_user

    first = visit(1.0, 99.0, Gifts(1, 1, 1, 1, 1, 1))
    assert first == 6.0, "no start value lingers"
    assert visit(2.0, first, NOTHING) == 3.0
    later = 1.0 + 1.0 / P.give.flow
    assert visit(later, 4.0, NOTHING) == pytest.approx(4.0 * (1.0 - P.give.flow))


def test_both_sides__act_on_the_state_before_the_visit():
    """What one gives does not see what the other gives: the order of the two does not exist."""
    _, event = give(DYAD, CARER, MET, P, VISIT)
    assert event.given.to_user == professional_gifts(DYAD, CARER, P)
    assert event.given.to_professional == user_gifts(DYAD, P)
