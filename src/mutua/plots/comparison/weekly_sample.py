"""What sampled dyads show: the same ones week by week, and those who get less than they give."""

from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.benefit import GROUPS
from mutua.analysis.benefit import SIDES as PARTIES
from mutua.model.measures.outcomes import WEEKLY, label
from mutua.plots.curves import BANDS, SIDES, STATES, curve, weeks
from mutua.plots.style import FAINT, MARKERS, PAGE, legend_above, look, note, panels, with_style

#: Width that the arms take up around the place of a group.
SPREAD = 0.6


@with_style
def stayers(table: pd.DataFrame, arms: list[str], what: str) -> list[Any]:
    """Differences from the reference among those engaged under both arms; columns share an axis.

    Parameters
    ----------
    table : DataFrame
        As from `mutua.analysis.stayers.stayer_table`.
    arms : list of str
        The reference, then the arms that are drawn.
    """
    axes = panels(8, 4, PAGE, 48.0, sharex=True, sharey="col")
    places = [f"{state}_{side}" for side in SIDES for state in STATES]
    against = table[table["reference"] == arms[0]]
    for ax, name in zip(axes, places, strict=True):
        ax.axhline(0, color=FAINT, linewidth=0.6)
        for k, arm in enumerate(arms[1:], start=1):
            rows = against[(against["arm"] == arm) & (against["outcome"] == name)]
            bars = (rows["difference"], rows["low"], rows["high"])
            curve(ax, k, arm, rows["week"], bars)
            ax.plot(rows["week"], rows["own"], color=look(k)["color"], linewidth=0.5)
        weeks(ax, int(table["week"].max()))
        ax.set_title(label(name), loc="left")
    for ax in axes[::4]:
        ax.set_ylabel(f"difference from\n{arms[0]} ({WEEKLY['trust_user'].unit})")
    legend_above(axes[0])
    note(axes[0], f"{what}; thick: engaged under both arms; thin: each arm's own; {BANDS}")
    return axes


@with_style
def benefit(table: pd.DataFrame, what: str) -> list[Any]:
    """How many are owed or owe at the landmark, and how many of them broke off later.

    `table`: as from `mutua.analysis.benefit.benefit_table`.
    """
    axes = panels(4, 2, PAGE, 50.0, sharex=True, sharey="row")
    for k, (_, own) in enumerate(table.groupby("arm", sort=False, observed=True)):
        shift = SPREAD * ((k + 0.5) / table["arm"].nunique() - 0.5)
        for column, side in enumerate(PARTIES):
            rows = own[own["side"] == side]
            _points(axes[column], k, rows, "dyads", shift)
            _points(axes[column + 2], k, rows, "dropout", shift)
    names = ("share of engaged dyads", "broke off later\n(share of group)")
    for ax, name in zip(axes[::2], names, strict=True):
        ax.set_ylabel(name)
        ax.set_ylim(0, None)
    for above, below, side in zip(axes[:2], axes[2:], PARTIES, strict=True):
        above.set_title(f"debt and credit of the {side}, week {table['week'].iloc[0]}", loc="left")
        below.set_xticks(range(len(GROUPS)), GROUPS)
        below.set_xlabel("by credit less debt")
    legend_above(axes[0])
    note(axes[0], f"{what}; bars: 95 % over replicates")
    return axes


def _points(ax: Any, k: int, rows: pd.DataFrame, value: str, shift: float) -> None:
    """One arm's values in the groups, with their intervals."""
    middle = rows[value].to_numpy()
    low, high = (rows[f"{value}_{end}"].to_numpy() for end in ("low", "high"))
    place, marker = np.arange(len(rows)) + shift, MARKERS[k % len(MARKERS)]
    style: dict[str, Any] = {"color": look(k)["color"], "label": rows["arm"].iloc[0]}
    ax.errorbar(place, middle, yerr=[middle - low, high - middle], fmt="none", elinewidth=0.9,
                ecolor=style["color"])  # fmt: skip
    ax.plot(place, middle, marker, clip_on=False, **style)
