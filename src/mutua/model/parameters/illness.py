"""Recovery, adherence, crises and the family."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import each_with, parameter
from mutua.model.parameters.groups import ASSUMED, Factor


@group
class Recover(NamedTuple):
    """Verb 7."""

    rate: Annotated[float, parameter(0.08, "per visit", 0, 2, ASSUMED, "lift by joint work")]
    complements: Annotated[
        float, parameter(0.5, "1", 0, 1, "S000 item 37", "0 substitutes, 1 complements")
    ]
    consensus: Annotated[float, parameter(0.5, "1", 0, 1, "E16", "work lost without consensus")]
    adherence: Annotated[float, parameter(0.5, "1", 0, 1, "S001 item 155", "work lost unfollowed")]
    drift: Annotated[float, parameter(0.02, "per week", 0, 1, ASSUMED, "return to the baseline")]
    goods: Annotated[
        float, parameter(0.3, "1", 0, 5, "S000 item 62", "work of goods, times adherence")
    ]
    attitude: Annotated[
        float,
        parameter(
            0.1, "1", 0, 5, "S001 item 91", "gain by unlike attitudes of relative and helper"
        ),
    ]
    needs: Annotated[
        float, parameter(0.02, "per week", 0, 1, "design 2.2", "drift of needs, .98 stays")
    ]
    living: Annotated[
        float, parameter(0.3, "per week", 0, 1, ASSUMED, "purse back to income, by earning and use")
    ]
    life: Annotated[
        float, parameter(0.006, "per week", 0, 0.5, ASSUMED, "severity per SD of life events")
    ]


@group
class Adhere(NamedTuple):
    """Following the treatment."""

    odds: Annotated[float, parameter(4.0, "odds", 0, 100, ASSUMED, "at reference")]
    trust: Annotated[Factor, each_with("following by trust", None, k=0.6, reference=0.5, scale=0.2)]
    hope: Annotated[
        Factor, each_with("following by hope", "S002 item 116", k=0.2, reference=0.45, scale=0.2)
    ]
    understanding: Annotated[float, parameter(0.5, "1", 0, 10, "S001 item 85", "shared meaning")]
    obligation: Annotated[float, parameter(1.0, "1", 0, 20, "S000 item 42", "felt debt")]
    acceptance: Annotated[float, parameter(1.0, "1", 0, 10, "S001 item 105", "refused identity")]
    burden: Annotated[float, parameter(1.0, "1", 0, 10, ASSUMED, "burden of treatment")]
    incentive: Annotated[
        float, parameter(0.5, "1 per unit", 0, 20, "Priebe 2013 (E35)", "money for following")
    ]
    coercion: Annotated[
        float, parameter(0.5, "1", 0, 20, "S004 item 9", "power to make one follow")
    ]
    speed: Annotated[float, parameter(0.2, "per week", 0, 1, "design 2.3", "of change")]


@group
class MindRates(NamedTuple):
    """Efficacy, hope and acceptance."""

    efficacy: Annotated[float, parameter(0.05, "per visit", 0, 1, "S001 item 69", "own success")]
    hope: Annotated[float, parameter(0.1, "per visit", 0, 1, "S002 item 116", "relief in trust")]
    acceptance: Annotated[float, parameter(0.03, "per visit", 0, 1, "S001 item 105", "real talk")]
    stigma: Annotated[float, parameter(0.3, "per unit", 0, 5, "S001 item 106", "stigma x harm")]
    drift: Annotated[float, parameter(0.02, "per week", 0, 1, "design 2.2", "back to the anchor")]


@group
class Crisis(NamedTuple):
    """Verb 7, crises and admissions."""

    base: Annotated[
        float, parameter(0.004, "odds a week", 0, 1, ASSUMED, "of an onset, at reference")
    ]
    severity: Annotated[float, parameter(4.0, "1", 0, 50, ASSUMED, "severity above the baseline")]
    adherence: Annotated[float, parameter(1.0, "1", 0, 20, ASSUMED, "treatment not followed")]
    secure: Annotated[
        float, parameter(12.0, "1", 0, 20, "S004 item 151", "feeling well with somebody trusted")
    ]
    end: Annotated[float, parameter(0.2, "odds a week", 0, 10, ASSUMED, "of an end, at reference")]
    familiarity: Annotated[float, parameter(1.0, "1", 0, 20, "S002 item 112", "known staff end it")]
    joint: Annotated[float, parameter(0.2, "1", 0, 20, "S002 item 116", "joint work ends it")]
    push: Annotated[
        float, parameter(0.03, "per week", 0, 1, ASSUMED, "severity in a week of crisis")
    ]
    threshold: Annotated[
        float, parameter(0.65, "1", 0, 1, ASSUMED, "severity above which a crisis is admitted")
    ]
    calm: Annotated[
        float, parameter(4, "weeks", 0, 52, "design 2.3", "without crisis before it is a relapse")
    ]
    wish: Annotated[
        float, parameter(0.6, "1", 0, 1, "S002 item 130", "how far a crisis raises wished control")
    ]
    take: Annotated[
        float, parameter(0.8, "1", 0, 1, "S002 item 116", "how far the professional takes control")
    ]
    control: Annotated[float, parameter(0.9, "1", 0, 1, "E41", "control that is taken")]
    keep: Annotated[
        float, parameter(4, "weeks", 0, 520, "S002 item 130", "control is kept after the crisis")
    ]
    hand_back: Annotated[
        float,
        parameter(
            0.5, "per visit", 0, 1, "S002 item 130", "speed of taking control and handing it back"
        ),
    ]


@group
class Kin(NamedTuple):
    """The key relative (S001 items 90-91)."""

    expressed_emotion: Annotated[
        float, parameter(3.35, "ratio", 0.1, 20, "Ma 2021 (E30)", "crisis odds, high v low")
    ]
    warmth: Annotated[
        float, parameter(0.39, "ratio", 0.01, 5, "Ma 2021 (E31)", "crisis odds, warm v not")
    ]
    cut: Annotated[float, parameter(0.5, "1", 0, 1, "Ma 2021", "where high begins")]
    regress: Annotated[
        float, parameter(0.005, "per week", 0, 1, ASSUMED, "expressed emotion to its mean")
    ]
