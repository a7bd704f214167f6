"""One dyad: give and take in phase; trust and both books over time."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from mutua.analysis.phrases import state_name
from mutua.engines.events import WEEK_EVENTS, successions
from mutua.engines.history import Week
from mutua.model.measures.equilibrium import flows
from mutua.model.measures.outcomes import WEEKLY
from mutua.model.resources import total
from mutua.model.state import ENDINGS
from mutua.plots.curves import weeks as week_axis
from mutua.plots.style import (
    COLOURS,
    FAINT,
    INK,
    LINES,
    PAGE,
    PAPER,
    RC,
    halves,
    note,
    with_style,
)

HEIGHT = 120.0  # mm
#: Smallest span of both axes of the portrait, as shares of budgets; smallest height of a book.
LEAST, LEAST_BOOK = 0.3, 0.05
#: Room above the curves.
ROOM = 1.05
#: Rows of events from the top: name, marker, colour; those of MARKS by their name.
EVENTS = (
    ("visit", "|", INK), ("missed", "x", COLOURS[1]), ("refused", "v", COLOURS[3]),
    ("wound", "D", COLOURS[1]), ("crisis", "s", COLOURS[3]), ("successor", "^", COLOURS[0]),
    ("ending", "X", INK),
)  # fmt: skip
#: Markers around both ends of the path, which a legend names: words would lie over points.
ENDS = {"first visit": "o", "last visit": "s"}
NAMES = {"refused": "asked in vain", "wound": "rupture", "successor": "new professional"}


@with_style
def give_and_take(weeks: Sequence[Week], what: str) -> list[Any]:
    """Phase portrait of the flows at the left; events, trust and both books at the right.

    `weeks`: of one tie.
    """
    left, right = halves(PAGE, HEIGHT, 1.25)
    phase = left.subplots()
    events, trust, *books = right.subplots(4, 1, sharex=True)
    _portrait(phase, weeks)
    _events(events, weeks)
    _trust(trust, weeks)
    for ax, side in zip(books, ("user", "professional"), strict=True):
        _books(ax, weeks, side)
    books[0].legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2)
    top = ROOM * max(ax.get_ylim()[1] for ax in books)
    for ax in books:
        ax.set_ylim(0, max(top, LEAST_BOOK))
    week_axis(books[1], weeks[-1].number)
    note(books[1], what)
    return [phase, events, trust, *books]


def _portrait(ax: Any, weeks: Sequence[Week]) -> None:
    """The path of both flows, each as a share of its giver's budget; single visits as dots."""
    met = [week for week in weeks if week.event.visit.attended > 0.0]
    path = np.array([flows(w.after, float(w.number), w.now) for w in met]).reshape(-1, 2)
    dots = np.array([_shares(week) for week in met]).reshape(-1, 2)
    seen = np.concatenate([path, dots])
    low, high = (seen.min(), seen.max()) if met else (0.0, 1.0)
    middle, half = (low + high) / 2, max(high - low, LEAST) / 2 * 1.15
    low, high = max(middle - half, 0.0), middle + half
    equal = 1.0 - 0.2 * weeks[-1].now.measure.thresholds
    slope = equal / (2.0 - equal)  # the lesser flow by the greater where DE is at its threshold
    ax.fill_between([0, high], [0, slope * high], [0, high / slope], color=FAINT, alpha=0.15,
                    linewidth=0, label=f"equal give and take (DE ≥ {equal:.2g})")  # fmt: skip
    ax.plot([0, high], [0, high], color=FAINT, linewidth=0.6, label="exactly equal")
    ax.scatter(dots[:, 1], dots[:, 0], s=5, color=FAINT, linewidths=0, label="single visits")
    ax.plot(path[:, 1], path[:, 0], color=COLOURS[0], linewidth=0.8, label="smoothed, by week")
    _coloured(ax, met, path)
    ax.set(xlim=(low, high), ylim=(low, high), box_aspect=1.0)
    ax.set_xlabel("flow to professional\n(share of the user's budget for a visit)")
    ax.set_ylabel("flow to user\n(share of the professional's budget for a visit)")
    ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), title="give and take", alignment="left",
              title_fontsize=RC["axes.titlesize"])  # fmt: skip


