"""Crises: who falls into one, how it ends, what follows from it, and the key relative."""

import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    VISIT,
    P,
    amounts,
    assert_falls,
    assert_in_range,
    assert_rises,
    between,
    changed,
    defaults,
    parameters,
    random_draws,
    shares,
    signed,
    states,
)
from hypothesis import given
from hypothesis import strategies as st

from mutua.model.rules.crisis import (
    course_after,
    end_odds,
    expressed_emotion_after,
    kin_odds,
    near_crisis,
    onset_odds,
    order_after,
    secure_base,
    weeks_kept,
)
from mutua.model.rules.recover import recover
from mutua.model.rules.response import chance
from mutua.model.state import NO_SUPPORT, Course, Dyad, Feeling, Support, User

#: Draws with which a crisis begins or ends if it can; all else turns out as in `VISIT`.
ONSET = VISIT._replace(crisis=0.0)
END = VISIT._replace(calm=0.0)
WELL = DYAD.person.course._replace(crisis=0.0, calm=2.0, crises=0.0, crisis_weeks=0.0)


def onset(dyad, p):
    """Odds that a crisis begins in a tie."""
    return onset_odds(dyad.person, secure_base(dyad.user.feeling), p)


def odds_by(name, dyad, p):
    return lambda value: onset(changed(dyad, {name: value}), p)


#: A tie that does nothing.
ALONE = NO_SUPPORT


def after_week(person, draws, p=P):
    """Course of somebody whom no tie supports."""
    return course_after(person, ALONE, p, draws)


@given(states(Dyad), shares, shares, signed, signed, parameters("recover"))
def test_a_crisis__comes_with_illness_and_untreated_and_is_kept_off_by_feeling_secure(
    dyad, a, b, x, y, p
):
    assert_rises(odds_by("person.severity", dyad, p), a, b)
    assert_falls(odds_by("person.adherence", dyad, p), a, b)
    assert_falls(odds_by("user.feeling.affect", dyad, p), x, y)
    assert_falls(odds_by("user.feeling.trust", dyad, p), a, b)
    bitter = changed(dyad, {"user.feeling.affect": -abs(x)})
    assert odds_by("user.feeling.trust", bitter, p)(a) == onset(bitter, p) >= 0.0


def test_at_the_references__the_odds_of_a_crisis_are_the_base():
    alone = changed(
        DYAD,
        {
            "person.severity": 0.5,
            "person.traits.baseline": 0.5,
            "person.adherence": 1.0,
            "person.traits.relative.present": 0.0,
            "user.feeling.affect": 0.0,
        },
    )
    assert onset(alone, P) == P.crisis.base
    worse = changed(alone, {"person.severity": 0.7, "person.adherence": 0.4})
    expected = (1.0 + P.crisis.severity * 0.2) * (1.0 + P.crisis.adherence * 0.6)
    assert onset(worse, P) == pytest.approx(P.crisis.base * expected)
    happy = changed(alone, {"user.feeling.affect": 0.4, "user.feeling.trust": 1.0})
    secure = 1.0 + P.crisis.secure * 0.4
    assert onset(happy, P) == pytest.approx(P.crisis.base / secure)


@given(states(Dyad), parameters("recover"))
def test_neutral_values__leave_the_base_alone(dyad, p):
    names = {"crisis.severity": 0.0, "crisis.adherence": 0.0, "crisis.secure": 0.0}
    names |= {"relative.expressed_emotion": 1.0, "relative.warmth": 1.0}
    assert onset(dyad, changed(p, names)) == p.crisis.base


@pytest.mark.parametrize(("emotion", "warmth", "odds"), [
    (0.4, 0.4, 1.0), (0.6, 0.4, 3.35), (0.4, 0.6, 0.39), (0.6, 0.6, 3.35 * 0.39),
])  # fmt: skip
def test_the_key_relative__multiplies_the_odds_as_in_the_meta_analysis(emotion, warmth, odds):
    """Ma 2021: 3.35 with high expressed emotion, .39 with warmth (E30, E31)."""
    kin = {"expressed_emotion": emotion, "traits.relative.warmth": warmth}
    person = changed(DYAD.person, kin | {"traits.relative.present": 1.0})
    assert kin_odds(person, P) == odds
    assert kin_odds(changed(person, {"traits.relative.present": 0.0}), P) == 1.0


