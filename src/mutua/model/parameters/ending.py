"""How ties end."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, CALIBRATED, parameter

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Exit(NamedTuple):
    """Verb 8, failed exit."""

    base:         Annotated[float, parameter(0.0016, "odds a week",  0, 1,    "E05",           "E05",             "baseline weekly odds that the relation is broken off, all factors at reference")]
    start:        Annotated[float, parameter(5.7,    "1",            0, 50,   "E03",           "design 2.3, E03", "how strongly uncertainty about each other at the start raises the odds of breaking off")]
    alternatives: Annotated[float, parameter(8 / 3,  "1 per unit",   0, 50,   "theory.md B1",  ASSUMED,           "how strongly better alternatives raise the odds of breaking off")]
    trust:        Annotated[float, parameter(6,      "1 per unit",   0, 50,   "S000 item 61",  CALIBRATED,        "how strongly the user's trust, against the usual, lowers the odds of breaking off")]
    strain:       Annotated[float, parameter(1.5,    "1 per unit",   0, 50,   "S001 item 70",  CALIBRATED,        "how strongly misfit of control raises the odds of breaking off")]
    rupture:      Annotated[float, parameter(2,      "1",            0, 20,   "S000 item 61",  ASSUMED,           "how strongly the user's unrepaired rupture raises the odds of breaking off")]
    unfair:       Annotated[float, parameter(1,      "1",            0, 10,   "theory.md 2C",  ASSUMED,           "how strongly credit above debt in the user's books raises the odds of breaking off")]
    enough:       Annotated[float, parameter(0.028,  "odds a visit", 0, 5,    "Simon 2012",    ASSUMED,           "odds of leaving per unit of attainment and outcome of a visit beyond what is enough")]
    patience:     Annotated[float, parameter(13,     "weeks",        1, 520,  "design 2.3",    "design 2.3",      "weeks without contact, despite offers, after which a relation ends by nonattendance")]
    moves:        Annotated[float, parameter(0.001,  "odds a week",  0, 1,    "design 2.3",    ASSUMED,           "weekly odds that the user moves away")]
    back:         Annotated[float, parameter(0.02,   "odds a week",  0, 1,    "S004 item 161", ASSUMED,           "baseline weekly odds that a user whose care has ended wishes to come back")]
    coercion:     Annotated[float, parameter(2,      "1",            0, 50,   "S004 item 9",   ASSUMED,           "how strongly coercion by law lowers the odds of breaking off")]
    goal:         Annotated[float, parameter(0.85,   "1",            0, 2,    "S004 item 12",  ASSUMED,           "attainment of the user's goals from which weeks to the planned end are counted")]
    hold:         Annotated[float, parameter(26,     "weeks",        1, 5200, "S004 item 12",  ASSUMED,           "weeks for which the user's goals stay attained before care ends as planned")]
    protocol:     Annotated[float, parameter(0,      "weeks",        0, 5200, "S004 item 11",  ASSUMED,           "weeks after which care ends as planned by protocol, 0 for never")]
    discharge:    Annotated[float, parameter(0,      "weeks",        0, 520,  ASSUMED,         ASSUMED,           "weeks without crisis after which a user is discharged, 0 for never")]
