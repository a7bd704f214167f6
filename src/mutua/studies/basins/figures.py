"""The figures of a study of basins, in the order of its report."""

from typing import Any

from mutua.plots import basins as plots
from mutua.plots.figure import Figure, figures_class


def _size(result: Any) -> str:
    m = result.manifest
    return (f"{m['scenario']['name']}, {m['dyads']:,} dyads x {m['replicates']} replicates, "
            f"seed {m['seed']}")  # fmt: skip


def _axes(result: Any) -> tuple[str, ...]:
    return tuple(result.manifest["values"])


def _gaps(result: Any) -> Any:
    apart = result.manifest["apart"]
    return plots.gap_panels(result.summary(), _axes(result), apart, _size(result))


def _tips(result: Any) -> Any:
    return plots.tip_panels(result.tables["tips"], _axes(result), _size(result))


def _loop(result: Any) -> Any:
    m = result.manifest
    return plots.loop_panels(result.tables["loop"], m["loop"]["moved"], m["state"], _size(result))


def _warning(result: Any) -> Any:
    return plots.warning_panels(result.tables, result.manifest["alarm"], _size(result))


FIGURES = (
    Figure(
        "gaps",
        "How far apart the same dyads stay",
        "Left and middle: gap between a dyad that began high and the same dyad that began low, and "
        "share of dyads apart by more than the threshold, with 95 % intervals over replicates. "
        "Open: with exits, those that go on from both starts; after a year, as few are left "
        "later. Right: what the variance of the states at the end is of, without exits: where a "
        "dyad began, who its two people are, what happened to them.",
        _gaps,
        needs=("gaps", "sources"),
    ),
    Figure(
        "tips",
        "When dyads cross over for good",
        "Share of dyads that have crossed the middle between the two starts and stay on the other "
        "side to the end of the run; without exits. Bands: 95 % over replicates.",
        _tips,
        needs=("tips",),
    ),
    Figure(
        "loop",
        "The way there and the way back",
        "One run in which a parameter is moved in steps and back; without exits. Lines: mean state "
        "at the end of each step, with 95 % intervals over caseloads. Triangles: where the same "
        "value leads if it is held for the whole run, from the high and from the low start; where "
        "they meet, what is left of a loop is delay.",
        _loop,
        needs=("loop",),
    ),
    Figure(
        "warning",
        "What goes before a break-off",
        "Top: mean course of dyads before they broke off (solid) and of those of the same weeks "
        "who were still there 26 weeks later (broken). Bottom left: how well a signal tells them "
        "apart, by weeks before (area under the curve; .5 is chance). Bottom right: sensitivity "
        "by rate of false alarms; dotted: the rate at which it is given. Own odds: the odds that "
        "the rules draw from, which no warning can better by much. Bands: 95 % over replicates.",
        _warning,
        needs=("warning", "leads", "roc", "course"),
    ),
)
BasinsFigures = figures_class("BasinsFigures", FIGURES)
