"""Readings of a tie in a week that no state holds, computed only where they are asked for."""

from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.model.measures.equilibrium import drift
from mutua.model.measures.star import alliance, rating_of_professional, rating_of_user
from mutua.model.parameters.catalogue import Parameters
from mutua.model.state import Carer, Dyad


class Reading(NamedTuple):
    """What can be read off one dyad at the end of a week."""

    drift: float  # [0, 1] change of the flows against 13 weeks before
    balance_user: float  # [-1, 1] credit less debt
    balance_professional: float  # [-1, 1]
    alliance_user: float  # [0, 1] STAR without noise and rounding; -1 before the first visit
    alliance_professional: float


@rule
def read_dyad(dyad: Dyad, carer: Carer, week: float, p: Parameters) -> Reading:
    """Readings of one dyad at the end of a week."""
    user, professional = dyad.user.books, dyad.professional.books
    return Reading(
        drift=drift(dyad, week),
        balance_user=user.credit - user.debt,
        balance_professional=professional.credit - professional.debt,
        alliance_user=alliance(rating_of_user(dyad, p)),
        alliance_professional=alliance(rating_of_professional(dyad, carer, p)),
    )
