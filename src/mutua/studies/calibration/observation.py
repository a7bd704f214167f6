"""From records to a cohort: every user followed for the same number of weeks."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from mutua.analysis.survival import DROPOUT
from mutua.errors import ParameterError
from mutua.scenarios.scenario import Scenario
from mutua.studies.calibration.cohort import COMPLETED, RATINGS, Cohort
from mutua.studies.calibration.records import LAST_WEEK, Person

#: Fewest users, and shortest follow-up in weeks, that are calibrated to.
FEWEST, SHORTEST = 20, 8
#: Weeks at the end of the window in which a rating counts as one at its end.
LATE = 13


class Early(NamedTuple):
    """When the early rating is taken: at a visit, or at the last visit of five weeks.

    Attributes
    ----------
    visit, week : int
        Number of the visit, 0 if it goes by weeks; the last of the five weeks.
    """

    visit: int
    week: int

    @classmethod
    def from_scenario(cls, scenario: Scenario) -> "Early":
        """When the setting has it taken."""
        values = scenario.values
        return cls(int(values["measure.early_visit"]), int(values["measure.early_week"]))

    def visits(self, person: Person, weeks: int) -> list[int]:
        """Weeks of the visits at which the early rating could be taken."""
        attended = [week for week in sorted(person.attended) if week <= weeks]
        if self.visit > 0:
            return attended[self.visit - 1 : self.visit]
        return [week for week in attended if self.week - 5 < week <= self.week]


def follow_up_weeks(users: Sequence[Person], requested: int | None) -> int:
    """Weeks for which every user is followed: as requested, or as all in care allow.

    Raises
    ------
    ParameterError
        Too few users, too short a time, or a record that does not reach that far.
    """
    if len(users) < FEWEST:
        raise ParameterError(f"data: {len(users)} users are fewer than {FEWEST}")
    in_care = [person for person in users if not person.reason]
    longest = min((p.closed for p in in_care), default=max(p.closed for p in users))
    weeks = longest if requested is None else requested
    if not SHORTEST <= weeks <= LAST_WEEK:
        raise ParameterError(f"weeks: {weeks} is not a whole number from {SHORTEST} to {LAST_WEEK}")
    short = next((person for person in in_care if person.closed < weeks), None)
    if short is not None:
        raise ParameterError(
            f"weeks: {weeks} is more than the {short.closed} weeks for which the record of person "
            f"{short.name!r} (line {short.line}) goes; leave out who began later, or say fewer"
        )
    return weeks


def recorded_cohort(users: Sequence[Person], weeks: int, early: Early) -> Cohort:
    """Cohort of the first `weeks` weeks of every user, shape (1, users)."""
    reasons = [person.reason if person.closed <= weeks else "" for person in users]
    ended = np.array([reason != "" for reason in reasons])
    visits = [[week for week in person.attended if week <= weeks] for person in users]
    missed = [[week for week in person.missed if week <= weeks] for person in users]
    attended = np.array([len(each) for each in visits])
    last = np.array([max(each, default=-1) for each in visits])
    taken = [_ratings(person, reason, weeks, early)
             for person, reason in zip(users, reasons, strict=True)]  # fmt: skip
    fields = {
        "dropout": np.isin(reasons, ["dropout", *DROPOUT]),
        "completed": np.isin(reasons, COMPLETED),
        "moved": np.array(reasons) == "moved",
        "exit_week": np.where(ended, last, weeks),
        "offered": attended + [len(each) for each in missed],
        "attended": attended,
        **dict(zip(RATINGS, np.array(taken, float).T, strict=True)),
    }
    return Cohort(**{name: np.asarray(values)[None] for name, values in fields.items()})


def _ratings(person: Person, reason: str, weeks: int, early: Early) -> list[float]:
    """Ratings of one person in the order of `RATINGS`; missing where none was taken."""
    first = early.visits(person, weeks)
    late = [week for week in person.attended if weeks - LATE < week <= weeks and not reason]
    return [_last(person, side, when) for when in (first, late) for side in (0, 1)]


def _last(person: Person, side: int, weeks: Iterable[int]) -> float:
    """The last rating of a side in some weeks."""
    given = [person.attended[week][side] for week in sorted(weeks)]
    return next((rating for rating in reversed(given) if rating is not None), np.nan)


def rating_shares(
    users: Sequence[Person], seen: Cohort, weeks: int, early: Early
) -> dict[str, float]:
    """Share of users rated, among those who could have been, by rating."""
    could = {
        "early": np.array([bool(early.visits(person, weeks)) for person in users]),
        "end": seen.stays[0] & (seen.attended[0] > 0),
    }
    shares = {}
    for name, values in seen.ratings.items():
        eligible = could[name.rpartition("_")[2]]
        there = np.isfinite(values[0]) & eligible
        shares[name] = float(there.sum() / max(1, eligible.sum()))
    return shares
