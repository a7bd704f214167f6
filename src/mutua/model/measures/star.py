"""STAR: twelve items, 0 to 4 each, rated by both sides through one mapping.

Six items of positive collaboration, three of positive input by the professional, three reversed:
non-supportive input, or the professional's emotional difficulties (S004 item 150). Each item is a
level in [0, 1], stretched over 0 to 4, with noise; no version has an intercept of its own. Trust,
affect and weariness are the rater's own states; understanding, presence and harm are of the tie,
the same for both; love and services are as the user felt and as the professional gave them.
"""

from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rating_draws import Items
from mutua.model.record import Rating
from mutua.model.resources import Gifts
from mutua.model.rules.experience import wished_by_professional
from mutua.model.rules.response import clip, share, strain, toward, wished_control, zone_of
from mutua.model.state import (
    Carer,
    Dyad,
    Side,
)


@rule
def as_rated(level: float, side: Side, p: Parameters) -> float:
    """Something of the relation as one side rates it, in [0, 1].

    ``level + w (image - level)``, ``w = share(halo distortion)``: a judgement of the whole goes in
    part by the image of the other that one brings along, the more one's view is distorted (halo:
    Nisbett & Wilson 1977). Source: S001 items 75-76 and 79 (transference;
    object relations predict the alliance); form assumed, weights set by hand (E11, E13).
    """
    weight = share(p.measure.halo * side.perception.distortion)
    return toward(level, side.perception.image, weight)


@rule
def presence_rated(attended: float, side: Side, p: Parameters) -> float:
    """Presence as one side rates it, in [0, 1]; -1 before the first visit: no rating yet."""
    return as_rated(attended, side, p) if attended > 0.0 else -1.0


@rule
def rating_by(
    side: Side, dyad: Dyad, misfit: float, support: Gifts, weariness: float, p: Parameters
) -> Rating:
    """What one side would rate the relation by.

    Own feelings are rated as they are, and so is harm: what was taken is felt as it is, and is
    recorded apart from gifts.
    """
    return Rating(
        trust=side.feeling.trust,
        understanding=as_rated(dyad.tie.talk.understanding, side, p),
        fit=as_rated(1.0 - share(misfit), side, p),
        love=as_rated(support.love, side, p),
        services=as_rated(support.services, side, p),
        presence=presence_rated(dyad.record.window.attended, side, p),
        harm=dyad.record.harm,
        affect=0.5 * (1.0 - side.feeling.affect),
        weariness=weariness,
    )


@rule
def rating_of_user(dyad: Dyad, p: Parameters) -> Rating:
    """What the user would rate the relation by: the professional's input, as it was felt."""
    side, wish = dyad.user, wished_control(dyad.person, p)
    misfit = strain(side.perception.felt_control, wish, zone_of(dyad.person.course.crisis, p))
    return rating_by(side, dyad, misfit, dyad.record.felt, side.feeling.rupture, p)


@rule
def rating_of_professional(dyad: Dyad, carer: Carer, p: Parameters) -> Rating:
    """What the professional would rate the relation by: the own input, as it was meant."""
    side, wish = dyad.professional, wished_by_professional(dyad, carer, p)
    misfit = strain(side.perception.felt_control, wish, zone_of(dyad.person.course.crisis, p))
    return rating_by(side, dyad, misfit, dyad.record.meant, carer.professional.burnout, p)


@rule
def item_points(level: float, draw: float, noise: float) -> float:
    """One item, a whole number from 0 to 4, of a level in [0, 1]."""
    return float(int(clip(4.0 * level + noise * draw, 0.0, 4.0) + 0.5))


class Scales(NamedTuple):
    """The three subscales of STAR, the higher the better."""

    collaboration: float  # 0 to 24, six items
    support: float  # 0 to 12, three items: positive input
    obstacles: float  # 0 to 12, three reversed items


@rule
def star_scales(rating: Rating, items: Items, noise: float) -> Scales:
    """Subscales of one rating."""
    collaboration = (
        item_points(rating.trust, items.trust, noise)
        + item_points(rating.trust, items.trust_again, noise)
        + item_points(rating.understanding, items.understanding, noise)
        + item_points(rating.understanding, items.understanding_again, noise)
        + item_points(rating.fit, items.fit, noise)
        + item_points(rating.fit, items.fit_again, noise)
    )
    support = (
        item_points(rating.love, items.love, noise)
        + item_points(rating.services, items.services, noise)
        + item_points(rating.presence, items.presence, noise)
    )
    reversed_items = (
        item_points(1.0 - rating.harm, items.harm, noise)
        + item_points(1.0 - rating.affect, items.affect, noise)
        + item_points(1.0 - rating.weariness, items.weariness, noise)
    )
    return Scales(collaboration, support, reversed_items)


@rule
def star(rating: Rating, items: Items, noise: float) -> float:
    """Total of the twelve items, 0 to 48, the higher the better; -1 if there was no rating."""
    if rating.presence < 0.0:
        return -1.0
    scales = star_scales(rating, items, noise)
    return scales.collaboration + scales.support + scales.obstacles


@rule
def alliance(rating: Rating) -> float:
    """Latent alliance: STAR without noise and rounding, as a share of 48; -1 if never rated."""
    if rating.presence < 0.0:
        return -1.0
    good = 2.0 * (rating.trust + rating.understanding + rating.fit)
    support = rating.love + rating.services + rating.presence
    return (good + support + 3.0 - rating.harm - rating.affect - rating.weariness) / 12.0
