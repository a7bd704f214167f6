"""What the page shows is what was simulated, to the last bit."""

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import mutua
from mutua.app.actions import apply_action
from mutua.app.browser import (
    NO_LEVEL,
    STEPS,
    bands_for_browser,
    controls_for_browser,
    course_for_browser,
)
from mutua.app.choices import EQUILIBRIUM, LEVELS, ArmChoice, PageChoices, scenario_of
from mutua.app.course import APART, ENDED, KEPT, MET, SERIES_OF_PAGE, SERVICES
from mutua.app.one_dyad import FACTS, dyad_course, week_in_words
from mutua.app.session import Session, run_of_page
from mutua.engines.history import trace_slot
from mutua.jit.structs import flat
from mutua.model.measures.outcomes import WEEKLY

#: A ward: small teams, so that Mesa steps one in no time.
CHOICES = PageChoices(
    setting="inpatient", arms=(ArmChoice("usual"), ArmChoice("peer")), dyads=40, weeks=12
)
#: A dyad whose tie ends within these weeks, and not at once.
ENDS = 23


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(CHOICES)


def test_each_arm__is_the_run_of_its_scenario(session: Session) -> None:
    for arm, course in enumerate(session.courses):
        run = mutua.simulate(scenario=scenario_of(CHOICES, arm), dyads=40, weeks=12)
        np.testing.assert_array_equal(course.weekly, run.weekly[list(WEEKLY)])
        assert run.dyads is not None
        np.testing.assert_array_equal(course.professionals, run.dyads["professional"])
        engaged = (course.ties != ENDED).mean(axis=0)
        np.testing.assert_allclose(engaged, course.mean("engaged"), atol=1e-9)
        met = (course.ties == MET).sum(axis=0) / (course.ties != ENDED).sum(axis=0)
        np.testing.assert_allclose(met, course.mean("attended"), atol=1e-6)
        assert (course.ties == APART).any()
        trust = np.nanmean(course.series("trust_user"), axis=0)
        np.testing.assert_allclose(trust, course.mean("trust_user"), atol=1e-6)
        assert ((course.classes > 0) == (course.ties != ENDED)).all()


def test_a_policy_in_mid_run__leaves_all_weeks_before_it_as_they_were(session: Session) -> None:
    switch = {"do": "switch", "arm": 1, "name": "shared_decisions", "week": 5}
    after = Session(apply_action(CHOICES, switch)).courses
    for name in ("ties", "states", "classes", "burnout"):
        old, new = (getattr(each, name) for each in (session.courses[1], after[1]))
        np.testing.assert_array_equal(old[:, :5], new[:, :5])
    assert not np.array_equal(session.courses[1].states, after[1].states, equal_nan=True)
    np.testing.assert_array_equal(session.courses[1].weekly[:5], after[1].weekly[:5])
    np.testing.assert_array_equal(session.courses[0].states, after[0].states)


def test_the_difference__is_of_the_dyads_that_both_arms_keep(session: Session) -> None:
    first, second = session.courses
    both = (first.ties != ENDED) & (second.ties != ENDED)
    k = KEPT.index("trust_user")
    apart = np.where(both, second.states[..., k] - first.states[..., k], 0.0)
    shown = session.difference[:, SERIES_OF_PAGE.index("trust_user")]
    np.testing.assert_allclose(shown, apart.sum(axis=0) / both.sum(axis=0))
    engaged = session.difference[:, SERIES_OF_PAGE.index("engaged")]
    np.testing.assert_allclose(engaged, second.mean("engaged") - first.mean("engaged"))


def test_equal_arms__differ_in_nothing() -> None:
    usual = ArmChoice("usual")
    same = Session(replace(CHOICES, arms=(usual, usual), weeks=6))
    assert not np.nan_to_num(same.difference).any()
    assert not any(np.nan_to_num(band).any() for band in same.bands)


