"""Caseload and burnout: contacts, staff and what users get, over the users of a professional."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from mutua.plots.style import (
    FAINT,
    MARKERS,
    PAGE,
    PAPER,
    legend_above,
    look,
    note,
    panels,
    with_style,
)


class Panel(NamedTuple):
    """One panel of the figure."""

    title: str
    label: str  #: Of the vertical axis
    measures: Sequence[str]  #: As in `mutua.analysis.caseload.BY_CASELOAD`; hollow from the second


PANELS = (
    Panel("contacts of a user", "visits a month", ("offered", "attended")),
    Panel("visits of a professional", "visits a week", ("visits",)),
    Panel("burnout of staff", "burnout (0-1)", ("burnout",)),
    Panel("staff who leave", "departures a year\n(of a professional)", ("turnover",)),
    Panel("trust of users", "trust at the end (0-1)", ("trust",)),
    Panel("users who break off", "dropout (share of ties)", ("dropout",)),
)
#: Height of a row of panels, mm.
ROW_HEIGHT = 55.0
#: Arms of one caseload stand beside each other, together on this share of the axis.
SPREAD = 0.06
#: What an axis shows beyond the outermost caseloads, as a share of their distance.
ROOM = 0.15


@with_style
def caseload(table: pd.DataFrame, what: str) -> list[Any]:
    """Six panels over the users of a professional; a line through arms of different caseloads.

    `table`: as from `mutua.analysis.caseload.caseload_table`.
    """
    axes = panels(len(PANELS), 3, PAGE, ROW_HEIGHT)
    for ax, panel in zip(axes, PANELS, strict=True):
        for k, measure in enumerate(panel.measures):
            _draw_measure(ax, table[table["measure"] == measure], is_second=k > 0)
        ax.set_title(panel.title, loc="left")
        ax.set_ylabel(panel.label)
        ax.set_ylim(0.0, 1.12 * ax.get_ylim()[1])
        ax.locator_params(axis="y", nbins=5)
    for ax in axes[3:]:
        ax.set_xlabel("users of a professional")
    legend_above(axes[1])
    note(axes[0], f"{what}; contacts: filled: offered, hollow: attended; bars: 95 % over "
         "replicates, some of them smaller than the markers")  # fmt: skip
    return axes


def _draw_measure(ax: Any, rows: pd.DataFrame, *, is_second: bool) -> None:
    """One measure of every arm, with its interval."""
    places = sorted(set(rows["caseload"]))
    width = places[-1] - places[0] or 1.0
    if len(places) == len(rows):
        ordered = rows.sort_values("caseload")
        ax.plot(ordered["caseload"], ordered["mean"], color=FAINT, linewidth=0.7, zorder=1)
    for k, row in enumerate(rows.itertuples()):
        beside = rows[rows["caseload"] == row.caseload]["arm"].tolist()
        shift = (beside.index(row.arm) + 0.5) / len(beside) - 0.5
        colour = look(k)["color"]
        ax.errorbar(
            row.caseload + SPREAD * width * shift, row.mean,
            yerr=[[row.mean - row.low], [row.high - row.mean]], fmt=MARKERS[k % len(MARKERS)],
            color=colour, mfc=PAPER if is_second else colour, elinewidth=0.9, label=row.arm,
        )  # fmt: skip
    ax.set_xticks(places, [f"{users:g}" for users in places])
    ax.set_xlim(places[0] - ROOM * width, places[-1] + ROOM * width)
