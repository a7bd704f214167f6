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
    parameters,
    random_draws,
    shares,
    states,
)
from hypothesis import given

from mutua.model.rules.attend import (
    ask_odds,
    attend,
    come_odds,
    fear_of_care,
    offer_chance,
    tally,
    usual_coming,
)
from mutua.model.rules.response import (
    USUAL_COMING,
    USUAL_SERVICE_TRUST,
    USUAL_TRUST,
    chance,
    power_held,
)
from mutua.model.state import Carer, Contact, Dyad, Team, User


def odds_by(name, dyad, p):
    return lambda value: come_odds(changed(dyad, {name: value}), CARER.team, p)


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
    dyad = changed(dyad, {"person.traits.preferred_control": 0.0, "person.course.crisis": 0.0})
    assert_falls(odds_by("user.perception.felt_control", dyad, p), near, far)


@given(states(Dyad), shares, shares, parameters("attend"))
def test_who_feels_bad_and_does_not_voice_it__stays_away(dyad, value, other, p):
    """The avoidant withdraw, the anxious come and protest; of who feels well neither matters."""
    assert_rises(odds_by("user.feeling.affect", dyad, p), -value, -other)
    bad = changed(dyad, {"user.feeling.affect": -0.7})
    assert_falls(odds_by("person.avoidance", bad, p), value, other)
    assert_rises(odds_by("person.traits.anxiety", bad, p), value, other)
    well = changed(dyad, {"user.feeling.affect": value})
    for name in ("person.avoidance", "person.traits.anxiety"):
        response = odds_by(name, well, p)
        assert response(value) == response(other)
    off = changed(p, {"attend.withdraw": 0.0})
    assert come_odds(bad, CARER.team, off) == come_odds(well, CARER.team, off)


def test_the_avoidant__stay_away_clearly_more_often_where_the_hour_was_bad():
    bad = changed(DYAD, {"user.feeling.affect": -0.3, "person.traits.anxiety": 0.2})
    near, far = (chance(odds_by("person.avoidance", bad, P)(x)) for x in (0.2, 0.8))
    assert near - far >= 0.02


@given(states(Dyad), shares, shares, parameters("attend"))
def test_trust_in_the_service_money_and_power__each_bring_more_often(dyad, a, b, p):
    assert_rises(odds_by("person.service_trust", dyad, p), a, b)
    paid = [
        come_odds(dyad, CARER.team, changed(p, {"interventions.incentive.strength": x}))
        for x in (0.0, a, 1.0)
    ]
    assert paid == sorted(paid)
    free = changed(dyad, {"person.order": 0.0, "person.course.admitted": 0.0})
    ordered = come_odds(changed(free, {"person.order": 3.0}), CARER.team, p)
    power = 1.0 + p.attend.coercion * power_held(p)
    assert ordered == pytest.approx(power * come_odds(free, CARER.team, p))


def test_money__brings_by_as_much_as_is_declared():
    paying = changed(P, {"interventions.incentive.strength": 0.6})
    expected = 1.0 + P.attend.incentive * 0.6
    assert come_odds(DYAD, CARER.team, paying) == pytest.approx(
        expected * come_odds(DYAD, CARER.team, P)
    )


@given(states(Dyad), parameters("attend"))
def test_neutral_values__leave_the_odds_of_coming_without_service_money_and_power(dyad, p):
    """Each of them is a factor of its own, and exactly 1 at its neutral value."""
    names = {"attend.service": 0.0, "attend.incentive": 0.0, "attend.coercion": 0.0}
    names |= {"obligation.attend": 0.0, "attend.bond": 0.0, "attend.trust": 0.0}
    names |= {"attend.stigma": 0.0}
    off = changed(p, names)
    bare = changed(
        dyad,
        {
            "person.service_trust": 0.9,
            "person.order": 0.0,
            "user.feeling.bond": 0.0,
            "user.feeling.trust": 0.2,
            "user.books.debt": 0.0,
        },
    )
    assert come_odds(dyad, CARER.team, off) == come_odds(bare, CARER.team, off)


