"""CSV files as other programs write them: read where there is one way to, refused by name else."""

import csv
import io
import re
from collections.abc import Collection
from pathlib import Path

from mutua.errors import StoreError, brief
from mutua.storage.disk import bytes_of

#: What may stand between cells, and what it is called.
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
#: May be a thousand and more as well as a decimal.
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+", re.ASCII)
Line = dict[str, str]


def read_lines(path: Path, numbers: Collection[str]) -> list[Line]:
    """Read a CSV file as texts, one mapping a line, without the index that pandas may have added.

    Parameters
    ----------
    numbers : collection of str
        Columns of numbers: a decimal comma there becomes a point.

    Raises
    ------
    StoreError
        It is no such file, or can be read in more than one way.
    """
    text = _text(path)
    separator = _separator(path, text)
    names, *rows = _rows(path, text, separator)
    for number, row in enumerate(rows, start=2):
        if not any(row):
            raise StoreError(f"{path}: line {number} is empty")
        if len(row) != len(names):
            comma = "; decimal commas need semicolons between cells" * (
                separator == "," and len(row) > len(names)
            )
            raise StoreError(
                f"{path}: line {number} has {len(row)} cells, not {len(names)} as the first, "
                f"separated by {SEPARATORS[separator]}{comma}"
            )
    if not rows:
        raise StoreError(f"{path}: no line after the first, the names")
    columns = _named(path, names, rows)
    for name in columns.keys() & set(numbers):
        columns[name] = _with_points(path, name, columns[name], separator)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def as_number(text: str) -> float | None:
    """The number that a text is, as Python, R and spreadsheets write it; None for anything else."""
    return float(text) if NUMBER.fullmatch(text) else None


def _text(path: Path) -> str:
    """Text of a file in UTF-8, or else in Latin-1, in which each byte is a character."""
    data = bytes_of(path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise StoreError(f"{path} is no CSV file in UTF-8 or Latin-1; save it as CSV in UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _separator(path: Path, text: str) -> str:
    """What separates the names in the first line; a comma where there is one name."""
    first = text.lstrip("\r\n").splitlines()[:1]
    known = [separator for separator in SEPARATORS if separator in "".join(first)]
    if len(known) > 1:
        both = " and ".join(SEPARATORS[separator] for separator in known)
        raise StoreError(f"{path}: line 1 has {both}; which of them separate cells is not clear")
    return known[0] if known else ","


def _rows(path: Path, text: str, separator: str) -> list[list[str]]:
    """Cells of each line, without spaces around them; the first are names."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True,
                            skipinitialspace=True)  # fmt: skip
        rows = [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        raise StoreError(f"{path} is no CSV file that can be read: {error}") from None
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows or not any(rows[0]):
        raise StoreError(f"{path} is no CSV file with a line of names")
    return [[" ".join(name.split()) for name in rows[0]], *rows[1:]]


def _named(path: Path, names: list[str], rows: list[list[str]]) -> dict[str, list[str]]:
    """Columns by name; of those without, only an index and empty ones are left out."""
    columns: dict[str, list[str]] = {}
    for number, (name, *cells) in enumerate(zip(names, *rows, strict=True), start=1):
        is_index = all(cell.isdecimal() for cell in cells) and len(set(cells)) == len(cells)
        if name in columns:
            raise StoreError(f"{path}: a name stands twice in the first line: {brief(name)}")
        if name and not (name == "Unnamed: 0" and is_index):
            columns[name] = cells
        elif any(cells) and not is_index:
            raise StoreError(f"{path}: column {number} has no name in the first line")
    return columns


def _with_points(path: Path, name: str, cells: list[str], separator: str) -> list[str]:
    """Numbers with decimal points; refused where a comma may as well be one of thousands."""
    commas = [cell for cell in cells if DECIMAL_COMMA.fullmatch(cell)]
    points = next((cell for cell in cells if "." in cell), None)
    if not commas:
        return cells
    if points or (separator != ";" and all(THOUSANDS.fullmatch(cell) for cell in commas)):
        beside = f" beside {brief(points)}" if points else ""
        raise StoreError(
            f"{path}, {name}: whether the comma of {brief(commas[0])}{beside} is a decimal one is "
            "not clear; write a point"
        )
    return [cell.replace(",", ".") if DECIMAL_COMMA.fullmatch(cell) else cell for cell in cells]
