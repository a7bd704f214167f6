"""The Mesa engine: one dyad at a time by the same rules, for reading, teaching and checking.

A step reads as the list of phases of a week. Rules are plain Python functions here, so a subclass
of :class:`Service` can override a single verb, and a debugger can step through it. Every number is
equal to the kernel's to the last bit.
"""

import warnings
from collections.abc import Mapping
from typing import Any

from mutua.jit.structs import Rows, fill, flat, leaves
from mutua.model.draws import (
    DrawKey,
    MeetingDraws,
    Word,
    allocation_draw,
    counter_of,
    dyad_draws,
    meeting_draws,
    professional_draws,
    professional_leaves,
    user_draws,
)
from mutua.model.measures.memory import remember, remember_outside
from mutua.model.measures.observation import (
    draw_item_noise,
    observe,
    record_class,
    summarise,
)
from mutua.model.parameters.catalogue import Parameters
from mutua.model.people.meeting import begin_again, fresh_dyad, hand_over, misfit_of_wishes
from mutua.model.people.population import fresh_team, person, professional
from mutua.model.rules import attend, experience, give, learn, owe, part, recover, relate
from mutua.model.rules.couple import (
    add_load,
    is_refilled,
    leaves_service,
    load_of,
    professional_after,
    team_after,
)
from mutua.model.rules.encounter import new_week
from mutua.model.rules.intervene import in_week, is_allocated, train, without_policies
from mutua.model.rules.outside import leave_care, live_outside
from mutua.model.state import NO_LOAD, Carer, Dyad, Event, Life
from mutua.scenarios.scenario import Scenario

with warnings.catch_warnings():  # in a notebook: Mesa's progress bar would need widgets
    warnings.simplefilter("ignore")
    import mesa


class ServiceUser(mesa.Agent):
    """A place on a caseload: a service user with the tie to the professional."""

    model: "Service"
    dyad: Dyad

    def __init__(self, model: "Service", slot: int, professional: "Professional") -> None:
        super().__init__(model)
        self.slot, self.professional = slot, professional
        self.treated = model.is_treated(slot, professional.slot, professional.team.slot)
        self.event: Event = new_week(0.0)
        self.arrive(0)
        if model.start:
            self.dyad = begin_from(self.dyad, model.start)

    def arrive(self, generation: int) -> None:
        """Begin a tie: a new user takes this place."""
        model = self.model
        self.birth = user_draws(model.key, counter_of(self.slot, generation, 0, model.replicate))
        self.dyad = fresh_dyad(
            self.birth,
            self.professional.birth,
            model.meeting(self.slot, generation),
            float(self.professional.post),
            self.professional.team.place_of(self.slot),
            float(generation),
            float(model.week),
            model.table,
            self.now,
        )

    def come_back(self, life: Life) -> None:
        """Begin a tie with a user who has been out of care."""
        model = self.model
        meeting = model.meeting(self.professional.team.slot_of(life.place), 0)
        self.dyad = begin_again(
            life, self.professional.birth, meeting, self.dyad.tie, float(model.week), model.table,
            self.now,
        )  # fmt: skip

    @property
    def now(self) -> Parameters:
        """Parameters that this dyad meets in this week."""
        return self.model.now if self.treated else self.model.others

    @property
    def who(self) -> tuple[int, int]:
        """Slot at which the user of this tie began, and the user's generation."""
        tie = self.dyad.tie
        return self.professional.team.slot_of(tie.place), int(tie.generation)

    @property
    def ended(self) -> bool:
        """Whether the tie has ended."""
        return self.dyad.tie.ending > 0.0

    def begin_week(self) -> None:
        """Draw the week's random numbers; nothing has happened yet."""
        model = self.model
        who = counter_of(*self.who, model.week, model.replicate)
        self.draws = dyad_draws(model.key, who)
        self.event = new_week(float(model.week))
        self.meet_carer()

    def meet_carer(self) -> None:
        """Read professional and team as they are this week."""
        worker = train(self.professional.state, self.now)
        self.carer = Carer(worker, self.professional.team.state)

    def act(self, verb: Any) -> None:
        """Run one verb on this tie."""
        self.dyad, self.event = verb(self.dyad, self.carer, self.event, self.now, self.draws)

    def end_week(self) -> None:
        """Update the record of the instruments with this week."""
        week, p = float(self.model.week), self.now
        self.dyad = remember(self.dyad, self.carer, self.event, p)
        if week == p.measure.midway:
            self.dyad = record_class(self.dyad, observe(self.dyad, self.carer, self.event, p))

    def row(self, week: float) -> Any:
        """The row of this dyad at its end."""
        model = self.model
        items = draw_item_noise(model.key, counter_of(self.slot, 0, 0, model.replicate))
        return summarise(self.dyad, self.carer, self.birth, items, model.table, week, self.now)


