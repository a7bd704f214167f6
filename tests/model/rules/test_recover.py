"""Recover: joint work lifts, the illness returns to its baseline, life goes up and down."""

import numpy as np
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
    gifts,
    moved,
    needs,
    parameters,
    random_draws,
    shares,
    signed,
    states,
)
from hypothesis import given
from hypothesis import strategies as st

from mutua.jit.structs import flat
from mutua.model.resources import NOTHING, Gifts
from mutua.model.rules.crisis import course_after
from mutua.model.rules.recover import (
    acceptance_after,
    adherence_odds,
    effect_of_work,
    efficacy_after,
    hope_after,
    joint_work,
    life_after,
    mind_after,
    needs_after,
    person_after,
    persuasion,
    recover,
    severity_after,
    support_of,
    unlike_attitudes,
    willing_by_tie,
)
from mutua.model.rules.response import USUAL_CONSENSUS, USUAL_HOPE, chance, factor
from mutua.model.state import NO_SUPPORT, Carer, Dyad, Event, Goals, Support, User

#: Weight of the week's shock in life events: with .9 of the last week it keeps the variance.
ROOT = 0.4358898943540674


def works(amount: float) -> Gifts:
    return NOTHING._replace(information=0.25 * amount, services=0.75 * amount)


@given(gifts, gifts, shares)
def test_joint_work__is_made_of_information_and_services_of_both(a, b, complements):
    done = joint_work(a, b, complements)
    assert done == joint_work(b, a, complements) >= 0.0
    only = [NOTHING._replace(information=g.information, services=g.services) for g in (a, b)]
    assert joint_work(*only, complements) == done


@given(amounts, amounts, amounts, shares)
def test_joint_work__rises_with_what_either_does(a, b, more, complements):
    assert_rises(lambda x: joint_work(works(x), works(b), complements), a, a + more)


@given(amounts, amounts)
def test_substitutes_add_and_complements_take_two(a, b):
    assert joint_work(works(a), works(b), 0.0) == pytest.approx(0.5 * (a + b))
    assert joint_work(works(a), NOTHING, 1.0) == 0.0
    assert joint_work(works(a), works(a), 1.0) == pytest.approx(a, abs=1e-8)
    whole, half, none = (joint_work(works(a), works(b), c) for c in (1.0, 0.5, 0.0))
    assert whole <= half + 1e-12 <= none + 2e-12
    assert half == pytest.approx(0.5 * (whole + none), abs=1e-12)


crises = st.sampled_from([0.0, 1.0])


@given(
    shares, shares, amounts, amounts, between(-3.46, 3.46), crises, parameters("recover")
)  # fmt: skip
def test_severity__falls_with_work_rises_in_a_crisis_and_stays_a_share(
    severity, baseline, work, other, life, crisis, p
):
    def after(work, crisis=crisis):
        return severity_after(severity, baseline, work, life, crisis, p)

    assert_falls(after, work, other)
    assert_rises(lambda x: after(work, x), 0.0, 1.0)
    assert 0.0 <= after(work) <= 1.0
    off = changed(p, {"crisis.push": 0.0})
    calm = severity_after(severity, baseline, work, life, 0.0, p)
    assert severity_after(severity, baseline, work, life, 1.0, off) == calm


@given(shares, shares)
def test_without_care__the_illness_returns_to_its_baseline(severity, baseline):
    """``S0 + (S - S0)(1 - d)^n``."""
    after = severity
    for _ in range(40):
        after = severity_after(after, baseline, 0.0, 0.0, 0.0, P)
    expected = baseline + (severity - baseline) * (1.0 - P.recover.drift) ** 40
    assert after == pytest.approx(expected, abs=1e-12)


def test_constant_work__holds_severity_below_the_baseline():
    """``d S0/(d + r work)``: where lift and return balance."""
    p, severity = defaults({"recover.rate": 0.1, "recover.drift": 0.02}), 0.9
    for _ in range(3_000):
        severity = severity_after(severity, 0.6, 0.3, 0.0, 0.0, p)
    assert severity == pytest.approx(0.02 * 0.6 / (0.02 + 0.1 * 0.3), abs=1e-12)


