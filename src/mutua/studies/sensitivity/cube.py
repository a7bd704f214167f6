"""Outcomes of a sweep as an array, and what is asked about: a regime, or one less another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from mutua.errors import ParameterError, StoreError, hint, not_one_of
from mutua.model.measures.outcomes import HEADLINE, Outcome, attach_units
from mutua.scenarios.check import text, texts
from mutua.storage.folder import as_path, check_content, read_manifest
from mutua.storage.formats import read_table
from mutua.studies.sweep.plan import SweepPlan
from mutua.studies.sweep.result import SweepResult
from mutua.studies.sweep.rows import about, outcomes_of_plan
from mutua.studies.sweep.store import read_sweep

#: Outcomes that are analysed unless others are named; figures are of the first.
USUAL = ("dropout", *(name for name in HEADLINE if name != "dropout"))
#: Name of the table of the outcomes that were analysed.
VALUES = "values"
MINUS = "\u2212"


class Target(NamedTuple):
    """What is explained: an outcome under a regime, or how much more of it than under another."""

    regime: str  #: The regime
    #: What is taken off, on the same random draws; None for the regime itself
    reference: str | None = None

    @property
    def title(self) -> str:
        """Its name in figures and texts."""
        return f"{self.regime} {MINUS} {self.reference}" if self.reference else self.regime


@dataclass(frozen=True)
class Cube:
    """Outcomes of a sweep."""

    plan: SweepPlan  #: Of the sweep
    outcomes: tuple[str, ...]  #: Names, in the order of `values`
    #: float64, shape (outcomes, points, regimes, replicates): missing (NaN) where a run failed, or
    #: no dyad had the outcome. Replicates are those that every point has.
    values: np.ndarray

    @property
    def replicates(self) -> int:
        """Replicates that every point has."""
        return int(self.values.shape[-1])

    def of(self, outcome: str, target: Target) -> np.ndarray:
        """Values of one outcome, shape (points, replicates)."""
        arms = self.plan.regimes
        values = self.values[self.outcomes.index(outcome)]
        chosen = values[:, arms.index(target.regime)]
        if target.reference is None:
            return np.asarray(chosen)
        return np.asarray(chosen - values[:, arms.index(target.reference)])

    def about(self, outcome: str) -> Outcome:
        """Unit, definition and label of an outcome."""
        declared = about(self.plan)[outcome]
        return declared._replace(label=declared.label or outcome.replace("_", " "))


def of(rows: pd.DataFrame, target: Target, outcome: str | None = None) -> pd.DataFrame:
    """Rows of a table that are of a target, and of one outcome if one is given."""
    reference = rows["reference"]
    same = reference.isna() if target.reference is None else reference == target.reference
    same &= rows["regime"] == target.regime
    return rows[same if outcome is None else same & (rows["outcome"] == outcome)]


def cube(swept: SweepResult | str | Path, outcomes: Sequence[str] | None) -> Cube:
    """Read the outcomes of a sweep.

    Raises
    ------
    ParameterError
        An outcome that a sweep does not have.
    StoreError
        The folder holds no sweep, or not all of one.
    """
    names = tuple(USUAL if outcomes is None else texts("outcomes", outcomes))
    if len(set(names)) < len(names) or not names:
        raise ParameterError(f"outcomes: [{','.join(names)}] is not one or more, each once")
    if isinstance(swept, SweepResult):
        check_outcomes(names, swept.plan)
        return cube_of(swept.plan, names, [swept.table])
    folder = as_path("run", swept)
    plan, ledger = read_sweep(folder)
    check_outcomes(names, plan)
    if ledger.shard is not None:
        raise StoreError(f"{folder} is shard {ledger.shard} of a sweep; merge the shards first")
    check_content(folder, read_manifest(folder)["content"])
    parts = (read_table(folder / f"{part.name}.parquet") for part in plan.parts)
    return cube_of(plan, names, parts)


def check_outcomes(names: Sequence[str], plan: SweepPlan) -> None:
    """Refuse a name that is no outcome of the sweep."""
    known = outcomes_of_plan(plan)
    for name in names:
        if name not in known:
            near = hint(name, known)
            raise ParameterError(
                f"outcomes: {name!r} is no outcome of a sweep (docs/outcomes.md){near}"
            )


def cube_of(plan: SweepPlan, names: Sequence[str], parts: Iterable[pd.DataFrame]) -> Cube:
    """Some outcomes of the rows of a sweep as an array."""
    return Cube(plan, tuple(names), _values(plan, names, parts))


def values_table(cube: Cube) -> pd.DataFrame:
    """The array as a table: one row a point, regime and replicate, one column an outcome."""
    point, regime, replicate = (each.ravel() for each in np.indices(cube.values.shape[1:]))
    regimes = pd.Categorical.from_codes(regime, categories=list(cube.plan.regimes))
    keys = {"point": point, "regime": regimes, "replicate": replicate.astype(np.int32)}
    columns = {name: cube.values[k].ravel() for k, name in enumerate(cube.outcomes)}
    return attach_units(pd.DataFrame(keys | columns), about(cube.plan))


def _values(plan: SweepPlan, names: Sequence[str], parts: Iterable[pd.DataFrame]) -> np.ndarray:
    points = len(plan.points)
    had = np.zeros(points, int)
    for block in plan.blocks:
        had[block.start : block.stop] = np.maximum(had[block.start : block.stop], block.last)
    replicates = int(had.min())
    values = np.full((len(names), points, len(plan.regimes), replicates), np.nan)
    for rows in parts:
        some = rows[rows["replicate"] < replicates]
        keys = some["point"], some["regime"].cat.codes, some["replicate"]
        place = tuple(each.to_numpy() for each in keys)
        for k, name in enumerate(names):
            values[k][place] = some[name].to_numpy(float)
    return values


def targets(regimes: Sequence[str], contrast: str | None) -> tuple[list[Target], Target]:
    """Everything that is explained, and what figures and regions are of.

    Parameters
    ----------
    regimes : sequence of str
        Arms of the sweep; the first is the reference.
    contrast : str or None
        ``REGIME-REFERENCE`` or one regime; None for the second regime less the first.

    Raises
    ------
    ParameterError
        The sweep has no such regimes.
    """
    alone = [Target(regime) for regime in regimes]
    pairs = [Target(arm, reference) for reference, arm in combinations(regimes, 2)]
    if contrast is None:
        return [*alone, *pairs], [*pairs, *alone][0]
    named = {f"{a}-{b}": Target(a, b) for a in regimes for b in regimes if a != b}
    named |= {target.regime: target for target in alone}
    if text("contrast", contrast) not in named:
        raise not_one_of("contrast", contrast, named)
    chosen = named[contrast]
    turned = Target(str(chosen.reference), chosen.regime)
    return [*alone, *(chosen if pair == turned else pair for pair in pairs)], chosen
