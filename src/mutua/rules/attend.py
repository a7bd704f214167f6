"""Verb 1, attend: is a visit offered this week, and does the user come?"""

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.layout import replace
from mutua.rules.response import chance, factor, gate, strain
from mutua.state import Carer, Contact, Dyad, Event, Visit
from mutua.streams import Draws


@rule
def offer_chance(energy: float, p: Parameters) -> float:
    """Chance that a visit is offered in a week: a spent professional offers less often.

    ``(1 - w (1 - energy)) / interval``, interval in weeks, >= 1.
    Source: S002 item 113 (time and availability); E27 gives the contact rate; form assumed.
    """
    return (1.0 - p.attend.energy * (1.0 - energy)) / p.service.contact_interval


@rule
def come_odds(dyad: Dyad, p: Parameters) -> float:
    """Odds that the user comes to an offered visit, >= 0.

    ``base m(trust) (1 + b bond)(1 + o gate(trust) debt)
    / ((1 + v avoidance severity)(1 + s strain)(1 + k missed))``.
    Source: S000 items 41-42 (felt duty to take part, gated by trust), S001 item 82 (attachment and
    adherence), S001 item 70 (role misfit and non-compliance); form assumed.
    """
    person, feeling = dyad.person, dyad.user.feeling
    wish = person.traits.preferred_control
    misfit = strain(dyad.user.perception.felt_control, wish, p.experience.zone)
    for_it = (
        p.attend.odds
        * factor(feeling.trust, p.attend.trust)
        * (1.0 + p.attend.bond * feeling.bond)
        * (1.0 + p.obligation.attend * gate(feeling.trust) * dyad.user.books.debt)
    )
    against = (
        (1.0 + p.attend.avoidance * person.traits.avoidance * person.severity)
        * (1.0 + p.attend.strain * misfit)
        * (1.0 + p.attend.missed * dyad.tie.contact.missed)
    )
    return for_it / against


@rule
def tally(contact: Contact, offered: float, attended: float, week: float) -> Contact:
    """Contact after a week: offers and visits counted, misses in a row, last visit dated."""
    return Contact(
        offered=contact.offered + offered,
        attended=contact.attended + attended,
        missed=0.0 if attended > 0.0 else contact.missed + offered,
        last=week if attended > 0.0 else contact.last,
    )


@rule
def attend(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """Decide whether the two meet this week."""
    odds = come_odds(dyad, p)
    offered = 1.0 if draws.offered < offer_chance(carer.professional.energy, p) else 0.0
    comes = 1.0 if draws.comes < chance(odds) else 0.0
    contact = tally(dyad.tie.contact, offered, offered * comes, event.week)
    dyad = replace(dyad, tie=replace(dyad.tie, contact=contact))
    return dyad, replace(event, visit=Visit(offered, offered * comes, odds))
