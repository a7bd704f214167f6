"""Relate: dialogue builds understanding; control moves between the wishes and the norm."""

from itertools import pairwise

import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    MET,
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
    shares,
    signed,
    states,
)
from hypothesis import given
from hypothesis import strategies as st

from mutua.model.resources import NOTHING
from mutua.model.rules.relate import (
    control_after,
    control_goal,
    control_speed,
    custom_after,
    dialogue,
    drift_goals,
    goals_after,
    negotiate,
    norm_of_control,
    power_dependence,
    relate,
    rigidity_of,
    understanding_after,
    wanted_in_crisis,
    weeks_since_feedback,
)
from mutua.model.rules.response import consensus, toward
from mutua.model.state import (
    NOT_GIVEN,
    Carer,
    Course,
    Dyad,
    Event,
    Given,
    Goals,
    Talk,
    Team,
)


def talk(to_user: float, to_professional: float) -> Given:
    return NOT_GIVEN._replace(
        to_user=NOTHING._replace(information=to_user),
        to_professional=NOTHING._replace(information=to_professional),
    )


@given(amounts, amounts, amounts)
def test_dialogue__takes_two(a, b, more):
    assert dialogue(talk(a, 0.0)) == dialogue(talk(0.0, b)) == 0.0
    assert dialogue(talk(a, b)) == dialogue(talk(b, a))
    assert_rises(lambda x: dialogue(talk(x, b)), a, a + more)
    assert 0.0 <= dialogue(talk(a, b)) < 1.0


def test_dialogue__of_equals_is_what_each_says():
    assert dialogue(talk(1.0, 1.0)) == pytest.approx(0.5)
    assert dialogue(talk(2.0, 0.5)) < dialogue(talk(1.25, 1.25))


@given(shares, shares, shares, parameters("relate"))
def test_understanding__never_falls_and_stays_a_share(understanding, words, other, p):
    after = understanding_after(understanding, words, p)
    assert understanding <= after <= 1.0
    assert_rises(lambda x: understanding_after(understanding, x, p), words, other)
    assert understanding_after(understanding, 0.0, p) == understanding


def test_constant_dialogue__builds_understanding_exponentially():
    understanding = 0.2
    for _ in range(30):
        understanding = understanding_after(understanding, 0.5, P)
    left = 0.8 * (1.0 - 0.5 * P.relate.understanding) ** 30
    assert understanding == pytest.approx(1.0 - left)


@given(shares, shares, shares)
def test_control__moves_towards_its_goal_and_stays_between(control, goal, speed):
    after = control_after(control, goal, speed)
    assert min(control, goal) - 1e-15 <= after <= max(control, goal) + 1e-15
    assert control_after(control, goal, 0.0) == control
    assert control_after(control, goal, 1.0) == pytest.approx(goal, abs=1e-15)


@given(shares, shares)
def test_no_wish__weighs_more_than_the_other_between_equals(a, b):
    assert negotiate(a, b, 0.0, 0.0) == negotiate(b, a, 0.0, 0.0)


@given(shares, states(Team), shares, shares, parameters("relate"))
def test_the_norm_of_control__is_the_regimes_or_the_wish_as_far_as_it_adapts(seen, team, a, b, p):
    """It leans to what is usual in the team, by the weight of the ward."""

    def norm(p=p, usual=team.control):
        return norm_of_control(seen, team._replace(control=usual), p)

    held = (seen, p.norm.control, team.control)
    assert min(held) - 1e-15 <= norm() <= max(held) + 1e-15
    assert_rises(lambda x: norm(usual=x), a, b)
    rigid = changed(p, {"norm.adaptive": 0.0})
    assert norm(changed(rigid, {"give.ward": 0.0})) == p.norm.control
    assert norm(changed(rigid, {"give.ward": 1.0})) == pytest.approx(team.control, abs=1e-15)
    assert norm(changed(p, {"norm.adaptive": 1.0})) == pytest.approx(seen, abs=1e-15)
    still = changed(p, {"give.ward": 0.0})
    assert norm(still, a) == norm(still, b)