def test_each_miss__keeps_away():
    response = odds_by("tie.contact.missed", DYAD, P)
    assert response(0.0) > response(1.0) > response(5.0) > 0.0


def test_at_the_references__the_odds_are_the_declared_ones():
    neutral = changed(
        DYAD,
        {
            "user.feeling.trust": USUAL_TRUST,
            "user.feeling.bond": 0.0,
            "user.books.debt": 0.0,
            "user.perception.felt_control": 0.6,
            "person.traits.preferred_control": 0.6,
            "user.feeling.affect": 0.0,
            "person.service_trust": USUAL_SERVICE_TRUST,
            "tie.contact.missed": 0.0,
            "person.mind.acceptance": 1.0,
        },
    )
    usual_here = CARER.team._replace(coming=USUAL_COMING)
    assert come_odds(neutral, usual_here, P) == P.attend.odds


@given(states(Team), shares, shares, parameters("attend"))
def test_what_is_usual_here__brings_and_keeps_away_by_the_weight_of_the_ward(team, a, b, p):
    def usual(x, p=p):
        return usual_coming(team._replace(coming=x), p)

    assert_rises(usual, a, b)
    assert usual(USUAL_COMING) == 1.0
    assert usual(a, changed(p, {"give.ward": 0.0})) == 1.0
    below, above = usual(USUAL_COMING - 0.2), usual(USUAL_COMING + 0.2)
    assert below * above == pytest.approx(1.0, abs=1e-12)
    assert above == pytest.approx(1.0 + 2.0 * p.give.ward, abs=1e-9)
    half = changed(p, {"give.ward": 0.5})
    assert usual(1.0, half) > 1.0 > usual(0.0, half) > 0.0


@given(states(Dyad), states(Carer), shares, shares, parameters("attend"))
def test_what_is_usual_here__multiplies_the_odds_of_coming(dyad, carer, a, b, p):
    def odds(coming):
        return come_odds(dyad, carer.team._replace(coming=coming), p)

    assert_rises(odds, a, b)
    factor_here = usual_coming(carer.team._replace(coming=a), p)
    assert odds(a) == pytest.approx(factor_here * odds(USUAL_COMING), rel=1e-12)


@given(states(User), shares, shares)
def test_fear_of_care__takes_stigma_denial_and_distrust_at_once(person, a, b):
    def fear(trust=0.4, **changes):
        return fear_of_care(changed(person, changes), trust)

    assert_rises(lambda x: fear(**{"traits.stigma": x}), a, b)
    assert_falls(lambda x: fear(**{"mind.acceptance": x}), a, b)
    assert_falls(lambda x: fear(trust=x), a, b)
    assert fear(**{"traits.stigma": 0.0}) == fear(**{"mind.acceptance": 1.0}) == fear(1.0) == 0.0
    whole = {"traits.stigma": 1.0, "mind.acceptance": 0.0}
    assert fear(0.0, **whole) == 1.0
    assert 0.0 <= fear(a) <= 1.0


@given(states(Dyad), shares, shares, parameters("attend"))
def test_fear_of_care__keeps_away_and_not_at_the_neutral_value(dyad, a, b, p):
    assert_falls(odds_by("person.traits.stigma", dyad, p), a, b)
    assert_rises(odds_by("person.mind.acceptance", dyad, p), a, b)
    off = changed(p, {"attend.stigma": 0.0})
    response = odds_by("person.traits.stigma", dyad, off)
    assert response(a) == response(b)
    afraid = {"person.traits.stigma": 1.0, "person.mind.acceptance": 0.0, "user.feeling.trust": 0.0}
    held, free = (come_odds(changed(dyad, afraid), CARER.team, x) for x in (p, off))
    assert held == pytest.approx(free / (1.0 + p.attend.stigma), rel=1e-12)


