"""Section 3.4.2: attend."""

from types import SimpleNamespace as Thing

from naive.response import chance, coercion, factor, gate, m, pos, strain_of_user, voiced


def offer_chance(pro, p):
    return (1 - p.attend.energy * (1 - pro.energy)) / p.service.contact_interval


def ask_odds(dyad, p):
    person = dyad.person
    odds = p.ask.odds * factor(dyad.user.feeling.trust, 0.5, p.ask.trust)
    odds *= 1 + p.ask.severity * person.severity
    odds *= 1 + p.ask.crisis * person.course.crisis
    odds *= 1 + p.ask.anxiety * person.traits.anxiety
    return odds / (1 + p.ask.avoidance * person.avoidance)


def come_odds(dyad, team, p):
    """Odds of coming, were a visit offered."""
    person, user, trust = dyad.person, dyad.user, dyad.user.feeling.trust
    odds = p.attend.odds * factor(trust, 0.5, p.attend.trust)
    odds *= factor(person.service_trust, 0.45, p.attend.service)
    odds *= m((team.coming - 0.8) / 0.1, p.give.ward)
    odds *= 1 + p.attend.bond * user.feeling.bond
    odds *= 1 + p.obligation.attend * gate(trust) * user.books.debt
    odds *= 1 + p.attend.incentive * p.interventions.incentive.strength
    odds *= 1 + p.attend.coercion * coercion(person, p)

    unsaid = 2 * (1 - voiced(person, p))
    fear = person.traits.stigma * (1 - person.mind.acceptance) * (1 - trust)
    odds /= 1 + p.attend.withdraw * pos(-user.feeling.affect) * unsaid
    odds /= 1 + p.attend.strain * strain_of_user(dyad, p)
    odds /= 1 + p.attend.stigma * fear
    return odds / (1 + p.attend.missed * dyad.tie.contact.missed)


def attend(dyad, event, carer, p, draws):
    pro, admitted = carer.professional, dyad.person.course.admitted
    odds = come_odds(dyad, carer.team, p)
    offered = 1.0 if draws.offered < offer_chance(pro, p) else admitted
    asked = 1.0 - offered if draws.asks < chance(ask_odds(dyad, p)) else 0.0
    answered = asked if draws.answers < chance(p.ask.answer * pro.reach * pro.energy) else 0.0
    invited = offered + answered
    comes = 1.0 if draws.comes < chance(odds * (1 + p.ask.comes * answered)) else admitted
    if 1 - draws.comes < p.interventions.no_show.strength * (1 - admitted):
        comes = 0.0
    met = invited * comes
    event.visit = Thing(offered=invited, attended=met, asked=asked, answered=answered, odds=odds)
    tally(dyad.tie.contact, invited, met, event.week)


def tally(contact, invited, met, week):
    waiting = contact.missed + invited > 0
    contact.gap = contact.gap + 1 if waiting and not met else 0.0
    contact.missed = 0.0 if met else contact.missed + invited
    contact.last = week if met else contact.last
    contact.offered += invited
    contact.attended += met
