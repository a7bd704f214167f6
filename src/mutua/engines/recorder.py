"""From whole-number sums and rows to tables with units."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mutua.engines.batch import Recording
from mutua.engines.kernel import ONE
from mutua.jit.structs import leaves
from mutua.model.measures.equilibrium import CLASSES
from mutua.model.measures.outcomes import (
    PLACES,
    ROW,
    WEEKLY,
    Outcome,
    Row,
    Weekly,
    attach_units,
)
from mutua.model.state import ENDINGS

if TYPE_CHECKING:
    import xarray as xr

WEEK = Outcome("week", "weeks since the start, at the week's end", "week")
#: Units of what is counted: whole numbers.
COUNTED = ("visits", "week", "weeks", "crises", "relapses", "admissions", "bits")
#: Series over all places, not over the engaged of the cohort.
OVER_ALL = [k for k, name in enumerate(leaves(Weekly)) if name in PLACES]


def weekly_table(recording: Recording, run: int) -> pd.DataFrame:
    """One row a week: share of the cohort engaged, means over those engaged.

    A mean over no dyad is missing (NaN).
    """
    values = weekly_means(recording.sums[run], recording.batch.count(run))
    frame = pd.DataFrame(values, columns=list(leaves(Weekly)))
    frame.insert(0, "week", np.arange(1, len(frame) + 1))
    return attach_units(frame, {"week": WEEK} | WEEKLY)


def dyads_table(recording: Recording, run: int) -> pd.DataFrame:
    """One row a dyad of generation 0, frozen at its exit or as it stands at the horizon."""
    batch = recording.batch
    scenario, slots = batch.scenarios[run], batch.slots(run)
    caseload = int(scenario.values["service.caseload"])
    identity = pd.DataFrame(
        {"dyad": slots, "professional": slots // caseload, "team": slots // scenario.team_width}
    )
    frame = pd.concat([identity, outcomes_of(recording.rows[run])], axis=1)
    return attach_units(frame, ROW)


def weekly_means(sums: np.ndarray, dyads: int) -> np.ndarray:
    """Shares of all places and means over those engaged; shape (..., SERIES) as `sums`."""
    values = sums.astype(np.float64) / ONE
    over_all = values[..., OVER_ALL] / dyads
    with np.errstate(invalid="ignore", divide="ignore"):
        values /= values[..., :1].copy()
    values[..., OVER_ALL] = over_all
    return np.asarray(values)


def outcomes_of(rows: np.ndarray) -> pd.DataFrame:
    """Outcomes of dyads from their recorded rows, shape (dyads, COLUMNS)."""
    columns = {name: _column(rows[:, k], ROW[name]) for k, name in enumerate(leaves(Row))}
    code = columns.pop("ending").astype(int)
    dropout = np.isin(code, [ENDINGS.index("failed"), ENDINGS.index("nonattendance")])
    ending = pd.Categorical.from_codes(code, categories=list(ENDINGS))
    return pd.DataFrame({"engaged": code == 0, "dropout": dropout, "ending": ending} | columns)


def _column(values: np.ndarray, about: Outcome) -> Any:
    """One column of the rows in the type of its unit; a rating that was not taken is missing."""
    unit = about.unit
    if unit == "class":
        return pd.Categorical.from_codes(values.astype(int), categories=list(CLASSES))
    if unit == "truth":
        return values > 0.0
    if unit in COUNTED:
        return values.astype(np.int32)
    return np.where(values < 0.0, np.float32("nan"), values) if about.can_miss else values


def trajectories(recording: Recording, run: int) -> "xr.Dataset":
    """Every recorded quantity of every dyad and week; missing after the exit."""
    import xarray as xr

    trace = recording.traces[run]
    engaged = trace[:, :, 0] > 0.0
    data: dict[str, Any] = {}
    for k, name in enumerate(leaves(Weekly)):
        if name in PLACES and k > 0:
            continue
        values = trace[:, :, k] if k == 0 else np.where(engaged, trace[:, :, k], np.nan)
        about = WEEKLY[name]
        data[name] = (
            ("dyad", "week"),
            values,
            {"unit": about.unit, "definition": about.definition},
        )
    weeks = np.arange(1, trace.shape[1] + 1, dtype=np.int32)
    slots = recording.batch.slots(run).astype(np.int32)
    return xr.Dataset(data, coords={"dyad": slots, "week": weeks})
