"""One look for all figures: column width, readable in print, safe for colour-blind readers."""

from typing import Any

#: Okabe and Ito's palette, the strong contrasts first; line styles tell arms apart in grey too.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
LINES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
WIDTH, HEIGHT = 3.6, 2.8  # inches: one column of a journal

RC = {
    "font.size": 8.0,
    "axes.titlesize": 8.5,
    "axes.labelsize": 8.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "lines.linewidth": 1.4,
    "legend.frameon": False,
    "savefig.dpi": 200,
    "svg.hashsalt": "mutua",
    "svg.fonttype": "none",
}


def new_axes(ax: Any = None) -> Any:
    """Return `ax`, or the axes of a new figure of one column."""
    if ax is not None:
        return ax
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(RC):
        return Figure(figsize=(WIDTH, HEIGHT), layout="constrained").subplots()


def look(k: int) -> dict[str, Any]:
    """Colour and line style of the k-th arm."""
    return {"color": COLOURS[k % len(COLOURS)], "linestyle": LINES[k % len(LINES)]}


def note(ax: Any, text: str) -> None:
    """Say below the figure what was run."""
    ax.figure.supxlabel(text, x=0.995, ha="right", fontsize=5.5, color="#666666")
