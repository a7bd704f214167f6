"""Interventions and the weeks in which they are in force."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, each_with, parameter

# fmt: off
#: What a strength is, where it is no amount.
FULL = "from 0, none, to 1, full"
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Policy(NamedTuple):
    """An intervention: in force from week `start` to week `stop`; a strength of 0 is none."""

    strength: Annotated[float, parameter(0,     "1",    0, 1,     ASSUMED, ASSUMED, "strength of {0}, {1}")]
    start:    Annotated[float, parameter(1,     "week", 1, 65535, ASSUMED, ASSUMED, "first week in which {0} is in force", whole=True)]
    stop:     Annotated[float, parameter(65535, "week", 1, 65535, ASSUMED, ASSUMED, "last week in which {0} is in force", whole=True)]


@group
class Interventions(NamedTuple):
    """Changes to a service from a given week on (S004 items 160-165, S001 items 166-167)."""

    feedback:          Annotated[Policy, each_with((),                 "S004 item 164; Priebe 2007, E28",  ASSUMED,             ("feedback of the user's view", FULL))]
    feedback_interval: Annotated[float,  parameter(8, "weeks", 1, 520, "Priebe 2007, E28",                 "Priebe 2007, E28",  "weeks between two feedbacks of the user's view")]
    training:          Annotated[Policy, each_with((),                 "S004 item 162; McCabe 2016, E32",  ASSUMED,             ("communication training of professionals", FULL))]
    supervision:       Annotated[Policy, each_with((),                 "S004 item 162; S001 item 167",     ASSUMED,             ("supervision of professionals", FULL))]
    incentive:         Annotated[Policy, each_with((),                 "Priebe 2013, E35",                 ASSUMED,             ("payment of users for coming", "in units of money a visit"))]
    crisis_plan:       Annotated[Policy, each_with((),                 "S002 item 130",                    ASSUMED,             ("a joint plan for crises", FULL))]
    user_first:        Annotated[Policy, each_with((),                 "S000 item 42, E42",                ASSUMED,             ("help with the user's own priority", "in units of goods and of services a visit"))]
    shared_decisions:  Annotated[Policy, each_with((),                 "Stovell 2016, E33, E34",           ASSUMED,             ("shared decision making", FULL))]
    treatment_order:   Annotated[Policy, each_with((),                 "Burns 2013, E36",                  ASSUMED,             ("the treatment order at discharge from the ward", "any above 0 alike"))]
    boundary:          Annotated[Policy, each_with((),                 "S002 item 125",                    ASSUMED,             ("a wider boundary of closeness and extra acts", FULL))]
