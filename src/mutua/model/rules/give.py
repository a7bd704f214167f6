"""Verb 2, give: what changes hands at a visit. Both sides act on the state before it."""

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import (
    PARTICULARISM,
    Gifts,
    each,
    each_with_two,
    pair,
    product,
    times,
    total,
)
from mutua.model.rules.acts import (
    act_of_professional,
    act_of_user,
    beyond_role,
    beyond_role_of_user,
)
from mutua.model.rules.agenda import agenda_of, talk_by_agenda
from mutua.model.rules.response import (
    USUAL_CLIMATE,
    USUAL_TRUST,
    clip,
    coercion,
    factor,
    m,
    pos,
    sat,
    toward,
    voice_of,
)
from mutua.model.rules.worth import capacity, part_of_visit
from mutua.model.state import (
    NOT_GIVEN,
    Books,
    Carer,
    Dyad,
    Event,
    Flow,
    Given,
    Side,
    Team,
    Tie,
    Visit,
)


@rule
def drive(side: Side, p: Parameters) -> float:
    """Readiness of either side to give, 1 where trust is usual and no more is felt, in [.25, 2].

    ``m(trust) m(affect) (1 + a debt)``: who owes gives more; who is owed, by `withdrawal`.
    Source: S000 item 42, S001 item 96; form assumed (design 2.3).
    """
    x, trust, affect = p.give, side.feeling.trust, side.feeling.affect
    ready = factor(trust, USUAL_TRUST, x.trust) * m(affect, x.affect)
    return clip(ready * (1.0 + x.debt * side.books.debt), 0.25, 2.0)


@rule
def withdrawal(books: Books, p: Parameters) -> float:
    """What inequity leaves of the professional's giving in this very tie, in (0, 1].

    ``1/(1 + w d^2)`` with d = pos(credit - debt): the deprived withdraw, the over-benefited give
    more by `drive`. Source: Schaufeli 2006, van Dierendonck 1996 (theory.md 2C); form assumed.
    """
    deprived = pos(books.credit - books.debt)
    return 1.0 / (1.0 + p.give.withdrawal * deprived * deprived)


@rule
def feedback_insight(since_feedback: float, p: Parameters) -> float:
    """How far what was last fed back still informs, in [0, 1].

    ``strength / (1 + weeks since/interval)``; 0 unless feedback is in force.
    Source: S004 item 164 (views fed into the talk regularly), Priebe 2007; form assumed.
    """
    x = p.interventions
    return x.feedback.strength / (1.0 + since_feedback / x.feedback_interval)


@rule
def feedback_talk(since_feedback: float, p: Parameters) -> float:
    """How far a view that was fed back changes the talk, in [0, 1].

    Source: S004 item 164 (views fed back are discussed), Priebe 2007; form assumed.
    """
    return p.give.talk * feedback_insight(since_feedback, p)


@rule
def insight(
    understanding: float, empathy: float, feedback: float, agenda: float, p: Parameters
) -> float:
    """How much of the user's true needs and wishes the professional sees, in [0, 1].

    ``1 - (1 - understanding)(1 - w empathy)(1 - feedback)(1 - a agenda)``: who sets the agenda
    shows what matters. Source: S004 item 164 (what is fed back can be seen), S002 item 118
    (responsiveness to the user's current need), S001 item 65 (the user asks); form assumed.
    """
    unseen = (1.0 - understanding) * (1.0 - p.give.empathy * empathy)
    return 1.0 - unseen * (1.0 - feedback) * (1.0 - p.agenda.insight * agenda)


@rule
def insight_into(dyad: Dyad, carer: Carer, p: Parameters) -> float:
    """Return the insight of this professional into this user now."""
    tie, pro = dyad.tie, carer.professional
    fed_back = feedback_insight(tie.since_feedback, p)
    agenda = agenda_of(dyad.person, pro.energy, p)
    return insight(tie.talk.understanding, pro.empathy, fed_back, agenda.user, p)


