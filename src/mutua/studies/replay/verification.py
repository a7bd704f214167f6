"""Whether a replay is the run: bit by bit against what the run kept."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mutua.engines.batch import Batch, Recording, step
from mutua.engines.recorder import outcomes_of, weekly_table
from mutua.jit.sources import source_hash
from mutua.studies.replay.stored_run import StoredRun


class Difference(NamedTuple):
    """A column in which the replay is not the run."""

    column: str
    stored: Any
    replayed: Any


@dataclass(frozen=True)
class Verification:
    """What a replay was compared with, and where it differs."""

    against: tuple[str, ...]  #: What it was compared with; empty: with nothing
    differences: tuple[Difference, ...]  #: Empty if all that was compared is equal
    same_source: bool  #: The run was made with the very sources of this package

    @property
    def holds(self) -> bool:
        """Nothing that was compared differs."""
        return not self.differences

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        other = "" if self.same_source else " The run was made with other sources of the model."
        if not self.against:
            return (
                "Not verified: the run kept no rows of its dyads; verify=true steps it all." + other
            )
        what = " and ".join(self.against)
        if self.holds:
            return f"Verified: equal to {what}, to the last bit."
        named = ", ".join(f"{d.column} (stored {d.stored}, replayed {d.replayed})"
                          for d in self.differences[:3])  # fmt: skip
        more = len(self.differences) - 3
        rest = f" and {more} more" if more > 0 else ""
        return f"NOT THE RUN: compared with {what}, it differs in {named}{rest}." + other


def verification_of(
    run: StoredRun, dyad: int, row: np.ndarray, *, whole: bool = False
) -> Verification:
    """Compare the row of a replayed dyad with the stored one; on request, all of the run too.

    Parameters
    ----------
    run : StoredRun
        The run.
    dyad : int
        The dyad that was replayed.
    row : float32, shape (COLUMNS,)
        What the replay kept of it.
    whole : bool
        Step the whole run in the kernel, compare its weekly table with the stored one, and the
        replayed row with that of the kernel.
    """
    against: list[str] = []
    differences: list[Difference] = []
    replayed = outcomes_of(row[np.newaxis])
    if run.rows is not None:
        against.append("the stored row")
        stored = run.rows[run.rows["dyad"] == dyad]  # the professional's slot says the post
        differences += row_differences(stored, replayed.drop(columns="post"))
    if whole:
        against.append("the weekly sums of the whole run, stepped again")
        differences += _weekly_differences(run)
        kernel = outcomes_of(_stepped(run, dyad).rows[0])
        place = dyad % run.scenario.team_width
        differences += row_differences(kernel.iloc[[place]], replayed)
    return Verification(tuple(against), tuple(differences), run.source == source_hash())


def row_differences(stored: pd.DataFrame, replayed: pd.DataFrame) -> list[Difference]:
    """Columns of one row that are not equal; missing equals missing."""
    if len(stored) != 1:
        return [Difference("dyad", f"{len(stored)} rows", "1 row")]
    differences = []
    for name in replayed.columns:
        now = replayed[name].iloc[0]
        then = stored[name].iloc[0] if name in stored else "no such column"
        if not (then == now or (pd.isna(then) and pd.isna(now))):
            differences.append(Difference(name, then, now))
    return differences


def _stepped(run: StoredRun, dyad: int | None = None) -> Recording:
    """The run in the kernel: the team of one dyad with its rows, or all teams without."""
    teams = tuple(run.teams) if run.teams is not None else None
    chosen = teams if dyad is None else (dyad // run.scenario.team_width,)
    return step(Batch([run.scenario], [run.replicate], run.dyads, run.weeks, run.seed,
                      chosen, rows=dyad is not None))  # fmt: skip


def _weekly_differences(run: StoredRun) -> list[Difference]:
    """Columns of the weekly table that the kernel does not give again."""
    again, stored = weekly_table(_stepped(run), 0), run.weekly
    differences = []
    for name in again.columns:
        now = again[name].to_numpy()
        then = np.zeros(0) if stored is None else stored.get(name, pd.Series()).to_numpy()
        if not np.array_equal(then, now, equal_nan=True):
            differences.append(Difference(f"weekly {name}", "another series", "this one"))
    return differences
