"""How ties end."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, each_with, parameter
from mutua.model.parameters.groups import Factor

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Exit(NamedTuple):
    """Verb 8, failed exit."""

    base:         Annotated[float,  parameter(0.0016, "odds a week", 0, 1,    "E05",          "E05",                 "at reference")]
    start:        Annotated[float,  parameter(5.7,    "1",           0, 50,   "E03",          "design 2.3 (E03)",    "front-loading")]
    alternatives: Annotated[Factor, each_with((8 / 3, 0),                     "theory.md B1", ASSUMED,               "pull of alternatives")]
    trust:        Annotated[Factor, each_with((5.5, 0.5),                     "S000 item 61", ("design 2.3 (E10)",), "hold of trust")]
    strain:       Annotated[Factor, each_with((5, 0),                         "S001 item 70", ASSUMED,               "push of misfit")]
    rupture:      Annotated[float,  parameter(2,      "1",           0, 20,   "S000 item 61", ASSUMED,               "unrepaired breach")]
    missed:       Annotated[float,  parameter(0.1,    "1 per miss",  0, 5,    "design 2.3",   ASSUMED,               "misses in a row")]
    enough:       Annotated[float,  parameter(0.05,   "odds a week", 0, 5,    "Simon 2012",   ASSUMED,               "of leaving once it is enough")]
    patience:     Annotated[float,  parameter(13,     "weeks",       1, 520,  "design 2.3",   "design 2.3",          "without contact despite offers")]
    moves:        Annotated[float,  parameter(0.001,  "odds a week", 0, 1,    "design 2.3",   ASSUMED,               "of moving away")]
    coercion:     Annotated[float,  parameter(2,      "1",           0, 50,   "S004 item 9",  ASSUMED,               "power holds the tie")]
    goal:         Annotated[float,  parameter(0.85,   "1",           0, 2,    "S004 item 12", ASSUMED,               "attainment of the goal that is planned for")]
    hold:         Annotated[float,  parameter(26,     "weeks",       1, 5200, "S004 item 12", ASSUMED,               "for which the goal is held before the end")]
    protocol:     Annotated[float,  parameter(0,      "weeks",       0, 5200, "S004 item 11", ASSUMED,               "after which care ends as planned, 0 never")]
    discharge:    Annotated[float,  parameter(0,      "weeks",       0, 520,  ASSUMED,        ASSUMED,               "calm weeks until discharge, 0 never")]