@given(shares, shares, states(Course), parameters("relate"))
def test_the_custom_of_the_two__follows_what_they_do_and_no_crisis(custom, control, now, p):
    after = custom_after(custom, control, now, p)
    assert min(custom, control) - 1e-15 <= after <= max(custom, control) + 1e-15
    assert custom_after(custom, control, now._replace(crisis=1.0), p) == custom
    well = now._replace(crisis=0.0, crises=0.0)
    assert custom_after(custom, control, well, p) == toward(custom, control, p.relate.custom)
    kept = now._replace(crisis=0.0, crises=1.0, calm=0.0)
    still = p.crisis.keep * (1.0 - p.interventions.crisis_plan.strength) > 0.0
    expected = custom if still else toward(custom, control, p.relate.custom)
    assert custom_after(custom, control, kept, p) == expected, "while control is kept"


def test_custom__follows_geometrically():
    custom, well = 0.2, course(0.0)._replace(crises=0.0)
    for _ in range(30):
        custom = custom_after(custom, 0.8, well, P)
    assert custom == pytest.approx(0.8 - 0.6 * (1.0 - P.relate.custom) ** 30)


def test_homeostasis__holds_back_control_that_is_agreed_on_and_lets_it_come_in_the_end():
    """S001 item 88: a change of norms is resisted, and changes no level."""

    def control(homeostasis, visits):
        rigid = {"norm.rigidity": 1.0, "norm.control": 0.3, "relate.flexibility": 0.0}
        p = defaults(rigid | {"give.ward": 0.0, "relate.homeostasis": homeostasis})
        dyad, carer = wishing(0.2, 0.6)
        dyad = changed(dyad, {"tie.talk.control": 0.7, "tie.talk.custom": 0.7})
        for _ in range(visits):
            dyad, _ = relate(dyad, carer, MET, p, VISIT)
        return dyad.tie.talk.control

    early = [control(h, 6) for h in (0.0, 0.2, 0.5, 0.9)]
    assert early == sorted(early)
    assert early[0] < early[-1] - 0.1
    assert [control(h, 3_000) for h in (0.0, 0.2, 0.5)] == pytest.approx([0.3] * 3, abs=1e-6)


@given(shares, shares, parameters("relate"))
def test_flexible_professionals__hold_the_norm_less(flexibility, other, p):
    assert_falls(lambda x: rigidity_of(x, p), flexibility, other)
    whole = changed(p, {"relate.negotiation": 1.0})
    assert -1e-15 <= rigidity_of(flexibility, whole) <= p.norm.rigidity + 1e-15
    stiff = rigidity_of(flexibility, changed(whole, {"relate.flexibility": 0.0}))
    assert stiff == pytest.approx(p.norm.rigidity, abs=1e-15)
    assert rigidity_of(flexibility, changed(p, {"relate.negotiation": 0.0})) == 1.0


#: The rule divides by the sum of the weights and a millionth, lest it divide by nothing.
NEARLY = 1e-9
dependences = between(0.0, 0.9)


@given(shares, shares, dependences)
def test_equal_dependence__comes_to_the_mean_of_the_wishes(a, b, dependence):
    assert negotiate(a, b, 0.0, 0.0) == pytest.approx(0.5 * (a + b), abs=1e-12)
    assert negotiate(a, b, dependence, dependence) == pytest.approx(0.5 * (a + b), abs=NEARLY)


@given(shares, shares, dependences, dependences)
def test_the_less_dependent_side__gets_nearer_its_wish(a, b, d, e):
    wish = negotiate(a, b, d, e)
    assert min(a, b) - NEARLY <= wish <= max(a, b) + NEARLY
    assert wish == negotiate(b, a, e, d), "whoever it is"
    free, bound = (a, b) if d <= e else (b, a)
    assert abs(wish - free) <= abs(wish - bound) + NEARLY
    assert negotiate(0.2, 0.8, 0.9, 0.1) > negotiate(0.2, 0.8, 0.5, 0.5) + 0.1


@given(shares, shares, signed, signed)
def test_dependence__is_need_met_without_an_alternative(met, other, a, b):
    assert_rises(lambda x: power_dependence(x, a), met, other)
    assert_falls(lambda x: power_dependence(met, x), a, b)
    assert power_dependence(met, -abs(a)) == met
    assert 0.0 <= power_dependence(met, a) <= 1.0