def test_a_lasting_crisis__holds_severity_above_the_baseline():
    """``(d S0 + c)/(d + c)``: where push and return balance."""
    d, c, severity = P.recover.drift, P.crisis.push, 0.3
    for _ in range(3_000):
        severity = severity_after(severity, 0.6, 0.0, 0.0, 1.0, P)
    assert severity == pytest.approx((d * 0.6 + c) / (d + c), abs=1e-12)


@given(
    states(Dyad), states(Carer), states(Event, attended=0.0), random_draws, parameters("recover")
)
def test_without_a_visit__there_is_no_joint_work(dyad, carer, event, draws, p):
    after, happened = recover(dyad, carer, event, p, draws)
    before, person = dyad.person, after.person
    life = life_after(before.life_event, draws.life, p)
    assert happened.joint == 0.0
    ill = person.course.crisis
    severity = severity_after(before.severity, before.traits.baseline, 0.0, life, ill, p)
    assert person.severity == severity
    support = support_of(dyad, carer, event, p)
    assert person == person_after(before, support, p, draws)
    assert (support.joint, support.relief, support.accepting, support.hurt) == (0.0,) * 4
    assert after.user.need == needs_after(dyad.user.need, draws.need, p)


@given(states(Dyad), states(Carer), states(Event), random_draws, parameters("recover"))
def test_recover__leaves_who_one_is_and_how_the_two_stand(dyad, carer, event, draws, p):
    after, _ = recover(dyad, carer, event, p, draws)
    touched = moved(dyad, after, Dyad)
    assert {name.split(".")[0] for name in touched} <= {"person", "user"}
    assert not {name for name in touched if name.startswith(("person.traits", "person.avoid"))}
    assert {name for name in touched if name.startswith("user.")} <= {
        f"user.need.{name}" for name in dyad.user.need._fields
    }


@given(
    states(Dyad), states(Carer), states(Event, attended=1.0), shares, shares, parameters("recover")
)
def test_skill_understanding_and_response__each_lower_severity(dyad, carer, event, a, b, p):
    def severity(dyad=dyad, carer=carer):
        return recover(dyad, carer, event, p, VISIT)[0].person.severity

    assert_falls(lambda x: severity(carer=changed(carer, {"professional.skill": x})), a, b)
    assert_falls(lambda x: severity(changed(dyad, {"tie.talk.understanding": x})), a, b)
    assert_falls(lambda x: severity(changed(dyad, {"person.traits.response": x})), a, b)


def test_life__goes_up_and_down_alike():
    def severity(life):
        return recover(DYAD, CARER, EVENT, P, VISIT._replace(life=life))[0].person.severity

    def event(life):
        return recover(DYAD, CARER, EVENT, P, VISIT._replace(life=life))[0].person.life_event

    assert severity(1.0) - severity(0.0) == pytest.approx(P.recover.life * ROOT)
    assert severity(1.0) + severity(-1.0) == pytest.approx(2.0 * severity(0.0))
    assert event(1.0) - event(0.0) == pytest.approx(ROOT) == event(0.0) - event(-1.0)


def test_life_events__keep_unit_variance():
    """``a^2 + w^2 = 1`` for the two weights that the rule shows."""
    kept, new = life_after(1.0, 0.0, P), life_after(0.0, 1.0, P)
    assert (kept, new) == (0.9, ROOT)
    assert kept**2 + new**2 == pytest.approx(1.0, abs=1e-15)
    assert life_after(0.7, -1.3, P) == pytest.approx(kept * 0.7 - new * 1.3, abs=1e-15)


