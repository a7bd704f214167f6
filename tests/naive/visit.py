"""Sections 3.4.2 to 3.4.4: attend, give, experience."""

from math import sqrt
from types import SimpleNamespace as Thing

from naive.response import (
    CLASSES,
    PARTICULARISM,
    chance,
    clip,
    coercion,
    factor,
    gate,
    nothing,
    pos,
    raised,
    sat,
    share,
    squash,
    strain,
    strain_of_user,
    substitutes,
    toward,
)


def attend(dyad, event, carer, p, draws):
    person, user, contact, pro = dyad.person, dyad.user, dyad.tie.contact, carer.professional
    trust, admitted = user.feeling.trust, person.course.admitted
    offer = (
        (1 - p.attend.energy * (1 - pro.energy))
        * (1 - p.attend.initiative * (1 - p.norm.initiative))
        / p.service.contact_interval
    )
    ask = p.ask.odds * (1 - p.norm.initiative) * factor(trust, p.ask.trust)
    ask *= 1 + p.ask.severity * person.severity
    ask *= 1 + p.ask.crisis * person.course.crisis
    ask *= 1 + p.ask.anxiety * person.traits.anxiety
    ask /= 1 + p.ask.avoidance * person.avoidance

    odds = p.attend.odds * factor(trust, p.attend.trust)
    odds *= factor(person.service_trust, p.attend.service)
    odds *= 1 + p.attend.bond * user.feeling.bond
    odds *= 1 + p.obligation.attend * gate(trust) * user.books.debt
    odds *= 1 + p.attend.incentive * p.interventions.incentive.strength
    odds *= 1 + p.attend.coercion * coercion(person, p)
    odds /= 1 + p.attend.avoidance * person.avoidance * person.severity
    odds /= 1 + p.attend.strain * strain_of_user(dyad, p)
    odds /= 1 + p.attend.missed * contact.missed

    offered = 1.0 if draws.offered < offer else admitted
    asked = 1.0 - offered if draws.asks < chance(ask) else 0.0
    answered = asked if draws.answers < chance(p.ask.answer * pro.reach * pro.energy) else 0.0
    invited = offered + answered
    comes = 1.0 if draws.comes < chance(odds * (1 + p.ask.comes * answered)) else admitted
    if not admitted and 1 - draws.comes < p.interventions.no_show.strength:
        comes = 0.0
    met = invited * comes
    event.visit = Thing(offered=invited, attended=met, asked=asked, answered=answered, odds=odds)

    waiting = contact.missed + invited > 0
    contact.gap = contact.gap + 1 if waiting and not met else 0.0
    contact.missed = 0.0 if met else contact.missed + invited
    contact.last = event.week if met else contact.last
    contact.offered += invited
    contact.attended += met


def drive(side, d):
    readiness = factor(side.feeling.trust, d.trust) * factor(side.feeling.affect, d.affect)
    owing = (1 + d.debt * side.books.debt) / (1 + d.credit * side.books.credit)
    return clip(readiness * owing, 0.25, 2.0)


def insight(tie, pro, p):
    ago = tie.since_feedback / p.interventions.feedback_interval
    feedback = p.interventions.feedback.strength / (1 + ago)
    return 1 - (1 - tie.talk.understanding) * (1 - p.give.empathy * pro.empathy) * (1 - feedback)


def seen_needs(dyad, pro, p):
    see = insight(dyad.tie, pro, p)
    return {r: toward(p.population.need[r], dyad.user.need[r], see) for r in CLASSES}


