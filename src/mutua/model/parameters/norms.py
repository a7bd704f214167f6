"""The norms of a regime, and what the two roles give."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import each_with, parameter
from mutua.model.parameters.groups import AMOUNT, ASSUMED
from mutua.model.resources import Gifts


@group
class Norm(NamedTuple):
    """A regime: the norms a service prescribes (S001 items 63-66)."""

    control: Annotated[
        float, parameter(0.65, "1", 0, 1, "S001 item 64", "professional's share of decisions")
    ]
    responsiveness: Annotated[
        float, parameter(0.35, "1", 0, 1, "S002 item 118", "share of the budget moved to needs")
    ]
    rigidity: Annotated[
        float, parameter(0.5, "1", 0, 1, "S002 item 133", "how far control is held at the norm")
    ]
    power: Annotated[
        float, parameter(1.0, "1", 0, 1, "S004 item 9", "share of statutory power that is held")
    ]
    initiative: Annotated[
        float, parameter(0.65, "1", 0, 1, "S001 item 64", "professional's share of initiative")
    ]
    closeness: Annotated[
        float, parameter(0.4, "1", 0, 1, "S002 item 125", "closeness that the role allows")
    ]
    contract: Annotated[
        float, parameter(0.4, "1", 0, 1, ASSUMED, "how far giving is a deal (Molm et al. 2000)")
    ]
    adaptive: Annotated[
        float, parameter(0, "1", 0, 1, "S002 item 118", "how far control follows the wish as seen")
    ]
    professional: Annotated[
        Gifts,
        each_with("what a professional gives by role", "S001 item 97; amounts assumed",
                  love=0.8, status=0.7, information=1.5, money=0.1, goods=1.2, services=1.7),
        AMOUNT,
    ]  # fmt: skip
    user: Annotated[
        Gifts,
        each_with("what a service user gives by role", "S000 item 62; amounts assumed",
                  love=0.7, status=1.2, information=1.2, money=1.1, goods=0.2, services=1.6),
        AMOUNT,
    ]  # fmt: skip


@group
class Effort(NamedTuple):
    """Total giving of each side as a multiple of the role's budget, 1 in every regime."""

    professional: Annotated[float, parameter(1, "1", 0, 3, ASSUMED, "professional's total giving")]
    user: Annotated[float, parameter(1, "1", 0, 3, ASSUMED, "user's total giving")]


@group
class Budget(NamedTuple):
    """What one unit of each side weighs."""

    professional: Annotated[float, parameter(1, "1", 0.05, 5, ASSUMED, "weight of a unit")]
    user: Annotated[float, parameter(0.5, "1", 0.05, 5, ASSUMED, "weight of a unit")]
