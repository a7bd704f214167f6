"""How far the flow of one side answers that of the other: elasticities of a paired experiment."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from mutua.analysis.summary import bands
from mutua.analysis.tables import interval_columns, table

#: The side that answers, with the side that is made to give more or less.
ANSWERS = {"user": "professional", "professional": "user"}
REGIME = ("name", "the regime")
REPLICATES = ("runs", "replicates that have a value")
#: Columns of the table of answers, each with unit and definition.
ANSWER = {
    "regime": REGIME,
    "answers": ("name", "the side that answers; the effort of the other side is changed"),
    "elasticity": ("1", "answer elasticity: difference of log flow of the side that answers over "
                        "that of the side that is changed, mean over replicates"),
    **interval_columns("1"),
    "change": ("1", "difference of log flow of the side that is changed, more less less"),
    "answer": ("1", "difference of log flow of the side that answers"),
    "replicates": REPLICATES,
}  # fmt: skip
#: Columns of the table of differences between the sides.
DIFFERENCE = {
    "regime": REGIME,
    "difference": ("1", "answer elasticity of the user less that of the professional, paired"),
    **interval_columns("1"),
    "replicates": REPLICATES,
}


def answers_by_replicate(flows: pd.DataFrame) -> pd.DataFrame:
    """Answer elasticity of both sides in each regime and replicate.

    Parameters
    ----------
    flows : DataFrame
        One row a regime, ``changed`` side, its ``effort`` (two of them) and ``replicate``, with
        ``flow_user`` and ``flow_professional``, what each side gives.

    Returns
    -------
    DataFrame
        ``regime, answers, replicate, change, answer, elasticity``; missing where a side gives
        nothing.
    """
    given = [f"flow_{side}" for side in ANSWERS]
    ordered = flows.sort_values("effort", kind="stable")
    by_effort = ordered.groupby(["regime", "changed", "replicate"], sort=False)[given]
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.log(by_effort.last()) - np.log(by_effort.first())
    parts = []
    for answers, changed in ANSWERS.items():
        part = moved.xs(changed, level="changed")
        both = {"change": part[f"flow_{changed}"], "answer": part[f"flow_{answers}"]}
        parts.append(pd.DataFrame({"answers": answers, **both}).reset_index())
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(elasticity=rows["answer"] / rows["change"])


def answer_table(by_replicate: pd.DataFrame, regimes: Iterable[str]) -> pd.DataFrame:
    """Answer elasticities, one row a regime and side; columns as in `ANSWER`."""
    rows = []
    for regime in regimes:
        for side in ANSWERS:
            own = by_replicate[
                (by_replicate["regime"] == regime) & (by_replicate["answers"] == side)
            ]
            values, count = _mean_with_interval(own["elasticity"])
            rows.append((regime, side, *values, *own[["change", "answer"]].mean(), count))
    return table(rows, ANSWER)


def difference_table(by_replicate: pd.DataFrame, regimes: Iterable[str]) -> pd.DataFrame:
    """How much more the user answers than the professional, by regime; as in `DIFFERENCE`."""
    sides = by_replicate.pivot(
        index=["regime", "replicate"], columns="answers", values="elasticity"
    )
    apart = sides["user"] - sides["professional"]
    rows = []
    for regime in regimes:
        values, count = _mean_with_interval(apart.xs(regime, level="regime"))
        rows.append((regime, *values, count))
    return table(rows, DIFFERENCE)


def _mean_with_interval(values: pd.Series) -> tuple[tuple[float, float, float], int]:
    """Mean over replicates with its 95 % interval, and how many there are."""
    there = values.to_numpy(float)
    centre, low, high = (float(x) for x in bands(there))
    return (centre, low, high), int(np.isfinite(there).sum())
