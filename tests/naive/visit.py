"""Sections 3.4.2 to 3.4.4: attend, give, experience."""

from math import sqrt
from types import SimpleNamespace as Thing

from naive.response import (
    CLASSES,
    PARTICULARISM,
    capacity,
    chance,
    clip,
    coercion,
    consensus,
    factor,
    gate,
    nothing,
    part_of_visit,
    pos,
    power,
    raised,
    sat,
    share,
    squash,
    strain,
    strain_of_user,
    substitutes,
    toward,
    voiced,
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
    unsaid = 2 * (1 - voiced(person, p))
    odds /= 1 + p.attend.withdraw * pos(-user.feeling.affect) * unsaid
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
    return clip(readiness * (1 + d.debt * side.books.debt), 0.25, 2.0)


def feedback(tie, p):
    ago = tie.since_feedback / p.interventions.feedback_interval
    return p.interventions.feedback.strength / (1 + ago)


def talked_over(tie, p):
    return p.give.talk * feedback(tie, p)


def insight(tie, pro, p):
    unseen = (1 - tie.talk.understanding) * (1 - p.give.empathy * pro.empathy)
    return 1 - unseen * (1 - feedback(tie, p))


def seen_needs(dyad, pro, p):
    see = insight(dyad.tie, pro, p)
    return {r: toward(p.population.need[r], dyad.user.need[r], see) for r in CLASSES}


def everyday(habit, ready, p):
    return min(habit * ready, p.habit.most)


def meant_by_professional(dyad, carer, p):
    """What the professional intends to give at a whole visit, day by day."""
    side, giving = dyad.professional, carer.team.giving
    seen = seen_needs(dyad, carer.professional, p)
    deprived = pos(side.books.credit - side.books.debt)
    ready = drive(side, p.give.professional) / (1 + p.give.withdrawal * deprived**2)
    responsive = toward(p.norm.responsiveness, 1, talked_over(dyad.tie, p))
    total_norm, total_given = sum(p.norm.professional.values()), sum(giving.values())
    intended = {}
    for r in CLASSES:
        usual = giving[r] * total_norm / max(total_given, 1e-9)
        role = toward(p.norm.professional[r], usual, p.give.ward)
        budget = toward(role, 6 * seen[r] / sum(seen.values()), responsive)
        intended[r] = budget * everyday(side.habit[r], ready, p)
    return intended


def professional_gifts(dyad, carer, intended, p):
    person, user, pro = dyad.person, dyad.user, carer.professional

    def accepts(strings):
        return 1 / (1 + p.give.refusal * user.books.debt * strings)

    able = p.effort.professional * factor(carer.team.climate, p.give.climate)
    able *= part_of_visit(person, p)
    gifts = {}
    for r in CLASSES:
        left = 1 - p.give.burnout * pro.burnout * PARTICULARISM[r]
        strings = p.norm.contract if r in ("money", "goods") else coercion(person, p)
        gifts[r] = intended[r] * left * able * accepts(strings)
    held = 1 - p.give.attribution * person.traits.responsibility
    gifts["information"] *= 1 - dyad.professional.feeling.rupture
    gifts["goods"] *= held
    gifts["services"] *= pro.energy * held
    return gifts


def followed(x, p):
    return 1 - p.give.adherence * (1 - x)


def adherence_seen(person, draws, p):
    return share(person.adherence + p.experience.adherence_noise * draws.noise_seen)


def user_gifts(dyad, intended, p):
    person, user = dyad.person, dyad.user
    able = p.effort.user * part_of_visit(person, p)
    gifts = {r: intended[r] * able for r in CLASSES}
    affordable, unit = sat(person.purse / p.give.purse), p.budget.user
    gifts["money"] = min(gifts["money"] * affordable, person.purse / unit)
    left = pos(person.purse - gifts["money"] * unit)
    gifts["goods"] = min(gifts["goods"] * affordable, left / unit)
    gifts["information"] *= (1 - user.feeling.rupture) * (1 + talked_over(dyad.tie, p))
    gifts["services"] *= capacity(person, p) * followed(person.adherence, p)
    return gifts


def size_of_act(p):
    return p.give.extra * p.effort.professional * (1 + p.interventions.boundary.strength)


def extra_acts(acts, p):
    """What the professional adds by so many acts, and what policies add."""
    size = acts * size_of_act(p)
    first = p.interventions.user_first.strength
    more = {"love": size, "money": p.interventions.incentive.strength}
    return nothing() | more | {"goods": first, "services": size + first}


def acts_of_both(dyad, event, p, draws):
    user, professional = dyad.user.feeling, dyad.professional.feeling
    answered = event.visit.answered
    unasked = draws.asks < share(p.give.unasked * (professional.bond + professional.trust))
    returns = draws.answers < share(p.give.returned * (user.bond + user.trust))
    part = part_of_visit(dyad.person, p)
    size = p.give.extra * p.effort.user * part * (returns and not answered)
    extra = extra_acts(part if answered or unasked else 0.0, p)
    return extra, nothing() | {"status": size, "services": size}


def harm(dyad, carer, p):
    """Love and status taken from the user and from the professional."""
    person = dyad.person
    of_professional = pos(-dyad.professional.feeling.affect) * (1 - carer.professional.skill)
    of_user = pos(-dyad.user.feeling.affect) * (1 - person.mind.efficacy)
    to_user = p.harm.professional * of_professional + p.interventions.breach.strength
    to_user += p.harm.coercion * coercion(person, p)
    return to_user, p.harm.user * 2 * voiced(person, p) * of_user


def give(dyad, event, carer, p, draws):
    given, visit = event.given, event.visit
    if not visit.attended:
        kept_free = p.give.reserved * p.effort.professional * sum(p.norm.professional.values())
        given.reserved = visit.offered * kept_free
        return
    person, tie, user = dyad.person, dyad.tie, dyad.user
    ready = drive(user, p.give.user)
    by_user = {r: p.norm.user[r] * everyday(user.habit[r], ready, p) for r in CLASSES}
    by_professional = meant_by_professional(dyad, carer, p)
    extra, returned = acts_of_both(dyad, event, p, draws)
    gifts, back = professional_gifts(dyad, carer, by_professional, p), user_gifts(dyad, by_user, p)
    harm_to_user, harm_to_professional = harm(dyad, carer, p)
    given = event.given = Thing(
        to_user={r: gifts[r] + extra[r] for r in CLASSES},
        to_professional={r: back[r] + returned[r] for r in CLASSES},
        extra=extra,
        returned=returned,
        intended_by_user=by_user,
        intended_by_professional=by_professional,
        reserved=0.0,
        harm_to_user=harm_to_user,
        harm_to_professional=harm_to_professional,
    )
    moved = (given.to_professional["money"] + given.to_professional["goods"]) * p.budget.user
    moved -= (given.to_user["money"] + given.to_user["goods"]) * p.budget.professional
    person.purse = pos(person.purse - moved)
    tie.organisation += moved
    speed = max(p.give.flow, 1 / tie.contact.attended)
    for name in ("to_user", "to_professional"):
        total = sum(getattr(given, name).values())
        setattr(tie.flow, name, toward(getattr(tie.flow, name), total, speed))


def came_over(amounts, pro, p):
    """What of the professional's amounts comes over, by empathy and skill."""

    def quality(trait):
        return pos(1 + p.give.quality * (trait - 0.6))

    warm, able = quality(pro.empathy), quality(pro.skill)
    worth = {"love": warm, "status": warm, "information": able, "services": able}
    return {r: amounts[r] * worth.get(r, 1) for r in CLASSES}


def role_of_user(person, given, p):
    """What the user's role asks: money and goods are as given, as if for a whole visit."""
    role, part = dict(p.norm.user), max(part_of_visit(person, p), 1e-9)
    role["money"], role["goods"] = given["money"] / part, given["goods"] / part
    role["services"] *= capacity(person, p)
    return role


def without_purse(need):
    return need | {"money": 0.0, "goods": 0.0}


def brought_by_user(person, p):
    d = p.distortion
    known = d.avoidance * person.avoidance + d.anxiety * person.traits.anxiety
    feared = d.suspicion * person.severity + d.power * power(p)
    return share(known + (1 - person.service_trust) * feared)


def brought_by_professional(pro, p):
    d = p.distortion
    worn = d.burnout * pro.burnout + d.load * (1 - pro.energy)
    stereotype = d.stereotype * pro.preferred_control * power(p)
    return share(d.attachment * pro.attachment + worn + stereotype)


def of_role(units, role, part):
    """Units as a share of what a role asks for this part of a visit."""
    return units / max(part * sum(role.values()), 1e-9)


def noise_of_hour(own, draws, p):
    s = p.experience.shared
    return p.experience.noise * (sqrt(1 - s) * own + sqrt(s) * draws.shared)


def hour_of_user(dyad, event, pro, p, draws):
    person, given, part = dyad.person, event.given, part_of_visit(dyad.person, p)
    able = p.effort.user * part * sum(given.intended_by_user.values())
    had = of_role(sum(given.to_professional.values()), p.norm.user, part)
    could = of_role(able + sum(given.returned.values()), p.norm.user, part)
    return Thing(
        given=came_over(given.to_user, pro, p),
        role=p.norm.professional,
        act=came_over(given.extra | {"money": 0.0}, pro, p),
        weight=dyad.user.need,
        harm=given.harm_to_user,
        own_share=toward(had, could, p.obligation.asymmetry),
        wish=raised(person.traits.preferred_control, person, p),
        discussed=talked_over(dyad.tie, p),
        brought=brought_by_user(person, p),
        relieved=squash(event.relief / p.experience.relief_scale),
        follows=0.0,
        noise=noise_of_hour(draws.noise_user, draws, p),
    )


def hour_of_professional(dyad, event, pro, p, draws):
    person, given = dyad.person, event.given
    looks = adherence_seen(person, draws, p)
    seen = followed(looks, p) / max(followed(person.adherence, p), 1e-9)
    back = dict(given.to_professional)
    back["services"] *= seen
    success = event.relief + p.experience.seen_noise * draws.noise_seen
    own = sum(given.to_user.values()) - given.extra["money"]
    return Thing(
        given=back,
        role=role_of_user(person, given.to_professional, p),
        act=given.returned,
        weight=without_purse(dyad.professional.need),
        harm=given.harm_to_professional,
        own_share=of_role(own, p.norm.professional, part_of_visit(person, p)),
        wish=raised(pro.preferred_control, person, p),
        discussed=0.0,
        brought=brought_by_professional(pro, p),
        relieved=squash(success / p.experience.relief_scale),
        follows=p.experience.follows * (looks - 0.5),
        noise=noise_of_hour(draws.noise_professional, draws, p),
    )


def experience(dyad, event, carer, p, draws):
    if not event.visit.attended:
        return
    tie, pro, part = dyad.tie, carer.professional, part_of_visit(dyad.person, p)
    tie.uncertainty /= 2
    event.relief = tie.seen_severity - dyad.person.severity
    tie.seen_severity = dyad.person.severity
    of_user = hour_of_user(dyad, event, pro, p, draws)
    of_professional = hour_of_professional(dyad, event, pro, p, draws)
    event.user = felt(dyad.user, of_user, p.experience.user, tie, part, p)
    weights = p.experience.professional
    event.professional = felt(dyad.professional, of_professional, weights, tie, part, p)
    speed = max(p.expectation.memory, 1 / tie.contact.attended)
    tie.met = toward(tie.met, event.user.met, speed)


def needs_met(side, gifts, full, p):
    dear = {r: gifts[r] * (1 + PARTICULARISM[r] * side.feeling.bond) for r in CLASSES}
    worth, met = substitutes(dear, p.exchange.gamma), 0.0
    for r in CLASSES:
        filled = min(worth[r] / max(full * side.need[r], 1e-9), 1)
        met += side.need[r] * filled * (2 - filled)
    return met / sum(side.need.values())


def felt(side, hour, w, tie, part, p):
    """What one side makes of the visit: its state is changed, what it felt is returned."""
    view, full = side.perception, p.exchange.full * part
    seeing = (1 - tie.uncertainty) * (1 - view.distortion)
    here = {r: side.usual[r] * part for r in CLASSES}
    gifts = {r: toward(here[r] * (1 - view.distortion), hour.given[r], seeing) for r in CLASSES}
    met = needs_met(side, gifts, full, p)

    repaired = hour.brought * (1 - p.distortion.repair * side.feeling.trust * met)
    view.distortion = toward(view.distortion, repaired, p.distortion.speed)
    speed, control = p.experience.control, toward(p.norm.control, tie.talk.control, seeing)
    followed_it = toward(view.felt_control, control, speed)
    view.felt_control = toward(followed_it, hour.wish, hour.discussed)
    view.felt_recognition = toward(view.felt_recognition, sat(gifts["status"]), speed)

    misfit, total = strain(side, hour.wish, p), sum(gifts.values())
    gesture = min(pos(total - sum(here.values())) / p.experience.gesture, 1)
    uneven = hour.own_share - of_role(total, hour.role, part)
    unfair = p.fair.under * pos(uneven) + p.fair.over * pos(-uneven)
    excess = sum(PARTICULARISM[r] * pos(gifts[r] - full * side.need[r]) for r in CLASSES)
    lectured = sat(gifts["information"]) * pos(view.felt_control - hour.wish)
    good = w.met * (2 * met - 1) + w.extra * gesture + w.relief * hour.relieved + hour.follows
    bad = w.strain * misfit + w.harm * hour.harm + unfair
    bad += p.experience.goals * (1 - consensus(tie.talk))
    bad += w.excess * excess + w.expert * lectured

    def weigh(x):
        asked = sum(hour.weight[r] * hour.role[r] for r in CLASSES)
        return sum(hour.weight[r] * x[r] for r in CLASSES) / max(part * asked, 1e-9)

    act = weigh(hour.act)
    got = weigh(gifts) - seeing * act - weigh(here)
    for r in CLASSES:
        whole = gifts[r] * (1 / max(part, 1e-9))
        learnt = toward(side.usual[r], whole, p.experience.learnt)
        side.usual[r] = toward(learnt, hour.role[r], p.obligation.role)
    y = squash((good - bad + hour.noise) / w.scale)
    return Thing(gifts=gifts, met=met, strain=misfit, y=y, got=got, act=act)
