"""Sections 3.4.8 and 3.4.9: recover, with crisis and admission.

What the tie does for the user is eleven numbers, the support; from these the person after the week
follows by the same equations in care and out of it.
"""

from math import sqrt
from types import SimpleNamespace as Thing

from naive.giving import came_over
from naive.response import (
    CLASSES,
    chance,
    clip,
    coercion,
    consensus,
    factor,
    gate,
    plain,
    pos,
    sat,
    share,
    squash,
    toward,
)
from naive.talk import dialogue

SUPPORTS = (
    "work", "joint", "relief", "own", "trust", "accepting", "hurt", "secure", "familiarity",
    "plan",
)  # fmt: skip


def no_support():
    return Thing(**dict.fromkeys(SUPPORTS, 0.0), willing=1.0)


def recover(dyad, event, carer, p, draws):
    support, before = support_of(dyad, event, carer.professional, p), dyad.person
    event.joint = support.joint
    dyad.person = person_after(before, support, p, draws)
    dyad.user.need = needs_after(dyad.user.need, p, draws)
    event.onset = dyad.person.course.crises - before.course.crises


def support_of(dyad, event, pro, p):
    """What the tie does for the user this week."""
    user, person, met = dyad.user, dyad.person, event.visit.attended
    trust, joint = user.feeling.trust, joint_work(event, pro, p)
    influence = persuasion(user, event, p)
    return Thing(
        work=effect_of_work(dyad, event, joint, pro, p) if met else 0.0,
        joint=joint if met else 0.0,
        relief=squash(event.relief / p.experience.relief_scale) if met else 0.0,
        own=1 - user.perception.felt_control,
        trust=trust,
        accepting=accepting(dyad, event, influence, p) if met else 0.0,
        hurt=person.traits.stigma * event.given.harm_to_user if met else 0.0,
        secure=pos(user.feeling.affect) * gate(trust),
        familiarity=dyad.tie.talk.familiarity,
        plan=p.interventions.crisis_plan.strength,
        willing=willing(dyad, influence, p),
    )


def joint_work(event, pro, p):
    helped, back = came_over(event.given.to_user, pro, p), event.given.to_professional
    a = helped["information"] + helped["services"]
    b = back["information"] + back["services"]
    return toward((a + b) / 2, 2 * a * b / (a + b + 1e-9), p.recover.complements)


def effect_of_work(dyad, event, joint, pro, p):
    person, talk, relative = dyad.person, dyad.tie.talk, dyad.person.traits.relative
    done = joint + p.recover.goods * event.given.to_user["goods"] * person.adherence
    work = pro.skill * talk.understanding * person.traits.response * done
    work *= 1 - p.recover.consensus * (1 - consensus(talk) ** 2)
    work *= 1 - p.recover.adherence * (1 - person.adherence)
    unlike = relative.present * abs(pro.attitude - relative.attitude)
    return work * (1 + p.recover.attitude * unlike)


def persuasion(user, event, p):
    given = event.given.to_user
    reward = p.influence.reward * sat(given["money"] + given["goods"])
    return gate(user.feeling.trust) * (p.influence.referent * user.feeling.bond + reward)


def willing(dyad, influence, p):
    """Factor of the tie on the odds of following the treatment."""
    user, talk = dyad.user, dyad.tie.talk
    odds = 1 + p.adhere.obligation * gate(user.feeling.trust) * user.books.debt
    odds *= 1 + influence
    odds *= factor(consensus(talk), 0.85, p.adhere.consensus)
    odds *= 1 + p.adhere.understanding * talk.understanding
    return odds * (1 + p.adhere.incentive * p.interventions.incentive.strength)


def accepting(dyad, event, influence, p):
    user, trust = dyad.user, dyad.user.feeling.trust
    seeing = (1 - dyad.tie.uncertainty) * (1 - user.perception.distortion)
    real = p.mind.acceptance * seeing * trust * dialogue(event)
    ashamed = dyad.person.traits.stigma * (1 - trust)
    return (real + p.influence.acceptance * influence) * (1 - ashamed)


