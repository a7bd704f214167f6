"""Rows measured: experiments run until the rows that read them are decided, or often enough."""

import time
import warnings
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy.stats import t as student

from mutua.engines.batch import Progress, no_progress
from mutua.scenarios.manifest import horizon
from mutua.scenarios.resolve import Choices
from mutua.studies.evidence.experiment import Arms, Experiment, Measure, replicates_of
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
    """What was measured of one row.

    Attributes
    ----------
    estimate : MonteCarlo
    seconds : float
        The row's share of the time that its experiment took.
    """

    estimate: MonteCarlo
    seconds: float


def measure_rows(
    names: Sequence[str], common: Choices, *, size: float = 1.0, most: int = MOST, seed: int = 1,
    threads: int | None = None, progress: Progress | None = None,
) -> dict[str, Measured]:  # fmt: skip
    """Measure rows, each experiment once.

    Parameters
    ----------
    common : Choices
        What all arms have in common; what an experiment sets wins.
    size : float
        Dyads of an experiment, as a share of its own.
    most : int
        An experiment is run this many times as often at the most while a row is undecided.
    progress : callable, optional
        Called with the dyad-weeks done. Its method ``more``, if it has one, is given what turned
        out not to be needed, as a negative number.

    Returns
    -------
    dict of Measured
        By number of the row, in the order of `names`.
    """
    results: dict[str, Measured] = {}
    for experiment, rows in experiments_of(names):
        part = experiment.resized(size) if size != 1.0 else experiment
        results |= measure(
            part, rows, common, most=most, seed=seed, threads=threads, progress=progress
        )
    return {name: results[name] for name in names}


def measure(
    experiment: Experiment, names: Sequence[str], common: Choices, *, most: int = MOST,
    seed: int = 1, threads: int | None = None, progress: Progress | None = None,
) -> dict[str, Measured]:  # fmt: skip
    """Run an experiment until each of its rows is decided, or often enough."""
    started = time.perf_counter()
    values: dict[str, list[float]] = {name: [] for name in names}
    scenarios = experiment.scenarios(common)
    numbers = range(most * experiment.replicates)
    done = 0
    for arms in replicates_of(
        experiment, scenarios, numbers, seed=seed, threads=threads, progress=progress
    ):
        done += 1
        for name, own in values.items():
            own.append(statistic(MEASUREMENTS[name].measure, arms))
        if done >= experiment.replicates and all(
            estimate(own).decides(pattern_of(name)) for name, own in values.items()
        ):
            break
    getattr(progress, "more", no_progress)((done - len(numbers)) * work_of(experiment, common))
    seconds = (time.perf_counter() - started) / len(names)
    return {name: Measured(estimate(own), seconds) for name, own in values.items()}


def statistic(measure: Measure, arms: Arms) -> float:
    """A row's statistic in one replicate; missing where it is of nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # means of no dyad are missing
        return float(measure(arms))


def work_of(experiment: Experiment, common: Choices) -> int:
    """Dyad-weeks of one replicate of an experiment."""
    weeks = experiment.weeks or horizon(list(experiment.scenarios(common).values()))
    return len(experiment.arms) * experiment.dyads * weeks


def experiments_of(names: Sequence[str]) -> list[tuple[Experiment, list[str]]]:
    """Experiments that these rows need, with the rows of each, in the order of the rows."""
    needed: dict[str, tuple[Experiment, list[str]]] = {}
    for name in names:
        experiment = MEASUREMENTS[name].experiment
        needed.setdefault(experiment.name, (experiment, []))[1].append(name)
    return list(needed.values())
