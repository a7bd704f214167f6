"""After the eight verbs the team couples: energy is shared, burnout and climate follow."""

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.layout import replace
from mutua.resources import total
from mutua.rules.response import share, squash, toward
from mutua.state import NO_LOAD, Dyad, Event, Load, Professional, Team


@rule
def load_of(dyad: Dyad, event: Event) -> Load:
    """What one tie asks of its professional this week; nothing once it has ended."""
    if dyad.tie.ending > 0.0:
        return NO_LOAD
    books = dyad.professional.books
    return Load(
        effort=total(event.given.to_user),
        visits=event.visit.attended,
        balance=books.credit - books.debt,
        reward=event.professional.y,
        ties=1.0,
    )


@rule
def add_load(a: Load, b: Load) -> Load:
    """Sum of two loads."""
    return Load(
        a.effort + b.effort,
        a.visits + b.visits,
        a.balance + b.balance,
        a.reward + b.reward,
        a.ties + b.ties,
    )


@rule
def professional_after(
    professional: Professional, load: Load, team: Team, p: Parameters
) -> Professional:
    """Energy and burnout after a week, both in [0, 1].

    Energy moves to what the effort over the caseload leaves; burnout to the person's proneness plus
    load, inequity in both directions (squared mean balance: van Dierendonck 1996, 2001), the
    team's climate, less the reward of visits. Source: S000 item 60; theory.md 2C; rates assumed.
    """
    w = p.work
    pressure = load.effort / w.capacity - 1.0
    ties, visits = max(load.ties, 1.0), max(load.visits, 1.0)
    balance, reward = load.balance / ties, load.reward / visits
    rested = 1.0 - w.drain * load.effort / (load.effort + w.capacity)
    target = (
        professional.proneness
        + w.load * squash(pressure)
        + w.inequity * balance * balance
        + w.contagion * (0.5 - team.climate)
        - w.reward * reward
    )
    return replace(
        professional,
        energy=share(toward(professional.energy, rested, w.recovery)),
        burnout=share(toward(professional.burnout, share(target), w.rate)),
    )


@rule
def team_after(team: Team, burnout_sum: float, members: float, p: Parameters) -> Team:
    """Climate after a week: ``1 - mean burnout`` of the members, smoothed (S001 item 92)."""
    return Team(climate=share(toward(team.climate, 1.0 - burnout_sum / members, p.work.climate)))
