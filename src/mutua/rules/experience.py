"""Verb 3, experience: what each side makes of the visit."""

from mutua.catalogue import Parameters, Weights
from mutua.compiled import rule
from mutua.layout import replace
from mutua.resources import PARTICULARISM, Gifts, dot, each, pair, substitutes, total
from mutua.rules.response import pos, sat, squash, strain, toward
from mutua.state import Carer, Dyad, Event, Felt, Perception, Side
from mutua.streams import Draws


@rule
def accuracy(uncertainty: float, distortion: float) -> float:
    """Share of perception that comes from what was really given, in [0, 1].

    ``(1 - uncertainty)(1 - distortion)``. Source: S001 items 76 and 78 (transference, the real
    relationship); form assumed.
    """
    return (1.0 - uncertainty) * (1.0 - distortion)


@rule
def perceived(given: float, prior: float, accuracy: float) -> float:
    """One amount as it is felt: ``accuracy given + (1 - accuracy) prior``."""
    return prior + accuracy * (given - prior)


@rule
def expected_of_role(norm: float, distortion: float) -> float:
    """What is felt where nothing is really seen: the norm of the role, soured by distortion."""
    return norm * (1.0 - distortion)


@rule
def dearer(particularism: float, bond: float) -> float:
    """How much more a class is worth from somebody one is bonded to, ``1 + pi bond``.

    Source: S001 item 96, Foa's particularism (Foa 1971); theory.md 2F.
    """
    return 1.0 + particularism * bond


@rule
def needs_met(felt: Gifts, need: Gifts, bond: float, p: Parameters) -> float:
    """Need-weighted share of needs met at a visit, in [0, 1).

    ``sum_s need_s sat(worth_s / scale) / sum_s need_s``, worth by Foa's ring: diminishing returns
    within a class, substitution between neighbours. Source: Foa 1971; S001 item 96; form assumed.
    """
    dear = each(dearer, PARTICULARISM, bond)
    worth = substitutes(pair(valued, felt, dear, 1.0 / p.exchange.scale), p.foa.near, p.foa.far)
    return dot(need, each(satisfied, worth, 1.0)) / total(need)


@rule
def valued(amount: float, dear: float, x: float) -> float:
    """Amount times its worth times a unit."""
    return amount * dear * x


@rule
def satisfied(worth: float, x: float) -> float:
    """Diminishing return of one class."""
    return sat(worth * x)


@rule
def beyond(felt: float, usual: float, x: float) -> float:
    """What exceeds the usual in one class, ``pos(felt - usual) x``."""
    return pos(felt - usual) * x


@rule
def outcome(
    met: float, extra: float, relief: float, strain: float, own: float, luck: float, w: Weights
) -> float:
    """Outcome of a visit for one side, in (-1, 1).

    ``squash((a met + b extra + c relief - d strain - e own + luck)/scale)``: needs met, symbolic
    surplus (S002 item 121), relief (S000 item 49) or success, misfit (S001 item 63), own costs.
    """
    gained = w.met * met + w.extra * extra + w.relief * relief
    return squash((gained - w.strain * strain - w.own * own + luck) / w.scale)


@rule
def feel_visit(
    side: Side,
    given: Gifts,
    norm: Gifts,
    own: float,
    control: float,
    preferred: float,
    uncertainty: float,
    relief: float,
    luck: float,
    w: Weights,
    p: Parameters,
) -> tuple[Perception, Felt]:
    """One side's perception of a visit: gifts, control, needs met, strain and outcome."""
    seeing = accuracy(uncertainty, side.perception.distortion)
    prior = each(expected_of_role, norm, side.perception.distortion)
    felt = pair(perceived, given, prior, seeing)
    seen_control = perceived(control, p.norm.control, seeing)
    felt_control = toward(side.perception.felt_control, seen_control, p.experience.control)
    misfit = strain(felt_control, preferred, p.experience.zone)
    met = needs_met(felt, side.need, side.feeling.bond, p)
    extra = total(pair(beyond, felt, norm, 1.0 / 6.0))
    y = outcome(met, extra, relief, misfit, own / 6.0, luck, w)
    return replace(side.perception, felt_control=felt_control), Felt(felt, met, misfit, y)


@rule
def experience(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """Halve uncertainty, then let each side perceive the visit.

    The professional judges success by the change of severity *as seen*, with error; one shared
    shock enters both outcomes (S000 item 27, shared affect). Noise belongs to perception.
    """
    if event.visit.attended == 0.0:
        return dyad, event
    tie, person, e = dyad.tie, dyad.person, p.experience
    uncertainty, change = 0.5 * tie.uncertainty, tie.seen_severity - person.severity
    user_seeing, user = feel_visit(
        dyad.user,
        event.given.to_user,
        p.norm.professional,
        total(event.given.to_professional),
        tie.talk.control,
        person.traits.preferred_control,
        uncertainty,
        squash(change / e.relief_scale),
        e.noise * draws.noise_user + e.shared * draws.shared,
        e.user,
        p,
    )
    professional_seeing, professional = feel_visit(
        dyad.professional,
        event.given.to_professional,
        p.norm.user,
        total(event.given.to_user),
        tie.talk.control,
        carer.professional.preferred_control,
        uncertainty,
        squash((change + e.seen_noise * draws.noise_seen) / e.relief_scale),
        e.noise * draws.noise_professional + e.shared * draws.shared,
        e.professional,
        p,
    )
    dyad = replace(
        dyad,
        user=replace(dyad.user, perception=user_seeing),
        professional=replace(dyad.professional, perception=professional_seeing),
        tie=replace(tie, uncertainty=uncertainty, seen_severity=person.severity),
    )
    return dyad, replace(event, user=user, professional=professional)
