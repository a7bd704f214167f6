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
    signed,
    states,
    visited,
)
from hypothesis import given
from hypothesis import strategies as st

from mutua.resources import NOTHING, Gifts, total
from mutua.rules.give import (
    acceptance,
    drive,
    give,
    harm,
    insight,
    professional_gifts,
    smoothed,
    user_gifts,
)
from mutua.state import NOT_GIVEN, Carer, Dyad, Event, Side, Visit

MET = EVENT._replace(visit=Visit(1.0, 1.0, 0.0, 0.0, 5.0))

#: No feeling, no book, no habit and no fatigue moves the giver: what is left is the budget.
UNMOVED = {
    "habit": Gifts(1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    "feeling.trust": 0.5,
    "feeling.affect": 0.0,
    "feeling.rupture": 0.0,
    "books.debt": 0.0,
    "books.credit": 0.0,
}
FRESH = changed(CARER, {"professional.energy": 1.0, "professional.burnout": 0.0})


def unmoved(dyad: Dyad) -> Dyad:
    """Nobody is held responsible, either."""
    dyad = changed(dyad, {"person.traits.responsibility": 0.0})
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
    """Of somebody who gives something of each class."""
    habit = UNMOVED["habit"]
    dyad = changed(dyad, {"professional.habit": habit, "professional.feeling.rupture": 0.0})

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
        return smoothed(tie, NOT_GIVEN._replace(to_user=amounts_given), P).to_user

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


@given(visited, states(Carer), parameters("give"))
def test_an_answered_request__is_an_extra_act_of_love_and_services_beyond_the_budget(
    dyad, carer, p
):
    def gifts_given(answered):
        event = changed(MET, {"visit.asked": answered, "visit.answered": answered})
        return give(dyad, carer, event, p, VISIT)[1].given

    usual, more = gifts_given(0.0), gifts_given(1.0)
    assert more.to_user.love == usual.to_user.love + p.give.extra
    assert more.to_user.services == usual.to_user.services + p.give.extra
    assert more.to_user[1:-1] == usual.to_user[1:-1]
    assert more._replace(to_user=usual.to_user) == usual


rates = between(0.0, 10.0)


@given(signed, signed, shares, shares, rates, rates)
def test_harm__rises_with_hostility_and_bad_feeling_and_falls_with_skill(a, b, s, t, rate, more):
    assert_rises(lambda hostility: harm(a, s, hostility), rate, more)
    assert_falls(lambda affect: harm(affect, s, rate), a, b)
    assert_falls(lambda skill: harm(a, skill, rate), s, t)
    assert harm(abs(a), s, rate) == harm(a, 1.0, rate) == 0.0 <= harm(a, s, rate)
    assert harm(-1.0, 0.0, rate) == rate


@given(visited, states(Carer), parameters("give"))
def test_harm__is_done_by_the_others_bad_feeling_and_takes_nothing_from_the_gifts(dyad, carer, p):
    given_now = give(dyad, carer, MET, p, VISIT)[1].given
    bad = dyad.professional.feeling.affect, dyad.user.feeling.affect
    skill = carer.professional.skill
    assert given_now.harm_to_user == harm(bad[0], skill, p.harm.professional)
    assert given_now.harm_to_professional == harm(bad[1], 0.0, p.harm.user)
    friendly = changed(p, {"harm.professional": 0.0, "harm.user": 0.0})
    harmless = give(dyad, carer, MET, friendly, VISIT)[1].given
    assert harmless == given_now._replace(harm_to_user=0.0, harm_to_professional=0.0)


@given(shares, shares, parameters("give"))
def test_help_with_strings__is_accepted_less_by_those_in_debt(debt, other, p):
    assert_falls(lambda x: acceptance(x, p), debt, other)
    assert 0.0 < acceptance(debt, p) <= 1.0
    assert acceptance(debt, changed(p, {"norm.contract": 0.0})) == 1.0 == acceptance(0.0, p)
    strict = defaults({"norm.contract": 1.0, "give.refusal": 1.0})
    assert acceptance(1.0, strict) == 0.5


@given(states(Dyad), shares, shares, parameters("give"))
def test_refusal__takes_from_money_and_goods_alone(dyad, debt, other, p):
    def gifts_at(x):
        return professional_gifts(changed(dyad, {"user.books.debt": x}), CARER, p)

    assert_falls(lambda x: gifts_at(x).money, debt, other)
    assert_falls(lambda x: gifts_at(x).goods, debt, other)
    without = {"money": 0.0, "goods": 0.0}
    assert gifts_at(debt)._replace(**without) == gifts_at(other)._replace(**without)


@given(states(Dyad), shares, shares, parameters("give"))
def test_attribution__takes_from_goods_and_services_alone(dyad, responsibility, other, p):
    def gifts_at(x):
        blamed = changed(dyad, {"person.traits.responsibility": x})
        return professional_gifts(blamed, CARER, p)

    assert_falls(lambda x: gifts_at(x).goods, responsibility, other)
    assert_falls(lambda x: gifts_at(x).services, responsibility, other)
    without = {"goods": 0.0, "services": 0.0}
    assert gifts_at(responsibility)._replace(**without) == gifts_at(other)._replace(**without)
    whole, blamed = gifts_at(0.0), gifts_at(1.0)
    assert blamed.services == pytest.approx(whole.services * (1.0 - p.give.attribution))


@given(states(Dyad), shares, shares, parameters("give"))
def test_a_rupture__closes_disclosure_and_nothing_else(dyad, rupture, other, p):
    def gifts_at(side, x):
        hurt = changed(dyad, {f"{side}.feeling.rupture": x})
        return user_gifts(hurt, p) if side == "user" else professional_gifts(hurt, CARER, p)

    for side in ("user", "professional"):
        assert_falls(lambda x, side=side: gifts_at(side, x).information, rupture, other)
        assert gifts_at(side, 1.0).information == 0.0
        ends = [gifts_at(side, x)._replace(information=0.0) for x in (rupture, other)]
        assert ends[0] == ends[1]


@given(states(Dyad), between(0.0, 2.0), st.sampled_from(P.norm.user._fields))
def test_a_habit__multiplies_what_is_given_of_its_class_alone(dyad, habit, name):
    usual = changed(unmoved(dyad), {"person.purse": 4.0})
    side = usual.professional
    used = changed(usual, {"professional.habit": side.habit._replace(**{name: habit})})
    before, after = professional_gifts(usual, FRESH, P), professional_gifts(used, FRESH, P)
    assert getattr(after, name) == pytest.approx(habit * getattr(before, name), rel=1e-12)
    assert after._replace(**{name: 0.0}) == before._replace(**{name: 0.0})


@given(states(Dyad), shares, shares, parameters("give"))
def test_following_the_treatment__is_part_of_the_status_given(dyad, adherence, other, p):
    def gifts_at(x):
        return user_gifts(changed(dyad, {"person.adherence": x}), p)

    assert_rises(lambda x: gifts_at(x).status, adherence, other)
    assert gifts_at(adherence)._replace(status=0.0) == gifts_at(other)._replace(status=0.0)


@given(states(Dyad), shares, shares, parameters("give"))
def test_efficacy__saves_the_services_that_severity_takes(dyad, efficacy, other, p):
    def services(x, severity):
        who = changed(dyad, {"person.mind.efficacy": x, "person.severity": severity})
        return user_gifts(who, p).services

    assert_rises(lambda x: services(x, 0.8), efficacy, other)
    assert services(efficacy, 0.0) == services(other, 0.0) == services(1.0, 0.8)


def test_no_reason_to_give_less__is_idle_at_the_defaults():
    def lost(name, of):
        low, high = (professional_gifts(changed(DYAD, {name: x}), CARER, P) for x in (0.2, 0.8))
        return min(getattr(low, one) - getattr(high, one) for one in of)

    assert lost("user.books.debt", ("money", "goods")) > 0.0
    assert lost("person.traits.responsibility", ("goods", "services")) > 0.0
    follows, shirks = (user_gifts(changed(DYAD, {"person.adherence": x}), P) for x in (0.8, 0.2))
    assert follows.status > shirks.status
    able, unable = (user_gifts(changed(DYAD, {"person.mind.efficacy": x}), P) for x in (0.8, 0.2))
    assert able.services > unable.services
