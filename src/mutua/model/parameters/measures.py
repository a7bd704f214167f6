"""How instruments rate."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, parameter

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Measure(NamedTuple):
    """Instruments."""

    severity_noise:          Annotated[float, parameter(0.067, "1",      0,    1,   "design 2.6",            "design 2.6 (reliability .85)", "SD of a severity rating")]
    halo:                    Annotated[float, parameter(2,     "1",      0,    5,   "Nisbett & Wilson 1977", "E11, E13",                     "rating the relation: weight of what is brought along")]
    star_noise_user:         Annotated[float, parameter(0.545, "points", 0,    4,   "S004 item 150",         "design 2.6 (retest .76)",      "SD of an item of users' STAR")]
    star_noise_professional: Annotated[float, parameter(0.675, "points", 0,    4,   "S004 item 150",         "design 2.6 (retest .68)",      "SD of one of a professional's")]
    early_visit:             Annotated[float, parameter(0,     "visits", 0,    100, "E08",                   ASSUMED,                        "visit of the early rating, 0 for a week", whole=True)]
    early_week:              Annotated[float, parameter(13,    "week",   1,    520, "E09",                   "E09",                          "the early rating is the last visit up to it", whole=True)]
    midway:                  Annotated[float, parameter(52,    "week",   1,    520, ASSUMED,                 ASSUMED,                        "the equilibrium class is taken then, and at the end", whole=True)]
    satisfaction_noise:      Annotated[float, parameter(0.075, "1",      0,    1,   "S004 item 157",         "design 2.6 (reliability .85)", "SD of a rating")]
    satisfaction_scale:      Annotated[float, parameter(0.2,   "1",      0.01, 2,   "design 2.6",            ASSUMED,                        "outcome over expectation that counts one half")]
    wellbeing_noise:         Annotated[float, parameter(0.024, "1",      0,    1,   "S001 item 156",         "design 2.6 (reliability .85)", "SD of a rating")]
    thresholds:              Annotated[float, parameter(1,     "1",      0.5,  1.5, "design 2.6",            "design 2.6",                   "factor on the thresholds of the classes")]
