"""A sweep at a glance: how far regimes differ at each of its points."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mutua.plots.comparison.contrasts import names_of_rows
from mutua.plots.style import COLOURS, FAINT, INK, PAGE, look, note, panels, with_style

#: Height of one regime, and of what is above and below the rows, mm.
ROW_HEIGHT, MARGIN = 9.0, 22.0
#: Half of the height over which points are scattered, as a share of a row.
SPREAD = 0.28
#: Dots of a row beyond which an SVG holds their picture, and not each of them.
MANY = 2_000


@with_style
def point_differences(
    values: Mapping[str, np.ndarray], rows: Sequence[str], labels: Mapping[str, str], *,
    paired: bool, what: str,
) -> list[Any]:  # fmt: skip
    """Every point of a sweep as a dot, one panel an outcome, one row a regime or a difference.

    Parameters
    ----------
    values : mapping of float64, shape (points, rows)
        By outcome, means over replicates; missing where no run has a value.
    rows : sequence of str
        Names of the rows.
    labels : mapping of str
        Of the horizontal axes, by outcome.
    paired : bool
        Values are differences, so that 0 is of interest.
    """
    columns = min(3, len(values))
    axes = panels(len(values), columns, PAGE, MARGIN + ROW_HEIGHT * len(rows), sharey=True)
    shifts = np.random.default_rng(0)
    for ax, (outcome, points) in zip(axes, values.items(), strict=True):
        for row in range(len(rows)):
            dots = points[:, row][np.isfinite(points[:, row])]
            y = row + shifts.uniform(-SPREAD, SPREAD, len(dots))
            colour = look(row + paired)["color"] if len(rows) > 1 else COLOURS[0]
            ax.plot(
                dots,
                y,
                "o",
                color=colour,
                markersize=2.2,
                alpha=0.55,
                markeredgewidth=0,
                rasterized=len(dots) > MANY,
            )
            if len(dots):
                ax.plot([dots.mean()] * 2, [row - 0.4, row + 0.4], color=INK, linewidth=1.2)
        if paired:
            ax.axvline(0.0, color=FAINT, linewidth=0.6, zorder=0)
        names_of_rows(ax, rows)
        ax.set_xlabel(labels[outcome])
        ax.locator_params(axis="x", nbins=4)
    note(axes[0], f"{what}; dots: points, means over replicates; line: mean over points")
    return axes
