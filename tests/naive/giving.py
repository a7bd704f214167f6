"""Section 3.4.3: give."""

from types import SimpleNamespace as Thing

from naive.response import (
    CLASSES,
    PARTICULARISM,
    agenda,
    capacity,
    clip,
    coercion,
    factor,
    m,
    nothing,
    part_of_visit,
    pos,
    sat,
    share,
    talk_by_agenda,
    toward,
    voiced,
)


def drive(side, p):
    readiness = factor(side.feeling.trust, 0.5, p.give.trust) * m(
        side.feeling.affect, p.give.affect
    )
    return clip(readiness * (1 + p.give.debt * side.books.debt), 0.25, 2.0)


def feedback(tie, p):
    ago = tie.since_feedback / p.interventions.feedback_interval
    return p.interventions.feedback.strength / (1 + ago)


def talked_over(tie, p):
    return p.give.talk * feedback(tie, p)


def insight(dyad, pro, p):
    by_user, _ = agenda(dyad.person, pro, p)
    unseen = (1 - dyad.tie.talk.understanding) * (1 - p.give.empathy * pro.empathy)
    return 1 - unseen * (1 - feedback(dyad.tie, p)) * (1 - p.agenda.insight * by_user)


def seen_needs(dyad, pro, p):
    see = insight(dyad, pro, p)
    return {r: toward(p.population.need[r], dyad.user.need[r], see) for r in CLASSES}


def everyday(habit, ready, p):
    return min(habit * ready, p.habit.most)


def role_here(team, p):
    """What the professional's role asks, as what is usual in the team divides it."""
    norm, total = p.norm.professional, max(sum(team.giving.values()), 1e-9)
    usual = {r: team.giving[r] * sum(norm.values()) / total for r in CLASSES}
    return {r: toward(norm[r], usual[r], p.give.ward) for r in CLASSES}


def meant_by_professional(dyad, carer, p):
    """What the professional intends to give at a whole visit, day by day."""
    side, role = dyad.professional, role_here(carer.team, p)
    seen = seen_needs(dyad, carer.professional, p)
    deprived = pos(side.books.credit - side.books.debt)
    ready = drive(side, p) / (1 + p.give.withdrawal * deprived**2)
    responsive = toward(p.norm.responsiveness, 1, talked_over(dyad.tie, p))
    intended = {}
    for r in CLASSES:
        wanted = 6 * seen[r] / sum(seen.values())
        budget = toward(role[r], wanted, responsive)
        intended[r] = budget * everyday(side.habit[r], ready, p)
    return intended


def professional_gifts(dyad, carer, intended, p):
    person, user, pro = dyad.person, dyad.user, carer.professional

    def accepts(strings):
        return 1 / (1 + p.give.refusal * user.books.debt * strings)

    able = p.effort.professional * factor(carer.team.climate, 0.5, p.give.climate)
    able *= part_of_visit(person, p)
    gifts = {}
    for r in CLASSES:
        left = 1 - p.give.burnout * pro.burnout * PARTICULARISM[r]
        strings = p.norm.contract if r in ("money", "goods") else coercion(person, p)
        gifts[r] = intended[r] * left * able * accepts(strings)
    held = 1 - p.give.attribution * person.traits.responsibility
    gifts["information"] *= 1 - dyad.professional.feeling.rupture
    gifts["information"] *= talk_by_agenda(person, pro, p)
    gifts["goods"] *= held
    gifts["services"] *= pro.energy * held
    return gifts


def followed(x, p):
    return 1 - p.give.adherence * (1 - x)


def user_gifts(dyad, pro, intended, p):
    person, user = dyad.person, dyad.user
    able = p.effort.user * part_of_visit(person, p)
    gifts = {r: intended[r] * able for r in CLASSES}
    affordable, unit = sat(person.purse / p.give.purse), p.budget.user
    gifts["money"] = min(gifts["money"] * affordable, person.purse / unit)
    left = pos(person.purse - gifts["money"] * unit)
    gifts["goods"] = min(gifts["goods"] * affordable, left / unit)
    gifts["information"] *= (1 - user.feeling.rupture) * talk_by_agenda(person, pro, p)
    gifts["information"] *= 1 + talked_over(dyad.tie, p)
    gifts["services"] *= capacity(person, p) * followed(person.adherence, p)
    return gifts


def size_of_act(p):
    """Of an act of the professional at a whole visit."""
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
    if not event.visit.attended:
        kept_free = p.give.reserved * p.effort.professional * sum(p.norm.professional.values())
        event.given.reserved = event.visit.offered * kept_free
        return
    user, ready = dyad.user, drive(dyad.user, p)
    by_user = {r: p.norm.user[r] * everyday(user.habit[r], ready, p) for r in CLASSES}
    by_professional = meant_by_professional(dyad, carer, p)
    extra, returned = acts_of_both(dyad, event, p, draws)
    gifts = professional_gifts(dyad, carer, by_professional, p)
    back = user_gifts(dyad, carer.professional, by_user, p)
    harm_to_user, harm_to_professional = harm(dyad, carer, p)
    event.given = Thing(
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
    settle_purse(dyad, event.given, p)


def settle_purse(dyad, given, p):
    """Purses and flows."""
    person, tie = dyad.person, dyad.tie
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
