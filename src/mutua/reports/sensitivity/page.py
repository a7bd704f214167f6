"""The page of a sensitivity analysis, laid out by a template."""

from collections.abc import Sequence

from mutua.model.parameters.catalogue import DECLARED
from mutua.reports.sensitivity.sentences import Facts, headline_sentences, location
from mutua.reports.template import FigureCells, render_page
from mutua.scenarios.space import Axis, Interval


def page(
    facts: Facts, size: str, axes: Sequence[Axis], tables: Sequence[str],
    command: str | None, figures: FigureCells,
) -> str:  # fmt: skip
    """One HTML page that needs nothing beside it."""
    return render_page(
        "sensitivity.html.jinja",
        facts=facts,
        size=size,
        headline=list(headline_sentences(facts)),
        region=list(location(facts)),
        threshold=f"{facts.region.threshold:.3g}",
        figures=figures,
        space=[_axis(axis) for axis in axes],
        tables=tables,
        command=command,
    )


def _axis(axis: Axis) -> list[str]:
    """Name, meaning and range of an axis."""
    declared = DECLARED.get(axis.name)
    about = declared.about if declared else "switched on or off, or a preset"
    if isinstance(axis, Interval):
        log = ", on the logarithm" if axis.log else ""
        span = f"{axis.low:g} to {axis.high:g}{log}"
    else:
        span = ", ".join(axis.labels)
    unit = declared.unit if declared and declared.unit != "1" else ""
    return [axis.name, about, span, unit]