class Professional(mesa.Agent):
    """A post: a professional with a caseload."""

    model: "Service"

    def __init__(self, model: "Service", slot: int, post: int, team: "CareTeam") -> None:
        super().__init__(model)
        self.slot, self.post, self.team = slot, post, team
        self.caseload: list[ServiceUser] = []
        self.load = NO_LOAD
        self.begin(0)

    def begin(self, generation: int) -> None:
        """Take up the post: a new professional."""
        model, self.generation = self.model, generation
        self.birth = professional_draws(
            model.key, counter_of(self.slot, generation, 0, model.replicate)
        )
        self.state = professional(self.birth, model.table, float(generation), self.now)

    def misfit(self, wish: float) -> float:
        """How badly a user's wish for control fits this professional's."""
        return misfit_of_wishes(wish, self.state.preferred_control, self.model.others)

    @property
    def now(self) -> Parameters:
        """Parameters of this week, by the allocation of the first user of the caseload."""
        return self.caseload[0].now if self.caseload else self.model.others

    def end_week(self) -> None:
        """Feel the week: energy, burnout and esteem follow the caseload, summed in slot order."""
        self.load = NO_LOAD
        for user in self.caseload:
            self.load = add_load(self.load, load_of(user.dyad, user.event))
        self.state = professional_after(self.state, self.load, self.team.state, self.now)

    def succeed(self) -> None:
        """Leave the service or stay; the users of one who leaves meet who follows."""
        model = self.model
        who = counter_of(self.slot, self.generation, model.week, model.replicate)
        if not leaves_service(self.state, professional_leaves(model.key, who), self.now):
            return
        self.begin(self.generation + 1)
        for user in self.caseload:
            meeting = model.meeting(*user.who)
            user.dyad = hand_over(user.dyad, self.birth, meeting, model.table, user.now)

    def refill(self) -> None:
        """Fill places that have been vacant long enough with newcomers."""
        for user in self.caseload:
            if is_refilled(user.dyad.tie, float(self.model.week), user.now):
                before = int(user.dyad.tie.newcomers)
                user.arrive(before + 1)


class CareTeam(mesa.Agent):
    """Professionals who share a climate."""

    model: "Service"

    def __init__(self, model: "Service", slot: int) -> None:
        super().__init__(model)
        self.slot = slot
        self.state = fresh_team(model.others)
        self.members: list[Professional] = []
        self.first_user = slot * int(model.p.service.caseload * model.p.service.team_size)
        self.lives: list[Life] = []  # users of the cohort who are out of care

    def slot_of(self, place: float) -> int:
        """Slot of a place of the team."""
        return self.first_user + int(place)

    def place_of(self, slot: int) -> float:
        """Place within the team of a slot."""
        return float(slot - self.first_user)

    @property
    def places(self) -> list[ServiceUser]:
        """All places of the team, in slot order."""
        users = [user for member in self.members for user in member.caseload]
        return sorted(users, key=lambda user: user.slot)

    def live_apart(self) -> None:
        """Run the week of the users who are out of care; no intervention reaches them."""
        model, week = self.model, float(self.model.week)
        for k, life in enumerate(self.lives):
            who = counter_of(self.slot_of(life.place), 0, model.week, model.replicate)
            after = live_outside(life, model.others, dyad_draws(model.key, who))
            self.lives[k] = remember_outside(after, week)

    def let_go(self) -> None:
        """Add the users of the cohort whose tie has ended this week to those out of care."""
        for user in self.places:
            tie = user.dyad.tie
            if tie.ended == float(self.model.week) and tie.generation == 0.0:
                self.lives.append(leave_care(user.dyad))

    def take_back(self) -> None:
        """Give vacant places to users who wish to come back.

        To each that of the professional who fits best, of equal ones the own, else the first. The
        last of those out of care moves to where one has left the list.
        """
        places, k = self.places, 0
        while k < len(self.lives):
            life = self.lives[k]
            own = places[int(life.place)]
            vacant = [user for user in (own, *places) if user.ended] if life.returns > 0.0 else []
            if not vacant:
                k += 1
                continue
            wish = life.person.traits.preferred_control
            min(vacant, key=lambda user: user.professional.misfit(wish)).come_back(life)
            self.lives[k] = self.lives[-1]
            self.lives.pop()

    def end_week(self) -> None:
        """Update climate and usual giving from the members."""
        burnout, whole = 0.0, NO_LOAD
        for member in self.members:
            burnout += member.state.burnout
            whole = add_load(whole, member.load)
        members = float(len(self.members))
        self.state = team_after(self.state, burnout, members, whole, self.model.others)


