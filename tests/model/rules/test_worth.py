"""Worth: what gifts do for whom they reach, and what is fair."""

from functools import cache

import numpy as np
import pytest
from helpers import (
    P,
    amounts,
    assert_falls,
    assert_rises,
    between,
    changed,
    defaults,
    gifts,
    needs,
    parameters,
    shares,
    states,
)
from hypothesis import given
from hypothesis import strategies as st

from mutua.model.draws import counter_of, key_of, user_draws
from mutua.model.people.meeting import needs as needs_of
from mutua.model.people.quantiles import NEED, tables
from mutua.model.resources import (
    NOTHING,
    PARTICULARISM,
    Gifts,
    each,
    ring_kernel,
    substitutes,
    total,
)
from mutua.model.rules.worth import (
    TYPICAL,
    aversive_excess,
    came_over,
    capacity,
    need_met,
    needs_met,
    own_share_of_user,
    part_of_visit,
    quality,
    role_of_user,
    share_of_role,
    unfairness,
)
from mutua.model.state import NOT_GIVEN, Professional, User

classes = st.sampled_from(Gifts._fields)
fulls = between(1.0, 20.0)
parts = between(0.05, 1.0)

# --- needs --------------------------------------------------------------------------------------


@given(gifts, needs, shares, fulls, classes, amounts, parameters("experience"))
def test_a_bigger_gift__meets_no_less_of_the_needs(felt, need, bond, full, name, more, p):
    def met(amount):
        return needs_met(felt._replace(**{name: amount}), need, bond, full, p)

    amount = getattr(felt, name)
    assert_rises(met, amount, amount + more)


@given(gifts, needs, shares, shares, fulls, parameters("experience"))
def test_more_bond__makes_the_same_gifts_meet_no_less(felt, need, bond, other, full, p):
    assert_rises(lambda b: needs_met(felt, need, b, full, p), bond, other)


@given(gifts, needs, shares, fulls, parameters("experience"))
def test_needs_met__is_a_share(felt, need, bond, full, p):
    assert 0.0 <= needs_met(felt, need, bond, full, p) <= 1.0 + 1e-12
    assert needs_met(NOTHING, need, bond, full, p) == 0.0
    plenty = each(lambda n, x: n * x, need, full)
    assert needs_met(plenty, need, bond, full, p) == pytest.approx(1.0), "each in full"


@given(amounts, amounts, between(0.01, 1.0), fulls)
def test_each_further_unit__does_linearly_less_for_a_need_and_none_beyond_it(a, b, need, full):
    whole = full * need
    assert_rises(lambda x: need_met(x, need, full), a, b)
    assert need_met(min(a, whole), need, full) == pytest.approx(
        1.0 - (1.0 - min(a / whole, 1.0)) ** 2, abs=1e-12
    )
    assert need_met(whole + a, need, full) == pytest.approx(1.0, abs=1e-12)
    assert need_met(0.5 * whole, need, full) == pytest.approx(0.75)


@given(gifts, needs, fulls)
def test_needs_met__without_bond_follows_the_ring(felt, need, full):
    worth = substitutes(felt, *ring_kernel(P.exchange.gamma))
    shares_met = [1.0 - (1.0 - min(w / full / n, 1.0)) ** 2 for n, w in zip(need, worth, strict=1)]
    weighed = sum(n * met for n, met in zip(need, shares_met, strict=True)) / sum(need)
    assert needs_met(felt, need, 0.0, full, P) == pytest.approx(weighed)


def test_the_usual_gifts__meet_the_worked_share_of_typical_needs():
    """Shares met by class, counted by hand at full 4 and gamma 8 without a bond."""
    need, usual = Gifts(0.55, 0.55, 0.5, 0.4, 0.4, 0.55), P.norm.professional
    assert (need, P.exchange.full, P.exchange.gamma) == (P.population.need, 4.0, 8.0)
    worth = substitutes(usual, P.foa.near, P.foa.far)
    met = [need_met(w, n, 4.0) for w, n in zip(worth, need, strict=True)]
    assert met == pytest.approx([0.722, 0.667, 0.956, 0.409, 0.981, 0.981], abs=5e-4)
    assert needs_met(usual, need, 0.0, 4.0, P) == pytest.approx(0.7925, abs=5e-5)
    assert needs_met(usual._replace(money=0.0), need, 0.0, 4.0, P) == pytest.approx(
        0.7784, abs=5e-5
    )


