"""Functions of a helping relation: twelve answers in one whole number, from either side."""

import pytest
from helpers import DYAD, assert_falls, assert_rises, changed, shares, states
from hypothesis import given
from hypothesis import strategies as st

from mutua.model.measures.functions import (
    FUNCTIONS,
    bit,
    functions_of_professional,
    functions_of_user,
)
from mutua.model.state import Dyad


def named(code: float) -> set[str]:
    """Functions that a whole number stands for."""
    return {name for k, name in enumerate(FUNCTIONS) if int(code) >> k & 1}


#: What makes the user see each function, in the order of the list, where nothing else does.
SEEN = {
    "presence": {"record.window.attended": 0.5},
    "companionship": {"record.felt.love": 0.4, "tie.talk.familiarity": 0.7},
    "listening": {"record.felt.information": 0.45, "tie.talk.understanding": 0.6},
    "emotional": {"record.felt.love": 0.6},
    "validation": {"record.felt.status": 0.6},
    "information": {"record.felt.information": 0.6},
    "practical": {"record.felt.services": 0.6},
    "access": {"record.felt.goods": 0.6},
    "motivation": {"record.window.adherence": 0.75},
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
        "user.books.credit": 0.6,
        "user.books.debt": 0.0,
        "user.perception.felt_control": 0.9,
    },
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function__has_a_bit_of_its_own(name):
    assert functions_of_user(BARE) == 0.0
    assert named(functions_of_user(changed(BARE, SEEN[name]))) == {name}


#: What is felt of one thing only; companionship and listening are half of another as well.
PLAIN = [name for name in FUNCTIONS if name not in ("companionship", "listening")]


@given(st.sets(st.sampled_from(PLAIN)))
def test_what_is_seen__is_read_off_the_number_again(names):
    changes = {}
    for name in names:
        changes |= SEEN[name]
    seen = named(functions_of_user(changed(BARE, changes)))
    assert seen == names


@given(states(Dyad))
def test_twelve_answers__are_one_whole_number(dyad):
    for code in (functions_of_user(dyad), functions_of_professional(dyad)):
        assert code == int(code)
        assert 0.0 <= code <= 4095.0
        assert sum(2 ** FUNCTIONS.index(name) for name in named(code)) == code


@given(shares, shares)
def test_a_function__is_seen_from_one_half_on(value, other):
    assert_rises(lambda x: bit(x, 8.0), value, other)
    assert (bit(0.5, 8.0), bit(0.4999, 8.0)) == (8.0, 0.0)


def test_each_side__sees_the_support_that_it_believes_to_flow():
    """The user what was felt, the professional what was meant."""
    given_much = changed(BARE, {"record.meant.love": 0.8})
    assert "emotional" in named(functions_of_professional(given_much))
    assert "emotional" not in named(functions_of_user(given_much))
    felt_much = changed(BARE, {"record.felt.love": 0.8})
    assert "emotional" in named(functions_of_user(felt_much))
    assert "emotional" not in named(functions_of_professional(felt_much))


@given(states(Dyad), st.sampled_from(["presence", "motivation", "feedback"]))
def test_what_both_do__is_seen_by_both_or_by_neither(dyad, name):
    """Views differ on what either feels, not on who came, followed or spoke."""
    user, professional = functions_of_user(dyad), functions_of_professional(dyad)
    assert (name in named(user)) == (name in named(professional))


@pytest.mark.parametrize(("adherence", "seen"), [(0.71, True), (0.69, False)])
def test_motivation__is_a_treatment_followed(adherence, seen):
    followed = changed(BARE, {"record.window.adherence": adherence, "person.mind.hope": 0.0})
    for functions in (functions_of_user, functions_of_professional):
        assert ("motivation" in named(functions(followed))) is seen


@given(states(Dyad), shares, shares)
def test_power__is_balanced_from_30_to_70_in_100_and_books_within_an_eighth(dyad, a, b):
    """Of the own books and the own view of control: neither counts for the other side."""

    def seen(name, functions=functions_of_user, **changes):
        there = {f"user.{key.replace('__', '.')}": x for key, x in changes.items()}
        return float(name in named(functions(changed(dyad, there))))

    assert_falls(lambda x: seen("power_balance", perception__felt_control=0.5 + 0.5 * x), a, b)
    assert_rises(lambda x: seen("power_balance", perception__felt_control=0.5 * x), a, b)
    assert seen("power_balance", perception__felt_control=0.69) == 1.0
    assert seen("power_balance", perception__felt_control=0.71) == 0.0
    even, owing = (
        {"books__credit": 0.3, "books__debt": 0.2},
        {"books__credit": 0.3, "books__debt": 0.17},
    )
    assert (seen("reciprocity", **even), seen("reciprocity", **owing)) == (1.0, 0.0)
    other = functions_of_professional
    for name in ("power_balance", "reciprocity"):
        assert seen(name, other, **even, perception__felt_control=a) == seen(
            name, other, **owing, perception__felt_control=b
        )