@given(states(Dyad), states(Carer), amounts, amounts, shares, shares, parameters("recover"))
def test_work_does_more__for_who_follows_it_and_where_goals_agree(dyad, carer, joint, m, a, b, p):
    def effect(goods=m, **changes):
        return effect_of_work(changed(dyad, changes), carer, joint, goods, p)

    assert_rises(lambda x: effect(**{"person.adherence": x}), a, b)
    assert_rises(lambda x: effect(goods=10.0 * x), a, b)
    apart = {"tie.talk.goals_user": Goals(1.0, 0.0, 0.0)}

    def near(x):
        return effect(**apart, **{"tie.talk.goals_professional": Goals(x, 1.0 - x, 0.0)})

    assert_rises(near, a, b)
    assert near(a) >= 0.0


def test_work_for_what_one_side_does_not_want__is_lost_on_both():
    """``1 - w (1 - consensus^2)``: with half of the goals shared a quarter is left."""

    def effect(goals_of_professional):
        dyad = changed(
            DYAD,
            {
                "tie.talk.goals_user": Goals(1.0, 0.0, 0.0),
                "tie.talk.goals_professional": goals_of_professional,
            },
        )
        return effect_of_work(dyad, CARER, 1.0, 0.0, defaults({"recover.consensus": 1.0}))

    whole = effect(Goals(1.0, 0.0, 0.0))
    assert effect(Goals(0.5, 0.5, 0.0)) == pytest.approx(0.25 * whole)
    assert effect(Goals(0.0, 1.0, 0.0)) == 0.0 < whole


@given(states(Dyad), states(Carer), amounts, amounts, parameters("recover"))
def test_medicine__works_as_far_as_it_is_taken(dyad, carer, joint, goods, p):
    def effect(goods, **changes):
        return effect_of_work(changed(dyad, changes), carer, joint, goods, p)

    refused = {"person.adherence": 0.0}
    assert effect(goods, **refused) == effect(0.0, **refused)
    assert effect_of_work(dyad, carer, joint, goods, changed(p, {"recover.goods": 0.0})) == effect(
        0.0
    )


@given(states(User), shares, shares, parameters("recover"))
def test_unlike_attitudes__of_relative_and_professional_help_more_the_more_they_differ(
    person, a, b, p
):
    with_kin = changed(person, {"traits.relative.present": 1.0, "traits.relative.attitude": 0.0})
    assert_rises(lambda x: unlike_attitudes(with_kin, x, p), a, b)
    assert unlike_attitudes(with_kin, 0.0, p) == 1.0 <= unlike_attitudes(person, a, p)
    assert unlike_attitudes(changed(person, {"traits.relative.present": 0.0}), a, p) == 1.0
    assert unlike_attitudes(person, a, changed(p, {"recover.attitude": 0.0})) == 1.0


@given(states(Dyad), shares, shares, shares, parameters("recover"))
def test_persuasion__rises_with_bond_and_reward_and_is_gated_by_trust(dyad, reward, a, b, p):
    def power(reward=reward, **changes):
        return persuasion(changed(dyad, changes), reward, p)

    assert_rises(lambda x: power(**{"user.feeling.bond": x}), a, b)
    assert_rises(lambda x: power(**{"user.feeling.trust": x}), a, b)
    assert_rises(power, a, b)
    assert power(**{"user.feeling.trust": 0.0}) == 0.0 <= power()
    off = changed(p, {"influence.referent": 0.0, "influence.reward": 0.0})
    assert persuasion(dyad, reward, off) == 0.0


@given(needs, st.builds(Gifts, *[between(-3.46, 3.46)] * 6), parameters("recover"))
def test_needs__stay_needs_and_are_still_without_drift(need, shocks, p):
    assert all(0.01 <= x <= 1.0 for x in needs_after(need, shocks, p))
    assert needs_after(need, shocks, changed(p, {"recover.needs": 0.0})) == need


@given(needs)
def test_without_shocks__each_need_drifts_to_the_typical_one(need):
    """``typical + (n - typical)(1 - d)^weeks``."""
    after = need
    for _ in range(40):
        after = needs_after(after, NOTHING, P)
    left = (1.0 - P.recover.needs) ** 40
    expected = [t + left * (n - t) for n, t in zip(need, P.population.need, strict=True)]
    assert after == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("drift", [0.0, 0.02, 0.4, 1.0])
