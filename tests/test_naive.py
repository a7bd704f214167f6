"""The rules against a second implementation, written from ``docs/model.md`` alone."""

import math
from collections import Counter
from functools import cache, reduce

import naive
import numpy as np
import pytest
from helpers import DECLARED, JOINT, SHOCKS, consistent, defaults, range_of, scattered
from naive import people, service
from naive.response import plain

from mutua import population
from mutua.config import resolve
from mutua.layout import fill, flat, leaves
from mutua.quantiles import tables
from mutua.rules import couple
from mutua.rules.encounter import encounter
from mutua.rules.intervene import in_week, trained
from mutua.state import ENDINGS, NO_LOAD, Carer, Dyad, Event, Professional, Team
from mutua.streams import (
    Draws,
    dyad_draws,
    key_of,
    professional_draws,
    professional_leaves,
    user_draws,
    whose,
)

WEEKS = 2_000
#: What no verb reads, by the beginnings of the names: start, service and instruments.
UNREAD = (
    "measure.", "work.", "giving_back.professional", "trust.initiator", "trust.carried",
    "interventions.supervision", "service.caseload", "service.team_size", "service.horizon",
    "service.refill", "service.ordered", "service.referred", "service.relatives", "service.crisis",
)  # fmt: skip
#: What of a population the verbs read: what is typical of it.
TYPICAL = (
    "population.need.", "population.need_sd", "population.preferred_control.mean",
    "population.expressed_emotion.mean",
)  # fmt: skip
READ = [
    name
    for name in DECLARED
    if not name.startswith(UNREAD)
    and (not name.startswith("population.") or name.startswith(TYPICAL))
    and name != "population.need_sd_professional"
]


def values_of(thing, prefix=""):
    """Leaves of a plain state by dotted name."""
    values = {}
    for name, value in (thing if isinstance(thing, dict) else vars(thing)).items():
        if isinstance(value, dict) or hasattr(value, "__dict__"):
            values |= values_of(value, f"{prefix}{name}.")
        else:
            values[prefix + name] = float(value)
    return values


def differences(thing, state):
    """Leaves in which the second implementation and the rules differ, with both values."""
    ours, theirs = values_of(thing), dict(zip(leaves(type(state)), flat(state), strict=True))
    assert ours.keys() == theirs.keys()
    return {
        name: (ours[name], theirs[name])
        for name in theirs
        if not math.isclose(ours[name], theirs[name], rel_tol=1e-9, abs_tol=1e-12)
    }


@cache
def limits(cls):
    """Lowest and highest value of each leaf of `cls`, and its last name."""
    lows, highs = np.clip(np.transpose([range_of(leaf) for leaf in leaves(cls)]), -50.0, 50.0)
    return lows, highs, [leaf.split(".")[-1] for leaf in leaves(cls)]


def anywhere(cls, seed, **fixed):
    """A state of `cls`, each leaf anywhere in its range save those fixed by their last name."""
    lows, highs, tails = limits(cls)
    values = zip(tails, scattered(lows, highs, seed).tolist(), strict=True)
    return consistent(fill(cls, [fixed.get(tail, x) for tail, x in values]))


#: Parameters that go with any others. A policy whose first and last week are anywhere is nearly
#: always over or yet to come: the run below has policies that come and go.
FREE = [
    d
    for name, d in DECLARED.items()
    if name not in JOINT and not name.endswith((".start", ".stop"))
]
LOWS, HIGHS = np.transpose([(d.low, d.high) for d in FREE])


def parameters_anywhere(seed):
    """Parameters off their defaults, anywhere within bounds: none, one in ten or half of them."""
    values = scattered(LOWS, HIGHS, seed).tolist()
    moved = np.random.default_rng([seed, 1]).random(len(FREE)) < (0.0, 0.1, 0.5)[seed % 3]
    pairs = zip(FREE, values, moved, strict=True)
    return {d.name: float(round(x)) if d.whole else x for d, x, move in pairs if move}


SHOCK = [leaf in SHOCKS or leaf.startswith("need.") for leaf in leaves(Draws)]
LEAST, MOST = np.where(SHOCK, -3.46, 2.0**-33), np.where(SHOCK, 3.46, 1 - 2.0**-33)


