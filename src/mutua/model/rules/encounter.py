"""One week of one tie: eight verbs in this order, each seeing what the former left.

1. `attend`: is a visit offered, or asked for and answered, and does the user come?
2. `give`: six amounts each way; both sides act at once on the state before the visit.
3. `experience`: what each side makes of it.
4. `owe`: two gross books a side.
5. `learn`: trust, bond, affect, rupture, expectation, habits of giving.
6. `relate`: understanding, goals, familiarity and control.
7. `recover`: severity, crises, life events, efficacy, hope, acceptance, adherence and needs.
8. `part`: does the tie end, as failed, enough, nonattendance, planned or moved?

The parameters are those of the week: `intervene.in_week` says which policies are in force.
"""

from mutua.jit.compile import rule
from mutua.model.draws import Draws
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.attend import attend
from mutua.model.rules.experience import experience
from mutua.model.rules.give import give
from mutua.model.rules.learn import learn
from mutua.model.rules.owe import owe
from mutua.model.rules.part import part
from mutua.model.rules.recover import recover
from mutua.model.rules.relate import relate
from mutua.model.state import NOT_FELT, NOT_GIVEN, Carer, Dyad, Event, Visit


@rule
def new_week(week: float) -> Event:
    """Return the event of a week in which nothing has happened yet."""
    return Event(
        week=week,
        visit=Visit(0.0, 0.0, 0.0, 0.0, 0.0),
        given=NOT_GIVEN,
        user=NOT_FELT,
        professional=NOT_FELT,
        relief=0.0,
        joint=0.0,
        onset=0.0,
        leave_odds=0.0,
    )


@rule
def encounter(
    dyad: Dyad, carer: Carer, week: float, p: Parameters, draws: Draws
) -> tuple[Dyad, Event]:
    """One week of one tie; a tie that has ended stays as it was."""
    event = new_week(week)
    if dyad.tie.ending > 0.0:
        return dyad, event
    dyad, event = attend(dyad, carer, event, p, draws)
    dyad, event = give(dyad, carer, event, p, draws)
    dyad, event = experience(dyad, carer, event, p, draws)
    dyad, event = owe(dyad, carer, event, p, draws)
    dyad, event = learn(dyad, carer, event, p, draws)
    dyad, event = relate(dyad, carer, event, p, draws)
    dyad, event = recover(dyad, carer, event, p, draws)
    return part(dyad, carer, event, p, draws)
