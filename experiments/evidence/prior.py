"""How many random parameter vectors pass each published pattern: prior.csv of the scorecard.

``python experiments/evidence/prior.py [--vectors 200] [--rows E01,E03] [--folder outputs/prior]``

Interrupted, the same command goes on where it was: each row of each vector is written as soon as it
is measured.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from mutua.jit.sources import source_hash
from mutua.scenarios.presets import preset
from mutua.studies.evidence import prior, rows
from mutua.studies.evidence.evidence import experiments_of, measure
from mutua.studies.evidence.needs import SIZE
from mutua.studies.evidence.patterns import MEASUREMENTS
from mutua.studies.evidence.prior import COMMENT
from mutua.studies.evidence.rows import pattern_of
from mutua.studies.sweep.design import Design, lay_out
from mutua.studies.sweep.result import axes_of

SPACE, SEED, REPLICATES = "core", 1, 3
COLUMNS = ("vector", "id", "value", "error")
SHIPPED = Path(rows.__file__).with_name(prior.FILE)


def draw_vectors(count: int) -> list[dict[str, float]]:
    """Values of the free parameters, each even on its interval; the first are always the same."""
    axes = axes_of(preset("space", SPACE), {})
    points = lay_out(Design("random", count, SEED), axes)
    return [dict(zip([axis.name for axis in axes], map(float, x), strict=True)) for x in points]


def description() -> str:
    """What all vectors of a file have in common."""
    size = f"dyads x {SIZE:g}, {REPLICATES} replicates"
    return f"space={SPACE!r}, seed={SEED}, {size}, rules {source_hash()}"


def measure_vectors(
    vectors: Sequence[dict[str, float]], names: Sequence[str], file: Path
) -> Iterator[int]:
    """Measure what the file lacks, vector by vector, and append it; yields vectors done."""
    done = {(int(line["vector"]), line["id"]) for line in read_lines(file)}
    for number, values in enumerate(vectors):
        for experiment, wanted in experiments_of(names):
            if all((number, name) in done for name in wanted):
                continue
            part = replace(experiment.resized(SIZE), replicates=REPLICATES)
            measured = measure(part, wanted, {"parameters": values}, most=1, seed=SEED)
            estimates = {name: row.estimate for name, row in measured.items()}
            with file.open("a", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows(
                    (number, name, x.value, x.error) for name, x in estimates.items()
                )
        yield number + 1


def read_lines(file: Path) -> list[dict[str, str]]:
    """Lines of the vectors that were measured; begins the file if it is not there."""
    head = f"{COMMENT}{description()}\n"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(head + ",".join(COLUMNS) + "\n", encoding="utf-8")
    first, *lines = file.read_text("utf-8").splitlines(keepends=True)
    if first != head:
        sys.exit(f"{file} is of {first.strip(COMMENT)}; choose another folder")
    whole = [line for line in lines if line.endswith("\n")]  # a line that was cut is measured again
    if whole != lines:
        file.write_text(first + "".join(whole), encoding="utf-8")
    return list(csv.DictReader(whole))


def summarise(lines: Sequence[dict[str, str]]) -> pd.DataFrame:
    """One row a pattern: vectors with a value, share that passes by it, and its quantiles."""
    table = pd.DataFrame(lines).astype({"value": float}).drop_duplicates(["vector", "id"])
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
    for done in measure_vectors(draw_vectors(given.vectors), names, file):
        print(f"{datetime.now(UTC):%H:%M:%S} {done} of {given.vectors} vectors", file=sys.stderr)
    lines = [x for x in read_lines(file) if int(x["vector"]) < given.vectors and x["id"] in names]
    note = f"{given.vectors} vectors of {description()}, {datetime.now(UTC):%Y-%m-%d}"
    text = f"{COMMENT}{note}\n{summarise(lines).to_csv(index=False, float_format='%.4g')}"
    is_whole = given.vectors == parser.get_default("vectors") and names == list(MEASUREMENTS)
    target = SHIPPED if is_whole else given.folder / prior.FILE
    target.write_text(text, encoding="utf-8")
    print(f"{text}\nwritten: {target}")


if __name__ == "__main__":
    main()
