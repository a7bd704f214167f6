"""Sections 3.4.11 to 3.4.13: professional, team, succession, policies."""

from types import SimpleNamespace as Thing

from naive.response import CLASSES, chance, factor, nothing, plain, pos, share, squash, toward


def caseload(ties):
    """What the ties of one professional or team, each a dyad and its event, come to in a week."""
    load = Thing(effort=0.0, visits=0.0, ties=0.0, balance=0.0, reward=0.0, taken=0.0, lost=0.0)
    load.given = nothing()
    for dyad, event in ties:
        tie, books, met = dyad.tie, dyad.professional.books, event.visit.attended
        load.lost += tie.ending == 1 and tie.ended == event.week
        if tie.ending == 0:
            given = event.given
            own = sum(given.to_user.values()) - given.extra["money"]
            load.effort += own + given.reserved
            load.visits += met
            load.ties += 1
            load.balance += books.credit - books.debt
            load.reward += event.professional.y
            load.taken += met * event.user.met
            for r in CLASSES:
                load.given[r] += given.to_user[r] - given.extra[r]
    return load


def professional_week(professional, ties, team, p):
    pro, load = plain(professional), caseload(ties)
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
    goal = share(pro.proneness + strains - relief)
    worth = 0.5
    if load.visits > 0:
        taken = p.giving_back.professional * (load.taken / visits - 0.5)
        worth = share(0.5 + 0.5 * load.reward / visits + taken)
    rest = 1 - p.work.drain * load.effort / (load.effort + p.work.capacity)
    pro.energy = share(toward(pro.energy, rest, p.work.recovery))
    pro.burnout = share(toward(pro.burnout, goal, p.work.rate))
    esteem = toward(pro.esteem, worth, p.work.esteem_speed)
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
    return team


def leaves(professional, u, p):
    odds = p.work.leaving * factor(professional.burnout, p.work.turnover)
    return u < max(chance(odds), p.interventions.succession.strength)


def refilled(tie, number, p):
    return tie.ending > 0 and 0 < p.service.refill <= number - tie.ended


def policies(p):
    """All policies among the interventions."""
    return [x for x in vars(p.interventions).values() if hasattr(x, "strength")]


def without_policies(p):
    p = Thing(**vars(p) | {"interventions": plain(p.interventions)})
    for policy in policies(p):
        policy.strength = 0.0
    return p


def in_force(p, number):
    """Parameters of the week; `p` stays as it is."""
    p = Thing(**vars(p) | {name: plain(getattr(p, name)) for name in ("norm", "interventions")})
    for policy in policies(p):
        turn = policy.every == 0 or (number - policy.start) % policy.every == 0
        if not (turn and policy.start <= number <= policy.stop):
            policy.strength = 0.0
    norm, s = p.norm, p.interventions.shared_decisions.strength
    norm.control = toward(norm.control, 0.5, s)
    norm.initiative = toward(norm.initiative, 0.5, s)
    norm.responsiveness += s / 2 * (1 - norm.responsiveness)
    norm.rigidity *= 1 - s / 2
    move_closer(norm, p.interventions.boundary.strength)
    return p


def move_closer(norm, s):
    """More love of the professional, out of the other five amounts."""
    total, love = sum(norm.professional.values()), norm.professional["love"]
    more = min(love + 0.3 * s * pos(2 - love), total)
    rest = (total - more) / max(total - love, 1e-9)
    norm.professional = {r: x * rest for r, x in norm.professional.items()} | {"love": more}


def trained(professional, p):
    """As the ties meet a professional."""
    pro, s = plain(professional), p.interventions.training.strength
    pro.empathy += s * (1 - pro.empathy)
    pro.skill += s / 2 * (1 - pro.skill)
    return pro
