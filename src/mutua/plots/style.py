"""One look for all figures: column width, readable in print, safe for colour-blind readers."""

import math
import textwrap
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from mutua.plots.library import matplotlib

#: Okabe and Ito's palette, the strong contrasts first; line styles and markers tell arms apart in
#: grey too.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
LINES = (
    "-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)), (0, (2.5, 1)),
    (0, (6, 1.2, 1.2, 1.2, 1.2, 1.2)), (0, (8, 3)),
)  # fmt: skip
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
COLUMN, PAGE = 85.0, 180.0  # mm: one column and two columns of a journal
HEIGHT = 70.0  # mm
INCH = 25.4  # mm
INK, FAINT, PAPER = "#000000", "#666666", "#ffffff"
SMALL = 6.0  # points
WIDEST = 24  # letters of an arm's name that fit over a panel
LEGEND_HANDLE, LEGEND_LETTER = 12.0, 1.35  # mm: of an entry of a legend, and of each letter
NOTE_LETTER = 1.08  # mm: of each letter below a figure
DPI = 200

RC = {
    "font.size": 8.0,
    "axes.titlesize": 8.0,
    "axes.labelsize": 8.0,
    "xtick.labelsize": 7.0,
    "ytick.labelsize": 7.0,
    "legend.fontsize": 7.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "lines.linewidth": 1.3,
    "lines.markersize": 3.5,
    "hatch.linewidth": 0.4,
    "legend.frameon": False,
    "text.parse_math": False,  # names of arms and files are text, whatever stands in them
    "savefig.dpi": DPI,
    "svg.hashsalt": "mutua",
    "svg.fonttype": "none",
}


@contextmanager
def our_style() -> Iterator[None]:
    """Draw in the look of all figures: matplotlib's defaults and `RC`, not the user's style."""
    library = matplotlib()
    with library.rc_context():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # settings that a later version will not have
            defaults = dict(library.rcParamsDefault)
            del defaults["backend"]  # the user's, and of no use here
            library.rcParams.update(defaults | RC)
        yield


def with_style(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function draw in the look of all figures, wherever it is called from."""

    @wraps(draw)
    def drawn(*args: Any, **options: Any) -> Any:
        with our_style():
            return draw(*args, **options)

    return drawn


def new_axes(ax: Any = None, height: float = HEIGHT, width: float = COLUMN) -> Any:
    """Return `ax`, or the axes of a new figure, of one column as a rule; sizes in mm."""
    return panels(1, 1, width, height)[0] if ax is None else ax


def panels(n: int, columns: int, width: float, height: float, **share: Any) -> list[Any]:
    """Axes of a new figure, row by row.

    Parameters
    ----------
    n, columns : int
        Panels in all, and at most in a row.
    width, height : float
        Of the figure and of one row, mm.
    **share
        ``sharex``, ``sharey`` as for `matplotlib.figure.Figure.subplots`.
    """
    from matplotlib.figure import Figure

    columns = min(columns, n)
    rows = -(-n // columns)
    figure = Figure(figsize=(width / INCH, rows * height / INCH), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False, **share).ravel()
    for spare in axes[n:]:
        spare.set_axis_off()
    for lowest in axes[max(n - columns, 0) : n]:
        lowest.tick_params(labelbottom=True)  # a shared axis is marked at the last row only
    return list(axes[:n])


def in_lines(arm: str) -> str:
    """Name of an arm, each of its changes on a line of its own if it is wider than a panel."""
    return arm if len(arm) <= WIDEST else arm.replace("+", "\n+")


def columns_for(n: int, most: int) -> int:
    """Panels in a row, at most so many, so that no row holds a single one of several."""
    return most + 1 if n % most == 1 and n > 1 else most


def halves(width: float, height: float, ratio: float) -> tuple[Any, Any]:
    """Left and right part of a new figure, each laid out by itself.

    Parameters
    ----------
    width, height : float
        Of the figure, mm.
    ratio : float
        Width of the right part over that of the left.
    """
    from matplotlib.figure import Figure

    figure: Any = Figure(figsize=(width / INCH, height / INCH), layout="constrained")
    left, right = figure.subfigures(1, 2, width_ratios=(1.0, ratio))
    return left, right


def look(k: int) -> dict[str, Any]:
    """Colour and line style of the k-th arm."""
    return {"color": COLOURS[k % len(COLOURS)], "linestyle": LINES[k % len(LINES)]}


def note(ax: Any, text: str) -> None:
    """Say below the figure what was run, in as many lines as it takes."""
    most = int(ax.get_figure(root=True).get_figwidth() * INCH / NOTE_LETTER)
    ax.figure.supxlabel(textwrap.fill(text, most), x=0.995, ha="right", fontsize=SMALL, color=FAINT)


def paper_behind() -> list[Any]:
    """Path effects that keep a text readable where lines run behind it."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=1.5, foreground=PAPER)]


def even_steps(low: float, high: float, most: int) -> Any:
    """Round numbers in even steps that hold both ends, shape (steps + 1,)."""
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(most).tick_values(low, high)


def triangulation(x: Any, y: Any, triangles: Any, is_blank: Any) -> Any:
    """Triangles between points, for contours; `is_blank` says which of them hold none."""
    from matplotlib.tri import Triangulation

    return Triangulation(x, y, triangles, is_blank)


def legend_above(ax: Any, **options: Any) -> None:
    """One legend over the whole figure, in as few rows as it takes, from the handles of `ax`."""
    handles, labels = ax.get_legend_handles_labels()
    long = sum(LEGEND_HANDLE + LEGEND_LETTER * len(label) for label in labels)
    rows = math.ceil(long / (ax.figure.get_figwidth() * INCH))
    columns = math.ceil(len(labels) / rows)
    ax.figure.legend(handles, labels, loc="outside upper left", ncols=columns, **options)
