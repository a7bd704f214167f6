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

from mutua.model.rules.attend import ask_odds, attend, come_odds, offer_chance, tally
from mutua.model.rules.response import chance, power_held
from mutua.model.state import Carer, Contact, Dyad


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
    assert come_odds(bad, off) == come_odds(well, off)


def test_the_avoidant__stay_away_clearly_more_often_where_the_hour_was_bad():
    bad = changed(DYAD, {"user.feeling.affect": -0.3, "person.traits.anxiety": 0.2})
    near, far = (chance(odds_by("person.avoidance", bad, P)(x)) for x in (0.2, 0.8))
    assert near - far >= 0.02


@given(states(Dyad), shares, shares, parameters("attend"))
def test_trust_in_the_service_money_and_power__each_bring_more_often(dyad, a, b, p):
    assert_rises(odds_by("person.service_trust", dyad, p), a, b)
    paid = [
        come_odds(dyad, changed(p, {"interventions.incentive.strength": x})) for x in (0.0, a, 1.0)
    ]
    assert paid == sorted(paid)
    free = changed(dyad, {"person.order": 0.0, "person.course.admitted": 0.0})
    ordered = come_odds(changed(free, {"person.order": 3.0}), p)
    power = 1.0 + p.attend.coercion * power_held(p)
    assert ordered == pytest.approx(power * come_odds(free, p))


def test_money__brings_by_as_much_as_is_declared():
    paying = changed(P, {"interventions.incentive.strength": 0.6})
    expected = 1.0 + P.attend.incentive * 0.6
    assert come_odds(DYAD, paying) == pytest.approx(expected * come_odds(DYAD, P))


@given(states(Dyad), parameters("attend"))
def test_neutral_values__leave_the_odds_of_coming_without_service_money_and_power(dyad, p):
    """Each of them is a factor of its own, and exactly 1 at its neutral value."""
    names = {"attend.service.slope": 0.0, "attend.incentive": 0.0, "attend.coercion": 0.0}
    names |= {"obligation.attend": 0.0, "attend.bond": 0.0, "attend.trust.slope": 0.0}
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
    assert come_odds(dyad, off) == come_odds(bare, off)


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
            "user.feeling.affect": 0.0,
            "person.service_trust": P.attend.service.reference,
            "tie.contact.missed": 0.0,
        },
    )
    assert come_odds(neutral, P) == P.attend.odds


@given(shares, shares, parameters("attend"))
def test_a_rested_professional__offers_more_often_and_never_more_than_the_interval(a, b, p):
    assert_rises(lambda energy: offer_chance(energy, p), a, b)
    assert 0.0 <= offer_chance(a, p) <= 1.0 / p.service.contact_interval


@given(states(Dyad), random_draws, parameters("attend"))
def test_attend__meets_where_offered_and_wanted_and_keeps_the_tally(dyad, draws, p):
    after, event = attend(dyad, CARER, EVENT, p, draws)
    pro, odds = CARER.professional, come_odds(dyad, p)
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
    assert event.visit.odds == come_odds(DYAD, P), "the odds are told whether offered or not"


def test_an_exhausted_professional__still_offers_the_part_that_energy_does_not_touch():
    p = defaults({"attend.energy": 0.4, "attend.initiative": 0.0, "service.contact_interval": 2.0})
    assert offer_chance(0.0, p) == pytest.approx(0.3)
    assert offer_chance(1.0, p) == 0.5


@given(shares, shares, parameters("attend"))
def test_a_norm_of_the_users_initiative__offers_less_often(a, b, p):
    def offers(x):
        return offer_chance(0.8, changed(p, {"norm.initiative": x}))

    assert_rises(offers, a, b)
    whole = changed(p, {"attend.initiative": 1.0, "norm.initiative": 0.0})
    assert offer_chance(0.8, whole) == 0.0


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
def test_the_professionals_initiative__leaves_less_to_ask_for(dyad, a, b, p):
    assert_falls(lambda x: ask_odds(dyad, changed(p, {"norm.initiative": x})), a, b)
    assert ask_odds(dyad, changed(p, {"norm.initiative": 1.0})) == 0.0


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
    odds = come_odds(DYAD, P)
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
    led, leading = (changed(P, {"norm.initiative": x}) for x in (0.9, 0.1))
    assert ask_odds(DYAD, led) < ask_odds(DYAD, leading)
    assert offer_chance(0.8, led) > offer_chance(0.8, leading)
