"""Verb 1, attend: is a visit offered or asked for this week, and does the user come?"""

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.response import (
    USUAL_COMING,
    USUAL_SERVICE_TRUST,
    USUAL_TRUST,
    chance,
    coercion,
    factor,
    gate,
    m,
    pos,
    strain,
    voice_of,
    wished_control,
    zone_of,
)
from mutua.model.state import Carer, Contact, Dyad, Event, Team, User, Visit


@rule
def offer_chance(energy: float, p: Parameters) -> float:
    """Chance that the service offers a visit in a week.

    ``(1 - w (1 - energy)) / interval``, interval in weeks, >= 1: a spent professional offers less
    often. Source: S002 item 113 (time and availability); E27 gives the contact rate; form assumed.
    """
    return (1.0 - p.attend.energy * (1.0 - energy)) / p.service.contact_interval


@rule
def ask_odds(dyad: Dyad, p: Parameters) -> float:
    """Weekly odds that the user asks for a visit that was not offered, >= 0.

    ``base (1 + n severity)(1 + c crisis)(1 + a anxiety) m(trust) / (1 + v avoidance)``: need,
    crisis, anxiety and trust make one ask, avoidance keeps one from it.
    Source: S002 items 113 and 116 (accessible when asked, secure in a crisis), theory.md 2E
    (attachment); form assumed.
    """
    person, x = dyad.person, p.ask
    need = (1.0 + x.severity * person.severity) * (1.0 + x.crisis * person.course.crisis)
    wish = need * (1.0 + x.anxiety * person.traits.anxiety)
    return (
        x.odds
        * wish
        * factor(dyad.user.feeling.trust, USUAL_TRUST, x.trust)
        / (1.0 + x.avoidance * person.avoidance)
    )


@rule
def usual_coming(team: Team, p: Parameters) -> float:
    """Factor of what is usual in the team on the odds of coming, > 0.

    ``m((share of offers kept here - .8)/.1, w)``. Source: S001 item 92 (staff and patients hold
    each other's patterns); form assumed.
    """
    return m((team.coming - USUAL_COMING) / 0.1, p.give.ward)


@rule
def fear_of_care(person: User, trust: float) -> float:
    """Fear of the mark that care leaves, ``stigma (1 - acceptance)(1 - trust)``, in [0, 1].

    Source: S001 items 105-106 (stigma; denial of an illness identity); form assumed.
    """
    return person.traits.stigma * (1.0 - person.mind.acceptance) * (1.0 - trust)


@rule
def come_odds(dyad: Dyad, team: Team, p: Parameters) -> float:
    """Odds that the user comes to an offered visit, >= 0.

    ``base m(trust) m(service trust) m(usual here) (1 + b bond)(1 + o gate(trust) debt)(1 + i
    incentive)(1 + c coercion) / ((1 + w pos(-affect) 2 (1 - voiced))(1 + s strain)(1 + k missed)(1
    + g stigma (1 - acceptance)(1 - trust)))``: who feels bad and does not say so stays away, and so
    does who fears the mark of care. Source: S000 items 41-42 (felt duty to take part, gated by
    trust), S001 item 82 and theory.md 2E (attachment and adherence; protest or withdrawal), S001
    items 70 (role misfit and non-compliance), 14 (trust in the service), 92 (what is usual here)
    and 106 (stigma), S004 item 9 (power), Priebe 2013 (incentive); form assumed.
    """
    person, feeling, x = dyad.person, dyad.user.feeling, p.attend
    wish = wished_control(person, p)
    misfit = strain(dyad.user.perception.felt_control, wish, zone_of(person.course.crisis, p))
    for_it = (
        x.odds
        * factor(feeling.trust, USUAL_TRUST, x.trust)
        * factor(person.service_trust, USUAL_SERVICE_TRUST, x.service)
        * usual_coming(team, p)
        * (1.0 + x.bond * feeling.bond)
        * (1.0 + p.obligation.attend * gate(feeling.trust) * dyad.user.books.debt)
        * (1.0 + x.incentive * p.interventions.incentive.strength)
        * (1.0 + x.coercion * coercion(person, p))
    )
    against = (
        (1.0 + x.withdraw * pos(-feeling.affect) * 2.0 * (1.0 - voice_of(person, p)))
        * (1.0 + p.attend.strain * misfit)
        * (1.0 + x.stigma * fear_of_care(person, feeling.trust))
        * (1.0 + p.attend.missed * dyad.tie.contact.missed)
    )
    return for_it / against


@rule
def tally(contact: Contact, offered: float, attended: float, week: float) -> Contact:
    """Contact after a week: offers and visits counted, misses in a row, last visit dated.

    The gap without contact counts from the first missed offer.
    """
    waiting = contact.missed + offered > 0.0
    return Contact(
        offered=contact.offered + offered,
        attended=contact.attended + attended,
        missed=0.0 if attended > 0.0 else contact.missed + offered,
        last=week if attended > 0.0 else contact.last,
        gap=contact.gap + 1.0 if waiting and attended == 0.0 else 0.0,
    )


@rule
def attend(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """Decide whether the two meet this week: an offer, or a request that is answered, and coming.

    An answered request is an extra act, an unanswered one a small rupture (verbs 2 and 5). Whoever
    is on the ward is seen there every week by the same professional, asked or not.
    """
    pro, admitted = carer.professional, dyad.person.course.admitted
    odds = come_odds(dyad, carer.team, p)
    offered = 1.0 if draws.offered < offer_chance(pro.energy, p) else admitted
    asks = 1.0 if draws.asks < chance(ask_odds(dyad, p)) else 0.0
    asked = asks * (1.0 - offered)
    answers = 1.0 if draws.answers < chance(p.ask.answer * pro.reach * pro.energy) else 0.0
    answered = asked * answers
    comes = 1.0 if draws.comes < chance(odds * (1.0 + p.ask.comes * answered)) else admitted
    comes = (
        0.0 if 1.0 - draws.comes < p.interventions.no_show.strength * (1.0 - admitted) else comes
    )
    invited = offered + answered
    contact = tally(dyad.tie.contact, invited, invited * comes, event.week)
    dyad = replace(dyad, tie=replace(dyad.tie, contact=contact))
    visit = Visit(
        offered=invited, attended=invited * comes, asked=asked, answered=answered, odds=odds
    )
    return dyad, replace(event, visit=visit)