@pytest.mark.parametrize("spread", [0.01, 0.1])
def test_drift_and_shocks__leave_the_variance_of_needs_as_it_is(drift, spread):
    """``a^2 sd^2 + w^2 = sd^2`` for the two weights that the rule shows between the bounds."""
    p = defaults({"recover.needs": drift, "population.need_sd": spread})
    typical = p.population.need.love

    def love(need, shock=0.0):
        before = p.population.need._replace(love=need)
        return needs_after(before, NOTHING._replace(love=shock), p).love

    kept = (love(typical + 0.1) - love(typical)) / 0.1
    shock_counts = love(typical, 1.0) - typical
    assert kept == pytest.approx(1.0 - drift, abs=1e-12)
    assert kept**2 * spread**2 + shock_counts**2 == pytest.approx(spread**2, abs=1e-12)


@pytest.mark.slow
def test_drifting_needs__differ_as_much_after_four_years_as_before():
    """400 people by six classes of spread .05, where no need meets its bounds; 200 weeks.

    A variance of n normal values has the SE ``sd^2 sqrt(2/n)``; 4 SE, one false alarm in 15,800.
    """
    p, generator = defaults({"population.need_sd": 0.05}), np.random.default_rng(7)
    typical = np.array(p.population.need)
    people = [Gifts(*row) for row in typical + 0.05 * generator.standard_normal((400, 6))]
    for shocks in generator.standard_normal((200, 400, 6)).tolist():
        people = [needs_after(n, Gifts(*s), p) for n, s in zip(people, shocks, strict=True)]
    squares = (np.array(people) - typical).ravel() ** 2
    assert abs(squares.mean() - 0.05**2) < 4.0 * 0.05**2 * np.sqrt(2.0 / squares.size)


def odds_in_tie(dyad, reward, p):
    """Odds of following the treatment, by the person and by the tie."""
    return adherence_odds(dyad.person, willing_by_tie(dyad, reward, p), p)


def adherence_by(name, dyad, p):
    return lambda value: odds_in_tie(changed(dyad, {name: value}), 0.4, p)


@given(states(Dyad), shares, shares, parameters("recover"))
def test_adherence__rises_with_trust_understanding_and_acceptance_and_falls_with_burden(
    dyad, a, b, p
):
    for name in ("user.feeling.trust", "tie.talk.understanding", "person.mind.acceptance"):
        assert_rises(adherence_by(name, dyad, p), a, b)
    assert_rises(adherence_by("user.books.debt", dyad, p), a, b)
    assert_rises(adherence_by("user.feeling.bond", dyad, p), a, b)
    assert_rises(adherence_by("person.mind.hope", dyad, p), a, b)
    assert_rises(adherence_by("person.order", dyad, p), a, b)
    assert_rises(lambda reward: odds_in_tie(dyad, reward, p), a, b)
    paid = [
        odds_in_tie(dyad, 0.4, changed(p, {"interventions.incentive.strength": x}))
        for x in sorted((a, b))
    ]
    assert paid == sorted(paid)
    assert_falls(adherence_by("person.traits.burden", dyad, p), a, b)
    trustless = adherence_by("user.books.debt", changed(dyad, {"user.feeling.trust": 0.0}), p)
    assert trustless(a) == trustless(b) >= 0.0
    unbound = changed(dyad, {"user.books.debt": 0.0, "user.feeling.bond": 0.0})
    odds = [odds_in_tie(changed(unbound, {"user.feeling.trust": x}), 0.0, p) for x in (a, b)]
    assert odds[0] == odds[1], "trust acts by debt and persuasion alone"


