"""The scorecard: bounds and simulated values of published patterns, and what each row needs."""

from textwrap import shorten
from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.digits import bounds, decimals, number
from mutua.analysis.roles import rows_by_role
from mutua.plots.comparison.contrasts import names_of_rows
from mutua.plots.style import (
    COLOURS,
    FAINT,
    INK,
    PAGE,
    PAPER,
    SMALL,
    legend_above,
    new_axes,
    note,
    with_style,
)

#: Height of a row, and of what is above and below the rows, mm.
ROW_HEIGHT, MARGIN = 4.4, 26.0
#: Ends of the axis, in widths of the bounds, and of the part that dots may take.
ENDS, MOST = (-1.6, 2.6), (-1.5, 2.5)
#: Letters of a pattern's name beside the axis.
LETTERS = 62
#: Where the numbers beside the axis begin, points from it.
NUMBERS = (4, 60)
BAND, PRIOR = "#dddddd", "#9ecae1"
#: Markers of null models.
NULL_MARKERS = ("x", "+", "1", "2")


@with_style
def scorecard(
    patterns: pd.DataFrame, prior: pd.DataFrame | None, nulls: pd.DataFrame | None, what: str
) -> Any:
    """Every row with its bounds and its simulated value, one block a role.

    Parameters
    ----------
    patterns : DataFrame
        ``id, role, pattern, target, low, high, simulated, error, passed, informative, prior``.
    prior : DataFrame, optional
        ``id, low, high``: quantiles over random vectors.
    nulls : DataFrame, optional
        ``null, id, simulated``.
    what : str
        What was run, for the corner.
    """
    rows = pd.concat(rows_by_role(patterns).values(), ignore_index=True)
    height = MARGIN + ROW_HEIGHT * (len(rows) + rows["role"].nunique())
    ax = new_axes(height=height, width=PAGE)
    places = _places(ax, rows)
    for row, y in zip(rows.itertuples(), places, strict=True):
        _draw_bounds(ax, row, y)
    if prior is not None:
        _draw_prior(ax, rows, places, prior.set_index("id"))
    if nulls is not None:
        _draw_nulls(ax, rows, places, nulls)
    _draw_simulated(ax, rows, places)
    ax.set(xlim=ENDS, xticks=(0, 1), xticklabels=("low", "high"))
    ax.set_xlabel("each row on the scale of its bounds")
    if ax.get_legend_handles_labels()[0]:  # no row has a value
        legend_above(ax)
    note(ax, f"{what}; bars: 95 % Monte-Carlo interval; filled: passed")
    return ax


def _places(ax: Any, rows: pd.DataFrame) -> list[float]:
    """Height of each row, below a line with the name of its block; names and numbers beside it."""
    new = (rows["role"] != rows["role"].shift()).cumsum()
    places = [float(k + block) for k, block in enumerate(new)]
    ax.set_ylim(places[-1] + 0.7, -0.5)
    names = [f"{row.id}  {shorten(row.pattern, LETTERS, placeholder=' ...')}"
             for row in rows.itertuples()]  # fmt: skip
    ax.set_yticks(places, names)
    ax.tick_params(axis="y", length=0, labelsize=SMALL)
    for label, row in zip(ax.get_yticklabels(), rows.itertuples(), strict=True):
        label.set_color(FAINT if row.prior == row.prior and not row.informative else INK)
    for y, row in zip(places, rows.itertuples(), strict=True):
        for text, shift in zip(_numbers(row), NUMBERS, strict=True):
            ax.annotate(text, (1.0, y), (shift, 0), xycoords=("axes fraction", "data"),
                        textcoords="offset points", va="center", fontsize=SMALL)  # fmt: skip
    for role, block in rows.groupby("role", sort=False):
        y = places[block.index[0]] - 1.0
        count = f"{role}: {int(block['passed'].sum())} of {len(block)}"
        ax.annotate(count, (0.0, y), (-4, 0), xycoords=("axes fraction", "data"), ha="right",
                    textcoords="offset points", va="center", fontweight="bold")  # fmt: skip
        ax.axhline(y - 0.5, color=FAINT, linewidth=0.4)
    return places


def _numbers(row: Any) -> tuple[str, str]:
    """Simulated value with its error, and the bounds, as text."""
    places = decimals(row.error)
    simulated = f"{number(row.simulated, places)} \u00b1 {number(row.error, places)}"
    return simulated, bounds(row.low, row.high)


def to_scale(row: Any, value: Any) -> Any:
    """A value on the scale on which the bounds of its row are 0 and 1."""
    low, high = row.low, row.high
    if np.isnan(high):
        high = low + (abs(low) or 1.0)
    if np.isnan(low):
        low = high - (abs(high) or 1.0)
    return (value - low) / (high - low)


