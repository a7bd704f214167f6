"""Two starts of the same dyads: crossings, gaps, parts of the variance, on tables made by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutua.analysis.starts import (
    Starts,
    explain_variance,
    gap_at,
    marked_weeks,
    tip_curve,
    tip_weeks,
    variance_parts,
)

NAN = float("nan")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


def tip_week(course: list[float], settled: int = 1, *, from_below: bool = True) -> float:
    """Crossing of one dyad."""
    found = tip_weeks(np.array([[course]]), 0.0, from_below=from_below, settled=settled)
    return float(found.item())


@pytest.mark.parametrize(
    ("course", "settled", "week"),
    [
        ([-1, -1, 1, 1], 1, 3),
        ([-1, 1, -1, 1, 1], 1, 4),  # crossed twice: the last counts
        ([-1, 1, 1, -1], 1, np.inf),  # went back
        ([1, 1, 1], 1, 1),  # crossed in the first week
        ([-1, -1, -1, 1], 2, np.inf),  # not there for long enough
        ([-1, -1, 1, 1], 2, 3),
        ([-1, 1, 1, NAN], 1, 2),  # to the end of its tie
        ([-1, -1, NAN, NAN], 1, np.inf),
        ([NAN, NAN], 1, np.inf),
        ([0, 0, 1], 1, 3),  # the middle itself is not the other side
    ],
)
def test_a_dyad_crosses_over__where_it_stays_on_the_other_side(course, settled, week):
    assert tip_week(course, settled) == week
    assert tip_week([-x for x in course], settled, from_below=False) == week


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=1, max_size=12))
def test_a_crossing__is_as_when_looked_for_week_by_week(course):
    weeks = [w for w in range(1, len(course) + 1) if all(x > 0 for x in course[w - 1 :])]
    assert tip_week(course) == (weeks[0] if weeks else np.inf)


def test_the_curve_of_crossings__rises_to_the_share_that_crosses():
    share, low, high = tip_curve(np.array([[2.0, np.inf], [3.0, np.inf]]), 4)
    assert share.tolist() == [0.0, 0.25, 0.5, 0.5]
    assert (low <= share).all()
    assert (share <= high).all()


def test_a_gap__is_of_dyads_whose_tie_goes_on_from_both_starts():
    low = np.array([[[0.0, NAN], [0.0, 0.1]], [[0.0, 0.0], [0.0, 0.0]]])
    high = np.array([[[1.0, 1.0], [0.5, 0.2]], [[0.3, 0.0], [0.3, 0.4]]])
    gap, apart, both = gap_at(Starts(low, high), 2, 0.2)
    assert gap[0] == pytest.approx((0.1 + 0.2) / 2.0)
    assert apart[0] == pytest.approx((0.0 + 0.5) / 2.0)
    assert both == 0.75


def ends(low: np.ndarray, high: np.ndarray) -> Starts:
    """Starts of one week."""
    return Starts(low[:, :, None], high[:, :, None])


def test_parts_of_the_variance__are_those_it_was_made_of(rng):
    """People of variance 1, what happened .5, a shift of 1 and a lock-in of SD 1 over the dyads."""
    shape = (8, 4_000)
    people, happened, lock = rng.standard_normal((3, *shape))
    gap = 1.0 + lock
    middle = people + np.sqrt(0.5) * happened
    traits = [np.column_stack([each, rng.standard_normal((shape[1], 5))]) for each in people]
    anchors = [rng.standard_normal((shape[1], 2)) for _ in people]
    parts = variance_parts(ends(middle - gap / 2, middle + gap / 2), 1, traits, anchors)
    whole = 1.0 + 0.5 + 2.0 / 4.0
    expected = {"start": 0.5 / whole, "start_alike": 0.25 / whole, "people": 1.0 / whole,
                "happened": 0.5 / whole, "anchors": 0.0}  # fmt: skip
    for name, share in expected.items():  # 32,000 dyads: SE below .005
        assert parts[name][0] == pytest.approx(share, abs=0.02), name
    assert sum(parts[name][0] for name in ("start", "people", "happened")) == pytest.approx(1.0)


def test_where_no_start_is_left__nothing_is_of_the_pair_and_both_ends_agree(rng):
    end = rng.standard_normal((3, 200))
    traits = [each[:, None] for each in end]
    parts = variance_parts(ends(end, end), 1, traits, traits)
    assert parts["start"][0] == 0.0
    assert parts["people"][0] == pytest.approx(1.0)
    assert parts["correlation"][0] == pytest.approx(1.0)


def test_lines_on_noise__explain_nothing_however_many(rng):
    """Adjusted: 0 on average but for what is cut at 0. SD .03 each, so that of the mean is .005."""
    x = rng.standard_normal((300, 40))
    found = [explain_variance(rng.standard_normal(300), x) for _ in range(40)]
    assert 0.0 <= np.mean(found) < 0.04
    assert np.isnan(explain_variance(rng.standard_normal(41), x[:41]))
    assert np.isnan(explain_variance(np.ones(300), x))


def test_a_trait_that_is_the_same_in_all__changes_nothing(rng):
    x, y = rng.standard_normal((300, 3)), rng.standard_normal(300)
    y += x[:, 0]
    assert explain_variance(y, np.column_stack([x, np.ones(300)])) == pytest.approx(
        explain_variance(y, x)
    )


def test_weeks_that_are_marked__end_with_the_last():
    assert list(marked_weeks(208)) == [26, 52, 104, 156, 208]
    assert list(marked_weeks(6)) == [6]
    assert list(marked_weeks(60)) == [26, 52, 60]
