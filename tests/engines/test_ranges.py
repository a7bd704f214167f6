"""Every column of every table, with parameters anywhere within their declared bounds.

What is claimed: each value lies where its unit says, is missing where its definition says and
nowhere else, and what is counted agrees with the weeks it is counted over.
"""

from dataclasses import replace
from functools import cache
from math import inf, sqrt

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from helpers import DECLARED, assert_in_range
from selection import beginning

from mutua.engines.batch import Batch, Recording, step
from mutua.engines.history import trace_slot
from mutua.engines.recorder import LEAVES, dyads_table, trajectories, wanted_series, weekly_table
from mutua.engines.sheets import Wanted
from mutua.jit.structs import flat, leaves
from mutua.model.measures.equilibrium import CLASSES
from mutua.model.measures.outcomes import PLACES, ROW, WEEKLY, Weekly
from mutua.model.parameters.service import TEAM_MAX
from mutua.model.people.quantiles import LEAST_NEED
from mutua.model.state import ENDINGS, Carer, Dyad, Event
from mutua.scenarios.check import checked_scenario
from mutua.scenarios.scenario import Scenario

#: Vectors, and the first of them that Mesa steps too.
VECTORS, ON_MESA = 96, 6
DYADS, WEEKS, SEED = 18, 30, 12
#: Weekly series as they are summed, then the states behind trajectories.
KEPT = Wanted(tuple(dict.fromkeys((*leaves(Weekly), *wanted_series(())))))
#: Lowest and highest value of each declared unit.
RANGES = {
    "0-1": (0, 1), "-1 to 1": (-1, 1), "-2 to 2": (-2, 2), "0-48": (0, 48), "truth": (0, 1),
    "share": (0, 1), "share of cohort": (0, 1), "share of places": (0, 1), "visits a place": (0, 1),
    "visits": (0, WEEKS), "weeks": (0, WEEKS), "week": (-1, WEEKS), "crises": (0, WEEKS + 1),
    "relapses": (0, WEEKS), "admissions": (0, WEEKS + 1), "bits": (0, 4095), "slot": (0, DYADS - 1),
    "roles": (0, inf), "0-24": (0, 24), "0-8": (0, 8), "number": (0, TEAM_MAX - 1),
    "years": (0, 120), "units": (0, 4), "units a visit": (0, inf), "departures a year": (0, 52),
}  # fmt: skip
#: Correlations of one wish for control: their squares sum to less than 1.
CORRELATIONS = [
    beginning([n for n in DECLARED if n.endswith(end)], "population.")
    for end in ("_control", "_control_professional")
]
TRAITS = [name.removesuffix(".mean") for name in DECLARED if name.endswith(".mean")]
#: What happens within a run, at the latest in this week or at this visit.
WITHIN_RUN = {"measure.early_week": WEEKS, "measure.midway": WEEKS, "measure.early_visit": 4}


def vector(seed: int) -> dict[str, float]:
    """Values of all parameters: at corners, anywhere, or most at their defaults.

    What cannot go together is mended: teams are cut to what the kernel holds, correlations scaled,
    and means and SD of traits brought to where there is a distribution.
    """
    random = np.random.default_rng(seed + 1_000)
    kept, at_end = [(0.0, 1.0), (0.0, 0.3), (0.8, 1.0), (0.9, 0.5)][seed % 4]
    values = {name: d.default for name, d in DECLARED.items()}
    for name, declared in DECLARED.items():
        x, y, z = random.random(3)
        if y >= kept:
            value = declared.low + (round(x) if z < at_end else x) * (declared.high - declared.low)
            values[name] = float(round(value)) if declared.whole else min(value, declared.high)
    values |= {name: float(random.integers(1, most + 1)) for name, most in WITHIN_RUN.items()}
    values["measure.early_visit"] *= seed // 4 % 2
    most = TEAM_MAX // values["service.caseload"]
    values["service.team_size"] = min(values["service.team_size"], most)
    for names in CORRELATIONS:
        squares = sum(values[name] ** 2 for name in names)
        values |= {name: values[name] * sqrt(0.98 / max(squares, 0.98)) for name in names}
    for group in TRAITS:
        values |= fit_trait(group, values)
    for sd in ("population.need_sd", "population.need_sd_professional"):
        for name in beginning(DECLARED, sd.replace("_sd", "") + "."):
            values[name] = fit_mean(values[name], values[sd], LEAST_NEED, 1.0)
    return values


def fit_mean(mean: float, sd: float, low: float, high: float) -> float:
    """The nearest mean that a distribution on [low, high] with this SD can have."""
    middle, reach = (high + low) / 2.0, sqrt((high - low) ** 2 / 4.0 - sd**2) * 0.9999
    return min(max(mean, middle - reach), middle + reach)


