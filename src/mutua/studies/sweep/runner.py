"""Through the parts of a plan: each is planned, simulated, reduced, kept and forgotten.

Who simulates is a backend's affair, this process or workers elsewhere; parts are made into tables
and kept here alone, so that their bytes do not tell who it was.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

import pandas as pd

from mutua.engines.batch import Progress
from mutua.studies.sweep import adaptive
from mutua.studies.sweep.engine import Engine, Simulated, usable
from mutua.studies.sweep.plan import Part, SweepPlan
from mutua.studies.sweep.rows import rows_of

#: Simulates parts of a plan, and gives each when it is whole.
Backend = Callable[[SweepPlan, Sequence[Part], Progress], Iterator[tuple[Part, Simulated]]]
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


class Here:
    """A backend: some threads of this process; all there are for None."""

    def __init__(self, threads: int | None = None) -> None:
        self.threads = usable(threads)

    def __call__(
        self, plan: SweepPlan, parts: Sequence[Part], report: Progress
    ) -> Iterator[tuple[Part, Simulated]]:
        """Simulate parts, one after the other."""
        engine = Engine(plan, self.threads)
        for part in parts:
            yield part, engine.simulate(plan.keys_of(part), report)


def carry_out(
    keeper: Keeper, backend: Backend, report: Progress, more: Progress | None = None
) -> None:
    """Do what is missing; where replicates are added by need, see what is needed and do that too.

    Dyad-weeks that are done are told to `report`, those that are found to be needed to `more`.

    What is done next depends on the plan and on what was kept, never on who did it or when: a sweep
    that was interrupted ends in the same parts.
    """
    work(keeper, backend, report)
    if keeper.plan.adaptive is None:
        keeper.finish({})
        return
    if len(keeper.plan.blocks) == 1:
        further = adaptive.further_block(keeper.plan, keeper.parts())
        if further is not None:
            keeper.grow(keeper.plan.grown(further))
            if more is not None:
                plan = keeper.plan
                more(plan.rows(further) * plan.dyads * plan.weeks)
            work(keeper, backend, report)
    keeper.finish({REPLICATION: adaptive.replication(keeper.plan, keeper.parts)})


def work(keeper: Keeper, backend: Backend, report: Progress) -> None:
    """Do the parts that are missing."""
    plan = keeper.plan
    for part, simulated in backend(plan, keeper.missing(), report):
        keeper.keep(part, rows_of(plan, plan.keys_of(part), *simulated))
