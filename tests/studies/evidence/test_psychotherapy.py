"""Rows measured in psychotherapy: what their functions take from tables made by hand."""

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from stand_in import StandIn

from mutua.studies.evidence.experiment import Arms, replicates_of
from mutua.studies.evidence.patterns import MEASUREMENTS, matching

SEEN, OFFERED = "event.visit.attended", "event.visit.offered"


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(41)


def measured(row: str, **arms: StandIn) -> float:
    """The statistic of a row of stand-ins."""
    return MEASUREMENTS[row].measure(cast(Arms, arms))


@pytest.mark.parametrize("name", ["psychotherapy", "routine", "caseloads", matching.THREE.name])
def test_every_row_is_measured_in_one_small_replicate(name: str) -> None:
    rows = [each for each in MEASUREMENTS.values() if each.experiment.name == name]
    small = rows[0].experiment.resized(0.1)
    arms = next(replicates_of(small, small.scenarios({}), [0], threads=1))
    for each in rows:
        assert np.isfinite(each.measure(arms)), each.row


def usual(
    dyads: Mapping[str, Any],
    ratings: Mapping[str, Mapping[str, Any]] | None = None,
    **by_week: np.ndarray,
) -> StandIn:
    """Usual care of dyads of which a few columns matter."""
    rated = {occasion: pd.DataFrame(values) for occasion, values in (ratings or {}).items()}
    return StandIn(dyads=pd.DataFrame(dyads), ratings=rated, by_week=by_week)


def weeks(*visits: tuple[int, ...], last: tuple[int, ...] | None = None, horizon: int = 26) -> Any:
    """Whether a dyad was seen by week, from the weeks of its visits; missing after its last."""
    table = np.zeros((len(visits), horizon))
    for row, own in enumerate(visits):
        table[row, np.array(own, int) - 1] = 1.0
        table[row, (last or (horizon,) * len(visits))[row] :] = np.nan
    return table


def test_dropout_is_counted_within_sixteen_offers_of_those_ever_seen() -> None:
    """Of five: left at the 16th offer, at the 17th, never seen, planned, and left early."""
    offers = [tuple(range(1, n + 1)) for n in (16, 17, 3, 16, 2)]
    run = usual(
        {"dropout": [True, True, True, False, True], "visits_attended": [4, 5, 0, 12, 1]},
        **{OFFERED: weeks(*offers, last=(16, 17, 3, 16, 2))},
    )
    assert measured("E01", usual=run) == 2 / 4
    assert measured("E03", usual=run) == 1 / 2


def test_a_second_visit_counts_within_seven_weeks_of_the_first_whatever_the_ending() -> None:
    """Back after 7 weeks; after 8; ended after the first; never seen; seen too late to know."""
    attended = weeks((3, 10), (3, 11), (2,), (), (20,), last=(26, 26, 4, 26, 26))
    run = usual({"dropout": [False] * 5}, **{SEEN: attended})
    assert measured("E02", usual=run) == pytest.approx(2 / 3)


@pytest.mark.parametrize("ending", ["failed", "planned"])
def test_a_planted_protection_is_found_and_other_endings_censor(
    rng: np.random.Generator, ending: str
) -> None:
    """Log odds of not coming back -3 - .5 improvement (SD): HR .61 (SE .007); none if planned."""
    users, visits = 30_000, np.arange(1, 16)
    start = rng.normal(0.5, 0.1, users)
    severity = {k: start - 0.1 * rng.normal(size=users) for k in visits}
    last, there = np.full(users, 15), np.ones(users, bool)
    for k in range(3, 16):
        odds = np.exp(-3.0 - 0.5 * (start - severity[k]) / 0.1 - 3.0 * (start - 0.5))
        leaves = there & (rng.random(users) < odds / (1.0 + odds))
        last[leaves], there = k, there & ~leaves
    rated = {f"visit:{k}": {"severity": np.where(last >= k, severity[k], np.nan)} for k in visits}
    gone = ~there if ending == "failed" else ~there & (rng.random(users) < 0.5)
    dropout = ~there if ending == "failed" else ~there & ~gone
    run = usual({"dropout": dropout, "visits_attended": last},
                {"week:0": {"severity": start}} | rated)  # fmt: skip
    assert measured("E07", usual=run) == pytest.approx(np.exp(-0.5), abs=0.03)


def treated(rng: np.random.Generator, users: int, **at_visit_4: np.ndarray) -> StandIn:
    """Users of whom a rating at visit 4 says what they improve; a third were not seen so long.

    Improvement also goes with the rating at week 0, of which nothing is left in the residual.
    """
    start = rng.normal(0.5, 0.1, users)
    gain = 0.05 * at_visit_4["cause"] + 0.6 * (start - 0.5)
    seen = rng.random(users) < 2 / 3
    rated = {name: np.where(seen, x, np.nan) for name, x in at_visit_4.items()}
    return usual(
        {"dropout": np.zeros(users, bool)},
        {"week:0": {"severity": start}, "weeks:1-26": {"severity": start - gain},
         "visit:4": rated},
    )  # fmt: skip


def test_alliance_goes_with_the_improvement_that_the_start_does_not_explain(
    rng: np.random.Generator,
) -> None:
    """Alliance is half what causes improvement: r .71, SE .006."""
    cause = rng.normal(size=10_000)
    run = treated(rng, 10_000, cause=cause, star_user=cause + rng.normal(size=10_000))
    assert measured("E08", usual=run) == pytest.approx(0.5**0.5, abs=0.02)


