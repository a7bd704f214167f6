"""The page of a sensitivity analysis, laid out by a template."""

from collections.abc import Mapping

from mutua.model.parameters.catalogue import DECLARED
from mutua.reports.captions import Caption
from mutua.reports.sensitivity.sentences import Findings, headline, where
from mutua.reports.template import inline, rendered
from mutua.scenarios.space import Axis, Interval

CAPTIONS = {
    "indices": Caption(
        "Which parameters move it",
        "First order: the share of the variance between points that a parameter makes alone. "
        "Total: with all its interactions. Luck is taken out of both (an estimate of 0 lies below "
        "0 half of the time); above each panel stands its share in the outcome of a single run.",
    ),
    "effects": Caption(
        "Which parameters move it",
        "Mean absolute effect of moving a parameter over its whole range, and the SD of its "
        "effects between trajectories: large where it acts differently at different points. Grey: "
        "the mean absolute effect that luck alone would show.",
    ),
    "overview": Caption(
        "Which parameters move what",
        "One row an outcome, one column a parameter, the most important for the first outcome "
        "first. Empty rows: the variance between points cannot be told from 0.",
    ),
    "second_order": Caption(
        "Which two act together",
        "Share of the variance that two parameters make together beyond what each makes alone.",
    ),
    "surface": Caption(
        "Over both parameters",
        "Left: the mean over replicates at each point (dots), interpolated between them; the line "
        "is 0, dots are hollow where the interval includes it. Right: half of that interval.",
    ),
    "curves": Caption(
        "In which direction",
        "Mean along each parameter while all others vary over the whole space. Parameters whose "
        "curve is flat may still matter through interactions.",
    ),
    "regions": Caption(
        "Where in parameter space",
        "Left: how far the distribution of each parameter differs between the region and the rest. "
        "Right: the points in the two parameters that say most; shaded, the box that describes the "
        "region, where it limits one of the two.",
    ),
}


def page(found: Findings, files: Mapping[str, bytes]) -> str:
    """One HTML page that needs nothing beside it.

    Parameters
    ----------
    files : mapping of bytes
        Figures by file name; those in SVG are shown.
    """
    plan = found.cube.plan
    return rendered(
        "sensitivity.html.jinja",
        plan=plan,
        kind=found.kind,
        about=found.about,
        target=found.target,
        replicates=found.cube.replicates,
        headline=list(headline(found)),
        region=list(where(found)),
        region_side=found.region.side,
        threshold=f"{found.region.threshold:.3g}",
        figures=[
            {"name": name, "svg": inline(files[f"{name}.svg"].decode(), name), **text._asdict()}
            for name, text in CAPTIONS.items() if f"{name}.svg" in files
        ],
        space=[_axis(axis) for axis in plan.axes],
        tables=list(found.results),
        command=_command(found),
    )  # fmt: skip


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


def _command(found: Findings) -> str:
    """The command that does the analysis again, on the folder of the sweep."""
    words = ["mutua", "sensitivity", "FOLDER", f"outcomes=[{','.join(found.cube.outcomes)}]"]
    words += ["contrast=" + "-".join(name for name in found.target if name)]
    words += [f"side={found.region.side}", f"threshold={found.region.threshold:.6g}"]
    return " ".join(words)
