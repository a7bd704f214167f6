"""Experiments: what is simulated for rows, and what the function of a row reads of a replicate."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from mutua.analysis.tables import without_units
from mutua.engines.allocation import treated_dyads
from mutua.engines.batch import Batch, Progress, Recording, step
from mutua.engines.recorder import dyads_table, ratings_table, weekly_table
from mutua.engines.sheets import Wanted, occasions_of
from mutua.jit.structs import leaves
from mutua.model.measures.posts import PostWeek
from mutua.scenarios.manifest import horizon
from mutua.scenarios.resolve import Choices, resolve
from mutua.scenarios.scenario import Scenario


@dataclass(frozen=True)
class Experiment:
    """One experiment: arms on the same dyads, and what is recorded of them.

    Attributes
    ----------
    name : str
    arms : dict
        What each arm chooses, as in `mutua.scenario`, by a name of its own.
    dyads, replicates : int
        Dyads of one run, and runs of each arm at the least.
    weeks : int or None
        None: the setting's horizon.
    series : tuple of str
        States and events that are kept every week, by dotted name.
    ratings : tuple of str
        Occasions on which every instrument is applied.
    professionals : bool
        Keep every professional's week.
    """

    name: str
    arms: Mapping[str, Choices]
    dyads: int
    replicates: int = 8
    weeks: int | None = None
    series: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    professionals: bool = False

    def scenarios(self, common: Choices) -> dict[str, Scenario]:
        """The scenario of each arm; what the arm chooses wins over what all have in common."""
        return {name: resolve(**join_choices(common, arm)) for name, arm in self.arms.items()}

    def resized(self, share: float) -> "Experiment":
        """The same experiment with fewer dyads, or more."""
        return replace(self, dyads=max(400, round(self.dyads * share)))


def join_choices(common: Choices, arm: Choices) -> Choices:
    """Choices of an arm on top of those that all arms have in common."""
    parameters = {**(common.get("parameters") or {}), **(arm.get("parameters") or {})}
    mechanism = {**(common.get("mechanism") or {}), **(arm.get("mechanism") or {})}
    return {**common, **arm, "parameters": parameters, "mechanism": mechanism}


@dataclass(frozen=True)
class ArmRun:
    """What was recorded of one run: one arm, one replicate. Tables are made when they are read."""

    recording: Recording
    run: int
    experiment: Experiment

    @cached_property
    def dyads(self) -> pd.DataFrame:
        """One row a dyad, as `Result.dyads`."""
        return without_units(dyads_table(self.recording, self.run))

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """One row a week, as `Result.weekly`."""
        return weekly_table(self.recording, self.run)

    @cached_property
    def treated(self) -> np.ndarray:
        """Whether a dyad is given the interventions of this arm, shape (dyads,)."""
        return treated_dyads(self.recording, self.run)

    @cached_property
    def lived(self) -> np.ndarray:
        """Whether the tie went on or ended in a week, shape (dyads, weeks)."""
        engaged = self._kept("engaged") > 0.0
        return np.pad(engaged, ((0, 0), (1, 0)), constant_values=True)[:, :-1]

    @cached_property
    def engaged(self) -> np.ndarray:
        """Whether the tie goes on at the end of a week, shape (dyads, weeks)."""
        return self._kept("engaged") > 0.0

    def series(self, name: str) -> np.ndarray:
        """A state or event by week, missing after the ending; shape (dyads, weeks)."""
        return np.where(self.lived, self._kept(name), np.nan)

    def _kept(self, name: str) -> np.ndarray:
        values = self.recording.series[self.run]
        return np.asarray(values[:, :, self.recording.batch.wanted.series.index(name)])

    @cached_property
    def _ratings(self) -> dict[str, pd.DataFrame]:
        table = ratings_table(self.recording, self.run, self.experiment.ratings)
        by_occasion = without_units(table).set_index("dyad").groupby("occasion", observed=False)
        slots = self.dyads["dyad"]
        return {name: there.reindex(slots).reset_index() for name, there in by_occasion}

    def rated(self, occasion: str) -> pd.DataFrame:
        """Ratings on an occasion, one row a dyad in the order of `dyads`; missing without one."""
        return self._ratings[occasion]

    def professionals(self, name: str) -> np.ndarray:
        """A column of the professionals by post and week, shape (professionals, weeks)."""
        posts = self.recording.sheets[self.run].posts
        return np.asarray(posts[:, :, leaves(PostWeek).index(name)])

    @property
    def weeks(self) -> int:
        """Weeks that were simulated."""
        return self.recording.batch.weeks


#: What a row's function reads: one run of each arm, all of one replicate.
Arms = Mapping[str, ArmRun]
#: From the arms of one replicate to the statistic of a row; NaN where there is none.
Measure = Callable[[Arms], float]


@dataclass(frozen=True)
class Measurement:
    """How a row is measured.

    Attributes
    ----------
    row : str
        Number of the row.
    experiment : Experiment
    measure : callable
        The statistic in one replicate.
    """

    row: str
    experiment: Experiment
    measure: Measure = field(compare=False)


#: Filled by `measures`, read by way of `patterns.MEASUREMENTS`.
DECLARED_ROWS: dict[str, Measurement] = {}


def measures(row: str, experiment: Experiment) -> Callable[[Measure], Measure]:
    """Declare the function below as the statistic of a row."""

    def declare(measure: Measure) -> Measure:
        assert row not in DECLARED_ROWS, row
        DECLARED_ROWS[row] = Measurement(row, experiment, measure)
        return measure

    return declare


def replicates_of(
    experiment: Experiment,
    scenarios: Mapping[str, Scenario],
    replicates: Sequence[int],
    *,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Arms]:
    """Simulate an experiment, one replicate after the other."""
    arms = list(scenarios.values())
    weeks = experiment.weeks or horizon(arms)
    series = tuple(dict.fromkeys(("engaged", *experiment.series)))
    wanted = Wanted(
        series if experiment.series else (),
        occasions_of(experiment.ratings),
        experiment.professionals,
    )
    for replicate in replicates:
        batch = Batch(arms, [replicate] * len(arms), experiment.dyads, weeks, seed, wanted=wanted)
        recording = step(batch, threads=threads, progress=progress)
        yield {name: ArmRun(recording, run, experiment) for run, name in enumerate(scenarios)}
