"""Verb 7, recover: severity falls with joint work and drifts with life."""

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.layout import replace
from mutua.resources import Gifts
from mutua.rules.response import share
from mutua.state import Carer, Dyad, Event
from mutua.streams import Draws


@rule
def joint_work(to_user: Gifts, to_professional: Gifts, complements: float) -> float:
    """Work done together, >= 0, from the information and services of both sides.

    ``(1 - c)(a + b)/2 + c 2ab/(a + b)``: substitutes at c = 0, complements at c = 1.
    Source: S000 item 37 (mutual dependence toward a shared goal); form assumed.
    """
    a = to_user.information + to_user.services
    b = to_professional.information + to_professional.services
    either = 0.5 * (a + b)
    both = 2.0 * a * b / (a + b + 1e-9)
    return either + complements * (both - either)


@rule
def severity_after(
    severity: float, baseline: float, work: float, life: float, p: Parameters
) -> float:
    """Severity after a week, in [0, 1].

    ``S - r work S + d (S0 - S) + v life``: joint work lifts in proportion to what there is to lift;
    the illness returns to its baseline; life goes up and down.
    Source: S001 item 153 (relationship as vehicle), S004 item 151; form and rates assumed.
    """
    drift = p.recover.drift * (baseline - severity)
    return share(severity - p.recover.rate * work * severity + drift + p.recover.life * life)


@rule
def recover(
    dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """Severity after the week; without a visit there is no joint work."""
    person, joint = dyad.person, 0.0
    if event.visit.attended > 0.0:
        given = event.given
        joint = joint_work(given.to_user, given.to_professional, p.recover.complements)
    work = carer.professional.skill * dyad.tie.talk.understanding * person.traits.response * joint
    severity = severity_after(person.severity, person.traits.baseline, work, draws.life, p)
    return replace(dyad, person=replace(person, severity=severity)), replace(event, joint=joint)
