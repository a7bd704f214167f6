"""Couple: the caseload shares its professional, the team its climate; staff come and go."""

import pytest
from helpers import (
    CARER,
    DYAD,
    EVENT,
    P,
    amounts,
    assert_falls,
    assert_in_range,
    assert_rises,
    between,
    bits,
    chances,
    changed,
    defaults,
    gifts,
    moved,
    parameters,
    shares,
    signed,
    states,
)
from hypothesis import given

from mutua.jit.structs import flat
from mutua.model.resources import Gifts, pair, times, total
from mutua.model.rules.couple import (
    add_load,
    burnout_goal,
    esteem_after,
    is_refilled,
    leaves_service,
    load_of,
    professional_after,
    subtract,
    team_after,
)
from mutua.model.rules.give import with_extra
from mutua.model.rules.response import USUAL_BURNOUT, chance, squash
from mutua.model.state import ENOUGH, FAILED, NO_LOAD, Dyad, Event, Load, Professional, Team, Tie

efforts = between(0.0, 50.0)
loads = states(Load, ties=20.0, visits=10.0)
teams = states(Team)


@given(states(Dyad, ending=0.0), states(Event))
def test_a_tie__asks_what_was_given_and_felt(dyad, event):
    books = dyad.professional.books
    assert load_of(dyad, event) == Load(
        effort=total(event.given.to_user) - event.given.extra.money + event.given.reserved,
        visits=event.visit.attended,
        balance=books.credit - books.debt,
        reward=event.professional.y,
        ties=1.0,
        lost=0.0,
        taken=event.visit.attended * event.user.met,
        offers=event.visit.offered,
        control=dyad.tie.talk.control,
        affect=0.5 * (dyad.user.feeling.affect + dyad.professional.feeling.affect),
        given=pair(subtract, event.given.to_user, event.given.extra, 0.0),
    )


@given(states(Dyad, ending=0.0), states(Event))
def test_incentives_and_extra_acts__are_nothing_that_a_professional_usually_gives(dyad, event):
    """What the role gave is what is left without them; an incentive costs the service alone."""
    role = event.given.to_user
    extra = event.given.extra
    whole = changed(event, {"given.to_user": pair(with_extra, role, extra, 0.0)})
    load = load_of(dyad, whole)
    assert load.given == pytest.approx(role, abs=1e-12)
    assert min(load.given) >= 0.0
    cost = total(role) + total(extra) - extra.money + event.given.reserved
    assert load.effort == pytest.approx(cost, abs=1e-9)


@given(states(Dyad), states(Event))
def test_an_ended_tie__asks_nothing_and_is_lost_in_the_week_in_which_it_was_broken_off(dyad, event):
    def load(ending, ended):
        return load_of(changed(dyad, {"tie.ending": ending, "tie.ended": ended}), event)

    assert load(FAILED, event.week) == NO_LOAD._replace(lost=1.0)
    assert load(FAILED, event.week - 1.0) == NO_LOAD, "and in no later week"
    assert load(ENOUGH, event.week) == NO_LOAD, "a satisfied ending is no loss"


@given(states(Load), states(Load))
def test_loads__add_up_and_nothing_adds_nothing(a, b):
    both = list(flat(add_load(a, b)))
    assert both == [x + y for x, y in zip(flat(a), flat(b), strict=True)]
    assert add_load(b, a) == add_load(a, b)
    assert add_load(NO_LOAD, a) == a


@given(states(Professional), loads, teams, parameters("couple"))
def test_energy_burnout_and_esteem__stay_shares_and_traits_stay(professional, load, team, p):
    after = professional_after(professional, load, team, p)
    touched = moved(professional, after, Professional)
    assert touched <= {"energy", "burnout", "esteem", "tenure"}
    for name in ("energy", "burnout", "esteem"):
        assert 0.0 <= getattr(after, name) <= 1.0
    assert after.tenure == professional.tenure + 1.0


