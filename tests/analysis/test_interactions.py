"""How a difference hangs on what is varied: against statsmodels, and by hand."""

import numpy as np
import pytest
import statsmodels.formula.api as smf
from pandas import DataFrame

from mutua.analysis.interactions import Slopes, interaction_table, strongest

ARMS, POINTS, REPLICATES = ("usual", "consumer"), 40, 5


@pytest.fixture(scope="module")
def rows() -> DataFrame:
    """An outcome with slopes 1 and -2 under one arm, 1 and 3 under the other, and noise."""
    rng = np.random.default_rng(3)
    levels = rng.uniform(size=(POINTS, 2)) * (1.0, 0.1)
    point, arm, replicate = (i.ravel() for i in np.indices((POINTS, 2, REPLICATES)))
    a, b = levels[point].T
    y = a + np.where(arm == 0, -2.0, 3.0) * b + rng.normal(0, 0.01, len(a))
    return DataFrame({"point": point, "arm": arm, "replicate": replicate, "a": a, "b": b, "y": y})


def slopes_of(rows: DataFrame, pieces: int = 1) -> Slopes:
    levels = rows.groupby("point")[["a", "b"]].first().to_numpy()
    slopes = Slopes(levels, 2, REPLICATES, ["dropout"])
    for some in np.array_split(np.arange(len(rows)), pieces):
        part = rows.iloc[some]
        keys = (part[name].to_numpy() for name in ("point", "arm", "replicate"))
        slopes.add(*keys, part[["y"]].to_numpy())
    return slopes


def test_an_interaction__is_that_of_a_regression_with_a_product_term(rows: DataFrame) -> None:
    """Mean over replicates of the coefficient of arm x parameter, times its range."""
    table = interaction_table(slopes_of(rows, pieces=7), ARMS, ["a", "b"]).set_index("parameter")
    theirs = [
        smf.ols("y ~ arm * (a + b)", rows[rows["replicate"] == r]).fit().params
        for r in range(REPLICATES)
    ]
    for name in ("a", "b"):
        spread = np.ptp(rows[name])
        expected = spread * np.mean([fit[f"arm:{name}"] for fit in theirs])
        assert table.loc[name, "interaction"] == pytest.approx(expected)
    assert table.loc["b", "slope_arm"] == pytest.approx(3.0 * np.ptp(rows["b"]), abs=0.02)
    (most,) = strongest(table.reset_index(), "dropout")
    assert most["parameter"] == "b"


def test_what_is_missing__is_left_out_and_what_cannot_be_told_apart_is_missing(
    rows: DataFrame,
) -> None:
    whole = interaction_table(slopes_of(rows), ARMS, ["a", "b"])
    holes = rows.assign(y=rows["y"].where(rows["point"] > 3))
    assert interaction_table(slopes_of(holes), ARMS, ["a", "b"])["interaction"].to_numpy() == (
        pytest.approx(whole["interaction"].to_numpy(), abs=0.02)
    )
    same = rows.assign(b=rows["a"])
    assert interaction_table(slopes_of(same), ARMS, ["a", "b"])["interaction"].isna().all()
    assert strongest(whole.assign(low=-1.0, high=1.0), "dropout") == []