def test_the_band__is_of_the_mean_over_services_like_this_one(session: Session) -> None:
    mean, low, high = session.bands
    k = SERIES_OF_PAGE.index("trust_user")
    arms = [scenario_of(CHOICES, arm) for arm in (0, 1)]
    contrast = mutua.compare(scenarios=arms, dyads=40, weeks=12, replicates=SERVICES)
    rows = contrast.tables["stayers"]
    rows = rows[rows["outcome"] == "trust_user"]
    np.testing.assert_allclose(mean[:, k], rows["difference"], atol=1e-6)
    np.testing.assert_allclose(low[:, k], rows["low"], atol=1e-6)
    np.testing.assert_allclose(high[:, k], rows["high"], atol=1e-6)


def test_a_dyad_from_within__is_the_dyad_that_agents_step() -> None:
    history = trace_slot(
        scenario_of(CHOICES, 1), slot=ENDS, dyads=40, weeks=12, seed=1, replicate=0
    )
    shown, weeks = dyad_course(CHOICES, 1, ENDS), history.ties[0]
    assert len(shown["ending"]) == len(weeks)
    full = scenario_of(CHOICES, 1).parameters.exchange.full
    for k, week in enumerate(weeks):
        assert shown["user.trust"][k] == week.after.user.feeling.trust
        assert shown["professional.debt"][k] == week.after.professional.books.debt
        assert list(shown["user.given"][k]) == list(flat(week.event.given.to_user))
        assert list(shown["professional.felt"][k]) == list(flat(week.event.professional.gifts))
        assert list(shown["user.needed"][k]) == [full * x for x in flat(week.after.user.need)]


@pytest.mark.parametrize("week", [2, 12])
def test_a_story__is_of_the_weeks_so_far(session: Session, week: int) -> None:
    lived = len(dyad_course(CHOICES, 1, ENDS)["ending"])
    story = session.story(1, ENDS, week)
    scenes = story["scenes"]
    assert [scenes[0]["first"], scenes[-1]["last"]] == [1, min(week, lived)]
    assert all(a["last"] + 1 == b["first"] for a, b in pairwise(scenes))
    assert story["prologue"][0].startswith("The user: ")
    assert bool(story["closing"]) is (lived <= week)


@pytest.mark.parametrize(
    ("happened", "text"),
    [
        ({"offered": 1, "attended": 1}, "They meet."),
        ({"offered": 1}, "A visit is offered; the user does not come."),
        ({}, "No visit is due."),
        ({"asked": 1}, "The user asks for a visit in vain."),
        ({"asked": 1, "answered": 1, "attended": 1}, "The user asks for a visit, and they meet."),
        ({"admitted": 1, "crisis": 1}, "The user is on the ward. The user is in a crisis."),
        ({"onset": 1, "crisis": 1}, "No visit is due. A crisis begins."),
        ({"ending": 1}, "No visit is due. The tie ends: failed."),
    ],
)
def test_a_week__is_said_in_words(happened: dict[str, int], text: str) -> None:
    facts = {name: np.array([float(happened.get(name, 0))]) for name in FACTS}
    assert week_in_words(facts, 0) == text


def test_the_browser__gets_what_was_simulated_as_json(session: Session) -> None:
    from base64 import b64decode

    sent = json.loads(json.dumps(course_for_browser(session), allow_nan=False))
    for arm, course in zip(sent["arms"], session.courses, strict=True):
        assert b64decode(arm["ties"]) == course.ties.tobytes()
        assert b64decode(arm["levels"][EQUILIBRIUM]) == course.classes.tobytes()
        for name in LEVELS:
            level = np.frombuffer(b64decode(arm["levels"][name]), np.uint8).reshape(40, 12)
            there = course.ties != ENDED
            assert (level[~there] == NO_LEVEL).all()
            np.testing.assert_allclose(level[there] / STEPS, course.series(name)[there], atol=0.002)
    for shown in (bands_for_browser(session), session.dyad(0, 3), controls_for_browser(CHOICES)):
        json.dumps(shown, allow_nan=False)


def test_what_is_shown__is_no_other_run() -> None:
    looked = replace(CHOICES, week=3, dyad=2, colouring="class", curves="exchange")
    assert run_of_page(looked) == run_of_page(CHOICES)
    assert run_of_page(replace(CHOICES, seed=2)) != run_of_page(CHOICES)
