"""Recovery, adherence, crises and the family."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, CALIBRATED, parameter

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Recover(NamedTuple):
    """Verb 7."""

    rate:        Annotated[float, parameter(0.25,  "per visit", 0, 2,   "S001 item 153", CALIBRATED,   "share of severity that one unit of effective joint work takes away")]
    complements: Annotated[float, parameter(0.5,   "1",         0, 1,   "S000 item 37",  ASSUMED,      "whether both sides' work substitutes (0) or complements (1) each other's")]
    consensus:   Annotated[float, parameter(1,     "1",         0, 1,   "E16",           ASSUMED,      "share of the effect of joint work that is lost without consensus on goals")]
    adherence:   Annotated[float, parameter(0.5,   "1",         0, 1,   "S001 item 155", ASSUMED,      "share of the effect of joint work that is lost if treatment is not followed")]
    drift:       Annotated[float, parameter(0.02,  "per week",  0, 1,   "design 2.3",    ASSUMED,      "speed at which severity returns to the user's baseline")]
    goods:       Annotated[float, parameter(0.3,   "1",         0, 5,   "S000 item 62",  ASSUMED,      "joint work that a unit of goods is worth to a user who follows treatment")]
    attitude:    Annotated[float, parameter(0.1,   "1",         0, 5,   "S001 item 91",  ASSUMED,      "how strongly unlike attitudes of relative and professional raise the effect of work")]
    needs:       Annotated[float, parameter(0.02,  "per week",  0, 1,   "design 2.2",    "design 2.2", "speed at which the user's needs return to the mean of the population")]
    living:      Annotated[float, parameter(0.3,   "per week",  0, 1,   ASSUMED,         ASSUMED,      "speed at which the user's purse returns to income, by earning and spending")]
    life:        Annotated[float, parameter(0.006, "per week",  0, 0.5, "design 2.2",    ASSUMED,      "rise of severity in a week per standard deviation of life events")]


@group
class Adhere(NamedTuple):
    """Following the treatment."""

    odds:          Annotated[float, parameter(5,   "odds",       0, 100, "S001 item 155",    CALIBRATED,   "baseline odds of following treatment, all factors at reference")]
    consensus:     Annotated[float, parameter(5,   "1 per unit", 0, 50,  "S001 item 13",     CALIBRATED,   "how strongly consensus on goals, against the usual, raises odds of following treatment")]
    hope:          Annotated[float, parameter(1,   "1 per unit", 0, 50,  "S002 item 116",    ASSUMED,      "how strongly the user's hope, against the usual, raises the odds of following treatment")]
    understanding: Annotated[float, parameter(0.5, "1",          0, 10,  "S001 item 85",     ASSUMED,      "how strongly shared understanding raises the user's odds of following treatment")]
    obligation:    Annotated[float, parameter(1,   "1",          0, 20,  "S000 item 42",     ASSUMED,      "how strongly felt debt, where there is trust, raises the odds of following treatment")]
    acceptance:    Annotated[float, parameter(1,   "1",          0, 10,  "S001 item 105",    ASSUMED,      "how strongly lack of acceptance of the illness lowers the odds of following treatment")]
    burden:        Annotated[float, parameter(1,   "1",          0, 10,  "design 2.3",       ASSUMED,      "how strongly the burden of treatment lowers the odds of following it")]
    incentive:     Annotated[float, parameter(0.6, "1 per unit", 0, 20,  "Priebe 2013, E35", ASSUMED,      "how strongly a unit of money for coming raises the odds of following treatment")]
    coercion:      Annotated[float, parameter(0.5, "1",          0, 20,  "S004 item 9",      ASSUMED,      "how strongly coercion by law raises the odds of following treatment")]
    speed:         Annotated[float, parameter(0.2, "per week",   0, 1,   "design 2.3",       "design 2.3", "speed at which adherence moves to what the odds of following treatment imply")]


@group
class MindRates(NamedTuple):
    """Efficacy, hope and acceptance."""

    efficacy:   Annotated[float, parameter(0.05, "per visit", 0, 1, "S001 item 69",  ASSUMED, "gain in self-efficacy from relief while the user feels in control")]
    hope:       Annotated[float, parameter(0.1,  "per visit", 0, 1, "S002 item 116", ASSUMED, "how strongly relief, where there is trust, raises the user's hope")]
    acceptance: Annotated[float, parameter(0.03, "per visit", 0, 1, "S001 item 105", ASSUMED, "gain in the user's acceptance of the illness from clear, trusting dialogue")]
    stigma:     Annotated[float, parameter(0.3,  "per unit",  0, 5, "S001 item 106", ASSUMED, "loss of acceptance of the illness when a user who fears stigma is harmed")]
    drift:      Annotated[float, parameter(0.02, "per week",  0, 1, "design 2.2",    ASSUMED, "speed at which self-efficacy, hope and acceptance return to the user's own level")]


@group
class Crisis(NamedTuple):
    """Verb 7, crises and admissions."""

    base:        Annotated[float, parameter(0.004, "odds a week", 0, 1,   "design 2.3",    ASSUMED,      "baseline weekly odds that a crisis begins, all factors at reference")]
    severity:    Annotated[float, parameter(4,     "1",           0, 50,  "design 2.3",    ASSUMED,      "how strongly severity above the user's baseline raises the odds of a crisis")]
    adherence:   Annotated[float, parameter(1,     "1",           0, 20,  "design 2.3",    ASSUMED,      "how strongly lack of adherence raises the odds of a crisis")]
    secure:      Annotated[float, parameter(3,     "1",           0, 20,  "S004 item 151", ASSUMED,      "how strongly feeling well with a trusted professional lowers the odds of a crisis")]
    end:         Annotated[float, parameter(0.2,   "odds a week", 0, 10,  "design 2.3",    ASSUMED,      "baseline weekly odds that a crisis ends, all factors at reference")]
    familiarity: Annotated[float, parameter(1,     "1",           0, 20,  "S002 item 112", ASSUMED,      "how strongly familiarity with the professional raises the odds that a crisis ends")]
    joint:       Annotated[float, parameter(0.2,   "1",           0, 20,  "S002 item 116", ASSUMED,      "how strongly joint work raises the odds that a crisis ends")]
    push:        Annotated[float, parameter(0.03,  "per week",    0, 1,   ASSUMED,         ASSUMED,      "rise of severity in a week of crisis, as a share of what is left to the maximum")]
    threshold:   Annotated[float, parameter(0.65,  "1",           0, 1,   "design 2.3",    ASSUMED,      "severity above which a user in crisis is admitted")]
    calm:        Annotated[float, parameter(4,     "weeks",       0, 52,  "design 2.3",    "design 2.3", "weeks without crisis after which the next crisis counts as a relapse")]
    wish:        Annotated[float, parameter(0.6,   "1",           0, 1,   "S002 item 130", ASSUMED,      "how far a crisis raises the professional's control that both sides wish for")]
    take:        Annotated[float, parameter(0.8,   "1",           0, 1,   "S002 item 116", ASSUMED,      "how far the professional takes control in a crisis, 0 for not at all")]
    control:     Annotated[float, parameter(0.9,   "1",           0, 1,   "E41",           ASSUMED,      "professional's share of decisions that is aimed at in a crisis, at least")]
    keep:        Annotated[float, parameter(4,     "weeks",       0, 520, "S002 item 130", ASSUMED,      "weeks after a crisis in which the professional keeps control")]
    hand_back:   Annotated[float, parameter(0.75,  "per visit",   0, 1,   "S002 item 130", ASSUMED,      "speed at which control is taken in a crisis and handed back after it")]


@group
class Kin(NamedTuple):
    """The key relative (S001 items 90-91)."""

    expressed_emotion: Annotated[float, parameter(3.35,  "ratio",    0.1,  20, "S001 item 90", "Ma 2021, E30", "odds ratio of a crisis, key relative of high against low expressed emotion")]
    warmth:            Annotated[float, parameter(0.39,  "ratio",    0.01, 5,  "S001 item 90", "Ma 2021, E31", "odds ratio of a crisis, warm against not warm key relative")]
    cut:               Annotated[float, parameter(0.5,   "1",        0,    1,  "Ma 2021, E30", "Ma 2021, E30", "level from which a key relative's expressed emotion or warmth counts as high")]
    regress:           Annotated[float, parameter(0.005, "per week", 0,    1,  "design 2.3",   ASSUMED,        "speed at which the key relative's expressed emotion returns to the mean")]
