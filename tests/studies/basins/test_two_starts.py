"""Basins: what locks in, what is of the people, and warnings that are none on shuffled labels.

Claims are of usual care in the community; intervals are of 95 % over replicates.
"""

from functools import partial

import numpy as np
import pandas as pd
import pytest

import mutua
from mutua.engines.batch import Batch, step
from mutua.engines.sheets import Wanted
from mutua.errors import ParameterError
from mutua.scenarios.resolve import resolve
from mutua.studies.basins import tables
from mutua.studies.basins.plan import VALUES, Alarm, Loop, plan_basins
from mutua.studies.basins.runs import BasinsRunner, loop_dyads, study_work
from mutua.studies.result import StudyResult

SMALL = {"dyads": 200, "replicates": 4, "weeks": 104, "threads": 1}
COUPLINGS = (0.1, 0.3, 0.5)
plan = partial(
    plan_basins, VALUES, resolve(), state="affect", apart=0.2, hold=5, begin="high",
    moved="effort.professional", steps=(1.0, 0.5, 0.0),
    sizes={"dyads": 80, "replicates": 2, "weeks": 20, "seed": 1},
    alarm={"window": 8, "lead": 4, "false_alarms": 0.1},
)  # fmt: skip


@pytest.fixture(scope="module")
def study() -> mutua.Basins:
    return mutua.basins({"affect.coupling": COUPLINGS}, moved=None, **SMALL)


def at_the_end(study: mutua.Basins, name: str) -> np.ndarray:
    """A column of the last week by point, without exits."""
    summary = study.summary()
    return summary.loc[~summary["exits"] & (summary["week"] == 104), name].to_numpy()


# --- what locks in -------------------------------------------------------------------------------


def test_influence_in_proportion__leaves_no_trace_of_the_start() -> None:
    flat = mutua.basins({"affect.steepness": [1.0, 4.0]}, moved=None, **SMALL)
    proportional, steep = at_the_end(flat, "gap")
    assert abs(proportional) < 0.02
    assert at_the_end(flat, "apart")[0] < 0.01
    assert steep > 2.0 * abs(proportional)


def test_starts_stay_further_apart__the_stronger_the_coupling(study: mutua.Basins) -> None:
    gap, apart = at_the_end(study, "gap"), at_the_end(study, "apart")
    assert np.all(np.diff(gap) > 0.0)
    assert np.all(np.diff(apart) > 0.0)
    assert gap[0] < 0.02
    assert gap[-1] > 0.25


def test_a_gap__closes_with_the_weeks__from_weak_coupling_to_the_default(study) -> None:
    gaps = study.tables["gaps"]
    for coupling in COUPLINGS[:2]:
        rows = gaps[~gaps["exits"] & (gaps["affect.coupling"] == coupling)]
        assert np.all(np.diff(rows["gap"]) < 0.0)


def test_coupling__turns_what_is_of_the_people_into_what_is_of_the_pair(study) -> None:
    start, people, correlation = (at_the_end(study, x) for x in ("start", "people", "correlation"))
    assert start[0] < 0.02
    assert people[0] > 0.3
    assert start[-1] > 0.4
    assert people[-1] < people[0]
    assert correlation[0] > 0.95
    assert correlation[-1] < 0.6


def test_shares_of_the_variance__sum_to_one(study: mutua.Basins) -> None:
    shares = study.summary()[["start", "people", "happened"]].sum(axis=1)
    np.testing.assert_allclose(shares, 1.0)
    summary = study.summary()
    assert (summary["start_alike"] <= summary["start"] + 1e-12).all()


def test_dyads_cross_over_more_slowly__the_stronger_the_coupling(study: mutua.Basins) -> None:
    tips = study.tables["tips"]
    last = tips[~tips["exits"] & (tips["week"] == 104) & (tips["start"] == "low")]
    low = dict(zip(last["affect.coupling"], last["tipped"], strict=True))
    assert low[0.5] < low[0.3] - 0.1
    assert (
        tips.groupby(["affect.coupling", "exits", "start"])["tipped"].diff().dropna() >= 0
    ).all()


def test_with_exits__fewer_go_on_and_who_does_remembers_too(study: mutua.Basins) -> None:
    gaps = study.tables["gaps"]
    assert (gaps.loc[~gaps["exits"], "both"] == 1.0).all()
    ending = gaps[gaps["exits"] & (gaps["week"] == 52)]
    assert (ending["both"] < 0.8).all()
    assert ending["gap"].is_monotonic_increasing


def test_trust__can_be_what_both_begin_with() -> None:
    study = mutua.basins({"trust.evidence": [0.02, 0.2]}, state="trust", moved=None, **SMALL)
    slow, fast = at_the_end(study, "gap")
    assert slow > fast + 0.02
    assert study.manifest["starts"] == [0.1, 0.9]


