"""Section 3.4.5: owe."""

from naive.feeling import role_of_user, without_purse
from naive.giving import size_of_act
from naive.response import CLASSES, capacity, coercion, part_of_visit, pos, share, visits_kept


def owe(dyad, event, carer, p, draws):
    user, professional = dyad.user, dyad.professional
    standard = carer.professional.standard
    if event.visit.attended:
        settle_visit(dyad, event, standard, p)
    else:
        missed = coming_entry(-coming_beyond_due(0, dyad, standard, p), p)
        refused = refused_entry(user, p)
        vain = event.visit.asked - event.visit.answered
        professional.books.credit = entered(
            professional.books.credit, event.visit.offered * missed, p
        )
        user.books.credit = entered(user.books.credit, vain * refused, p)
    for side in (user, professional):
        side.books.debt *= 1 - p.obligation.decay
        side.books.credit *= 1 - p.obligation.decay


def entered(book, entry, p):
    return share(book + p.obligation.gain * entry * (1 - book))


def settle_visit(dyad, event, standard, p):
    person, given, part = dyad.person, event.given, part_of_visit(dyad.person, p)

    def done(gave, role):
        asked = part * (role["services"] + role["status"])
        return share((gave["services"] + gave["status"]) / max(asked, 1e-9))

    of_user = done(given.to_professional, role_of_user(person, given.to_professional, p))
    of_professional = done(given.to_user, p.norm.professional)
    strings, acts = coercion(person, p), (event.user.act, event.professional.act)
    settle(dyad.user.books, event.user, acts[1], strings, (of_user, of_professional), 0.0, p)
    parts, came = (of_professional, of_user), coming_beyond_due(1, dyad, standard, p)
    kept = coming_entry(came, p)
    settle(dyad.professional.books, event.professional, acts[0], 0.0, parts, kept, p)


def settle(books, felt, own_act, strings, parts, kept, p):
    """Write the books of a side.

    `parts` are the own part that was done and the other's, `kept` is owed for coming.
    """
    free, zone, rate = 1 - p.norm.contract, p.obligation.zone, p.obligation.discharge
    owed = (1 + p.obligation.strings * strings) * (pos(felt.got - zone) + felt.act) + kept
    claimed = free * (1 + p.obligation.ego) * own_act + pos(-felt.got - zone)
    books.debt = entered(books.debt, free * owed, p) * (1 - rate * parts[0])
    books.credit = entered(books.credit, claimed, p) * (1 - rate * parts[1])


def coming_beyond_due(came, dyad, standard, p):
    """Coming, 1 or 0, less what is due of it to the professional."""
    side = dyad.professional
    weight, role = without_purse(side.need), dict(p.norm.user)
    role["services"] *= capacity(dyad.person, p)
    asked = sum(weight[r] * role[r] for r in CLASSES)
    usual = sum(weight[r] * side.usual[r] for r in CLASSES) / max(asked, 1e-9)
    return (came - standard * visits_kept(dyad.tie.contact)) * usual


def coming_entry(beyond, p):
    return p.obligation.coming * pos(beyond - p.obligation.zone)


def refused_entry(user, p):
    asked = sum(user.need[r] * p.norm.professional[r] for r in CLASSES)
    return size_of_act(p) * (user.need["love"] + user.need["services"]) / max(asked, 1e-9)
