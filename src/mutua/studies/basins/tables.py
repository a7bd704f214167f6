"""Tables of a study of basins, from what was run."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis import starts as two_starts
from mutua.analysis import warning
from mutua.analysis.starts import Starts, band
from mutua.analysis.summary import bands
from mutua.studies.basins.plan import AFTER, BEFORE, Alarm, BasinsPlan, Point
from mutua.studies.basins.runs import BasinsRunner

#: Week in which dyads are compared where ties can end: later, few are left.
YEAR = 52
#: Weeks for which a dyad has to have been on the other side: else it may be on its way back.
HALF = 26
#: Quantities of which a window is read; what stands for all of them, and for the model itself.
QUANTITIES, TOGETHER, ODDS = ("affect", "giving"), "together", "own odds"
#: Series whose mean course before a break-off is shown.
SHOWN = ("affect of the user", "affect of the professional", "given by the user",
         "given by the professional")  # fmt: skip
#: Rates of false alarms of a curve.
RATES = np.linspace(0.0, 1.0, 51)

Rows = list[dict[str, Any]]


def start_tables(runner: BasinsRunner) -> dict[str, pd.DataFrame]:
    """Gaps by week, crossings by week, and what the last states are of, by point and exits."""
    rows: dict[str, Rows] = {"gaps": [], "tips": [], "sources": []}
    for point in runner.plan.points:
        people = runner.people(point)
        for exits in (False, True):
            arm = {**point, "exits": exits}
            found = runner.both_starts(point, exits=exits)
            rows["gaps"] += [arm | row for row in gap_rows(found, runner.plan)]
            rows["tips"] += [arm | row for row in tip_rows(found, runner.plan)]
            rows["sources"] += [arm | row for row in source_rows(found, people, runner.plan, exits)]
    return {name: pd.DataFrame(own) for name, own in rows.items()}


def gap_rows(found: Starts, plan: BasinsPlan) -> Iterator[dict[str, Any]]:
    """Gap and share apart in the weeks that are marked."""
    for week in two_starts.marked_weeks(plan.weeks):
        gap, apart, both = two_starts.gap_at(found, week, plan.apart)
        yield {"week": week, **columns("gap", gap), **columns("apart", apart), "both": both}


def tip_rows(found: Starts, plan: BasinsPlan) -> Iterator[dict[str, Any]]:
    """Share of dyads that have crossed over, by start and week."""
    middle = sum(plan.starts) / 2.0
    for name, course, below in (("low", found.low, True), ("high", found.high, False)):
        weeks = two_starts.tip_weeks(course, middle, from_below=below,
                                     settled=min(HALF, plan.weeks // 4))  # fmt: skip
        curve, median = two_starts.tip_curve(weeks, plan.weeks), two_starts.median_week(weeks)
        for k, row in enumerate(zip(*curve, strict=True)):
            yield {"start": name, "week": k + 1, **columns("tipped", row), "median": median}


def source_rows(
    found: Starts, people: Sequence[Any], plan: BasinsPlan, exits: bool
) -> Iterator[dict[str, Any]]:
    """What the variance of the states is of: after a year, and without exits at the end."""
    for week in sorted({min(YEAR, plan.weeks), *([] if exits else [plan.weeks])}):
        parts = two_starts.variance_parts(found, week, *people)
        yield {"week": week} | {
            k: v for name, part in parts.items() for k, v in columns(name, part).items()
        }


def columns(name: str, value: tuple[float, float, float]) -> dict[str, float]:
    """A number and the ends of its interval."""
    return dict(zip((name, f"{name}_low", f"{name}_high"), value, strict=True))


def loop_table(runner: BasinsRunner) -> pd.DataFrame:
    """The state at each step of a loop, and where it comes to from both starts at a held value."""
    return pd.DataFrame([row for p in runner.plan.loop_points for row in _loop_rows(runner, p)])


def _loop_rows(runner: BasinsRunner, point: Point) -> Iterator[dict[str, Any]]:
    loop = runner.plan.loop
    assert loop is not None
    caseloads = runner.caseloads_moved(point, loop)
    number = len(loop.steps)
    there, back = caseloads[:, : number - 1], caseloads[:, : number - 1 : -1]
    width = two_starts.loop_width(there, back)
    held = {}
    for value in loop.steps:
        found = runner.both_starts({**point, loop.moved: value}, exits=False)
        held[value] = [float(np.nanmean(course[:, :, -1])) for course in found]
    for k, (value, middle, low, high) in enumerate(
        zip(loop.course, *bands(caseloads), strict=True)
    ):
        yield {
            **point, "moved": value, "step": k + 1, "way": "there" if k < number else "back",
            "state": middle, "state_low": low, "state_high": high,
            "held_from_low": held[value][0], "held_from_high": held[value][1],
            **columns("width", width),
        }  # fmt: skip


class Replicate:
    """Signals and cases of one replicate."""

    def __init__(self, courses: Mapping[str, np.ndarray], alarm: Alarm) -> None:
        self.courses = {name: courses[name] for name in SHOWN}
        self.stays = warning.stays_on(courses["engaged"], AFTER)
        self.cases = warning.late_enough(courses["broke off"], alarm.window + BEFORE)
        self.signals = {
            f"{name}, {what}": values
            for name in QUANTITIES
            for what, values in warning.window_signals(courses[name], alarm.window).items()
        }
        odds = warning.window_signals(courses["odds"], alarm.window)["level"]
        self.odds = -odds
        self.number = int((self.cases & self.stays.any(axis=0)).sum())
        self.due = float(_followed(courses, alarm.lead))

    def places(self, signal: np.ndarray, lead: int) -> np.ndarray:
        """Placements of the cases by a signal."""
        return warning.placements(signal, self.cases, self.stays, lead)


def _followed(courses: Mapping[str, np.ndarray], lead: int) -> float:
    """Share of weeks of ties that go on which a break-off follows within `lead` weeks."""
    parts = np.lib.stride_tricks.sliding_window_view(courses["broke off"][:, 1:], lead, axis=1)
    soon = parts.max(axis=2)
    return float(soon[courses["engaged"][:, : soon.shape[1]]].mean())


def warning_tables(runner: BasinsRunner) -> dict[str, pd.DataFrame]:
    """How well signals tell break-offs beforehand; empty where none comes late enough."""
    alarm = runner.plan.alarm
    if alarm is None or not runner.plan.has_warning:
        return {}
    parts = [Replicate(courses, alarm) for courses in runner.courses()]
    if sum(part.number > 0 for part in parts) < 2:
        return {}
    add_together(parts, alarm.lead)
    rows: dict[str, Rows] = {"warning": [], "leads": [], "roc": []}
    for name in parts[0].signals:
        judge_signal(rows, name, parts, alarm)
    rows["course"] = [row for name in SHOWN for row in course_rows(name, parts)]
    return {name: pd.DataFrame(own) for name, own in rows.items()}


def add_together(parts: Sequence[Replicate], lead: int) -> None:
    """Add the signals weighed by those of the other replicates, and the model's own odds."""
    given = [warning.matched_rows(p.signals, p.cases, p.stays, lead) for p in parts]
    for k, part in enumerate(parts):
        others = [rows for j, rows in enumerate(given) if j != k]
        weights = warning.fit_weights(*(np.concatenate(x) for x in zip(*others, strict=True)))
        values = np.stack(list(part.signals.values()), axis=-1)
        part.signals[TOGETHER] = values @ weights
    for part in parts:
        part.signals[ODDS] = part.odds