@rule
def seen_calm_wish(dyad: Dyad, carer: Carer, p: Parameters) -> float:
    """The wish for control that the user has outside crises, as the professional sees it.

    In [0, 1]; the typical wish where insight is lacking.
    """
    typical = p.population.preferred_control.mean
    return as_seen(dyad.person.traits.preferred_control, typical, insight_into(dyad, carer, p))


@rule
def seen_wish(calm: float, crisis: float, p: Parameters) -> float:
    """The wish for control now as the professional sees it; a crisis cannot be overlooked."""
    return calm + p.crisis.wish * crisis * (1.0 - calm)


@rule
def as_seen(true: float, typical: float, insight: float) -> float:
    """One need as the professional sees it: the typical one where insight is lacking."""
    return typical + insight * (true - typical)


@rule
def responsive(norm: float, wanted: float, responsiveness: float) -> float:
    """Share of the budget for one class, moved from the norm towards what is wanted."""
    return norm + responsiveness * (wanted - norm)


@rule
def particular_loss(particularism: float, burnout: float) -> float:
    """What is left of one class under burnout, ``1 - w burnout pi``: the particular goes first.

    Source: S000 item 60 and S004 item 165 (burnout and relationships); form assumed.
    """
    return 1.0 - burnout * particularism


@rule
def deserving(responsibility: float, p: Parameters) -> float:
    """Share of goods and services left to a user who is held responsible, ``1 - w responsibility``.

    Source: S001 item 107 (causal attribution: helpers give less to those judged responsible).
    """
    return 1.0 - p.give.attribution * responsibility


@rule
def acceptance(debt: float, strings: float, p: Parameters) -> float:
    """Share of help with strings that is accepted, ``1/(1 + w debt strings)``, in (0, 1].

    Strings are the contract for money and goods, coercion for the rest.
    Source: theory.md B6 (help refusal: Gao et al. 2024); form assumed.
    """
    return 1.0 / (1.0 + p.give.refusal * debt * strings)


@rule
def openness(side: Side) -> float:
    """How far a side discloses while a rupture lasts, ``1 - rupture`` (S002 item 119)."""
    return 1.0 - side.feeling.rupture


@rule
def harm(affect: float, skill: float, hostility: float) -> float:
    """Love and status taken at a visit, in units, ``hostility pos(-affect)(1 - skill)``, >= 0.

    Skill is that of holding back: a user's is self-efficacy. Source: S004 items 94 and 149
    (criticism; relations may be hostile or harmful); form design 2.3.
    """
    return hostility * pos(-affect) * (1.0 - skill)


@rule
def with_extra(gift: float, extra: float, x: float) -> float:
    """Add an extra act to one class; for :func:`pair`."""
    return gift + extra


@rule
def own_effort(given: Given) -> float:
    """Units that a visit costs the professional: all but an incentive, which the service pays."""
    return total(given.to_user) - given.extra.money


@rule
def seen_needs(dyad: Dyad, carer: Carer, p: Parameters) -> Gifts:
    """The user's needs as the professional sees them."""
    return pair(as_seen, dyad.user.need, p.population.need, insight_into(dyad, carer, p))


@rule
def role_here(team: Team, p: Parameters) -> Gifts:
    """What the role prescribes in this team: the norm, leaning to the team's usual division.

    ``(1 - w) regime + w usual`` class by class; only the division is usual: the total stays the
    regime's. Source: S001 item 92 (staff and patients of a ward hold each other's patterns); form
    design 2.5.
    """
    norm = p.norm.professional
    usual = each(times, team.giving, total(norm) / max(total(team.giving), 1e-9))
    return pair(toward, norm, usual, p.give.ward)


@rule
def everyday(habit: float, ready: float, most: float) -> float:
    """Giving of one class day by day, as a multiple of the role: ``min(habit ready, most)``.

    What is more is an act beyond the role. Source: S001 item 88 (norms limit what the two do);
    form assumed.
    """
    return min(habit * ready, most)