def test_who_has_an_alternative__decides_more():
    """The user wishes little direction, the professional more; both are equally well served."""
    event = changed(EVENT, {"visit.attended": 1.0, "user.met": 0.8, "professional.met": 0.8})
    carer = changed(CARER, {"professional.preferred_control": 0.9})

    def control(alternatives, p=P):
        traits = {"preferred_control": 0.1, "alternatives": alternatives}
        dyad = changed(DYAD, {f"person.traits.{name}": x for name, x in traits.items()})
        return relate(dyad, carer, event, p, VISIT)[0].tie.talk.control

    assert control(0.9) < control(0.2) < control(0.0)
    equal = defaults({"relate.dependence": 0.0})
    assert control(0.9, equal) == control(0.0, equal)


goals = states(Goals)


def apart(a: Goals, b: Goals) -> float:
    return sum(abs(x - y) for x, y in zip(a, b, strict=True))


@given(goals, goals, shares)
def test_goals__keep_their_sum_and_converge(own, other, pull):
    mine, theirs = goals_after(own, other, pull), goals_after(other, own, pull)
    assert sum(mine) == pytest.approx(1.0, abs=1e-14)
    assert min(mine) >= -1e-15
    assert apart(mine, theirs) <= apart(own, other) + 1e-14
    left = abs(1.0 - 2.0 * pull) * apart(own, other)
    assert apart(mine, theirs) == pytest.approx(left, abs=1e-14)
    assert goals_after(own, other, 0.0) == own


@given(states(Dyad), states(Event, attended=1.0), parameters("relate"))
def test_goals__converge_by_dialogue_and_familiarity_grows_by_meeting(dyad, event, p):
    p = changed(p, {"relate.apart": 0.0})
    talk_before = dyad.tie.talk
    after = relate(dyad, CARER, event, p, VISIT)[0].tie.talk
    assert consensus(after) >= consensus(talk_before) - 1e-14
    left = (1.0 - talk_before.familiarity) * (1.0 - p.relate.familiarity)
    assert after.familiarity == pytest.approx(1.0 - left, abs=1e-15)
    silent = changed(event, {"given": talk(1.0, 0.0)})
    quiet = relate(dyad, CARER, silent, p, VISIT)[0].tie.talk
    assert quiet.goals_user == talk_before.goals_user
    assert quiet.goals_professional == talk_before.goals_professional


@given(goals)
def test_in_a_crisis__a_user_wants_half_of_all_else_and_stability_for_the_rest(wanted):
    """S004 item 12."""
    calm, ill = (wanted_in_crisis(wanted, crisis) for crisis in (0.0, 1.0))
    assert calm == wanted
    assert sum(ill) == pytest.approx(1.0, abs=1e-14)
    assert ill == pytest.approx(
        (0.5 * wanted.change, 0.5 + 0.5 * wanted.stability, 0.5 * wanted.access), abs=1e-15
    )


@given(states(Talk), st.integers(0, 60), parameters("relate"))
def test_goals_alone__return_geometrically_to_what_was_wanted(before, weeks, p):
    now = before
    for _ in range(weeks):
        now = drift_goals(now, 0.0, p)
    left = (1.0 - p.relate.apart) ** weeks
    for side in ("user", "professional"):
        wanted, start = getattr(before, f"wanted_{side}"), getattr(before, f"goals_{side}")
        expected = [w + left * (x - w) for w, x in zip(wanted, start, strict=True)]
        assert getattr(now, f"goals_{side}") == pytest.approx(expected, abs=1e-12)
    kept = {"goals_user": before.goals_user, "goals_professional": before.goals_professional}
    assert now._replace(**kept) == before, "and nothing else drifts"


@given(states(Talk), parameters("relate"))
def test_a_crisis__moves_the_users_goals_and_no_others(before, p):
    calm, ill = (drift_goals(before, crisis, p) for crisis in (0.0, 1.0))
    wanted = wanted_in_crisis(before.wanted_user, 1.0)
    assert ill.goals_user == goals_after(before.goals_user, wanted, p.relate.apart)
    assert ill.goals_user.stability >= calm.goals_user.stability - 1e-15
    assert ill._replace(goals_user=calm.goals_user) == calm


