"""What a comparison found: tables, figures and the report, from what it recorded."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.contrasts import differences
from mutua.analysis.groups import group_table
from mutua.analysis.joint import joint_table, profile_table
from mutua.analysis.paired import PairedDyads
from mutua.analysis.survival import hazard, hazard_table, incidence_by_ending, incidence_table
from mutua.analysis.transitions import transition_table
from mutua.model.state import ENDINGS
from mutua.storage.folder import Writer, writing
from mutua.studies.comparison.figures import Figures
from mutua.studies.comparison.posterior import widened

Table = Callable[["Contrast"], pd.DataFrame]
#: Tables that further runs made: those of the sample of dyads, and those that were asked for.
FURTHER = ("stayers", "benefit", "decomposition", "roles", "continuum", "best_control")


def once(make: Table) -> Table:
    """Make a table at its first use; every caller gets a copy."""

    @wraps(make)
    def table(self: "Contrast") -> pd.DataFrame:
        name = make.__name__
        if name not in self.made:
            made = make(self)
            self.made[name] = widened(made, self.people.replicates) if self.posterior else made
        return self.made[name].copy()

    return table


@dataclass
class Contrast:
    """What a comparison recorded.

    Attributes
    ----------
    weekly : DataFrame
        One row an arm, replicate and week.
    dyads : DataFrame
        One row an arm, replicate and dyad.
    manifest : dict
        Everything that is needed to run it again.
    further : dict of DataFrame
        Tables of further runs: ``stayers`` (paired differences by week among those engaged under
        both arms) and ``benefit`` (who gets less than they give, and whether they leave), of a
        sample of the dyads; where asked for, ``decomposition``, ``roles``, ``continuum``,
        ``best_control``.

    Notes
    -----
    Unit and definition of each column stand in ``.attrs`` of every table, by column name.
    """

    weekly: pd.DataFrame
    dyads: pd.DataFrame
    manifest: dict[str, Any] = field(repr=False)
    further: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    made: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False)

    @property
    def arms(self) -> list[str]:
        """Names of the arms, the reference first."""
        return [arm["name"] for arm in self.manifest["arms"]]

    @property
    def posterior(self) -> bool:
        """Whether each replicate is a draw from a posterior; intervals are then of another draw."""
        return bool(self.manifest.get("posterior"))

    @property
    def people(self) -> PairedDyads:
        """Every dyad under every arm, as arrays."""
        return PairedDyads(self.dyads, tuple(self.arms), self.manifest["replicates"])

    @property
    def plot(self) -> Figures:
        """Figures: ``contrast.plot.survival()`` returns matplotlib Axes."""
        return Figures(self)

    @once
    def summary(self) -> pd.DataFrame:
        """Paired differences of every outcome for every pair of arms.

        Returns
        -------
        DataFrame
            One row an outcome and pair: what the mean is taken over (``all`` dyads, or those
            ``engaged`` in the last week), both means, the paired difference with its 95 %
            interval, Cohen's d on the SD between persons, and the variance-reduction factor of
            common random numbers with its bootstrap interval.
        """
        return differences(self.people, self.weekly)

    @once
    def endings(self) -> pd.DataFrame:
        """Cumulative incidence of each ending and ties at risk, one row an arm, ending and week."""
        weeks, people = int(self.manifest["weeks"]), self.people
        return incidence_table({
            arm: incidence_by_ending(people.codes(arm, "ending", ENDINGS), people.of(arm,
            "exit_week"),
                           weeks, ENDINGS)
            for arm in self.arms
        })  # fmt: skip

    @once
    def hazard(self) -> pd.DataFrame:
        """Share of ties that break off after each visit, one row an arm and visit."""
        people = self.people
        return hazard_table({
            arm: hazard(people.of(arm, "dropout"), people.of(arm, "visits_attended"))
            for arm in self.arms
        })  # fmt: skip

    @once
    def groups(self) -> pd.DataFrame:
        """Paired differences of every outcome by severity and by preferred control."""
        return group_table(self.people)

    @once
    def joint(self) -> pd.DataFrame:
        """Who stays and who breaks off under each two arms, as shares of all people."""
        return joint_table(self.people)

    @once
    def profile(self) -> pd.DataFrame:
        """Traits of those helped and of those harmed by each arm, against all people."""
        return profile_table(self.people)

    @once
    def transitions(self) -> pd.DataFrame:
        """Where the dyads of each equilibrium class midway are at the end, under each arm."""
        middle = {arm["name"]: arm["parameters"]["measure.midway"] for arm in self.manifest["arms"]}
        beyond = [arm for arm, week in middle.items() if week < self.manifest["weeks"]]
        return transition_table(self.people, beyond)

    def survival(self) -> dict[str, np.ndarray]:
        """Share of ties not broken off, by arm; shape (replicates, weeks + 1)."""
        weeks, people = int(self.manifest["weeks"]), self.people
        ended = {arm: people.codes(arm, "ending", ENDINGS) for arm in self.arms}
        return {
            arm: 1.0
            - incidence_by_ending(code, people.of(arm, "exit_week"), weeks, ENDINGS)[1]["dropout"]
            for arm, code in ended.items()
        }

    def series(self, name: str) -> dict[str, np.ndarray]:
        """One weekly series by arm; shape (replicates, weeks)."""
        return {
            str(arm): table.pivot(index="replicate", columns="week", values=name).to_numpy()
            for arm, table in self.weekly.groupby("arm", observed=True, sort=False)
        }

    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of results by name: what was computed, not what was recorded."""
        own = [self.summary, self.endings, self.hazard, self.groups, self.joint, self.profile]
        own += [self.transitions]
        return {make.__name__: make() for make in own} | self.further

    def figures(self) -> dict[str, bytes]:
        """Every figure as PNG and SVG, by file name."""
        from mutua.plots.files import rendered

        return rendered(self.plot.all())

    def report(self, figures: dict[str, bytes] | None = None) -> str:
        """The report: one HTML page that holds all it shows.

        Parameters
        ----------
        figures : dict of bytes, optional
            As from `figures`, if they have been drawn already.
        """
        from mutua.reports.comparison.page import page

        drawn = self.figures() if figures is None else figures
        return page(self.manifest, self.tables(), drawn)

    def write(self, run: Writer) -> None:
        """Write into a run folder that is held: manifest, tables, figures, report."""
        from mutua.storage.formats import as_csv

        results, files = self.tables(), self.figures()
        files["report.html"] = self.report(files).encode()
        files |= {f"{name}.csv": as_csv(table) for name, table in results.items()}
        run.finish(self.manifest, {"weekly": self.weekly, "dyads": self.dyads, **results},
                   files=files)  # fmt: skip

    def save(self, path: str | Path) -> Path:
        """Write a run folder: manifest, tables (Parquet, results as CSV too), figures, report."""
        with writing(path) as run:
            self.write(run)
        return Path(path)
