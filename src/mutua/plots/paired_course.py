"""Two arms week by week, and below each series their paired difference."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mutua.model.measures.outcomes import WEEKLY
from mutua.plots.curves import weeks
from mutua.plots.style import (
    COLOURS,
    FAINT,
    INK,
    PAGE,
    legend_above,
    look,
    note,
    panels,
    with_style,
)

#: Of a curve or a difference, mm.
ROW_HEIGHT = 31.0
COLUMNS_OF_PAGE = 3


@with_style
def paired_course(
    curves: Mapping[str, Sequence[np.ndarray]],
    differences: Mapping[str, Sequence[np.ndarray]] | None,
    arms: Sequence[str],
    what: str,
) -> list[Any]:
    """Weekly series of two arms, a column each, with the difference and its band below.

    Parameters
    ----------
    curves : mapping
        By series: one array of shape (weeks,) an arm.
    differences : mapping or None
        By series: mean, low and high of the second arm less the first, shape (weeks,) each.
    """
    names = list(curves)
    rows = -(-len(names) // COLUMNS_OF_PAGE)
    grid = panels(2 * rows * COLUMNS_OF_PAGE, COLUMNS_OF_PAGE, PAGE, ROW_HEIGHT, sharex=True,
                  height_ratios=(2.0, 1.0) * rows)  # fmt: skip
    axes = []
    for k, name in enumerate(names):
        row, column = divmod(k, COLUMNS_OF_PAGE)
        upper, lower = (grid[(2 * row + r) * COLUMNS_OF_PAGE + column] for r in (0, 1))
        _draw_arms(upper, name, curves[name], arms)
        _draw_difference(lower, None if differences is None else differences[name])
        weeks(lower, len(curves[name][0]))
        axes += [upper, lower]
    axes[0].figure.align_ylabels(axes)
    legend_above(axes[0])
    note(axes[0], f"{what}; below: B less A, 95 % over services")
    return axes


def _draw_arms(ax: Any, name: str, values: Sequence[np.ndarray], arms: Sequence[str]) -> None:
    for k, (series, arm) in enumerate(zip(values, arms, strict=True)):
        ax.plot(np.arange(1, len(series) + 1), series, label=arm, **look(k))
    ax.set_title(WEEKLY[name].label, loc="left")
    ax.set_ylabel(WEEKLY[name].unit)


def _draw_difference(ax: Any, bars: Sequence[np.ndarray] | None) -> None:
    ax.axhline(0, color=FAINT, linewidth=0.6)
    ax.set_ylabel("B - A")
    if bars is not None:
        middle, low, high = bars
        numbers = np.arange(1, len(middle) + 1)
        ax.fill_between(numbers, low, high, color=COLOURS[2], alpha=0.3, linewidth=0)
        ax.plot(numbers, middle, color=INK, linewidth=0.8)
