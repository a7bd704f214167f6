"""STAR: twelve items, 0 to 4 each, rated by both sides through one mapping.

Six items of positive collaboration, three of positive input by the professional, three reversed:
non-supportive input, or the professional's emotional difficulties (S004 item 150). Each item is a
state of the rater, stretched over 0 to 4, with noise; no version has an intercept of its own.
"""

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.rules.experience import wished_by_professional
from mutua.rules.response import clip, share, strain, toward, wished_control
from mutua.state import Carer, Dyad, Rating, Side
from mutua.streams import Items


@rule
def as_rated(understanding: float, side: Side) -> float:
    """Shared meaning as one side rates it: where perception is distorted, by one's own trust."""
    return toward(understanding, side.feeling.trust, side.perception.distortion)


@rule
def rating_of_user(dyad: Dyad, p: Parameters) -> Rating:
    """What the user would rate the relation by."""
    side, traits, record = dyad.user, dyad.person.traits, dyad.record
    wish = wished_control(dyad.person, p)
    return Rating(
        trust=side.feeling.trust,
        understanding=as_rated(dyad.tie.talk.understanding, side),
        fit=1.0 - share(strain(side.perception, wish, traits.preferred_closeness, p)),
        love=record.felt.love,
        services=record.felt.services,
        presence=record.window.attended,
        harm=record.harm,
        affect=0.5 * (1.0 - side.feeling.affect),
        weariness=side.feeling.rupture,
    )


@rule
def rating_of_professional(dyad: Dyad, carer: Carer, p: Parameters) -> Rating:
    """What the professional would rate the relation by: the own input, as it was meant."""
    side, record = dyad.professional, dyad.record
    wish = wished_by_professional(dyad, carer, p)
    return Rating(
        trust=side.feeling.trust,
        understanding=as_rated(dyad.tie.talk.understanding, side),
        fit=1.0 - share(strain(side.perception, wish, p.norm.closeness, p)),
        love=record.meant.love,
        services=record.meant.services,
        presence=record.window.attended,
        harm=record.harm,
        affect=0.5 * (1.0 - side.feeling.affect),
        weariness=carer.professional.burnout,
    )


@rule
def points(level: float, luck: float, p: Parameters) -> float:
    """One item, a whole number from 0 to 4, of a level in [0, 1]."""
    return float(int(clip(4.0 * level + p.measure.star_noise * luck, 0.0, 4.0) + 0.5))


@rule
def star(rating: Rating, luck: Items, p: Parameters) -> float:
    """Total of the twelve items, 0 to 48, the higher the better; -1 if there was no rating."""
    if rating.presence == 0.0:
        return -1.0
    collaboration = (
        points(rating.trust, luck.trust, p)
        + points(rating.trust, luck.trust_again, p)
        + points(rating.understanding, luck.understanding, p)
        + points(rating.understanding, luck.understanding_again, p)
        + points(rating.fit, luck.fit, p)
        + points(rating.fit, luck.fit_again, p)
    )
    support = (
        points(rating.love, luck.love, p)
        + points(rating.services, luck.services, p)
        + points(rating.presence, luck.presence, p)
    )
    reversed_items = (
        points(1.0 - rating.harm, luck.harm, p)
        + points(1.0 - rating.affect, luck.affect, p)
        + points(1.0 - rating.weariness, luck.weariness, p)
    )
    return collaboration + support + reversed_items


@rule
def alliance(rating: Rating) -> float:
    """Latent alliance: STAR without noise and rounding, as a share of 48; -1 if never rated."""
    if rating.presence == 0.0:
        return -1.0
    good = 2.0 * (rating.trust + rating.understanding + rating.fit)
    support = rating.love + rating.services + rating.presence
    return (good + support + 3.0 - rating.harm - rating.affect - rating.weariness) / 12.0
