"""The reciprocity index: eight items of two parts."""

import pytest
from helpers import DYAD, P, assert_rises, between, changed, shares, shocks, signed, states
from hypothesis import given
from hypothesis import strategies as st

from mutua.model.measures.index import (
    AGREEMENT,
    EXCHANGE,
    ROLE,
    Index,
    agreement_part,
    exchange_part,
    index_levels,
    index_points,
)
from mutua.model.state import Dyad

levels = st.builds(Index, *[shares] * 8)
noise = st.builds(Index, *[shocks] * 8)
QUIET = Index(*[0.0] * 8)

#: What each item goes by, and where it is nothing, half and whole.
ITEMS = {
    "user_gives": ("record.window.to_professional", 0.5 * ROLE, ROLE, 1.5 * ROLE),
    "professional_gives": ("record.window.to_user", 0.5 * ROLE, ROLE, 1.5 * ROLE),
    "user_feels": ("record.window.affect_user", -0.5, 0.0, 0.5),
    "professional_feels": ("record.window.affect_professional", -0.5, 0.0, 0.5),
    "user_gets": ("tie.met", 0.5, 0.75, 1.0),
    "professional_gets": ("record.window.met_professional", 0.5, 0.75, 1.0),
    "we_understand": ("tie.talk.understanding", 0.0, 0.5, 1.0),
    "as_wished": ("record.window.misfit", 0.5, 0.25, 0.0),
}


@given(states(Dyad))
def test_each_level__is_a_share(dyad):
    assert all(0.0 <= level <= 1.0 for level in index_levels(dyad))


@pytest.mark.parametrize("name", Index._fields)
def test_each_item__goes_by_one_state_from_nothing_to_whole(name):
    """And no item by the state of another."""
    leaf, *at = ITEMS[name]
    found = [index_levels(changed(DYAD, {leaf: x})) for x in at]
    assert [getattr(each, name) for each in found] == pytest.approx([0.0, 0.5, 1.0])
    rest = [each._replace(**{name: 0.0}) for each in found]
    assert rest[0] == rest[1] == rest[2]


@given(levels, noise, between(0.0, 2.0))
def test_points__are_whole_numbers_from_0_to_4(levels, noise, size):
    assert set(index_points(levels, noise, size)) <= {0.0, 1.0, 2.0, 3.0, 4.0}


@given(levels, st.sampled_from(Index._fields), shares, shares, signed, signed)
def test_points__rise_with_the_level_and_the_noise_of_their_item(levels, name, a, b, x, y):
    def points(level, draw):
        draws = QUIET._replace(**{name: draw})
        return getattr(index_points(levels._replace(**{name: level}), draws, 0.6), name)

    assert_rises(lambda level: points(level, x), a, b)
    assert_rises(lambda draw: points(a, draw), x, y)
    drawn = index_points(levels, QUIET._replace(**{name: x}), 0.6)
    calm = index_points(levels, QUIET, 0.6)
    assert drawn._replace(**{name: 0.0}) == calm._replace(**{name: 0.0})


def test_the_ends_of_the_parts__are_those_of_their_scales():
    best, worst = Index(*[1.0] * 8), Index(*[0.0] * 8)
    assert (exchange_part(best), agreement_part(best)) == (24.0, 8.0)
    assert exchange_part(worst) == agreement_part(worst) == 0.0
    assert sum(index_points(best, QUIET, 0.0)) == 32.0
    assert sum(index_points(worst, QUIET, 0.0)) == 0.0


@given(levels)
def test_the_two_parts__are_sums_of_their_items(levels):
    assert Index._fields == EXCHANGE + AGREEMENT
    exchange = sum(getattr(levels, name) for name in EXCHANGE)
    agreement = sum(getattr(levels, name) for name in AGREEMENT)
    assert exchange_part(levels) == pytest.approx(4.0 * exchange)
    assert agreement_part(levels) == pytest.approx(4.0 * agreement)


@given(levels)
def test_without_noise__points_are_the_parts_to_rounding(levels):
    points = index_points(levels, QUIET, 0.0)
    whole = exchange_part(levels) + agreement_part(levels)
    assert abs(sum(points) - whole) <= 0.5 * len(points) + 1e-9
    assert P.measure.star_noise_user > 0.0, "ratings have noise at the defaults"
