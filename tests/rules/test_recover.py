"""Recover: joint work lifts, the illness returns to its baseline, life goes up and down."""

import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    VISIT,
    P,
    amounts,
    assert_falls,
    assert_rises,
    between,
    changed,
    defaults,
    gifts,
    luck,
    parameters,
    shares,
    signed,
    states,
)
from hypothesis import given

from mutua.resources import NOTHING, Gifts
from mutua.rules.recover import (
    acceptance_after,
    adherence_odds,
    effect_of_work,
    efficacy_after,
    hope_after,
    joint_work,
    life_after,
    mind_after,
    recover,
    severity_after,
)
from mutua.state import Carer, Dyad, Event, Goals

#: Weight of the week's luck in life events: with .9 of the last week it keeps the variance.
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


@given(shares, shares, amounts, amounts, between(-3.46, 3.46), parameters("recover"))
def test_severity__falls_with_work_and_stays_a_share(severity, baseline, work, other, life, p):
    assert_falls(lambda x: severity_after(severity, baseline, x, life, p), work, other)
    assert 0.0 <= severity_after(severity, baseline, work, life, p) <= 1.0


@given(shares, shares)
def test_without_care__the_illness_returns_to_its_baseline(severity, baseline):
    """``S0 + (S - S0)(1 - d)^n``."""
    after = severity
    for _ in range(40):
        after = severity_after(after, baseline, 0.0, 0.0, P)
    expected = baseline + (severity - baseline) * (1.0 - P.recover.drift) ** 40
    assert after == pytest.approx(expected, abs=1e-12)


def test_constant_work__holds_severity_below_the_baseline():
    """``d S0/(d + r work)``: where lift and return balance."""
    p, severity = defaults({"recover.rate": 0.1, "recover.drift": 0.02}), 0.9
    for _ in range(3_000):
        severity = severity_after(severity, 0.6, 0.3, 0.0, p)
    assert severity == pytest.approx(0.02 * 0.6 / (0.02 + 0.1 * 0.3), abs=1e-12)


@given(states(Dyad), states(Carer), states(Event, attended=0.0), luck, parameters("recover"))
def test_without_a_visit__there_is_no_joint_work(dyad, carer, event, draws, p):
    after, told = recover(dyad, carer, event, p, draws)
    before, person = dyad.person, after.person
    life = life_after(before.life_event, draws.life, p)
    assert told.joint == 0.0
    assert person.severity == severity_after(before.severity, before.traits.baseline, 0.0, life, p)
    assert person._replace(
        mind=before.mind,
        severity=before.severity,
        life_event=before.life_event,
        adherence=before.adherence,
        purse=before.purse,
    ) == before  # fmt: skip
    assert after._replace(person=before) == dyad


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


@given(states(Dyad), amounts, shares, shares, parameters("recover"))
def test_work_does_more__for_who_follows_it_and_where_goals_agree(dyad, joint, a, b, p):
    def effect(**changes):
        return effect_of_work(changed(dyad, changes), 0.6, joint, p)

    assert_rises(lambda x: effect(**{"person.adherence": x}), a, b)
    apart = {"tie.talk.goals_user": Goals(1.0, 0.0, 0.0)}

    def near(x):
        return effect(**apart, **{"tie.talk.goals_professional": Goals(x, 1.0 - x, 0.0)})

    assert_rises(near, a, b)
    assert near(a) >= 0.0


def adherence_by(name, dyad, p):
    return lambda value: adherence_odds(changed(dyad, {name: value}), p)


@given(states(Dyad), shares, shares, parameters("recover"))
def test_adherence__rises_with_trust_understanding_and_acceptance_and_falls_with_burden(
    dyad, a, b, p
):
    for name in ("user.feeling.trust", "tie.talk.understanding", "person.mind.acceptance"):
        assert_rises(adherence_by(name, dyad, p), a, b)
    assert_rises(adherence_by("user.books.debt", dyad, p), a, b)
    assert_falls(adherence_by("person.traits.burden", dyad, p), a, b)
    trustless = adherence_by("user.books.debt", changed(dyad, {"user.feeling.trust": 0.0}), p)
    assert trustless(a) == trustless(b) >= 0.0


def test_adherence__at_the_references_comes_to_the_declared_odds():
    neutral = changed(
        DYAD,
        {
            "user.feeling.trust": P.adhere.trust.reference,
            "user.books.debt": 0.0,
            "tie.talk.understanding": 0.0,
            "person.mind.acceptance": 1.0,
            "person.traits.burden": 0.0,
        },
    )
    assert adherence_odds(neutral, P) == P.adhere.odds
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


def test_success__is_ones_own_as_far_as_control_is():
    better = changed(EVENT, {"visit.attended": 1.0, "relief": 0.1})

    def efficacy(control, event=better):
        dyad = changed(DYAD, {"user.perception.felt_control": control})
        return mind_after(dyad, event, P).efficacy

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
        return mind_after(DYAD, event, P).hope

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
        calm, hurt = (mind_after(dyad, event, P).acceptance for event in events)
        return calm - hurt

    assert loss(0.4, 0.5) == pytest.approx(P.mind.stigma * 0.4 * 0.5)
    assert loss(0.8, 0.25) == pytest.approx(loss(0.4, 0.5))
    assert loss(0.4, 0.0) == loss(0.0, 0.5) == 0.0


@given(states(Dyad), states(Event, attended=0.0))
def test_without_visits__all_of_mind_drifts_to_its_anchor(dyad, event):
    """``x0 + (x - x0)(1 - d)^n``."""
    start, anchor = dyad.person.mind, dyad.person.traits.anchor
    for _ in range(40):
        dyad = changed(dyad, {"person.mind": mind_after(dyad, event, P)})
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
