"""What became of the whole cohort: counts, exposure and rates, on tables made by hand."""

import numpy as np
import pandas as pd
import pytest

from mutua.analysis.follow_up import (
    COUNTS,
    STANDING,
    fixed_weeks,
    follow_up_of,
    follow_up_table,
)

WEEKS = 26


def weekly_of(share: float, rate_in: float, rate_out: float) -> pd.DataFrame:
    """A cohort of which a share is in care every week, with constant weekly rates."""
    week = np.arange(1, WEEKS + 1)
    columns = dict.fromkeys(STANDING, np.full(WEEKS, 0.5)) | {"in_care": np.full(WEEKS, share)}
    for name in COUNTS:
        inside, outside = rate_in * share * week, rate_out * (1.0 - share) * week
        columns |= {f"{name}_in_care": inside, f"cohort_{name}": inside + outside}
    return pd.DataFrame({"week": week, **columns, "weeks_in_care": share * week})


def test_fixed_weeks__are_those_that_the_run_reaches_and_the_last() -> None:
    assert fixed_weeks(104) == [13, 26, 52, 104]
    assert fixed_weeks(60) == [13, 26, 52, 60]
    assert fixed_weeks(5) == [5]


@pytest.mark.parametrize("share", [0.25, 0.9])
def test_rates_are_of_their_exposure__whatever_share_is_in_care(share: float) -> None:
    table = follow_up_of(weekly_of(share, 0.01, 0.03)).set_index(["week", "outcome", "of"])["value"]
    for week in (13, 26):
        assert table[week, "relapses", "year in care"] == pytest.approx(52 * 0.01)
        assert table[week, "relapses", "year out of care"] == pytest.approx(52 * 0.03)
        expected = week * (0.01 * share + 0.03 * (1 - share))
        assert table[week, "relapses", "person"] == pytest.approx(expected)


def test_without_exposure__there_is_no_rate() -> None:
    table = follow_up_of(weekly_of(1.0, 0.01, 0.03)).set_index(["week", "outcome", "of"])["value"]
    assert np.isnan(table[26, "crises", "year out of care"])
    assert table[26, "crises", "year in care"] == pytest.approx(0.52)


def test_differences_are_paired_within_replicates() -> None:
    rows = []
    for replicate, level in enumerate((0.01, 0.02, 0.05)):
        for arm, gain in (("usual", 0.0), ("shared", 0.003)):
            run = weekly_of(0.5, level + gain, 0.03)
            rows.append(run.assign(arm=arm, replicate=replicate))
    table = follow_up_table(pd.concat(rows), ["usual", "shared"])
    row = table[(table["week"] == 26) & (table["outcome"] == "admissions")]
    rate = row.set_index("of").loc["year in care"]
    assert rate["difference"] == pytest.approx(52 * 0.003)
    assert rate["high"] - rate["low"] < 1e-9  # levels differ, differences do not
    assert rate["reference"] == "usual"
