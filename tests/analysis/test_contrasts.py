"""Paired contrasts, intervals and survival, against kept libraries and against simulation."""

import numpy as np
import pytest
import scipy.stats

import mutua
from mutua.analysis.contrasts import cohens_d, paired_contrast, variance_reduction
from mutua.analysis.summary import bands, student_half_width
from mutua.errors import ParameterError
from mutua.model.measures.outcomes import OUTCOMES, TRAITS

RNG = np.random.default_rng(7)


@pytest.fixture(scope="module")
def contrast() -> mutua.Contrast:
    return mutua.compare(dyads=240, replicates=6, weeks=26, threads=1)


def test_paired_interval_is_that_of_scipys_paired_t_test() -> None:
    a = RNG.normal(size=12)
    b = a + RNG.normal(0.3, 0.2, 12)
    interval = scipy.stats.ttest_rel(b, a).confidence_interval(0.95)
    pair = paired_contrast(a, b)
    assert (pair.low, pair.high) == pytest.approx(tuple(interval), rel=1e-12)
    assert pair.difference == pytest.approx((b - a).mean())


def test_interval_covers_the_truth_as_often_as_it_says() -> None:
    """n = 4,000 intervals of 95 %: coverage within 4 SE, one false alarm in 16,000."""
    n, samples = 4_000, RNG.normal(0.5, 1.0, (4_000, 20))
    half = student_half_width(samples.std(axis=1, ddof=1), 20)
    covered = (np.abs(samples.mean(axis=1) - 0.5) <= half).mean()
    assert abs(covered - 0.95) < 4 * np.sqrt(0.95 * 0.05 / n)


def test_variance_reduction_has_its_closed_form() -> None:
    """Two arms of equal variance and correlation r: 2 s2 / (2 s2 (1 - r)) = 1/(1 - r)."""
    shared, a, b = RNG.normal(size=(3, 40_000))
    factor = variance_reduction(3 * shared + a, 3 * shared + b)
    assert factor == pytest.approx(10.0, rel=0.05)
    assert variance_reduction(a, b) == pytest.approx(1.0, rel=0.05)


def test_cohens_d() -> None:
    assert cohens_d(0.3, 0.6, 0.8) == pytest.approx(0.3 / np.sqrt((0.36 + 0.64) / 2))
    assert np.isnan(cohens_d(0.3, 0.0, 0.0))


def test_d_is_what_scipys_t_test_between_persons_divides_by(contrast: mutua.Contrast) -> None:
    """For arms of n dyads each, t = d x sqrt(n/2): unpaired, as d is about persons."""
    a, b = (contrast.paired.of(arm, "severity_end").ravel() for arm in contrast.arms[:2])
    t = scipy.stats.ttest_ind(b, a).statistic
    d = contrast.summary().set_index("outcome").loc["severity_end", "d"].iloc[0]
    assert d == pytest.approx(t / np.sqrt(len(a) / 2))


def test_bands_are_means_with_their_interval() -> None:
    curves = RNG.normal(size=(5, 3))
    mean, low, high = bands(curves)
    np.testing.assert_allclose(mean, curves.mean(axis=0))
    np.testing.assert_allclose(high - mean, mean - low)


def test_summary_agrees_with_the_tables(contrast: mutua.Contrast) -> None:
    summary = contrast.summary()
    row = summary[(summary.outcome == "dropout") & (summary.arm == "consumer")].iloc[0]
    by_arm = contrast.dyads.groupby("arm", observed=True)["dropout"].mean()
    assert row.reference == "usual"
    assert row.mean_arm == pytest.approx(by_arm["consumer"])
    assert row.difference == pytest.approx(by_arm["consumer"] - by_arm["usual"])
    assert row.low < row.difference < row.high


def test_a_series_and_an_outcome_of_one_name__keep_apart(contrast: mutua.Contrast) -> None:
    summary = contrast.summary()
    assert not summary.duplicated(["outcome", "over", "reference", "arm"]).any()


def test_every_table__says_unit_and_definition_of_every_column(contrast: mutua.Contrast) -> None:
    for name, table in contrast.tables.items():
        for column in table.columns:
            about = table.attrs[column]
            assert about["unit"], (name, column)
            assert about["definition"], (name, column)


