"""Sections 3.4.8 to 3.4.10: recover, crisis, part."""

from math import sqrt
from types import SimpleNamespace as Thing

from naive.relation import dialogue
from naive.response import (
    CLASSES,
    chance,
    clip,
    coercion,
    consensus,
    elsewhere,
    factor,
    gate,
    plain,
    pos,
    sat,
    share,
    squash,
    strain_of_user,
    toward,
)
from naive.visit import came_over


def recover(dyad, event, carer, p, draws):
    before, course = plain(dyad.person), course_of(dyad, event, carer, p, draws)
    person, given = dyad.person, event.given
    reward = sat(given.to_user["money"] + given.to_user["goods"])
    user = dyad.user
    persuasion = gate(user.feeling.trust) * (
        p.influence.referent * user.feeling.bond + p.influence.reward * reward
    )
    work = effect_of_work(dyad, event, carer.professional, p)
    person.life_event = 0.9 * before.life_event + sqrt(1 - 0.9**2) * draws.life
    person.severity = share(
        before.severity
        - p.recover.rate * work * before.severity
        + p.recover.drift * (before.traits.baseline - before.severity)
        + p.recover.life * person.life_event
        + p.crisis.push * course.crisis * (1 - before.severity)
    )
    odds = adherence_odds(dyad, before, persuasion, p)
    person.adherence = share(toward(before.adherence, chance(odds), p.adhere.speed))
    person.mind = mind_after(dyad, before, event, persuasion, p)
    person.purse = toward(before.purse, before.traits.income, p.recover.living)
    usual = p.population.expressed_emotion.mean
    person.expressed_emotion = toward(before.expressed_emotion, usual, p.relative.regress)
    person.order = pos(before.order - 1)
    discharged = before.course.admitted > 0 and course.admitted == 0
    if discharged and p.interventions.treatment_order.strength > 0:
        person.order = max(person.order, p.service.order_weeks)
    d = p.recover.needs
    shake = p.population.need_sd * sqrt(d * (2 - d))
    for r in CLASSES:
        drifted = toward(user.need[r], p.population.need[r], d)
        user.need[r] = clip(drifted + shake * draws.need[r], 0.01, 1.0)
    event.onset = course.crises - before.course.crises
    person.course = course


def joint_work(event, pro, p):
    given, helped = event.given, came_over(event.given.to_user, pro, p)
    a = helped["information"] + helped["services"]
    b = given.to_professional["information"] + given.to_professional["services"]
    return (a + b) / 2, 2 * a * b / (a + b + 1e-9)


def effect_of_work(dyad, event, pro, p):
    person, talk, relative = dyad.person, dyad.tie.talk, dyad.person.traits.relative
    done = event.joint + p.recover.goods * event.given.to_user["goods"] * person.adherence
    work = pro.skill * talk.understanding * person.traits.response * done
    work *= 1 - p.recover.consensus * (1 - consensus(talk) ** 2)
    work *= 1 - p.recover.adherence * (1 - person.adherence)
    unlike = relative.present * abs(pro.attitude - relative.attitude)
    return work * (1 + p.recover.attitude * unlike)


def adherence_odds(dyad, person, persuasion, p):
    trust = dyad.user.feeling.trust
    odds = p.adhere.odds * factor(person.mind.hope, p.adhere.hope) * (1 + persuasion)
    odds *= factor(consensus(dyad.tie.talk), p.adhere.consensus)
    odds *= 1 + p.adhere.obligation * gate(trust) * dyad.user.books.debt
    odds *= 1 + p.adhere.incentive * p.interventions.incentive.strength
    odds *= 1 + p.adhere.coercion * coercion(person, p)
    odds *= 1 + p.adhere.understanding * dyad.tie.talk.understanding
    odds /= 1 + p.adhere.acceptance * (1 - person.mind.acceptance)
    return odds / (1 + p.adhere.burden * person.traits.burden)


