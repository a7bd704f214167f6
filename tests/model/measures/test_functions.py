"""Functions of a helping relation: twelve answers in one whole number, from either side."""

import pytest
from helpers import CARER, DYAD, P, assert_rises, changed, parameters, shares, states
from hypothesis import given
from hypothesis import strategies as st

from mutua.model.measures.functions import (
    FUNCTIONS,
    bit,
    functions_of_professional,
    functions_of_user,
)
from mutua.model.state import Carer, Dyad


def named(code: float) -> set[str]:
    """Functions that a whole number stands for."""
    return {name for k, name in enumerate(FUNCTIONS) if int(code) >> k & 1}


#: What makes the user see each function, in the order of the list, where nothing else does.
SEEN = {
    "presence": {"record.window.attended": 0.5},
    "companionship": {"record.felt.love": 0.4, "tie.talk.familiarity": 0.7},
    "listening": {"tie.talk.understanding": 0.6},
    "emotional": {"record.felt.love": 0.6},
    "validation": {"record.felt.status": 0.6},
    "information": {"record.felt.information": 0.6},
    "practical": {"record.felt.services": 0.6},
    "access": {"record.felt.goods": 0.6},
    "motivation": {"person.mind.hope": 0.6},
    "feedback": {"record.dialogue": 0.6},
    "reciprocity": {"user.books.credit": 0.1, "user.books.debt": 0.1},
    "power_balance": {"user.perception.felt_control": 0.6},
}
#: A tie in which the user sees nothing at all.
BARE = changed(
    DYAD,
    {
        "tie.talk.understanding": 0.0,
        "tie.talk.familiarity": 0.0,
        "person.mind.hope": 0.0,
        "user.books.credit": 0.6,
        "user.books.debt": 0.0,
        "user.perception.felt_control": 0.9,
    },
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function__has_a_bit_of_its_own(name):
    assert functions_of_user(BARE) == 0.0
    assert named(functions_of_user(changed(BARE, SEEN[name]))) == {name}


@given(st.sets(st.sampled_from([name for name in FUNCTIONS if name != "companionship"])))
def test_what_is_seen__is_read_off_the_number_again(names):
    changes = {}
    for name in names:
        changes |= SEEN[name]
    seen = named(functions_of_user(changed(BARE, changes)))
    assert seen - {"companionship"} == names


@given(states(Dyad), states(Carer), parameters("measure"))
def test_twelve_answers__are_one_whole_number(dyad, carer, p):
    for code in (functions_of_user(dyad), functions_of_professional(dyad, carer, p)):
        assert code == int(code)
        assert 0.0 <= code <= 4095.0
        assert sum(2 ** FUNCTIONS.index(name) for name in named(code)) == code


@given(shares, shares)
def test_a_function__is_seen_from_one_half_on(value, other):
    assert_rises(lambda x: bit(x, 8.0), value, other)
    assert (bit(0.5, 8.0), bit(0.4999, 8.0)) == (8.0, 0.0)


def test_the_professional__sees_what_was_meant_and_better_health_for_hope():
    given_much = changed(BARE, {"record.meant.love": 0.8})
    assert "emotional" in named(functions_of_professional(given_much, CARER, P))
    assert "emotional" not in named(functions_of_user(given_much))
    better, worse = (
        changed(BARE, {"person.traits.baseline": 0.6, "tie.seen_severity": x}) for x in (0.5, 0.7)
    )
    assert "motivation" in named(functions_of_professional(better, CARER, P))
    assert "motivation" not in named(functions_of_professional(worse, CARER, P))
