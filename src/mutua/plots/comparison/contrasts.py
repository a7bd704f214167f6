"""Differences between arms: by outcome, by group, and who stays and who leaves."""

from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.groups import CUTS
from mutua.analysis.joint import CELLS, ONLY_ARM, ONLY_REFERENCE
from mutua.model.measures.outcomes import CHECKS, label, unit_of_mean
from mutua.plots.style import (
    COLOURS,
    FAINT,
    PAGE,
    PAPER,
    SMALL,
    in_lines,
    legend_above,
    note,
    panels,
    with_style,
)

INTERVALS = "bars: 95 % over replicates; hollow: includes 0"
#: Colours of the dyads that break off under one arm only.
ONE_ONLY = {ONLY_REFERENCE: COLOURS[2], ONLY_ARM: COLOURS[1]}
#: Letters of the name of an arm that fit into a cell.
FITS = 16
#: What stands in a forest above what a regime sets.
PUT_IN = "what a regime sets:"
#: Height of one row of a forest, and of what is above and below the rows, mm.
ROW_HEIGHT, MARGIN = 4.2, 24.0
#: Differences beyond so many SD are drawn at the edge, so that the others can be read.
MOST = 1.5


def rows_by_pair(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Rows of each pair of arms, by its title; the first arm of a title is compared."""
    split = table.groupby(["reference", "arm"], sort=False, observed=True)
    return {
        f"{in_lines(arm)}\n\u2212 {in_lines(reference)}": rows for (reference, arm), rows in split
    }


def draw_intervals(
    ax: Any, rows: pd.DataFrame, value: str, scale: Any = 1.0, shift: float = 0.0,
    places: np.ndarray | None = None, **marker: Any,
) -> None:  # fmt: skip
    """Points with their intervals, a row each from the top; hollow where these include 0."""
    middle = rows[value] / scale
    low, high = middle - rows["low"] / scale, rows["high"] / scale - middle
    y = (np.arange(len(rows)) if places is None else places) + shift
    style: dict[str, Any] = {"fmt": "o", "color": COLOURS[0], "elinewidth": 0.9} | marker
    ax.errorbar(middle, y, xerr=[low.clip(lower=0), high.clip(lower=0)], **style)
    unsure = ((rows["low"] <= 0) & (rows["high"] >= 0)).to_numpy()
    ax.plot(middle[unsure], y[unsure], style["fmt"], color=style["color"], mfc=PAPER, zorder=3)
    ax.axvline(0, color=FAINT, linewidth=0.6, zorder=0)


def draw_cut_values(ax: Any, values: pd.Series, places: np.ndarray) -> None:
    """Show what lies beyond `MOST` as an arrow at the edge with its value."""
    ax.set_xlim(-1.06 * MOST, 1.06 * MOST)
    for y, value in zip(places, values, strict=True):
        if abs(value) > MOST:
            left = value < 0
            ax.plot(MOST * np.sign(value), y, "<" if left else ">", color=COLOURS[0])
            ax.annotate(f"{value:.1f}", (MOST * np.sign(value), y), xytext=(4 if left else -4, 0),
                        textcoords="offset points", va="center", ha="left" if left else "right",
                        fontsize=SMALL)  # fmt: skip


def names_of_rows(ax: Any, names: Any) -> None:
    """Names of the rows, from the top."""
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)


@with_style
def forest(summary: pd.DataFrame, what: str) -> list[Any]:
    """Paired differences of every outcome over all dyads, in SD between dyads; checks at the end.

    `summary`: as from `mutua.analysis.contrasts.differences`.
    """
    rows = summary[(summary["over"] == "all") & (summary["sd"] > 0)]
    is_check = rows["outcome"].isin(CHECKS)
    shown = rows_by_pair(pd.concat([rows[~is_check], rows[is_check]]))
    names = list(dict.fromkeys(row for one in shown.values() for row in one["outcome"]))
    found = sum(name not in CHECKS for name in names)
    places = {name: k + (k >= found) for k, name in enumerate(names)}  # a row for `PUT_IN`
    labels = [*map(label, names[:found]), PUT_IN, *map(label, names[found:])]
    height = MARGIN + ROW_HEIGHT * len(labels)
    axes = panels(len(shown), 3, PAGE, height, sharex=True, sharey=True)
    for ax, (title, one) in zip(axes, shown.items(), strict=True):
        _forest_panel(ax, one, one["outcome"].map(places).to_numpy())
        names_of_rows(ax, labels)
        ax.axhline(found, color=FAINT, linewidth=0.6)
        ax.set_title(title, loc="left")
    note(axes[0], f"{what}; {INTERVALS}")
    return axes


def _forest_panel(ax: Any, rows: pd.DataFrame, places: np.ndarray) -> None:
    """Differences of one pair in SD between dyads, at these rows from the top."""
    draw_intervals(ax, rows, "difference", rows["sd"], places=places)
    if (rows["d"].abs() > MOST).any():
        draw_cut_values(ax, rows["d"], places)
    ax.set_xlabel("difference (SD between dyads)")
    ax.grid(axis="y", linewidth=0.3, alpha=0.5)


@with_style
def groups(table: pd.DataFrame, outcome: str, what: str) -> list[Any]:
    """Paired difference of one outcome by severity at the start and by preferred control.

    Parameters
    ----------
    table : DataFrame
        As from `mutua.analysis.groups.group_table`.
    outcome : str
        Name of a recorded outcome.
    """
    shown = rows_by_pair(table[table["outcome"] == outcome])
    names = [(by, name) for by, cut in CUTS.items() for name in cut.names]
    height = MARGIN + 5.5 * len(names)
    axes = panels(len(shown), 3, PAGE, height, sharex=True, sharey=True)
    for ax, (title, rows) in zip(axes, shown.items(), strict=True):
        draw_intervals(ax, rows, "difference")
        share = dict(zip(rows["group"], rows["dyads"], strict=True))
        names_of_rows(ax, [f"{by}: {name} ({100 * share[name]:.0f} %)" for by, name in names])
        ax.axhline(len(CUTS["severity"].names) - 0.5, color=FAINT, linewidth=0.6)
        ax.set_title(title, loc="left")
        unit = unit_of_mean(outcome)
        ax.set_xlabel(f"difference in {label(outcome)} ({unit})")
    note(axes[0], f"{what}; {INTERVALS}; (%): share of all dyads")
    return axes


@with_style
def joint(table: pd.DataFrame, what: str) -> list[Any]:
    """Who stays and who breaks off under each of two arms, of 100 users.

    `table`: as from `mutua.analysis.joint.joint_table`.
    """
    split = {(str(r), str(a)): rows.set_index("cell") for (r, a), rows in
             table.groupby(["reference", "arm"], sort=False, observed=True)}  # fmt: skip
    axes = panels(len(split), 3, PAGE, 58.0)
    for ax, ((reference, arm), rows) in zip(axes, split.items(), strict=True):
        for place, cell in enumerate(CELLS):
            under = {ONLY_REFERENCE: reference, ONLY_ARM: arm}.get(cell, "")
            _cell(ax, place % 2, place // 2, cell, under, rows.loc[cell])
        ax.set(xlim=(0, 2), ylim=(2, 0), xticks=(0.5, 1.5), yticks=(0.5, 1.5))
        ax.set_xticklabels(["stays", "breaks off"])
        ax.set_yticklabels(["stays", "breaks off"], rotation=90, va="center")
        ax.set_xlabel(f"under {in_lines(arm)}")
        ax.set_ylabel(f"under {in_lines(reference)}")
        ax.tick_params(length=0)
    axes[0].set_title("of 100 users", loc="left")
    note(axes[0], f"{what}; in brackets: 95 % interval over replicates")
    return axes


def _cell(ax: Any, x: int, y: int, name: str, under: str, row: pd.Series) -> None:
    """One cell of the joint table, tinted by its share; in colour where under one arm only."""
    colour = ONE_ONLY.get(name, FAINT)
    ax.fill_between([x, x + 1], y, y + 1, color=colour, alpha=0.06 + 0.34 * row["share"], lw=0)
    place: dict[str, Any] = {"ha": "center", "va": "center"}
    percent = [100 * row[part] for part in ("share", "low", "high")]
    ax.text(x + 0.5, y + 0.28, f"{percent[0]:.1f}", fontsize=10, **place)
    ax.text(x + 0.5, y + 0.52, f"({percent[1]:.1f} to {percent[2]:.1f})", fontsize=SMALL, **place)
    if under:
        text = f"only under\n{under}" if len(under) <= FITS else "only under this"
        ax.text(x + 0.5, y + 0.79, text, fontsize=SMALL, style="italic", **place)


@with_style
def profile(table: pd.DataFrame, what: str) -> list[Any]:
    """Traits of those who break off under one arm only, against all users.

    `table`: as from `mutua.analysis.joint.profile_table`.
    """
    shown = rows_by_pair(table)
    traits = list(table["trait"].unique())
    axes = panels(len(shown), 3, PAGE, MARGIN + 8.0 * len(traits), sharex=True, sharey=True)
    for ax, (title, rows) in zip(axes, shown.items(), strict=True):
        for (name, colour), shift, fmt in zip(ONE_ONLY.items(), (-0.13, 0.13), "os", strict=True):
            part = rows[rows["cell"] == name]
            marker: dict[str, Any] = {"color": colour, "fmt": fmt, "label": f"break off {name}"}
            draw_intervals(ax, part, "difference", shift=shift, **marker)
        names_of_rows(ax, [label(trait) for trait in traits])
        ax.set_title(title, loc="left")
        ax.set_xlabel("difference from all users (SD)")
    legend_above(axes[0])
    note(axes[0], f"{what}; {INTERVALS}")
    return axes
