"""Part: who breaks off; a product of factors."""

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
    changed,
    defaults,
    luck,
    parameters,
    shares,
    signed,
    states,
)
from hypothesis import given

from mutua.rules.part import enough_odds, leave_odds, part
from mutua.rules.response import chance
from mutua.state import ENDINGS, ENOUGH, FAILED, MOVED, NONATTENDANCE, Carer, Dyad, Event

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
    dyad = changed(dyad, {"person.traits.preferred_control": 0.0})
    assert_rises(odds_by("user.perception.felt_control", dyad, p), near, far)


@given(states(Dyad), shares, shares, parameters("part"))
def test_more_debt__holds_and_without_trust_holds_nobody(dyad, debt, other, p):
    assert_falls(odds_by("user.books.debt", dyad, p), debt, other)
    trustless = odds_by("user.books.debt", changed(dyad, {"user.feeling.trust": 0.0}), p)
    assert trustless(debt) == trustless(other)


@given(states(Dyad), signed, signed, parameters("part"))
def test_better_alternatives_pull_and_better_visits_hold(dyad, a, b, p):
    assert_rises(odds_by("person.traits.alternatives", dyad, p), a, b)
    assert_falls(odds_by("user.level.mean_y", dyad, p), a, b)


@given(states(Dyad), shares, shares, parameters("part"))
def test_uncertainty_and_misses__push_away(dyad, a, b, p):
    assert_rises(lambda x: leave_odds(dyad, 1.0, x, p), a, b)
    assert_rises(odds_by("tie.contact.missed", dyad, p), 10.0 * a, 10.0 * b)


@given(states(Dyad), reaches, reaches, parameters("part"))
def test_reach__divides_the_odds(dyad, reach, other, p):
    one = leave_odds(dyad, reach, 0.5, p)
    assert one * reach == pytest.approx(leave_odds(dyad, other, 0.5, p) * other)
    assert one >= 0.0


def test_at_the_references__the_odds_are_the_base():
    neutral = changed(
        DYAD,
        {
            "user.feeling.trust": P.exit.trust.reference,
            "user.feeling.rupture": 0.0,
            "user.books.debt": 0.0,
            "user.level.mean_y": 0.1,
            "person.traits.alternatives": 0.1,
            "user.perception.felt_control": 0.6,
            "person.traits.preferred_control": 0.6,
            "user.perception.felt_closeness": 0.4,
            "person.traits.preferred_closeness": 0.4,
            "tie.contact.missed": 0.0,
        },
    )
    assert leave_odds(neutral, 1.0, 0.0, P) == P.exit.base
    assert leave_odds(neutral, 1.0, 1.0, P) == pytest.approx(P.exit.base * (1.0 + P.exit.start))
    higher = P.exit.trust.reference + P.exit.trust.scale
    more_trust = changed(neutral, {"user.feeling.trust": higher})
    odds = P.exit.base / (1.0 + P.exit.trust.k)
    assert leave_odds(more_trust, 1.0, 0.0, P) == pytest.approx(odds)


@given(states(Dyad, ending=0.0), states(Carer), states(Event), luck, parameters("part"))
def test_part__ends_the_tie_when_luck_falls_below_the_chance_and_touches_nothing_else(
    dyad, carer, event, draws, p
):
    """Broken off before it is enough, enough before it is given up, given up before moving."""
    after, told = part(dyad, carer, event, p, draws)
    reasons = {
        FAILED: draws.leaves < chance(told.leave_odds),
        ENOUGH: draws.enough < chance(enough_odds(dyad, p)),
        NONATTENDANCE: dyad.tie.contact.gap >= p.exit.patience,
        MOVED: draws.moves < chance(p.exit.moves),
    }
    assert after.tie.ending == next((code for code, holds in reasons.items() if holds), 0.0)
    assert after._replace(tie=after.tie._replace(ending=0.0)) == dyad
    assert told._replace(leave_odds=event.leave_odds) == event


def test_the_first_visit__is_met_with_the_whole_uncertainty_of_before():
    """Experience has halved it when part runs; leaving counts what was not yet known."""
    after_visit = changed(DYAD, {"tie.uncertainty": 0.5})
    met = changed(EVENT, {"visit.attended": 1.0})
    odds = part(after_visit, CARER, met, P, VISIT)[1].leave_odds
    assert odds == leave_odds(DYAD, CARER.professional.reach, 1.0, P)
    odds = part(after_visit, CARER, EVENT, P, VISIT)[1].leave_odds
    assert odds == leave_odds(DYAD, CARER.professional.reach, 0.5, P)


#: Luck and state by which a tie ends in one way; all others turn out as in `VISIT`.
LUCK = {FAILED: {"leaves": 0.0}, ENOUGH: {"enough": 0.0}, MOVED: {"moves": 0.0}}
CONTENT = {"person.traits.enough": 0.0, "tie.met": 0.9}


@pytest.mark.parametrize("first", [FAILED, ENOUGH, NONATTENDANCE, MOVED])
def test_of_several_endings__the_first_in_order_is_told(first):
    """Everything from `first` on would end the tie; nothing before it would."""
    later = {name: u for code in LUCK if code >= first for name, u in LUCK[code].items()}
    gap = P.exit.patience if first <= NONATTENDANCE else P.exit.patience - 1.0
    dyad = changed(DYAD, CONTENT | {"tie.contact.gap": gap})
    after, _ = part(dyad, CARER, EVENT, P, VISIT._replace(**later))
    assert after.tie.ending == first
    assert ENDINGS[int(first)] in ("failed", "enough", "nonattendance", "moved")
    calm = changed(DYAD, {"tie.contact.gap": 0.0})
    assert part(calm, CARER, EVENT, P, VISIT)[0].tie.ending == 0.0


@given(states(Dyad, gap=0.0), states(Carer), states(Event), shares, parameters("part"))
def test_moving_away__depends_on_no_state(dyad, carer, event, u, p):
    draws = VISIT._replace(moves=u, leaves=1.0, enough=1.0)
    ending = part(dyad, carer, event, p, draws)[0].tie.ending
    other = changed(DYAD, {"tie.contact.gap": 0.0})
    assert ending == part(other, CARER, EVENT, p, draws)[0].tie.ending
    assert ending == (MOVED if u < chance(p.exit.moves) else 0.0)


@given(states(Dyad), shares, shares, parameters("part"))
def test_enough__is_more_likely_with_relief_and_needs_met_and_later_with_a_higher_mark(
    dyad, a, b, p
):
    def odds(name):
        return lambda value: enough_odds(changed(dyad, {name: value}), p)

    assert_falls(odds("person.severity"), a, b)
    assert_rises(odds("tie.met"), a, b)
    assert_falls(odds("person.traits.enough"), 2.0 * a, 2.0 * b)
    traits = dyad.person.traits
    short = traits.baseline - dyad.person.severity + dyad.tie.met <= traits.enough
    assert (enough_odds(dyad, p) == 0.0) is (short or p.exit.enough == 0.0)


@pytest.mark.parametrize(("gap", "ending"), [(4.0, 0.0), (5.0, NONATTENDANCE)])
def test_patience__is_reached_in_its_week_and_not_before(gap, ending):
    dyad = changed(DYAD, {"tie.contact.gap": gap})
    p = defaults({"exit.patience": 5.0})
    assert part(dyad, CARER, EVENT, p, VISIT)[0].tie.ending == ending