@given(shares, shares, parameters("attend"))
def test_a_rested_professional__offers_more_often_and_never_more_than_the_interval(a, b, p):
    assert_rises(lambda energy: offer_chance(energy, p), a, b)
    assert 0.0 <= offer_chance(a, p) <= 1.0 / p.service.contact_interval


@given(states(Dyad), random_draws, parameters("attend"))
def test_attend__meets_where_offered_and_wanted_and_keeps_the_tally(dyad, draws, p):
    after, event = attend(dyad, CARER, EVENT, p, draws)
    pro, odds = CARER.professional, come_odds(dyad, CARER.team, p)
    admitted = dyad.person.course.admitted == 1.0
    offered = admitted or draws.offered < offer_chance(pro.energy, p)
    asked = not offered and draws.asks < chance(ask_odds(dyad, p))
    answered = asked and draws.answers < chance(p.ask.answer * pro.reach * pro.energy)
    comes = draws.comes < chance(odds * (1.0 + p.ask.comes if answered else 1.0))
    comes = admitted or (comes and 1.0 - draws.comes >= p.interventions.no_show.strength)
    invited = offered or answered
    assert event.visit == (invited, invited and comes, asked, answered, odds)
    before, contact = dyad.tie.contact, after.tie.contact
    assert contact.offered == before.offered + invited
    assert contact.attended == before.attended + (invited and comes)
    assert after._replace(tie=after.tie._replace(contact=before)) == dyad, "the tally alone moves"


@given(states(Dyad), states(Carer), random_draws, parameters("attend"))
def test_who_is_on_the_ward__is_seen_every_week_whatever_is_drawn(dyad, carer, draws, p):
    dyad = changed(dyad, {"person.course.crisis": 1.0, "person.course.admitted": 1.0})
    _, event = attend(dyad, carer, EVENT, p, draws)
    assert event.visit[:4] == (1.0, 1.0, 0.0, 0.0), "and need not ask"


def test_misses__are_counted_in_a_row():
    contact = Contact(offered=4.0, attended=2.0, missed=2.0, gap=3.0, last=7.0)
    assert tally(contact, 1.0, 0.0, 9.0) == contact._replace(offered=5.0, missed=3.0, gap=4.0)
    assert tally(contact, 1.0, 1.0, 9.0) == Contact(5.0, 3.0, missed=0.0, gap=0.0, last=9.0)
    assert tally(contact, 0.0, 0.0, 9.0) == contact._replace(gap=4.0)