@rule
def intended_by_professional(dyad: Dyad, carer: Carer, p: Parameters) -> Gifts:
    """Six amounts that a professional intends to give day by day in this tie, in units, each >= 0.

    ``min(habit drive withdrawn, most) (norm + responsiveness (wanted - norm))``: the norm leans to
    what the team usually gives; `wanted` divides the same budget of six units by the need as seen;
    responsiveness rises where a view was fed back.
    Source: S001 items 64-66, 92, 97 (what each regime gives), S002 item 118; form assumed.
    """
    side, seen = dyad.professional, seen_needs(dyad, carer, p)
    wanted = each(times, seen, 6.0 / total(seen))
    responsiveness = toward(p.norm.responsiveness, 1.0, feedback_talk(dyad.tie.since_feedback, p))
    budget = pair(responsive, role_here(carer.team, p), wanted, responsiveness)
    ready = drive(side, p) * withdrawal(side.books, p)
    return pair(product, budget, each_with_two(everyday, side.habit, ready, p.habit.most), 1.0)


@rule
def professional_gifts(
    intended: Gifts, talk: float, dyad: Dyad, carer: Carer, p: Parameters
) -> Gifts:
    """Six amounts from the professional, in units of the professional's budget, each >= 0.

    ``effort climate (1 - w burnout pi)`` of what is intended. A week on the ward counts as part of
    a visit. Services also times energy; goods and services less for those held responsible; what
    has strings as far as it is accepted (the contract for money and goods, coercion for the rest);
    information as far as no rupture closes disclosure, and as the agenda makes both talk (`talk`).
    Source: S001 item 17 (climate), S000 item 60 (burnout), S001 item 107, S002 item 119; form
    assumed.
    """
    pro = carer.professional
    left = each(particular_loss, PARTICULARISM, p.give.burnout * pro.burnout)
    able = p.effort.professional * factor(carer.team.climate, USUAL_CLIMATE, p.give.climate)
    gifts = pair(product, intended, left, able * part_of_visit(dyad.person, p))
    held = deserving(dyad.person.traits.responsibility, p)
    taken = acceptance(dyad.user.books.debt, p.norm.contract, p)
    let = acceptance(dyad.user.books.debt, coercion(dyad.person, p), p)
    return Gifts(
        love=gifts.love * let,
        status=gifts.status * let,
        information=gifts.information * let * openness(dyad.professional) * talk,
        money=gifts.money * taken,
        goods=gifts.goods * taken * held,
        services=gifts.services * let * pro.energy * held,
    )


@rule
def adherence_factor(adherence: float, p: Parameters) -> float:
    """What is left of the services that a user returns, ``1 - w (1 - adherence)``, in [0, 1].

    Source: S000 item 62 (to follow the treatment is what users do for it); form assumed.
    """
    return 1.0 - p.give.adherence * (1.0 - adherence)


@rule
def intended_by_user(dyad: Dyad, p: Parameters) -> Gifts:
    """Six amounts that a user intends to give day by day, ``min(habit drive, most) norm``, units.

    Source: S000 item 62, S001 item 97 (money, status in return); form assumed.
    """
    done = each_with_two(everyday, dyad.user.habit, drive(dyad.user, p), p.habit.most)
    return pair(product, p.norm.user, done, 1.0)


