"""The published patterns that ship, and when a row is passed."""

from pathlib import Path

import pytest

from mutua.errors import ParameterError
from mutua.studies.evidence import rows
from mutua.studies.evidence.evidence import estimate
from mutua.studies.evidence.rows import Pattern, pattern_of, published_patterns

SHARED = Path(__file__).parents[3].parent / "shared" / "evidence.csv"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared table is not beside the checkout")
def test_the_rows_that_ship_are_those_of_the_shared_table() -> None:
    assert (Path(rows.__file__).parent / "rows.csv").read_bytes() == SHARED.read_bytes()


def test_there_are_48_rows_and_an_unknown_one_is_one_line() -> None:
    assert list(published_patterns()) == [f"E{k:02}" for k in range(1, 49)]
    with pytest.raises(ParameterError, match="'E49' is not declared"):
        pattern_of("E49")


@pytest.mark.parametrize(
    ("row", "low", "high", "passes", "misses"),
    [
        ("E01", 0.15, 0.25, True, False),  # a range holds its ends
        ("E01", 0.149, 0.2, False, False),
        ("E01", 0.26, 0.3, False, True),
        ("E39", 0.01, 0.5, False, False),  # a smallest effect has to be exceeded
        ("E39", 0.011, 0.5, True, False),
        ("E39", -0.5, 0.009, False, True),
        ("E07", 0.1, 0.95, True, False),
    ],
)
def test_the_whole_interval_lies_inside_the_bounds(
    row: str, low: float, high: float, passes: bool, misses: bool
) -> None:
    pattern: Pattern = pattern_of(row)
    assert (pattern.passes(low, high), pattern.misses(low, high)) == (passes, misses)


def test_an_interval_is_student_t_over_the_replicates_that_have_the_statistic() -> None:
    found = estimate([1.0, 2.0, 3.0, float("nan")])
    assert found.value == pytest.approx(2.0)
    assert found.error == pytest.approx(4.302653 / 3**0.5)
    assert found.replicates == 3
    assert not estimate([1.0]).passes(pattern_of("E01"))
