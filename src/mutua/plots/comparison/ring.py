"""Foa's ring by arm: what each side is asked to give, gives, is felt to give, and is needed."""

from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.benefit import SIDES
from mutua.model.resources import ANGLE
from mutua.plots.style import (
    COLOURS,
    FAINT,
    INK,
    PAGE,
    SMALL,
    columns_for,
    in_lines,
    legend_above,
    note,
    panels,
    paper_behind,
    with_style,
)

#: Panels in a row; greatest height of a row, and height of a panel as a part of its width, mm.
COLUMNS, ROW_HEIGHT, TALL = 3, 60.0, 0.95
#: Looks of what stands on a ring, as on the page of one dyad, and how it is called.
LOOKS: dict[str, dict[str, Any]] = {
    "needed": {"color": FAINT, "linestyle": (0, (1, 1.2)), "linewidth": 1.1, "label": "needed"},
    "given": {"color": COLOURS[2], "linestyle": "-", "linewidth": 1.5, "label": "given"},
    "felt": {"color": "#A6497E", "linestyle": (0, (5, 2)), "linewidth": 1.3, "label": "felt"},
    "asked": {"color": INK, "linestyle": "-", "linewidth": 0.7, "label": "asked by the role",
              "marker": "o", "markersize": 2.0},
}  # fmt: skip
#: Radius of a ring as a multiple of what reaches furthest.
ROOM = 1.05
#: Opacity of what is filled.
FILLED = {"needed": 0.08, "given": 0.16}
#: Titles of the rows, by the side that receives.
DIRECTIONS = {"user": "professional to user", "professional": "user to professional"}
#: Corners of a ring of radius 1, and how far its names stand off it.
CORNERS = np.array([(np.cos(np.radians(a)), np.sin(np.radians(a))) for a in ANGLE])
OFF = 0.16


@with_style
def ring(table: pd.DataFrame, what: str) -> list[Any]:
    """The six classes on Foa's ring: a column an arm, a row a direction, one scale for all.

    `table`: as from `mutua.analysis.ring.ring_table`.
    """
    arms = table.groupby("arm", sort=False, observed=True)
    across = columns_for(arms.ngroups, COLUMNS) if arms.ngroups > COLUMNS else arms.ngroups
    blocks = -(-arms.ngroups // across)
    grid = panels(len(SIDES) * blocks * across, across, PAGE, min(ROW_HEIGHT, TALL * PAGE / across))
    top = ROOM * float(table["mean"].max())
    axes = []
    for k, (arm, own) in enumerate(arms):
        block, column = divmod(k, across)
        for row, side in enumerate(SIDES):
            ax = grid[(len(SIDES) * block + row) * across + column]
            _draw_ring(ax, own[own["side"] == side], top)
            if column == 0:
                ax.set_ylabel(DIRECTIONS[side])
            axes.append(ax)
        axes[-len(SIDES)].set_title(in_lines(str(arm)), loc="left")
        axes[-1].set_xlabel("units at a visit")
    for spare in set(grid) - set(axes):
        spare.set_axis_off()
    half = (table["high"] - table["low"]) / 2
    is_need = table["value"] == "needed"
    widest = [half[part].max() for part in (~is_need, is_need)]
    legend_above(axes[0])
    note(axes[0], f"{what}; 95 % over replicates: within ±{widest[0]:.2f} units, needs "
         f"±{widest[1]:.2f}")  # fmt: skip
    return axes


def _draw_ring(ax: Any, rows: pd.DataFrame, top: float) -> None:
    """One side of one arm."""
    _draw_web(ax, top)
    for value, look in LOOKS.items():
        middle = rows.loc[rows["value"] == value, "mean"].to_numpy()
        x, y = _close((middle.clip(min=0.0) / top)[:, None] * CORNERS)
        if value in FILLED:
            ax.fill(x, y, color=look["color"], alpha=FILLED[value], linewidth=0)
        ax.plot(x, y, **look)
    ax.set(xlim=(-1.3, 1.3), ylim=(-1.15, 1.15), xticks=(), yticks=(), aspect="equal")
    ax.spines[:].set_visible(False)


def _draw_web(ax: Any, top: float) -> None:
    """Spokes, a line a unit, and the names of the classes."""
    number: dict[str, Any] = {
        "va": "top", "fontsize": SMALL, "color": FAINT, "zorder": 3,
        "path_effects": paper_behind(),
    }  # fmt: skip
    web: dict[str, Any] = {"color": FAINT, "linewidth": 0.3, "alpha": 0.6}
    for corner in CORNERS:
        ax.plot(*zip((0.0, 0.0), corner, strict=True), **web)
    for units in np.arange(1.0, top):
        ax.plot(*_close(CORNERS * units / top), **web)
        ax.annotate(f"{units:g}", (0.0, units / top), xytext=(1.5, -1.5),
                    textcoords="offset points", **number)  # fmt: skip
    for name, (x, y) in zip(ANGLE._fields, CORNERS, strict=True):
        place = "bottom" if y > 0 else "top"
        ax.text(x, y + np.sign(y) * OFF * abs(x), name, ha="center", va=place, fontsize=SMALL)


def _close(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates of a polygon that ends where it begins."""
    closed = np.vstack([points, points[:1]])
    return closed[:, 0], closed[:, 1]
