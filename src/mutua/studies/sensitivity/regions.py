"""Where in parameter space an outcome is high, or one regime has more of it than another."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mutua.analysis.boxes import Box, Limit, find_box, fit
from mutua.analysis.regional import Region, chance_distance, distances
from mutua.analysis.summary import bands, student_half_width
from mutua.analysis.tables import table
from mutua.scenarios.space import Axis
from mutua.studies.sensitivity.blocks import block_size
from mutua.studies.sensitivity.cube import Cube, Target
from mutua.studies.sensitivity.indices import TARGET
from mutua.studies.sweep.plan import SweepPlan

#: On either side of a threshold there have to be so many of all points, else it is a quartile.
FEWEST = 0.05
#: Points inside and outside of a region that anything is said about.
FEWEST_POINTS = 10
#: Bins of a curve where a parameter has more values; points in one for an interval.
BINS, FEWEST_IN_BIN = 8, 5
SIDES = ("above", "below")
REGIONS = {
    **TARGET,
    "parameter": ("name", "the parameter"),
    "distance": ("share", "between its distributions in the region and outside: Kolmogorov and "
                 "Smirnov's statistic, for names total variation"),
    "chance": ("share", "distance that one of twenty parameters without influence exceeds"),
}  # fmt: skip
BOX = {
    **TARGET,
    "parameter": ("name", "a parameter that the box limits; missing for the box as a whole"),
    "low": ("the parameter's", "lowest value in the box"),
    "high": ("the parameter's", "highest value in the box"),
    "kept": ("names", "choices in the box, of a parameter by name"),
    "density": ("share", "of the points in the box, those of the region; in a row of a parameter, "
                "without its limit"),
    "coverage": ("share", "of the points of the region, those in the box; likewise"),
    "mass": ("share", "of all points, those in the box; likewise"),
    "share": ("share", "of all points, those of the region"),
}  # fmt: skip
CURVES = {
    **TARGET,
    "parameter": ("name", "the parameter"),
    "value": ("the parameter's", "middle of the bin; of a parameter by name, a choice's number"),
    "name": ("name", "the choice, of a parameter by name"),
    "points": ("number", "points in the bin"),
    "mean": ("the outcome's", "mean over the points in the bin, everything else as it comes"),
    "low": ("the outcome's", "lower end of its 95 % interval (Student's t over points)"),
    "high": ("the outcome's", "upper end of its 95 % interval"),
}  # fmt: skip


class Sample(NamedTuple):
    """Points on which regions are looked for."""

    points: np.ndarray  #: float64, shape (points, axes)
    #: float64, shape (points, replicates): outcome; points without a value are left out
    values: np.ndarray
    group: int  #: So many points, one after the other, depend on each other

    @property
    def means(self) -> np.ndarray:
        """Mean over replicates, shape (points,)."""
        return np.asarray(self.values.mean(axis=-1))


def sample_of(cube: Cube, outcome: str, target: Target) -> Sample:
    """Points that are a sample of the space: of Saltelli's blocks the first and the last."""
    plan, values, size = cube.plan, cube.of(outcome, target), block_size(cube.plan)
    numbers = np.arange(len(plan.points)).reshape(-1, size)
    if plan.design["kind"] == "saltelli":
        numbers = numbers[:, [0, -1]].reshape(-1, 1)
    numbers = numbers[np.isfinite(values[numbers]).all(axis=(1, 2))]
    return Sample(plan.points[numbers.ravel()], values[numbers.ravel()], numbers.shape[1])


def region_of(sample: Sample, target: Target, side: str, threshold: float | None) -> Region:
    """Points above (or below) a threshold; by default 0 of a contrast, else a quartile."""
    quartile = False
    if threshold is None:
        threshold = 0.0
        shares = [(sample.means > 0.0).mean(), (sample.means < 0.0).mean()]
        if target.reference is None or min(shares) < FEWEST:
            quartile = True
            threshold = float(np.quantile(sample.means, 0.75 if side == "above" else 0.25))
    away = sample.means - threshold
    inside = away > 0.0 if side == "above" else away < 0.0
    replicates = sample.values.shape[1]
    undecided = np.nan
    if replicates > 1:
        half = student_half_width(sample.values.std(axis=1, ddof=1), replicates)
        undecided = float((np.abs(away) <= half).mean())
    return Region(side, threshold, quartile, inside, undecided)


