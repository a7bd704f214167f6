"""Results by group and who stays under which arm: against SciPy, by hand, by simulation."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import mutua
from mutua.analysis.groups import CUTS, cuts_of, group_means, membership
from mutua.analysis.joint import CELLS, cells, joint_table, profile_table, shares
from mutua.analysis.paired import PairedDyads
from mutua.analysis.summary import bands, mean, sd
from mutua.errors import ParameterError
from mutua.model.measures.outcomes import OUTCOMES, ROW, TRAITS


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


@pytest.fixture(scope="module")
def contrast() -> mutua.Contrast:
    return mutua.compare(["usual", "consumer"], dyads=240, replicates=5, weeks=26, threads=1)


def test_groups_of_equal_size__are_thirds(rng: np.random.Generator) -> None:
    place = membership(rng.normal(size=(4, 300)), CUTS["severity"])
    assert np.bincount(place.ravel()).tolist() == [400, 400, 400]


def test_preferences__are_cut_where_they_say() -> None:
    wishes = np.array([[0.0, 0.33, 0.34, 0.66, 0.67, 1.0]])
    assert membership(wishes, CUTS["preference"]).tolist() == [[0, 0, 1, 1, 2, 2]]


@given(st.integers(0, 2**32 - 1))
def test_group_means__are_plain_means_of_what_is_there(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values, group = rng.normal(size=(3, 40)), rng.integers(0, 4, (3, 40))
    values[rng.random(values.shape) < 0.2] = np.nan
    ours = group_means(values, group, 4)
    for r in range(3):
        for g in range(4):
            inside = values[r][(group[r] == g) & np.isfinite(values[r])]
            expected = inside.mean() if len(inside) else np.nan
            np.testing.assert_allclose(ours[r, g], expected, atol=1e-12)


def test_group_intervals__are_those_of_scipys_paired_t_test(contrast: mutua.Contrast) -> None:
    table = contrast.groups().set_index(["group", "outcome"])
    dyads = contrast.dyads
    for group, low, high in (("user-led", 0, 1 / 3), ("professional-led", 2 / 3, 1.01)):
        inside = dyads[(dyads.preferred_control >= low) & (dyads.preferred_control < high)]
        by = inside.groupby(["replicate", "arm"], observed=True)["visits_attended"].mean().unstack()
        test = scipy.stats.ttest_rel(by["consumer"], by["usual"])
        row = table.loc[(group, "visits_attended")]
        assert (row.low, row.high) == pytest.approx(tuple(test.confidence_interval(0.95)))
        assert row.dyads == pytest.approx(len(inside) / len(dyads))


def test_every_registered_outcome__is_given_for_every_group(contrast: mutua.Contrast) -> None:
    table = contrast.groups()
    expected = {(name, group) for name in OUTCOMES for cut in CUTS.values() for group in cut.names}
    assert set(zip(table.outcome, table.group, strict=True)) == expected
    assert set(contrast.summary().outcome) >= set(OUTCOMES)
    assert not set(OUTCOMES) & {*TRAITS, "dyad", "ending", "engaged", "exit_week"}


def test_groups_average_to_the_whole(contrast: mutua.Contrast) -> None:
    """Shares times means of the groups give the mean of all, up to shares varying by replicate."""
    table = contrast.groups()
    whole = contrast.summary().set_index("outcome").loc["severity_end"]
    part = table[(table.by == "severity") & (table.outcome == "severity_end")]
    assert (part.dyads * part.mean_arm).sum() == pytest.approx(whole.mean_arm, abs=2e-3)


def test_groups__are_of_any_trait_and_any_cut(contrast: mutua.Contrast) -> None:
    table = contrast.groups(by=["age", "male"], cuts={"age": [30, 50]})
    names = ["below 30", "30 to 50", "50 and above", "no", "yes"]
    assert list(table["group"].unique()) == names
    young = contrast.dyads.query("arm == 'usual' and age < 30")
    row = table.query("outcome == 'dropout' and group == 'below 30'").iloc[0]
    assert row.dyads == pytest.approx(len(young) / (contrast.dyads["arm"] == "usual").sum())
    fourths = contrast.groups(by="severity", cuts=4)
    assert fourths.groupby("group")["dyads"].first().to_numpy() == pytest.approx([0.25] * 4)


@pytest.mark.parametrize(
    ("by", "cuts", "message"),
    [
        ("ages", None, "groups: 'ages' is no trait; did you mean age"),
        ("dropout", None, "groups: 'dropout' is no trait"),
        ("age", [50, 30], "cuts: .50, 30. is not a number of groups"),
        ("age", 1, "cuts: 1 is not a number of groups"),
        (7, None, "groups: 7 is not the name of a trait"),
    ],
)
def test_groups_that_there_are_not__are_refused_in_one_line(
    by: object, cuts: object, message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        cuts_of(by, cuts)


def test_the_joint_table__has_the_margins_of_each_arm(contrast: mutua.Contrast) -> None:
    share = contrast.joint().set_index("cell")["share"]
    dropout = contrast.dyads.groupby("arm", observed=True)["dropout"].mean()
    assert share.sum() == pytest.approx(1.0)
    assert share["both"] + share["only under reference"] == pytest.approx(dropout["usual"])
    assert share["both"] + share["only under arm"] == pytest.approx(dropout["consumer"])


def test_cells__name_who_leaves_where() -> None:
    place = cells(np.array([[False, False, True, True]]), np.array([[False, True, False, True]]))
    assert [CELLS[k] for k in place[0]] == [
        "neither",
        "only under arm",
        "only under reference",
        "both",
    ]
    assert shares(place).tolist() == [[0.25] * 4]


def pairs_of(leaves: dict[str, np.ndarray], trait: np.ndarray) -> PairedDyads:
    replicates, dyads = trait.shape
    table = pd.concat(
        pd.DataFrame({"arm": arm, "dropout": who.ravel(), **dict.fromkeys(ROW, 0.5)}
                     | {"dropout": who.ravel(), "severity_start": trait.ravel()})
        for arm, who in leaves.items()
    )  # fmt: skip
    assert len(table) == 2 * replicates * dyads
    return PairedDyads(table, tuple(leaves), replicates)


def test_who_breaks_off_under_one_arm_only__differs_from_all_by_so_many_sd(
    rng: np.random.Generator,
) -> None:
    """Those above 1 SD do: their mean is phi(1)/(1 - Phi(1)) = 1.525 SD.

    40,000 dyads; tolerance of .04 is 4 SE (SD .446 over some 6,300, plus that of all).
    """
    trait = rng.normal(size=(8, 5_000))
    paired = pairs_of({"a": trait > 1, "b": np.zeros_like(trait, bool)}, trait)
    table = profile_table(paired).set_index(["cell", "trait"])
    only = table.loc[("only under reference", "severity_start")]
    expected = scipy.stats.norm.pdf(1) / scipy.stats.norm.sf(1)
    assert only.difference == pytest.approx(expected, abs=0.04)
    assert np.isnan(table.loc[("only under arm", "severity_start")].difference)
    share = joint_table(paired).set_index("cell").loc["only under reference", "share"]
    assert share == pytest.approx((trait > 1).mean())


def test_means_and_sd__leave_out_what_is_missing(rng: np.random.Generator) -> None:
    values = rng.normal(size=(6, 5))
    values[0, 0] = values[3, 2] = np.nan
    np.testing.assert_allclose(mean(values, 0), np.nanmean(values, axis=0))
    np.testing.assert_allclose(sd(values, 0), np.nanstd(values, axis=0, ddof=1))
    middle, low, high = bands(values)
    for k in range(5):
        there = values[np.isfinite(values[:, k]), k]
        interval = scipy.stats.ttest_1samp(there, 0).confidence_interval(0.95)
        assert (low[k], high[k]) == pytest.approx(tuple(interval))
        assert middle[k] == pytest.approx(there.mean())


def test_single_precision__loses_nothing_in_a_mean() -> None:
    """A running float32 sum of 10 million times .1 would be off by far more than its rounding."""
    values = np.full((1, 1_000_000), 0.1, np.float32)
    assert mean(values, axis=1)[0] == pytest.approx(float(np.float32(0.1)), rel=1e-12)


@pytest.mark.slow
def test_intervals_of_paired_shares__cover_the_truth_as_often_as_they_say(
    rng: np.random.Generator,
) -> None:
    """Dropout of .5 and .3 under shared draws, 10 replicates x 100 dyads, 4,000 comparisons.

    Coverage of the 95 % interval within 4 SE of .95, with .005 for the discreteness of a share:
    a false alarm in about 16,000.
    """
    trials = 4_000
    one = rng.random((10, trials, 100))
    other = np.where(rng.random(one.shape) < 0.2, rng.random(one.shape), one)
    difference = (other < 0.3).mean(axis=2) - (one < 0.5).mean(axis=2)
    _, low, high = bands(difference)
    covered = ((low <= -0.2) & (high >= -0.2)).mean()
    assert abs(covered - 0.95) < 4 * np.sqrt(0.95 * 0.05 / trials) + 0.005