def professional_gifts(dyad, carer, p):
    person, user, side, pro = dyad.person, dyad.user, dyad.professional, carer.professional
    seen = seen_needs(dyad, pro, p)

    def accepts(strings):
        return 1 / (1 + p.give.refusal * user.books.debt * strings)

    balance = side.books.credit - side.books.debt
    ready = p.effort.professional * drive(side, p.give.professional)
    ready *= factor(carer.team.climate, p.give.climate)
    ready *= 1 - (1 - p.give.admitted) * person.course.admitted
    ready /= 1 + p.give.withdrawal * balance**2
    total_norm = sum(p.norm.professional.values())
    given = carer.team.giving
    share_of_giving = {r: given[r] / max(sum(given.values()), 1e-9) for r in CLASSES}
    gifts = {}
    for r in CLASSES:
        usual = share_of_giving[r] * total_norm
        role = toward(p.norm.professional[r], usual, p.give.ward)
        budget = toward(role, 6 * seen[r] / sum(seen.values()), p.norm.responsiveness)
        left = 1 - p.give.burnout * pro.burnout * PARTICULARISM[r]
        gifts[r] = budget * left * ready * side.habit[r]
    held = 1 - p.give.attribution * person.traits.responsibility
    for r in CLASSES:
        things = r in ("money", "goods")
        gifts[r] *= accepts(p.norm.contract if things else coercion(person, p))
    gifts["information"] *= 1 - side.feeling.rupture
    gifts["goods"] *= held
    gifts["services"] *= pro.energy * held
    return gifts


def extra_acts(event, p):
    act = p.give.extra * event.visit.answered * (1 + p.interventions.boundary.strength)
    first = p.interventions.user_first.strength
    acts = {"love": act, "money": p.interventions.incentive.strength}
    return nothing() | acts | {"goods": first, "services": act + first}


def followed(x, p):
    return 1 - p.give.adherence * (1 - x)


def services_seen(services, adherence, noise, p):
    seen = share(adherence + p.experience.adherence_noise * noise)
    return services * followed(seen, p) / max(followed(adherence, p), 1e-9)


def user_gifts(dyad, p):
    person, user = dyad.person, dyad.user
    ready = p.effort.user * drive(user, p.give.user)
    gifts = {r: p.norm.user[r] * user.habit[r] * ready for r in CLASSES}
    affordable, unit = sat(person.purse / p.give.purse), p.budget.user
    gifts["money"] = min(gifts["money"] * affordable, person.purse / unit)
    left = pos(person.purse - gifts["money"] * unit)
    gifts["goods"] = min(gifts["goods"] * affordable, left / unit)
    gifts["information"] *= 1 - user.feeling.rupture
    gifts["services"] *= 1 - p.give.capacity * person.severity * (1 - person.mind.efficacy)
    gifts["services"] *= followed(person.adherence, p)
    return gifts


def give(dyad, event, carer, p, draws):
    if not event.visit.attended:
        return
    person, tie = dyad.person, dyad.tie
    gifts, extra = professional_gifts(dyad, carer, p), extra_acts(event, p)
    there = {r: gifts[r] + extra[r] for r in CLASSES}
    back = user_gifts(dyad, p)
    feelings = dyad.user.feeling.affect, dyad.professional.feeling.affect
    event.given = Thing(
        to_user=there,
        to_professional=back,
        extra=extra,
        harm_to_user=p.harm.professional * pos(-feelings[1]) * (1 - carer.professional.skill)
        + p.harm.coercion * coercion(person, p)
        + p.interventions.breach.strength,
        harm_to_professional=p.harm.user * pos(-feelings[0]),
    )
    moved = (back["money"] + back["goods"]) * p.budget.user
    moved -= (there["money"] + there["goods"]) * p.budget.professional
    person.purse = pos(person.purse - moved)
    tie.organisation += moved
    speed = max(p.give.flow, 1 / tie.contact.attended)
    tie.flow.to_user = toward(tie.flow.to_user, sum(there.values()), speed)
    tie.flow.to_professional = toward(tie.flow.to_professional, sum(back.values()), speed)


def brought_by_user(person, p):
    d = p.distortion
    known = d.avoidance * person.avoidance + d.anxiety * person.traits.anxiety
    feared = d.suspicion * person.severity + d.power * p.service.statutory_power * p.norm.power
    return share(known + (1 - person.service_trust) * feared)


