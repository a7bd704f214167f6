"""Two engines, one truth: every recorded number is equal, not close."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace as changed
from typing import Any

import numpy as np
import pytest
from helpers import RESTLESS

from mutua.engines import kernel, lanes
from mutua.engines.agents import Service
from mutua.engines.batch import Batch, Recording, matrix, step
from mutua.engines.scratch import ONE
from mutua.engines.sheets import NOTHING_WANTED, Wanted
from mutua.errors import ParameterError
from mutua.jit.structs import leaves
from mutua.model.measures.outcomes import CohortWeek, Row, Weekly
from mutua.model.parameters.service import TEAM_MAX
from mutua.scenarios.presets import presets
from mutua.scenarios.resolve import resolve

#: Every weekly series of every dyad, and of every person.
SERIES = leaves(Weekly) + leaves(CohortWeek)
EVERY_WEEK = Wanted(SERIES)

# Two full teams and a third with 17 users: a professional and a half.
DYADS, WEEKS = 177, 30
#: Every intervention is in force for some weeks.
POLICIES = {f"interventions.{name}.start": 6.0 for name in presets("intervention")} | {
    f"interventions.{name}.stop": 20.0 for name in presets("intervention")
}

#: Series that may stand still here: classes that some regimes hardly ever show.
RARE = {name for name in leaves(Weekly) if name.startswith("class_")}


def batch(**changes: object) -> Batch:
    arms = [
        resolve(regime="collaborative", parameters=RESTLESS),
        resolve(
            regime="paternalistic",
            intervention=presets("intervention"),
            parameters=RESTLESS | POLICIES,
        ),
    ]
    return changed(Batch(arms, [0, 5], DYADS, WEEKS, seed=2**40 + 3, wanted=EVERY_WEEK), **changes)


def digest(recording: Recording) -> str:
    """One number for every bit that was recorded."""
    parts = [recording.sums, *recording.rows, *recording.series]
    return hashlib.sha256(b"".join(np.ascontiguousarray(x).tobytes() for x in parts)).hexdigest()


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return step(batch(), threads=1)


def test_something_happens(recorded: Recording) -> None:
    """Guards the comparisons below against two engines that agree on nothing."""
    weekly = recorded.sums.astype(float) / ONE
    assert (weekly[:, -1, 0] < DYADS).all()
    still = np.ptp(weekly, axis=1).max(axis=0) == 0
    assert {name for name, x in zip(SERIES, still, strict=True) if x} <= RARE
    efficacy = leaves(Row).index("efficacy_start")
    assert len(np.unique(recorded.rows[0][:, efficacy])) == DYADS


def test_kernel_equals_mesa_every_week(recorded: Recording) -> None:
    """With places refilled and staff followed by others, twice and more."""
    services: list[Service] = []

    class Kept(Service):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)
            services.append(self)

    mesa = step(batch(), engine="mesa", service=Kept)
    for run in range(2):
        np.testing.assert_array_equal(mesa.series[run], recorded.series[run])
        np.testing.assert_array_equal(mesa.rows[run], recorded.rows[run])
    np.testing.assert_array_equal(mesa.sums, recorded.sums)
    assert max(max(service.professionals.get("generation")) for service in services) >= 2
    for name in ("generation", "spell"):
        ties = [getattr(u.dyad.tie, name) for service in services for u in service.users]
        assert max(ties) >= 2, "newcomers, and users who have come back"


def test_one_thread_equals_two(recorded: Recording) -> None:
    assert digest(step(batch(), threads=2)) == digest(recorded)


def test_teams_alone_equal_the_whole(recorded: Recording) -> None:
    parts = [step(batch(teams=teams), threads=1) for teams in ((2,), (0, 1))]
    np.testing.assert_array_equal(sum(part.sums for part in parts), recorded.sums)
    for run in range(2):
        together = np.concatenate([parts[1].rows[run], parts[0].rows[run]])
        np.testing.assert_array_equal(together, recorded.rows[run])


def test_where_the_work_is_cut_does_not_show(
    recorded: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mutua.engines.driver.TASK_WORK", 1)
    monkeypatch.setattr("mutua.engines.driver.CALL_WORK", 1)
    assert digest(step(batch(), threads=1)) == digest(recorded)


def test_spare_lanes_are_never_read(recorded: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mutua.engines.driver.SPARE", np.nan)
    assert digest(step(batch(), threads=1)) == digest(recorded)


def test_ties_that_have_ended__are_stepped_only_to_be_looked_at(recorded: Recording) -> None:
    """Without series of every week they are not, and all else is the same."""
    unseen = step(batch(wanted=NOTHING_WANTED), threads=1)
    np.testing.assert_array_equal(unseen.sums, recorded.sums)
    np.testing.assert_array_equal(unseen.rows, recorded.rows)


def test_one_more_dyad_elsewhere_changes_nothing_here(recorded: Recording) -> None:
    """Another user joins the last team: nobody in the other teams notices."""
    more = step(batch(dyads=DYADS + 1), threads=1)
    np.testing.assert_array_equal(more.rows[0][:160], recorded.rows[0][:160])
    assert not np.array_equal(more.rows[0][160:DYADS], recorded.rows[0][160:])


def test_equal_norms_give_equal_results_whatever_the_regime_is_called() -> None:
    norms = {k: v for k, v in resolve(regime="consumer").values.items() if k.startswith("norm.")}
    arms = [resolve(regime="consumer"), resolve(regime="paternalistic", parameters=norms)]
    a, b = step(batch(scenarios=arms, replicates=[0, 0]), threads=1).rows
    np.testing.assert_array_equal(a, b)


def test_arms_share_people_and_replicates_do_not(recorded: Recording) -> None:
    same = step(batch(replicates=[0, 0]), threads=1)
    start = leaves(Row).index("severity_start")
    np.testing.assert_array_equal(same.rows[0][:, start], same.rows[1][:, start])
    assert not np.intersect1d(recorded.rows[0][:, start], recorded.rows[1][:, start]).size > 5


def test_regimes_differ_before_they_are_compared(recorded: Recording) -> None:
    same = step(batch(replicates=[0, 0]), threads=1)
    assert not np.array_equal(same.sums[0], same.sums[1])


def test_one_compiled_signature_after_many_runs(recorded: Recording) -> None:
    step(
        batch(scenarios=[resolve(parameters={"trust.gain": 0})] * 2, wanted=NOTHING_WANTED),
        threads=1,
    )
    assert len(kernel.step_share.signatures) == 1


def test_a_verb_can_be_overridden(recorded: Recording) -> None:
    """A service in which nobody ever leaves, by one method."""

    class Loyal(Service):
        def part(self, dyad, carer, event, p, draws):
            return dyad, event

    loyal = step(batch(weeks=10), engine="mesa", service=Loyal)
    assert (loyal.sums[:, :, 0] == DYADS * ONE).all()


def test_parameters_reach_the_engine_in_their_rows() -> None:
    scenario = resolve(parameters={"trust.gain": 0.0625})
    row = leaves(kernel.Parameters).index("trust.gain")
    assert matrix([scenario])[row, 0] == 0.0625


class Bounded(np.ndarray):
    """An array without places before the first, which NumPy counts from the end."""

    def __getitem__(self, at: Any) -> Any:
        check_place(at)
        return super().__getitem__(at)

    def __setitem__(self, at: Any, value: Any) -> None:
        check_place(at)
        super().__setitem__(at, value)


def check_place(at: Any) -> None:
    parts = at if isinstance(at, tuple) else (at,)
    ends = [end for x in parts for end in ((x.start, x.stop) if isinstance(x, slice) else (x,))]
    if any(end is not None and end < 0 for end in ends):
        raise IndexError(f"{at} lies before the array")


class BoundedNumpy:
    """NumPy, whose new arrays are bounded."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(np, name)
        if name not in ("full", "zeros", "ones"):
            return found
        return lambda *arguments: found(*arguments).view(Bounded)


