"""Every parameter of the model: the themes in the order of the engines' parameter matrix.

Shares and chances lie in [0, 1]; rates are per attended visit or per week as the unit says. The
field order is the row order of the parameter matrix that the engines read: one column a run.
"""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from mutua.jit.structs import group
from mutua.model.parameters.declare import DERIVED, Declaration, declarations
from mutua.model.parameters.ending import Exit
from mutua.model.parameters.exchange import (
    Exchange,
    Experience,
    Fair,
    Foa,
    Give,
    GivingBack,
    Harm,
    Obligation,
)
from mutua.model.parameters.illness import Adhere, Crisis, Kin, MindRates, Recover
from mutua.model.parameters.interventions import Interventions
from mutua.model.parameters.measures import Measure
from mutua.model.parameters.norms import Budget, Effort, Norm
from mutua.model.parameters.people import Population
from mutua.model.parameters.relation import (
    Affect,
    Bond,
    Distortion,
    Expectation,
    Habit,
    Influence,
    Relate,
    Rupture,
    Trust,
)
from mutua.model.parameters.service import Agenda, Ask, Attend, Service
from mutua.model.parameters.work import Work

if TYPE_CHECKING:
    import pandas as pd


@group
class Parameters(NamedTuple):
    """One run's parameters."""

    norm: Norm
    effort: Effort
    budget: Budget
    service: Service
    attend: Attend
    ask: Ask
    agenda: Agenda
    give: Give
    harm: Harm
    exchange: Exchange
    fair: Fair
    experience: Experience
    obligation: Obligation
    trust: Trust
    bond: Bond
    affect: Affect
    rupture: Rupture
    habit: Habit
    distortion: Distortion
    giving_back: GivingBack
    influence: Influence
    expectation: Expectation
    relate: Relate
    recover: Recover
    adhere: Adhere
    mind: MindRates
    crisis: Crisis
    relative: Kin
    exit: Exit
    work: Work
    population: Population
    measure: Measure
    interventions: Interventions
    foa: Annotated[Foa, DERIVED]


#: Every parameter by its dotted name.
DECLARED: dict[str, Declaration] = {d.name: d for d in declarations(Parameters)}
#: Columns of the parameter table.
COLUMNS = ("name", "default", "unit", "low", "high", "form", "number", "about")


def parameters() -> "pd.DataFrame":
    """Every declared parameter: name, default, unit, bounds, both sources and meaning."""
    import pandas as pd

    rows = [[getattr(d, column) for column in COLUMNS] for d in DECLARED.values()]
    return pd.DataFrame(rows, columns=COLUMNS)
