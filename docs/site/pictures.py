"""The pages of figures: each as drawn from a small example, with the code that drew it.

Figures, titles and captions come from the records of the studies, as in reports. A new figure of a
study appears by itself; one whose method takes an argument needs it in `ARGUMENTS`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from docs.picture import single_panels
from mutua.plots.figure import Figure
from mutua.plots.files import render_figures
from mutua.reports.template import figure_cells, inline

#: Arguments of the figures that take one.
ARGUMENTS = {"weekly": '"trust_user"', "response": 'x="exit.base"'}


@dataclass(frozen=True)
class Example:
    """One page of figures."""

    page: str  #: File name, and the page of docs/ that explains the study unless `study` names it
    title: str
    name: str  #: Of the variable that holds the result
    code: str  #: Makes the result
    needs: tuple[str, ...] = ()  #: Pages whose code comes first
    cover: str = ""  #: Figure on the overview; the first one by default
    study: str = ""  #: The page of docs/, where another example has its name
    only: tuple[str, ...] = ()  #: Figures, if not all


EXAMPLES = (
    Example(
        "simulate",
        "One service, week by week",
        "result",
        'result = mutua.simulate(regime="collaborative", dyads=2_000, weeks=104)',
    ),
    Example(
        "comparison",
        "Regimes on the same dyads",
        "contrast",
        'regimes = ["paternalistic", "collaborative"]\n'
        "contrast = mutua.compare(\n"
        "    regimes, dyads=400, replicates=10, decomposition=True, continuum=True\n"
        ")",
    ),
    Example(
        "caseload",
        "Caseload and burnout",
        "loads",
        "loads = mutua.compare(\n"
        "    arms=[\n"
        '        "caseload 20|usual",\n'
        '        "caseload 12|usual+service.caseload:12+service.contact_interval:1",\n'
        '        "caseload 35|usual+service.caseload:35+service.contact_interval:2.74",\n'
        "    ],\n"
        "    dyads=840, replicates=10,\n"
        ")",
        study="comparison",
        only=("caseload",),
    ),
    Example(
        "replay",
        "The story of one dyad",
        "story",
        'story = mutua.replay(contrast, dyad=17, arm="collaborative", replicate=3)',
        needs=("comparison",),
    ),
    Example(
        "sweep",
        "A space of parameters",
        "swept",
        "swept = mutua.sweep(\n"
        '    {"exit.base": "interval(0.0005,0.004)", "exit.strain": "interval(0,6)"},\n'
        '    regimes=["usual", "collaborative"],\n'
        '    design="saltelli", points=32, dyads=400, replicates=4, weeks=52,\n'
        ")",
    ),
    Example(
        "sensitivity",
        "What moves an outcome",
        "found",
        'contrast = "collaborative-usual"\n'
        'found = mutua.sensitivity(swept, outcomes=["dropout"], contrast=contrast)',
        needs=("sweep",),
        cover="curves",
    ),
    Example(
        "evidence",
        "Published patterns",
        "card",
        'card = mutua.evidence(["E01", "E02", "E03", "E06", "E07", "E08"], size=0.1)',
    ),
    Example(
        "reciprocity",
        "Which side answers the other",
        "answers",
        'answers = mutua.reciprocity(["usual", "consumer"], dyads=400, replicates=4)',
    ),
    Example(
        "basins",
        "From a low and a high start",
        "basins",
        'basins = mutua.basins({"affect.coupling": [0.2, 0.4]}, dyads=160, replicates=3)',
    ),
)


@dataclass(frozen=True)
class Drawing:
    """One figure as it is shown: the line of code, its record and its SVG."""

    line: str
    record: Figure
    svg: str

    def picture(self) -> str:
        """The picture as HTML that follows the colours of the page."""
        label = escape(f"{self.record.title}. {self.record.caption}")
        return f'<div class="drawing" role="img" aria-label="{label}">{self.svg}</div>'

    def section(self) -> str:
        """Title, code, picture and caption as a section of a page."""
        kind = "" if self.record.wide else ' class="narrow"'
        caption = f"<figcaption>{escape(self.record.caption)}</figcaption>"
        figure = f"<figure{kind}>{self.picture()}{caption}</figure>"
        return f"## {self.record.title}\n\n{fenced(self.line)}\n{raw(figure)}"


def fenced(code: str) -> str:
    """A block of Python."""
    return f"```python\n{code}\n```\n"


def raw(html: str) -> str:
    """HTML as part of a page in Markdown."""
    return f"```{{raw}} html\n{html}\n```\n"


def drawings(example: Example, names: dict[str, Any]) -> Iterator[Drawing]:
    """Every figure that there is of an example, drawn by the code that is shown."""
    result = names[example.name]
    for record in result.plot.records:
        if not (record.name in result.plot.names or record.name in ARGUMENTS):
            continue
        if example.only and record.name not in example.only:
            continue
        line = f"{example.name}.plot.{record.name}({ARGUMENTS.get(record.name, '')})"
        files = render_figures({record.name: partial(eval, line, names)})
        [cell] = figure_cells([record], files)
        # Names of parts of a picture are its own on a page that shows several.
        own = cell["svg"].replace(f"{record.name}-", f"{example.page}-{record.name}-")
        yield Drawing(line, record, own)


def code_of(example: Example) -> str:
    """All code of an example, that of the examples it needs first."""
    before = [other.code for page in example.needs for other in EXAMPLES if other.page == page]
    return "\n".join(["import mutua\n", *before, example.code])


def page_of(example: Example, drawn: list[Drawing]) -> str:
    """The page of an example."""
    study = example.study or example.page
    more = f"The study and its tables: [{study}](../docs/{study}.md)."
    parts = [f"# {example.title}", more, fenced(code_of(example))]
    return "\n\n".join([*parts, *(drawing.section() for drawing in drawn)])


def card_of(example: Example, drawn: list[Drawing]) -> str:
    """What the overview shows of an example: one picture, and how many there are."""
    cover = next((d for d in drawn if d.record.name == example.cover), drawn[0])
    picture = cover.picture().replace(f"{example.page}-", f"cover-{example.page}-")
    count = f"{len(drawn)} figures" if len(drawn) > 1 else "1 figure"
    return (
        f'<a class="card" href="{example.page}.html">{picture}'
        f"<b>{escape(example.title)}</b><span>{count}</span></a>"
    )


#: What the panels of the first picture say to who does not see them.
FIRST_PANELS = {
    "survival": "Ties not broken off by week under four regimes",
    "wishes": "Difference of each regime from usual care by what users wish",
}


def first_picture() -> str:
    """The picture of README.md as part of a page: a drawing a panel, which go below each other."""
    files = render_figures({name: lambda ax=ax: ax for name, ax in single_panels().items()})
    drawn = (
        f'<div class="drawing" role="img" aria-label="{label}">'
        f"{inline(files[f'{name}.svg'].decode(), name)}</div>"
        for name, label in FIRST_PANELS.items()
    )
    return f'<figure class="panels">{"".join(drawn)}</figure>'


def overview(cards: list[str]) -> str:
    """The page that leads to all others."""
    pages = "\n".join(example.page for example in EXAMPLES)
    return (
        "# Figures\n\n"
        "Every figure that mutua draws, with the code that drew it. The examples are small, to be "
        "run in seconds: what they show is how figures look, and no finding.\n\n"
        + raw(f'<div class="cards">{"".join(cards)}</div>')
        + f"\n```{{toctree}}\n:hidden:\n\n{pages}\n```\n"
    )


def write_figures(folder: Path) -> None:
    """Run every example, and write a page for each and the overview."""
    import mutua

    folder.mkdir(parents=True)
    names: dict[str, Any] = {"mutua": mutua}
    cards = []
    for example in EXAMPLES:
        for page in (*example.needs, example.page):
            own = next(other for other in EXAMPLES if other.page == page)
            if own.name not in names:
                exec(own.code, names)
        drawn = list(drawings(example, names))
        (folder / f"{example.page}.md").write_text(page_of(example, drawn), encoding="utf-8")
        cards.append(card_of(example, drawn))
    (folder / "first.html").write_text(first_picture(), encoding="utf-8")
    (folder / "index.md").write_text(overview(cards), encoding="utf-8")
