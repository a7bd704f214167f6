"""Verb 5, feel and learn: surprise moves trust, bond, affect, rupture and what is expected."""

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import Gifts, each, pair
from mutua.model.rules.experience import accuracy, adherence_seen
from mutua.model.rules.give import harm
from mutua.model.rules.response import clip, pos, sat, share, toward, voice_of
from mutua.model.rules.trust import (
    Attachment,
    shown_to_professional,
    shown_to_user,
    trust_by_evidence,
    trust_by_surprise,
)
from mutua.model.state import Carer, Dyad, Event, Feeling, Felt, Level, Side, Team, User

#: The professional's attachment acts through distortion and the image of the other only.
DETACHED = Attachment(0.0, 0.0, 0.0)


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
def affect_here(other: float, team: Team, p: Parameters) -> float:
    """Affect that a side meets at a visit, in [-1, 1]: the other's, and the mood of the team.

    Source: S000 item 27 (shared affect), S001 item 92 (staff and patients of a ward); form assumed.
    """
    return clip(other + p.give.ward * team.affect, -1.0, 1.0)


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
def as_multiple(amount: float, role: float, most: float) -> float:
    """An amount as a multiple of what the role asks, at most `most`."""
    return min(amount / max(role, 1e-9), most)


@rule
def habit_after(habit: float, done: float, x: float) -> float:
    """Propensity to give one class after a visit, in [0, 2]; `x` is learning rate x surprise.

    ``h + x (done - h)`` after a good surprise: what was done is repeated, for this user; ``h + |x|
    (2 - done - h)`` after a bad one: the contrary is tried. `done` is a multiple of the role, day
    by day and no act beyond it. So giving is learnt, and withholding too. Source: S001 item 109
    (reinforcement); Bush and Mosteller in expectation (theory.md B3).
    """
    goal = done if x >= 0.0 else 2.0 - done
    return clip(toward(habit, goal, min(abs(x), 1.0)), 0.0, 2.0)


@rule
def homeostatic(habit: float, x: float) -> float:
    """One propensity drawn back to the role, ``h + x (1 - h)``.

    Source: S001 item 88 (homeostasis: norms limit and reinforce what the two do).
    """
    return toward(habit, 1.0, x)


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
    breach (`wound`), what is not voiced cannot be mended, and alarm lasts in the anxious. Source:
    S000 item 51, S004 items 87 and 161; theory.md 2E; form assumed.
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
    side: Side, called: float, shown: float, felt: Felt, done: Gifts, harm: float,
    attached: Attachment, mending: float, p: Parameters,
) -> Side:  # fmt: skip
    """One side after an attended visit.

    Trust and habit move by surprise against what one has come to expect, trust also to what the
    other has `shown`, bond by what is beyond the usual, affect to what the visit has `called` for.
    """
    feeling = side.feeling
    surprise = felt.y - side.level.expectation
    trust = trust_by_surprise(feeling, surprise, attached, p)
    learnt = pair(habit_after, side.habit, done, p.habit.rate * surprise)
    return replace(
        side,
        habit=each_habit(learnt, p),
        feeling=Feeling(
            trust=trust_by_evidence(trust, shown, attached.avoidance, p),
            bond=bond_after(feeling.bond, side.acts, felt, p),
            affect=toward(
                affect_at_rest(feeling.affect, attached.criticism, p), called, p.affect.gain
            ),
            rupture=rupture_after(
                fade_rupture(feeling.rupture, attached.anxiety, p),
                wound(felt.y, side.level.expectation, harm, p),
                mending,
                attached.anxiety,
                p,
            ),
        ),
        level=level_after(side.level, felt.y, p),
        acts=toward(side.acts, felt.act, p.experience.learnt),
    )


@rule
def each_habit(habit: Gifts, p: Parameters) -> Gifts:
    """Six propensities, each drawn back to the role."""
    return each(homeostatic, habit, p.habit.homeostasis)


