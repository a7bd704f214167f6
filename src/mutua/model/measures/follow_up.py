"""What is recorded of the people of the cohort, whether or not they are in care."""

from mutua.jit.compile import rule
from mutua.model.draws import UserDraws
from mutua.model.measures.outcomes import CohortWeek, PersonRow
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.response import share
from mutua.model.state import Dyad, Tie, User

#: What is recorded where no user of the cohort is in care.
NO_PERSON = CohortWeek(*(0.0 for _ in CohortWeek._fields))


@rule
def is_first_tie(tie: Tie) -> bool:
    """Whether a tie is the first of a user of the cohort."""
    return tie.generation + tie.spell == 0.0


@rule
def observe_person(person: User, in_care: float, week: float) -> CohortWeek:
    """Record a user of the cohort at the end of a week, in care (1) or not (0)."""
    course, outside = person.course, person.outside
    return CohortWeek(
        in_care=in_care,
        cohort_severity=person.severity,
        cohort_adherence=person.adherence,
        cohort_efficacy=person.mind.efficacy,
        cohort_hope=person.mind.hope,
        cohort_crisis=course.crisis,
        cohort_crises=course.crises,
        cohort_crisis_weeks=course.crisis_weeks,
        cohort_relapses=course.relapses,
        cohort_admissions=course.admissions,
        weeks_in_care=week - outside.weeks,
        crises_in_care=course.crises - outside.crises,
        relapses_in_care=course.relapses - outside.relapses,
        admissions_in_care=course.admissions - outside.admissions,
    )


@rule
def is_in_care(tie: Tie) -> bool:
    """Whether a user of the cohort is in a tie that goes on, the first or a later one."""
    return tie.ending == 0.0 and tie.generation == 0.0


@rule
def observe_in_care(dyad: Dyad, week: float) -> CohortWeek:
    """Record the user of a tie at the end of a week; all zero unless one of the cohort is in it."""
    return observe_person(dyad.person, 1.0, week) if is_in_care(dyad.tie) else NO_PERSON


@rule
def rated_improvement(person: User, draws: UserDraws, p: Parameters) -> float:
    """Rating of severity at week 0 less the rating now, each within [0, 1], in [-1, 1]."""
    start = share(person.traits.baseline + p.measure.severity_noise * draws.rating_start)
    return start - share(person.severity + p.measure.severity_noise * draws.rating_end)


@rule
def summarise_person(
    person: User, followed: float, in_care: float, draws: UserDraws, weeks: float, p: Parameters
) -> PersonRow:
    """What became of a user of the cohort, in care (1) or not (0) in the last week.

    `followed` is the mean of adherence over some 13 weeks.
    """
    course, outside = person.course, person.outside
    return PersonRow(
        in_care=in_care,
        weeks_in_care=weeks - outside.weeks,
        severity_end=person.severity,
        improvement=rated_improvement(person, draws, p),
        adherence=followed,
        acceptance=person.mind.acceptance,
        avoidance_end=person.avoidance,
        crises=course.crises,
        crises_in_care=course.crises - outside.crises,
        crisis_weeks=course.crisis_weeks,
        relapses=course.relapses,
        relapses_in_care=course.relapses - outside.relapses,
        admissions=course.admissions,
        admissions_in_care=course.admissions - outside.admissions,
    )
