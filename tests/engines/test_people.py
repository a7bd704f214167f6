"""People live on when a tie ends: nobody is lost, counted twice or moved by who comes back."""

from functools import cache

import numpy as np
import pytest
from helpers import RESTLESS

from mutua.engines.agents import Service
from mutua.engines.batch import Batch, Recording, step
from mutua.engines.scratch import OF_DYAD, OF_TIE, ONE
from mutua.engines.sheets import NOTHING_WANTED, Wanted, occasions_of
from mutua.jit.structs import leaves
from mutua.model.measures.outcomes import CohortWeek, PersonRow, Row, Weekly
from mutua.scenarios.presets import presets
from mutua.scenarios.resolve import resolve

#: Two full teams and a third with 17 users.
DYADS, WEEKS = 177, 52
EVERY_WEEK = Wanted(leaves(Weekly) + leaves(CohortWeek))
EVERYTHING = Wanted(EVERY_WEEK.series, occasions_of(("visit:3", "week:26", "week:52")), posts=True)
COLUMNS = leaves(Row) + leaves(PersonRow)
SERIES = leaves(Weekly) + leaves(CohortWeek)
COUNTS = ("crises", "relapses", "admissions")
#: Many leave and most of them come back.
LEAVING = RESTLESS | {"exit.base": 0.05, "exit.back": 0.5, "crisis.calm": 2.0}
#: Half of the users are given all policies for some weeks, which ends and begins many a tie.
HALF = {"interventions.allocation.unit": 1.0, "interventions.allocation.share": 0.5} | {
    f"interventions.{name}.{when}": week
    for name in presets("intervention")
    for when, week in (("start", 6.0), ("stop", 30.0))
}
#: No dyad notices another: energy stays full, burnout where it began, and no team has a say.
UNCOUPLED = {"work.drain": 0.0, "work.rate": 0.0, "give.ward": 0.0, "give.climate": 0.0}
#: Nobody leaves.
LASTING = {
    "exit.base": 0.0, "exit.enough": 0.0, "exit.hold": 5200.0, "exit.moves": 0.0,
    "exit.patience": 520.0,
}  # fmt: skip
#: A tie does nothing for the person.
WITHOUT_EFFECT = {
    "recover.rate": 0.0, "crisis.secure": 0.0, "crisis.familiarity": 0.0, "crisis.joint": 0.0,
    "adhere.consensus": 0.0, "adhere.understanding": 0.0, "adhere.obligation": 0.0,
    "adhere.incentive": 0.0, "influence.referent": 0.0, "influence.reward": 0.0,
    "influence.acceptance": 0.0, "mind.efficacy": 0.0, "mind.hope": 0.0, "mind.acceptance": 0.0,
    "mind.stigma": 0.0,
}  # fmt: skip


def recorded(
    *changes: dict[str, float], wanted: Wanted = EVERY_WEEK, weeks: int = WEEKS
) -> Recording:
    """One run of the same people for each set of parameters."""
    arms = [resolve(parameters=LEAVING | change) for change in changes]
    return step(Batch(arms, [0] * len(arms), DYADS, weeks, seed=5, wanted=wanted), threads=1)


@cache
def usual() -> Recording:
    """Many leave and come back, to places that are refilled after two weeks."""
    return recorded({})


def column(recording: Recording, name: str, run: int = 0) -> np.ndarray:
    """One column of the rows of a run."""
    return np.asarray(recording.rows[run][:, COLUMNS.index(name)])


def series(recording: Recording, name: str, run: int = 0) -> np.ndarray:
    """One series of a run by place; shape (dyads, weeks)."""
    return np.asarray(recording.series[run][:, :, SERIES.index(name)])


def total(recording: Recording, name: str, run: int = 0) -> np.ndarray:
    """Sum of a series over all of the cohort, in care or not; shape (weeks,)."""
    return np.asarray(recording.sums[run][:, SERIES.index(name)] / ONE)


def test_many_leave_and_come_back() -> None:
    """Guards the claims below against runs in which nothing happens."""
    over, back = column(usual(), "ending") > 0.0, column(usual(), "in_care") > 0.0
    assert over.mean() > 0.5
    assert (over & back).mean() > 0.2
    for name in COUNTS:
        assert (column(usual(), name) > column(usual(), f"{name}_in_care")).any()


# --- two engines ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refill", "fit"), [(0.0, 0.0), (4.0, 0.0), (4.0, 1.0)], ids=["closed", "by room", "by fit"]
)
def test_kernel_equals_mesa_where_many_leave_and_come_back(refill: float, fit: float) -> None:
    """Half of the users are treated; staff are followed by others; every number is equal."""
    arm = resolve(
        intervention=presets("intervention"),
        parameters=LEAVING | HALF | {"service.refill": refill, "service.fit": fit},
    )
    batch = Batch([arm], [3], 97, 30, seed=2**40 + 3, wanted=EVERYTHING)  # a team, and a small one
    kernel, mesa = step(batch, threads=1), step(batch, engine="mesa")
    np.testing.assert_array_equal(mesa.sums, kernel.sums)
    for ours, theirs in zip(kernel.sheets, mesa.sheets, strict=True):
        for name in ("rows", "series", "ratings", "posts"):
            np.testing.assert_array_equal(getattr(theirs, name), getattr(ours, name), err_msg=name)
    assert (column(kernel, "ending") > 0.0).sum() > (column(kernel, "in_care") == 0.0).sum()