@rule
def user_gifts(intended: Gifts, talk: float, dyad: Dyad, p: Parameters) -> Gifts:
    """Six amounts from the user, in units of the user's budget, each >= 0.

    ``effort`` times what is intended, as far as there are means: money and goods as the purse
    allows and never beyond it, services as severity and efficacy allow and as the treatment is
    followed, information as no rupture closes it, as the agenda makes both talk (`talk`) and more
    where a view was fed back. A week on the ward counts as part of a visit.
    Source: S000 item 62 (adherence for outcome), S001 item 67 (severity and passivity); form
    assumed.
    """
    person = dyad.person
    gifts = each(times, intended, p.effort.user * part_of_visit(person, p))
    purse = person.purse
    affordable = sat(purse / p.give.purse)
    money = min(gifts.money * affordable, purse / p.budget.user)
    left = pos(purse - money * p.budget.user)
    fed_back = 1.0 + feedback_talk(dyad.tie.since_feedback, p)
    return replace(
        gifts,
        money=money,
        goods=min(gifts.goods * affordable, left / p.budget.user),
        information=gifts.information * openness(dyad.user) * talk * fed_back,
        services=gifts.services * capacity(person, p) * adherence_factor(person.adherence, p),
    )


@rule
def payment(given: Given, p: Parameters) -> float:
    """Net money and goods that leave the user's purse for the organisation's at a visit.

    Nothing is made or lost: what one purse loses the other gains.
    """
    out = (given.to_professional.money + given.to_professional.goods) * p.budget.user
    back = (given.to_user.money + given.to_user.goods) * p.budget.professional
    return out - back


@rule
def smooth_flow(tie: Tie, given: Given, p: Parameters) -> Flow:
    """Flows after a visit: their mean over the first visits, then an exponential mean.

    The rate is ``max(a, 1/visits)``: the first visit counts fully and no start value lingers.
    Source: S000 item 26 (dynamic equilibrium is about rates of flow); window design 2.6.
    """
    rate = max(p.give.flow, 1.0 / tie.contact.attended)
    return Flow(
        to_user=toward(tie.flow.to_user, total(given.to_user), rate),
        to_professional=toward(tie.flow.to_professional, total(given.to_professional), rate),
    )


@rule
def reserve(visit: Visit, p: Parameters) -> float:
    """Units of an hour that was kept free for a visit that the user missed.

    Source: S000 item 26 (stocks apart from rates of flow); S000 item 60; share assumed.
    """
    missed = visit.offered * (1.0 - visit.attended)
    return missed * p.give.reserved * p.effort.professional * total(p.norm.professional)


@rule
def give(dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws) -> tuple[Dyad, Event]:
    """Exchange resources at an attended visit; purses and smoothed flows follow."""
    if event.visit.attended == 0.0:
        return dyad, replace(event, given=replace(NOT_GIVEN, reserved=reserve(event.visit, p)))
    part = part_of_visit(dyad.person, p)
    extra = beyond_role(part * act_of_professional(dyad, event.visit, p, draws), p)
    returned = beyond_role_of_user(part * act_of_user(dyad, event.visit, p, draws), p)
    hostile = harm(dyad.professional.feeling.affect, carer.professional.skill, p.harm.professional)
    own, others = intended_by_professional(dyad, carer, p), intended_by_user(dyad, p)
    talk = talk_by_agenda(agenda_of(dyad.person, carer.professional.energy, p), p)
    given = Given(
        to_user=pair(with_extra, professional_gifts(own, talk, dyad, carer, p), extra, 0.0),
        to_professional=pair(with_extra, user_gifts(others, talk, dyad, p), returned, 0.0),
        extra=extra,
        returned=returned,
        intended_by_user=others,
        intended_by_professional=own,
        reserved=0.0,
        harm_to_user=hostile
        + p.harm.coercion * coercion(dyad.person, p)
        + p.interventions.breach.strength,
        harm_to_professional=harm(
            dyad.user.feeling.affect,
            dyad.person.mind.efficacy,
            p.harm.user * 2.0 * voice_of(dyad.person, p),
        ),
    )
    tie, person = dyad.tie, dyad.person
    moved = payment(given, p)
    dyad = replace(
        dyad,
        person=replace(person, purse=pos(person.purse - moved)),
        tie=replace(tie, flow=smooth_flow(tie, given, p), organisation=tie.organisation + moved),
    )
    return dyad, replace(event, given=given)
