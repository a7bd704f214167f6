"""What became of people: in care and out of it, the whole is the sum."""

import pytest
from helpers import DYAD, P, changed, parameters, seeds, shares, shocks, states
from hypothesis import given
from hypothesis import strategies as st

from mutua.model.draws import UserDraws
from mutua.model.measures.follow_up import (
    is_first_tie,
    observe_in_care,
    observe_person,
    rated_improvement,
    summarise_person,
)
from mutua.model.state import Dyad, Outside, User

weeks = st.integers(1, 5200).map(float)
EVENTS = ("crises", "relapses", "admissions")


#: Draws of a user of which only the two ratings of severity count here; both exact.
EXACT = UserDraws(**dict.fromkeys(UserDraws._fields, 0.0))


@given(states(Dyad), weeks)
def test_only_users_of_the_cohort_in_a_tie_that_goes_on__are_in_care(dyad, week):
    def seen(**tie):
        return observe_in_care(changed(dyad, {f"tie.{name}": x for name, x in tie.items()}), week)

    here = seen(ending=0.0, generation=0.0)
    assert here == observe_person(dyad.person, 1.0, week)
    assert here.in_care == 1.0
    assert set(seen(ending=1.0, generation=0.0)) == {0.0}, "the person is counted out of care"
    assert set(seen(ending=0.0, generation=1.0)) == {0.0}, "nobody of the cohort"
    assert seen(ending=0.0, generation=0.0, spell=0.0) == seen(
        ending=0.0, generation=0.0, spell=2.0
    ), "back in care is in care"


@given(states(Dyad))
def test_a_first_tie__is_of_the_cohort_and_no_return(dyad):
    def first(generation, spell):
        return is_first_tie(dyad.tie._replace(generation=generation, spell=spell))

    assert first(0.0, 0.0)
    assert not first(1.0, 0.0)
    assert not first(0.0, 1.0)


@given(states(User), st.sampled_from([0.0, 1.0]), weeks)
def test_events_in_care__are_all_less_those_outside(person, in_care, week):
    seen = observe_person(person, in_care, week)
    assert seen.in_care == in_care
    for name in EVENTS:
        whole = getattr(seen, f"cohort_{name}")
        assert whole == getattr(person.course, name)
        assert getattr(seen, f"{name}_in_care") == whole - getattr(person.outside, name)
    assert seen.weeks_in_care == week - person.outside.weeks
    always = observe_person(person._replace(outside=Outside(*[0.0] * 5)), 1.0, week)
    assert always.weeks_in_care == week
    for name in EVENTS:
        assert getattr(always, f"{name}_in_care") == getattr(always, f"cohort_{name}")


@given(states(User), shares, shares, parameters("measure"))
def test_improvement__is_the_fall_of_rated_severity(person, start, end, p):
    ill = changed(person, {"traits.baseline": start, "severity": end})
    assert rated_improvement(ill, EXACT, p) == pytest.approx(start - end, abs=1e-15)


@given(states(User), shocks, shocks, parameters("measure"))
def test_a_rated_improvement__stays_within_the_scale(person, a, b, p):
    draws = EXACT._replace(rating_start=a, rating_end=b)
    assert -1.0 <= rated_improvement(person, draws, p) <= 1.0


@given(states(User), shares, weeks, seeds, parameters("measure"))
def test_the_row_of_a_person__is_the_last_week_of_the_series(person, followed, week, seed, p):
    in_care = float(seed % 2)
    row = summarise_person(person, followed, in_care, EXACT, week, p)
    seen = observe_person(person, in_care, week)
    for name in ("in_care", "weeks_in_care", *(f"{name}_in_care" for name in EVENTS)):
        assert getattr(row, name) == getattr(seen, name)
    for name in (*EVENTS, "crisis_weeks"):
        assert getattr(row, name) == getattr(seen, f"cohort_{name}")
    assert (row.severity_end, row.acceptance) == (person.severity, person.mind.acceptance)
    assert row.adherence == followed, "the mean of some 13 weeks"


def test_who_was_never_out_of_care__has_all_of_it_in_care():
    row = summarise_person(DYAD.person, 0.6, 1.0, EXACT, 20.0, P)
    assert row.weeks_in_care == 20.0
    for name in EVENTS:
        assert getattr(row, f"{name}_in_care") == getattr(row, name)
