"""Verb 5, feel and learn: surprise moves trust, bond, affect, rupture and what is expected."""

from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import Gifts, pair
from mutua.model.rules.experience import accuracy
from mutua.model.rules.give import harm
from mutua.model.rules.response import clip, pos, sat, share, toward
from mutua.model.state import Carer, Dyad, Event, Feeling, Felt, Level, Side, User


class Attachment(NamedTuple):
    """What a side brings to learning from elsewhere: attachment, and a relative's criticism."""

    avoidance: float  # [0, 1]
    anxiety: float  # [0, 1]
    criticism: float  # units a week


#: The professional's attachment acts through distortion and the image of the other only.
DETACHED = Attachment(0.0, 0.0, 0.0)


@rule
def trust_after(
    trust: float, surprise: float, avoidance: float, anxiety: float, p: Parameters
) -> float:
    """Trust after a visit, in [0, 1]: slow up, fast down.

    ``T + g s (1 - T)`` for a good surprise s, ``T - l |s| T`` for a bad one. The gain g is smaller
    for avoidant users (S001 item 81) and larger where gifts are not contracted (Molm, Takahashi &
    Peterson 2000); in the anxious trust moves more both ways (theory.md 2E). Source: S000 item 41
    and S002 item 114 (trust takes a long time); form after theory.md D1. Loss over gain is 1.3 (no
    deal) to 2 (all a deal) at the defaults, ``1/(1 - w avoidance)`` times that in the avoidant.
    """
    moves = 1.0 + p.trust.anxiety * anxiety
    gain = p.trust.gain * moves * (1.0 - p.trust.avoidance * avoidance)
    gain = gain * (1.0 + p.trust.uncontracted * (1.0 - p.norm.contract))
    if surprise < 0.0:
        return share(trust + p.trust.loss * moves * surprise * trust)
    return share(trust + gain * surprise * (1.0 - trust))


@rule
def bond_after(bond: float, acts: float, felt: Felt, p: Parameters) -> float:
    """Bond after a visit, in [0, 1]: care that is seen, and what is beyond the usual.

    ``B + g (sat(felt love) + pos(got - zone) + pos(act - acts))(1 + u (1 - contract))(1 - B) - f
    B``: gratitude is for what exceeds what is usual, and grows where nothing was bargained for.
    Source: S000 items 42-45, S002 items 120-121; gratitude apart from obligation: Peng, Nelissen &
    Zeelenberg 2018; Molm et al. 2000; form assumed.
    """
    beyond = pos(felt.got - p.obligation.zone) + pos(felt.act - acts)
    gain = p.bond.gain * (1.0 + p.trust.uncontracted * (1.0 - p.norm.contract))
    return share(bond + gain * (sat(felt.gifts.love) + beyond) * (1.0 - bond) - p.bond.fade * bond)


@rule
def influence(affect: float, p: Parameters) -> float:
    """How the other's affect pulls, ``k x/(1 + (k - 1)|x|)``, in [-1, 1]: steep in the middle.

    Slope k at 0, 1 at full affect; k = 1 is in proportion. Source: S000 item 27 (shared affect);
    influence functions after Gottman (theory.md A1 and A2); form and steepness assumed.
    """
    k = p.affect.steepness
    return k * affect / (1.0 + (k - 1.0) * abs(affect))


@rule
def called_affect(y: float, anchor: float, other: float, seeing: float, p: Parameters) -> float:
    """Affect that a visit calls for, ``clip(w (y - anchor) + 2 c seeing influence(other), -1, 1)``.

    One is moved by what one sees of the other: the user by accuracy, the professional by empathy.
    Source: S000 items 27 and 48; comparison level of Thibaut and Kelley; form assumed.
    """
    pull = 2.0 * p.affect.coupling * seeing * influence(other, p)
    return clip(p.affect.push * (y - anchor) + pull, -1.0, 1.0)


@rule
def affect_at_rest(affect: float, criticism: float, p: Parameters) -> float:
    """Affect after a week by itself, in [-1, 1]: it fades to what criticism at home leaves.

    ``i x - (1 - i) criticism``. Source: theory.md A1 (inertia), S004 item 94; form assumed.
    """
    return clip(toward(affect, -criticism, 1.0 - p.affect.inertia), -1.0, 1.0)


