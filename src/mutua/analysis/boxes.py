"""Scenario discovery: a box in parameter space that holds most of a region and little else.

The patient rule induction method (PRIM) peels thin slices off the space, each time the one that
raises the share of the region most for the points it takes away. Of the boxes on its way, the one
with the highest harmonic mean of coverage and density is kept, and limits that earn nothing are
given up.

References
----------
Friedman, J. H. & Fisher, N. I. (1999). Bump hunting in high-dimensional data. Statistics and
Computing 9, 123-143. Bryant, B. P. & Lempert, R. J. (2010). Thinking inside the box: a
participatory, computer-assisted approach to scenario discovery. Technological Forecasting & Social
Change 77, 34-49.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

#: Share of the points that a slice takes, and that a box has to hold.
SLICE, LEAST = 0.05, 0.05
#: What a limit has to add to the harmonic mean of coverage and density.
WORTH = 0.02


class Limit(NamedTuple):
    """Limit of a box on one axis."""

    #: Inclusive ends
    low: float = -np.inf
    high: float = np.inf
    #: Instead, of an axis of names: the numbers of the choices
    kept: frozenset[float] | None = None

    def holds(self, values: np.ndarray) -> np.ndarray:
        """Which values it allows."""
        if self.kept is not None:
            return np.isin(values, list(self.kept))
        return np.asarray((self.low <= values) & (values <= self.high))


@dataclass(frozen=True)
class Box:
    """Limits on some axes, by their numbers."""

    limits: Mapping[int, Limit] = field(default_factory=dict)

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Which points, shape (points, axes), lie in the box."""
        inner = np.ones(len(points), bool)
        for axis, limit in self.limits.items():
            inner &= limit.holds(points[:, axis])
        return inner

    def with_limit(self, axis: int, limit: Limit) -> "Box":
        """Return the box with another limit on one axis."""
        return Box({**self.limits, axis: limit})

    def without(self, axis: int) -> "Box":
        """Return the box without its limit on one axis."""
        return Box({k: limit for k, limit in self.limits.items() if k != axis})


class Fit(NamedTuple):
    """How well a box describes a region."""

    density: float  #: Share of the points in the box that belong to the region
    coverage: float  #: Share of the region's points that lie in the box
    mass: float  #: Share of all points that lie in the box

    @property
    def harmonic(self) -> float:
        """Harmonic mean of coverage and density."""
        both = self.density + self.coverage
        return 2.0 * self.density * self.coverage / both if both > 0.0 else 0.0


def fit(box: Box, points: np.ndarray, inside: np.ndarray) -> Fit:
    """How well a box describes a region among some points; missing where it holds none."""
    inner = box.holds(points)
    hits, count = float((inner & inside).sum()), float(inner.sum())
    return Fit(
        hits / count if count else np.nan, hits / max(float(inside.sum()), 1.0), count / len(points)
    )


def find_box(points: np.ndarray, named: Sequence[bool], inside: np.ndarray) -> Box:
    """Find a box that describes a region.

    Parameters
    ----------
    points : float64, shape (points, axes)
    named : sequence of bool
        Which axes hold numbers of choices.
    inside : bool, shape (points,)
        Points of the region.
    """
    path = list(_peeling_path(points, named, inside))
    box = max(path, key=lambda each: fit(each, points, inside).harmonic)
    while box.limits:
        spare = [box.without(axis) for axis in box.limits]
        best = max(spare, key=lambda each: fit(each, points, inside).harmonic)
        worth = fit(box, points, inside).harmonic - fit(best, points, inside).harmonic
        if worth > WORTH:
            break
        box = best
    return box


def _peeling_path(points: np.ndarray, named: Sequence[bool], inside: np.ndarray) -> Iterator[Box]:
    """Boxes on the way from the whole space to a small one, each within the former."""
    box, inner = Box(), np.ones(len(points), bool)
    while True:
        yield box
        slices = [
            (axis, limit)
            for axis, by_name in enumerate(named)
            for limit in _slices(points[inner, axis], box.limits.get(axis, Limit()), by_name)
        ]
        density, count = inside[inner].mean(), inner.sum()
        best, gained, kept = None, 0.0, inner
        for axis, limit in slices:
            left = inner & limit.holds(points[:, axis])
            if LEAST * len(points) <= left.sum() < count:
                gain = (inside[left].mean() - density) / (count - left.sum())
                if gain > gained:
                    best, gained, kept = (axis, limit), gain, left
        if best is None:
            return
        box, inner = box.with_limit(*best), kept


def _slices(values: np.ndarray, limit: Limit, by_name: bool) -> Iterator[Limit]:
    """Limits that take one slice off an axis: its lowest, its highest, or one of its names."""
    there = np.unique(values)
    if len(there) < 2:
        return
    if by_name:
        yield from (limit._replace(kept=frozenset(there.tolist()) - {name}) for name in there)
        return
    low, high = np.quantile(values, (SLICE, 1.0 - SLICE))
    yield limit._replace(low=float(there[there > low][0]) if there[-1] > low else np.inf)
    yield limit._replace(high=float(there[there < high][-1]) if there[0] < high else -np.inf)
