"""Designs: where in a space the points lie.

Samplers give shares of the unit cube and the axes turn them into values, so that a design knows
nothing of bounds, logarithms or names. SciPy and SALib do the sampling.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from mutua.errors import ParameterError, StoreError, one_of
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.check import plain_whole, whole
from mutua.scenarios.space import Axis, Choice, choice
from mutua.storage.csv_lines import as_number, read_lines
from mutua.storage.folder import as_path
from mutua.studies.sweep.constraints import which_satisfy

#: More points than this are refused before they are laid out.
MOST = 10_000_000


@dataclass(frozen=True)
class Design:
    """How points are laid out."""

    kind: str = "grid"  #: One of `KINDS`
    #: Points of a sample; of `saltelli` the base sample, of `morris` the trajectories
    points: int = 256
    seed: int = 1  #: Random seed of the sampling; nothing else depends on it
    levels: int = 4  #: Values that a grid takes of an interval; levels of `morris`
    second_order: bool = True  #: Whether `saltelli` is to serve second-order indices

    def described(self) -> dict[str, Any]:
        """As it stands in a plan, in Python's own numbers."""
        numbers = {name: plain_whole(value) for name, value in asdict(self).items()}
        return asdict(self) | {name: x for name, x in numbers.items() if x is not None}


def lay_out(
    design: Design, axes: Sequence[Axis], constraints: Sequence[str] = ()
) -> np.ndarray:  # fmt: skip
    """Points of a design, one row each, shape (points, axes).

    Raises
    ------
    ParameterError
        The design cannot be made, or no point satisfies the constraints.
    """
    one_of("design.kind", design.kind, KINDS)
    if not axes and design.kind != "grid":
        raise ParameterError(f"space: design {design.kind} varies nothing; name an interval")
    points, levels = whole("design.points", design.points), whole("design.levels", design.levels)
    rows = KINDS[design.kind](replace(design, points=points, levels=levels), axes)
    kept = kept_points(rows, axes, constraints)
    if constraints and design.kind in WHOLE_ONLY and not kept.all():
        raise ParameterError(
            f"constraints: {design.kind} needs all of its {len(rows)} points, "
            f"and {np.count_nonzero(~kept)} are excluded"
        )
    if not kept.any():
        raise ParameterError(f"constraints: none of the {len(rows)} points satisfies them")
    return np.ascontiguousarray(rows[kept])


def kept_points(rows: np.ndarray, axes: Sequence[Axis], constraints: Sequence[str]) -> np.ndarray:
    """Which rows satisfy the constraints, shape (points,)."""
    numbers = {axis.name: rows[:, k] for k, axis in enumerate(axes) if not axis.is_named}
    return which_satisfy(constraints, numbers, len(rows))


def read_points(path: str | Path) -> tuple[list[Axis], np.ndarray]:
    """Axes and points of a CSV file: one row a point, one column an axis.

    The number of the point, of a table that a sweep wrote, is left out.

    Raises
    ------
    ParameterError
        The file cannot be read, or a cell is no value of its column.
    """
    try:
        lines = read_lines(as_path("design.file", path), DECLARED)
    except StoreError as error:
        raise ParameterError(f"design.file: {error}") from error
    names = [name for name in lines[0] if name != "point"]
    if not names:
        raise ParameterError(f"design.file: {path} has no column of anything that varies")
    cells = {name: [_cell(name, line[name], k) for k, line in enumerate(lines, start=2)]
             for name in names}  # fmt: skip
    axes: list[Axis] = [choice(name, list(dict.fromkeys(cells[name]))) for name in names]
    columns = [[_coded(axis, value) for value in cells[axis.name]] for axis in axes]
    return axes, np.array(columns, dtype=float).T


def _cell(name: str, text: str, line: int) -> Any:
    """Value of one cell; what is no value of its column is named with its line."""
    value: Any = as_number(text) if name in DECLARED else text
    try:
        return choice(name, [text if value is None else value]).values[0]
    except ParameterError as error:
        raise ParameterError(f"design.file: line {line}: {error}") from None


def _coded(axis: Axis, value: Any) -> float:
    named = isinstance(axis, Choice) and axis.is_named
    return float(axis.values.index(value)) if named else float(value)  # type: ignore[union-attr]


def _grid(design: Design, axes: Sequence[Axis]) -> np.ndarray:
    """Every combination; the last axis turns fastest."""
    levels = [axis.levels(design.levels) for axis in axes]
    _not_too_many(float(np.prod([float(len(values)) for values in levels])))
    if not levels:
        return np.zeros((1, 0))
    return np.stack(np.meshgrid(*levels, indexing="ij"), axis=-1).reshape(-1, len(levels))


def _sampled(
    shares: Callable[[Design, int], np.ndarray],
) -> Callable[[Design, Sequence[Axis]], np.ndarray]:
    """Turn a sampler of the unit cube, shape (points, axes), into a design."""

    def design_of(design: Design, axes: Sequence[Axis]) -> np.ndarray:
        _not_too_many(float(design.points))
        cube = shares(design, len(axes))
        _not_too_many(float(len(cube)))
        return np.stack([axis.at(cube[:, k]) for k, axis in enumerate(axes)], axis=1)

    return design_of


def _not_too_many(points: float) -> None:
    if points > MOST:
        raise ParameterError(f"design: {points:.3g} points are more than {MOST:,}")


def _random(design: Design, axes: int) -> np.ndarray:
    return np.random.default_rng(design.seed).random((design.points, axes))


def _latin(design: Design, axes: int) -> np.ndarray:
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(axes, rng=design.seed).random(design.points))


def _sobol(design: Design, axes: int) -> np.ndarray:
    from scipy.stats import qmc

    _power_of_two(design)
    return np.asarray(qmc.Sobol(axes, rng=design.seed).random_base2(design.points.bit_length() - 1))


def _saltelli(design: Design, axes: int) -> np.ndarray:
    from SALib.sample import sobol

    _power_of_two(design)
    return np.asarray(
        sobol.sample(
            unit_cube(axes), design.points, calc_second_order=design.second_order, seed=design.seed
        )
    )


def _morris(design: Design, axes: int) -> np.ndarray:
    from SALib.sample import morris

    if design.levels % 2:
        raise ParameterError(f"design.levels: {design.levels} is odd; morris needs an even number")
    return np.asarray(
        morris.sample(unit_cube(axes), design.points, num_levels=design.levels, seed=design.seed)
    )


def unit_cube(axes: int) -> dict[str, Any]:
    """Describe the unit cube as SALib wants it described."""
    names = [f"x{k}" for k in range(axes)]
    return {"num_vars": axes, "names": names, "bounds": [[0.0, 1.0]] * axes}


def _power_of_two(design: Design) -> None:
    points = design.points
    if points & (points - 1) or points < 1:
        near = 1 << max(1, points).bit_length()
        raise ParameterError(
            f"design.points: {points} is no power of two, which {design.kind} needs; try {near}"
        )


#: Designs by name, each from axes to points.
KINDS: dict[str, Callable[[Design, Sequence[Axis]], np.ndarray]] = {
    "grid": _grid,
    "random": _sampled(_random),
    "lhs": _sampled(_latin),
    "sobol": _sampled(_sobol),
    "saltelli": _sampled(_saltelli),
    "morris": _sampled(_morris),
}
#: Designs whose analysis needs every point.
WHOLE_ONLY = ("saltelli", "morris")
