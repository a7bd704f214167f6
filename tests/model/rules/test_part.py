"""Part: who breaks off; a product of factors."""

import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    MET,
    VISIT,
    P,
    assert_falls,
    assert_rises,
    between,
    changed,
    defaults,
    moved,
    parameters,
    random_draws,
    shares,
    signed,
    states,
    visited,
)
from hypothesis import given

from mutua.model.rules.part import attainment, enough_odds, is_planned_end, leave_odds, part
from mutua.model.rules.response import USUAL_TRUST, chance, coercion
from mutua.model.state import (
    ENDINGS,
    ENOUGH,
    FAILED,
    MOVED,
    NONATTENDANCE,
    PLANNED,
    Carer,
    Dyad,
    Event,
    Goals,
)

reaches = between(0.01, 10.0)


def odds_by(name, dyad, p, uncertainty=0.25):
    return lambda value: leave_odds(changed(dyad, {name: value}), 1.0, uncertainty, p)


@given(states(Dyad), shares, shares, parameters("part"))
def test_more_trust__leaves_less(dyad, trust, other, p):
    dyad = changed(dyad, {"user.books.debt": 0.0})
    assert_falls(odds_by("user.feeling.trust", dyad, p), trust, other)


@given(states(Dyad), shares, shares, parameters("part"))
def test_more_trust__leaves_less_among_those_in_debt_too(dyad, trust, other, p):
    assert_falls(odds_by("user.feeling.trust", dyad, p), trust, other)


@given(states(Dyad), shares, shares, parameters("part"))
def test_more_rupture__leaves_more(dyad, rupture, other, p):
    assert_rises(odds_by("user.feeling.rupture", dyad, p), rupture, other)


@given(states(Dyad), shares, shares, parameters("part"))
def test_more_strain__leaves_more(dyad, near, far, p):
    dyad = changed(dyad, {"person.traits.preferred_control": 0.0, "person.course.crisis": 0.0})
    assert_rises(odds_by("user.perception.felt_control", dyad, p), near, far)


@given(states(Dyad), shares, shares, parameters("part"))
def test_more_debt__holds_and_without_trust_holds_only_who_claims_as_much(dyad, debt, other, p):
    assert_falls(odds_by("user.books.debt", dyad, p), debt, other)
    trustless = {"user.feeling.trust": 0.0, "user.books.credit": 0.0}
    unmoved = odds_by("user.books.debt", changed(dyad, trustless), p)
    assert unmoved(debt) == unmoved(other)


@given(states(Dyad), shares, shares, parameters("part"))
def test_what_is_owed_to_a_user__makes_leaving_likelier_beyond_own_debt(dyad, credit, other, p):
    odds = odds_by("user.books.credit", dyad, p)
    assert_rises(odds, credit, other)
    debt = dyad.user.books.debt
    assert odds(min(credit, debt)) == odds(0.0), "who owes as much feels no wrong"
    claimed = 1.0 + p.exit.unfair * max(credit - debt, 0.0)
    assert odds(credit) == pytest.approx(claimed * odds(0.0), rel=1e-12)


def test_inequity__makes_the_deprived_leave_first():
    """Odds at the default by the balance of the user's books: least where nothing is open."""

    def odds(debt, credit):
        books = {"user.books.debt": debt, "user.books.credit": credit}
        return leave_odds(changed(DYAD, books), 1.0, 0.25, P)

    assert odds(0.0, 0.4) > odds(0.0, 0.1) > odds(0.0, 0.0) > odds(0.4, 0.0)


@given(states(Dyad), signed, signed, parameters("part"))
def test_better_alternatives_pull_and_better_visits_hold(dyad, a, b, p):
    assert_rises(odds_by("person.traits.alternatives", dyad, p), a, b)
    assert_falls(odds_by("user.level.mean_y", dyad, p), a, b)


