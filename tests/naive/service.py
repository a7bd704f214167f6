"""Sections 3.4.11 and 3.4.12: professional and team after the week, turnover, vacant places."""

from types import SimpleNamespace as Thing

from naive.response import CLASSES, chance, factor, nothing, plain, pos, share, squash, toward

LOADS = (
    "effort", "visits", "ties", "balance", "reward", "taken", "offers", "control", "affect", "lost",
)  # fmt: skip


def caseload(ties):
    """What the ties of one professional or team, each a dyad and its event, come to in a week."""
    load = Thing(**dict.fromkeys(LOADS, 0.0), given=nothing())
    for dyad, event in ties:
        tie, books, met = dyad.tie, dyad.professional.books, event.visit.attended
        load.lost += tie.ending == 1 and tie.ended == event.week
        if tie.ending == 0:
            given = event.given
            own = sum(given.to_user.values()) - given.extra["money"]
            load.effort += own + given.reserved
            load.visits += met
            load.offers += event.visit.offered
            load.control += tie.talk.control
            load.affect += (dyad.user.feeling.affect + dyad.professional.feeling.affect) / 2
            load.ties += 1
            load.balance += books.credit - books.debt
            load.reward += event.professional.y
            load.taken += met * event.user.met
            for r in CLASSES:
                load.given[r] += given.to_user[r] - given.extra[r]
    return load


def burnout_goal(pro, load, team, p):
    """What burnout is drawn to by a week of such a load."""
    visits, work = max(load.visits, 1.0), load.effort / p.work.capacity
    strains = (
        p.work.load * squash(work - 1)
        + p.work.outside * (pro.outside_load - p.population.outside_load.mean)
        + p.work.inequity * (load.balance / max(load.ties, 1.0)) ** 2
        + p.work.organisation * (work - p.work.pay) ** 2
        + p.work.contagion * (0.5 - team.climate)
    )
    strains -= p.interventions.supervision.strength / 2 * pos(strains)
    relief = p.work.reward * load.reward / visits + p.work.esteem * (pro.esteem - 0.5)
    return share(pro.proneness + strains - relief)


def worth(load, p):
    """What esteem is drawn to."""
    if load.visits == 0:
        return 0.5
    taken = p.giving_back.professional * (load.taken / load.visits - 0.5)
    return share(0.5 + 0.5 * load.reward / load.visits + taken)


def professional_week(professional, ties, team, p):
    pro, load = plain(professional), caseload(ties)
    rest = 1 - p.work.drain * load.effort / (load.effort + p.work.capacity)
    goal = burnout_goal(pro, load, team, p)
    pro.energy = share(toward(pro.energy, rest, p.work.recovery))
    pro.burnout = share(toward(pro.burnout, goal, p.work.rate))
    esteem = toward(pro.esteem, worth(load, p), p.work.esteem_speed)
    pro.esteem = share(esteem - p.work.humiliation * load.lost)
    pro.tenure += 1
    return pro


def team_week(team, members, ties, p):
    """After its members, as this week left them, and all their ties."""
    team, load = plain(team), caseload(ties)
    burnout = sum(pro.burnout for pro in members) / len(members)
    team.climate = share(toward(team.climate, 1 - burnout, p.work.climate))
    if load.visits > 0:
        for r in CLASSES:
            team.giving[r] = toward(team.giving[r], load.given[r] / load.visits, p.work.climate)
    if load.ties > 0:
        team.control = toward(team.control, load.control / load.ties, p.work.climate)
        team.affect = toward(team.affect, load.affect / load.ties, p.work.climate)
    if load.offers > 0:
        team.coming = toward(team.coming, load.visits / load.offers, p.work.climate)
    return team


def leaves(professional, u, p):
    odds = p.work.leaving * factor(professional.burnout, 0.45, p.work.turnover)
    return u < max(chance(odds), p.interventions.succession.strength)


def misfit_of_wishes(person, professional, p):
    """Section 3.2: how badly a user and a professional go together, as far as that counts."""
    own, other = person.traits.preferred_control, professional.preferred_control
    return p.service.fit * abs(own - other)


def refilled(tie, number, p):
    return tie.ending > 0 and 0 < p.service.refill <= number - tie.ended
