"""Groups of parameters that several themes share."""

from typing import Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import ASSUMED, parameter

# fmt: off
# default, unit, low, high, source of the form, source of the number, meaning
AMOUNT = parameter(1,   "units a visit", 0,    6,    ASSUMED, ASSUMED, "{field} that the norm asks a {} to give at a visit")
NEED   = parameter(0.5, "1",             0.05, 0.95, ASSUMED, ASSUMED, "mean of {} need for {field}")


@group
class Marginal(NamedTuple):
    """A trait in the population that is a share: a beta distribution on [0, 1]."""

    mean: Annotated[float, parameter(0.5, "1", 0,     1,   ASSUMED, ASSUMED, "mean of {}")]
    sd:   Annotated[float, parameter(0.2, "1", 0.001, 0.5, ASSUMED, ASSUMED, "standard deviation of {}")]


@group
class Signed(NamedTuple):
    """A trait from -1 to 1: a beta distribution stretched over them."""

    mean: Annotated[float, parameter(0,   "1", -1,    1, ASSUMED, ASSUMED, "mean of {}")]
    sd:   Annotated[float, parameter(0.2, "1", 0.001, 1, ASSUMED, ASSUMED, "standard deviation of {}")]


@group
class UpToTwo(NamedTuple):
    """A trait from 0 to 2: a beta distribution stretched over them."""

    mean: Annotated[float, parameter(1,   "1", 0,     2, ASSUMED, ASSUMED, "mean of {}")]
    sd:   Annotated[float, parameter(0.2, "1", 0.001, 1, ASSUMED, ASSUMED, "standard deviation of {}")]


@group
class UpToFour(NamedTuple):
    """A trait from 0 to 4: a beta distribution stretched over them."""

    mean: Annotated[float, parameter(1,   "1", 0,     4, ASSUMED, ASSUMED, "mean of {}")]
    sd:   Annotated[float, parameter(0.6, "1", 0.001, 2, ASSUMED, ASSUMED, "standard deviation of {}")]


@group
class Years(NamedTuple):
    """Age in the population: a beta distribution stretched over [low, high]."""

    mean: Annotated[float, parameter(42, "years", 10,  100, ASSUMED, ASSUMED, "mean of {}")]
    sd:   Annotated[float, parameter(13, "years", 0.1, 40,  ASSUMED, ASSUMED, "standard deviation of {}")]
    low:  Annotated[float, parameter(16, "years", 0,   100, ASSUMED, ASSUMED, "lowest value of {}")]
    high: Annotated[float, parameter(84, "years", 0,   120, ASSUMED, ASSUMED, "highest value of {}")]
