"""Who comes and who works there: distributions of traits."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import each_with, parameter
from mutua.model.parameters.groups import ASSUMED, NEED, Marginal, Years
from mutua.model.resources import Gifts


@group
class Population(NamedTuple):
    """Who comes, and who works there."""

    severity: Annotated[Marginal, each_with("severity at week 0", None, mean=0.55, sd=0.16)]
    preferred_control: Annotated[
        Marginal,
        each_with("control that users prefer", "Michaelis 2017 (E19)", mean=0.5135, sd=0.174),
    ]
    severity_control: Annotated[
        float, parameter(0.3, "1", -0.99, 0.99, "S001 item 67", "score correlation of severity and preferred control")
    ]  # fmt: skip
    avoidance: Annotated[Marginal, each_with("attachment avoidance", None, mean=0.4, sd=0.2)]
    alternatives: Annotated[
        Marginal,
        each_with("comparison level for alternatives", None, mean=0.0, sd=0.25, low=-1.0),
    ]
    response: Annotated[Marginal, each_with("response to joint work", None, mean=0.5, sd=0.25)]
    trust: Annotated[Marginal, each_with("users' first trust", None, mean=0.45, sd=0.15)]
    anchor: Annotated[
        Marginal, each_with("anchor of users' expectation", None, mean=0.1, sd=0.12, low=-1.0)
    ]
    purse: Annotated[Marginal, each_with("purse, units", None, mean=1.0, sd=0.6, high=4.0)]
    preferred_closeness: Annotated[
        Marginal, each_with("closeness that users prefer", "S002 item 122", mean=0.42, sd=0.15)
    ]
    enough: Annotated[
        Marginal,
        each_with("relief and needs met that are enough", None, mean=1.0, sd=0.2, high=2.0),
    ]
    efficacy: Annotated[Marginal, each_with("self-efficacy", None, mean=0.45, sd=0.2)]
    hope: Annotated[Marginal, each_with("hope", None, mean=0.45, sd=0.2)]
    acceptance: Annotated[Marginal, each_with("acceptance of the illness", None, mean=0.45, sd=0.2)]
    stigma: Annotated[Marginal, each_with("fear of stigma", "S001 item 106", mean=0.6, sd=0.2)]
    burden: Annotated[Marginal, each_with("burden of treatment", None, mean=0.35, sd=0.2)]
    adherence: Annotated[Marginal, each_with("adherence at week 0", None, mean=0.65, sd=0.2)]
    goal_change: Annotated[
        Marginal, each_with("users' share of change in goals", "S004 item 12", mean=0.4, sd=0.15)
    ]
    goal_stability: Annotated[
        Marginal, each_with("stability's share of the rest", "S004 item 12", mean=0.5, sd=0.2)
    ]
    goal_change_professional: Annotated[
        Marginal, each_with("professionals' share of change", "S001 item 13", mean=0.5, sd=0.15)
    ]
    efficacy_control: Annotated[
        float,
        parameter(
            -0.25,
            "1",
            -0.99,
            0.99,
            "S001 item 69",
            "score correlation of efficacy and preferred control",
        ),
    ]
    responsibility: Annotated[
        Marginal, each_with("responsibility that others see", "S001 item 107", mean=0.35, sd=0.2)
    ]
    need: Annotated[
        Gifts,
        each_with("users", love=0.55, status=0.55, information=0.5, money=0.4, goods=0.4, services=0.55),
        NEED,
    ]  # fmt: skip
    need_sd: Annotated[
        float, parameter(0.25, "1", 0.01, 0.45, "design 2.2", "spread of users' needs")
    ]
    anxiety: Annotated[Marginal, each_with("attachment anxiety", None, mean=0.4, sd=0.2)]
    education: Annotated[Marginal, each_with("education", None, mean=0.5, sd=0.2)]
    locus: Annotated[Marginal, each_with("internal locus of control", None, mean=0.5, sd=0.2)]
    age: Annotated[
        Years,
        each_with("users' age", "S002 item 19 (16-84)", mean=42.0, sd=13.0, low=16.0, high=84.0),
    ]
    male: Annotated[float, parameter(0.5, "1", 0, 1, "S002 item 19", "share of men")]
    age_control: Annotated[
        float,
        parameter(
            0.1, "1", -0.99, 0.99, "S001 item 67", "score correlation of age and preferred control"
        ),
    ]
    income_control: Annotated[
        float,
        parameter(
            -0.1,
            "1",
            -0.99,
            0.99,
            "S001 item 67",
            "score correlation of income and preferred control",
        ),
    ]
    education_control: Annotated[
        float,
        parameter(
            -0.1,
            "1",
            -0.99,
            0.99,
            "S001 item 67",
            "score correlation of education and preferred control",
        ),
    ]
    male_control: Annotated[
        float,
        parameter(
            0.1,
            "1",
            -0.99,
            0.99,
            "S001 item 67",
            "score correlation of being a man and preferred control",
        ),
    ]
    locus_control: Annotated[
        float,
        parameter(
            -0.15,
            "1",
            -0.99,
            0.99,
            "S001 item 69",
            "score correlation of internal locus and preferred control",
        ),
    ]
    expressed_emotion: Annotated[
        Marginal, each_with("relatives' expressed emotion", "Ma 2021 (half high)", mean=0.5, sd=0.2)
    ]
    warmth: Annotated[Marginal, each_with("relatives' warmth", "Ma 2021", mean=0.5, sd=0.2)]
    attitude: Annotated[Marginal, each_with("relatives' attitude", None, mean=0.5, sd=0.2)]
    skill: Annotated[Marginal, each_with("professionals' skill", None, mean=0.6, sd=0.15)]
    empathy: Annotated[Marginal, each_with("professionals' empathy", None, mean=0.6, sd=0.18)]
    reach: Annotated[
        float, parameter(0.62, "log odds", 0, 2, "Saxon 2017 (E15)", "SD of keeping people")
    ]
    preferred_control_professional: Annotated[
        Marginal, each_with("control that professionals prefer", None, mean=0.55, sd=0.15)
    ]
    proneness: Annotated[
        Marginal, each_with("burnout to which a professional returns", None, mean=0.45, sd=0.18)
    ]
    trust_professional: Annotated[
        Marginal, each_with("professionals' first trust", None, mean=0.55, sd=0.12)
    ]
    anchor_professional: Annotated[
        Marginal,
        each_with("anchor of professionals' expectation", None, mean=0.1, sd=0.12, low=-1.0),
    ]
    need_professional: Annotated[
        Gifts,
        each_with("professionals", love=0.4, status=0.6, information=0.6, money=0.3, goods=0.1, services=0.5),
        NEED,
    ]  # fmt: skip
    need_sd_professional: Annotated[
        float, parameter(0.15, "1", 0.01, 0.45, ASSUMED, "spread of professionals' needs")
    ]
    flexibility: Annotated[
        Marginal, each_with("professionals' flexibility", None, mean=0.5, sd=0.2)
    ]
    attachment: Annotated[
        Marginal, each_with("professionals' attachment insecurity", None, mean=0.35, sd=0.15)
    ]
    attitude_professional: Annotated[
        Marginal, each_with("professionals' attitude", None, mean=0.5, sd=0.2)
    ]
    outside_load: Annotated[
        Marginal, each_with("professionals' outside load", None, mean=0.35, sd=0.2)
    ]
    age_professional: Annotated[
        Years,
        each_with("professionals' age", None, mean=42.0, sd=10.0, low=22.0, high=67.0),
    ]
    male_professional: Annotated[float, parameter(0.35, "1", 0, 1, ASSUMED, "share of men")]
    age_control_professional: Annotated[
        float,
        parameter(
            -0.1, "1", -0.99, 0.99, "S001 item 68", "score correlation of age and preferred control"
        ),
    ]
    male_control_professional: Annotated[
        float,
        parameter(
            0.1,
            "1",
            -0.99,
            0.99,
            "S001 item 68",
            "score correlation of being a man and preferred control",
        ),
    ]
    understanding: Annotated[
        Marginal,
        each_with(
            "understanding at the first visit, the fit of two people",
            "S002 item 122",
            mean=0.25,
            sd=0.22,
        ),
    ]
    image: Annotated[
        Marginal, each_with("what users take a professional for", "S001 item 75", mean=0.6, sd=0.2)
    ]
    image_professional: Annotated[
        Marginal, each_with("what professionals take a user for", "S001 item 76", mean=0.6, sd=0.2)
    ]
    avoidance_image: Annotated[
        float,
        parameter(
            -0.4,
            "1",
            -0.99,
            0.99,
            "S001 item 79",
            "correlation of standardised avoidance and the score of the image",
        ),
    ]
    attachment_image: Annotated[
        float,
        parameter(
            -0.4,
            "1",
            -0.99,
            0.99,
            "S001 item 76",
            "correlation of standardised attachment and the score of the image",
        ),
    ]