@given(states(Professional), loads, teams, efforts, efforts, parameters("couple"))
def test_effort__takes_energy_and_burns_out_beyond_what_is_paid(
    professional, load, team, effort, other, p
):
    """Below what is felt to be paid, inequity with the organisation is on the other side."""
    paid = p.work.pay * p.work.capacity

    def after(x):
        return professional_after(professional, load._replace(effort=x), team, p)

    assert_falls(lambda x: after(x).energy, effort, other)
    assert_rises(lambda x: after(paid + x).burnout, effort, other)


@given(states(Professional), loads, teams, shares, shares, parameters("couple"))
def test_inequity_with_the_organisation__burns_out_in_both_directions(who, load, team, a, b, p):
    p = changed(p, {"work.load": 0.0})

    def goal(unpaid):
        asked = load._replace(effort=(p.work.pay + unpaid) * p.work.capacity)
        return burnout_goal(who, asked, team, p)

    near, far = sorted((a, b))
    assert_rises(goal, near, far)
    assert_rises(lambda x: goal(-x), near * p.work.pay, far * p.work.pay)


@given(states(Professional), loads, teams, signed, signed, parameters("couple"))
def test_inequity__burns_out_in_both_directions_and_reward_relieves(
    professional, load, team, balance, other, p
):
    def burnout(**asked):
        return professional_after(professional, load._replace(**asked), team, p).burnout

    near, far = sorted((balance, other), key=abs)
    assert burnout(balance=20.0 * near) <= burnout(balance=20.0 * far) + 1e-12
    assert burnout(balance=20.0 * balance) == burnout(balance=-20.0 * balance)
    assert_falls(lambda x: burnout(reward=x), balance, other)


@given(states(Professional), loads, teams, shares, shares, parameters("couple"))
def test_the_goal_of_burnout__rises_with_what_is_borne_and_falls_with_what_is_got(
    who, load, team, a, b, p
):
    def goal(**changes):
        return burnout_goal(who._replace(**changes), load, team, p)

    assert 0.0 <= goal() <= 1.0
    assert_rises(lambda x: goal(proneness=x), a, b)
    assert_rises(lambda x: goal(outside_load=x), a, b)
    assert_falls(lambda x: goal(esteem=x), a, b)
    assert_falls(lambda x: burnout_goal(who, load, team._replace(climate=x), p), a, b)


@given(states(Professional), loads, teams, shares, shares, parameters("couple"))
def test_supervision__never_burns_out(who, load, team, a, b, p):
    """Whoever is strained is relieved, whoever is not is left alone."""

    def goal(strength):
        return burnout_goal(
            who, load, team, changed(p, {"interventions.supervision.strength": strength})
        )

    assert_falls(goal, a, b)


#: Somebody hardly prone to burnout, with esteem to spare.
STURDY = changed(CARER.professional, {"proneness": 0.25, "esteem": 0.5, "outside_load": 0.3})


def supervised(effort: float, climate: float, strength: float) -> float:
    """Goal of burnout of the sturdy under supervision."""
    load = NO_LOAD._replace(effort=effort * P.work.capacity, visits=10.0, ties=20.0, taken=5.0)
    p = changed(P, {"interventions.supervision.strength": strength})
    return burnout_goal(STURDY, load, CARER.team._replace(climate=climate), p)


def test_supervision__takes_half_of_the_strain():
    strain = supervised(1.5, 0.4, 0.0) - STURDY.proneness
    assert strain > 0.1
    assert supervised(1.5, 0.4, 1.0) - STURDY.proneness == pytest.approx(0.5 * strain)
    assert supervised(1.5, 0.4, 0.5) - STURDY.proneness == pytest.approx(0.75 * strain)


def test_supervision__leaves_the_unstrained_alone():
    unstrained = supervised(P.work.pay, 0.9, 0.0)
    assert unstrained < STURDY.proneness
    assert supervised(P.work.pay, 0.9, 1.0) == unstrained


@given(states(Professional), loads, teams, parameters("couple"))
def test_neutral_values__leave_burnout_where_a_professional_is_prone_to_be(who, load, team, p):
    names = ("load", "outside", "inequity", "organisation", "contagion", "reward", "esteem")
    off = changed(p, {f"work.{name}": 0.0 for name in names})
    assert burnout_goal(who, load, team, off) == who.proneness