@pytest.mark.parametrize("apart_each_week", [0.0, 0.05])
def test_consensus__is_reached_again_and_again_and_never_wholly(apart_each_week):
    """Dialogue pulls by ``g s`` at a visit, each week by ``a`` back: ``(1 - 2gs)(1-a)`` is kept.

    What is left apart comes to ``a d0 (1 - 2gs)/(1 - (1 - 2gs)(1 - a))``, d0 the distance of what
    the two wanted.
    """
    p = defaults({"relate.apart": apart_each_week})
    event = changed(MET, {"given": talk(1.0, 1.0)})
    dyad = changed(DYAD, {"person.course.crisis": 0.0})
    for _ in range(500):
        dyad, _ = relate(dyad, CARER, event, p, VISIT)
    met = 1.0 - 2.0 * p.relate.goals * dialogue(talk(1.0, 1.0))
    wanted = apart(DYAD.tie.talk.wanted_user, DYAD.tie.talk.wanted_professional)
    left = apart_each_week * wanted * met / (1.0 - met * (1.0 - apart_each_week))
    assert consensus(dyad.tie.talk) == pytest.approx(1.0 - 0.5 * left, abs=1e-9)
    assert (left > 0.05) == (apart_each_week > 0.0)


def wishing(user: float, professional: float, **person) -> tuple[Dyad, Carer]:
    """Two who know each other wholly, long after any crisis, with nothing met of what they need."""
    dyad = changed(
        DYAD,
        {
            "person.traits.preferred_control": user,
            "person.course.calm": 500.0,
            "tie.talk.understanding": 1.0,
        }
        | {f"person.{name}": value for name, value in person.items()},
    )
    return dyad, changed(CARER, {"professional.preferred_control": professional})


#: Neither the custom of the two nor that of the ward holds anything back.
FREE = {"relate.homeostasis": 0.0, "give.ward": 0.0}


@pytest.mark.parametrize(("rigidity", "goal"), [(1.0, 0.7), (0.0, 0.4), (0.25, 0.475)])
def test_negotiation__ends_at_the_norm_where_rigid_and_midway_between_the_wishes_where_not(
    rigidity, goal
):
    norm = {"norm.rigidity": rigidity, "norm.control": 0.7, "relate.flexibility": 0.0}
    p = defaults(norm | FREE)
    dyad, carer = wishing(0.2, 0.6)
    for _ in range(200):
        dyad, _ = relate(dyad, carer, MET, p, VISIT)
    assert dyad.tie.talk.control == pytest.approx(goal, abs=1e-9)


def test_an_adaptive_regime__follows_the_wish_as_it_is_seen():
    rigid = {"norm.rigidity": 1.0, "relate.flexibility": 0.0, "norm.adaptive": 1.0}
    dyad, carer = wishing(0.2, 0.6)
    for _ in range(200):
        dyad, _ = relate(dyad, carer, MET, defaults(rigid | FREE), VISIT)
    assert dyad.tie.talk.control == pytest.approx(0.2, abs=1e-12)


def course(crisis: float, calm: float = 0.0) -> Course:
    """A course with one crisis, going on or some weeks ago."""
    return DYAD.person.course._replace(crisis=crisis, calm=calm, crises=1.0)


@given(shares, shares, parameters("relate"))
def test_in_a_crisis__control_is_taken_and_never_less_than_was_agreed(control, agreed, p):
    goal = control_goal(control, course(1.0), agreed, p)
    assert goal >= agreed - 1e-15
    whole = changed(p, {"crisis.take": 1.0})
    taken = max(control, agreed, p.crisis.control)
    assert control_goal(control, course(1.0), agreed, whole) == pytest.approx(taken)
    assert control_goal(control, course(1.0), agreed, changed(p, {"crisis.take": 0.0})) == agreed