@rule
def breach(y: float, expectation: float, p: Parameters) -> float:
    """How far a visit fell below what was expected by more than theta, >= 0."""
    return pos(expectation - p.rupture.theta - y)


@rule
def wound(y: float, expectation: float, harm: float, p: Parameters) -> float:
    """What raises a rupture at a visit, ``pos(expectation + w harm - theta - y)``, >= 0.

    A shortfall that is not called a breach is forgiven; what was taken weighs again (S002 item
    119).
    """
    return breach(y, expectation + p.rupture.harm * harm, p)


@rule
def habit_after(habit: float, given: float, x: float) -> float:
    """Propensity to give one class after a visit, in [0, 2]; `x` is learning rate x surprise.

    ``h + x given (2 - h)`` for a good surprise, ``h + x given h`` for a bad one: what was given
    when it went well is given more. Source: S001 item 109 (reinforcement); theory.md B3.
    """
    room = habit if x < 0.0 else 2.0 - habit
    return clip(habit + x * given * room, 0.0, 2.0)


@rule
def homeostatic(habit: float, custom: float, x: float) -> float:
    """One propensity drawn back to the dyad's own norm, ``h + x (custom - h)``.

    Source: S001 item 88 (homeostasis: norms limit and reinforce what the two do).
    """
    return habit + x * (custom - habit)


@rule
def avoidance_after(
    avoidance: float, trait: float, trust: float, met: float, p: Parameters
) -> float:
    """Attachment avoidance after a visit, in [0, 1]: a secure base repairs it, slowly.

    ``V + a (trait (1 - h trust met) - V)``. Source: S001 item 77; form and rates assumed.
    """
    goal = trait * (1.0 - p.distortion.repair * trust * met)
    return toward(avoidance, goal, p.distortion.secure)


@rule
def recognition_after(recognition: float, met: float, p: Parameters) -> float:
    """Recognition after giving that met the other's needs, ``R + g met (1 - R)``, in [0, 1].

    Source: S000 item 23 (giving back raises one's worth); rate assumed.
    """
    return share(recognition + p.giving_back.user * met * (1.0 - recognition))


@rule
def criticism(person: User, p: Parameters) -> float:
    """Love and status that the key relative takes in a week, in units, >= 0.

    The harm of bad feeling, with expressed emotion above its cut as the feeling and warmth as the
    skill. Source: S001 item 90, S004 item 94 (criticism of the person); form design 2.3.
    """
    kin = person.traits.relative
    taken = harm(p.relative.cut - person.expressed_emotion, kin.warmth, p.harm.relative)
    return taken * kin.present


@rule
def fade_rupture(rupture: float, anxiety: float, p: Parameters) -> float:
    """What a week leaves of a rupture, ``R (1 - f/(1 + a anxiety))``, in [0, 1].

    Alarm lasts in the anxious. Source: theory.md 2E (attachment); form and rate assumed.
    """
    return rupture * (1.0 - p.rupture.fade / (1.0 + p.rupture.anxiety * anxiety))


