"""Under which arm fewest of a group break off, and how well the random draws tell."""

from typing import Any

import pandas as pd

from mutua.analysis.leaders import ALL
from mutua.plots.style import COLOURS, INK, PAGE, SMALL, in_lines, note, panels, with_style

#: Height of one row, and of what is above and below the rows of a panel, mm.
ROW_HEIGHT, MARGIN = 9.5, 15.0
#: Opacity of an arm that leads whatever the random draws.
FULL = 0.5
#: What rows are grouped by, in words.
BY = {"severity": "severity at the start", "preference": "preferred control"}


@with_style
def leaders(table: pd.DataFrame, what: str) -> list[Any]:
    """Dropout of each group (rows) under each arm (columns), the leading one marked.

    `table`: as from `mutua.analysis.leaders.leader_table`.
    """
    arms = list(table["arm"].drop_duplicates())
    kinds = [by for by in table["by"].drop_duplicates() if by != ALL]
    parts = [table[table["by"].isin((ALL, by) if k == 0 else (by,))] for k, by in enumerate(kinds)]
    rows = [part["group"].nunique() for part in parts]
    height = MARGIN + ROW_HEIGHT * sum(rows) / len(rows)
    axes = panels(len(parts), 1, PAGE, height, height_ratios=rows)
    for ax, by, part in zip(axes, kinds, parts, strict=True):
        _draw_cells(ax, part, arms)
        ax.set_ylabel(f"group by\n{BY.get(by, by)}")
        ax.set_xticks(range(len(arms)), [in_lines(arm) for arm in arms])
    axes[0].set_title("broke off (% of the group)", loc="left")
    axes[-1].set_xlabel("arm")
    axes[0].figure.align_ylabels(axes)
    note(
        axes[0], f"{what}; +: points more than under the leading arm; 95 %, chance: over replicates"
    )
    return axes


def _draw_cells(ax: Any, part: pd.DataFrame, arms: list[str]) -> None:
    """A cell for each group and arm."""
    groups = part.drop_duplicates("group")
    for y, name in enumerate(groups["group"]):
        for row in part[part["group"] == name].itertuples():
            _draw_cell(ax, arms.index(row.arm), y, row)
    names = [f"{row.group}\n({100 * row.dyads:.0f} %)" for row in groups.itertuples()]
    ax.set_yticks(range(len(names)), names)
    ax.set(xlim=(-0.5, len(arms) - 0.5), ylim=(len(names) - 0.5, -0.5))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _draw_cell(ax: Any, x: int, y: int, row: Any) -> None:
    """Dropout of one group under one arm; whether it leads, or by how much it does not."""
    is_leading = row.behind == 0.0
    edge: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.8} if is_leading else {"linewidth": 0}
    ax.bar(x, 0.88, 0.96, y - 0.44, color=[(COLOURS[0], FULL * row.leads)], **edge)
    place: dict[str, Any] = {"ha": "center", "va": "center"}
    weight = "bold" if is_leading else "normal"
    ax.text(x, y - 0.17, f"{100 * row.dropout:.1f}", fontsize=9, weight=weight, **place)
    apart = f"+{100 * row.behind:.1f} ({100 * row.low:.1f} to {100 * row.high:.1f})"
    chance = "over 99" if row.leads > 0.99 else f"{100 * row.leads:.0f}"
    said = f"fewest (chance: {chance} %)" if is_leading else apart
    ax.text(x, y + 0.22, said, fontsize=SMALL, **place)