@given(states(Dyad), shares, shares, parameters("recover"))
def test_one_follows__what_was_agreed(dyad, a, b, p):
    """And least what one side wanted alone."""

    def odds(agreed):
        talk = {
            "tie.talk.goals_user": Goals(1.0, 0.0, 0.0),
            "tie.talk.goals_professional": Goals(agreed, 1.0 - agreed, 0.0),
        }
        return odds_in_tie(changed(dyad, talk), 0.4, p)

    assert_rises(odds, a, b)
    x = p.adhere.consensus
    assert odds(1.0) * factor(0.0, USUAL_CONSENSUS, x) == pytest.approx(
        odds(0.0) * factor(1.0, USUAL_CONSENSUS, x), rel=1e-12
    )
    off = changed(p, {"adhere.consensus": 0.0})
    agreed = changed(dyad, {"tie.talk.goals_user": dyad.tie.talk.goals_professional})
    assert odds_in_tie(dyad, 0.4, off) == odds_in_tie(agreed, 0.4, off)


def test_adherence__at_the_references_comes_to_the_declared_odds():
    apart = 1.0 - USUAL_CONSENSUS
    neutral = changed(
        DYAD,
        {
            "tie.talk.goals_user": Goals(0.5, 0.3, 0.2),
            "tie.talk.goals_professional": Goals(0.5 - apart, 0.3, 0.2 + apart),
            "user.feeling.bond": 0.0,
            "user.books.debt": 0.0,
            "person.mind.hope": USUAL_HOPE,
            "tie.talk.understanding": 0.0,
            "person.mind.acceptance": 1.0,
            "person.traits.burden": 0.0,
        },
    )
    assert odds_in_tie(neutral, 0.0, P) == pytest.approx(P.adhere.odds, rel=1e-12)
    neutral = changed(neutral, {"person.traits.anchor.hope": USUAL_HOPE})
    still, adherence = defaults({"mind.drift": 0.0}), neutral.person.adherence
    target = P.adhere.odds / (1.0 + P.adhere.odds)
    for week in range(1, 60):
        neutral, _ = recover(neutral, CARER, EVENT, still, VISIT)
        expected = target + (1.0 - P.adhere.speed) ** week * (adherence - target)
        assert neutral.person.adherence == pytest.approx(expected, abs=1e-12)


@given(shares, shares, signed, shares, signed, shares, parameters("recover"))
def test_efficacy__rises_only_by_success_felt_as_own(efficacy, anchor, success, own, s, o, p):
    def after(success, own):
        return efficacy_after(efficacy, anchor, success, own, p)

    assert_rises(lambda x: after(x, own), success, s)
    assert_rises(lambda x: after(abs(success), x), own, o)
    alone = after(0.0, 0.0)
    assert after(-abs(success), own) == after(success, 0.0) == alone
    assert 0.0 <= after(success, own) <= 1.0
    drifted = efficacy + p.mind.drift * (anchor - efficacy)
    assert alone == pytest.approx(drifted, abs=1e-15)


def mind_in_tie(dyad, event, p):
    """Mind after a week in a tie."""
    return mind_after(dyad.person, support_of(dyad, CARER, event, p), p)


def test_success__is_ones_own_as_far_as_control_is():
    better = changed(EVENT, {"visit.attended": 1.0, "relief": 0.1})

    def efficacy(control, event=better):
        dyad = changed(DYAD, {"user.perception.felt_control": control})
        return mind_in_tie(dyad, event, P).efficacy

    assert efficacy(0.2) > efficacy(0.8) > efficacy(1.0) == efficacy(0.2, EVENT)


@given(shares, shares, signed, signed, shares, shares, parameters("recover"))
def test_hope__rises_with_relief_and_falls_when_severity_rose(hope, anchor, a, b, trust, t, p):
    def after(relief, trust=trust):
        return hope_after(hope, anchor, relief, trust, p)

    assert_rises(after, a, b)
    assert_rises(lambda x: after(abs(a), x), trust, t)
    assert_falls(lambda x: after(-abs(a), x), trust, t)
    assert after(a, 0.0) == after(0.0)
    assert 0.0 <= after(a) <= 1.0


