"""Under which arm fewest of a group break off, and how sure that is."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from mutua.analysis.groups import Cut
from mutua.analysis.leaders import ALL, lead_chances, leader_table
from mutua.analysis.paired import PairedDyads
from mutua.plots.comparison.leaders import leaders

CUT = {"severity": Cut("severity_start", ("mild", "severe", "never"), (0.5, 2.0), "by hand")}


@pytest.fixture(scope="module")
def paired() -> PairedDyads:
    """Two arms, three replicates of 200 dyads: a is better for the mild, b for the severe."""
    rng = np.random.default_rng(8)
    severity = rng.random((3, 200))
    is_severe = severity >= 0.5
    parts = []
    for arm, mild, severe in (("a", 0.2, 0.7), ("b", 0.6, 0.3)):
        gone = rng.random(severity.shape) < np.where(is_severe, severe, mild)
        part = pd.DataFrame({"severity_start": severity.ravel(), "dropout": gone.ravel()})
        parts.append(part.assign(arm=arm))
    return PairedDyads(pd.concat(parts), ("a", "b"), 3)


def test_the_arm_that_leads__is_that_of_each_group_with_the_distance_of_the_others(paired) -> None:
    table = leader_table(paired, CUT).set_index(["group", "arm"])
    assert "never" not in table.index.get_level_values(0), "a group without a dyad"
    assert table.loc[("mild", "a"), "behind"] == 0.0 == table.loc[("severe", "b"), "behind"]
    severe = paired.of("a", "severity_start") >= 0.5
    means = {
        arm: [d[s].mean() for d, s in zip(paired.of(arm, "dropout"), severe, strict=True)]
        for arm in paired.arms
    }
    row = table.loc[("severe", "a")]
    apart = np.subtract(means["a"], means["b"])
    assert row["dropout"] == pytest.approx(np.mean(means["a"]))
    assert row["behind"] == pytest.approx(apart.mean())
    half = 4.302652729911275 * apart.std(ddof=1) / np.sqrt(3)  # Student's t of 2 degrees
    assert [row["low"], row["high"]] == pytest.approx([apart.mean() - half, apart.mean() + half])
    assert row["dyads"] == pytest.approx(severe.mean())
    assert table.groupby("group")["leads"].sum().to_numpy() == pytest.approx(1.0)
    assert table.loc[("mild", "a"), "leads"] > 0.95


def test_certainty__is_what_the_interval_of_the_difference_says() -> None:
    """Of two arms: Student's t of the paired difference; 4,000 draws, four SE."""
    dropout = np.array([[0.1, 0.2], [0.1, 0.15], [0.5, 0.45], [0.3, 0.4]])
    apart = dropout[:, 1] - dropout[:, 0]
    for another, wider in ((False, 1.0), (True, np.sqrt(5.0))):
        t = apart.mean() / (apart.std(ddof=1) / 2.0 * wider)
        chance = scipy.stats.t.cdf(t, df=3)
        found = lead_chances(dropout, another=another)
        assert found == pytest.approx([chance, 1 - chance], abs=4 * np.sqrt(0.25 / 4_000))
    assert lead_chances(np.full((4, 2), 0.3)) == pytest.approx([0.5, 0.5]), "equal arms share"


def test_the_figure__frames_the_leading_arm_and_says_how_sure_it_is(paired) -> None:
    table = leader_table(paired, CUT)
    [ax] = leaders(table, "by hand")
    texts = [text.get_text() for text in ax.texts]
    groups = table["group"].nunique()
    assert table["by"].iloc[0] == ALL
    assert len(texts) == 2 * 2 * groups
    assert sum(text.startswith("fewest") for text in texts) == groups
    framed = [bar for bar in ax.patches if bar.get_linewidth() > 0]
    assert len(framed) == groups