@given(shares, shares, parameters("relate"))
def test_who_never_had_a_crisis__negotiates_as_if_there_were_none(control, agreed, p):
    well = course(0.0)._replace(crises=0.0)
    assert control_goal(control, well, agreed, p) == agreed
    assert control_speed(well, p) == p.relate.control


def after_the_crisis(p, weeks: int) -> list[float]:
    """Control at a visit a week, from the last week of a crisis on."""
    dyad, carer = wishing(0.3, 0.5, **{"course.crisis": 1.0, "course.calm": 0.0})
    control = []
    for week in range(weeks):
        dyad, _ = relate(dyad, carer, MET, p, VISIT)
        control.append(dyad.tie.talk.control)
        calm = 0.0 if week == 0 else dyad.person.course.calm + 1.0
        dyad = changed(dyad, {"person.course.crisis": 0.0, "person.course.calm": calm})
    return control


def test_control__is_kept_for_the_weeks_declared_and_then_handed_back():
    control = after_the_crisis(defaults({"crisis.keep": 4.0} | FREE), 40)
    kept, back = control[:5], control[4:12]
    assert all(a < b for a, b in pairwise(kept)), "in the crisis and 4 weeks"
    assert all(a > b for a, b in pairwise(back)), "and no longer"
    free = after_the_crisis(defaults({"crisis.take": 0.0} | FREE), 200)
    assert control[-1] == pytest.approx(free[-1], abs=1e-3), "to what was agreed"
    assert control[-1] < 0.5 < kept[-1]


def test_a_crisis_plan__has_control_handed_back_at_once():
    planned = changed(P, {"interventions.crisis_plan.strength": 1.0} | FREE)
    control = after_the_crisis(planned, 6)
    assert all(a > b for a, b in pairwise(control))
    agreed = after_the_crisis(planned, 200)[-1]
    left = (control[1] - agreed) / (control[0] - agreed)
    assert left == pytest.approx(1.0 - P.crisis.hand_back), "at the speed of handing back"


@given(between(0.0, 1e6), parameters("relate"))
def test_views__are_fed_back_at_a_visit_once_the_interval_has_passed(since, p):
    on = changed(p, {"interventions.feedback.strength": 0.5})
    due = since >= p.interventions.feedback_interval
    assert weeks_since_feedback(since, 1.0, on) == (0.0 if due else since + 1.0)
    assert weeks_since_feedback(since, 0.0, on) == since + 1.0
    assert weeks_since_feedback(p.interventions.feedback_interval, 1.0, on) == 0.0, (
        "in the very week"
    )
    assert (
        weeks_since_feedback(since, 1.0, changed(p, {"interventions.feedback.strength": 0.0}))
        == since + 1.0
    )


@given(states(Dyad), states(Carer), states(Event, attended=1.0), parameters("relate"))
def test_relate__touches_the_talk_of_the_tie_and_nothing_else(dyad, carer, event, p):
    after, happened = relate(dyad, carer, event, p, VISIT)
    fed = weeks_since_feedback(dyad.tie.since_feedback, 1.0, p)
    assert after._replace(tie=after.tie._replace(talk=dyad.tie.talk)) == dyad._replace(
        tie=dyad.tie._replace(since_feedback=fed)
    )
    assert_in_range(after.tie.talk, Talk)
    assert happened == event


@given(states(Dyad), states(Carer), states(Event, attended=0.0), parameters("relate"))
def test_without_a_visit__nothing_is_related_and_goals_drift(dyad, carer, event, p):
    drifted = drift_goals(dyad.tie.talk, dyad.person.course.crisis, p)
    waited = changed(
        dyad, {"tie.since_feedback": dyad.tie.since_feedback + 1.0, "tie.talk": drifted}
    )
    assert relate(dyad, carer, event, p, VISIT) == (waited, event)


@given(states(Dyad), states(Carer), states(Event, attended=1.0), parameters("relate"))
def test_without_negotiation_and_crises__no_rule_moves_control(dyad, carer, event, p):
    p = changed(p, {"relate.control": 0.0})
    dyad = changed(dyad, {"person.course.crisis": 0.0, "person.course.crises": 0.0})
    after, _ = relate(dyad, carer, event, p, VISIT)
    assert after.tie.talk.control == dyad.tie.talk.control