def test_the_gap__counts_only_weeks_after_a_missed_offer():
    """From the miss on, each week without a visit; before it none, and coming closes it."""
    contact, gaps = Contact(4.0, 4.0, missed=0.0, gap=0.0, last=7.0), []
    weeks = [(0.0, 0.0), (0.0, 0.0), (1.0, 0.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]
    for week, (offered, attended) in enumerate(weeks, 8):
        contact = tally(contact, offered, attended, float(week))
        gaps.append(contact.gap)
    assert gaps == [0.0, 0.0, 1.0, 2.0, 3.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("draws", "visit"), [(VISIT, (1, 1)), (MISSED, (1, 0)), (NO_VISIT, (0, 0))]
)
def test_draws__decide_between_visit_miss_and_no_offer(draws, visit):
    _, event = attend(DYAD, CARER, EVENT, P, draws)
    assert event.visit[:2] == visit
    assert event.visit.odds == come_odds(DYAD, CARER.team, P), (
        "the odds are told whether offered or not"
    )


def test_an_exhausted_professional__still_offers_the_part_that_energy_does_not_touch():
    p = defaults({"attend.energy": 0.4, "service.contact_interval": 2.0})
    assert offer_chance(0.0, p) == pytest.approx(0.3)
    assert offer_chance(1.0, p) == 0.5


#: Draws with which no visit is offered, the user asks, and all else turns out as in `VISIT`.
ASKS = NO_VISIT._replace(asks=0.0)
ANSWERED = ASKS._replace(answers=0.0)


def asking_by(name, dyad, p):
    return lambda value: ask_odds(changed(dyad, {name: value}), p)


@given(states(Dyad), shares, shares, parameters("attend"))
def test_need_and_trust__make_one_ask_and_avoidance_keeps_one_from_it(dyad, a, b, p):
    assert_rises(asking_by("person.severity", dyad, p), a, b)
    assert_rises(asking_by("user.feeling.trust", dyad, p), a, b)
    assert_rises(asking_by("person.traits.anxiety", dyad, p), a, b)
    assert_falls(asking_by("person.avoidance", dyad, p), a, b)
    assert ask_odds(dyad, p) >= 0.0


@given(states(Dyad), parameters("attend"))
def test_a_crisis__makes_one_ask(dyad, p):
    calm, ill = (ask_odds(changed(dyad, {"person.course.crisis": x}), p) for x in (0.0, 1.0))
    assert ill == pytest.approx((1.0 + p.ask.crisis) * calm)
    off = changed(p, {"ask.crisis": 0.0})
    assert asking_by("person.course.crisis", dyad, off)(1.0) == ask_odds(
        changed(dyad, {"person.course.crisis": 0.0}), off
    )


@given(states(Dyad), shares, shares, parameters("attend"))
def test_who_asks_at_visits__neither_offers_nor_asks_for_more_of_them(dyad, a, b, p):
    """S001 item 64: initiative is said at a visit, and is no number of appointments."""
    one, other = (changed(p, {"norm.initiative": x}) for x in (a, b))
    assert offer_chance(0.8, one) == offer_chance(0.8, other)
    assert ask_odds(dyad, one) == ask_odds(dyad, other)


@given(states(Dyad), states(Carer), random_draws, parameters("attend"))
def test_a_request__is_made_only_where_no_visit_is_offered(dyad, carer, draws, p):
    dyad = changed(dyad, {"person.course.admitted": 0.0})
    visit = attend(dyad, carer, EVENT, p, draws._replace(offered=0.0, asks=0.0))[1].visit
    chance_of_offer = offer_chance(carer.professional.energy, p)
    asks = chance(ask_odds(dyad, p)) > 0.0
    assert visit.asked == float(chance_of_offer == 0.0 and asks)
    visit = attend(dyad, carer, EVENT, p, draws)[1].visit
    assert visit.answered <= visit.asked
    assert visit.attended <= visit.offered
    assert visit.offered >= visit.answered


def test_who_asks__is_invited_if_answered_and_comes_more_surely():
    def visit(draws):
        return attend(DYAD, CARER, EVENT, P, draws)[1].visit[:4]

    assert visit(ASKS) == (0.0, 0.0, 1.0, 0.0)
    assert visit(ANSWERED) == (1.0, 1.0, 1.0, 1.0)
    odds = come_odds(DYAD, CARER.team, P)
    between_the_chances = 0.5 * (chance(odds) + chance(odds * (1.0 + P.ask.comes)))
    assert visit(ANSWERED._replace(comes=between_the_chances))[1] == 1.0
    assert visit(VISIT._replace(comes=between_the_chances))[1] == 0.0


@pytest.mark.parametrize("exhausted", [{"energy": 0.0}, {"reach": 0.0}])
def test_who_has_no_energy_or_reach__answers_no_request(exhausted):
    carer = changed(CARER, {f"professional.{name}": x for name, x in exhausted.items()})
    visit = attend(DYAD, carer, EVENT, P, ANSWERED)[1].visit
    assert (visit.asked, visit.answered) == (1.0, 0.0)


def test_no_reason_to_ask__is_idle_at_the_defaults():
    def odds(name):
        respond = asking_by(name, DYAD, P)
        return respond(0.8) - respond(0.2)

    assert min(odds("person.severity"), odds("user.feeling.trust")) > 0.0
    assert odds("person.traits.anxiety") > 0.0
    assert odds("person.avoidance") < 0.0
