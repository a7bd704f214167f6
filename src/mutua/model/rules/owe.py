"""Verb 4, owe: two gross books a side, felt debt and claimed credit."""

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import Gifts
from mutua.model.rules.acts import size_of_act
from mutua.model.rules.response import coercion, pos, share
from mutua.model.rules.worth import (
    part_of_visit,
    role_of_user,
    weigh,
    without_purse,
)
from mutua.model.state import Books, Carer, Contact, Dyad, Event, Felt


@rule
def raise_book(book: float, entry: float, p: Parameters) -> float:
    """One book after an entry, ``b + g entry (1 - b)``, in [0, 1].

    Entries are shares of the other's role. Source: S000 items 41-42; the ledger after Piagetian
    exchange values (theory.md B5); gain assumed.
    """
    return share(book + p.obligation.gain * entry * (1.0 - book))


@rule
def debt_entry(felt: Felt, strings: float, p: Parameters) -> float:
    """What a visit adds to felt debt, as a share of the other's role, >= 0.

    ``(1 - contract)(1 + s strings)(pos(got - zone) + act)``: what was got beyond what is due, and
    an act whole, for an act always obliges (S000 item 42). In a deal nothing is owed but the deal;
    strings oblige (theory.md B6). What no one counts lies in the zone.
    """
    strung = 1.0 + p.obligation.strings * strings
    return (1.0 - p.norm.contract) * strung * (pos(felt.got - p.obligation.zone) + felt.act)


@rule
def credit_entry(felt: Felt, own_act: float, p: Parameters) -> float:
    """What a visit adds to claimed credit, as a share of a role, >= 0.

    ``(1 - contract)(1 + ego) own act + pos(-got - zone)``: own acts, counted more fully than the
    other counts them (S003 item 144, the two disagree on reciprocity), and what was got less than
    is due; a shortfall counts in full in a deal too (Molm; theory.md D3). Everyday giving is no
    claim. Form assumed.
    """
    claimed = (1.0 - p.norm.contract) * (1.0 + p.obligation.ego) * own_act
    return claimed + pos(-felt.got - p.obligation.zone)


@rule
def part_done(given: Gifts, role: Gifts, part: float) -> float:
    """How far one did one's part at a visit, in [0, 1]: services and status, of what is asked.

    Source: S000 item 42 (taking part discharges the obligation); attending and complying are such
    services; form assumed.
    """
    return share((given.services + given.status) / max(part * (role.services + role.status), 1e-9))


@rule
def settle(
    books: Books, owed: float, claimed: float, own_part: float, other_part: float, p: Parameters
) -> Books:
    """Both books after a visit: entries, then what own and the other's taking part take off."""
    d = p.obligation.discharge
    debt, credit = raise_book(books.debt, owed, p), raise_book(books.credit, claimed, p)
    return Books(debt=debt * (1.0 - d * own_part), credit=credit * (1.0 - d * other_part))


@rule
def forget(books: Books, p: Parameters) -> Books:
    """Both books fade a little every week."""
    keep = 1.0 - p.obligation.decay
    return Books(debt=books.debt * keep, credit=books.credit * keep)


@rule
def settle_visit(dyad: Dyad, carer: Carer, event: Event, p: Parameters) -> Dyad:
    """Both sides' books after a visit."""
    given, part = event.given, part_of_visit(dyad.person, p)
    role = role_of_user(dyad.person, given.to_professional, part, p)
    users_part = part_done(given.to_professional, role, part)
    professionals_part = part_done(given.to_user, p.norm.professional, part)
    user, professional = event.user, event.professional
    strings = coercion(dyad.person, p)
    coming = coming_beyond_due(dyad, 1.0, carer.professional.standard, p)
    users_books = settle(
        dyad.user.books,
        debt_entry(user, strings, p),
        credit_entry(user, professional.act, p),
        users_part,
        professionals_part,
        p,
    )
    professionals_books = settle(
        dyad.professional.books,
        debt_entry(professional, 0.0, p) + kept_entry(coming, p),
        credit_entry(professional, user.act, p),
        professionals_part,
        users_part,
        p,
    )
    return replace(
        dyad,
        user=replace(dyad.user, books=users_books),
        professional=replace(dyad.professional, books=professionals_books),
    )


@rule
def share_kept(contact: Contact) -> float:
    """Share of offered visits that the user kept, in (0, 1], with one kept visit lent."""
    return (contact.attended + 1.0) / (contact.offered + 1.0)


@rule
def coming_beyond_due(dyad: Dyad, came: float, standard: float, p: Parameters) -> float:
    """What coming, or not, is beyond what was due, ``(came - standard kept) usual``, in roles.

    A whole visit is worth what the user usually gives; due of it is the share of visits that this
    user keeps, by the professional's own `standard`. Of a user who often misses a miss is no news,
    and coming is more than was due. At a standard of 1 and without a zone the two entries cancel
    in the long run. Source: S000 items 42 (taking part is owed) and 45 (what is expected follows
    what happens); an own standard: Schaufeli 2006; form assumed.
    """
    side = dyad.professional
    weights, role = without_purse(side.need), role_of_user(dyad.person, side.usual, 1.0, p)
    usual = weigh(side.usual, weights, role, 1.0)
    return (came - standard * share_kept(dyad.tie.contact)) * usual


@rule
def kept_entry(beyond: float, p: Parameters) -> float:
    """What a kept visit adds to the professional's debt, in roles, >= 0; in a deal nothing."""
    return (1.0 - p.norm.contract) * p.obligation.coming * pos(beyond - p.obligation.zone)


@rule
def missed_entry(beyond: float, p: Parameters) -> float:
    """What a missed visit adds to the professional's credit, in roles, >= 0; in a deal as well."""
    return p.obligation.coming * pos(-beyond - p.obligation.zone)


@rule
def refused_entry(dyad: Dyad, p: Parameters) -> float:
    """What a request that is not answered adds to the user's credit: the act that was asked for.

    Source: S002 item 113 (accessible when asked); form assumed.
    """
    size = size_of_act(1.0, p)
    act = Gifts(size, 0.0, 0.0, 0.0, 0.0, size)
    return weigh(act, dyad.user.need, p.norm.professional, 1.0)


@rule
def settle_wait(dyad: Dyad, carer: Carer, event: Event, p: Parameters) -> Dyad:
    """Both sides' books after a week without a visit: who waited in vain claims it."""
    user, professional, visit = dyad.user.books, dyad.professional.books, event.visit
    beyond = coming_beyond_due(dyad, 0.0, carer.professional.standard, p)
    claimed = visit.offered * missed_entry(beyond, p)
    refused = (visit.asked - visit.answered) * refused_entry(dyad, p)
    waited = replace(professional, credit=raise_book(professional.credit, claimed, p))
    unanswered = replace(user, credit=raise_book(user.credit, refused, p))
    return replace(
        dyad,
        user=replace(dyad.user, books=unanswered),
        professional=replace(dyad.professional, books=waited),
    )


@rule
def owe(dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws) -> tuple[Dyad, Event]:
    """Write the books: entries of the week, decay every week."""
    if event.visit.attended > 0.0:
        dyad = settle_visit(dyad, carer, event, p)
    else:
        dyad = settle_wait(dyad, carer, event, p)
    user = replace(dyad.user, books=forget(dyad.user.books, p))
    professional = replace(dyad.professional, books=forget(dyad.professional.books, p))
    return replace(dyad, user=user, professional=professional), event
