"""Verb 3, experience: what each side makes of the visit."""

from math import sqrt

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import Gifts, each, pair, times, total
from mutua.model.rules.give import adherence_factor, feedback_talk, own_effort
from mutua.model.rules.response import (
    consensus,
    pos,
    power_held,
    sat,
    share,
    squash,
    strain,
    toward,
    wished_control,
    zone_of,
)
from mutua.model.rules.views import expected_by_user, is_plain, shown_control, viewed_control
from mutua.model.rules.worth import (
    act_beyond_role,
    aversive_excess,
    came_over,
    needs_met,
    own_share_of_user,
    part_of_visit,
    role_of_user,
    share_of_role,
    unfairness,
    weigh,
    without_purse,
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
def perceive(given: float, prior: float, accuracy: float) -> float:
    """One amount as it is felt: ``accuracy given + (1 - accuracy) prior``."""
    return prior + accuracy * (given - prior)


@rule
def colour_of_image(perception: Perception) -> float:
    """Factor of the image of the other on what is not seen, ``1 + distortion (2 image - 1)``.

    In [0, 2]: distortion idealises as well as it sours. Source: S001 items 75-79 (transference; the
    introjected image of early others); form assumed.
    """
    return 1.0 + perception.distortion * (2.0 * perception.image - 1.0)


@rule
def gesture(felt: Gifts, usual: Gifts, p: Parameters) -> float:
    """Symbolic surplus of a visit, ``min(pos(total felt - total usual)/g, 1)``, in [0, 1].

    The total counts: another division of the same is no gift. Source: S002 items 120-121 (what is
    beyond the usual says that one matters); form assumed.
    """
    return min(pos(total(felt) - total(usual)) / p.experience.gesture, 1.0)


@rule
def visit_outcome(
    met: float, gesture: float, misfit: float, unfair: float, excess: float, lectured: float,
    hour: Hour, weight: float, p: Parameters,
) -> float:  # fmt: skip
    """Outcome of a visit for one side, in (-1, 1).

    ``squash(a (2 met - 1) + b gesture + c relief + followed - d strain - h harm - unfair - x
    excess - f lectured - g apart + noise)``, a being `weight`: needs met and unmet (half of them is
    neither good nor bad), symbolic surplus (S002 item 121), relief (S000 item 49) or success,
    treatment followed (S000 item 62), misfit (S001 item 63), goals apart (S001 items 13 and 83),
    what was taken (S004 item 149: weighs more than what is given), inequity (S000 item 23), too
    much of the particular (theory.md 2F R4), expertise under unwanted control (S001 item 100).
    """
    w = p.experience
    gained = weight * (2.0 * met - 1.0) + w.extra * gesture + w.relief * hour.relief + hour.followed
    lost = w.strain * misfit + w.harm * hour.harm + unfair + w.goals * hour.apart
    unwanted = w.excess * excess + w.expert * lectured
    return squash(gained - lost - unwanted + hour.noise)


@rule
def recognition_at(status: float, need: float, hour: Hour) -> float:
    """How far one is met as a fellow human being at a visit, in [0, 1].

    ``sat(felt status/(2 need)) (1 + understanding)/2``, both for a whole visit: status as far as it
    is wished for, from someone who knows one. Source: S000 item 29 (mutual recognition), S002 item
    112 (being known); form assumed.
    """
    wished = 2.0 * need * max(hour.part, 1e-9)
    return sat(status / wished) * 0.5 * (1.0 + hour.understanding)


@rule
def see_visit(side: Side, hour: Hour, met: float, felt: Gifts, p: Parameters) -> Perception:
    """One side's view of the other after a visit: distortion, control and recognition.

    Control that was talked over is felt nearer to the wish (S004 item 164).
    """
    before, speed = side.perception, p.experience.control
    felt_control = toward(before.felt_control, hour.control, hour.control_speed)
    recognised = recognition_at(felt.status, side.need.status, hour)
    return Perception(
        distortion=distortion_after(before.distortion, hour.brought, side.feeling.trust, met, p),
        image=before.image,
        felt_control=toward(felt_control, hour.preferred_control, hour.discussed),
        felt_recognition=toward(before.felt_recognition, recognised, speed),
    )


@rule
def learn_usual(usual: Gifts, felt: Gifts, hour: Hour, p: Parameters) -> Gifts:
    """What is usual after a visit, in units: drawn to what was felt, a little to the other's role.

    ``u + k (felt - u)`` class by class, then the same towards the role. Source: S000 items 43-45
    (what is expected follows what happens), S002 item 121; form assumed.
    """
    whole = each(times, felt, 1.0 / max(hour.part, 1e-9))
    learnt = pair(toward, usual, whole, p.experience.learnt)
    return pair(toward, learnt, hour.role, p.obligation.role)


@rule
def feel_visit(side: Side, hour: Hour, weight: float, p: Parameters) -> tuple[Side, Felt]:
    """One side after a visit, and what it felt: gifts, needs met, strain and outcome.

    What is not seen is felt as usual. What was got is counted against what is due, ``standard x
    usual``, as a share of the other's role and apart from acts beyond it. Source: S001 items 76 and
    78 (what is really seen and what is brought along), S003 item 144 (the two sides hold different
    views); that a professional measures by a standard of the own: Schaufeli 2006 (one item with an
    own standard tells more of burnout than ratios); design 2.3, verb 3.
    """
    seeing = accuracy(hour.uncertainty, side.perception.distortion)
    usual = each(times, side.usual, hour.part)
    unseen = each(times, usual, colour_of_image(side.perception))
    felt = pair(perceive, hour.given, unseen, seeing)
    full = p.exchange.full * hour.part
    met = needs_met(felt, side.need, side.feeling.bond, full, p)
    after = see_visit(side, hour, met, felt, p)
    misfit = strain(after.felt_control, hour.preferred_control, hour.zone)
    felt_share = share_of_role(total(felt), hour.role, hour.part)
    y = visit_outcome(
        met,
        gesture(felt, usual, p),
        misfit,
        unfairness(hour.own_share, felt_share, p),
        aversive_excess(felt, side.need, full),
        sat(felt.information) * pos(after.felt_control - hour.preferred_control),
        hour,
        weight,
        p,
    )
    act = weigh(hour.act, hour.weights, hour.role, hour.part)
    beyond = weigh(felt, hour.weights, hour.role, hour.part) - seeing * act
    got = beyond - hour.standard * weigh(usual, hour.weights, hour.role, hour.part)
    side = replace(side, perception=after, usual=learn_usual(side.usual, felt, hour, p))
    return side, Felt(felt, met, misfit, y, got, act)


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
def hour_of_user(dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws) -> Hour:
    """The visit as it meets the user; relief is what severity lost since the last visit."""
    e, given, tie, person = p.experience, event.given, dyad.tie, dyad.person
    part, plain = part_of_visit(person, p), is_plain(person.course, p)
    expected = expected_by_user(
        dyad.user.feeling.trust, person.avoidance, person.traits.preferred_control, p
    )
    return Hour(
        given=came_over(given.to_user, carer.professional, p),
        role=p.norm.professional,
        act=came_over(act_beyond_role(given.extra), carer.professional, p),
        weights=dyad.user.need,
        standard=1.0,
        part=part,
        harm=given.harm_to_user,
        own_share=own_share_of_user(given, part, p),
        control=viewed_control(shown_control(dyad, carer, p), expected, plain, p),
        control_speed=max(e.control, plain),
        preferred_control=wished_control(dyad.person, p),
        zone=zone_of(dyad.person.course.crisis, p),
        understanding=tie.talk.understanding,
        discussed=feedback_talk(tie.since_feedback, p),
        brought=brought_by_user(dyad.person, p),
        uncertainty=tie.uncertainty,
        relief=squash(event.relief / e.relief_scale),
        followed=0.0,
        apart=1.0 - consensus(tie.talk),
        noise=noise_of_hour(draws.noise_user, draws.shared, p),
    )


@rule
def adherence_seen(person: User, noise: float, p: Parameters) -> float:
    """Adherence as the professional sees it, with error, in [0, 1].

    Source: S001 item 76 (the professional sees amiss too); form and size assumed.
    """
    return share(person.adherence + p.experience.adherence_noise * noise)


@rule
def services_seen(services: float, person: User, noise: float, p: Parameters) -> float:
    """What a user returned in services, as the professional sees it, in units.

    Adherence is part of them: ``services followed(adherence seen) / followed(adherence)``.
    Source: S000 item 62; form assumed.
    """
    seen = adherence_factor(adherence_seen(person, noise, p), p)
    return services * seen / max(adherence_factor(person.adherence, p), 1e-9)


@rule
def hour_of_professional(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> Hour:
    """The visit as it meets the professional, who sees success and adherence with one error.

    Who means to share control believes to share it (S003 items 144-145). Success is the change of
    severity *as seen*: whoever looks better seems to follow better.
    """
    e, given, tie = p.experience, event.given, dyad.tie
    part, plain = part_of_visit(dyad.person, p), is_plain(dyad.person.course, p)
    expected = carer.professional.preferred_control
    seen = event.relief + e.seen_noise * draws.noise_seen
    returned = given.to_professional
    services = services_seen(returned.services, dyad.person, draws.noise_seen, p)
    return Hour(
        given=replace(returned, services=services),
        role=role_of_user(dyad.person, returned, part, p),
        act=given.returned,
        weights=without_purse(dyad.professional.need),
        standard=carer.professional.standard,
        part=part,
        harm=given.harm_to_professional,
        own_share=share_of_role(own_effort(given), p.norm.professional, part),
        control=viewed_control(shown_control(dyad, carer, p), expected, plain, p),
        control_speed=max(e.control, plain),
        preferred_control=wished_by_professional(dyad, carer, p),
        zone=zone_of(dyad.person.course.crisis, p),
        understanding=tie.talk.understanding,
        discussed=0.0,
        brought=brought_by_professional(carer.professional, p),
        uncertainty=tie.uncertainty,
        relief=squash(seen / e.relief_scale),
        followed=e.follows * (adherence_seen(dyad.person, draws.noise_seen, p) - 0.5),
        apart=1.0 - consensus(tie.talk),
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
    tie, weight = dyad.tie, p.experience.met
    event = replace(event, relief=tie.seen_severity - dyad.person.severity)
    users_hour = hour_of_user(dyad, carer, event, p, draws)
    professionals_hour = hour_of_professional(dyad, carer, event, p, draws)
    users_side, user = feel_visit(dyad.user, users_hour, weight.user, p)
    professionals_side, professional = feel_visit(
        dyad.professional, professionals_hour, weight.professional, p
    )
    memory = max(p.expectation.memory, 1.0 / tie.contact.attended)
    dyad = replace(
        dyad,
        user=users_side,
        professional=professionals_side,
        tie=replace(tie, seen_severity=dyad.person.severity, met=toward(tie.met, user.met, memory)),
    )
    return dyad, replace(event, user=user, professional=professional)
