"""Interventions and the weeks in which they are in force."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, each_with, parameter

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Policy(NamedTuple):
    """An intervention: in force from week `start` to week `stop`; a strength of 0 is none."""

    strength: Annotated[float, parameter(0,     "1",    0, 1,     ASSUMED, ASSUMED, "how strong, 0 none")]
    start:    Annotated[float, parameter(1,     "week", 1, 65535, ASSUMED, ASSUMED, "first week in force", whole=True)]
    stop:     Annotated[float, parameter(65535, "week", 1, 65535, ASSUMED, ASSUMED, "last week in force", whole=True)]


@group
class Interventions(NamedTuple):
    """Changes to a service from a given week on (S004 items 160-165, S001 items 166-167)."""

    feedback:          Annotated[Policy, each_with((),                 "S004 item 164; Priebe 2007 (E28)", ASSUMED,             "the user's view fed back regularly")]
    feedback_interval: Annotated[float,  parameter(8, "weeks", 1, 520, "Priebe 2007 (E28)",                "Priebe 2007 (E28)", "between feedbacks")]
    training:          Annotated[Policy, each_with((),                 "S004 item 162; McCabe 2016 (E32)", ASSUMED,             "communication training")]
    supervision:       Annotated[Policy, each_with((),                 "S004 item 162; S001 item 167",     ASSUMED,             "supervision of professionals")]
    incentive:         Annotated[Policy, each_with((),                 "Priebe 2013 (E35)",                ASSUMED,             "money for coming, units a visit")]
    crisis_plan:       Annotated[Policy, each_with((),                 "S002 item 130",                    ASSUMED,             "a joint plan for crises")]
    user_first:        Annotated[Policy, each_with((),                 "S000 item 42 (E42)",               ASSUMED,             "the user's priority first, units a visit")]
    shared_decisions:  Annotated[Policy, each_with((),                 "Stovell 2016 (E33, E34)",          ASSUMED,             "shared decisions")]
    treatment_order:   Annotated[Policy, each_with((),                 "Burns 2013 (E36)",                 ASSUMED,             "orders for those discharged from a ward")]
    boundary:          Annotated[Policy, each_with((),                 "S002 item 125",                    ASSUMED,             "more closeness and extra acts allowed")]
