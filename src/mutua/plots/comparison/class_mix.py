"""The equilibrium mix: which share of the engaged dyads is in which class, by week."""

from typing import Any

import numpy as np

from mutua.analysis.summary import bands
from mutua.model.measures.outcomes import WEEKLY, label
from mutua.plots.curves import weeks
from mutua.plots.style import COLOURS, PAGE, PAPER, columns_for, in_lines, note, panels, with_style

#: Weekly series that are shares of classes begin so.
CLASS = "class_"
#: Colours of the classes in their order, of the page too: ties that are dead or drift are grey,
#: antagonistic ones red, mutual ones of the strongest blue; what is left is pale. Any two differ to
#: readers with each kind of colour blindness.
CLASS_COLOURS = ("#333333", "#ABABAB", COLOURS[1], COLOURS[4], "#882255", "#7CC4EE", COLOURS[0],
                 COLOURS[2])  # fmt: skip
OTHER, OTHER_COLOUR = "class_other", "#DDD5BC"
#: Hatches tell the classes apart in grey print.
HATCHES = ("", "////", "....", "\\\\\\\\", "||||", "xxxx", "", "oo")
OTHER_HATCH = "----"
#: Panels in a row.
COLUMNS = 3


def classes() -> list[str]:
    """Names of the weekly series that are shares of equilibrium classes; none where unrecorded."""
    return [name for name in WEEKLY if name.startswith(CLASS)]


@with_style
def mix(series: dict[str, dict[str, np.ndarray]], what: str, *, another: bool = False) -> list[Any]:
    """Share of the engaged dyads in each equilibrium class by week, one panel an arm.

    `series`: by the name of the class (``class_mutual``), then by arm; shape (replicates, weeks).
    `another`: as in `mutua.plots.curves.weekly`.
    """
    arms = list(next(iter(series.values())))
    columns = columns_for(len(arms), COLUMNS)
    axes = panels(len(arms), columns, PAGE, 66.0, sharex=True, sharey=True)
    widest = 0.0
    for ax, arm in zip(axes, arms, strict=True):
        middle, low, high = zip(
            *(bands(values[arm], another=another) for values in series.values()), strict=True
        )
        widest = max(widest, float(np.nanmax(np.array(high) - np.array(low)) / 2))
        week = np.arange(1, len(middle[0]) + 1)
        areas = ax.stackplot(week, np.nan_to_num(middle), alpha=0.9)
        for k, (name, area) in enumerate(zip(series, areas, strict=True)):
            area.set(label=label(name), edgecolor=PAPER, linewidth=0.3, **_fill(name, k))
        weeks(ax, int(week[-1]))
        ax.set_ylim(0, 1)
        ax.set_title(in_lines(arm), loc="left")
    for ax in axes[::columns]:
        ax.set_ylabel("share of engaged dyads")
    handles, labels = axes[0].get_legend_handles_labels()
    axes[0].figure.legend(handles, labels, loc="outside upper left", ncols=5)
    note(axes[0], f"{what}; 95 % over replicates: within ±{widest:.3f} at every point")
    return axes


def _fill(name: str, k: int) -> dict[str, str]:
    """Colour and hatch of the k-th class."""
    if name == OTHER:
        return {"facecolor": OTHER_COLOUR, "hatch": OTHER_HATCH}
    place = k % len(CLASS_COLOURS)
    return {"facecolor": CLASS_COLOURS[place], "hatch": HATCHES[place]}