@given(states(Dyad), signed, signed, parameters("part"))
def test_who_is_held__has_no_alternatives_and_is_bound_by_power(dyad, a, b, p):
    p = changed(p, {"service.statutory_power": 0.5})
    held = changed(dyad, {"person.order": 3.0, "person.traits.alternatives": abs(a)})
    free = changed(held, {"person.order": 0.0, "person.course.admitted": 0.0})
    assert odds_by("person.traits.alternatives", held, p)(abs(b)) == odds_by(
        "person.traits.alternatives", held, p
    )(0.0)
    bound = 1.0 + p.exit.coercion * coercion(held.person, p)
    without = changed(free, {"person.traits.alternatives": 0.0})
    expected = leave_odds(without, 1.0, 0.25, p) / bound
    assert leave_odds(held, 1.0, 0.25, p) == pytest.approx(expected, rel=1e-12)


@given(states(Dyad), parameters("part"))
def test_without_statutory_power__an_order_holds_nobody(dyad, p):
    p = changed(p, {"service.statutory_power": 0.0})
    ordered, free = (changed(dyad, {"person.order": x}) for x in (9.0, 0.0))
    assert leave_odds(ordered, 1.0, 0.25, p) == leave_odds(free, 1.0, 0.25, p)


@given(states(Dyad), shares, shares, parameters("part"))
def test_uncertainty__pushes_away_and_misses_by_themselves_do_not(dyad, a, b, p):
    """Who misses visits leaves by patience: what else follows from it is felt and remembered."""
    assert_rises(lambda x: leave_odds(dyad, 1.0, x, p), a, b)
    missed = odds_by("tie.contact.missed", dyad, p)
    assert missed(10.0 * a) == missed(10.0 * b)


@given(states(Dyad), reaches, reaches, parameters("part"))
def test_reach__divides_the_odds(dyad, reach, other, p):
    one = leave_odds(dyad, reach, 0.5, p)
    assert one * reach == pytest.approx(leave_odds(dyad, other, 0.5, p) * other)
    assert one >= 0.0


def test_at_the_references__the_odds_are_the_base():
    neutral = changed(
        DYAD,
        {
            "user.feeling.trust": USUAL_TRUST,
            "user.feeling.rupture": 0.0,
            "user.books.debt": 0.0,
            "user.books.credit": 0.0,
            "user.level.mean_y": 0.1,
            "person.traits.alternatives": 0.1,
            "user.perception.felt_control": 0.6,
            "person.traits.preferred_control": 0.6,
            "tie.contact.missed": 0.0,
        },
    )
    assert leave_odds(neutral, 1.0, 0.0, P) == P.exit.base
    assert leave_odds(neutral, 1.0, 1.0, P) == pytest.approx(P.exit.base * (1.0 + P.exit.start))
    higher = USUAL_TRUST + 0.2
    more_trust = changed(neutral, {"user.feeling.trust": higher})
    odds = P.exit.base / (1.0 + 0.2 * P.exit.trust)
    assert leave_odds(more_trust, 1.0, 0.0, P) == pytest.approx(odds)


@given(states(Dyad, ending=0.0), states(Carer), states(Event), random_draws, parameters("part"))
def test_part__ends_the_tie_when_a_draw_falls_below_the_chance_and_touches_nothing_else(
    dyad, carer, event, draws, p
):
    """Broken off before it is enough, enough before it is given up, given up before moving."""
    after, happened = part(dyad, carer, event, p, draws)
    held = dyad.tie.held + 1.0 if attainment(dyad, p) >= p.exit.goal else 0.0
    reasons = {
        FAILED: draws.leaves < chance(happened.leave_odds),
        ENOUGH: draws.enough < chance(enough_odds(dyad, event, p)),
        NONATTENDANCE: dyad.tie.contact.gap >= p.exit.patience,
        PLANNED: is_planned_end(changed(dyad, {"tie.held": held}), event.week, p),
        MOVED: draws.moves < chance(p.exit.moves),
    }
    ending = next((code for code, holds in reasons.items() if holds), 0.0)
    assert (after.tie.ending, after.tie.held) == (ending, held)
    assert after.tie.ended == (event.week if ending > 0.0 else 0.0)
    assert moved(dyad, after, Dyad) <= {"tie.ending", "tie.ended", "tie.held"}
    assert happened._replace(leave_odds=event.leave_odds) == event


