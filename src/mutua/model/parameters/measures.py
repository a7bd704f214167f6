"""How instruments rate."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, CALIBRATED, parameter

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning


@group
class Measure(NamedTuple):
    """Instruments."""

    severity_noise:          Annotated[float, parameter(0.067, "1",      0,    1,   "design 2.6",            "design 2.6 (reliability .85)", "standard deviation of error in a rating of severity")]
    halo:                    Annotated[float, parameter(2.9,   "1",      0,    5,   "Nisbett & Wilson 1977", CALIBRATED,                     "how strongly distorted perception makes ratings follow the image of the other")]
    star_noise_user:         Annotated[float, parameter(0.69,  "points", 0,    4,   "S004 item 150",         "design 2.6 (retest .76)",      "standard deviation of error in one item of the user's STAR")]
    star_noise_professional: Annotated[float, parameter(0.83,  "points", 0,    4,   "S004 item 150",         "design 2.6 (retest .68)",      "standard deviation of error in one item of the professional's STAR")]
    early_visit:             Annotated[float, parameter(0,     "visits", 0,    100, "E08",                   ASSUMED,                        "number of the visit after which the early rating is made, 0 to go by week", whole=True)]
    early_week:              Annotated[float, parameter(13,    "week",   1,    520, "E09",                   "E09",                          "week of the early rating, made at the last visit in the five weeks up to it", whole=True)]
    midway:                  Annotated[float, parameter(52,    "week",   1,    520, ASSUMED,                 ASSUMED,                        "week in which the equilibrium class is recorded, besides the end", whole=True)]
    satisfaction_noise:      Annotated[float, parameter(0.095, "1",      0,    1,   "S004 item 157",         "design 2.6 (reliability .85)", "standard deviation of error in a rating of satisfaction")]
    satisfaction_scale:      Annotated[float, parameter(0.2,   "1",      0.01, 2,   "design 2.6",            ASSUMED,                        "outcome of visits above the user's anchor that makes satisfaction .75")]
    wellbeing_noise:         Annotated[float, parameter(0.024, "1",      0,    1,   "S001 item 156",         "design 2.6 (reliability .85)", "standard deviation of error in a rating of wellbeing")]
    thresholds:              Annotated[float, parameter(1,     "1",      0.5,  1.5, "design 2.6",            "design 2.6",                   "factor that makes the thresholds of the equilibrium classes wider")]
