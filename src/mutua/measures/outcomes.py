"""The registry of outcomes: every recorded quantity once, with unit and definition.

:class:`Weekly` is what is recorded of a dyad in a week, :class:`Row` what is kept of a dyad at its
end (at its exit, or at the horizon). The order of the fields is the order of the columns; the
store, the tables and the axis labels all read their texts from here.
"""

from dataclasses import dataclass
from typing import Annotated, NamedTuple, get_type_hints

from mutua.catalogue import Parameters
from mutua.compiled import rule
from mutua.state import Carer, Dyad, Event
from mutua.streams import UserDraws


@dataclass(frozen=True)
class Outcome:
    """Unit, definition and short label of a recorded quantity."""

    unit: str
    definition: str
    label: str = ""


def outcome(unit: str, definition: str, label: str = "") -> Outcome:
    """Register an outcome; its name is the field it annotates."""
    return Outcome(unit, definition, label)


ENGAGED = "mean over dyads engaged at the end of the week"


class Weekly(NamedTuple):
    """One dyad in one week, at its end; all zero once the tie has ended."""

    engaged: Annotated[
        float, outcome("share of cohort", "no ending has been decided by the week's end", "engaged")
    ]
    attended: Annotated[float, outcome("visits", f"visits attended; {ENGAGED}", "attended visits")]
    trust_user: Annotated[float, outcome("0-1", f"the user's trust; {ENGAGED}", "trust, user")]
    trust_professional: Annotated[
        float, outcome("0-1", f"the professional's trust; {ENGAGED}", "trust, professional")
    ]
    bond_user: Annotated[float, outcome("0-1", f"the user's bond; {ENGAGED}", "bond, user")]
    bond_professional: Annotated[
        float, outcome("0-1", f"the professional's bond; {ENGAGED}", "bond, professional")
    ]
    debt_user: Annotated[
        float, outcome("0-1", f"obligation the user feels; {ENGAGED}", "felt debt, user")
    ]
    debt_professional: Annotated[
        float, outcome("0-1", f"obligation the professional feels; {ENGAGED}", "felt debt, professional")
    ]  # fmt: skip
    credit_user: Annotated[
        float, outcome("0-1", f"what the user believes to be owed; {ENGAGED}", "credit, user")
    ]
    credit_professional: Annotated[
        float,
        outcome("0-1", f"what the professional believes to be owed; {ENGAGED}", "credit, professional"),
    ]  # fmt: skip
    affect_user: Annotated[
        float, outcome("-1 to 1", f"the user's affect; {ENGAGED}", "affect, user")
    ]
    affect_professional: Annotated[
        float, outcome("-1 to 1", f"the professional's affect; {ENGAGED}", "affect, professional")
    ]
    flow_to_user: Annotated[
        float, outcome("units a visit", f"smoothed flow to the user; {ENGAGED}", "flow to user")
    ]
    flow_to_professional: Annotated[
        float,
        outcome("units a visit", f"smoothed flow to the professional; {ENGAGED}", "flow to professional"),
    ]  # fmt: skip
    control: Annotated[
        float, outcome("0-1", f"professional's share of control, enacted; {ENGAGED}", "control")
    ]
    felt_control_user: Annotated[
        float, outcome("0-1", f"professional's control as the user feels it; {ENGAGED}", "felt control")
    ]  # fmt: skip
    understanding: Annotated[float, outcome("0-1", f"shared meaning; {ENGAGED}", "understanding")]
    severity: Annotated[float, outcome("0-1", f"severity of the illness; {ENGAGED}", "severity")]
    efficacy: Annotated[float, outcome("0-1", f"the user's self-efficacy; {ENGAGED}", "efficacy")]
    adherence: Annotated[
        float, outcome("0-1", f"how far the treatment is followed; {ENGAGED}", "adherence")
    ]
    burnout: Annotated[
        float, outcome("0-1", f"burnout of the dyad's professional; {ENGAGED}", "burnout")
    ]


