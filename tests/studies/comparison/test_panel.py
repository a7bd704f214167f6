"""The sampled dyads: the same ones under both arms, those who get less, moves between classes."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import mutua
from mutua.analysis.benefit import EVEN, GROUPS, LEAST, Landmark, benefit_table, group_by_balance
from mutua.analysis.stayers import mean_over_engaged
from mutua.analysis.tables import displayed_pairs
from mutua.analysis.transitions import (
    BROKEN,
    OVER,
    TO,
    count_transitions,
    destinations,
    transition_table,
)
from mutua.model.measures.equilibrium import CLASSES
from mutua.model.measures.outcomes import PLACES, STATES, WEEKLY
from mutua.model.state import ENDINGS
from mutua.studies.comparison import weekly_sample as panel

SIZE = {"dyads": 90, "weeks": 26, "seed": 3, "threads": 1,
        "parameters": {"measure.midway": 13.0}}  # fmt: skip
REPLICATES = 4
#: Two settings: other caseloads and teams, the same users.
ARMS = ["usual", "consumer@psychotherapy"]


@pytest.fixture(scope="module")
def contrast() -> mutua.Contrast:
    return mutua.compare(arms=ARMS, replicates=REPLICATES, **SIZE)


@pytest.fixture(scope="module")
def traces() -> dict[str, list]:
    """Every week of every dyad under each arm and replicate, by `simulate` alone."""
    kept = SIZE | {"record": "trajectories"}
    return {
        arm: [
            mutua.simulate(
                regime=arm.split("@")[0], setting=setting, replicate=replicate, **kept
            ).trajectories
            for replicate in range(REPLICATES)
        ]
        for arm, setting in zip(ARMS, ("community", "psychotherapy"), strict=True)
    }


def test_states__are_of_the_dyad_and_no_class() -> None:
    assert not set(STATES) & set(PLACES)
    assert {f"trust_{side}" for side in ("user", "professional")} <= set(STATES)
    assert {name for name in WEEKLY if name.startswith("class_")}.isdisjoint(STATES)


def test_who_is_lost__does_not_count_among_the_same_dyads() -> None:
    """The arm adds .1 to everybody and loses those who are low: own means differ by more."""
    level = np.linspace(0.0, 1.0, 11)
    reference = np.repeat(level[:, None, None], 3, axis=1)
    arm = reference + 0.1
    arm[:5, 1:] = np.nan
    both = mean_over_engaged(arm - reference)
    assert both.mean == pytest.approx(np.full((3, 1), 0.1))
    assert both.share.tolist() == pytest.approx([1.0, 6 / 11, 6 / 11])
    own = mean_over_engaged(arm).mean - mean_over_engaged(reference).mean
    assert own[:, 0] == pytest.approx([0.1, 0.1 + 0.25, 0.1 + 0.25])
    arm[:, 2] = np.nan
    assert np.isnan(mean_over_engaged(arm).mean[2, 0]), "nobody is left"


def test_differences_among_the_same_dyads__are_those_of_their_traces(
    contrast: mutua.Contrast, traces: dict[str, list]
) -> None:
    """Against xarray and SciPy's paired t test, dyad by dyad, in two settings."""
    table = contrast.further["stayers"].set_index(["outcome", "week"])
    for name in ("trust_user", "debt_professional"):
        for week in (1, 5, 13):
            found, engaged = [], []
            for pair in zip(*(traces[arm] for arm in ARMS), strict=True):
                reference, arm = (trace.sel(week=week) for trace in pair)
                both = (reference["engaged"] > 0) & (arm["engaged"] > 0)
                found.append(float((arm[name] - reference[name]).where(both).mean()))
                engaged.append(float(both.mean()))
            row = table.loc[(name, week)]
            interval = scipy.stats.ttest_1samp(found, 0).confidence_interval(0.95)
            assert row.difference == pytest.approx(np.mean(found), rel=1e-9)
            assert (row.low, row.high) == pytest.approx(tuple(interval), rel=1e-6)
            assert row.both == pytest.approx(np.mean(engaged))
            assert row.both < 1 or week == 1


