"""What the work does to professionals."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, each_with, parameter
from mutua.model.parameters.groups import Factor

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Work(NamedTuple):
    """The professional's strain and the team's climate (theory.md 2C)."""

    capacity:     Annotated[float,  parameter(50,    "units a week", 1, 1000, ASSUMED,                ASSUMED, "a full week")]
    drain:        Annotated[float,  parameter(0.5,   "1",            0, 1,    ASSUMED,                ASSUMED, "energy lost to effort")]
    recovery:     Annotated[float,  parameter(0.3,   "per week",     0, 1,    ASSUMED,                ASSUMED, "speed of energy")]
    rate:         Annotated[float,  parameter(0.03,  "per week",     0, 1,    "theory.md 2C",         ASSUMED, "speed of burnout")]
    load:         Annotated[float,  parameter(0.2,   "1",            0, 2,    "theory.md 2C",         ASSUMED, "overload exhausts")]
    inequity:     Annotated[float,  parameter(1,     "1",            0, 10,   "van Dierendonck 1996", ASSUMED, "squared mean balance exhausts")]
    contagion:    Annotated[float,  parameter(0.2,   "1",            0, 2,    "S001 item 92",         ASSUMED, "pull of the climate")]
    reward:       Annotated[float,  parameter(0.1,   "1",            0, 2,    "S000 item 60",         ASSUMED, "rewarding visits relieve")]
    climate:      Annotated[float,  parameter(0.1,   "per week",     0, 1,    "S001 item 92",         ASSUMED, "speed of the climate")]
    outside:      Annotated[float,  parameter(0.2,   "1",            0, 2,    "design 2.3",           ASSUMED, "outside load exhausts")]
    organisation: Annotated[float,  parameter(0.3,   "1",            0, 10,   "Rose 2010",            ASSUMED, "squared inequity with the organisation")]
    pay:          Annotated[float,  parameter(0.45,  "1",            0, 3,    "Rose 2010",            ASSUMED, "effort that is felt to be paid, in full weeks")]
    esteem:       Annotated[float,  parameter(0.2,   "1",            0, 2,    "S000 item 60",         ASSUMED, "worth in one's own eyes protects")]
    esteem_speed: Annotated[float,  parameter(0.03,  "per week",     0, 1,    "S000 item 23",         ASSUMED, "speed of esteem")]
    humiliation:  Annotated[float,  parameter(0.05,  "1 per user",   0, 1,    "S004 item 161",        ASSUMED, "esteem lost with a user who leaves")]
    turnover:     Annotated[Factor, each_with((2.5, 0.45),                    "S004 item 165",        ASSUMED, "leaving the service by burnout")]
    leaving:      Annotated[float,  parameter(0.005, "odds a week",  0, 1,    "E26",                  "E26",   "of leaving the service, at reference")]
