"""One place of a run, week by week: its team is stepped by Mesa agents and fully recorded.

A verb is a pure function of the state that the former verb returned. So a week can be computed
again, verb by verb, which gives the odds that no state holds.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np

from mutua.engines.agent_records import write_agent_rows
from mutua.engines.agents import Service, ServiceUser
from mutua.engines.scratch import COLUMNS
from mutua.model.draws import Draws, key_of
from mutua.model.measures.observation import observe
from mutua.model.measures.outcomes import Weekly
from mutua.model.parameters.catalogue import Parameters
from mutua.model.people.population import Background, background
from mutua.model.people.quantiles import tables
from mutua.model.rules.attend import ask_odds, attend, offer_chance
from mutua.model.rules.crisis import end_odds, onset_odds
from mutua.model.rules.encounter import new_week
from mutua.model.rules.experience import experience
from mutua.model.rules.give import give
from mutua.model.rules.learn import learn
from mutua.model.rules.owe import owe
from mutua.model.rules.part import enough_odds
from mutua.model.rules.recover import support_of
from mutua.model.rules.relate import relate
from mutua.model.state import Carer, Dyad, Event
from mutua.scenarios.scenario import Scenario


class Odds(NamedTuple):
    """What the draws of a week were compared with: odds, except two chances."""

    offer: float  # a chance: that a visit is offered
    ask: float  # that the user asks for one
    answer: float  # that a request is answered
    come: float  # that the user comes; an answered request counted
    onset: float  # that a crisis begins; 0 in a crisis
    calm: float  # that the crisis ends; 0 outside one
    leave: float  # that the user breaks off
    enough: float  # that the user has had enough help
    move: float  # that the user moves away


class Week(NamedTuple):
    """One week of one tie: the state before and after it, what happened, and the random draws."""

    number: int
    before: Dyad
    after: Dyad
    event: Event
    carer: Carer
    now: Parameters  # as in force this week
    draws: Draws
    odds: Odds
    seen: Weekly  # the recorded series

    @property
    def generation(self) -> int:
        """Generation of the user: 0 for the cohort, then one more for each refill of the place."""
        return int(self.before.tie.generation)

    @property
    def tie(self) -> tuple[float, float, float]:
        """What tells the tie from all others in this place."""
        tie = self.before.tie
        return tie.place, tie.generation, tie.spell


@dataclass(frozen=True)
class History:
    """All weeks of one place."""

    #: Of every tie in this place, in order; weeks in which the place was vacant are left out
    weeks: list[Week]
    row: np.ndarray  #: float32, shape (COLUMNS,): row of the dyad of generation 0 at its end
    background: Background  #: Traits of its user beyond the state

    @property
    def ties(self) -> list[list[Week]]:
        """Weeks of each tie in this place, in order."""
        return [list(weeks) for _, weeks in groupby(self.weeks, key=lambda week: week.tie)]


def trace_slot(
    scenario: Scenario, *, slot: int, dyads: int, weeks: int, seed: int, replicate: int
) -> History:
    """Step the weeks of one place again, with every state, draw and chance."""
    p = scenario.parameters
    width = scenario.team_width
    service = Service(scenario, tables(p), key_of(seed), replicate, [slot // width], dyads)
    user = list(service.users)[slot % width]
    known = background(user.birth, service.table, p)
    lived: list[Week] = []
    rows = np.zeros((1, COLUMNS), np.float32)
    for week in range(1, weeks + 1):
        vacant, before = user.ended, user.dyad
        service.step()
        if not vacant:
            lived.append(_week(user, before))
        write_agent_rows(service, [user], rows, last=week == weeks)
        service.end_week()
        service.renew()
    return History(lived, rows[0], known)


def _week(user: ServiceUser, before: Dyad) -> Week:
    service = user.model
    return Week(
        number=service.week,
        before=before,
        after=user.dyad,
        event=user.event,
        carer=user.carer,
        now=user.now,
        draws=user.draws,
        odds=_odds(user, before),
        seen=observe(user.dyad, user.carer, user.event, user.now),
    )


def _odds(user: ServiceUser, before: Dyad) -> Odds:
    """Odds that each draw was compared with, from computing the week again verb by verb."""
    p, carer, event = user.now, user.carer, user.event
    dyad, again = before, new_week(event.week)
    for verb in (attend, give, experience, owe, learn, relate):
        dyad, again = verb(dyad, carer, again, p, user.draws)
    support = support_of(dyad, carer, again, p)
    in_crisis = before.person.course.crisis > 0.0
    pro, visit = carer.professional, event.visit
    return Odds(
        offer=offer_chance(pro.energy, p),
        ask=ask_odds(before, p),
        answer=p.ask.answer * pro.reach * pro.energy,
        come=visit.odds * (1.0 + p.ask.comes * visit.answered),
        onset=0.0 if in_crisis else onset_odds(dyad.person, support.secure, p),
        calm=end_odds(support, p) if in_crisis else 0.0,
        leave=event.leave_odds,
        enough=enough_odds(user.dyad, event, p),
        move=p.exit.moves,
    )