@rule
def at_rest(side: Side, attached: Attachment, p: Parameters) -> Side:
    """One side after a week in which nothing happened to it: affect and rupture fade."""
    feeling = side.feeling
    return replace(
        side,
        feeling=replace(
            feeling,
            affect=affect_at_rest(feeling.affect, attached.criticism, p),
            rupture=fade_rupture(feeling.rupture, attached.anxiety, p),
        ),
    )


@rule
def after_waiting(side: Side, attached: Attachment, p: Parameters) -> Side:
    """One side after it waited in vain: an hour with an outcome of 0, and no one seen.

    Trust, affect, rupture and what is expected learn from it as from a visit, but nothing is gained
    by who expected worse. Source: S000 item 42
    (taking part is owed), S002 item 113 (accessible when asked); form assumed.
    """
    rested, level = at_rest(side, attached, p), side.level
    faded, called = rested.feeling, called_affect(0.0, level.anchor, 0.0, 0.0, p)
    hurt = breach(0.0, level.expectation, p)
    return replace(
        side,
        feeling=replace(
            faded,
            trust=trust_by_surprise(side.feeling, -pos(level.expectation), attached, p),
            affect=toward(faded.affect, called, p.affect.gain),
            rupture=rupture_after(faded.rupture, hurt, 0.0, attached.anxiety, p),
        ),
        level=level_after(level, 0.0, p),
    )


@rule
def without_visit(side: Side, waited: float, attached: Attachment, p: Parameters) -> Side:
    """One side after a week without a visit: who waited in vain learns, who did not rests."""
    if waited > 0.0:
        return after_waiting(side, attached, p)
    return at_rest(side, attached, p)


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
def user_after(dyad: Dyad, carer: Carer, event: Event, attached: Attachment, p: Parameters) -> Side:
    """The user's side after a visit."""
    user, pro, tie = dyad.user, carer.professional, dyad.tie
    seeing = accuracy(tie.uncertainty, user.perception.distortion)
    other = affect_here(dyad.professional.feeling.affect, carer.team, p)
    called = called_affect(event.user.y, user.level.anchor, other, seeing, p)
    mending = pro.skill * pro.empathy * (1.0 - tie.talk.control) * 2.0 * voice_of(dyad.person, p)
    shown, given = shown_to_user(dyad, event.user), event.given
    done = pair(as_multiple, given.intended_by_user, p.norm.user, p.habit.most)
    after = side_after(
        user, called, shown, event.user, done, given.harm_to_user, attached, mending, p
    )
    return worth_after(after, event.professional.met, p)


@rule
def professional_after_visit(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> Side:
    """The professional's side after a visit."""
    side, pro, given = dyad.professional, carer.professional, event.given
    y, other = event.professional.y, affect_here(dyad.user.feeling.affect, carer.team, p)
    called = called_affect(y, side.level.anchor, other, pro.empathy, p)
    mending = pro.skill * pro.empathy * (1.0 - dyad.tie.talk.control)
    shown = shown_to_professional(dyad, adherence_seen(dyad.person, draws.noise_seen, p))
    done = pair(as_multiple, given.intended_by_professional, p.norm.professional, p.habit.most)
    return side_after(
        side, called, shown, event.professional, done,
        given.harm_to_professional, DETACHED, mending, p,
    )  # fmt: skip


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
        missed = without_visit(professional, event.visit.offered, DETACHED, p)
        return replace(waited, professional=missed), event
    hurt = wound(event.user.y, user.level.expectation, event.given.harm_to_user, p)
    raised = 1.0 if hurt > 0.0 else 0.0
    after = user_after(dyad, carer, event, attached, p)
    dyad = replace(
        dyad,
        person=person_after_visit(person, after, event.user, p),
        user=after,
        professional=professional_after_visit(dyad, carer, event, p, draws),
        tie=replace(dyad.tie, rupture_visits=dyad.tie.rupture_visits + raised),
    )
    return dyad, event
