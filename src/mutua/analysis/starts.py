"""The same dyads from two starts: how far apart they stay, who crosses over, and what that is of.

Arrays have the shape (replicates, dyads, weeks); a value is missing (NaN) once the tie has ended.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from mutua.analysis.association import correlation
from mutua.analysis.summary import bands, mean, sd

#: Numbers with the two ends of their 95 % interval over replicates.
Band = tuple[float, float, float]


class Starts(NamedTuple):
    """One state by week of the same dyads, with the same random draws, from a low and a high start.

    Both of shape (replicates, dyads, weeks).
    """

    low: np.ndarray
    high: np.ndarray

    @property
    def gap(self) -> np.ndarray:
        """High less low start; missing where the tie has ended under either."""
        return np.asarray(self.high - self.low)


def band(by_replicate: np.ndarray) -> Band:
    """Mean over replicates with its 95 % interval; shape (replicates,)."""
    centre, low, high = (float(x) for x in bands(np.asarray(by_replicate, float)))
    return centre, low, high


def share_of_present(holds: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Share of dyads of which something holds, among those whose value is there; by replicate."""
    return mean(np.where(np.isfinite(values), holds, np.nan), axis=1)


def gap_at(starts: Starts, week: int, apart: float) -> tuple[Band, Band, float]:
    """Mean gap after some weeks, share of dyads further apart than `apart`, share in both ties."""
    gap = starts.gap[:, :, week - 1]
    far = share_of_present(np.abs(gap) > apart, gap)
    return band(mean(gap, axis=1)), band(far), float(np.isfinite(gap).mean())


def tip_weeks(
    course: np.ndarray, middle: float, *, from_below: bool, settled: int = 1
) -> np.ndarray:
    """Week from which a dyad stays on the other side of the middle than it began on.

    To the end of its tie or of the run, and for `settled` weeks at least; else infinite.

    Returns
    -------
    float, shape (replicates, dyads)
    """
    there = np.isfinite(course)
    own = there & ((course <= middle) if from_below else (course >= middle))
    weeks = np.arange(1, course.shape[2] + 1)
    last_own, last = ((weeks * where).max(axis=2) for where in (own, there))
    return np.where(last - last_own >= max(settled, 1), last_own + 1.0, np.inf)


def tip_curve(weeks: np.ndarray, last: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Share of dyads that have crossed over by each week, with its interval over replicates."""
    by_week = weeks[:, :, None] <= np.arange(1, last + 1)
    return bands(by_week.mean(axis=1))


def median_week(weeks: np.ndarray) -> float:
    """Median week of those that crossed over; missing if none did."""
    crossed = weeks[np.isfinite(weeks)]
    return float(np.median(crossed)) if len(crossed) else float("nan")


def explain_variance(outcome: np.ndarray, predictors: np.ndarray) -> float:
    """Share of a variance that straight lines on some traits explain, adjusted for their number.

    Parameters
    ----------
    outcome : shape (dyads,)
    predictors : shape (dyads, traits)

    Returns
    -------
    float
        Not below 0; missing with fewer than two dyads more than traits.
    """
    there = np.isfinite(outcome)
    y, x = outcome[there], predictors[there]
    design = np.column_stack([np.ones(len(y)), x])
    if len(y) < design.shape[1] + 2 or np.ptp(y) == 0.0:
        return float("nan")
    coefficients, _, rank, _ = np.linalg.lstsq(design, y, rcond=None)
    left = ((y - design @ coefficients) ** 2).sum() / (len(y) - rank)
    return max(0.0, float(1.0 - left / y.var(ddof=1)))


def variance_parts(
    starts: Starts, week: int, traits: Sequence[np.ndarray], anchors: Sequence[np.ndarray]
) -> dict[str, Band]:
    """What the variance of the states in a week is of, over dyads and both starts; shares.

    Half of the squared gap lies within dyads: ``start``, of which ``start_alike`` is the shift that
    all share. The variance of a dyad's mean over its starts lies between dyads: ``people`` is what
    traits explain of it, ``anchors`` what two of them do, and ``happened`` is the rest. Dyads whose
    tie goes on from both starts.

    Parameters
    ----------
    traits, anchors : sequence of arrays, shape (dyads, traits)
        Of each replicate.
    """
    then = (starts.low[:, :, week - 1], starts.high[:, :, week - 1])
    rows = [_parts(*each) for each in zip(*then, traits, anchors, strict=True)]
    return {name: band(np.array([row[name] for row in rows])) for name in rows[0]}


def _parts(
    low: np.ndarray, high: np.ndarray, traits: np.ndarray, anchors: np.ndarray
) -> Mapping[str, float]:
    gap, centre = high - low, (low + high) / 2.0
    within, between = float(mean(gap * gap)) / 4.0, float(sd(centre)) ** 2
    whole = within + between
    if not whole > 0.0:
        names = ("start", "start_alike", "people", "anchors", "happened", "correlation")
        return dict.fromkeys(names, float("nan"))
    people = explain_variance(centre, traits) * between
    return {
        "start": within / whole,
        "start_alike": float(mean(gap)) ** 2 / 4.0 / whole,
        "people": people / whole,
        "anchors": explain_variance(centre, anchors) * between / whole,
        "happened": (between - people) / whole,
        "correlation": correlation(low, high),
    }


def loop_width(there: np.ndarray, back: np.ndarray) -> Band:
    """State on the way there less the way back, at values passed twice; mean over values.

    Parameters
    ----------
    there, back : shape (caseloads, values)
        Mean state of each professional's users at the same values; the interval is over caseloads.
    """
    return band((there - back).mean(axis=1))


def marked_weeks(weeks: int) -> Iterator[int]:
    """Weeks in which gaps are given: half a year, years, and the last."""
    yield from sorted({week for week in (26, 52, 104, 156, 208) if week < weeks} | {weeks})
