"""Verb 8, part: does the user break off this week?"""

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.layout import replace
from mutua.rules.response import chance, factor, gate, m, strain
from mutua.state import FAILED, Carer, Dyad, Event
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
    misfit = strain(side.perception.felt_control, traits.preferred_control, p.experience.zone)
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
def part(dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws) -> tuple[Dyad, Event]:
    """End the tie, or let it go on.

    Uncertainty is the value before this week's visit halved it: what one does not yet know of the
    other counts in the week of the first visit too.
    """
    tie = dyad.tie
    before = tie.uncertainty * (1.0 + event.visit.attended)
    odds = leave_odds(dyad, carer.professional.reach, before, p)
    ending = FAILED if draws.leaves < chance(odds) else tie.ending
    return replace(dyad, tie=replace(tie, ending=ending)), replace(event, leave_odds=odds)
