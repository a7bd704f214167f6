"""Verb 3, experience: what each side makes of the visit."""

from math import sqrt

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.parameters.exchange import Weights
from mutua.model.resources import (
    PARTICULARISM,
    Gifts,
    dot,
    each,
    pair,
    product,
    substitutes,
    times,
    total,
)
from mutua.model.rules.give import adherence_factor, own_effort
from mutua.model.rules.response import (
    pos,
    power_held,
    sat,
    share,
    squash,
    strain,
    toward,
    wished_control,
)
from mutua.model.state import Carer, Dyad, Event, Felt, Hour, Perception, Professional, Side, User


@rule
def accuracy(uncertainty: float, distortion: float) -> float:
    """Share of perception that comes from what was really given, in [0, 1].

    ``(1 - uncertainty)(1 - distortion)``. Source: S001 items 76 and 78 (transference, the real
    relationship); form assumed.
    """
    return (1.0 - uncertainty) * (1.0 - distortion)


@rule
def brought_by_user(person: User, p: Parameters) -> float:
    """Distortion that a user brings along, in [0, 1].

    ``a avoidance + b anxiety + (1 - trust in the service)(c severity + d statutory power)``:
    attachment; and in who distrusts the service, suspicion in illness and fear of the power that
    it holds, used or not. Source: S001 items 75-76 (transference), S004 item 9; form assumed.
    """
    x = p.distortion
    attached = x.avoidance * person.avoidance + x.anxiety * person.traits.anxiety
    feared = x.suspicion * person.severity + x.power * power_held(p)
    return share(attached + (1.0 - person.service_trust) * feared)


@rule
def brought_by_professional(professional: Professional, p: Parameters) -> float:
    """Distortion that a professional brings along, in [0, 1].

    ``a own attachment + b burnout + c (1 - energy) + d preferred control x statutory power``: who
    holds power, and wishes to, attends less to the other and more to the stereotype (Fiske 1993).
    Source: S001 item 76 (countertransference), S004 items 9 and 162 (emotional difficulties); form
    assumed.
    """
    x = p.distortion
    worn = x.burnout * professional.burnout + x.load * (1.0 - professional.energy)
    power = x.stereotype * professional.preferred_control * power_held(p)
    return share(x.attachment * professional.attachment + worn + power)


@rule
def distortion_after(
    distortion: float, brought: float, trust: float, met: float, p: Parameters
) -> float:
    """Distortion after a visit, in [0, 1]: towards what is brought, undone by what is trusted.

    ``D + a (brought (1 - h trust met) - D)``: responsive giving by a trusted giver is the
    reparative relation. Source: S001 items 77-78; form assumed.
    """
    goal = brought * (1.0 - p.distortion.repair * trust * met)
    return toward(distortion, goal, p.distortion.speed)


@rule
def aversive_excess(felt: float, particularism: float, optimum: float) -> float:
    """What of one class is aversive, ``pi pos(felt - optimum)``, in units.

    Source: theory.md 2F R4 (Foa: the range of the particular is narrow); optimum assumed.
    """
    return particularism * pos(felt - optimum)


@rule
def perceive(given: float, prior: float, accuracy: float) -> float:
    """One amount as it is felt: ``accuracy given + (1 - accuracy) prior``."""
    return prior + accuracy * (given - prior)


@rule
def colouring(noise: float, p: Parameters) -> float:
    """How much larger what was given looks in a good hour, ``pos(1 + k noise)``, mean 1.

    Perception is noisy (design 2.3: noise belongs to perception; S003 item 144: the two hold
    different views); form and size assumed.
    """
    return pos(1.0 + p.experience.colour * noise)


@rule
def expected_of_role(norm: float, distortion: float) -> float:
    """What is felt where nothing is really seen: the norm of the role, soured by distortion."""
    return norm * (1.0 - distortion)


@rule
def particular_worth(particularism: float, bond: float) -> float:
    """How much more a class is worth from a giver one is bonded to, ``1 + pi bond``.

    Source: S001 item 96, Foa's particularism (Foa 1971); theory.md 2F.
    """
    return 1.0 + particularism * bond


