"""What a sweep found at a glance, in sentences computed from its contrasts."""

from collections.abc import Iterator

import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.analysis.interactions import strongest
from mutua.model.measures.outcomes import label

#: Outcomes that are reported.
OUTCOMES = ("dropout", "trust_user_end", "empowerment")


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
