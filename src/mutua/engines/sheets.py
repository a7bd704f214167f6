"""What is recorded beside the weekly sums, and the arrays it goes to.

A series is a row of the scratch in which the kernel holds a team: any leaf of the state of a dyad,
of its professional, of the week's event, a weekly series or a reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mutua.engines.scratch import COLUMNS, POST, RATINGS, ROW_NAMES
from mutua.errors import ParameterError
from mutua.model.measures.ratings import AT_LAST_VISIT, AT_VISIT, AT_WEEK
from mutua.scenarios.check import unknown


@dataclass(frozen=True)
class Wanted:
    """What is to be recorded of every dyad beside its row."""

    series: tuple[str, ...] = ()  #: Names of `ROW_NAMES`, kept for every week
    #: Occasions on which every instrument is applied: kind, first and last
    occasions: tuple[tuple[int, int, int], ...] = ()
    posts: bool = False  #: Keep every professional's week

    def numbers(self, dyads: int, posts: int, weeks: int) -> int:
        """Numbers that this is of so many dyads and professionals."""
        each = weeks * len(self.series) + len(self.occasions) * RATINGS
        return dyads * each + posts * weeks * POST * self.posts

    def rows(self) -> np.ndarray:
        """Rows of the scratch that are kept, int64."""
        return np.array([scratch_row(name) for name in self.series], np.int64)

    def occasion_array(self) -> np.ndarray:
        """Occasions, int64, shape (occasions, 3)."""
        return np.array(self.occasions, np.int64).reshape(-1, 3)


NOTHING_WANTED = Wanted()


def scratch_row(name: str) -> int:
    """Row of a series in the scratch.

    Raises
    ------
    ParameterError
        No leaf of the state, of the event or of what is read off them.
    """
    if name not in ROW_NAMES:
        raise ParameterError(unknown("series", name, ROW_NAMES))
    return ROW_NAMES.index(name)


@dataclass(frozen=True)
class Sheets:
    """Arrays that an engine fills; empty where nothing is wanted."""

    rows: np.ndarray  #: float32, shape (dyads, COLUMNS), in memory column by column
    kept: np.ndarray  #: int64, shape (series,): rows of the scratch that go to `series`
    series: np.ndarray  #: float64, shape (dyads, weeks, series)
    occasions: np.ndarray  #: int64, shape (occasions, 3)
    #: float64, shape (dyads, occasions, RATINGS): missing (NaN) where there was no occasion
    ratings: np.ndarray
    posts: np.ndarray  #: float64, shape (professionals, weeks, POST)

    def part(self, dyads: slice, posts: slice) -> "Sheets":
        """The sheets of some dyads and professionals, as views."""
        return Sheets(
            self.rows[dyads], self.kept, self.series[dyads],
            self.occasions, self.ratings[dyads], self.posts[posts],
        )  # fmt: skip


def blank_sheets(
    wanted: Wanted, dyads: int, posts: int, weeks: int, *, rows: bool = True
) -> Sheets:
    """Sheets for so many dyads and professionals."""
    series, occasions = len(wanted.series), len(wanted.occasions)
    return Sheets(
        rows=np.zeros((dyads if rows else 0, COLUMNS), np.float32, order="F"),
        kept=wanted.rows(),
        series=np.zeros((dyads if series else 0, weeks, series)),
        occasions=wanted.occasion_array(),
        ratings=np.full((dyads if occasions else 0, occasions, RATINGS), np.nan),
        posts=np.zeros((posts if wanted.posts else 0, weeks, POST)),
    )


def occasions_of(texts: Sequence[str]) -> tuple[tuple[int, int, int], ...]:
    """Occasions as they are written: ``visit:3``, ``week:13``, ``weeks:9-13``.

    `visit:k` is the k-th attended visit, `week:w` the end of a week (0 is the baseline), and
    `weeks:a-b` the last attended visit of those weeks.

    Raises
    ------
    ParameterError
        Not of this form, or one twice.
    """
    occasions = tuple(map(_occasion, texts))
    if len(set(occasions)) < len(occasions):
        raise ParameterError(f"ratings: [{','.join(texts)}] names an occasion twice")
    return occasions


def _occasion(text: str) -> tuple[int, int, int]:
    kind, _, number = str(text).partition(":")
    first, dash, last = number.partition("-")
    if kind == "visit" and _is_whole(first, 1) and not dash:
        return AT_VISIT, int(first), int(first)
    if kind == "week" and _is_whole(first, 0) and not dash:
        return AT_WEEK, int(first), int(first)
    if kind == "weeks" and _is_whole(first, 1) and _is_whole(last, 1) and int(first) <= int(last):
        return AT_LAST_VISIT, int(first), int(last)
    raise ParameterError(
        f"ratings: {str(text)[:40]!r} is not visit:3, week:13 (0: baseline) or weeks:9-13"
    )


def _is_whole(text: str, low: int) -> bool:
    """Whether a text is a whole number of at least `low` that a run can reach."""
    return text.isascii() and text.isdigit() and len(text) <= 5 and low <= int(text) < 2**16