def mind_after(dyad, person, event, persuasion, p):
    mind, anchor, user = person.mind, person.traits.anchor, dyad.user
    relieved = squash(event.relief / p.experience.relief_scale)
    seeing = (1 - dyad.tie.uncertainty) * (1 - user.perception.distortion)
    real = p.mind.acceptance * seeing * user.feeling.trust * dialogue(event)
    real = real + p.influence.acceptance * persuasion if event.visit.attended else 0.0
    hurt = person.traits.stigma * event.given.harm_to_user
    own = 1 - user.perception.felt_control
    grown = Thing(
        efficacy=p.mind.efficacy * pos(relieved) * own * (1 - mind.efficacy),
        hope=p.mind.hope * relieved * user.feeling.trust,
        acceptance=real * (1 - mind.acceptance) - p.mind.stigma * hurt,
    )
    after = Thing()
    for name, value in vars(mind).items():
        drift = p.mind.drift * (getattr(anchor, name) - value)
        setattr(after, name, share(value + getattr(grown, name) + drift))
    return after


def course_of(dyad, event, carer, p, draws):
    """Crisis and admission after this week; writes the joint work, which ends a crisis."""
    person, user, c = dyad.person, dyad.user, plain(dyad.person.course)
    either, both = joint_work(event, carer.professional, p)
    event.joint = either + p.recover.complements * (both - either)
    if c.crisis:
        end = p.crisis.end * (1 + p.crisis.familiarity * dyad.tie.talk.familiarity)
        end *= (1 + p.crisis.joint * event.joint) * (1 + p.interventions.crisis_plan.strength)
        c.crisis = 0.0 if draws.calm < chance(end) else 1.0
        before = c.admitted
        severe = before or person.severity > p.crisis.threshold
        c.admitted = c.crisis if severe else 0.0
        c.admissions += c.admitted * (1 - before)
        c.crisis_weeks += c.crisis
        c.calm = 0.0
        return c
    relative = person.traits.relative
    kin = p.relative.expressed_emotion if person.expressed_emotion >= p.relative.cut else 1.0
    kin *= p.relative.warmth if relative.warmth >= p.relative.cut else 1.0
    onset = p.crisis.base * (kin if relative.present else 1.0)
    onset *= 1 + p.crisis.severity * pos(person.severity - person.traits.baseline)
    onset *= 1 + p.crisis.adherence * (1 - person.adherence)
    onset /= 1 + p.crisis.secure * pos(user.feeling.affect) * gate(user.feeling.trust)
    begins = draws.crisis < max(chance(onset), p.interventions.relapse.strength)
    c.relapses += begins and c.calm >= p.crisis.calm
    c.calm = 0.0 if begins else c.calm + 1
    c.crisis = 1.0 if begins else 0.0
    c.admitted = c.crisis if person.severity > p.crisis.threshold else 0.0
    c.crises += c.crisis
    c.crisis_weeks += c.crisis
    c.admissions += c.admitted
    return c


def part(dyad, event, carer, p, draws):
    person, user, tie = dyad.person, dyad.user, dyad.tie
    traits, goals, attended = person.traits, tie.talk.goals_user, event.visit.attended
    trust, power = user.feeling.trust, coercion(person, p)
    pull = elsewhere(person, p) - user.level.mean_y
    uncertainty = tie.uncertainty * (1 + attended)
    leave = p.exit.base * (1 + p.exit.start * uncertainty) * factor(pull, p.exit.alternatives)
    leave *= factor(strain_of_user(dyad, p), p.exit.strain)
    leave *= 1 + p.exit.rupture * user.feeling.rupture
    leave *= 1 + p.exit.unfair * pos(user.books.credit - user.books.debt)
    leave /= factor(trust, p.exit.trust) * (1 + p.exit.coercion * power)
    leave /= 1 + p.obligation.stay * gate(trust) * user.books.debt
    event.leave_odds = leave / carer.professional.reach

    relief = traits.baseline - person.severity
    attained = goals.change * share(relief / (2 * p.experience.relief_scale))
    attained += goals.stability * (1 - person.course.crisis) + goals.access * tie.met
    attained = attained if tie.contact.attended else 0.0
    enough = attended * p.exit.enough * pos(attained + event.user.y - traits.enough)
    tie.held = tie.held + 1 if attained >= p.exit.goal else 0.0
    calm = 0 < p.exit.discharge <= person.course.calm and not person.course.crisis
    planned = tie.held >= p.exit.hold or 0 < p.exit.protocol <= event.week - tie.begun or calm
    reasons = (
        draws.leaves < chance(event.leave_odds),
        draws.enough < chance(enough),
        tie.contact.gap >= p.exit.patience,
        planned,
        draws.moves < chance(p.exit.moves),
    )
    if True in reasons:
        tie.ending, tie.ended = 1.0 + reasons.index(True), event.week
