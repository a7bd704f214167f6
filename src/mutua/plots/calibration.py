"""Figures of a calibration: what was learned, how it fits, what the records could teach."""

from typing import Any

import numpy as np
import pandas as pd

from mutua.plots.curves import weeks
from mutua.plots.style import (
    COLOURS,
    FAINT,
    INK,
    PAGE,
    legend_above,
    new_axes,
    note,
    panels,
    with_style,
)

#: Half of a 95 % interval in SDs, where it is normal.
Z = 1.96
#: Bins of a histogram.
BINS = 24
#: Places of marks on a logarithmic axis.
ROUND = [a * 10.0**k for k in range(-6, 4) for a in (1, 3)]
#: Simulated, outside, and what is only there for comparison.
BLUE, RED, GREY = COLOURS[0], COLOURS[1], "#b8bcc2"
LINE = 4.6  # mm: one row of a list


@with_style
def marginals(posterior: pd.DataFrame, draws: pd.DataFrame, what: str) -> list[Any]:
    """Posterior of each parameter that was learned, its prior and the setting's value."""
    rows = posterior[posterior["learned"]]
    axes = panels(len(rows), 3, PAGE, 48.0)
    for ax, row in zip(axes, rows.itertuples(), strict=True):
        low, high = row.prior_low, row.prior_high
        edges = np.geomspace(low, high, BINS) if row.log else np.linspace(low, high, BINS)
        counts = np.histogram(draws[row.parameter], edges)[0] / len(draws)
        ax.stairs(counts * (BINS - 1), edges, fill=True, color=BLUE, alpha=0.55, label="posterior")
        ax.plot([low, low, high, high], [0, 1, 1, 0], color=FAINT, lw=1.0, label="prior")
        ax.axvline(row.value, color=INK, lw=1.0, ls=(0, (3, 2)), label="value in the setting")
        if row.log:
            ax.set_xscale("log")
            ax.set_xticks([x for x in ROUND if low <= x <= high], minor=False)
            ax.xaxis.set_major_formatter("{x:g}")
        else:
            ax.locator_params(axis="x", nbins=5)
        ax.minorticks_off()
        ax.set_yticks([])
        ax.set_xlabel(f"{row.parameter} ({row.unit})")
        if row.at_end:
            ax.axvline(low if row.at_end == "lower" else high, color=RED, lw=2.0)
            ax.set_xlabel(f"{ax.get_xlabel()}\nat the {row.at_end} end of its prior", color=RED)
        ax.spines["left"].set_visible(False)
    axes[0].set_ylabel("density")
    legend_above(axes[0])
    note(axes[0], what)
    return axes


@with_style
def courses(rows: pd.DataFrame, what: str) -> list[Any]:
    """How ties end by week, in the records and in services simulated from the posterior."""
    titles = {"dropout": "broke off", "completed": "completed"}
    axes = panels(len(titles), 2, PAGE, 60.0)
    for ax, (ending, title) in zip(axes, titles.items(), strict=True):
        table = rows[rows["ending"] == ending]
        ax.fill_between(table["week"], table["low"], table["high"], step="post", color=BLUE,
                        alpha=0.25, lw=0, label="simulated, 95 % of services")  # fmt: skip
        ax.step(table["week"], table["mean"], where="post", color=BLUE, label="simulated, mean")
        ax.step(table["week"], table["observed"], where="post", color=INK, ls=(0, (3, 1.5)),
                label="records")  # fmt: skip
        weeks(ax, int(table["week"].max()))
        ax.set_ylim(0, None)
        ax.set_xlabel("week of the last visit")
        ax.set_title(title, loc="left")
    axes[0].set_ylabel("share of users")
    legend_above(axes[0])
    note(axes[0], what)
    return axes


@with_style
def checks(rows: pd.DataFrame, what: str) -> Any:
    """Each summary of the records against services simulated from the posterior, in their SDs."""
    ax = new_axes(height=LINE * len(rows) + 18.0)
    places = np.arange(len(rows))[::-1]
    scale = (rows["high"] - rows["low"]).to_numpy() / (2 * Z)
    scale = np.where(scale > 0.0, scale, 1.0)
    low, high, seen = ((rows[name] - rows["mean"]).to_numpy() / scale
                       for name in ("low", "high", "observed"))  # fmt: skip
    ax.hlines(places, low, high, color=GREY, lw=3.0, label="simulated, 95 % of services")
    outside = (seen < low) | (seen > high)
    for who, colour, marker, label in (
        (~outside, BLUE, "o", "records"), (outside, RED, "D", "records, outside")
    ):  # fmt: skip
        if who.any():
            ax.plot(np.clip(seen[who], -6, 6), places[who], marker, color=colour, label=label)
    ax.axvline(0.0, color=FAINT, lw=0.6)
    ax.set_yticks(places, rows["label"])
    ax.set_ylim(-0.7, len(rows) - 0.3)
    ax.set_xlabel("SD from the mean")
    legend_above(ax)
    note(ax, what)
    return ax


@with_style
def profile(rows: pd.DataFrame, what: str) -> Any:
    """What the records of a synthetic twin would leave of each candidate's prior."""
    ax = new_axes(height=LINE * len(rows) + 20.0)
    places = np.arange(len(rows))[::-1]
    learned = rows["learned"].to_numpy()
    ax.hlines(places, rows["alone"], rows["jointly"], color=GREY, lw=1.0)
    ax.plot(rows["alone"], places, "|", color=FAINT, ms=6, label="were all else known")
    for who, fill, label in ((learned, BLUE, "jointly, learned"), (~learned, "none", "jointly")):
        if who.any():
            ax.plot(rows["jointly"][who], places[who], "o", color=BLUE, mfc=fill, label=label)
    ax.set_yticks(places, rows["parameter"])
    ax.set_ylim(-0.7, len(rows) - 0.3)
    ax.set_xlim(0, 1.02)
    ax.set_xlabel("SD left, as a share of the prior's")
    legend_above(ax)
    note(ax, what)
    return ax
