"""Sections 3.4.5 to 3.4.7: owe, learn, relate."""

from types import SimpleNamespace as Thing

from naive.response import (
    CLASSES,
    GOALS,
    capacity,
    clip,
    coercion,
    elsewhere,
    part_of_visit,
    pos,
    raised,
    sat,
    share,
    toward,
    visits_kept,
    voiced,
)
from naive.visit import adherence_seen, insight, role_of_user, size_of_act, without_purse


def owe(dyad, event, carer, p, draws):
    user, professional = dyad.user, dyad.professional
    if event.visit.attended:
        settle_visit(dyad, event, p)
    else:
        missed, refused = missed_entry(dyad, p), refused_entry(user, p)
        vain = event.visit.asked - event.visit.answered
        professional.books.credit = entered(
            professional.books.credit, event.visit.offered * missed, p
        )
        user.books.credit = entered(user.books.credit, vain * refused, p)
    for side in (user, professional):
        side.books.debt *= 1 - p.obligation.decay
        side.books.credit *= 1 - p.obligation.decay


def entered(book, entry, p):
    return share(book + p.obligation.gain * entry * (1 - book))


def settle_visit(dyad, event, p):
    person, given, part = dyad.person, event.given, part_of_visit(dyad.person, p)

    def done(gave, role):
        asked = part * (role["services"] + role["status"])
        return share((gave["services"] + gave["status"]) / max(asked, 1e-9))

    of_user = done(given.to_professional, role_of_user(person, given.to_professional, p))
    of_professional = done(given.to_user, p.norm.professional)
    strings, acts = coercion(person, p), (event.user.act, event.professional.act)
    settle(dyad.user.books, event.user, acts[1], strings, (of_user, of_professional), p)
    parts = of_professional, of_user
    settle(dyad.professional.books, event.professional, acts[0], 0.0, parts, p)


def settle(books, felt, own_act, strings, parts, p):
    """Write the books of a side; `parts` are the own part that was done and the other's."""
    free, zone, rate = 1 - p.norm.contract, p.obligation.zone, p.obligation.discharge
    owed = (1 + p.obligation.strings * strings) * (pos(felt.got - zone) + felt.act)
    claimed = free * (1 + p.obligation.ego) * own_act + pos(-felt.got - zone)
    books.debt = entered(books.debt, free * owed, p) * (1 - rate * parts[0])
    books.credit = entered(books.credit, claimed, p) * (1 - rate * parts[1])


def missed_entry(dyad, p):
    side = dyad.professional
    weight, role = without_purse(side.need), dict(p.norm.user)
    role["services"] *= capacity(dyad.person, p)
    asked = sum(weight[r] * role[r] for r in CLASSES)
    due = sum(weight[r] * side.usual[r] for r in CLASSES) / max(asked, 1e-9)
    return p.obligation.missed * pos(visits_kept(dyad.tie.contact) * due - p.obligation.zone)


def refused_entry(user, p):
    asked = sum(user.need[r] * p.norm.professional[r] for r in CLASSES)
    return size_of_act(p) * (user.need["love"] + user.need["services"]) / max(asked, 1e-9)


def learn(dyad, event, carer, p, draws):
    person, user, professional, visit = dyad.person, dyad.user, dyad.professional, event.visit
    relative = person.traits.relative
    criticism = relative.present * p.harm.relative * (1 - relative.warmth)
    criticism *= pos(person.expressed_emotion - p.relative.cut)
    anxiety = person.traits.anxiety
    brings = Thing(avoidance=person.avoidance, anxiety=anxiety, criticism=criticism)
    none = Thing(avoidance=0.0, anxiety=0.0, criticism=0.0)
    if not visit.attended:
        alone(user, brings, visit.asked - visit.answered, p)
        alone(professional, none, visit.offered, p)
        return
    from_user, from_professional = meetings(dyad, event, carer.professional, p, draws)
    hurt = learn_side(user, event.user, from_professional, brings, p)
    learn_side(professional, event.professional, from_user, none, p)
    trust = user.feeling.trust
    undone = 1 - p.distortion.repair * trust * event.user.met
    secure = person.traits.avoidance * undone
    person.avoidance = toward(person.avoidance, secure, p.distortion.secure)
    person.service_trust = toward(person.service_trust, trust, p.trust.service)
    recognition = user.perception.felt_recognition
    worth = p.giving_back.user * event.professional.met * (1 - recognition)
    user.perception.felt_recognition = share(recognition + worth)
    dyad.tie.rupture_visits += hurt > 0


def meetings(dyad, event, pro, p, draws):
    """What the professional, and what the user, meets in the other at this visit."""
    user, professional, tie, given = dyad.user, dyad.professional, dyad.tie, event.given
    moods = user.feeling.affect, professional.feeling.affect
    understood, mending = tie.talk.understanding, pro.skill * pro.empathy * (1 - tie.talk.control)
    mild = 0.5 * (1 + moods[1]) + pos(1 - event.user.strain)
    by_user = visits_kept(tie.contact) + 0.5 * (1 + moods[0]) + understood

    def done(intended, role):
        return {r: min(intended[r] / max(role[r], 1e-9), p.habit.most) for r in CLASSES}

    from_professional = Thing(
        other=moods[1],
        seen=(1 - tie.uncertainty) * (1 - user.perception.distortion),
        mending=mending * 2 * voiced(dyad.person, p),
        shown=0.25 * (1 - user.feeling.rupture + mild + understood),
        done=done(given.intended_by_user, p.norm.user),
        harm=given.harm_to_user,
    )
    from_user = Thing(
        other=moods[0],
        seen=pro.empathy,
        mending=mending,
        shown=0.5 * adherence_seen(dyad.person, draws, p) + by_user / 6,
        done=done(given.intended_by_professional, p.norm.professional),
        harm=given.harm_to_professional,
    )
    return from_user, from_professional