def test_a_constant_caseload__leads_energy_burnout_and_esteem_to_their_targets():
    w, carer = P.work, STURDY
    load = NO_LOAD._replace(
        effort=w.capacity, visits=10.0, balance=2.0, reward=1.5, ties=20.0, taken=6.0
    )
    for _ in range(2_000):
        carer = professional_after(carer, load, CARER.team, P)
    assert carer.energy == pytest.approx(1.0 - 0.5 * w.drain)
    esteem = 0.5 + 0.5 * 0.15 + P.giving_back.professional * 0.1
    assert carer.esteem == pytest.approx(esteem)
    rest = carer.proneness + w.inequity * 0.1 * 0.1 - w.reward * 0.15 - w.esteem * (esteem - 0.5)
    rest += w.outside * (carer.outside_load - P.population.outside_load.mean)
    rest += w.contagion * (0.5 - CARER.team.climate)
    assert carer.burnout == pytest.approx(rest + w.organisation * (1.0 - w.pay) ** 2)
    for _ in range(2_000):
        carer = professional_after(carer, load._replace(effort=1.5 * w.capacity), CARER.team, P)
    busier = w.load * squash(0.5) + w.organisation * (1.5 - w.pay) ** 2
    assert carer.burnout == pytest.approx(rest + busier)


@given(shares, loads, shares, shares, parameters("couple"))
def test_esteem__rises_with_rewarding_visits_and_help_that_is_taken_and_falls_with_losses(
    esteem, load, a, b, p
):
    def after(**asked):
        return esteem_after(esteem, load._replace(**asked), p)

    assert 0.0 <= after() <= 1.0
    assert_rises(lambda x: after(reward=20.0 * x - 10.0), a, b)
    assert_rises(lambda x: after(taken=10.0 * x), a, b)
    assert_falls(lambda x: after(lost=20.0 * x), a, b)
    proud = changed(p, {"work.humiliation": 0.0})
    assert esteem_after(esteem, load._replace(lost=9.0), proud) == esteem_after(
        esteem, load._replace(lost=0.0), proud
    )


def test_a_user_who_leaves__costs_esteem_what_is_declared():
    load = NO_LOAD._replace(visits=10.0, taken=5.0)
    kept, lost = (esteem_after(0.6, load._replace(lost=x), P) for x in (0.0, 2.0))
    assert kept - lost == pytest.approx(2.0 * P.work.humiliation)


def test_without_ties__a_professional_recovers_energy_and_esteem_returns_to_the_middle():
    tired = changed(CARER.professional, {"energy": 0.2, "esteem": 0.9})
    after = professional_after(tired, NO_LOAD, CARER.team, P)
    assert after.energy == pytest.approx(0.2 + P.work.recovery * 0.8)
    assert after.esteem == pytest.approx(0.9 + P.work.esteem_speed * (0.5 - 0.9))


@given(states(Professional), shares, shares, chances, parameters("couple"))
def test_burnt_out_professionals__leave_the_service_more_often(who, a, b, draw, p):
    def leaves(burnout):
        return float(leaves_service(who._replace(burnout=burnout), draw, p))

    assert_rises(leaves, a, b)
    never = changed(p, {"work.leaving": 0.0, "interventions.succession.strength": 0.0})
    assert leaves_service(who, draw, never) is False
    planned = changed(never, {"interventions.succession.strength": a})
    assert leaves_service(who, draw, planned) is (draw < a), "a planned succession"


def test_at_the_reference__the_odds_of_turnover_are_the_base():
    """A third of such draws below leaves, a third above stays; .2 of burnout add .2 slopes."""
    mark, slope = USUAL_BURNOUT, P.work.turnover
    for burnout, odds in ((mark, 1.0), (mark + 0.2, 1.0 + 0.2 * slope)):
        who = CARER.professional._replace(burnout=burnout)
        p = chance(P.work.leaving * odds)
        assert leaves_service(who, 0.999 * p, P)
        assert not leaves_service(who, 1.001 * p, P)


