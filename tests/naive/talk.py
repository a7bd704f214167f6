"""Section 3.4.7: relate."""

from naive.giving import insight
from naive.response import (
    GOALS,
    elsewhere,
    near_crisis,
    pos,
    raised,
    sat,
    share,
    toward,
    weeks_kept,
)


def relate(dyad, event, carer, p, draws):
    tie, attended = dyad.tie, event.visit.attended
    policy, due = p.interventions.feedback, p.interventions.feedback_interval
    fed_back = attended and policy.strength > 0 and tie.since_feedback >= due
    tie.since_feedback = 0.0 if fed_back else tie.since_feedback + 1
    talk = tie.talk
    drift_goals(talk, dyad.person.course.crisis, p)
    if not attended:
        return
    said = dialogue(event)
    decide(dyad, event, carer, p)
    gained = p.relate.understanding * said * (1 - talk.understanding)
    talk.understanding = share(talk.understanding + gained)
    talk.familiarity = toward(talk.familiarity, 1.0, p.relate.familiarity)
    ours, theirs, speed = talk.goals_user, talk.goals_professional, p.relate.goals * said
    for k in GOALS:
        a, b = getattr(ours, k), getattr(theirs, k)
        setattr(ours, k, toward(a, b, speed))
        setattr(theirs, k, toward(b, a, speed))


def drift_goals(talk, crisis, p):
    """Both sides' goals return to what each wanted; a crisis makes users want stability."""
    in_crisis = {"change": 0, "stability": 1, "access": 0}
    for k in GOALS:
        wanted = toward(getattr(talk.wanted_user, k), in_crisis[k], 0.5 * crisis)
        for goals, aim in (
            (talk.goals_user, wanted),
            (talk.goals_professional, getattr(talk.wanted_professional, k)),
        ):
            setattr(goals, k, toward(getattr(goals, k), aim, p.relate.apart))


def dialogue(event):
    i, j = event.given.to_user["information"], event.given.to_professional["information"]
    return sat(2 * i * j / (i + j + 1e-9))


def wish_as_seen(dyad, pro, p):
    """The user's wish for control, outside crises and now, as far as insight reaches."""
    typical = p.population.preferred_control.mean
    calm = toward(typical, dyad.person.traits.preferred_control, insight(dyad, pro, p))
    return calm, raised(calm, dyad.person, p)


def wish_of_both(calm, dyad, event, pro, p):
    """The wish of the one who depends less weighs more."""
    by_user = event.user.met * (1 - pos(elsewhere(dyad.person, p)))
    by_professional = event.professional.met * (1 - pos(p.relate.alternatives))
    a = 1 - p.relate.dependence * by_user + 1e-6
    b = 1 - p.relate.dependence * by_professional + 1e-6
    return (calm * a + pro.preferred_control * b) / (a + b)


def agreed_control(dyad, event, carer, p):
    pro, custom = carer.professional, dyad.tie.talk.custom
    calm, seen = wish_as_seen(dyad, pro, p)
    both = wish_of_both(calm, dyad, event, pro, p)
    here = toward(p.norm.control, carer.team.control, p.give.ward)
    norm = toward(here, seen, p.norm.adaptive)
    held = p.norm.rigidity * (1 - p.relate.flexibility * pro.flexibility)
    rigid = 1 - p.relate.negotiation * (1 - held)
    return toward(toward(both, norm, rigid), custom, p.relate.homeostasis)


def decide(dyad, event, carer, p):
    """Control and custom after a visit: in and near a crisis control is taken and kept."""
    talk, person, kept = dyad.tie.talk, dyad.person, weeks_kept(p)
    control, goal = talk.control, agreed_control(dyad, event, carer, p)
    if near_crisis(person, kept):
        goal = toward(goal, max(control, goal, p.crisis.control), p.crisis.take)
    else:
        talk.custom = toward(talk.custom, control, p.relate.custom)
    slow = near_crisis(person, kept + p.crisis.calm)
    speed = p.crisis.hand_back if slow else p.relate.control
    talk.control = share(toward(control, goal, speed))