def test_the_first_visit__is_met_with_the_whole_uncertainty_of_before():
    """Experience has halved it when part runs; leaving counts what was not yet known."""
    after_visit = changed(DYAD, {"tie.uncertainty": 0.5})
    met = changed(EVENT, {"visit.attended": 1.0})
    odds = part(after_visit, CARER, met, P, VISIT)[1].leave_odds
    assert odds == leave_odds(DYAD, CARER.professional.reach, 1.0, P)
    odds = part(after_visit, CARER, EVENT, P, VISIT)[1].leave_odds
    assert odds == leave_odds(DYAD, CARER.professional.reach, 0.5, P)


#: Draws and state by which a tie ends in one way; all others turn out as in `VISIT`.
DRAWS = {FAILED: {"leaves": 0.0}, ENOUGH: {"enough": 0.0}, MOVED: {"moves": 0.0}}
CONTENT = {"person.traits.enough": 0.0, "tie.met": 0.9}
GOOD_HOUR = changed(MET, {"user.y": 0.5})


@pytest.mark.parametrize("first", [FAILED, ENOUGH, NONATTENDANCE, PLANNED, MOVED])
def test_of_several_endings__the_first_in_order_is_told(first):
    """Everything from `first` on would end the tie; nothing before it would."""
    later = {name: u for code in DRAWS if code >= first for name, u in DRAWS[code].items()}
    gap = P.exit.patience if first <= NONATTENDANCE else P.exit.patience - 1.0
    dyad = changed(DYAD, CONTENT | {"tie.contact.gap": gap})
    p = defaults({"exit.protocol": EVENT.week if first <= PLANNED else EVENT.week + 1.0})
    after, _ = part(dyad, CARER, GOOD_HOUR, p, VISIT._replace(**later))
    assert after.tie.ending == first
    assert ENDINGS[1:] == ("failed", "enough", "nonattendance", "planned", "moved")
    calm = changed(DYAD, {"tie.contact.gap": 0.0})
    assert part(calm, CARER, EVENT, P, VISIT)[0].tie.ending == 0.0


@given(states(Dyad, gap=0.0), states(Carer), states(Event), shares, parameters("part"))
def test_moving_away__depends_on_no_state(dyad, carer, event, u, p):
    """Where nothing is planned."""
    p = changed(p, {"exit.goal": 2.0, "exit.hold": 5200.0})
    p = changed(p, {"exit.protocol": 0.0, "exit.discharge": 0.0})
    dyad = changed(dyad, {"tie.held": 0.0})
    draws = VISIT._replace(moves=u, leaves=1.0, enough=1.0)
    ending = part(dyad, carer, event, p, draws)[0].tie.ending
    other = changed(DYAD, {"tie.contact.gap": 0.0})
    assert ending == part(other, CARER, EVENT, p, draws)[0].tie.ending
    assert ending == (MOVED if u < chance(p.exit.moves) else 0.0)


@given(visited, states(Event, attended=1.0), shares, shares, parameters("part"))
def test_enough__is_likelier_the_more_is_reached_and_the_better_the_hour(dyad, event, a, b, p):
    def odds(name):
        return lambda value: enough_odds(changed(dyad, {name: value}), event, p)

    assert_falls(odds("person.severity"), a, b)
    assert_rises(odds("tie.met"), a, b)
    assert_falls(odds("person.traits.enough"), 2.0 * a, 2.0 * b)
    assert_rises(lambda y: enough_odds(dyad, changed(event, {"user.y": y}), p), a, b)
    short = attainment(dyad, p) + event.user.y <= dyad.person.traits.enough
    assert (enough_odds(dyad, event, p) == 0.0) is (short or p.exit.enough == 0.0)


@given(states(Dyad), states(Event, attended=0.0), parameters("part"))
def test_in_a_week_without_a_visit__it_is_never_enough(dyad, event, p):
    assert enough_odds(dyad, event, p) == 0.0


