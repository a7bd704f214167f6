"""Section 3.4.4: experience."""

from math import sqrt
from types import SimpleNamespace as Thing

from naive.giving import came_over, followed, talked_over
from naive.response import (
    CLASSES,
    PARTICULARISM,
    capacity,
    consensus,
    control_by_agenda,
    near_crisis,
    part_of_visit,
    pos,
    power,
    raised,
    sat,
    share,
    squash,
    strain,
    substitutes,
    toward,
    wish_of,
)


def adherence_seen(person, draws, p):
    return share(person.adherence + p.experience.adherence_noise * draws.noise_seen)


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


def expected_by_user(dyad, p):
    """Control by the professional that a user expects who distrusts, is guarded, wants a say."""
    person, pop = dyad.person, p.population
    guarded = person.avoidance - pop.avoidance.mean
    own = pop.preferred_control.mean - person.traits.preferred_control
    return share(p.norm.control + 0.5 * ((0.5 - dyad.user.feeling.trust) + guarded + own))


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
        standard=1.0,
        harm=given.harm_to_user,
        own_share=toward(had, could, p.obligation.asymmetry),
        wish=wish_of(person, p),
        expected=expected_by_user(dyad, p),
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
        standard=pro.standard,
        harm=given.harm_to_professional,
        own_share=of_role(own, p.norm.professional, part_of_visit(person, p)),
        wish=raised(pro.preferred_control, person, p),
        expected=pro.preferred_control,
        discussed=0.0,
        brought=brought_by_professional(pro, p),
        relieved=squash(success / p.experience.relief_scale),
        follows=p.experience.follows * (looks - 0.5),
        noise=noise_of_hour(draws.noise_professional, draws, p),
    )


def experience(dyad, event, carer, p, draws):
    if not event.visit.attended:
        return
    tie, pro = dyad.tie, carer.professional
    tie.uncertainty /= 2
    event.relief = tie.seen_severity - dyad.person.severity
    tie.seen_severity = dyad.person.severity
    of_user = hour_of_user(dyad, event, pro, p, draws)
    of_professional = hour_of_professional(dyad, event, pro, p, draws)
    event.user = felt(dyad.user, of_user, p.experience.met.user, dyad, pro, p)
    weight = p.experience.met.professional
    event.professional = felt(dyad.professional, of_professional, weight, dyad, pro, p)
    speed = max(p.expectation.memory, 1 / tie.contact.attended)
    tie.met = toward(tie.met, event.user.met, speed)


def needs_met(side, gifts, full):
    """Need-weighted share of the needs that are met, given the ring's exponent in `full`."""
    dear = {r: gifts[r] * (1 + PARTICULARISM[r] * side.feeling.bond) for r in CLASSES}
    worth, met = substitutes(dear, full.gamma), 0.0
    for r in CLASSES:
        filled = min(worth[r] / max(full.share * side.need[r], 1e-9), 1)
        met += side.need[r] * filled * (2 - filled)
    return met / sum(side.need.values())


def as_felt(side, given, seeing, part):
    """Gifts as felt: what is not seen is what is usual, coloured by the image of the other."""
    view = side.perception
    colour = 1 + view.distortion * (2 * view.image - 1)
    return {r: toward(side.usual[r] * part * colour, given[r], seeing) for r in CLASSES}


def control_as_felt(side, hour, dyad, pro, p):
    """How the side views who decides, and what of that it comes to feel."""
    control, felt_control = dyad.tie.talk.control, side.perception.felt_control
    plain = 1.0 if near_crisis(dyad.person, 2 * p.crisis.calm) else 0.0
    shown = toward(control_by_agenda(control, dyad.person, pro, p), control, plain)
    viewed = toward(shown, hour.expected, p.experience.ambiguity * (1 - plain))
    taken_in = toward(felt_control, viewed, max(p.experience.control, plain))
    return toward(taken_in, hour.wish, hour.discussed)


def recognised(side, status, part, understanding):
    wanted = 2 * side.need["status"] * max(part, 1e-9)
    return sat(status / wanted) * 0.5 * (1 + understanding)


def felt(side, hour, weight, dyad, pro, p):
    """What one side makes of the visit: its state is changed, what it felt is returned."""
    view, tie, part = side.perception, dyad.tie, part_of_visit(dyad.person, p)
    seeing = (1 - tie.uncertainty) * (1 - view.distortion)
    gifts = as_felt(side, hour.given, seeing, part)
    full = Thing(share=p.exchange.full * part, gamma=p.exchange.gamma)
    met = needs_met(side, gifts, full)

    repaired = hour.brought * (1 - p.distortion.repair * side.feeling.trust * met)
    view.distortion = toward(view.distortion, repaired, p.distortion.speed)
    view.felt_control = control_as_felt(side, hour, dyad, pro, p)
    known = recognised(side, gifts["status"], part, tie.talk.understanding)
    view.felt_recognition = toward(view.felt_recognition, known, p.experience.control)

    misfit = strain(view.felt_control, hour.wish, dyad.person, p)
    y = outcome(side, hour, weight, Thing(gifts=gifts, met=met, strain=misfit, part=part), dyad, p)
    got, act = beyond_due(side, hour, gifts, seeing, part)
    for r in CLASSES:
        whole = gifts[r] * (1 / max(part, 1e-9))
        learnt = toward(side.usual[r], whole, p.experience.learnt)
        side.usual[r] = toward(learnt, hour.role[r], p.obligation.role)
    return Thing(gifts=gifts, met=met, strain=misfit, y=y, got=got, act=act)


def outcome(side, hour, weight, visit, dyad, p):
    """The outcome of the visit for one side; felt control is already that of this visit."""
    gifts, part, felt_control = visit.gifts, visit.part, side.perception.felt_control
    total, usual = sum(gifts.values()), part * sum(side.usual.values())
    gesture = min(pos(total - usual) / p.experience.gesture, 1)
    uneven = hour.own_share - of_role(total, hour.role, part)
    unfair = p.fair.under * pos(uneven) + p.fair.over * pos(-uneven)
    full = p.exchange.full * part
    excess = sum(PARTICULARISM[r] * pos(gifts[r] - full * side.need[r]) for r in CLASSES)
    lectured = sat(gifts["information"]) * pos(felt_control - hour.wish)
    w = p.experience
    good = weight * (2 * visit.met - 1) + w.extra * gesture
    good += w.relief * hour.relieved + hour.follows
    bad = w.strain * visit.strain + w.harm * hour.harm + unfair
    bad += w.goals * (1 - consensus(dyad.tie.talk))
    bad += w.excess * excess + w.expert * lectured
    return squash(good - bad + hour.noise)


def beyond_due(side, hour, gifts, seeing, part):
    """What was got beyond what is due, acts apart, and acts: in shares of the other's role."""
    asked = part * sum(hour.weight[r] * hour.role[r] for r in CLASSES)

    def weigh(x):
        return sum(hour.weight[r] * x[r] for r in CLASSES) / max(asked, 1e-9)

    act = weigh(hour.act)
    here = {r: side.usual[r] * part for r in CLASSES}
    return weigh(gifts) - seeing * act - hour.standard * weigh(here), act
