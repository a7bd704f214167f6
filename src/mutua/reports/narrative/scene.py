"""One week in sentences, computed from its numbers."""

from mutua.analysis.phrases import amount, change
from mutua.engines.events import has_admission, has_calmed, is_refused, is_wounding
from mutua.engines.history import Week
from mutua.model.resources import total


def story_of(week: Week) -> str:
    """What happened this week, in sentences."""
    sentences = [_succession(week), _contact(week)]
    if week.event.visit.attended > 0.0:
        sentences += [_hour_of_user(week), _wound(week), _hour_of_professional(week)]
    return " ".join(sentence for sentence in [*sentences, _course(week)] if sentence)


def _succession(week: Week) -> str:
    pro = week.carer.professional
    if pro.generation == 0.0 or pro.tenure > 0.0:
        return ""
    return (
        f"The professional has left; the successor (skill {amount(pro.skill)}, empathy "
        f"{amount(pro.empathy)}, burnout {amount(pro.burnout)}) is given "
        f"{amount(week.before.user.feeling.trust)} of trust to begin with."
    )


def _contact(week: Week) -> str:
    visit = week.event.visit
    if week.before.person.course.admitted > 0.0:
        return "They meet on the ward."
    if visit.answered > 0.0:
        came = "they meet" if visit.attended > 0.0 else "then the user does not come"
        return f"The user asks for a visit and is answered; {came}."
    if is_refused(week):
        return "Nothing is offered; the user asks, and is not answered."
    if visit.offered == 0.0:
        return "Nothing is offered, and the user does not ask."
    return "They meet." if visit.attended > 0.0 else "A visit is offered; the user does not come."


def _hour_of_user(week: Week) -> str:
    event, side = week.event, week.before.user
    return (
        f"The professional gives {amount(total(event.given.to_user))}, felt as "
        f"{amount(total(event.user.gifts))}; the user expected {amount(side.level.expectation)} of "
        f"the visit and finds it {amount(event.user.y)}."
    )


def _wound(week: Week) -> str:
    if not is_wounding(week):
        return ""
    ruptures = change(week.before.user.feeling.rupture, week.after.user.feeling.rupture)
    return f"That is worse than what the user forgives: rupture {ruptures}."


def _hour_of_professional(week: Week) -> str:
    event, side = week.event, week.before.professional
    return (
        f"The user gives {amount(total(event.given.to_professional))}, felt as "
        f"{amount(total(event.professional.gifts))}; the professional expected "
        f"{amount(side.level.expectation)} and finds it {amount(event.professional.y)}."
    )


def _course(week: Week) -> str:
    if has_admission(week):
        return "In a crisis, the user is admitted to the ward."
    if week.event.onset > 0.0:
        return "A crisis begins."
    return "The crisis ends." if has_calmed(week) else ""
