"""A team from its first day on, against a second implementation that is told the seed alone."""

from functools import cache
from math import isnan

import numpy as np
import pytest
from helpers import DECLARED
from naive.measures import EQUILIBRIA, MISSING
from naive.rows import ENDINGS
from naive.team import Team
from random_states import differences, is_close
from selection import nonempty

import mutua
from mutua.model.measures.outcomes import CohortWeek, Weekly
from mutua.model.parameters.interventions import EVENTS
from mutua.scenarios.resolve import resolve

SEED, REPLICATE, USERS, WEEKS = 2**40 + 2_026, 3, 8, 36
#: Everything is rare in 36 weeks of eight users unless it is made less so.
LIVELY = {
    "service.caseload": 3, "service.team_size": 3, "service.crisis": 0.3, "service.ordered": 0.2,
    "service.contact_interval": 1.0, "crisis.base": 0.1, "work.leaving": 0.1, "exit.base": 0.03,
    "exit.back": 0.15, "exit.moves": 0.005, "measure.midway": 15.0,
    "interventions.feedback_interval": 3.0,
}  # fmt: skip
#: Setting, unit allocated to the interventions (none, users, professionals, teams), number of the
#: team, refill, fit. Of the users half are treated, where users are the unit.
TEAMS = [
    ("community", 0, 0, 0, 0), ("inpatient", 0, 1, 4, 1), ("community", 1, 0, 0, 1),
    ("community", 1, 1, 4, 0), ("inpatient", 2, 0, 4, 1), ("inpatient", 3, 1, 4, 0),
]  # fmt: skip
SHARES = (0.5, 0.65, 0.2, 0.5)
#: Occasions on which all instruments are applied.
OCCASIONS = ("week:0", "week:1", "visit:3", "weeks:9-13", "week:12", "visit:1")
EARLY = {"community": {"measure.early_visit": 4.0}, "inpatient": {"measure.early_week": 9.0}}
POLICY = nonempty(
    {
        f"{name.removesuffix('.start')}.{field}": value
        for name in DECLARED
        if name.startswith("interventions.") and name.endswith(".start")
        for field, value in (("strength", 0.6), ("start", 6), ("stop", 20))
    },
    13,
) | {f"interventions.{event}.every": 5 for event in EVENTS}
#: Series that are means over those engaged; all others are over all places.
OF_TIES = [name for name in Weekly._fields if name != "engaged" and "service_" not in name]
#: Values are cut to multiples of this before they are summed.
STEP = 2.0**-24


def simulated(scenario, number, before):
    """A team by the Mesa engine: states at the end of every week, rows and weekly means."""
    states = []

    class Watched(mutua.Service):
        """A service that shows its states when the week is over."""

        def renew(self):
            """Let people go and come, and show who is there then."""
            super().renew()
            (team,) = self.care_teams
            staff = [post.state for post in self.professionals]
            dyads = [user.dyad for user in self.users]
            states.append([*dyads, *staff, team.state, *team.lives])

    result = mutua.simulate(
        scenario=scenario, dyads=before + USERS, teams=[number], weeks=WEEKS, seed=SEED,
        replicate=REPLICATE, engine="mesa", service=Watched, ratings=OCCASIONS, professionals=True,
    )  # fmt: skip
    return states, result


def scenario_of(setting, unit, refill, fit):
    allocation = "interventions.allocation"
    chosen = {
        f"{allocation}.unit": unit, f"{allocation}.share": SHARES[unit],
        "service.refill": refill, "service.fit": fit,
    }  # fmt: skip
    return resolve(setting=setting, parameters=LIVELY | POLICY | EARLY[setting] | chosen)


@cache
def lived(setting, unit, number, refill, fit):
    """Both teams at the end, having agreed at the end of every week."""
    scenario = scenario_of(setting, unit, refill, fit)
    before = 9 * number
    engine, result = simulated(scenario, number, before)
    document = Team(scenario.parameters, SEED, REPLICATE, number, USERS, WEEKS, OCCASIONS)
    for week in range(1, WEEKS + 1):
        document.week(week)
        ours = [*document.dyads, *document.staff, document.team, *document.lives]
        for mine, theirs in zip(ours, engine[week - 1], strict=True):
            off = differences(mine, theirs)
            assert not off, f"week {week}: {off}"
    return document, result


def as_number(value, codes=()):
    """A value of a table as the rows have it; what is missing is -1, a code its number."""
    if codes:
        return float(codes.index(value)) if value in codes else 0.0
    return MISSING if isnan(value) else float(value)