def test_hope__is_lost_by_a_visit_that_finds_severity_risen():
    def hope(relief):
        event = changed(EVENT, {"visit.attended": 1.0, "relief": relief})
        return mind_in_tie(DYAD, event, P).hope

    assert hope(-0.1) < hope(0.0) < hope(0.1)
    assert hope(0.1) + hope(-0.1) == pytest.approx(2.0 * hope(0.0))


@given(shares, shares, shares, shares, amounts, amounts, parameters("recover"))
def test_acceptance__rises_with_real_talk_and_falls_with_hurt(acceptance, anchor, a, b, x, y, p):
    assert_rises(lambda real: acceptance_after(acceptance, anchor, real, x, p), a, b)
    assert_falls(lambda hurt: acceptance_after(acceptance, anchor, a, hurt, p), x, y)
    assert 0.0 <= acceptance_after(acceptance, anchor, a, x, p) <= 1.0


def test_acceptance__is_hurt_by_harm_where_stigma_is_feared_and_not_otherwise():
    def loss(harm, stigma):
        dyad = changed(DYAD, {"person.traits.stigma": stigma})
        events = [
            changed(EVENT, {"visit.attended": 1.0, "given.harm_to_user": x}) for x in (0.0, harm)
        ]
        calm, hurt = (mind_in_tie(dyad, event, P).acceptance for event in events)
        return calm - hurt

    assert loss(0.4, 0.5) == pytest.approx(P.mind.stigma * 0.4 * 0.5)
    assert loss(0.8, 0.25) == pytest.approx(loss(0.4, 0.5))
    assert loss(0.4, 0.0) == loss(0.0, 0.5) == 0.0


@given(states(Dyad), states(Event, attended=1.0), shares, shares, parameters("recover"))
def test_persuasion__moves_to_accept_the_illness(dyad, event, a, b, p):
    """By money and goods that were given, where no stigma is feared."""
    dyad = changed(dyad, {"person.traits.stigma": 0.0, "user.feeling.trust": 0.8})

    def acceptance(money, p=p):
        return mind_in_tie(dyad, changed(event, {"given.to_user.money": money}), p).acceptance

    assert_rises(acceptance, a, b)
    off = changed(p, {"influence.acceptance": 0.0})
    assert acceptance(a, off) == acceptance(b, off)


@given(states(Dyad), states(Event, attended=1.0), shares, shares, parameters("recover"))
def test_stigma__keeps_who_distrusts_from_accepting_the_illness(dyad, event, a, b, p):
    """S001 item 106: in trusted hands it keeps nobody from it."""

    def moved_by(**changes):
        named = {name.replace("__", "."): x for name, x in changes.items()}
        return support_of(changed(dyad, named), CARER, event, p).accepting

    assert_falls(lambda x: moved_by(person__traits__stigma=x), a, b)
    trusted = {"user__feeling__trust": 1.0}
    assert moved_by(**trusted, person__traits__stigma=a) == moved_by(
        **trusted, person__traits__stigma=0.0
    )
    ashamed = {"person__traits__stigma": 1.0, "user__feeling__trust": 0.0}
    assert moved_by(**ashamed) == 0.0


@given(states(Dyad), states(Event), parameters("recover"))
def test_mind__keeps_to_its_range(dyad, event, p):
    assert all(0.0 <= x <= 1.0 for x in mind_in_tie(dyad, event, p))
    assert all(0.0 <= x <= 1.0 for x in mind_after(dyad.person, NO_SUPPORT, p))


@given(states(Dyad), states(Event, attended=0.0))
def test_without_visits__all_of_mind_drifts_to_its_anchor(dyad, event):
    """``x0 + (x - x0)(1 - d)^n``."""
    start, anchor = dyad.person.mind, dyad.person.traits.anchor
    for _ in range(40):
        dyad = changed(dyad, {"person.mind": mind_in_tie(dyad, event, P)})
    left = (1.0 - P.mind.drift) ** 40
    expected = [x0 + left * (x - x0) for x, x0 in zip(start, anchor, strict=True)]
    assert dyad.person.mind == pytest.approx(expected, abs=1e-12)


