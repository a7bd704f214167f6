"""The model as a plain function: the same numbers as a sweep, and the recipes run."""

import pickle
import re

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import xarray as xr
from helpers import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

import mutua

SPACE = {
    "trust.gain": "interval(0.02, 0.3)",
    "service.contact_interval": "tag(log, interval(1, 6))",
    "service.caseload": "interval(5, 20)",
    "mechanism.exchange": ["on", "off"],
}
SMALL = {"dyads": 30, "weeks": 6, "replicates": 3, "threads": 1}
OUTCOMES = ["dropout", "trust_user_end", "trust_user_last"]
POINTS = np.array([[0.1, 2.0, 10.0, 0.0], [0.2, 5.0, 7.0, 1.0], [0.1, 2.0, 10.0, 1.0]])


@pytest.fixture(scope="module")
def simulate() -> mutua.Simulator:
    return mutua.simulator(OUTCOMES, SPACE, regime="collaborative", **SMALL)


def swept(regimes, **options):
    """Means over replicates of a sweep over the points, by regime; shape (points, outcomes)."""
    space = {name: sorted(set(POINTS[:, k].tolist())) for k, name in enumerate(SPACE)}
    space["mechanism.exchange"] = ["on", "off"]
    table = mutua.sweep(space, regimes=regimes, **SMALL | options).table
    table["code"] = 1.0 - table["mechanism.exchange"].astype(float)
    columns = [*list(SPACE)[:-1], "code"]
    means = table.groupby([*columns, "regime"], observed=True)[OUTCOMES].mean()
    return {r: np.array([means.loc[(*point, r)] for point in POINTS.tolist()]) for r in regimes}


def test_outcomes__are_those_of_a_sweep(simulate):
    np.testing.assert_allclose(
        simulate(POINTS), swept(["collaborative"])["collaborative"], rtol=1e-12
    )


def test_with_a_reference__they_are_paired_differences():
    contrast = mutua.simulator(OUTCOMES, SPACE, regime="peer", reference="usual", **SMALL)
    means = swept(["usual", "peer"])
    np.testing.assert_allclose(contrast(POINTS), means["peer"] - means["usual"], atol=1e-12)


def test_one_point_or_many_by_number_or_by_name__are_the_same(simulate):
    many = simulate(POINTS)
    assert many.shape == (3, 3)
    names = dict(zip(SPACE, POINTS.T, strict=True))
    by_name = simulate({**names, "mechanism.exchange": ["on", "off", "off"]})
    by_truth = simulate({**names, "mechanism.exchange": [True, False, False]})
    for other in (
        np.array([simulate(point) for point in POINTS]),
        simulate(names),
        by_name,
        by_truth,
    ):
        assert np.array_equal(many, other)
    one = {"trust.gain": 0.1, "service.contact_interval": 2, "service.caseload": 10}
    assert np.array_equal(simulate({**one, "mechanism.exchange": ["on", "off"]}), many[[0, 2]])
    assert np.array_equal(simulate({**one, "mechanism.exchange": "off"}), many[2])
    assert simulate(np.empty((0, 4))).shape == (0, 3)


def unsorted(simulate):
    """The points by name, their columns in another order."""
    names = dict(zip(SPACE, POINTS.T, strict=True))
    return {name: names[name] for name in sorted(names)}


def as_xarray(columns):
    return xr.Dataset({name: ("run", values) for name, values in columns.items()})


def as_records(columns):
    table = np.zeros(len(POINTS), [(name, float) for name in columns])
    for name, values in columns.items():
        table[name] = values
    return table


