"""What goes with a caseload: contacts, staff and users, over the users of a professional."""

import numpy as np
import pandas as pd
import pytest

from mutua.analysis.caseload import BY_CASELOAD, CASELOAD, READ_WEEKLY, caseload_table
from mutua.analysis.paired import PairedDyads

WEEKS = 26
CASELOADS = {"few": 10.0, "many": 30.0}


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Two arms, two replicates of two dyads; the second dyad of each leaves in week 13."""
    offered = {"few": [26, 13, 26, 13], "many": [13, 6, 13, 7]}
    parts = [
        pd.DataFrame({
            "visits_offered": seen, "visits_attended": np.array(seen) - 3, "dropout": [0, 1, 0, 1],
            "trust_user_end": [0.6, 0.2, 0.7, 0.3],
        })
        for seen in offered.values()
    ]  # fmt: skip
    engaged = np.where(np.arange(1, WEEKS + 1) < 13, 1.0, 0.5) * np.ones((2, 1))
    values = {"engaged": engaged, "service_visits": 0.25, "service_burnout": [[0.3], [0.5]],
              "service_turnover": np.arange(WEEKS) / WEEKS}  # fmt: skip
    series = {name: dict.fromkeys(CASELOADS, np.broadcast_to(values[name], (2, WEEKS)))
              for name in READ_WEEKLY}  # fmt: skip
    return caseload_table(PairedDyads(pd.concat(parts), tuple(CASELOADS), 2), series, CASELOADS)


def value(table: pd.DataFrame, arm: str, measure: str) -> float:
    return float(table.set_index(["arm", "measure"]).loc[(arm, measure), "mean"])


def test_contacts__are_a_month_of_a_tie_that_goes_on(table: pd.DataFrame) -> None:
    """One dyad has 26 weeks and one 13, the week of its end among them."""
    months = (26 + 13) / 2 * 12 / 52
    assert value(table, "few", "offered") == pytest.approx(19.5 / months)
    assert value(table, "many", "offered") == pytest.approx((9.5 + 10.0) / 2 / months)
    assert value(table, "few", "attended") == pytest.approx(16.5 / months)


def test_what_professionals_have__is_of_the_whole_caseload(table: pd.DataFrame) -> None:
    assert value(table, "few", "visits") == pytest.approx(2.5)
    assert value(table, "many", "visits") == pytest.approx(7.5)
    assert value(table, "many", "burnout") == pytest.approx(0.4)
    assert value(table, "many", "turnover") == pytest.approx(np.arange(WEEKS).mean() / WEEKS)


def test_every_measure__has_a_row_an_arm_with_its_unit_and_interval(table: pd.DataFrame) -> None:
    assert list(table.columns) == list(CASELOAD)
    assert table["measure"].tolist() == [*BY_CASELOAD] * 2
    assert table["unit"].tolist() == [about.unit for about in BY_CASELOAD.values()] * 2
    assert table.groupby("arm")["caseload"].first().to_dict() == CASELOADS
    row = table.set_index(["arm", "measure"]).loc[("few", "trust")]
    assert row["mean"] == pytest.approx(0.45)
    assert row["low"] < row["mean"] < row["high"]