def is_parted(region: Region) -> bool:
    """Whether there are enough points inside and outside to say what tells them apart."""
    count = int(region.inside.sum())
    return min(count, len(region.inside) - count) >= FEWEST_POINTS


def region_table(
    plan: SweepPlan, key: tuple[Any, ...], sample: Sample, region: Region
) -> pd.DataFrame:
    """How far each parameter tells the region from the rest, and what chance would show."""
    if not is_parted(region):
        return table([], REGIONS)
    inside, by_name = region.inside, plan.are_named
    apart = distances(sample.points, by_name, inside[None])[0]
    noise = chance_distance(sample.points, by_name, inside, sample.group)
    names = plan.axis_names
    return table([(*key, *row) for row in zip(names, apart, noise, strict=True)], REGIONS)


def box_table(
    plan: SweepPlan, key: tuple[Any, ...], sample: Sample, region: Region
) -> pd.DataFrame:
    """Describe the region by a box, found on one half of the points and judged on the other."""
    if not is_parted(region):
        return table([], BOX)
    groups = np.random.default_rng(0).permutation(len(sample.points) // sample.group)
    half = np.repeat(groups % 2 == 0, sample.group)
    box = find_box(sample.points[half], plan.are_named, region.inside[half])
    points, inside = sample.points[~half], region.inside[~half]
    share = float(inside.mean())
    rows = [(*key, None, np.nan, np.nan, None, *fit(box, points, inside), share)]
    for axis, limit in sorted(box.limits.items()):
        without = fit(box.without(axis), points, inside)
        rows.append(
            (*key, *_described(plan.axes[axis], limit, sample.points[:, axis]), *without, share)
        )
    return table(rows, BOX)


def _described(axis: Axis, limit: Limit, values: np.ndarray) -> tuple[Any, ...]:
    """Parameter, ends and names of a limit; an open end is the end of the sample."""
    if limit.kept is not None:
        kept = ", ".join(axis.labels[int(number)] for number in sorted(limit.kept))
        return axis.name, np.nan, np.nan, kept
    return axis.name, max(limit.low, values.min()), min(limit.high, values.max()), None


def box_of(plan: SweepPlan, rows: pd.DataFrame) -> Box:
    """The box that a table describes."""
    limits = {}
    names = plan.axis_names
    for row in rows[rows["parameter"].notna()].itertuples():
        axis, kept = plan.axes[names.index(row.parameter)], None
        if axis.is_named:
            known = axis.labels
            kept = frozenset(float(known.index(name)) for name in row.kept.split(", "))
        limits[names.index(row.parameter)] = Limit(row.low, row.high, kept)
    return Box(limits)


def point_table(plan: SweepPlan, sample: Sample) -> pd.DataFrame:
    """Values and outcome of each point, with its 95 % interval over replicates."""
    columns = {axis.name: axis.column(sample.points[:, k]) for k, axis in enumerate(plan.axes)}
    mean, low, high = bands(sample.values.T)
    return pd.DataFrame({**columns, "mean": mean, "low": low, "high": high})


def curve_table(plan: SweepPlan, key: tuple[Any, ...], sample: Sample) -> pd.DataFrame:
    """Mean outcome along each parameter, all others as they come."""
    rows = [
        (*key, axis.name, *row)
        for k, axis in enumerate(plan.axes)
        for row in _curve(axis, sample.points[:, k], sample)
    ]
    return table(rows, CURVES)


def _curve(axis: Axis, values: np.ndarray, sample: Sample) -> Iterator[tuple[Any, ...]]:
    there = np.unique(values)
    bins = np.searchsorted(there, values)
    if len(there) > BINS:
        ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable")
        bins = ranks * BINS // len(values)
    for number in np.unique(bins):
        in_bin = bins == number
        groups = np.arange(len(values))[in_bin] // sample.group
        means = pd.Series(sample.means[in_bin]).groupby(groups).mean().to_numpy()
        spread = means.std(ddof=1) if len(means) >= FEWEST_IN_BIN else np.nan
        half = float(student_half_width(np.asarray(spread), len(means)))
        middle, mean = float(np.median(values[in_bin])), float(means.mean())
        shown = axis.labels[int(middle)] if axis.is_named else None
        yield middle, shown, int(in_bin.sum()), mean, mean - half, mean + half
