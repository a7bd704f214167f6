"""Verb 4, owe: two gross books a side, felt debt and claimed credit."""

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import Gifts, dot, each, pair, product
from mutua.model.rules.give import seen_needs
from mutua.model.rules.response import coercion, pos, sat, share
from mutua.model.state import Books, Carer, Dyad, Event, Side


@rule
def saturated_worth(worth: float, x: float) -> float:
    """Diminishing return of one class."""
    return sat(worth * x)


@rule
def excess_over(felt: float, usual: float, x: float) -> float:
    """What exceeds the usual in one class, ``pos(felt - usual) x``."""
    return pos(felt - usual) * x


@rule
def at_least(surplus: float, extra: float, x: float) -> float:
    """An extra act counts whole, ``max(surplus, extra)``: it always obliges (S000 item 42)."""
    return max(surplus, extra)


@rule
def with_strings(amount: float, strings: float, weight: float) -> float:
    """One surplus as it weighs, ``amount (1 + w strings)`` (theory.md B6: strings oblige)."""
    return amount * (1.0 + weight * strings)


@rule
def strings_of(contract: float, coercion: float) -> Gifts:
    """Strings attached to what a professional gives: the deal for money and goods, else coercion.

    Source: theory.md B6 (Gao et al. 2024: strategic intent obliges); form design 2.3.
    """
    return Gifts(
        love=coercion,
        status=coercion,
        information=coercion,
        money=contract,
        goods=contract,
        services=coercion,
    )


@rule
def worth_of_unit(giver: float, receiver: float, p: Parameters) -> float:
    """What a unit of the other counts for, between like for like and the budgets of the roles.

    ``like + a (1 - like)`` with like = budget of the giver / budget of the receiver: in an
    asymmetric alliance each gives by what the role allows. Source: S000 item 28; form assumed.
    """
    like = giver / receiver
    return like + p.obligation.asymmetry * (1.0 - like)


@rule
def book_gain(book: float, need: Gifts, surplus: Gifts, gain: float) -> float:
    """What a book gains from one visit, ``gain (1 - book) sum_r need_r sat(surplus_r)``.

    Only what exceeds the usual creates debt, weighted by how much it was needed; a gift twice as
    large obliges less than twice as much.
    Source: S000 items 42-43 (the coffee that creates a felt duty; exceeding expectations); form of
    the ledger after Piagetian exchange values (theory.md B5); gain assumed.
    """
    return gain * (1.0 - book) * dot(need, each(saturated_worth, surplus, 1.0))


@rule
def book_discharge(book: float, returned: Gifts, p: Parameters) -> float:
    """What services and status given in return take off a book, never more than it holds.

    Source: S000 item 42, taking part discharges the obligation; attending and complying are such
    services; rate assumed.
    """
    return min(book, p.obligation.discharge * (returned.services + returned.status))


@rule
def settle(
    side: Side, other_need: Gifts, felt: Gifts, given: Gifts, got: Gifts, gave: Gifts,
    worth: float, p: Parameters,
) -> Books:  # fmt: skip
    """Books of one side after a visit: debt for the surplus got, credit for the surplus given.

    Credit mirrors debt from the own side with weight ``1 + ego``: people count their own gifts
    more fully than others do (S003 item 144, the two disagree on reciprocity; weight assumed).
    """
    gain = p.obligation.gain * (1.0 - p.norm.contract)
    debt, credit = side.books.debt, side.books.credit
    debt = debt + book_gain(debt, side.need, got, gain * worth)
    credit = credit + book_gain(credit, other_need, gave, gain * (1.0 + p.obligation.ego))
    return Books(
        debt=share(debt - book_discharge(debt, given, p)),
        credit=share(credit - book_discharge(credit, felt, p)),
    )


@rule
def forget(books: Books, p: Parameters) -> Books:
    """Both books fade a little every week."""
    keep = 1.0 - p.obligation.decay
    return Books(debt=books.debt * keep, credit=books.credit * keep)


@rule
def books_of_user(dyad: Dyad, event: Event, p: Parameters) -> Books:
    """Both books of the user after a visit; what is usual follows the habits of the giver."""
    given, felt = event.given, event.user.gifts
    strings = strings_of(p.norm.contract, coercion(dyad.person, p))
    usual = pair(product, p.norm.professional, dyad.professional.habit, 1.0)
    got = pair(at_least, pair(excess_over, felt, usual, 1.0), given.extra, 1.0)
    own_usual = pair(product, p.norm.user, dyad.user.habit, 1.0)
    return settle(
        dyad.user,
        dyad.professional.need,
        felt,
        given.to_professional,
        pair(with_strings, got, strings, p.obligation.strings),
        pair(excess_over, given.to_professional, own_usual, 1.0),
        worth_of_unit(p.budget.professional, p.budget.user, p),
        p,
    )


@rule
def books_of_professional(dyad: Dyad, carer: Carer, event: Event, p: Parameters) -> Books:
    """Both books of the professional after a visit.

    Own gifts count by the needs as they are seen; an incentive is a gift of the service.
    """
    given, felt = event.given, event.professional.gifts
    usual = pair(product, p.norm.user, dyad.user.habit, 1.0)
    own_usual = pair(product, p.norm.professional, dyad.professional.habit, 1.0)
    own_extra = replace(given.extra, money=0.0)
    own = replace(given.to_user, money=given.to_user.money - given.extra.money)
    gave = pair(excess_over, own, own_usual, 1.0)
    return settle(
        dyad.professional,
        seen_needs(dyad, carer, p),
        felt,
        given.to_user,
        pair(excess_over, felt, usual, 1.0),
        pair(at_least, gave, own_extra, 1.0),
        worth_of_unit(p.budget.user, p.budget.professional, p),
        p,
    )


@rule
def owe(dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws) -> tuple[Dyad, Event]:
    """Write the books: entries at an attended visit, decay every week."""
    user_books, professional_books = dyad.user.books, dyad.professional.books
    if event.visit.attended > 0.0:
        user_books = books_of_user(dyad, event, p)
        professional_books = books_of_professional(dyad, carer, event, p)
    user = replace(dyad.user, books=forget(user_books, p))
    professional = replace(dyad.professional, books=forget(professional_books, p))
    return replace(dyad, user=user, professional=professional), event
