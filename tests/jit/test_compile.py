"""How code is compiled: a rule is plain Python and machine code."""

import numpy as np
from helpers import needs_jit
from numba import njit

from mutua.jit.compile import rule


@rule
def halved(x: float) -> float:
    """Half of a number."""
    return 0.5 * x


def halves(values: np.ndarray) -> None:
    for i in range(values.size):
        values[i] = halved(values[i])


def test_a_rule__is_a_plain_function_from_python():
    assert halved(3.0) == 1.5
    assert halved.__name__ == "halved"
    assert halved.__doc__ == "Half of a number."
    assert type(halved) is type(lambda: None)


def test_a_rule__is_compiled_where_compiled_code_names_it():
    run = njit(halves)
    values, plain = np.array([3.0, -1.0]), np.array([3.0, -1.0])
    run(values)
    halves(plain)
    assert values.tolist() == plain.tolist() == [1.5, -0.5]


@needs_jit
def test_a_division_by_zero__is_infinite_in_compiled_code_as_nothing_there_may_raise():
    @rule
    def inverse(x: float) -> float:
        return 1.0 / x

    @njit(error_model="numpy")
    def invert(x: float) -> float:
        return inverse(x)

    assert invert(0.0) == np.inf
