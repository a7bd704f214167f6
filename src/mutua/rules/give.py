"""Verb 2, give: what changes hands at a visit. Both sides act on the state before it."""

from mutua.catalogue import Drive, Parameters
from mutua.compiled import rule
from mutua.layout import replace
from mutua.resources import PARTICULARISM, Gifts, each, pair, total
from mutua.rules.response import clip, factor, pos, sat, toward
from mutua.state import Carer, Dyad, Event, Flow, Given, Side, Tie
from mutua.streams import Draws


@rule
def drive(side: Side, d: Drive) -> float:
    """Readiness to give, 1 at reference values, in [.25, 2].

    ``m(trust) m(affect) (1 + a debt)/(1 + b credit)``: who owes gives more, who believes the other
    owes gives less. Source: S000 item 42, S001 item 96; form assumed (design 2.3).
    """
    feeling, books = side.feeling, side.books
    warmth = factor(feeling.trust, d.trust) * factor(feeling.affect, d.affect)
    return clip(warmth * (1.0 + d.debt * books.debt) / (1.0 + d.credit * books.credit), 0.25, 2.0)


@rule
def insight(understanding: float, empathy: float, p: Parameters) -> float:
    """How much of the user's true need the professional sees, in [0, 1].

    ``1 - (1 - understanding)(1 - w empathy)``. Source: S004 item 164 (what is fed back can be
    seen), S002 item 118 (responsiveness to the user's current need); form assumed.
    """
    return 1.0 - (1.0 - understanding) * (1.0 - p.give.empathy * empathy)


@rule
def as_seen(true: float, typical: float, insight: float) -> float:
    """One need as the professional sees it: the typical one where insight is lacking."""
    return typical + insight * (true - typical)


@rule
def responsive(norm: float, wanted: float, responsiveness: float) -> float:
    """Share of the budget for one class, moved from the norm towards what is wanted."""
    return norm + responsiveness * (wanted - norm)


@rule
def times(amount: float, x: float) -> float:
    """Multiply one amount."""
    return amount * x


@rule
def particular_loss(particularism: float, burnout: float) -> float:
    """What is left of one class under burnout, ``1 - w burnout pi``: the particular goes first.

    Source: S000 item 60 and S004 item 165 (burnout and relationships); form assumed.
    """
    return 1.0 - burnout * particularism


@rule
def product(a: float, b: float, x: float) -> float:
    """``a b x``."""
    return a * b * x


@rule
def professional_gifts(dyad: Dyad, carer: Carer, p: Parameters) -> Gifts:
    """Six amounts from the professional, in units of the professional's budget, each >= 0.

    ``effort drive (norm + responsiveness (wanted - norm)) (1 - w burnout pi)``, services also times
    energy; `wanted` divides the same budget of six units by the need as seen.
    Source: S001 items 64-66, 97 (what each regime gives), S002 item 118; form assumed.
    """
    pro = carer.professional
    seen = pair(
        as_seen,
        dyad.user.need,
        p.population.need,
        insight(dyad.tie.talk.understanding, pro.empathy, p),
    )
    wanted = each(times, seen, 6.0 / total(seen))
    budget = pair(responsive, p.norm.professional, wanted, p.norm.responsiveness)
    left = each(particular_loss, PARTICULARISM, p.give.burnout * pro.burnout)
    ready = p.effort.professional * drive(dyad.professional, p.give.professional)
    gifts = pair(product, budget, left, ready)
    return replace(gifts, services=gifts.services * pro.energy)


@rule
def user_gifts(dyad: Dyad, p: Parameters) -> Gifts:
    """Six amounts from the user, in units of the user's budget, each >= 0.

    ``effort drive norm means``: money and goods as the purse allows and never beyond it, services
    as the severity of the illness allows. Source: S000 item 62 (adherence for outcome), S001 item
    97 (money, status in return), S001 item 67 (severity and passivity); form assumed.
    """
    ready = p.effort.user * drive(dyad.user, p.give.user)
    gifts = each(times, p.norm.user, ready)
    purse = dyad.person.purse
    affordable = sat(purse / p.give.purse)
    money = min(gifts.money * affordable, purse / p.budget.user)
    left = pos(purse - money * p.budget.user)
    return replace(
        gifts,
        money=money,
        goods=min(gifts.goods * affordable, left / p.budget.user),
        services=gifts.services * (1.0 - p.give.capacity * dyad.person.severity),
    )


@rule
def paid(given: Given, p: Parameters) -> float:
    """Net money and goods that leave the user's purse for the organisation's at a visit.

    Nothing is made or lost: what one purse loses the other gains.
    """
    out = (given.to_professional.money + given.to_professional.goods) * p.budget.user
    back = (given.to_user.money + given.to_user.goods) * p.budget.professional
    return out - back


@rule
def smoothed(tie: Tie, given: Given, p: Parameters) -> Flow:
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
def give(dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws) -> tuple[Dyad, Event]:
    """Exchange resources at an attended visit; purses and smoothed flows follow."""
    if event.visit.attended == 0.0:
        return dyad, event
    given = Given(to_user=professional_gifts(dyad, carer, p), to_professional=user_gifts(dyad, p))
    tie, person = dyad.tie, dyad.person
    moved = paid(given, p)
    dyad = replace(
        dyad,
        person=replace(person, purse=pos(person.purse - moved)),
        tie=replace(tie, flow=smoothed(tie, given, p), organisation=tie.organisation + moved),
    )
    return dyad, replace(event, given=given)
