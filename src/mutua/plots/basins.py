"""Basins: gaps by parameter, crossings by week, a loop, and what goes before a break-off."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mutua.plots.curves import weeks
from mutua.plots.style import (
    COLOURS,
    FAINT,
    INK,
    LINES,
    PAGE,
    PAPER,
    SMALL,
    legend_above,
    look,
    note,
    panels,
    with_style,
)

#: Parts of the variance, from the bottom, by what they are called, and their shades.
PARTS = {"start": "where the dyad began", "people": "who the two are",
         "happened": "what happened to them"}  # fmt: skip
SHADES = (COLOURS[1], COLOURS[0], "#cccccc")
#: Signals that are drawn; the table holds all.
DRAWN = ("affect, level", "affect, trend", "affect, variance", "affect, autocorrelation",
         "giving, level", "together", "own odds")  # fmt: skip


@with_style
def gap_panels(table: pd.DataFrame, axes: Sequence[str], apart: float, what: str) -> list[Any]:
    """Gap, share apart and parts of the variance by the first parameter, a colour a second value.

    Parameters
    ----------
    table : DataFrame
        One row a point, exits and week, as from `Basins.summary`.
    axes : sequence of str
        One or two varied parameters.
    apart : float
        Threshold of `table`.
    what : str
        What was run, for the corner.
    """
    drawn = panels(3, 3, PAGE, 66.0)
    names = {"gap": "gap between the two starts", "apart": f"share more than {apart:g} apart"}
    last = table["week"].max()
    for ax, (column, label) in zip(drawn, names.items(), strict=False):
        for k, (value, rows) in enumerate(_by_second(table, axes)):
            for (exits, week), own in rows.groupby(["exits", "week"]):
                if value is not None and not exits and week < last:
                    continue  # of two parameters the one that is nearest to the next
                ax.errorbar(
                    own[axes[0]], own[column], yerr=_bars(own, column), color=COLOURS[k],
                    label=_line_name(axes, value, week, exits, first=k == 0), elinewidth=0.8,
                    linestyle="-" if week == last else LINES[2 if exits else 1],
                    marker="o" if week == last else "s", mfc=PAPER if exits else COLOURS[k],
                )  # fmt: skip
        ax.axhline(0.0, color=FAINT, linewidth=0.4)
        ax.set_xlabel(axes[0])
        ax.set_ylabel(label)
    legend_above(drawn[0])
    _stack(drawn[2], table[~table["exits"] & (table["week"] == last)], axes)
    note(drawn[0], what)
    return drawn


def _line_name(
    axes: Sequence[str], value: float | None, week: int, exits: bool, *, first: bool
) -> str:
    """What a line is called; of two parameters the open ones are named once."""
    name = f"week {week}, {'with' if exits else 'without'} exits"
    if value is None:
        return name
    if exits:
        return f"open: {name}" if first else "_"
    return f"{axes[1]} {value:g}" + (f" ({name})" if first else "")


def _by_second(table: pd.DataFrame, axes: Sequence[str]) -> list[tuple[Any, pd.DataFrame]]:
    """Rows by the value of the second parameter; all of them with one parameter."""
    return [(None, table)] if len(axes) == 1 else list(table.groupby(axes[1], sort=False))


def _bars(rows: pd.DataFrame, column: str) -> np.ndarray:
    """Lengths of the bars below and above a column, shape (2, rows)."""
    ends = rows[column] - rows[f"{column}_low"], rows[f"{column}_high"] - rows[column]
    return np.nan_to_num(np.maximum(ends, 0.0))


def _stack(ax: Any, rows: pd.DataFrame, axes: Sequence[str]) -> None:
    """Parts of the variance as one bar a point."""
    labels = [" / ".join(f"{row[name]:g}" for name in axes) for _, row in rows.iterrows()]
    bottom = np.zeros(len(rows))
    for (column, text), shade in zip(PARTS.items(), SHADES, strict=True):
        height = rows[column].fillna(0.0).to_numpy()
        ax.bar(range(len(rows)), height, bottom=bottom, color=shade, width=0.8, label=text)
        bottom += height
    ax.set_xticks(range(len(rows)), labels, rotation=0 if len(rows) < 7 else 90)
    ax.set(xlabel=" / ".join(axes), ylabel="share of variance at the end", ylim=(0.0, 1.45),
           yticks=(0.0, 0.25, 0.5, 0.75, 1.0))  # fmt: skip
    handles, texts = ax.get_legend_handles_labels()
    ax.legend(handles[::-1], texts[::-1], loc="upper left", fontsize=SMALL)


@with_style
def tip_panels(table: pd.DataFrame, axes: Sequence[str], what: str) -> list[Any]:
    """Share that has crossed over by week, one panel a start, one curve a point."""
    drawn = panels(2, 2, PAGE, 62.0, sharey=True)
    rows = table[~table["exits"]]
    for ax, start, other in zip(drawn, ("low", "high"), ("high", "low"), strict=True):
        own = rows[rows["start"] == start].groupby(list(axes), sort=False)
        for k, (point, curve) in enumerate(own):
            ax.plot(curve["week"], curve["tipped"], label=" / ".join(f"{x:g}" for x in point),
                    **look(k))  # fmt: skip
            ax.fill_between(curve["week"], curve["tipped_low"], curve["tipped_high"],
                            color=look(k)["color"], alpha=0.2, linewidth=0)  # fmt: skip
        ax.set_title(f"from the {start} start to the {other} side", loc="left")
        weeks(ax, int(rows["week"].max()))
        ax.set_ylim(0.0, 1.0)
    drawn[0].set_ylabel("crossed over for good (share)")
    drawn[1].legend(title=" / ".join(axes), title_fontsize=SMALL, fontsize=SMALL)
    note(drawn[0], f"{what}; without exits")
    return drawn


@with_style
def loop_panels(table: pd.DataFrame, moved: str, state: str, what: str) -> list[Any]:
    """A loop in each panel: the state on the way there and back, and where held values lead."""
    axes = [name for name in table.columns[: table.columns.get_loc("moved")]]
    loops = list(table.groupby(axes, sort=False)) if axes else [((), table)]
    drawn = panels(len(loops), 2, PAGE if len(loops) > 1 else PAGE / 2, 66.0, sharey=True)
    for ax, (point, rows) in zip(drawn, loops, strict=True):
        turn = rows["way"].eq("there").sum()
        nudge = 0.006 * np.ptp(rows["moved"])
        for k, part in enumerate((rows.iloc[:turn], rows.iloc[turn - 1 :])):
            ax.errorbar(part["moved"] + (nudge, -nudge)[k], part["state"], marker="o",
                        yerr=_bars(part, "state"), elinewidth=0.8, label=("there", "back")[k],
                        **look(k))  # fmt: skip
        held = rows.iloc[:turn]
        for start, marker in (("high", "v"), ("low", "^")):
            ax.plot(held["moved"], held[f"held_from_{start}"], marker, color=FAINT, mfc=PAPER,
                    markersize=4.5, label=f"held, from {start}")  # fmt: skip
        ax.axhline(0.0, color=FAINT, linewidth=0.4)
        ax.set_title(", ".join(f"{n} = {x:g}" for n, x in zip(axes, point, strict=True)),
                     loc="left")  # fmt: skip
        ax.set_xlabel(moved)
    drawn[0].set_ylabel(f"{state}, mean of both sides")
    legend_above(drawn[0])
    note(drawn[0], f"{what}; loop: one run; bars: 95 % over caseloads")
    return drawn


@with_style
def warning_panels(
    tables: Mapping[str, pd.DataFrame], alarm: Mapping[str, float], what: str
) -> list[Any]:
    """Courses before a break-off, and how well signals tell it.

    Parameters
    ----------
    tables : mapping of DataFrame
        ``course``, ``leads`` and ``roc``.
    alarm : mapping
        ``window``, ``lead`` and ``false_alarms``.
    what : str
        What was run, for the corner.
    """
    drawn = panels(4, 2, PAGE, 60.0)
    _draw_courses(drawn[0], tables["course"], "affect of the ", "affect (-1 to 1)")
    _draw_courses(drawn[1], tables["course"], "given by the ", "given (units a week)")
    for ax, name, x, y in ((drawn[2], "leads", "before", "auc"),
                           (drawn[3], "roc", "false_alarms", "sensitivity")):  # fmt: skip
        for k, signal in enumerate(DRAWN):
            rows = tables[name][tables[name]["signal"] == signal]
            line = {"color": INK, "linestyle": LINES[2]} if signal == DRAWN[-1] else look(k)
            ax.plot(rows[x], rows[y], label=signal, linewidth=1.1, **line)
            if name == "leads" and signal in ("affect, level", "together"):
                ax.fill_between(rows[x], rows["auc_low"], rows["auc_high"], color=line["color"],
                                alpha=0.2, linewidth=0)  # fmt: skip
    leads, roc = drawn[2:]
    leads.set(xlabel="weeks before the break-off", ylabel="area under the curve")
    leads.axhline(0.5, color=FAINT, linewidth=0.4)
    leads.invert_xaxis()
    roc.set(xlabel="false alarms (share of stayers' windows)", ylabel="sensitivity",
            xlim=(0, 1), ylim=(0, 1))  # fmt: skip
    roc.axvline(alarm["false_alarms"], color=FAINT, linewidth=0.8, linestyle=":")
    roc.set_title(f"{alarm['lead']} weeks before", loc="left")
    roc.legend(fontsize=SMALL, loc="lower right")
    note(drawn[0], f"{what}; windows of {alarm['window']} weeks")
    return drawn


def _draw_courses(ax: Any, course: pd.DataFrame, prefix: str, label: str) -> None:
    """Courses of both sides: cases solid, stayers broken."""
    for k, side in enumerate(("user", "professional")):
        own = course[course["series"] == prefix + side]
        for group, rows in own.groupby("group", sort=False):
            ax.plot(rows["before"], rows["mean"], color=COLOURS[k], label=f"{side}, {group}",
                    linestyle="-" if group == "broke off" else LINES[1])  # fmt: skip
            ax.fill_between(rows["before"], rows["mean_low"], rows["mean_high"], linewidth=0,
                            color=COLOURS[k], alpha=0.2)  # fmt: skip
    ax.set(xlabel="weeks before the break-off", ylabel=label)
    ax.invert_xaxis()
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.3 * (high - low))
    ax.legend(fontsize=SMALL, loc="upper left", ncols=2)
