"""Events of a week by name, and the turning points of a tie."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mutua.engines.history import Week

#: Most weeks that a story reports in full.
MOST = 12
#: Most weeks of one kind that it reports in full.
EACH = 3


class WeekEvent(NamedTuple):
    """An event that may happen in a week: name, text and condition."""

    name: str
    text: str
    happened: Callable[[Week], bool]


def rupture_rise(week: Week) -> float:
    """By how much the user's rupture rose."""
    return week.after.user.feeling.rupture - week.before.user.feeling.rupture


def trust_gain(week: Week) -> float:
    """By how much the user's trust rose."""
    return week.after.user.feeling.trust - week.before.user.feeling.trust


def debt_rise(week: Week) -> float:
    """By how much the user's felt debt rose."""
    return week.after.user.books.debt - week.before.user.books.debt


def is_wounding(week: Week) -> bool:
    """The visit wounded the user."""
    return week.after.tie.rupture_visits > week.before.tie.rupture_visits


def is_missed(week: Week) -> bool:
    """A visit was offered and the user did not come."""
    return week.event.visit.offered > week.event.visit.attended


def is_refused(week: Week) -> bool:
    """The user asked for a visit and was not answered."""
    return week.event.visit.asked > week.event.visit.answered


def is_act_unasked(week: Week) -> bool:
    """The professional did something beyond the role that was not asked for."""
    visit = week.event.visit
    return visit.attended > visit.answered and week.event.given.extra.love > 0.0


def has_returned_act(week: Week) -> bool:
    """The user did something beyond the role."""
    return week.event.given.returned.status > 0.0


def has_admission(week: Week) -> bool:
    """An admission to a ward began."""
    return week.after.person.course.admissions > week.before.person.course.admissions


def has_calmed(week: Week) -> bool:
    """A crisis ended."""
    return week.before.person.course.crisis > week.after.person.course.crisis


def has_ended(week: Week) -> bool:
    """The tie ended."""
    return week.after.tie.ending > 0.0


#: Events by which a period is summarised, in this order.
WEEK_EVENTS = (
    WeekEvent("missed", "offered, and the user did not come", is_missed),
    WeekEvent(
        "answered", "asked for by the user and answered", lambda w: w.event.visit.answered > 0.0
    ),
    WeekEvent("refused", "asked for by the user and not answered", is_refused),
    WeekEvent("act", "the professional did something unasked", is_act_unasked),
    WeekEvent("returned", "the user did something unasked", has_returned_act),
    WeekEvent("wound", "a visit that wounded the user", is_wounding),
    WeekEvent("onset", "a crisis began", lambda w: w.event.onset > 0.0),
    WeekEvent("admitted", "admitted to the ward", has_admission),
    WeekEvent("calm", "a crisis ended", has_calmed),
)


def successions(weeks: Sequence[Week]) -> list[Week]:
    """First weeks of each tie with a new professional."""
    generations = [week.carer.professional.generation for week in weeks]
    pairs = zip(generations, generations[1:], weeks[1:], strict=False)
    return [week for before, after, week in pairs if after > before]


def turning_points(weeks: Sequence[Week]) -> dict[int, list[str]]:
    """Weeks that are reported in full, by number, with the reasons, the weightiest first."""
    visits = [week for week in weeks if week.event.visit.attended > 0.0]
    chosen: list[tuple[str, Week]] = [
        ("the ending" if has_ended(weeks[-1]) else "the last week", weeks[-1])
    ]
    chosen += [("the first visit", week) for week in visits[:1]]
    chosen += [("another professional has taken over", week) for week in successions(weeks)[:EACH]]
    chosen += [("the last visit", week) for week in visits[-1:]]
    chosen += [("a crisis begins", week) for week in weeks if week.event.onset > 0.0][:EACH]
    wounds = sorted((week for week in visits if is_wounding(week)), key=rupture_rise, reverse=True)
    chosen += [("a visit that wounds", week) for week in wounds[:EACH]]
    chosen += [("what lifts trust most", week) for week in sorted(visits, key=trust_gain)[-1:]]
    chosen += [("what obliges most", week) for week in sorted(visits, key=debt_rise)[-1:]]
    reasons: dict[int, list[str]] = {}
    for reason, week in chosen:
        if week.number in reasons or len(reasons) < MOST:
            reasons.setdefault(week.number, []).append(reason)
    return dict(sorted(reasons.items()))