@rule
def needs_met(felt: Gifts, need: Gifts, bond: float, p: Parameters) -> float:
    """Need-weighted share of needs met at a visit, in [0, 1).

    ``sum_s need_s sat(worth_s / scale) / sum_s need_s``, worth by Foa's ring: diminishing returns
    within a class, substitution between neighbours. Source: Foa 1971; S001 item 96; form assumed.
    """
    dear = each(particular_worth, PARTICULARISM, bond)
    worth = substitutes(pair(product, felt, dear, 1.0 / p.exchange.scale), p.foa.near, p.foa.far)
    return dot(need, each(saturated_worth, worth, 1.0)) / total(need)


@rule
def saturated_worth(worth: float, x: float) -> float:
    """Diminishing return of one class."""
    return sat(worth * x)


@rule
def excess_over(felt: float, usual: float, x: float) -> float:
    """What exceeds the usual in one class, ``pos(felt - usual) x``."""
    return pos(felt - usual) * x


@rule
def visit_outcome(
    met: float, extra: float, relief: float, strain: float, harm: float, own: float,
    excess: float, lectured: float, noise: float, w: Weights,
) -> float:  # fmt: skip
    """Outcome of a visit for one side, in (-1, 1).

    ``squash((a met + b extra + c relief - d strain - h harm - e own - x excess - f lectured +
    noise)/scale)``: needs met, symbolic surplus (S002 item 121), relief (S000 item 49) or success,
    misfit (S001 item 63), what was taken (S004 item 149: weighs more than what is given), own
    costs, too much of the particular (theory.md 2F R4), expertise under unwanted control (S001 item
    100).
    """
    gained = w.met * met + w.extra * extra + w.relief * relief
    lost = w.strain * strain + w.harm * harm + w.own * own
    unwanted = w.excess * excess + w.expert * lectured
    return squash((gained - lost - unwanted + noise) / w.scale)


@rule
def feel_visit(side: Side, hour: Hour, w: Weights, p: Parameters) -> tuple[Perception, Felt]:
    """One side's perception of a visit: gifts, control, closeness, needs met, strain, outcome.

    Closeness follows felt love, recognition felt status (S000 item 29). Source: S001 items 76 and
    78 (what is really seen and what is brought along), S003 item 144 (the two sides hold different
    views); design 2.3, verb 3.
    """
    before, speed = side.perception, p.experience.control
    seeing = accuracy(hour.uncertainty, before.distortion)
    prior = each(expected_of_role, hour.norm, before.distortion)
    felt = each(times, pair(perceive, hour.given, prior, seeing), colouring(hour.noise, p))
    seen_control = perceive(hour.control, p.norm.control, seeing)
    met = needs_met(felt, side.need, side.feeling.bond, p)
    after = Perception(
        distortion=distortion_after(before.distortion, hour.brought, side.feeling.trust, met, p),
        image=before.image,
        felt_control=toward(before.felt_control, seen_control, speed),
        felt_closeness=toward(before.felt_closeness, sat(felt.love), speed),
        felt_recognition=toward(before.felt_recognition, sat(felt.status), speed),
    )
    misfit = strain(after, hour.preferred_control, hour.preferred_closeness, p)
    extra = total(pair(excess_over, felt, hour.norm, 1.0 / 6.0))
    excess = total(pair(aversive_excess, felt, PARTICULARISM, p.experience.optimum))
    lectured = sat(felt.information) * pos(after.felt_control - hour.preferred_control)
    y = visit_outcome(
        met, extra, hour.relief, misfit, hour.harm, hour.own / 6.0, excess, lectured, hour.noise, w
    )
    return after, Felt(felt, met, misfit, y)


@rule
def wished_by_professional(dyad: Dyad, carer: Carer, p: Parameters) -> float:
    """Control that the professional wishes to have this week, in [0, 1]; more in a crisis."""
    wish = carer.professional.preferred_control
    return wish + p.crisis.wish * dyad.person.course.crisis * (1.0 - wish)


