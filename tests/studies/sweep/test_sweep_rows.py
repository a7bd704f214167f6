"""A sweep's rows are what single runs give, whatever the cuts, the threads and the parts."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mutua
from mutua.engines import driver
from mutua.engines.batch import matrix
from mutua.jit.structs import leaves
from mutua.model.parameters.catalogue import DECLARED, Parameters
from mutua.model.parameters.service import TEAM_MAX
from mutua.model.people.quantiles import tables
from mutua.scenarios.check import check_combination
from mutua.scenarios.resolve import resolve
from mutua.scenarios.scenario import (
    COMBINED,
    DERIVED_FROM,
    POPULATION,
    TEAM_WIDTH,
    Scenario,
    derive_parameters,
)
from mutua.storage.folder import writing
from mutua.studies.sweep import evaluate
from mutua.studies.sweep.columns import ParameterColumns
from mutua.studies.sweep.plan import Block, Keys, SweepPlan
from mutua.studies.sweep.rows import OUTCOMES
from mutua.studies.sweep.runner import LocalBackend, run_sweep
from mutua.studies.sweep.store import SweepStore

#: Every kind of axis: a rate, one that a mechanism holds, who comes, what is derived, team cuts.
SPACE = {
    "trust.gain": [0.05, 0.2],
    "obligation.gain": [0.1, 0.4],
    "mechanism.obligation": ["on", "off"],
    "population.severity.sd": [0.15, 0.5],
    "exchange.gamma": [1.0, 1.5],
    "service.caseload": [7, 20],
    "setting": ["community", "psychotherapy"],
}
SMALL = {"dyads": 50, "weeks": 6, "regimes": ["usual", "peer"], "threads": 1,
         "groups": ["severity", "preferred_control"]}  # fmt: skip


@pytest.fixture(scope="module")
def swept():
    return mutua.sweep(SPACE, replicates=2, **SMALL)


def test_columns_by_group__are_means_over_the_groups_of_the_run(swept):
    """Thirds of severity are those of the run itself; wishes are cut where they say."""
    dyads = mutua.simulate(**swept.arguments(15), threads=1).dyads
    row = swept.table.iloc[15]
    mild = dyads["severity_start"] < dyads["severity_start"].quantile(1 / 3)
    led = dyads["preferred_control"] < 1 / 3
    for name in ("dropout", "trust_user_end", "relapses"):
        ours = row[f"{name}_severity_mildest_third"], row[f"{name}_preferred_control_user_led"]
        assert ours == pytest.approx((dyads[name][mild].mean(), dyads[name][led].mean()))
    about = swept.table.attrs["dropout_severity_mildest_third"]
    assert about["unit"] == "share"
    with pytest.raises(mutua.ParameterError, match="groups: 'severe' is no trait; did you mean"):
        mutua.sweep(SPACE, **SMALL | {"groups": ["severe"]})


def test_interactions__are_of_every_varied_number_and_mechanism(swept):
    table = swept.interactions(["dropout", "dropout_severity_mildest_third"])
    assert set(table["parameter"]) == set(SPACE) - {"setting"}
    assert set(table["arm"]) == {"peer"}
    assert len(table) == 2 * 6
    with pytest.raises(mutua.ParameterError, match="outcomes"):
        swept.interactions(["dropuot"])


def test_a_result_that_is_shown_again__does_not_read_its_parts_again(swept):
    read = []

    def parts():
        read.append(True)
        return swept.parts()

    shown = replace(swept, parts=parts)
    first, reads = repr(shown), len(read)
    assert reads > 0
    assert (repr(shown), shown.sentences()[0], len(read)) == (first, swept.numbers(), reads)


def test_a_row__is_what_simulate_gives_for_its_arguments(swept):
    """Equal, not close: every outcome of every 31st run."""
    table = swept.table
    for row in range(0, len(table), 31):
        if isinstance(table["error"].iloc[row], str):
            with pytest.raises(mutua.ParameterError):
                check_combination(swept.arguments(row)["scenario"])
            continue
        summary = mutua.simulate(**swept.arguments(row), threads=1).summary()
        for name, over, mean in zip(
            summary["outcome"], summary["over"], summary["mean"], strict=True
        ):
            column = name if over == "all" else f"{name}_last"
            np.testing.assert_array_equal(table[column].iloc[row], mean, err_msg=column)
        assert set(OUTCOMES) <= set(table)


def test_the_parameters_of_a_row__are_those_of_its_names_and_values(swept):
    """Composed independently, from what the table shows."""
    keys = list(SPACE)
    for row in range(0, len(swept.table), 7):
        shown = swept.table.iloc[row]
        values = {name: float(shown[name]) for name in keys if name in DECLARED}
        if values["population.severity.sd"] >= 0.5:
            continue
        scenario = resolve(
            regime=shown["regime"],
            setting=shown["setting"],
            mechanism={"obligation": bool(shown["mechanism.obligation"])},
            parameters=values,
        )
        assert swept.arguments(row)["scenario"].values == scenario.values
        regime = swept.plan.regimes.index(shown["regime"])
        which = Keys(*(np.array([k]) for k in (shown["point"], regime, shown["replicate"])))
        assert np.array_equal(ParameterColumns(swept.plan).matrix(which), matrix([scenario]))


def test_an_impossible_point__is_a_row_with_its_error_and_no_outcomes(swept):
    bad = swept.table["population.severity.sd"] == 0.5
    assert swept.table.loc[bad, "error"].str.contains("population.severity.sd: 0.5").all()
    assert swept.table.loc[bad, list(OUTCOMES)].isna().all(axis=None)
    assert swept.table.loc[~bad, "error"].isna().all()
    assert swept.table.loc[~bad, "dropout"].notna().all()
    assert len(swept.failed) == bad.sum() > 0


def test_what_is_swept_under_a_switched_off_mechanism__changes_nothing(swept):
    off = swept.table[~swept.table["mechanism.obligation"] & swept.table["error"].isna()]
    by = [name for name in SPACE if name not in ("obligation.gain", "mechanism.obligation")]
    same = off.groupby([*by, "regime", "replicate"], observed=True)["trust_user_end"].nunique()
    assert (same == 1).all()
    on = swept.table[swept.table["mechanism.obligation"] & swept.table["error"].isna()]
    assert (
        on.groupby([*by, "regime", "replicate"], observed=True)["trust_user_end"].nunique().max()
        > 1
    )


@pytest.mark.parametrize(
    ("module", "cut"),
    [
        (evaluate, "MOST_WORK"),
        (evaluate, "MOST_DYADS"),
        (evaluate, "MOST_SUMS"),
        (evaluate, "MOST_POPULATIONS"),
        (driver, "CALL_WORK"),
        (driver, "CALL_SUMS"),
        (driver, "TASK_WORK"),
    ],
)
def test_no_cut_of_the_work__shows_in_a_row(module, cut, swept, monkeypatch):
    monkeypatch.setattr(module, cut, 1 if cut == "MOST_POPULATIONS" else 2_000)
    again = mutua.sweep(SPACE, replicates=2, part_rows=37, **SMALL)
    pd.testing.assert_frame_equal(again.table, swept.table, check_exact=True)


def test_threads__change_nothing(swept):
    again = mutua.sweep(SPACE, replicates=2, **{**SMALL, "threads": None})
    pd.testing.assert_frame_equal(again.table, swept.table, check_exact=True)


def test_columns__carry_unit_and_definition(swept):
    assert set(swept.table.attrs) == set(swept.table.columns)
    assert swept.table.attrs["trust.gain"]["unit"] == DECLARED["trust.gain"].unit
    assert all(facts["definition"] for facts in swept.table.attrs.values())
    units = {"dropout": "share", "crises": "count", "trust_user_end": "0-1"}
    assert {name: swept.table.attrs[name]["unit"] for name in units} == units


def test_memory__does_not_grow_with_the_number_of_runs(tmp_path):
    """Four times the replicates, the same peak; the points and their means are all that is held."""

    def peak(replicates):
        plan = mutua.sweep({"trust.gain": [0.1, 0.2]}, replicates=1, **SMALL).plan
        plan = replace(plan, blocks=(Block(0, 2, 0, (replicates,)),), part_rows=100)
        with writing(tmp_path / str(replicates)) as writer:
            folder = SweepStore.create(writer, plan)
            tracemalloc.start()
            run_sweep(folder, LocalBackend(1), lambda _: None)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    few, many = peak(50), peak(200)
    assert many < 1.15 * few


# --- what the vectorised checks rest on -----------------------------------------------------------


class Watched:
    """Parameters that remember which were read: by name in the group service, else by group."""

    def __init__(self, parameters, read, group=""):
        self.inside, self.read, self.group = parameters, read, group

    def __getattr__(self, name):
        if name == "service":
            return Watched(self.inside.service, self.read, "service.")
        self.read.add(self.group + name)
        return getattr(self.inside, name)


def test_populations_and_impossible_combinations__read_their_parameters_only():
    """So that one check and one set of tables serve all runs that share those parameters."""
    read, wide = set(), {"service.caseload": float(TEAM_MAX), "service.team_size": 2.0}
    watched = Watched(resolve().parameters, read)
    small = Scenario("", "", "", "", dict.fromkeys(TEAM_WIDTH, 1.0))
    check_combination(as_watched(small, watched))
    assert read == {POPULATION}
    assert {name.partition(".")[0] for name in COMBINED} == {POPULATION, "service"}
    with pytest.raises(mutua.ParameterError, match=r"service\.team_size=\d+ or less"):
        check_combination(as_watched(Scenario("", "", "", "", wide), watched))
    assert read == {POPULATION, *TEAM_WIDTH}
    read.clear()
    tables(watched)
    assert read == {POPULATION}


def as_watched(scenario, watched):
    """A scenario of few values, whose parameters are watched."""
    scenario.__dict__["parameters"] = watched  # where a cached property keeps them
    return scenario


def test_declared_parameters__come_first_and_derived_ones_from_what_is_said():
    assert leaves(Parameters)[: len(DECLARED)] == tuple(DECLARED)
    values = {name: DECLARED[name].default for name in DERIVED_FROM}
    assert len(derive_parameters(values)) == len(leaves(Parameters)) - len(DECLARED)


# --- numbering ------------------------------------------------------------------------------------


@st.composite
def plans(draw):
    """Plans with any blocks, their points and scenarios left empty."""
    blocks = []
    for _ in range(draw(st.integers(1, 3))):
        start, first = draw(st.integers(0, 5)), draw(st.integers(0, 3))
        points = draw(st.integers(1, 6))
        each = st.integers(first, first + 4)
        many = draw(st.lists(each, min_size=points, max_size=points))
        last = tuple(many) if draw(st.booleans()) else (first + 2,)
        blocks.append(Block(start, start + points, first, last))
    regimes = tuple("abc"[: draw(st.integers(1, 3))])
    return SweepPlan((), np.zeros((12, 0)), ((),), (), regimes, 1, 1, 0, tuple(blocks),
                     draw(st.integers(1, 9)), {})  # fmt: skip


@given(plans())
def test_parts__hold_every_run_of_every_block_once_in_order(plan):
    expected = [
        (number, point, regime, replicate)
        for number, block in enumerate(plan.blocks)
        for point in range(block.start, block.stop)
        for regime in range(len(plan.regimes))
        for replicate in range(
            block.first, block.last[0] if len(block.last) == 1 else block.last[point - block.start]
        )
    ]
    found = []
    for part in plan.parts:
        keys = plan.keys(plan.blocks[part.block], part.start, part.stop)
        runs = zip(*(column.tolist() for column in keys), strict=True)
        found += [(part.block, *run) for run in runs]
    assert found == expected
    assert plan.runs == len(expected)
    assert [part.number for part in plan.parts] == list(range(len(plan.parts)))
