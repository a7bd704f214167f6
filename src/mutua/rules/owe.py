"""Verb 4, owe: two gross books a side, felt debt and claimed credit."""

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.layout import replace
from mutua.resources import Gifts, dot, pair
from mutua.rules.experience import beyond
from mutua.rules.response import share
from mutua.state import Books, Carer, Dyad, Event, Side
from mutua.streams import Draws


@rule
def incurred(book: float, need: Gifts, got: Gifts, usual: Gifts, gain: float) -> float:
    """What a book gains from one visit, ``gain (1 - book) sum_r need_r pos(got_r - usual_r)``.

    Only what exceeds the usual creates debt, weighted by how much it was needed.
    Source: S000 items 42-43 (the coffee that creates a felt duty; exceeding expectations); form of
    the ledger after Piagetian exchange values (theory.md B5); gain assumed.
    """
    return gain * (1.0 - book) * dot(need, pair(beyond, got, usual, 1.0))


@rule
def discharged(book: float, returned: Gifts, p: Parameters) -> float:
    """What services and status given in return take off a book, never more than it holds.

    Source: S000 item 42, taking part discharges the obligation; attending and complying are such
    services; rate assumed.
    """
    return min(book, p.obligation.discharge * (returned.services + returned.status))


@rule
def settle(
    side: Side, other_need: Gifts, felt: Gifts, given: Gifts, got_usual: Gifts, own_usual: Gifts,
    p: Parameters,
) -> Books:  # fmt: skip
    """Books of one side after a visit: debt for what was felt, credit for what was given.

    Credit mirrors debt from the own side with weight ``1 + ego``: people count their own gifts
    more fully than others do (S003 item 144, the two disagree on reciprocity; weight assumed).
    """
    gain = p.obligation.gain * (1.0 - p.norm.contract)
    debt, credit = side.books.debt, side.books.credit
    debt = debt + incurred(debt, side.need, felt, got_usual, gain)
    credit = credit + incurred(
        credit, other_need, given, own_usual, gain * (1.0 + p.obligation.ego)
    )
    return Books(
        debt=share(debt - discharged(debt, given, p)),
        credit=share(credit - discharged(credit, felt, p)),
    )


@rule
def forget(books: Books, p: Parameters) -> Books:
    """Both books fade a little every week."""
    keep = 1.0 - p.obligation.decay
    return Books(debt=books.debt * keep, credit=books.credit * keep)


@rule
def owe(dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws) -> tuple[Dyad, Event]:
    """Write the books: entries at an attended visit, decay every week."""
    user_books, professional_books = dyad.user.books, dyad.professional.books
    if event.visit.attended > 0.0:
        from_professional, from_user = event.given.to_user, event.given.to_professional
        user_books = settle(
            dyad.user,
            dyad.professional.need,
            event.user.gifts,
            from_user,
            p.norm.professional,
            p.norm.user,
            p,
        )
        professional_books = settle(
            dyad.professional,
            dyad.user.need,
            event.professional.gifts,
            from_professional,
            p.norm.user,
            p.norm.professional,
            p,
        )
    user = replace(dyad.user, books=forget(user_books, p))
    professional = replace(dyad.professional, books=forget(professional_books, p))
    return replace(dyad, user=user, professional=professional), event
