"""Curves by week and by visit, with 95 % bands over replicates."""

from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.summary import bands
from mutua.model.measures.outcomes import WEEKLY, label
from mutua.plots.style import (
    COLUMN,
    FAINT,
    PAGE,
    SMALL,
    WIDEST,
    columns_for,
    legend_above,
    look,
    new_axes,
    note,
    panels,
    with_style,
)

HALF_YEAR = 26  # weeks
BANDS = "bands: 95 % over replicates"
#: Arms that a legend names in one column.
FEW = 4
#: States that each side holds of its own.
SIDES, STATES = ("user", "professional"), ("trust", "bond", "debt", "credit")


def curve(ax: Any, k: int, name: str, x: Any, bars: tuple[Any, Any, Any], **line: Any) -> None:
    """Draw the k-th arm's curve with its band; `bars` are mean, low and high at each x."""
    middle, low, high = bars
    ax.plot(x, middle, label=name, **look(k), **line)
    ax.fill_between(x, low, high, color=look(k)["color"], alpha=0.25, linewidth=0,
                    step="post" if "drawstyle" in line else None)  # fmt: skip


def weeks(ax: Any, last: int) -> None:
    """An x axis of weeks, marked each half year; named where its numbers stand."""
    ax.set_xlim(0, last)
    if last >= HALF_YEAR:
        step = HALF_YEAR * max(1, round(last / (5 * HALF_YEAR)))
        ax.set_xticks(range(0, last + 1, step))
    if ax.xaxis.get_tick_params().get("labelbottom", True):
        ax.set_xlabel("week")


@with_style
def survival(incidence: pd.DataFrame, what: str, ax: Any = None) -> Any:
    """Share of ties not broken off, by week of the last attended visit, and ties at risk below.

    `incidence`: as from `mutua.analysis.survival.incidence_table`.
    """
    rows = incidence[incidence["ending"] == "dropout"]
    arms = rows.groupby("arm", sort=False)
    # Names stand left of the axis, at the ties at risk.
    width = PAGE if max(map(len, arms.groups)) > WIDEST else COLUMN
    ax = new_axes(ax, 66.0 + 3.0 * arms.ngroups, width)
    for k, (arm, table) in enumerate(arms):
        bars = (1 - table["share"], 1 - table["high"], 1 - table["low"])
        curve(ax, k, str(arm), table["week"], bars, drawstyle="steps-post")
        _at_risk(ax, k, str(arm), table, int(rows["week"].max()))
    weeks(ax, int(rows["week"].max()))
    ax.set_ylim(0, 1)
    ax.set_ylabel("ties not broken off (share of cohort)")
    ax.legend(loc="lower left", ncols=1 if arms.ngroups <= FEW else 2)
    note(ax, f"{what}; {BANDS}")
    return ax


def _at_risk(ax: Any, k: int, arm: str, table: pd.DataFrame, last: int) -> None:
    """One line of numbers at risk below the axis, in the colour of the arm."""
    line: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "fontsize": SMALL,
                            "textcoords": "offset points", "color": look(k)["color"]}  # fmt: skip
    below = -40 - 8 * k  # points
    if k == 0:
        title = line | {"color": FAINT}
        ax.annotate("ties at risk", (0, 0), xytext=(-4, below + 8), ha="right", **title)
    ax.annotate(arm, (0, 0), xytext=(-4, below), ha="right", **line)
    for week in np.linspace(0, last, 5).astype(int):
        n = table.loc[table["week"] == week, "at_risk"].iloc[0]
        side = "left" if week == 0 else "right" if week == last else "center"
        ax.annotate(f"{n:,}", (week, 0), xytext=(0, below), ha=side, **line)


