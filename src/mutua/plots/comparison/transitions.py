"""From class to class: a table of shares in shades, one panel an arm."""

from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.transitions import TO
from mutua.model.measures.outcomes import WEEKLY, label
from mutua.plots.comparison.class_mix import CLASS
from mutua.plots.style import (
    COLOURS,
    FAINT,
    INK,
    PAGE,
    SMALL,
    columns_for,
    in_lines,
    note,
    panels,
    with_style,
)

#: Height of one row of a panel, and of what is above and below the rows, mm.
ROW_HEIGHT, MARGIN = 4.6, 38.0
#: Panels in a row.
COLUMNS = 3
#: Opacity of a cell that holds all dyads, if that is known well, and if not.
FULL, PALE = 0.7, 0.2
#: Shares below half a percent are left blank; those known to 5 points at best are faint.
LEAST, SURE = 0.005, 0.05
#: The column before those of the table.
COHORT = "of the cohort"


@with_style
def transitions(table: pd.DataFrame, what: str) -> list[Any]:
    """Where the dyads of each class midway are at the end, in percent of the class.

    `table`: as from `mutua.analysis.transitions.transition_table`.
    """
    reached = set(table.loc[table["share"] >= LEAST, "end"])
    rows, columns = list(table["midway"].unique()), [name for name in TO if name in reached]
    arms = table.groupby("arm", sort=False, observed=True)
    height = MARGIN + ROW_HEIGHT * len(rows)
    across = columns_for(arms.ngroups, COLUMNS)
    axes = panels(arms.ngroups, across, PAGE, height, sharex=True, sharey=True)
    for ax, (arm, own) in zip(axes, arms, strict=True):
        _shares(ax, own[own["end"].isin(columns)], rows, columns)
        _cohort(ax, own.drop_duplicates("midway"), rows)
        ax.set_yticks(range(len(rows)), list(map(name_of, rows)))
        ax.set_xticks(range(-1, len(columns)), [COHORT, *map(name_of, columns)], rotation=90)
        ax.set(xlim=(-1.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
        ax.tick_params(length=0)
        ax.set_title(in_lines(str(arm)), loc="left")
    for ax in axes[::across]:
        ax.set_ylabel("class midway")
    axes[(len(axes) - 1) // across * across].set_xlabel("class at the end, or how the tie ended")
    note(axes[0], f"{what}; % of the row; faint: 95 % over replicates wider than "
         f"\u00b1{100 * SURE:.0f}")  # fmt: skip
    return axes


def _shares(ax: Any, own: pd.DataFrame, rows: list[str], columns: list[str]) -> None:
    """Cells tinted by their share, as far as it is known."""
    x, y = own["end"].map(columns.index).to_numpy(), own["midway"].map(rows.index).to_numpy()
    share, width = own["share"].to_numpy(), (own["high"] - own["low"]).to_numpy()
    sure = width <= 2 * SURE
    shade = [(COLOURS[0], tint) for tint in np.nan_to_num(share) * np.where(sure, FULL, PALE)]
    ax.bar(x, np.ones(len(x)), 1.0, y - 0.5, color=shade)
    for k in np.flatnonzero(share >= LEAST):
        _number(ax, x[k], y[k], share[k], INK if sure[k] else FAINT)


def _cohort(ax: Any, classes: pd.DataFrame, rows: list[str]) -> None:
    """How many of the cohort are in each class midway, in a column apart."""
    for name, share in zip(classes["midway"], classes["dyads"], strict=True):
        _number(ax, -1, rows.index(name), share, INK)
    ax.axvline(-0.5, color=INK, linewidth=0.6)


def _number(ax: Any, x: int, y: int, share: float, colour: str) -> None:
    ax.text(x, y, f"{100 * share:.0f}", ha="center", va="center_baseline", fontsize=SMALL,
            color=colour)  # fmt: skip


def name_of(place: str) -> str:
    """What a class is called, by the registry; how a tie ended, as it stands."""
    recorded = f"{CLASS}{place}"
    return label(recorded) if recorded in WEEKLY else place
