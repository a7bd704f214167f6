"""Foa's six classes of resources and the geometry of their ring (S001; Foa 1971).

The classes lie on a ring at 60 degrees: love 90, status 150, information 210, money 270, goods 330,
services 30. The sine gives *particularism* (does the giver matter?). Neighbours on the ring can
stand in for each other.
"""

from collections.abc import Callable
from math import radians, sin
from typing import NamedTuple

from mutua.jit.compile import rule


class Gifts(NamedTuple):
    """One number for each class of resource, in the order of the ring."""

    love: float
    status: float
    information: float
    money: float
    goods: float
    services: float


#: Position on the ring, in degrees.
ANGLE = Gifts(love=90.0, status=150.0, information=210.0, money=270.0, goods=330.0, services=30.0)
#: Particularism, (1 + sin)/2 in [0, 1]; to the last digit .0 .25 .75 1.0, so that rules stay exact.
PARTICULARISM = Gifts(*(round((1 + sin(radians(a))) / 2, 12) for a in ANGLE))
NOTHING = Gifts(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@rule
def each(function: Callable[[float, float], float], a: Gifts, x: float) -> Gifts:
    """Apply a rule for one resource, ``function(a_r, x)``, to all six."""
    return Gifts(
        love=function(a.love, x),
        status=function(a.status, x),
        information=function(a.information, x),
        money=function(a.money, x),
        goods=function(a.goods, x),
        services=function(a.services, x),
    )


@rule
def each_with_two(
    function: Callable[[float, float, float], float], a: Gifts, x: float, y: float
) -> Gifts:
    """Apply a rule for one resource, ``function(a_r, x, y)``, to all six."""
    return Gifts(
        love=function(a.love, x, y),
        status=function(a.status, x, y),
        information=function(a.information, x, y),
        money=function(a.money, x, y),
        goods=function(a.goods, x, y),
        services=function(a.services, x, y),
    )


@rule
def pair(function: Callable[[float, float, float], float], a: Gifts, b: Gifts, x: float) -> Gifts:
    """Apply a rule for one resource, ``function(a_r, b_r, x)``, to all six."""
    return Gifts(
        love=function(a.love, b.love, x),
        status=function(a.status, b.status, x),
        information=function(a.information, b.information, x),
        money=function(a.money, b.money, x),
        goods=function(a.goods, b.goods, x),
        services=function(a.services, b.services, x),
    )


@rule
def times(amount: float, x: float) -> float:
    """Multiply one amount; for :func:`each`."""
    return amount * x


@rule
def product(a: float, b: float, x: float) -> float:
    """Multiply two amounts and a number, ``a b x``; for :func:`pair`."""
    return a * b * x


@rule
def total(a: Gifts) -> float:
    """Sum over the six classes, always in the order of the ring."""
    return a.love + a.status + a.information + a.money + a.goods + a.services


@rule
def dot(a: Gifts, b: Gifts) -> float:
    """Sum of the products over the six classes, always in the order of the ring."""
    return (
        a.love * b.love
        + a.status * b.status
        + a.information * b.information
        + a.money * b.money
        + a.goods * b.goods
        + a.services * b.services
    )


@rule
def substitutes(a: Gifts, near: float, far: float) -> Gifts:
    """What amounts `a` are worth for each class of need, Foa's kernel K applied.

    ``worth_s = sum_r K[r, s] a_r`` with K = 1, `near`, `far`, 0 at ring distances 0, 1, 2, 3
    (S001 item 96; Foa 1971: what is close on the ring replaces, what is opposite does not).
    """
    return Gifts(
        love=a.love + near * (a.services + a.status) + far * (a.goods + a.information),
        status=a.status + near * (a.love + a.information) + far * (a.services + a.money),
        information=a.information + near * (a.status + a.money) + far * (a.love + a.goods),
        money=a.money + near * (a.information + a.goods) + far * (a.status + a.services),
        goods=a.goods + near * (a.money + a.services) + far * (a.information + a.love),
        services=a.services + near * (a.goods + a.love) + far * (a.money + a.status),
    )


def ring_kernel(gamma: float) -> tuple[float, float]:
    """Return K at ring distances 1 and 2, ``((1 + cos(angle))/2) ** gamma``: .75^g and .25^g."""
    return 0.75**gamma, 0.25**gamma
