"""Twelve functions of a helping relation as either side sees them (project-defined; S003 item 144).

A side sees a function where its felt value is .5 or more. The twelve answers are one whole number,
a bit each, in the order of `FUNCTIONS`; the list is ours, not that of S003.
"""

from mutua.jit.compile import rule
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import Gifts
from mutua.model.rules.give import insight_into
from mutua.model.state import Carer, Dyad, Side

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
    support: Gifts, side: Side, dyad: Dyad, heard: float, hope: float
) -> float:  # fmt: skip
    """Functions that one side sees, as a whole number from 0 to 4095.

    Support is what this side believes to flow to the user, as running means of saturated amounts;
    reciprocity is one's own books in balance, power balance control felt to be shared.
    """
    talk, record = dyad.tie.talk, dyad.record
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
        + bit(hope, 256.0)
        + bit(record.dialogue, 512.0)
        + bit(balance, 1024.0)
        + bit(power, 2048.0)
    )


@rule
def functions_of_user(dyad: Dyad) -> float:
    """Functions that the user sees."""
    heard = dyad.tie.talk.understanding
    return seen_functions(dyad.record.felt, dyad.user, dyad, heard, dyad.person.mind.hope)


@rule
def functions_of_professional(dyad: Dyad, carer: Carer, p: Parameters) -> float:
    """Functions that the professional sees; hope only as the change of severity shows it."""
    heard = insight_into(dyad, carer, p)
    better = 0.5 + 2.0 * (dyad.person.traits.baseline - dyad.tie.seen_severity)
    return seen_functions(dyad.record.meant, dyad.professional, dyad, heard, better)
