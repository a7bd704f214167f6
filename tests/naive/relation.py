"""Sections 3.4.5 to 3.4.7: owe, learn, relate."""

from types import SimpleNamespace as Thing

from naive.response import (
    CLASSES,
    GOALS,
    clip,
    coercion,
    elsewhere,
    pos,
    raised,
    sat,
    share,
    toward,
)
from naive.visit import insight, seen_needs


def owe(dyad, event, carer, p, draws):
    if event.visit.attended:
        given, user, professional = event.given, dyad.user, dyad.professional
        duress = coercion(dyad.person, p)
        by_user = {r: p.norm.user[r] * user.habit[r] for r in CLASSES}
        by_professional = {r: p.norm.professional[r] * professional.habit[r] for r in CLASSES}
        got, gave = {}, {}
        for r in CLASSES:
            strings = p.norm.contract if r in ("money", "goods") else duress
            above = pos(event.user.gifts[r] - by_professional[r])
            got[r] = max(above, given.extra[r]) * (1 + p.obligation.strings * strings)
            gave[r] = max(pos(given.to_user[r] - by_professional[r]), given.extra[r])
        own_money = given.to_user["money"] - given.extra["money"]
        gave["money"] = pos(own_money - by_professional["money"])
        returned = {r: pos(given.to_professional[r] - by_user[r]) for r in CLASSES}
        noticed = {r: pos(event.professional.gifts[r] - by_user[r]) for r in CLASSES}
        of_professional, of_user = p.budget.professional, p.budget.user
        seen = seen_needs(dyad, carer.professional, p)
        settle(user, professional.need, got, returned, of_professional / of_user, p)
        settle(professional, seen, noticed, gave, of_user / of_professional, p)
        discharge(user.books, given.to_professional, event.user.gifts, p)
        discharge(professional.books, given.to_user, event.professional.gifts, p)
    for side in (dyad.user, dyad.professional):
        side.books.debt *= 1 - p.obligation.decay
        side.books.credit *= 1 - p.obligation.decay


def settle(side, other_need, got, gave, like, p):
    books, gain = side.books, p.obligation.gain * (1 - p.norm.contract)
    worth = like + p.obligation.asymmetry * (1 - like)
    incurred = sum(side.need[r] * sat(got[r]) for r in CLASSES)
    claimed = sum(other_need[r] * sat(gave[r]) for r in CLASSES)
    books.debt += gain * worth * (1 - books.debt) * incurred
    books.credit += gain * (1 + p.obligation.ego) * (1 - books.credit) * claimed


def discharge(books, given, gifts, p):
    rate = p.obligation.discharge
    books.debt = share(pos(books.debt - rate * (given["services"] + given["status"])))
    books.credit = share(pos(books.credit - rate * (gifts["services"] + gifts["status"])))


def learn(dyad, event, carer, p, draws):
    person, user, professional, given = dyad.person, dyad.user, dyad.professional, event.given
    relative = person.traits.relative
    criticism = relative.present * p.harm.relative * (1 - relative.warmth)
    criticism *= pos(person.expressed_emotion - p.relative.cut)
    anxiety = person.traits.anxiety
    brings = Thing(avoidance=person.avoidance, anxiety=anxiety, criticism=criticism)
    none = Thing(avoidance=0.0, anxiety=0.0, criticism=0.0)
    if not event.visit.attended:
        alone(user, brings, event.visit.asked - event.visit.answered, p)
        alone(professional, none, 0.0, p)
        return
    pro = carer.professional
    mending = pro.skill * pro.empathy * (1 - dyad.tie.talk.control)
    moods = user.feeling.affect, professional.feeling.affect
    from_user = Thing(own=given.to_professional, harm=given.harm_to_user, other=moods[1])
    from_professional = Thing(own=given.to_user, harm=given.harm_to_professional, other=moods[0])
    hurt = learn_side(user, event.user, from_user, brings, mending, p)
    learn_side(professional, event.professional, from_professional, none, mending, p)
    trust = user.feeling.trust
    undone = 1 - p.distortion.repair * trust * event.user.met
    secure = person.traits.avoidance * undone
    person.avoidance = toward(person.avoidance, secure, p.distortion.secure)
    person.service_trust = toward(person.service_trust, trust, p.trust.service)
    recognition = user.perception.felt_recognition
    worth = p.giving_back.user * event.professional.met * (1 - recognition)
    user.perception.felt_recognition = share(recognition + worth)
    dyad.tie.rupture_visits += hurt > 0


