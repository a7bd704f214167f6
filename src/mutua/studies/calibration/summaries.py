"""What a cohort is summarised by: how ties end, how visits go, how the relation is rated.

Records and simulated services are summarised by the same code, so that what is compared is the
same thing. Whatever a service cannot know, such as the week in which a user decided not to come
again, enters no summary: a tie that broke off is dated at its last attended visit. Nor does what
depends on how finely an instrument reads: of ratings, means and covariances with what users do.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from mutua.analysis import summary
from mutua.model.measures.outcomes import Outcome
from mutua.studies.calibration.cohort import RATINGS, Cohort

#: Weeks and numbers of visits by which ties that broke off are counted.
WEEKS, VISITS = (4, 13, 26, 52, 104, 208), (1, 4)
_SIDES = {"user": "the user's", "professional": "the professional's"}

Measure = Callable[[Cohort], np.ndarray]


def definitions(weeks: int, rated: dict[str, float]) -> dict[str, tuple[Outcome, Measure]]:
    """Every summary of a window by name: unit, definition and label, and how it is computed.

    Parameters
    ----------
    weeks : int
        Length of the window.
    rated : dict of float
        Share of users rated, by rating: what was never rated is no summary.
    """
    measures = _endings(weeks) | _visits()
    taken = [name for name in RATINGS if rated[name] > 0.0]
    for name in taken:
        measures |= _rating(name)
    return measures


def _endings(weeks: int) -> dict[str, tuple[Outcome, Measure]]:
    measures: dict[str, tuple[Outcome, Measure]] = {}
    for week in (*(week for week in WEEKS if week < weeks), weeks):
        measures[f"dropout_week_{week}"] = (
            Outcome("share of users", f"broke off, last visit by week {week}",
                    f"broke off by week {week}"),
            partial(_left_by_week, week=week),
        )  # fmt: skip
    for visits in VISITS:
        measures[f"dropout_visit_{visits}"] = (
            Outcome("share of users", f"broke off after at most {visits} visits",
                    f"broke off after {visits} visit{'s' if visits > 1 else ''} at most"),
            partial(_left_after, visits=visits),
        )  # fmt: skip
    measures["completed"] = (
        Outcome("share of users", "ended as planned, or because it was enough", "completed"),
        lambda c: share_of(c.completed),
    )
    measures["moved"] = (
        Outcome("share of users", "ended by moving away or transfer", "moved"),
        lambda c: share_of(c.moved),
    )
    return measures


def _left_by_week(c: Cohort, week: int) -> np.ndarray:
    return share_of(c.dropout & (c.exit_week <= week))


def _left_after(c: Cohort, visits: int) -> np.ndarray:
    return share_of(c.dropout & (c.attended <= visits))


def _visits() -> dict[str, tuple[Outcome, Measure]]:
    return {
        "visits": (
            Outcome("visits", "mean number of attended visits, over all", "visits, all"),
            lambda c: c.attended.mean(axis=-1),
        ),
        "visits_staying": (
            Outcome("visits", "mean number of attended visits of those in care at the end",
                    "visits, in care"),
            lambda c: mean_over(c.attended, c.stays),
        ),
        "visits_sd": (
            Outcome("visits", "SD between users in care at the end of attended visits",
                    "visits, SD"),
            lambda c: sd_over(c.attended, c.stays),
        ),
        "missed": (
            Outcome("share of visits", "offered visits missed by those in care at the end",
                    "missed visits"),
            lambda c: 1.0 - mean_over(c.attended, c.stays) / mean_over(c.offered, c.stays),
        ),
        "missed_sd": (
            Outcome("share of visits", "SD between users in care at the end of visits missed",
                    "missed visits, SD"),
            lambda c: sd_over(missed_share(c), c.stays),
        ),
    }  # fmt: skip


def _rating(name: str) -> dict[str, tuple[Outcome, Measure]]:
    side, when = name.split("_")
    where = "early" if when == "early" else "of those in care at the end"
    whose = f"{_SIDES[side]} rating of the relation"
    measures: dict[str, tuple[Outcome, Measure]] = {
        f"alliance_{name}": (
            Outcome("1-5", f"mean of {whose}, {where}", f"alliance, {side}, {when}"),
            lambda c: mean_over(getattr(c, name), np.isfinite(getattr(c, name))),
        ),
    }  # fmt: skip
    if when == "early":
        measures[f"leaving_{side}"] = (
            Outcome(
                "1-5",
                f"covariance of {whose}, early, with breaking off later",
                f"alliance, {side}, and breaking off",
            ),
            lambda c: covariance_over(getattr(c, name), c.dropout.astype(float)),
        )
        measures[f"missing_{side}"] = (
            Outcome("1-5", f"covariance of {whose}, early, with visits missed, of those in care",
                    f"alliance, {side}, and missing"),
            lambda c: covariance_over(getattr(c, name), np.where(c.stays, missed_share(c), np.nan)),
        )  # fmt: skip
    return measures


def summarise_cohorts(cohorts: Cohort, measures: dict[str, tuple[Outcome, Measure]]) -> np.ndarray:
    """Summaries of some cohorts, shape (runs, summaries); missing where no user counts."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.column_stack([measure(cohorts) for _, measure in measures.values()])


def share_of(who: np.ndarray) -> np.ndarray:
    """Share of users, along the last axis."""
    return np.asarray(who.mean(axis=-1))


def missed_share(c: Cohort) -> np.ndarray:
    """Share of offered visits that each person missed; missing without an offer."""
    return np.asarray(np.where(c.offered > 0, 1.0 - c.attended / np.maximum(c.offered, 1), np.nan))


def mean_over(values: np.ndarray, who: np.ndarray) -> np.ndarray:
    """Mean over some users, along the last axis; missing over none."""
    return summary.mean(np.where(who, values, np.nan), -1)


def sd_over(values: np.ndarray, who: np.ndarray) -> np.ndarray:
    """SD between some users, along the last axis."""
    there = who & np.isfinite(values)
    apart = np.where(there, values - mean_over(values, there)[..., None], 0.0)
    return np.asarray(np.sqrt((apart * apart).sum(axis=-1) / there.sum(axis=-1)))


def covariance_over(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Covariance over the users who have both, along the last axis."""
    there = np.isfinite(a) & np.isfinite(b)
    centred = [np.where(there, x - mean_over(x, there)[..., None], 0.0) for x in (a, b)]
    return np.asarray((centred[0] * centred[1]).sum(axis=-1) / there.sum(axis=-1))
