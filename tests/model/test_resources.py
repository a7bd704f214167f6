"""Foa's ring: the geometry, and the functions that run round it."""

from math import radians, sin

import numpy as np
import pytest
from helpers import amounts, between, bits, gifts
from hypothesis import given
from numba import njit

from mutua.model.resources import (
    ANGLE,
    NOTHING,
    PARTICULARISM,
    Gifts,
    dot,
    each,
    pair,
    product,
    ring_kernel,
    substitutes,
    times,
    total,
)

CLASSES = Gifts._fields
gammas = between(0.1, 20.0)


def unit(name: str) -> Gifts:
    return NOTHING._replace(**{name: 1.0})


def foa_matrix(gamma: float) -> np.ndarray:
    """K of the model's text, from the angles alone: ``((1 + cos(angle between))/2) ** gamma``."""
    angle = np.radians(ANGLE)
    closeness = (1.0 + np.cos(angle[:, None] - angle[None, :])) / 2.0
    return np.clip(closeness, 0.0, 1.0) ** gamma


def test_the_ring__has_six_classes_at_sixty_degrees():
    assert sorted(ANGLE) == [30.0, 90.0, 150.0, 210.0, 270.0, 330.0]
    steps = np.diff([*ANGLE, ANGLE.love + 360.0])
    assert set(np.mod(steps, 360.0)) == {60.0}


def test_particularism__is_the_height_on_the_ring():
    for name in CLASSES:
        angle = radians(getattr(ANGLE, name))
        assert getattr(PARTICULARISM, name) == pytest.approx((1 + sin(angle)) / 2, abs=1e-12)


def test_love_and_money__are_the_poles_of_particularism():
    assert PARTICULARISM.love == max(PARTICULARISM) == 1.0
    assert PARTICULARISM.money == min(PARTICULARISM) == 0.0
    assert PARTICULARISM.status == PARTICULARISM.services == 0.75


@given(gammas)
def test_substitution__is_symmetric_and_the_same_all_round_the_ring(gamma):
    matrix = np.array([substitutes(unit(name), *ring_kernel(gamma)) for name in CLASSES])
    assert np.array_equal(matrix, matrix.T)
    for turn in range(6):
        turned = np.roll(matrix, (turn, turn), axis=(0, 1))
        assert np.array_equal(turned, matrix)


@given(gifts, gammas)
def test_substitution__applies_the_matrix_made_from_the_angles(given_gifts, gamma):
    worth = substitutes(given_gifts, *ring_kernel(gamma))
    assert np.allclose(worth, foa_matrix(gamma) @ np.array(given_gifts), rtol=1e-12, atol=1e-12)


@given(gammas)
def test_substitution__falls_with_distance_and_opposites_never_substitute(gamma):
    near, far = ring_kernel(gamma)
    assert 1.0 > near > far > 0.0
    worth = substitutes(unit("love"), near, far)
    assert worth.money == 0.0
    assert worth == Gifts(1.0, near, far, 0.0, far, near)


@given(gifts, between(-50.0, 50.0))
def test_each_and_pair__treat_the_six_classes_alike(a, x):
    assert each(lambda amount, y: amount * y, a, x) == Gifts(*(amount * x for amount in a))
    turned = Gifts(*a[1:], a[0])
    paired = pair(lambda amount, other, y: amount - other + y, a, turned, x)
    assert paired == Gifts(*(amount - other + x for amount, other in zip(a, turned, strict=True)))


@given(gifts, gifts)
def test_total_and_dot__sum_in_the_order_of_the_ring(a, b):
    sums = [0.0, 0.0]
    for amount, other in zip(a, b, strict=True):
        sums = [sums[0] + amount, sums[1] + amount * other]
    assert [total(a), dot(a, b)] == sums
    assert total(NOTHING) == dot(a, NOTHING) == 0.0
    assert dot(a, b) == dot(b, a)


@given(gifts, gifts, between(-50.0, 50.0))
def test_times_and_product__multiply(a, b, x):
    assert each(times, a, x) == Gifts(*(amount * x for amount in a))
    assert pair(product, a, b, x) == Gifts(*(one * two * x for one, two in zip(a, b, strict=True)))


def doubled(amount: float, x: float) -> float:
    return amount + amount * x


@njit
def all_compiled(a, b, x):
    scaled = each(njit_doubled, a, x)
    return scaled, pair(njit_product, a, b, x), substitutes(a, 0.5, 0.25), total(a), dot(a, b)


njit_doubled = njit(doubled)
njit_product = njit(lambda a, b, x: a * b * x)


@given(gifts, gifts, amounts)
def test_the_ring_in_compiled_code__has_the_same_bits(a, b, x):
    plain = (
        each(doubled, a, x),
        pair(lambda one, other, y: one * other * y, a, b, x),
        substitutes(a, 0.5, 0.25),
        total(a),
        dot(a, b),
    )
    assert bits(all_compiled(a, b, x)) == bits(plain)
