"""Elasticities and their intervals are those of a table made by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from mutua.analysis.elasticity import answer_table, answers_by_replicate, difference_table

USER, PROFESSIONAL = (0.3, 0.4, 0.5), (0.1, 0.1, 0.1)


def planted(regime: str = "usual") -> pd.DataFrame:
    """Flows in which the side that answers follows the other by a power, another each replicate."""
    rows = []
    for changed, answers, powers in (
        ("professional", "user", USER), ("user", "professional", PROFESSIONAL),
    ):  # fmt: skip
        for replicate, power in enumerate(powers):
            for effort in (1.2, 0.8):  # in no order
                flows = {f"flow_{changed}": 5.0 * effort, f"flow_{answers}": 3.0 * effort**power}
                rows.append({"regime": regime, "changed": changed, "effort": effort,
                             "replicate": replicate, **flows})  # fmt: skip
    return pd.DataFrame(rows)


def test_planted_powers__are_found_with_student_s_interval() -> None:
    answers = answer_table(answers_by_replicate(planted()), ["usual"]).set_index("answers")
    half = student.ppf(0.975, 2) * 0.1 / np.sqrt(3)
    assert answers.loc["user", ["elasticity", "low", "high"]].tolist() == pytest.approx(
        [0.4, 0.4 - half, 0.4 + half]
    )
    assert answers.loc["professional", ["low", "high"]].tolist() == pytest.approx([0.1, 0.1])
    assert answers["change"].tolist() == pytest.approx([np.log(1.2 / 0.8)] * 2)
    assert answers["replicates"].tolist() == [3, 3]


def test_the_difference_of_the_sides__is_paired_by_replicate() -> None:
    found = answers_by_replicate(pd.concat([planted("a"), planted("b")]))
    difference = difference_table(found, ["b", "a"])
    assert difference["regime"].tolist() == ["b", "a"]
    assert difference["difference"].tolist() == pytest.approx([0.3, 0.3])
    half = student.ppf(0.975, 2) * 0.1 / np.sqrt(3)
    assert (difference["high"] - difference["difference"]).tolist() == pytest.approx([half] * 2)


def test_a_side_that_gives_nothing__has_no_elasticity() -> None:
    flows = planted()
    flows.loc[flows["changed"] == "user", "flow_user"] = 0.0
    answers = answer_table(answers_by_replicate(flows), ["usual"]).set_index("answers")
    assert answers.loc["user", "replicates"] == 3
    assert answers.loc["professional", "replicates"] == 0
    assert np.isnan(answers.loc["professional", "elasticity"])