def row_off(ours, table, i):
    """Columns of a row that differ by more than single precision."""
    codes = {"ending": ENDINGS, "equilibrium": EQUILIBRIA, "equilibrium_midway": EQUILIBRIA}
    theirs = {name: as_number(table[name][i], codes.get(name, ())) for name in table}
    assert {*ours} - {*theirs} == {"post"}
    assert {*theirs} - {*ours} == {"dyad", "professional", "team"}
    return {
        name: (ours[name], theirs[name])
        for name in {*ours} & {*theirs}
        if not np.isclose(ours[name], theirs[name], rtol=1e-6, atol=1e-6)
    }


def week_off(sums, weekly):
    """Series of a week that differ by more than the cutting of each value allows."""
    engaged, off = sums["engaged"] * STEP, {}
    for name, whole in sums.items():
        count = engaged if name in OF_TIES else USERS
        theirs = weekly[name]
        if count == 0:
            assert isnan(theirs), name
        elif abs(whole * STEP / count - theirs) > STEP * USERS / count:
            off[name] = (whole * STEP / count, theirs)
    return off


@pytest.mark.parametrize("team", TEAMS)
def test_a_team_is_what_the_document_says_from_the_seed_to_rows_and_weekly_means(team):
    document, result = lived(*team)
    number, table, weekly = team[2], result.dyads, result.weekly
    for i, (tie, person) in enumerate(zip(document.rows, document.people, strict=True)):
        assert not row_off(tie | person, table, i)
        place = (table["team"][i], table["professional"][i], table["dyad"][i])
        assert place == (number, 3 * number + tie["post"], 9 * number + i)
    assert {*document.sums[0]} == {*Weekly._fields, *CohortWeek._fields}
    for week, sums in enumerate(document.sums):
        off = week_off(sums, weekly.iloc[week])
        assert not off, f"week {week + 1}: {off}"


@pytest.mark.parametrize("team", TEAMS)
def test_ratings_on_request_are_what_the_document_says(team):
    document, result = lived(*team)
    table = result.ratings
    assert len(table) == len(document.rated) > USERS
    for i, (dyad, occasion) in enumerate(zip(table["dyad"], table["occasion"], strict=True)):
        ours = document.rated[dyad - 9 * team[2], occasion]
        theirs = {name: as_number(table[name][i]) for name in ours}
        assert {*table} - {*ours} == {"dyad", "occasion"}
        off = {k: (ours[k], theirs[k]) for k in ours if not is_close(ours[k], theirs[k])}
        assert not off, f"{dyad} at {occasion}: {off}"


@pytest.mark.parametrize("team", TEAMS)
def test_what_is_recorded_of_professionals_is_what_the_document_says(team):
    document, result = lived(*team)
    table = result.professionals.set_index(["professional", "week"])
    assert len(table) == len(document.of_posts)
    for ours in document.of_posts:
        theirs = table.loc[ours["professional"], ours["week"]]
        states = {name: x for name, x in ours.items() if name not in table.index.names}
        assert {*table} - {*states} == {"team"}
        off = {k: (x, theirs[k]) for k, x in states.items() if not is_close(x, theirs[k])}
        assert not off, f"{ours['professional']} in week {ours['week']}: {off}"


def test_much_has_happened_to_these_teams():
    teams = [lived(*team) for team in TEAMS]
    treated = [document.is_treated for document, _ in teams]
    assert treated[0] == treated[1] == [True] * USERS
    assert [sum(one) for one in treated[2:4]] == [USERS / 2, USERS / 2]
    assert [len(set(one)) for one in treated[4:]] == [2, 1]
    assert all(max(post.generation for post in document.staff) > 0 for document, _ in teams)
    refilled = [max(dyad.tie.newcomers for dyad in document.dyads) > 0 for document, _ in teams]
    assert refilled == [refill > 0 for *_, refill, _ in TEAMS]
    ties = [dyad.tie for document, _ in teams for dyad in document.dyads]
    assert max(tie.spell for tie in ties) >= 2
    assert sum(tie.spell > 0 for tie in ties) >= 8
    assert any(tie.spell > 0 and tie.place != i % USERS for i, tie in enumerate(ties))
    assert any(tie.spell > 0 and tie.newcomers > 0 for tie in ties)
    lives = [life for document, _ in teams for life in document.lives]
    assert any(life.moved for life in lives)
    assert any(life.person.outside.relapses > 0 for life in lives)
    rated = [rating for document, _ in teams for rating in document.rated.values()]
    assert any(rating["week"] == 1 and rating["visits"] == 0 for rating in rated)
    rows = [
        tie | person
        for document, _ in teams
        for tie, person in zip(document.rows, document.people, strict=True)
    ]
    happened = ("ending", "star_user_early", "equilibrium_midway", "admissions", "in_care")
    for name in happened:
        assert len({row[name] > 0 for row in rows}) == 2, name
    assert any(posts != sorted(posts) for posts in (document.posts for document, _ in teams))