# --- nobody is lost ------------------------------------------------------------------------------


def test_everybody_is_in_care_or_out_of_it_in_every_week() -> None:
    """Ties of the cohort that go on and lives out of care are the cohort; no place has two."""
    kept: dict[int, list[tuple[int, int, list[tuple[int, int]]]]] = {}

    class Counted(Service):
        def renew(self) -> None:
            ties = [u for u in self.users if not u.ended and u.dyad.tie.generation == 0.0]
            lives = [
                (team.slot, int(life.place)) for team in self.care_teams for life in team.lives
            ]
            here = [(u.professional.team.slot, int(u.dyad.tie.place)) for u in ties]
            kept.setdefault(self.week, []).append((len(ties), len(lives), here + lives))
            super().renew()

    batch = usual().batch
    mesa = step(Batch(batch.scenarios, [0], DYADS, 30, seed=5), engine="mesa", service=Counted)
    assert list(kept) == list(range(1, 31))
    in_care, outside, people = (
        [[part[k] for part in parts] for parts in kept.values()] for k in range(3)
    )
    for ties, lives, who in zip(in_care, outside, people, strict=True):
        assert sum(ties) + sum(lives) == DYADS == len({one for part in who for one in part})
    np.testing.assert_array_equal(total(mesa, "in_care"), [sum(ties) for ties in in_care])
    assert min(sum(lives) for lives in outside[20:]) > 0


def test_weekly_sums_of_people_are_sums_of_their_rows_in_the_last_week() -> None:
    """The kernel loses nobody: what is summed a week is what is written of each person."""
    run = usual()
    for name in ("crises", "crisis_weeks", "relapses", "admissions"):
        assert total(run, f"cohort_{name}")[-1] == column(run, name).sum()
    for name in ("in_care", "weeks_in_care", *(f"{name}_in_care" for name in COUNTS)):
        assert total(run, name)[-1] == column(run, name).sum()
    severity = column(run, "severity_end").astype(float).sum()
    assert total(run, "cohort_severity")[-1] == pytest.approx(severity, rel=1e-6)


def test_weeks_and_events_only_grow_and_weeks_out_of_care_are_those_of_who_is_out() -> None:
    run = usual()
    for name in ("cohort_crises", "cohort_crisis_weeks", "cohort_relapses", "cohort_admissions",
                 "weeks_in_care", *(f"{name}_in_care" for name in COUNTS)):  # fmt: skip
        assert (np.diff(total(run, name)) >= 0.0).all(), name
    outside = DYADS * np.arange(1, WEEKS + 1) - total(run, "weeks_in_care")
    out_now = DYADS - total(run, "in_care")
    assert outside[0] == 0.0
    assert (np.diff(outside) <= out_now[:-1]).all(), "who came back in between was in care"
    closed = recorded({"exit.back": 0.0})
    outside = DYADS * np.arange(1, WEEKS + 1) - total(closed, "weeks_in_care")
    out_now = DYADS - total(closed, "in_care")
    np.testing.assert_array_equal(np.diff(outside), out_now[:-1])


def test_events_in_care_are_some_of_all_events() -> None:
    for name in COUNTS:
        whole, in_care = column(usual(), name), column(usual(), f"{name}_in_care")
        assert (whole >= in_care).all()
        assert (in_care >= 0.0).all()
    weeks = column(usual(), "weeks_in_care")
    assert ((weeks >= 1.0) & (weeks <= WEEKS)).all()
    always = weeks == WEEKS
    assert 0.0 < always.mean() < 1.0
    for name in COUNTS:
        np.testing.assert_array_equal(
            column(usual(), name)[always], column(usual(), f"{name}_in_care")[always]
        )


# --- the first tie -------------------------------------------------------------------------------


@cache
def returns() -> Recording:
    """Nobody comes back, many do, all who can do; no dyad notices another."""
    return recorded(*(UNCOUPLED | {"exit.back": x} for x in (0.0, 0.5, 1.0)))


def test_who_comes_back_changes_no_first_tie() -> None:
    """Rows of first ties are those without returns, and so is every series of the engaged."""
    none, *some = range(3)
    cohort = [k for k, name in enumerate(leaves(Weekly)) if not name.startswith("service_")]
    for run in some:
        ours, theirs = (returns().rows[k][:, :OF_TIE] for k in (none, run))
        np.testing.assert_array_equal(ours, theirs)
        ours, theirs = (returns().series[k][:, :, cohort] for k in (none, run))
        np.testing.assert_array_equal(ours, theirs)
        ours, theirs = (returns().sums[k][:, cohort] for k in (none, run))
        np.testing.assert_array_equal(ours, theirs)
        assert column(returns(), "in_care", run).sum() > column(returns(), "in_care", none).sum()


