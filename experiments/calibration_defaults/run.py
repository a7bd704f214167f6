"""Defaults from the scorecard: a history match on the rows of tier *calibrate*, and its posterior.

``python -m experiments.calibration_defaults.run measure [--vectors 300]`` measures random vectors
of the free parameters; interrupted, the same command goes on where it was.
``python -m experiments.calibration_defaults.run match`` learns from them how each row answers,
draws from what no row rules out, and writes the posterior that ships and values.csv.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.vectors import Vectors
from mutua.scenarios.space import Axis
from mutua.studies.comparison.posterior import SHIPPED
from mutua.studies.evidence.patterns import MEASUREMENTS
from mutua.studies.evidence.rows import pattern_of

VECTORS = Vectors(space="levels", seed=7, size=0.5)
#: Draws of the posterior, and points of the prior that are looked at for each of them.
DRAWS, LOOKED_AT = 200, 2_000
#: A row rules a vector out if it lies further outside its bounds than this many SD of what is not
#: known of it (Pukelsheim's three).
MOST = 3.0
HERE = Path(__file__).parent
ROWS = [name for name in MEASUREMENTS if pattern_of(name).role == "calibrate"]
AXES, NAMES = VECTORS.axes, VECTORS.names


class Emulator:
    """How each row answers to the parameters: a quadratic without products, by least squares."""

    def __init__(self, points: np.ndarray, values: pd.DataFrame) -> None:
        self.rows = list(values.columns)
        self.terms = terms(points)
        self.weights, self.doubt = [], []
        for name in self.rows:
            there = np.isfinite(values[name].to_numpy())
            x, y = self.terms[there], values[name].to_numpy()[there]
            weight, *_ = np.linalg.lstsq(x, y, rcond=None)
            left = y - x @ weight
            self.weights.append(weight)
            self.doubt.append(np.sqrt((left**2).sum() / max(len(y) - x.shape[1], 1)))

    def distance(self, points: np.ndarray) -> np.ndarray:
        """How far each row is from its bounds, in SD of what is not known; (points, rows)."""
        said = terms(points) @ np.array(self.weights).T
        bounds = [(pattern_of(name).low, pattern_of(name).high) for name in self.rows]
        low = np.array([-np.inf if pd.isna(a) else a for a, _ in bounds])
        high = np.array([np.inf if pd.isna(b) else b for _, b in bounds])
        outside = np.maximum(np.maximum(low - said, said - high), 0.0)
        return np.asarray(outside / np.array(self.doubt))

    def explained(self, values: pd.DataFrame) -> pd.Series:
        """Share of the variance of each row that the parameters explain."""
        spread = values.std().to_numpy()
        return pd.Series(1.0 - (np.array(self.doubt) / spread) ** 2, self.rows)


def terms(points: np.ndarray) -> np.ndarray:
    """1, each parameter from -1 to 1, and its square; (points, 1 + 2 parameters)."""
    unit = np.column_stack([
        2.0 * scaled(axis, points[:, k]) - 1.0 for k, axis in enumerate(AXES)
    ])  # fmt: skip
    return np.column_stack([np.ones(len(points)), unit, unit**2])


def scaled(axis: Axis, values: np.ndarray) -> np.ndarray:
    """Values as shares of their interval, of logarithms where the interval is even in them."""
    low, high = axis.low, axis.high
    if axis.log:
        return np.asarray(np.log(values / low) / np.log(high / low))
    return np.asarray((values - low) / (high - low))


def match(file: Path) -> None:
    """Write the posterior, and what was learnt of each parameter and row."""
    values = VECTORS.table(file).pivot(index="vector", columns="id", values="value")
    emulator = Emulator(VECTORS.draw(int(values.index.max()) + 1)[values.index], values)
    points = VECTORS.draw(DRAWS * LOOKED_AT)
    distance = emulator.distance(points)
    allowed = np.sort(distance, axis=1)[:, -2]  # the worst row but one: E21 may be out of reach
    kept = points[np.argsort((distance**2).sum(axis=1) + 1e6 * (allowed > MOST))[:DRAWS]]
    write_posterior(kept, len(values))
    learnt = pd.DataFrame({
        "parameter": NAMES,
        "low": [axis.low for axis in AXES],
        "high": [axis.high for axis in AXES],
        "median": np.median(kept, axis=0),
        "q05": np.quantile(kept, 0.05, axis=0),
        "q95": np.quantile(kept, 0.95, axis=0),
    })  # fmt: skip
    unit = np.column_stack([scaled(axis, kept[:, k]) for k, axis in enumerate(AXES)])
    learnt["width"] = np.quantile(unit, 0.95, axis=0) - np.quantile(unit, 0.05, axis=0)
    learnt.to_csv(HERE / "values.csv", index=False, float_format="%.4g")
    print(learnt.round(3).to_string(index=False))
    print(emulator.explained(values).round(2).to_string())
    near = emulator.distance(np.median(kept, axis=0)[None])[0]
    outside = {n: round(float(d), 1) for n, d in zip(emulator.rows, near, strict=True) if d > 0}
    print("outside at the medians (SD):", outside)


def write_posterior(draws: np.ndarray, measured: int) -> None:
    """Write the draws that `mutua compare posterior=defaults` takes."""
    head = f"# {len(draws)} draws; {measured} vectors measured, {datetime.now(UTC):%Y-%m-%d}\n"
    table = pd.DataFrame(draws, columns=NAMES).to_csv(index=False, float_format="%.4g")
    SHIPPED.write_text(head + table, encoding="utf-8")


def main(given: Sequence[str] | None = None) -> None:
    """Measure, or match."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("measure", "match"))
    parser.add_argument("--vectors", type=int, default=300)
    parser.add_argument("--folder", type=Path, default=Path("outputs", "levels"))
    asked = parser.parse_args(given)
    file = asked.folder / "vectors.csv"
    if asked.what == "match":
        match(file)
        return
    for done in VECTORS.measure(asked.vectors, ROWS, file):
        print(f"{datetime.now(UTC):%H:%M:%S} {done} of {asked.vectors}", file=sys.stderr)


if __name__ == "__main__":
    main()