@pytest.mark.parametrize(
    ("need_for_love", "met"),
    [(0.15, [0.831, 0.820, 0.777, 0.718]), (0.85, [0.660, 0.733, 0.767, 0.763])],
)
def test_love_in_a_fixed_budget__meets_most_at_an_amount_that_the_need_decides(need_for_love, met):
    """0, .8, 1.6 and 2.4 of the six units, the rest divided as the role does."""
    need = P.population.need._replace(love=need_for_love)

    def found(love):
        scale = (6.0 - love) / (6.0 - P.norm.professional.love)
        felt = Gifts(*(scale * amount for amount in P.norm.professional))._replace(love=love)
        return needs_met(felt, need, 0.0, P.exchange.full, P)

    assert [found(love) for love in (0.0, 0.8, 1.6, 2.4)] == pytest.approx(met, abs=1e-3)


@given(needs, gifts, fulls, shares)
def test_without_substitutes__amounts_in_proportion_to_needs_meet_the_most(
    need, other, full, spent
):
    """Of any budget up to what all needs take in full; the other division has the same total."""
    alone = changed(P, {"foa.near": 0.0, "foa.far": 0.0})
    budget = spent * full * total(need)
    true = each(lambda n, x: n * x, need, budget / total(need))
    shifted = each(lambda a, x: a * x, other, budget / max(total(other), 1e-9))
    best = needs_met(true, need, 0.0, full, alone)
    assert needs_met(shifted, need, 0.0, full, alone) <= best + 1e-9
    assert best == pytest.approx(1.0 - (1.0 - spent) ** 2, abs=1e-9)


@given(needs, gifts, fulls, shares)
def test_when_gamma_is_large__no_other_division_does_better_by_a_hundredth(
    need, other, full, spent
):
    p = defaults({"exchange.gamma": 20.0})
    budget = spent * full * total(need)
    true = each(lambda n, x: n * x, need, budget / total(need))
    shifted = each(lambda a, x: a * x, other, budget / max(total(other), 1e-9))
    better = needs_met(shifted, need, 0.0, full, p) - needs_met(true, need, 0.0, full, p)
    assert better <= 0.01


@cache
def drawn_needs(people: int = 1_000) -> np.ndarray:
    """Needs of users drawn from the default population, one a row."""
    key, table = key_of(14), tables(P)
    draws = (user_draws(key, counter_of(slot, 0, 0, 0)).need for slot in range(people))
    return np.array([needs_of(table, NEED, need) for need in draws])


def mean_met(division: np.ndarray, need: np.ndarray, p=P) -> float:
    """Mean of needs met over people, by the same rule over columns."""
    kernel = np.array([substitutes(NOTHING._replace(**{c: 1.0}), *p.foa) for c in Gifts._fields])
    r = np.minimum(division @ kernel / (p.exchange.full * need), 1.0)
    return float((np.sum(need * r * (2.0 - r), axis=1) / need.sum(axis=1)).mean())


def best_division(need: np.ndarray, p=P, steps: int = 400) -> np.ndarray:
    """Six units divided so that they meet the most of each person's needs: gradient ascent."""
    kernel = np.array([substitutes(NOTHING._replace(**{c: 1.0}), *p.foa) for c in Gifts._fields])
    x = 6.0 * need / need.sum(axis=1, keepdims=True)
    for _ in range(steps):
        r = np.minimum(x @ kernel / (p.exchange.full * need), 1.0)
        x = x + 0.5 * (2.0 * (1.0 - r) / p.exchange.full) @ kernel.T
        x = onto_budget(x)
    return x


def onto_budget(x: np.ndarray) -> np.ndarray:
    """The nearest amounts >= 0 that sum to six, row by row."""
    down = -np.sort(-x, axis=1)
    excess = (np.cumsum(down, axis=1) - 6.0) / np.arange(1, x.shape[1] + 1)
    last = np.sum(down > excess, axis=1) - 1
    return np.maximum(x - excess[np.arange(len(x)), last][:, None], 0.0)


