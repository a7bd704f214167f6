"""Why arms differ: the parts of a contrast, and control as a continuum."""

from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.groups import CUTS
from mutua.plots.comparison.contrasts import (
    INTERVALS,
    MARGIN,
    draw_intervals,
    names_of_rows,
    rows_by_pair,
)
from mutua.plots.curves import BANDS, curve
from mutua.plots.style import COLOURS, INK, MARKERS, PAGE, PAPER, SMALL, note, panels, with_style

#: What a factor is called on an axis.
FACTOR_NAMES = {"giving": "giving (mix,\ncontract)"}
#: Keeps lines from running through a word.
BEHIND = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.7, "pad": 0.5}
WHOLE, NO_ROLES = "whole difference", "the same, roles off"


@with_style
def decomposition(
    parts: pd.DataFrame, whole: pd.DataFrame, roles: pd.DataFrame, what: str
) -> list[Any]:
    """Parts of each factor in the difference in dropout, the whole, and the whole without roles.

    `parts`, `roles`: as from `mutua.analysis.decomposition`, `roles` of the pairs that have it;
    `whole`: the rows on dropout of a summary.
    """
    shown = rows_by_pair(parts)
    wholes, without = rows_by_pair(whole), rows_by_pair(roles)
    names = list(parts["factor"].unique())
    rows_of = [*names, WHOLE, *([NO_ROLES] if without else [])]
    axes = panels(len(shown), 3, PAGE, MARGIN + 6.5 * len(rows_of), sharex=True, sharey=True)
    for ax, (title, rows) in zip(axes, shown.items(), strict=True):
        numbers = rows.set_index("factor")[["part", "low", "high"]]
        ordered = numbers.reindex(names).fillna(0.0)
        draw_intervals(ax, ordered, "part")
        draw_intervals(ax, wholes[title], "difference", 1.0, len(names), color=INK, fmt="D")
        if title in without:
            off = without[title][["difference_off", "low_off", "high_off"]]
            off.columns = ["difference", "low", "high"]
            draw_intervals(ax, off, "difference", 1.0, len(names) + 1, color=COLOURS[1], fmt="s")
        names_of_rows(ax, [FACTOR_NAMES.get(name, name) for name in rows_of])
        ax.axhline(len(names) - 0.5, color=INK, linewidth=0.4)
        ax.set_title(title, loc="left")
        ax.set_xlabel("difference in dropout (share)")
    note(axes[0], f"{what}; {INTERVALS}")
    return axes


@with_style
def continuum(
    curves: pd.DataFrame, best: pd.DataFrame, presets: pd.DataFrame, base: str, what: str
) -> list[Any]:
    """Dropout along control by preference, with the arms as points; the best control in the cells.

    Parameters
    ----------
    curves, best : DataFrame
        As from `mutua.analysis.continuum.continuum_tables`.
    presets : DataFrame
        One row an arm: ``arm, control, dropout``.
    base : str
        The arm whose other norms hold along the curves.
    """
    left, right = panels(2, 2, PAGE, 78.0)
    whole = curves[curves["by"] == "all"]
    shown = [("all dyads", whole)]
    by_wish = curves[curves["by"] == "preference"]
    shown += [(f"prefer {group}", rows) for group, rows in by_wish.groupby("group", sort=False)]
    for k, (name, rows) in enumerate(shown):
        curve(left, k, name, rows["control"], (rows["dropout"], rows["low"], rows["high"]))
    for k, row in enumerate(presets.itertuples()):
        left.plot(row.control, row.dropout, MARKERS[k % len(MARKERS)], color=INK,
                  markerfacecolor="none", markersize=5)  # fmt: skip
        left.annotate(row.arm, (row.control, row.dropout), xytext=(4, 4), fontsize=SMALL,
                      textcoords="offset points", bbox=BEHIND)  # fmt: skip
    left.set(xlim=(0, 1), ylim=(0, None), xlabel="norm of control and initiative\n"
             "(0: the user leads, 1: the professional)", ylabel="broke off (share)")  # fmt: skip
    left.legend(fontsize=SMALL)
    _cells(right, best)
    note(left, f"{what}; other norms as under {base}; markers: the arms, all dyads; {BANDS}")
    return [left, right]


def _cells(ax: Any, best: pd.DataFrame) -> None:
    """Best control by severity (rows) and preferred control (columns), with its interval."""
    severities, wishes = CUTS["severity"].names, CUTS["preference"].names
    cells = best.set_index("group")
    grid = np.array([
        [cells["best"].get(f"{severe}, {wish}", np.nan) for wish in wishes] for severe in severities
    ])  # fmt: skip
    ax.imshow(grid, cmap="cividis", vmin=0, vmax=1, alpha=0.55, aspect="auto")
    for (y, x), value in np.ndenumerate(grid):
        if np.isfinite(value):
            row = cells.loc[f"{severities[y]}, {wishes[x]}"]
            ax.text(x, y - 0.08, f"{value:.1f}", ha="center", va="center", fontsize=10)
            ax.text(x, y + 0.24, f"({row['low']:.1f} to {row['high']:.1f})", ha="center",
                    va="center", fontsize=SMALL)  # fmt: skip
    ax.set_xticks(range(len(wishes)), wishes)
    ax.set_yticks(range(len(severities)), [name.replace(" ", "\n") for name in severities])
    ax.tick_params(length=0)
    ax.set(xlabel="preferred control (thirds of 0-1)", ylabel="severity at the start")
    ax.set_title("control under which fewest break off", loc="left")
