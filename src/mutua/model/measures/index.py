"""The reciprocity index: eight items, 0 to 4 each, on the last 13 weeks of a tie.

S000 asks for a measure of reciprocity, by observers and by self-report, and finds none. Six items
are on the exchange (who gives, what feeling is shown, whether needs are met, on both sides), two on
agreement (understanding, decisions as one wishes them). The items and their scales are ours.
"""

from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.model.measures.star import item_points
from mutua.model.rules.response import share
from mutua.model.state import Dyad


class Index(NamedTuple):
    """Eight items of the reciprocity index, of levels in [0, 1] or points from 0 to 4."""

    user_gives: float  # observer
    professional_gives: float  # observer
    user_feels: float  # observer: good feeling shown by the user
    professional_feels: float  # observer
    user_gets: float  # self-report of the user: I got what I needed
    professional_gets: float  # self-report of the professional
    we_understand: float  # self-report: we understand each other
    as_wished: float  # self-report of the user: decisions are made as I wish


#: Items on the exchange and on agreement.
EXCHANGE, AGREEMENT = Index._fields[:6], Index._fields[6:]
#: Units of a role.
ROLE = 6.0


@rule
def index_levels(dyad: Dyad) -> Index:
    """Levels of the eight items, each in [0, 1], over 13 weeks.

    Half is giving what the role asks, no affect, three quarters of needs met; the ends are half a
    role less or more, affect of .5 either way, half or all of needs met. So observers and the two
    sides tell apart what differs between dyads.
    """
    w, tie = dyad.record.window, dyad.tie
    return Index(
        user_gives=share(w.to_professional / ROLE - 0.5),
        professional_gives=share(w.to_user / ROLE - 0.5),
        user_feels=share(0.5 + w.affect_user),
        professional_feels=share(0.5 + w.affect_professional),
        user_gets=share(2.0 * tie.met - 1.0),
        professional_gets=share(2.0 * w.met_professional - 1.0),
        we_understand=tie.talk.understanding,
        as_wished=share(1.0 - 2.0 * w.misfit),
    )


@rule
def index_points(levels: Index, draws: Index, noise: float) -> Index:
    """Points of the eight items, whole numbers from 0 to 4, with the noise of an item."""
    return Index(
        user_gives=item_points(levels.user_gives, draws.user_gives, noise),
        professional_gives=item_points(levels.professional_gives, draws.professional_gives, noise),
        user_feels=item_points(levels.user_feels, draws.user_feels, noise),
        professional_feels=item_points(levels.professional_feels, draws.professional_feels, noise),
        user_gets=item_points(levels.user_gets, draws.user_gets, noise),
        professional_gets=item_points(levels.professional_gets, draws.professional_gets, noise),
        we_understand=item_points(levels.we_understand, draws.we_understand, noise),
        as_wished=item_points(levels.as_wished, draws.as_wished, noise),
    )


@rule
def exchange_part(levels: Index) -> float:
    """Exchange without noise and rounding, 0 to 24."""
    given = levels.user_gives + levels.professional_gives
    felt = levels.user_feels + levels.professional_feels
    return 4.0 * (given + felt + levels.user_gets + levels.professional_gets)


@rule
def agreement_part(levels: Index) -> float:
    """Agreement without noise and rounding, 0 to 8."""
    return 4.0 * (levels.we_understand + levels.as_wished)