def test_no_reason_to_follow__is_idle_at_the_defaults():
    def odds(name):
        respond = adherence_by(name, DYAD, P)
        return respond(0.8) - respond(0.2)

    reasons = ("user.feeling.trust", "tie.talk.understanding", "person.mind.acceptance")
    assert min(odds(name) for name in (*reasons, "user.books.debt")) > 0.0
    assert odds("person.traits.burden") < 0.0


def test_a_purse__returns_to_its_income_by_a_share_a_week():
    dyad = changed(DYAD, {"person.purse": 3.0})
    for weeks in (1, 2, 3):
        dyad, _ = recover(dyad, CARER, EVENT, P, VISIT)
        left = (1.0 - P.recover.living) ** weeks
        assert dyad.person.purse == pytest.approx(1.0 + 2.0 * left)


# --- what a tie does for its user ----------------------------------------------------------------


@given(states(Dyad), states(Carer), states(Event), parameters("recover"))
def test_support__keeps_to_its_ranges(dyad, carer, event, p):
    assert_in_range(support_of(dyad, carer, event, p), Support)


@given(states(User), random_draws, parameters("recover"))
def test_no_support__is_neutral(person, draws, p):
    """Nothing is lifted or hurt, a crisis ends and comes by itself, one follows as one is."""
    after = person_after(person, NO_SUPPORT, p, draws)
    life, ill = life_after(person.life_event, draws.life, p), after.course.crisis
    assert after.severity == severity_after(
        person.severity, person.traits.baseline, 0.0, life, ill, p
    )
    assert after.course == course_after(person, NO_SUPPORT, p, draws)
    followed = chance(adherence_odds(person, 1.0, p))
    speed = p.adhere.speed
    assert after.adherence == pytest.approx(
        person.adherence + speed * (followed - person.adherence), abs=1e-15
    )
    drift = p.mind.drift
    pairs = zip(person.mind, person.traits.anchor, after.mind, strict=True)
    for mind, anchor, later in pairs:
        assert later == pytest.approx(mind + drift * (anchor - mind), abs=1e-15)


#: Everything by which a tie acts on a person, at no effect.
WITHOUT_EFFECT = {
    "recover.rate": 0.0, "crisis.secure": 0.0, "crisis.familiarity": 0.0, "crisis.joint": 0.0,
    "adhere.consensus": 0.0, "adhere.understanding": 0.0, "adhere.obligation": 0.0,
    "adhere.incentive": 0.0, "influence.referent": 0.0, "influence.reward": 0.0,
    "interventions.crisis_plan.strength": 0.0, "mind.efficacy": 0.0, "mind.hope": 0.0,
    "mind.acceptance": 0.0, "mind.stigma": 0.0,
}  # fmt: skip


@given(states(Dyad), states(Carer), states(Event), random_draws, parameters("recover"))
def test_a_tie_without_effect__leaves_a_person_as_one_without_a_tie(dyad, carer, event, draws, p):
    off = changed(p, WITHOUT_EFFECT)
    in_tie = recover(dyad, carer, event, off, draws)[0].person
    assert list(flat(in_tie)) == pytest.approx(
        list(flat(person_after(dyad.person, NO_SUPPORT, off, draws))), abs=1e-12
    )


@given(states(Dyad), shares, parameters("recover"))
def test_a_tie__multiplies_what_one_follows_by_itself(dyad, reward, p):
    willing = willing_by_tie(dyad, reward, p)
    assert willing > 0.0
    alone = adherence_odds(dyad.person, 1.0, p)
    assert adherence_odds(dyad.person, willing, p) == pytest.approx(willing * alone, rel=1e-12)
    off = changed(
        p, {name: x for name, x in WITHOUT_EFFECT.items() if name[:5] in ("adher", "influ")}
    )
    assert willing_by_tie(dyad, reward, off) == 1.0