@pytest.mark.parametrize(("row", "state"), [("E16", "goal_consensus"), ("E17", "joint_work")])
def test_consensus_and_joint_work_are_rated_with_reliability_of_four_fifths(
    rng: np.random.Generator, row: str, state: str
) -> None:
    """Were the state all that matters, r would be the root of the reliability (SE .002)."""
    cause, noise = rng.normal(size=(2, 20_000))
    rated = {state: 0.4 + 0.1 * cause, f"noise_{state}": noise}
    run = treated(rng, 20_000, cause=cause, **rated)
    assert measured(row, usual=run) == pytest.approx(0.8**0.5, abs=0.01)


def test_those_who_moved_away_neither_completed_nor_dropped_out() -> None:
    run = usual(
        {"dropout": [False, False, True, True, False, False],
         "ending": ["planned", "enough", "failed", "nonattendance", "moved", "planned"]},
        {"visit:3": {"star_user": [32.0, 28.0, 26.0, 22.0, 0.0, np.nan]}},
    )  # fmt: skip
    assert measured("E10", usual=run) == pytest.approx(6.0 / 8.0**0.5)


def test_both_sides_are_compared_on_one_scale(rng: np.random.Generator) -> None:
    """A shift of half an item's SD, and half of either side's variance shared."""
    common, user, professional = rng.normal(size=(3, 20_000))
    sides = {"star_user": 30.0 + common + user + 0.5 * 2**0.5, "star_professional": 30.0 + common}
    sides["star_professional"] += professional
    run = usual({}, {"visit:4": sides})
    assert measured("E11", usual=run) == pytest.approx(0.5, abs=0.02)
    assert measured("E12", usual=run) == pytest.approx(0.5, abs=0.03)


def test_secure_users_rate_higher() -> None:
    run = usual(
        {"avoidance": [0.2, 0.4, 0.9, 0.0], "anxiety": [0.2, 0.6, 0.5, 0.0]},
        {"visit:4": {"star_user": [36.0, 30.0, 26.0, np.nan]}},
    )
    assert measured("E20", usual=run) == pytest.approx(1.0)


@pytest.mark.parametrize(("lift", "low", "high"), [(0.5, 0.2, 0.5), (0.0, -0.3, 0.05)])
def test_the_weaker_direction_counts_where_alliance_lifts_relief(
    rng: np.random.Generator, lift: float, low: float, high: float
) -> None:
    """Alliance lifts relief by half; relief lifts alliance by half too, or not at all.

    The means of seven visits cost an effect of .45 in SD about a seventh, and leave as much of the
    other sign where there is none.
    """
    alliance, severity = rng.normal(size=(2, 8, 4_000))
    for k in range(2, 8):
        severity[k] -= 0.5 * alliance[k - 1]
        alliance[k] -= lift * severity[k - 1]
    rated = {f"visit:{k}": {"star_user": alliance[k], "severity": severity[k]}
             for k in range(1, 8)}  # fmt: skip
    run = usual({}, {"week:0": {"severity": rng.normal(size=4_000)}} | rated)
    assert low < measured("E22", usual=run) < high


def test_ruptures_are_a_share_of_visits_not_of_users() -> None:
    run = usual({"rupture_visits": [1, 3], "visits_attended": [1, 15]})
    assert measured("E37", usual=run) == 4 / 16


def test_professionals_differ_in_outcome_among_those_who_completed(
    rng: np.random.Generator,
) -> None:
    """A planted correlation of .1 (SE .012); half the users dropped out, and differ the more."""
    professional = np.repeat(np.arange(300), 40)
    spread, users = rng.normal(size=300)[professional], len(professional)
    dropout = rng.random(users) < 0.5
    gain = np.where(dropout, 9.0, 1.0 / 3.0) * spread + rng.normal(size=users)
    run = usual(
        {"professional": professional, "dropout": dropout, "ending": "planned",
         "visits_attended": 5},
        {"week:0": {"severity": rng.normal(size=users)}, "weeks:1-26": {"severity": -gain}},
    )  # fmt: skip
    start = run.ratings["week:0"]["severity"]
    run.ratings["weeks:1-26"]["severity"] += start
    assert measured("E14", usual=run) == pytest.approx(0.1, abs=0.04)


def test_professionals_differ_in_dropout_among_those_seen(rng: np.random.Generator) -> None:
    """Log odds with SD .7: a share of .13 (SE .013); who was never seen does not count."""
    professional = np.repeat(np.arange(400), 60)
    odds = np.exp(-1.5 + 0.7 * rng.normal(size=400))[professional]
    seen = rng.random(len(odds)) < 0.9
    dropout = ~seen | (rng.random(len(odds)) < odds / (1.0 + odds))
    run = usual({"professional": professional, "dropout": dropout, "visits_attended": seen})
    assert measured("E15", usual=run) == pytest.approx(0.49 / (0.49 + 3.29), abs=0.045)


def test_a_planted_protection_by_fit_is_found(rng: np.random.Generator) -> None:
    """Dropout .2 where matched, odds of 2 elsewhere (SE .06): each user counts in one arm."""
    users = 30_000
    preferred = rng.normal(0.5, 0.15, users)
    own = matching.preference_class(preferred)
    assert np.bincount(own) / users == pytest.approx([0.19, 0.575, 0.235], abs=1e-3)
    assert preferred[own == 0].max() <= preferred[own == 1].min()
    arms = {
        regime: usual(
            {"dropout": rng.random(users) < np.where(own == k, 0.2, 1 / 3),
             "preferred_control": preferred}
        )
        for k, regime in enumerate(matching.REGIMES)
    }  # fmt: skip
    assert measured("E18", **arms) == pytest.approx(2.0, abs=0.2)
