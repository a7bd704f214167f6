"""Rows on what ends or lengthens a crisis and what follows it, with and without, same users."""

import numpy as np

from mutua.analysis.association import effect_size
from mutua.analysis.spells import spells_of
from mutua.analysis.summary import mean
from mutua.analysis.survival import survival
from mutua.scenarios.resolve import Choices
from mutua.studies.evidence.experiment import ArmRun, Arms, Experiment, measures

CRISIS, ADMITTED, ORDER = "person.course.crisis", "person.course.admitted", "person.order"
TRUST, CONTROL = "user.feeling.trust", "tie.talk.control"
#: Weeks of follow-up after a discharge.
YEAR = 52


def community_with(**values: float) -> Choices:
    """Community care as usual but for some parameters, ``__`` for the dot of a name."""
    parameters = {name.replace("__", "."): value for name, value in values.items()}
    return {"setting": "community", "parameters": parameters}


def orders_of(weeks: float) -> Choices:
    """A treatment order of so many weeks at every discharge from a ward."""
    return {**community_with(service__order_weeks=weeks), "intervention": ["treatment_order"]}


ORDERS = Experiment(
    "orders", {"short": orders_of(2), "long": orders_of(26)}, dyads=4_000, weeks=2 * YEAR,
    series=(ADMITTED, ORDER),
)  # fmt: skip


@measures("E36", ORDERS)
def readmission_under_an_order(arms: Arms) -> float:
    """Difference of the share readmitted within 52 weeks, order for 26 weeks less 2.

    Each user's first discharge from a ward in weeks 1 to 52 is week 0 of the follow-up; whoever is
    on a ward is there under the power of the law. Users who were under an order when care began
    are left out. The interval of contacts is the same; a tie that ends is censored (Kaplan and
    Meier), since no admission is seen after that.
    """
    return share_readmitted(arms["long"]) - share_readmitted(arms["short"])


def share_readmitted(arm: ArmRun) -> float:
    """Share readmitted within 52 weeks of the first discharge."""
    stays, last = spells_of(arm.series(ADMITTED)), arm.lived.sum(axis=1) - 1
    free = arm.series(ORDER)[:, 0] == 0.0
    index = stays.of(stays.ended & (stays.after < YEAR) & free[stays.row]).first_of_each()
    left = np.full(len(free), arm.weeks)
    left[index.row] = index.after
    later = stays.of(stays.first > left[stays.row]).first_of_each()
    again = np.full(len(free), arm.weeks)
    again[later.row] = later.first
    until = np.minimum(np.minimum(again, last) - left, YEAR)[index.row]
    back = (again <= np.minimum(last, left + YEAR))[index.row]
    return float(1.0 - survival(back, until, YEAR)[-1]) if len(until) else float("nan")


CRISES = Experiment(
    "crises",
    {
        "handed_back": community_with(crisis__keep=0),
        "kept": community_with(crisis__keep=13),
        "never": community_with(crisis__take=0),
    },
    dyads=6_000, weeks=104, series=(CRISIS, TRUST, CONTROL),
)  # fmt: skip


@measures("E41", CRISES)
def control_in_a_crisis(arms: Arms) -> float:
    """Lower of two effects on the user's trust 13 weeks after a crisis, in pooled SD.

    Handed back at the end less never taken, and never taken less kept for 13 weeks. Each user's
    first crisis: if it begins in the same week in all arms, the professional had .8 of the control
    or more in some week of it where control is taken and handed back, and the tie goes on for 13
    weeks after its end in all arms. In every arm both sides wish for more control of the
    professional in a crisis; *never taken* leaves it to what they negotiate.
    """
    begun = np.array([begin_of_crisis(arm) for arm in arms.values()])
    trust = {name: trust_later(arm) for name, arm in arms.items()}
    some = (begun == begun[0]).all(axis=0) & np.isfinite([*trust.values()]).all(axis=0)
    some &= control_in_first(arms["handed_back"]) >= 0.8
    back, kept, never = (trust[name][some] for name in ("handed_back", "kept", "never"))
    return float(np.minimum(effect_size(back, never), effect_size(never, kept)))


def begin_of_crisis(arm: ArmRun) -> np.ndarray:
    """Week in which the first crisis of each dyad began; the horizon without one."""
    first = spells_of(arm.series(CRISIS)).first_of_each()
    begun = np.full(len(arm.dyads), arm.weeks)
    begun[first.row] = first.first
    return begun


def trust_later(arm: ArmRun, weeks: int = 13) -> np.ndarray:
    """The user's trust so many weeks after the end of the first crisis; missing without one."""
    first = spells_of(arm.series(CRISIS)).first_of_each()
    seen = first.of(first.ended & (first.after + weeks < arm.weeks))
    trust = np.full(len(arm.dyads), np.nan)
    trust[seen.row] = arm.series(TRUST)[seen.row, seen.after + weeks]
    return trust


def control_in_first(arm: ArmRun) -> np.ndarray:
    """Highest control of the professional in the first crisis of each dyad; 0 without one."""
    first = spells_of(arm.series(CRISIS)).first_of_each()
    weeks, highest = np.arange(arm.weeks), np.zeros(len(arm.dyads))
    during = (weeks >= first.first[:, None]) & (weeks < first.after[:, None])
    highest[first.row] = np.where(during, arm.series(CONTROL)[first.row], 0.0).max(axis=1)
    return highest


SUCCESSION = Experiment(
    "succession",
    {
        "usual": {"setting": "community"},
        "replaced": community_with(
            interventions__succession__strength=1,
            interventions__succession__start=52,
            interventions__succession__stop=52,
            interventions__allocation__unit=2,
        ),
    },
    dyads=4_000, weeks=104 + 13, series=(CRISIS,),
)  # fmt: skip


@measures("E46", SUCCESSION)
def familiarity_and_crises(arms: Arms) -> float:
    """Relative increase of the mean length of crises that begin in weeks 53 to 104.

    Half of the professionals are drawn at random to be followed by another at the end of week 52;
    their users, with and without that. A crisis is followed to week 117.
    """
    treated = arms["replaced"].treated
    replaced, usual = (crisis_length(arms[name], treated) for name in ("replaced", "usual"))
    return replaced / usual - 1.0


def crisis_length(arm: ArmRun, some: np.ndarray) -> float:
    """Mean weeks of crises that begin in weeks 53 to 104."""
    crises = spells_of(arm.series(CRISIS)[some])
    crises = crises.of((crises.first >= 52) & (crises.first < 104))
    return float(mean(crises.after - crises.first))
