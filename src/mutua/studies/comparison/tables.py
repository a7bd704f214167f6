"""What a comparison recorded, and every table that is computed from it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any

import numpy as np
import pandas as pd

from mutua.analysis.caseload import READ_WEEKLY, caseload_table
from mutua.analysis.contrasts import add_noise, differences
from mutua.analysis.follow_up import follow_up_table
from mutua.analysis.groups import CUTS, cuts_of, group_table
from mutua.analysis.joint import joint_table, profile_table
from mutua.analysis.leaders import leader_table
from mutua.analysis.paired import PairedDyads
from mutua.analysis.survival import hazard, hazard_table, incidence_by_ending, incidence_table
from mutua.analysis.tables import without_units
from mutua.analysis.transitions import transition_table
from mutua.model.state import ENDINGS
from mutua.studies.comparison.posterior import widen_intervals

#: Parameters whose values under each arm figures and tables show.
ARM_VALUES = ("measure.midway", "norm.control", "service.caseload")
#: Sizes of a comparison that figures and tables show.
SIZES = ("dyads", "replicates", "weeks", "seed", "sample")
Table = Callable[["ComparisonTables"], pd.DataFrame]
#: Tables that are computed from rows of dyads and weeks, by the method that computes them.
COMPUTED = (
    "summary", "follow_up", "endings", "hazard", "groups", "leaders", "joint", "profile",
    "transitions", "caseload",
)  # fmt: skip
#: Tables that further runs made: those of the sample of dyads, and those that were asked for.
FURTHER = (
    "stayers", "benefit", "ring", "decomposition", "roles", "continuum", "best_control",
)  # fmt: skip


def once(make: Table) -> Table:
    """Make a table at its first use; every caller gets a copy."""

    @wraps(make)
    def table(self: "ComparisonTables") -> pd.DataFrame:
        name = make.__name__
        if name not in self.computed:
            first = make(self)
            self.computed[name] = (
                widen_intervals(first, self.paired.replicates) if self.posterior else first
            )
        return self.computed[name].copy()

    return table


@dataclass(repr=False)
class ComparisonTables:
    """What a comparison recorded, and tables computed from it.

    Attributes
    ----------
    weekly : DataFrame
        One row an arm, replicate and week.
    dyads : DataFrame
        One row an arm, replicate and dyad.
    values : dict
        The values of `ARM_VALUES` under each arm by name, the reference first.
    sizes : dict
        Dyads of a replicate, replicates, weeks, seed, and dyads of a sample.
    posterior : bool
        Whether each replicate is a draw from a posterior; intervals are then of another draw.
    further : dict of DataFrame
        Tables of further runs. Of samples of the dyads: ``stayers`` (paired differences by week
        among those engaged under both arms), ``benefit`` (who gets less than they give, and
        whether they leave), ``ring`` (what is asked, given, felt and needed at visits). Where
        asked for: ``decomposition``, ``roles``, ``continuum``, ``best_control``.

    Notes
    -----
    Unit and definition of each column stand in ``.attrs`` of every table, by column name.
    """

    weekly: pd.DataFrame
    dyads: pd.DataFrame
    values: Mapping[str, Mapping[str, float]]
    sizes: Mapping[str, int]
    posterior: bool = False
    further: dict[str, pd.DataFrame] = field(default_factory=dict)
    computed: dict[str, pd.DataFrame] = field(default_factory=dict, init=False)

    @property
    def arms(self) -> list[str]:
        """Names of the arms, the reference first."""
        return list(self.values)

    @cached_property
    def paired(self) -> PairedDyads:
        """Every dyad under every arm, as arrays."""
        return PairedDyads(self.dyads, tuple(self.arms), self.sizes["replicates"])

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table by name; those that were not recorded are computed at their first use."""
        return _Tables(self)

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
        summary = differences(self.paired, self.weekly)
        return add_noise(summary, self.paired) if self.posterior else summary

    @once
    def follow_up(self) -> pd.DataFrame:
        """Paired differences in what became of the whole cohort at fixed weeks, in care or not.

        One row a week, outcome and pair; counts a person by then, a year in care and a year out of
        care.
        """
        return follow_up_table(self.weekly, self.arms)

    @once
    def endings(self) -> pd.DataFrame:
        """Cumulative incidence of each ending and ties at risk, one row an arm, ending and week."""
        return incidence_table({arm: self._incidence(arm) for arm in self.arms})

    @once
    def hazard(self) -> pd.DataFrame:
        """Share of ties that break off after each visit, one row an arm and visit."""
        paired = self.paired
        return hazard_table({
            arm: hazard(paired.of(arm, "dropout"), paired.of(arm, "visits_attended"))
            for arm in self.arms
        })  # fmt: skip

    def groups(self, by: str | Sequence[str] | None = None, cuts: Any = None) -> pd.DataFrame:
        """Paired differences of every outcome by group.

        Parameters
        ----------
        by : str or sequence of str, optional
            Traits of the dyads; ``severity`` and ``preference`` by default.
        cuts : int, sequence of float, or mapping of these by trait; optional
            How many groups of equal size, or where one group ends and the next begins.

        Raises
        ------
        ParameterError
            No trait, or no cuts of one.
        """
        if by is None and cuts is None:
            return self.usual_groups()
        table = group_table(self.paired, cuts_of(tuple(CUTS) if by is None else by, cuts))
        return widen_intervals(table, self.paired.replicates) if self.posterior else table

    @once
    def usual_groups(self) -> pd.DataFrame:
        """Paired differences of every outcome by severity and by preferred control."""
        return group_table(self.paired)

    @once
    def leaders(self) -> pd.DataFrame:
        """Under which arm fewest break off, by severity and by preferred control, and how sure."""
        return leader_table(self.paired, another=self.posterior)

    @once
    def joint(self) -> pd.DataFrame:
        """Who stays and who breaks off under each two arms, as shares of all users."""
        return joint_table(self.paired)

    @once
    def profile(self) -> pd.DataFrame:
        """Traits of those who break off under one arm only, against all users."""
        return profile_table(self.paired)

    @once
    def transitions(self) -> pd.DataFrame:
        """Where the dyads of each equilibrium class midway are at the end, under each arm."""
        weeks = self.sizes["weeks"]
        beyond = [arm for arm, own in self.values.items() if own["measure.midway"] < weeks]
        return transition_table(self.paired, beyond)

    @once
    def caseload(self) -> pd.DataFrame:
        """Contacts, burnout and departures of staff, trust and dropout, by each arm's caseload."""
        caseloads = {arm: own["service.caseload"] for arm, own in self.values.items()}
        series = {name: self.series(name) for name in READ_WEEKLY}
        return caseload_table(self.paired, series, caseloads)

    def survival(self) -> dict[str, np.ndarray]:
        """Share of ties not broken off, by arm; shape (replicates, weeks + 1)."""
        return {arm: 1.0 - self._incidence(arm)[1]["dropout"] for arm in self.arms}

    def _incidence(self, arm: str) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Ties at risk and cumulative incidence of each ending under one arm, by replicate."""
        paired, weeks = self.paired, self.sizes["weeks"]
        codes = paired.codes(arm, "ending", ENDINGS)
        return incidence_by_ending(codes, paired.of(arm, "exit_week"), weeks, ENDINGS)

    def series(self, name: str) -> dict[str, np.ndarray]:
        """One weekly series by arm; shape (replicates, weeks)."""
        columns = without_units(self.weekly)[["arm", "replicate", "week", name]]
        return {
            str(arm): table.pivot(index="replicate", columns="week", values=name).to_numpy()
            for arm, table in columns.groupby("arm", observed=True, sort=False)
        }


class _Tables(Mapping[str, pd.DataFrame]):
    """Tables of a comparison: recorded, computed when asked for, and of further runs."""

    def __init__(self, compared: ComparisonTables) -> None:
        self._compared = compared

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name in COMPUTED:
            table: pd.DataFrame = getattr(self._compared, name)()
            return table
        recorded = {"weekly": self._compared.weekly, "dyads": self._compared.dyads}
        return (recorded | self._compared.further)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(("weekly", "dyads", *COMPUTED, *self._compared.further))

    def __len__(self) -> int:
        return 2 + len(COMPUTED) + len(self._compared.further)
