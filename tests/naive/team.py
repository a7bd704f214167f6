"""Section 1.3: a team week by week from its first day on, with what is recorded of it."""

import naive
from naive import measures, people, randomness, service
from naive.record import remember
from naive.response import Thing, plain


class Team:
    """The first team of a run: its users and professionals have the slots from 0 on."""

    def __init__(self, p, seed, replicate, users, weeks):
        self.p, self.seed, self.replicate, self.weeks = plain(p), seed, replicate, weeks
        self.caseload = int(p.service.caseload)
        p = service.in_force(self.p, 0)
        self.staff = [self.hired(i, 0, p) for i in range(-(-users // self.caseload))]
        self.dyads = [self.fresh(slot, 0, 0, p) for slot in range(users)]
        self.team = people.fresh_team(p)
        self.rows, self.sums = [None] * users, []

    def draws(self, stream, slot, generation, week):
        return randomness.draws(stream, self.seed, self.replicate, slot, int(generation), week)

    def carer_of(self, slot):
        return slot // self.caseload

    def birth(self, i):
        return self.draws(3, i, self.staff[i].generation, 0)

    def hired(self, i, generation, p):
        return people.professional(self.draws(3, i, generation, 0), float(generation), p)

    def fresh(self, slot, generation, week, p):
        user, carer = self.draws(2, slot, generation, 0), self.birth(self.carer_of(slot))
        meeting = self.draws(5, slot, generation, week)
        return people.fresh_dyad(user, carer, meeting, float(generation), float(week), p)

    def week(self, number):
        """Live one week: every tie, what is taken down of it, professionals, newcomers."""
        p, lived = service.in_force(self.p, number), []
        for slot, dyad in enumerate(self.dyads):
            carer = Thing(professional=self.staff[self.carer_of(slot)], team=self.team)
            fate = self.draws(1, slot, dyad.tie.generation, number)
            dyad, event = naive.week(dyad, carer, float(number), self.p, fate)
            carer = Thing(professional=service.trained(carer.professional, p), team=self.team)
            remember(dyad, event, carer, p)
            lived.append((dyad, event, carer))
        self.dyads = [dyad for dyad, _, _ in lived]
        self.take_down(lived, number, p)
        self.couple(lived, p)
        self.renew(number, p)

    def take_down(self, lived, number, p):
        """The week's whole-number sums, and the rows of those whose tie ends."""
        observed = [measures.weekly(*one, p) for one in lived]
        self.sums.append({k: sum(int(x[k] * 2**24) for x in observed) for k in observed[0]})
        for slot, (dyad, _, carer) in enumerate(lived):
            tie = dyad.tie
            last = number == self.weeks and tie.ending == 0
            if tie.generation == 0 and (tie.ended == number or last):
                start = self.draws(2, slot, 0, 0)
                noise = randomness.of_ratings(self.seed, self.replicate, slot)
                known = people.background(start, p)
                self.rows[slot] = measures.row(dyad, number, carer, start, known, noise, p)

    def couple(self, lived, p):
        ties = [(dyad, event) for dyad, event, _ in lived]
        for i, pro in enumerate(self.staff):
            mine = ties[i * self.caseload : (i + 1) * self.caseload]
            self.staff[i] = service.professional_week(pro, mine, self.team, p)
        self.team = service.team_week(self.team, self.staff, ties, p)

    def renew(self, number, p):
        for i, pro in enumerate(self.staff):
            whose = self.seed, self.replicate, i, int(pro.generation), number
            if service.leaves(pro, randomness.professional_leaves(*whose), p):
                self.staff[i] = self.hired(i, int(pro.generation) + 1, p)
                for slot in range(i * self.caseload, (i + 1) * self.caseload):
                    if slot < len(self.dyads) and self.dyads[slot].tie.ending == 0:
                        meeting = self.draws(5, slot, self.dyads[slot].tie.generation, number)
                        self.dyads[slot] = people.succeeded(
                            self.dyads[slot], self.birth(i), meeting, p
                        )
        for slot, dyad in enumerate(self.dyads):
            if service.refilled(dyad.tie, number, p):
                self.dyads[slot] = self.fresh(slot, int(dyad.tie.generation) + 1, number, p)
