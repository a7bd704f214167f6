"""Verb 6, relate: dialogue builds understanding and moves goals; control is negotiated."""

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.crisis import near_crisis, weeks_kept
from mutua.model.rules.give import seen_calm_wish, seen_wish
from mutua.model.rules.response import alternatives, pos, sat, share, toward
from mutua.model.state import Carer, Course, Dyad, Event, Given, Goals, Talk, Team


@rule
def dialogue(given: Given) -> float:
    """Information both ways, in [0, 1): the harmonic mean of the two flows, saturating.

    ``sat(2ab/(a + b))``: a monologue is no dialogue. Source: S000 item 52, S001 item 83; form
    assumed.
    """
    a, b = given.to_user.information, given.to_professional.information
    return sat(2.0 * a * b / (a + b + 1e-9))


@rule
def understanding_after(understanding: float, talk: float, p: Parameters) -> float:
    """Shared meaning after a visit, ``U + r dialogue (1 - U)``, in [0, 1].

    Source: S001 items 83-85, S002 item 112 (knowing and being known); form assumed.
    """
    return share(understanding + p.relate.understanding * talk * (1.0 - understanding))


@rule
def goals_after(own: Goals, other: Goals, pull: float) -> Goals:
    """One side's goals, moved the share `pull` of the way to others, such as the other side's.

    Shares keep their sum. Source: S000 item 54 (reaching agreement), S001 item 83; form assumed.
    """
    return Goals(
        change=toward(own.change, other.change, pull),
        stability=toward(own.stability, other.stability, pull),
        access=toward(own.access, other.access, pull),
    )


@rule
def wanted_in_crisis(wanted: Goals, crisis: float) -> Goals:
    """What a user wants now: in a crisis half-way to stability. Source: S004 item 12; assumed."""
    half = 0.5 * crisis
    return Goals(
        change=toward(wanted.change, 0.0, half),
        stability=toward(wanted.stability, 1.0, half),
        access=toward(wanted.access, 0.0, half),
    )


@rule
def drift_goals(talk: Talk, crisis: float, p: Parameters) -> Talk:
    """Both sides' goals after a week by themselves: each returns to what it wanted at the start.

    Source: S001 item 13 (goals differ), S000 item 54 (agreement is reached again and again); form
    assumed.
    """
    wanted = wanted_in_crisis(talk.wanted_user, crisis)
    return replace(
        talk,
        goals_user=goals_after(talk.goals_user, wanted, p.relate.apart),
        goals_professional=goals_after(
            talk.goals_professional, talk.wanted_professional, p.relate.apart
        ),
    )


@rule
def power_dependence(met: float, alternatives: float) -> float:
    """How much a side depends on the other, ``met (1 - pos(alternatives))``, in [0, 1].

    Source: S000 item 38; Emerson's power-dependence (theory.md B1); form design 2.3, verb 6.
    """
    return met * (1.0 - pos(alternatives))


@rule
def negotiate(wish_user: float, wish_professional: float, d_user: float, d_pro: float) -> float:
    """Control that both wishes come to, each weighing ``1 - dependence``, in [0, 1].

    The less dependent side gets nearer its wish. Source: S000 item 44 (negotiating), Emerson.
    """
    a, b = 1.0 - d_user + 1e-6, 1.0 - d_pro + 1e-6
    return (wish_user * a + wish_professional * b) / (a + b)


@rule
def norm_of_control(seen: float, team: Team, p: Parameters) -> float:
    """Control that is prescribed for this user here, in [0, 1].

    The regime's norm, leaning to what is usual in the team, or as far as the regime is adaptive the
    user's wish as it is seen. Source: S001 item 92 (staff and patients hold each other's patterns),
    S002 items 118 and 131 (some want it shared, some want the professional to decide).
    """
    here = toward(p.norm.control, team.control, p.give.ward)
    return here + p.norm.adaptive * (seen - here)


@rule
def rigidity_of(flexibility: float, p: Parameters) -> float:
    """How far control is held at the norm, ``1 - n (1 - rigidity (1 - w flexibility))``.

    Source: S004 item 163 (flexibility), S000 item 44; n = 0 leaves nothing to negotiate.
    """
    held = p.norm.rigidity * (1.0 - p.relate.flexibility * flexibility)
    return 1.0 - p.relate.negotiation * (1.0 - held)


