"""The command params: every declared parameter."""

import csv
import json
import sys
from collections.abc import Sequence
from typing import Any

from mutua.cli.keys import FORMATS
from mutua.cli.parameter_table import show_parameters
from mutua.cli.parse import parse_with_defaults
from mutua.errors import ParameterError, hint, one_of
from mutua.model.parameters.catalogue import COLUMNS, DECLARED
from mutua.model.parameters.declare import Declaration


def main(words: Sequence[str], as_json: bool) -> None:
    """Print the declared parameters, all or those in which every word occurs."""
    mentions, keys = parse_with_defaults("params", words)
    layout = keys["format"]
    one_of("format", layout, FORMATS)
    rows = [[getattr(d, column) for column in COLUMNS] for d in mentioning(mentions)]
    if as_json:
        print(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], indent=2))
    elif layout == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([COLUMNS, *rows])
    elif layout == "md":
        for row in (COLUMNS, ["---"] * len(COLUMNS), *rows):
            print("|", " | ".join(_plain(cell).replace("|", "\\|") for cell in row), "|")
    else:
        show_parameters(rows)


def mentioning(words: Sequence[str]) -> list[Declaration]:
    """Declarations in whose name, meaning or sources every word occurs, in any case."""
    hits = [d for d in DECLARED.values() if all(word.lower() in _text(d) for word in words)]
    if not hits:
        pieces = [*DECLARED, *{piece for name in DECLARED for piece in name.split(".")}]
        near = hint(words[0], pieces)
        raise ParameterError(f"params: no parameter mentions {' and '.join(words)!r}{near}")
    return hits


def _text(d: Declaration) -> str:
    return " ".join((d.name, d.about, d.form, d.number)).lower()


def _plain(cell: Any) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
