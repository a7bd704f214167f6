"""Interventions: in force in their weeks and to the bit nowhere else."""

import pytest
from helpers import (
    CARER,
    P,
    assert_falls,
    assert_in_range,
    assert_rises,
    bits,
    changed,
    defaults,
    gifts,
    parameters,
    random_draws,
    shares,
    states,
)
from hypothesis import given
from hypothesis import strategies as st

from mutua.jit.structs import members
from mutua.model.parameters.interventions import Interventions, Policy
from mutua.model.parameters.norms import Norm
from mutua.model.resources import Gifts, total
from mutua.model.rules.encounter import encounter
from mutua.model.rules.intervene import (
    in_force,
    in_week,
    move_closer,
    share_decisions,
    train,
)
from mutua.model.state import Carer, Dyad, Professional

POLICIES = [name for name, kind in members(Interventions) if kind is Policy]
policies = pytest.mark.parametrize("policy", POLICIES)
weeks = st.integers(1, 5200).map(float)


def dated(policy: str, start: float, stop: float, strength: float = 0.8):
    """Parameters with one policy, in force from week to week."""
    return changed(P, {f"interventions.{policy}": Policy(strength, start, stop, 0.0)})


@given(shares, weeks, weeks, weeks)
def test_a_policy__has_its_strength_from_start_to_stop_and_none_else(strength, start, stop, week):
    now = in_force(Policy(strength, start, stop, 0.0), week)
    assert now.strength == (strength if start <= week <= stop else 0.0)
    assert now[1:] == (start, stop, 0.0)


@given(weeks, st.integers(1, 60), weeks)
def test_a_policy_with_a_period__is_in_force_in_one_week_of_so_many(start, every, week):
    now = in_force(Policy(1.0, start, 5200.0, float(every)), week)
    assert now.strength == float(int(week) in range(int(start), 5201, every))


@policies
@pytest.mark.parametrize("week", [1.0, 39.0, 61.0, 5200.0])
def test_outside_its_weeks__a_policy_is_neutral_to_the_bit(policy, week):
    """What is left is the policy's dates, which no rule reads but `in_force`."""
    p = dated(policy, 40.0, 60.0)
    without = changed(p, {f"interventions.{policy}.strength": 0.0})
    assert bits(in_week(p, week)) == bits(in_week(without, week)) == bits(without)


@policies
@pytest.mark.parametrize("week", [40.0, 50.0, 60.0])
def test_in_its_weeks__a_policy_differs_from_none(policy, week):
    p = dated(policy, 40.0, 60.0)
    assert in_week(p, week).interventions == p.interventions
    assert bits(in_week(p, week)) != bits(in_week(P, week))


@given(states(Dyad, ending=0.0), states(Carer), random_draws, st.integers(1, 39), st.data())
def test_a_week_before_any_policy_starts__is_the_week_without(dyad, carer, draws, week, data):
    p = data.draw(parameters())
    names = {f"interventions.{policy}.start": 40.0 for policy in POLICIES}
    names |= {f"interventions.{policy}.stop": 60.0 for policy in POLICIES}
    planned = changed(p, names)
    none = changed(planned, {f"interventions.{policy}.strength": 0.0 for policy in POLICIES})
    states_after = [
        (train(carer.professional, now), encounter(dyad, carer, float(week), now, draws))
        for now in (in_week(planned, float(week)), in_week(none, float(week)))
    ]
    assert bits(states_after[0]) == bits(states_after[1])


@given(states(Norm), shares, shares)
def test_shared_decisions__draw_control_and_initiative_to_the_middle(norm, strength, other):
    def apart(name, x):
        return abs(getattr(share_decisions(norm, x), name) - 0.5)

    assert_falls(lambda x: apart("control", x), strength, other)
    assert_falls(lambda x: apart("initiative", x), strength, other)
    assert_rises(lambda x: share_decisions(norm, x).responsiveness, strength, other)
    assert_falls(lambda x: share_decisions(norm, x).rigidity, strength, other)
    kept = {
        name: getattr(norm, name)
        for name in ("control", "initiative", "responsiveness", "rigidity")
    }
    assert share_decisions(norm, strength)._replace(**kept) == norm, (
        "and leave all else to the regime"
    )
    assert bits(share_decisions(norm, 0.0)) == bits(norm)


@given(states(Norm))
def test_wholly_shared_decisions__are_equal_and_half_as_rigid(norm):
    whole = share_decisions(norm, 1.0)
    assert (whole.control, whole.initiative) == pytest.approx((0.5, 0.5), abs=1e-15)
    assert whole.rigidity == 0.5 * norm.rigidity
    assert whole.responsiveness == pytest.approx(0.5 * (1.0 + norm.responsiveness))


@given(states(Professional), shares, shares)
def test_training__brings_empathy_and_half_as_much_skill_nearer_to_full(who, strength, other):
    def after(x):
        return train(who, changed(P, {"interventions.training.strength": x}))

    assert_rises(lambda x: after(x).empathy, strength, other)
    assert_rises(lambda x: after(x).skill, strength, other)
    assert 1.0 - after(strength).empathy == pytest.approx((1.0 - strength) * (1.0 - who.empathy))
    assert 1.0 - after(strength).skill == pytest.approx((1.0 - 0.5 * strength) * (1.0 - who.skill))
    assert after(strength)._replace(empathy=who.empathy, skill=who.skill) == who
    assert_in_range(after(strength), Professional)
    assert bits(after(0.0)) == bits(who)


@given(gifts, shares, shares)
def test_a_wider_boundary__moves_love_into_the_same_total(role, strength, other):
    def love(x):
        return move_closer(role, x).love

    closer = move_closer(role, strength)
    assert_rises(love, strength, other)
    assert min(closer) >= 0.0
    assert total(closer) == pytest.approx(total(role), rel=1e-12, abs=1e-12)
    kept = (total(role) - closer.love) / max(total(role) - role.love, 1e-9)
    rest = Gifts(*(kept * amount for amount in role))._replace(love=closer.love)
    assert closer == pytest.approx(rest, rel=1e-12, abs=1e-12), "in the same proportions"
    assert closer.love == role.love or closer.love <= 2.0, "who has two units has enough"


def test_a_boundary_policy__is_of_the_professionals_role_alone():
    wide = in_week(dated("boundary", 1.0, 9.0, 0.4), 5.0).norm
    assert wide.professional.love == pytest.approx(0.8 + 0.3 * 0.4 * 1.2)
    assert wide._replace(professional=P.norm.professional) == P.norm


def test_a_policy__lasts_as_long_as_it_is_in_force():
    """Shared decisions lower control in their weeks; afterwards the norm is the regime's again."""
    p = dated("shared_decisions", 10.0, 20.0, 1.0)
    norms = [in_week(p, float(week)).norm for week in range(1, 31)]
    assert {norm.control for norm in norms[9:20]} == {0.5}
    assert {norm.control for norm in [*norms[:9], *norms[20:]]} == {p.norm.control}
    assert train(CARER.professional, in_week(p, 15.0)) == CARER.professional
    assert in_week(defaults(), 15.0) == P
