"""Recovery, adherence, crises and the family."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, each_with, parameter
from mutua.model.parameters.groups import Factor

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Recover(NamedTuple):
    """Verb 7."""

    rate:        Annotated[float, parameter(0.08,  "per visit", 0, 2,   "S001 item 153", ASSUMED,      "lift by joint work")]
    complements: Annotated[float, parameter(0.5,   "1",         0, 1,   "S000 item 37",  ASSUMED,      "0 substitutes, 1 complements")]
    consensus:   Annotated[float, parameter(0.5,   "1",         0, 1,   "E16",           ASSUMED,      "work lost without consensus")]
    adherence:   Annotated[float, parameter(0.5,   "1",         0, 1,   "S001 item 155", ASSUMED,      "work lost unfollowed")]
    drift:       Annotated[float, parameter(0.02,  "per week",  0, 1,   "design 2.3",    ASSUMED,      "return to the baseline")]
    goods:       Annotated[float, parameter(0.3,   "1",         0, 5,   "S000 item 62",  ASSUMED,      "work of goods, times adherence")]
    attitude:    Annotated[float, parameter(0.1,   "1",         0, 5,   "S001 item 91",  ASSUMED,      "gain by unlike attitudes of relative and helper")]
    needs:       Annotated[float, parameter(0.02,  "per week",  0, 1,   "design 2.2",    "design 2.2", "drift of needs, .98 stays")]
    living:      Annotated[float, parameter(0.3,   "per week",  0, 1,   ASSUMED,         ASSUMED,      "purse back to income, by earning and use")]
    life:        Annotated[float, parameter(0.006, "per week",  0, 0.5, "design 2.2",    ASSUMED,      "severity per SD of life events")]


@group
class Adhere(NamedTuple):
    """Following the treatment."""

    odds:          Annotated[float,  parameter(4,   "odds",       0, 100, "S001 item 155",     ASSUMED,      "at reference")]
    trust:         Annotated[Factor, each_with((3, 0.5),                  "S001 item 155",     ASSUMED,      "following by trust")]
    hope:          Annotated[Factor, each_with((1, 0.45),                 "S002 item 116",     ASSUMED,      "following by hope")]
    understanding: Annotated[float,  parameter(0.5, "1",          0, 10,  "S001 item 85",      ASSUMED,      "shared meaning")]
    obligation:    Annotated[float,  parameter(1,   "1",          0, 20,  "S000 item 42",      ASSUMED,      "felt debt")]
    acceptance:    Annotated[float,  parameter(1,   "1",          0, 10,  "S001 item 105",     ASSUMED,      "refused identity")]
    burden:        Annotated[float,  parameter(1,   "1",          0, 10,  "design 2.3",        ASSUMED,      "burden of treatment")]
    incentive:     Annotated[float,  parameter(0.5, "1 per unit", 0, 20,  "Priebe 2013 (E35)", ASSUMED,      "money for following")]
    coercion:      Annotated[float,  parameter(0.5, "1",          0, 20,  "S004 item 9",       ASSUMED,      "power to make one follow")]
    speed:         Annotated[float,  parameter(0.2, "per week",   0, 1,   "design 2.3",        "design 2.3", "of change")]


@group
class MindRates(NamedTuple):
    """Efficacy, hope and acceptance."""

    efficacy:   Annotated[float, parameter(0.05, "per visit", 0, 1, "S001 item 69",  ASSUMED, "own success")]
    hope:       Annotated[float, parameter(0.1,  "per visit", 0, 1, "S002 item 116", ASSUMED, "relief in trust")]
    acceptance: Annotated[float, parameter(0.03, "per visit", 0, 1, "S001 item 105", ASSUMED, "real talk")]
    stigma:     Annotated[float, parameter(0.3,  "per unit",  0, 5, "S001 item 106", ASSUMED, "stigma x harm")]
    drift:      Annotated[float, parameter(0.02, "per week",  0, 1, "design 2.2",    ASSUMED, "back to the anchor")]


@group
class Crisis(NamedTuple):
    """Verb 7, crises and admissions."""

    base:        Annotated[float, parameter(0.004, "odds a week", 0, 1,   "design 2.3",    ASSUMED,      "of an onset, at reference")]
    severity:    Annotated[float, parameter(4,     "1",           0, 50,  "design 2.3",    ASSUMED,      "severity above the baseline")]
    adherence:   Annotated[float, parameter(1,     "1",           0, 20,  "design 2.3",    ASSUMED,      "treatment not followed")]
    secure:      Annotated[float, parameter(12,    "1",           0, 20,  "S004 item 151", ASSUMED,      "feeling well with a trusted professional")]
    end:         Annotated[float, parameter(0.2,   "odds a week", 0, 10,  "design 2.3",    ASSUMED,      "of an end, at reference")]
    familiarity: Annotated[float, parameter(1,     "1",           0, 20,  "S002 item 112", ASSUMED,      "known staff end it")]
    joint:       Annotated[float, parameter(0.2,   "1",           0, 20,  "S002 item 116", ASSUMED,      "joint work ends it")]
    push:        Annotated[float, parameter(0.03,  "per week",    0, 1,   ASSUMED,         ASSUMED,      "severity in a week of crisis")]
    threshold:   Annotated[float, parameter(0.65,  "1",           0, 1,   "design 2.3",    ASSUMED,      "severity above which a crisis is admitted")]
    calm:        Annotated[float, parameter(4,     "weeks",       0, 52,  "design 2.3",    "design 2.3", "without crisis before it is a relapse")]
    wish:        Annotated[float, parameter(0.6,   "1",           0, 1,   "S002 item 130", ASSUMED,      "how far a crisis raises wished control")]
    take:        Annotated[float, parameter(0.8,   "1",           0, 1,   "S002 item 116", ASSUMED,      "how far the professional takes control")]
    control:     Annotated[float, parameter(0.9,   "1",           0, 1,   "E41",           ASSUMED,      "control that is taken")]
    keep:        Annotated[float, parameter(4,     "weeks",       0, 520, "S002 item 130", ASSUMED,      "control is kept after the crisis")]
    hand_back:   Annotated[float, parameter(0.5,   "per visit",   0, 1,   "S002 item 130", ASSUMED,      "speed of taking control and handing it back")]


@group
class Kin(NamedTuple):
    """The key relative (S001 items 90-91)."""

    expressed_emotion: Annotated[float, parameter(3.35,  "ratio",    0.1,  20, "S001 item 90",  "Ma 2021 (E30)", "crisis odds, high v low")]
    warmth:            Annotated[float, parameter(0.39,  "ratio",    0.01, 5,  "S001 item 90",  "Ma 2021 (E31)", "crisis odds, warm v not")]
    cut:               Annotated[float, parameter(0.5,   "1",        0,    1,  "Ma 2021 (E30)", "Ma 2021 (E30)", "where high begins: half are high")]
    regress:           Annotated[float, parameter(0.005, "per week", 0,    1,  "design 2.3",    ASSUMED,         "expressed emotion to its mean")]
