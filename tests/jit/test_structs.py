"""The declaration is the layout: rows by name, and compiled twins with the same bits."""

import inspect
from functools import reduce
from typing import NamedTuple

import numpy as np
import pytest
from helpers import DYAD, bits, needs_jit, states
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from numba.core.errors import TypingError
from selection import nonempty

from mutua.jit.structs import fill, flat, leaves, lend, load, members, replace, store
from mutua.model import state as state_module
from mutua.model.measures.outcomes import Row, Weekly
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import Gifts
from mutua.model.state import Contact, Dyad, Side

STATES = [
    cls
    for _, cls in inspect.getmembers(state_module, inspect.isclass)
    if issubclass(cls, tuple) and cls.__module__ == state_module.__name__
]
CLASSES = [*nonempty(STATES, 20), Gifts, Weekly, Row, Parameters]

#: Classes that cross an array somewhere; each costs a compilation.
CROSSING = [Gifts, Contact, Side, Dyad, Row]


def numbers(cls: type) -> np.ndarray:
    """Rows of three columns in which no number occurs twice and signs and sizes are mixed."""
    n = 3 * len(leaves(cls))
    return np.reshape([(-1.0) ** k * (k + 1) ** 5 / 7 for k in range(n)], (-1, 3))


def test_leaves__are_the_fields_in_order_depth_first():
    for cls in CLASSES:
        names = list(leaves(cls))
        assert len(set(names)) == len(names), cls
        tops = list(dict.fromkeys(name.split(".")[0] for name in names))
        assert tops == list(cls._fields) == [name for name, _ in members(cls)], cls
        inner = [leaf for name, kind in members(cls) for leaf in qualified(name, kind)]
        assert names == inner, cls


def qualified(name: str, kind: type) -> list[str]:
    return [name] if kind is float else [f"{name}.{leaf}" for leaf in leaves(kind)]


def test_fill_and_flat__undo_each_other():
    for cls in CLASSES:
        values = numbers(cls)[:, 1].tolist()
        state = fill(cls, values)
        assert isinstance(state, cls)
        assert list(flat(state)) == values, cls


def test_a_leaf__is_found_under_its_dotted_name():
    for cls in CLASSES:
        state = fill(cls, range(len(leaves(cls))))
        found = [reduce(getattr, name.split("."), state) for name in leaves(cls)]
        assert found == [*range(len(found))], cls


def test_load_and_store__undo_each_other_and_touch_one_column():
    for cls in CLASSES:
        rows, before = numbers(cls), numbers(cls)
        store(rows, 2, load(cls, rows, 1))
        assert rows[:, 2].tobytes() == before[:, 1].tobytes(), cls
        assert rows[:, :2].tobytes() == before[:, :2].tobytes(), cls


def test_fill__refuses_too_few_values():
    with pytest.raises((RuntimeError, StopIteration, TypeError)):
        fill(Contact, [1.0, 2.0])


def test_fill__refuses_too_many_values():
    with pytest.raises(ValueError, match="more than the 5 values of Contact"):
        fill(Contact, range(6))


@pytest.mark.parametrize("cls", CROSSING, ids=lambda cls: cls.__name__)
def test_load_and_store__compiled_equal_the_plain_twins(cls):
    @njit
    def load_compiled(rows, i):
        return load(cls, rows, i)

    @njit
    def store_compiled(rows, i, source, j):
        store(rows, i, load(cls, source, j))

    rows = numbers(cls)
    rows[0] = np.nan, -0.0, np.inf
    taller = np.vstack([rows, np.full((1, 3), 99.0)])
    for i in range(3):
        loaded = load_compiled(taller, i)
        assert isinstance(loaded, cls)
        assert bits(loaded) == bits(load(cls, taller, i))

    plain, compiled = np.zeros_like(taller), np.zeros_like(taller)
    for i in range(3):
        store(plain, i, load(cls, taller, 2 - i))
        store_compiled(compiled, i, taller, 2 - i)
    assert compiled.tobytes() == plain.tobytes()
    assert not plain[-1].any(), "rows below the state stay as they were"