@rule
def noise_of_hour(own: float, both: float, p: Parameters) -> float:
    """How good an hour happens to be for one side, ``noise (sqrt(1 - s) own + sqrt(s) both)``.

    A share s of its variance is felt by both; the whole is the same for any s. Source: S000 item 27
    (shared affect); size and share assumed.
    """
    shared = p.experience.shared
    return p.experience.noise * (sqrt(1.0 - shared) * own + sqrt(shared) * both)


@rule
def hour_of_user(dyad: Dyad, event: Event, p: Parameters, draws: Draws) -> Hour:
    """The visit as it meets the user; relief is what severity lost since the last visit."""
    e, given, tie = p.experience, event.given, dyad.tie
    return Hour(
        given=given.to_user,
        norm=p.norm.professional,
        harm=given.harm_to_user,
        own=total(given.to_professional),
        control=tie.talk.control,
        preferred_control=wished_control(dyad.person, p),
        preferred_closeness=dyad.person.traits.preferred_closeness,
        brought=brought_by_user(dyad.person, p),
        uncertainty=tie.uncertainty,
        relief=squash(event.relief / e.relief_scale),
        noise=noise_of_hour(draws.noise_user, draws.shared, p),
    )


@rule
def services_seen(services: float, adherence: float, noise: float, p: Parameters) -> float:
    """What a user returned in services, as the professional sees it, in units.

    Adherence is part of them and seen with error: ``services followed(adherence + noise) /
    followed(adherence)``. Source: S000 item 62, S001 item 76 (the professional sees amiss too);
    form and size assumed.
    """
    seen = share(adherence + p.experience.adherence_noise * noise)
    return services * adherence_factor(seen, p) / max(adherence_factor(adherence, p), 1e-9)


@rule
def hour_of_professional(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> Hour:
    """The visit as it meets the professional, who sees success and adherence with one error.

    Success is the change of severity *as seen*: whoever looks better seems to follow better.
    """
    e, given, tie = p.experience, event.given, dyad.tie
    seen = event.relief + e.seen_noise * draws.noise_seen
    returned = given.to_professional
    services = services_seen(returned.services, dyad.person.adherence, draws.noise_seen, p)
    return Hour(
        given=replace(returned, services=services),
        norm=p.norm.user,
        harm=given.harm_to_professional,
        own=own_effort(given),
        control=tie.talk.control,
        preferred_control=wished_by_professional(dyad, carer, p),
        preferred_closeness=p.norm.closeness,
        brought=brought_by_professional(carer.professional, p),
        uncertainty=tie.uncertainty,
        relief=squash(seen / e.relief_scale),
        noise=noise_of_hour(draws.noise_professional, draws.shared, p),
    )


@rule
def experience(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """Halve uncertainty, then let each side perceive the visit.

    One shared shock enters both outcomes (S000 item 27, shared affect). Noise belongs to
    perception.
    """
    if event.visit.attended == 0.0:
        return dyad, event
    dyad = replace(dyad, tie=replace(dyad.tie, uncertainty=0.5 * dyad.tie.uncertainty))
    tie, met_by = dyad.tie, p.experience
    event = replace(event, relief=tie.seen_severity - dyad.person.severity)
    users_hour = hour_of_user(dyad, event, p, draws)
    professionals_hour = hour_of_professional(dyad, carer, event, p, draws)
    seen_by_user, user = feel_visit(dyad.user, users_hour, met_by.user, p)
    seen_by_professional, professional = feel_visit(
        dyad.professional, professionals_hour, met_by.professional, p
    )
    memory = max(p.expectation.memory, 1.0 / tie.contact.attended)
    dyad = replace(
        dyad,
        user=replace(dyad.user, perception=seen_by_user),
        professional=replace(dyad.professional, perception=seen_by_professional),
        tie=replace(tie, seen_severity=dyad.person.severity, met=toward(tie.met, user.met, memory)),
    )
    return dyad, replace(event, user=user, professional=professional)
