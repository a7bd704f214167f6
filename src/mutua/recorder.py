"""From whole-number sums and rows to tables with units: what a researcher reads."""

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from mutua.engines.kernel import ONE
from mutua.layout import leaves
from mutua.measures.outcomes import ROW, WEEKLY, Row, Weekly, attributes, outcome
from mutua.simulation import Recording
from mutua.state import ENDINGS

WEEK = outcome("week", "weeks since the start, at the week's end", "week")


def weekly_table(recording: Recording, run: int) -> pd.DataFrame:
    """One row a week: share of the cohort engaged, means over those engaged.

    A mean over nobody is missing (NaN).
    """
    values = weekly_means(recording.sums[run], recording.batch.count(run))
    frame = pd.DataFrame(values, columns=list(leaves(Weekly)))
    frame.insert(0, "week", np.arange(1, len(frame) + 1))
    return with_attributes(frame, {"week": WEEK} | WEEKLY)


def dyads_table(recording: Recording, run: int) -> pd.DataFrame:
    """One row a dyad of generation 0, frozen at its exit or as it stands at the horizon."""
    batch = recording.batch
    slots, caseload = batch.slots(run), int(batch.scenarios[run].values["service.caseload"])
    identity = pd.DataFrame(
        {"dyad": slots, "professional": slots // caseload, "team": slots // batch.width(run)}
    )
    frame = pd.concat([identity, outcomes_of(recording.rows[run])], axis=1)
    return with_attributes(frame, ROW)


def weekly_means(sums: np.ndarray, dyads: int) -> np.ndarray:
    """Share of the cohort engaged and means over those engaged; shape (..., SERIES) as `sums`."""
    values = sums.astype(np.float64) / ONE
    engaged = values[..., 0].copy()
    with np.errstate(invalid="ignore"):
        values /= engaged[..., None]
    values[..., 0] = engaged / dyads
    return np.asarray(values)


def outcomes_of(rows: np.ndarray) -> pd.DataFrame:
    """Outcomes of dyads from their recorded rows, shape (dyads, COLUMNS)."""
    frame = pd.DataFrame(rows, columns=list(leaves(Row)))
    code = frame.pop("ending").astype(int).to_numpy()
    for name in ("exit_week", "visits_offered", "visits_attended", "rupture_visits"):
        frame[name] = frame[name].astype(np.int32)
    dropout = np.isin(code, [ENDINGS.index("failed"), ENDINGS.index("nonattendance")])
    ending = pd.Categorical.from_codes(code, categories=list(ENDINGS))
    ends = pd.DataFrame({"engaged": code == 0, "dropout": dropout, "ending": ending})
    return pd.concat([ends, frame], axis=1)


def trajectories(recording: Recording, run: int) -> xr.Dataset:
    """Every recorded quantity of every dyad and week; missing after the exit."""
    trace = recording.traces[run]
    names = leaves(Weekly)
    engaged = trace[:, :, 0] > 0.0
    data: dict[str, Any] = {}
    for k, name in enumerate(names):
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


def with_attributes(frame: pd.DataFrame, columns: dict[str, Any]) -> pd.DataFrame:
    """Hang unit and definition of each column on the table."""
    frame.attrs = attributes({name: columns[name] for name in frame.columns if name in columns})
    return frame
