"""Verb 6, relate: dialogue builds understanding; control moves between wish and norm."""

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.layout import replace
from mutua.rules.response import sat, share
from mutua.state import Carer, Dyad, Event, Given, Talk
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
def control_after(
    control: float, wish_user: float, wish_professional: float, p: Parameters
) -> float:
    """Enacted control after a visit: towards the wishes as far as rigidity lets it.

    ``C + f ((1 - rigidity) wish + rigidity norm - C)``, wish = mean of both sides' wishes.
    Source: S000 item 44 (negotiating), S001 items 63-66, S002 item 118; form assumed.
    """
    wish = 0.5 * (wish_user + wish_professional)
    goal = wish + p.norm.rigidity * (p.norm.control - wish)
    return share(control + p.relate.control * (goal - control))


@rule
def relate(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """Move understanding and control at an attended visit."""
    if event.visit.attended == 0.0:
        return dyad, event
    talk = dyad.tie.talk
    wish_user = dyad.person.traits.preferred_control
    wish_professional = carer.professional.preferred_control
    after = Talk(
        control=control_after(talk.control, wish_user, wish_professional, p),
        understanding=understanding_after(talk.understanding, dialogue(event.given), p),
    )
    return replace(dyad, tie=replace(dyad.tie, talk=after)), event