class Service(mesa.Model):
    """Teams of one run, stepped week by week.

    Parameters
    ----------
    scenario : Scenario
        One run's parameters, and the states that it sets at week 0.
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
        self, scenario: Scenario, table: Rows, key: DrawKey, replicate: int, teams: Any, dyads: int
    ) -> None:
        super().__init__()
        self.p, self.start = scenario.parameters, scenario.start
        self.table, self.key, self.replicate = table, key, replicate
        self.week, self.now, self.others = 0, in_week(self.p, 0.0), without_policies(self.p)
        for slot in teams:
            self._open_team(slot, dyads)
        self.users = self.agents_by_type[ServiceUser]
        self.professionals = self.agents_by_type[Professional]
        self.care_teams = self.agents_by_type[CareTeam]

    def _open_team(self, slot: int, dyads: int) -> None:
        caseload, size = int(self.p.service.caseload), int(self.p.service.team_size)
        team = CareTeam(self, slot)
        for post in range(size):
            j = slot * size + post
            if j * caseload < dyads:
                team.members.append(Professional(self, j, post, team))
        for i in range(team.first_user, min(team.first_user + caseload * size, dyads)):
            wish = self.wish_of(i)
            free = [m for m in team.members if len(m.caseload) < caseload]
            member = min(free, key=lambda m: m.misfit(wish))
            member.caseload.append(ServiceUser(self, i, member))

    def wish_of(self, slot: int) -> float:
        """Control that the user who begins in a slot prefers the professional to have."""
        draws = user_draws(self.key, counter_of(slot, 0, 0, self.replicate))
        return person(draws, self.table, self.others).traits.preferred_control

    def is_treated(self, user: int, professional: int, team: int) -> bool:
        """Whether the user in a slot is given the interventions."""
        by_user, by_professional, by_team = (
            allocation_draw(self.key, counter_of(slot, 0, 0, self.replicate), Word(unit))
            for unit, slot in enumerate((user, professional, team), 1)
        )
        return is_allocated(by_user, by_professional, by_team, self.p)

    def step(self) -> None:
        """One week: eight verbs on every tie that goes on, then the team couples.

        :meth:`end_week` and :meth:`renew` close the week. They are separate so that the week can
        be read before.
        """
        self.week += 1
        self.now = in_week(self.p, float(self.week))
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
        self.users.do("end_week")
        self.care_teams.do("live_apart")
        self.care_teams.do("let_go")

    def end_week(self) -> None:
        """Update professionals from their caseloads, and teams from their members."""
        self.professionals.do("end_week")
        self.care_teams.do("end_week")

    def renew(self) -> None:
        """Replace professionals who leave, take users back and fill places."""
        self.professionals.do("succeed")
        self.care_teams.do("take_back")
        self.professionals.do("refill")

    def meeting(self, slot: int, generation: int) -> MeetingDraws:
        """Random draws of a first meeting after this week, of the user of a slot."""
        return meeting_draws(self.key, counter_of(slot, generation, self.week, self.replicate))


def begin_from(dyad: Dyad, start: Mapping[str, float]) -> Dyad:
    """A dyad at week 0 with the states that are set by name."""
    return fill(Dyad, [start.get(*leaf) for leaf in zip(leaves(Dyad), flat(dyad), strict=True)])
