"""Lanes: the column of the scratch that holds a place, so that ties that go on lie together.

The loop over dyads steps the first lanes only. Random draws are keyed by place, and sums over a
caseload run in the order of places, so which lane a place is in never shows in a result.
"""

from typing import Any

import numpy as np

from mutua.engines.scratch import ENDING
from mutua.jit.compile import rule, subroutine
from mutua.jit.structs import align
from mutua.model.parameters.service import TEAM_MAX


@subroutine
def make_scratch(rows: int, value: float) -> Any:
    """Array of so many rows of `TEAM_MAX` lanes, each row on lines of the cache of its own."""
    return align(np.full((rows + 1, TEAM_MAX), value))[:rows]


@rule
def arrange(dyads: Any, treated: Any, team: Any) -> int:
    """Move ties that go on before those that have ended, and of them those of treated users first.

    Returns how many go on.
    """
    going_on = _divide(dyads, treated, team, 2, team.users)
    _divide(dyads, treated, team, 1, going_on)
    return going_on


@rule
def _divide(dyads: Any, treated: Any, team: Any, rank: int, last: int) -> int:
    """Move lanes below a rank before the others; returns how many there are."""
    first = 0
    while first < last:
        if _rank(dyads, treated, first) < rank:
            first += 1
        elif _rank(dyads, treated, last - 1) >= rank:
            last -= 1
        else:
            _exchange(dyads, treated, team, first, last - 1)
    return first


@rule
def _rank(dyads: Any, treated: Any, lane: int) -> int:
    """0 of a treated user, 1 of another one, 2 where the tie has ended."""
    if dyads[ENDING, lane] > 0.0:
        return 2
    return 0 if treated[lane] else 1


@rule
def _exchange(dyads: Any, treated: Any, team: Any, a: int, b: int) -> None:
    """Have two lanes hold each other's places.

    What lies in a lane does not tell its place: a user who came back to another one is named, and
    drawn for, by the own.
    """
    for row in range(dyads.shape[0]):
        dyads[row, a], dyads[row, b] = dyads[row, b], dyads[row, a]
    treated[a], treated[b] = treated[b], treated[a]
    for place in range(team.users):
        if team.lane_of[place] == a:
            team.lane_of[place] = b
        elif team.lane_of[place] == b:
            team.lane_of[place] = a
