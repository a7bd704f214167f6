"""Who asks and sets the agenda at a visit (S001 items 64-65)."""

from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.response import pos
from mutua.model.state import User

#: Sum of both sides' shares of the agenda at which information flows as it does on average.
USUAL_AGENDA = 0.75


class Shares(NamedTuple):
    """How much of a full agenda each side brings to a visit, each in [0, 1]."""

    user: float
    professional: float


@rule
def agenda_of(person: User, energy: float, p: Parameters) -> Shares:
    """What each side asks and brings up at a visit, as shares of a full agenda.

    ``(1 - initiative)(1 - severity (1 - efficacy))`` of the user, ``initiative energy`` of the
    professional: the norm says whose turn it is, illness makes passive and efficacy active. Source:
    S001 items 64-65 (who asks the questions), 67 and 69 (severity, efficacy); form assumed.
    """
    active = 1.0 - person.severity * (1.0 - person.mind.efficacy)
    return Shares((1.0 - p.norm.initiative) * active, p.norm.initiative * energy)


@rule
def talk_by_agenda(agenda: Shares, p: Parameters) -> float:
    """Factor of the agenda on both sides' information, >= 0; 1 at a usual agenda.

    ``pos(1 + w ((user + professional)/.75 - 1))``: where nothing is brought up little is said.
    Source: S001 item 65; form assumed.
    """
    brought = (agenda.user + agenda.professional) / USUAL_AGENDA
    return pos(1.0 + p.agenda.talk * (brought - 1.0))


@rule
def control_by_agenda(control: float, agenda: Shares, p: Parameters) -> float:
    """Professional's share of control as it shows at a visit, in [0, 1].

    ``C + w (professional/(user + professional) - C)``: who asks seems to decide. Source: S001 items
    63-65; form assumed.
    """
    asked = agenda.professional / (agenda.user + agenda.professional + 1e-9)
    return control + p.agenda.say * (asked - control)