def test_who_has_left_a_first_tie_never_counts_as_engaged_again() -> None:
    here = series(usual(), "engaged")
    assert (np.diff(here, axis=1) <= 0.0).all()
    np.testing.assert_array_equal(here[:, -1] == 0.0, column(usual(), "ending") > 0.0)
    assert total(usual(), "in_care")[-1] > here[:, -1].sum() + 10


def test_without_returns__weeks_in_care_are_those_to_the_week_of_the_ending() -> None:
    here = series(returns(), "engaged").sum(axis=1)
    over = column(returns(), "ending") > 0.0
    np.testing.assert_array_equal(column(returns(), "weeks_in_care"), here + over)
    np.testing.assert_array_equal(column(returns(), "in_care"), ~over)


def test_where_nobody_comes_or_comes_back__who_stays_has_had_all_of_it_in_care() -> None:
    closed = recorded({"exit.back": 0.0, "service.refill": 0.0})
    stays = column(closed, "ending") == 0.0
    assert stays.any()
    for name in COUNTS:
        np.testing.assert_array_equal(
            column(closed, name)[stays], column(closed, f"{name}_in_care")[stays]
        )
    for whole, of_tie in (
        ("improvement", "improvement_in_care"),
        ("adherence", "adherence_in_care"),
    ):
        np.testing.assert_array_equal(column(closed, whole)[stays], column(closed, of_tie)[stays])
        assert (column(closed, whole)[~stays] != column(closed, of_tie)[~stays]).any()


# --- limits --------------------------------------------------------------------------------------


def test_where_no_tie_ends__all_is_in_care() -> None:
    """P1: the follow-up is what was frozen at the end of the tie, for everybody."""
    run = recorded(LASTING)
    assert (column(run, "ending") == 0.0).all()
    assert (column(run, "weeks_in_care") == WEEKS).all()
    for name in COUNTS:
        assert column(run, name).any()
        np.testing.assert_array_equal(column(run, name), column(run, f"{name}_in_care"))
    for name in ("improvement", "adherence"):
        np.testing.assert_array_equal(column(run, name), column(run, f"{name}_in_care"))
    np.testing.assert_array_equal(total(run, "in_care"), [float(DYADS)] * WEEKS)


def test_where_a_tie_does_nothing__people_fare_in_care_as_out_of_it() -> None:
    """P1, the other limit, for the same people: to the last bit, whoever left and came back."""
    gone, stayed = (
        recorded(WITHOUT_EFFECT | change, wanted=NOTHING_WANTED) for change in ({}, LASTING)
    )
    assert (column(gone, "weeks_in_care") < WEEKS).mean() > 0.5
    same = ("severity_end", "improvement", "acceptance", "crises", "crisis_weeks", "relapses",
            "admissions")  # fmt: skip
    for name in same:
        np.testing.assert_array_equal(column(gone, name), column(stayed, name), err_msg=name)
    cohort = [k for k, name in enumerate(SERIES) if name.startswith("cohort_")]
    np.testing.assert_array_equal(gone.sums[0][:, cohort], stayed.sums[0][:, cohort])


def test_the_mean_of_adherence_goes_on_when_somebody_comes_back() -> None:
    """It is of the last 13 weeks, in care or not: to rounding what it is for who never left."""
    gone, stayed = (
        recorded(WITHOUT_EFFECT | change, wanted=NOTHING_WANTED) for change in ({}, LASTING)
    )
    np.testing.assert_allclose(column(gone, "adherence"), column(stayed, "adherence"), rtol=1e-6)


def test_where_a_tie_does_something__they_do_not() -> None:
    """Guards the equality above."""
    gone, stayed = (recorded(change, wanted=NOTHING_WANTED) for change in ({}, LASTING))
    assert (column(gone, "severity_end") != column(stayed, "severity_end")).mean() > 0.5
    assert total(gone, "cohort_severity")[-1] > total(stayed, "cohort_severity")[-1]


def test_what_happens_later_moves_no_earlier_week_of_a_person() -> None:
    early, late = recorded({}, weeks=20), usual()
    np.testing.assert_array_equal(early.sums[0], late.sums[0][:20])
    np.testing.assert_array_equal(early.series[0], late.series[0][:, :20])


def test_spare_lanes_are_never_read_in_care_or_out_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = usual()
    monkeypatch.setattr("mutua.engines.driver.SPARE", np.nan)
    after = recorded({})
    np.testing.assert_array_equal(after.sums, before.sums)
    np.testing.assert_array_equal(after.rows[0], before.rows[0])
    assert np.isfinite(after.rows[0]).all()


def test_series_of_people_follow_those_of_ties() -> None:
    """The sums of a week have a column for every series, first those of a tie."""
    assert SERIES[OF_DYAD:] == leaves(CohortWeek)
    assert usual().sums.shape == (1, WEEKS, len(SERIES))
