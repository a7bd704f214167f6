"""A sweep's plan from its plain values: whatever a new plan is refused for, this one is too."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from mutua.engines.batch import check_memory
from mutua.errors import ParameterError, StoreError, one_of
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.check import check_value, text, texts, truth, whole
from mutua.scenarios.manifest import read_scenario
from mutua.scenarios.space import Axis, Choice, read_axes
from mutua.storage.disk import DAMAGE
from mutua.studies.sweep.adaptive import check_adaptive
from mutua.studies.sweep.design import KINDS, Design
from mutua.studies.sweep.plan import FORMAT, Block, SweepPlan, check_runs
from mutua.studies.sweep.planning import check_groups, check_regimes

OTHER_POINTS = "does not belong to the points beside it, or they were altered"
#: Tables of a folder: more than a system bears in one.
MOST_PARTS = 1_000_000


def plan_with_points(given: Mapping[str, Any], points: pd.DataFrame) -> SweepPlan:
    """A plan from its plain values and the table of its points, of which there may be more.

    Raises
    ------
    StoreError
        It is no plan of a sweep, of other points, or of other parameters than are declared now.
    """
    try:
        if given["format"] != FORMAT:
            raise StoreError("was begun with another version of mutua; use that")
        plan = _plan(given, points)
        check_runs(plan.runs)
        if plan.runs > MOST_PARTS * plan.part_rows:
            raise ParameterError(
                f"part_rows: {plan.part_rows} makes more than {MOST_PARTS:,} parts"
            )
        return plan
    except StoreError:
        raise
    except ParameterError as error:
        raise StoreError(f"is no plan of a sweep that can be read: {error}") from None
    except DAMAGE:
        raise StoreError("is no plan of a sweep that can be read") from None


def _plan(given: Mapping[str, Any], points: pd.DataFrame) -> SweepPlan:
    axes, regimes, blocks = read_axes(given["axes"]), given["regimes"], _blocks(given["blocks"])
    sizes = {name: whole(name, given[name]) for name in ("dyads", "weeks", "seed", "part_rows")}
    check_memory(sizes["dyads"], rows=sizes["dyads"])
    bases = tuple(read_scenario(each, together=False) for each in given["bases"])
    if len(bases) != len(given["combinations"]) * len(regimes):
        raise StoreError("is no plan of a sweep that can be read: its bases are not all")
    plan = SweepPlan(
        axes=tuple(axes),
        points=_points(axes, points.head(blocks[-1].stop), given["points"]),
        combinations=tuple(tuple(each) for each in given["combinations"]),
        bases=bases,
        regimes=tuple(check_regimes(regimes)),
        blocks=blocks,
        constraints=tuple(texts("constraints", given["constraints"])),
        design=_design(given["design"]),
        adaptive=check_adaptive(given["adaptive"], len(regimes), max(blocks[0].last)),
        source=text("source", given["source"]),
        groups=check_groups(given.get("groups", ())),
        **sizes,
    )
    if len(plan.combination) != blocks[-1].stop:  # also looks up the choices of every point
        raise StoreError(OTHER_POINTS)
    return plan


def _blocks(given: Sequence[Sequence[Any]]) -> tuple[Block, ...]:
    """Stretches of points, each beginning where points are and giving each some replicates."""
    blocks = tuple(Block(a, b, c, tuple(d)) for a, b, c, d in given)
    known = 0
    for block in blocks:
        numbers = (block.start, block.stop, block.first, *block.last)
        if not all(type(each) is int for each in numbers):
            raise TypeError(block)
        whole("design.points", block.stop)
        if not (0 <= block.start <= known and block.start < block.stop >= known):
            raise ValueError(block)
        if not 0 <= block.first <= min(block.last) <= max(block.last) < 2**31:
            raise ValueError(block)
        if len(block.last) not in (1, block.stop - block.start):
            raise ValueError(block)
        known = block.stop
    return blocks


def _design(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a design is made again of, to extend it."""
    design = Design(**given)
    one_of("design.kind", design.kind, (*KINDS, "list"))
    for name in ("points", "levels"):
        whole(f"design.{name}", getattr(design, name))
    whole("seed", design.seed)
    truth("design.second_order", design.second_order)
    return dict(given)


def _points(axes: Sequence[Axis], table: pd.DataFrame, digest: str) -> np.ndarray:
    """Points as the plan holds them, from their table; shape (points, axes)."""
    columns = [np.zeros((len(table), 0))]
    for axis in axes:
        if axis.name not in table:
            raise StoreError(OTHER_POINTS)
        columns.append(_column(axis, table[axis.name])[:, None])
    points = np.concatenate(columns, axis=1)
    if sha256(points.tobytes()).hexdigest() != digest:
        raise StoreError(OTHER_POINTS)
    return points


def _column(axis: Axis, shown: pd.Series) -> np.ndarray:
    """Values of an axis within their bounds, numbers of choices if it is a named one."""
    if isinstance(axis, Choice) and axis.is_named:
        codes = shown.map({value: k for k, value in enumerate(axis.values)})
        return np.asarray(codes, float)
    numbers = np.asarray(shown, float)
    for value in (numbers.min(), numbers.max()):
        check_value(axis.name, value)
    if DECLARED[axis.name].whole and (numbers % 1).any():
        raise StoreError(OTHER_POINTS)
    return numbers
