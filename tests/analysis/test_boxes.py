"""Regional sensitivity against SciPy, chance at its word, boxes found where they were hidden."""

import numpy as np
import pytest
from helpers import seeds
from hypothesis import given, settings
from scipy.stats import ks_2samp

from mutua.analysis.boxes import LEAST, Box, Limit, find_box, fit
from mutua.analysis.regional import chance_distance, distances


@given(seeds)
def test_distance__is_the_statistic_of_kolmogorov_and_smirnov(seed):
    generator = np.random.default_rng(seed)
    points = generator.random((60, 2))
    points[:, 1] = np.round(points[:, 1], 1)  # ties
    inside = generator.random((3, 60)) < 0.4
    inside[:, :2] = True, False
    found = distances(points, [False, False], inside)
    for row, chosen in zip(found, inside, strict=True):
        for axis in (0, 1):
            sides = points[chosen, axis], points[~chosen, axis]
            expected = ks_2samp(*sides, method="asymp").statistic
            assert row[axis] == pytest.approx(expected)


def test_distance_of_names__does_not_know_their_order():
    inside = np.array([[True] * 4 + [False] * 4])
    numbers = np.array([0.0, 0.0, 2.0, 2.0, 1.0, 1.0, 1.0, 0.0])
    renamed = np.array([2.0, 2.0, 1.0, 1.0, 0.0, 0.0, 0.0, 2.0])
    points = np.stack([numbers, renamed], axis=1)
    assert distances(points, [True, True], inside).tolist() == [[0.75, 0.75]]


def test_distance_of_two_names__is_that_of_two_numbers():
    generator = np.random.default_rng(1)
    points = generator.integers(0, 2, (50, 1)).repeat(2, axis=1).astype(float)
    inside = generator.random((5, 50)) < 0.5
    by_name, by_number = distances(points, [True, False], inside).T
    np.testing.assert_allclose(by_name, by_number)


@pytest.mark.parametrize("group", [1, 5])
def test_chance__is_exceeded_by_one_of_twenty_parameters_without_influence(group):
    """600 parameters, fixed seed: a share within 4 SE of .05; refused when true once in 15,800."""
    generator = np.random.default_rng(2)
    exceeded = []
    for _ in range(60):
        points = generator.random((120, 10))
        inside = np.repeat(generator.random(120 // group) < 0.3, group)
        apart = distances(points, [False] * 10, inside[None])[0]
        exceeded += list(apart > chance_distance(points, [False] * 10, inside, group))
    assert abs(np.mean(exceeded) - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 600)


# --- boxes ----------------------------------------------------------------------------------------


def test_a_hidden_box__is_found_and_nothing_else():
    points = np.random.default_rng(3).random((1_000, 6))
    inside = (points[:, 1] > 0.55) & (points[:, 4] >= 0.2) & (points[:, 4] <= 0.6)
    box = find_box(points, [False] * 6, inside)
    assert set(box.limits) == {1, 4}
    assert box.limits[1].low == pytest.approx(0.55, abs=0.03)
    assert box.limits[1].high == np.inf
    assert box.limits[4][:2] == pytest.approx((0.2, 0.6), abs=0.03)


def test_a_box__is_found_through_wrong_labels():
    """One point in ten has the other label."""
    generator = np.random.default_rng(4)
    points = generator.random((1_500, 5))
    inside = (points[:, 0] < 0.5) & (points[:, 2] > 0.6)
    box = find_box(points, [False] * 5, inside ^ (generator.random(1_500) < 0.1))
    fresh = generator.random((4_000, 5))
    said = fit(box, fresh, (fresh[:, 0] < 0.5) & (fresh[:, 2] > 0.6))
    assert said.density > 0.9
    assert said.coverage > 0.8


def test_a_choice_by_name__is_kept_or_left():
    generator = np.random.default_rng(5)
    points = np.stack([generator.integers(0, 4, 800), generator.random(800)], axis=1).astype(float)
    inside = np.isin(points[:, 0], (0, 3)) & (points[:, 1] < 0.5)
    box = find_box(points, [True, False], inside)
    assert box.limits[0].kept == {0.0, 3.0}
    assert box.limits[1].high == pytest.approx(0.5, abs=0.03)


@settings(max_examples=25)
@given(seeds)
def test_any_box_of_two_limits__is_covered_and_dense(seed):
    """Judged on points that it was not found on; an end of the space is no limit."""
    generator = np.random.default_rng(seed)
    low = generator.uniform(0.0, 0.5, 2)
    high = low + generator.uniform(0.4, 0.5, 2)

    def region(points):
        return ((points[:, :2] > low) & (points[:, :2] < high)).all(axis=1)

    points, fresh = generator.random((2, 1_500, 4))
    box = find_box(points, [False] * 4, region(points))
    said = fit(box, fresh, region(fresh))
    assert said.harmonic > 0.8, (low, high, box)


@given(seeds)
def test_a_box__holds_its_least_share_of_the_points_whatever_the_labels(seed):
    generator = np.random.default_rng(seed)
    points = np.round(generator.random((80, 3)), 1)
    box = find_box(points, [False, True, False], generator.random(80) < generator.random())
    assert box.holds(points).mean() >= LEAST


def test_fit__counts_points():
    points = np.array([[0.1], [0.3], [0.6], [0.9]])
    inside = np.array([True, False, True, True])
    said = fit(Box({0: Limit(low=0.5)}), points, inside)
    assert said == (1.0, pytest.approx(2 / 3), 0.5)
    assert said.harmonic == pytest.approx(0.8)
    assert np.isnan(fit(Box({0: Limit(low=2.0)}), points, inside).density)