def brought_by_professional(pro, p):
    d = p.distortion
    worn = d.burnout * pro.burnout + d.load * (1 - pro.energy)
    power = d.stereotype * pro.preferred_control * p.service.statutory_power * p.norm.power
    return share(d.attachment * pro.attachment + worn + power)


def experience(dyad, event, carer, p, draws):
    if not event.visit.attended:
        return
    person, tie, pro, given = dyad.person, dyad.tie, carer.professional, event.given
    tie.uncertainty /= 2
    event.relief = tie.seen_severity - person.severity
    tie.seen_severity = person.severity
    seen = event.relief + p.experience.seen_noise * draws.noise_seen
    scale, part = p.experience.relief_scale, p.experience.shared
    own, shared = (
        p.experience.noise * sqrt(1 - part),
        p.experience.noise * sqrt(part) * draws.shared,
    )
    of_user = Thing(
        given=given.to_user,
        norm=p.norm.professional,
        harm=given.harm_to_user,
        own=sum(given.to_professional.values()),
        wish=raised(person.traits.preferred_control, person, p),
        closeness=person.traits.preferred_closeness,
        brought=brought_by_user(person, p),
        relieved=squash(event.relief / scale),
        draws=own * draws.noise_user + shared,
    )
    back = dict(given.to_professional)
    back["services"] = services_seen(back["services"], person.adherence, draws.noise_seen, p)
    of_professional = Thing(
        given=back,
        norm=p.norm.user,
        harm=given.harm_to_professional,
        own=sum(given.to_user.values()) - given.extra["money"],
        wish=raised(pro.preferred_control, person, p),
        closeness=p.norm.closeness,
        brought=brought_by_professional(pro, p),
        relieved=squash(seen / scale),
        draws=own * draws.noise_professional + shared,
    )
    event.user = felt(dyad.user, of_user, p.experience.user, tie, p)
    event.professional = felt(dyad.professional, of_professional, p.experience.professional, tie, p)
    speed = max(p.expectation.memory, 1 / tie.contact.attended)
    tie.met = toward(tie.met, event.user.met, speed)


def felt(side, hour, w, tie, p):
    """What one side makes of the visit: its perception is changed, what it felt is returned."""
    view, feeling = side.perception, side.feeling
    seeing = (1 - tie.uncertainty) * (1 - view.distortion)
    colour = pos(1 + p.experience.colour * hour.draws)
    gifts, dear = {}, {}
    for r in CLASSES:
        gifts[r] = toward(hour.norm[r] * (1 - view.distortion), hour.given[r], seeing) * colour
        dear[r] = gifts[r] * (1 + PARTICULARISM[r] * feeling.bond) / p.exchange.scale
    worth = substitutes(dear, p.exchange.gamma)
    met = sum(side.need[r] * sat(worth[r]) for r in CLASSES) / sum(side.need.values())

    control = toward(p.norm.control, tie.talk.control, seeing)
    repaired = hour.brought * (1 - p.distortion.repair * feeling.trust * met)
    view.distortion = toward(view.distortion, repaired, p.distortion.speed)
    speed = p.experience.control
    view.felt_control = toward(view.felt_control, control, speed)
    view.felt_closeness = toward(view.felt_closeness, sat(gifts["love"]), speed)
    view.felt_recognition = toward(view.felt_recognition, sat(gifts["status"]), speed)

    misfit = strain(side, hour.wish, hour.closeness, p)
    beyond = sum(pos(gifts[r] - hour.norm[r]) for r in CLASSES) / 6
    excess = sum(PARTICULARISM[r] * pos(gifts[r] - p.experience.optimum) for r in CLASSES)
    lectured = sat(gifts["information"]) * pos(view.felt_control - hour.wish)
    good = w.met * met + w.extra * beyond + w.relief * hour.relieved + hour.draws
    bad = w.strain * misfit + w.harm * hour.harm + w.own * hour.own / 6
    bad += w.excess * excess + w.expert * lectured
    return Thing(gifts=gifts, met=met, strain=misfit, y=squash((good - bad) / w.scale))