def luck_anywhere(seed):
    """Luck within its range; in three weeks of five a visit takes place, in one it is asked for."""
    luck = fill(Draws, scattered(LEAST, MOST, seed).tolist())
    if seed % 5 < 3:
        return luck._replace(offered=0.0, comes=0.0)
    return luck._replace(offered=1.0, asks=0.0) if seed % 5 == 3 else luck


@cache
def case(seed):
    """One random week: dyad, carer, week, changed parameters, luck."""
    number = float(np.random.default_rng([seed, 2]).integers(1, 300))
    dyad, carer = anywhere(Dyad, seed, ending=0.0, ended=0.0), anywhere(Carer, seed + 10**6)
    return dyad, carer, number, parameters_anywhere(seed), luck_anywhere(seed + 10**7)


def by_the_rules(dyad, carer, number, p, luck):
    p = in_week(p, number)
    return encounter(
        dyad, carer._replace(professional=trained(carer.professional, p)), number, p, luck
    )


def apart(week, p=None):
    """Leaves that differ after a week; `p` replaces the parameters of the rules."""
    dyad, carer, number, changes, luck = week
    mine = defaults(changes)
    ours, told = naive.week(dyad, carer, number, mine, luck)
    theirs, event = by_the_rules(dyad, carer, number, p or mine, luck)
    return differences(ours, theirs) | differences(told, event), theirs, event


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
        dyad, carer, number, changes, luck = case(seed)
        tie = dyad.tie._replace(ending=1.0 + seed % 5, ended=3.0)
        off, after, _ = apart((dyad._replace(tie=tie), carer, number, changes, luck))
        assert not off
        assert after == dyad._replace(tie=tie)


def changed_in_one(name, seed):
    """The week of a case, and parameters that differ from its own in `name`."""
    dyad, carer, number, changes, luck = case(seed)
    policy, _, field = name.rpartition(".")
    if name.startswith("interventions.") and field in (
        "start",
        "stop",
    ):  # in force this week, and no longer or not yet once changed
        changes = changes | {f"{policy}.strength": 1.0}
        moved = {"start": number + 1.0, "stop": number - 1.0}[field]
        number = max(number, 2.0)
    else:
        declared = DECLARED[name]
        here = changes.get(name, declared.default)
        high = min(declared.high, 4.0 * max(abs(here), 1.0))
        moved = (here + (high if high - here > here - declared.low else declared.low)) / 2.0
    return (dyad, carer, number, changes, luck), defaults(changes | {name: moved})


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


