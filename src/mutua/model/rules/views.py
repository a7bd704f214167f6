"""Control as either side views it: what shows at visits, and what one brings along (S003)."""

from mutua.jit.compile import rule
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.agenda import agenda_of, control_by_agenda
from mutua.model.rules.crisis import near_crisis
from mutua.model.rules.response import share, toward
from mutua.model.state import Carer, Course, Dyad


@rule
def is_plain(course: Course, p: Parameters) -> float:
    """1 where it is plain to both who decides: in a crisis and for some weeks after it, else 0.

    The weeks are twice those that make a relapse of the next onset. Source: S002 items 116 and 130
    (control taken when one cannot decide is noticed and valued); form assumed.
    """
    return 1.0 if near_crisis(course, 2.0 * p.crisis.calm) else 0.0


@rule
def expected_by_user(trust: float, avoidance: float, wish: float, p: Parameters) -> float:
    """Control by the professional that a user expects to see, in [0, 1].

    ``norm + ((.5 - trust) + (avoidance - mean) + (mean wish - wish))/2``: who distrusts, guards the
    own autonomy or wishes to decide sees more control by the other. Source: S003 items 144-145 (the
    two disagree on power), S001 items 76 and 81; form assumed.
    """
    q = p.population
    guarded = (0.5 - trust) + (avoidance - q.avoidance.mean) + (q.preferred_control.mean - wish)
    return share(p.norm.control + 0.5 * guarded)


@rule
def shown_control(dyad: Dyad, carer: Carer, p: Parameters) -> float:
    """Control as it shows at a visit, in [0, 1]: who asks seems to decide, but near a crisis."""
    control = dyad.tie.talk.control
    agenda = agenda_of(dyad.person, carer.professional.energy, p)
    plain = is_plain(dyad.person.course, p)
    return toward(control_by_agenda(control, agenda, p), control, plain)


@rule
def viewed_control(shown: float, expected: float, plain: float, p: Parameters) -> float:
    """Control as one side views it, ``C + o (expected - C)``, in [0, 1]; o is 0 where it is plain.

    Source: S003 items 144-145 (views coincide on most functions, but on reciprocity and power);
    form assumed.
    """
    return toward(shown, expected, p.experience.ambiguity * (1.0 - plain))