def check_bounds() -> None:
    """Have every array of the uncompiled kernel refuse places that it has not."""
    stepped = kernel.step_share

    def step_bounded(*given: Any) -> None:
        stepped(*(x.view(Bounded) if type(x) is np.ndarray else x for x in given))

    vars(kernel).update(np=BoundedNumpy(), step_share=step_bounded)
    vars(lanes).update(np=BoundedNumpy())


ALONE = """
import sys
sys.path.append("tests")
from tests.engines.test_engines import batch, check_bounds, digest
from mutua.engines.batch import step
check_bounds()
print(digest(step(batch(dyads=37, weeks=8), threads=1)))
"""


def test_the_uncompiled_kernel__stays_in_bounds_and_gives_the_same_bits(tmp_path) -> None:
    """No array has a place beyond its end in plain Python, and these have none before it."""
    with pytest.raises(IndexError):
        np.zeros(3).view(Bounded)[-1]
    here = digest(step(batch(dyads=37, weeks=8), threads=1))
    there = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "MUTUA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert there.stdout.strip() == here, there.stderr


def test_a_team_beyond_the_block__is_refused_before_the_kernel_writes() -> None:
    caseload = TEAM_MAX // 4
    wide = resolve(parameters={"service.caseload": caseload})
    values = wide.values | {"service.caseload": caseload + 1.0}
    with pytest.raises(ParameterError, match=f"{4 * caseload + 4} users are more than the 264"):
        step(Batch([changed(wide, values=values)], [0], 10, 4, seed=1), threads=1)
