"""An outcome along each parameter, and where in parameter space it is high."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mutua.config import DECLARED
from mutua.plots.contrasts import names_of_rows
from mutua.plots.style import COLOURS, FAINT, PAGE, PAPER, SMALL, note, panels, styled

POINTS = "bands and bars: 95 % over points"


class Scale(NamedTuple):
    """How a parameter is shown on an axis.

    Attributes
    ----------
    name : str
    log : bool
        On the logarithm.
    choices : sequence of str
        Names of its values; none if they are numbers.
    """

    name: str
    log: bool = False
    choices: Sequence[str] = ()

    def on_x(self, ax: Any) -> None:
        """Set up a horizontal axis."""
        ax.set_xlabel(self.label)
        if self.log:
            ax.set_xscale("log")
            self._plain(ax.xaxis)
        if self.choices:
            ax.set_xticks(range(len(self.choices)), self.choices)
            ax.set_xlim(-0.5, len(self.choices) - 0.5)

    def on_y(self, ax: Any) -> None:
        """Set up a vertical axis."""
        ax.set_ylabel(self.label)
        if self.log:
            ax.set_yscale("log")
            self._plain(ax.yaxis)
        if self.choices:
            ax.set_yticks(range(len(self.choices)), self.choices)
            ax.set_ylim(-0.5, len(self.choices) - 0.5)

    @property
    def label(self) -> str:
        """Name and unit."""
        unit = DECLARED[self.name].unit if self.name in DECLARED else "1"
        return self.name if unit == "1" else f"{self.name}\n({unit})"

    @staticmethod
    def _plain(axis: Any) -> None:
        axis.set_major_formatter("{x:g}")
        axis.set_minor_formatter("")


@styled
def curves(
    tables: Mapping[Scale, pd.DataFrame], label: str, contrast: bool, what: str
) -> list[Any]:
    """Mean outcome along each parameter, all others as they come; one panel each.

    Parameters
    ----------
    tables : mapping of DataFrame
        By the parameter's scale: ``value, mean, low, high``.
    label : str
        Of the vertical axis.
    contrast : bool
        Whether 0 is a value of interest.
    """
    axes = panels(len(tables), 4, PAGE, 46.0, sharey=True)
    for ax, (scale, rows) in zip(axes, tables.items(), strict=False):
        scale.on_x(ax)
        middle, low, high = rows["mean"], rows["low"], rows["high"]
        if scale.choices:
            ax.errorbar(rows["value"], middle, yerr=[middle - low, high - middle], fmt="o",
                        color=COLOURS[0], elinewidth=0.9)  # fmt: skip
        else:
            ax.plot(rows["value"], middle, color=COLOURS[0])
            ax.fill_between(rows["value"], low, high, color=COLOURS[0], alpha=0.25, lw=0)
        if contrast:
            ax.axhline(0.0, color=FAINT, linewidth=0.6, zorder=0)
    for ax in axes[::4]:
        ax.set_ylabel(label)
    note(axes[0], f"{what}; {POINTS}")
    return axes


class Scatter(NamedTuple):
    """Points in two parameters, and a box.

    Attributes
    ----------
    x, y : float64, shape (points,)
    inside : bool, shape (points,)
        Those of the region.
    scales : tuple of Scale
        Of both.
    box : tuple of (low, high), or None of an axis
        Ends of the box on both.
    """

    x: np.ndarray
    y: np.ndarray
    inside: np.ndarray
    scales: tuple[Scale, Scale]
    box: tuple[tuple[float, float] | None, tuple[float, float] | None]


@styled
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
    told = (table["distance"] > table["chance"]).to_numpy()
    ax.plot(table["distance"], y, "o", color=COLOURS[0], mfc=PAPER)
    ax.plot(table["distance"][told], y[told], "o", color=COLOURS[0], label="distance")
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
    for scale, given, values in zip(shown.scales, ("x", "y"), (shown.x, shown.y), strict=True):
        (scale.on_x if given == "x" else scale.on_y)(ax)
        if not scale.choices:
            (ax.set_xlim if given == "x" else ax.set_ylim)(values.min(), values.max())
    jitter = np.random.default_rng(0).uniform(-0.3, 0.3, (2, len(shown.x)))
    x = shown.x + jitter[0] * bool(shown.scales[0].choices)
    y = shown.y + jitter[1] * bool(shown.scales[1].choices)
    out = ~shown.inside
    ax.plot(x[out], y[out], "o", color=COLOURS[5], markersize=2.2, alpha=0.7, label="outside")
    ax.plot(
        x[shown.inside],
        y[shown.inside],
        "^",
        color=COLOURS[1],
        markersize=2.6,
        label="in the region",
    )
    for ends, span in zip(shown.box, (ax.axvspan, ax.axhspan), strict=True):
        if ends is not None:
            span(*ends, color=FAINT, alpha=0.15, lw=0)
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, fontsize=SMALL, markerscale=1.5)
