"""Acts beyond the role: asked for and answered, or done unasked."""

from mutua.jit.compile import rule
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import Gifts
from mutua.model.rules.response import share
from mutua.model.state import Dyad, Feeling, Visit


@rule
def act_chance(feeling: Feeling, chance: float) -> float:
    """Chance that a side does something that no one asked for at a visit, in [0, 1].

    ``c (bond + trust)``: one does more for those one likes and trusts. Source: S000 item 42 (a
    coffee, a task), S002 items 120-121 (extra acts); form assumed.
    """
    return share(chance * (feeling.bond + feeling.trust))


@rule
def act_of_professional(dyad: Dyad, visit: Visit, p: Parameters, draws: Draws) -> float:
    """1 if the professional does something beyond the role at a visit: answered, or unasked."""
    odds = act_chance(dyad.professional.feeling, p.give.unasked)
    unasked = 1.0 if draws.asks < odds else 0.0
    return max(visit.answered, unasked)


@rule
def act_of_user(dyad: Dyad, visit: Visit, p: Parameters, draws: Draws) -> float:
    """1 if the user does something beyond the role at a visit that was not asked for."""
    odds = act_chance(dyad.user.feeling, p.give.returned)
    unasked = 1.0 if draws.answers < odds else 0.0
    return unasked * (1.0 - visit.answered)


@rule
def size_of_act(act: float, p: Parameters) -> float:
    """Units of love, and as many of services, in an act of the professional, by its boundaries.

    Source: S002 items 120-121 and 125 (to matter; extra acts; crossing boundaries); assumed.
    """
    wide = 1.0 + p.interventions.boundary.strength
    return p.give.extra * p.effort.professional * act * wide


@rule
def beyond_role(act: float, p: Parameters) -> Gifts:
    """What the professional adds beyond the role and the budget, in units.

    Acts; goods and services where the user's priority comes first (the coffee of S000 item 42);
    money as an incentive. Source: S000 item 42, Priebe 2013; amounts assumed.
    """
    x, done = p.interventions, size_of_act(act, p)
    first = x.user_first.strength
    return Gifts(
        love=done,
        status=0.0,
        information=0.0,
        money=x.incentive.strength,
        goods=first,
        services=done + first,
    )


@rule
def beyond_role_of_user(act: float, p: Parameters) -> Gifts:
    """What the user adds beyond the role, in units: a thank-you, and help.

    Source: S000 items 23 and 42 (giving back); amounts assumed.
    """
    extra = p.give.extra * p.effort.user * act
    return Gifts(0.0, extra, 0.0, 0.0, 0.0, extra)