@pytest.mark.parametrize("wait", [1.0, 4.0])
def test_a_place__is_filled_when_it_has_been_vacant_for_the_weeks_declared(wait):
    p = defaults({"service.refill": wait})
    vacant = DYAD.tie._replace(ending=FAILED, ended=10.0)
    filled = [is_refilled(vacant, float(week), p) for week in range(10, 17)]
    assert filled.index(True) == wait
    assert all(filled[int(wait) :])
    assert not is_refilled(vacant._replace(ending=0.0), 16.0, p), "nobody who stays"


@given(states(Tie), between(1.0, 5200.0))
def test_a_closed_cohort__is_never_refilled(tie, week):
    assert not is_refilled(tie, week, defaults({"service.refill": 0.0}))


@given(teams, shares, shares, loads, parameters("couple"))
def test_climate__is_the_smoothed_opposite_of_mean_burnout(team, burnout, other, load, p):
    def climate(x):
        return team_after(team, 4.0 * x, 4.0, load, p).climate

    assert_falls(climate, burnout, other)
    assert 0.0 <= climate(burnout) <= 1.0
    expected = team.climate + p.work.climate * (1.0 - burnout - team.climate)
    assert climate(burnout) == pytest.approx(expected, abs=1e-12)


@given(teams, shares, gifts, between(1.0, 100.0), parameters("couple"))
def test_what_a_team_usually_gives__follows_what_it_gave_a_visit(team, burnout, given_now, n, p):
    per_visit = Gifts(*(times(x, 1.0 / n) for x in given_now))
    load = NO_LOAD._replace(visits=n, given=given_now)
    after = team_after(team, burnout, 1.0, load, p)
    for before, x, usual in zip(team.giving, per_visit, after.giving, strict=True):
        assert usual == before + p.work.climate * (x - before)
    assert_in_range(after, Team)
    quiet = team_after(team, burnout, 1.0, load._replace(visits=0.0), p)
    assert bits(quiet.giving) == bits(team.giving), "a week without visits changes nothing"


@given(teams, shares, amounts)
def test_a_team__of_one_and_of_four_alike_agree(team, burnout, amount):
    one = NO_LOAD._replace(visits=3.0, given=Gifts(*[amount] * 6))
    four = one
    for _ in range(3):
        four = add_load(four, one)
    alone, together = (team_after(team, n * burnout, n, x, P) for n, x in ((1.0, one), (4.0, four)))
    assert together.climate == pytest.approx(alone.climate, abs=1e-15)
    assert together.giving == pytest.approx(alone.giving, rel=1e-14, abs=1e-14)


def test_the_event_of_a_quiet_week__asks_nothing_but_the_tie():
    books = DYAD.professional.books
    assert load_of(DYAD, EVENT) == NO_LOAD._replace(
        ties=1.0, balance=books.credit - books.debt, control=DYAD.tie.talk.control
    )


@given(teams, shares, between(1.0, 100.0), shares, signed, shares, parameters("couple"))
def test_what_is_usual_in_a_team__follows_all_its_ties_and_offers(
    team, burnout, n, control, affect, kept, p
):
    """By the share of the way that climate goes; users count as staff do."""
    load = NO_LOAD._replace(
        ties=n, control=n * control, affect=n * affect, offers=n, visits=n * kept
    )
    after, rate = team_after(team, burnout, 1.0, load, p), p.work.climate
    assert after.control == pytest.approx(team.control + rate * (control - team.control))
    expected = team.affect + rate * (affect - team.affect)
    assert after.affect == pytest.approx(expected, abs=1e-12)
    assert after.coming == pytest.approx(team.coming + rate * (kept - team.coming))
    assert_in_range(after, Team)
    empty = team_after(team, burnout, 1.0, NO_LOAD, p)
    for name in ("control", "affect", "coming"):
        assert getattr(empty, name) == getattr(team, name), "nobody there, nothing learnt"
