"""The parameter table on a terminal: as wide as it is, and no word broken."""

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

#: Columns without a terminal, and fewest at which every column stands by itself.
WIDTH = 120
HEADS = ("name", "default", "unit", "range", "form", "number", "meaning")
#: Heads on a narrower terminal: the meaning stands below the name, the unit below the range.
STACKED = ("name, meaning", "default", "range, unit", "form", "number")


def show_parameters(rows: Iterable[Sequence[Any]], width: int | None = None) -> None:
    """Print the parameter table, `width` columns wide or as wide as the terminal.

    Dotted names are broken after a dot, everything else between words.
    """
    console = Console()
    width = width or (console.width if console.is_terminal else WIDTH)
    lines = list(stack_cells(rows) if width < WIDTH else single_cells(rows))
    heads = STACKED if width < WIDTH else HEADS
    sizes = fit_widths([heads, *lines], width)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=0)
    for head, size in zip(heads, sizes, strict=True):
        table.add_column(head, width=size, justify="right" if head == "default" else "left")
    for line in lines:
        table.add_row(*(Text(break_cell(*cell)) for cell in zip(line, sizes, strict=True)))
    Console(width=max(width, sum(sizes) + len(sizes))).print(table)


def single_cells(rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[str]]:
    """Cells of the rows, one column each."""
    for name, default, unit, low, high, form, number, about in rows:
        yield name, f"{default:g}", unit, _range(low, high), form, number, about


def stack_cells(rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[str]]:
    """Cells of the rows with the meaning below the name and the unit below the range."""
    for name, default, unit, bounds, form, number, about in single_cells(rows):
        yield f"{name}\n  {about}", default, f"{bounds}\n{unit}", form, number


def _range(low: float, high: float) -> str:
    """Bounds as text that is not broken."""
    return f"{low:g} to {high:g}".replace(" ", "\u00a0")


def fit_widths(lines: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths of the columns: that of the longest word at least, that of the longest line at most.

    What `width` leaves beside the words, and a space after each column, is shared by the root of
    what each column lacks: short columns are not broken for the sake of a long one.
    """
    columns = list(zip(*lines, strict=True))
    least = [max(len(word) for cell in column for word in words(cell)) for column in columns]
    most = [max(len(line) for cell in column for line in cell.split("\n")) for column in columns]
    sizes = list(least)
    for _ in range(width - sum(least) - len(least)):
        growing = [k for k, size in enumerate(sizes) if size < most[k]]
        if growing:
            k = min(growing, key=lambda k: (sizes[k] - least[k]) ** 2 / (most[k] - least[k]))
            sizes[k] += 1
    return sizes


def words(cell: str) -> list[str]:
    """Pieces between which a cell may be broken: words, and the parts of a dotted name."""
    name, *rest = cell.split("\n", 1)
    ends = name.replace(".", ".\n") if is_dotted(name) else name
    return [piece for text in (ends, *rest) for piece in text.replace(" ", "\n").split("\n")]


def break_cell(cell: str, width: int) -> str:
    """A cell with its lines broken to `width`; what continues a line is indented as it is."""
    return "\n".join(
        piece
        for line in cell.split("\n")
        for piece in (_parts(line, width) if is_dotted(line) else _words(line, width))
    )


def is_dotted(text: str) -> bool:
    """Whether a text is the dotted name of a parameter."""
    return "." in text and text.replace(".", "").replace("_", "").isalpha()


def _words(line: str, width: int) -> list[str]:
    indent = line[: len(line) - len(line.lstrip(" "))]
    return wrap(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _parts(name: str, width: int) -> list[str]:
    """A dotted name in lines of at most `width`, each but the last ending in a dot."""
    lines = [""]
    for part in words(name):
        if lines[-1] and len(lines[-1]) + len(part) > width:
            lines.append("")
        lines[-1] += part
    return lines
