"""Control as either side views it: what shows, what is expected, and when it is plain."""

import pytest
from helpers import (
    CARER,
    DYAD,
    P,
    assert_falls,
    assert_rises,
    between,
    changed,
    parameters,
    shares,
    states,
)
from hypothesis import given

from mutua.model.rules.agenda import agenda_of, control_by_agenda
from mutua.model.rules.views import expected_by_user, is_plain, shown_control, viewed_control
from mutua.model.state import Carer, Course, Dyad

READ = "experience"


@given(states(Course), parameters(READ))
def test_who_decides__is_plain_in_a_crisis_and_for_twice_the_calm_weeks_after_it(course, p):
    weeks = 2.0 * p.crisis.calm
    assert is_plain(course._replace(crisis=1.0, calm=0.0, crises=1.0), p) == 1.0
    since = course._replace(crisis=0.0, crises=1.0)
    assert is_plain(since._replace(calm=weeks), p) == 0.0
    if weeks > 0.0:
        assert is_plain(since._replace(calm=weeks - 0.5), p) == 1.0
    assert is_plain(since._replace(crises=0.0, calm=0.0), p) == 0.0, "who never had one"


@given(shares, shares, shares, shares, shares, parameters(READ))
def test_who_distrusts_guards_the_own_way_or_wishes_to_decide__expects_more_control(
    trust, avoidance, wish, a, b, p
):
    """S003 items 144-145."""
    assert_falls(lambda x: expected_by_user(x, avoidance, wish, p), a, b)
    assert_rises(lambda x: expected_by_user(trust, x, wish, p), a, b)
    assert_falls(lambda x: expected_by_user(trust, avoidance, x, p), a, b)
    led, free = (changed(p, {"norm.control": x}) for x in sorted((a, b), reverse=True))
    expected = [expected_by_user(trust, avoidance, wish, each) for each in (free, led)]
    assert expected == sorted(expected)
    assert all(0.0 <= x <= 1.0 for x in expected)


@given(shares, parameters(READ))
def test_the_typical_user_at_middling_trust__expects_the_norm(deviation, p):
    q = p.population
    mean, wish = q.avoidance.mean, q.preferred_control.mean
    norm = p.norm.control
    assert expected_by_user(0.5, mean, wish, p) == pytest.approx(norm, abs=1e-12)
    off = 0.2 * deviation
    seen = expected_by_user(0.5 - off, mean, wish, p)
    assert seen == pytest.approx(min(norm + 0.5 * off, 1.0), abs=1e-12)
    undone = expected_by_user(0.5 - off, mean - off, wish, p)
    assert undone == pytest.approx(norm, abs=1e-12), "one reason undoes another"


@given(states(Dyad), states(Carer), parameters(READ))
def test_control_shows__as_enacted_near_a_crisis_and_by_the_agenda_else(dyad, carer, p):
    enacted = dyad.tie.talk.control
    ill = changed(dyad, {"person.course": DYAD.person.course._replace(crisis=1.0, calm=0.0)})
    assert shown_control(ill, carer, p) == pytest.approx(enacted, abs=1e-15)
    well = changed(dyad, {"person.course": DYAD.person.course._replace(crisis=0.0, crises=0.0)})
    agenda = agenda_of(dyad.person, carer.professional.energy, p)
    assert shown_control(well, carer, p) == control_by_agenda(enacted, agenda, p)


@given(shares, shares, shares, shares, parameters(READ))
def test_a_view__lies_between_what_shows_and_what_is_expected(shown, expected, a, b, p):
    view = viewed_control(shown, expected, 0.0, p)
    assert min(shown, expected) - 1e-15 <= view <= max(shown, expected) + 1e-15
    assert_rises(lambda x: viewed_control(x, expected, 0.0, p), a, b)
    assert_rises(lambda x: viewed_control(shown, x, 0.0, p), a, b)
    assert viewed_control(shown, expected, 1.0, p) == shown, "near a crisis both see what is"
    clear, blind = (changed(p, {"experience.ambiguity": x}) for x in (0.0, 1.0))
    assert viewed_control(shown, expected, 0.0, clear) == shown
    assert viewed_control(shown, expected, 0.0, blind) == pytest.approx(expected, abs=1e-15)


@given(states(Dyad), states(Carer), between(0.0, 1.0))
def test_two_sides__differ_by_the_ambiguity_of_what_they_expect(dyad, carer, ambiguity):
    """One control that shows: views differ as far as expectations do, times the ambiguity."""
    p = changed(P, {"experience.ambiguity": ambiguity})
    shown = shown_control(dyad, carer, p)
    user = expected_by_user(
        dyad.user.feeling.trust, dyad.person.avoidance, dyad.person.traits.preferred_control, p
    )
    professional = carer.professional.preferred_control
    views = [viewed_control(shown, x, 0.0, p) for x in (user, professional)]
    assert views[0] - views[1] == pytest.approx(ambiguity * (user - professional), abs=1e-12)


def test_in_a_paternalistic_norm__the_user_sees_more_control_than_the_professional():
    p = changed(P, {"norm.control": 0.8})
    dyad = changed(DYAD, {"tie.talk.control": 0.75, "person.course.calm": 500.0})
    shown = shown_control(dyad, CARER, p)
    mean = p.population.preferred_control.mean
    user = viewed_control(shown, expected_by_user(0.5, dyad.person.avoidance, mean, p), 0.0, p)
    own = viewed_control(shown, CARER.professional.preferred_control, 0.0, p)
    assert user > own
