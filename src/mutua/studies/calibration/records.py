"""A service's own records, read and checked: one line a visit, an ending, or the end of the record.

The format is described in docs/calibration.md; its words are declared here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, NoReturn

from mutua.analysis.survival import DROPOUT
from mutua.errors import ParameterError, StoreError, brief
from mutua.storage.csv_lines import as_number, read_lines
from mutua.storage.folder import as_path
from mutua.studies.calibration.cohort import COMPLETED, HIGHEST, LOWEST

#: Columns that every file has, and those that it may have.
REQUIRED, RATED = ("person", "week", "event"), ("alliance_user", "alliance_professional")
COLUMNS = (*REQUIRED, "reason", *RATED)
VISITS, CLOSING = ("attended", "missed"), ("ended", "in_care")
EVENTS = (*VISITS, *CLOSING)
#: Why a tie ended; ``dropout`` where the record does not distinguish the two ways of breaking off.
REASONS = ("dropout", *DROPOUT, *COMPLETED, "moved")
LAST_WEEK = 520
#: 1.23E+12, and numbers of more than the 15 digits that a spreadsheet keeps.
ROUNDED = re.compile(r"[+-]?\d([.,]\d*)?[eE]\+\d+|\d{15}0+(\.0*)?", re.ASCII)
DIGITS = re.compile(r"\d+(\.\d*)?", re.ASCII)


class VisitRating(NamedTuple):
    """The relation as both sides rated it at a visit, 1 to 5; None where a side did not."""

    user: float | None
    professional: float | None


@dataclass
class Person:
    """What was recorded of one service user."""

    name: str  #: As in the file: a pseudonym
    #: Ratings by the week of an attended visit
    attended: dict[int, VisitRating] = field(default_factory=dict)
    #: Weeks in which a visit was offered and none attended
    missed: set[int] = field(default_factory=set)
    closed: int = 0  #: Week in which the tie ended, or the last one that the record covers
    reason: str = ""  #: Why it ended; empty if it goes on
    line: int = 0  #: Line of the file that closed it; 0 if none did


def read_records(path: str | Path) -> list[Person]:
    """Read the records of a service and check every line.

    Returns
    -------
    list of Person
        In the order of their first lines.

    Raises
    ------
    ParameterError
        The file, a line or a person is not as the format asks; one line, naming file, line,
        column, value and what is allowed.
    """
    path = as_path("data", path)
    try:
        lines = read_lines(path, ("week", *RATED))
    except StoreError as error:
        raise ParameterError(f"data: {error}") from error
    _check_columns(path, lines[0])
    _check_names(path, [line["person"] for line in lines])
    users: dict[str, Person] = {}
    for number, cells in enumerate(lines, start=2):
        line = RecordLine(path, number, {name: cells.get(name, "") for name in COLUMNS})
        name = line["person"] or line.refuse(
            "person", "a name or number that stands for one person"
        )
        _enter(users.setdefault(name, Person(name)), line)
    for person in users.values():
        _check_person(path, person)
    return list(users.values())


@dataclass(frozen=True)
class RecordLine:
    """One line of the file."""

    path: Path
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def refuse(self, column: str, allowed: str) -> NoReturn:
        """Refuse the line for what stands in a column."""
        value = self.cells[column]
        raise ParameterError(
            f"data: {self.path}, line {self.number}, {column}: {value!r} is not {allowed}"
        )

    def one_of(self, column: str, allowed: Iterable[str]) -> str:
        """Return the word in a column, which is one of several."""
        known = list(allowed)
        if self[column] not in known:
            self.refuse(column, f"one of {', '.join(known)}")
        return self[column]

    def empty(self, column: str, where: str) -> None:
        """Refuse a value that says nothing in this line."""
        if self[column]:
            self.refuse(column, f"empty, as it is to be {where}")

    def week(self) -> int:
        """Return the week of the line."""
        week = as_number(self["week"])
        if week is None or not 1 <= week <= LAST_WEEK or not week.is_integer():
            self.refuse("week", f"a whole number from 1 to {LAST_WEEK}")
        return int(week)

    def rating(self, column: str) -> float | None:
        """Return the rating in a column, None if there is none."""
        if not self[column]:
            return None
        value = as_number(self[column])
        if value is None or not LOWEST <= value <= HIGHEST:
            self.refuse(column, f"a number from {LOWEST:g} to {HIGHEST:g}, or empty")
        return value


def _check_columns(path: Path, cells: Mapping[str, str]) -> None:
    for name in REQUIRED:
        if name not in cells:
            raise ParameterError(
                f"data: {path}, line 1: no column {name!r}; there are {', '.join(cells)}"
            )
    for name in cells:
        if name not in COLUMNS:
            raise ParameterError(
                f"data: {path}, line 1: column {name!r} is not one of {', '.join(COLUMNS)}"
            )


def _check_names(path: Path, names: Sequence[str]) -> None:
    """Refuse numbers of persons that a spreadsheet rounded, or of which two may be one."""
    lines: dict[str, int] = {}
    for number, name in enumerate(names, start=2):
        lines.setdefault(name, number)
    rounded = [name for name in lines if ROUNDED.fullmatch(name)]
    if rounded:
        raise ParameterError(
            f"data: {path}, person: {name_some(rounded, lines)}: rounded by a spreadsheet, so that "
            "one may stand for several persons; make the column text before the file is written"
        )
    same: dict[Decimal, str] = {}
    for name in lines:
        other = same.setdefault(Decimal(name), name) if DIGITS.fullmatch(name) else name
        if other != name:
            raise ParameterError(
                f"data: {path}, person: {name_some([other, name], lines)}: may be one person, "
                "written as a number in two ways; write each person in one way"
            )


def name_some(names: Sequence[str], lines: Mapping[str, int]) -> str:
    """The first few persons, each with a line of theirs, and how many there are."""
    first = ", ".join(f"{brief(name)} (line {lines[name]})" for name in names[:3])
    more = len(names) - 3
    return f"{first} and {more} more" if more > 0 else first


def _enter(person: Person, line: RecordLine) -> None:
    """Enter a line into the record of its person."""
    event, week = line.one_of("event", EVENTS), line.week()
    if event != "ended":
        line.empty("reason", "at an ending only")
    if event != "attended":
        for column in RATED:
            line.empty(column, "at an attended visit only")
    if event == "attended":
        before = person.attended.get(week, VisitRating(None, None))
        given = VisitRating(*(line.rating(column) for column in RATED))
        person.attended[week] = VisitRating(
            *(old if new is None else new for old, new in zip(before, given, strict=True))
        )
    elif event == "missed":
        person.missed.add(week)
    elif person.line:
        line.refuse("event", f"allowed twice: line {person.line} has closed {person.name!r}")
    else:
        person.reason = line.one_of("reason", REASONS) if event == "ended" else ""
        person.closed, person.line = week, line.number


def _check_person(path: Path, person: Person) -> None:
    """Refuse a person whose record does not close, or goes on after it has."""
    if not person.line:
        raise ParameterError(
            f"data: {path}, person {person.name!r}: no line 'ended' or 'in_care' closes the record"
        )
    last = max((*person.attended, *person.missed), default=0)
    if last > person.closed:
        raise ParameterError(
            f"data: {path}, line {person.line}, week: {person.closed} is before week {last}, "
            f"in which person {person.name!r} has a visit"
        )
    person.missed -= set(person.attended)
