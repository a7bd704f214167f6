"""Section 1.3: a team week by week from its first day on, with what is recorded of it."""

import naive
from naive import measures, people, randomness, service
from naive.record import remember
from naive.response import Thing, plain


class Team:
    """The first team of a run: its users and professionals have the slots from 0 on."""

    def __init__(self, p, seed, replicate, users, weeks):
        self.seed, self.replicate, self.weeks = seed, replicate, weeks
        self.caseload = int(p.service.caseload)
        self.treated = plain(p)
        self.others = service.without_policies(self.treated)
        self.is_treated = [self.is_allocated(slot) for slot in range(users)]
        self.staff = [self.hired(i, 0) for i in range(-(-users // self.caseload))]
        self.dyads = [self.fresh(slot, 0, 0) for slot in range(users)]
        self.team = people.fresh_team(service.in_force(self.others, 0))
        self.rows, self.sums = [None] * users, []

    def draws(self, stream, slot, generation, week):
        return randomness.draws(stream, self.seed, self.replicate, slot, int(generation), week)

    def carer_of(self, slot):
        return slot // self.caseload

    def is_allocated(self, slot):
        """Section 3.4.13: by a draw of the user, of the professional or of this team."""
        allocation = self.treated.interventions.allocation
        unit = int(allocation.unit)
        of_unit = {0: None, 1: slot, 2: self.carer_of(slot), 3: 0}[unit]
        if of_unit is None:
            return True
        draw = randomness.allocation(self.seed, self.replicate, of_unit, unit)
        return draw < allocation.share

    def met_by(self, slot):
        """All parameters that a place meets, whatever the week."""
        return self.treated if self.is_treated[slot] else self.others

    def now(self, slot, number):
        return service.in_force(self.met_by(slot), number)

    def of_professional(self, i, number):
        """A professional goes with the first user of the caseload."""
        return self.now(i * self.caseload, number)

    def birth(self, i):
        return self.draws(3, i, self.staff[i].generation, 0)

    def hired(self, i, generation):
        return people.professional(self.draws(3, i, generation, 0), float(generation), self.others)

    def fresh(self, slot, generation, week):
        user, carer = self.draws(2, slot, generation, 0), self.birth(self.carer_of(slot))
        meeting, p = self.draws(5, slot, generation, week), self.now(slot, week)
        return people.fresh_dyad(user, carer, meeting, float(generation), float(week), p)

    def week(self, number):
        """Live one week: every tie, what is taken down of it, professionals, newcomers."""
        lived = []
        for slot, dyad in enumerate(self.dyads):
            p = self.now(slot, number)
            carer = Thing(professional=self.staff[self.carer_of(slot)], team=self.team)
            fate = self.draws(1, slot, dyad.tie.generation, number)
            dyad, event = naive.week(dyad, carer, float(number), self.met_by(slot), fate)
            carer = Thing(professional=service.trained(carer.professional, p), team=self.team)
            remember(dyad, event, carer, p)
            lived.append((dyad, event, carer, p))
        self.dyads = [dyad for dyad, _, _, _ in lived]
        self.take_down(lived, number)
        self.couple(lived, number)
        self.renew(number)

    def take_down(self, lived, number):
        """The week's whole-number sums, and the rows of those whose tie ends."""
        observed = [measures.weekly(*one) for one in lived]
        self.sums.append({k: sum(int(x[k] * 2**24) for x in observed) for k in observed[0]})
        for slot, (dyad, _, carer, p) in enumerate(lived):
            tie = dyad.tie
            last = number == self.weeks and tie.ending == 0
            if tie.generation == 0 and (tie.ended == number or last):
                start = self.draws(2, slot, 0, 0)
                noise = randomness.of_ratings(self.seed, self.replicate, slot)
                known = people.background(start, p)
                self.rows[slot] = measures.row(dyad, number, carer, start, known, noise, p)

    def couple(self, lived, number):
        ties = [(dyad, event) for dyad, event, _, _ in lived]
        for i, pro in enumerate(self.staff):
            mine = ties[i * self.caseload : (i + 1) * self.caseload]
            p = self.of_professional(i, number)
            self.staff[i] = service.professional_week(pro, mine, self.team, p)
        self.team = service.team_week(self.team, self.staff, ties, self.others)

    def renew(self, number):
        for i, pro in enumerate(self.staff):
            whose = self.seed, self.replicate, i, int(pro.generation), number
            leaves = randomness.professional_leaves(*whose)
            if service.leaves(pro, leaves, self.of_professional(i, number)):
                self.staff[i] = self.hired(i, int(pro.generation) + 1)
                self.succeed(i, number)
        for slot, dyad in enumerate(self.dyads):
            if service.refilled(dyad.tie, number, self.others):
                self.dyads[slot] = self.fresh(slot, int(dyad.tie.generation) + 1, number)

    def succeed(self, i, number):
        """Hand the caseload over to the successor."""
        first = i * self.caseload
        for slot, dyad in enumerate(self.dyads[first : first + self.caseload], first):
            if dyad.tie.ending == 0:
                meeting = self.draws(5, slot, dyad.tie.generation, number)
                p = self.now(slot, number)
                self.dyads[slot] = people.succeeded(dyad, self.birth(i), meeting, p)
