"""The rules against a second implementation, written from ``docs/model.md`` alone."""

from functools import cache, reduce

import naive
import numpy as np
import pytest
from helpers import DECLARED, JOINT, defaults
from naive import service
from naive.response import plain
from random_states import (
    anywhere,
    differences,
    draws_anywhere,
    moved_from,
    parameters_anywhere,
)
from selection import beginning

from mutua.model.rules import couple
from mutua.model.rules.encounter import encounter
from mutua.model.rules.intervene import in_week, train
from mutua.model.state import ENDINGS, NO_LOAD, Carer, Dyad, Event, Professional, Team

WEEKS = 2_000
#: What no verb reads, by the beginnings of the names: start, service and instruments.
UNREAD = (
    "measure.", "work.", "giving_back.professional", "trust.initiator", "trust.carried",
    "interventions.supervision", "interventions.succession", "interventions.allocation",
    "service.caseload", "service.team_size", "service.horizon",
    "service.refill", "service.ordered", "service.referred", "service.relatives", "service.crisis",
)  # fmt: skip
#: What of a population the verbs read: what is typical of it.
TYPICAL = (
    "population.need.", "population.need_sd", "population.preferred_control.mean",
    "population.expressed_emotion.mean",
)  # fmt: skip
OTHERS = beginning(DECLARED, "population.", *UNREAD)
READ = [name for name in DECLARED if name not in OTHERS or name in beginning(DECLARED, *TYPICAL)]
READ.remove("population.need_sd_professional")


@cache
def case(seed):
    """One random week: dyad, carer, week, changed parameters, draws."""
    number = float(np.random.default_rng([seed, 2]).integers(1, 300))
    dyad, carer = anywhere(Dyad, seed, ending=0.0, ended=0.0), anywhere(Carer, seed + 10**6)
    return dyad, carer, number, parameters_anywhere(seed), draws_anywhere(seed + 10**7)


@cache
def given(changes):
    """Parameters of a case for the rules and for the second implementation, made once."""
    p = defaults(dict(changes))
    return p, plain(p)


def by_the_rules(dyad, carer, number, p, draws):
    p = in_week(p, number)
    return encounter(
        dyad, carer._replace(professional=train(carer.professional, p)), number, p, draws
    )


def apart(week, p=None):
    """Leaves that differ after a week; `p` replaces the parameters of the rules."""
    dyad, carer, number, changes, draws = week
    same, mine = given(tuple(changes.items()))
    ours, happened = naive.week(dyad, carer, number, mine, draws)
    theirs, event = by_the_rules(dyad, carer, number, p or same, draws)
    return differences(ours, theirs) | differences(happened, event), theirs, event


def test_a_week_of_any_tie_is_what_the_document_says():
    seen = np.zeros(5)
    endings = set()
    for seed in range(WEEKS):
        off, dyad, event = apart(case(seed))
        assert not off, f"case {seed}: {off}"
        course, visit = dyad.person.course, event.visit
        seen += (visit.attended, visit.answered, course.crisis, event.onset, course.admitted)
        endings.add(dyad.tie.ending)
    assert (seen > WEEKS / 100).all(), seen
    assert endings == set(range(len(ENDINGS)))


def test_a_tie_that_has_ended_stays_as_it_is():
    for seed in range(50):
        dyad, carer, number, changes, draws = case(seed)
        tie = dyad.tie._replace(ending=1.0 + seed % 5, ended=3.0)
        off, after, _ = apart((dyad._replace(tie=tie), carer, number, changes, draws))
        assert not off
        assert after == dyad._replace(tie=tie)


def changed_in_one(name, seed):
    """The week of a case, and parameters that differ from its own in `name`."""
    dyad, carer, number, changes, draws = case(seed)
    policy, _, field = name.rpartition(".")
    if name.startswith("interventions.") and field in (
        "start",
        "stop",
    ):  # in force this week, and no longer or not yet once changed
        changes = changes | {f"{policy}.strength": 1.0}
        moved = {"start": number + 1.0, "stop": number - 1.0}[field]
        number = max(number, 2.0)
    else:
        moved = moved_from(changes.get(name, DECLARED[name].default), name)
    return (dyad, carer, number, changes, draws), defaults(changes | {name: moved})


@pytest.mark.parametrize("group", sorted({name.partition(".")[0] for name in READ}))
def test_agreement_means_something_since_each_parameter_moves_a_week(group):
    for name in (name for name in READ if name.partition(".")[0] == group):
        weeks = (changed_in_one(name, seed) for seed in range(WEEKS))
        assert any(apart(week, p)[0] for week, p in weeks), f"{name} moves nothing"


def test_what_the_document_says_no_verb_reads_is_not_read():
    others = [name for name in DECLARED if name not in READ and name not in JOINT]
    moved = {name: (DECLARED[name].low + DECLARED[name].high) / 2 for name in others}
    for seed in range(50):
        week = case(seed)
        off, _, _ = apart(week, defaults(week[3] | moved))
        assert not off


def test_professional_and_team_are_what_the_document_says():
    for seed in range(300):
        generator = np.random.default_rng([seed, 3])
        ties = []
        for k in range(generator.integers(1, 6)):
            dyad, event = anywhere(Dyad, 100 * seed + k), anywhere(Event, 100 * seed + k)
            tie = dyad.tie._replace(
                ending=float(generator.choice([0, 0, 0, 1, 4])),
                ended=float(generator.choice([9, event.week])),
            )
            ties.append((dyad._replace(tie=tie), event))
        p, team = in_week(defaults(parameters_anywhere(seed)), 8.0), anywhere(Team, seed)
        member, other = anywhere(Professional, seed), anywhere(Professional, seed + 1)
        load = reduce(couple.add_load, (couple.load_of(*tie) for tie in ties), NO_LOAD)
        theirs = couple.professional_after(member, load, team, p)
        theirs_team = couple.team_after(team, theirs.burnout + other.burnout, 2.0, load, p)

        mine, ours = plain(p), [(plain(dyad), plain(event)) for dyad, event in ties]
        pro = service.professional_week(plain(member), ours, plain(team), mine)
        members = service.team_week(plain(team), [pro, plain(other)], ours, mine)
        off = differences(pro, theirs) | differences(members, theirs_team)
        assert not off, f"case {seed}: {off}"
        for u in (0.003, 0.01, 0.3):
            assert service.leaves(pro, u, mine) == couple.leaves_service(theirs, u, p)
