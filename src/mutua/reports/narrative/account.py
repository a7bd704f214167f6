"""The account of a tie: quiet weeks together, turning points each on its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from mutua.analysis.phrases import amount, count, name_weeks
from mutua.engines.events import WEEK_EVENTS, turning_points
from mutua.engines.history import History, Week
from mutua.model.measures.outcomes import RECORDED
from mutua.model.state import ENDINGS
from mutua.reports.narrative.columns import Line, of_sides, of_tie, of_visit
from mutua.reports.narrative.ending import ending_in_words
from mutua.reports.narrative.scene import story_of

#: States of either side that a stretch of weeks is summed up by.
OF_STRETCH = (
    ("feeling", "trust"), ("feeling", "affect"), ("feeling", "rupture"),
    ("books", "debt"), ("books", "credit"),
)  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """A stretch of weeks, or a turning point."""

    weeks: Sequence[Week]  #: The weeks that it tells
    reasons: Sequence[str]  #: Why the week is given in full; empty for a period

    @property
    def title(self) -> str:
        """``Week 7: the first visit``, ``Weeks 8-15``."""
        name = name_weeks([week.number for week in self.weeks]).capitalize()
        return f"{name}: {', '.join(self.reasons)}" if self.reasons else name

    @property
    def sentence(self) -> str:
        """What happened."""
        return story_of(self.weeks[0]) if self.reasons else _summed(self.weeks)

    @property
    def lines(self) -> list[Line]:
        """How both sides came through, the same weeks in two books; what was 0 is left out."""
        first, last = self.weeks[0], self.weeks[-1]
        if self.reasons:
            lines = [*of_visit(first), *of_sides(first.before, first.after)]
        else:
            lines = of_sides(first.before, last.after, OF_STRETCH)
        return [line for line in lines if line.says]

    @property
    def between(self) -> list[tuple[str, str]]:
        """What the two have between them, and how the user fares."""
        return of_tie(self.weeks[0].before, self.weeks[-1].after)


def _summed(weeks: Sequence[Week]) -> str:
    visits = [week.event.visit for week in weeks]
    offered, met = (sum(getattr(v, name) for v in visits) for name in ("offered", "attended"))
    parts = [f"{count(met, 'visit')} of {offered:.0f} offered" if offered else "nothing offered"]
    for mark in WEEK_EVENTS:
        numbers = [week.number for week in weeks if mark.happened(week)]
        parts += [f"{mark.text} ({name_weeks(numbers)})"] if numbers else []
    return "; ".join(parts).capitalize() + "."


def chapters(weeks: Sequence[Week]) -> list[Chapter]:
    """Cut a tie into turning points and the stretches between them."""
    points = turning_points(weeks)
    parts: list[Chapter] = []
    quiet: list[Week] = []
    for week in weeks:
        if week.number not in points:
            quiet.append(week)
            continue
        parts += [Chapter(quiet, [])] if quiet else []
        parts.append(Chapter([week], points[week.number]))
        quiet = []
    return parts


def afterwards(history: History) -> list[str]:
    """What became of the user when the tie had ended, and who held this place later on."""
    own = history.ties[0][0].before.tie
    ended = history.ties[0][-1].after.tie.ending > 0.0
    parts = [_after_care(dict(zip(RECORDED, history.row.tolist(), strict=True)))] if ended else []
    for weeks in history.ties[1:]:
        first, last = weeks[0], weeks[-1]
        tie = first.before.tie
        who = "Another user" if tie.generation > 0.0 else "Another user, once in care before,"
        if tie.generation == 0.0 and tie.place == own.place:
            who = "The same user"
        kind = ENDINGS[int(last.after.tie.ending)]
        end = f"ended in week {last.number} ({kind})" if kind else "went on at the end of the run"
        visits = count(last.after.tie.contact.attended, "visit")
        parts.append(f"{who} came to this place in week {first.number}; that tie had {visits} and "
                     f"{end}.")  # fmt: skip
    return parts


def _after_care(row: dict[str, float]) -> str:
    """What a user's row says of the person, beyond the first tie."""
    crises = [count(row[name], one) for name, one in (("relapses", "relapse"),
                                                     ("admissions", "admission"))]  # fmt: skip
    inside = [f"{row[f'{name}_in_care']:.0f}" for name in ("relapses", "admissions")]
    where = "in care again" if row["in_care"] > 0.0 else "out of care"
    weeks = count(row["weeks_in_care"], "week")
    return (
        f"The person lives on: {where} in the last week, after {weeks} in care in all; by then "
        f"{crises[0]} ({inside[0]} in care) and {crises[1]} ({inside[1]} in care), and severity "
        f"{amount(row['severity_end'])}."
    )


def closing(history: History) -> list[str]:
    """The ending and why, then who came later."""
    return [*ending_in_words(history.ties[0]), *afterwards(history)]
