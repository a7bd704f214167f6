"""The main job: arms compared on the same people, `compare` and what it returns."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.contrasts import cohens_d, paired
from mutua.analysis.summary import OUTCOMES, SERIES
from mutua.analysis.survival import survival
from mutua.config import Scenario, check_interventions, resolve, whole
from mutua.errors import ParameterError
from mutua.measures.outcomes import ROW, WEEKLY, outcome
from mutua.provenance import provenance
from mutua.recorder import WEEK, dyads_table, weekly_table, with_attributes
from mutua.result import described, horizon
from mutua.simulation import Batch, Progress, Recording, step
from mutua.store import Writer, writing

REGIMES = ("paternalistic", "collaborative", "consumer")
ARM = {
    "arm": outcome("name", "the arm: a regime under its setting"),
    "replicate": outcome("number", "replicate: the same people and luck in every arm"),
}


@dataclass
class Contrast:
    """What a comparison recorded.

    Attributes
    ----------
    weekly : DataFrame
        One row an arm, replicate and week.
    dyads : DataFrame
        One row an arm, replicate and dyad.
    manifest : dict
        Everything that is needed to run it again.
    """

    weekly: pd.DataFrame
    dyads: pd.DataFrame
    manifest: dict[str, Any] = field(repr=False)

    @property
    def arms(self) -> list[str]:
        """Names of the arms, the reference first."""
        return [arm["name"] for arm in self.manifest["arms"]]

    @property
    def plot(self) -> "Figures":
        """Figures: ``contrast.plot.survival()`` returns matplotlib Axes."""
        return Figures(self)

    @cached_property
    def _means(self) -> dict[str, pd.DataFrame]:
        """One mean a replicate (rows) and arm (columns), by outcome."""
        by = ["replicate", "arm"]
        rows = self.dyads.groupby(by, observed=True)[list(OUTCOMES)].mean().astype(float)
        final = self.weekly[self.weekly["week"] == self.weekly["week"].max()]
        last = final.set_index(by)[list(SERIES)]
        return {name: table[name].unstack("arm")[self.arms]
                for table in (rows, last) for name in table}  # fmt: skip

    def summary(self) -> pd.DataFrame:
        """Paired differences of every outcome for every pair of arms.

        Returns
        -------
        DataFrame
            One row an outcome and pair: over whom the mean is taken (``all`` dyads, or those
            ``engaged`` in the last week), both means, the paired difference with its 95 %
            interval, Cohen's d on the SD between persons, and the variance-reduction factor of
            common random numbers with its bootstrap interval.
        """
        spread = self.dyads.groupby("arm", observed=True)[list(OUTCOMES)].std().astype(float)
        rows = []
        for reference, arm in combinations(self.arms, 2):
            for name, means in self._means.items():
                a, b = means[reference].to_numpy(), means[arm].to_numpy()
                pair = paired(a, b)
                everyone = name in OUTCOMES
                d = (cohens_d(pair.difference, spread.loc[reference, name], spread.loc[arm, name])
                     if everyone else np.nan)  # fmt: skip
                unit = (ROW | WEEKLY)[name].unit
                over = "all" if everyone else "engaged"
                rows.append((name, unit, over, reference, arm, a.mean(), b.mean(), *pair[:3], d,
                             *pair[3:]))  # fmt: skip
        return pd.DataFrame(rows, columns=list(SUMMARY))

    def survival(self) -> dict[str, np.ndarray]:
        """Share of ties not yet broken off, by arm; shape (replicates, weeks + 1)."""
        weeks = int(self.manifest["weeks"])
        return {
            arm: np.array([
                survival(rows["dropout"].to_numpy(), rows["exit_week"].to_numpy(), weeks)
                for _, rows in table.groupby("replicate")
            ])
            for arm, table in self.dyads.groupby("arm", observed=True)
        }  # fmt: skip

    def series(self, name: str) -> dict[str, np.ndarray]:
        """One weekly series by arm; shape (replicates, weeks)."""
        return {
            arm: table.pivot(index="replicate", columns="week", values=name).to_numpy()
            for arm, table in self.weekly.groupby("arm", observed=True)
        }

    def figures(self) -> dict[str, bytes]:
        """Every figure as PNG and SVG, by file name."""
        from mutua.plots.files import rendered

        return rendered({"survival": self.plot.survival, "trust": self.plot.trust})

    def write(self, run: Writer) -> None:
        """Write into a run folder that is held: manifest, tables, figures."""
        summary = self.summary()
        summary.attrs = {name: {"unit": unit, "definition": text}
                         for name, (unit, text) in SUMMARY.items()}  # fmt: skip
        tables = {"summary": summary, "weekly": self.weekly, "dyads": self.dyads}
        run.finish(self.manifest, tables, files=self.figures())

    def save(self, path: str | Path) -> Path:
        """Write a run folder: manifest, Parquet tables, and the figures beside them."""
        with writing(path) as run:
            self.write(run)
        return Path(path)


#: Columns of `Contrast.summary`, each with unit and definition.
SUMMARY = {
    "outcome": ("name", "the outcome"),
    "unit": ("text", "unit of the means and the difference"),
    "over": ("text", "over all dyads, or over those engaged in the last week"),
    "reference": ("name", "reference arm"),
    "arm": ("name", "arm that is compared with it"),
    "mean_reference": ("unit", "mean under the reference"),
    "mean_arm": ("unit", "mean under the arm"),
    "difference": ("unit", "mean paired difference, arm less reference"),
    "low": ("unit", "lower end of the 95 % interval (Student's t over replicates)"),
    "high": ("unit", "upper end of the 95 % interval"),
    "d": ("SD", "difference in pooled SD between persons (Cohen's d)"),
    "variance_reduction": ("ratio", "(s2_A + s2_B)/s2_(A-B) over replicates"),
    "vrf_low": ("ratio", "lower end of its bootstrap 95 % interval"),
    "vrf_high": ("ratio", "upper end of its bootstrap 95 % interval"),
}


@dataclass(frozen=True)
class Figures:
    """The figures of a contrast."""

    contrast: Contrast

    @property
    def note(self) -> str:
        """What was run, for the corner of a figure."""
        m = self.contrast.manifest
        return f"{m['dyads']:,} dyads x {m['replicates']} replicates an arm, seed {m['seed']}"

    def survival(self, ax: Any = None) -> Any:
        """Ties not yet broken off by week, with 95 % bands over replicates."""
        from mutua.plots.figures import survival

        return survival(self.contrast.survival(), self.note, ax)

    def trust(self, ax: Any = None) -> Any:
        """Trust of the user by week among engaged dyads, with 95 % bands over replicates."""
        from mutua.plots.figures import weekly

        return weekly(self.contrast.series("trust_user"), WEEKLY["trust_user"], self.note, ax)


def compare(
    regimes: Sequence[str] = REGIMES,
    *,
    setting: str = "community",
    population: str = "default",
    mechanism: Mapping[str, bool] | None = None,
    intervention: Sequence[str] = (),
    parameters: Mapping[str, float] | None = None,
    dyads: int = 5_000,
    replicates: int = 20,
    weeks: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    scenarios: Sequence[Scenario] | None = None,
    progress: Progress | None = None,
) -> Contrast:
    """Compare regimes on the same people with the same luck.

    Parameters
    ----------
    regimes : sequence of str
        Presets; the first is the reference, all pairs are given.
    setting, population, mechanism, intervention, parameters
        As in `simulate`; explicit values win over every regime's preset.
    dyads, replicates : int
        Users of one run, and runs of each arm; ``dyads x replicates`` people in each arm.
    weeks, seed, threads, progress
        As in `simulate`.
    scenarios : sequence of Scenario, optional
        Resolved arms instead of names.

    Returns
    -------
    Contrast

    Raises
    ------
    ParameterError
        As in `simulate`; also fewer than two arms, or two of one name.
    """
    arms = list(scenarios) if scenarios is not None else [
        resolve(regime=regime, setting=setting, population=population, mechanism=mechanism,
                intervention=intervention, parameters=parameters)
        for regime in regimes
    ]  # fmt: skip
    names = [arm.name for arm in arms]
    if len(names) < 2 or len(set(names)) < len(names):
        raise ParameterError(f"regimes: {', '.join(names) or 'none'} is not two or more, each once")
    whole("replicates", replicates)
    weeks = horizon(arms) if weeks is None else whole("weeks", weeks)
    for arm in arms:
        check_interventions(arm, weeks)
    runs = [(arm, r) for arm in arms for r in range(replicates)]
    batch = Batch([arm for arm, _ in runs], [r for _, r in runs], dyads, weeks, seed)
    started = time.perf_counter()
    recording = step(batch, threads=threads, progress=progress)
    manifest = {
        "kind": "compare",
        "arms": [described(arm) for arm in arms],
        "dyads": dyads, "replicates": replicates, "weeks": weeks, "seed": seed,
        "wall_seconds": round(time.perf_counter() - started, 3),
        "provenance": provenance(),
    }  # fmt: skip
    return Contrast(
        _stacked(recording, weekly_table, {"week": WEEK} | WEEKLY),
        _stacked(recording, dyads_table, ROW),
        manifest,
    )


def _stacked(recording: Recording, table: Any, columns: dict[str, Any]) -> pd.DataFrame:
    """One table of all runs, with arm and replicate in front."""
    batch = recording.batch
    names = [scenario.name for scenario in batch.scenarios]
    frames = [table(recording, run) for run in range(len(names))]
    lengths = [len(frame) for frame in frames]
    for frame in frames:
        frame.attrs = {}
    stacked = pd.concat(frames, ignore_index=True)
    arm = pd.Categorical(np.repeat(names, lengths), categories=list(dict.fromkeys(names)))
    stacked.insert(0, "arm", arm)
    stacked.insert(1, "replicate", np.repeat(np.asarray(batch.replicates, np.int32), lengths))
    return with_attributes(stacked, ARM | columns)
