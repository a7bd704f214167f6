"""Curves by week with bands over replicates."""

from typing import Any

import numpy as np

from mutua.analysis.summary import bands
from mutua.measures.outcomes import WEEKLY, Outcome
from mutua.plots.style import look, new_axes, note

HALF_YEAR = 26  # weeks


def curves(ax: Any, arms: dict[str, np.ndarray], first_week: int, **line: Any) -> None:
    """Draw one curve an arm, the mean over replicates with its 95 % band.

    Parameters
    ----------
    arms : dict of float, shape (replicates, weeks)
        Curves by arm.
    first_week : int
        Week of the first point.
    """
    for k, (name, values) in enumerate(arms.items()):
        mean, low, high = bands(values)
        week = np.arange(first_week, first_week + len(mean))
        ax.plot(week, mean, label=name, **look(k), **line)
        ax.fill_between(week, low, high, color=look(k)["color"], alpha=0.25, linewidth=0,
                        step="post" if line else None)  # fmt: skip
    _weeks(ax, int(week[-1]))


def _weeks(ax: Any, last: int) -> None:
    ax.set_xlim(0, last)
    if last >= HALF_YEAR:
        ax.set_xticks(range(0, last + 1, HALF_YEAR))
    ax.set_xlabel("week")
    ax.legend()


def survival(arms: dict[str, np.ndarray], what: str, ax: Any = None) -> Any:
    """Share of ties not yet broken off, by week of the last attended visit."""
    ax = new_axes(ax)
    curves(ax, arms, 0, drawstyle="steps-post")
    ax.set_ylim(0, 1)
    ax.set_ylabel("ties not broken off (share)")
    note(ax, f"{what}; bands: 95 % over replicates")
    return ax


def course(weekly: Any, what: str, ax: Any = None) -> Any:
    """Share of the cohort engaged and trust of both sides, by week of one run."""
    ax = new_axes(ax)
    for k, name in enumerate(("engaged", "trust_user", "trust_professional")):
        about = WEEKLY[name]
        ax.plot(weekly["week"], weekly[name], label=f"{about.label} ({about.unit})", **look(k))
    _weeks(ax, int(weekly["week"].iloc[-1]))
    ax.set_ylim(0, 1)
    ax.set_ylabel("share of cohort; mean over engaged")
    note(ax, what)
    return ax


def weekly(arms: dict[str, np.ndarray], about: Outcome, what: str, ax: Any = None) -> Any:
    """One weekly series by arm, among engaged dyads."""
    ax = new_axes(ax)
    curves(ax, arms, 1)
    ax.set_ylabel(f"{about.label} ({about.unit})")
    note(ax, f"{what}; engaged dyads; bands: 95 % over replicates")
    return ax
