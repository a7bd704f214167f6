"""Trust, bond, affect, and how each side sees the other."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, CALIBRATED, parameter

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Trust(NamedTuple):
    """Trust under surprise (theory.md D1)."""

    gain:         Annotated[float, parameter(0.1,  "per visit", 0, 1, "S002 item 114",             ASSUMED,        "speed at which trust of either side rises after a visit better than expected")]
    loss:         Annotated[float, parameter(0.2,  "per visit", 0, 1, "Slovic 1993; theory.md D1", "theory.md D1", "speed at which trust of either side falls after a visit worse than expected")]
    avoidance:    Annotated[float, parameter(0.6,  "1",         0, 1, "S001 item 81",              ASSUMED,        "share by which full attachment avoidance slows the rise of the user's trust")]
    anxiety:      Annotated[float, parameter(0.4,  "1",         0, 5, "theory.md 2E",              ASSUMED,        "how strongly attachment anxiety amplifies each rise and fall of the user's trust")]
    initiator:    Annotated[float, parameter(0.08, "1",         0, 1, "S004 item 8",               ASSUMED,        "first trust lost by users who were referred or come under an order")]
    service:      Annotated[float, parameter(0.03, "per visit", 0, 1, "S001 item 14",              ASSUMED,        "speed at which the user's trust in the service follows trust in the professional")]
    carried:      Annotated[float, parameter(0.5,  "1",         0, 1, "S004 item 161",             ASSUMED,        "weight of trust in the service in the user's first trust in a successor")]
    evidence:     Annotated[float, parameter(0.06, "per visit", 0, 1, "S002 items 112-119",        CALIBRATED,     "speed at which trust of either side moves to what the other has shown so far")]
    buffer:       Annotated[float, parameter(1,    "1",         0, 1, "Molm et al. 2009",          ASSUMED,        "share of a loss of trust that full bond prevents where giving is no deal")]
    uncontracted: Annotated[float, parameter(0.5,  "1",         0, 5, "Molm et al. 2000",          ASSUMED,        "how strongly giving without a deal speeds the rise of trust and bond")]


@group
class Bond(NamedTuple):
    """Gratitude and warmth."""

    gain:     Annotated[float, parameter(0.04, "per visit", 0, 1,  "S000 item 43",  ASSUMED, "speed at which love and gifts beyond the usual build either side's bond, in a deal")]
    fade:     Annotated[float, parameter(0.02, "per visit", 0, 1,  ASSUMED,         ASSUMED, "share of the bond of either side that fades at a visit")]


@group
class Affect(NamedTuple):
    """Shared affect (S000 item 27; theory.md A1)."""

    inertia:   Annotated[float, parameter(0.97, "per week",  0, 0.999, "theory.md A1", ASSUMED, "share of either side's affect that carries over to the next week")]
    gain:      Annotated[float, parameter(0.25, "per visit", 0, 1,     "theory.md A1", ASSUMED, "share of the way that a visit moves either side's affect to what it calls for")]
    push:      Annotated[float, parameter(0.5,  "1",         0, 2,     "theory.md A1", ASSUMED, "affect that the outcome of a visit calls for, per unit above its anchor")]
    coupling:  Annotated[float, parameter(0.3,  "1",         0, 1,     "S000 item 27", ASSUMED, "affect that the other's full affect calls for where half of it is seen")]
    steepness: Annotated[float, parameter(4,    "1",         1, 20,    "theory.md A1", ASSUMED, "how many times more a slight affect of the other pulls than in proportion")]


@group
class Rupture(NamedTuple):
    """Breach and repair."""

    theta:   Annotated[float, parameter(0.095, "1",        0, 2,  "design 2.3",    CALIBRATED, "shortfall of a visit below expectation that is no breach yet")]
    gain:    Annotated[float, parameter(0.8,  "per visit", 0, 5,  "theory.md D1",  ASSUMED, "growth of the rupture per unit of shortfall of a visit that is a breach")]
    repair:  Annotated[float, parameter(0.6,  "per visit", 0, 1,  "S004 item 161", ASSUMED, "share of a rupture that skill and empathy mend at a visit if the user decides")]
    harm:    Annotated[float, parameter(0.5,  "per unit",  0, 5,  "S002 item 119", ASSUMED, "how strongly love and status taken add to the shortfall that makes a breach")]
    fade:    Annotated[float, parameter(0.02, "per week",  0, 1,  ASSUMED,         ASSUMED, "share of a rupture that fades in a week")]
    anxiety: Annotated[float, parameter(1,    "1",         0, 10, "theory.md 2E",  ASSUMED, "how strongly attachment anxiety slows mending and fading of the user's rupture")]
    voice:   Annotated[float, parameter(1,    "1",         0, 1,  "theory.md 2E",  ASSUMED, "how far attachment decides whether a user voices bad feeling or withdraws")]


@group
class Habit(NamedTuple):
    """Reinforcement against homeostasis."""

    rate:        Annotated[float, parameter(1,    "per visit", 0, 2, "S001 item 109", ASSUMED,      "speed at which a visit better than expected reinforces what either side gave")]
    homeostasis: Annotated[float, parameter(0.05, "per visit", 0, 1, "S001 item 88",  ASSUMED, "speed at which habits of giving return to the role")]
    most:        Annotated[float, parameter(1.2,  "1",         1, 2, "S001 item 88",  ASSUMED, "most that either side gives day by day, as a multiple of the role")]


@group
class Distortion(NamedTuple):
    """What is brought along from elsewhere, and its slow repair (S001 items 76-78)."""

    avoidance:  Annotated[float, parameter(0.1,   "1",         0, 1, "S001 item 76",  "E11, E13", "how strongly attachment avoidance distorts the user's perception")]
    anxiety:    Annotated[float, parameter(0.05,  "1",         0, 1, "S001 item 76",  "E11, E13", "how strongly attachment anxiety distorts the user's perception")]
    suspicion:  Annotated[float, parameter(0.2,   "1",         0, 2, "design 2.3",    "E11, E13", "how strongly distrust of the service, times severity, distorts the user's perception")]
    power:      Annotated[float, parameter(0.5,   "1",         0, 2, "S004 item 9",   "E11, E13", "how strongly distrust of the service, times statutory power, distorts the user's view")]
    attachment: Annotated[float, parameter(0.1,   "1",         0, 1, "S001 item 76",  "E11, E13", "how strongly attachment insecurity distorts the professional's perception")]
    burnout:    Annotated[float, parameter(0.1,   "1",         0, 1, "S004 item 162", "E11, E13", "how strongly burnout distorts the professional's perception")]
    load:       Annotated[float, parameter(0.1,   "1",         0, 1, "design 2.3",    "E11, E13", "how strongly lack of energy distorts the professional's perception")]
    stereotype: Annotated[float, parameter(0.8,   "1",         0, 2, "Fiske 1993",    "E11, E13", "how strongly a wish for control, times statutory power, distorts the professional's view")]
    speed:      Annotated[float, parameter(0.05,  "per visit", 0, 1, "S001 item 77",  ASSUMED,    "speed at which distortion of perception moves to what its causes imply")]
    repair:     Annotated[float, parameter(0.6,   "1",         0, 1, "S001 item 77",  ASSUMED,    "share of distortion and attachment avoidance that trusted, responsive giving can undo")]
    secure:     Annotated[float, parameter(0.02,  "per visit", 0, 1, "S001 item 77",  ASSUMED,    "speed at which trusted, responsive giving lowers the user's attachment avoidance")]


@group
class Influence(NamedTuple):
    """Power bases, gated by trust (S001 items 98-100, S003 item 101)."""

    referent:   Annotated[float, parameter(0.3,  "1",         0, 10, "S001 item 99",  ASSUMED, "how strongly the bond, where there is trust, persuades the user to follow treatment")]
    reward:     Annotated[float, parameter(0.3,  "1",         0, 10, "S001 item 100", ASSUMED, "how strongly money and goods, where there is trust, persuade to follow treatment")]
    acceptance: Annotated[float, parameter(0.01, "per visit", 0, 1,  "S003 item 141", ASSUMED, "how strongly the professional's persuasion raises acceptance of the illness")]


@group
class Expectation(NamedTuple):
    """Comparison level."""

    rate:   Annotated[float, parameter(0.1, "per visit", 0,     1, "S000 item 45", ASSUMED, "speed at which either side's expectation follows the outcomes of visits")]
    anchor: Annotated[float, parameter(0.1, "per visit", 0,     1, "design 2.3",   ASSUMED, "speed at which either side's expectation returns to its personal anchor")]
    memory: Annotated[float, parameter(0.1, "per visit", 0.001, 1, ASSUMED,        ASSUMED, "weight of the latest visit in running means of outcomes and of needs met")]


@group
class Relate(NamedTuple):
    """Verb 6."""

    understanding: Annotated[float, parameter(0.04, "per visit", 0,  1,   "S001 item 83",  ASSUMED, "speed at which dialogue builds shared understanding")]
    control:       Annotated[float, parameter(0.2,  "per visit", 0,  1,   "S000 item 44",  ASSUMED, "speed at which control moves to what is negotiated, outside crises")]
    dependence:    Annotated[float, parameter(1,    "1",         0,  1,   "S000 item 38",  ASSUMED, "how far the side that depends more on the other yields in negotiating control")]
    alternatives:  Annotated[float, parameter(0.6,  "1",         -1, 1,   "theory.md B1",  ASSUMED, "professional's comparison level for alternatives, which lowers dependence on the user")]
    goals:         Annotated[float, parameter(0.04, "per visit", 0,  0.5, "S000 item 54",  CALIBRATED, "speed at which dialogue brings both sides' goals together")]
    apart:         Annotated[float, parameter(0.09, "per week",  0,  1,   "S001 item 13",  CALIBRATED, "speed at which each side's goals return to what it wanted at the start")]
    flexibility:   Annotated[float, parameter(0.9,  "1",         0,  1,   "S004 item 163", ASSUMED, "share of the norm's rigidity that a fully flexible professional gives up")]
    negotiation:   Annotated[float, parameter(1,    "1",         0,  1,   "S000 item 44",  ASSUMED, "share of control that is open to negotiation, 0 if it stays at the norm")]
    homeostasis:   Annotated[float, parameter(0.2,  "1",         0,  1,   "S001 item 88",  ASSUMED, "how far the custom of the two holds back control that is agreed on")]
    custom:        Annotated[float, parameter(0.05, "per visit", 0,  1,   "S001 item 88",  ASSUMED, "speed at which the custom of the two follows the control that is enacted")]
    familiarity:   Annotated[float, parameter(0.04, "per visit", 0,  1,   "S002 item 112", ASSUMED, "speed at which user and professional come to know each other")]
