"""What a service offers, and what brings users to visits."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, CALIBRATED, parameter

#: Users that one team can hold, and columns of the kernel's scratch: an odd multiple of 8, never a
#: power of two (cache sets collide).
TEAM_MAX = 264

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Service(NamedTuple):
    """The setting: what a service offers."""

    contact_interval: Annotated[float, parameter(1.6,  "weeks",         1, 26,       "S002 item 113",    "Burns 2007, E27",  "mean weeks between the visits that a professional offers a user")]
    caseload:         Annotated[float, parameter(20,   "users",         1, TEAM_MAX, "S002 item 113",    "Burns 2007, E27",  "number of users in the care of one professional", whole=True)]
    team_size:        Annotated[float, parameter(4,    "professionals", 1, TEAM_MAX, ASSUMED,            ASSUMED,            "number of professionals in one team", whole=True)]
    horizon:          Annotated[float, parameter(104,  "weeks",         1, 5200,     ASSUMED,            ASSUMED,            "weeks that a run simulates unless set otherwise", whole=True)]
    refill:           Annotated[float, parameter(4,    "weeks",         0, 520,      ASSUMED,            ASSUMED,            "weeks until a new user takes a vacated place, 0 for never", whole=True)]
    fit:              Annotated[float, parameter(0,    "1",             0, 1,        "S004 item 160",    ASSUMED,            "1 if users are given the professional whose wish for control is nearest, 0 who has room", whole=True)]
    statutory_power:  Annotated[float, parameter(0.5,  "1",             0, 1,        "S004 item 9",      ASSUMED,            "power over users that the law lends to the service")]
    ordered:          Annotated[float, parameter(0.05, "1",             0, 1,        "S004 item 9",      ASSUMED,            "share of new users who come under a treatment order")]
    referred:         Annotated[float, parameter(0.45, "1",             0, 1,        "S004 item 8",      ASSUMED,            "share of new users who are referred rather than come by themselves")]
    order_weeks:      Annotated[float, parameter(26,   "weeks",         0, 520,      "Burns 2013, E36",  "Burns 2013, E36",  "weeks that a treatment order lasts")]
    relatives:        Annotated[float, parameter(0.5,  "1",             0, 1,        "S001 item 90",     ASSUMED,            "share of users who live with a key relative")]
    crisis:           Annotated[float, parameter(0,    "1",             0, 1,        ASSUMED,            ASSUMED,            "share of new users who are in a crisis when care begins")]


@group
class Attend(NamedTuple):
    """Verb 1."""

    odds:      Annotated[float, parameter(4.5, "odds",       0.01, 100, "E06",              CALIBRATED, "baseline odds that a user comes to an offered visit, all factors at reference")]
    energy:    Annotated[float, parameter(0.5, "1",          0,    1,   "S002 item 113",    ASSUMED,    "share of offers of a visit that is lost when the professional has no energy")]
    trust:     Annotated[float, parameter(2.5, "1 per unit", 0,    50,  "design 2.3",       ASSUMED,    "how strongly the user's trust, against the usual, raises the odds of coming to a visit")]
    bond:      Annotated[float, parameter(0.5, "1",          0,    10,  "S002 item 123",    ASSUMED,    "how strongly the user's bond raises the odds of coming to a visit")]
    withdraw:  Annotated[float, parameter(2,   "1",          0,    10,  "S001 item 82",     ASSUMED,    "how strongly bad feeling that attachment keeps back lowers the user's odds of coming")]
    strain:    Annotated[float, parameter(1,   "1",          0,    10,  "S001 item 70",     ASSUMED,    "how strongly misfit of control lowers the user's odds of coming")]
    missed:    Annotated[float, parameter(0.8, "1 per miss", 0,    5,   "design 2.3",       ASSUMED,    "how strongly each visit missed in a row lowers the user's odds of coming")]
    service:   Annotated[float, parameter(1,   "1 per unit", 0,    50,  "S001 item 14",     ASSUMED,    "how strongly trust in the service, against the usual, raises the odds of coming")]
    stigma:    Annotated[float, parameter(0.5, "1",          0,    5,   "S001 item 106",    ASSUMED,    "how strongly fear of stigma, without acceptance and trust, lowers the odds of coming")]
    incentive: Annotated[float, parameter(0.5, "1 per unit", 0,    20,  "Priebe 2013, E35", ASSUMED,    "how strongly a unit of money for coming raises the user's odds of coming")]
    coercion:  Annotated[float, parameter(1,   "1",          0,    20,  "S004 item 9",      ASSUMED,    "how strongly coercion by law raises the user's odds of coming to a visit")]


@group
class Agenda(NamedTuple):
    """Who asks and sets the agenda at a visit."""

    talk:    Annotated[float, parameter(0.5, "1", 0, 1, "S001 item 65", ASSUMED, "how strongly an agenda fuller than usual makes both sides tell more at a visit")]
    insight: Annotated[float, parameter(0.3, "1", 0, 1, "S001 item 65", ASSUMED, "insight into needs and wishes that a user gives who sets the whole agenda")]
    say:     Annotated[float, parameter(0.3, "1", 0, 1, "S001 item 64", ASSUMED, "how far control at a visit seems to be with the side that sets the agenda")]


@group
class Ask(NamedTuple):
    """Verb 1, requests."""

    odds:      Annotated[float, parameter(0.035, "odds a week", 0, 5,   "S002 item 113", ASSUMED, "baseline weekly odds that a user asks for a visit, all factors at reference")]
    severity:  Annotated[float, parameter(1,     "1",           0, 10,  "design 2.3",    ASSUMED, "how strongly severity of the illness raises the user's odds of asking for a visit")]
    trust:     Annotated[float, parameter(2,     "1 per unit",  0, 50,  "design 2.3",    ASSUMED, "how strongly the user's trust, against the usual, raises the odds of asking for a visit")]
    avoidance: Annotated[float, parameter(1.5,   "1",           0, 10,  "S001 item 81",  ASSUMED, "how strongly attachment avoidance lowers the user's odds of asking for a visit")]
    answer:    Annotated[float, parameter(4,     "odds",        0, 100, "S002 item 113", ASSUMED, "odds that a professional with full energy answers a user's request for a visit")]
    comes:     Annotated[float, parameter(2,     "1",           0, 20,  ASSUMED,         ASSUMED, "how strongly an answered request raises the user's odds of coming to that visit")]
    crisis:    Annotated[float, parameter(2,     "1",           0, 20,  "S002 item 116", ASSUMED, "how strongly a crisis raises the user's odds of asking for a visit")]
    anxiety:   Annotated[float, parameter(0.5,   "1",           0, 10,  "theory.md 2E",  ASSUMED, "how strongly attachment anxiety raises the user's odds of asking for a visit")]