def test_a_budget_divided_by_the_true_needs__beats_the_role_and_is_nearly_the_best():
    """n 1,000 users; the SE of either difference of means is .004 at most (.10 and .02 asked)."""
    need = drawn_needs()
    role = np.tile(P.norm.professional, (len(need), 1))
    true, best = 6.0 * need / need.sum(axis=1, keepdims=True), best_division(need)
    by_rule = [
        needs_met(Gifts(*g), Gifts(*n), 0.0, 4.0, P) for g, n in zip(true, need, strict=True)
    ]
    assert mean_met(true, need) == pytest.approx(np.mean(by_rule)), "columns are the rule"
    assert mean_met(true, need) - mean_met(role, need) >= 0.10
    assert -1e-6 <= mean_met(best, need) - mean_met(true, need) <= 0.02


def test_a_need_for_love__is_met_by_love_then_its_neighbours_hardly_by_goods_and_never_by_money():
    need = NOTHING._replace(love=1.0)

    def met(name):
        return needs_met(NOTHING._replace(**{name: 2.0}), need, 0.0, P.exchange.full, P)

    assert met("love") > met("services") == met("status") > met("goods") > met("money") == 0.0
    assert met("services") < 0.2 * met("love")
    assert met("goods") < 1e-3


def test_a_bond__makes_love_dearer_and_money_not():
    for name, dearer in {"love": True, "services": True, "money": False}.items():
        felt = NOTHING._replace(**{name: 1.0})
        need = NOTHING._replace(**{name: 1.0})
        met = [needs_met(felt, need, bond, 4.0, P) for bond in (0.0, 1.0)]
        assert (met[1] > met[0]) is dearer


@given(gifts, needs, fulls, amounts)
def test_too_much__is_aversive_of_the_particular_and_only_beyond_the_own_need(
    felt, need, full, more
):
    enough = Gifts(*(min(f, full * n) for f, n in zip(felt, need, strict=True)))
    assert aversive_excess(enough, need, full) == 0.0
    assert aversive_excess(enough._replace(money=50.0), need, full) == 0.0
    for name in Gifts._fields:
        beyond = enough._replace(**{name: full * getattr(need, name) + more})
        weight = getattr(PARTICULARISM, name)
        assert aversive_excess(beyond, need, full) == pytest.approx(weight * more, abs=1e-12)


# --- what comes over ----------------------------------------------------------------------------


@given(shares, shares, parameters("experience"))
def test_quality__is_one_at_the_typical_trait_rises_with_it_and_is_never_negative(a, b, p):
    assert quality(TYPICAL, p) == quality(0.6, p) == 1.0
    assert_rises(lambda trait: quality(trait, p), a, b)
    assert quality(a, p) >= 0.0
    assert quality(a, changed(p, {"give.quality": 0.0})) == 1.0


@given(gifts, states(Professional), parameters("experience"))
def test_gifts_come_over__by_empathy_and_skill_and_money_as_it_is(given_gifts, who, p):
    felt = came_over(given_gifts, who, p)
    heart, hand = quality(who.empathy, p), quality(who.skill, p)
    worth = Gifts(heart, heart, hand, 1.0, 1.0, hand)
    assert felt == tuple(a * q for a, q in zip(given_gifts, worth, strict=True))
    usual = who._replace(empathy=0.6, skill=0.6)
    assert came_over(given_gifts, usual, p) == given_gifts


def test_the_typical_quality__is_that_of_the_mean_professional():
    assert TYPICAL == P.population.skill.mean == P.population.empathy.mean


# --- roles and fairness -------------------------------------------------------------------------


@given(states(User), parameters("give"))
def test_a_week_on_the_ward__is_part_of_a_visit(person, p):
    free, held = (changed(person, {"course.admitted": x}) for x in (0.0, 1.0))
    assert part_of_visit(free, p) == 1.0
    assert part_of_visit(held, p) == pytest.approx(p.give.admitted, abs=1e-15)


