"""From what was asked for to a plan: records read, candidates checked, before any work."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mutua.errors import ParameterError
from mutua.jit.sources import source_hash
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.check import check_interventions, unknown
from mutua.scenarios.scenario import Scenario
from mutua.scenarios.space import Axis, Interval, interval
from mutua.storage.disk import digest
from mutua.studies.calibration.observation import Early, cohort, rated, window
from mutua.studies.calibration.plan import CalibrationPlan
from mutua.studies.calibration.profile import MOST_LEARNED
from mutua.studies.calibration.records import read_records
from mutua.studies.calibration.services import Observed, observed


def plan_from(
    scenario: Scenario, axes: Mapping[str, Axis], keys: Mapping[str, Any]
) -> CalibrationPlan:
    """Read the records and make the plan.

    Parameters
    ----------
    keys : mapping
        ``data``, ``weeks``, ``parameters``, ``particles`` and ``seed``, as of the command.
    """
    if keys["data"] is None:
        raise ParameterError("data: a CSV file of visits and endings is needed: data=visits.csv")
    path = Path(keys["data"]).expanduser()
    seen = observed_of(path, scenario, keys["weeks"])
    check_interventions(scenario, seen.weeks)
    return planned(
        scenario, list(axes.values()), keys["parameters"], seen,
        data={"file": path.name, "sha256": digest(path)},
        particles=keys["particles"], seed=keys["seed"],
    )  # fmt: skip


def observed_of(path: Path, scenario: Scenario, asked: int | None) -> Observed:
    """What the records of a file tell of as many weeks as asked for, or as all allow."""
    people, early = read_records(path), Early.of(scenario)
    weeks = window(people, asked)
    seen = cohort(people, weeks, early)
    return observed(seen, weeks, rated(people, seen, weeks, early))


def planned(
    scenario: Scenario, axes: Sequence[Axis], asked: Sequence[str] | None, observed: Observed, *,
    data: Mapping[str, str], particles: int, seed: int,
) -> CalibrationPlan:  # fmt: skip
    """Check what was asked for and fix it.

    Raises
    ------
    ParameterError
        A candidate that has no prior or may not have one, or more than can be learned.
    """
    found = {axis.name: axis for axis in axes}
    for name in asked or ():
        if name not in DECLARED:
            raise ParameterError(unknown("parameters", name, DECLARED))
        found.setdefault(name, interval(name))
    if asked is not None and not 1 <= len(asked) <= MOST_LEARNED:
        raise ParameterError(
            f"parameters: {len(asked)} names are not from 1 to {MOST_LEARNED}, each once"
        )
    if not found:
        raise ParameterError("space: no parameter has a prior; name an interval")
    sought = tuple(_sought(axis, scenario) for axis in found.values())
    return CalibrationPlan(
        scenario, sought, None if asked is None else tuple(asked), observed, data, particles,
        seed, source_hash(),
    )  # fmt: skip


def _sought(axis: Axis, scenario: Scenario) -> Interval:
    """Return a candidate whose prior is an interval around the setting's value."""
    if not isinstance(axis, Interval):
        raise ParameterError(f"{axis.name}: a prior is an interval, not a choice of values")
    if axis.name.startswith("norm."):
        raise ParameterError(f"{axis.name}: is set by the regime, which is known and not sought")
    if DECLARED[axis.name].whole:
        raise ParameterError(f"{axis.name}: takes whole numbers, and those are not sought")
    value = scenario.values[axis.name]
    if not axis.low <= value <= axis.high:
        raise ParameterError(
            f"{axis.name}: {value:g}, the value of the setting, is not within the prior, "
            f"{axis.low:g} to {axis.high:g}"
        )
    return axis
