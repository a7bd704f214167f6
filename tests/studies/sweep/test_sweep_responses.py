"""Outcomes along what a sweep varies: means, intervals and paired differences by hand."""

import numpy as np
import pytest

import mutua
from mutua.analysis.responses import RESPONSES, responses
from mutua.errors import ParameterError


def test_a_value__has_the_mean_of_its_points_and_the_interval_of_its_replicates() -> None:
    """Two points at one place, one at the other; two regimes, three replicates, one run missing."""
    values = np.array([
        [[1.0, 2.0, 3.0], [2.0, 4.0, 6.0]],
        [[3.0, 4.0, 5.0], [4.0, 6.0, 8.0]],
        [[0.0, 1.0, np.nan], [1.0, 2.0, 3.0]],
    ])  # fmt: skip
    rows = list(responses(values, np.array([0, 0, 1]), 2, ["usual", "peer"]))
    assert [row[:3] for row in rows] == [
        ("usual", 0, 2), ("usual", 1, 1), ("peer", 0, 2), ("peer", 1, 1)
    ]  # fmt: skip
    usual, missing, peer, single = (row[3:] for row in rows)
    half = 4.302653 / np.sqrt(3)  # Student's t of 2 degrees of freedom; SD 1
    assert usual[:3] == pytest.approx((3.0, 3.0 - half, 3.0 + half), abs=1e-5)
    assert np.isnan(usual[3:]).all(), "the first regime is compared with none"
    assert missing[0] == pytest.approx(0.5)
    assert peer == pytest.approx(
        (5.0, 5 - 2 * half, 5 + 2 * half, 2.0, 2 - half, 2 + half), abs=1e-5
    )
    assert single[3] == pytest.approx(1.0), "over the replicates that both regimes have"


@pytest.fixture(scope="module")
def swept() -> mutua.SweepResult:
    space = {"exit.base": "tag(log,interval(0.001,0.1))", "exit.strain": [0.0, 4.0],
             "mechanism.obligation": [True, False]}  # fmt: skip
    return mutua.sweep(space, regimes=["usual", "peer"], design="sobol", points=16, dyads=20,
                       replicates=2, weeks=8)  # fmt: skip


def test_what_else_varies__is_averaged_over_in_bins(swept: mutua.SweepResult) -> None:
    rows = swept.responses(["dropout", "trust_user_end"], ["exit.base"])
    assert list(rows.columns[:3]) == ["outcome", "regime", "exit.base"]
    assert set(rows.columns[3:]) < set(RESPONSES)
    assert set(rows.columns) == set(rows.attrs)
    first = rows[(rows["outcome"] == "dropout") & (rows["regime"] == "usual")]
    assert first["points"].sum() == 16
    middles = 0.001 * 100 ** ((np.arange(8) + 0.5) / 8)
    assert first["exit.base"].tolist() == pytest.approx(middles.tolist()), "even on the logarithm"
    runs = swept.table[swept.table["regime"] == "usual"]
    low = runs[runs["exit.base"] < 0.001 * 100 ** (1 / 8)]
    assert first["mean"].iloc[0] == pytest.approx(low["dropout"].mean())


def test_choices__keep_their_names_and_their_pairs(swept: mutua.SweepResult) -> None:
    rows = swept.responses(["dropout"], ["mechanism.obligation", "exit.strain"])
    assert rows["mechanism.obligation"].dtype == bool
    assert len(rows) == 2 * 4
    assert rows["points"].sum() == 2 * 16


@pytest.mark.parametrize(
    ("outcomes", "by", "said"),
    [
        (["dropped"], ["exit.base"], "outcomes: 'dropped' is not one of"),
        (["dropout"], ["exit.start"], "by: 'exit.start' is not one of"),
        (["dropout"], [], r"by: \[\] is not one or two parameters"),
        (["dropout"], ["exit.base", "exit.base"], "is not one or two parameters, each once"),
    ],
)
def test_what_a_sweep_does_not_have__is_refused_by_name(
    swept: mutua.SweepResult, outcomes: list[str], by: list[str], said: str
) -> None:
    with pytest.raises(ParameterError, match=said):
        swept.responses(outcomes, by)
