"""A sweep's plan: every run by its number, known before the first one is stepped.

Rows are numbered block by block; within a block by point, regime and replicate, the last turning
fastest. A block is a stretch of points with the replicates that they get: a sweep begins with one,
and grows by further ones. Parts are stretches of rows of one size, so that who computes them, when,
and after what interruption shows in no byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np

from mutua.errors import ParameterError
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.manifest import describe_scenario
from mutua.scenarios.scenario import Scenario
from mutua.scenarios.space import Axis, Choice

FORMAT = 1
#: Runs of a sweep: more than anybody waits for.
MOST_RUNS = 1_000_000_000
#: Dyad-weeks of one part (some seconds of two cores, a third of a minute of busy ones, so that
#: little is lost when a sweep is stopped; keeping it costs a tenth of a second), and its most rows.
PART_WORK, PART_ROWS = 50_000_000, 50_000


class Keys(NamedTuple):
    """Runs of some rows; each of shape (rows,)."""

    point: np.ndarray
    regime: np.ndarray
    replicate: np.ndarray


@dataclass(frozen=True)
class Block:
    """Points `start` to `stop`, each with its replicates from `first` to its own `last`."""

    #: Points; `stop` is the first that does not belong
    start: int
    stop: int
    first: int  #: First replicate
    #: The replicate before which each point stops, one number for all or one a point
    last: tuple[int, ...]

    @cached_property
    def edges(self) -> np.ndarray:
        """Runs a regime before each point, and of all; shape (points + 1,)."""
        counts = np.broadcast_to(np.asarray(self.last, np.int64), self.stop - self.start)
        return np.concatenate([[0], np.cumsum(counts - self.first)])


@dataclass(frozen=True)
class Part:
    """Rows `start` to `stop` of a block, kept as one table."""

    number: int
    block: int
    start: int
    stop: int

    @property
    def name(self) -> str:
        """Name of its table."""
        return f"part-{self.number:06d}"


@dataclass(frozen=True)
class SweepPlan:
    """Everything that decides the rows of a sweep."""

    axes: tuple[Axis, ...]  #: What varies, one a column of `points`
    #: float64, shape (points, axes): values; of a named axis, numbers of its choices
    points: np.ndarray
    #: Numbers of the choices on the named axes that were composed, in the order of `bases`
    combinations: tuple[tuple[float, ...], ...]
    bases: tuple[Scenario, ...]  #: What was composed, combination by combination, regime by regime
    regimes: tuple[str, ...]  #: Arms; the first is the reference
    #: Size and random seed of every run
    dyads: int
    weeks: int
    seed: int
    blocks: tuple[Block, ...]  #: Which points get which replicates
    part_rows: int  #: Rows of a part
    design: Mapping[str, Any]  #: The design of the points
    constraints: tuple[str, ...] = ()  #: What excluded points
    #: Outcome, width and limit, where replicates are added until it is that precise
    adaptive: Mapping[str, Any] | None = None
    source: str = ""  #: Hash of the rules, which must not change half-way
    groups: tuple[str, ...] = ()  #: Traits by whose groups outcomes are kept too

    @cached_property
    def parts(self) -> list[Part]:
        """Every part, in order."""
        parts: list[Part] = []
        for number, block in enumerate(self.blocks):
            rows = self.rows(block)
            for start in range(0, rows, self.part_rows):
                stop = min(start + self.part_rows, rows)
                parts.append(Part(len(parts), number, start, stop))
        return parts

    def rows(self, block: Block) -> int:
        """Rows of a block."""
        return int(block.edges[-1]) * len(self.regimes)

    @property
    def runs(self) -> int:
        """Rows of the sweep."""
        return sum(self.rows(block) for block in self.blocks)

    @property
    def work(self) -> int:
        """Dyad-weeks of the sweep."""
        return self.runs * self.dyads * self.weeks

    def keys(self, block: Block, start: int, stop: int) -> Keys:
        """Point, regime and replicate of the rows of a block from `start` to `stop`."""
        rows, arms = np.arange(start, stop), len(self.regimes)
        edges = block.edges * arms
        at = np.searchsorted(edges, rows, side="right") - 1
        counts = np.diff(block.edges)[at]
        within = rows - edges[at]
        return Keys(block.start + at, within // counts, block.first + within % counts)

    def keys_of(self, part: Part) -> Keys:
        """Point, regime and replicate of the rows of a part."""
        return self.keys(self.blocks[part.block], part.start, part.stop)

    def narrow(self, keys: Keys) -> tuple["SweepPlan", Keys]:
        """A plan of no more than some runs need, and these runs by its numbers."""
        points, point = np.unique(keys.point, return_inverse=True)
        used, arms = np.unique(self.combination[points]), len(self.regimes)
        plan = replace(
            self,
            points=self.points[points],
            combinations=tuple(self.combinations[k] for k in used),
            bases=tuple(base for k in used for base in self.bases[k * arms : (k + 1) * arms]),
            blocks=(),
        )
        return plan, keys._replace(point=point)

    @property
    def axis_names(self) -> list[str]:
        """Names of the axes, one a column of `points`."""
        return [axis.name for axis in self.axes]

    @property
    def are_named(self) -> list[bool]:
        """Which axes hold numbers of choices."""
        return [axis.is_named for axis in self.axes]

    @cached_property
    def combination(self) -> np.ndarray:
        """Which combination of named choices each point takes, shape (points,)."""
        named = self.points[:, self.are_named]
        known = {choices: k for k, choices in enumerate(self.combinations)}
        return np.array([known[tuple(row)] for row in named.tolist()], dtype=np.int64)

    def columns(self, point: np.ndarray) -> dict[str, Any]:
        """Values of some points as columns of a table, one an axis."""
        return {axis.name: axis.column(self.points[point, k]) for k, axis in enumerate(self.axes)}

    def base(self, keys: Keys) -> np.ndarray:
        """Which of the `bases` rows begin from, shape (rows,)."""
        return np.asarray(self.combination[keys.point] * len(self.regimes) + keys.regime)

    @cached_property
    def base_values(self) -> np.ndarray:
        """Values of the `bases`, shape (declared parameters, bases)."""
        return np.array([[base.values[name] for name in DECLARED] for base in self.bases]).T

    @cached_property
    def neutral(self) -> list[dict[str, float]]:
        """Values at which switched-off mechanisms hold parameters, by base."""
        return [
            {name: x for off, on in base.mechanism.items() if not on
             for name, x in NEUTRAL[off].items()}
            for base in self.bases
        ]  # fmt: skip

    def described(self) -> dict[str, Any]:
        """The plan as plain values; of the points, which are a table of their own, the digest."""
        return {
            "format": FORMAT,
            "source": self.source,
            "axes": [axis.described() for axis in self.axes],
            "points": sha256(self.points.tobytes()).hexdigest(),
            "design": dict(self.design),
            "constraints": list(self.constraints),
            "regimes": list(self.regimes),
            "dyads": self.dyads,
            "weeks": self.weeks,
            "seed": self.seed,
            "part_rows": self.part_rows,
            "blocks": [[b.start, b.stop, b.first, list(b.last)] for b in self.blocks],
            "adaptive": None if self.adaptive is None else dict(self.adaptive),
            "combinations": [list(choices) for choices in self.combinations],
            "bases": [describe_scenario(base) for base in self.bases],
            "groups": list(self.groups),
        }

    def with_blocks(self, *blocks: Block, points: np.ndarray | None = None) -> "SweepPlan":
        """The plan with further blocks, and with further points if there are any."""
        points = self.points if points is None else points
        return replace(self, blocks=(*self.blocks, *blocks), points=points)


def check_runs(runs: int) -> None:
    """Refuse more runs than a plan can list."""
    if runs > MOST_RUNS:
        raise ParameterError(f"replicates: {runs:,} runs in all are more than {MOST_RUNS:,}")


def part_rows_for(dyads: int, weeks: int) -> int:
    """Rows a part, by the work of a run."""
    return max(1, min(PART_ROWS, PART_WORK // (dyads * weeks)))


def named_choices(axes: Sequence[Axis], row: Sequence[float]) -> dict[str, Any]:
    """What the numbers of choices on the named axes stand for, by the axis's name."""
    named = [axis for axis in axes if isinstance(axis, Choice) and axis.is_named]
    return {axis.name: axis.values[int(k)] for axis, k in zip(named, row, strict=True)}
