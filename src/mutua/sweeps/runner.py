"""Through the parts of a plan: each is planned, simulated, reduced, kept and forgotten."""

from collections.abc import Iterator, Mapping
from typing import Protocol

import pandas as pd

from mutua.simulation import Progress
from mutua.sweeps import adaptive
from mutua.sweeps.engine import Engine
from mutua.sweeps.outcomes import rows_of
from mutua.sweeps.plan import Part, SweepPlan

#: Table of how many replicates each point got, and what they tell; of an adaptive sweep.
REPLICATION = "replication"


class Keeper(Protocol):
    """What keeps the parts of a sweep: a folder, or memory."""

    plan: SweepPlan

    def missing(self) -> list[Part]:
        """Parts that are still to be done, in order."""

    def keep(self, part: Part, rows: pd.DataFrame) -> None:
        """Keep a part."""

    def parts(self) -> Iterator[pd.DataFrame]:
        """Rows of every part, one after the other."""

    def grow(self, plan: SweepPlan) -> None:
        """Go on with a plan that has more blocks."""

    def finish(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Declare the sweep complete, with tables of what all parts tell together."""


class Memory:
    """Keeps parts in memory, for sweeps that are not to leave a folder."""

    def __init__(self, plan: SweepPlan) -> None:
        self.plan = plan
        self.frames: dict[int, pd.DataFrame] = {}
        self.tables: dict[str, pd.DataFrame] = {}

    def missing(self) -> list[Part]:
        """Parts that are still to be done, in order."""
        return [part for part in self.plan.parts if part.number not in self.frames]

    def keep(self, part: Part, rows: pd.DataFrame) -> None:
        """Keep a part."""
        self.frames[part.number] = rows

    def parts(self) -> Iterator[pd.DataFrame]:
        """Rows of every part, one after the other."""
        return (self.frames[part.number] for part in self.plan.parts)

    def grow(self, plan: SweepPlan) -> None:
        """Go on with a plan that has more blocks."""
        self.plan = plan

    def finish(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Keep what all parts tell together."""
        self.tables = dict(tables)


def carry_out(keeper: Keeper, threads: int | None, report: Progress) -> None:
    """Do what is missing; where replicates are added by need, see what is needed and do that too.

    What is done next depends on the plan and on what was kept, never on who did it or when: a sweep
    that was interrupted ends in the same parts.
    """
    work(keeper, threads, report)
    if keeper.plan.adaptive is None:
        keeper.finish({})
        return
    if len(keeper.plan.blocks) == 1:
        more = adaptive.further_block(keeper.plan, keeper.parts())
        if more is not None:
            keeper.grow(keeper.plan.grown(more))
            work(keeper, threads, report)
    keeper.finish({REPLICATION: adaptive.replication(keeper.plan, keeper.parts)})


def work(keeper: Keeper, threads: int | None, report: Progress) -> None:
    """Do the parts that are missing."""
    engine = Engine(keeper.plan, threads)
    for part in keeper.missing():
        keeper.keep(part, computed(engine, part, report))


def computed(engine: Engine, part: Part, report: Progress) -> pd.DataFrame:
    """Rows of one part: all that an engine on another machine would be asked for."""
    block = engine.plan.blocks[part.block]
    means, errors = engine.simulate(block, part.start, part.stop, report)
    keys = engine.plan.keys(block, part.start, part.stop)
    return rows_of(engine.plan, keys, means, errors)
