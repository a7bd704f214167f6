"""What instruments remember of a tie, as part of its state: read by measures, by no rule."""

from typing import NamedTuple

from mutua.model.resources import NOTHING, Gifts


class Rating(NamedTuple):
    """What one side would rate the relation by: the latent states of the STAR items, [0, 1]."""

    trust: float
    understanding: float
    fit: float
    love: float
    services: float
    presence: float  # -1 before the first visit: no rating yet
    harm: float
    affect: float
    weariness: float  # rupture of the user, burnout of the professional


class Window(NamedTuple):
    """Exponential means of some 13 weeks; flows also 13 weeks before."""

    attended: float  # share of offers
    affect_user: float
    affect_professional: float
    felt_control_user: float
    felt_control_professional: float
    control: float
    misfit: float
    adherence: float
    y: float
    met_professional: float
    balance_user: float
    balance_professional: float
    to_user: float
    to_professional: float
    to_user_before: float
    to_professional_before: float


class Record(NamedTuple):
    """What instruments remember; written by *measures*, read by no rule."""

    window: Window
    felt: Gifts  # running mean of sat(what the user felt)
    meant: Gifts  # running mean of sat(what the professional gave)
    harm: float  # running mean of sat(what was taken from the user)
    dialogue: float  # running mean of the dialogue
    extra: float  # running mean of what was beyond the role, units
    sum_to_user: float  # units given so far
    sum_to_professional: float
    early_user: Rating
    early_professional: Rating
    midway: float  # equilibrium class at the middle of the horizon, a code


NO_RATING = Rating(*(0.0 for _ in Rating._fields))._replace(presence=-1.0)
NO_WINDOW = Window(*(0.0 for _ in Window._fields))
NO_RECORD = Record(NO_WINDOW, NOTHING, NOTHING, 0.0, 0.0, 0.0, 0.0, 0.0, NO_RATING, NO_RATING, 0.0)
