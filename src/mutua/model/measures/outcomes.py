"""The registry of outcomes: every recorded quantity once, with role, unit, definition and label.

:class:`Weekly` is what is recorded of a dyad in a week, :class:`Row` what is kept of a dyad at its
end (at its exit, or at the horizon). The order of the fields is the order of the columns. A role
decides what a column is compared as, averaged over and shown with; engines, statistics, tables,
axis labels and docs/outcomes.md all read it from here.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple, get_type_hints

if TYPE_CHECKING:
    import pandas as pd

#: What a weekly series is, and so over which dyads or places it is averaged.
SERIES_ROLES = {
    "cohort": "of the whole cohort, in care or not; over all its dyads",
    "event": "happens in a week; over dyads engaged, not reported for the last week alone",
    "state": "state of a dyad; over dyads engaged",
    "class": "in an equilibrium class; over dyads engaged",
    "service": "state of the service; over all its places",
}
#: What a column of the dyads is, and so whether it is compared between arms.
ROW_ROLES = {
    "outcome": "compared between arms, in every table and figure",
    "trait": "brought by a dyad, the same in every arm of one setting",
    "code": "names, dates or codes something: a mean of it means nothing",
    "cohort": "whether the dyad is engaged; compared by way of `dropout` and the weekly series",
}
#: Which time a number is over. A declaration names one of them where the default of its record,
#: `DEFAULT_WHEN`, does not hold.
WHEN = {
    "start": "in week 0",
    "early": "at the early rating of the first tie",
    "midway": "in week measure.midway of the first tie",
    "tie": "over the first tie, up to its end",
    "late": "over the last 13 weeks of the first tie",
    "end": "at the end of the first tie, or in the last week if it goes on",
    "care": "over all weeks in care, later ties included",
    "whole": "from week 0 to the last week, in care or not",
    "recent": "over the last 13 weeks, in care or not",
    "last": "in the last week, in care or not",
    "week": "at the end of each week",
    "during": "in each week",
    "so_far": "from week 0 to the end of each week",
}
#: Which users or places a number is over, by what `users_of` finds of its declaration.
USERS = {
    "all": "all users of the cohort",
    "rated": "users of the cohort who gave or got such a rating",
    "engaged": "users whose first tie goes on in that week",
    "service": "all places of the service, those refilled included",
}


class Outcome(NamedTuple):
    """Unit, definition and short label of a recorded quantity."""

    unit: str
    definition: str
    label: str = ""  #: empty where the name, its underscores as spaces, serves
    role: str = ""  #: of `SERIES_ROLES` or `ROW_ROLES`; empty for a column of another table
    headline: bool = False  #: shown in a terminal, and taken by a sensitivity study by default
    can_miss: bool = False  #: recorded below 0 where there was no measurement
    when: str = ""  #: of `WHEN`: which time the number is over; empty: that of its record
    check: bool = False  #: a check of what a regime puts in, kept apart from outcomes


def series(
    role: str,
    unit: str,
    definition: str,
    label: str,
    *,
    headline: bool = False,
    when: str = "",
    check: bool = False,
) -> Outcome:
    """Declare a weekly series; its name is the field it annotates."""
    return Outcome(unit, definition, label, role, headline, when=when, check=check)


def column(
    role: str,
    unit: str,
    definition: str,
    label: str = "",
    *,
    headline: bool = False,
    can_miss: bool = False,
    when: str = "",
    check: bool = False,
) -> Outcome:
    """Declare a column of the dyads; its name is the field it annotates."""
    return Outcome(unit, definition, label, role, headline, can_miss, when, check)


# fmt: off
class Weekly(NamedTuple):
    """One dyad in one week, at its end; zero, but for the service, once the first tie has ended."""

    engaged:                   Annotated[float, series("cohort",  "share of cohort", "no ending has been decided by the week's end", "engaged", headline=True)]
    attended:                  Annotated[float, series("event",   "visits",          "visits attended", "attended visits", when="during")]
    trust_user:                Annotated[float, series("state",   "0-1",             "the user's trust", "trust, user")]
    trust_professional:        Annotated[float, series("state",   "0-1",             "the professional's trust", "trust, professional")]
    bond_user:                 Annotated[float, series("state",   "0-1",             "the user's bond", "bond, user")]
    bond_professional:         Annotated[float, series("state",   "0-1",             "the professional's bond", "bond, professional")]
    debt_user:                 Annotated[float, series("state",   "0-1",             "obligation the user feels", "felt debt, user")]
    debt_professional:         Annotated[float, series("state",   "0-1",             "obligation the professional feels", "felt debt, professional")]
    credit_user:               Annotated[float, series("state",   "0-1",             "what the user believes to be owed", "credit, user")]
    credit_professional:       Annotated[float, series("state",   "0-1",             "what the professional believes to be owed", "credit, professional")]
    affect_user:               Annotated[float, series("state",   "-1 to 1",         "the user's affect", "affect, user")]
    affect_professional:       Annotated[float, series("state",   "-1 to 1",         "the professional's affect", "affect, professional")]
    flow_to_user:              Annotated[float, series("state",   "units a visit",   "smoothed flow to the user", "flow to user", check=True)]
    flow_to_professional:      Annotated[float, series("state",   "units a visit",   "smoothed flow to the professional", "flow to professional", check=True)]
    control:                   Annotated[float, series("state",   "0-1",             "professional's share of control, enacted", "control", check=True)]
    felt_control_user:         Annotated[float, series("state",   "0-1",             "professional's control as the user feels it", "felt control", check=True)]
    felt_control_professional: Annotated[float, series("state",   "0-1",             "professional's control as the professional feels it", "felt control, professional", check=True)]
    understanding:             Annotated[float, series("state",   "0-1",             "shared meaning", "understanding")]
    severity:                  Annotated[float, series("state",   "0-1",             "severity of the illness", "severity")]
    efficacy:                  Annotated[float, series("state",   "0-1",             "the user's self-efficacy", "efficacy")]
    adherence:                 Annotated[float, series("state",   "0-1",             "how far the treatment is followed", "adherence")]
    hope:                      Annotated[float, series("state",   "0-1",             "the user's hope", "hope")]
    avoidance:                 Annotated[float, series("state",   "0-1",             "the user's attachment avoidance now", "avoidance")]
    met_user:                  Annotated[float, series("state",   "0-1",             "share of the user's needs met at visits, running mean", "needs met, user")]
    met_professional:          Annotated[float, series("state",   "0-1",             "share of the professional's needs met at visits, mean of some 13 weeks", "needs met, professional")]
    dynamic_equilibrium:       Annotated[float, series("state",   "roles",           "mutual flow of resources: 1 if both give what the roles ask, 0 if one gives nothing", "mutual flow")]
    flow_imbalance:            Annotated[float, series("state",   "-1 to 1",         "signed imbalance of the two flows as shares of the roles: above 0 the user gets more", "imbalance of flows")]
    shared_affect:             Annotated[float, series("state",   "-1 to 1",         "affect of some 13 weeks that both share and know of, with its sign", "shared affect")]
    asymmetric_alliance:       Annotated[float, series("state",   "0-1",             "unequal in what is given, books balanced, control felt to be shared", "asymmetric alliance")]
    recognition:               Annotated[float, series("state",   "0-1",             "the lower of the two felt recognitions", "recognition")]
    burnout:                   Annotated[float, series("state",   "0-1",             "burnout of the dyad's professional", "burnout")]
    crisis:                    Annotated[float, series("state",   "share",           "in a crisis", "in a crisis")]
    class_dead:                Annotated[float, series("class",   "share",           "in the equilibrium class 'dead'", "dead")]
    class_drifting:            Annotated[float, series("class",   "share",           "in the equilibrium class 'drifting'", "drifting")]
    class_antagonistic_stable: Annotated[float, series("class",   "share",           "in the equilibrium class 'antagonistic, stable'", "antagonistic, stable")]
    class_one_sided:           Annotated[float, series("class",   "share",           "in the equilibrium class 'one-sided'", "one-sided")]
    class_directive_compliant: Annotated[float, series("class",   "share",           "in the equilibrium class 'directive, compliant'", "directive, compliant")]
    class_user_guided:         Annotated[float, series("class",   "share",           "in the equilibrium class 'user-guided'", "user-guided")]
    class_mutual:              Annotated[float, series("class",   "share",           "in the equilibrium class 'mutual'", "mutual")]
    class_asymmetric_alliance: Annotated[float, series("class",   "share",           "in the equilibrium class 'asymmetric alliance'", "asymmetric alliance")]
    class_other:               Annotated[float, series("class",   "share",           "in the equilibrium class 'other'", "other")]
    service_ties:              Annotated[float, series("service", "share of places", "ties that go on", "places filled")]
    service_visits:            Annotated[float, series("service", "visits a place",  "visits attended", "visits a place", when="during")]
    service_burnout:           Annotated[float, series("service", "0-1",             "burnout of professionals", "burnout of staff")]
    service_exhausted:         Annotated[float, series("service", "share",           "professionals with burnout of .5 or more", "exhausted")]
    service_turnover:          Annotated[float, series("service", "departures a year", "departures per professional-year", "turnover", when="during")]



class CohortWeek(NamedTuple):
    """One user of the cohort in one week, at its end, in care or not."""

    in_care:             Annotated[float, series("cohort", "share of cohort", "in care: in the first tie or a later one", "in care")]
    cohort_severity:     Annotated[float, series("cohort", "0-1",        "severity of the illness", "severity, all")]
    cohort_adherence:    Annotated[float, series("cohort", "0-1",        "how far the treatment is followed", "adherence, all")]
    cohort_efficacy:     Annotated[float, series("cohort", "0-1",        "self-efficacy", "efficacy, all")]
    cohort_hope:         Annotated[float, series("cohort", "0-1",        "hope", "hope, all")]
    cohort_crisis:       Annotated[float, series("cohort", "share",      "in a crisis", "in a crisis, all")]
    cohort_crises:       Annotated[float, series("cohort", "crises",     "crises so far, one at week 0 included", "crises, all", when="so_far")]
    cohort_crisis_weeks: Annotated[float, series("cohort", "weeks",      "weeks in a crisis so far", "weeks in crisis, all", when="so_far")]
    cohort_relapses:     Annotated[float, series("cohort", "relapses",   "relapses so far", "relapses, all", when="so_far")]
    cohort_admissions:   Annotated[float, series("cohort", "admissions", "admissions to a ward so far", "admissions, all", when="so_far")]
    weeks_in_care:       Annotated[float, series("cohort", "weeks",      "weeks in care so far", "weeks in care", when="so_far")]
    crises_in_care:      Annotated[float, series("cohort", "crises",     "crises in care so far", "crises in care", when="so_far")]
    relapses_in_care:    Annotated[float, series("cohort", "relapses",   "relapses in care so far", "relapses in care", when="so_far")]
    admissions_in_care:  Annotated[float, series("cohort", "admissions", "admissions in care so far", "admissions in care", when="so_far")]


class Row(NamedTuple):
    """One dyad at its end: frozen at the exit, or as it stands at the horizon."""

    ending:                      Annotated[float, column("code",    "kind",         "how the tie ended; empty if it did not", when="tie")]
    post:                        Annotated[float, column("code",    "number",       "post within the team of the professional", when="start")]
    exit_week:                   Annotated[float, column("code",    "week",         "last attended visit of a tie that ended, -1 if none; horizon if censored", when="tie")]
    visits_offered:              Annotated[float, column("outcome", "visits",       "visits offered", "visits offered", when="tie")]
    visits_attended:             Annotated[float, column("outcome", "visits",       "visits attended", "visits attended", headline=True, when="tie")]
    rupture_visits:              Annotated[float, column("outcome", "visits",       "visits that wounded the user: an outcome far below expectation, or harm", "rupture visits", headline=True, when="tie")]
    equilibrium:                 Annotated[float, column("code",    "class",        "equilibrium class at the horizon; empty once the tie has ended")]
    equilibrium_midway:          Annotated[float, column("code",    "class",        "equilibrium class in week measure.midway; empty if not reached engaged", when="midway")]
    severity_start:              Annotated[float, column("trait",   "0-1",          "severity at week 0", "severity at start", when="start")]
    improvement_in_care:         Annotated[float, column("outcome", "-1 to 1",      "rating of severity at week 0 less the rating at the end of the tie, each within 0 and 1 (reliability .85)", "improvement at the end of care", when="tie")]
    star_user_early:             Annotated[float, column("outcome", "0-48",         "STAR of the user at the early rating; missing if there was none", "STAR, user, early", can_miss=True, when="early")]
    star_user_end:               Annotated[float, column("outcome", "0-48",         "STAR of the user at the end; missing without a visit", "STAR, user", headline=True, can_miss=True)]
    star_professional_early:     Annotated[float, column("outcome", "0-48",         "STAR of the professional at the early rating", "STAR, professional, early", can_miss=True, when="early")]
    star_professional_end:       Annotated[float, column("outcome", "0-48",         "STAR of the professional at the end", "STAR, professional", headline=True, can_miss=True)]
    alliance_user_early:         Annotated[float, column("outcome", "0-1",          "alliance of the user at the early rating, STAR without noise and rounding", "alliance, user, early", can_miss=True, when="early")]
    alliance_user_end:           Annotated[float, column("outcome", "0-1",          "alliance of the user at the end", "alliance, user", can_miss=True)]
    alliance_professional_early: Annotated[float, column("outcome", "0-1",          "alliance of the professional at the early rating", "alliance, professional, early", can_miss=True, when="early")]
    alliance_professional_end:   Annotated[float, column("outcome", "0-1",          "alliance of the professional at the end", "alliance, professional", can_miss=True)]
    satisfaction:                Annotated[float, column("outcome", "0-1",          "outcome of visits of late over the anchor of expectation, rated (reliability .85)", "satisfaction", headline=True, can_miss=True)]
    wellbeing:                   Annotated[float, column("outcome", "0-1",          "mean of 1 - severity, 1 - unmet, (1 + affect)/2 and recovery, rated", "wellbeing", headline=True)]
    own_say:                     Annotated[float, column("outcome", "0-1",          "1 less the professional's control that the user feels beyond the own wish", "own say", check=True)]
    control_fit:                 Annotated[float, column("outcome", "0-1",          "1 less the distance of felt from wished control of the user", "fit of control", check=True)]
    empowerment:                 Annotated[float, column("outcome", "0-1",          "mean of efficacy and own say", "empowerment", headline=True)]
    recovery:                    Annotated[float, column("outcome", "0-1",          "mean of felt recognition, hope, acceptance, efficacy and understanding", "recovery", headline=True)]
    adherence_in_care:           Annotated[float, column("outcome", "0-1",          "how far the treatment was followed over the last 13 weeks of the tie", "adherence at the end of care", when="late")]
    unmet:                       Annotated[float, column("outcome", "0-1",          "need-weighted share of needs not met", "unmet needs", headline=True)]
    dependence:                  Annotated[float, column("outcome", "-2 to 2",      "mean outcome of visits less the level of alternatives", "dependence")]
    trust_user_end:              Annotated[float, column("outcome", "0-1",          "the user's trust at the end", "trust, user", headline=True)]
    trust_professional_end:      Annotated[float, column("outcome", "0-1",          "the professional's trust at the end", "trust, professional", headline=True)]
    balance_user:                Annotated[float, column("outcome", "-1 to 1",      "credit less debt in the books of the user, mean over 13 weeks", "balance, user", headline=True, when="late")]
    balance_professional:        Annotated[float, column("outcome", "-1 to 1",      "credit less debt in the books of the professional, mean over 13 weeks", "balance, professional", headline=True, when="late")]
    burnout:                     Annotated[float, column("outcome", "0-1",          "burnout of the dyad's professional", "burnout", headline=True)]
    dynamic_equilibrium:         Annotated[float, column("outcome", "roles",        "mutual flow of resources at the end: 1 if both give what the roles ask, 0 if one gives nothing", "mutual flow")]
    flow_imbalance:              Annotated[float, column("outcome", "-1 to 1",      "signed imbalance of the two flows as shares of the roles: above 0 the user gets more", "imbalance of flows")]
    in_equilibrium:              Annotated[float, column("outcome", "truth",        "both give, at equal and steady rates, needs of both a quarter met", "in equilibrium")]
    shared_affect:               Annotated[float, column("outcome", "-1 to 1",      "affect of some 13 weeks that both share and know of, with its sign", "shared affect", when="late")]
    asymmetric_alliance:         Annotated[float, column("outcome", "0-1",          "unequal in what is given, books balanced, control felt to be shared", "asymmetric alliance")]
    recognition:                 Annotated[float, column("outcome", "0-1",          "the lower of the two felt recognitions", "recognition")]
    reciprocity_exchange:        Annotated[float, column("outcome", "0-24",         "reciprocity index, six items on giving, feeling and needs met, without noise", "reciprocity, exchange", headline=True)]
    reciprocity_agreement:       Annotated[float, column("outcome", "0-8",          "reciprocity index, two items on understanding and decisions, without noise", "reciprocity, agreement", headline=True)]
    drift:                       Annotated[float, column("outcome", "0-1",          "larger change of the two flows against 13 weeks before", "drift")]
    stock_imbalance:             Annotated[float, column("outcome", "-1 to 1",      "(given - received)/(given + received) by the professional, after the ratio of budgets", "imbalance of stocks")]
    goal_consensus:              Annotated[float, column("outcome", "0-1",          "overlap of both goals at the end", "goal consensus")]
    understanding:               Annotated[float, column("outcome", "0-1",          "shared meaning at the end", "understanding")]
    control:                     Annotated[float, column("outcome", "0-1",          "professional's share of control, enacted", "control", check=True)]
    communication:               Annotated[float, column("outcome", "0-1",          "running mean of the dialogue x understanding", "communication")]
    emotional_support:           Annotated[float, column("outcome", "0-1",          "love felt by the user, running mean, saturated", "emotional support", check=True)]
    problem_support:             Annotated[float, column("outcome", "0-1",          "services and information felt by the user, running mean, saturated", "problem-focused support", check=True)]
    transcending:                Annotated[float, column("outcome", "units a visit", "acts beyond the role, running mean", "acts beyond the role")]
    functions_user:              Annotated[float, column("code",    "bits",         "functions of the relation that the user sees, a bit each")]
    functions_professional:      Annotated[float, column("code",    "bits",         "functions that the professional sees, a bit each")]
    preferred_control:           Annotated[float, column("trait",   "0-1",          "professional's share of control that the user prefers", "preferred control", when="start")]
    avoidance:                   Annotated[float, column("trait",   "0-1",          "the user's attachment avoidance at the start", "attachment avoidance", when="start")]
    anxiety:                     Annotated[float, column("trait",   "0-1",          "the user's attachment anxiety", "attachment anxiety", when="start")]
    responsibility:              Annotated[float, column("trait",   "0-1",          "responsibility for the illness that others see", "responsibility others see", when="start")]
    relative:                    Annotated[float, column("trait",   "truth",        "lives with a key relative", "lives with a key relative", when="start")]
    expressed_emotion:           Annotated[float, column("trait",   "0-1",          "the key relative's expressed emotion at the start", "expressed emotion", when="start")]
    warmth:                      Annotated[float, column("trait",   "0-1",          "the key relative's warmth", "warmth of the relative", when="start")]
    age:                         Annotated[float, column("trait",   "years",        "the user's age", "age", when="start")]
    male:                        Annotated[float, column("trait",   "truth",        "the user is a man", "men", when="start")]
    income:                      Annotated[float, column("trait",   "units",        "income, as units of the purse", "income", when="start")]
    education:                   Annotated[float, column("trait",   "0-1",          "the user's education", "education", when="start")]
    locus:                       Annotated[float, column("trait",   "0-1",          "internal locus of control", "internal locus of control", when="start")]
    efficacy_start:              Annotated[float, column("trait",   "0-1",          "self-efficacy at week 0", "self-efficacy at start", when="start")]


class PersonRow(NamedTuple):
    """One user of the cohort at the horizon, in care or not: what became of the person."""

    in_care:                     Annotated[float, column("outcome", "truth",        "in care in the last week, in the first tie or a later one", "in care")]
    weeks_in_care:               Annotated[float, column("outcome", "weeks",        "weeks in care, those of later ties included", "weeks in care", headline=True, when="care")]
    severity_end:                Annotated[float, column("outcome", "0-1",          "severity at the horizon, in care or not", "severity at end")]
    improvement:                 Annotated[float, column("outcome", "-1 to 1",      "rating of severity at week 0 less the rating at the horizon, in care or not, each within 0 and 1 (reliability .85)", "improvement", headline=True, when="whole")]
    adherence:                   Annotated[float, column("outcome", "0-1",          "how far the treatment was followed over the last 13 weeks, in care or not", "adherence", headline=True, when="recent")]
    acceptance:                  Annotated[float, column("outcome", "0-1",          "acceptance of the illness identity at the horizon, in care or not", "acceptance", headline=True)]
    avoidance_end:               Annotated[float, column("outcome", "0-1",          "attachment avoidance at the horizon, in care or not", "attachment avoidance at the end")]
    crises:                      Annotated[float, column("outcome", "crises",       "onsets of a crisis by the horizon, in care or not, one at week 0 included", "crises", when="whole")]
    crises_in_care:              Annotated[float, column("outcome", "crises",       "onsets of a crisis in care, one at week 0 included", "crises in care", when="care")]
    crisis_weeks:                Annotated[float, column("outcome", "weeks",        "weeks that ended in a crisis, in care or not, that of its onset included, week 0 not", "weeks in crisis", when="whole")]
    relapses:                    Annotated[float, column("outcome", "relapses",     "onsets after crisis.calm calm weeks or more by the horizon, in care or not", "relapses", headline=True, when="whole")]
    relapses_in_care:            Annotated[float, column("outcome", "relapses",     "relapses in care", "relapses in care", when="care")]
    admissions:                  Annotated[float, column("outcome", "admissions",   "admissions to a ward by the horizon, in care or not", "admissions", headline=True, when="whole")]
    admissions_in_care:          Annotated[float, column("outcome", "admissions",   "admissions to a ward in care", "admissions in care", when="care")]


#: Columns of a dyad that are not numbers of its state.
IDENTITY = {
    "dyad":         column("code",    "slot",         "the dyad, the same person in every arm", when="start"),
    "professional": column("code",    "slot",         "the dyad's professional", when="start"),
    "team":         column("code",    "slot",         "the professional's team", when="start"),
    "engaged":      column("cohort",  "truth",        "no ending has been decided by the horizon", "engaged at the end", headline=True, when="end"),
    "dropout":      column("outcome", "truth",        "the tie ended as failed or by nonattendance by the horizon", "dropout", headline=True, when="tie"),
}
# fmt: on


#: Which time a column of each record is over, unless its declaration says otherwise.
DEFAULT_WHEN: dict[type, str] = {Weekly: "week", CohortWeek: "week", Row: "end", PersonRow: "last"}


def declared_columns(cls: type) -> dict[str, Outcome]:
    """Outcomes of :class:`Weekly` or :class:`Row` by name, in column order."""
    default = DEFAULT_WHEN.get(cls, "")
    hints = get_type_hints(cls, include_extras=True)
    declared = {name: hint.__metadata__[0] for name, hint in hints.items()}
    return {name: about._replace(when=about.when or default) for name, about in declared.items()}


def attach_units(
    frame: "pd.DataFrame", columns: Mapping[str, Outcome | tuple[str, str]]
) -> "pd.DataFrame":
    """Set unit and definition of each declared column in ``frame.attrs``; return the frame.

    Of an outcome also over which users and which time it is.

    Parameters
    ----------
    columns : mapping of Outcome, or of (unit, definition)
        Declared columns by name; those that the frame lacks are ignored.
    """
    frame.attrs = {
        name: {"unit": declared[0], "definition": declared[1], **_scope(declared)}
        for name, declared in columns.items()
        if name in frame.columns
    }
    return frame


def _scope(declared: Outcome | tuple[str, str]) -> dict[str, str]:
    """Over which users and which time a number is, where that is declared."""
    return {"over": over(declared)} if isinstance(declared, Outcome) and declared.when else {}


def concatenate(frames: Sequence["pd.DataFrame"]) -> "pd.DataFrame":
    """One table of several of the same columns, with the units of the first; empty of none."""
    import pandas as pd

    if len(frames) < 2:
        return frames[0] if frames else pd.DataFrame()
    attributes = [frame.attrs for frame in frames]
    for frame in frames:
        frame.attrs = {}  # pandas compares them at length
    whole = pd.concat(frames, ignore_index=True)
    for frame, own in zip([*frames, whole], [*attributes, attributes[0]], strict=True):
        frame.attrs = own
    return whole


def with_role(columns: dict[str, Outcome], *roles: str) -> tuple[str, ...]:
    """Names of the columns that have one of these roles, in column order."""
    return tuple(name for name, about in columns.items() if about.role in roles)


WEEKLY = declared_columns(Weekly) | declared_columns(CohortWeek)
ROW = IDENTITY | declared_columns(Row) | declared_columns(PersonRow)
#: Columns of a row, in order.
RECORDED = tuple(declared_columns(Row) | declared_columns(PersonRow))
#: Series that are shares or means over all places, not over the engaged of the cohort.
PLACES = with_role(WEEKLY, "cohort", "service")
#: Series that are states of a dyad: not of all places, and no class.
STATES = with_role(WEEKLY, "state")
#: Series that are reported as they stand in the last week.
SERIES = with_role(WEEKLY, "state", "class", "service")
#: What a dyad brings, the same in every arm of one setting.
TRAITS = with_role(ROW, "trait")
#: Columns of a dyad that are compared between arms.
OUTCOMES = with_role(ROW, "outcome")
#: Checks of what a regime puts in: control and felt control, and what is given.
CHECKS = tuple(name for name in OUTCOMES if ROW[name].check)
#: Outcomes of which control is a part beside others: what a regime sets shows in them too.
OF_CONTROL = ("empowerment", "asymmetric_alliance", "reciprocity_agreement")
#: What a terminal shows; all others are in the tables and the report.
HEADLINE = tuple(name for name, about in ROW.items() if about.headline)


def mean_scope(name: str) -> str:
    """Dyads or places that the mean of a weekly series is taken over: all, service or engaged."""
    role = WEEKLY[name].role
    return {"cohort": "all", "service": "service"}.get(role, "engaged")


def users_of(about: Outcome) -> str:
    """Which users or places a number is over, as a name of `USERS`."""
    if about.role in SERIES_ROLES and about.role not in ROW_ROLES:
        return "service" if about.role == "service" else "engaged"
    return "rated" if about.can_miss else "all"


def over(about: Outcome) -> str:
    """Over which users or places, and over which time, a number is."""
    return f"{USERS[users_of(about)]}; {WHEN[about.when]}"


def names_by_time(names: Sequence[str]) -> dict[str, list[str]]:
    """Columns of the dyads by the time that they are over, in the order of `WHEN`."""
    return {
        text: together
        for code, text in WHEN.items()
        if (together := [name for name in names if ROW[name].when == code])
    }


def label(name: str) -> str:
    """Name of a recorded quantity on axes and in tables."""
    about = ROW.get(name) or WEEKLY[name]
    return about.label or name.replace("_", " ")


def unit_of_mean(name: str) -> str:
    """Unit of the mean of a recorded quantity: of a truth a share, of its own number a count."""
    about = ROW.get(name) or WEEKLY[name]
    return {"truth": "share", name: "count"}.get(about.unit, about.unit)
