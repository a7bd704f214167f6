"""Early warnings: windows, placements and alarms against plain loops, scipy and chance."""

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, norm

from mutua.analysis.warning import (
    alarm_weeks,
    fit_weights,
    late_enough,
    matched_rows,
    placements,
    stays_on,
    window_signals,
)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


def test_signals_of_a_window__are_those_of_a_plain_loop(rng):
    course = rng.standard_normal((4, 20)).cumsum(axis=1)
    found = window_signals(course, 8)
    for dyad in range(4):
        for week in range(7, 20):
            part = course[dyad, week - 7 : week + 1]
            apart = part - part.mean()
            expected = {
                "level": -part.mean(), "trend": -np.polyfit(range(8), part, 1)[0],
                "variance": part.var(ddof=1),
                "autocorrelation": (apart[1:] * apart[:-1]).sum() / (apart**2).sum(),
            }  # fmt: skip
            for name, value in expected.items():
                assert found[name][dyad, week] == pytest.approx(value), name
    assert all(np.isnan(values[:, :7]).all() for values in found.values())


def test_a_window_without_change__has_no_autocorrelation():
    assert window_signals(np.ones((1, 8)), 8)["autocorrelation"][0, 7] == 0.0


def made(rng, shift: float, dyads: int = 3_000, weeks: int = 30):
    """Cases of a week each, whose signal was `shift` SD higher three weeks before; stayers."""
    signal = rng.standard_normal((dyads, weeks))
    who = rng.permutation(dyads)[: dyads // 3]
    when = rng.integers(10, weeks, len(who))
    cases = np.zeros((dyads, weeks), bool)
    cases[who, when] = True
    signal[who, when - 3] += shift
    stays = np.ones((dyads, weeks), bool)
    stays[who] = False
    return signal, cases, stays


def test_mean_placement_of_one_week__is_the_area_of_mann_and_whitney(rng):
    signal, cases, stays = made(rng, 0.7)
    signal = np.round(signal, 1)  # equals count half
    only = np.zeros_like(cases)
    only[:, 20] = cases[:, 20]
    found = placements(signal, only, stays, 3)
    a, b = signal[only[:, 20], 17], signal[stays[:, 20], 17]
    assert found.mean() == pytest.approx(mannwhitneyu(a, b).statistic / (len(a) * len(b)))


def test_a_planted_signal__is_found_as_well_as_theory_says(rng):
    """1,000 cases: SE of the area .008; the tolerance is four of them."""
    found = placements(*made(rng, 1.0), 3)
    assert len(found) == 1_000
    assert found.mean() == pytest.approx(norm.cdf(1.0 / np.sqrt(2.0)), abs=0.033)
    assert (found >= 0.9).mean() == pytest.approx(norm.sf(norm.isf(0.1) - 1.0), abs=0.06)


def test_another_lead_than_that_of_the_signal__is_chance(rng):
    """1,000 cases: SE .009, four of them."""
    assert placements(*made(rng, 1.0), 5).mean() == pytest.approx(0.5, abs=0.037)


def test_false_alarms__are_as_frequent_as_they_are_said_to_be(rng):
    """Cases without any signal are alarms at the stated rate: SE .0095, four of them."""
    found = placements(*made(rng, 0.0), 3)
    assert (found >= 0.9).mean() == pytest.approx(0.1, abs=0.038)


def test_cases_without_stayers__are_left_out(rng):
    signal, cases, stays = made(rng, 0.0, dyads=60)
    assert placements(signal, cases, np.zeros_like(stays), 3).size == 0
    assert placements(signal, np.zeros_like(cases), stays, 3).size == 0


def test_an_alarm__has_been_on_since_it_was_last_off():
    by_lead = [np.array([0.95, 0.2, 0.95]), np.array([0.95, 0.95, 0.1]), np.array([0.1, 0.9, 0.99])]
    assert alarm_weeks(by_lead, 0.1).tolist() == [2, 0, 1]


def test_who_stays__is_there_so_many_weeks_later():
    engaged = np.array([[True, True, True, False]])
    assert stays_on(engaged, 1).tolist() == [[True, True, False, False]]
    assert late_enough(engaged, 2).tolist() == [[False, False, True, False]]


def test_weights__find_the_signal_among_noise(rng):
    signal, cases, stays = made(rng, 1.0)
    noise = rng.standard_normal(signal.shape)
    weights = fit_weights(*matched_rows({"noise": noise, "signal": signal}, cases, stays, 3))
    assert abs(weights[0]) < 0.2
    assert weights[1] == pytest.approx(1.0, abs=0.2)  # log odds per SD of a shift by one SD
