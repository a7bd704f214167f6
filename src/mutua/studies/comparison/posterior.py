"""Arms from the posterior of a calibration: each replicate is a service that the records allow.

A replicate takes one draw, the same in every arm, so that arms differ by nothing but their norms.
How replicates differ then holds both what is not known of the service and the random draws of its
dyads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from typing import Any

import pandas as pd

from mutua.errors import ParameterError, StoreError
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.check import check_combination, check_value
from mutua.scenarios.manifest import describe_scenario, own_values, read_scenario
from mutua.scenarios.scenario import Scenario
from mutua.storage.disk import as_written
from mutua.storage.folder import as_path, read_run

#: Says the posterior that ships: what published patterns leave open of the defaults.
DEFAULTS = "defaults"
SHIPPED = Path(__file__).with_name("defaults.csv")
TITLE = "published patterns, those of the scorecard that calibrate"
#: What an interval is of, in a comparison from a posterior.
OF_ANOTHER = "of another draw from the posterior, not of the mean"
#: Tables of further runs with intervals over replicates.
OF_REPLICATES = ("decomposition", "roles", "continuum", "stayers", "benefit", "ring")
#: What a comparison takes over from the service as it was calibrated.
SAME = ("setting", "population")


@dataclass(frozen=True)
class Posterior:
    """Draws from the posterior of a calibration."""

    title: str  #: Of what service
    draws: pd.DataFrame  #: Equally likely values, a column a parameter
    #: The service that was calibrated, as it stands in a manifest; None of the defaults, which are
    #: of no one service
    scenario: Mapping[str, Any] | None
    weeks: int | None = None  #: Weeks of the records; None of the defaults

    def arm(self, side: Scenario) -> Scenario:
        """One arm as the service that was calibrated: what it fixed by hand holds here too.

        Raises
        ------
        ParameterError
            The arm is of another setting, or says itself what the calibration does.
        """
        fixed = {} if self.scenario is None else _values_of(self.scenario, side)
        for name, value in own_values(describe_scenario(side)).items():
            if name in self.draws or name in fixed:
                raise ParameterError(f"{name}: {value:g} is given, and the posterior says it too")
        return with_values(side, fixed)

    def described(self, draws: list[dict[str, float]]) -> dict[str, Any]:
        """As it stands in a manifest, with the draws that were taken."""
        return {"of": self.title, "weeks": self.weeks, "draws": draws}

    def first_draws(self, replicates: int) -> list[dict[str, float]]:
        """One draw a replicate.

        Raises
        ------
        ParameterError
            There are fewer draws than replicates.
        """
        if replicates > len(self.draws):
            raise ParameterError(
                f"replicates: {replicates} is more than the posterior's {len(self.draws)} draws"
            )
        rows = self.draws.head(replicates).to_dict("records")
        return [{str(name): float(value) for name, value in row.items()} for row in rows]


def _values_of(service: Mapping[str, Any], side: Scenario) -> dict[str, float]:
    """What a calibration fixed by hand for its service, which the arm has to be of."""
    for group in SAME:
        there, here = service[group], getattr(side, group)
        if there != here:
            raise ParameterError(
                f"posterior: is of {group} {there}, the arm {side.name} of {here}; "
                f"say {group}={there}"
            )
    return own_values(service)


def posterior_of(path: str | Path) -> Posterior:
    """Read the posterior of a calibration's folder, or that of the defaults.

    Raises
    ------
    ParameterError
        The folder holds no calibration that is complete, or one of other parameters.
    """
    if isinstance(path, str) and path == DEFAULTS:
        return Posterior(TITLE, pd.read_csv(SHIPPED, comment="#"), None)
    folder = as_path("posterior", path)
    try:
        with as_written(folder):
            manifest, tables, _ = read_run(folder)
            return _posterior(folder, manifest, tables)
    except StoreError as error:
        raise ParameterError(f"posterior: {error}") from error


def _posterior(
    folder: Path, manifest: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]
) -> Posterior:
    if manifest.get("kind") != "calibration":
        raise ParameterError(f"posterior: {folder} is no calibration; mutua calibrate makes one")
    try:
        for name, values in tables["draws"].items():
            numbers = values.to_numpy(float)
            for value in (numbers.min(), numbers.max()):
                check_value(str(name), value)
        service = describe_scenario(read_scenario(manifest["scenario"]))
    except (ParameterError, StoreError) as error:
        raise ParameterError(f"posterior: {folder} is of another version: {error}") from error
    seen = manifest["observed"]
    title = f"{manifest['data']['file']}, {seen['users']:,} users over {seen['weeks']} weeks"
    return Posterior(title, tables["draws"], service, int(seen["weeks"]))


def with_values(side: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return an arm with some values; mechanisms that are off stay off."""
    neutral = {name: value for mechanism, on in side.mechanism.items() if not on
            for name, value in NEUTRAL[mechanism].items()}  # fmt: skip
    scenario = replace(side, values={**side.values, **values, **neutral})
    check_combination(scenario)
    return scenario


def widen_intervals(table: pd.DataFrame, replicates: int) -> pd.DataFrame:
    """Turn intervals of a mean over replicates into intervals of another replicate.

    From mean +- t s / sqrt(n) to mean +- t s sqrt(1 + 1/n) (Student's prediction interval): where
    one more service that the records allow would lie, with 95 % chance.
    """
    ends = [(low, low.replace("low", "high")) for low in table.columns
            if "low" in low.split("_")]  # fmt: skip
    for low, high in ends:
        centre, half = (table[low] + table[high]) / 2, (table[high] - table[low]) / 2
        table[low], table[high] = (centre + sign * half * sqrt(replicates + 1) for sign in (-1, 1))
        for name in (low, high):
            about = table.attrs.get(name)
            if about:
                table.attrs[name] = {**about, "definition": f"{about['definition']}; {OF_ANOTHER}"}
    return table
