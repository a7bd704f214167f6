"""The parts of a sweep, in a folder or in memory: which are done, and which are still missing."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from mutua.errors import ParameterError
from mutua.storage.folder import Writer
from mutua.storage.formats import read_table
from mutua.storage.plan_folder import (
    PLAN,
    Keeper,
    Ledger,
    PlanFolder,
    name_file,
    read_plan,
    table_path,
)
from mutua.storage.provenance import provenance
from mutua.studies.sweep.plan import Part, SweepPlan
from mutua.studies.sweep.restore import plan_with_points
from mutua.studies.sweep.rows import points_table

KIND, POINTS = "sweep", "points"


class SweepStore:
    """A sweep while it is carried out.

    Attributes
    ----------
    plan : SweepPlan
        What is to be done.
    keeper : Keeper
        What keeps the parts.
    shard : str or None
        Which share of the parts is done here, ``2/4``; None for all.
    """

    def __init__(self, plan: SweepPlan, keeper: Keeper, shard: str | None = None) -> None:
        self.plan, self.keeper, self.shard = plan, keeper, shard

    @classmethod
    def create(cls, writer: Writer, plan: SweepPlan, shard: str | None = None) -> "SweepStore":
        """A new sweep in a new folder."""
        parse_shard(shard)
        store = cls(plan, PlanFolder.create(writer, KIND, shard), shard)
        store._write_plan()
        return store

    @classmethod
    def resume(cls, writer: Writer) -> "SweepStore":
        """Continue with the sweep of a folder; every part in its ledger is checked by its digest.

        Raises
        ------
        StoreError
            It holds no sweep, a file is not what it was, or other code wrote it.
        """
        keeper = PlanFolder.resume(writer, KIND)
        return cls(_restored(writer.folder, keeper.plan), keeper, keeper.ledger.shard)

    @property
    def is_complete(self) -> bool:
        """Whether the sweep was declared complete."""
        return self.keeper.is_complete

    @property
    def own_parts(self) -> list[Part]:
        """Parts that belong here, in order."""
        return parts_of_shard(self.plan.parts, self.shard)

    def missing(self) -> list[Part]:
        """Parts that are still to be done, in order."""
        return [part for part in self.own_parts if part.name not in self.keeper.names]

    def keep(self, part: Part, rows: pd.DataFrame) -> None:
        """Keep a part for good."""
        self.keeper.keep({part.name: rows})

    def parts(self) -> Iterator[pd.DataFrame]:
        """Rows of every part that belongs here, one after the other."""
        return (self.keeper.read(part.name) for part in self.own_parts)

    def extend(self, plan: SweepPlan) -> None:
        """Continue with a plan that has more blocks."""
        self.plan = plan
        self._write_plan()

    def finish(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Declare the sweep complete, with tables computed from all parts."""
        manifest = sweep_manifest(self.plan, self.shard, self.keeper.commands)
        self.keeper.finish(manifest, tables, {})

    def _write_plan(self) -> None:
        self.keeper.write_plan(self.plan.described(), {POINTS: points_table(self.plan)})


def sweep_manifest(
    plan: SweepPlan, shard: str | None, commands: Sequence[str | None]
) -> dict[str, Any]:
    """Everything that is needed to run any row again, and where it comes from."""
    return {"kind": KIND, "shard": shard, **plan.described(), "provenance": provenance(commands)}


def read_sweep(folder: Path) -> tuple[SweepPlan, Ledger]:
    """Plan and ledger of a sweep's folder; its parts are checked by their digests.

    Raises
    ------
    StoreError
        No sweep was begun there, or a file is not what it was.
    """
    text, ledger = read_plan(folder, KIND)
    return _restored(folder, text), ledger


def _restored(folder: Path, text: Mapping[str, Any]) -> SweepPlan:
    """A plan from its plain values, and the table of points beside it."""
    points = read_table(table_path(folder, POINTS))
    with name_file(folder / PLAN):
        return plan_with_points(text, points)


def parse_shard(shard: str | None) -> tuple[int, int]:
    """Which share of how many ``2/4`` is; the whole for None."""
    if shard is None:
        return 1, 1
    first, _, second = shard.partition("/")
    if not (first.isdecimal() and second.isdecimal() and 1 <= int(first) <= int(second)):
        raise ParameterError(f"shard: {shard!r} is not i/n, such as 1/4 for the first of four")
    return int(first), int(second)


def parts_of_shard(parts: list[Part], shard: str | None) -> list[Part]:
    """Those of some parts that belong to a shard: every n-th."""
    first, shards = parse_shard(shard)
    return [part for part in parts if part.number % shards == first - 1]
