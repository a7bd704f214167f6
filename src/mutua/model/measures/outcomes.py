"""The registry of outcomes: every recorded quantity once, with unit and definition.

:class:`Weekly` is what is recorded of a dyad in a week, :class:`Row` what is kept of a dyad at its
end (at its exit, or at the horizon). The order of the fields is the order of the columns; the
store, the tables and the axis labels all read their texts from here.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, NamedTuple, get_type_hints

if TYPE_CHECKING:
    import pandas as pd


class Outcome(NamedTuple):
    """Unit, definition and short label of a recorded quantity."""

    unit: str
    definition: str
    label: str = ""
    can_miss: bool = False  # below 0 where it was not taken


def outcome(unit: str, definition: str, label: str = "", *, can_miss: bool = False) -> Outcome:
    """Register an outcome; its name is the field it annotates."""
    return Outcome(unit, definition, label, can_miss)


ENGAGED = "mean over dyads engaged at the end of the week"
SERVICE = "over all places of the service, those refilled included"


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
    crisis: Annotated[float, outcome("share", f"in a crisis; {ENGAGED}", "in a crisis")]
    class_dead: Annotated[float, outcome("share", f"class dead; {ENGAGED}", "dead")]
    class_drifting: Annotated[float, outcome("share", f"class drifting; {ENGAGED}", "drifting")]
    class_antagonistic_stable: Annotated[
        float, outcome("share", f"class antagonistic_stable; {ENGAGED}", "antagonistic, stable")
    ]
    class_one_sided: Annotated[float, outcome("share", f"class one_sided; {ENGAGED}", "one-sided")]
    class_directive_compliant: Annotated[
        float, outcome("share", f"class directive_compliant; {ENGAGED}", "directive, compliant")
    ]
    class_user_guided: Annotated[
        float, outcome("share", f"class user_guided; {ENGAGED}", "user-guided")
    ]
    class_mutual: Annotated[float, outcome("share", f"class mutual; {ENGAGED}", "mutual")]
    class_asymmetric_alliance: Annotated[
        float, outcome("share", f"class asymmetric_alliance; {ENGAGED}", "asymmetric alliance")
    ]
    class_other: Annotated[float, outcome("share", f"class other; {ENGAGED}", "other")]
    service_ties: Annotated[
        float, outcome("share of places", f"ties that go on; {SERVICE}", "places filled")
    ]
    service_visits: Annotated[
        float, outcome("visits a place", f"visits attended; {SERVICE}", "visits a place")
    ]
    service_burnout: Annotated[
        float, outcome("0-1", f"burnout of professionals; {SERVICE}", "burnout of staff")
    ]
    service_exhausted: Annotated[
        float, outcome("share", f"professionals with burnout of .5 or more; {SERVICE}", "exhausted")
    ]
    service_turnover: Annotated[
        float,
        outcome("departures a year", f"departures per professional-year; {SERVICE}", "turnover"),
    ]


class Row(NamedTuple):
    """One dyad at its end: frozen at the exit, or as it stands at the horizon."""

    ending: Annotated[float, outcome("kind", "how the tie ended; empty if it did not")]
    exit_week: Annotated[
        float,
        outcome("week", "last attended visit of a tie that ended, -1 if none; horizon if censored"),
    ]
    visits_offered: Annotated[float, outcome("visits", "visits offered", "visits offered")]
    visits_attended: Annotated[float, outcome("visits", "visits attended", "visits attended")]
    rupture_visits: Annotated[
        float,
        outcome(
            "visits",
            "visits that wounded the user: an outcome far below expectation, or harm",
            "rupture visits",
        ),
    ]
    equilibrium: Annotated[
        float, outcome("class", "equilibrium class at the horizon; empty once the tie has ended")
    ]
    equilibrium_midway: Annotated[
        float,
        outcome("class", "equilibrium class in week measure.midway; empty if not reached engaged"),
    ]
    severity_start: Annotated[float, outcome("0-1", "severity at week 0", "severity at start")]
    severity_end: Annotated[float, outcome("0-1", "severity at the end", "severity at end")]
    improvement: Annotated[
        float,
        outcome(
            "-1 to 1",
            "rating of severity at week 0 less the last rating (reliability .85)",
            "improvement",
        ),
    ]
    star_user_early: Annotated[
        float,
        outcome(
            "0-48",
            "STAR of the user at the early rating; missing if there was none",
            "STAR, user, early",
            can_miss=True,
        ),
    ]
    star_user_end: Annotated[
        float,
        outcome(
            "0-48",
            "STAR of the user at the end; missing without a visit",
            "STAR, user",
            can_miss=True,
        ),
    ]
    star_professional_early: Annotated[
        float,
        outcome(
            "0-48",
            "STAR of the professional at the early rating",
            "STAR, professional, early",
            can_miss=True,
        ),
    ]
    star_professional_end: Annotated[
        float,
        outcome("0-48", "STAR of the professional at the end", "STAR, professional", can_miss=True),
    ]
    alliance_user_early: Annotated[
        float,
        outcome(
            "0-1",
            "alliance of the user at the early rating, STAR without noise and rounding",
            "alliance, user, early",
            can_miss=True,
        ),
    ]
    alliance_user_end: Annotated[
        float,
        outcome("0-1", "alliance of the user at the end", "alliance, user", can_miss=True),
    ]
    alliance_professional_early: Annotated[
        float,
        outcome(
            "0-1",
            "alliance of the professional at the early rating",
            "alliance, professional, early",
            can_miss=True,
        ),
    ]
    alliance_professional_end: Annotated[
        float,
        outcome(
            "0-1", "alliance of the professional at the end", "alliance, professional",
            can_miss=True,
        ),
    ]  # fmt: skip
    satisfaction: Annotated[
        float,
        outcome(
            "0-1",
            "outcome of visits of late over the anchor of expectation, rated (reliability .85)",
            "satisfaction",
            can_miss=True,
        ),
    ]
    wellbeing: Annotated[
        float,
        outcome(
            "0-1",
            "mean of 1 - severity, 1 - unmet, (1 + affect)/2 and recovery, rated",
            "wellbeing",
        ),
    ]
    empowerment: Annotated[
        float, outcome("0-1", "mean of efficacy and felt own share of control", "empowerment")
    ]
    recovery: Annotated[
        float,
        outcome(
            "0-1",
            "mean of felt recognition, hope, acceptance, understanding and empowerment",
            "recovery",
        ),
    ]
    adherence: Annotated[
        float,
        outcome("0-1", "how far the treatment was followed over the last 13 weeks", "adherence"),
    ]
    acceptance: Annotated[
        float, outcome("0-1", "acceptance of the illness identity at the end", "acceptance")
    ]
    unmet: Annotated[float, outcome("0-1", "need-weighted share of needs not met", "unmet needs")]
    dependence: Annotated[
        float,
        outcome("-2 to 2", "mean outcome of visits less the level of alternatives", "dependence"),
    ]
    crises: Annotated[float, outcome("crises", "onsets of a crisis", "crises")]
    crisis_weeks: Annotated[float, outcome("weeks", "weeks in a crisis", "weeks in crisis")]
    relapses: Annotated[
        float, outcome("relapses", "onsets after crisis.calm calm weeks or more", "relapses")
    ]
    admissions: Annotated[float, outcome("admissions", "admissions to a ward", "admissions")]
    trust_user_end: Annotated[float, outcome("0-1", "the user's trust at the end", "trust, user")]
    trust_professional_end: Annotated[
        float, outcome("0-1", "the professional's trust at the end", "trust, professional")
    ]
    balance_user: Annotated[
        float,
        outcome(
            "-1 to 1",
            "credit less debt in the books of the user, mean over 13 weeks",
            "balance, user",
        ),
    ]
    balance_professional: Annotated[
        float,
        outcome(
            "-1 to 1",
            "credit less debt in the books of the professional, mean over 13 weeks",
            "balance, professional",
        ),
    ]
    burnout: Annotated[float, outcome("0-1", "burnout of the dyad's professional", "burnout")]
    dynamic_equilibrium: Annotated[
        float,
        outcome(
            "0-1", "equality of both flows as shares of the role budgets, DE", "dynamic equilibrium"
        ),
    ]
    in_equilibrium: Annotated[
        float,
        outcome(
            "truth",
            "equal and steady rates, both alive, needs of both a quarter met",
            "in equilibrium",
        ),
    ]
    shared_affect: Annotated[
        float,
        outcome("0-1", "understanding x likeness of affects where any is felt", "shared affect"),
    ]
    asymmetric_alliance: Annotated[
        float,
        outcome("0-1", "unequal flows, balanced books, shared control", "asymmetric alliance"),
    ]
    recognition: Annotated[
        float, outcome("0-1", "the lower of the two felt recognitions", "recognition")
    ]
    drift: Annotated[
        float, outcome("0-1", "larger change of the two flows against 13 weeks before", "drift")
    ]
    stock_imbalance: Annotated[
        float,
        outcome(
            "-1 to 1",
            "(given - received)/(given + received) by the professional, after the ratio of budgets",
            "imbalance of stocks",
        ),
    ]
    goal_consensus: Annotated[
        float, outcome("0-1", "overlap of both goals at the end", "goal consensus")
    ]
    understanding: Annotated[float, outcome("0-1", "shared meaning at the end", "understanding")]
    control: Annotated[float, outcome("0-1", "professional's share of control, enacted", "control")]
    communication: Annotated[
        float, outcome("0-1", "running mean of the dialogue x understanding", "communication")
    ]
    emotional_support: Annotated[
        float, outcome("0-1", "love felt by the user, running mean, saturated", "emotional support")
    ]
    problem_support: Annotated[
        float,
        outcome(
            "0-1",
            "services and information felt by the user, running mean, saturated",
            "problem-focused support",
        ),
    ]
    transcending: Annotated[
        float,
        outcome("units a visit", "acts beyond the role, running mean", "acts beyond the role"),
    ]
    functions_user: Annotated[
        float, outcome("bits", "functions of the relation that the user sees, a bit each")
    ]
    functions_professional: Annotated[
        float, outcome("bits", "functions that the professional sees, a bit each")
    ]
    preferred_control: Annotated[
        float,
        outcome(
            "0-1", "professional's share of control that the user prefers", "preferred control"
        ),
    ]
    avoidance: Annotated[
        float,
        outcome("0-1", "the user's attachment avoidance at the start", "attachment avoidance"),
    ]
    anxiety: Annotated[float, outcome("0-1", "the user's attachment anxiety", "attachment anxiety")]
    responsibility: Annotated[
        float,
        outcome(
            "0-1", "responsibility for the illness that others see", "responsibility others see"
        ),
    ]
    relative: Annotated[
        float, outcome("truth", "lives with a key relative", "lives with a key relative")
    ]
    expressed_emotion: Annotated[
        float,
        outcome("0-1", "the key relative's expressed emotion at the start", "expressed emotion"),
    ]
    warmth: Annotated[float, outcome("0-1", "the key relative's warmth", "warmth of the relative")]
    age: Annotated[float, outcome("years", "the user's age", "age")]
    male: Annotated[float, outcome("truth", "the user is a man", "men")]
    income: Annotated[float, outcome("units", "income, as units of the purse", "income")]
    education: Annotated[float, outcome("0-1", "the user's education", "education")]
    locus: Annotated[
        float, outcome("0-1", "internal locus of control", "internal locus of control")
    ]
    efficacy_start: Annotated[
        float, outcome("0-1", "self-efficacy at week 0", "self-efficacy at start")
    ]


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


def registered(cls: type) -> dict[str, Outcome]:
    """Outcomes of :class:`Weekly` or :class:`Row` by name, in column order."""
    hints = get_type_hints(cls, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


def attach_units(
    frame: "pd.DataFrame", columns: Mapping[str, Outcome | tuple[str, str]]
) -> "pd.DataFrame":
    """Set unit and definition of each declared column in ``frame.attrs``; return the frame.

    Parameters
    ----------
    columns : mapping of Outcome, or of (unit, definition)
        Declared columns by name; those that the frame lacks are ignored.
    """
    frame.attrs = {
        name: {"unit": declared[0], "definition": declared[1]}
        for name, declared in columns.items()
        if name in frame.columns
    }
    return frame


WEEKLY = registered(Weekly)
#: Series that are shares or means over all places, not over the engaged of the cohort.
PLACES = ("engaged", *(name for name in WEEKLY if name.startswith("service_")))
ROW = IDENTITY | registered(Row)
