"""What a sweep found at a glance, in sentences computed from its contrasts."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.analysis.interactions import strongest
from mutua.analysis.phrases import join_words
from mutua.model.measures.outcomes import label
from mutua.reports.comparison.cells import Cells
from mutua.reports.comparison.figure_numbers import estimate_cell

#: Outcomes that are reported.
OUTCOMES = ("dropout", "trust_user_end", "empowerment")
#: Rows of a page's table of responses; of more, it holds the first outcome alone, or there is none.
MOST_ROWS = 200


def sweep_sentences(
    contrasts: pd.DataFrame, interactions: pd.DataFrame, failed: int, runs: int
) -> Iterator[str]:
    """How far regimes differ over the points, on what that hangs, and how many runs failed.

    Parameters
    ----------
    contrasts : DataFrame
        As from `mutua.studies.sweep.summary.contrasts`.
    interactions : DataFrame
        As from `mutua.analysis.interactions.interaction_table`.
    failed, runs : int
        Runs that failed, and all.
    """
    for name in OUTCOMES:
        for row in contrasts[contrasts["outcome"] == name].itertuples():
            yield _alone(row) if row.reference == row.regime else _difference(row)
    yield from map(_interaction, strongest(interactions, OUTCOMES[0]))
    if failed:
        yield f"{failed:,} of {runs:,} runs failed; the column error says why."


def _alone(row: pd.Series) -> str:
    mean = number(row.mean, decimals(abs(row.mean)))
    return f"{_label(row)} under {row.regime}: {mean}, mean over {row.points:,} points."


def _difference(row: pd.Series) -> str:
    places = decimals(row.highest - row.lowest)
    mean, low, high = (number(x, places, "+") for x in (row.difference, row.lowest, row.highest))
    return (
        f"{_label(row)}, {row.regime} less {row.reference}: {mean}, mean over "
        f"{row.points:,} points, from {low} to {high}; higher at {row.higher:.0%} of them."
    )


def _interaction(row: pd.Series) -> str:
    places = decimals((row["high"] - row["low"]) / 2)
    values = [number(row[name], places, "+") for name in ("interaction", "low", "high")]
    return (
        f"{_label(row)}, {row['arm']} less {row['reference']}, hangs most on {row['parameter']}: "
        f"from {row['lowest']:g} to {row['highest']:g} it changes by {values[0]} (95 % interval "
        f"{values[1]} to {values[2]}), all other parameters held."
    )


def _label(row: pd.Series) -> str:
    """Name of the outcome at the head of a sentence."""
    text = label(row.outcome)
    return text[:1].upper() + text[1:]


def response_cells(table: pd.DataFrame, by: Sequence[str]) -> list[Cells]:
    """The numbers behind curves and surfaces, a row a value and outcome, a column a regime.

    Parameters
    ----------
    table : DataFrame
        As from `mutua.studies.sweep.result.SweepResult.responses`.
    by : sequence of str
        The parameters along which it is.
    """
    shown = table
    if len(_each(shown, by)) > MOST_ROWS:
        shown = table[table["outcome"] == table["outcome"].iloc[0]]
    rows = _each(shown, by)
    if not 0 < len(rows) <= MOST_ROWS:
        return []
    regimes = list(table["regime"].drop_duplicates())
    at = shown.set_index(["outcome", *by, "regime"])[["mean", "low", "high"]]
    cells = [
        [label(key[0]), *map(_value, key[1:]),
         *(estimate_cell(at.loc[(*key, regime)]) for regime in regimes)]
        for key in rows.itertuples(index=False, name=None)
    ]  # fmt: skip
    title = f"Along {join_words(by)}: mean (95 % interval over replicates)"
    return [Cells(title, ["outcome", *by, *regimes], cells, 1)]


def _each(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    return table[["outcome", *by]].drop_duplicates()


def _value(value: Any) -> str:
    """A value of what varies: a number, a name, or a switch."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else f"{value:.4g}"
