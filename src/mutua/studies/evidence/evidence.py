"""The scorecard: every published pattern measured in its setting, regime and sample."""

import time
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy.stats import t as student

from mutua.engines.batch import Progress
from mutua.scenarios.resolve import Choices
from mutua.studies.evidence.experiment import Experiment, replicates_of
from mutua.studies.evidence.patterns import MEASUREMENTS
from mutua.studies.evidence.rows import Pattern, pattern_of

#: An experiment is run this many times as often at the most while a row of it is undecided.
MOST = 3


class MonteCarlo(NamedTuple):
    """A statistic over replicates.

    Attributes
    ----------
    value, error : float
        Mean and half-width of its 95 % Monte-Carlo interval (Student's t); NaN where fewer than
        two replicates have the statistic.
    replicates : int
        Replicates that have it.
    """

    value: float
    error: float
    replicates: int

    def decides(self, row: Pattern) -> bool:
        """Whether the interval lies inside the bounds of a row, or outside them."""
        low, high = self.value - self.error, self.value + self.error
        return row.passes(low, high) or row.misses(low, high)

    def passes(self, row: Pattern) -> bool:
        """Whether the whole interval lies inside the bounds of a row."""
        return row.passes(self.value - self.error, self.value + self.error)


def estimate(values: Iterable[float]) -> MonteCarlo:
    """Mean over replicates with its interval; replicates without the statistic are left out."""
    there = np.array([value for value in values if np.isfinite(value)])
    number = len(there)
    if number < 2:
        return MonteCarlo(float("nan"), float("nan"), number)
    spread = float(there.std(ddof=1)) / sqrt(number)
    return MonteCarlo(float(there.mean()), float(student.ppf(0.975, number - 1)) * spread, number)


class Measured(NamedTuple):
    """What an experiment said of its rows.

    Attributes
    ----------
    estimates : dict of MonteCarlo
        By number of the row.
    seconds : float
    """

    estimates: dict[str, MonteCarlo]
    seconds: float


def measure(
    experiment: Experiment, names: Sequence[str], common: Choices, *, seed: int = 1,
    threads: int | None = None, progress: Progress | None = None,
) -> Measured:  # fmt: skip
    """Run an experiment until each of its rows is decided, or often enough."""
    started = time.perf_counter()
    values: dict[str, list[float]] = {name: [] for name in names}
    numbers = range(MOST * experiment.replicates)
    for arms in replicates_of(
        experiment, experiment.scenarios(common), numbers, seed=seed, threads=threads,
        progress=progress,
    ):  # fmt: skip
        for name, found in values.items():
            found.append(float(MEASUREMENTS[name].measure(arms)))
        done = len(values[names[0]])
        if done >= experiment.replicates and all(
            estimate(values[name]).decides(pattern_of(name)) for name in names
        ):
            break
    return Measured(
        {name: estimate(found) for name, found in values.items()}, time.perf_counter() - started
    )


def experiments_of(names: Sequence[str]) -> list[tuple[Experiment, list[str]]]:
    """Experiments that these rows need, with the rows of each, in the order of the rows."""
    needed: dict[str, tuple[Experiment, list[str]]] = {}
    for name in names:
        experiment = MEASUREMENTS[name].experiment
        needed.setdefault(experiment.name, (experiment, []))[1].append(name)
    return list(needed.values())