class Row(NamedTuple):
    """One dyad at its end: frozen at the exit, or as it stands at the horizon."""

    ending: Annotated[float, outcome("kind", "how the tie ended; empty if it did not")]
    exit_week: Annotated[
        float, outcome("week", "last attended visit of a tie that ended, -1 if none; horizon if censored")
    ]  # fmt: skip
    visits_offered: Annotated[float, outcome("visits", "visits offered", "visits offered")]
    visits_attended: Annotated[float, outcome("visits", "visits attended", "visits attended")]
    rupture_visits: Annotated[
        float, outcome("visits", "visits that raised the user's rupture", "rupture visits")
    ]
    severity_start: Annotated[float, outcome("0-1", "severity at week 0", "severity at start")]
    severity_end: Annotated[float, outcome("0-1", "severity at the end", "severity at end")]
    improvement: Annotated[
        float,
        outcome("0-1", "rating of severity at week 0 less the last rating (reliability .85)", "improvement"),
    ]  # fmt: skip
    trust_user_end: Annotated[float, outcome("0-1", "the user's trust at the end", "trust, user")]
    trust_professional_end: Annotated[
        float, outcome("0-1", "the professional's trust at the end", "trust, professional")
    ]
    preferred_control: Annotated[
        float, outcome("0-1", "professional's share of control that the user prefers")
    ]
    avoidance: Annotated[float, outcome("0-1", "the user's attachment avoidance")]


#: Columns of a dyad that are not numbers of its state.
IDENTITY = {
    "dyad": outcome("slot", "the dyad, the same person in every arm"),
    "professional": outcome("slot", "the dyad's professional"),
    "team": outcome("slot", "the professional's team"),
    "engaged": outcome("truth", "no ending has been decided by the horizon", "engaged at the end"),
    "dropout": outcome(
        "truth", "the tie ended as failed or by nonattendance by the horizon", "dropout"
    ),
}


@rule
def observe(dyad: Dyad, carer: Carer, event: Event) -> Weekly:
    """Record one dyad at the end of a week."""
    user, professional, tie = dyad.user, dyad.professional, dyad.tie
    here = 1.0 if tie.ending == 0.0 else 0.0
    return Weekly(
        engaged=here,
        attended=here * event.visit.attended,
        trust_user=here * user.feeling.trust,
        trust_professional=here * professional.feeling.trust,
        bond_user=here * user.feeling.bond,
        bond_professional=here * professional.feeling.bond,
        debt_user=here * user.books.debt,
        debt_professional=here * professional.books.debt,
        credit_user=here * user.books.credit,
        credit_professional=here * professional.books.credit,
        affect_user=here * user.feeling.affect,
        affect_professional=here * professional.feeling.affect,
        flow_to_user=here * tie.flow.to_user,
        flow_to_professional=here * tie.flow.to_professional,
        control=here * tie.talk.control,
        felt_control_user=here * user.perception.felt_control,
        understanding=here * tie.talk.understanding,
        severity=here * dyad.person.severity,
        efficacy=here * dyad.person.mind.efficacy,
        adherence=here * dyad.person.adherence,
        burnout=here * carer.professional.burnout,
    )


@rule
def summarise(dyad: Dyad, draws: UserDraws, weeks: float, p: Parameters) -> Row:
    """One row a dyad, with the two ratings of severity as an instrument would give them."""
    tie, traits = dyad.tie, dyad.person.traits
    error = p.measure.severity_noise * (draws.rating_start - draws.rating_end)
    return Row(
        ending=tie.ending,
        exit_week=weeks if tie.ending == 0.0 else tie.contact.last,
        visits_offered=tie.contact.offered,
        visits_attended=tie.contact.attended,
        rupture_visits=tie.rupture_visits,
        severity_start=traits.baseline,
        severity_end=dyad.person.severity,
        improvement=traits.baseline - dyad.person.severity + error,
        trust_user_end=dyad.user.feeling.trust,
        trust_professional_end=dyad.professional.feeling.trust,
        preferred_control=traits.preferred_control,
        avoidance=traits.avoidance,
    )


def registered(cls: type) -> dict[str, Outcome]:
    """Outcomes of :class:`Weekly` or :class:`Row` by name, in column order."""
    hints = get_type_hints(cls, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


def attributes(columns: dict[str, Outcome]) -> dict[str, dict[str, str]]:
    """Unit and definition of each column, as they travel with every table."""
    return {name: {"unit": o.unit, "definition": o.definition} for name, o in columns.items()}


WEEKLY = registered(Weekly)
ROW = IDENTITY | registered(Row)
