"""Owe: gross books, opened by what exceeds the usual and closed by services in return."""

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

from mutua.resources import NOTHING, Gifts, dot, pair
from mutua.rules.owe import discharged, forget, incurred, owe, settle
from mutua.state import Books, Carer, Dyad, Event, Visit

MET = EVENT._replace(visit=Visit(1.0, 1.0, 0.0, 0.0, 5.0))
classes = st.sampled_from(Gifts._fields)


@given(shares, needs, gifts, gifts, shares)
def test_what_is_usual__creates_no_debt(book, need, got, more, gain):
    usual = pair(lambda a, b, _: a + b, got, more, 0.0)
    assert incurred(book, need, got, usual, gain) == 0.0


@given(shares, needs, gifts, gifts, shares, classes, amounts)
def test_a_bigger_surplus__creates_no_less_debt(book, need, got, usual, gain, name, more):
    def debt(amount):
        return incurred(book, need, got._replace(**{name: amount}), usual, gain)

    amount = getattr(got, name)
    assert_rises(debt, amount, amount + more)


@given(needs, gifts, gifts, shares, shares, shares)
def test_who_owes_more__owes_less_for_the_same_gift(need, got, usual, gain, book, other):
    assert_falls(lambda debt: incurred(debt, need, got, usual, gain), book, other)
    assert incurred(1.0, need, got, usual, gain) == 0.0


def test_the_coffee__creates_debt_though_all_else_stays_below_the_usual():
    """A particular act, not a net balance, obliges (S000 item 42)."""
    usual = P.norm.professional
    less = Gifts(*(0.5 * amount for amount in usual))
    coffee = less._replace(goods=usual.goods + 0.5)
    books = settle(DYAD.user, DYAD.professional.need, coffee, NOTHING, usual, P.norm.user, P)
    assert books.debt > DYAD.user.books.debt
    assert sum(coffee) < sum(usual)


@given(shares, gifts, parameters("owe"))
def test_discharge__never_takes_more_than_is_owed(book, returned, p):
    assert 0.0 <= discharged(book, returned, p) <= book
    assert discharged(0.0, returned, p) == 0.0


@given(shares, gifts, classes, amounts)
def test_only_services_and_status__discharge(book, returned, name, amount):
    other = returned._replace(**{name: amount})
    if name not in ("services", "status"):
        assert discharged(book, other, P) == discharged(book, returned, P)
    assert discharged(book, returned._replace(services=0.0, status=0.0), P) == 0.0


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
    after, told = owe(dyad, CARER, event, p, VISIT)
    assert after.user == dyad.user._replace(books=forget(dyad.user.books, p))
    assert after.professional.books == forget(dyad.professional.books, p)
    assert told == event


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
    after, _ = owe(dyad, CARER, event, p, VISIT)
    there = event._replace(
        user=event.professional,
        professional=event.user,
        given=event.given._replace(
            to_user=event.given.to_professional, to_professional=event.given.to_user
        ),
    )
    turned = dyad._replace(user=dyad.professional, professional=dyad.user)
    q = changed(p, {"norm.professional": p.norm.user, "norm.user": p.norm.professional})
    turned, _ = owe(turned, CARER, there, q, VISIT)
    assert (turned.user, turned.professional) == (after.professional, after.user)


def test_a_constant_gift__leads_debt_to_its_fixed_point():
    """``d = (1-decay)(d + g(1-d)X - discharge)``, X the needed surplus: solved for d."""
    p = defaults({"obligation.gain": 0.1, "norm.contract": 0.2, "obligation.decay": 0.03})
    p = changed(p, {"obligation.discharge": 0.005})
    usual, surplus = p.norm.professional, Gifts(0.3, 0.1, 0.0, 0.2, 0.4, 0.5)
    felt = pair(lambda a, b, _: a + b, usual, surplus, 0.0)
    returned = Gifts(0.0, 1.0, 0.0, 0.0, 0.0, 2.0)
    side = DYAD.user
    for _ in range(2_000):
        books = settle(side, DYAD.professional.need, felt, returned, usual, p.norm.user, p)
        side = side._replace(books=forget(books, p))
    gained = 0.1 * 0.8 * dot(side.need, surplus)
    keep, discharge = 1.0 - 0.03, 0.005 * 3.0
    expected = keep * (gained - discharge) / (1.0 - keep * (1.0 - gained))
    assert side.books.debt == pytest.approx(expected, rel=1e-12)
    assert 0.1 < expected < 0.9, "an interior fixed point"


def test_own_gifts__count_for_more_than_the_same_gifts_received():
    usual = NOTHING
    felt = returned = Gifts(0.5, 0.0, 0.5, 0.5, 0.5, 0.0)
    side = DYAD.user._replace(books=Books(0.0, 0.0))
    books = settle(side, side.need, felt, returned, usual, usual, P)
    assert books.credit == pytest.approx((1.0 + P.obligation.ego) * books.debt)
