"""Rows on trials and single events: what is treated when, and planted effects that are found."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from stand_in import StandIn, engaged_until

from mutua.studies.evidence.experiment import Experiment, replicates_of
from mutua.studies.evidence.patterns import MEASUREMENTS, crises, favours, trials

#: Experiments, and the first week in which an arm may differ from the first arm.
EXPERIMENTS = (
    (trials.TRIALS, 27),
    (favours.FAVOURS, 20),
    (favours.ACTS, 20),
    (crises.SUCCESSION, 52),
    (crises.CRISES, 1),
    (crises.ORDERS, 1),
)
ROWS = {
    name: each
    for name, each in MEASUREMENTS.items()
    if each.experiment in [experiment for experiment, _ in EXPERIMENTS]
}


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(28)


def small_run(experiment: Experiment) -> Mapping[str, Any]:
    """One small replicate."""
    small = experiment.resized(0.1)
    return next(replicates_of(small, small.scenarios({}), [0], threads=1))


@pytest.mark.parametrize(
    ("experiment", "week"), EXPERIMENTS, ids=[experiment.name for experiment, _ in EXPERIMENTS]
)
def test_arms__are_equal_before_their_week_and_a_null_intervention_has_no_effect(
    experiment: Experiment, week: int
) -> None:
    """To the bit before, and each arm differs later; the effect of no difference is 0.

    The ratio of two gains that are 0 is missing (E44).
    """
    arms = small_run(experiment)
    first, *others = arms
    for name in experiment.series:
        for other in others:
            a, b = arms[first].series(name), arms[other].series(name)
            before = slice(week - 1)
            np.testing.assert_array_equal(a[:, before], b[:, before], err_msg=f"{name}: {other}")
    for other in others:
        assert any(
            not np.array_equal(arms[first].series(x), arms[other].series(x), equal_nan=True)
            for x in experiment.series
        ), other
    null = {name: arms[first] for name in arms}
    rows = {name: each for name, each in ROWS.items() if each.experiment == experiment}
    assert rows
    for name, each in rows.items():
        wanted = np.nan if name == "E44" else 0.0
        assert each.measure(null) == pytest.approx(wanted, abs=1e-12, nan_ok=True), name


@pytest.mark.parametrize("row", ROWS)
def test_an_empty_sample__has_no_statistic(row: str) -> None:
    """Two dyads that ended in week 1: missing, and no warning."""
    weeks = ROWS[row].experiment.weeks or 104
    gone = pd.DataFrame({"star_user": [np.nan] * 2})
    for name in ("satisfaction", "wellbeing", "empowerment"):
        gone[name] = np.nan
    lived = np.full((2, weeks), np.nan)
    lived[:, 0] = 0.0
    empty = StandIn(
        dyads=pd.DataFrame({"dyad": [0, 1]}),
        engaged=np.zeros((2, weeks), bool),
        by_week={name: lived for name in ROWS[row].experiment.series},
        ratings={name: gone for name in ROWS[row].experiment.ratings},
        treated=np.ones(2, bool),
    )
    arms: Any = {name: empty for name in ROWS[row].experiment.arms}
    assert np.isnan(ROWS[row].measure(arms))


# ----------------------------------------------------------------------------- trials


def ratings(**columns: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_a_planted_effect__is_found_among_the_treated_who_were_followed_up(
    rng: np.random.Generator,
) -> None:
    """d .27 in 20,000 of which half are treated and a fifth is lost: within 4 SE (.064)."""
    n = 20_000
    usual, lost = rng.normal(0.5, 0.2, (2, n)), rng.random((2, n)) < 0.2
    treated = np.arange(n) % 2 == 0
    given = usual[1] + np.where(treated, 0.27 * 0.2, 9.0)  # what others get says nothing
    rated = [np.where(gone, np.nan, x) for gone, x in zip(lost, (usual[0], given), strict=True)]
    for row, arm, name, week in (
        ("E28", "feedback", "satisfaction", "week:78"),
        ("E29", "feedback", "wellbeing", "week:78"),
        ("E33", "shared_decisions", "empowerment", "week:52"),
        ("E34", "shared_decisions", "star_user", "week:52"),
    ):
        arms: Any = {
            "usual": StandIn(ratings={week: ratings(**{name: rated[0]})}),
            arm: StandIn(ratings={week: ratings(**{name: rated[1]})}, treated=treated),
        }
        assert ROWS[row].measure(arms) == pytest.approx(0.27, abs=0.064), row


def test_training__is_an_analysis_of_covariance(rng: np.random.Generator) -> None:
    """As statsmodels fits it to the treated of both arms, the rating before in both."""
    n = 900
    before = rng.normal(30.0, 6.0, n)
    noise = rng.normal(0.0, 4.0, (2, n))
    after = 0.6 * before + noise + np.array([[0.0], [0.21 * 12]])
    after[0, :50], after[1, 30:90] = np.nan, np.nan
    treated = rng.random(n) < 0.5
    arms: Any = {
        arm: StandIn(
            ratings={"week:26": ratings(star_user=before), "week:48": ratings(star_user=values)},
            treated=treated,
        )
        for arm, values in zip(("usual", "training"), after, strict=True)
    }
    table = pd.DataFrame(
        {
            "after": np.concatenate(after[:, treated]) / 12,
            "group": np.repeat([0.0, 1.0], treated.sum()),
            "before": np.tile(before[treated], 2) / 12,
        }
    )
    expected = smf.ols("after ~ group + before", table).fit().params["group"]
    assert trials.training_and_the_rating(arms) == pytest.approx(expected, rel=1e-9)


def test_money__is_compared_over_paid_weeks_among_those_who_did_not_adhere() -> None:
    """Of four, one adhered before and one had left: .6 to .8 and, until week 40, .7 to .7."""
    adherence = np.array([[0.9], [0.6], [0.7], [0.2]]) * np.ones(78)
    adherence[0, :9] = 0.0  # weeks that are not looked at
    paid = adherence.copy()
    paid[[0, 3], 26:], paid[1, 26:] = 0.0, 0.8
    engaged = engaged_until(0, 0, 40, 20, horizon=78)
    arms: Any = {
        name: StandIn(
            engaged=engaged,
            by_week={
                "person.adherence": np.where(np.pad(engaged, ((0, 0), (1, 0)), constant_values=True)
                                             [:, :-1], values, np.nan)
            },
        )
        for name, values in {"usual": adherence, "incentive": paid}.items()
    }  # fmt: skip
    assert trials.money_and_adherence(arms) == pytest.approx(0.1)


# ----------------------------------------------------------------------------- crises


def stays(*spells: tuple[int, int], weeks: int = 104) -> np.ndarray:
    """A state that holds in some weeks, each spell from a first to a last one, weeks from 1."""
    state = np.zeros(weeks)
    for first, last in spells:
        state[first - 1 : last] = 1.0
    return state


def test_readmission__is_of_the_first_discharge_and_censored_at_the_ending() -> None:
    """Of five discharged in week 11, one is back after 20 weeks, one after 60, one left after 19.

    So 1 of 4 at 20 weeks. Left out: whoever was under an order at the start, and whoever was
    discharged after week 52 or never.
    """
    admitted = np.array(
        [
            stays((9, 10), (31, 31)),
            stays((9, 10), (71, 75)),
            stays((9, 10)),
            stays((9, 10)),
            stays((9, 10)),
            stays((9, 10), (12, 12)),  # under an order at the start
            stays((60, 61), (65, 65)),  # too late
            stays(),
        ]
    )
    engaged = engaged_until(0, 0, 0, 30, 0, 0, 0, 0)
    admitted[3, 30:] = np.nan
    order = np.zeros((8, 104))
    order[5, 0] = 26.0
    run: Any = StandIn(engaged=engaged, by_week={crises.ADMITTED: admitted, crises.ORDER: order})
    assert crises.share_readmitted(run) == pytest.approx(1 / 4)


def test_control__is_compared_in_the_same_first_crises(rng: np.random.Generator) -> None:
    """Handed back .3 SD above never, never .5 above kept, in 4,000 that count of 6,000."""
    n, sd = 6_000, 0.1
    crisis = np.tile(stays((30, 33)), (n, 1))
    control = np.full((n, 104), 0.9)
    control[4_000:5_000, 29:33] = 0.79  # not taken to .8 in the crisis
    trust = rng.normal(0.5, sd, n)
    means = {"handed_back": 0.3 * sd, "never": 0.0, "kept": -0.5 * sd}
    arms: Any = {}
    for name, mean in means.items():
        values = np.zeros((n, 104))
        values[:, 33 + 13] = np.where(np.arange(n) < 4_000, trust + mean, 7.0 * mean)
        when = crisis.copy()
        when[5_000:] = stays((30, 33)) if name == "kept" else stays((31, 33))
        arms[name] = StandIn(
            dyads=pd.DataFrame({"dyad": np.arange(n)}),
            engaged=np.ones((n, 104), bool),
            by_week={crises.CRISIS: when, crises.TRUST: values, crises.CONTROL: control},
        )
    assert crises.control_in_a_crisis(arms) == pytest.approx(0.3, abs=0.01)


def test_length__is_of_crises_that_begin_after_the_succession() -> None:
    """Lengths 4 and 2 against 6 and 3 of the treated; others, and earlier crises, do not count."""
    usual = [stays((40, 55), (60, 63), weeks=117), stays((103, 104), weeks=117)]
    replaced = [stays((40, 55), (60, 65), weeks=117), stays((103, 105), weeks=117)]
    other = stays((60, 100), weeks=117)
    arms: Any = {
        name: StandIn(by_week={crises.CRISIS: np.array([*rows, other])}, treated=np.arange(3) < 2)
        for name, rows in {"usual": usual, "replaced": replaced}.items()
    }
    assert crises.familiarity_and_crises(arms) == pytest.approx(0.5)


# ----------------------------------------------------------------------------- favours


def test_a_planted_ratio_of_odds__is_found_in_the_terciles(rng: np.random.Generator) -> None:
    """Log odds ratio .4 in the top tercile, .1 in the bottom, 30,000 offers each: SE .04."""
    n = 9_000
    trust = np.tile(rng.random((n, 1)), 32)
    tercile = np.minimum((trust[:, 0] * 3).astype(int), 2)
    offered = np.zeros((n, 32))
    offered[:, 24::2] = 1.0
    log_odds = {"usual": np.zeros(3), "favours": np.array([0.1, 0.9, 0.4])}
    arms: Any = {}
    for name, more in log_odds.items():
        chance = 1.0 / (1.0 + np.exp(-(1.0 + more[tercile])))
        attended = offered * (rng.random((n, 32)) < chance[:, None])
        arms[name] = StandIn(
            engaged=np.ones((n, 32), bool),
            by_week={
                favours.TRUST: trust, favours.OFFERED: offered, favours.ATTENDED: attended
            },
        )  # fmt: skip
    assert favours.obligation_where_there_is_trust(arms) == pytest.approx(0.3, abs=0.16)


def test_gains__are_those_of_the_first_and_the_tenth_act() -> None:
    """An act gains .1/k if it is the k-th; one of two users comes in every second week of acts."""
    weeks = np.arange(1, 71)
    acts = np.array([(weeks >= 20) & (weeks % 2 == 0), (weeks >= 22) & (weeks % 4 == 2)])
    arms: Any = {}
    for last in (18, *favours.ACT_WEEKS):
        done = acts & (weeks <= last)
        number = np.maximum(done.cumsum(axis=1), 1)
        bond = (done * 0.1 / number).cumsum(axis=1) * 0.99 ** np.arange(70)
        arms[f"until {last}"] = StandIn(
            engaged=np.ones((2, 70), bool),
            by_week={favours.EXTRA: done * 0.4, favours.BOND: bond},
        )
    decay = 0.99 ** np.array([[19, 21], [37, 57]])
    expected = decay[0].mean() / decay[1].mean() * 10.0
    assert favours.first_and_tenth_extra_act(arms) == pytest.approx(expected)
