"""Tables of sensitivity: indices, effects, and how much of an outcome is noise."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.elementary import elementary
from mutua.analysis.sobol import Sobol, axis_pairs, sobol
from mutua.analysis.tables import table
from mutua.studies.sensitivity.blocks import Complete, block_size, complete, enough
from mutua.studies.sensitivity.cube import Cube, Target

#: Of what a row of every table is.
TARGET = {
    "outcome": ("name", "the outcome"),
    "regime": ("name", "the regime"),
    "reference": (
        "name",
        "the regime that is taken off, on the same random draws; missing if none is",
    ),
}
ENDS = "(design by bootstrap of the blocks, noise by jackknife of the replicates)"
VARIANCE = {
    **TARGET,
    "blocks": ("number", "blocks of the design that are complete"),
    "dropped": ("number", "blocks left out, as a run of them failed or had no value"),
    "replicates": ("number", "replicates of every point"),
    "mean": ("the outcome's", "mean over the points A and B"),
    "variance": ("the outcome's, squared", "between points: what the parameters make of it"),
    "low": ("the outcome's, squared", f"lower end of its 95 % interval {ENDS}"),
    "high": ("the outcome's, squared", "upper end of its 95 % interval"),
    "noise": ("the outcome's, squared", "variance between replicates of a point, mean over points"),
    "noise_unshared": ("the outcome's, squared", "the part of it that points do not share"),
    "share_noise": ("share", "noise in the variance of a single run: noise / (variance + noise)"),
}
INDICES = {
    **TARGET,
    "order": ("name", "first: alone; total: with all its interactions; second: of two together"),
    "parameter": ("name", "the parameter"),
    "other": ("name", "the second parameter, of a second-order index"),
    "share": ("share", "of the variance between points, free of noise: the index; "
              "missing where that variance cannot be distinguished from 0"),
    "low": ("share", f"lower end of its 95 % interval {ENDS}"),
    "high": ("share", "upper end of its 95 % interval"),
}  # fmt: skip
EFFECTS = {
    **TARGET,
    "trajectories": ("number", "trajectories that are complete"),
    "dropped": ("number", "trajectories left out, as a run of them failed or had no value"),
    "parameter": ("name", "the parameter"),
    "mu": ("the outcome's", "mean effect of moving the parameter over its whole range"),
    "mu_star": ("the outcome's", "mean absolute effect"),
    "low": ("the outcome's", f"lower end of its 95 % interval {ENDS}"),
    "high": ("the outcome's", "upper end of its 95 % interval"),
    "sigma": ("the outcome's", "SD of the effects between trajectories, free of noise"),
    "chance": ("the outcome's", "mean absolute effect that noise alone shows; missing for 1 run"),
}  # fmt: skip
Row = tuple[Any, ...]


def sobol_tables(
    cube: Cube, targets: Sequence[Target], resamples: int
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Tables ``variance`` and ``indices`` of every outcome and target."""
    variance: list[Row] = []
    indices: list[Row] = []
    names = cube.plan.axis_names
    for outcome, target, blocks in _complete(cube, targets):
        key = (outcome, *target)
        dropped = int((~blocks.kept).sum())
        counts = (len(blocks.values), dropped, cube.replicates)
        if not enough(len(blocks.values)):
            variance.append((*key, *counts, *[np.nan] * 7))
            continue
        measures = sobol(blocks.values, len(names), resamples)
        variance.append((*key, *counts, blocks.values[:, [0, -1]].mean(), *_variances(measures)))
        indices += [(*key, *row) for row in _index_rows(measures, names)]
    return {"variance": table(variance, VARIANCE), "indices": table(indices, INDICES)}


def effects_table(
    cube: Cube, targets: Sequence[Target], moves: np.ndarray, resamples: int
) -> pd.DataFrame:
    """Table ``effects`` of every outcome and target.

    `moves`: float64, shape (trajectories, axes, axes); as
    `mutua.studies.sensitivity.blocks.check_morris` gives them.
    """
    rows: list[Row] = []
    names = cube.plan.axis_names
    for outcome, target, blocks in _complete(cube, targets):
        key = (outcome, *target, len(blocks.values), int((~blocks.kept).sum()))
        if not enough(len(blocks.values)):
            rows += [(*key, name, *[np.nan] * 6) for name in names]
            continue
        levels = cube.plan.design["levels"]
        measures = elementary(blocks.values, moves[blocks.kept], levels, resamples)
        columns = (measures.mu, *measures.mu_star, measures.sigma.value, measures.chance)
        rows += [(*key, name, *cells) for name, *cells in zip(names, *columns, strict=True)]
    return table(rows, EFFECTS)


def _complete(cube: Cube, targets: Sequence[Target]) -> Iterator[tuple[str, Target, Complete]]:
    size = block_size(cube.plan)
    for outcome in cube.outcomes:
        for target in targets:
            yield outcome, target, complete(cube.of(outcome, target), size)


def _variances(measures: Sobol) -> Row:
    variance = float(measures.variance.value)
    share = (
        measures.noise / (measures.noise + max(variance, 0.0)) if measures.noise > 0.0 else np.nan
    )
    return (*map(float, measures.variance), measures.noise, measures.noise_unshared, share)


def _index_rows(measures: Sobol, names: Sequence[str]) -> Iterator[Row]:
    for order, estimate in (("first", measures.first), ("total", measures.total)):
        for name, *cells in zip(names, *estimate, strict=True):
            yield (order, name, None, *cells)
    for (j, k), *cells in zip(axis_pairs(len(names)), *measures.second, strict=False):
        yield ("second", names[j], names[k], *cells)
