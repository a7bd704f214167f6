"""The rules against a second implementation, written from ``docs/model.md`` alone."""

from collections import Counter
from functools import lru_cache, reduce

import naive
import numpy as np
import pytest
from helpers import DECLARED, JOINT, READS, changed, defaults
from naive import new_event, outside, policies, service
from naive.response import CLASSES, plain
from random_states import (
    anywhere,
    chances_apart,
    differences,
    draws_anywhere,
    moved_from,
    parameters_anywhere,
    watched,
)
from selection import beginning

from mutua.model.measures.memory import remember_outside
from mutua.model.resources import Gifts
from mutua.model.rules import couple
from mutua.model.rules import outside as rules_outside
from mutua.model.rules.encounter import encounter
from mutua.model.rules.intervene import in_week, train, without_policies
from mutua.model.state import ENDINGS, NO_LOAD, Carer, Dyad, Event, Life, Professional, Team

WEEKS = 1_600
#: Weeks that are kept for the next test.
KEPT = 1_000
#: Weeks out of care.
LIVES = 600
#: What acts on the support of a tie, and policies, reach no one who is out of care.
IN_CARE = {
    "recover.rate", "mind.efficacy", "mind.hope", "mind.stigma", "crisis.secure",
    "crisis.familiarity", "crisis.joint", "interventions.relapse.strength",
    "interventions.treatment_order.strength",
}  # fmt: skip
#: What no verb reads, by the beginnings of the names: start, service and instruments.
UNREAD = (
    "measure.", "work.", "giving_back.professional", "trust.initiator", "trust.carried",
    "interventions.supervision", "interventions.succession", "interventions.allocation",
    "service.caseload", "service.team_size", "service.horizon",
    "service.refill", "service.ordered", "service.referred", "service.relatives", "service.crisis",
    "service.fit", "exit.back",
)  # fmt: skip
#: What of a population the verbs read: what is typical of it.
TYPICAL = (
    "population.need.", "population.need_sd", "population.preferred_control.mean",
    "population.expressed_emotion.mean", "population.avoidance.mean",
)  # fmt: skip
OTHERS = beginning(DECLARED, "population.", *UNREAD)
READ = [name for name in DECLARED if name not in OTHERS or name in beginning(DECLARED, *TYPICAL)]
READ.remove("population.need_sd_professional")


def usual_of(side, changes, generator):
    """Amounts that a side usually gives, some more and some less than its role."""
    names = [f"norm.{side}.{r}" for r in CLASSES]
    role = np.array([changes.get(name, DECLARED[name].default) for name in names])
    return Gifts(*(role * generator.uniform(0.2, 1.5, len(role))).tolist())


def in_mid_course(dyad, number, changes, seed):
    """A tie in which little of what happens is unheard of, and parameters at which it may end.

    Anywhere in all ranges at once, what is usual is nearly always far more than anyone gives, and
    hardly any limit in weeks is near.
    """
    g = np.random.default_rng([seed, 6])
    contact = dyad.tie.contact
    weeks = {
        "exit.protocol": number - dyad.tie.begun,
        "exit.hold": round(dyad.tie.held),
        "exit.discharge": dyad.person.course.calm + 1.0,
        "exit.patience": contact.gap + 1.0,
    }
    limits = {k: float(np.clip(x + g.integers(-1, 2), 1.0, 500.0)) for k, x in weeks.items()}
    one = g.choice(list(limits))
    dyad = changed(
        dyad,
        {
            "tie.held": float(round(dyad.tie.held)),
            "user.usual": usual_of("professional", changes, g),
            "professional.usual": usual_of("user", changes, g),
            "user.acts": g.uniform(0.0, 0.5),
            "professional.acts": g.uniform(0.0, 0.5),
        },
    )
    return dyad, changes | {one: limits[one]}


@lru_cache(KEPT)
def case(seed):
    """One random week: dyad, carer, week, changed parameters, draws."""
    number = float(np.random.default_rng([seed, 2]).integers(1, 300))
    dyad, carer = anywhere(Dyad, seed, ending=0.0, ended=0.0), anywhere(Carer, seed + 10**6)
    changes = parameters_anywhere(seed)
    if seed % 2:
        dyad, changes = in_mid_course(dyad, number, changes, seed)
    return dyad, carer, number, changes, draws_anywhere(seed + 10**7)


@lru_cache(KEPT)
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
    """Leaves and chances that differ after a week; `p` replaces the parameters of the rules."""
    dyad, carer, number, changes, draws = week
    same, mine = given(tuple(changes.items()))
    (draws, ours_noted), (again, noted) = watched(draws), watched(draws)
    ours, happened = naive.week(dyad, carer, number, mine, draws)
    theirs, event = by_the_rules(dyad, carer, number, p or same, again)
    off = differences(ours, theirs) | differences(happened, event)
    return off | chances_apart(ours_noted, noted), theirs, event


def test_a_week_of_any_tie_is_what_the_document_says():
    seen, endings = Counter(), set()
    for seed in reversed(range(WEEKS)):  # so that the first are kept
        off, dyad, event = apart(case(seed))
        assert not off, f"case {seed}: {off}"
        seen.update(happened(dyad, event))
        endings.add(dyad.tie.ending)
    assert set(seen) == set(happened(dyad, event))
    assert min(seen.values()) > WEEKS / 100, seen
    assert endings == set(range(len(ENDINGS)))


