"""After the eight verbs the team couples: energy, burnout, esteem, climate; staff come and go."""

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.parameters.catalogue import Parameters
from mutua.model.resources import each, pair, times
from mutua.model.rules.give import own_effort
from mutua.model.rules.response import USUAL_BURNOUT, chance, factor, pos, share, squash, toward
from mutua.model.state import FAILED, Dyad, Event, Load, Professional, Team, Tie


@rule
def load_of(dyad: Dyad, event: Event) -> Load:
    """What one tie asks of its professional this week; only the loss once it has ended.

    A user who breaks off in this week is lost in it (`Tie.ended` is the week). Usual giving leaves
    out what was beyond the role.
    """
    tie, books, attended = dyad.tie, dyad.professional.books, event.visit.attended
    goes_on = 1.0 if tie.ending == 0.0 else 0.0
    met = attended * event.user.met
    lost = 1.0 if tie.ending == FAILED and tie.ended == event.week else 0.0
    return Load(
        effort=goes_on * (own_effort(event.given) + event.given.reserved),
        visits=goes_on * attended,
        balance=goes_on * (books.credit - books.debt),
        reward=goes_on * event.professional.y,
        ties=goes_on,
        lost=lost,
        taken=goes_on * met,
        offers=goes_on * event.visit.offered,
        control=goes_on * tie.talk.control,
        affect=goes_on * 0.5 * (dyad.user.feeling.affect + dyad.professional.feeling.affect),
        given=each(times, pair(subtract, event.given.to_user, event.given.extra, 0.0), goes_on),
    )


@rule
def subtract(a: float, b: float, x: float) -> float:
    """Subtract one amount; for :func:`pair`."""
    return a - b


@rule
def add(a: float, b: float, x: float) -> float:
    """Add two amounts; for :func:`pair`."""
    return a + b


@rule
def add_load(a: Load, b: Load) -> Load:
    """Sum of two loads."""
    return Load(
        effort=a.effort + b.effort,
        visits=a.visits + b.visits,
        balance=a.balance + b.balance,
        reward=a.reward + b.reward,
        ties=a.ties + b.ties,
        lost=a.lost + b.lost,
        taken=a.taken + b.taken,
        offers=a.offers + b.offers,
        control=a.control + b.control,
        affect=a.affect + b.affect,
        given=pair(add, a.given, b.given, 0.0),
    )


@rule
def burnout_goal(professional: Professional, load: Load, team: Team, p: Parameters) -> float:
    """Where burnout is drawn to, in [0, 1].

    The person's proneness plus load at work and outside, inequity in both directions (squared mean
    balance over users: van Dierendonck 1996, 2001; squared distance of effort from what is felt to
    be paid: Rose 2010), the team's climate, less the reward of visits, worth in one's own eyes and
    supervision. Source: S000 item 60, S004 item 162; theory.md 2C; weights assumed.
    """
    w = p.work
    ties, visits = max(load.ties, 1.0), max(load.visits, 1.0)
    balance, reward = load.balance / ties, load.reward / visits
    work = load.effort / w.capacity
    unpaid = work - w.pay
    strains = (
        w.load * squash(work - 1.0)
        + w.outside * (professional.outside_load - p.population.outside_load.mean)
        + w.inequity * balance * balance
        + w.organisation * unpaid * unpaid
        + w.contagion * (0.5 - team.climate)
    )
    relieved = w.reward * reward + w.esteem * (professional.esteem - 0.5)
    helped = 0.5 * p.interventions.supervision.strength * pos(strains)
    return share(professional.proneness + strains - helped - relieved)


@rule
def esteem_after(esteem: float, load: Load, p: Parameters) -> float:
    """A professional's worth in the own eyes after a week, in [0, 1].

    It moves to one half plus rewarding visits and giving that is taken; a user who breaks off
    humiliates. Source: S000 items 23 and 60, S004 item 161; form assumed.
    """
    visits = max(load.visits, 1.0)
    taken = load.taken / visits
    goal = 0.5 + 0.5 * load.reward / visits + p.giving_back.professional * (taken - 0.5)
    goal = goal if load.visits > 0.0 else 0.5
    lost = p.work.humiliation * load.lost
    return share(toward(esteem, share(goal), p.work.esteem_speed) - lost)


@rule
def professional_after(
    professional: Professional, load: Load, team: Team, p: Parameters
) -> Professional:
    """Energy, burnout and esteem after a week, all in [0, 1].

    Energy moves to what the effort over the caseload leaves, burnout to its goal.
    """
    w = p.work
    rested = 1.0 - w.drain * load.effort / (load.effort + w.capacity)
    return replace(
        professional,
        energy=share(toward(professional.energy, rested, w.recovery)),
        burnout=share(
            toward(professional.burnout, burnout_goal(professional, load, team, p), w.rate)
        ),
        esteem=esteem_after(professional.esteem, load, p),
        tenure=professional.tenure + 1.0,
    )


@rule
def leaves_service(professional: Professional, draw: float, p: Parameters) -> bool:
    """Whether this is a professional's last week in the service: odds ``base m(burnout)``.

    A planned succession has a chance of its own.

    Source: E26 (turnover), S004 item 165 (relationships and retention of staff); form assumed.
    """
    leaving = chance(p.work.leaving * factor(professional.burnout, USUAL_BURNOUT, p.work.turnover))
    return draw < max(leaving, p.interventions.succession.strength)


@rule
def is_refilled(tie: Tie, week: float, p: Parameters) -> bool:
    """Whether the vacated place of a tie that has ended is filled after this week."""
    wait = p.service.refill
    return wait > 0.0 and tie.ending > 0.0 and week >= tie.ended + wait


@rule
def team_after(team: Team, burnout_sum: float, members: float, load: Load, p: Parameters) -> Team:
    """Climate and what is usual here after a week.

    Climate follows ``1 - mean burnout`` of the members (S001 item 17); usual giving, control,
    affect and the share of offers kept follow those of the week (S001 item 92), as far as there
    were visits, ties and offers.
    """
    giving, control, affect, coming = team.giving, team.control, team.affect, team.coming
    x = p.work.climate
    if load.visits > 0.0:
        giving = pair(toward, giving, each(times, load.given, 1.0 / load.visits), x)
    if load.ties > 0.0:
        control = toward(control, load.control / load.ties, x)
        affect = toward(affect, load.affect / load.ties, x)
    if load.offers > 0.0:
        coming = toward(coming, load.visits / load.offers, x)
    climate = share(toward(team.climate, 1.0 - burnout_sum / members, x))
    return Team(climate, giving, control, affect, coming)