def person_after(before, support, p, draws):
    """The person after a week with this support."""
    person, course = plain(before), course_after(before, support, p, draws)
    person.course = course
    person.life_event = 0.9 * before.life_event + sqrt(1 - 0.9**2) * draws.life
    person.severity = share(
        before.severity
        - p.recover.rate * support.work * before.severity
        + p.recover.drift * (before.traits.baseline - before.severity)
        + p.recover.life * person.life_event
        + p.crisis.push * course.crisis * (1 - before.severity)
    )
    followed = chance(adherence_odds(before, support, p))
    person.adherence = share(toward(before.adherence, followed, p.adhere.speed))
    person.mind = mind_after(before, support, p)
    person.purse = toward(before.purse, before.traits.income, p.recover.living)
    usual = p.population.expressed_emotion.mean
    person.expressed_emotion = toward(before.expressed_emotion, usual, p.relative.regress)
    person.order = order_after(before, course, p)
    return person


def order_after(before, course, p):
    left = pos(before.order - 1)
    discharged = before.course.admitted > 0 and course.admitted == 0
    if discharged and p.interventions.treatment_order.strength > 0:
        return max(left, p.service.order_weeks)
    return left


def needs_after(need, p, draws):
    d, after = p.recover.needs, {}
    shake = p.population.need_sd * sqrt(d * (2 - d))
    for r in CLASSES:
        drifted = toward(need[r], p.population.need[r], d)
        after[r] = clip(drifted + shake * draws.need[r], 0.01, 1.0)
    return after


def adherence_odds(person, support, p):
    odds = p.adhere.odds * support.willing * factor(person.mind.hope, 0.45, p.adhere.hope)
    odds *= 1 + p.adhere.coercion * coercion(person, p)
    odds /= 1 + p.adhere.acceptance * (1 - person.mind.acceptance)
    return odds / (1 + p.adhere.burden * person.traits.burden)


def mind_after(person, support, p):
    mind, anchor = person.mind, person.traits.anchor
    grown = Thing(
        efficacy=p.mind.efficacy * pos(support.relief) * support.own * (1 - mind.efficacy),
        hope=p.mind.hope * support.relief * support.trust,
        acceptance=support.accepting * (1 - mind.acceptance) - p.mind.stigma * support.hurt,
    )
    after = Thing()
    for name, value in vars(mind).items():
        drift = p.mind.drift * (getattr(anchor, name) - value)
        setattr(after, name, share(value + getattr(grown, name) + drift))
    return after


def course_after(person, support, p, draws):
    """Crisis and admission after this week."""
    course = plain(person.course)
    if course.crisis:
        crisis_goes_on(course, person, support, p, draws)
    else:
        crisis_may_begin(course, person, support, p, draws)
    return course


def crisis_goes_on(c, person, support, p, draws):
    end = p.crisis.end * (1 + p.crisis.familiarity * support.familiarity)
    end *= (1 + p.crisis.joint * support.joint) * (1 + support.plan)
    before, severe = c.admitted, person.severity > p.crisis.threshold
    c.crisis = 0.0 if draws.calm < chance(end) else 1.0
    c.calm = 0.0
    c.admitted = c.crisis if before or severe else 0.0
    c.admissions += c.admitted * (1 - before)
    c.crisis_weeks += c.crisis


def kin_odds(person, p):
    relative, odds = person.traits.relative, 1.0
    if relative.present and person.expressed_emotion >= p.relative.cut:
        odds *= p.relative.expressed_emotion
    if relative.present and relative.warmth >= p.relative.cut:
        odds *= p.relative.warmth
    return odds


def crisis_may_begin(c, person, support, p, draws):
    onset = p.crisis.base * kin_odds(person, p)
    onset *= 1 + p.crisis.severity * pos(person.severity - person.traits.baseline)
    onset *= 1 + p.crisis.adherence * (1 - person.adherence)
    onset /= 1 + p.crisis.secure * support.secure
    begins = draws.crisis < max(chance(onset), p.interventions.relapse.strength)
    c.relapses += begins and c.calm >= p.crisis.calm
    c.calm = 0.0 if begins else c.calm + 1
    c.crisis = 1.0 if begins else 0.0
    c.admitted = c.crisis if person.severity > p.crisis.threshold else 0.0
    c.crises += c.crisis
    c.crisis_weeks += c.crisis
    c.admissions += c.admitted