def _draw_bounds(ax: Any, row: Any, y: float) -> None:
    """The band of the bounds, open at the side without one, and the published number."""
    left = ENDS[0] if np.isnan(row.low) else 0.0
    right = ENDS[1] if np.isnan(row.high) else 1.0
    ax.barh(y, right - left, left=left, height=0.78, color=BAND, lw=0, zorder=0)
    if not np.isnan(row.target):
        x = to_scale(row, row.target)
        ax.plot([x, x], [y - 0.39, y + 0.39], color=INK, linewidth=0.7, zorder=1)


def _draw_prior(ax: Any, rows: pd.DataFrame, places: list[float], prior: pd.DataFrame) -> None:
    """The range of random vectors."""
    label = "random vectors, middle 90 %"
    for row, y in zip(rows.itertuples(), places, strict=True):
        if row.id not in prior.index:
            continue
        ends = [np.clip(to_scale(row, prior.at[row.id, end]), *MOST) for end in ("low", "high")]
        ax.plot(ends, [y + 0.2] * 2, color=PRIOR, linewidth=2.4, solid_capstyle="butt", zorder=1,
                label=label)  # fmt: skip
        label = ""


def _draw_nulls(ax: Any, rows: pd.DataFrame, places: list[float], nulls: pd.DataFrame) -> None:
    """The null models, those beyond the axis at its edge."""
    for k, (name, values) in enumerate(nulls.groupby("null", sort=False)):
        by_row = values.set_index("id")["simulated"]
        x = [np.clip(to_scale(row, by_row[row.id]), *MOST) for row in rows.itertuples()]
        marker = NULL_MARKERS[k % len(NULL_MARKERS)]
        ax.plot(x, places, marker, color=COLOURS[2 + k], markersize=4, markeredgewidth=0.8,
                label=name, zorder=2)  # fmt: skip


def _draw_simulated(ax: Any, rows: pd.DataFrame, places: list[float]) -> None:
    """Simulated values with their intervals; arrows at the edge for those beyond the axis."""
    for passed, colour, label in ((True, COLOURS[0], "passed"), (False, COLOURS[1], "not passed")):
        for row, y in zip(rows.itertuples(), places, strict=True):
            if row.passed != passed or np.isnan(row.simulated):
                continue
            x = to_scale(row, row.simulated)
            ends = np.clip(to_scale(row, np.array([row.simulated - row.error,
                                                 row.simulated + row.error])), *MOST)  # fmt: skip
            if not np.isnan(ends).any():
                ax.plot(ends, [y, y], color=colour, linewidth=0.9, zorder=3)
            marker = "o" if MOST[0] <= x <= MOST[1] else "<" if x < MOST[0] else ">"
            ax.plot(np.clip(x, *MOST), y, marker, color=colour, zorder=4, label=label,
                    mfc=colour if passed else PAPER, linestyle="none")  # fmt: skip
            label = ""


@with_style
def knock_outs(table: pd.DataFrame, what: str) -> Any:
    """Share of each row's effect that one mechanism carries, and where the row fails without it.

    Parameters
    ----------
    table : DataFrame
        ``id, mechanism, left, flips, removes``.
    """
    gone = table.assign(gone=(1.0 - table["left"]).clip(0.0, 1.0))
    grid = gone.pivot(index="id", columns="mechanism", values="gone")
    fails = gone.assign(fails=gone["flips"] | gone["removes"])
    dots = fails.pivot(index="id", columns="mechanism", values="fails")
    moved = [name for name in gone["mechanism"].unique()
             if dots[name].any() or (grid[name] >= 0.1).any()] or list(grid)[:1]  # fmt: skip
    grid, dots = grid[moved], dots[moved]
    ax = new_axes(height=MARGIN + 12.0 + ROW_HEIGHT * len(grid), width=PAGE)
    shown = ax.imshow(grid.fillna(0.0), cmap="Blues", vmin=0.0, vmax=1.0, aspect="auto")
    y, x = np.nonzero(dots.to_numpy(bool))
    ax.plot(x, y, "o", color=COLOURS[1], markersize=3)
    ax.set_xticks(range(len(moved)), [name.replace("_", " ") for name in moved], rotation=90)
    names_of_rows(ax, grid.index)
    ax.tick_params(length=0, labelsize=SMALL)
    ax.spines[:].set_visible(False)
    bar = ax.figure.colorbar(shown, ax=ax, fraction=0.025, pad=0.01)
    bar.set_label("share of the effect that is gone", fontsize=SMALL)
    bar.ax.tick_params(labelsize=SMALL)
    note(ax, f"{what}; dot: the row needs the mechanism")
    return ax