@given(states(User), shares, shares, parameters("give"))
def test_capacity__falls_with_severity_and_efficacy_saves_it(person, a, b, p):
    def left(name):
        return lambda x: capacity(changed(person, {name: x}), p)

    assert_falls(left("severity"), a, b)
    assert_rises(left("mind.efficacy"), a, b)
    assert 0.0 <= capacity(person, p) <= 1.0
    assert left("severity")(0.0) == left("mind.efficacy")(1.0) == 1.0


@given(states(User), gifts, parts, parameters("give"))
def test_a_users_role__asks_no_more_than_illness_and_purse_allow(person, amounts_given, part, p):
    """Of a whole visit: what was given in part of one counts for as much more."""
    role, norm = role_of_user(person, amounts_given, part, p), p.norm.user
    bought = (amounts_given.money / part, amounts_given.goods / part)
    assert (role.money, role.goods) == pytest.approx(bought, rel=1e-12)
    assert role.services == norm.services * capacity(person, p) <= norm.services
    assert role[:3] == norm[:3]


@given(states(User), parts)
def test_who_does_the_own_part_on_a_ward__does_no_more_than_at_a_visit(person, part):
    """A healthy user who gives a part of all has given the whole role (a defect once)."""
    well = changed(person, {"severity": 0.0})
    done = Gifts(*(part * amount for amount in P.norm.user))
    assert share_of_role(total(done), role_of_user(well, done, part, P), part) == pytest.approx(1.0)


@given(amounts, gifts, parts)
def test_a_share_of_a_role__is_one_of_all_it_asks_here(units, role, part):
    assert share_of_role(0.0, role, part) == 0.0
    if total(role) > 1e-6:
        assert share_of_role(part * total(role), role, part) == pytest.approx(1.0)
        assert share_of_role(units, role, part) == pytest.approx(units / (part * total(role)))


@given(gifts, gifts, amounts, parts, parameters("experience"))
def test_what_a_user_could_not_give__counts_as_given_by_the_asymmetry(gave, meant, more, part, p):
    """Acts are meant as they are given."""
    thanks = NOTHING._replace(status=more)
    given_now = NOT_GIVEN._replace(to_professional=gave, intended_by_user=meant, returned=thanks)

    def share(asymmetry):
        q = changed(p, {"obligation.asymmetry": asymmetry})
        return own_share_of_user(given_now, part, q)

    had = share_of_role(total(gave), p.norm.user, part)
    able = p.effort.user * part * total(meant) + more
    could = share_of_role(able, p.norm.user, part)
    size = 1e-12 * (1.0 + had + could)
    assert share(0.0) == had
    assert share(1.0) == pytest.approx(could, abs=size)
    assert share(0.25) == pytest.approx(0.75 * had + 0.25 * could, abs=size)


def test_who_gives_what_the_role_asks_as_far_as_possible__is_nearly_fair():
    """Half of the role is out of reach: what is felt as own giving is .5 + .7 x .5."""
    half = Gifts(*(0.5 * amount for amount in P.norm.user))
    given_now = NOT_GIVEN._replace(to_professional=half, intended_by_user=P.norm.user)
    assert own_share_of_user(given_now, 1.0, P) == pytest.approx(0.5 + 0.7 * 0.5)
    assert P.obligation.asymmetry == 0.7


rates = between(0.0, 5.0)


@given(rates, rates, rates, parameters("experience"))
def test_inequity__costs_nothing_where_shares_are_equal_and_more_in_both_directions(own, a, b, p):
    assert unfairness(own, own, p) == 0.0
    assert_rises(lambda x: unfairness(own + x, own, p), a, b)
    assert_rises(lambda x: unfairness(own, own + x, p), a, b)
    fair = changed(p, {"fair.under": 0.0, "fair.over": 0.0})
    assert unfairness(own, a, fair) == 0.0 <= unfairness(own, a, p)


def test_who_gives_more_than_comes_back__minds_more_than_who_gets_more():
    assert unfairness(1.5, 1.0, P) == pytest.approx(0.5 * P.fair.under)
    assert unfairness(1.0, 1.5, P) == pytest.approx(0.5 * P.fair.over)
    assert P.fair.under > P.fair.over > 0.0
