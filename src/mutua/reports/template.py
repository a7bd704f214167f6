"""How a page is made: a template filled in, and figures made part of it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mutua.plots.figure import Figure
from mutua.plots.style import FAINT, INK, PAPER

#: Colours of figures that follow the page when it is dark.
FOLLOWING = {INK: "currentColor", PAPER: "var(--paper)", FAINT: "var(--faint)"}
#: What a page shows of each of its figures.
FigureCells = list[dict[str, Any]]


def render_page(name: str, **values: Any) -> str:
    """Fill in a template of this folder; a value that is missing is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("mutua", "reports/templates"),
        autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return str(environment.get_template(name).render(**values))


def inline(svg: str, name: str) -> str:
    """An SVG as part of a page: its own identifiers, its size from the page, its ink too."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'(href="|url\()#', rf"\1#{name}-", svg)
    for colour, following in FOLLOWING.items():
        svg = svg.replace(colour, following)
    return svg


def figure_cells(records: Iterable[Figure], files: Mapping[str, bytes]) -> FigureCells:
    """What a page shows of each figure that is among the files, in the order of the records."""
    return [
        {
            "name": record.name,
            "title": record.title,
            "caption": record.caption.replace(" %", "\u00a0%"),
            "wide": record.wide,
            "needs": record.needs,
            "svg": inline(files[f"{record.name}.svg"].decode(), record.name),
        }
        for record in records
        if f"{record.name}.svg" in files
    ]
