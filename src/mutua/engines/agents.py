"""The Mesa engine: one dyad at a time, the very same rules, to look at, teach and judge.

A step reads as the list of phases of a week. Rules are plain Python functions here, so a subclass
of :class:`Service` can override a single verb, and a debugger can step through it. Every number is
equal to the kernel's to the last bit.
"""

from typing import Any

import mesa
import numpy as np

from mutua.catalogue import Parameters
from mutua.engines.kernel import ONE
from mutua.layout import Rows, flat
from mutua.measures.outcomes import observe, summarise
from mutua.population import fresh_dyad, fresh_team, professional
from mutua.rules import attend, experience, give, learn, owe, part, recover, relate
from mutua.rules.couple import add_load, load_of, professional_after, team_after
from mutua.rules.encounter import new_week
from mutua.state import NO_LOAD, Carer, Dyad, Event
from mutua.streams import Key, dyad_draws, professional_draws, user_draws, whose


class ServiceUser(mesa.Agent):
    """A service user with the tie to the professional."""

    model: "Service"

    def __init__(self, model: "Service", slot: int, professional: "Professional") -> None:
        super().__init__(model)
        self.slot, self.professional = slot, professional
        self.birth = user_draws(model.key, whose(slot, 0, 0, model.replicate))
        self.dyad: Dyad = fresh_dyad(self.birth, professional.birth, model.table, model.p)
        self.event: Event = new_week(0.0)

    @property
    def ended(self) -> bool:
        """Whether the tie has ended."""
        return self.dyad.tie.ending > 0.0

    def begin_week(self) -> None:
        """Meet the week's luck; nothing has happened yet."""
        model = self.model
        self.draws = dyad_draws(model.key, whose(self.slot, 0, model.week, model.replicate))
        self.event = new_week(float(model.week))
        self.carer = Carer(self.professional.state, self.professional.team.state)

    def act(self, verb: Any) -> None:
        """Run one verb on this tie."""
        self.dyad, self.event = verb(self.dyad, self.carer, self.event, self.model.p, self.draws)


class Professional(mesa.Agent):
    """A professional with a caseload."""

    model: "Service"

    def __init__(self, model: "Service", slot: int, team: "CareTeam") -> None:
        super().__init__(model)
        self.slot, self.team = slot, team
        self.birth = professional_draws(model.key, whose(slot, 0, 0, model.replicate))
        self.state = professional(self.birth, model.table)
        self.caseload: list[ServiceUser] = []

    def end_week(self) -> None:
        """Feel the week: energy and burnout follow the caseload, summed in slot order."""
        asked = NO_LOAD
        for user in self.caseload:
            asked = add_load(asked, load_of(user.dyad, user.event))
        self.state = professional_after(self.state, asked, self.team.state, self.model.p)


class CareTeam(mesa.Agent):
    """Professionals who share a climate."""

    model: "Service"

    def __init__(self, model: "Service", slot: int) -> None:
        super().__init__(model)
        self.slot = slot
        self.state = fresh_team(model.p)
        self.members: list[Professional] = []

    def end_week(self) -> None:
        """Let the climate follow the members' burnout."""
        burnout = 0.0
        for member in self.members:
            burnout += member.state.burnout
        self.state = team_after(self.state, burnout, float(len(self.members)), self.model.p)


class Service(mesa.Model):
    """Teams of one run, stepped week by week.

    Parameters
    ----------
    p : Parameters
        One run's parameters.
    table : float64, shape (TABLES, POINTS)
        Quantile tables of the population.
    key : Key
        The seed.
    replicate : int
        Replicate of the run.
    teams : sequence of int
        Teams to step; any subset gives the same bits.
    dyads : int
        Users in the whole run: the last team may not be full.
    """

    attend = staticmethod(attend.attend)
    give = staticmethod(give.give)
    experience = staticmethod(experience.experience)
    owe = staticmethod(owe.owe)
    learn = staticmethod(learn.learn)
    relate = staticmethod(relate.relate)
    recover = staticmethod(recover.recover)
    part = staticmethod(part.part)

    def __init__(
        self, p: Parameters, table: Rows, key: Key, replicate: int, teams: Any, dyads: int
    ) -> None:
        super().__init__()
        self.p, self.table, self.key, self.replicate = p, table, key, replicate
        self.week = 0
        for slot in teams:
            self._open_team(slot, dyads)
        self.users = self.agents_by_type[ServiceUser]
        self.professionals = self.agents_by_type[Professional]
        self.care_teams = self.agents_by_type[CareTeam]

    def _open_team(self, slot: int, dyads: int) -> None:
        caseload, size = int(self.p.service.caseload), int(self.p.service.team_size)
        team = CareTeam(self, slot)
        for j in range(slot * size, (slot + 1) * size):
            users = range(j * caseload, min((j + 1) * caseload, dyads))
            if len(users) > 0:
                member = Professional(self, j, team)
                team.members.append(member)
                member.caseload = [ServiceUser(self, i, member) for i in users]

    def step(self) -> None:
        """One week: eight verbs on every tie that goes on, then the team couples."""
        self.week += 1
        self.users.do("begin_week")
        going_on = self.users.select(lambda user: not user.ended)
        going_on.do("act", self.attend)
        going_on.do("act", self.give)
        going_on.do("act", self.experience)
        going_on.do("act", self.owe)
        going_on.do("act", self.learn)
        going_on.do("act", self.relate)
        going_on.do("act", self.recover)
        going_on.do("act", self.part)
        self.professionals.do("end_week")
        self.care_teams.do("end_week")


def step_service(service: Service, weeks: int, sums: Any, rows: Any, trace: Any) -> None:
    """Step a service and record it as the kernel does.

    Parameters
    ----------
    service : Service
        At week 0.
    weeks : int
        Weeks to step.
    sums : int64, shape (weeks, SERIES)
        Whole-number sums over the service's dyads, added to.
    rows : float64, shape (dyads, COLUMNS), or empty
        One row a dyad, filled in slot order.
    trace : float64, shape (dyads, weeks, SERIES), or empty
        One record a dyad and week.
    """
    users = list(service.users)
    for week in range(weeks):
        service.step()
        for i, user in enumerate(users):
            seen = np.array(list(flat(observe(user.dyad, user.carer, user.event))))
            sums[week] += (seen * ONE).astype(np.int64)
            if trace.size > 0:
                trace[i, week] = seen
    for i, user in enumerate(users[: len(rows)]):
        rows[i] = list(flat(summarise(user.dyad, user.birth, float(weeks), service.p)))
