"""Which parameters move an outcome: indices, elementary effects, an overview of many outcomes."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mutua.plots.comparison.contrasts import draw_intervals, names_of_rows
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
    panels,
    with_style,
)

INTERVALS = "bars: 95 %, design and noise; hollow: includes 0"
#: What orders of indices are called.
LABELS = {"first": "alone (first order)", "total": "in all (total)"}
#: Height of what is above and below the rows of a panel, of a row, and of one of a heat map, mm.
HEAD, ROW, CELL = 30.0, 5.4, 4.6
#: A cell darker than this share of its colours is written on in white.
DARK = 0.55


@with_style
def indices(tables: Mapping[str, pd.DataFrame], what: str) -> list[Any]:
    """First-order and total indices of every target, one panel each.

    `tables`: mapping of DataFrame; by the target's title: ``parameter, order, share, low, high`` in
    the order of the rows to be drawn, and in ``attrs["noise"]`` the share of noise in a single run.
    """
    axes = _panels(tables)
    for ax, (title, rows) in zip(axes, tables.items(), strict=True):
        for order, shift, colour, fmt in (("first", 0.15, 0, "o"), ("total", -0.15, 1, "s")):
            some = rows[rows["order"] == order]
            draw_intervals(ax, some, "share", 1.0, shift, color=COLOURS[colour], fmt=fmt,
                   label=LABELS[order])  # fmt: skip
        if rows["share"].isna().all():
            ax.text(0.5, 0.5, "variance between points\ncannot be distinguished from 0",
                    ha="center",
                    transform=ax.transAxes, fontsize=SMALL, color=FAINT)  # fmt: skip
        share = rows.attrs["noise"]
        noise = "" if np.isnan(share) else f"\nnoise: {100 * share:.0f} % of a run's variance"
        ax.set_title(title + noise, loc="left")
        ax.set_xlabel("share of the variance\nthat parameters make")
    legend_above(axes[0])
    note(axes[0], f"{what}; {INTERVALS}")
    return axes


@with_style
def effects(tables: Mapping[str, pd.DataFrame], unit: str, what: str) -> list[Any]:
    """Elementary effects of every target, one panel each: size, spread, and what noise would show.

    Parameters
    ----------
    tables : mapping of DataFrame
        By the target's title: ``parameter, mu_star, low, high, sigma, chance`` in the order of
        the rows to be drawn.
    unit : str
        Of the outcome.
    """
    axes = _panels(tables)
    for ax, (title, rows) in zip(axes, tables.items(), strict=True):
        y = np.arange(len(rows))
        draw_intervals(ax, rows, "mu_star", 1.0, label="mean absolute effect (\u03bc*)")
        ax.barh(y, rows["chance"].fillna(0.0), height=0.8, color=FAINT, alpha=0.3, lw=0,
                label="what noise alone shows")  # fmt: skip
        ax.plot(rows["sigma"], y, "D", color=COLOURS[1], mfc=PAPER, markersize=3,
                label="SD between trajectories (\u03c3)")  # fmt: skip
        ax.set_title(title, loc="left")
        ax.set_xlabel(f"change over the whole range\n({unit})")
    legend_above(axes[0])
    note(axes[0], f"{what}; {INTERVALS.replace('; hollow: includes 0', '')}")
    return axes


def _panels(tables: Mapping[str, pd.DataFrame]) -> list[Any]:
    """One panel a target, with the names of the parameters as rows."""
    rows = next(iter(tables.values()))
    names = list(rows["parameter"].unique())
    height = HEAD + ROW * len(names)
    axes = panels(len(tables), 3, PAGE, height, sharex=True, sharey=True)
    for ax in axes:
        names_of_rows(ax, names)
        ax.grid(axis="y", linewidth=0.3, alpha=0.5)
        ax.tick_params(labelbottom=True)
    return axes


@with_style
def overview(
    grid: pd.DataFrame, sure: pd.DataFrame, noise: Sequence[float] | None, title: str, what: str
) -> list[Any]:
    """How far each parameter moves each outcome: a heat map with its numbers.

    Parameters
    ----------
    grid, sure : DataFrame
        Numbers from 0 to 1, and which of them can be distinguished from noise; outcomes as rows,
        parameters as columns. Missing cells stay empty.
    noise : sequence of float or None
        Share of noise in a single run, by outcome, as a column of its own.
    title : str
        Of what, and what the numbers are.
    """
    count = 1 if noise is None else 2
    widths = (len(grid.columns), 1)[:count]
    axes = panels(count, 2, PAGE, 46.0 + CELL * len(grid), width_ratios=widths)
    _heat(axes[0], grid, sure)
    axes[0].set_title(title, loc="left")
    axes[0].set(xlabel="parameter", ylabel="outcome")
    if noise is not None:
        _heat(axes[1], pd.DataFrame({"noise": noise}), pd.DataFrame({"noise": [True] * len(noise)}))
        axes[1].set_yticks([])
    note(axes[0], f"{what}; coloured: 95 % interval above noise")
    return axes


@with_style
def second_order(grid: pd.DataFrame, sure: pd.DataFrame, title: str, what: str) -> Any:
    """Second-order indices of pairs of parameters; coloured where the interval excludes 0.

    `grid`, `sure`: index, and whether its interval excludes 0, of the parameter of the row with
    that of the column; missing above the diagonal.
    """
    ax = new_axes(height=46.0 + CELL * len(grid), width=PAGE)
    _heat(ax, grid, sure)
    ax.set_title(f"{title}: share of the variance by two together", loc="left")
    ax.set(xlabel="parameter", ylabel="with parameter")
    note(ax, f"{what}; coloured: 95 % interval excludes 0")
    return ax


def _heat(ax: Any, grid: pd.DataFrame, sure: pd.DataFrame) -> None:
    """Numbers from 0 to 1 in cells, coloured where they are sure, between names."""
    values = grid.to_numpy(float)
    shown = np.where(sure.to_numpy(), np.clip(values, 0.0, 1.0), 0.0)
    ax.imshow(shown, cmap="Blues", vmin=0.0, vmax=1.0, aspect="auto")
    for (y, x), value in np.ndenumerate(values):
        if np.isfinite(value):
            dark, clear = shown[y, x] > DARK, sure.iloc[y, x]
            ax.text(x, y, f"{value:z.2f}", ha="center", va="center", fontsize=SMALL,
                    color=PAPER if dark else INK if clear else FAINT)  # fmt: skip
    ax.set_xticks(range(len(grid.columns)), grid.columns)
    ax.tick_params(axis="x", rotation=45)
    for label in ax.get_xticklabels():
        label.set(ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(grid)), grid.index)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
