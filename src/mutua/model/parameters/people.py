"""Who comes and who works there: distributions of traits."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, each_with, parameter
from mutua.model.parameters.groups import NEED, Bounded, Marginal, Years
from mutua.model.resources import Gifts

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Population(NamedTuple):
    """Who comes, and who works there."""

    severity:                       Annotated[Marginal,    each_with((0.55, 0.16),                      "design 2.2",           ASSUMED,                 "severity at week 0")]
    preferred_control:              Annotated[Marginal,    each_with((0.5135, 0.174),                   "S001 item 67",         "Michaelis 2017 (E19)",  "control that users prefer")]
    severity_control:               Annotated[float,       parameter(0.3,   "1",        -0.99, 0.99,    "S001 item 67",         ASSUMED,                 "correlation of preferred control with severity, of normal scores")]
    avoidance:                      Annotated[Marginal,    each_with((0.4, 0.2),                        "S001 item 75",         ASSUMED,                 "attachment avoidance")]
    alternatives:                   Annotated[Bounded,     each_with((0, 0.25, -1),                     "theory.md B1",         ASSUMED,                 "comparison level for alternatives")]
    response:                       Annotated[Marginal,    each_with((0.5, 0.25),                       "design 2.2",           (ASSUMED, "design 2.2"), "response to joint work")]
    trust:                          Annotated[Marginal,    each_with((0.45, 0.15),                      "S001 item 75",         ASSUMED,                 "users' first trust")]
    anchor:                         Annotated[Bounded,     each_with((0.1, 0.12, -1),                   "design 2.2",           ASSUMED,                 "anchor of users' expectation")]
    purse:                          Annotated[Bounded,     each_with((1, 0.6, 0, 4),                    "design 2.2",           ASSUMED,                 "purse, units")]
    preferred_closeness:            Annotated[Marginal,    each_with((0.42, 0.15),                      "S002 item 122",        ASSUMED,                 "closeness that users prefer")]
    enough:                         Annotated[Bounded,     each_with((1, 0.2, 0, 2),                    "Simon 2012",           ASSUMED,                 "relief and needs met that are enough")]
    efficacy:                       Annotated[Marginal,    each_with((0.45, 0.2),                       "S001 item 69",         ASSUMED,                 "self-efficacy")]
    hope:                           Annotated[Marginal,    each_with((0.45, 0.2),                       "S002 item 116",        ASSUMED,                 "hope")]
    acceptance:                     Annotated[Marginal,    each_with((0.45, 0.2),                       "S001 item 105",        ASSUMED,                 "acceptance of the illness")]
    stigma:                         Annotated[Marginal,    each_with((0.6, 0.2),                        "S001 item 106",        ASSUMED,                 "fear of stigma")]
    burden:                         Annotated[Marginal,    each_with((0.35, 0.2),                       "design 2.2",           ASSUMED,                 "burden of treatment")]
    adherence:                      Annotated[Marginal,    each_with((0.65, 0.2),                       "S000 item 62",         ASSUMED,                 "adherence at week 0")]
    goal_change:                    Annotated[Marginal,    each_with((0.4, 0.15),                       "S004 item 12",         ASSUMED,                 "users' share of change in goals")]
    goal_stability:                 Annotated[Marginal,    each_with((0.5, 0.2),                        "S004 item 12",         ASSUMED,                 "stability's share of the rest")]
    goal_change_professional:       Annotated[Marginal,    each_with((0.5, 0.15),                       "S001 item 13",         ASSUMED,                 "professionals' share of change")]
    efficacy_control:               Annotated[float,       parameter(-0.25, "1",        -0.99, 0.99,    "S001 item 69",         ASSUMED,                 "correlation of preferred control with efficacy, of normal scores")]
    responsibility:                 Annotated[Marginal,    each_with((0.35, 0.2),                       "S001 item 107",        ASSUMED,                 "responsibility that others see")]
    need:                           Annotated[Gifts, NEED, each_with((0.55, 0.55, 0.5, 0.4, 0.4, 0.55), "S001 item 96",         ASSUMED,                 "users")]
    need_sd:                        Annotated[float,       parameter(0.25,  "1",        0.01,  0.45,    "design 2.2",           "design 2.2",            "spread of users' needs")]
    anxiety:                        Annotated[Marginal,    each_with((0.4, 0.2),                        "S001 item 75",         ASSUMED,                 "attachment anxiety")]
    education:                      Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 67",         ASSUMED,                 "education")]
    locus:                          Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 69",         ASSUMED,                 "internal locus of control")]
    age:                            Annotated[Years,       each_with((42, 13, 16, 84),                  "S002 item 19 (16-84)", ASSUMED,                 "users' age")]
    male:                           Annotated[float,       parameter(0.5,   "1",        0,     1,       "S002 item 19",         ASSUMED,                 "share of men")]
    age_control:                    Annotated[float,       parameter(0.1,   "1",        -0.99, 0.99,    "S001 item 67",         ASSUMED,                 "correlation of preferred control with age, of normal scores")]
    income_control:                 Annotated[float,       parameter(-0.1,  "1",        -0.99, 0.99,    "S001 item 67",         ASSUMED,                 "correlation of preferred control with income, of normal scores")]
    education_control:              Annotated[float,       parameter(-0.1,  "1",        -0.99, 0.99,    "S001 item 67",         ASSUMED,                 "correlation of preferred control with education, of normal scores")]
    male_control:                   Annotated[float,       parameter(0.1,   "1",        -0.99, 0.99,    "S001 item 67",         ASSUMED,                 "correlation of preferred control with being a man, of normal scores")]
    locus_control:                  Annotated[float,       parameter(-0.15, "1",        -0.99, 0.99,    "S001 item 69",         ASSUMED,                 "correlation of preferred control with internal locus, of normal scores")]
    expressed_emotion:              Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 90",         ("Ma 2021 (E30)",),      "relatives' expressed emotion")]
    warmth:                         Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 90",         ASSUMED,                 "relatives' warmth")]
    attitude:                       Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 91",         ASSUMED,                 "relatives' attitude")]
    skill:                          Annotated[Marginal,    each_with((0.6, 0.15),                       "design 2.2",           ASSUMED,                 "professionals' skill")]
    empathy:                        Annotated[Marginal,    each_with((0.6, 0.18),                       "S000 item 48",         ASSUMED,                 "professionals' empathy")]
    reach:                          Annotated[float,       parameter(0.62,  "log odds", 0,     2,       "design 2.2",           "Saxon 2017 (E15)",      "SD of keeping users")]
    preferred_control_professional: Annotated[Marginal,    each_with((0.55, 0.15),                      "S001 item 68",         ASSUMED,                 "control that professionals prefer")]
    proneness:                      Annotated[Marginal,    each_with((0.45, 0.18),                      "design 2.2",           ASSUMED,                 "burnout to which a professional returns")]
    trust_professional:             Annotated[Marginal,    each_with((0.55, 0.12),                      "design 2.2",           ASSUMED,                 "professionals' first trust")]
    anchor_professional:            Annotated[Bounded,     each_with((0.1, 0.12, -1),                   "design 2.2",           ASSUMED,                 "anchor of professionals' expectation")]
    need_professional:              Annotated[Gifts, NEED, each_with((0.4, 0.6, 0.6, 0.3, 0.1, 0.5),    "S001 item 96",         ASSUMED,                 "professionals")]
    need_sd_professional:           Annotated[float,       parameter(0.15,  "1",        0.01,  0.45,    "design 2.2",           ASSUMED,                 "spread of professionals' needs")]
    flexibility:                    Annotated[Marginal,    each_with((0.5, 0.2),                        "S004 item 163",        ASSUMED,                 "professionals' flexibility")]
    attachment:                     Annotated[Marginal,    each_with((0.35, 0.15),                      "S001 item 76",         ASSUMED,                 "professionals' attachment insecurity")]
    attitude_professional:          Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 91",         ASSUMED,                 "professionals' attitude")]
    outside_load:                   Annotated[Marginal,    each_with((0.35, 0.2),                       "design 2.2",           ASSUMED,                 "professionals' outside load")]
    age_professional:               Annotated[Years,       each_with((42, 10, 22, 67),                  "S001 item 68",         ASSUMED,                 "professionals' age")]
    male_professional:              Annotated[float,       parameter(0.35,  "1",        0,     1,       "S001 item 68",         ASSUMED,                 "share of men")]
    age_control_professional:       Annotated[float,       parameter(-0.1,  "1",        -0.99, 0.99,    "S001 item 68",         ASSUMED,                 "correlation of preferred control with age, of normal scores")]
    male_control_professional:      Annotated[float,       parameter(0.1,   "1",        -0.99, 0.99,    "S001 item 68",         ASSUMED,                 "correlation of preferred control with being a man, of normal scores")]
    understanding:                  Annotated[Marginal,    each_with((0.25, 0.22),                      "S002 item 122",        ASSUMED,                 "understanding at the first visit, the fit of the two")]
    image:                          Annotated[Marginal,    each_with((0.6, 0.2),                        "S001 item 75",         ASSUMED,                 "what users take a professional for")]
    image_professional:             Annotated[Marginal,    each_with((0.6, 0.2),                        "S001 item 76",         ASSUMED,                 "what professionals take a user for")]
    avoidance_image:                Annotated[float,       parameter(-0.4,  "1",        -0.99, 0.99,    "S001 item 79",         ASSUMED,                 "correlation of avoidance with the image's normal score")]
    attachment_image:               Annotated[float,       parameter(-0.4,  "1",        -0.99, 0.99,    "S001 item 76",         ASSUMED,                 "correlation of attachment insecurity with the image's normal score")]
