"""Random draws of ratings: the noise of each instrument, on each occasion."""

from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.model.draws import RATING, DrawCounter, DrawKey, Word, block, normal


class Items(NamedTuple):
    """Item noise of one rating of the relation on twelve items, mean 0 and SD 1 each."""

    trust: float
    trust_again: float
    understanding: float
    understanding_again: float
    fit: float
    fit_again: float
    love: float
    services: float
    presence: float
    harm: float
    affect: float
    weariness: float


@rule
def rating_draws(key: DrawKey, who: DrawCounter, occasion: Word) -> Items:
    """Item noise of a rating; occasions: 0 user early, 1 professional early, 2 and 3 at the end."""
    first = Word(4) * occasion
    x = block(key, who, Word(RATING), first)
    y = block(key, who, Word(RATING), first + Word(1))
    z = block(key, who, Word(RATING), first + Word(2))
    return Items(
        trust=normal(x.a),
        trust_again=normal(x.b),
        understanding=normal(x.c),
        understanding_again=normal(x.d),
        fit=normal(y.a),
        fit_again=normal(y.b),
        love=normal(y.c),
        services=normal(y.d),
        presence=normal(z.a),
        harm=normal(z.b),
        affect=normal(z.c),
        weariness=normal(z.d),
    )


class OccasionDraws(NamedTuple):
    """Noise of all instruments on one further occasion, mean 0 and SD 1 each."""

    user: Items
    professional: Items
    severity: float
    satisfaction: float
    wellbeing: float
    goal_consensus: float
    joint_work: float
    user_gives: float
    professional_gives: float
    user_feels: float
    professional_feels: float
    user_gets: float
    professional_gets: float
    we_understand: float
    as_wished: float


@rule
def occasion_draws(key: DrawKey, who: DrawCounter) -> OccasionDraws:
    """Noise of the ratings on a further occasion, of a dyad in the week of the rating."""
    x = block(key, who, Word(RATING), Word(24))
    y = block(key, who, Word(RATING), Word(25))
    z = block(key, who, Word(RATING), Word(26))
    v = block(key, who, Word(RATING), Word(27))
    return OccasionDraws(
        user=rating_draws(key, who, Word(4)),
        professional=rating_draws(key, who, Word(5)),
        severity=normal(x.a),
        satisfaction=normal(x.b),
        wellbeing=normal(x.c),
        goal_consensus=normal(x.d),
        joint_work=normal(y.a),
        user_gives=normal(z.a),
        professional_gives=normal(z.b),
        user_feels=normal(z.c),
        professional_feels=normal(z.d),
        user_gets=normal(v.a),
        professional_gets=normal(v.b),
        we_understand=normal(v.c),
        as_wished=normal(v.d),
    )
