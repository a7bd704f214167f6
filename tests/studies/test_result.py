"""`simulate`: what it returns, what it refuses, what it promises."""

import math

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

import mutua
from mutua.model.measures.outcomes import PLACES, ROW, WEEKLY


@pytest.fixture(scope="module")
def result() -> mutua.Result:
    return mutua.simulate(dyads=177, weeks=30, record="trajectories", threads=1)


def test_tables_agree_with_trajectories(result: mutua.Result) -> None:
    """The weekly series is the mean over the engaged, up to 2^-24 a dyad."""
    paths = result.trajectories
    engaged = paths.engaged.to_numpy() > 0
    assert result.weekly.engaged.to_numpy() == pytest.approx(engaged.mean(axis=0))
    for name in ("trust_user", "affect_user", "burnout"):
        mean = np.nanmean(np.where(engaged, paths[name].to_numpy(), np.nan), axis=0)
        assert result.weekly[name].to_numpy() == pytest.approx(mean, abs=2**-23)


def test_a_trajectory_is_missing_after_the_ending_and_nowhere_else(result: mutua.Result) -> None:
    """The week of the ending is there; the class of a dyad is that of one that goes on."""
    paths = result.trajectories
    engaged = paths.engaged.to_numpy() > 0
    lived = np.pad(engaged, ((0, 0), (1, 0)), constant_values=True)[:, :-1]
    assert (np.isnan(paths.trust_user.to_numpy()) == ~lived).all()
    assert (np.isnan(paths.class_mutual.to_numpy()) == ~engaged).all()
    assert (lived & ~engaged).any()


def test_a_row_is_frozen_at_the_exit(result: mutua.Result) -> None:
    dyads, paths = result.dyads, result.trajectories
    assert (dyads.engaged == (paths.engaged[:, -1].to_numpy() > 0)).all()
    assert (dyads.engaged == (dyads.ending == "")).all()
    assert (dyads.dropout == dyads.ending.isin(["failed", "nonattendance"])).all()
    attended = np.nansum(paths.attended.to_numpy(), axis=1)
    assert (dyads.visits_attended == attended).all()
    stayed = dyads.engaged.to_numpy()
    assert (dyads.exit_week[stayed] == 30).all()
    gone = dyads[~stayed]
    assert ((gone.exit_week == -1) == (gone.visits_attended == 0)).all()


def test_every_column_carries_unit_and_definition(result: mutua.Result) -> None:
    for table, registry in ((result.weekly, WEEKLY), (result.dyads, ROW)):
        for column in table.columns:
            about = table.attrs[column]
            assert about["unit"]
            assert about["definition"]
            if column in registry:
                assert about["definition"] == registry[column].definition
    paths = result.trajectories.data_vars
    of_ties = {name for name in WEEKLY if name not in PLACES}
    assert set(paths) == of_ties | {"engaged"}
    for name, path in paths.items():
        assert path.attrs["definition"] == WEEKLY[name].definition


def test_no_recorded_column_is_a_constant() -> None:
    """Over three regimes, some orders and crises at the start: everything recorded happens."""
    eventful = {
        "service.ordered": 0.3,
        "service.crisis": 0.3,
        "service.refill": 2.0,
        "measure.midway": 30.0,
    }
    contrast = mutua.compare(dyads=240, replicates=2, weeks=40, parameters=eventful, threads=1)
    for table in (contrast.weekly, contrast.dyads):
        constant = [column for column in table.columns if table[column].nunique() < 2]
        assert constant == []


def test_what_is_owed_to_a_mechanism__is_the_difference_to_a_run_without_it():
    small = {"dyads": 160, "weeks": 12, "threads": 1}
    both = mutua.simulate(without="influence", **small)
    alone = mutua.simulate(mechanism={"influence": False}, **small)
    assert_frame_equal(both.dyads, mutua.simulate(**small).dyads)
    for name in ("adherence", "dropout", "star_user_end"):
        apart = both.dyads[name].astype("float32") - alone.dyads[name].astype("float32")
        np.testing.assert_array_equal(both.owed[name], apart)
    summary = both.owed_summary().set_index("outcome")
    assert summary["mean"]["adherence"] > 0.0
    assert summary["mean"]["adherence"] == pytest.approx(both.owed["adherence"].mean(), abs=1e-6)
    assert both.owed.attrs["adherence"]["definition"].endswith("less without it")


def test_nothing_is_owed_to_a_mechanism_that_is_off_already():
    result = mutua.simulate(
        mechanism={"obligation": False}, without="obligation", dyads=80, weeks=10, threads=1
    )
    apart = result.owed.drop(columns="dyad").to_numpy()
    assert not apart[np.isfinite(apart)].any()


def test_the_same_call_gives_the_same_bits(result: mutua.Result) -> None:
    again = mutua.simulate(dyads=177, weeks=30, threads=1)
    assert again.dyads.equals(result.dyads)
    assert again.weekly.equals(result.weekly)


def test_seed_and_replicate_change_the_people(result: mutua.Result) -> None:
    for other in ({"seed": 2}, {"replicate": 1}):
        run = mutua.simulate(dyads=177, weeks=30, threads=1, record="dyads", **other)
        assert not np.intersect1d(run.dyads.severity_start, result.dyads.severity_start).size > 5


def test_record_says_what_is_kept() -> None:
    weekly = mutua.simulate(dyads=80, weeks=4, record="weekly")
    assert weekly.dyads is None
    assert weekly.trajectories is None
    assert len(weekly.summary()) > 5


def test_a_simulation_can_be_run_again_from_its_manifest(result: mutua.Result) -> None:
    m = result.manifest
    again = mutua.simulate(
        parameters=m["scenario"]["parameters"], dyads=m["dyads"], weeks=m["weeks"],
        seed=m["seed"], replicate=m["replicate"],
    )  # fmt: skip
    assert again.dyads.equals(result.dyads)


def test_saved_runs_come_back(result: mutua.Result, tmp_path) -> None:
    again = mutua.load(result.save(tmp_path / "run"))
    assert again.dyads.equals(result.dyads)
    assert again.weekly.equals(result.weekly)
    assert again.trajectories.equals(result.trajectories)
    assert again.dyads.attrs == result.dyads.attrs


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"dyads": 0}, "dyads"),
        ({"dyads": -5}, "dyads"),
        ({"dyads": 1e6}, "dyads"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": 65_536}, "weeks"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**64}, "seed"),
        ({"replicate": -1}, "replicate"),
        ({"engine": "netlogo"}, "engine"),
        ({"record": "everything"}, "record"),
        ({"without": "fate"}, "without"),
        ({"without": "influence", "record": "weekly"}, "without"),
        ({"threads": 0}, "threads"),
        ({"threads": 10_000}, "threads"),
        ({"teams": [3]}, "teams"),
        ({"teams": []}, "teams"),
        ({"teams": [0, 0]}, "teams"),
        ({"service": object}, "service"),
        ({"parameters": {"trust.gain": math.nan}}, "trust.gain"),
    ],
)
def test_bad_input_is_refused_by_name(arguments: dict, name: str) -> None:
    with pytest.raises(mutua.ParameterError, match=name):
        mutua.simulate(**({"dyads": 80, "weeks": 4} | arguments))


def test_unknown_attributes_of_the_package_are_said_to_be() -> None:
    with pytest.raises(AttributeError, match="simulte"):
        mutua.simulte  # noqa: B018


def test_parameters_are_a_table() -> None:
    table = mutua.parameters()
    assert table.name.is_unique
    assert (table.low <= table.default).all()
    assert (table.default <= table.high).all()
