"""How many random parameter vectors pass a row: computed once, and shipped with what it is of.

``experiments/evidence/prior.py`` writes `FILE`; its lines that begin with # say from what.
"""

import csv
from functools import cache

import pandas as pd

from mutua.studies.evidence.rows import shipped_lines

#: Lies beside this module.
FILE = "prior.csv"
#: A row that this share of random vectors passes, or more, is not informative.
EASY = 0.9
COMMENT = "# "


@cache
def prior_lines() -> tuple[str, ...]:
    """Lines of the file; none before it was computed."""
    return tuple(shipped_lines(FILE))


def prior_note() -> str:
    """What was drawn, on which rules, and when; empty before it was computed."""
    noted = [line.removeprefix(COMMENT) for line in prior_lines() if line.startswith(COMMENT)]
    return " ".join(noted)


def prior_shares(names: list[str]) -> pd.DataFrame:
    """What random vectors say of some rows.

    Returns
    -------
    DataFrame
        One row a pattern: vectors that have the statistic, share that passes by its mean, and the
        quantiles .05, .5 and .95 of the simulated value over vectors. Rows that were not computed
        are left out.
    """
    lines = csv.DictReader(line for line in prior_lines() if not line.startswith(COMMENT))
    rows = [
        {"id": line["id"], "vectors": int(line["vectors"])}
        | {name: float(line[name] or "nan") for name in ("passed", "low", "middle", "high")}
        for line in lines
        if line["id"] in names
    ]
    return pd.DataFrame(rows, columns=["id", "vectors", "passed", "low", "middle", "high"])