def fit_trait(group: str, values: dict[str, float]) -> dict[str, float]:
    """Mean, SD and ends of a trait that make a distribution; its defaults where none is allowed."""
    span = DECLARED[f"{group}.mean"]  # where a trait has no ends of its own
    ends = values.get(f"{group}.low", span.low), values.get(f"{group}.high", span.high)
    low, high = sorted(ends)
    sd = min(values[f"{group}.sd"], 0.4999 * (high - low))
    mean = fit_mean(values[f"{group}.mean"], sd, low, high)
    fields = {"mean": mean, "sd": sd, "low": low, "high": high}
    fitted = {name: fields[name.rpartition(".")[2]] for name in beginning(DECLARED, f"{group}.")}
    if all(DECLARED[name].low <= x <= DECLARED[name].high for name, x in fitted.items()):
        return fitted
    return {name: DECLARED[name].default for name in fitted}


@cache
def scenarios() -> tuple[Scenario, ...]:
    names = {"regime": "usual", "setting": "community", "population": "default"}
    return tuple(
        checked_scenario(vector(seed), name=f"vector {seed}", mechanism={}, **names)
        for seed in range(VECTORS)
    )


@cache
def recorded() -> Recording:
    """All vectors on the kernel, a run each, with rows and traces."""
    return step(Batch(scenarios(), [0] * VECTORS, DYADS, WEEKS, SEED, wanted=KEPT), threads=1)


@cache
def frames() -> tuple[list[pd.DataFrame], list[pd.DataFrame], list[xr.Dataset]]:
    """Tables of the dyads and of the weeks, and trajectories, of every run."""
    runs = range(VECTORS)
    return tuple([make(recorded(), run) for run in runs]  # type: ignore[return-value]
                 for make in (dyads_table, weekly_table, trajectories))  # fmt: skip


def assert_within(values: np.ndarray, unit: str, missing: np.ndarray, about: str) -> None:
    """Values lie where their unit says, and are missing exactly where they should be."""
    low, high = RANGES[unit]
    values = np.asarray(values, float)
    np.testing.assert_array_equal(np.isnan(values), missing, about)
    there = values[~missing]
    assert np.isfinite(there).all(), about
    assert ((there >= low) & (there <= high)).all(), (about, there.min(), there.max())


def visits(run: int) -> np.ndarray:
    """Whether each dyad attended in each week, that of the ending included."""
    return np.asarray(frames()[2][run]["attended"].to_numpy() > 0.0)


def rated_early(run: int) -> np.ndarray:
    """Which dyads were rated early: at a given visit, or at one in the five weeks up to a week."""
    at_visit = scenarios()[run].values["measure.early_visit"]
    if at_visit > 0.0:
        return np.asarray(visits(run).sum(axis=1) >= at_visit)
    last = int(scenarios()[run].values["measure.early_week"])
    return np.asarray(visits(run)[:, max(last - 5, 0) : last].any(axis=1))


def test_vectors__reach_the_bounds_and_what_can_happen() -> None:
    """Guards the claims below against runs in which nothing happens."""
    dyads = pd.concat(frames()[0])
    assert set(dyads["ending"]) == set(ENDINGS)
    assert {*dyads["equilibrium"], *dyads["equilibrium_midway"]} >= {*CLASSES} - {"user_guided"}
    counted = ["visits_attended", "rupture_visits", "crises", "relapses", "admissions"]
    assert (dyads[counted].max() >= 3).all()
    assert (dyads["star_user_early"].isna() & (dyads["visits_attended"] > 0)).any()
    values = pd.DataFrame([scenario.values for scenario in scenarios()])
    inner = {*WITHIN_RUN, *beginning(DECLARED, "population.", "service.team_size")}
    for name, declared in DECLARED.items():
        if name not in inner:
            assert (values[name].min(), values[name].max()) == (declared.low, declared.high), name


def test_columns_of_dyads__lie_in_their_ranges_and_are_missing_where_nobody_was_rated() -> None:
    for run, dyads in enumerate(frames()[0]):
        never, early = dyads["visits_attended"] == 0, rated_early(run)
        for name in dyads.columns.drop(["ending", "equilibrium", "equilibrium_midway"]):
            missing = np.zeros(DYADS, bool)
            if ROW[name].can_miss:
                missing = ~early if name.endswith("early") else never.to_numpy()
            assert_within(dyads[name].to_numpy(), ROW[name].unit, missing, f"run {run}: {name}")


def test_trajectories__lie_in_their_ranges_and_are_missing_after_the_ending() -> None:
    """A class or a measure is that of a dyad that goes on: it ends in the week before."""
    for run, weeks in enumerate(frames()[2]):
        ended = ~(weeks["engaged"].to_numpy() > 0.0)
        over = np.pad(ended, ((0, 0), (1, 0)))[:, :-1]
        for name in weeks.data_vars:
            missing = over if str(name) in LEAVES else ended
            missing = np.zeros_like(over) if name == "engaged" else missing
            assert_within(weeks[name].to_numpy(), WEEKLY[name].unit, missing, f"run {run}: {name}")