def test_own_means__are_those_of_the_weekly_table_where_all_are_sampled(
    contrast: mutua.Contrast,
) -> None:
    """Weekly sums are whole numbers of 2^-24, so means agree to that."""
    table = contrast.further["stayers"]
    for name in STATES:
        reference, arm = contrast.series(name).values()
        own = table.loc[table["outcome"] == name, "own"]
        np.testing.assert_allclose(own, (arm - reference).mean(axis=0), atol=1e-6)


def test_a_sample__is_the_first_dyads_with_the_same_bits(monkeypatch, contrast) -> None:
    """The whole of a run of 90 holds the sample of 30 of it: dyads, not teams, are cut."""
    monkeypatch.setattr(panel, "SAMPLE", 30)
    monkeypatch.setattr("mutua.studies.comparison.compare.SAMPLE", 30)
    part = mutua.compare(arms=ARMS, replicates=REPLICATES, **SIZE)
    assert part.manifest["sample"] == 30
    assert part.summary().equals(contrast.summary()), "the comparison itself is untouched"
    engaged = part.further["stayers"]["both"] * 30 * REPLICATES
    np.testing.assert_allclose(engaged, engaged.round(), atol=1e-9)
    rows = part.dyads[(part.dyads["dyad"] < 30) & part.dyads["engaged"]]
    left = rows.groupby(["replicate", "dyad"]).size()
    assert engaged.iloc[-1] == pytest.approx((left == 2).sum())


# --- those who get less -------------------------------------------------------------------------


def test_balance__is_even_within_the_tolerance() -> None:
    balance = np.array([-0.5, -EVEN - 1e-9, -EVEN, 0.0, EVEN, EVEN + 1e-9, 0.5])
    assert [GROUPS[k] for k in group_by_balance(balance)] == [
        "over-benefited", "over-benefited", "even", "even", "even", "under-benefited",
        "under-benefited",
    ]  # fmt: skip


