"""A sweep on the disk: its plan, its points, its parts, and which of them are done.

The plan and the points are written first; each part appears whole, and counts from the moment the
ledger holds its digest; the manifest comes last. So whatever a killed writer leaves is a sweep that
can be resumed, and nothing of it is trusted that was not finished.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mutua.errors import ParameterError, StoreError
from mutua.jit.sources import source_hash
from mutua.scenarios.space import Choice, restored
from mutua.storage.disk import digest, exists, one_line
from mutua.storage.folder import MANIFEST, Writer, as_json, read_values
from mutua.storage.formats import read_table
from mutua.storage.provenance import provenance
from mutua.studies.sweep.plan import Part, SweepPlan, plan_of
from mutua.studies.sweep.rows import points_table

PLAN, LEDGER, POINTS = "plan.json", "parts.json", "points"


class SweepFolder:
    """A sweep's folder while it is held.

    Attributes
    ----------
    plan : SweepPlan
        What is to be done.
    shard : str or None
        Which share of the parts is done here, ``2/4``; None for all.
    done : dict
        Digests of the parts that are there, by file name.
    """

    def __init__(
        self, writer: Writer, plan: SweepPlan, shard: str | None, done: dict[str, str]
    ) -> None:
        self.writer, self.plan, self.shard, self.done = writer, plan, shard, done

    @classmethod
    def begun(cls, writer: Writer, plan: SweepPlan, shard: str | None = None) -> "SweepFolder":
        """Begin a sweep in a new folder."""
        share_of(shard)
        folder = cls(writer, plan, shard, {})
        folder._write_plan()
        return folder

    @classmethod
    def found(cls, writer: Writer) -> "SweepFolder":
        """Go on with the sweep of a folder; every part that it claims is checked by its digest."""
        plan, shard, done = read_sweep(writer.folder)
        check_rules(writer.folder, plan)
        there = {name for name in done if exists(writer.folder / name)}
        return cls(writer, plan, shard, {name: done[name] for name in done if name in there})

    @property
    def complete(self) -> bool:
        """Whether the folder says of itself that nothing is missing."""
        return exists(self.writer.folder / MANIFEST)

    @property
    def mine(self) -> list[Part]:
        """Parts that this folder is to hold."""
        return shared_out(self.plan.parts, self.shard)

    def missing(self) -> list[Part]:
        """Parts that are still to be done, in order."""
        return [part for part in self.mine if f"{part.name}.parquet" not in self.done]

    def keep(self, part: Part, rows: pd.DataFrame) -> None:
        """Keep a part for good."""
        self.writer.put(tables={part.name: rows})
        self.done[f"{part.name}.parquet"] = digest(self.writer.folder / f"{part.name}.parquet")
        self._write_ledger()

    def take(self, part: Part, source: Path) -> None:
        """Keep a part that was done in another folder."""
        name = f"{part.name}.parquet"
        with one_line(f"cannot read {source / name}"):
            data = (source / name).read_bytes()
        self.writer.put(files={name: data})
        self.done[name] = digest(self.writer.folder / name)

    def parts(self) -> Iterator[pd.DataFrame]:
        """Rows of every part of this folder, one after the other."""
        return (read_table(self.writer.folder / f"{part.name}.parquet") for part in self.mine)

    def grow(self, plan: SweepPlan) -> None:
        """Go on with a plan that has more blocks."""
        self.writer.reopen()
        self.plan = plan
        self._write_plan()

    def finish(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Declare the sweep complete, with tables of what all parts tell together."""
        self._write_ledger()
        self.writer.finish(manifest_of(self.plan, self.shard), tables)

    def _write_plan(self) -> None:
        files = {LEDGER: self._ledger(), PLAN: sealed(self.plan.described())}
        self.writer.put(tables={POINTS: points_table(self.plan)}, files=files)

    def _write_ledger(self) -> None:
        self.writer.put(files={LEDGER: self._ledger()})

    def _ledger(self) -> bytes:
        ledger = {"shard": self.shard, "parts": dict(sorted(self.done.items()))}
        return as_json(ledger).encode()


def manifest_of(plan: SweepPlan, shard: str | None) -> dict[str, Any]:
    """Everything that is needed to run any row again, and where it comes from."""
    return {
        "kind": "sweep",
        "shard": shard,
        **plan.described(),
        "provenance": provenance(),
    }


def check_rules(folder: Path, plan: SweepPlan) -> None:
    """Refuse a sweep of other rules than these: it can be read, and not be gone on with."""
    if plan.source != source_hash():
        raise StoreError(
            f"{folder / PLAN} was begun with other rules or another version of mutua; use those"
        )


def read_sweep(folder: Path) -> tuple[SweepPlan, str | None, dict[str, str]]:
    """Plan, shard and ledger of a sweep's folder; its parts are checked by their digests.

    Raises
    ------
    StoreError
        No sweep was begun there, or a file is not what it was.
    """
    if not exists(folder / PLAN):
        raise StoreError(f"{folder} holds no sweep: it has no {PLAN}")
    text, ledger = unsealed(folder / PLAN), read_values(folder / LEDGER)
    try:
        plan = plan_of(text, _matrix(text, read_table(folder / f"{POINTS}.parquet")))
    except StoreError as error:
        said = str(error)
        raise StoreError(said if POINTS in said else f"{folder / PLAN} {said}") from None
    try:
        shard, done = ledger["shard"], dict(ledger["parts"])
        shared_out([], shard)
    except (KeyError, TypeError, ValueError):
        raise StoreError(f"{folder / LEDGER} is truncated or altered") from None
    for name, recorded in done.items():
        if exists(folder / name) and digest(folder / name) != recorded:
            raise StoreError(
                f"{folder / name} is truncated or altered since it was written; "
                "take it away, and resume computes it again"
            )
    return plan, shard, done


def _matrix(text: Mapping[str, Any], points: pd.DataFrame) -> np.ndarray:
    """Points as the plan holds them, from their table; shape (points, axes)."""
    columns = [np.zeros((len(points), 0))]
    for axis in restored(text["axes"]):
        shown = points.get(axis.name)
        if shown is None:
            raise StoreError("does not belong to the points beside it, or they were altered")
        if isinstance(axis, Choice) and axis.named:
            shown = shown.map({value: k for k, value in enumerate(axis.values)})
        columns.append(shown.to_numpy(float)[:, None])
    return np.concatenate(columns, axis=1)


def sealed(values: Mapping[str, Any]) -> bytes:
    """Values as the text of a file that vouches for itself."""
    seal = sha256(as_json(values).encode()).hexdigest()
    return as_json({**values, "seal": seal}).encode()


def unsealed(path: Path) -> dict[str, Any]:
    """Values of a file that vouches for itself, if it does."""
    values = read_values(path)
    seal = values.pop("seal", None)
    if seal != sha256(as_json(values).encode()).hexdigest():
        raise StoreError(f"{path} is truncated or altered since it was written")
    return values


def share_of(shard: str | None) -> tuple[int, int]:
    """Which share of how many ``2/4`` is; the whole for None."""
    if shard is None:
        return 1, 1
    first, _, second = shard.partition("/")
    if not (first.isdecimal() and second.isdecimal() and 1 <= int(first) <= int(second)):
        raise ParameterError(f"shard: {shard!r} is not i/n, such as 1/4 for the first of four")
    return int(first), int(second)


def shared_out(parts: list[Part], shard: str | None) -> list[Part]:
    """Those of some parts that belong to a shard: every n-th."""
    first, shards = share_of(shard)
    return [part for part in parts if part.number % shards == first - 1]
