"""The page of one dyad: its story, its figure, and every week in full."""

from collections.abc import Sequence
from typing import Any

from mutua.analysis.phrases import amount, small
from mutua.engines.history import History, Week
from mutua.reports.narrative.account import Chapter, chapters, closing
from mutua.reports.narrative.columns import CLASSES, describe_draws, gifts
from mutua.reports.narrative.ending import factors_of
from mutua.reports.template import FigureCells, render_page


def story_page(
    title: str, under_title: str, prologue: Sequence[str], history: History,
    figures: FigureCells,
) -> str:  # fmt: skip
    """One HTML page that needs nothing beside it."""
    weeks = history.ties[0]
    last = weeks[-1]
    words = closing(history)
    return render_page(
        "replay.html.jinja",
        title=title,
        under_title=under_title,
        prologue=prologue,
        figures=figures,
        chapters=[_chapter(chapter) for chapter in chapters(weeks)],
        every_week=[_chapter(Chapter([week], ["in full"])) for week in weeks],
        classes=CLASSES,
        why=words[:2],
        last=last.number,
        factors=[[f.name, _value(k, f.value), f.of] for k, f in enumerate(factors_of(last))],
        odds=small(last.odds.leave),
        afterwards=words[2:],
    )


def _value(place: int, value: float) -> str:
    return small(value) if place == 0 else f"× {amount(value)}"


def _chapter(chapter: Chapter) -> dict[str, Any]:
    """A chapter as text and cells."""
    alone: Week | None = chapter.weeks[0] if chapter.reasons else None
    met = alone is not None and alone.event.visit.attended > 0.0
    return {
        "title": chapter.title,
        "number": chapter.weeks[0].number,
        "sentence": _arrow(chapter.sentence),
        "draws": describe_draws(alone) if alone is not None else "",
        "gifts": gifts(alone) if alone is not None and met else [],
        "lines": [list(map(_arrow, line)) for line in chapter.lines],
        "between": _arrow("; ".join(f"{name} {value}" for name, value in chapter.between)),
    }


def _arrow(text: str) -> str:
    return text.replace("->", "\u2192")
