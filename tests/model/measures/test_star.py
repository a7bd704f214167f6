"""STAR: whole numbers from 0 to 48, by one mapping for both sides."""

import pytest
from helpers import (
    CARER,
    DYAD,
    MET,
    P,
    assert_falls,
    assert_in_range,
    assert_rises,
    bits,
    changed,
    parameters,
    shares,
    shocks,
    states,
)
from hypothesis import given
from hypothesis import strategies as st

from mutua.model.measures.memory import remember
from mutua.model.measures.star import (
    alliance,
    as_rated,
    item_points,
    presence_rated,
    rating_of_professional,
    rating_of_user,
    star,
)
from mutua.model.rating_draws import Items
from mutua.model.record import NO_RATING, NO_RECORD, Rating, Record
from mutua.model.rules.experience import wished_by_professional
from mutua.model.rules.response import strain, wished_control, zone_of
from mutua.model.state import (
    Carer,
    Dyad,
    Event,
    Side,
)

#: Latent states of the items, each anywhere in [0, 1]; the two have met.
ratings = st.builds(Rating, *[shares] * 9)
item_noise = st.builds(Items, *[shocks] * 12)
NO_NOISE = Items(*[0.0] * 12)
REVERSED = ("harm", "affect", "weariness")
TWICE = ("trust", "understanding", "fit")
#: STAR without noise, for what is said of the mapping itself.
NOISE, EXACT = P.measure.star_noise_user, 0.0
BEST = Rating(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)


@given(ratings, item_noise, parameters("measure"))
def test_star__is_a_whole_number_from_0_to_48(rating, items, p):
    total = star(rating, items, p.measure.star_noise_user)
    assert total == int(total)
    assert 0.0 <= total <= 48.0


@given(shares, shocks, parameters("measure"))
def test_an_item__is_a_whole_number_from_0_to_4(level, items, p):
    assert item_points(level, items, p.measure.star_noise_user) in (0.0, 1.0, 2.0, 3.0, 4.0)


def test_the_ends__are_reached():
    assert star(BEST, NO_NOISE, EXACT) == 48.0
    worst = Rating(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0)
    assert star(worst, NO_NOISE, EXACT) == 0.0
    middle = Rating(*[0.5] * 9)
    assert star(middle, NO_NOISE, EXACT) == 24.0


@given(ratings, item_noise)
def test_who_never_met__has_no_rating(rating, items):
    assert (
        star(rating._replace(presence=-1.0), items, NOISE) == -1.0 == star(NO_RATING, items, NOISE)
    )


@pytest.mark.parametrize("name", Rating._fields)
@given(ratings, item_noise, shares, shares)
def test_star__rises_with_what_is_good_and_falls_with_what_is_not(name, rating, items, a, b):
    respond = assert_falls if name in REVERSED else assert_rises
    respond(lambda x: star(rating._replace(**{name: x}), items, NOISE), a, b)


def test_each_state__fills_its_share_of_the_twelve_items():
    """Two items each of trust, understanding and fit, one of all else: four points an item."""
    for name in Rating._fields:
        poor = BEST._replace(**{name: 1.0 if name in REVERSED else 0.0})
        assert 48.0 - star(poor, NO_NOISE, EXACT) == (8.0 if name in TWICE else 4.0), name


@given(st.integers(0, 11), shocks, shocks)
def test_each_item__has_noise_of_its_own(item, a, b):
    middle = Rating(*[0.5] * 9)
    raised = NO_NOISE._replace(**{Items._fields[item]: 3.0})
    assert star(middle, raised, NOISE) == 26.0, "one item rises from 2 to 4"
    assert_rises(lambda x: star(middle, NO_NOISE._replace(**{Items._fields[item]: x}), NOISE), a, b)


@given(states(Dyad), states(Carer), parameters("measure"))
def test_ratings__lie_in_their_ranges(dyad, carer, p):
    blank = changed(dyad, {"record.early_user": NO_RATING, "record.early_professional": NO_RATING})
    for rating in (rating_of_user(blank, p), rating_of_professional(blank, carer, p)):
        record = blank.record._replace(early_user=rating)
        assert_in_range(record, Record)


