"""What a sensitivity analysis found, in words computed from its tables."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.model.measures.outcomes import Outcome

#: How many parameters are named.
NAMED = 5


class Findings(Protocol):
    """What words, figures and the page need of an analysis."""

    @property
    def cube(self) -> Any:
        """Outcomes of the sweep, and its plan."""

    @property
    def target(self) -> Any:
        """The regime, or the pair of regimes."""

    @property
    def results(self) -> Mapping[str, pd.DataFrame]:
        """Tables by name."""

    @property
    def region(self) -> Any:
        """Where the outcome lies on the side that was asked for."""

    @property
    def sample(self) -> Any:
        """Points on which the region was looked for."""

    @property
    def kind(self) -> str:
        """Design of the sweep."""

    @property
    def outcome(self) -> str:
        """The first outcome."""

    @property
    def about(self) -> Outcome:
        """Unit, definition and label of the first outcome."""

    def focus(self, name: str) -> pd.DataFrame:
        """Rows of a table that are of the first outcome and the target."""

    def summary(self) -> pd.DataFrame:
        """Indices or effects of the first outcome, the largest first."""

    def points(self) -> pd.DataFrame:
        """The first outcome at every point of the sample."""


def headline(found: Findings) -> Iterator[str]:
    """What was found, a sentence each."""
    if found.kind == "saltelli":
        yield from _luck(found)
        yield from _shares(found)
    if found.kind == "morris":
        yield from _effects(found)


def _luck(found: Findings) -> Iterator[str]:
    """How much of the variance is luck, and what was left out."""
    row = found.focus("variance").iloc[0]
    if row["replicates"] < 2:
        yield "With one replicate luck cannot be told from parameters: the shares below hold both."
    else:
        yield (
            f"Of the variance of a single run's outcome {row['share_luck']:.0%} is luck of the "
            f"dyads and {1 - row['share_luck']:.0%} is what the parameters make; shares are of "
            "the latter."
        )
    if row["dropped"]:
        yield (
            f"{row['dropped']} of {row['dropped'] + row['blocks']} blocks were left out, as a run "
            "of them failed or had no value: the shares are of the rest of the space."
        )


def _shares(found: Findings) -> Iterator[str]:
    """Total shares, and how far they are what parameters do alone."""
    rows = found.summary()
    what = f"the variance of {found.about.label} ({found.target.title})"
    if rows["share_total"].isna().all():
        yield (
            f"Of {what} between points nothing can be told from 0: more points or replicates are "
            "needed before it has shares."
        )
        return
    told = rows[rows["low_total"] > 0.0].head(NAMED)
    listed = "; ".join(_share(row) for row in told.itertuples())
    yield f"Total shares in {what}: {listed or 'none that can be told from 0'}."
    yield (
        f"What parameters do alone adds up to {rows['share_first'].sum():.2f} of it; the rest is "
        "what they do together."
    )


def _share(row: Any) -> str:
    """A total share and its interval as text."""
    cells = (row.share_total, row.low_total, row.high_total)
    value, low, high = (number(cell, 2) for cell in cells)
    return f"{row.parameter} {value} ({low} to {high})"


def _effects(found: Findings) -> Iterator[str]:
    """Effects above what luck shows, and parameters without any."""
    rows, about = found.summary(), found.about
    told = rows[rows["low"] > rows["chance"].fillna(0.0)].head(NAMED)
    listed = "; ".join(_effect(row) for row in told.itertuples())
    yield (
        f"Mean absolute effects on {about.label} ({found.target.title}, {about.unit}) above what "
        f"luck shows: {listed or 'none'}."
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


def where(found: Findings) -> Iterator[str]:
    """Where the region lies, in words."""
    about, region = found.about, found.region
    means = found.sample.means
    low, middle, high = (f"{x:.3g}" for x in (means.min(), means.mean(), means.max()))
    yield (
        f"Over the space {about.label} ({found.target.title}, {about.unit}) is {middle} on "
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
    rows = found.focus("box")
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
