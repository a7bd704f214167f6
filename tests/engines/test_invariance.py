"""What comes later changes nothing before, and what happens to one changes the draws of no other.

Dyads of a team do meet through their professional's energy and burnout, the team's climate and
what it usually gives. With these couplings neutral, the draws of a tie are all that could pass from
one to another, and equality is exact.
"""

from collections.abc import Mapping

import numpy as np
import pytest
from helpers import RESTLESS

from mutua.engines.batch import Batch, Recording, step
from mutua.engines.scratch import OF_TIE, ONE
from mutua.engines.sheets import NOTHING_WANTED, Wanted
from mutua.jit.structs import leaves
from mutua.model.measures.outcomes import CohortWeek, Row, Weekly
from mutua.model.parameters.interventions import EVENTS, Interventions, Policy
from mutua.scenarios.presets import preset, presets
from mutua.scenarios.resolve import resolve

#: Every weekly series of every dyad.
EVERY_WEEK = Wanted(leaves(Weekly))

DYADS, WEEKS = 177, 52
#: No dyad notices another: energy stays full, burnout where it began, and no team has a say.
UNCOUPLED = {"work.drain": 0.0, "work.rate": 0.0, "give.ward": 0.0, "give.climate": 0.0}
COHORT = [
    k
    for k, name in enumerate(leaves(Weekly) + leaves(CohortWeek))
    if not name.startswith("service_")
]
#: Nobody comes back: who does takes a place that is vacant then, and others find none.
GONE = {"exit.back": 0.0}
POLICIES = tuple(
    name
    for name, value in zip(Interventions._fields, resolve().parameters.interventions, strict=True)
    if isinstance(value, Policy)
)


def recorded(
    *changes: Mapping[str, float], weeks: int = WEEKS, wanted: Wanted = NOTHING_WANTED
) -> Recording:
    """One run of the same restless people for each set of changes."""
    arms = [resolve(parameters=RESTLESS | change) for change in changes]
    batch = Batch(arms, [0] * len(arms), DYADS, weeks, seed=5, wanted=wanted)
    return step(batch, threads=1)


def series(recording: Recording, name: str) -> np.ndarray:
    """One series of every run; shape (runs, dyads, weeks)."""
    return np.array(recording.series)[..., leaves(Weekly).index(name)]


# --- policies -----------------------------------------------------------------------------------

START = 40


@pytest.fixture(scope="module")
def policies() -> Recording:
    """A run without any, and one run for each that begins in week 40."""
    begun = [
        {f"interventions.{name}.strength": 0.7, f"interventions.{name}.start": START}
        for name in POLICIES
    ]
    return recorded({}, *begun, wanted=EVERY_WEEK)


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_changes_nothing_before_it_starts_and_something_after(
    policies: Recording, name: str
) -> None:
    """For no dyad in any week: sums could hide what cancels."""
    run = 1 + POLICIES.index(name)
    without, with_it = policies.series[0], policies.series[run]
    np.testing.assert_array_equal(with_it[:, : START - 1], without[:, : START - 1])
    assert (with_it[:, START - 1 :] != without[:, START - 1 :]).any()
    np.testing.assert_array_equal(policies.sums[run, : START - 1], policies.sums[0, : START - 1])


def test_every_policy_has_its_preset_and_nothing_else() -> None:
    """Events have none: in every week from the first on they would be no events."""
    policies = sorted(set(POLICIES) - set(EVENTS))
    assert policies == list(presets("intervention"))
    for name in policies:
        assert list(preset("intervention", name)) == [f"interventions.{name}.strength"]


# --- refill and succession ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def refills() -> Recording:
    """Without refill and with it, first uncoupled and then coupled."""
    never, often = (GONE | {"service.refill": weeks} for weeks in (0.0, 4.0))
    return recorded(UNCOUPLED | never, UNCOUPLED | often, never, often)


def test_refill_shifts_nobodys_draws(refills: Recording) -> None:
    np.testing.assert_array_equal(refills.rows[0], refills.rows[1])


def test_series_of_the_cohort_know_no_refill(refills: Recording) -> None:
    """They are over generation 0; those of the service are over everybody."""
    never, often = refills.sums[:2]
    np.testing.assert_array_equal(never[:, COHORT], often[:, COHORT])
    ties, engaged = leaves(Weekly).index("service_ties"), leaves(Weekly).index("engaged")
    np.testing.assert_array_equal(never[:, ties], never[:, engaged])
    assert (often[:, ties] >= often[:, engaged]).all()
    assert often[-1, ties] > 2 * often[-1, engaged]
    assert often[-1, ties] < DYADS * ONE, "a place is vacant for some weeks"


def test_refill_is_felt_through_the_work_it_makes(refills: Recording) -> None:
    """Guards the equality above: coupled dyads do notice."""
    assert not np.array_equal(refills.rows[2], refills.rows[3])


def test_succession_shifts_nobody_elses_draws() -> None:
    """Until the own professional is followed by another, a user notices no departure."""
    may_leave = UNCOUPLED | GONE
    recording = recorded(may_leave | {"work.leaving": 0.0}, may_leave, wanted=EVERY_WEEK)
    arrivals = series(recording, "service_turnover")
    assert not arrivals[0].any()
    undisturbed = np.cumsum(arrivals[1], axis=1) == 0
    assert 0.1 < undisturbed.mean() < 0.9
    without, with_it = recording.series
    np.testing.assert_array_equal(with_it[undisturbed], without[undisturbed])
    assert (with_it[~undisturbed] != without[~undisturbed]).any()


def test_who_has_not_yet_met_the_successor_begins_again() -> None:
    """Control is back at the norm and the bond is gone; neither was so before."""
    recording = recorded({}, wanted=EVERY_WEEK)
    arrived = series(recording, "service_turnover")[0] > 0
    here = series(recording, "engaged")[0] > 0
    unmet = arrived & here & (series(recording, "attended")[0] == 0)
    bond, control = series(recording, "bond_user")[0], series(recording, "control")[0]
    norm = recording.batch.scenarios[0].values["norm.control"]
    assert set(bond[unmet]) == {0.0}
    assert set(control[unmet]) == {norm}
    before = np.roll(unmet, -1, axis=1)
    assert (bond[before] > 0).any()
    assert (control[before] != norm).any()


# --- rows ---------------------------------------------------------------------------------------


def test_rows_are_frozen_at_the_exit() -> None:
    """Places are refilled and staff move on, and what was taken down of a tie stays as it was."""
    early, late = (recorded({}, weeks=weeks).rows[0][:, :OF_TIE] for weeks in (30, WEEKS))
    ending = leaves(Row).index("ending")
    ended = early[:, ending] > 0
    assert 10 < ended.sum() < DYADS - 10
    np.testing.assert_array_equal(late[ended], early[ended])
    assert (late[~ended] != early[~ended]).any(axis=1).all()


def test_what_is_recorded_once_more_changes_nothing() -> None:
    """Rows and traces are looked at, never read: sums are those of a run that keeps neither."""
    both = recorded({}, weeks=20, wanted=EVERY_WEEK)
    neither = step(Batch(both.batch.scenarios, [0], DYADS, 20, seed=5, rows=False), threads=1)
    np.testing.assert_array_equal(neither.sums, both.sums)