@given(states(Dyad), states(Carer), parameters("measure"))
def test_the_two_ratings__are_of_distinct_states_by_one_mapping(dyad, carer, p):
    """Each side rates what it feels itself, and what it sees of what both share."""
    user, professional = rating_of_user(dyad, p), rating_of_professional(dyad, carer, p)
    assert user.trust == dyad.user.feeling.trust
    assert professional.trust == dyad.professional.feeling.trust
    assert user.love == as_rated(dyad.record.felt.love, dyad.user, p)
    assert professional.love == as_rated(dyad.record.meant.love, dyad.professional, p)
    assert user.weariness == dyad.user.feeling.rupture
    assert professional.weariness == carer.professional.burnout
    assert user.harm == professional.harm
    assert user.presence == presence_rated(dyad.record.window.attended, dyad.user, p)
    assert professional.presence == presence_rated(
        dyad.record.window.attended, dyad.professional, p
    )
    wish, zone = wished_control(dyad.person, p), zone_of(dyad.person.course.crisis, p)
    misfit = strain(dyad.user.perception.felt_control, wish, zone)
    assert user.fit == as_rated(1.0 - min(misfit, 1.0), dyad.user, p)
    wish = wished_by_professional(dyad, carer, p)
    misfit = strain(dyad.professional.perception.felt_control, wish, zone)
    assert professional.fit == as_rated(1.0 - min(misfit, 1.0), dyad.professional, p)
    meaning = dyad.tie.talk.understanding
    assert user.understanding == as_rated(meaning, dyad.user, p)
    assert professional.understanding == as_rated(meaning, dyad.professional, p)


@given(states(Side), shares, shares, parameters("measure."))
def test_the_relation__is_rated_as_it_is_by_who_sees_clearly_and_by_an_image_by_who_does_not(
    side, level, other, p
):
    image = side.perception.image

    def rated(distortion, x=level, halo=2.0):
        blind = changed(side, {"perception.distortion": distortion})
        return as_rated(x, blind, changed(p, {"measure.halo": halo}))

    assert rated(0.0) == rated(1.0, halo=0.0) == level
    assert rated(0.5) == rated(0.9) == pytest.approx(image, abs=1e-15)
    assert rated(0.2) == pytest.approx(level + 0.4 * (image - level), abs=1e-15)
    assert abs(rated(0.3) - image) <= abs(rated(0.1) - image) + 1e-15
    assert_rises(lambda x: rated(0.2, x), level, other)
    low, high = sorted((level, image))
    assert low - 1e-15 <= as_rated(level, side, p) <= high + 1e-15


@given(states(Side), parameters("measure."))
def test_before_the_first_visit__nobody_is_asked(side, p):
    assert presence_rated(0.0, side, p) == -1.0
    assert presence_rated(0.5, side, p) == as_rated(0.5, side, p)


@given(states(Dyad), states(Carer), states(Event), item_noise)
def test_who_feels_alike_on_both_sides__scores_alike(dyad, carer, event, items):
    """No version has an intercept of its own: equal feelings after a visit, equal scores.

    What is felt is what was meant, and both remember it for themselves.
    """
    alike = changed(
        dyad._replace(professional=dyad.user, record=NO_RECORD),
        {
            "person.course.crisis": 0.0,
            "person.traits.preferred_control": carer.professional.preferred_control,
        },
    )
    tired = changed(carer, {"professional.burnout": dyad.user.feeling.rupture})
    week, gifts = P.measure.early_week, event.given.to_user
    seen = event._replace(week=week, visit=MET.visit, user=event.user._replace(gifts=gifts))
    record = remember(alike, tired, seen, P).record
    assert bits(record.early_user) == bits(record.early_professional)
    both = record.early_user, record.early_professional
    assert len({star(rating, items, NOISE) for rating in both}) == 1


def rated_after(visit: Event, dyad: Dyad = DYAD, carer: Carer = CARER) -> tuple[float, float]:
    """Both sides' latent alliance after a first visit, as it is remembered."""
    first = changed(dyad, {"record": NO_RECORD, "tie.contact.attended": 1.0})
    after = remember(first, carer, visit, P)
    return alliance(rating_of_user(after, P)), alliance(rating_of_professional(after, carer, P))


@pytest.mark.parametrize("name", ["love", "services"])
def test_a_visit_that_gives_more__is_rated_better_by_who_felt_it_and_by_who_meant_it(name):
    nothing = rated_after(MET)
    meant = rated_after(changed(MET, {f"given.to_user.{name}": 2.0}))
    felt = rated_after(changed(MET, {f"user.gifts.{name}": 2.0}))
    assert (meant[0], felt[1]) == nothing
    assert felt[0] > nothing[0]
    assert meant[1] > nothing[1]


def test_a_visit_that_takes__is_rated_worse_by_both():
    good, bad = rated_after(MET), rated_after(changed(MET, {"given.harm_to_user": 1.0}))
    assert bad[0] < good[0]
    assert bad[1] < good[1]


@pytest.mark.parametrize("side", ["user", "professional"])
def test_reversed_items__are_the_feelings_of_who_rates(side):
    """Low affect, and the user's rupture or the professional's burnout."""
    mine = ("user", "professional").index(side)
    sad = rated_after(MET, changed(DYAD, {f"{side}.feeling.affect": -0.8}))
    if side == "user":
        weary = rated_after(MET, changed(DYAD, {"user.feeling.rupture": 0.9}))
    else:
        weary = rated_after(MET, carer=changed(CARER, {"professional.burnout": 0.9}))
    usual = rated_after(MET)
    for worse in (sad, weary):
        assert worse[mine] < usual[mine]
        assert worse[1 - mine] == usual[1 - mine]
