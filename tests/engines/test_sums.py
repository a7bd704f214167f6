"""Weekly sums: whole numbers, the same whichever way they are made."""

from hypothesis import given
from hypothesis import strategies as st

from mutua.engines.record import to_fixed_point


@given(st.floats(-(2.0**26), 2.0**26))
def test_a_value_in_fixed_point__is_the_value_times_2_to_the_24_without_what_is_left(value):
    assert to_fixed_point(value) == int(value * 2.0**24)
