"""The norms of a regime, and what the two roles give."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, each_with, parameter
from mutua.model.parameters.groups import AMOUNT
from mutua.model.resources import Gifts

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Norm(NamedTuple):
    """A regime: the norms a service prescribes (S001 items 63-66)."""

    control:        Annotated[float,         parameter(0.65, "1", 0, 1,                "S001 item 64",  ASSUMED, "professional's share of decisions that the norm prescribes")]
    responsiveness: Annotated[float,         parameter(0.35, "1", 0, 1,                "S002 item 118", ASSUMED, "share of the professional's giving that is moved to the user's needs as seen")]
    rigidity:       Annotated[float,         parameter(0.5,  "1", 0, 1,                "S002 item 133", ASSUMED, "weight of the norm, against the wishes of both sides, where control is negotiated")]
    power:          Annotated[float,         parameter(1,    "1", 0, 1,                "S004 item 9",   ASSUMED, "share of the service's statutory power that professionals hold")]
    initiative:     Annotated[float,         parameter(0.65, "1", 0, 1,                "S001 item 64",  ASSUMED, "professional's share of the initiative at visits, of asking and setting the agenda")]
    contract:       Annotated[float,         parameter(0.4,  "1", 0, 1,                "S000 item 62",  ASSUMED, "how far giving is a negotiated deal (1) rather than a gift (0)")]
    adaptive:       Annotated[float,         parameter(0,    "1", 0, 1,                "S002 item 118", ASSUMED, "how far the norm of control follows the user's wish as the professional sees it")]
    professional:   Annotated[Gifts, AMOUNT, each_with((0.8, 0.7, 1.5, 0.1, 1.2, 1.7), "S001 item 97",  ASSUMED, "professional")]
    user:           Annotated[Gifts, AMOUNT, each_with((0.7, 1.2, 1.2, 1.1, 0.2, 1.6), "S000 item 62",  ASSUMED, "user")]


@group
class Effort(NamedTuple):
    """Total giving of each side as a multiple of the role's budget, 1 in every regime."""

    professional: Annotated[float, parameter(1, "1", 0, 3, ASSUMED, ASSUMED, "professional's total giving, as a multiple of the role's budget")]
    user:         Annotated[float, parameter(1, "1", 0, 3, ASSUMED, ASSUMED, "user's total giving, as a multiple of the role's budget")]


@group
class Budget(NamedTuple):
    """What one unit of each side weighs."""

    professional: Annotated[float, parameter(1,   "1", 0.05, 5, "S000 item 28", ASSUMED, "worth of a professional's unit of money or goods, in units of the user's purse")]
    user:         Annotated[float, parameter(0.5, "1", 0.05, 5, "S000 item 28", ASSUMED, "worth of a user's unit of money or goods, in units of the user's purse")]
