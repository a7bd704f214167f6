"""How designs are built: which points belong together, and whether they lie where they should."""

from typing import NamedTuple

import numpy as np

from mutua.analysis.sobol import rows_of_a_block
from mutua.errors import ParameterError
from mutua.studies.sweep.plan import SweepPlan

#: With fewer complete blocks there is nothing to resample.
LEAST = 8
#: Values closer than this share of an axis are one level: samplers round.
SAME = 1e-9


class Complete(NamedTuple):
    """Blocks of points without a missing value."""

    values: np.ndarray  #: float64, shape (complete blocks, points of a block, replicates): outcomes
    kept: np.ndarray  #: bool, shape (blocks,): which blocks are complete


def block_size(plan: SweepPlan) -> int:
    """Points that stand or fall together: a block of Saltelli's, a trajectory, else one."""
    axes, design = len(plan.axes), plan.design
    if design["kind"] == "saltelli":
        return rows_of_a_block(axes, design["second_order"])
    return axes + 1 if design["kind"] == "morris" else 1


def complete(values: np.ndarray, size: int) -> Complete:
    """Leave out every block in which a value, shape (points, replicates), is missing."""
    blocks = values.reshape(-1, size, values.shape[-1])
    kept = np.isfinite(blocks).all(axis=(1, 2))
    return Complete(blocks[kept], kept)


def enough(blocks: int) -> bool:
    """Whether so many complete blocks can be analysed."""
    return blocks >= LEAST


def check_saltelli(plan: SweepPlan) -> None:
    """Refuse points that are not laid out as Saltelli's blocks in SALib's order."""
    axes, second = len(plan.axes), plan.design["second_order"]
    size = _refuse_wrong_size(plan)
    blocks = plan.points.reshape(-1, size, axes)
    a, b = blocks[:, 0], blocks[:, -1]
    for axis in range(axes):
        own = np.arange(axes) == axis
        expected = {1 + axis: np.where(own, b, a)}
        if second:
            expected[1 + axes + axis] = np.where(own, a, b)
        for row, points in expected.items():
            if not np.array_equal(blocks[:, row], points):
                raise _mismatched(plan, f"row {row} of a block is no mixture of its first and last")


def check_morris(plan: SweepPlan) -> np.ndarray:
    """Which axis each step of each trajectory moved, and whither; refuse what is no trajectory.

    Returns
    -------
    float64, shape (trajectories, axes, axes)
        1 up, -1 down, 0 not; steps, then axes.
    """
    axes = len(plan.axes)
    size = _refuse_wrong_size(plan)
    steps = np.diff(plan.points.reshape(-1, size, axes), axis=1)
    moved = np.abs(steps) > SAME * np.ptp(plan.points, axis=0)
    if (moved.sum(axis=1) > 1).any() or (moved.sum(axis=2) > 1).any():
        raise _mismatched(plan, "a step moves more than one axis, or an axis moves twice")
    return np.where(moved, np.sign(steps), 0.0)


def _refuse_wrong_size(plan: SweepPlan) -> int:
    size, points = block_size(plan), len(plan.points)
    if points % size:
        raise _mismatched(plan, f"{points} points are no multiple of {size}")
    return size


def _mismatched(plan: SweepPlan, why: str) -> ParameterError:
    kind = plan.design["kind"]
    return ParameterError(f"design: the points are not those of a {kind} design: {why}")
