"""Giving, experiencing, owing: the exchange of Foa's six resources."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, each_with, parameter
from mutua.model.parameters.groups import Factor

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Drive(NamedTuple):
    """What moves one side's readiness to give."""

    trust:  Annotated[Factor, each_with((0.75, 0.5),    "design 2.3",   ASSUMED, "giving by trust")]
    affect: Annotated[Factor, each_with((0.5, 0),       "design 2.3",   ASSUMED, "giving by affect")]
    debt:   Annotated[float,  parameter(0.5, "1", 0, 5, "S000 item 42", ASSUMED, "who owes gives more")]
    credit: Annotated[float,  parameter(0.3, "1", 0, 5, "design 2.3",   ASSUMED, "who is owed gives less")]


@group
class Give(NamedTuple):
    """Verb 2."""

    professional: Annotated[Drive,  each_with(about="professional")]
    user:         Annotated[Drive,  each_with(about="user")]
    empathy:      Annotated[float,  parameter(0.6,  "1",         0,    1,  "S000 item 48",   ASSUMED,      "what empathy adds to insight")]
    burnout:      Annotated[float,  parameter(0.3,  "1",         0,    1,  "S000 item 60",   ASSUMED,      "particular giving lost to burnout")]
    attribution:  Annotated[float,  parameter(0.3,  "1",         0,    1,  "S001 item 107",  ASSUMED,      "help lost to perceived responsibility")]
    refusal:      Annotated[float,  parameter(1,    "1",         0,    10, "theory.md B6",   ASSUMED,      "debt with strings refuses help")]
    adherence:    Annotated[float,  parameter(0.5,  "1",         0,    1,  "S000 item 62",   ASSUMED,      "services lost unfollowed")]
    extra:        Annotated[float,  parameter(0.4,  "units",     0,    3,  "S002 item 121",  ASSUMED,      "love and services of an extra act")]
    withdrawal:   Annotated[float,  parameter(1,    "1",         0,    10, "Schaufeli 2006", ASSUMED,      "inequity in a tie withdraws from it")]
    climate:      Annotated[Factor, each_with((1, 0.5),                    "S001 item 17",   ASSUMED,      "giving by the team's climate")]
    ward:         Annotated[float,  parameter(0.2,  "1",         0,    1,  "S001 item 92",   ASSUMED,      "weight of what the team usually gives")]
    admitted:     Annotated[float,  parameter(0.5,  "1",         0,    1,  "design 2.3",     "design 2.3", "share of a visit that a week on the ward is")]
    purse:        Annotated[float,  parameter(0.5,  "units",     0.01, 10, "design 2.3",     ASSUMED,      "purse that halves paying")]
    capacity:     Annotated[float,  parameter(0.5,  "1",         0,    1,  "S001 item 67",   ASSUMED,      "services lost to severity")]
    flow:         Annotated[float,  parameter(0.25, "per visit", 0.01, 1,  "design 2.6",     "design 2.6", "memory of the smoothed flows")]


@group
class Harm(NamedTuple):
    """What bad feeling takes (S004 items 94, 149)."""

    professional: Annotated[float, parameter(1,    "units", 0, 10, "S004 item 94",  ASSUMED, "professional's hostility")]
    user:         Annotated[float, parameter(1,    "units", 0, 10, "S004 item 149", ASSUMED, "user's hostility")]
    relative:     Annotated[float, parameter(1,    "units", 0, 10, "S004 item 94",  ASSUMED, "key relative's hostility")]
    coercion:     Annotated[float, parameter(0.15, "units", 0, 10, "S001 item 100", ASSUMED, "status taken by coercion")]


@group
class Exchange(NamedTuple):
    """Foa's ring at work."""

    gamma: Annotated[float, parameter(2,   "1",     0.1,  20, "Foa 1971",     ASSUMED, "how fast substitution falls")]
    scale: Annotated[float, parameter(1.5, "units", 0.05, 20, "S001 item 96", ASSUMED, "worth that meets half of a need")]


