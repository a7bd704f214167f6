"""From whole-number sums and rows to tables with units."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mutua.engines.batch import Recording
from mutua.engines.scratch import ONE, POST
from mutua.jit.structs import leaves
from mutua.model.measures.equilibrium import CLASSES
from mutua.model.measures.index import Index
from mutua.model.measures.outcomes import (
    PLACES,
    RECORDED,
    ROW,
    WEEKLY,
    Outcome,
    Weekly,
    attach_units,
    declared_columns,
)
from mutua.model.measures.posts import PostWeek
from mutua.model.measures.ratings import Ratings
from mutua.model.state import ENDINGS

if TYPE_CHECKING:
    import xarray as xr

WEEK = Outcome("week", "weeks since the start, at the week's end", "week")
#: Columns of the tables of ratings and of professionals.
RATED = {
    "dyad": ROW["dyad"],
    "occasion": Outcome("occasion", "when it was rated, as it was asked for"),
} | declared_columns(Ratings)
POSTS = {"professional": ROW["professional"], "team": ROW["team"], "week": WEEK}
POSTS |= declared_columns(PostWeek)
#: Ratings that there are none of before the first visit, beside those of STAR.
BY_VISITS = ("satisfaction", "unmet", *Index._fields)
#: Units of what is counted: whole numbers.
COUNTED = ("visits", "week", "weeks", "crises", "relapses", "admissions", "bits")
#: Codes of the endings that are a dropout.
DROPOUT_CODES = [ENDINGS.index("failed"), ENDINGS.index("nonattendance")]
#: Series over all places, not over the engaged of the cohort.
OVER_ALL = [k for k, name in enumerate(WEEKLY) if name in PLACES]


def weekly_table(recording: Recording, run: int) -> pd.DataFrame:
    """One row a week: share of the cohort engaged, means over those engaged.

    A mean over no dyad is missing (NaN).
    """
    values = weekly_means(recording.sums[run], recording.batch.count(run))
    frame = pd.DataFrame(values, columns=list(WEEKLY))
    frame.insert(0, "week", np.arange(1, len(frame) + 1))
    return attach_units(frame, {"week": WEEK} | WEEKLY)


def professionals_of(recording: Recording, run: int) -> np.ndarray:
    """Slot of each dyad's professional, in its first tie; shape (dyads,). Rows are needed."""
    batch = recording.batch
    width = batch.width(run)
    post = recording.rows[run][:, RECORDED.index("post")].astype(np.int64)
    slots: np.ndarray = batch.slots(run) // width * (width // batch.caseload(run)) + post
    return slots


def dyads_table(recording: Recording, run: int) -> pd.DataFrame:
    """One row a dyad of the cohort: the first tie at its end, the person at the horizon."""
    batch = recording.batch
    slots = batch.slots(run)
    professional, team = professionals_of(recording, run), slots // batch.width(run)
    columns = {"dyad": slots, "professional": professional, "team": team}
    columns |= _outcomes(recording.rows[run])
    del columns["post"]
    return attach_units(pd.DataFrame(columns, copy=False), ROW)


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
    return pd.DataFrame(_outcomes(rows), copy=False)


def _outcomes(rows: np.ndarray) -> dict[str, Any]:
    """Columns by name, most of them views of the rows: copies would double the memory of a run."""
    columns = {name: _column(rows[:, k], ROW[name]) for k, name in enumerate(RECORDED)}
    code = columns.pop("ending").astype(int)
    dropout = np.isin(code, DROPOUT_CODES)
    ending = pd.Categorical.from_codes(code, categories=list(ENDINGS))
    return {"engaged": code == 0, "dropout": dropout, "ending": ending} | columns


def dropout_of(recording: Recording, run: int) -> np.ndarray:
    """Whether each dyad of a run broke off, as in the table of dyads; shape (dyads,)."""
    return np.isin(recording.rows[run][:, RECORDED.index("ending")], DROPOUT_CODES)


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