@given(states(Support), amounts, amounts, shares, shares, parameters("recover"))
def test_a_crisis__ends_sooner_with_known_staff_joint_work_and_a_plan(
    support, joint, more, a, b, p
):
    """And alone by the base."""

    def odds(joint=joint, p=p, **given_now):
        return end_odds(support._replace(joint=joint, **given_now), p)

    assert_rises(odds, joint, joint + more)
    assert_rises(lambda x: odds(familiarity=x), a, b)
    assert_rises(lambda x: odds(plan=x), a, b)
    bare = changed(p, {"crisis.familiarity": 0.0, "crisis.joint": 0.0})
    assert odds(p=bare, plan=0.0) == p.crisis.end == end_odds(ALONE, p)


def test_a_plan__doubles_the_odds_of_an_end():
    met = ALONE._replace(joint=1.0, familiarity=0.3)
    assert end_odds(met._replace(plan=1.0), P) == pytest.approx(2.0 * end_odds(met, P))


@given(states(User), states(Support), random_draws, parameters("recover"))
def test_a_course__keeps_count_and_stays_whole(person, support, draws, p):
    before, after = person.course, course_after(person, support, p, draws)
    assert all(x == round(x) for x in after)
    assert {after.crisis, after.admitted} <= {0.0, 1.0}
    assert after.admitted <= after.crisis, "nobody stays on the ward after the crisis"
    assert after.crises - before.crises == max(after.crisis - before.crisis, 0.0)
    assert after.crisis_weeks - before.crisis_weeks == after.crisis
    assert after.relapses - before.relapses <= after.crises - before.crises
    ill = before.crisis + after.crisis > 0.0
    assert after.calm == (0.0 if ill else before.calm + 1.0)


@given(states(User), states(Support), random_draws, parameters("recover"))
def test_draws__begin_and_end_crises_below_their_chance(person, support, draws, p):
    before, after = person.course.crisis, course_after(person, support, p, draws).crisis
    if before > 0.0:
        assert after == float(not draws.calm < chance(end_odds(support, p)))
    else:
        odds = onset_odds(person, support.secure, p)
        begins = max(chance(odds), p.interventions.relapse.strength)
        assert after == float(draws.crisis < begins)


@given(states(Feeling), shares, shares, signed, signed)
def test_a_secure_base__takes_good_feeling_and_trust(feeling, a, b, x, y):
    """S002 item 116; bad feeling is no base, however much there is of trust."""

    def base(**changes):
        return secure_base(feeling._replace(**changes))

    assert_rises(lambda trust: base(trust=trust), a, b)
    assert_rises(lambda affect: base(affect=affect), x, y)
    assert base(affect=-abs(x)) == base(trust=0.0) == 0.0
    assert base(affect=1.0, trust=1.0) == 1.0
    assert 0.0 <= base() <= 1.0


@given(states(User), shares, shares, parameters("recover"))
def test_who_has_no_secure_base__falls_into_a_crisis_as_without_a_tie(person, a, b, p):
    assert_falls(lambda secure: onset_odds(person, secure, p), a, b)
    alone = onset_odds(person, ALONE.secure, p)
    assert onset_odds(person, a, changed(p, {"crisis.secure": 0.0})) == alone


@given(states(Course), between(0.0, 520.0), between(0.0, 520.0))
def test_a_crisis__is_near_while_it_lasts_and_for_some_weeks_after_it(now, weeks, more):
    ever = now._replace(crisis=0.0, crises=max(now.crises, 1.0))
    assert near_crisis(now._replace(crisis=1.0, crises=1.0, calm=0.0), weeks)
    assert near_crisis(ever, weeks) == (now.calm < weeks)
    assert near_crisis(ever, weeks) <= near_crisis(ever, weeks + more)
    assert not near_crisis(now._replace(crisis=0.0, crises=0.0), weeks), "who never had one"
    assert not near_crisis(ever, 0.0)


@given(parameters("relate"))
def test_a_plan__takes_its_share_of_the_weeks_for_which_control_is_kept(p):
    def kept(strength):
        return weeks_kept(changed(p, {"interventions.crisis_plan.strength": strength}))

    assert (kept(0.0), kept(1.0)) == (p.crisis.keep, 0.0)
    assert kept(0.5) == pytest.approx(0.5 * p.crisis.keep)


@pytest.mark.parametrize(("calm", "relapse"), [(3.0, 0.0), (4.0, 1.0), (50.0, 1.0)])
def test_a_relapse__is_an_onset_after_four_calm_weeks(calm, relapse):
    dyad = changed(DYAD, {"person.course": WELL._replace(calm=calm, crises=1.0)})
    after = after_week(dyad.person, ONSET)
    assert (after.crises, after.relapses, after.calm) == (2.0, relapse, 0.0)