def _coloured(ax: Any, met: Sequence[Week], path: np.ndarray) -> None:
    """Points of the path, darker to lighter in time, its two ends with markers of their own."""
    if not met:
        return
    numbers = [week.number for week in met]
    points = ax.scatter(path[:, 1], path[:, 0], c=numbers, s=12, cmap="viridis", zorder=3,
                        edgecolors=PAPER, linewidths=0.3)  # fmt: skip
    ax.figure.colorbar(points, ax=ax, location="bottom", shrink=0.8, aspect=30, label="week")
    for place, (text, marker) in zip((0, -1), ENDS.items(), strict=True):
        ax.scatter(*path[place, ::-1], marker=marker, s=34, facecolors="none", edgecolors=INK,
                   linewidths=0.9, zorder=4, label=text)  # fmt: skip


def _shares(week: Week) -> tuple[float, float]:
    """What each gave at one visit, to user and to professional, as shares of their budgets."""
    given, effort = week.event.given, week.now.effort
    return (total(given.to_user) / (6.0 * max(effort.professional, 1e-9)),
            total(given.to_professional) / (6.0 * max(effort.user, 1e-9)))  # fmt: skip


def weeks_of_events(weeks: Sequence[Week]) -> dict[str, list[int]]:
    """Weeks in which each kind of event happened, by the name of its row."""
    tests: dict[str, Callable[[Week], bool]] = {mark.name: mark.happened for mark in WEEK_EVENTS}
    tests["visit"] = lambda week: week.event.visit.attended > 0.0
    tests["crisis"] = lambda week: week.after.person.course.crisis > 0.0
    tests["ending"] = lambda week: week.after.tie.ending > 0.0
    numbers = {
        name: [w.number for w in weeks if tests[name](w)] for name, *_ in EVENTS if name in tests
    }
    return numbers | {"successor": [week.number for week in successions(weeks)]}


def _events(ax: Any, weeks: Sequence[Week]) -> None:
    """One row for each kind of event."""
    numbers = weeks_of_events(weeks)
    for row, (name, marker, colour) in enumerate(EVENTS):
        ax.scatter(numbers[name], [row] * len(numbers[name]), marker=marker, s=12, color=colour,
                   linewidths=0.8, clip_on=False)  # fmt: skip
    ending = ENDINGS[int(weeks[-1].after.tie.ending)]
    names = [NAMES.get(name, name) for name, *_ in EVENTS]
    names[-1] = f"ending: {ending}" if ending else "no ending"
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(left=False)
    ax.grid(axis="y", linewidth=0.3)
    ax.set_title("what happened", loc="left")


def _trust(ax: Any, weeks: Sequence[Week]) -> None:
    """Trust of both sides."""
    numbers = [week.number for week in weeks]
    for k, side in enumerate(("user", "professional")):
        values = [getattr(week.after, side).feeling.trust for week in weeks]
        ax.plot(numbers, values, label=side, color=COLOURS[k], linestyle=LINES[k])
    _successions(ax, weeks)
    ax.set_ylim(0, 1)
    ax.set_ylabel(f"level ({WEEKLY['trust_user'].unit})")
    ax.set_title("trust", loc="left")
    ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2)


def _successions(ax: Any, weeks: Sequence[Week]) -> None:
    """A line where another professional takes over."""
    for week in successions(weeks):
        ax.axvline(week.number, color=FAINT, linewidth=0.6, linestyle=LINES[2])


def _books(ax: Any, weeks: Sequence[Week], side: str) -> None:
    """Felt debt and claimed credit of one side."""
    numbers = [week.number for week in weeks]
    for k, book in enumerate(("debt", "credit")):
        values = [getattr(getattr(week.after, side).books, book) for week in weeks]
        ax.plot(numbers, values, label=state_name(book), color=COLOURS[k], linestyle=LINES[k])
    _successions(ax, weeks)
    unit = WEEKLY[f"debt_{side}"].unit
    ax.set_ylabel(f"level ({unit})")
    ax.set_title(f"books of the {side}", loc="left")
