"""Sections 1.3, 3.2 and 3.4.12: a team week by week from its first day on, and what is recorded.

The order of a week, who is given to whom, who is out of care, who comes back, who is new.
"""

import naive
from naive import (
    beginning,
    new_event,
    outside,
    people,
    policies,
    randomness,
    ratings,
    rows,
    service,
)
from naive.measures import is_first_tie
from naive.record import remember
from naive.response import Thing, plain


class Team:
    """A team of a run, with so many users; before it come whole teams.

    Its places and posts are counted from 0, the slots of users and professionals through the run.
    """

    def __init__(self, p, seed, replicate, number, users, weeks, occasions=()):
        self.seed, self.replicate, self.number, self.weeks = seed, replicate, number, weeks
        self.users, self.treated = users, plain(p)
        self.first_post = number * int(p.service.team_size)
        self.first = self.first_post * int(p.service.caseload)
        self.others = policies.without_policies(self.treated)
        self.staff = [self.hired(i, 0) for i in range(-(-users // int(p.service.caseload)))]
        self.posts = self.given_posts()
        self.is_treated = [self.is_allocated(place) for place in range(users)]
        self.dyads = [
            self.fresh(place, beginning.first_of(self.posts[place], place), 0)
            for place in range(users)
        ]
        self.team, self.lives = people.fresh_team(policies.in_force(self.others, 0)), []
        self.rows, self.people, self.sums = [None] * users, [None] * users, []
        self.occasions, self.rated, self.of_posts = occasions, {}, []
        for place in range(users):
            self.rate(place, self.dyads[place], new_event(0.0), self.staff[self.posts[place]], 0)

    def draws(self, stream, place, generation, week):
        """Draws of a place, or of a professional at a post in stream 3."""
        slot = int(place) + (self.first_post if stream == 3 else self.first)
        return randomness.draws(stream, self.seed, self.replicate, slot, int(generation), week)

    def given_posts(self):
        """Section 3.2: each user is given the professional with a free place who fits best."""
        posts = []
        for place in range(self.users):
            who = people.person(self.draws(2, place, 0, 0), self.others)
            free = [
                i
                for i in range(len(self.staff))
                if posts.count(i) < int(self.others.service.caseload)
            ]
            posts.append(min(free, key=lambda i: self.misfit(who, i)))  # the first of equal ones
        return posts

    def misfit(self, person, i):
        return service.misfit_of_wishes(person, self.staff[i], self.others)

    def places_of(self, i):
        return [place for place in range(self.users) if self.posts[place] == i]

    def is_allocated(self, place):
        """Section 3.4.13: by a draw of the user, of the professional or of this team."""
        allocation = self.treated.interventions.allocation
        unit = int(allocation.unit)
        if unit == 0:
            return True
        post = self.first_post + self.posts[place]
        of_unit = {1: self.first + place, 2: post, 3: self.number}[unit]
        draw = randomness.allocation(self.seed, self.replicate, of_unit, unit)
        return draw < allocation.share

    def met_at(self, place):
        """All parameters that whoever is at a place meets, whatever the week."""
        return self.treated if self.is_treated[place] else self.others

    def now(self, place, number):
        return policies.in_force(self.met_at(place), number)

    def of_professional(self, i, number):
        """A professional goes with the first user of the caseload."""
        return self.now(self.places_of(i)[0], number)

    def birth(self, i):
        return self.draws(3, i, self.staff[i].generation, 0)

    def hired(self, i, generation):
        return people.professional(self.draws(3, i, generation, 0), float(generation), self.others)

    def fresh(self, place, where, week):
        """The first tie of someone who is new at a place."""
        generation, carer = where["generation"], self.birth(self.posts[place])
        user, meeting = self.draws(2, place, generation, 0), self.draws(5, place, generation, week)
        return beginning.fresh_dyad(user, carer, meeting, where, week, self.now(place, week))

    def week(self, number):
        """Live one week: ties, users out of care, what is taken down, professionals, who comes."""
        lived = [self.live(place, dyad, number) for place, dyad in enumerate(self.dyads)]
        self.dyads = [dyad for dyad, _, _, _ in lived]
        self.live_outside(number)
        self.take_down(lived, number)
        self.couple(lived, number)
        self.turn_over(number)
        self.take_back(number)
        self.refill(number)

    def live(self, place, dyad, number):
        """A tie through a week, with the event, the carer and the parameters of the week."""
        p, pro = self.now(place, number), self.staff[self.posts[place]]
        carer = Thing(professional=pro, team=self.team)
        fate = self.draws(1, dyad.tie.place, dyad.tie.generation, number)
        dyad, event = naive.week(dyad, carer, float(number), self.met_at(place), fate)
        carer = Thing(professional=policies.trained(pro, p), team=self.team)
        remember(dyad, event, carer, p)
        return dyad, event, carer, p

    def live_outside(self, number):
        """Those out of care live the week; then those join them whose tie ended in it."""
        p = policies.in_force(self.others, number)
        self.lives = [
            outside.live_outside(life, number, p, self.draws(1, life.place, 0, number))
            for life in self.lives
        ]
        for dyad in self.dyads:
            if dyad.tie.ended == number and dyad.tie.generation == 0:
                self.lives.append(outside.leave_care(dyad))

    def in_cohort(self):
        """Each user of the cohort: where the user began, who, adherence of late, in care or not."""
        for dyad in self.dyads:
            if dyad.tie.generation == 0 and dyad.tie.ending == 0:
                yield int(dyad.tie.place), dyad.person, dyad.record.window.adherence, 1.0
        for life in self.lives:
            yield int(life.place), life.person, life.followed, 0.0

    def take_down(self, lived, number):
        """The week's whole-number sums, and the rows that are due."""
        observed = [rows.week_of_place(*one) for one in lived]
        cohort = [rows.week_of_person(who, here, number) for _, who, _, here in self.in_cohort()]
        sums = {k: summed(observed, k) for k in observed[0]}
        self.sums.append(sums | {k: summed(cohort, k) for k in cohort[0]})
        for place, (dyad, event, carer, p) in enumerate(lived):
            self.rate(place, dyad, event, carer.professional, number)
            tie = dyad.tie
            last = number == self.weeks and tie.ending == 0
            if is_first_tie(tie) and (tie.ended == number or last):
                self.take_down_tie(dyad, carer, p, number)
        if number == self.weeks:
            for place, who, followed, here in self.in_cohort():
                start = self.draws(2, place, 0, 0)
                row = rows.row_of_person(who, followed, here, start, number, self.others)
                self.people[place] = row

    def rate(self, place, dyad, event, pro, number):
        """Section 3.4.17: ratings on request, of which the last of an occasion counts."""
        p = self.now(place, number)
        for name in self.occasions:
            if ratings.is_occasion(name, dyad.tie, event):
                slot = self.first + int(dyad.tie.place)
                noise = randomness.on_request(self.seed, self.replicate, slot, number)
                rating = ratings.rate(dyad, event, pro, noise, p)
                self.rated[int(dyad.tie.place), name] = rating

    def take_down_tie(self, dyad, carer, p, number):
        place = int(dyad.tie.place)
        start = self.draws(2, place, 0, 0)
        noise = randomness.of_ratings(self.seed, self.replicate, self.first + place)
        known = people.background(start, p)
        self.rows[place] = rows.row_of_tie(dyad, number, carer, start, known, noise, p)

    def couple(self, lived, number):
        """Professionals, then the team, after their week."""
        ties = [(dyad, event) for dyad, event, _, _ in lived]
        for i, pro in enumerate(self.staff):
            mine, p = [ties[place] for place in self.places_of(i)], self.of_professional(i, number)
            self.staff[i] = service.professional_week(pro, mine, self.team, p)
            post = ratings.post(self.staff[i], service.caseload(mine))
            self.of_posts.append(post | {"professional": self.first_post + i, "week": number})
        self.team = service.team_week(self.team, self.staff, ties, self.others)

    def turn_over(self, number):
        """Some professionals leave, and their caseload goes on with a successor."""
        for i, pro in enumerate(self.staff):
            slot = self.first_post + i
            whose = self.seed, self.replicate, slot, int(pro.generation), number
            leaves = randomness.professional_leaves(*whose)
            if service.leaves(pro, leaves, self.of_professional(i, number)):
                self.staff[i] = self.hired(i, int(pro.generation) + 1)
                for place in self.places_of(i):
                    self.hand_over(place, number)

    def hand_over(self, place, number):
        dyad = self.dyads[place]
        if dyad.tie.ending == 0:
            meeting = self.draws(5, dyad.tie.place, dyad.tie.generation, number)
            carer, p = self.birth(self.posts[place]), self.now(place, number)
            self.dyads[place] = beginning.handed_over(dyad, carer, meeting, p)

    def take_back(self, number):
        """Who wishes to come back is given a vacant place, if there is one of the own arm."""
        i = 0
        while i < len(self.lives):
            life = self.lives[i]
            place = self.place_for(life) if life.returns else None
            if place is None:
                i += 1
                continue
            meeting = self.draws(5, life.place, 0, number)
            carer, p = self.birth(self.posts[place]), self.now(place, number)
            vacant = self.dyads[place].tie
            self.dyads[place] = beginning.begun_again(life, carer, meeting, vacant, number, p)
            last = self.lives.pop()
            if i < len(self.lives):
                self.lives[i] = last

    def place_for(self, life):
        """The vacant place where the user fits best; of equal ones the own first."""
        own = int(life.place)
        vacant = [place for place, dyad in enumerate(self.dyads) if dyad.tie.ending > 0]

        def rank(place):
            return self.misfit(life.person, self.posts[place]), place != own, place

        return min(vacant, key=rank, default=None)

    def refill(self, number):
        for place, dyad in enumerate(self.dyads):
            if service.refilled(dyad.tie, number, self.others):
                where = beginning.first_of(dyad.tie.post, place, dyad.tie.newcomers + 1)
                self.dyads[place] = self.fresh(place, where, number)


def summed(observed, name):
    return sum(int(x[name] * 2**24) for x in observed)
