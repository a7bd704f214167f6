"""Draw the picture of README.md, wide and narrow: ``python docs/picture.py``.

Three regimes beside usual care on the same dyads; on the right the difference that each makes by
what users wish, with misfit between wish and control felt, and not felt.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import mutua
from mutua.plots.curves import curve, weeks
from mutua.plots.style import (
    COLOURS,
    COLUMN,
    FAINT,
    MARKERS,
    PAGE,
    PAPER,
    halves,
    new_axes,
    panels,
    with_style,
)

ARMS = ["usual", "paternalistic", "collaborative", "consumer"]
WISHES = {
    "user-led": "wish to lead",
    "shared": "wish to share",
    "professional-led": "wish to be led",
}
HEIGHT = 72.0  # mm, of a panel
SIZE = {"dyads": 2_000, "replicates": 20, "weeks": 104, "seed": 1, "roles_off": False}


def by_wish(contrast: mutua.Contrast) -> pd.DataFrame:
    """Difference of each regime from usual care in breaking off, by what users wish."""
    rows = contrast.groups().query("outcome == 'dropout' and reference == 'usual'")
    return rows[rows["group"].isin(WISHES)]


def draw_survival(ax: Any, contrast: mutua.Contrast) -> None:
    """Share of ties not broken off, week by week, with the name of each regime at its end."""
    rows = contrast.endings().query("ending == 'dropout'")
    for k, arm in enumerate(ARMS):
        own = rows[rows["arm"] == arm]
        bars = (1 - own["share"], 1 - own["high"], 1 - own["low"])
        curve(ax, k, arm, own["week"], bars, drawstyle="steps-post")
    weeks(ax, SIZE["weeks"])
    ax.set(ylim=(0, 1), ylabel="ties not broken off (share of all)")
    ax.set_title("The same 40,000 users under four regimes", loc="left")
    ax.legend(loc="lower left")


def draw_wishes(ax: Any, felt: pd.DataFrame, unfelt: pd.DataFrame) -> None:
    """Differences by wish, a colour a regime; hollow where misfit is not felt."""
    for place, wish in enumerate(WISHES):
        for k, arm in enumerate(ARMS[1:], start=1):
            at = place + 0.22 * (k - 2)
            for rows, is_felt in ((felt, True), (unfelt, False)):
                (row,) = rows[(rows["group"] == wish) & (rows["arm"] == arm)].itertuples()
                face, y = (COLOURS[k], at) if is_felt else (PAPER, at + 0.07)
                ax.plot([row.low, row.high], [y, y], color=COLOURS[k], linewidth=0.8)
                ax.plot(row.difference, y, MARKERS[k], color=COLOURS[k], mfc=face)
    ax.axvline(0, color=FAINT, linewidth=0.6)
    ax.set(yticks=range(len(WISHES)), yticklabels=WISHES.values(), ylim=(2.6, -0.6))
    ax.set_xlabel(
        "breaking off, difference from usual care (share)\n"
        "filled: misfit with the wish is felt; hollow: it is not",
        loc="right",
    )
    ax.set_title("Who gains depends on what users wish", loc="left")


def compared() -> tuple[mutua.Contrast, mutua.Contrast]:
    """Both comparisons: with misfit felt, and not felt."""
    return (
        mutua.compare(ARMS, **SIZE),
        mutua.compare(ARMS, mechanism={"roles": False}, **SIZE),
    )


@with_style
def draw_panels(axes: Sequence[Any], felt: mutua.Contrast, unfelt: mutua.Contrast) -> Any:
    """Both panels, on axes that are there; the figure of the first."""
    draw_survival(axes[0], felt)
    draw_wishes(axes[1], by_wish(felt), by_wish(unfelt))
    return axes[0].get_figure(root=True)


@with_style
def single_panels() -> dict[str, Any]:
    """Axes of both panels, a figure each, for pages that lay them out themselves."""
    axes = [new_axes(height=HEIGHT), new_axes(height=HEIGHT)]
    draw_panels(axes, *compared())
    return dict(zip(("survival", "wishes"), axes, strict=True))


@with_style
def main() -> None:
    """Write the picture, side by side and one below the other."""
    both, wide = compared(), Path(__file__).with_suffix(".png")
    axes = [part.subplots() for part in halves(PAGE, HEIGHT, 1.15)]
    draw_panels(axes, *both).savefig(wide, dpi=170)
    narrow = wide.with_stem(f"{wide.stem}_narrow")
    draw_panels(panels(2, 1, COLUMN, HEIGHT), *both).savefig(narrow, dpi=200)


if __name__ == "__main__":
    main()
