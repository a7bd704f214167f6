"""An outcome along each parameter, and where in parameter space it is high."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mutua.plots.comparison.contrasts import names_of_rows
from mutua.plots.scale import Scale
from mutua.plots.style import (
    COLOURS,
    FAINT,
    INK,
    PAGE,
    PAPER,
    SMALL,
    columns_for,
    note,
    panels,
    with_style,
)

#: Ticks of the scale of a surface, at the most.
TICKS = 6
POINTS = "bands and bars: 95 % over points"


@with_style
def curves(
    tables: Mapping[Scale, pd.DataFrame], label: str, title: str, contrast: bool, what: str
) -> list[Any]:
    """Mean outcome along each parameter, all others as they come; one panel each.

    Parameters
    ----------
    tables : mapping of DataFrame
        By the parameter's scale: ``value, mean, low, high``.
    label, title : str
        Of the vertical axis; what is shown.
    contrast : bool
        Whether 0 is a value of interest.
    """
    columns = columns_for(len(tables), 3)
    axes = panels(len(tables), columns, PAGE, 48.0, sharey=True)
    for ax, (scale, rows) in zip(axes, tables.items(), strict=True):
        middle, low, high = rows["mean"], rows["low"], rows["high"]
        if scale.choices:
            ax.errorbar(rows["value"], middle, yerr=[middle - low, high - middle], fmt="o",
                        color=COLOURS[0], elinewidth=0.9)  # fmt: skip
            ax.tick_params(axis="x", rotation=30 if len(scale.choices) > 2 else 0)
        else:
            ax.plot(rows["value"], middle, color=COLOURS[0])
            ax.fill_between(rows["value"], low, high, color=COLOURS[0], alpha=0.25, lw=0)
        if contrast:
            ax.axhline(0.0, color=FAINT, linewidth=0.6, zorder=0)
        scale.on_x(ax)
    for ax in axes[::columns]:
        ax.set_ylabel(label)
    axes[0].set_title(title, loc="left")
    note(axes[0], f"{what}; {POINTS}")
    return axes


@with_style
def surface(
    points: pd.DataFrame, x: Scale, y: Scale, title: str, unit: str, what: str
) -> list[Any]:
    """An outcome over two parameters, and the half-width of its interval beside it."""
    mean, half = points["mean"], (points["high"] - points["low"]) / 2
    axes = panels(2 if half.notna().all() else 1, 2, PAGE, 72.0, sharex=True, sharey=True)
    most = float(mean.abs().max())
    contrast = bool(mean.min() < 0.0)
    ends = {"cmap": "RdBu_r", "vmin": -most, "vmax": most} if contrast else {"cmap": "Blues"}
    _filled(axes[0], points[x.name], points[y.name], mean, f"{title} ({unit})", ends)
    if mean.min() < 0.0 < mean.max():
        axes[0].tricontour(points[x.name], points[y.name], mean, levels=[0.0], colors=INK)
    unsure = (points["low"] <= 0.0) & (points["high"] >= 0.0)
    for some, fill in ((~unsure, FAINT), (unsure, PAPER)):
        axes[0].plot(points[x.name][some], points[y.name][some], "o", color=FAINT, mfc=fill,
                     markersize=2.5, markeredgewidth=0.6, clip_on=False, zorder=3)  # fmt: skip
    if len(axes) > 1:
        _filled(axes[1], points[x.name], points[y.name], half, f"half the 95 % interval ({unit})",
                {"cmap": "Blues", "vmin": 0.0})  # fmt: skip
    for ax in axes:
        x.on_x(ax)
        y.on_y(ax)
    note(axes[0], f"{what}; hollow: 95 % interval over replicates includes 0")
    return axes


def _filled(ax: Any, x: Any, y: Any, values: Any, label: str, ends: dict[str, Any]) -> None:
    """Contours between scattered points, with their scale."""
    drawn = ax.tricontourf(x, y, values, levels=12, **ends)
    apart = -(-len(drawn.levels) // TICKS)
    first = int(abs(drawn.levels).argmin()) % apart  # so that 0 is among them
    ticks = drawn.levels[first::apart]
    ax.figure.colorbar(drawn, ax=ax, location="top", label=label, shrink=0.9, ticks=ticks)


class Scatter(NamedTuple):
    """Points in two parameters, and a box."""

    #: float64, shape (points,)
    x: np.ndarray
    y: np.ndarray
    inside: np.ndarray  #: bool, shape (points,): those of the region
    scales: tuple[Scale, Scale]  #: Of both
    #: Stretches of both that the box allows; none where it has no limit
    box: tuple[Sequence[tuple[float, float]], ...]


@with_style
def regions(table: pd.DataFrame, scatter: Scatter | None, title: str, what: str) -> list[Any]:
    """Which parameters tell a region from the rest, and its points with the box that holds them.

    Parameters
    ----------
    table : DataFrame
        ``parameter, distance, chance``, in the order of the rows to be drawn.
    title : str
        What the region is.
    """
    axes = panels(1 if scatter is None else 2, 2, PAGE, max(64.0, 30.0 + 5.2 * len(table)))
    ax, y = axes[0], np.arange(len(table))
    ax.barh(y, table["chance"], height=0.8, color=FAINT, alpha=0.3, lw=0, label="chance (95 %)")
    clear = (table["distance"] > table["chance"]).to_numpy()
    ax.plot(table["distance"], y, "o", color=COLOURS[0], mfc=PAPER)
    ax.plot(table["distance"][clear], y[clear], "o", color=COLOURS[0], label="distance")
    names_of_rows(ax, list(table["parameter"]))
    ax.set_xlim(0.0, max(0.3, 1.05 * table["distance"].max()))
    ax.set_xlabel("distance between distributions\ninside and outside of the region")
    ax.set_title(title, loc="left")
    ax.legend(loc="lower right")
    if scatter is not None:
        _scatter(axes[1], scatter)
    note(axes[0], f"{what}; hollow: within chance")
    return axes


def _scatter(ax: Any, shown: Scatter) -> None:
    jitter = np.random.default_rng(0).uniform(-0.3, 0.3, (2, len(shown.x)))
    x = shown.x + jitter[0] * bool(shown.scales[0].choices)
    y = shown.y + jitter[1] * bool(shown.scales[1].choices)
    out, into = ~shown.inside, shown.inside
    ax.plot(x[out], y[out], "o", color=COLOURS[5], markersize=2.2, alpha=0.7, label="outside")
    ax.plot(x[into], y[into], "^", color=COLOURS[1], markersize=2.6, label="in the region")
    shown.scales[0].on_x(ax)
    shown.scales[1].on_y(ax)
    if any(shown.box):
        for across in shown.box[0] or [ax.get_xlim()]:
            for up in shown.box[1] or [ax.get_ylim()]:
                low, high = np.clip(up, *ax.get_ylim())
                ax.fill_between(np.clip(across, *ax.get_xlim()), low, high, color=FAINT,
                                alpha=0.2, lw=0, zorder=0)  # fmt: skip
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, fontsize=SMALL, markerscale=1.5)