def judge_signal(
    rows: dict[str, Rows], name: str, parts: Sequence[Replicate], alarm: Alarm
) -> None:
    """Add what one signal is worth: at the lead, by weeks before, and by rate of false alarms."""
    weeks = range(1, BEFORE + 1)
    by_lead = [[part.places(part.signals[name], week) for week in weeks] for part in parts]
    at = [own[alarm.lead - 1] for own in by_lead]
    found = band(np.array([_share(p >= 1.0 - alarm.false_alarms) for p in at]))
    due = float(np.mean([part.due for part in parts]))
    right, wrong = found[0] * due, alarm.false_alarms * (1.0 - due)
    on = np.concatenate([warning.alarm_weeks(own, alarm.false_alarms) for own in by_lead])
    rows["warning"].append({
        "signal": name, **columns("auc", band(np.array([_share(p) for p in at]))),
        **columns("sensitivity", found), "right": right / (right + wrong),
        "lead_time": float(np.median(on[on > 0])) if (on > 0).any() else float("nan"),
        "cases": sum(map(len, at)),
    })  # fmt: skip
    for week in weeks:
        auc = band(np.array([_share(own[week - 1]) for own in by_lead]))
        rows["leads"].append({"signal": name, "before": week, **columns("auc", auc)})
    for rate in RATES:
        hits = float(np.nanmean([_share(p >= 1.0 - rate) for p in at]))
        rows["roc"].append({"signal": name, "false_alarms": rate, "sensitivity": hits})


def _share(values: np.ndarray) -> float:
    """Mean; missing of nothing."""
    return float(values.mean()) if len(values) else float("nan")


def course_rows(name: str, parts: Sequence[Replicate]) -> Iterator[dict[str, Any]]:
    """Mean course of a series before a break-off, and of those who stayed in the same weeks."""
    means = np.array([_mean_courses(part.courses[name], part) for part in parts])
    for k, group in enumerate(("broke off", "stayed")):
        for week, (middle, low, high) in enumerate(zip(*bands(means[:, k]), strict=True)):
            yield {"series": name, "group": group, "before": BEFORE - week, "mean": middle,
                   "mean_low": low, "mean_high": high}  # fmt: skip


def _mean_courses(values: np.ndarray, part: Replicate) -> np.ndarray:
    """Mean of cases, and of stayers of their weeks, up to one week before; shape (2, BEFORE)."""
    sums, number = np.zeros((2, BEFORE)), 0
    for week in np.flatnonzero(part.cases.any(axis=0) & part.stays.any(axis=0)):
        cases = part.cases[:, week]
        before = slice(week - BEFORE, week)
        sums[0] += values[cases, before].sum(axis=0)
        sums[1] += cases.sum() * values[part.stays[:, week], before].mean(axis=0)
        number += int(cases.sum())
    return sums / number if number else np.full((2, BEFORE), np.nan)
