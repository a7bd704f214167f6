"""How many random parameter vectors pass each published pattern: prior.csv of the scorecard.

``python -m experiments.evidence.prior [--vectors 200] [--rows E01,E03] [--folder outputs/prior]``

Interrupted, the same command goes on where it was: each row of each vector is written as soon as it
is measured.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.vectors import Vectors
from mutua.studies.evidence import prior, rows
from mutua.studies.evidence.needs import SIZE
from mutua.studies.evidence.patterns import MEASUREMENTS
from mutua.studies.evidence.prior import COMMENT
from mutua.studies.evidence.rows import pattern_of

VECTORS = Vectors(space="core", seed=1, size=SIZE)
SHIPPED = Path(rows.__file__).with_name(prior.FILE)


def summarise(table: pd.DataFrame) -> pd.DataFrame:
    """One row a pattern: vectors with a value, share that passes by it, and its quantiles."""
    summary = []
    for name, values in table.groupby("id")["value"]:
        there, row = values.dropna().to_numpy(), pattern_of(str(name))
        passed = sum(row.passes(x, x) for x in there) / len(values)
        ends = np.quantile(there, (0.05, 0.5, 0.95)) if len(there) else (np.nan,) * 3
        summary.append((name, len(there), passed, *ends))
    return pd.DataFrame(summary, columns=["id", "vectors", "passed", "low", "middle", "high"])


def main() -> None:
    """Measure, and write the summary that ships; with fewer vectors or rows, beside the lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vectors", type=int, default=200)
    parser.add_argument("--rows", default=",".join(MEASUREMENTS))
    parser.add_argument("--folder", type=Path, default=Path("outputs", "prior"))
    given = parser.parse_args()
    names, file = given.rows.split(","), given.folder / "vectors.csv"
    for done in VECTORS.measure(given.vectors, names, file):
        print(f"{datetime.now(UTC):%H:%M:%S} {done} of {given.vectors} vectors", file=sys.stderr)
    table = VECTORS.table(file)
    asked = table[table["vector"].lt(given.vectors) & table["id"].isin(names)]
    note = f"{given.vectors} vectors of {VECTORS.note()}, {datetime.now(UTC):%Y-%m-%d}"
    text = f"{COMMENT}{note}\n{summarise(asked).to_csv(index=False, float_format='%.4g')}"
    is_whole = given.vectors == parser.get_default("vectors") and names == list(MEASUREMENTS)
    target = SHIPPED if is_whole else given.folder / prior.FILE
    target.write_text(text, encoding="utf-8")
    print(f"{text}\nwritten: {target}")


if __name__ == "__main__":
    main()
