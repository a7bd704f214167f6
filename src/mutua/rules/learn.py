"""Verb 5, feel and learn: surprise moves trust, bond, affect, rupture and what is expected."""

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.layout import replace
from mutua.resources import Gifts, each, pair
from mutua.rules.response import clip, pos, sat, share, toward
from mutua.state import Carer, Dyad, Event, Feeling, Felt, Level, Side
from mutua.streams import Draws


@rule
def trust_after(trust: float, surprise: float, avoidance: float, p: Parameters) -> float:
    """Trust after a visit, in [0, 1]: slow up, fast down.

    ``T + g s (1 - T)`` for a good surprise s, ``T - l |s| T`` for a bad one. The gain g is smaller
    for avoidant users (S001 item 81) and larger where gifts are not contracted (Molm, Takahashi &
    Peterson 2000). Source: S000 item 41 and S002 item 114 (trust takes a long time); form after
    theory.md D1; loss over gain within 1.5-5.
    """
    gain = p.trust.gain * (1.0 - p.trust.avoidance * avoidance)
    gain = gain * (1.0 + p.trust.uncontracted * (1.0 - p.norm.contract))
    if surprise < 0.0:
        return share(trust + p.trust.loss * surprise * trust)
    return share(trust + gain * surprise * (1.0 - trust))


@rule
def bond_after(bond: float, felt_love: float, surprise: float, p: Parameters) -> float:
    """Bond after a visit, in [0, 1]: care that is seen, more so where it surprises.

    ``B + g sat(felt love)(1 + e pos(surprise))(1 - B) - f B``. Source: S000 items 42-43, S002 items
    120-121; gratitude apart from obligation: Peng, Nelissen & Zeelenberg 2018; form assumed.
    """
    care = sat(felt_love) * (1.0 + p.bond.surprise * pos(surprise))
    return share(bond + p.bond.gain * care * (1.0 - bond) - p.bond.fade * bond)


@rule
def influence(affect: float, p: Parameters) -> float:
    """How the other's affect pulls: linear, and steeper below a threshold of negativity.

    ``x - (n - 1) pos(-x - threshold)``. Source: S000 item 27 (shared affect); influence functions
    after Gottman (theory.md A1); numbers assumed.
    """
    return affect - (p.affect.negativity - 1.0) * pos(-affect - p.affect.threshold)


@rule
def affect_after(affect: float, push: float, other: float, p: Parameters) -> float:
    """Affect after a week, in [-1, 1]: own inertia, the push of the visit, the other's influence.

    ``inertia x + g push + c influence(other)``; push and other are 0 in a week without a visit.
    Source: S000 item 27 (shared affect); theory.md A1 and A2; numbers assumed.
    """
    moved = p.affect.inertia * affect + p.affect.gain * push
    return clip(moved + p.affect.coupling * influence(other, p), -1.0, 1.0)


@rule
def breach(y: float, expectation: float, p: Parameters) -> float:
    """How far a visit fell below what was expected by more than theta, >= 0."""
    return pos(expectation - p.rupture.theta - y)


@rule
def wound(y: float, expectation: float, harm: float, p: Parameters) -> float:
    """What raises a rupture at a visit, ``breach + w harm``, >= 0 (S002 item 119)."""
    return breach(y, expectation, p) + p.rupture.harm * harm


@rule
def habit_after(habit: float, given: float, x: float) -> float:
    """Propensity to give one class after a visit, in [0, 2]; `x` is learning rate x surprise.

    ``h + x given (2 - h)`` for a good surprise, ``h + x given h`` for a bad one: what was given
    when it went well is given more. Source: S001 item 109 (reinforcement); theory.md B3.
    """
    room = habit if x < 0.0 else 2.0 - habit
    return clip(habit + x * given * room, 0.0, 2.0)


@rule
def homeostatic(habit: float, x: float) -> float:
    """One propensity drawn back to the norm, ``h + x (1 - h)`` (S001 item 88, homeostasis)."""
    return habit + x * (1.0 - habit)


