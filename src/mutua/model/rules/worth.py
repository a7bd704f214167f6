"""What gifts are worth to who receives them."""

from mutua.jit.compile import rule
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import (
    PARTICULARISM,
    Gifts,
    dot,
    each,
    pair,
    product,
    substitutes,
    total,
)
from mutua.model.rules.response import pos
from mutua.model.state import Given, Professional, User

#: Empathy and skill at which what is given comes over as it was meant: the mean of both traits.
TYPICAL = 0.6


@rule
def part_of_visit(person: User, p: Parameters) -> float:
    """Share of a whole visit that a meeting is, in [0, 1]: less than 1 in a week on the ward.

    There many others meet needs too, and give. Source: form and share design 2.3.
    """
    return 1.0 - (1.0 - p.give.admitted) * person.course.admitted


@rule
def quality(trait: float, p: Parameters) -> float:
    """What a unit from these hands is worth, ``pos(1 + w (trait - .6))``, >= 0.

    Source: S000 item 48 (empathy), S001 item 153 (the relationship as vehicle); form assumed.
    """
    return pos(1.0 + p.give.quality * (trait - TYPICAL))


@rule
def came_over(amounts: Gifts, professional: Professional, p: Parameters) -> Gifts:
    """What a professional gives as it comes over: love and status by empathy, help by skill."""
    heart, hand = quality(professional.empathy, p), quality(professional.skill, p)
    return Gifts(
        love=amounts.love * heart,
        status=amounts.status * heart,
        information=amounts.information * hand,
        money=amounts.money,
        goods=amounts.goods,
        services=amounts.services * hand,
    )


@rule
def particular_worth(particularism: float, bond: float) -> float:
    """How much more a class is worth from a giver one is bonded to, ``1 + pi bond``.

    Source: S001 item 96, Foa's particularism (Foa 1971); theory.md 2F.
    """
    return 1.0 + particularism * bond


@rule
def need_met(worth: float, need: float, full: float) -> float:
    """Share of one need that is met, ``r (2 - r)`` with ``r = min(worth/(full need), 1)``.

    A need is a quantity: each further unit does linearly less for it, and what exceeds it does
    nothing. Source: S001 item 96 (needs differ between persons); form assumed.
    """
    r = min(worth / max(full * need, 1e-9), 1.0)
    return r * (2.0 - r)


@rule
def needs_met(felt: Gifts, need: Gifts, bond: float, full: float, p: Parameters) -> float:
    """Need-weighted share of needs met at a visit, in [0, 1].

    ``sum_s need_s met_s / sum_s need_s``, worth by Foa's ring: neighbours stand in for each other.
    Amounts in proportion to needs meet the most. Source: Foa 1971; S001 item 96; form assumed.
    """
    dear = each(particular_worth, PARTICULARISM, bond)
    worth = substitutes(pair(product, felt, dear, 1.0), p.foa.near, p.foa.far)
    return dot(need, pair(need_met, worth, need, full)) / total(need)


@rule
def beyond_need(felt: float, need: float, full: float) -> float:
    """What of one class exceeds the own need for it, ``pos(felt - full need)``, in units."""
    return pos(felt - full * need)


@rule
def aversive_excess(felt: Gifts, need: Gifts, full: float) -> float:
    """What is too much, ``sum_r pi_r pos(felt_r - full need_r)``, in units: some want distance.

    Source: S002 item 122, theory.md 2F R4 (Foa: the range of the particular is narrow).
    """
    return dot(PARTICULARISM, pair(beyond_need, felt, need, full))


@rule
def role_of_user(person: User, given: Gifts, part: float, p: Parameters) -> Gifts:
    """What a user's role asks at a whole visit as far as illness and purse allow, in units.

    Services by `capacity`, money and goods as they were `given` this time, in part of a visit.
    Source: S000 item 28 (equal in principle, unequal in give), theory.md B8; form assumed.
    """
    norm = p.norm.user
    able, whole = norm.services * capacity(person, p), 1.0 / max(part, 1e-9)
    money, goods = given.money * whole, given.goods * whole
    return Gifts(norm.love, norm.status, norm.information, money, goods, able)


@rule
def capacity(person: User, p: Parameters) -> float:
    """What the illness leaves of one's services, ``1 - w severity (1 - efficacy)``, in [0, 1].

    Source: S001 items 67 and 69 (severity and passivity; self-efficacy and taking part).
    """
    return 1.0 - p.give.capacity * person.severity * (1.0 - person.mind.efficacy)


@rule
def weigh(amounts: Gifts, weights: Gifts, role: Gifts, part: float) -> float:
    """Amounts as a share of what the role asks, each class weighed by how it counts, >= 0.

    ``sum_r weight_r amount_r / sum_r weight_r role_r`` of a whole visit, or of its part. Source:
    S000 item 28 (each gives by the own role); form assumed.
    """
    return dot(weights, amounts) / max(part * dot(weights, role), 1e-9)


@rule
def act_beyond_role(extra: Gifts) -> Gifts:
    """What of a professional's extra is an act: an incentive is a gift of the service."""
    return Gifts(extra.love, extra.status, extra.information, 0.0, extra.goods, extra.services)


@rule
def without_purse(weights: Gifts) -> Gifts:
    """Weights of what a user gives: money and goods count 0, as the purse decides on them.

    Source: S000 item 28 (unequal in give), theory.md B8; form assumed.
    """
    w = weights
    return Gifts(w.love, w.status, w.information, 0.0, 0.0, w.services)


@rule
def share_of_role(units: float, role: Gifts, part: float) -> float:
    """Units as a share of what a role asks, >= 0."""
    return units / max(part * total(role), 1e-9)


@rule
def own_share_of_user(given: Given, part: float, p: Parameters) -> float:
    """A user's own giving as a share of the role, >= 0.

    ``had + a (could - had)``: what illness or purse forbids is no unfairness. Source: S000 item 28;
    form assumed.
    """
    had = share_of_role(total(given.to_professional), p.norm.user, part)
    able = p.effort.user * part * total(given.intended_by_user) + total(given.returned)
    could = share_of_role(able, p.norm.user, part)
    return had + p.obligation.asymmetry * (could - had)


@rule
def unfairness(own_share: float, felt_share: float, p: Parameters) -> float:
    """Cost of inequity at a visit, ``under pos(x) + over pos(-x)``, ``x = own - felt share``.

    Both to give more than one gets and to get more lower wellbeing; the first weighs more.
    Source: S000 item 23, Buunk & Schaufeli 1999 (cited in S000); sizes assumed.
    """
    balance = own_share - felt_share
    return p.fair.under * pos(balance) + p.fair.over * pos(-balance)
