"""Who asks and sets the agenda at a visit, and what that makes of it."""

import pytest
from helpers import (
    CARER,
    DYAD,
    P,
    assert_falls,
    assert_rises,
    changed,
    defaults,
    parameters,
    shares,
    states,
)
from hypothesis import given

from mutua.model.rules.agenda import (
    USUAL_AGENDA,
    Shares,
    agenda_of,
    control_by_agenda,
    talk_by_agenda,
)
from mutua.model.state import User

agendas = states(Shares)


@given(states(User), shares, shares, shares, parameters("give"))
def test_the_norm__says_whose_turn_it_is(person, energy, a, b, p):
    def brought(initiative):
        return agenda_of(person, energy, changed(p, {"norm.initiative": initiative}))

    assert_falls(lambda x: brought(x).user, a, b)
    assert_rises(lambda x: brought(x).professional, a, b)
    assert brought(1.0).user == brought(0.0).professional == 0.0
    assert brought(1.0).professional == energy
    for side in brought(a):
        assert 0.0 <= side <= 1.0


@given(states(User), shares, shares, shares, shares, parameters("give"))
def test_illness_makes_passive_and_efficacy_active__and_fatigue_silent(person, x, y, a, b, p):
    """S001 items 67 and 69."""

    def user(**changes):
        named = {name.replace("__", "."): value for name, value in changes.items()}
        return agenda_of(changed(person, named), 0.5, p).user

    assert_falls(lambda severity: user(severity=severity), a, b)
    assert_rises(lambda efficacy: user(mind__efficacy=efficacy), a, b)
    whole = 1.0 - p.norm.initiative
    assert user(severity=0.0, mind__efficacy=a) == user(severity=b, mind__efficacy=1.0) == whole
    assert user(severity=1.0, mind__efficacy=0.0) == 0.0
    assert_rises(lambda energy: agenda_of(person, energy, p).professional, a, b)
    assert agenda_of(person, x, p).user == agenda_of(person, y, p).user


@given(agendas, shares, shares, parameters("give"))
def test_talk__rises_with_what_either_brings_up(agenda, a, b, p):
    assert_rises(lambda x: talk_by_agenda(agenda._replace(user=x), p), a, b)
    assert_rises(lambda x: talk_by_agenda(agenda._replace(professional=x), p), a, b)
    assert talk_by_agenda(agenda, p) == talk_by_agenda(Shares(*reversed(agenda)), p) >= 0.0
    assert talk_by_agenda(agenda, changed(p, {"agenda.talk": 0.0})) == 1.0


def test_talk__is_as_usual_at_a_usual_agenda_and_falls_by_the_weight_where_nothing_is_brought_up():
    """P3 (iv): a professional who is to ask everything and has no energy."""
    assert talk_by_agenda(Shares(0.5, USUAL_AGENDA - 0.5), P) == pytest.approx(1.0, abs=1e-15)
    spent = agenda_of(DYAD.person, 0.0, defaults({"norm.initiative": 1.0}))
    assert talk_by_agenda(spent, P) == pytest.approx(1.0 - P.agenda.talk, abs=1e-15)
    assert talk_by_agenda(Shares(0.0, 0.0), defaults({"agenda.talk": 1.0})) == 0.0


@given(shares, agendas, shares, shares, parameters("give"))
def test_who_asks__seems_to_decide(control, agenda, a, b, p):
    def shown(**brought):
        return control_by_agenda(control, agenda._replace(**brought), p)

    assert_rises(lambda x: shown(professional=x), a, b)
    assert_falls(lambda x: shown(user=x), a, b)
    assert -1e-15 <= shown() <= 1.0 + 1e-15
    assert control_by_agenda(control, agenda, changed(p, {"agenda.say": 0.0})) == control
    whole = changed(p, {"agenda.say": 1.0})
    alone = control_by_agenda(control, Shares(0.0, 0.5), whole)
    assert alone == pytest.approx(1.0, abs=1e-6)
    assert control_by_agenda(control, Shares(0.5, 0.0), whole) == pytest.approx(0.0, abs=1e-15)
    even = control_by_agenda(control, Shares(0.4, 0.4), whole)
    assert even == pytest.approx(0.5, abs=1e-6)


def test_the_agenda_of_regimes__differs_in_who_asks_and_less_in_how_much_is_asked():
    """Initiative .15 to .85 moves who asks most; the whole is near the usual one."""
    energy = CARER.professional.energy
    led, leading = (
        agenda_of(DYAD.person, energy, defaults({"norm.initiative": x})) for x in (0.85, 0.15)
    )
    assert led.professional > led.user
    assert leading.user > leading.professional
    assert abs(sum(led) - sum(leading)) < 0.5 * abs(led.user - leading.user)
