"""From records and candidates to a plan: whatever can be refused is refused here."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mutua.errors import ParameterError, StoreError
from mutua.jit.sources import source_hash
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.check import check_interventions, text, texts, unknown, whole
from mutua.scenarios.manifest import read_scenario
from mutua.scenarios.scenario import Scenario
from mutua.scenarios.space import Axis, Interval, interval, read_axes
from mutua.storage.disk import DAMAGE, digest
from mutua.storage.folder import as_path
from mutua.studies.calibration.observation import (
    ADVICE,
    Early,
    check_visits,
    follow_up,
    rating_shares,
    recorded_cohort,
)
from mutua.studies.calibration.plan import FORMAT, CalibrationPlan
from mutua.studies.calibration.profile import MOST_LEARNED
from mutua.studies.calibration.records import read_records
from mutua.studies.calibration.services import Observed, observe_cohort, restore_observed

log = logging.getLogger("mutua")


def plan_calibration(
    scenario: Scenario, axes: Mapping[str, Axis], keys: Mapping[str, Any]
) -> CalibrationPlan:
    """The plan of a calibration to a file of records.

    `keys`: ``data``, ``weeks``, ``parameters``, ``particles`` and ``seed``, as of the command.
    """
    if keys["data"] is None:
        raise ParameterError("data: a CSV file of visits and endings is needed: data=visits.csv")
    path = as_path("data", keys["data"])
    seen = observe_records(path, scenario, keys["weeks"])
    check_interventions(scenario, seen.weeks)
    return plan_candidates(
        scenario, list(axes.values()), keys["parameters"], seen,
        data={"file": path.name, "sha256": digest(path)},
        particles=keys["particles"], seed=keys["seed"],
    )  # fmt: skip


def observe_records(path: Path, scenario: Scenario, weeks: int | None) -> Observed:
    """Summaries of the records of a file; `weeks` is None for as many as all records allow."""
    users, early = read_records(path), Early.from_scenario(scenario)
    window = follow_up(users, weeks)
    check_visits(users)
    if window.loss:
        log.warning("data: %s These are %s; %s", window.loss, window.names, ADVICE)
    seen = recorded_cohort(users, window.weeks, early)
    rated = rating_shares(users, seen, window.weeks, early)
    return replace(observe_cohort(seen, window.weeks, rated), loss=window.loss)


def plan_candidates(
    scenario: Scenario, axes: Sequence[Axis], requested: Sequence[str] | None, observed: Observed,
    *, data: Mapping[str, str], particles: int, seed: int,
) -> CalibrationPlan:  # fmt: skip
    """The plan of a calibration to summaries of records, its candidates checked.

    Raises
    ------
    ParameterError
        A candidate that has no prior or may not have one, or more than can be learned.
    """
    by_name = {axis.name: axis for axis in axes}
    for name in requested or ():
        if name not in DECLARED:
            raise ParameterError(unknown("parameters", name, DECLARED))
        by_name.setdefault(name, interval(name))
    if requested is not None and not 1 <= len(requested) <= MOST_LEARNED:
        raise ParameterError(
            f"parameters: {len(requested)} names are not from 1 to {MOST_LEARNED}, each once"
        )
    if not by_name:
        raise ParameterError("space: no parameter has a prior; name an interval")
    candidates = tuple(_candidate(axis, scenario) for axis in by_name.values())
    return CalibrationPlan(
        scenario, candidates, None if requested is None else tuple(requested), observed, data,
        particles, seed, source_hash(),
    )  # fmt: skip


def _candidate(axis: Axis, scenario: Scenario) -> Interval:
    """A candidate, whose prior is an interval around the setting's value."""
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


def restore_calibration_plan(given: Mapping[str, Any]) -> CalibrationPlan:
    """A plan from its plain values: whatever a new one is refused for, this one is too.

    Raises
    ------
    StoreError
        It is no description of a plan, or one of another version.
    """
    try:
        if given["format"] != FORMAT:
            raise StoreError("was begun with another version of mutua; use that")
        plan = plan_candidates(
            read_scenario(given["scenario"]), read_axes(given["axes"]),
            None if given["asked"] is None else texts("parameters", given["asked"]),
            restore_observed(given["observed"]),
            data={name: text("data", given["data"][name]) for name in ("file", "sha256")},
            particles=whole("particles", given["particles"]), seed=whole("seed", given["seed"]),
        )  # fmt: skip
        return replace(plan, source=text("source", given["source"]))
    except StoreError:
        raise
    except ParameterError as error:
        raise StoreError(f"is no plan of a calibration that can be read: {error}") from None
    except DAMAGE:
        raise StoreError("is no plan of a calibration that can be read") from None
