"""Answers of both sides, regime by regime."""

from typing import Any

import pandas as pd

from mutua.plots.comparison.contrasts import draw_intervals, names_of_rows
from mutua.plots.style import COLOURS, legend_above, new_axes, note, with_style

#: Height of one regime, and of what is above and below the rows, mm.
ROW_HEIGHT, MARGIN = 9.0, 24.0
#: Shift of each side within its row, its colour and its marker.
SIDES = {"user": (-0.15, COLOURS[0], "o"), "professional": (0.15, COLOURS[1], "s")}


@with_style
def draw_answers(answers: pd.DataFrame, what: str) -> Any:
    """Answer elasticity of each side with its interval, one row a regime.

    Parameters
    ----------
    answers : DataFrame
        ``regime, answers, elasticity, low, high``.
    what : str
        What was run, for the corner.
    """
    regimes = list(dict.fromkeys(answers["regime"]))
    ax = new_axes(height=MARGIN + ROW_HEIGHT * len(regimes))
    for side, (shift, colour, marker) in SIDES.items():
        rows = answers[answers["answers"] == side].set_index("regime").loc[regimes]
        draw_intervals(ax, rows, "elasticity", shift=shift, color=colour, fmt=marker,
                       label=f"the {side} answers")  # fmt: skip
    names_of_rows(ax, regimes)
    ax.set_xlabel("% more given for 1 % more from the other side")
    ax.grid(axis="y", linewidth=0.3, alpha=0.5)
    legend_above(ax)
    note(ax, what)
    return ax
