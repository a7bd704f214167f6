"""What a sensitivity analysis found, in words computed from its tables."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.analysis.regional import Region
from mutua.model.measures.outcomes import Outcome

#: How many parameters are named.
NAMED = 5


class Facts(NamedTuple):
    """What sentences and the page say of an analysis."""

    kind: str  #: Design of the sweep
    outcome: Outcome  #: Unit, definition and label of the outcome
    target: str  #: The regime, or one regime less another
    paired: bool  #: It is a difference of two regimes
    summary: pd.DataFrame  #: Indices, effects or distances, the largest first
    variance: pd.DataFrame | None  #: Of a saltelli design: the variance taken apart
    box: pd.DataFrame  #: The box that describes the region
    means: np.ndarray  #: float64, shape (points,): the outcome at the points of the sample
    region: Region  #: Where it lies on the side that was asked for


def headline_sentences(facts: Facts) -> Iterator[str]:
    """What was found, a sentence each."""
    if facts.kind == "saltelli":
        yield from _noise(facts)
        yield from _shares(facts)
    if facts.kind == "morris":
        yield from _effects(facts)


def _noise(facts: Facts) -> Iterator[str]:
    """How much of the variance is noise, and what was left out."""
    if facts.variance is None:
        return
    row = facts.variance.iloc[0]
    if row["replicates"] < 2:
        yield (
            "With one replicate noise cannot be distinguished from parameters: "
            "the shares below hold both."
        )
    elif np.isnan(row["share_noise"]):
        yield (
            "The outcome has no variance, neither between the points nor between replicates, that "
            "could be noise or be made by parameters."
        )
    else:
        yield (
            f"Of the variance of a single run's outcome {row['share_noise']:.0%} is noise, the "
            f"random draws of the dyads, and {1 - row['share_noise']:.0%} is what the parameters "
            "make; shares are of the latter."
        )
    if row["dropped"]:
        yield (
            f"{row['dropped']} of {row['dropped'] + row['blocks']} blocks were left out, as a run "
            "of them failed or had no value: the shares are of the rest of the space."
        )


def _shares(facts: Facts) -> Iterator[str]:
    """Total shares, and how far they are what parameters do alone."""
    rows = facts.summary
    what = f"the variance of {facts.outcome.label} ({facts.target})"
    if rows["share_total"].isna().all():
        yield (
            f"Of {what} between points nothing can be distinguished from 0: more points or "
            "replicates are needed before it has shares."
        )
        return
    sure = rows[rows["low_total"] > 0.0].head(NAMED)
    listed = "; ".join(_share(row) for row in sure.itertuples())
    yield f"Total shares in {what}: {listed or 'none that can be distinguished from 0'}."
    yield (
        f"What parameters do alone adds up to {rows['share_first'].sum():.2f} of it; the rest is "
        "what they do together."
    )


def _share(row: Any) -> str:
    """A total share and its interval as text."""
    cells = (row.share_total, row.low_total, row.high_total)
    value, low, high = (number(cell, 2) for cell in cells)
    return f"{row.parameter} {value} ({low} to {high})"


def _effects(facts: Facts) -> Iterator[str]:
    """Effects above what noise shows, and parameters without any."""
    rows, about = facts.summary, facts.outcome
    sure = rows[rows["low"] > rows["chance"].fillna(0.0)].head(NAMED)
    listed = "; ".join(_effect(row) for row in sure.itertuples())
    yield (
        f"Mean absolute effects on {about.label} ({facts.target}, {about.unit}) above what "
        f"noise shows: {listed or 'none'}."
    )
    flat = list(rows.loc[rows["mu_star"] == 0.0, "parameter"])
    if flat:
        yield f"No effect at all, to the last bit: {', '.join(flat)}."
    dropped = int(rows["dropped"].iloc[0])
    if dropped:
        yield (
            f"{dropped} of {dropped + int(rows['trajectories'].iloc[0])} trajectories were left "
            "out, as a run of them failed or had no value."
        )


def _effect(row: Any) -> str:
    """A mean absolute effect, its interval and its direction, as text."""
    places = decimals((row.high - row.low) / 2)
    value, low, high = (number(cell, places) for cell in (row.mu_star, row.low, row.high))
    side = "up" if row.mu > 0.0 else "down"
    return f"{row.parameter} {value} ({low} to {high}), {side} on average"


def location(facts: Facts) -> Iterator[str]:
    """Where the region lies, in words."""
    about, region = facts.outcome, facts.region
    means = facts.means
    low, middle, high = (f"{x:.3g}" for x in (means.min(), means.mean(), means.max()))
    yield (
        f"Over the space {about.label} ({facts.target}, {about.unit}) is {middle} on "
        f"average, from {low} to {high}."
    )
    threshold = f"{region.threshold:.3g}"
    kind = " (a quartile)" if region.quartile else ""
    yield (
        f"It is {region.side} {threshold}{kind} at {region.inside.mean():.0%} of "
        f"{len(region.inside):,} points."
    )
    if region.undecided == region.undecided:  # not missing
        yield (
            f"At {region.undecided:.0%} of the points the replicates cannot tell on which side of "
            "the threshold they lie."
        )
    rows = facts.box
    limits = rows[rows["parameter"].notna()]
    if limits.empty:
        yield "No box describes this region better than the whole space does."
        return
    fit = rows.iloc[0]
    yield (
        f"Where {' and '.join(_limit(row) for row in limits.itertuples())}, {fit['density']:.0%} "
        f"of the points belong to the region, against {fit['share']:.0%} in the whole space; "
        f"{fit['coverage']:.0%} of the region lies there. (Found on one half of the points, judged "
        "on the other.)"
    )


def _limit(row: Any) -> str:
    """``trust.gain is 0.1 to 0.2``."""
    if isinstance(row.kept, str):
        return f"{row.parameter} is {row.kept}"
    if row.low == row.high:
        return f"{row.parameter} is {row.low:.3g}"
    return f"{row.parameter} is {row.low:.3g} to {row.high:.3g}"
