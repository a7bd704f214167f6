"""Rows measured under random parameter vectors: a file that grows, and can be gone on with."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd

from mutua.errors import StoreError
from mutua.jit.sources import source_hash
from mutua.scenarios.presets import preset
from mutua.scenarios.space import Axis
from mutua.studies.evidence.evidence import experiments_of, measure
from mutua.studies.evidence.prior import COMMENT
from mutua.studies.sweep.design import Design, lay_out
from mutua.studies.sweep.result import axes_of

COLUMNS = ("vector", "id", "value", "error")


@dataclass(frozen=True)
class Vectors:
    """Random vectors of the free parameters of a space, and the file of what they were seen to do.

    Parameters
    ----------
    space : str
        Name of a preset of ``configs/space``; each of its parameters is drawn on its own.
    seed : int
        Seed of the draws, and of every replicate: vectors differ by their values alone.
    size : float
        Dyads of an experiment as a share of its own.
    replicates : int
        Runs of each experiment.
    """

    space: str
    seed: int
    size: float
    replicates: int = 3

    @property
    def axes(self) -> Sequence[Axis]:
        """The free parameters and their intervals."""
        space = cast("Mapping[str, str]", preset("space", self.space))
        return axes_of(space, {})

    @property
    def names(self) -> list[str]:
        """Free parameters by name."""
        return [axis.name for axis in self.axes]

    def draw(self, count: int) -> np.ndarray:
        """Random vectors, shape (count, parameters); the first are always the same."""
        return np.asarray(lay_out(Design("random", count, self.seed), list(self.axes)), float)

    def note(self) -> str:
        """What all lines of a file have in common, the rules among it."""
        size = f"dyads x {self.size:g}, {self.replicates} replicates"
        return f"space={self.space!r}, seed={self.seed}, {size}, rules {source_hash()}"

    def measure(self, count: int, rows: Sequence[str], file: Path) -> Iterator[int]:
        """Measure what the file lacks, vector by vector, and append it; yields vectors done."""
        done = {(int(line["vector"]), line["id"]) for line in self.lines(file)}
        for number, point in enumerate(self.draw(count)):
            values = dict(zip(self.names, point.tolist(), strict=True))
            for experiment, wanted in experiments_of(rows):
                if all((number, name) in done for name in wanted):
                    continue
                part = replace(experiment.resized(self.size), replicates=self.replicates)
                found = measure(part, wanted, {"parameters": values}, most=1, seed=self.seed)
                estimates = [(name, row.estimate) for name, row in found.items()]
                with file.open("a", encoding="utf-8", newline="") as out:
                    csv.writer(out).writerows(
                        (number, name, x.value, x.error) for name, x in estimates
                    )
            yield number + 1

    def lines(self, file: Path) -> list[dict[str, str]]:
        """Lines of a file; begins it if it is not there, and refuses one of other rules.

        A line that was cut by a stop is taken out, so that it is measured again.

        Raises
        ------
        StoreError
            If the file is of other vectors or other rules.
        """
        head = f"{COMMENT}{self.note()}\n"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(head + ",".join(COLUMNS) + "\n", encoding="utf-8")
        first, *lines = file.read_text("utf-8").splitlines(keepends=True)
        if first != head:
            raise StoreError(f"{file}: of {first.strip(COMMENT).strip()}; choose another folder")
        whole = [line for line in lines if line.endswith("\n")]
        if whole != lines:
            file.write_text(first + "".join(whole), encoding="utf-8")
        return list(csv.DictReader(whole))

    def table(self, file: Path) -> pd.DataFrame:
        """What the file holds, one row a vector and pattern."""
        table = pd.DataFrame(self.lines(file), columns=list(COLUMNS))
        kinds = {"vector": int, "value": float, "error": float}
        return table.astype(kinds).drop_duplicates(["vector", "id"])