@rule
def rupture_after(
    rupture: float, breach: float, mending: float, anxiety: float, p: Parameters
) -> float:
    """Unrepaired breach after a visit, in [0, 1]: raised by a breach, mended by skill and empathy.

    ``R + r breach (1 - R) - h mending R/(1 + a anxiety)`` of what has not faded; harm counts in the
    breach (`wound`), a refusal raises a rupture by itself (`without_visit`), and alarm lasts in the
    anxious. Source: S000 item 51, S004 items 87 and 161; anxiety theory.md 2E; form assumed.
    """
    raised = rupture + p.rupture.gain * breach * (1.0 - rupture)
    return share(
        raised - p.rupture.repair * mending * rupture / (1.0 + p.rupture.anxiety * anxiety)
    )


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
    side: Side, other_affect: float, seeing: float, felt: Felt, given: Gifts, harm: float,
    attached: Attachment, mending: float, p: Parameters,
) -> Side:  # fmt: skip
    """One side after an attended visit.

    Trust and habit move by surprise against what one has come to expect, bond by what is beyond the
    usual, affect by the outcome against the anchor of expectation: what is as good as ever still
    feels good (comparison level of Thibaut and Kelley), and what stays below one's standard feels
    bad.
    """
    feeling = side.feeling
    surprise = felt.y - side.level.expectation
    called = called_affect(felt.y, side.level.anchor, other_affect, seeing, p)
    affect = affect_at_rest(feeling.affect, attached.criticism, p)
    hurt = wound(felt.y, side.level.expectation, harm, p)
    learnt = pair(habit_after, side.habit, given, p.habit.rate * surprise / 6.0)
    settling = p.habit.homeostasis * p.habit.custom
    return replace(
        side,
        habit=pair(homeostatic, learnt, side.custom, p.habit.homeostasis),
        custom=pair(homeostatic, side.custom, learnt, settling),
        feeling=Feeling(
            trust=trust_after(feeling.trust, surprise, attached.avoidance, attached.anxiety, p),
            bond=bond_after(feeling.bond, side.acts, felt, p),
            affect=toward(affect, called, p.affect.gain),
            rupture=rupture_after(
                fade_rupture(feeling.rupture, attached.anxiety, p),
                hurt,
                mending,
                attached.anxiety,
                p,
            ),
        ),
        level=level_after(side.level, felt.y, p),
        acts=toward(side.acts, felt.act, p.experience.learnt),
    )


@rule
def without_visit(side: Side, refused: float, attached: Attachment, p: Parameters) -> Side:
    """One side after a week without a visit: affect and rupture fade.

    A request that was `refused` is a small rupture (S002 item 113: accessible when asked).
    """
    feeling = side.feeling
    affect = affect_at_rest(feeling.affect, attached.criticism, p)
    rupture = fade_rupture(feeling.rupture, attached.anxiety, p)
    rupture = rupture + p.rupture.refused * refused * (1.0 - rupture)
    return replace(side, feeling=replace(feeling, affect=affect, rupture=rupture))


@rule
def person_after_visit(person: User, side: Side, felt: Felt, p: Parameters) -> User:
    """The user after a visit: avoidance repaired, trust in the service moved towards this trust."""
    trust = side.feeling.trust
    return replace(
        person,
        avoidance=avoidance_after(person.avoidance, person.traits.avoidance, trust, felt.met, p),
        service_trust=toward(person.service_trust, trust, p.trust.service),
    )


@rule
def worth_after(side: Side, met: float, p: Parameters) -> Side:
    """The user's side with the worth that giving back adds."""
    seen = side.perception
    recognition = recognition_after(seen.felt_recognition, met, p)
    return replace(side, perception=replace(seen, felt_recognition=recognition))


@rule
def learn(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """Both sides learn from the visit at once, each from the other's affect before it."""
    user, professional, person = dyad.user, dyad.professional, dyad.person
    attached = Attachment(person.avoidance, person.traits.anxiety, criticism(person, p))
    if event.visit.attended == 0.0:
        refused = event.visit.asked - event.visit.answered
        waited = replace(dyad, user=without_visit(user, refused, attached, p))
        return replace(waited, professional=without_visit(professional, 0.0, DETACHED, p)), event
    pro, given = carer.professional, event.given
    mending = pro.skill * pro.empathy * (1.0 - dyad.tie.talk.control)
    hurt = wound(event.user.y, user.level.expectation, given.harm_to_user, p)
    raised = 1.0 if hurt > 0.0 else 0.0
    seeing = accuracy(dyad.tie.uncertainty, user.perception.distortion)
    after = side_after(
        user, professional.feeling.affect, seeing, event.user, given.to_professional,
        given.harm_to_user, attached, mending, p,
    )  # fmt: skip
    dyad = replace(
        dyad,
        person=person_after_visit(person, after, event.user, p),
        user=worth_after(after, event.professional.met, p),
        professional=side_after(
            professional,
            user.feeling.affect,
            pro.empathy,
            event.professional,
            given.to_user,
            given.harm_to_professional,
            DETACHED,
            mending,
            p,
        ),
        tie=replace(dyad.tie, rupture_visits=dyad.tie.rupture_visits + raised),
    )
    return dyad, event
