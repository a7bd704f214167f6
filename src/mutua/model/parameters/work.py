"""What the work does to professionals."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, parameter

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Work(NamedTuple):
    """The professional's strain and the team's climate (theory.md 2C)."""

    capacity:     Annotated[float, parameter(50,    "units a week", 1, 1000, ASSUMED,                ASSUMED, "effort of a professional's full working week")]
    drain:        Annotated[float, parameter(0.5,   "1",            0, 1,    ASSUMED,                ASSUMED, "share of energy that effort without limit would take from a professional")]
    recovery:     Annotated[float, parameter(0.3,   "per week",     0, 1,    ASSUMED,                ASSUMED, "speed at which a professional's energy moves to what the week's effort implies")]
    rate:         Annotated[float, parameter(0.03,  "per week",     0, 1,    "theory.md 2C",         ASSUMED, "speed at which a professional's burnout moves to what strains and rewards imply")]
    load:         Annotated[float, parameter(0.08,  "1",            0, 2,    "theory.md 2C",         ASSUMED, "how strongly overload raises a professional's burnout")]
    inequity:     Annotated[float, parameter(1,     "1",            0, 10,   "van Dierendonck 1996", ASSUMED, "how strongly imbalance of debt and credit over the caseload raises burnout")]
    contagion:    Annotated[float, parameter(0.2,   "1",            0, 2,    "S001 item 92",         ASSUMED, "how strongly a poor climate of the team raises a professional's burnout")]
    reward:       Annotated[float, parameter(0.1,   "1",            0, 2,    "S000 item 60",         ASSUMED, "how strongly rewarding visits lower a professional's burnout")]
    climate:      Annotated[float, parameter(0.1,   "per week",     0, 1,    "S001 item 92",         ASSUMED, "speed at which the team's climate and usual giving follow its members")]
    outside:      Annotated[float, parameter(0.2,   "1",            0, 2,    "design 2.3",           ASSUMED, "how strongly strain from outside work raises a professional's burnout")]
    organisation: Annotated[float, parameter(0.3,   "1",            0, 10,   "Rose 2010",            ASSUMED, "how strongly inequity between effort and pay raises a professional's burnout")]
    pay:          Annotated[float, parameter(0.45,  "1",            0, 3,    "Rose 2010",            ASSUMED, "effort, in full working weeks, that a professional feels to be paid for")]
    esteem:       Annotated[float, parameter(0.2,   "1",            0, 2,    "S000 item 60",         ASSUMED, "how strongly self-esteem lowers a professional's burnout")]
    esteem_speed: Annotated[float, parameter(0.03,  "per week",     0, 1,    "S000 item 23",         ASSUMED, "speed at which a professional's self-esteem follows what visits show")]
    humiliation:  Annotated[float, parameter(0.05,  "1 per user",   0, 1,    "S004 item 161",        ASSUMED, "self-esteem that a professional loses for each user who breaks off")]
    turnover:     Annotated[float, parameter(2.5,   "1 per unit",   0, 50,   "S004 item 165",        ASSUMED, "how strongly a professional's burnout, against the usual, raises the odds of leaving")]
    leaving:      Annotated[float, parameter(0.005, "odds a week",  0, 1,    "E26",                  "E26",   "baseline weekly odds that a professional leaves the service, burnout at reference")]
