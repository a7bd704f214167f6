"""More replicates or points for a sweep; the rows it has keep their place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mutua.errors import ParameterError
from mutua.scenarios.space import Axis
from mutua.studies.sweep.design import Design, lay_out, read_points
from mutua.studies.sweep.plan import Block, SweepPlan, check_runs

#: The key that adds points, by design; a Latin hypercube is even at one size only.
GROWS_BY = {
    "grid": "design.levels",
    "list": "design.file",
    **dict.fromkeys(("random", "sobol", "saltelli", "morris"), "design.points"),
}


def extend_plan(plan: SweepPlan, request: Mapping[str, Any]) -> SweepPlan:
    """The plan with more replicates, more points, or both.

    Parameters
    ----------
    request : mapping
        ``replicates``, ``design.points``, ``design.levels`` and ``design.file``, those that are
        given; replicates and points as there are to be in all.

    Raises
    ------
    ParameterError
        Nothing would be added, or the points that are there would move.
    """
    if plan.adaptive is not None:
        raise ParameterError("extend: an adaptive sweep adds what it needs by itself")
    axes, points, design = further_points(plan, request)
    had, count = max(max(block.last) for block in plan.blocks), len(plan.points)
    wanted = request.get("replicates", had)
    if wanted < had:
        raise ParameterError(f"replicates: {wanted} is less than the {had} that are there")
    if len(points) < count or not np.array_equal(points[:count], plan.points):
        raise ParameterError(
            f"{GROWS_BY[plan.design['kind']]}: such a {plan.design['kind']} design does not begin "
            f"with the {count} points that are there"
        )
    blocks = [Block(0, count, had, (wanted,))] if wanted > had else []
    if len(points) > count:
        blocks.append(Block(count, len(points), 0, (wanted,)))
    if not blocks:
        raise ParameterError(f"extend: {count} points and {had} replicates are there already")
    larger = replace(plan.with_blocks(*blocks, points=points), axes=tuple(axes), design=design)
    check_runs(larger.runs)
    return larger


def further_points(
    plan: SweepPlan, request: Mapping[str, Any]
) -> tuple[Sequence[Axis], np.ndarray, Mapping[str, Any]]:
    """Axes, points and design of the larger sweep; those that are there if no points are added."""
    kind = plan.design["kind"]
    name = next((name for name in request if name.startswith("design.")), None)
    if name is None:
        return plan.axes, plan.points, plan.design
    if kind == "lhs":
        raise ParameterError(
            f"{name}: a Latin hypercube is even at one size only and cannot grow; "
            "a sobol or a random design can"
        )
    if name != GROWS_BY[kind]:
        raise ParameterError(f"{name}: a {kind} design gets more points by {GROWS_BY[kind]}")
    if kind == "list":
        return *longer_list(plan, request[name]), plan.design
    larger = replace(Design(**plan.design), **{name.removeprefix("design."): request[name]})
    points = lay_out(larger, plan.axes, plan.constraints)
    return plan.axes, append_points(plan, points) if kind == "grid" else points, larger.described()


def longer_list(plan: SweepPlan, file: str) -> tuple[Sequence[Axis], np.ndarray]:
    """Axes and points of a file that begins with the points that are there."""
    axes, points = read_points(file)
    if [axis.name for axis in axes] != plan.axis_names:
        names = ", ".join(axis.name for axis in plan.axes)
        raise ParameterError(f"design.file: {file} has other columns than the sweep: {names}")
    for axis, known in zip(axes, plan.axes, strict=True):
        if axis.is_named and axis != known:
            raise ParameterError(
                f"design.file: {file} has choices of {axis.name} that were not composed when the "
                "sweep began; begin another"
            )
    return axes, points


def append_points(plan: SweepPlan, points: np.ndarray) -> np.ndarray:
    """Points of a finer grid behind those that are there, which have to be among them."""
    for k, values in enumerate(plan.points.T):
        known = np.unique(values)
        near = known[np.abs(points[:, k, None] - known).argmin(axis=1)]
        same = np.isclose(points[:, k], near, rtol=1e-12, atol=0.0)
        points[:, k] = np.where(same, near, points[:, k])
    there = set(map(tuple, plan.points.tolist()))
    new = [tuple(point) not in there for point in points.tolist()]
    if len(points) - sum(new) < len(there):
        raise ParameterError(
            "design.levels: such a grid leaves out points that are there; "
            f"{2 * plan.design['levels'] - 1} levels would keep them"
        )
    return np.concatenate([plan.points, points[new]])
