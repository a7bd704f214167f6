"""Verb 6, relate: dialogue builds understanding and moves goals; control is negotiated."""

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.layout import replace
from mutua.rules.response import pos, sat, share, toward
from mutua.state import Carer, Dyad, Event, Given, Goals, Talk
from mutua.streams import Draws


@rule
def dialogue(given: Given) -> float:
    """Information both ways, in [0, 1): the harmonic mean of the two flows, saturating.

    ``sat(2ab/(a + b))``: a monologue is no dialogue. Source: S000 item 52, S001 item 83; form
    assumed.
    """
    a, b = given.to_user.information, given.to_professional.information
    return sat(2.0 * a * b / (a + b + 1e-9))


@rule
def understanding_after(understanding: float, talk: float, p: Parameters) -> float:
    """Shared meaning after a visit, ``U + r dialogue (1 - U)``, in [0, 1].

    Source: S001 items 83-85, S002 item 112 (knowing and being known); form assumed.
    """
    return share(understanding + p.relate.understanding * talk * (1.0 - understanding))


@rule
def goals_after(own: Goals, other: Goals, pull: float) -> Goals:
    """One side's goals after a visit, moved the share `pull` of the way to the other's.

    Shares keep their sum. Source: S000 item 54 (reaching agreement), S001 item 83; form assumed.
    """
    return Goals(
        change=toward(own.change, other.change, pull),
        stability=toward(own.stability, other.stability, pull),
        access=toward(own.access, other.access, pull),
    )


@rule
def consensus(talk: Talk) -> float:
    """Overlap of goals, ``1 - sum |g_u - g_p| / 2``, in [0, 1] (S001 item 13)."""
    a, b = talk.goals_user, talk.goals_professional
    apart = abs(a.change - b.change) + abs(a.stability - b.stability) + abs(a.access - b.access)
    return 1.0 - 0.5 * apart


@rule
def power_dependence(met: float, alternatives: float) -> float:
    """How much a side depends on the other, ``met (1 - pos(alternatives))``, in [0, 1].

    Source: S000 item 38; Emerson's power-dependence (theory.md B1); form design 2.3, verb 6.
    """
    return met * (1.0 - pos(alternatives))


@rule
def negotiated(wish_user: float, wish_professional: float, d_user: float, d_pro: float) -> float:
    """Control that both wishes come to, each weighing ``1 - dependence``, in [0, 1].

    The less dependent side gets nearer its wish. Source: S000 item 44 (negotiating), Emerson.
    """
    a, b = 1.0 - d_user + 1e-6, 1.0 - d_pro + 1e-6
    return (wish_user * a + wish_professional * b) / (a + b)


@rule
def control_after(control: float, wish: float, p: Parameters) -> float:
    """Enacted control after a visit: towards the negotiated wish as far as rigidity lets it.

    ``C + f ((1 - rigidity) wish + rigidity norm - C)``, in [0, 1].
    Source: S000 item 44, S001 items 63-66, S002 item 118; form assumed.
    """
    goal = wish + p.norm.rigidity * (p.norm.control - wish)
    return share(toward(control, goal, p.relate.control))


@rule
def talk_after(dyad: Dyad, carer: Carer, event: Event, p: Parameters) -> Talk:
    """What the two have worked out between them, after a visit."""
    talk, traits = dyad.tie.talk, dyad.person.traits
    d_user = power_dependence(event.user.met, traits.alternatives)
    d_pro = power_dependence(event.professional.met, p.relate.alternatives)
    wish = negotiated(
        traits.preferred_control,
        carer.professional.preferred_control,
        p.relate.dependence * d_user,
        p.relate.dependence * d_pro,
    )
    spoken = dialogue(event.given)
    pull = p.relate.goals * spoken
    return Talk(
        control=control_after(talk.control, wish, p),
        understanding=understanding_after(talk.understanding, spoken, p),
        familiarity=toward(talk.familiarity, 1.0, p.relate.familiarity),
        goals_user=goals_after(talk.goals_user, talk.goals_professional, pull),
        goals_professional=goals_after(talk.goals_professional, talk.goals_user, pull),
    )


@rule
def relate(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """Move understanding, familiarity, goals and control at an attended visit."""
    if event.visit.attended == 0.0:
        return dyad, event
    talk = talk_after(dyad, carer, event, p)
    return replace(dyad, tie=replace(dyad.tie, talk=talk)), event
