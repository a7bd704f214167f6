"""Out of care: people live on when a tie has ended, and may come back."""

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.recover import needs_after, person_after
from mutua.model.rules.response import USUAL_SERVICE_TRUST, chance, factor
from mutua.model.state import MOVED, NO_SUPPORT, Course, Dyad, Life, Outside, User


@rule
def leave_care(dyad: Dyad) -> Life:
    """Return the life of a user whose tie has ended this week, before the next one."""
    tie = dyad.tie
    return Life(
        person=dyad.person,
        need=dyad.user.need,
        level=dyad.user.level,
        wanted=tie.talk.wanted_user,
        followed=dyad.record.window.adherence,
        place=tie.place,
        spell=tie.spell + 1.0,
        moved=1.0 if tie.ending == MOVED else 0.0,
        returns=0.0,
    )


@rule
def outside_after(outside: Outside, before: Course, after: Course) -> Outside:
    """Weeks and events out of care after one more such week."""
    return Outside(
        weeks=outside.weeks + 1.0,
        crises=outside.crises + after.crises - before.crises,
        relapses=outside.relapses + after.relapses - before.relapses,
        admissions=outside.admissions + after.admissions - before.admissions,
        crisis_weeks=outside.crisis_weeks + after.crisis_weeks - before.crisis_weeks,
    )


@rule
def return_odds(person: User, p: Parameters) -> float:
    """Weekly odds that a user who is out of care wishes to come back, >= 0.

    ``base (1 + n severity)(1 + c crisis)(1 + a anxiety) m(service trust) / (1 + v avoidance)``:
    what makes one ask for a visit makes one ask for care again, and as strongly. Source: S004 item
    161 (what was learnt of a service is carried on), S002 items 113 and 116; form assumed.
    """
    x = p.ask
    need = (1.0 + x.severity * person.severity) * (1.0 + x.crisis * person.course.crisis)
    wish = p.exit.back * need * (1.0 + x.anxiety * person.traits.anxiety)
    wish = wish * factor(person.service_trust, USUAL_SERVICE_TRUST, p.attend.service)
    return wish / (1.0 + x.avoidance * person.avoidance)


@rule
def live_outside(life: Life, p: Parameters, draws: Draws) -> Life:
    """One week of a user who is out of care: verb 7 without a tie.

    There is no joint work, no secure base and no agreement; severity drifts to its baseline, and
    the treatment is followed as far as hope and acceptance go. Source: S004 item 151 (what became
    of users in a follow-up of 20 months), S000 items 25 and 61 (disengagement); form assumed.
    """
    person = person_after(life.person, NO_SUPPORT, p, draws)
    outside = outside_after(person.outside, life.person.course, person.course)
    wishes = draws.asks < chance(return_odds(person, p)) * (1.0 - life.moved)
    return replace(
        life,
        person=replace(person, outside=outside),
        need=needs_after(life.need, draws.need, p),
        returns=1.0 if wishes else 0.0,
    )