@rule
def rupture_after(rupture: float, breach: float, mending: float, p: Parameters) -> float:
    """Unrepaired breach after a visit, in [0, 1]: raised by a breach, mended by skill and empathy.

    ``R + r breach (1 - R) - h mending R``; harm and refusal count as breaches. Source: S000 item
    51, S004 items 87 and 161; repair threshold after theory.md A1; form assumed.
    """
    raised = rupture + p.rupture.gain * breach * (1.0 - rupture)
    return share(raised - p.rupture.repair * mending * rupture)


@rule
def level_after(level: Level, y: float, p: Parameters) -> Level:
    """Expectation after a visit: ``E + a (y - E) + a0 (E0 - E)``, in [-1, 1].

    Habituation is never complete: the anchor E0 is a trait. Source: S000 items 43 and 45
    (expectations, exponential smoothing), S002 item 121; comparison level of Thibaut and Kelley;
    rates assumed. Constant y gives (a y + a0 E0)/(a + a0).
    """
    e, expectation = p.expectation, level.expectation
    pull = e.rate * (y - expectation) + e.anchor * (level.anchor - expectation)
    after = clip(expectation + pull, -1.0, 1.0)
    return Level(after, level.anchor, toward(level.mean_y, y, e.memory))


@rule
def side_after(
    side: Side, other_affect: float, felt: Felt, given: Gifts, harm: float, avoidance: float,
    mending: float, p: Parameters,
) -> Side:  # fmt: skip
    """One side after an attended visit."""
    feeling = side.feeling
    surprise = felt.y - side.level.expectation
    hurt = wound(felt.y, side.level.expectation, harm, p)
    learnt = pair(habit_after, side.habit, given, p.habit.rate * surprise / 6.0)
    return replace(
        side,
        habit=each(homeostatic, learnt, p.habit.homeostasis),
        feeling=Feeling(
            trust=trust_after(feeling.trust, surprise, avoidance, p),
            bond=bond_after(feeling.bond, felt.gifts.love, surprise, p),
            affect=affect_after(feeling.affect, felt.y, other_affect, p),
            rupture=rupture_after(feeling.rupture, hurt, mending, p),
        ),
        level=level_after(side.level, felt.y, p),
    )


@rule
def alone(side: Side, refused: float, p: Parameters) -> Side:
    """One side after a week without a visit: affect and rupture fade.

    A request that was `refused` is a small rupture (S002 item 113: accessible when asked).
    """
    feeling = side.feeling
    affect = affect_after(feeling.affect, 0.0, 0.0, p)
    rupture = feeling.rupture * (1.0 - p.rupture.fade)
    rupture = rupture + p.rupture.refused * refused * (1.0 - rupture)
    return replace(side, feeling=replace(feeling, affect=affect, rupture=rupture))


@rule
def learn(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """Both sides learn from the visit at once, each from the other's affect before it."""
    user, professional = dyad.user, dyad.professional
    if event.visit.attended == 0.0:
        refused = event.visit.asked - event.visit.answered
        waited = replace(dyad, user=alone(user, refused, p))
        return replace(waited, professional=alone(professional, 0.0, p)), event
    pro = carer.professional
    mending = pro.skill * pro.empathy * (1.0 - dyad.tie.talk.control)
    harm = event.given.harm_to_user
    raised = 1.0 if wound(event.user.y, user.level.expectation, harm, p) > 0.0 else 0.0
    dyad = replace(
        dyad,
        user=side_after(
            user,
            professional.feeling.affect,
            event.user,
            event.given.to_professional,
            event.given.harm_to_user,
            dyad.person.traits.avoidance,
            mending,
            p,
        ),
        professional=side_after(
            professional,
            user.feeling.affect,
            event.professional,
            event.given.to_user,
            event.given.harm_to_professional,
            0.0,
            mending,
            p,
        ),
        tie=replace(dyad.tie, rupture_visits=dyad.tie.rupture_visits + raised),
    )
    return dyad, event
