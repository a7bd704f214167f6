"""Couple: the caseload shares its professional, the team its climate."""

import pytest
from helpers import (
    CARER,
    P,
    assert_falls,
    assert_rises,
    between,
    changed,
    parameters,
    shares,
    signed,
    states,
)
from hypothesis import given

from mutua.resources import total
from mutua.rules.couple import add_load, load_of, professional_after, team_after
from mutua.rules.response import squash
from mutua.state import NO_LOAD, Dyad, Event, Load, Professional, Team

efforts = between(0.0, 50.0)
loads = states(Load, ties=20.0, visits=10.0)


@given(states(Dyad, ending=0.0), states(Event))
def test_a_tie__asks_what_was_given_and_felt(dyad, event):
    books = dyad.professional.books
    assert load_of(dyad, event) == Load(
        effort=total(event.given.to_user),
        visits=event.visit.attended,
        balance=books.credit - books.debt,
        reward=event.professional.y,
        ties=1.0,
    )


@given(states(Dyad, ending=1.0), states(Event))
def test_an_ended_tie__asks_nothing(dyad, event):
    assert load_of(dyad, event) == NO_LOAD


@given(states(Load), states(Load))
def test_loads__add_up_and_nothing_adds_nothing(a, b):
    assert add_load(a, b) == Load(*(x + y for x, y in zip(a, b, strict=True))) == add_load(b, a)
    assert add_load(NO_LOAD, a) == a


@given(states(Professional), loads, states(Team), parameters("couple"))
def test_energy_and_burnout__stay_shares_and_traits_stay(professional, load, team, p):
    after = professional_after(professional, load, team, p)
    assert 0.0 <= after.energy <= 1.0
    assert 0.0 <= after.burnout <= 1.0
    assert after._replace(energy=professional.energy, burnout=professional.burnout) == professional


@given(states(Professional), loads, states(Team), efforts, efforts, parameters("couple"))
def test_effort__takes_energy_and_burns_out(professional, load, team, effort, other, p):
    def after(x):
        return professional_after(professional, load._replace(effort=x), team, p)

    assert_falls(lambda x: after(x).energy, effort, other)
    assert_rises(lambda x: after(x).burnout, effort, other)


@given(states(Professional), loads, states(Team), signed, signed, parameters("couple"))
def test_inequity__burns_out_in_both_directions_and_reward_relieves(
    professional, load, team, balance, other, p
):
    def burnout(**asked):
        return professional_after(professional, load._replace(**asked), team, p).burnout

    near, far = sorted((balance, other), key=abs)
    assert burnout(balance=20.0 * near) <= burnout(balance=20.0 * far) + 1e-12
    assert burnout(balance=20.0 * balance) == burnout(balance=-20.0 * balance)
    assert_falls(lambda x: burnout(reward=x), balance, other)


@given(states(Professional), loads, shares, shares, parameters("couple"))
def test_a_better_climate__burns_out_less(professional, load, climate, other, p):
    assert_falls(
        lambda x: professional_after(professional, load, Team(x), p).burnout, climate, other
    )


def test_a_constant_caseload__leads_energy_and_burnout_to_their_targets():
    w, carer = P.work, CARER.professional
    load = Load(effort=w.capacity, visits=10.0, balance=2.0, reward=1.5, ties=20.0)
    for _ in range(2_000):
        carer = professional_after(carer, load, CARER.team, P)
    assert carer.energy == pytest.approx(1.0 - 0.5 * w.drain)
    burnout = carer.proneness + w.inequity * 0.1 * 0.1 - w.reward * 0.15
    burnout += w.contagion * (0.5 - CARER.team.climate)
    assert carer.burnout == pytest.approx(burnout)
    busier = load._replace(effort=2.0 * w.capacity)
    for _ in range(2_000):
        carer = professional_after(carer, busier, CARER.team, P)
    assert carer.burnout == pytest.approx(burnout + w.load * squash(1.0))


def test_without_ties__a_professional_recovers_energy():
    tired = changed(CARER.professional, {"energy": 0.2})
    after = professional_after(tired, NO_LOAD, CARER.team, P)
    assert after.energy == pytest.approx(0.2 + P.work.recovery * 0.8)


@given(shares, shares, shares, parameters("couple"))
def test_climate__is_the_smoothed_opposite_of_mean_burnout(climate, burnout, other, p):
    assert_falls(lambda x: team_after(Team(climate), 4.0 * x, 4.0, p).climate, burnout, other)
    after = team_after(Team(climate), 4.0 * burnout, 4.0, p).climate
    assert 0.0 <= after <= 1.0
    expected = climate + p.work.climate * (1.0 - burnout - climate)
    assert after == pytest.approx(expected, abs=1e-12)


def test_a_team__of_one_and_of_four_alike_agree():
    assert team_after(Team(0.4), 0.3, 1.0, P) == team_after(Team(0.4), 1.2, 4.0, P)
