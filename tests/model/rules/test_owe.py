"""Owe: gross books, opened by what exceeds the usual and closed by services in return."""

import pytest
from helpers import (
    CARER,
    DYAD,
    MET,
    VISIT,
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

from mutua.model.resources import NOTHING, Gifts, dot, each, pair
from mutua.model.rules.owe import (
    at_least,
    book_discharge,
    book_gain,
    books_of_user,
    excess_over,
    forget,
    owe,
    settle,
    strings_of,
    with_strings,
    worth_of_unit,
)
from mutua.model.rules.response import coercion, sat
from mutua.model.state import NOT_FELT, NOT_GIVEN, Books, Carer, Dyad, Event

classes = st.sampled_from(Gifts._fields)


def owed(book, need, got, usual, gain):
    """What is incurred by all that exceeds the usual."""
    return book_gain(book, need, pair(excess_over, got, usual, 1.0), gain)


@given(shares, needs, gifts, gifts, shares)
def test_what_is_usual__creates_no_debt(book, need, got, more, gain):
    usual = pair(lambda a, b, _: a + b, got, more, 0.0)
    assert owed(book, need, got, usual, gain) == 0.0


@given(shares, needs, gifts, gifts, shares, classes, amounts)
def test_a_bigger_surplus__creates_no_less_debt(book, need, got, usual, gain, name, more):
    def debt(amount):
        return owed(book, need, got._replace(**{name: amount}), usual, gain)

    amount = getattr(got, name)
    assert_rises(debt, amount, amount + more)


@given(needs, gifts, gifts, shares, shares, shares)
def test_who_owes_more__owes_less_for_the_same_gift(need, got, usual, gain, book, other):
    assert_falls(lambda debt: owed(debt, need, got, usual, gain), book, other)
    assert owed(1.0, need, got, usual, gain) == 0.0


@given(needs, gifts, shares)
def test_a_gift_twice_as_large__obliges_less_than_twice_as_much(need, surplus, gain):
    twice = Gifts(*(2.0 * amount for amount in surplus))
    once = book_gain(0.0, need, surplus, gain)
    assert once <= book_gain(0.0, need, twice, gain) + 1e-12 <= 2.0 * once + 2e-12
    assert book_gain(0.0, need, surplus, gain) <= gain * sum(need), "nothing obliges without end"


def clear() -> Dyad:
    """`DYAD` with a free user, habits at the norm and empty books."""
    even = Gifts(1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    return changed(
        DYAD,
        {
            "user.books": Books(0.0, 0.0),
            "professional.books": Books(0.0, 0.0),
            "user.habit": even,
            "professional.habit": even,
        },
    )


def meeting(felt: Gifts, extra: Gifts = NOTHING) -> Event:
    """A visit at which the user felt this and gave nothing."""
    return MET._replace(
        given=NOT_GIVEN._replace(to_user=felt, extra=extra), user=NOT_FELT._replace(gifts=felt)
    )


def test_the_coffee__creates_debt_though_all_else_stays_below_the_usual():
    """A particular act, not a net balance, obliges (S000 item 42)."""
    usual = P.norm.professional
    less = Gifts(*(0.5 * amount for amount in usual))
    coffee = less._replace(goods=usual.goods + 0.5)
    assert books_of_user(clear(), meeting(coffee), P).debt > 0.0
    assert books_of_user(clear(), meeting(less), P).debt == 0.0
    assert sum(coffee) < sum(usual)


@given(states(Dyad), classes, between(0.01, 3.0), parameters("owe"))
def test_an_extra_act__always_obliges(dyad, name, amount, p):
    """However little is given besides, however much is usual."""
    p = changed(p, {"obligation.gain": 0.1, "norm.contract": 0.5, "obligation.discharge": 0.0})
    dyad = changed(dyad, {"user.books.debt": 0.3, "professional.books.credit": 0.3})
    act = NOTHING._replace(**{name: amount})
    with_act, without = (owe(dyad, CARER, meeting(NOTHING, x), p, VISIT)[0] for x in (act, NOTHING))
    kept = p.obligation.decay < 1.0
    assert (with_act.user.books.debt > without.user.books.debt) is kept
    own = name != "money"  # an incentive is a gift of the service
    credit = with_act.professional.books.credit - without.professional.books.credit
    assert (credit > 0.0) is (kept and own)


@given(amounts, amounts)
def test_an_extra_act__counts_whole_but_not_twice(surplus, extra):
    assert at_least(surplus, extra, 1.0) == max(surplus, extra)


@given(amounts, shares, shares, between(0.0, 10.0))
def test_strings__make_a_gift_weigh_more(amount, strings, other, weight):
    assert_rises(lambda x: with_strings(amount, x, weight), strings, other)
    assert with_strings(amount, 0.0, weight) == with_strings(amount, strings, 0.0) == amount


@given(shares, shares)
def test_strings__are_the_deal_for_money_and_goods_and_the_law_for_the_rest(contract, power):
    tied = strings_of(contract, power)
    assert tied == Gifts(power, power, power, contract, contract, power)


def test_power__makes_help_weigh_more_on_whom_it_holds():
    gift = meeting(Gifts(2.0, 2.0, 3.0, 0.0, 0.0, 3.0))
    held = changed(clear(), {"person.order": 5.0})
    weight = 1.0 + P.obligation.strings * coercion(held.person, P)
    assert weight > 1.0
    free_debt = books_of_user(clear(), gift, P).debt
    assert free_debt < books_of_user(held, gift, P).debt <= weight * free_debt
    off = changed(P, {"obligation.strings": 0.0})
    assert books_of_user(held, gift, off) == books_of_user(clear(), gift, off)


@given(between(0.05, 5.0), between(0.05, 5.0), parameters("owe"))
def test_a_unit__is_worth_its_budget_like_for_like_and_one_by_the_roles(giver, receiver, p):
    like = changed(p, {"obligation.asymmetry": 0.0})
    roles = changed(p, {"obligation.asymmetry": 1.0})
    assert worth_of_unit(giver, receiver, like) == giver / receiver
    assert worth_of_unit(giver, receiver, roles) == pytest.approx(1.0, abs=1e-13)
    assert worth_of_unit(giver, giver, p) == 1.0
    worth = worth_of_unit(giver, receiver, p)
    assert min(1.0, giver / receiver) - 1e-12 <= worth <= max(1.0, giver / receiver) + 1e-12


@given(shares, gifts, parameters("owe"))
def test_discharge__never_takes_more_than_is_owed(book, returned, p):
    assert 0.0 <= book_discharge(book, returned, p) <= book
    assert book_discharge(0.0, returned, p) == 0.0


@given(shares, gifts, classes, amounts)
def test_only_services_and_status__discharge(book, returned, name, amount):
    other = returned._replace(**{name: amount})
    if name not in ("services", "status"):
        assert book_discharge(book, other, P) == book_discharge(book, returned, P)
    assert book_discharge(book, returned._replace(services=0.0, status=0.0), P) == 0.0


@given(states(Dyad), states(Carer), states(Event), parameters("owe"))
def test_books__stay_between_nothing_and_all(dyad, carer, event, p):
    after, _ = owe(dyad, carer, event, p, VISIT)
    assert all(0.0 <= book <= 1.0 for book in (*after.user.books, *after.professional.books))


@given(states(Books), parameters("owe"))
def test_both_books__fade_every_week(books, p):
    after = forget(books, p)
    assert after == tuple(book * (1.0 - p.obligation.decay) for book in books)


@given(states(Dyad), states(Event, attended=0.0), parameters("owe"))
def test_without_a_visit__books_only_fade(dyad, event, p):
    after, happened = owe(dyad, CARER, event, p, VISIT)
    assert after.user == dyad.user._replace(books=forget(dyad.user.books, p))
    assert after.professional.books == forget(dyad.professional.books, p)
    assert happened == event


@given(states(Dyad), states(Event, attended=1.0), parameters("owe"))
def test_without_obligation__books_only_empty(dyad, event, p):
    p = changed(p, {"obligation.gain": 0.0})
    after, _ = owe(dyad, CARER, event, p, VISIT)
    for before, side in ((dyad.user, after.user), (dyad.professional, after.professional)):
        assert side.books.debt <= before.books.debt
        assert side.books.credit <= before.books.credit


@given(states(Dyad), states(Event, attended=1.0), shares, shares, parameters("owe"))
def test_a_contract__lets_less_debt_arise(dyad, event, contract, other, p):
    def debt(x):
        after, _ = owe(dyad, CARER, event, changed(p, {"norm.contract": x}), VISIT)
        return after.user.books.debt

    assert_falls(debt, contract, other)


@given(states(Dyad), states(Event, attended=1.0), parameters("owe"))
def test_both_sides__keep_their_books_by_the_same_function(dyad, event, p):
    """Save that only a professional's gifts have strings, do more than the role, and count by
    needs as they are seen: here all is seen.
    """
    p = changed(p, {"obligation.strings": 0.0})
    event = changed(event, {"given.extra": NOTHING})
    dyad = changed(dyad, {"tie.talk.understanding": 1.0})
    after, _ = owe(dyad, CARER, event, p, VISIT)
    there = event._replace(
        user=event.professional,
        professional=event.user,
        given=event.given._replace(
            to_user=event.given.to_professional, to_professional=event.given.to_user
        ),
    )
    turned = dyad._replace(user=dyad.professional, professional=dyad.user)
    q = changed(
        p,
        {
            "norm.professional": p.norm.user,
            "norm.user": p.norm.professional,
            "budget.professional": p.budget.user,
            "budget.user": p.budget.professional,
        },
    )
    turned, _ = owe(turned, CARER, there, q, VISIT)
    assert turned.user.books == pytest.approx(after.professional.books, abs=1e-12)
    assert turned.professional.books == pytest.approx(after.user.books, abs=1e-12)


@given(states(Dyad), states(Event, attended=1.0), parameters("owe"))
def test_own_gifts__count_by_the_needs_that_a_professional_sees(dyad, event, p):
    """Without understanding, empathy and feedback these are the typical ones."""
    blind = changed(dyad, {"tie.talk.understanding": 0.0})
    carer = changed(CARER, {"professional.empathy": 0.0})
    other = changed(blind, {"user.need": Gifts(0.9, 0.8, 0.1, 0.2, 0.7, 0.3)})
    here, there = (owe(d, carer, event, p, VISIT)[0].professional.books for d in (blind, other))
    assert here == there


def test_a_constant_gift__leads_debt_to_its_fixed_point():
    """``d = (1-decay)(d + g(1-d)X - discharge)``, X the needed surplus as it saturates."""
    p = defaults({"obligation.gain": 0.1, "norm.contract": 0.2, "obligation.decay": 0.03})
    p = changed(p, {"obligation.discharge": 0.005})
    usual, surplus = p.norm.professional, Gifts(0.3, 0.1, 0.0, 0.2, 0.4, 0.5)
    felt = pair(lambda a, b, _: a + b, usual, surplus, 0.0)
    returned, worth = Gifts(0.0, 1.0, 0.0, 0.0, 0.0, 2.0), 1.3
    got, side = pair(excess_over, felt, usual, 1.0), DYAD.user
    for _ in range(2_000):
        books = settle(side, DYAD.professional.need, felt, returned, got, NOTHING, worth, p)
        side = side._replace(books=forget(books, p))
    gained = 0.1 * 0.8 * worth * dot(side.need, each(lambda x, _: sat(x), surplus, 0.0))
    keep, discharge = 1.0 - 0.03, 0.005 * 3.0
    expected = keep * (gained - discharge) / (1.0 - keep * (1.0 - gained))
    assert side.books.debt == pytest.approx(expected, rel=1e-12)
    assert 0.1 < expected < 0.9, "an interior fixed point"


def test_own_gifts__count_for_more_than_the_same_gifts_received():
    same = Gifts(0.5, 0.0, 0.5, 0.5, 0.5, 0.0)
    side = DYAD.user._replace(books=Books(0.0, 0.0))
    books = settle(side, side.need, same, same, same, same, 1.0, P)
    assert books.credit == pytest.approx((1.0 + P.obligation.ego) * books.debt)
