"""What the answers of both sides say, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from mutua.analysis.digits import number

Tables = Mapping[str, pd.DataFrame]
#: What moves either side's readiness to give: equal numbers are no difference between the sides.


def answer_sentences(tables: Tables, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Each regime's answers, which side answers more, what to believe, what is by construction."""
    for regime, rows in tables["answers"].groupby("regime", sort=False):
        said = {row.answers: _elasticity(row) for row in rows.itertuples()}
        yield (
            f"{regime}: for each 1 % more from the professional the user gives {said['user']}; "
            f"for each 1 % more from the user the professional gives {said['professional']}."
        )
    yield from _order(tables["differences"])
    yield (
        "What to believe: the signs and the order, within these rules. The sizes rest on assumed "
        "slopes and on no data; an interval is of a finite number of simulated dyads and holds "
        "nothing of what is not known of the parameters."
    )
    yield (
        "By construction a side answers at all: trust, affect and felt debt move what it gives, "
        "reinforcement keeps it, ruptures close disclosure, and illness, adherence, purse, energy "
        "and climate limit it. Both sides have the same slopes, so that no single number says "
        "which answers more."
    )
    yield (
        f"Arms differ from week 1 on and are read in weeks {manifest['since']} to "
        f"{manifest['weeks']}: these are answers of sides that are used to each other. Ties do "
        "not end, all ties of a service change at once, and flows are units a visit, so that an "
        "answer by coming is not in them."
    )


def _elasticity(row: Any) -> str:
    """An elasticity with its interval as text."""
    value, low, high = (number(x) for x in (row.elasticity, row.low, row.high))
    return f"{value} % more ({low} to {high})"


def _order(differences: pd.DataFrame) -> Iterator[str]:
    """In which regimes which side answers more."""
    more = differences.loc[differences["low"] > 0.0, "regime"]
    less = differences.loc[differences["high"] < 0.0, "regime"]
    rest = [name for name in differences["regime"] if name not in {*more, *less}]
    if len(more):
        yield f"The user answers more than the professional in {_listed(more)}."
    if len(less):
        yield f"The professional answers more than the user in {_listed(less)}."
    if rest:
        yield f"Which side answers more is not settled in {_listed(rest)}."


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else str(last)
