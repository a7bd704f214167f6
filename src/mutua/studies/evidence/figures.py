"""The figures of a scorecard, in the order of its report."""

from typing import Any

from mutua.plots import evidence as plots
from mutua.plots.figure import Figure, figures_class


def card_size(card: Any) -> str:
    """How it was run, in a line."""
    size = card.manifest["size"]
    less = f", dyads x {size:g}" if size != 1.0 else ""
    changed = len(card.manifest["parameters"]) + len(card.manifest["mechanism"])
    other = f", {changed} values changed" if changed else ""
    return f"seed {card.manifest['seed']}{less}{other}"


def _card(card: Any) -> Any:
    tables = card.tables
    return plots.scorecard(
        tables["patterns"], tables.get("prior"), tables.get("nulls"), card_size(card)
    )


def _needs(card: Any) -> Any:
    return plots.knock_outs(card.tables["needs"], card_size(card))


FIGURES = (
    Figure(
        "card",
        "What was published and what is simulated",
        "Each row on a scale of its own, on which its bounds are 0 and 1 (grey band); of a row "
        "with a lower bound alone, 0 is the bound and 1 its double. Dots: simulated, with the 95 % "
        "Monte-Carlo interval; filled: passed. The tick on the band is the published number. "
        "Light bars: middle 90 % of random parameter vectors. Grey names: rows that nine of ten "
        "random vectors pass. Arrows: beyond the axis.",
        _card,
        needs=("patterns",),
    ),
    Figure(
        "needs",
        "What each row needs",
        "Share of each row's effect that is gone with one mechanism off (shade; levels have none), "
        "and where the row then fails or its effect is removed (dot). "
        "Mechanisms that fail no row and remove no tenth of "
        "any effect are left out.",
        _needs,
        needs=("needs",),
    ),
)
EvidenceFigures = figures_class("EvidenceFigures", FIGURES)