def alone(side, brings, refused, p):
    feeling = side.feeling
    left = faded(feeling.rupture, brings, p)
    pushed = p.affect.inertia * feeling.affect - p.affect.gain * brings.criticism
    feeling.affect = clip(pushed, -1.0, 1.0)
    feeling.rupture = left + p.rupture.refused * refused * (1 - left)


def faded(rupture, brings, p):
    return rupture * (1 - p.rupture.fade / (1 + p.rupture.anxiety * brings.anxiety))


def learn_side(side, felt, visit, brings, mending, p):
    """Change what one side feels, expects and does; return how much the visit hurt."""
    feeling, level = side.feeling, side.level
    surprise = felt.y - level.expectation
    hurt = pos(level.expectation + p.rupture.harm * visit.harm - p.rupture.theta - felt.y)

    moves = 1 + p.trust.anxiety * brings.anxiety
    gain = p.trust.gain * moves * (1 - p.trust.avoidance * brings.avoidance)
    gain *= 1 + p.trust.uncontracted * (1 - p.norm.contract)
    loss = p.trust.loss * moves
    trust, bond, rupture = feeling.trust, feeling.bond, faded(feeling.rupture, brings, p)
    rate = loss * trust if surprise < 0 else gain * (1 - trust)
    feeling.trust = share(trust + rate * surprise)

    warmed = p.bond.gain * sat(felt.gifts["love"]) * (1 + p.bond.surprise * pos(surprise))
    feeling.bond = share(bond + warmed * (1 - bond) - p.bond.fade * bond)

    steeper = (p.affect.negativity - 1) * pos(-visit.other - p.affect.threshold)
    push = p.affect.gain * (felt.y - level.anchor - brings.criticism)
    affect = p.affect.inertia * feeling.affect + push + p.affect.coupling * (visit.other - steeper)
    feeling.affect = clip(affect, -1.0, 1.0)

    mended = p.rupture.repair * mending * rupture / (1 + p.rupture.anxiety * brings.anxiety)
    feeling.rupture = share(rupture + p.rupture.gain * hurt * (1 - rupture) - mended)

    x, pull = p.habit.rate * surprise / 6, p.habit.homeostasis
    for r in CLASSES:
        habit, custom = side.habit[r], side.custom[r]
        room = habit if x < 0 else 2 - habit
        habit = clip(habit + x * visit.own[r] * room, 0.0, 2.0)
        side.habit[r] = toward(habit, custom, pull)
        side.custom[r] = toward(custom, habit, pull * p.habit.custom)

    drawn = p.expectation.anchor * (level.anchor - level.expectation)
    used = p.expectation.rate * (felt.y - level.expectation)
    level.expectation = clip(level.expectation + used + drawn, -1.0, 1.0)
    level.mean_y = toward(level.mean_y, felt.y, p.expectation.memory)
    return hurt


def relate(dyad, event, carer, p, draws):
    tie, attended = dyad.tie, event.visit.attended
    policy, due = p.interventions.feedback, p.interventions.feedback_interval
    fed_back = attended and policy.strength > 0 and tie.since_feedback >= due
    tie.since_feedback = 0.0 if fed_back else tie.since_feedback + 1
    if not attended:
        return
    talk, said = tie.talk, dialogue(event)
    talk.control = negotiated_control(dyad, event, carer.professional, p)
    gained = p.relate.understanding * said * (1 - talk.understanding)
    talk.understanding = share(talk.understanding + gained)
    talk.familiarity = toward(talk.familiarity, 1.0, p.relate.familiarity)
    ours, theirs, speed = talk.goals_user, talk.goals_professional, p.relate.goals * said
    for k in GOALS:
        a, b = getattr(ours, k), getattr(theirs, k)
        setattr(ours, k, toward(a, b, speed))
        setattr(theirs, k, toward(b, a, speed))


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