@pytest.mark.parametrize(("severity", "admitted"), [(0.65, 0.0), (0.66, 1.0)])
def test_who_is_admitted__is_who_falls_into_a_crisis_severely_ill(severity, admitted):
    dyad = changed(DYAD, {"person.course": WELL, "person.severity": severity})
    after = after_week(dyad.person, ONSET)
    assert (after.crisis, after.admitted, after.admissions) == (1.0, admitted, admitted)
    ill = dyad.person._replace(course=after)
    still = after_week(ill, VISIT)
    assert (still.admitted, still.admissions) == (admitted, admitted), "as long as it lasts, once"
    home = after_week(ill, END)
    assert (home.crisis, home.admitted, home.calm) == (0.0, 0.0, 0.0)


def test_who_grows_severely_ill_in_a_crisis__is_admitted_then_and_once():
    at_home = WELL._replace(crisis=1.0, calm=0.0, crises=1.0)
    admissions = []
    dyad = changed(DYAD, {"person.course": at_home})
    for severity in (0.6, 0.7, 0.9, 0.5, 0.8):
        dyad = changed(dyad, {"person.severity": severity})
        dyad = changed(dyad, {"person.course": after_week(dyad.person, VISIT)})
        admissions.append((dyad.person.course.admitted, dyad.person.course.admissions))
    assert admissions == [(0.0, 0.0), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0)]


def weeks_under_order(person: User, courses: list[Course], p=P) -> list[float]:
    """Weeks left after each of some weeks with these courses."""
    left = []
    for course in courses:
        person = person._replace(order=order_after(person, course, p), course=course)
        left.append(person.order)
    return left


@given(between(0.0, 520.0))
def test_orders__run_out(weeks):
    person = DYAD.person._replace(order=weeks)
    left = weeks_under_order(person, [WELL] * 6)
    assert left == pytest.approx([max(weeks - k, 0.0) for k in range(1, 7)])


ADMITTED = WELL._replace(crisis=1.0, calm=0.0, admitted=1.0, crises=1.0)
ORDERS = defaults({"interventions.treatment_order.strength": 1.0, "service.order_weeks": 26.0})


def test_a_treatment_order__begins_at_discharge_from_the_ward():
    courses = [ADMITTED, ADMITTED, WELL, WELL]
    free = DYAD.person._replace(order=0.0, course=WELL)
    assert weeks_under_order(free, courses, ORDERS) == [0.0, 0.0, 26.0, 25.0]
    assert weeks_under_order(free, courses, P) == [0.0] * 4, "not without the policy"
    at_home = ADMITTED._replace(admitted=0.0)
    assert weeks_under_order(free, [at_home, at_home, WELL], ORDERS) == [0.0] * 3


def test_a_longer_order__is_not_shortened_by_a_new_one():
    person = DYAD.person._replace(order=100.0, course=ADMITTED)
    assert weeks_under_order(person, [WELL], ORDERS) == [99.0]


@given(shares, parameters("recover"))
def test_expressed_emotion__regresses_to_its_mean(emotion, p):
    mean, rate = p.population.expressed_emotion.mean, p.relative.regress
    after = expressed_emotion_after(emotion, p)
    assert after - mean == pytest.approx((1.0 - rate) * (emotion - mean), abs=1e-15)
    assert min(emotion, mean) - 1e-15 <= after <= max(emotion, mean) + 1e-15


@pytest.mark.parametrize("emotion", [0.1, 0.5, 0.9])
def test_years__take_expressed_emotion_most_of_the_way(emotion):
    """``mean + (E - mean)(1 - r)^n``."""
    after = emotion
    for _ in range(104):
        after = expressed_emotion_after(after, P)
    left = (1.0 - P.relative.regress) ** 104
    mean = P.population.expressed_emotion.mean
    assert after == pytest.approx(mean + left * (emotion - mean), abs=1e-12)
    assert left > 0.5, "people stay different: more than half of the spread lasts two years"


@given(states(Dyad), random_draws, parameters("recover"))
def test_a_week__is_told_as_an_onset_where_a_crisis_began(dyad, draws, p):
    after, event = recover(dyad, CARER, EVENT, p, draws)
    began = dyad.person.course.crisis == 0.0 and after.person.course.crisis == 1.0
    assert event.onset == float(began)
    assert_in_range(after.person, User)


@given(st.integers(1, 30))
def test_a_crisis_of_so_many_weeks__is_counted_so(weeks):
    dyad = changed(DYAD, {"person.course": WELL})
    for week in range(weeks + 10):
        draws = ONSET if week == 0 else (END if week == weeks else VISIT)
        dyad = changed(dyad, {"person.course": after_week(dyad.person, draws)})
    after = dyad.person.course
    assert (after.crises, after.crisis_weeks, after.calm) == (1.0, float(weeks), 9.0)
