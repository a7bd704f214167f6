"""Rows on what exceeds the role: the user's own priority first, with and without, same users."""

import numpy as np
import pandas as pd

from mutua.analysis.summary import mean
from mutua.scenarios.resolve import Choices
from mutua.studies.evidence.experiment import ArmRun, Arms, Experiment, measures

TRUST, BOND, EXTRA = "user.feeling.trust", "user.feeling.bond", "event.given.extra.goods"
OFFERED, ATTENDED = "event.visit.offered", "event.visit.attended"


def favours_until(stop: float, *, every: float = 0) -> Choices:
    """Community care in which the user's priority comes first at visits from week 20 on."""
    when = {"start": 20.0, "stop": stop, "every": every}
    parameters = {f"interventions.user_first.{name}": value for name, value in when.items()}
    return {"setting": "community", "intervention": ["user_first"], "parameters": parameters}


FAVOURS = Experiment(
    "favours", {"usual": {"setting": "community"}, "favours": favours_until(24)},
    dyads=8_000, weeks=32, series=(TRUST, OFFERED, ATTENDED),
)  # fmt: skip


@measures("E42", FAVOURS)
def obligation_where_there_is_trust(arms: Arms) -> float:
    """Top less bottom tercile of trust at week 19: log odds ratio of attending in weeks 25-32.

    The user's priority comes first at the visits of weeks 20 to 24, or not. Odds are those of all
    offers to the users of a tercile, answered requests among them, while the tie goes on.
    """
    usual, favours = arms["usual"], arms["favours"]
    trust = np.where(usual.engaged[:, 18], usual.series(TRUST)[:, 18], np.nan)
    low, high = pd.Series(trust).quantile([1.0 / 3.0, 2.0 / 3.0])
    top, bottom = (
        log_odds_of_attending(favours, some) - log_odds_of_attending(usual, some)
        for some in (trust > high, trust <= low)
    )
    return top - bottom


def log_odds_of_attending(arm: ArmRun, some: np.ndarray) -> float:
    """Log odds that an offer of weeks 25 to 32 is attended."""
    offered, attended = (np.nansum(arm.series(name)[some, 24:32]) for name in (OFFERED, ATTENDED))
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.log(attended) - np.log(offered - attended))


#: Weeks in which an extra act may be done, from the first on.
ACT_WEEKS = range(20, 72, 2)
ACTS = Experiment(
    "acts",
    {f"until {week}": favours_until(week, every=2) for week in ACT_WEEKS}
    | {"until 18": {"setting": "community"}},
    dyads=800, weeks=ACT_WEEKS[-1], series=(BOND, EXTRA),
)  # fmt: skip


@measures("E44", ACTS)
def first_and_tenth_extra_act(arms: Arms) -> float:
    """Bond gain of the first extra act over that of the tenth, of users who get ten by week 70.

    An act is done at a visit, so in every second week from week 20 in which the user comes. Its
    gain is the user's bond at the end of that week less that of the same user without it, who got
    the acts before: an arm for each week after which there are no more.
    """
    acts = arms[f"until {ACT_WEEKS[-1]}"].series(EXTRA) > 0.0
    number = acts.cumsum(axis=1) * acts
    ten = number.max(axis=1) >= 10
    first, tenth = (mean_gain(arms, (number == k) & ten[:, None]) for k in (1, 10))
    return first / tenth if tenth != 0.0 else float("nan")


def mean_gain(arms: Arms, act: np.ndarray) -> float:
    """Mean gain of bond by one act a user.

    Parameters
    ----------
    act : bool, shape (dyads, weeks)
        In which week it is done.
    """
    gains = []
    for week in ACT_WEEKS:
        some = act[:, week - 1]
        got, not_got = (arms[f"until {last}"].series(BOND) for last in (week, week - 2))
        gains.append((got - not_got)[some, week - 1])
    return float(mean(np.concatenate(gains)))
