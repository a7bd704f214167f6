"""How ties end."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import each_with, parameter
from mutua.model.parameters.groups import ASSUMED, Factor


@group
class Exit(NamedTuple):
    """Verb 8, failed exit."""

    base: Annotated[
        float,
        parameter(0.0016, "odds a week", 0, 1, ASSUMED, "at reference; to be calibrated (E05)"),
    ]
    start: Annotated[float, parameter(5.7, "1", 0, 50, "E03; design 2.3", "front-loading")]
    alternatives: Annotated[
        Factor, each_with("pull of alternatives", None, k=0.8, reference=0.0, scale=0.3)
    ]
    trust: Annotated[Factor, each_with("hold of trust", None, k=1.1, reference=0.5, scale=0.2)]
    strain: Annotated[Factor, each_with("push of misfit", None, k=1.0, reference=0.0, scale=0.2)]
    rupture: Annotated[float, parameter(2.0, "1", 0, 20, "S000 item 61", "unrepaired breach")]
    missed: Annotated[float, parameter(0.1, "1 per miss", 0, 5, ASSUMED, "misses in a row")]
    enough: Annotated[
        float, parameter(0.05, "odds a week", 0, 5, ASSUMED, "of leaving once it is enough")
    ]
    patience: Annotated[
        float, parameter(13, "weeks", 1, 520, "design 2.3", "without contact despite offers")
    ]
    moves: Annotated[float, parameter(0.001, "odds a week", 0, 1, ASSUMED, "of moving away")]
    coercion: Annotated[float, parameter(2.0, "1", 0, 50, "S004 item 9", "power holds the tie")]
    goal: Annotated[
        float, parameter(0.85, "1", 0, 2, ASSUMED, "attainment of the goal that is planned for")
    ]
    hold: Annotated[
        float, parameter(26, "weeks", 1, 5200, ASSUMED, "for which the goal is held before the end")
    ]
    protocol: Annotated[
        float, parameter(0, "weeks", 0, 5200, ASSUMED, "after which care ends as planned, 0 never")
    ]
    discharge: Annotated[
        float, parameter(0, "weeks", 0, 520, ASSUMED, "calm weeks until discharge, 0 never")
    ]
