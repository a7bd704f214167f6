"""Who comes and who works there: distributions of traits."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, CALIBRATED, each_with, parameter
from mutua.model.parameters.groups import NEED, Marginal, Signed, UpToFour, UpToTwo, Years
from mutua.model.resources import Gifts

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Population(NamedTuple):
    """Who comes, and who works there."""

    severity:                       Annotated[Marginal,    each_with((0.55, 0.16),                      "design 2.2",           ASSUMED,                 "severity of the illness among new users")]
    preferred_control:              Annotated[Marginal,    each_with((0.5135, 0.174),                   "S001 item 67",         "Michaelis 2017, E19",   "the professional's share of decisions that users prefer")]
    severity_control:               Annotated[float,       parameter(0.3,   "1",        -0.99, 0.99,    "S001 item 67",         ASSUMED,                 "correlation of users' preferred control with severity, as normal scores")]
    avoidance:                      Annotated[Marginal,    each_with((0.4, 0.2),                        "S001 item 75",         ASSUMED,                 "attachment avoidance among users")]
    alternatives:                   Annotated[Signed,      each_with((0, 0.25),                         "theory.md B1",         ASSUMED,                 "users' comparison level for alternatives")]
    response:                       Annotated[Marginal,    each_with((0.5, 0.25),                       "design 2.2",           (ASSUMED, "design 2.2"), "users' response to joint work")]
    trust:                          Annotated[Marginal,    each_with((0.45, 0.15),                      "S001 item 75",         ASSUMED,                 "users' first trust in a professional")]
    anchor:                         Annotated[Signed,      each_with((0.1, 0.12),                       "design 2.2",           ASSUMED,                 "users' anchor of what they expect of a visit")]
    purse:                          Annotated[UpToFour,    each_with((1, 0.6),                          "design 2.2",           ASSUMED,                 "users' income in money and goods", "units")]
    enough:                         Annotated[UpToTwo,     each_with((1, 0.2),                          "Simon 2012",           ASSUMED,                 "the sum of attainment and outcome of a visit that is enough for a user")]
    efficacy:                       Annotated[Marginal,    each_with((0.45, 0.2),                       "S001 item 69",         ASSUMED,                 "users' own level of self-efficacy")]
    hope:                           Annotated[Marginal,    each_with((0.45, 0.2),                       "S002 item 116",        ASSUMED,                 "users' own level of hope")]
    acceptance:                     Annotated[Marginal,    each_with((0.45, 0.2),                       "S001 item 105",        ASSUMED,                 "users' own level of acceptance of the illness")]
    stigma:                         Annotated[Marginal,    each_with((0.6, 0.2),                        "S001 item 106",        ASSUMED,                 "fear of stigma among users")]
    burden:                         Annotated[Marginal,    each_with((0.35, 0.2),                       "design 2.2",           ASSUMED,                 "the burden that treatment is for users")]
    adherence:                      Annotated[Marginal,    each_with((0.65, 0.2),                       "S000 item 62",         ASSUMED,                 "adherence among new users")]
    goal_change:                    Annotated[Marginal,    each_with((0.4, 0.15),                       "S004 item 12",         ASSUMED,                 "the share of change in users' goals")]
    goal_stability:                 Annotated[Marginal,    each_with((0.5, 0.2),                        "S004 item 12",         ASSUMED,                 "the share of stability in users' goals other than change")]
    goal_change_professional:       Annotated[Marginal,    each_with((0.5, 0.15),                       "S001 item 13",         ASSUMED,                 "the share of change in professionals' goals")]
    efficacy_control:               Annotated[float,       parameter(-0.25, "1",        -0.99, 0.99,    "S001 item 69",         ASSUMED,                 "correlation of users' preferred control with self-efficacy, as normal scores")]
    responsibility:                 Annotated[Marginal,    each_with((0.35, 0.2),                       "S001 item 107",        ASSUMED,                 "responsibility for the illness that others ascribe to users")]
    need:                           Annotated[Gifts, NEED, each_with((0.55, 0.55, 0.5, 0.4, 0.4, 0.55), "S001 item 96",         ASSUMED,                 "users'")]
    need_sd:                        Annotated[float,       parameter(0.3,  "1",        0.01,  0.45,    "design 2.2",           "design 2.2",            "standard deviation of users' need for each resource")]
    anxiety:                        Annotated[Marginal,    each_with((0.4, 0.2),                        "S001 item 75",         ASSUMED,                 "attachment anxiety among users")]
    education:                      Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 67",         ASSUMED,                 "users' education")]
    locus:                          Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 69",         ASSUMED,                 "users' internal locus of control")]
    age:                            Annotated[Years,       each_with((42, 13, 16, 84),                  "S002 item 19 (16-84)", ASSUMED,                 "users' age")]
    male:                           Annotated[float,       parameter(0.5,   "1",        0,     1,       "S002 item 19",         ASSUMED,                 "share of men among users")]
    age_control:                    Annotated[float,       parameter(0.1,   "1",        -0.99, 0.99,    "S001 item 67",         ASSUMED,                 "correlation of users' preferred control with age, as normal scores")]
    income_control:                 Annotated[float,       parameter(-0.1,  "1",        -0.99, 0.99,    "S001 item 67",         ASSUMED,                 "correlation of users' preferred control with income, as normal scores")]
    education_control:              Annotated[float,       parameter(-0.1,  "1",        -0.99, 0.99,    "S001 item 67",         ASSUMED,                 "correlation of users' preferred control with education, as normal scores")]
    male_control:                   Annotated[float,       parameter(0.1,   "1",        -0.99, 0.99,    "S001 item 67",         ASSUMED,                 "correlation of users' preferred control with being a man, as normal scores")]
    locus_control:                  Annotated[float,       parameter(-0.15, "1",        -0.99, 0.99,    "S001 item 69",         ASSUMED,                 "correlation of users' preferred control with internal locus, as normal scores")]
    expressed_emotion:              Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 90",         ("Ma 2021, E30",),       "expressed emotion of key relatives")]
    warmth:                         Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 90",         ASSUMED,                 "warmth of key relatives")]
    attitude:                       Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 91",         ASSUMED,                 "key relatives' attitude to the illness")]
    skill:                          Annotated[Marginal,    each_with((0.6, 0.15),                       "design 2.2",           ASSUMED,                 "professionals' skill")]
    empathy:                        Annotated[Marginal,    each_with((0.6, 0.18),                       "S000 item 48",         ASSUMED,                 "professionals' empathy")]
    reach:                          Annotated[float,       parameter(0.62,  "log odds", 0,     2,       "design 2.2",           "Saxon 2017, E15",       "standard deviation, between professionals, of the log odds of keeping users")]
    standard:                       Annotated[float,       parameter(0.25,  "log",      0,     1,       "Schaufeli 2006",       ASSUMED,                 "standard deviation, between professionals, of the log of what they count as due from users")]
    preferred_control_professional: Annotated[Marginal,    each_with((0.55, 0.15),                      "S001 item 68",         ASSUMED,                 "the share of decisions that professionals prefer to have")]
    proneness:                      Annotated[Marginal,    each_with((0.4, 0.18),                       "design 2.2",           (CALIBRATED,),           "professionals' own level of burnout")]
    trust_professional:             Annotated[Marginal,    each_with((0.55, 0.12),                      "design 2.2",           ASSUMED,                 "professionals' first trust in a user")]
    anchor_professional:            Annotated[Signed,      each_with((0.1, 0.12),                       "design 2.2",           ASSUMED,                 "professionals' anchor of what they expect of a visit")]
    need_professional:              Annotated[Gifts, NEED, each_with((0.4, 0.6, 0.6, 0.3, 0.1, 0.5),    "S001 item 96",         ASSUMED,                 "professionals'")]
    need_sd_professional:           Annotated[float,       parameter(0.15,  "1",        0.01,  0.45,    "design 2.2",           ASSUMED,                 "standard deviation of professionals' need for each resource")]
    flexibility:                    Annotated[Marginal,    each_with((0.5, 0.2),                        "S004 item 163",        ASSUMED,                 "professionals' flexibility about the norm of control")]
    attachment:                     Annotated[Marginal,    each_with((0.35, 0.15),                      "S001 item 76",         ASSUMED,                 "professionals' attachment insecurity")]
    attitude_professional:          Annotated[Marginal,    each_with((0.5, 0.2),                        "S001 item 91",         ASSUMED,                 "professionals' attitude to the illness")]
    outside_load:                   Annotated[Marginal,    each_with((0.35, 0.2),                       "design 2.2",           ASSUMED,                 "professionals' strain from outside work")]
    age_professional:               Annotated[Years,       each_with((42, 10, 22, 67),                  "S001 item 68",         ASSUMED,                 "professionals' age")]
    male_professional:              Annotated[float,       parameter(0.35,  "1",        0,     1,       "S001 item 68",         ASSUMED,                 "share of men among professionals")]
    age_control_professional:       Annotated[float,       parameter(-0.1,  "1",        -0.99, 0.99,    "S001 item 68",         ASSUMED,                 "correlation of professionals' preferred control with age, as normal scores")]
    male_control_professional:      Annotated[float,       parameter(0.1,   "1",        -0.99, 0.99,    "S001 item 68",         ASSUMED,                 "correlation of professionals' preferred control with being a man, as normal scores")]
    understanding:                  Annotated[Marginal,    each_with((0.25, 0.22),                      "S002 item 122",        ASSUMED,                 "understanding between user and professional at their first meeting")]
    image:                          Annotated[Marginal,    each_with((0.72, 0.2),                       "S001 item 75",         (CALIBRATED,),           "the image of a professional that users bring along")]
    image_professional:             Annotated[Marginal,    each_with((0.6, 0.2),                        "S001 item 76",         ASSUMED,                 "the image of a user that professionals bring along")]
    avoidance_image:                Annotated[float,       parameter(-0.4,  "1",        -0.99, 0.99,    "S001 item 79",         ASSUMED,                 "correlation of users' attachment avoidance with their image of professionals")]
    attachment_image:               Annotated[float,       parameter(-0.4,  "1",        -0.99, 0.99,    "S001 item 76",         ASSUMED,                 "correlation of professionals' attachment insecurity with their image of users")]
