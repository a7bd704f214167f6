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
    states,
)
from hypothesis import given

from mutua.resources import NOTHING, Gifts
from mutua.rules.recover import joint_work, recover, severity_after
from mutua.state import Carer, Dyad, Event


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
    traits = dyad.person.traits
    assert told.joint == 0.0
    assert after.person.severity == severity_after(
        dyad.person.severity, traits.baseline, 0.0, draws.life, p
    )
    assert after._replace(person=dyad.person) == dyad


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

    assert severity(1.0) - severity(0.0) == pytest.approx(P.recover.life)
    assert severity(1.0) + severity(-1.0) == pytest.approx(2.0 * severity(0.0))