def test_store__reaches_slices_and_transposes_alike():
    """The kernel stores into slices of the scratch and into transposed output rows."""

    @njit
    def store_twice(scratch, out, source):
        contact = load(Contact, source, 1)
        store(scratch[2:7], 1, contact)
        store(out.T, 0, contact)

    source, scratch, out = numbers(Contact), np.zeros((8, 3)), np.zeros((2, 5))
    store_twice(scratch, out, source)
    assert scratch[2:7, 1].tolist() == out[0].tolist() == source[:, 1].tolist()
    assert np.count_nonzero(scratch) == np.count_nonzero(out) == 5


@needs_jit
def test_a_column_beyond_the_array__is_refused_under_bounds_checking():
    @njit(boundscheck=True)
    def load_checked(rows, i):
        return load(Contact, rows, i)

    @njit(boundscheck=True)
    def store_checked(rows, i, contact):
        store(rows, i, contact)

    rows = numbers(Contact)
    contact = load_checked(rows, 2)
    with pytest.raises(IndexError):
        load_checked(rows, 3)
    with pytest.raises(IndexError):
        store_checked(rows, 3, contact)
    with pytest.raises(IndexError):
        load_checked(rows[:3], 0)
    assert rows.tobytes() == numbers(Contact).tobytes()


def parts_of_a_loan(p):
    """The first number and the last, one deep inside, amounts, and one of a group handed on."""
    return p.norm.control, p.foa.far, p.adhere.hope, p.norm.user, of_group(p.interventions)


def of_group(interventions):
    return interventions.boundary.stop


def test_what_is_lent__is_read_by_name_at_any_depth():
    """Parameters are never handed back to Python, nor taken apart: they are read where they lie."""
    group = njit(of_group)

    @njit
    def borrowed(rows, i):
        p = lend(load(Parameters, rows, i))
        stop = group(p.interventions)
        return p.norm.control, p.foa.far, p.adhere.hope, p.norm.user, stop

    rows = numbers(Parameters)
    for i in range(3):
        plain = parts_of_a_loan(lend(load(Parameters, rows, i)))
        assert bits(borrowed(rows, i)) == bits(plain)


@needs_jit
def test_what_is_lent__has_no_other_names():
    @njit
    def misspelt(rows):
        return lend(load(Gifts, rows, 0)).loev

    with pytest.raises(TypingError):
        misspelt(numbers(Gifts))


def change(side: Side, x: float, need: Gifts) -> Side:
    """Two fields of a state and one of a state within it."""
    feeling = replace(side.feeling, rupture=x, trust=-x)
    return replace(side, need=need, feeling=feeling)


change_compiled = njit(change)


@given(states(Side), st.floats(allow_nan=False), states(Gifts))
def test_replace__compiled_equals_the_plain_twin(side, x, need):
    assert bits(change_compiled(side, x, need)) == bits(change(side, x, need))


def test_replace__changes_the_named_fields_and_no_other():
    side = DYAD.user
    after = change(side, 0.7, DYAD.professional.need)
    assert after.feeling == side.feeling._replace(rupture=0.7, trust=-0.7)
    assert after.need == DYAD.professional.need
    assert after._replace(feeling=side.feeling, need=side.need) == side


class Inner(NamedTuple):
    x: float


@needs_jit
def test_replace__with_a_wrong_name_does_not_compile():
    @njit
    def misspelt(inner, x):
        return replace(inner, y=x)

    with pytest.raises(TypingError):
        misspelt(Inner(1.0), 2.0)
    with pytest.raises((TypeError, ValueError), match="y"):  # TypeError since Python 3.13
        replace(Inner(1.0), y=2.0)


@needs_jit
def test_replace__with_a_state_of_another_kind_does_not_compile():
    @njit
    def confused(side, contact):
        return replace(side, feeling=contact)

    with pytest.raises((TypingError, NotImplementedError)):
        confused(DYAD.user, DYAD.tie.contact)