def alone(side, brings, in_vain, p):
    feeling, level = side.feeling, side.level
    rest, rupture = at_rest(feeling, brings, p), faded(feeling.rupture, brings, p)
    if in_vain > 0:
        feeling.trust = surprised(feeling, -pos(level.expectation), brings, p)
        called = clip(-p.affect.push * level.anchor, -1.0, 1.0)
        rest = toward(rest, called, p.affect.gain)
        rupture = torn(rupture, pos(level.expectation - p.rupture.theta), 0.0, brings, p)
        used_to(level, 0.0, p)
    feeling.affect, feeling.rupture = rest, rupture


def surprised(feeling, s, brings, p):
    """Trust after a surprise."""
    moves, free = 1 + p.trust.anxiety * brings.anxiety, 1 - p.norm.contract
    gain = p.trust.gain * moves * (1 - p.trust.avoidance * brings.avoidance)
    gain *= 1 + p.trust.uncontracted * free
    loss = p.trust.loss * moves * (1 - p.trust.buffer * feeling.bond * free)
    trust = feeling.trust
    return share(trust + (loss * trust if s < 0 else gain * (1 - trust)) * s)


def at_rest(feeling, brings, p):
    return clip(toward(feeling.affect, -brings.criticism, 1 - p.affect.inertia), -1.0, 1.0)


def slowly(brings, p):
    return 1 + p.rupture.anxiety * brings.anxiety


def faded(rupture, brings, p):
    return rupture * (1 - p.rupture.fade / slowly(brings, p))


def torn(rupture, hurt, mending, brings, p):
    mended = p.rupture.repair * mending * rupture / slowly(brings, p)
    return share(rupture + p.rupture.gain * hurt * (1 - rupture) - mended)


def used_to(level, y, p):
    drawn = p.expectation.anchor * (level.anchor - level.expectation)
    used = p.expectation.rate * (y - level.expectation)
    level.expectation = clip(level.expectation + used + drawn, -1.0, 1.0)
    level.mean_y = toward(level.mean_y, y, p.expectation.memory)


def learn_side(side, felt, visit, brings, p):
    """Change what one side feels, expects and does; return how much the visit hurt."""
    feeling, level = side.feeling, side.level
    surprise = felt.y - level.expectation
    hurt = pos(level.expectation + p.rupture.harm * visit.harm - p.rupture.theta - felt.y)

    trust = surprised(feeling, surprise, brings, p)
    slow = 1 - p.trust.avoidance * brings.avoidance if visit.shown > trust else 1
    feeling.trust = toward(trust, visit.shown, p.trust.evidence * slow)

    bond, free = feeling.bond, 1 - p.norm.contract
    beyond = pos(felt.got - p.obligation.zone) + pos(felt.act - side.acts)
    warmed = p.bond.gain * (1 + p.trust.uncontracted * free) * (sat(felt.gifts["love"]) + beyond)
    feeling.bond = share(bond + warmed * (1 - bond) - p.bond.fade * bond)
    side.acts = toward(side.acts, felt.act, p.experience.learnt)

    k, other = p.affect.steepness, visit.other
    pull = 2 * p.affect.coupling * visit.seen * k * other / (1 + (k - 1) * abs(other))
    called = clip(p.affect.push * (felt.y - level.anchor) + pull, -1.0, 1.0)
    feeling.affect = toward(at_rest(feeling, brings, p), called, p.affect.gain)

    rupture = faded(feeling.rupture, brings, p)
    feeling.rupture = torn(rupture, hurt, visit.mending, brings, p)

    x = p.habit.rate * surprise
    for r in CLASSES:
        aim = visit.done[r] if x >= 0 else 2 - visit.done[r]
        habit = clip(toward(side.habit[r], aim, min(abs(x), 1)), 0.0, 2.0)
        side.habit[r] = toward(habit, 1, p.habit.homeostasis)

    used_to(level, felt.y, p)
    return hurt


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
    talk.control = negotiated_control(dyad, event, carer.professional, p)
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


def negotiated_control(dyad, event, pro, p):
    person, control = dyad.person, dyad.tie.talk.control
    course = person.course
    typical = raised(p.population.preferred_control.mean, person, p)
    wish = raised(person.traits.preferred_control, person, p)
    seen = toward(typical, wish, insight(dyad.tie, pro, p))
    mine = raised(pro.preferred_control, person, p)
    user_depends = event.user.met * (1 - pos(elsewhere(person, p)))
    professional_depends = event.professional.met * (1 - pos(p.relate.alternatives))
    a = 1 - p.relate.dependence * user_depends + 1e-6
    b = 1 - p.relate.dependence * professional_depends + 1e-6
    both = (seen * a + mine * b) / (a + b)
    norm = toward(p.norm.control, seen, p.norm.adaptive)
    held = p.norm.rigidity * (1 - p.relate.flexibility * pro.flexibility)
    agreed = toward(both, norm, 1 - p.relate.negotiation * (1 - held))

    goal, speed = agreed, p.relate.control
    calm = 0.0 if course.crisis else course.calm if course.crises else float("inf")
    kept = p.crisis.keep * (1 - p.interventions.crisis_plan.strength)
    if course.crisis or calm < kept:
        goal = toward(agreed, max(control, agreed, p.crisis.control), p.crisis.take)
    if course.crisis or calm < kept + p.crisis.calm:
        speed = p.crisis.hand_back
    return share(toward(control, goal, speed))