#: The state or event of which a weekly series is the mean: what it is of one dyad in any week.
LEAVES = {
    "attended": "event.visit.attended",
    "trust_user": "user.feeling.trust",
    "trust_professional": "professional.feeling.trust",
    "bond_user": "user.feeling.bond",
    "bond_professional": "professional.feeling.bond",
    "debt_user": "user.books.debt",
    "debt_professional": "professional.books.debt",
    "credit_user": "user.books.credit",
    "credit_professional": "professional.books.credit",
    "affect_user": "user.feeling.affect",
    "affect_professional": "professional.feeling.affect",
    "flow_to_user": "tie.flow.to_user",
    "flow_to_professional": "tie.flow.to_professional",
    "control": "tie.talk.control",
    "felt_control_user": "user.perception.felt_control",
    "felt_control_professional": "professional.perception.felt_control",
    "understanding": "tie.talk.understanding",
    "severity": "person.severity",
    "efficacy": "person.mind.efficacy",
    "adherence": "person.adherence",
    "hope": "person.mind.hope",
    "avoidance": "person.avoidance",
    "met_user": "tie.met",
    "met_professional": "record.window.met_professional",
    "burnout": "carer.professional.burnout",
    "crisis": "person.course.crisis",
}
#: Series that trajectories hold whatever else is asked for.
TRAJECTORIES = tuple(name for name in leaves(Weekly) if name not in PLACES or name == "engaged")


def wanted_series(series: Sequence[str]) -> tuple[str, ...]:
    """Rows of the scratch that are kept for trajectories with some further series."""
    return tuple(dict.fromkeys(LEAVES.get(name, name) for name in (*TRAJECTORIES, *series)))


def trajectories(recording: Recording, run: int, series: Sequence[str] = ()) -> "xr.Dataset":
    """Every recorded quantity of every dyad and week, the week of the ending included.

    Equilibrium classes are those of dyads that go on: missing in the week of the ending.

    `series`: further names of `ROW_NAMES` that were kept.
    """
    import xarray as xr

    batch, values = recording.batch, recording.series[run]
    place = {name: k for k, name in enumerate(batch.wanted.series)}
    engaged = values[:, :, place["engaged"]] > 0.0
    lived = np.pad(engaged, ((0, 0), (1, 0)), constant_values=True)[:, :-1]
    data: dict[str, Any] = {"engaged": (DIMS, engaged.astype(float), _about("engaged"))}
    for name in dict.fromkeys((*TRAJECTORIES[1:], *series)):
        there = engaged if name in WEEKLY and name not in LEAVES else lived
        column = values[:, :, place[LEAVES.get(name, name)]]
        data[name] = (DIMS, np.where(there, column, np.nan), _about(name))
    weeks = np.arange(1, values.shape[1] + 1, dtype=np.int32)
    slots = batch.slots(run).astype(np.int32)
    return xr.Dataset(data, coords={"dyad": slots, "week": weeks})


DIMS = ("dyad", "week")


def _about(name: str) -> dict[str, str]:
    """Unit and definition of a series."""
    if name in WEEKLY:
        return {"unit": WEEKLY[name].unit, "definition": WEEKLY[name].definition}
    return {"unit": "1", "definition": f"state or event {name}, at the end of the week"}


def ratings_table(recording: Recording, run: int, occasions: Sequence[str]) -> pd.DataFrame:
    """One row a rating: every instrument applied to a dyad on one occasion.

    `occasions`: as they were written.
    """
    values, slots = recording.sheets[run].ratings, recording.batch.slots(run)
    dyad, occasion = np.nonzero(~np.isnan(values[:, :, 0]))
    frame = pd.DataFrame(values[dyad, occasion], columns=list(leaves(Ratings)))
    before = [name for name in frame if name.startswith("star") or name in BY_VISITS]
    frame.loc[frame["visits"] == 0, before] = np.nan
    frame.loc[frame["week"] == 0, "adherence"] = np.nan
    for name in ("week", "visits", "functions_user", "functions_professional"):
        frame[name] = frame[name].astype(np.int32)
    frame.insert(0, "dyad", slots[dyad])
    frame.insert(1, "occasion", pd.Categorical.from_codes(occasion, categories=list(occasions)))
    return attach_units(frame, RATED)


def professionals_table(recording: Recording, run: int) -> pd.DataFrame:
    """One row a professional's post and week: burnout, tenure and what the caseload asked."""
    batch, values = recording.batch, recording.sheets[run].posts
    scenario, weeks = batch.scenarios[run], batch.weeks
    size = int(scenario.values["service.team_size"])
    teams = np.repeat(batch.team_slots(run), size)[: len(values)]
    post = teams * size + np.arange(len(values)) % size
    frame = pd.DataFrame(values.reshape(-1, POST), columns=list(leaves(PostWeek)))
    frame.insert(0, "professional", np.repeat(post, weeks))
    frame.insert(1, "team", np.repeat(teams, weeks))
    frame.insert(2, "week", np.tile(np.arange(1, weeks + 1), len(values)))
    return attach_units(frame, POSTS)