class ByTheRules:
    """A team of two with three ties each, by the rules."""

    def __init__(self, p):
        self.p, self.table, self.count = p, tables(p), Counter()
        self.staff = [0, 0]
        self.pros = [population.professional(self.carer(i), self.table, 0.0, p) for i in (0, 1)]
        self.dyads = [self.fresh(slot, 0, 0.0, p) for slot in range(6)]
        self.team = population.fresh_team(p)

    def carer(self, i):
        return professional_draws(KEY, whose(i, self.staff[i], 0, 0))

    def fresh(self, slot, generation, number, p):
        user = user_draws(KEY, whose(slot, generation, 0, 0))
        carer = self.carer(slot // 3)
        return population.fresh_dyad(user, carer, float(generation), number, self.table, p)

    def week(self, number):
        p, loads = in_week(self.p, number), [NO_LOAD, NO_LOAD]
        for slot, dyad in enumerate(self.dyads):
            i = slot // 3
            carer = Carer(trained(self.pros[i], p), self.team)
            luck = dyad_draws(KEY, whose(slot, int(dyad.tie.generation), int(number), 0))
            self.dyads[slot], event = encounter(dyad, carer, number, p, luck)
            loads[i] = couple.add_load(loads[i], couple.load_of(self.dyads[slot], event))
            self.count["visits"] += event.visit.attended
        pairs = zip(self.pros, loads, strict=True)
        self.pros = [couple.professional_after(pro, load, self.team, p) for pro, load in pairs]
        burnout = self.pros[0].burnout + self.pros[1].burnout
        self.team = couple.team_after(self.team, burnout, 2.0, couple.add_load(*loads), p)
        for i in (0, 1):
            u = professional_leaves(KEY, whose(i, self.staff[i], int(number), 0))
            if couple.leaves_service(self.pros[i], u, p):
                self.staff[i] += 1
                generation = float(self.staff[i])
                self.pros[i] = population.professional(self.carer(i), self.table, generation, p)
                for slot in range(3 * i, 3 * i + 3):
                    if self.dyads[slot].tie.ending == 0:
                        args = self.dyads[slot], self.carer(i), self.table, p
                        self.dyads[slot] = population.succeeded(*args)
                        self.count["successions"] += 1
        for slot, dyad in enumerate(self.dyads):
            if couple.refilled(dyad.tie, number, p):
                generation = int(dyad.tie.generation) + 1
                self.dyads[slot] = self.fresh(slot, generation, number, p)
                self.count["refills"] += 1


class ByTheDocument:
    """The same team, by the second implementation."""

    def __init__(self, p):
        self.p = plain(p)
        self.staff = [0, 0]
        self.pros = [people.professional(self.carer(i), 0.0, self.p) for i in (0, 1)]
        self.dyads = [self.fresh(slot, 0, 0.0, self.p) for slot in range(6)]
        self.team = people.fresh_team(self.p)

    def carer(self, i):
        return plain(professional_draws(KEY, whose(i, self.staff[i], 0, 0)))

    def fresh(self, slot, generation, number, p):
        user = plain(user_draws(KEY, whose(slot, generation, 0, 0)))
        return people.fresh_dyad(user, self.carer(slot // 3), float(generation), number, p)

    def week(self, number):
        ties = []
        for slot, dyad in enumerate(self.dyads):
            carer = naive.Thing(professional=self.pros[slot // 3], team=self.team)
            luck = dyad_draws(KEY, whose(slot, int(dyad.tie.generation), int(number), 0))
            ties.append(naive.week(dyad, carer, number, self.p, luck))
        p = service.in_force(self.p, number)
        caseloads = ties[:3], ties[3:]
        pairs = zip(self.pros, caseloads, strict=True)
        self.pros = [service.professional_week(pro, mine, self.team, p) for pro, mine in pairs]
        self.team = service.team_week(self.team, self.pros, ties, p)
        self.dyads = [dyad for dyad, _ in ties]
        for i in (0, 1):
            u = professional_leaves(KEY, whose(i, self.staff[i], int(number), 0))
            if service.leaves(self.pros[i], u, p):
                self.staff[i] += 1
                self.pros[i] = people.professional(self.carer(i), float(self.staff[i]), p)
                for slot in range(3 * i, 3 * i + 3):
                    if self.dyads[slot].tie.ending == 0:
                        self.dyads[slot] = people.succeeded(self.dyads[slot], self.carer(i), p)
        for slot, dyad in enumerate(self.dyads):
            if service.refilled(dyad.tie, number, p):
                generation = int(dyad.tie.generation) + 1
                self.dyads[slot] = self.fresh(slot, generation, number, p)


KEY = key_of(2_026)
#: Everything is rare in thirty weeks of six ties unless it is made less so.
LIVELY = {
    "service.crisis": 0.3, "service.ordered": 0.2, "service.contact_interval": 1.0,
    "crisis.base": 0.1, "work.leaving": 0.1, "exit.base": 0.02, "service.refill": 2.0,
}  # fmt: skip
POLICIES = [f"interventions.{name}" for name in resolve().parameters.interventions._fields]


@pytest.mark.parametrize("setting", ["community", "inpatient"])
def test_thirty_weeks_of_a_team_from_its_first_day_on(setting):
    some = {f"{name}.{k}": x for name in POLICIES if f"{name}.start" in DECLARED
            for k, x in (("strength", 0.6), ("start", 6), ("stop", 20))}  # fmt: skip
    p = resolve(setting=setting, parameters=LIVELY | some).parameters
    rules, document = ByTheRules(p), ByTheDocument(p)
    for number in range(31):
        if number > 0:
            rules.week(float(number))
            document.week(float(number))
        pairs = [*zip(document.pros, rules.pros, strict=True), (document.team, rules.team)]
        for ours, theirs in zip(document.dyads, rules.dyads, strict=True):
            pairs += [
                (getattr(ours, name), getattr(theirs, name))
                for name in vars(ours)
                if name != "record"
            ]
        off = [differences(ours, theirs) for ours, theirs in pairs]
        assert not any(off), f"week {number}: {[x for x in off if x]}"
    assert min(rules.count[name] for name in ("visits", "successions", "refills")) > 2
