"""From records to a cohort: every user followed for the same number of weeks."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from mutua.analysis.phrases import count
from mutua.analysis.survival import DROPOUT
from mutua.errors import ParameterError
from mutua.scenarios.scenario import Scenario
from mutua.studies.calibration.cohort import COMPLETED, RATINGS, Cohort
from mutua.studies.calibration.records import LAST_WEEK, Person, name_some

#: Fewest users, and shortest follow-up in weeks, that are calibrated to.
FEWEST, SHORTEST = 20, 8
#: Weeks at the end of the window in which a rating counts as one at its end.
LATE = 13
#: Share of users in care that is few, and how many times as long a window would be much longer.
FEW, MUCH = 0.05, 1.25
#: Share of ended ties that may be without any visit, attended or missed.
MOST_UNSEEN = 0.25
ADVICE = "leave out who began too late, whether they left or not"


class Early(NamedTuple):
    """When the early rating is taken: at a visit, or at the last visit of five weeks."""

    #: Number of the visit, 0 if it goes by weeks; the last of the five weeks
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


class FollowUp(NamedTuple):
    """For how many weeks every user is followed, what that loses, and who decides it."""

    weeks: int  #: The weeks
    loss: str = ""  #: What is lost because a few users have short records; empty if it is little
    names: str = ""  #: These users, as in the file


def follow_up(users: Sequence[Person], requested: int | None) -> FollowUp:
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
    if requested is None:
        if longest < SHORTEST:
            short, names = _ending_before(SHORTEST, in_care or users)
            raise ParameterError(f"data: {SHORTEST} weeks are needed; {short}: {names}; {ADVICE}")
        return _longest_window(users, in_care, longest)
    if not SHORTEST <= requested <= LAST_WEEK:
        allowed = f"a whole number from {SHORTEST} to {LAST_WEEK}"
        raise ParameterError(f"weeks: {requested} is not {allowed}")
    if in_care and requested > longest:
        short, names = _ending_before(requested, in_care)
        raise ParameterError(
            f"weeks: {requested} is too many; {short}: {names}; {ADVICE}, or say weeks={longest}"
        )
    return FollowUp(requested)


def _ending_before(weeks: int, users: Sequence[Person]) -> tuple[str, str]:
    """How many records end before some week, in words, and whose."""
    short = {p.name: p for p in sorted(users, key=lambda p: p.closed) if p.closed < weeks}
    names = name_some([*short], {name: p.line for name, p in short.items()})
    first = min(p.closed for p in short.values())
    return (
        f"the records of {count(len(short), 'user')} end earlier, the first in week {first}",
        names,
    )


def _longest_window(users: Sequence[Person], in_care: Sequence[Person], weeks: int) -> FollowUp:
    """The window that all in care allow, with what it loses if a few of them decide it."""
    ends = sorted(person.closed for person in in_care) or [weeks]
    longer = ends[min(max(1, int(FEW * len(ends))), len(ends) - 1)]
    if longer < MUCH * weeks:
        return FollowUp(weeks)
    visits = sum(week > weeks for p in users for week in (*p.attended, *p.missed))
    endings = sum(bool(p.reason) and weeks < p.closed <= longer for p in users)
    short, names = _ending_before(longer, in_care)
    loss = (
        f"Users could be followed for {longer} weeks instead of {weeks}, but {short}; "
        f"{count(visits, 'visit')} and {count(endings, 'ending')} after week {weeks} are not used."
    )
    return FollowUp(weeks, loss, names)


def check_visits(users: Sequence[Person]) -> None:
    """Refuse records without visits: an ending is dated by the last visit that was attended."""
    ended = {p.name: p.line for p in users if p.reason}
    unseen = [p.name for p in users if p.reason and not p.attended and not p.missed]
    if len(unseen) > MOST_UNSEEN * len(ended) or not any(p.attended for p in users):
        named = f": {name_some(unseen, ended)}" if unseen else ""
        raise ParameterError(
            f"data: {len(unseen)} of {count(len(ended), 'user')} whose tie ended have no visit on "
            f"record, attended or missed{named}; endings are dated by the last visit, so a line is "
            "needed for each visit"
        )


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