def test_series__lie_in_their_ranges_and_are_missing_where_no_dyad_is_engaged() -> None:
    for run, weekly in enumerate(frames()[1]):
        empty = weekly["engaged"].to_numpy() == 0.0
        for name in weekly.columns.drop("week"):
            missing = np.zeros_like(empty) if name in PLACES else empty
            assert_within(weekly[name].to_numpy(), WEEKLY[name].unit, missing, f"{run}: {name}")


def test_counts__agree_with_each_other_and_with_the_weeks() -> None:
    for run, (dyads, _, weeks) in enumerate(zip(*frames(), strict=True)):
        about, engaged = f"run {run}", dyads["engaged"]
        attended, met = dyads["visits_attended"], visits(run)
        assert (attended == met.sum(axis=1)).all(), about
        assert (attended <= dyads["visits_offered"]).all(), about
        assert (dyads["rupture_visits"] <= attended).all(), about
        last = np.where(met.any(axis=1), WEEKS - met[:, ::-1].argmax(axis=1), -1)
        assert (dyads["exit_week"] == np.where(engaged, WEEKS, last)).all(), about
        in_tie = weeks["crisis"].sum("week").to_numpy()
        assert (dyads["crisis_weeks"] >= in_tie).all(), about
        assert (dyads["crisis_weeks"] == in_tie)[engaged].all(), about
        before = float(scenarios()[run].values["service.crisis"] > 0.0)
        assert (dyads["crises"] - before <= dyads["crisis_weeks"]).all(), about
        assert (dyads[["relapses", "admissions"]].max(axis=1) <= dyads["crises"]).all(), about
        for name in ("crises", "relapses", "admissions"):
            assert (dyads[f"{name}_in_care"] <= dyads[name]).all(), about
            assert (dyads[f"{name}_in_care"] == dyads[name])[engaged].all(), about
        assert (dyads["weeks_in_care"] == WEEKS)[engaged].all(), about
        assert (dyads["in_care"] >= engaged).all(), about


def test_codes__say_how_a_tie_ended_and_its_class_while_it_lasted() -> None:
    classes = beginning(WEEKLY, "class_")
    for run, (dyads, weekly, weeks) in enumerate(zip(*frames(), strict=True)):
        about, present = f"run {run}", weeks["engaged"].to_numpy() > 0.0
        midway = int(scenarios()[run].values["measure.midway"])
        assert (dyads["engaged"] == present[:, -1]).all(), about
        assert (dyads["engaged"] == (dyads["ending"] == "")).all(), about
        assert (dyads["engaged"] == (dyads["equilibrium"] != "")).all(), about
        assert (present[:, midway - 1] == (dyads["equilibrium_midway"] != "")).all(), about
        assert (dyads["dropout"] == dyads["ending"].isin(["failed", "nonattendance"])).all(), about
        of_dyads = sum(np.nan_to_num(weeks[name].to_numpy()) for name in classes)
        np.testing.assert_array_equal(of_dyads, present, about)
        mean = weekly[classes].sum(axis=1, skipna=False)
        np.testing.assert_allclose(mean[present.any(axis=0)], 1.0, rtol=1e-6, err_msg=about)


def test_mesa__gives_the_same_bits() -> None:
    kernel, some = recorded(), replace(recorded().batch, scenarios=scenarios()[:ON_MESA],
                                       replicates=[0] * ON_MESA)  # fmt: skip
    mesa = step(some, engine="mesa")
    np.testing.assert_array_equal(mesa.sums, kernel.sums[:ON_MESA])
    for run in range(ON_MESA):
        np.testing.assert_array_equal(mesa.rows[run], kernel.rows[run])
        np.testing.assert_array_equal(mesa.series[run], kernel.series[run])


@pytest.mark.parametrize("run", range(ON_MESA))
def test_the_history_of_a_place__has_states_in_their_ranges_and_the_same_row(run: int) -> None:
    slot = 5 * run % DYADS
    history = trace_slot(
        scenarios()[run], slot=slot, dyads=DYADS, weeks=WEEKS, seed=SEED, replicate=0
    )
    np.testing.assert_array_equal(history.row, recorded().rows[run][slot])
    for week in history.weeks:
        assert_in_range(week.after, Dyad)
        assert_in_range(week.carer, Carer)
        assert_in_range(week.event, Event)
        if week.generation == 0:
            np.testing.assert_array_equal(
                list(flat(week.seen)),
                recorded().series[run][slot, week.number - 1, : len(leaves(Weekly))],
            )
