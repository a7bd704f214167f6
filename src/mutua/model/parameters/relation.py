"""Trust, bond, affect, and how each side sees the other."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, parameter

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Trust(NamedTuple):
    """Trust under surprise (theory.md D1)."""

    gain:         Annotated[float, parameter(0.1,  "per visit", 0, 1, "S002 item 114",             ASSUMED,        "slow up")]
    loss:         Annotated[float, parameter(0.2,  "per visit", 0, 1, "Slovic 1993; theory.md D1", "theory.md D1", "fast down")]
    avoidance:    Annotated[float, parameter(0.6,  "1",         0, 1, "S001 item 81",              ASSUMED,        "avoidance slows gain")]
    anxiety:      Annotated[float, parameter(0.4,  "1",         0, 5, "theory.md 2E",              ASSUMED,        "anxiety makes trust move more, both ways")]
    initiator:    Annotated[float, parameter(0.08, "1",         0, 1, "S004 item 8",               ASSUMED,        "first trust lost if a service refers")]
    service:      Annotated[float, parameter(0.03, "per visit", 0, 1, "S001 item 14",              ASSUMED,        "speed of trust in the service")]
    carried:      Annotated[float, parameter(0.5,  "1",         0, 1, "S004 item 161",             ASSUMED,        "share carried to a successor")]
    uncontracted: Annotated[float, parameter(0.5,  "1",         0, 5, "Molm et al. 2000",          ASSUMED,        "gifts without a deal build more")]


@group
class Bond(NamedTuple):
    """Gratitude and warmth."""

    gain:     Annotated[float, parameter(0.05, "per visit", 0, 1,  "S000 item 43",  ASSUMED, "from care seen")]
    surprise: Annotated[float, parameter(1,    "1",         0, 10, "S002 item 121", ASSUMED, "more when unexpected")]
    fade:     Annotated[float, parameter(0.02, "per visit", 0, 1,  ASSUMED,         ASSUMED, "what is lost again")]


@group
class Affect(NamedTuple):
    """Shared affect (S000 item 27; theory.md A1)."""

    inertia:    Annotated[float, parameter(0.7,  "per week",  0, 0.99, "theory.md A1", ASSUMED, "own inertia")]
    gain:       Annotated[float, parameter(0.15, "per visit", 0, 2,    "theory.md A1", ASSUMED, "push of the visit")]
    coupling:   Annotated[float, parameter(0.15, "per visit", 0, 1,    "S000 item 27", ASSUMED, "the other's pull")]
    negativity: Annotated[float, parameter(2,    "1",         1, 10,   "theory.md A1", ASSUMED, "slope below the threshold, in slopes")]
    threshold:  Annotated[float, parameter(0.2,  "1",         0, 1,    "theory.md A1", ASSUMED, "of negativity")]


@group
class Rupture(NamedTuple):
    """Breach and repair."""

    theta:   Annotated[float, parameter(0.13, "1",         0, 2,  "design 2.3",    "E37",   "shortfall that is no breach yet")]
    gain:    Annotated[float, parameter(0.8,  "per visit", 0, 5,  "theory.md D1",  ASSUMED, "raised by a breach")]
    repair:  Annotated[float, parameter(0.6,  "per visit", 0, 1,  "S004 item 161", ASSUMED, "mended by skill and empathy")]
    harm:    Annotated[float, parameter(0.5,  "per unit",  0, 5,  "S002 item 119", ASSUMED, "raised by harm")]
    refused: Annotated[float, parameter(0.05, "1",         0, 1,  "S002 item 113", ASSUMED, "raised by an unanswered request")]
    fade:    Annotated[float, parameter(0.02, "per week",  0, 1,  ASSUMED,         ASSUMED, "fades between visits")]
    anxiety: Annotated[float, parameter(1,    "1",         0, 10, "theory.md 2E",  ASSUMED, "anxiety slows mending and fading")]


@group
class Habit(NamedTuple):
    """Reinforcement against homeostasis."""

    rate:        Annotated[float, parameter(0.5,  "per visit", 0, 2, "S001 item 109", ASSUMED,      "reinforcement")]
    homeostasis: Annotated[float, parameter(0.05, "per visit", 0, 1, "S001 item 88",  ASSUMED,      "pull back to the norm")]
    custom:      Annotated[float, parameter(0.1,  "1",         0, 1, "S001 item 88",  "design 2.3", "speed of the dyad's own norm, in pulls")]


@group
class Distortion(NamedTuple):
    """What is brought along from elsewhere, and its slow repair (S001 items 76-78)."""

    avoidance:  Annotated[float, parameter(0.1,   "1",         0, 1, "S001 item 76",  "E11, E13", "user: avoidance")]
    anxiety:    Annotated[float, parameter(0.05,  "1",         0, 1, "S001 item 76",  "E11, E13", "user: anxiety")]
    suspicion:  Annotated[float, parameter(0.2,   "1",         0, 2, "design 2.3",    "E11, E13", "user: distrust of the service x severity")]
    power:      Annotated[float, parameter(0.5,   "1",         0, 2, "S004 item 9",   "E11, E13", "user: distrust of the service x statutory power")]
    attachment: Annotated[float, parameter(0.1,   "1",         0, 1, "S001 item 76",  "E11, E13", "professional: own attachment")]
    burnout:    Annotated[float, parameter(0.1,   "1",         0, 1, "S004 item 162", "E11, E13", "professional: burnout")]
    load:       Annotated[float, parameter(0.1,   "1",         0, 1, "design 2.3",    "E11, E13", "professional: lack of energy")]
    stereotype: Annotated[float, parameter(0.8,   "1",         0, 2, "Fiske 1993",    "E11, E13", "professional: own wish x statutory power")]
    speed:      Annotated[float, parameter(0.05,  "per visit", 0, 1, "S001 item 77",  ASSUMED,    "of change")]
    repair:     Annotated[float, parameter(0.6,   "1",         0, 1, "S001 item 77",  ASSUMED,    "undone by trusted, responsive giving")]
    secure:     Annotated[float, parameter(0.005, "per visit", 0, 1, "S001 item 77",  ASSUMED,    "speed of repair of avoidance")]


@group
class Influence(NamedTuple):
    """Power bases, gated by trust (S001 items 98-100, S003 item 101)."""

    referent:   Annotated[float, parameter(1,    "1",          0, 10, "S001 item 99",  ASSUMED, "the bond persuades")]
    reward:     Annotated[float, parameter(0.3,  "1 per unit", 0, 10, "S001 item 100", ASSUMED, "money and goods persuade")]
    acceptance: Annotated[float, parameter(0.01, "per visit",  0, 1,  "S003 item 141", ASSUMED, "persuades to accept the illness")]


@group
class Expectation(NamedTuple):
    """Comparison level."""

    rate:   Annotated[float, parameter(0.1, "per visit", 0,     1, "S000 item 45", ASSUMED, "habituation")]
    anchor: Annotated[float, parameter(0.1, "per visit", 0,     1, "design 2.3",   ASSUMED, "pull of the anchor")]
    memory: Annotated[float, parameter(0.1, "per visit", 0.001, 1, ASSUMED,        ASSUMED, "of the mean outcome")]


@group
class Relate(NamedTuple):
    """Verb 6."""

    understanding: Annotated[float, parameter(0.04, "per visit", 0,  1,   "S001 item 83",  ASSUMED, "dialogue builds meaning")]
    control:       Annotated[float, parameter(0.2,  "per visit", 0,  1,   "S000 item 44",  ASSUMED, "speed of negotiation")]
    dependence:    Annotated[float, parameter(1,    "1",         0,  1,   "S000 item 38",  ASSUMED, "who depends yields")]
    alternatives:  Annotated[float, parameter(0.6,  "1",         -1, 1,   "theory.md B1",  ASSUMED, "professional's level of alternatives")]
    goals:         Annotated[float, parameter(0.05, "per visit", 0,  0.5, "S000 item 54",  ASSUMED, "goals converge")]
    flexibility:   Annotated[float, parameter(0.9,  "1",         0,  1,   "S004 item 163", ASSUMED, "rigidity undone by flexibility")]
    negotiation:   Annotated[float, parameter(1,    "1",         0,  1,   "S000 item 44",  ASSUMED, "0: control stays at the norm")]
    familiarity:   Annotated[float, parameter(0.04, "per visit", 0,  1,   "S002 item 112", ASSUMED, "knowing and being known")]