@with_style
def endings(incidence: pd.DataFrame, what: str) -> list[Any]:
    """Cumulative incidence of each ending that occurred, one panel each, one curve an arm."""
    seen = incidence[(incidence["share"] > 0) & (incidence["ending"] != "dropout")]
    names = list(seen["ending"].unique()) or ["failed"]
    axes = panels(len(names), columns_for(len(names), 4), PAGE, 58.0, sharex=True)
    for ax, name in zip(axes, names, strict=True):
        rows = incidence[incidence["ending"] == name]
        for k, (arm, table) in enumerate(rows.groupby("arm", sort=False)):
            bars = (table["share"], table["low"], table["high"])
            curve(ax, k, str(arm), table["week"], bars, drawstyle="steps-post")
        weeks(ax, int(rows["week"].max()))
        ax.set_ylim(0, None)
        ax.set_title(name, loc="left")
    axes[0].set_ylabel("cumulative incidence\n(share of cohort)")
    legend_above(axes[0])
    note(axes[0], f"{what}; each ending has an axis of its own; {BANDS}")
    return axes


@with_style
def hazard(table: pd.DataFrame, what: str, ax: Any = None) -> Any:
    """Share of ties that break off after so many visits and before the next."""
    ax = new_axes(ax)
    for k, (arm, rows) in enumerate(table.groupby("arm", sort=False)):
        curve(ax, k, str(arm), rows["visit"], (rows["hazard"], rows["low"], rows["high"]))
    ax.set_xlim(0, table["visit"].max())
    ax.set_ylim(0, None)
    ax.set_xlabel("visits attended so far")
    ax.set_ylabel("broke off before the next visit\n(share of ties with so many visits)")
    ax.legend()
    note(ax, f"{what}; {BANDS}")
    return ax


@with_style
def weekly(
    series: dict[str, np.ndarray], name: str, what: str, ax: Any = None, *, another: bool = False
) -> Any:
    """One weekly series by arm, among engaged dyads; curves of shape (replicates, weeks).

    `another`: whether bands are of another replicate, as in `mutua.analysis.summary.bands`.
    """
    ax = new_axes(ax)
    _by_arm(ax, series, another)
    ax.set_ylabel(f"{label(name)} ({WEEKLY[name].unit})")
    ax.legend()
    note(ax, f"{what}; engaged dyads; {BANDS}")
    return ax


def _by_arm(ax: Any, series: dict[str, np.ndarray], another: bool) -> None:
    for k, (arm, values) in enumerate(series.items()):
        curve(ax, k, arm, np.arange(1, values.shape[1] + 1), bands(values, another=another))
    weeks(ax, next(iter(series.values())).shape[1])


@with_style
def relationship(
    series: dict[str, dict[str, np.ndarray]], what: str, *, another: bool = False
) -> list[Any]:
    """Trust, bond, debt and credit of both sides by week: columns share an axis.

    `series`: by the name of the series (``trust_user``), then by arm; shape (replicates, weeks).
    `another`: as in `weekly`.
    """
    axes = panels(8, 4, PAGE, 48.0, sharex=True, sharey="col")
    places = [(side, state) for side in SIDES for state in STATES]
    for ax, (side, state) in zip(axes, places, strict=True):
        _by_arm(ax, series[f"{state}_{side}"], another)
        ax.set_title(label(f"{state}_{side}"), loc="left")
    for ax in axes[::4]:
        unit = WEEKLY["trust_user"].unit
        ax.set_ylabel(f"mean over\nengaged ({unit})")
    legend_above(axes[0])
    note(axes[0], f"{what}; engaged dyads; {BANDS}")
    return axes


@with_style
def course(table: Any, what: str, ax: Any = None) -> Any:
    """Share of the cohort engaged and trust of both sides, by week of one run."""
    ax = new_axes(ax)
    for k, name in enumerate(("engaged", "trust_user", "trust_professional")):
        text = f"{WEEKLY[name].label} ({WEEKLY[name].unit})"
        ax.plot(table["week"], table[name], label=text, **look(k))
    weeks(ax, int(table["week"].iloc[-1]))
    ax.set_ylim(0, 1)
    ax.set_ylabel("share of cohort; mean over engaged")
    ax.legend()
    note(ax, what)
    return ax
