"""Give: what changes hands, within the means, and nothing made or lost."""

import pytest
from helpers import (
    CARER,
    DYAD,
    MET,
    VISIT,
    P,
    assert_falls,
    assert_rises,
    between,
    bits,
    changed,
    defaults,
    gifts,
    parameters,
    random_draws,
    shares,
    signed,
    states,
    visited,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import NOTHING, Gifts, total
from mutua.model.rules.acts import beyond_role, beyond_role_of_user
from mutua.model.rules.agenda import agenda_of, talk_by_agenda
from mutua.model.rules.give import (
    acceptance,
    drive,
    everyday,
    feedback_insight,
    feedback_talk,
    give,
    harm,
    insight,
    insight_into,
    intended_by_professional,
    intended_by_user,
    professional_gifts,
    reserve,
    role_here,
    seen_calm_wish,
    seen_wish,
    smooth_flow,
    user_gifts,
    withdrawal,
)
from mutua.model.rules.response import USUAL_CLIMATE, power_held, voice_of, wished_control
from mutua.model.rules.worth import part_of_visit
from mutua.model.state import NOT_GIVEN, Books, Carer, Dyad, Event, Side, Team, Visit

#: No feeling, no book, no habit and no fatigue moves the giver: what is left is the budget.
UNMOVED = {
    "habit": Gifts(1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    "feeling.trust": 0.5,
    "feeling.affect": 0.0,
    "feeling.rupture": 0.0,
    "books.debt": 0.0,
    "books.credit": 0.0,
}
#: Rested, in a team of middling climate whose members give what the role prescribes.
FRESH = changed(
    CARER,
    {
        "professional.energy": 1.0,
        "professional.burnout": 0.0,
        "team.climate": USUAL_CLIMATE,
        "team.giving": P.norm.professional,
    },
)


def unmoved(dyad: Dyad) -> Dyad:
    """Nobody is held responsible, forced or on the ward, either."""
    dyad = changed(
        dyad,
        {
            "person.traits.responsibility": 0.0,
            "person.order": 0.0,
            "person.course.admitted": 0.0,
        },
    )
    return dyad._replace(
        user=changed(dyad.user, UNMOVED), professional=changed(dyad.professional, UNMOVED)
    )


def professional_gives(dyad: Dyad, carer: Carer, p: Parameters) -> Gifts:
    """Six amounts that a professional gives day by day at a usual agenda."""
    return professional_gifts(intended_by_professional(dyad, carer, p), 1.0, dyad, carer, p)


def user_gives(dyad: Dyad, p: Parameters) -> Gifts:
    """Six amounts that a user gives day by day at a usual agenda."""
    return user_gifts(intended_by_user(dyad, p), 1.0, dyad, p)


def talk_of(dyad: Dyad, carer: Carer, p: Parameters) -> float:
    """Factor of the agenda of the two on what they tell."""
    return talk_by_agenda(agenda_of(dyad.person, carer.professional.energy, p), p)


def told(given_gifts: Gifts, talk: float) -> Gifts:
    """The same gifts, with information as an agenda makes both talk."""
    return given_gifts._replace(information=given_gifts.information * talk)


@given(states(Dyad), states(Carer), parameters("give"))
def test_nobody__gives_less_than_nothing(dyad, carer, p):
    assert min(professional_gives(dyad, carer, p)) >= 0.0
    assert min(user_gives(dyad, p)) >= 0.0


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
    """What is reserved for a visit that is missed is a cost, and given to nobody."""
    event = changed(event, {"visit.attended": 0.0})
    after, happened = give(dyad, carer, event, P, VISIT)
    assert after == dyad
    kept_free = reserve(event.visit, P)
    assert happened == event._replace(given=NOT_GIVEN._replace(reserved=kept_free))


@given(states(Visit), parameters("give"))
def test_an_hour_kept_free__costs_its_share_of_the_role_where_a_visit_is_missed(visit, p):
    missed = visit._replace(offered=1.0, attended=0.0)
    norm = total(p.norm.professional)
    cost = p.give.reserved * p.effort.professional * norm
    assert reserve(missed, p) == pytest.approx(cost, rel=1e-12, abs=1e-12)
    for other in (missed._replace(attended=1.0), missed._replace(offered=0.0)):
        assert reserve(other, p) == 0.0


@given(states(Dyad), shares, shares)
def test_a_responsive_budget__keeps_its_total(dyad, responsiveness, empathy):
    """Norms sum to six: whatever is moved to what the user needs is taken from elsewhere."""
    p = defaults({"norm.responsiveness": responsiveness})
    carer = changed(FRESH, {"professional.empathy": empathy})
    assert total(p.norm.professional) == pytest.approx(6.0)
    assert total(professional_gives(unmoved(dyad), carer, p)) == pytest.approx(6.0, rel=1e-12)


@given(states(Dyad), st.sampled_from(P.norm.user._fields))
def test_full_responsiveness_and_insight__give_in_proportion_to_the_need(dyad, name):
    dyad = changed(unmoved(dyad), {"tie.talk.understanding": 1.0})
    given_gifts = professional_gives(dyad, FRESH, defaults({"norm.responsiveness": 1.0}))
    need = dyad.user.need
    expected = 6.0 * getattr(need, name) / total(need)
    assert getattr(given_gifts, name) == pytest.approx(expected, rel=1e-12)


def test_without_insight__a_need_of_ones_own_moves_nothing():
    deaf = {"give.empathy": 0.0, "agenda.insight": 0.0}
    p = defaults({"norm.responsiveness": 1.0} | deaf)
    blind = changed(DYAD, {"tie.talk.understanding": 0.0})
    other = changed(blind, {"user.need.love": 0.99})
    assert bits(professional_gives(other, FRESH, p)) == bits(professional_gives(blind, FRESH, p))
    seen = changed(other, {"tie.talk.understanding": 0.5})
    assert professional_gives(seen, FRESH, p).love > professional_gives(other, FRESH, p).love


@given(shares, shares, parameters("give"))
def test_insight__grows_with_understanding_and_with_empathy(a, b, p):
    """And with the share of the agenda that the user sets."""
    assert_rises(lambda understanding: insight(understanding, 0.4, 0.3, 0.2, p), a, b)
    assert_rises(lambda empathy: insight(0.4, empathy, 0.3, 0.2, p), a, b)
    assert_rises(lambda fed_back: insight(0.4, 0.3, fed_back, 0.2, p), a, b)
    assert_rises(lambda agenda: insight(0.4, 0.3, 0.2, agenda, p), a, b)
    assert 0.0 <= insight(a, b, a, b, p) <= 1.0
    assert insight(1.0, b, a, b, p) == insight(a, b, 1.0, b, p) == 1.0
    silent = changed(p, {"agenda.insight": 0.0})
    assert insight(a, b, 0.5, 1.0, silent) == insight(a, b, 0.5, 0.0, p)


@given(between(0.0, 1e3), between(0.0, 1e3), parameters("give"))
def test_what_was_fed_back__informs_less_and_less(since, other, p):
    """By half after one interval."""
    assert_falls(lambda weeks: feedback_insight(weeks, p), since, other)
    strength = p.interventions.feedback.strength
    assert feedback_insight(0.0, p) == strength
    assert feedback_insight(p.interventions.feedback_interval, p) == 0.5 * strength
    assert feedback_insight(since, changed(p, {"interventions.feedback.strength": 0.0})) == 0.0


@given(states(Dyad), states(Carer), parameters("give"))
def test_the_wish_for_control__is_seen_between_the_typical_and_the_true_one(dyad, carer, p):
    calm, crisis = seen_calm_wish(dyad, carer, p), dyad.person.course.crisis
    seen, true = seen_wish(calm, crisis, p), wished_control(dyad.person, p)
    typical = p.population.preferred_control.mean
    if dyad.person.course.crisis > 0.0:
        typical += p.crisis.wish * (1.0 - typical)
    assert min(typical, true) - 1e-15 <= seen <= max(typical, true) + 1e-15
    apart = abs(seen - typical)
    assert apart == pytest.approx(insight_into(dyad, carer, p) * abs(true - typical), abs=1e-14)


@given(between(0.0, 1e3), shares, shares, parameters("give"))
def test_what_was_fed_back__is_talked_over_as_far_as_it_informs(since, a, b, p):
    def talked(x):
        return feedback_talk(since, changed(p, {"give.talk": x}))

    assert_rises(talked, a, b)
    assert talked(0.0) == 0.0 <= talked(a) <= 1.0
    assert talked(1.0) == feedback_insight(since, p)


#: A view of full weight was fed back this week.
FED_BACK = {"interventions.feedback.strength": 1.0}


@given(states(Dyad), shares, shares)
def test_a_view_fed_back__makes_who_hears_it_more_responsive(dyad, talk, other):
    """The wish is known either way; what changes is what is made of it."""
    dyad = changed(unmoved(dyad), {"tie.since_feedback": 0.0, "tie.talk.understanding": 1.0})
    need = dyad.user.need

    def apart(x):
        """How far what is given is from a division by the need."""
        given_gifts = professional_gives(dyad, FRESH, changed(P, FED_BACK | {"give.talk": x}))
        pairs = zip(given_gifts, need, strict=True)
        return sum(abs(gift - 6.0 * n / total(need)) for gift, n in pairs)

    assert_falls(apart, talk, other)
    assert apart(1.0) == pytest.approx(0.0, abs=1e-9)


@given(states(Dyad), states(Carer), parameters("give"))
def test_a_view_fed_back_and_not_talked_over__moves_no_one_who_does_not_respond(dyad, carer, p):
    p = changed(p, {"give.talk": 0.0, "norm.responsiveness": 0.0})
    heard, unheard = (
        professional_gives(dyad, carer, changed(p, {"interventions.feedback.strength": x}))
        for x in (1.0, 0.0)
    )
    assert bits(heard) == bits(unheard)


@given(states(Dyad), parameters("give"))
def test_a_user_whose_view_was_fed_back__tells_more_and_gives_the_same_of_the_rest(dyad, p):
    fed_back, not_so = (changed(p, {"interventions.feedback.strength": x}) for x in (0.8, 0.0))
    asked, unasked = user_gives(dyad, fed_back), user_gives(dyad, not_so)
    more = 1.0 + feedback_talk(dyad.tie.since_feedback, fed_back)
    assert asked.information == unasked.information * more
    assert asked._replace(information=0.0) == unasked._replace(information=0.0)


habits = between(0.0, 2.0)


@given(habits, habits, between(0.25, 2.0), between(0.25, 2.0), between(1.0, 2.0))
def test_everyday_giving__rises_with_habit_and_drive_up_to_its_end(habit, other, ready, more, most):
    """What is more is an act beyond the role."""
    assert_rises(lambda x: everyday(x, ready, most), habit, other)
    assert_rises(lambda x: everyday(habit, x, most), ready, more)
    assert everyday(habit, ready, most) == min(habit * ready, most)


@given(states(Dyad), states(Carer), shares, shares, between(0.0, 4.0), parameters("give"))
def test_what_is_intended__knows_neither_illness_nor_purse_nor_fatigue(dyad, carer, a, b, purse, p):
    here = {"person.severity": a, "person.adherence": b, "person.purse": purse}
    assert intended_by_user(changed(dyad, here), p) == intended_by_user(dyad, p)
    ready = drive(dyad.user, p)
    pairs = zip(p.norm.user, dyad.user.habit, strict=True)
    expected = [norm * min(habit * ready, p.habit.most) for norm, habit in pairs]
    assert intended_by_user(dyad, p) == pytest.approx(expected, rel=1e-12)
    worn = {"professional.energy": a, "professional.burnout": b, "team.climate": 0.2}
    assert intended_by_professional(dyad, changed(carer, worn), p) == intended_by_professional(
        dyad, carer, p
    )


@given(states(Dyad), states(Carer), parameters("give"))
def test_nobody__gives_more_day_by_day_than_the_most(dyad, carer, p):
    """Of the role; of a budget that was moved to the need, as a whole."""
    done = intended_by_user(dyad, p)
    limits = [p.habit.most * norm + 1e-12 for norm in p.norm.user]
    assert all(x <= most for x, most in zip(done, limits, strict=True))
    norm = total(p.norm.professional)
    own = total(intended_by_professional(dyad, carer, p))
    assert own <= p.habit.most * max(norm, 6.0) * (1.0 + 1e-12)


@given(visited, states(Carer), parameters("give"))
def test_where_nothing_is_in_the_way__all_that_is_intended_is_given(dyad, carer, p):
    able = {
        "person.severity": 0.0,
        "person.adherence": 1.0,
        "person.purse": 1e9,
        "person.course.admitted": 0.0,
        "user.feeling.rupture": 0.0,
    }
    p = changed(p, {"give.talk": 0.0, "give.purse": 0.01, "budget.user": 1.0, "agenda.talk": 0.0})
    done = give(changed(dyad, able), carer, MET, p, VISIT)[1].given
    intended = p.effort.user * total(done.intended_by_user)
    assert total(done.to_professional) == pytest.approx(intended, rel=1e-6)


@given(visited, states(Carer), random_draws, parameters("give"))
def test_a_visit__keeps_what_both_sides_intended(dyad, carer, draws, p):
    """Before acts, harm and means: it is what habits are learnt from."""
    done = give(dyad, carer, MET, p, draws)[1].given
    assert done.intended_by_user == intended_by_user(dyad, p)
    assert done.intended_by_professional == intended_by_professional(dyad, carer, p)
    assert done.reserved == 0.0


def test_feedback__lets_the_wish_be_seen_that_nobody_understood():
    strange = changed(DYAD, {"person.traits.preferred_control": 0.05, "tie.since_feedback": 0.0})
    fed_back = changed(P, {"interventions.feedback.strength": 0.8})
    assert seen_calm_wish(strange, CARER, fed_back) < seen_calm_wish(strange, CARER, P)
    whole = changed(P, {"interventions.feedback.strength": 1.0})
    assert seen_calm_wish(strange, CARER, whole) == pytest.approx(0.05)


@given(states(Dyad), states(Carer), parameters("give"))
def test_who_sets_the_agenda__shows_what_matters(dyad, carer, p):
    """S001 item 65: insight with the user's initiative is never below that without."""
    led, leading = (
        insight_into(dyad, carer, changed(p, {"norm.initiative": x})) for x in (1.0, 0.0)
    )
    assert led <= leading + 1e-15
    silent = {"agenda.insight": 0.0}
    assert insight_into(dyad, carer, changed(p, silent)) == insight_into(
        dyad, carer, changed(p, silent | {"norm.initiative": 0.0})
    )


@given(states(Dyad), shares, shares, parameters("give"))
def test_severity__takes_from_the_users_services_and_from_nothing_else(dyad, severity, other, p):
    def gifts_at(x):
        return user_gives(changed(dyad, {"person.severity": x}), p)

    assert_falls(lambda x: gifts_at(x).services, severity, other)
    assert gifts_at(severity)[:-1] == gifts_at(other)[:-1]


@given(states(Dyad), between(0.0, 4.0), between(0.0, 4.0), parameters("give"))
def test_a_fuller_purse__pays_no_less_money(dyad, purse, other, p):
    assert_rises(lambda x: user_gives(changed(dyad, {"person.purse": x}), p).money, purse, other)
    empty = user_gives(changed(dyad, {"person.purse": 0.0}), p)
    assert (empty.money, empty.goods) == (0.0, 0.0)


@given(states(Dyad), shares, shares)
def test_burnout__takes_first_what_is_particular(dyad, burnout, other):
    """Of somebody who gives something of each class."""
    habit = UNMOVED["habit"]
    dyad = changed(dyad, {"professional.habit": habit, "professional.feeling.rupture": 0.0})

    def gifts_at(x):
        return professional_gives(dyad, changed(FRESH, {"professional.burnout": x}), P)

    for name in P.norm.user._fields:
        assert_falls(lambda x, name=name: getattr(gifts_at(x), name), burnout, other)
    assert gifts_at(burnout).money == gifts_at(other).money
    whole, worn = gifts_at(0.0), gifts_at(1.0)
    kept = [a / b for a, b in zip(worn, whole, strict=True)]
    assert min(kept) == kept[0] == pytest.approx(1.0 - P.give.burnout), "love goes first"


@given(shares, shares)
def test_a_tired_professional__gives_fewer_services_and_the_same_of_the_rest(energy, other):
    def gifts_at(x):
        return professional_gives(DYAD, changed(CARER, {"professional.energy": x}), P)

    assert_rises(lambda x: gifts_at(x).services, energy, other)
    assert gifts_at(energy)[:-1] == gifts_at(other)[:-1]


@given(states(Side), parameters("give"))
def test_drive__lies_between_a_quarter_and_two(side, p):
    assert 0.25 <= drive(side, p) <= 2.0


def test_drive__is_one_at_the_references():
    assert drive(changed(DYAD.user, UNMOVED), P) == 1.0


@given(states(Side), shares, shares, parameters("give"))
def test_trust_affect_and_debt__make_giving_more(side, a, b, p):
    def drive_by(name):
        return lambda value: drive(changed(side, {name: value}), p)

    assert_rises(drive_by("feeling.trust"), a, b)
    assert_rises(drive_by("feeling.affect"), a, b)
    assert_rises(drive_by("books.debt"), a, b)
    assert drive_by("books.credit")(a) == drive_by("books.credit")(b), "acts by withdrawal"


def test_who_owes__gives_more_at_the_defaults():
    low, high = (drive(changed(DYAD.user, {"books.debt": x}), P) for x in (0.0, 0.5))
    assert high == pytest.approx(low * (1.0 + 0.5 * P.give.debt))


def test_flows__are_the_mean_of_the_first_visits_and_then_remember_exponentially():
    def visit(number, flow, amounts_given):
        tie = changed(DYAD.tie, {"contact.attended": number, "flow.to_user": flow})
        return smooth_flow(tie, NOT_GIVEN._replace(to_user=amounts_given), P).to_user

    first = visit(1.0, 99.0, Gifts(1, 1, 1, 1, 1, 1))
    assert first == 6.0, "no start value lingers"
    assert visit(2.0, first, NOTHING) == 3.0
    later = 1.0 + 1.0 / P.give.flow
    assert visit(later, 4.0, NOTHING) == pytest.approx(4.0 * (1.0 - P.give.flow))


def test_both_sides__act_on_the_state_before_the_visit():
    """What one gives does not see what the other gives: the order of the two does not exist."""
    _, event = give(DYAD, CARER, MET, P, VISIT)
    talk = talk_of(DYAD, CARER, P)
    assert event.given.to_user == told(professional_gives(DYAD, CARER, P), talk)
    assert event.given.to_professional == pytest.approx(told(user_gives(DYAD, P), talk), rel=1e-12)


@given(visited, states(Carer), parameters("give"))
def test_an_agenda__makes_both_sides_tell_more_and_give_the_same_of_the_rest(dyad, carer, p):
    done = give(dyad, carer, MET, p, VISIT)[1].given
    usual = give(dyad, carer, MET, changed(p, {"agenda.talk": 0.0}), VISIT)[1].given
    talk = talk_of(dyad, carer, p)
    for side in ("to_user", "to_professional"):
        spoken, before = getattr(done, side), getattr(usual, side)
        extra = done.extra.information if side == "to_user" else done.returned.information
        assert spoken.information - extra == pytest.approx(
            (before.information - extra) * talk, rel=1e-9, abs=1e-12
        )
        assert spoken._replace(information=0.0) == before._replace(information=0.0)


@given(visited, states(Carer), st.sampled_from(["asked", "unasked"]), parameters("give"))
def test_an_act_of_a_professional__is_love_and_services_beyond_the_budget(dyad, carer, kind, p):
    def given_now(acts):
        asked = acts if kind == "asked" else 0.0
        draws = VISIT._replace(asks=0.0 if acts and kind == "unasked" else 1.0)
        event = changed(MET, {"visit.asked": asked, "visit.answered": asked})
        return give(dyad, carer, event, p, draws)[1].given

    dyad = changed(dyad, {"professional.feeling.trust": 1.0})
    p = changed(p, {"give.unasked": 0.5})
    usual, more = given_now(0.0), given_now(1.0)
    act = p.give.extra * p.effort.professional * (1.0 + p.interventions.boundary.strength)
    act = act * part_of_visit(dyad.person, p)
    expected = usual.to_user._replace(
        love=usual.to_user.love + act, services=usual.to_user.services + act
    )
    assert more.to_user == pytest.approx(expected, rel=1e-12)
    assert more._replace(to_user=usual.to_user, extra=usual.extra) == usual


@given(visited, states(Carer), parameters("give"))
def test_an_act_of_a_user__is_status_and_services_beyond_the_role(dyad, carer, p):
    """A thank-you, and help, by ill and poor users too."""
    dyad = changed(dyad, {"user.feeling.trust": 1.0})
    p = changed(p, {"give.returned": 0.5})
    usual, more = (
        give(dyad, carer, MET, p, VISIT._replace(answers=x))[1].given for x in (1.0, 0.0)
    )
    part = part_of_visit(dyad.person, p)
    act = p.give.extra * p.effort.user * part
    assert usual.returned == NOTHING
    assert (
        more.returned == NOTHING._replace(status=act, services=act) == beyond_role_of_user(part, p)
    )
    whole = usual.to_professional
    expected = whole._replace(status=whole.status + act, services=whole.services + act)
    assert more.to_professional == pytest.approx(expected, rel=1e-12)
    assert more._replace(to_professional=whole, returned=NOTHING) == usual


@given(visited, states(Carer), st.sampled_from([0.0, 1.0]), parameters("give"))
def test_acts__come_on_top_of_the_role_and_are_kept_apart(dyad, carer, answered, p):
    event = changed(MET, {"visit.asked": answered, "visit.answered": answered})
    done = give(dyad, carer, event, p, VISIT)[1].given
    assert done.extra == beyond_role(part_of_visit(dyad.person, p) * answered, p)
    usual = told(professional_gives(dyad, carer, p), talk_of(dyad, carer, p))
    assert done.to_user == tuple(a + b for a, b in zip(usual, done.extra, strict=True))
    assert done.extra.status == done.extra.information == 0.0


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
    skill, held = carer.professional.skill, dyad.person.order > 0.0
    held = held or dyad.person.course.admitted > 0.0
    taken = p.harm.coercion * power_held(p) if held else 0.0
    breach = p.interventions.breach.strength
    assert given_now.harm_to_user == harm(bad[0], skill, p.harm.professional) + taken + breach
    protest = p.harm.user * 2.0 * voice_of(dyad.person, p)
    held_back = harm(bad[1], dyad.person.mind.efficacy, protest)
    assert given_now.harm_to_professional == held_back
    harms = ("harm.professional", "harm.user", "harm.coercion", "interventions.breach.strength")
    friendly = changed(p, dict.fromkeys(harms, 0.0))
    harmless = give(dyad, carer, MET, friendly, VISIT)[1].given
    assert harmless == given_now._replace(harm_to_user=0.0, harm_to_professional=0.0)


@given(visited, states(Carer), shares, shares, parameters("give"))
def test_bad_feeling__is_voiced_by_the_anxious_and_kept_by_the_avoidant(dyad, carer, a, b, p):
    bad = changed(dyad, {"user.feeling.affect": -0.6})

    def taken(name):
        def harm_done(x):
            here = changed(bad, {name: x})
            return give(here, carer, MET, p, VISIT)[1].given.harm_to_professional

        return harm_done

    assert_rises(taken("person.traits.anxiety"), a, b)
    assert_falls(taken("person.avoidance"), a, b)
    assert_falls(taken("person.mind.efficacy"), a, b)
    assert taken("user.feeling.affect")(a) == 0.0


@given(shares, shares, parameters("give"))
def test_help_with_strings__is_accepted_less_by_those_in_debt(debt, other, p):
    assert_falls(lambda x: acceptance(x, other, p), debt, other)
    assert_falls(lambda x: acceptance(debt, x, p), debt, other)
    assert 0.0 < acceptance(debt, other, p) <= 1.0
    assert acceptance(debt, 0.0, p) == 1.0 == acceptance(0.0, other, p)
    assert acceptance(debt, other, changed(p, {"give.refusal": 0.0})) == 1.0
    assert acceptance(1.0, 1.0, defaults({"give.refusal": 1.0})) == 0.5


@given(states(Dyad), shares, shares, parameters("give"))
def test_refusal__takes_from_money_and_goods_alone_of_those_who_are_free(dyad, debt, other, p):
    dyad = changed(dyad, {"person.order": 0.0, "person.course.admitted": 0.0})

    def gifts_at(x):
        return professional_gives(changed(dyad, {"user.books.debt": x}), CARER, p)

    assert_falls(lambda x: gifts_at(x).money, debt, other)
    assert_falls(lambda x: gifts_at(x).goods, debt, other)
    without = {"money": 0.0, "goods": 0.0}
    assert gifts_at(debt)._replace(**without) == gifts_at(other)._replace(**without)


@given(states(Dyad), shares, parameters("give"))
def test_refusal__takes_of_everything_from_those_who_are_held(dyad, debt, p):
    """The law's power is a string on all that its holder gives, save what has the deal's."""
    held = changed(dyad, {"person.order": 2.0, "user.books.debt": debt})
    free = changed(held, {"person.order": 0.0, "person.course.admitted": 0.0})
    p = changed(p, {"give.admitted": 1.0})
    left = acceptance(debt, power_held(p), p)
    usual = professional_gives(free, CARER, p)
    kept = {"money": usual.money, "goods": usual.goods}
    expected = Gifts(*(left * amount for amount in usual))._replace(**kept)
    assert professional_gives(held, CARER, p) == pytest.approx(expected, rel=1e-12, abs=1e-300)


@given(states(Dyad), shares, shares, parameters("give"))
def test_attribution__takes_from_goods_and_services_alone(dyad, responsibility, other, p):
    def gifts_at(x):
        blamed = changed(dyad, {"person.traits.responsibility": x})
        return professional_gives(blamed, CARER, p)

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
        return user_gives(hurt, p) if side == "user" else professional_gives(hurt, CARER, p)

    for side in ("user", "professional"):
        assert_falls(lambda x, side=side: gifts_at(side, x).information, rupture, other)
        assert gifts_at(side, 1.0).information == 0.0
        ends = [gifts_at(side, x)._replace(information=0.0) for x in (rupture, other)]
        assert ends[0] == ends[1]


@given(shares, shares, shares, parameters("give"))
def test_the_deprived__withdraw_and_the_over_benefited_do_not(debt, credit, other, p):
    """Who was given more than is due gives more by `drive`, and never less by this."""
    assert 0.0 < withdrawal(Books(debt, credit), p) <= 1.0
    assert_falls(lambda x: withdrawal(Books(debt, x), p), credit, other)
    assert withdrawal(Books(debt, min(credit, debt)), p) == 1.0
    assert withdrawal(Books(debt, credit), changed(p, {"give.withdrawal": 0.0})) == 1.0


def multiplied(dyad, carer, p, names):
    """What all six gifts are multiplied by where the named fields stand at other values."""
    before = professional_gives(dyad, carer, p)
    after = professional_gives(changed(dyad, names), carer, p)
    ratios = [b / a for a, b in zip(before, after, strict=True) if a > 0.0]
    assert max(ratios) - min(ratios) < 1e-12 * max(ratios)
    return ratios[0]


def test_withdrawal_and_the_ward__multiply_all_that_is_given():
    p = changed(P, {"give.debt": 0.0})
    level = changed(unmoved(DYAD), {"professional.books": Books(0.3, 0.3)})
    books = {"professional.books": Books(0.1, 0.5)}
    assert multiplied(level, FRESH, p, books) == pytest.approx(withdrawal(Books(0.1, 0.5), p))
    ward = {"person.course.admitted": 1.0}
    free = changed(p, {"service.statutory_power": 0.0})
    assert multiplied(level, FRESH, free, ward) == pytest.approx(P.give.admitted)


@given(states(Dyad), states(Carer), between(0.0, 3.0), parameters("give"))
def test_effort__multiplies_all_that_either_side_gives_day_by_day(dyad, carer, effort, p):
    """Money and goods of a user aside, which the purse limits."""
    tried, usual = (changed(p, {"effort.professional": x, "effort.user": x}) for x in (effort, 1.0))
    expected = [effort * amount for amount in professional_gives(dyad, carer, usual)]
    assert professional_gives(dyad, carer, tried) == pytest.approx(expected, rel=1e-12)
    without = {"money": 0.0, "goods": 0.0}
    expected = [effort * amount for amount in user_gives(dyad, usual)._replace(**without)]
    assert user_gives(dyad, tried)._replace(**without) == pytest.approx(expected, rel=1e-12)


@given(states(Dyad), parameters("give"))
def test_a_week_on_the_ward__is_part_of_a_visit_for_the_user_too(dyad, p):
    without = {"money": 0.0, "goods": 0.0}
    home, ward = (
        user_gives(changed(dyad, {"person.course.admitted": x}), p)._replace(**without)
        for x in (0.0, 1.0)
    )
    assert ward == pytest.approx([p.give.admitted * amount for amount in home], rel=1e-12)


@given(states(Dyad), states(Carer), shares, shares, parameters("give"))
def test_a_better_climate__makes_all_giving_more(dyad, carer, climate, other, p):
    def gifts_in(x):
        return professional_gives(dyad, changed(carer, {"team.climate": x}), p)

    for name in P.norm.user._fields:
        assert_rises(lambda x, name=name: getattr(gifts_in(x), name), climate, other)
    off = changed(p, {"give.climate": 0.0})
    here, there = (
        professional_gives(dyad, changed(carer, {"team.climate": x}), off) for x in (climate, other)
    )
    assert bits(here) == bits(there)


@given(states(Team), parameters("give"))
def test_the_ward__draws_the_division_of_the_role_to_what_its_members_give(team, p):
    """The total stays; with full weight the division is the team's, with none the regime's."""
    norm = p.norm.professional
    assert total(role_here(team, p)) == pytest.approx(total(norm), rel=1e-9, abs=1e-9)
    assert role_here(team, changed(p, {"give.ward": 0.0})) == norm
    full, given_here = role_here(team, changed(p, {"give.ward": 1.0})), total(team.giving)
    assume(given_here > 1e-3)
    shares_of_team = [x / given_here for x in team.giving]
    assert full == pytest.approx([total(norm) * x for x in shares_of_team], rel=1e-9, abs=1e-9)


@given(states(Dyad), states(Carer), gifts, parameters("give"))
def test_without_its_weight__what_the_ward_gives_changes_nothing(dyad, carer, usual, p):
    off = changed(p, {"give.ward": 0.0})
    other = changed(carer, {"team.giving": usual})
    assert bits(professional_gives(dyad, carer, off)) == bits(professional_gives(dyad, other, off))


@given(states(Dyad), between(0.0, 2.0), st.sampled_from(P.norm.user._fields))
def test_a_habit__multiplies_what_is_given_of_its_class_alone(dyad, habit, name):
    usual = changed(unmoved(dyad), {"person.purse": 4.0})
    side = usual.professional
    used = changed(usual, {"professional.habit": side.habit._replace(**{name: habit})})
    habit = min(habit, P.habit.most)
    before, after = professional_gives(usual, FRESH, P), professional_gives(used, FRESH, P)
    assert getattr(after, name) == pytest.approx(habit * getattr(before, name), rel=1e-12)
    assert after._replace(**{name: 0.0}) == before._replace(**{name: 0.0})


@given(states(Dyad), shares, shares, parameters("give"))
def test_following_the_treatment__is_part_of_the_services_returned(dyad, adherence, other, p):
    def gifts_at(x):
        return user_gives(changed(dyad, {"person.adherence": x}), p)

    assert_rises(lambda x: gifts_at(x).services, adherence, other)
    assert gifts_at(adherence)._replace(services=0.0) == gifts_at(other)._replace(services=0.0)
    assert gifts_at(1.0) == user_gives(dyad, changed(p, {"give.adherence": 0.0}))


@given(states(Dyad), shares, shares, parameters("give"))
def test_efficacy__saves_the_services_that_severity_takes(dyad, efficacy, other, p):
    def services(x, severity):
        who = changed(dyad, {"person.mind.efficacy": x, "person.severity": severity})
        return user_gives(who, p).services

    assert_rises(lambda x: services(x, 0.8), efficacy, other)
    assert services(efficacy, 0.0) == services(other, 0.0) == services(1.0, 0.8)


def test_no_reason_to_give_less__is_idle_at_the_defaults():
    def lost(name, of):
        low, high = (professional_gives(changed(DYAD, {name: x}), CARER, P) for x in (0.2, 0.8))
        return min(getattr(low, one) - getattr(high, one) for one in of)

    assert lost("user.books.debt", ("money", "goods")) > 0.0
    assert lost("person.traits.responsibility", ("goods", "services")) > 0.0
    follows, shirks = (user_gives(changed(DYAD, {"person.adherence": x}), P) for x in (0.8, 0.2))
    assert follows.services > shirks.services
    able, unable = (user_gives(changed(DYAD, {"person.mind.efficacy": x}), P) for x in (0.8, 0.2))
    assert able.services > unable.services
