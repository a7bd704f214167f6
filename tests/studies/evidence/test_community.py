"""Rows observed in community care: planted patterns are found, and words of samples hold."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from stand_in import StandIn, engaged_until

from mutua.model.measures.functions import FUNCTIONS
from mutua.studies.evidence.experiment import Experiment, replicates_of
from mutua.studies.evidence.patterns import (
    MEASUREMENTS,
    engagement,
    illness,
    reciprocity,
    settings,
    staff,
    views,
)

EXPERIMENTS = (
    settings.COMMUNITY,
    settings.COMMUNITY_REGIMES,
    engagement.EARLY_INTERVENTION,
    illness.RELATIVES,
)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(21)


def arm(**what: Any) -> dict[str, Any]:
    """The one arm of an experiment."""
    return {"usual": StandIn(**what)}


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.name)
def test_every_row__is_measured_in_one_small_replicate(experiment: Experiment) -> None:
    small = experiment.resized(0.1)
    arms = next(replicates_of(small, small.scenarios({}), [0], threads=1))
    rows = {name: each for name, each in MEASUREMENTS.items() if each.experiment == experiment}
    assert rows
    for name, each in rows.items():
        assert np.isfinite(each.measure(arms)), name


# ----------------------------------------------------------------------------- engagement


def test_dropout__counts_once_it_is_decided() -> None:
    """Two of four broke off, one of them after week 52; a third moved."""
    dyads = pd.DataFrame({"dropout": [True, True, False, False]})
    run = arm(dyads=dyads, engaged=engaged_until(52, 53, 20, 0))
    assert engagement.disengagement_from_community_services(run) == 0.25


def test_missed_appointments__leave_out_the_final_run_before_an_exit() -> None:
    """Of three ties that reach week 52, one ends later and came last in week 40."""
    offered = np.zeros((4, 104))
    offered[:, 1:60:2] = 1.0  # weeks 2, 4, ... 60
    attended = offered.copy()
    attended[0, 1:9:2] = 0.0  # four misses of 26 offers
    attended[1, 40:] = 0.0  # all missed after week 40: 20 offers count
    attended[2] = 0.0  # ended in week 30: none counts
    dyads = pd.DataFrame({"exit_week": [104, 40, 28, 104]})
    by_week = {"event.visit.offered": offered, "event.visit.attended": attended}
    run = arm(dyads=dyads, engaged=engaged_until(0, 66, 30, 0), by_week=by_week)
    assert engagement.missed_appointments(run) == pytest.approx(4 / (26 + 20 + 26))


def test_regimes__are_compared_by_the_lower_of_two_differences() -> None:
    """Dropout of 100 users by week 13: 30, 10 and 25 under three regimes; and by preference."""
    users = np.arange(100)
    wish = pd.DataFrame({"preferred_control": users / 100})

    def lost(broken: np.ndarray) -> StandIn:
        weeks = np.where(broken, 10, 0)
        return StandIn(dyads=wish.assign(dropout=broken), engaged=engaged_until(*weeks))

    arms = {
        "usual": lost(users < 0),
        "paternalistic": lost(users < 30),
        "collaborative": lost(users < 10),
        "consumer": lost(users >= 75),
    }
    assert engagement.passivity_of_either_side(arms) == pytest.approx(0.15)
    assert engagement.preference_turns_the_order(arms) == pytest.approx(1.0)
    arms["consumer"] = lost((users >= 75) & (users % 2 == 0) | (users < 5))
    wanted = min(np.mean(users[76:] % 2 == 0), 1 - 5 / 19)
    assert engagement.preference_turns_the_order(arms) == pytest.approx(wanted, abs=0.03)


# ---------------------------------------------------------------------------------- staff


def test_staff__is_counted_by_professional() -> None:
    generation = np.zeros((4, 104))
    generation[0, 30:], generation[1, 60:] = 1.0, 2.0
    burnout = np.full((4, 104), [[0.5], [0.49], [0.8], [0.1]])
    balance = np.full((4, 104), [[0.1], [-0.1], [0.2], [0.0]])
    ties = np.full((4, 104), [[20], [20], [20], [0]])
    visits = np.full((4, 104), 11.0)
    posts = {"generation": generation, "burnout": burnout, "balance": balance, "ties": ties,
             "visits": visits}  # fmt: skip
    run = arm(posts=posts)
    assert staff.exhausted_staff(run) == 0.5
    assert staff.under_benefited_staff(run) == pytest.approx(2 / 3)
    assert staff.turnover(run) == pytest.approx(3 / 4 / (103 / 52))
    assert staff.contacts_of_a_case_manager(run) == pytest.approx(11 * 52 / 12)


def test_a_planted_inequity__is_found_among_those_who_stay(rng: np.random.Generator) -> None:
    """Coefficient .3 of a standardised square: mean of 100 samples of 400 within 4 SE (.02)."""
    found = []
    for _ in range(100):
        balance, before, noise = rng.normal(size=(3, 400))
        square = (balance**2 - 1.0) / np.sqrt(2.0)
        after = 0.5 * before - 0.2 * balance + 0.3 * square
        after += np.sqrt(1.0 - 0.25 - 0.04 - 0.09) * noise
        burnout = np.zeros((500, 104))
        burnout[:400, 25], burnout[:400, 77] = before, after
        burnout[400:] = rng.normal(size=(100, 1)) * 9.0  # who came later says nothing
        generation = np.zeros((500, 104))
        generation[400:, 50:] = 1.0
        each = np.append(balance, rng.normal(size=100))
        posts = {"generation": generation, "burnout": burnout,
                 "balance": np.repeat(each[:, None], 104, axis=1)}  # fmt: skip
        found.append(staff.inequity_in_both_directions(arm(posts=posts)))
    assert np.mean(found) == pytest.approx(0.3, abs=0.02)


# ---------------------------------------------------------------------------------- views


def test_alliance__predicts_what_the_rating_at_week_0_does_not(rng: np.random.Generator) -> None:
    """r .4 of 7,000 who are engaged at week 52, 0 of 2,000 who left before: .31 (SE .01)."""
    n = 10_000
    start, alliance, noise = rng.normal(size=(3, n))
    last = start - (0.6 * start + 0.4 * alliance + np.sqrt(1 - 0.16) * noise)
    ends = np.where(np.arange(n) < 2_000, 40, np.where(np.arange(n) < 3_000, 12, 0))
    alliance[:3_000] = rng.normal(size=3_000)  # 1,000 are gone by week 13
    here = ends == 0
    ratings = {
        "week:0": pd.DataFrame({"severity": start}),
        "weeks:9-13": pd.DataFrame({"star_user": alliance}),
        "week:52": pd.DataFrame({"severity": np.where(here, last, np.nan)}),
        "weeks:1-52": pd.DataFrame({"severity": np.where(here, rng.normal(size=n), last)}),
    }
    run = arm(engaged=engaged_until(*ends), ratings=ratings)
    assert views.alliance_in_psychiatry(run) == pytest.approx(0.4 * 7 / 9, abs=0.03)


@pytest.mark.parametrize("log_odds", [(0.2, 0.6), (0.6, 0.7)])
def test_adherence_and_agreement__are_found_as_planted(
    rng: np.random.Generator, log_odds: tuple[float, float]
) -> None:
    """Log odds per SD of user and professional; r .3 of the sides; the ended are left out.

    The difference of the odds ratios has an SE of .012, the correlation of ranks one of .002.
    """
    a, b = log_odds
    found, n = [], 20_000
    for _ in range(20):
        user, other, severity, gone = rng.normal(size=(4, n))
        professional = 0.3 * user + np.sqrt(0.91) * other
        chance = 1 / (1 + np.exp(-(0.1 + a * user + b * professional - 0.5 * severity)))
        good = rng.random(n) < chance
        ended = gone > 1.0
        ratings = {
            "weeks:1-52": pd.DataFrame(
                {"star_user": np.where(ended, -30, 24 + 6 * user),
                 "star_professional": np.where(ended, 40, 30 + 5 * professional)}
            ),
            "week:52": pd.DataFrame({"severity": severity, "adherence": np.where(good, 0.8, 0.7)}),
        }  # fmt: skip
        ratings["week:52"][ended] = np.nan
        run = arm(engaged=engaged_until(*np.where(ended, 30, 0)), ratings=ratings)
        ranks = views.agreement_on_the_alliance(run)
        found.append((views.relationship_and_adherence(run), ranks))
    lower, ranks = np.mean(found, axis=0)
    assert lower == pytest.approx(min(np.exp(a) - 1, np.exp(b) - np.exp(a)), abs=0.05)
    assert ranks == pytest.approx(6 / np.pi * np.arcsin(0.15), abs=0.01)


def test_functions__are_compared_bit_by_bit(rng: np.random.Generator) -> None:
    """Kappa .9 of nine functions, .2 and .4 of the two contested ones, one seen by all: .5."""
    n, alike = 40_000, {"reciprocity": 0.2, "power_balance": 0.4}
    codes = np.zeros((2, n))
    for place, name in enumerate(FUNCTIONS):
        user = rng.random(n) < 0.5
        copied = rng.random(n) < alike.get(name, 0.9)
        professional = np.where(copied, user, rng.random(n) < 0.5)
        if name == "presence":
            user = professional = np.ones(n, bool)
        codes += 2.0**place * np.array([user, professional])
    rated = pd.DataFrame({"functions_user": codes[0], "functions_professional": codes[1]})
    run = arm(engaged=engaged_until(*np.zeros(n, int)), ratings={"week:52": rated})
    assert views.disagreement_on_functions(run) == pytest.approx(0.9 - 0.4, abs=0.02)


# -------------------------------------------------------------------------------- illness


def test_odds_of_relapse__are_those_of_a_table() -> None:
    """Eight users: three of four above the median relapse, one of four below it: odds ratio 9."""
    dyads = pd.DataFrame(
        {"expressed_emotion": np.arange(8) / 8, "warmth": 1 - np.arange(8) / 8,
         "relapses": [1, 0, 0, 0, 0, 2, 1, 1]}
    )  # fmt: skip
    run = arm(dyads=dyads)
    assert illness.expressed_emotion_and_relapse(run) == pytest.approx(9.0)
    assert illness.warmth_and_relapse(run) == pytest.approx(1 / 9)


def test_feeling_better__counts_at_visits_with_the_same_professional() -> None:
    """One of three who feel better is admitted later, and two of three others.

    One with three visits and one who left early do not count.
    """
    n = 8
    attended, affect, admissions = np.zeros((3, n, 104))
    generation = np.zeros((n, 104))
    attended[:, [1, 4, 7, 10]] = 1.0
    attended[6, 10] = 0.0
    affect[:3] = np.cumsum(attended[:3], axis=1) * 0.1
    affect[3:] = -np.cumsum(attended[3:], axis=1) * 0.1
    affect[3, 5:] += 9.0  # a change in a week without a visit
    generation[4, 4:] = 1.0
    affect[4, 4:] += 9.0  # a change of the professional
    admissions[[0, 3, 4], 60:] = 1.0
    admissions[[1, 6], 5:] = 1.0  # before week 14
    admissions[[2, 6], 100:] = 1.0  # after week 100
    ends = [0, 0, 0, 0, 70, 0, 0, 13]
    affect[4, 70:] = admissions[4, 70:] = np.nan
    by_week = {
        "event.visit.attended": attended, "user.feeling.affect": affect,
        "person.course.admissions": admissions, "carer.professional.generation": generation,
    }  # fmt: skip
    run = arm(engaged=engaged_until(*ends), by_week=by_week)
    assert illness.feeling_better_after_talking(run) == pytest.approx(0.5)


# ---------------------------------------------------------------------------- reciprocity


def test_kinds__are_pooled_over_three_regimes_in_equal_parts() -> None:
    """Ten engaged in one regime weigh as much as two in another; usual care does not count."""
    few = pd.DataFrame({"engaged": [True, True, False], "equilibrium": ["dead", "mutual", ""]})
    kinds = ["mutual", "directive_compliant", "antagonistic_stable", "mutual", "other"] * 2
    many = pd.DataFrame({"engaged": True, "equilibrium": kinds})
    arms = {"usual": StandIn(dyads=few[2:]), "a": StandIn(dyads=few),
            "b": StandIn(dyads=many), "c": StandIn(dyads=many)}  # fmt: skip
    assert reciprocity.four_kinds_of_dyad(arms) == pytest.approx(0.4 / 3)
    arms["b"] = arms["a"]
    assert reciprocity.four_kinds_of_dyad(arms) == pytest.approx(0.2 / 3)


def test_help__is_compared_between_terciles_over_26_weeks() -> None:
    goods = np.ones((9, 104))
    goods[6:] = 0.5
    goods[:, 26:] = 7.0
    goods[0, 13:] = np.nan  # half of the weeks of one of three
    by_week = {"event.given.to_user.goods": goods, "event.given.to_user.services": goods}
    dyads = pd.DataFrame({"responsibility": np.arange(9) / 9})
    run = arm(dyads=dyads, by_week=by_week)
    assert reciprocity.responsibility_shifts_help_away(run) == pytest.approx(1 - 0.5 / (2.5 / 3))


def test_stocks__are_unequal_in_either_direction() -> None:
    dyads = pd.DataFrame(
        {"engaged": [True] * 5 + [False], "in_equilibrium": [True] * 4 + [False, True],
         "stock_imbalance": [0.2, -0.3, 0.1, 0.0, 0.9, 0.9]}
    )  # fmt: skip
    assert reciprocity.unequal_stocks(arm(dyads=dyads)) == 0.5
