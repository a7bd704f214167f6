"""A story as plain text of 80 columns."""

import textwrap
from collections.abc import Iterator, Sequence

from mutua.analysis.phrases import amount, small
from mutua.engines.history import History
from mutua.reports.narrative.account import Chapter, chapters, closing
from mutua.reports.narrative.columns import CLASSES, Line, describe_draws, gifts
from mutua.reports.narrative.ending import factors_of

WIDTH = 80
#: Columns of the names in a table of both sides, and of one side.
NAME, SIDE = 22, 20
#: Columns of the names in a table of gifts, and the fewest of one class.
GIFT, CLASS = 19, 7
#: Columns of the name and of the value of a factor.
FACTOR, VALUE = 14, 9


def as_text(
    title: str, run: str, verification: str, prologue: Sequence[str], history: History
) -> str:
    """The whole story: how it ended, who, week by week, why, whether it is verified."""
    heading, words = wrap(title), closing(history)
    lines = [*heading, "=" * max(map(len, heading)), *wrap(run)]
    for paragraph in [words[0], *prologue]:
        lines += ["", *wrap(paragraph)]
    for chapter in chapters(history.ties[0]):
        lines += ["", *_chapter(chapter)]
    lines += ["", "Why", "---"]
    for paragraph in words[:2]:
        lines += [*wrap(paragraph), ""]
    lines += _factors(history)
    for paragraph in [*words[2:], verification]:
        lines += ["", *wrap(paragraph)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def wrap(paragraph: str, indent: str = "") -> list[str]:
    """A paragraph in lines; what a no-break space joins stays on one."""
    lines = textwrap.wrap(paragraph, WIDTH, initial_indent=indent, subsequent_indent=indent,
                          break_on_hyphens=False)  # fmt: skip
    return [line.replace("\u00a0", " ") for line in lines]


def _chapter(chapter: Chapter) -> Iterator[str]:
    heading = wrap(chapter.title)
    yield from [*heading, "-" * len(heading[-1])]
    yield from wrap(chapter.sentence)
    if chapter.reasons:
        (week,) = chapter.weeks
        yield from wrap(f"Draws: {describe_draws(week)}")
        if week.event.visit.attended > 0.0:
            yield ""
            yield from _table_of_gifts(gifts(week))
    yield ""
    yield from _both(chapter.lines)
    yield from wrap("; ".join(f"{name} {value}" for name, value in chapter.between), "  ")


def _both(lines: Sequence[Line]) -> Iterator[str]:
    yield f"  {'':<{NAME}}{'user':>{SIDE}}{'professional':>{SIDE}}"
    for line in lines:
        yield f"  {line.name:<{NAME}}{line.user:>{SIDE}}{line.professional:>{SIDE}}"


def _table_of_gifts(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    heads = (*CLASSES, "all")
    widths = [max(len(head) + 2, CLASS) for head in heads]
    for name, *cells in [("gifts", *heads), *rows]:
        aligned = (f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        yield f"  {name:<{GIFT}}" + "".join(aligned)


def _factors(history: History) -> Iterator[str]:
    last = history.ties[0][-1]
    yield f"  Odds of breaking off in week {last.number}, as a product:"
    for k, (name, value, of) in enumerate(factors_of(last)):
        shown = small(value) if k == 0 else f"x {amount(value)}"
        head = f"  {name:<{FACTOR}}{shown:>{VALUE}}   "
        yield from textwrap.wrap(of, WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
    yield f"  {'=':<{FACTOR}}{small(last.odds.leave):>{VALUE}}"
