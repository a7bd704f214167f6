"""What is done to a service, or happens in it, and the weeks in which it is in force."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, each_with, parameter

# fmt: off
#: What a strength is, where it is no amount.
FULL = "from 0, none, to 1, full"
#: Policies that are events: what happens in given weeks, not what a service provides.
EVENTS = ("no_show", "breach", "relapse", "succession")
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Policy(NamedTuple):
    """In force from week `start` to `stop`, or in every so many weeks of them; 0 is none."""

    strength: Annotated[float, parameter(0,     "1",    0, 1,     ASSUMED, ASSUMED, "strength of {0}, {1}")]
    start:    Annotated[float, parameter(1,     "week", 1, 65535, ASSUMED, ASSUMED, "first week in which {0} is in force", whole=True)]
    stop:     Annotated[float, parameter(65535, "week", 1, 65535, ASSUMED, ASSUMED, "last week in which {0} is in force", whole=True)]
    every:    Annotated[float, parameter(0,     "weeks", 0, 65535, ASSUMED, ASSUMED, "weeks from one week with {0} to the next, 0 if in each", whole=True)]


@group
class Allocation(NamedTuple):
    """Who is given the interventions: a share of users, of professionals or of teams, at random."""

    unit:  Annotated[float, parameter(0,   "code", 0, 3, ASSUMED, ASSUMED, "units that are allocated to interventions, 0 none (all treated), 1 users, 2 professionals, 3 teams", whole=True)]
    share: Annotated[float, parameter(0.5, "1",    0, 1, ASSUMED, ASSUMED, "share of these units that are given the interventions")]


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
    boundary:          Annotated[Policy, each_with((),                 "S002 item 125",                    ASSUMED,             ("a wider boundary of love and extra acts", FULL))]
    no_show:           Annotated[Policy, each_with((),                 "S002 item 113",                    ASSUMED,             ("users' missing of visits, an event", "chance to miss an offered visit"))]
    breach:            Annotated[Policy, each_with((),                 "S004 item 149",                    ASSUMED,             ("a breach by the professional, an event", "in units of love and status taken at a visit"))]
    relapse:           Annotated[Policy, each_with((),                 "S002 item 116",                    ASSUMED,             ("crises from outside, an event", "chance that one begins"))]
    succession:        Annotated[Policy, each_with((),                 "S002 item 112",                    ASSUMED,             ("planned succession of professionals, an event", "chance to be replaced"))]
    allocation:        Annotated[Allocation, each_with((),             ASSUMED,                            ASSUMED,             "who is given the interventions")]