def test_other_states_of_week_0__stay_as_they_are_set() -> None:
    asked = plan_basins(VALUES, resolve(start={"user.feeling.trust": 0.2}),
                        **plan.keywords)  # fmt: skip
    begin = {"user.feeling.affect": 0.5, "professional.feeling.affect": 0.5}
    assert asked.at({}, 0.5, exits=True).start == begin | {"user.feeling.trust": 0.2}
    assert asked.at({}, None, exits=True).start == {"user.feeling.trust": 0.2}


def test_two_parameters__are_crossed_and_drawn() -> None:
    values = {"affect.coupling": [0.2, 0.4], "affect.steepness": [1.0, 4.0]}
    study = mutua.basins(values, moved=None, dyads=60, replicates=2, weeks=6, threads=1)
    assert len(study.summary()) == 4 * 2  # exits on and off
    assert set(study.plot.all()) == {"gaps", "tips"}
    assert "affect.steepness" in study.report()


# --- the loop ------------------------------------------------------------------------------------


def test_a_loop_that_moves_nothing__is_the_run_of_the_kernel_to_the_last_bit() -> None:
    still = plan(steps=(1.0, 1.0))
    runner = BasinsRunner(still, 1, None)
    arm = still.at({}, 0.5, exits=False)
    batch = Batch([arm], [0], loop_dyads(still), 15, 1, wanted=Wanted(still.series))
    kernel = step(batch, threads=1).series[0][:, 4::5].mean(axis=2)
    assert still.loop is not None
    moved = runner.caseloads_moved({}, still.loop)
    assert moved.shape == (2, 3)
    np.testing.assert_array_equal(moved, kernel.reshape(2, -1, 3).mean(axis=1))


def test_a_step_of_a_loop__acts_from_its_first_week_on() -> None:
    runner = BasinsRunner(plan(), 1, None)
    still, moved = (runner.caseloads_moved({}, Loop("effort.professional", steps, 5, "high"))
                    for steps in ((1.0, 1.0), (1.0, 0.0)))  # fmt: skip
    np.testing.assert_array_equal(still[:, 0], moved[:, 0])
    assert (moved[:, 1] < still[:, 1]).all()


def test_cold_pairs_get_out__where_their_coupling_was_weak_for_a_while() -> None:
    """From the low start, coupling .6, .1 and .6 again; in proportion nothing is to be got out of.

    Two caseloads; the widths are some -.76 and -.29 (the weeks of the first step are the first).
    """
    study = mutua.basins(
        {"affect.steepness": [1.0, 4.0]}, dyads=160, replicates=2, weeks=20, threads=1,
        moved="affect.coupling", steps=(0.6, 0.1), begin="low",
    )  # fmt: skip
    flat, steep = study.tables["loop"].groupby("affect.steepness")["width"].first()
    assert steep < -0.25
    assert steep < flat - 0.1
    before, _, after = study.tables["loop"].loc[lambda t: t["affect.steepness"] == 4.0, "state"]
    assert before < 0.0 < after


# --- the warning ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def parts() -> list[tables.Replicate]:
    long = plan(sizes={"dyads": 400, "replicates": 4, "weeks": 104, "seed": 1})
    return [
        tables.Replicate(courses, Alarm(8, 4, 0.1))
        for courses in BasinsRunner(long, 1, None).courses()
    ]


def areas(parts: list[tables.Replicate], signal: str) -> np.ndarray:
    return np.array([part.places(part.signals[signal], 4).mean() for part in parts])


def test_break_offs__come_from_dyads_that_feel_worse_beforehand(parts) -> None:
    """Some 400 cases: SE of an area .015; the margin is three of them."""
    assert areas(parts, "affect, level").mean() > 0.55
    tables.add_together(parts, 4)
    assert areas(parts, tables.ODDS).mean() > areas(parts, "affect, level").mean()
    assert areas(parts, tables.TOGETHER).mean() > 0.55


def test_shuffled_labels__give_no_warning(parts) -> None:
    """Cases drawn among stayers of the same weeks: AUC .5, 10 % alarms, six SE of n > 300."""
    rng = np.random.default_rng(5)
    places = []
    for part in parts:
        cases = np.zeros_like(part.cases)
        for week in np.flatnonzero(part.cases.any(axis=0) & part.stays.any(axis=0)):
            there = np.flatnonzero(part.stays[:, week])
            number = min(len(there), int(part.cases[:, week].sum()))
            cases[rng.choice(there, number, replace=False), week] = True
        for signal in part.signals.values():
            places.append((signal, cases, part.stays))
    for name in range(len(parts[0].signals)):
        own = [tables.warning.placements(*x, 4) for x in places[name :: len(parts[0].signals)]]
        found = np.concatenate(own)
        assert len(found) > 300
        # stayers come again week by week, so that placements are less free than they are many
        assert found.mean() == pytest.approx(0.5, abs=6 * 0.289 / np.sqrt(len(found)))
        assert (found >= 0.9).mean() == pytest.approx(0.1, abs=6 * 0.3 / np.sqrt(len(found)))