def test_a_table_that_is_changed__changes_no_other(contrast: mutua.Contrast) -> None:
    mine = contrast.summary()
    mine["difference"] = 0.0
    assert (contrast.summary()["difference"] != 0.0).any()


def test_all_pairs_of_arms_are_given(contrast: mutua.Contrast) -> None:
    pairs = contrast.summary()[["reference", "arm"]].drop_duplicates()
    assert len(pairs) == 6


def test_the_same_dyads_stand_in_every_arm(contrast: mutua.Contrast) -> None:
    """Traits are equal between arms to the last bit, replicate by replicate; outcomes are not."""
    arms = contrast.arms
    for name in (*TRAITS, *OUTCOMES):
        one, *rest = (contrast.paired.of(arm, name) for arm in arms)
        same = [np.array_equal(one, other, equal_nan=True) for other in rest]
        assert same == [name in TRAITS] * len(rest), name


def test_common_random_numbers_against_really_different_seeds() -> None:
    """The factor read off one comparison is the ratio of two measured variances.

    60 replicates of each: the contrast of dropout between arms on common numbers, and between
    arms run under different seeds. The ratio of their variances and the factor agree within a
    factor of 2.1, four SE of the logarithm of a ratio of two such estimates (SE about
    sqrt(2/59 + 2/59)); false alarms below 1 in 10,000.
    """
    size = {"dyads": 80, "replicates": 60, "weeks": 13, "threads": 1}
    pair = ("paternalistic", "collaborative")
    a = mutua.compare(pair, seed=1, **size)
    b = mutua.compare(pair, seed=2, **size)

    def means(contrast: mutua.Contrast, arm: str) -> np.ndarray:
        rows = contrast.dyads[contrast.dyads.arm == arm]
        return rows.groupby("replicate")["visits_attended"].mean().to_numpy()

    together = np.var(means(a, pair[1]) - means(a, pair[0]), ddof=1)
    apart = np.var(means(b, pair[1]) - means(a, pair[0]), ddof=1)
    summary = a.summary().set_index("outcome")
    factor = summary.loc["visits_attended", "variance_reduction"]
    assert factor > 1.5
    assert abs(np.log(apart / together / factor)) < 4 * np.sqrt(4 / 59)


@pytest.mark.usefixtures("undrawn")
def test_save_and_load_give_back_what_was_there(contrast: mutua.Contrast, tmp_path) -> None:
    folder = contrast.save(tmp_path / "run")
    names = {path.name for path in folder.iterdir()}
    results = {"summary", "endings", "hazard", "groups", "joint", "profile", "transitions",
               "stayers", "benefit", "ring", "leaders", "caseload"}  # fmt: skip
    assert {f"{name}.{kind}" for name in results for kind in ("parquet", "csv")} <= names
    assert {"manifest.json", "weekly.parquet", "dyads.parquet", "report.html"} <= names
    figures = [f"{name}.{kind}" for name in contrast.plot.names for kind in ("png", "svg")]
    assert set(figures) <= names
    again = mutua.load(folder)
    assert again.summary().equals(contrast.summary())
    assert again.arms == contrast.arms
    assert again.groups().equals(contrast.groups())
    drawn = {path.name: path.read_bytes() for path in map(folder.joinpath, figures)}
    assert (folder / "report.html").read_text(encoding="utf-8") == again.report(drawn)
    assert again.dyads.attrs["dropout"]["definition"]


@pytest.mark.parametrize("regimes", [("usual",), ("usual", "usual"), ()])
def test_a_comparison_takes_two_arms_or_more(regimes: tuple[str, ...]) -> None:
    with pytest.raises(ParameterError, match="regimes"):
        mutua.compare(regimes, dyads=80)


@pytest.mark.parametrize("replicates", [1, 0, -3, 2.0, True])
def test_an_interval_takes_two_replicates_or_more(replicates: object) -> None:
    with pytest.raises(ParameterError, match="replicates"):
        mutua.compare(dyads=80, replicates=replicates)
