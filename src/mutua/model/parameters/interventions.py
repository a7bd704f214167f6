"""Interventions and the weeks in which they are in force."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import each_with, parameter
from mutua.model.parameters.groups import ASSUMED


@group
class Policy(NamedTuple):
    """An intervention: in force from week `start` to week `stop`; a strength of 0 is none."""

    strength: Annotated[float, parameter(0, "1", 0, 1, ASSUMED, "how strong, 0 none")]
    start: Annotated[
        float, parameter(1, "week", 1, 65535, ASSUMED, "first week in force", whole=True)
    ]
    stop: Annotated[
        float, parameter(65535, "week", 1, 65535, ASSUMED, "last week in force", whole=True)
    ]


@group
class Interventions(NamedTuple):
    """Changes to a service from a given week on (S004 items 160-165, S001 items 166-167)."""

    feedback: Annotated[
        Policy, each_with("the user's view fed back regularly", "S004 item 164; Priebe 2007 (E28)")
    ]
    feedback_interval: Annotated[
        float, parameter(8, "weeks", 1, 520, "Priebe 2007 (E28)", "between feedbacks")
    ]
    training: Annotated[
        Policy, each_with("communication training", "S004 item 162; McCabe 2016 (E32)")
    ]
    supervision: Annotated[
        Policy, each_with("supervision of professionals", "S004 item 162; S001 item 167")
    ]
    incentive: Annotated[Policy, each_with("money for coming, units a visit", "Priebe 2013 (E35)")]
    crisis_plan: Annotated[Policy, each_with("a joint plan for crises", "S002 item 130")]
    user_first: Annotated[
        Policy, each_with("the user's priority first, units a visit", "S000 item 42 (E42)")
    ]
    shared_decisions: Annotated[Policy, each_with("shared decisions", "Stovell 2016 (E33, E34)")]
    treatment_order: Annotated[
        Policy, each_with("orders for those discharged from a ward", "Burns 2013 (E36)")
    ]
    boundary: Annotated[Policy, each_with("more closeness and extra acts allowed", "S002 item 125")]
