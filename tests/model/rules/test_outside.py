"""Out of care: people live on, are counted apart, and may come back."""

from itertools import pairwise

import pytest
from helpers import (
    CARER,
    DYAD,
    VISIT,
    P,
    assert_falls,
    assert_in_range,
    assert_rises,
    bits,
    changed,
    defaults,
    parameters,
    random_draws,
    shares,
    states,
)
from hypothesis import given
from hypothesis import strategies as st

from mutua.model.measures.memory import remember_outside
from mutua.model.rules.encounter import encounter
from mutua.model.rules.outside import leave_care, live_outside, outside_after, return_odds
from mutua.model.rules.recover import needs_after, person_after
from mutua.model.rules.response import USUAL_SERVICE_TRUST, chance
from mutua.model.state import (
    ENDINGS,
    MOVED,
    NO_SUPPORT,
    Course,
    Dyad,
    Life,
    Outside,
    User,
)

COUNTS = ("crises", "relapses", "admissions", "crisis_weeks")


@given(states(Dyad), st.sampled_from(range(1, len(ENDINGS))))
def test_who_leaves_care__takes_along_what_is_the_persons_own(dyad, ending):
    ended = changed(dyad, {"tie.ending": float(ending)})
    life = leave_care(ended)
    assert life.person == ended.person
    assert (life.need, life.level) == (ended.user.need, ended.user.level)
    assert life.wanted == ended.tie.talk.wanted_user
    assert life.place == ended.tie.place
    assert life.spell == ended.tie.spell + 1.0
    assert life.moved == float(ending == MOVED)
    assert life.returns == 0.0, "nobody comes back in the week of the ending"


@given(states(Outside), states(Course), states(Course))
def test_out_of_care__events_are_counted_as_they_happen(outside, before, after):
    counted = outside_after(outside, before, after)
    assert counted.weeks == outside.weeks + 1.0
    for name in COUNTS:
        happened = getattr(after, name) - getattr(before, name)
        assert getattr(counted, name) - getattr(outside, name) == pytest.approx(happened, abs=1e-9)
    quiet = outside_after(outside, before, before)
    assert quiet == outside._replace(weeks=outside.weeks + 1.0)


def by(name, person, p):
    return lambda x: return_odds(changed(person, {name: x}), p)


@given(states(User), shares, shares, parameters("outside"))
def test_need_and_trust_in_the_service__bring_back_and_avoidance_keeps_away(person, a, b, p):
    for name in ("severity", "traits.anxiety", "service_trust"):
        assert_rises(by(name, person, p), a, b)
    assert_falls(by("avoidance", person, p), a, b)
    calm, ill = (by("course.crisis", person, p)(x) for x in (0.0, 1.0))
    assert ill == pytest.approx((1.0 + p.ask.crisis) * calm)
    assert return_odds(person, p) >= 0.0
    assert return_odds(person, changed(p, {"exit.back": 0.0})) == 0.0
    doubled = changed(p, {"exit.back": 2.0 * p.exit.back})
    assert return_odds(person, doubled) == pytest.approx(2.0 * return_odds(person, p))


def test_at_the_references__the_odds_of_coming_back_are_the_base():
    neutral = changed(
        DYAD.person,
        {
            "severity": 0.0,
            "course.crisis": 0.0,
            "traits.anxiety": 0.0,
            "avoidance": 0.0,
            "service_trust": USUAL_SERVICE_TRUST,
        },
    )
    assert return_odds(neutral, P) == P.exit.back


lives = states(Life)


@given(lives, random_draws, parameters("outside"))
def test_a_week_out_of_care__is_verb_7_without_a_tie(life, draws, p):
    after = live_outside(life, p, draws)
    alone = person_after(life.person, NO_SUPPORT, p, draws)
    assert after.person._replace(outside=life.person.outside) == alone
    assert after.person.outside == outside_after(
        life.person.outside, life.person.course, alone.course
    )
    assert after.need == needs_after(life.need, draws.need, p)
    kept = {"person": life.person, "need": life.need, "returns": life.returns}
    assert after._replace(**kept) == life, "and nothing else"
    assert_in_range(after, Life)


@given(lives, random_draws, parameters("outside"))
def test_who_wishes_to_come_back__is_drawn_below_the_chance_and_has_not_moved(life, draws, p):
    after = live_outside(life, p, draws)
    wishes = draws.asks < chance(return_odds(after.person, p))
    assert after.returns == float(wishes and life.moved == 0.0), "as the person is after the week"
    never = changed(p, {"exit.back": 0.0})
    assert live_outside(life, never, draws).returns == 0.0
    assert live_outside(life._replace(moved=1.0), p, draws).returns == 0.0


@given(lives, shares, shares, random_draws, parameters("outside"))
def test_no_rule__reads_the_mean_of_adherence_that_was_taken_along(life, a, b, draws, p):
    one, other = (live_outside(life._replace(followed=x), p, draws) for x in (a, b))
    assert bits(one._replace(followed=0.0)) == bits(other._replace(followed=0.0))


@given(lives, st.integers(14, 5200))
def test_the_mean_of_adherence__goes_on_out_of_care(life, week):
    after = remember_outside(life, float(week))
    low, high = sorted((life.followed, life.person.adherence))
    assert low - 1e-15 <= after.followed <= high + 1e-15
    assert after._replace(followed=life.followed) == life


@given(lives)
def test_the_illness__returns_to_its_baseline_out_of_care(life):
    """``S0 + (S - S0)(1 - d)^n`` where no crisis comes and life is quiet."""
    calm = changed(life, {"person.course.crisis": 0.0, "person.life_event": 0.0})
    calm = changed(calm, {"person.course.admitted": 0.0})
    p, baseline = defaults({"exit.back": 0.0}), life.person.traits.baseline
    now = calm
    for _ in range(26):
        now = live_outside(now, p, VISIT)
    left = (1.0 - p.recover.drift) ** 26
    expected = baseline + left * (calm.person.severity - baseline)
    assert now.person.severity == pytest.approx(expected, abs=1e-12)
    assert now.person.outside.weeks == calm.person.outside.weeks + 26.0


def test_weeks_and_events_of_care_and_out_of_it__are_the_whole_course():
    """A year of a tie that ends, and a year without one, with crises in both."""
    p = defaults({"exit.base": 0.0, "exit.moves": 0.0, "exit.hold": 5200.0, "crisis.calm": 2.0})
    begins, ends = VISIT._replace(crisis=0.0), VISIT._replace(calm=0.0)
    dyad = changed(DYAD, {"person.course": Course(*[0.0] * 7)})
    for week in range(1, 53):
        dyad, _ = encounter(dyad, CARER, float(week), p, begins if week % 9 == 0 else ends)
    in_care = dyad.person.course
    assert in_care.crises > 0.0
    assert dyad.person.outside == Outside(*[0.0] * 5)
    life = leave_care(changed(dyad, {"tie.ending": 1.0, "tie.ended": 52.0}))
    weeks = []
    for week in range(53, 105):
        life = live_outside(life, p, begins if week % 7 == 0 else ends)
        weeks.append(life.person.outside)
    for name in COUNTS:
        whole = getattr(life.person.course, name)
        assert whole == getattr(in_care, name) + getattr(weeks[-1], name)
    assert weeks[-1].weeks == 52.0
    assert weeks[-1].crises > 0.0
    assert all(a.weeks + 1.0 == b.weeks and a.crises <= b.crises for a, b in pairwise(weeks))
