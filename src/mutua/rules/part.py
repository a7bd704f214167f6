"""Verb 8, part: does the tie end this week, and how?"""

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.layout import replace
from mutua.rules.response import chance, factor, gate, m, pos, strain
from mutua.state import ENOUGH, FAILED, MOVED, NONATTENDANCE, Carer, Dyad, Event
from mutua.streams import Draws


@rule
def leave_odds(dyad: Dyad, reach: float, uncertainty: float, p: Parameters) -> float:
    """Weekly odds of a failed exit, >= 0: a product of factors.

    ``base (1 + start uncertainty) m(alternatives - mean y) m(-trust) m(strain) (1 + r rupture)
    (1 + k missed) / ((1 + o gate(trust) debt) reach)``.

    Source: S000 items 25 and 61 (poor relations and disengagement), S001 item 70 (misfit and early
    dropout), Thibaut and Kelley's comparison level for alternatives (theory.md B1), front-loading
    E03, between-professional spread E15; form reviewed in design 2.3, verb 8.
    """
    x, side, traits = p.exit, dyad.user, dyad.person.traits
    pull = (traits.alternatives - side.level.mean_y) / x.alternatives.scale
    misfit = strain(side.perception, traits.preferred_control, traits.preferred_closeness, p)
    away = (
        x.base
        * (1.0 + x.start * uncertainty)
        * m(pull, x.alternatives.k)
        * factor(misfit, x.strain)
        * (1.0 + x.rupture * side.feeling.rupture)
        * (1.0 + x.missed * dyad.tie.contact.missed)
    )
    obligation = 1.0 + p.obligation.stay * gate(side.feeling.trust) * side.books.debt
    return away / (factor(side.feeling.trust, x.trust) * obligation * reach)


@rule
def enough_odds(dyad: Dyad, p: Parameters) -> float:
    """Weekly odds that the user leaves because it is enough, >= 0.

    ``base pos(relief so far + needs met - enough)``: a satisfied ending is no dropout.
    Source: theory.md part 0 item 7 (two exits) and 2G item 7; threshold a trait; form assumed.
    """
    person = dyad.person
    relief = person.traits.baseline - person.severity
    return p.exit.enough * pos(relief + dyad.tie.met - person.traits.enough)


@rule
def ending_of(dyad: Dyad, leave: float, p: Parameters, draws: Draws) -> float:
    """How the tie ends this week, 0 if it goes on; the first that applies.

    Breaking off; enough; discharge after weeks without contact despite offers; moving away, which
    depends on no state and censors.
    """
    if draws.leaves < chance(leave):
        return FAILED
    if draws.enough < chance(enough_odds(dyad, p)):
        return ENOUGH
    if dyad.tie.contact.gap >= p.exit.patience:
        return NONATTENDANCE
    if draws.moves < chance(p.exit.moves):
        return MOVED
    return 0.0


@rule
def part(dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws) -> tuple[Dyad, Event]:
    """End the tie, or let it go on.

    Uncertainty is the value before this week's visit halved it: what one does not yet know of the
    other counts in the week of the first visit too.
    """
    tie = dyad.tie
    before = tie.uncertainty * (1.0 + event.visit.attended)
    odds = leave_odds(dyad, carer.professional.reach, before, p)
    ending = ending_of(dyad, odds, p, draws)
    return replace(dyad, tie=replace(tie, ending=ending)), replace(event, leave_odds=odds)
