"""What is recorded of a professional every week."""

from typing import Annotated, NamedTuple

from mutua.jit.compile import rule
from mutua.model.measures.outcomes import column
from mutua.model.state import Load, Professional


# fmt: off
class PostWeek(NamedTuple):
    """What is recorded of a professional at the end of a week."""

    burnout:    Annotated[float, column("outcome", "0-1", "emotional exhaustion")]
    energy:     Annotated[float, column("outcome", "0-1", "energy")]
    esteem:     Annotated[float, column("outcome", "0-1", "worth in the own eyes")]
    tenure:     Annotated[float, column("outcome", "weeks", "weeks in this service")]
    generation: Annotated[float, column("outcome", "generations", "0 at first, then one more for each successor")]
    ties:       Annotated[float, column("outcome", "ties", "ties of the caseload that go on")]
    visits:     Annotated[float, column("outcome", "visits", "visits of the week")]
    effort:     Annotated[float, column("outcome", "units", "units given in the week")]
    balance:    Annotated[float, column("outcome", "-1 to 1", "mean over ties of the own credit less debt")]
    reward:     Annotated[float, column("outcome", "-1 to 1", "mean over visits of the own outcome")]
# fmt: on


@rule
def record_post(professional: Professional, load: Load) -> PostWeek:
    """The record of a professional at the end of a week, and of what the caseload asked."""
    return PostWeek(
        burnout=professional.burnout,
        energy=professional.energy,
        esteem=professional.esteem,
        tenure=professional.tenure,
        generation=professional.generation,
        ties=load.ties,
        visits=load.visits,
        effort=load.effort,
        balance=load.balance / max(load.ties, 1.0),
        reward=load.reward / max(load.visits, 1.0),
    )
