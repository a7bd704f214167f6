"""What a service offers, and what brings users to visits."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, each_with, parameter
from mutua.model.parameters.groups import Factor

#: Users that one team can hold, and columns of the kernel's scratch: an odd multiple of 8, never a
#: power of two (cache sets collide).
TEAM_MAX = 136

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Service(NamedTuple):
    """The setting: what a service offers."""

    contact_interval: Annotated[float, parameter(1.6,  "weeks",         1, 26,       "S002 item 113",    "Burns 2007 (E27)", "between offers, from 2.4 visits a month")]
    caseload:         Annotated[float, parameter(20,   "users",         1, TEAM_MAX, "S002 item 113",    "Burns 2007 (E27)", "users of a professional", whole=True)]
    team_size:        Annotated[float, parameter(4,    "professionals", 1, TEAM_MAX, ASSUMED,            ASSUMED,            "members of a team", whole=True)]
    horizon:          Annotated[float, parameter(104,  "weeks",         1, 5200,     ASSUMED,            ASSUMED,            "weeks simulated by default", whole=True)]
    refill:           Annotated[float, parameter(4,    "weeks",         0, 520,      ASSUMED,            ASSUMED,            "until a vacated place is filled, 0 never", whole=True)]
    statutory_power:  Annotated[float, parameter(0.5,  "1",             0, 1,        "S004 item 9",      ASSUMED,            "power by law; over some it is used, for all it distorts")]
    ordered:          Annotated[float, parameter(0.05, "1",             0, 1,        "S004 item 9",      ASSUMED,            "share of users who come under an order")]
    referred:         Annotated[float, parameter(0.45, "1",             0, 1,        "S004 item 8",      ASSUMED,            "share that a service refers")]
    order_weeks:      Annotated[float, parameter(26,   "weeks",         0, 520,      "Burns 2013 (E36)", "Burns 2013 (E36)", "length of a treatment order")]
    relatives:        Annotated[float, parameter(0.5,  "1",             0, 1,        "S001 item 90",     ASSUMED,            "share who live with a key relative")]
    crisis:           Annotated[float, parameter(0,    "1",             0, 1,        ASSUMED,            ASSUMED,            "share who are in a crisis at week 0")]


@group
class Attend(NamedTuple):
    """Verb 1."""

    odds:       Annotated[float,  parameter(5,   "odds",       0.01, 100, "E06",               "E06",   "of coming, at reference")]
    energy:     Annotated[float,  parameter(0.5, "1",          0,    1,   "S002 item 113",     ASSUMED, "offers lost to lack of energy")]
    initiative: Annotated[float,  parameter(0.4, "1",          0,    1,   "S001 item 64",      ASSUMED, "offers left to the user's initiative")]
    trust:      Annotated[Factor, each_with((2.5, 0.5),                   "design 2.3",        ASSUMED, "coming by trust")]
    bond:       Annotated[float,  parameter(0.5, "1",          0,    10,  "S002 item 123",     ASSUMED, "pull of the bond")]
    avoidance:  Annotated[float,  parameter(1,   "1",          0,    10,  "S001 item 82",      ASSUMED, "avoidance x severity keeps away")]
    strain:     Annotated[float,  parameter(1,   "1",          0,    10,  "S001 item 70",      ASSUMED, "misfit keeps away")]
    missed:     Annotated[float,  parameter(0.8, "1 per miss", 0,    5,   "design 2.3",        ASSUMED, "each miss in a row keeps away")]
    service:    Annotated[Factor, each_with((1, 0.45),                    "S001 item 14",      ASSUMED, "coming by trust in the service")]
    incentive:  Annotated[float,  parameter(0.5, "1 per unit", 0,    20,  "Priebe 2013 (E35)", ASSUMED, "money for coming")]
    coercion:   Annotated[float,  parameter(1,   "1",          0,    20,  "S004 item 9",       ASSUMED, "power brings to visits")]


@group
class Ask(NamedTuple):
    """Verb 1, requests."""

    odds:      Annotated[float,  parameter(0.1, "odds a week", 0, 5,   "S002 item 113", ASSUMED, "of asking, at reference")]
    severity:  Annotated[float,  parameter(1,   "1",           0, 10,  "design 2.3",    ASSUMED, "need makes one ask")]
    trust:     Annotated[Factor, each_with((2, 0.5),                   "design 2.3",    ASSUMED, "asking by trust")]
    avoidance: Annotated[float,  parameter(1.5, "1",           0, 10,  "S001 item 81",  ASSUMED, "keeps one from asking")]
    answer:    Annotated[float,  parameter(4,   "odds",        0, 100, "S002 item 113", ASSUMED, "of an answer, at full energy")]
    comes:     Annotated[float,  parameter(2,   "1",           0, 20,  ASSUMED,         ASSUMED, "who asked comes more surely")]
    crisis:    Annotated[float,  parameter(2,   "1",           0, 20,  "S002 item 116", ASSUMED, "a crisis makes one ask")]
    anxiety:   Annotated[float,  parameter(0.5, "1",           0, 10,  "theory.md 2E",  ASSUMED, "attachment anxiety makes one ask")]
