"""From a run folder back to the run: its scenario, its random seed, the rows that it kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mutua.errors import ParameterError, StoreError, brief, one_of
from mutua.model.measures.equilibrium import CLASSES
from mutua.model.measures.outcomes import ROW
from mutua.scenarios.check import plain_whole, text, whole
from mutua.scenarios.manifest import read_scenario
from mutua.scenarios.scenario import Scenario
from mutua.storage.disk import as_written
from mutua.storage.folder import as_path, read_run
from mutua.studies.comparison.posterior import with_values
from mutua.studies.comparison.result import Contrast, contrast_of
from mutua.studies.simulate import Result, run_of

NEITHER = (
    "a run or a comparison can be replayed, this is neither; of a sweep, replay the run "
    "simulate(**sweep.arguments(row))"
)
#: Units of columns in which no two dyads are near or far from each other.
NAMES = ("slot", "kind", "class", "bits")


@dataclass(frozen=True)
class StoredRun:
    """One run, as it can be run again, and what it kept."""

    scenario: Scenario  #: Rebuilt from the manifest
    #: Of the run
    dyads: int
    weeks: int
    seed: int
    replicate: int
    teams: list[int] | None  #: Teams that were stepped; None for all
    rows: pd.DataFrame | None  #: Rows of its dyads, if any were kept
    weekly: pd.DataFrame | None  #: Its weekly table, where it is at hand
    source: str  #: Hash of the sources it was made with

    @property
    def service(self) -> str:
        """Under which norms and run."""
        return f"{self.scenario.name} in {self.scenario.setting}"

    @property
    def size(self) -> str:
        """Size and random seed of the run."""
        return (
            f"{self.dyads:,} dyads, {self.weeks} weeks, seed {self.seed}, "
            f"replicate {self.replicate}"
        )

    @property
    def name(self) -> str:
        """What was run, in a line."""
        return f"{self.service}, {self.size}"


def stored_run(
    run: Result | Contrast | str | Path, arm: str | None = None, replicate: int | None = None
) -> StoredRun:
    """One run of what was simulated or compared, or of a folder of it.

    Raises
    ------
    StoreError
        The folder cannot be read, or its manifest cannot be run again.
    ParameterError
        There is no such arm or replicate.
    """
    result = _read(run) if isinstance(run, (str, Path)) else run
    if not isinstance(result, (Result, Contrast)):
        raise StoreError(NEITHER)
    m = result.manifest
    with as_written("the manifest of this run"):
        arms = {described["name"]: described for described in m.get("arms") or [m["scenario"]]}
        replicates = range(m["replicates"]) if "arms" in m else [m["replicate"]]
        chosen = _chosen(arm, replicate, list(arms), replicates)
        rows, weekly = (_of(table, *chosen) for table in (result.dyads, result.weekly))
        return StoredRun(
            scenario=_drawn(read_scenario(arms[chosen[0]]), m.get("posterior"), chosen[1]),
            **sizes_of(m), replicate=chosen[1], teams=m.get("teams"), rows=rows, weekly=weekly,
            source=text("source", m["provenance"]["source"]),
        )  # fmt: skip


def sizes_of(manifest: Mapping[str, Any]) -> dict[str, int]:
    """Dyads, weeks and random seed of a manifest, and the teams that were stepped."""
    for team in manifest.get("teams") or ():
        whole("dyads", team + 1)
    return {name: whole(name, manifest[name]) for name in ("dyads", "weeks", "seed")}


def _read(folder: str | Path) -> Result | Contrast:
    """The run or the comparison of a folder."""
    manifest, tables, arrays = read_run(as_path("run", folder))
    if manifest.get("kind") == "run":
        return run_of(manifest, tables, arrays)
    if manifest.get("kind") == "compare":
        with as_written(folder):
            return contrast_of(manifest, tables)
    raise StoreError(NEITHER)


def _drawn(side: Scenario, posterior: Mapping[str, Any] | None, replicate: int) -> Scenario:
    """The arm with the values that its replicate took from a posterior, if there was one."""
    return side if posterior is None else with_values(side, posterior["draws"][replicate])


def _chosen(
    arm: str | None, replicate: int | None, arms: Sequence[str], replicates: Sequence[int]
) -> tuple[str, int]:
    """The arm and the replicate that were asked for, the first by default."""
    arm = arms[0] if arm is None else arm
    replicate = replicates[0] if replicate is None else replicate
    one_of("arm", arm, arms)
    number = plain_whole(replicate)
    if number is None or number not in replicates:
        allowed = f"{replicates[0]} to {replicates[-1]}" if len(replicates) > 1 else replicates[0]
        given = brief(replicate)
        raise ParameterError(f"replicate: {given} is not a replicate of this run: {allowed}")
    return arm, number


def _of(table: pd.DataFrame | None, arm: str, replicate: int) -> pd.DataFrame | None:
    """The part of a table that is of one arm and replicate; all of a table of one run."""
    if table is None or "arm" not in table:
        return table
    part = table[(table["arm"] == arm) & (table["replicate"] == replicate)]
    return part.drop(columns=["arm", "replicate"]).reset_index(drop=True)


def check_dyad(run: StoredRun, dyad: Any) -> int:
    """Return the number of a dyad that the run stepped."""
    last = run.dyads - 1
    number = plain_whole(dyad)
    if number is None or not 0 <= number <= last:
        given = brief(dyad if number is None else number)
        allowed = f"a whole number from 0 to {last}, as in this run"
        raise ParameterError(f"dyad: {given} is not {allowed}")
    team = number // run.scenario.team_width
    if run.teams is not None and team not in run.teams:
        stepped = ", ".join(map(str, run.teams))
        raise ParameterError(f"dyad: {number} is of team {team}; this run stepped {stepped} only")
    return number


def most_typical(run: StoredRun, equilibrium: Any) -> int:
    """The dyad of a class that is nearest to the means of the class.

    Distance is the mean of squares over what was recorded of each dyad and differs among the
    engaged, in SD of the engaged; a rating that was not taken is left out.

    Raises
    ------
    ParameterError
        No such class, no dyad in it, or no rows of dyads.
    """
    one_of("equilibrium", equilibrium, CLASSES[1:])
    if run.rows is None:
        raise ParameterError(
            f"equilibrium: {equilibrium!r} needs the rows of dyads, and this run kept none "
            "(record=weekly); give dyad="
        )
    engaged = run.rows[run.rows["engaged"]]
    of_class = engaged[engaged["equilibrium"] == equilibrium]
    if of_class.empty:
        classes = [c for c in CLASSES[1:] if (engaged["equilibrium"] == c).any()]
        raise ParameterError(
            f"equilibrium: no dyad is {equilibrium} in this run; there are "
            f"{', '.join(classes) or 'none'}"
        )
    columns = [name for name, about in ROW.items() if name in engaged and about.unit not in NAMES]
    values = engaged[columns].astype(float)
    scale = values.std(ddof=0).replace(0.0, np.nan)
    chosen = of_class[columns].astype(float)
    distance = (((chosen - chosen.mean()) / scale) ** 2).mean(axis=1)
    return int(of_class["dyad"].loc[distance.idxmin()])