def test_those_owed__are_followed_from_the_landmark_on() -> None:
    """A quarter had left by then and counts nowhere; of those owed a half break off later."""
    n = 4 * LEAST
    balance = np.tile(np.repeat([-0.1, 0.0, 0.1, 0.3], n // 4), (3, 1))
    engaged = balance < 0.2
    dropout = np.tile(np.arange(n) % 2 == 0, (3, 1)) & (balance > 0.05)
    seen = Landmark(engaged, {"user": balance, "professional": -balance}, dropout | ~engaged)
    table = benefit_table({"a": seen}, 7).set_index(["side", "group"])
    mine = table.loc["user"]
    assert mine["dyads"].tolist() == pytest.approx([1 / 3] * 3)
    assert mine["dropout"].tolist() == pytest.approx([0.0, 0.0, 0.5])
    assert mine.loc["under-benefited", "difference"] == pytest.approx(0.5)
    assert table.loc[("professional", "over-benefited"), "dropout"] == pytest.approx(0.5)
    assert set(table["week"]) == {7}
    few = Landmark(engaged, {"user": balance * 0, "professional": balance}, dropout)
    assert np.isnan(benefit_table({"a": few}, 7).query("side == 'user'")["dropout"].iloc[0])


def test_balance_and_leaving__are_those_of_traces_and_rows(
    contrast: mutua.Contrast, traces: dict[str, list]
) -> None:
    week = round(panel.LANDMARK * SIZE["weeks"])
    table = contrast.further["benefit"].set_index(["arm", "side", "group"])
    assert set(table["week"]) == {week}
    for arm in ARMS:
        at = [t.where(t["engaged"] > 0) for t in (x.sel(week=week) for x in traces[arm])]
        left = contrast.paired.of(arm, "dropout")
        owed = [(t["credit_professional"] - t["debt_professional"]).to_numpy() for t in at]
        inside = [b > EVEN for b in owed]  # missing where the tie has ended
        share = np.mean([who.sum() / float((t["engaged"] > 0).sum()) for who, t in
                         zip(inside, at, strict=True)])  # fmt: skip
        row = table.loc[(arm, "professional", "under-benefited")]
        assert row.dyads == pytest.approx(share)
        later = np.mean([gone[who].mean() for gone, who in zip(left, inside, strict=True)])
        assert row.dropout == pytest.approx(later, nan_ok=sum(map(np.sum, inside)) < LEAST)


# --- from class to class ------------------------------------------------------------------------


@given(st.integers(0, 2**32 - 1))
def test_flows__count_as_a_cross_table_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    midway, there = rng.integers(0, len(CLASSES), (3, 50)), rng.integers(0, len(TO), (3, 50))
    counts = count_transitions(midway, there)
    for replicate in range(3):
        cross = pd.crosstab(midway[replicate], there[replicate])
        full = cross.reindex(index=range(len(CLASSES)), columns=range(len(TO)), fill_value=0)
        assert (counts[replicate] == full.to_numpy()).all()


def test_who_is_where__by_ending_then_by_class() -> None:
    ending = np.array([ENDINGS.index(name) for name in ("", "", *ENDINGS[1:])])
    final = np.array([CLASSES.index(name) for name in ("dead", "other")] + [0] * 5)
    places = [TO[k] for k in destinations(ending, final)]
    kinds = dict(zip(ENDINGS[1:], places[2:], strict=True))
    assert places[:2] == ["dead", "other"]
    assert {name for name, place in kinds.items() if place == BROKEN} == {"failed", "nonattendance"}
    assert set(kinds.values()) == {BROKEN, OVER}


def test_transitions__lead_from_those_midway_to_those_at_the_end(contrast: mutua.Contrast) -> None:
    table = contrast.transitions()
    rows = contrast.dyads
    for arm, own in table.groupby("arm", observed=True):
        dyads = rows[rows["arm"] == arm]
        by_class = own.groupby("midway")
        sums = by_class["share"].sum(min_count=1).dropna()
        assert sums.to_numpy() == pytest.approx(1.0)
        counted = dyads["equilibrium_midway"].value_counts(normalize=True)
        shares = by_class["dyads"].first()
        assert shares.to_numpy() == pytest.approx(counted.reindex(shares.index).to_numpy())


def test_transitions__of_a_run_that_ends_in_its_middle__are_none() -> None:
    short = mutua.compare(["usual", "peer"], setting="psychotherapy", dyads=40, replicates=2,
                          weeks=13, threads=1)  # fmt: skip
    assert short.transitions().empty
    assert "transitions" not in short.plot.names


def test_transitions__by_hand() -> None:
    """Ten mutual dyads midway: six still are, three broke off, one moved away."""
    from mutua.analysis.paired import PairedDyads

    end = ["mutual"] * 6 + [""] * 4
    ending = [""] * 6 + ["failed", "failed", "nonattendance", "moved"]
    one = pd.DataFrame({"equilibrium_midway": "mutual", "equilibrium": end, "ending": ending})
    table = transition_table(PairedDyads(pd.concat([one, one]), ("a",), 2)).set_index("end")
    assert set(table["midway"]) == {"mutual"}
    assert table.loc["mutual", ["share", "low", "high"]].tolist() == pytest.approx([0.6] * 3)
    assert table.loc[[BROKEN, OVER], "share"].tolist() == pytest.approx([0.3, 0.1])
    assert table["dyads"].iloc[0] == 1.0


# --- many arms ----------------------------------------------------------------------------------


def test_of_many_arms__each_is_told_against_the_reference() -> None:
    arms = list("abcd")
    pairs = pd.DataFrame([(x, y) for k, x in enumerate(arms) for y in arms[k + 1 :]],
                         columns=["reference", "arm"])  # fmt: skip
    assert displayed_pairs(pairs, arms)["arm"].tolist() == ["b", "c", "d"]
    few = pairs[pairs["arm"] != "d"]
    assert displayed_pairs(few, arms[:3]).equals(few)