@rule
def control_goal(control: float, course: Course, agreed: float, p: Parameters) -> float:
    """Where control is headed: to what was agreed, or to the professional's hands in a crisis.

    Control is taken in a crisis and kept for some weeks after it.
    Source: S002 items 116 and 130 (takes control when the user cannot); form assumed.
    """
    if near_crisis(course, weeks_kept(p)):
        return agreed + p.crisis.take * (max(control, max(agreed, p.crisis.control)) - agreed)
    return agreed


@rule
def control_speed(course: Course, p: Parameters) -> float:
    """Share of the way to its goal that control moves at a visit.

    It is taken and handed back at another speed than it is negotiated: in a crisis, while it is
    kept, and for as many weeks after that as make a relapse of the next onset.
    """
    near = near_crisis(course, weeks_kept(p) + p.crisis.calm)
    return p.crisis.hand_back if near else p.relate.control


@rule
def control_after(control: float, goal: float, speed: float) -> float:
    """Enacted control after a visit, ``C + f (goal - C)``, in [0, 1]."""
    return share(toward(control, goal, speed))


@rule
def custom_after(custom: float, control: float, course: Course, p: Parameters) -> float:
    """Control that is the custom of the two after a visit, in [0, 1]; crises set no custom.

    ``c + a (control - c)``: the norm of a dyad follows what it does, slowly. Source: S001 item 88
    (homeostasis); form assumed.
    """
    near = near_crisis(course, weeks_kept(p))
    return toward(custom, control, 0.0 if near else p.relate.custom)


@rule
def wish_of_both(dyad: Dyad, carer: Carer, event: Event, seen: float, p: Parameters) -> float:
    """Control that the two come to; the user's wish counts as the professional sees it.

    Both wishes are those outside crises: in a crisis control is taken, not negotiated.
    """
    d_user = power_dependence(event.user.met, alternatives(dyad.person, p))
    d_pro = power_dependence(event.professional.met, p.relate.alternatives)
    return negotiate(
        seen,
        carer.professional.preferred_control,
        p.relate.dependence * d_user,
        p.relate.dependence * d_pro,
    )


@rule
def talk_after(dyad: Dyad, carer: Carer, event: Event, p: Parameters) -> Talk:
    """What the two have worked out between them, after a visit.

    Control heads for ``(1 - rigidity) wish + rigidity norm``, held back by what is their custom.
    Source: S000 item 44 (negotiating), S001 items 63-66 and 88 (homeostasis), S002 item 118; form
    assumed.
    """
    talk, course = dyad.tie.talk, dyad.person.course
    calm = seen_calm_wish(dyad, carer, p)
    seen = seen_wish(calm, course.crisis, p)
    wish = wish_of_both(dyad, carer, event, calm, p)
    rigidity = rigidity_of(carer.professional.flexibility, p)
    norm = norm_of_control(seen, carer.team, p)
    agreed = toward(wish + rigidity * (norm - wish), talk.custom, p.relate.homeostasis)
    goal = control_goal(talk.control, course, agreed, p)
    spoken = dialogue(event.given)
    pull = p.relate.goals * spoken
    return Talk(
        control=control_after(talk.control, goal, control_speed(course, p)),
        custom=custom_after(talk.custom, talk.control, course, p),
        understanding=understanding_after(talk.understanding, spoken, p),
        familiarity=toward(talk.familiarity, 1.0, p.relate.familiarity),
        goals_user=goals_after(talk.goals_user, talk.goals_professional, pull),
        goals_professional=goals_after(talk.goals_professional, talk.goals_user, pull),
        wanted_user=talk.wanted_user,
        wanted_professional=talk.wanted_professional,
    )


@rule
def weeks_since_feedback(since: float, attended: float, p: Parameters) -> float:
    """Weeks since the user's view was last fed back, after this week.

    It is fed back at a visit once the interval has passed, while feedback is in force.
    Source: S004 item 164 (MECCA), Priebe 2007 (DIALOG).
    """
    x = p.interventions
    due = attended > 0.0 and x.feedback.strength > 0.0 and since >= x.feedback_interval
    return 0.0 if due else since + 1.0


@rule
def relate(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """Move understanding, familiarity, goals and control at an attended visit.

    Goals drift apart every week.
    """
    since = weeks_since_feedback(dyad.tie.since_feedback, event.visit.attended, p)
    drifted = drift_goals(dyad.tie.talk, dyad.person.course.crisis, p)
    dyad = replace(dyad, tie=replace(dyad.tie, since_feedback=since, talk=drifted))
    if event.visit.attended == 0.0:
        return dyad, event
    talk = talk_after(dyad, carer, event, p)
    return replace(dyad, tie=replace(dyad.tie, talk=talk)), event