def happened(dyad, event):
    """What makes weeks differ in the rules that apply, each true or not."""
    course, visit, given, met = dyad.person.course, event.visit, event.given, event.visit.attended
    return {
        "visit": met == 1,
        "request answered": visit.answered == 1,
        "professional waited in vain": visit.offered > met,
        "user waited in vain": visit.asked > visit.answered,
        "act of a professional, unasked": visit.answered < met and given.extra.love > 0,
        "act of a user": given.returned.status > 0,
        "user got more than is usual": event.user.got > 0,
        "professional got more than is usual": event.professional.got > 0,
        "user got less than is usual": event.user.got < 0,
        "visit on the ward": course.admitted * met == 1,
        "crisis": course.crisis == 1,
        "onset": event.onset == 1,
        "user wounded": event.user.y < dyad.user.level.expectation - 0.2,
    }


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
    moved = moved_from(changes.get(name, DECLARED[name].default), name)
    if name.startswith("interventions.") and field in ("start", "stop", "every"):
        # In force this week, and no longer, not yet or out of turn once changed.
        number = max(number, 2.0)
        changes = changes | {f"{policy}.strength": 1.0, f"{policy}.every": 0.0}
        moved = {"start": number + 1.0, "stop": number - 1.0, "every": number}[field]
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


class Noting:
    """Parameters that note the names of those that are read, amounts of six classes together."""

    def __init__(self, group, noted, name=""):
        self.group, self.noted, self.name = group, noted, name

    def __getattr__(self, field):
        value, name = getattr(self.group, field), self.name + field
        if not isinstance(value, float | dict):
            return Noting(value, self.noted, f"{name}.")
        self.noted.update(x for x in DECLARED if x == name or x.startswith(f"{name}."))
        return value


def test_tests_of_a_verb_vary_every_parameter_that_the_document_lets_it_read():
    noted = {verb: set() for verb in naive.VERBS}
    for seed in range(20):
        dyad, carer, number, changes, draws = case(seed)
        p, event = policies.in_force(given(tuple(changes.items()))[1], number), new_event(number)
        dyad, carer, draws = plain(dyad), plain(carer), plain(draws)
        for verb in naive.VERBS:
            verb(dyad, event, carer, Noting(p, noted[verb]), draws)
    for verb, names in noted.items():
        varied = {*beginning(DECLARED, *READS[verb.__name__]), *JOINT}
        if "service.statutory_power" in varied:  # power is their product
            varied.add("norm.power")
        assert len(names) > 20
        assert names <= varied, names - varied


@lru_cache(KEPT)
def life_case(seed):
    """One random week out of care: life, week, changed parameters, draws."""
    week = float(np.random.default_rng([seed, 7]).integers(1, 300))
    life, draws = anywhere(Life, seed), draws_anywhere(seed + 10**7)
    draws = draws._replace(asks=draws.asks / 20.0) if seed % 2 else draws
    return life, week, parameters_anywhere(seed), draws


def apart_outside(life, week, changes, draws, p=None):
    """Leaves and chances that differ after a week out of care, and the life by the rules."""
    same, mine = given(tuple(changes.items()))
    (draws, ours_noted), (again, noted) = watched(draws), watched(draws)
    ours = outside.live_outside(plain(life), week, policies.without_policies(mine), plain(draws))
    theirs = rules_outside.live_outside(life, without_policies(p or same), again)
    theirs = remember_outside(theirs, week)
    return differences(ours, theirs) | chances_apart(ours_noted, noted), theirs


def test_a_week_out_of_care_is_what_the_document_says():
    seen = Counter()
    for seed in range(LIVES):
        off, after = apart_outside(*life_case(seed))
        assert not off, f"case {seed}: {off}"
        course, before = after.person.course, life_case(seed)[0].person.course
        seen["wishes to come back"] += after.returns
        seen["moved away"] += after.moved
        seen["onset"] += course.crises - before.crises
        seen["relapse"] += course.relapses - before.relapses
        seen["admitted"] += course.admissions - before.admissions
        seen["calm again"] += before.crisis > course.crisis
    assert len(seen) == 6
    assert min(seen.values()) > LIVES / 100, seen


def test_whoever_leaves_care_takes_along_what_the_document_says():
    for seed in range(50):
        dyad = anywhere(Dyad, seed, ending=float(1 + seed % 5))
        assert not differences(outside.leave_care(plain(dyad)), rules_outside.leave_care(dyad))


def test_each_parameter_that_is_read_out_of_care_moves_a_life():
    noted = set()
    for seed in range(50):
        life, week, changes, draws = life_case(seed)
        p = Noting(policies.without_policies(given(tuple(changes.items()))[1]), noted)
        outside.live_outside(plain(life), week, p, plain(draws))
    read = {*beginning(DECLARED, *READS["outside"]), *beginning(DECLARED, *TYPICAL)}
    assert "exit.back" in noted
    assert noted <= read | {*JOINT}, noted - read
    for name in (noted - IN_CARE) | (IN_CARE - noted):
        for seed in range(LIVES):
            life, week, changes, draws = life_case(seed)
            here = changes.get(name, DECLARED[name].default)
            p = defaults(changes | {name: moved_from(here, name)})
            if apart_outside(life, week, changes, draws, p)[0]:
                break
        else:
            pytest.fail(f"{name} moves nothing")


def test_professional_and_team_are_what_the_document_says():
    for seed in range(200):
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