def test_a_warning__is_judged_at_its_rate_and_by_weeks_before(study: mutua.Basins) -> None:
    warning, roc, leads = (study.tables[name] for name in ("warning", "roc", "leads"))
    assert len(warning) == 10
    assert (warning["cases"] == warning["cases"].iloc[0]).all()
    for signal, rows in roc.groupby("signal"):
        assert rows["sensitivity"].is_monotonic_increasing
        near = rows.loc[rows["false_alarms"].sub(0.1).abs().idxmin(), "sensitivity"]
        row = warning.set_index("signal").loc[signal]
        assert near == pytest.approx(row["sensitivity"], abs=0.02)
        at = leads[(leads["signal"] == signal) & (leads["before"] == 4)]["auc"].item()
        assert at == pytest.approx(row["auc"])
    assert warning["right"].between(0.0, 0.3).all()


def test_a_run_too_short_for_a_warning__says_so() -> None:
    short = mutua.basins(moved=None, dyads=40, replicates=2, weeks=6, threads=1)
    assert "warning" not in short.tables
    assert "A warning was not measured" in " ".join(short.text().split())
    assert set(short.plot.names) == {"gaps", "tips"}


def test_without_a_lead__no_warning_is_measured() -> None:
    asked = mutua.basins(moved=None, lead=None, dyads=40, replicates=2, weeks=80, threads=1)
    assert set(asked.tables) == {"gaps", "tips", "sources"}
    assert "warning" not in asked.text()
    assert asked.page([]).count("Early warning") == 0


# --- the result ----------------------------------------------------------------------------------


def test_a_study__is_the_same_again_on_other_threads(study: mutua.Basins) -> None:
    again = mutua.basins({"affect.coupling": COUPLINGS}, moved=None, **SMALL | {"threads": 2})
    for name, table in study.tables.items():
        pd.testing.assert_frame_equal(table, again.tables[name])


def test_a_study__comes_back_from_its_folder(study: mutua.Basins, tmp_path) -> None:
    assert isinstance(study, StudyResult)
    kept = mutua.load(study.save(tmp_path / "kept"))
    assert isinstance(kept, mutua.Basins)
    assert kept.text() == study.text()
    for name, table in study.tables.items():
        pd.testing.assert_frame_equal(table, kept.tables[name])


def test_sentences__tell_the_pair_from_the_people(study: mutua.Basins) -> None:
    said = " ".join(study.text().split())
    for text in ("a property of the pair", "who the two are", "their anchors", "what happened",
                 "false alarms", "with exits", "crossed over"):  # fmt: skip
        assert text in said


class Counted:
    """Counts dyad-weeks."""

    done = 0

    def __call__(self, done: int) -> None:
        self.done += done


def test_progress__adds_up_to_the_work_that_was_planned() -> None:
    for moved in (None, "effort.professional"):
        asked = plan(moved=moved)
        count = Counted()
        mutua.basins(dyads=80, replicates=2, weeks=20, threads=1, progress=count, hold=5,
                     moved=moved, steps=(1.0, 0.5, 0.0))  # fmt: skip
        assert count.done == study_work(asked)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"values": {}}, "values: 0 parameters"),
        ({"values": {"trust.gian": [0.1]}}, "did you mean trust.gain"),
        ({"values": {"trust.gain": [0.1, 0.1]}}, "trust.gain: .* each once"),
        ({"values": {"trust.gain": []}}, "trust.gain: a choice of nothing"),
        ({"values": {"trust.gain": [9.0]}}, "trust.gain: 9 is not"),
        ({"values": {f"trust.{x}": [0.1] for x in ("gain", "loss", "buffer")}}, "3 parameters"),
        ({"state": "bond"}, "state: 'bond' is not one of affect, trust"),
        ({"moved": "population.anchor.mean"}, "moved: .* is read once"),
        ({"moved": "effort"}, "moved: 'effort' is not declared"),
        ({"steps": [1.0]}, "steps: fewer than two"),
        ({"steps": ["x", 1.0]}, "affect.coupling: 'x' is not"),
        ({"begin": "warm"}, "begin: 'warm' is not one of low, high"),
        ({"hold": 0}, "hold: 0 is not a whole number from 1 to 520"),
        ({"window": 2}, "window: 2 is not"),
        ({"lead": 27}, "lead: 27 is not"),
        ({"false_alarms": 1.0}, "false_alarms: 1 is not"),
        ({"apart": 0.0}, "apart: 0 is not"),
        ({"replicates": 1}, "replicates: 1 is not"),
    ],
)
def test_what_cannot_be__is_refused_by_name(arguments: dict, said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        mutua.basins(**{"dyads": 40, "weeks": 6} | arguments)
