"""Twelve functions of a helping relation as either side sees them (project-defined; S003 item 144).

A side sees a function where its felt value is .5 or more. The twelve answers are one whole number,
a bit each, in the order of `FUNCTIONS`; the list is ours, not that of S003.
"""

from mutua.jit.compile import rule
from mutua.model.resources import Gifts
from mutua.model.state import Dyad, Side

FUNCTIONS = (
    "presence", "companionship", "listening", "emotional", "validation", "information", "practical",
    "access", "motivation", "feedback", "reciprocity", "power_balance",
)  # fmt: skip


@rule
def bit(value: float, worth: float) -> float:
    """`worth` where a felt value reaches one half."""
    return worth if value >= 0.5 else 0.0


@rule
def seen_functions(
    support: Gifts, side: Side, dyad: Dyad
) -> float:  # fmt: skip
    """Functions that one side sees, as a whole number from 0 to 4095.

    Support is what this side believes to flow to the user, as running means of saturated amounts.
    Listening and motivation are asked of the same acts on both sides: information taken up, and the
    treatment followed (above .7). Reciprocity is one's own books in balance, power balance control
    felt to be shared.
    """
    talk, record = dyad.tie.talk, dyad.record
    heard = 0.5 * (support.information + talk.understanding)
    moved = record.window.adherence - 0.2
    balance = 1.0 - 4.0 * abs(side.books.credit - side.books.debt)
    power = 1.0 - 2.5 * abs(side.perception.felt_control - 0.5)
    return (
        bit(record.window.attended, 1.0)
        + bit(0.5 * (support.love + talk.familiarity), 2.0)
        + bit(heard, 4.0)
        + bit(support.love, 8.0)
        + bit(support.status, 16.0)
        + bit(support.information, 32.0)
        + bit(support.services, 64.0)
        + bit(support.goods, 128.0)
        + bit(moved, 256.0)
        + bit(record.dialogue, 512.0)
        + bit(balance, 1024.0)
        + bit(power, 2048.0)
    )


@rule
def functions_of_user(dyad: Dyad) -> float:
    """Functions that the user sees."""
    return seen_functions(dyad.record.felt, dyad.user, dyad)


@rule
def functions_of_professional(dyad: Dyad) -> float:
    """Functions that the professional sees."""
    return seen_functions(dyad.record.meant, dyad.professional, dyad)