CONTAINERS = [pd.DataFrame, pl.DataFrame, pa.table, pa.RecordBatch.from_pydict, as_xarray,
              as_records]  # fmt: skip


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_labelled_container__is_read_by_name(simulate, container):
    columns = unsorted(simulate)
    assert list(columns) != simulate.names
    assert np.array_equal(simulate(container(columns)), simulate(POINTS))
    renamed = {name.replace("gain", "loss"): values for name, values in columns.items()}
    with pytest.raises(mutua.ParameterError, match=r"points: .*trust\.loss are not trust\.gain"):
        simulate(container(renamed))
    shares = dict.fromkeys(columns, np.array([0.25, 0.75])) | {"trust.gain": np.array([0.0, 1.0])}
    by_place = np.stack([shares[name] for name in simulate.names], axis=1)
    if container is not as_records:
        assert np.array_equal(simulate.at(container(shares)), simulate.at(by_place))


def test_labelled_choices_and_a_single_row__are_read_by_name(simulate):
    frame = pd.DataFrame(unsorted(simulate))
    many = simulate(POINTS)
    assert np.array_equal(simulate(frame.iloc[1]), many[1])
    for word in ("category", object):
        named = frame.assign(**{"mechanism.exchange": ["on", "off", "off"]})
        named["mechanism.exchange"] = named["mechanism.exchange"].astype(word)
        assert np.array_equal(simulate(named), many)
    assert np.array_equal(simulate(pl.DataFrame(frame.to_dict("list"))), many)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda f: pd.DataFrame(f.to_numpy()), "points: 0, 1, 2, 3 are not trust.gain"),
        (lambda f: pd.concat([f, f[["trust.gain"]]], axis=1), "two columns of the name trust.gain"),
        (lambda f: f.drop(columns="trust.gain"), "points: .* are not trust.gain"),
        (lambda f: [f.iloc[0], f.iloc[1]], "points: a list of labelled rows"),
        (lambda f: f.to_dict("records"), "points: a list of labelled rows"),
        (lambda f: pl.DataFrame(f.to_dict("list")).lazy(), "LazyFrame is not a table"),
        (lambda f: xr.DataArray(f.to_numpy()), "DataArray is not a table"),
        (lambda f: {k: f[k].iloc[::-1 if k == "trust.gain" else 1] for k in f},
         "rows of its columns are labelled differently"),
        (lambda f: xr.Dataset({k: (k[-4:], f[k]) for k in f}), "are labelled differently"),
        (lambda f: {k: f[k][: 2 if k == "trust.gain" else 3].tolist() for k in f},
         "points: columns of different shapes"),
    ],
)  # fmt: skip
def test_a_labelled_container_of_other_names_or_kind__is_refused(simulate, given, said):
    with pytest.raises(mutua.ParameterError, match=said):
        simulate(given(pd.DataFrame(unsorted(simulate))))


def test_a_pickled_copy__gives_the_same_bits(simulate):
    copy = pickle.loads(pickle.dumps(simulate))
    assert np.array_equal(copy(POINTS), simulate(POINTS))


def test_random_draws__are_fixed_unless_another_replicate_is_asked_for(simulate):
    assert np.array_equal(simulate(POINTS), simulate(POINTS))
    other = simulate(POINTS, replicate=3)
    assert (other[:, 1] != simulate(POINTS)[:, 1]).all()
    mixed = simulate(POINTS, replicate=[0, 3, 0])
    assert np.array_equal(mixed[[0, 2]], simulate(POINTS)[[0, 2]])
    assert np.array_equal(mixed[1], other[1])
    alone = mutua.simulator(OUTCOMES, SPACE, regime="collaborative", **SMALL | {"replicates": 1})
    each = [alone(POINTS, replicate=r) for r in (3, 4, 5)]
    np.testing.assert_allclose(other, np.mean(each, axis=0), rtol=1e-12)


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_any_share_of_the_cube__is_a_point_of_the_space(simulate, shares):
    point = simulate.at(shares)
    for value, (low, high) in zip(point, simulate.bounds, strict=True):
        assert low <= value <= high
    assert np.isfinite(simulate(point)).all()
    assert np.array_equal(simulate.at([shares])[0], point)


