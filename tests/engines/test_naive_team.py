"""A team from its first day on, against a second implementation that is told the seed alone."""

from functools import cache

import numpy as np
import pytest
from helpers import DECLARED
from naive.team import Team
from random_states import differences
from selection import nonempty

from mutua.engines.agents import Service
from mutua.engines.recorder import outcomes_of
from mutua.engines.scratch import ONE
from mutua.jit.structs import flat, leaves
from mutua.model.draws import key_of
from mutua.model.measures.observation import is_row_due, observe
from mutua.model.measures.outcomes import IDENTITY, Weekly
from mutua.model.parameters.interventions import EVENTS
from mutua.model.people.quantiles import tables
from mutua.scenarios.resolve import resolve

SEED, REPLICATE, USERS, WEEKS = 2**40 + 2_026, 3, 8, 40
#: Everything is rare in forty weeks of eight ties unless it is made less so.
LIVELY = {
    "service.caseload": 3, "service.team_size": 3, "service.crisis": 0.3, "service.ordered": 0.2,
    "service.contact_interval": 1.0, "crisis.base": 0.1, "work.leaving": 0.1, "exit.base": 0.01,
    "service.refill": 2.0, "measure.midway": 15.0, "interventions.feedback_interval": 3.0,
}  # fmt: skip
#: Setting, units allocated to the interventions (none, users, professionals, teams), and share.
TEAMS = [
    ("community", 0, 0.5), ("inpatient", 0, 0.5), ("community", 1, 0.5), ("inpatient", 2, 0.2),
    ("inpatient", 3, 0.2),
]  # fmt: skip
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


class Engine:
    """The same team, stepped by the Mesa engine."""

    def __init__(self, scenario):
        table = tables(scenario.parameters)
        self.service = Service(scenario, table, key_of(SEED), REPLICATE, [0], USERS)
        self.users, self.rows, self.sums = list(self.service.users), [None] * USERS, []

    def week(self, number):
        self.service.step()
        seen = [[*flat(observe(x.dyad, x.carer, x.event, x.now))] for x in self.users]
        whole = (np.array(seen) * ONE).astype(np.int64).sum(axis=0)
        self.sums.append(dict(zip(leaves(Weekly), whole.tolist(), strict=True)))
        for i, user in enumerate(self.users):
            if is_row_due(user.dyad.tie, float(number), number == WEEKS):
                self.rows[i] = user.row(float(number))
        self.service.end_week()
        self.service.renew()

    def states(self):
        """Every dyad, professional and team as it stands."""
        staff = [post.state for post in self.service.professionals]
        return [x.dyad for x in self.users] + staff + [x.state for x in self.service.care_teams]


def off_by(ours, theirs):
    """Sums of whole numbers that differ by more than one of 2^-24 a dyad."""
    assert ours.keys() == theirs.keys()
    return {k: (ours[k], theirs[k]) for k in ours if abs(ours[k] - theirs[k]) > USERS}


@cache
def lived(setting, unit, share):
    """Both teams at the end, having agreed at the end of every week."""
    allocation = "interventions.allocation"
    allocated = {f"{allocation}.unit": unit, f"{allocation}.share": share}
    scenario = resolve(setting=setting, parameters=LIVELY | POLICY | EARLY[setting] | allocated)
    engine, document = Engine(scenario), Team(scenario.parameters, SEED, REPLICATE, USERS, WEEKS)
    for number in range(WEEKS + 1):
        if number > 0:
            engine.week(number)
            document.week(number)
            off = off_by(document.sums[-1], engine.sums[-1])
            assert not off, f"week {number}: {off}"
        states = [*document.dyads, *document.staff, document.team]
        for ours, theirs in zip(states, engine.states(), strict=True):
            off = differences(ours, theirs)
            assert not off, f"week {number}: {off}"
    return document, engine


@pytest.mark.parametrize("team", TEAMS)
def test_a_team_is_what_the_document_says_from_the_seed_to_the_rows(team):
    document, engine = lived(*team)
    table = outcomes_of(np.array([[*flat(row)] for row in engine.rows]))
    for i, (ours, theirs) in enumerate(zip(document.rows, engine.rows, strict=True)):
        numbers = {name: value for name, value in ours.items() if name not in IDENTITY}
        assert not differences(numbers, theirs)
        for name in ("engaged", "dropout"):
            assert ours[name] == table[name][i]


def test_much_has_happened_to_these_teams():
    teams = [lived(*team) for team in TEAMS]
    treated = [document.is_treated for document, _ in teams]
    assert treated[0] == treated[1] == [True] * USERS
    assert [len(set(one)) for one in treated[2:4]] == [2, 2]
    assert treated[4] == [False] * USERS
    assert all(max(post.generation for post in document.staff) > 0 for document, _ in teams)
    assert all(max(dyad.tie.generation for dyad in document.dyads) > 0 for document, _ in teams)
    rows = [row for _, engine in teams for row in engine.rows]
    happened = ("ending", "star_user_early", "equilibrium_midway", "equilibrium", "admissions")
    for name in happened:
        assert len({getattr(row, name) > 0 for row in rows}) == 2, name