@pytest.mark.parametrize(("gap", "ending"), [(4.0, 0.0), (5.0, NONATTENDANCE)])
def test_patience__is_reached_in_its_week_and_not_before(gap, ending):
    dyad = changed(DYAD, {"tie.contact.gap": gap})
    p = defaults({"exit.patience": 5.0})
    assert part(dyad, CARER, EVENT, p, VISIT)[0].tie.ending == ending


@given(states(Dyad), shares, shares, parameters("part"))
def test_attainment__rises_with_relief_and_needs_met_and_falls_with_a_crisis(dyad, a, b, p):
    def reached(name):
        return lambda value: attainment(changed(dyad, {name: value}), p)

    assert_falls(reached("person.severity"), a, b)
    assert_rises(reached("tie.met"), a, b)
    assert_falls(reached("person.course.crisis"), 0.0, 1.0)
    assert 0.0 <= attainment(dyad, p) <= 1.0 + 1e-12
    assert attainment(changed(dyad, {"tie.contact.attended": 0.0}), p) == 0.0


def test_attainment__weighs_what_is_reached_by_the_users_own_goals():
    scale = 2.0 * P.experience.relief_scale
    half = changed(
        DYAD,
        {"person.traits.baseline": 0.6, "person.severity": 0.6 - 0.5 * scale, "tie.met": 0.25},
    )
    reached = {"change": 0.5, "stability": 1.0, "access": 0.25}
    for name, expected in reached.items():
        only = Goals(0.0, 0.0, 0.0)._replace(**{name: 1.0})
        wants = changed(half, {"tie.talk.goals_user": only})
        assert attainment(wants, P) == pytest.approx(expected), name
    mixed = changed(half, {"tie.talk.goals_user": Goals(0.2, 0.3, 0.5)})
    assert attainment(mixed, P) == pytest.approx(0.2 * 0.5 + 0.3 * 1.0 + 0.5 * 0.25)


def test_a_goal_held_long_enough__ends_as_planned_and_a_setback_begins_the_count_anew():
    p = defaults({"exit.goal": 0.5, "exit.hold": 5.0})
    there = {"tie.talk.goals_user": Goals(0.0, 0.0, 1.0), "tie.held": 0.0}
    met = [0.9, 0.9, 0.9, 0.2, 0.9, 0.9, 0.9, 0.9, 0.9]
    dyad, held = changed(DYAD, there), []
    for week, x in enumerate(met, 1):
        event = changed(EVENT, {"week": float(week)})
        dyad, _ = part(changed(dyad, {"tie.met": x}), CARER, event, p, VISIT)
        held.append(dyad.tie.held)
    assert held == [1.0, 2.0, 3.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert (dyad.tie.ending, dyad.tie.ended) == (PLANNED, 9.0)


@pytest.mark.parametrize(("week", "over"), [(15.0, False), (16.0, True), (17.0, True)])
def test_a_protocol__is_over_in_its_week_and_without_one_never(week, over):
    assert is_planned_end(DYAD, week, defaults({"exit.protocol": 16.0})) is over
    assert is_planned_end(DYAD, week, P) is False
    later = changed(DYAD, {"tie.begun": 100.0})
    assert is_planned_end(later, 100.0 + week, defaults({"exit.protocol": 16.0})) is over
    assert is_planned_end(later, week, defaults({"exit.protocol": 16.0})) is False


@pytest.mark.parametrize(
    ("calm", "crisis", "home"), [(1.0, 0.0, False), (2.0, 0.0, True), (0.0, 1.0, False)]
)
def test_a_ward__discharges_after_calm_weeks(calm, crisis, home):
    course = {"person.course.calm": calm, "person.course.crisis": crisis}
    ward = defaults({"exit.discharge": 2.0})
    assert is_planned_end(changed(DYAD, course), 20.0, ward) is home
    assert is_planned_end(changed(DYAD, course), 20.0, P) is False