def test_the_ends_of_the_cube__are_the_bounds(simulate):
    assert simulate.names == list(SPACE)
    assert np.array_equal(simulate.at(np.zeros(4)), [low for low, _ in simulate.bounds])
    assert np.array_equal(simulate.at(np.ones(4)), [high for _, high in simulate.bounds])
    rounded = np.nextafter(simulate.at(np.ones(4)), np.inf)
    rounded[2:] = 20.0, 1.0
    assert np.array_equal(simulate(rounded), simulate(simulate.at(np.ones(4))))


def test_values_that_are_impossible_together__give_missing_outcomes():
    space = {"population.severity.sd": "interval(0.1, 0.5)"}
    simulate = mutua.simulator("dropout", space, **SMALL)
    assert np.isnan(simulate([[0.15], [0.5]])).ravel().tolist() == [False, True]


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([0.1, 2.0], r"points: shape \(2,\) is not \(points, 4\)"),
        ([[[0.1, 2.0, 10.0, 0.0]]], r"points: shape \(1, 1, 4\)"),
        ("high", "points: 'high' are not numbers"),
        ([0.5, 2.0, 10.0, 0.0], "trust.gain: 0.5 is not from 0.02 to 0.3"),
        ([np.nan, 2.0, 10.0, 0.0], "trust.gain: nan is not from 0.02 to 0.3"),
        ([0.1, 2.0, 10.5, 0.0], "service.caseload: 10.5 is not a whole number from 5 to 20"),
        ([0.1, 2.0, 10.0, 2.0], "mechanism.exchange: 2 is not one of 0.0, 1.0"),
        ({"trust.gain": 0.1}, "points: trust.gain are not trust.gain, service"),
        (
            {**dict.fromkeys(SPACE, 10.0), "mechanism.exchange": "maybe"},
            r"mechanism.exchange: \['maybe'\] are not numbers",
        ),
    ],
)
def test_what_is_no_point_of_the_space__is_refused(simulate, points, said):
    with pytest.raises(mutua.ParameterError, match=said):
        simulate(points)


@pytest.mark.parametrize("replicate", [-1, 0.5, [0, 1], [[0, 1, 2]], True, "first"])
def test_what_is_no_replicate__is_refused(simulate, replicate):
    with pytest.raises(mutua.ParameterError, match="replicate: "):
        simulate(POINTS, replicate=replicate)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outcomes": ["happiness"]}, "outcomes: 'happiness' is no outcome"),
        ({"space": {"trust.gian": [0.1]}}, "did you mean trust.gain"),
        ({"space": {"trust.gain": "interval(0,2)"}}, "trust.gain: 2 is not a number from 0 to 1"),
        ({"parameters": {"trust.gain": 0.1}}, "is both in the space and given one value"),
        ({"regime": "collaboratve"}, "collaboratve"),
        ({"regime": "usual", "reference": "usual"}, "usual, usual is not one or more, each once"),
        ({"replicates": 0}, "replicates: 0"),
        ({"dyads": 0}, "dyads: 0"),
    ],
)
def test_what_no_function_can_be_made_of__is_refused(change, said):
    with pytest.raises(mutua.ParameterError, match=said):
        mutua.simulator(**{"outcomes": "dropout", "space": SPACE} | SMALL | change)


# --- recipes --------------------------------------------------------------------------------------

TEXT = (ROOT / "docs" / "simulator.md").read_text(encoding="utf-8")
RECIPES = {
    title: "\n".join(re.findall(r"```python\n(.*?)```", section, re.DOTALL))
    for title, section in re.findall(r"^#+ (.+?)\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE)
}


@pytest.mark.parametrize(("title", "library"), [("SALib", "SALib"), ("Optuna", "optuna")])
def test_a_recipe__runs_as_it_stands(title, library, capsys):
    pytest.importorskip(library)
    exec(RECIPES["The model as a plain function"] + RECIPES[title], {})
    said = capsys.readouterr().out
    assert "exit.strain" in said
