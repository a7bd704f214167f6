"""The tables of a sensitivity analysis, and what is read off them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.regional import Region
from mutua.model.measures.outcomes import Outcome
from mutua.studies.sensitivity import regions
from mutua.studies.sensitivity.cube import Cube, Target, of
from mutua.studies.sensitivity.regions import Sample


@dataclass(frozen=True, repr=False)
class Findings:
    """Which parameters move which outcome of a sweep.

    Attributes
    ----------
    cube : Cube
        Outcomes of the sweep.
    target : Target
        What figures and regions are of, with the first outcome.
    tables : dict of DataFrame
        By name: of a saltelli design ``variance`` and ``indices``, of a morris design
        ``effects``; of every design ``curves``, ``regions`` and ``box``, which are of the first
        outcome and the target.
    region : Region
        Where the outcome lies on the side that was asked for.
    manifest : dict
        What was analysed, and how.

    Notes
    -----
    Unit and definition of each column stand in ``.attrs`` of every table, by column name.
    """

    cube: Cube
    target: Target
    tables: Mapping[str, pd.DataFrame]
    region: Region
    manifest: dict[str, Any]

    @property
    def kind(self) -> str:
        """Design of the sweep."""
        return str(self.cube.plan.design["kind"])

    @property
    def outcome(self) -> str:
        """The first outcome."""
        return self.cube.outcomes[0]

    @property
    def about(self) -> Outcome:
        """Unit, definition and label of the first outcome."""
        return self.cube.about(self.outcome)

    @cached_property
    def sample(self) -> Sample:
        """Points among which the region was sought."""
        return regions.sample_of(self.cube, self.outcome, self.target)

    @property
    def ranked(self) -> list[str]:
        """Parameters, those that matter most first."""
        names = list(self.summary()["parameter"])
        every = self.cube.plan.axis_names
        return [*names, *(name for name in every if name not in names)]

    def focus(self, name: str) -> pd.DataFrame:
        """Rows of a table that are of the first outcome and the target."""
        return of(self.tables[name], self.target, self.outcome)

    def summary(self) -> pd.DataFrame:
        """Indices, effects or distances of the first outcome, the largest first."""
        if self.kind == "morris":
            rows = self.focus("effects")
            return rows.sort_values("mu_star", ascending=False, ignore_index=True)
        if self.kind == "saltelli":
            rows = self.focus("indices")
            total, first = (
                rows[rows["order"] == order].set_index("parameter")[["share", "low", "high"]]
                for order in ("total", "first")
            )
            joined = total.add_suffix("_total").join(first.add_suffix("_first"))
            return joined.sort_values("share_total", ascending=False).reset_index()
        rows = self.focus("regions")
        return rows.sort_values("distance", ascending=False, ignore_index=True)

    def points(self) -> pd.DataFrame:
        """The first outcome at every point of the sample: the point's values, mean, interval.

        Returns
        -------
        DataFrame
            One row a point: a column an axis, then ``mean``, and ``low`` and ``high``, the ends of
            the 95 % interval over replicates (Student's t).
        """
        return regions.point_table(self.cube.plan, self.sample)

    def is_surface(self) -> bool:
        """Whether there are two parameters, by number, and an outcome that changes over a plane."""
        if self.cube.plan.are_named != [False, False]:
            return False
        plane = np.linalg.matrix_rank(self.sample.points - self.sample.points[0]) == 2
        return bool(plane and np.ptp(self.sample.means) > 0.0)