@group
class Weights(NamedTuple):
    """What the outcome of a visit adds up, for one side."""

    met:    Annotated[float, parameter(1,   "1",          0,    5,  "S001 item 96",    ASSUMED,                 "needs met")]
    extra:  Annotated[float, parameter(0.6, "1",          0,    5,  "S002 item 121",   ASSUMED,                 "symbolic surplus")]
    relief: Annotated[float, parameter(1,   "1",          0,    5,  "S000 item 49",    ASSUMED,                 "relief, or success")]
    strain: Annotated[float, parameter(1,   "1",          0,    5,  "S001 item 63",    ASSUMED,                 "misfit of control")]
    harm:   Annotated[float, parameter(2,   "1 per unit", 0,    10, "S004 item 94",    "design 2.3 (1.5 to 3)", "love and status taken")]
    own:    Annotated[float, parameter(0.2, "1",          0,    5,  "S000 item 46",    ASSUMED,                 "own giving as a cost")]
    excess: Annotated[float, parameter(0.3, "1 per unit", 0,    5,  "theory.md 2F R4", ASSUMED,                 "too much of the particular")]
    expert: Annotated[float, parameter(0.3, "1",          0,    5,  "S001 item 100",   ASSUMED,                 "information under unwanted control")]
    scale:  Annotated[float, parameter(1,   "1",          0.05, 5,  ASSUMED,           ASSUMED,                 "total that makes y one half")]


@group
class Experience(NamedTuple):
    """Verb 3."""

    zone:            Annotated[float,   parameter(0.15,  "1",         0,     1,  "design 2.3",      "design 2.3", "misfit that is not felt")]
    closeness:       Annotated[float,   parameter(0.5,   "1",         0,     1,  "S002 item 122",   ASSUMED,      "weight of misfit of closeness")]
    control:         Annotated[float,   parameter(0.3,   "per visit", 0,     1,  "design 2.3",      ASSUMED,      "speed of felt control and closeness")]
    noise:           Annotated[float,   parameter(0.212, "1",         0,     2,  "design 2.2",      ASSUMED,      "SD of the noise of a visit's outcome")]
    shared:          Annotated[float,   parameter(0.5,   "1",         0,     1,  "S000 item 27",    ASSUMED,      "share of its variance that both feel")]
    colour:          Annotated[float,   parameter(2,     "1",         0,     10, ASSUMED,           ASSUMED,      "a good visit makes more of what was given")]
    seen_noise:      Annotated[float,   parameter(0.05,  "1",         0,     1,  ASSUMED,           ASSUMED,      "SD of success as seen")]
    adherence_noise: Annotated[float,   parameter(0.15,  "1",         0,     1,  "S001 item 76",    ASSUMED,      "SD of adherence as the professional sees it")]
    optimum:         Annotated[float,   parameter(2,     "units",     0,     20, "theory.md 2F R4", ASSUMED,      "amount beyond which it is too much")]
    relief_scale:    Annotated[float,   parameter(0.1,   "1",         0.005, 1,  ASSUMED,           ASSUMED,      "change of severity that counts one half")]
    user:            Annotated[Weights, each_with(about="user")]
    professional:    Annotated[Weights, each_with(about="professional")]


@group
class Obligation(NamedTuple):
    """Verb 4, and where the books act (S000 items 41-45)."""

    gain:      Annotated[float, parameter(0.09,  "per visit", 0, 1,  "S000 item 42",  ASSUMED, "debt per surplus")]
    ego:       Annotated[float, parameter(0.3,   "1",         0, 3,  "S003 item 144", ASSUMED, "own gifts count that much more")]
    discharge: Annotated[float, parameter(0.006, "per unit",  0, 1,  "S000 item 42",  ASSUMED, "taken off by services, status")]
    decay:     Annotated[float, parameter(0.02,  "per week",  0, 1,  "design 2.3",    ASSUMED, "both books fade")]
    asymmetry: Annotated[float, parameter(0.7,   "1",         0, 1,  "S000 item 28",  ASSUMED, "0 like for like, 1 by the budgets of the roles")]
    strings:   Annotated[float, parameter(1,     "1",         0, 10, "theory.md B6",  ASSUMED, "strings make a gift weigh more")]
    attend:    Annotated[float, parameter(14,    "1",         0, 20, "S000 item 42",  ASSUMED, "felt debt brings to visits")]
    stay:      Annotated[float, parameter(1,     "1",         0, 20, "S000 item 25",  ASSUMED, "felt debt holds the tie")]


@group
class GivingBack(NamedTuple):
    """Giving that is taken raises the giver's worth (S000 item 23)."""

    user:         Annotated[float, parameter(0.05, "per visit", 0, 1, "S000 item 23", ASSUMED, "recognition from giving")]
    professional: Annotated[float, parameter(0.3,  "1",         0, 5, "S000 item 60", ASSUMED, "esteem from giving that is taken")]


@group
class Foa(NamedTuple):
    """Foa's kernel at ring distances 1 and 2, computed once from `exchange.gamma`."""

    near: float
    far: float
