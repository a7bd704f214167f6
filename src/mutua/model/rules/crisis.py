"""Crises within verb 7: onset, end, relapse, admission, and the key relative."""

from mutua.jit.compile import rule
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.response import chance, gate, pos, toward
from mutua.model.state import Course, Feeling, Support, User


@rule
def near_crisis(course: Course, weeks: float) -> bool:
    """Whether there is a crisis, or the last one ended less than this many weeks ago.

    Written without a logical or: a way around a comparison keeps the loop over dyads from vectors.
    """
    recent = 1.0 if course.calm < weeks else 0.0
    return max(course.crisis, min(course.crises, recent)) > 0.0


@rule
def weeks_kept(p: Parameters) -> float:
    """Weeks for which control is kept after a crisis; a crisis plan says not to keep it."""
    return p.crisis.keep * (1.0 - p.interventions.crisis_plan.strength)


@rule
def kin_odds(person: User, p: Parameters) -> float:
    """Factor of the key relative on the odds of a crisis; 1 without one.

    High expressed emotion multiplies them, warmth divides them (S001 item 90; Ma 2021: E30, E31).
    """
    kin = person.traits.relative
    high = p.relative.expressed_emotion if person.expressed_emotion >= p.relative.cut else 1.0
    warm = p.relative.warmth if kin.warmth >= p.relative.cut else 1.0
    return high * warm if kin.present > 0.0 else 1.0


@rule
def secure_base(feeling: Feeling) -> float:
    """How far a tie is a secure base, ``pos(affect) gate(trust)``, in [0, 1].

    Source: S001 items 77-78 (secure base), S002 item 116; form design 2.3, verb 7.
    """
    return pos(feeling.affect) * gate(feeling.trust)


@rule
def onset_odds(person: User, secure: float, p: Parameters) -> float:
    """Weekly odds that a crisis begins, >= 0.

    ``base (1 + k pos(severity - baseline))(1 + a (1 - adherence)) relative / (1 + s secure)``.
    Source: S001 item 90 (key relative), S002 item 112 (known staff averted psychosis), S004 item
    151 (feeling better after talking, fewer readmissions); form design 2.3, verb 7.
    """
    x = p.crisis
    ill = 1.0 + x.severity * pos(person.severity - person.traits.baseline)
    untreated = 1.0 + x.adherence * (1.0 - person.adherence)
    return x.base * ill * untreated * kin_odds(person, p) / (1.0 + x.secure * secure)


@rule
def end_odds(support: Support, p: Parameters) -> float:
    """Weekly odds that a crisis ends, ``base (1 + f familiarity)(1 + j joint)(1 + plan)``, >= 0.

    Source: S002 items 112 and 116 (staff who know one; a secure person in a crisis), item 130 (a
    plan made together); form design 2.3, verb 7.
    """
    x = p.crisis
    known = 1.0 + x.familiarity * support.familiarity
    return x.end * known * (1.0 + x.joint * support.joint) * (1.0 + support.plan)


@rule
def course_after(person: User, support: Support, p: Parameters, draws: Draws) -> Course:
    """Crisis, relapse and admission after a week.

    A relapse is an onset after some calm weeks; an admission is the first week of a crisis with
    severity above the threshold, and it lasts as long as the crisis. Source: design 2.3, verb 7.
    """
    before, severity = person.course, person.severity
    if before.crisis > 0.0:
        ends = draws.calm < chance(end_odds(support, p))
        going_on = 0.0 if ends else 1.0
        severe = 1.0 if severity > p.crisis.threshold else 0.0
        admitted = max(before.admitted, severe) * going_on
        return Course(
            crisis=going_on,
            calm=0.0,
            admitted=admitted,
            crises=before.crises,
            relapses=before.relapses,
            admissions=before.admissions + admitted * (1.0 - before.admitted),
            crisis_weeks=before.crisis_weeks + going_on,
        )
    onset = max(chance(onset_odds(person, support.secure, p)), p.interventions.relapse.strength)
    begins = 1.0 if draws.crisis < onset else 0.0
    admitted = begins if severity > p.crisis.threshold else 0.0
    again = begins if before.calm >= p.crisis.calm else 0.0
    return Course(
        crisis=begins,
        calm=0.0 if begins > 0.0 else before.calm + 1.0,
        admitted=admitted,
        crises=before.crises + begins,
        relapses=before.relapses + again,
        admissions=before.admissions + admitted,
        crisis_weeks=before.crisis_weeks + begins,
    )


@rule
def order_after(person: User, after: Course, p: Parameters) -> float:
    """Weeks left under a treatment order, >= 0.

    Orders run out; one is made at a discharge from a ward while the intervention is in force.
    Source: S004 item 9; Burns 2013 (E36); form assumed.
    """
    left = pos(person.order - 1.0)
    discharged = person.course.admitted > 0.0 and after.admitted == 0.0
    if discharged and p.interventions.treatment_order.strength > 0.0:
        return max(left, p.service.order_weeks)
    return left


@rule
def expressed_emotion_after(expressed_emotion: float, p: Parameters) -> float:
    """Expressed emotion of the relative after a week: it regresses slowly to its mean."""
    return toward(expressed_emotion, p.population.expressed_emotion.mean, p.relative.regress)
