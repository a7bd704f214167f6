"""Section 3.4.6: learn."""

from types import SimpleNamespace as Thing

from naive.feeling import adherence_seen
from naive.response import CLASSES, clip, pos, sat, share, toward, visits_kept, voiced


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
    from_user, from_professional = meetings(dyad, event, carer, p, draws)
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


def mood_met(affect, team, p):
    """The other's affect, with a part of what is usual in the team."""
    return clip(affect + p.give.ward * team.affect, -1.0, 1.0)


def meetings(dyad, event, carer, p, draws):
    """What the professional, and what the user, meets in the other at this visit."""
    user, professional, tie, given = dyad.user, dyad.professional, dyad.tie, event.given
    pro = carer.professional
    moods = user.feeling.affect, professional.feeling.affect
    understood, mending = tie.talk.understanding, pro.skill * pro.empathy * (1 - tie.talk.control)
    mild = 0.5 * (1 + moods[1]) + pos(1 - event.user.strain)
    by_user = visits_kept(tie.contact) + 0.5 * (1 + moods[0]) + understood

    def done(intended, role):
        return {r: min(intended[r] / max(role[r], 1e-9), p.habit.most) for r in CLASSES}

    from_professional = Thing(
        mood=mood_met(moods[1], carer.team, p),
        seen=(1 - tie.uncertainty) * (1 - user.perception.distortion),
        mending=mending * 2 * voiced(dyad.person, p),
        shown=0.25 * (1 - user.feeling.rupture + mild + understood),
        done=done(given.intended_by_user, p.norm.user),
        harm=given.harm_to_user,
    )
    from_user = Thing(
        mood=mood_met(moods[0], carer.team, p),
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

    k, mood = p.affect.steepness, visit.mood
    pull = 2 * p.affect.coupling * visit.seen * k * mood / (1 + (k - 1) * abs(mood))
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
