"""The card says what its rows, null models and knock-outs are, whatever the rows are."""

import json
from functools import partial
from math import isnan, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import mutua
from mutua.errors import ParameterError
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.resolve import resolve
from mutua.studies.evidence import card as carding
from mutua.studies.evidence import evidence as measuring
from mutua.studies.evidence import prior
from mutua.studies.evidence.card import card_work
from mutua.studies.evidence.evidence import MOST, MonteCarlo, experiments_of, measure_rows, work_of
from mutua.studies.evidence.needs import (
    LEVELS,
    RATIOS,
    compare_estimates,
    essential,
    needs_table,
    read_back,
)
from mutua.studies.evidence.nulls import ABOUT_NULLS, NULLS
from mutua.studies.evidence.patterns import MEASUREMENTS
from mutua.studies.evidence.result import count_rows
from mutua.studies.evidence.rows import pattern_of, published_patterns
from mutua.studies.result import StudyResult

ROWS = ["E01", "E03"]
GOLDEN = Path(__file__).parents[2] / "golden" / "card.json"


@pytest.fixture(scope="module")
def card() -> mutua.Scorecard:
    return mutua.evidence(ROWS, size=0.1, threads=1, nulls=True, needs=True)


def test_a_row_passes__if_its_whole_interval_does(card: mutua.Scorecard) -> None:
    assert list(card.patterns["id"]) == ROWS
    for row in card.patterns.itertuples():
        ends = row.simulated - row.error, row.simulated + row.error
        assert row.passed == pattern_of(row.id).passes(*ends)
        assert row.replicates >= MEASUREMENTS[row.id].experiment.replicates


def test_null_models_and_knock_outs__are_tables_of_every_row(card: mutua.Scorecard) -> None:
    assert isinstance(card, StudyResult)
    nulls, needs = card.tables["nulls"], card.tables["needs"]
    assert list(nulls["null"].unique()) == list(NULLS) == list(ABOUT_NULLS)
    assert set(needs["mechanism"]) == set(NEUTRAL)
    assert (nulls.groupby("null").size() == len(ROWS)).all()
    assert (needs.groupby("mechanism").size() == len(ROWS)).all()
    said = card.text()
    assert all(name in said for name in NULLS)


def test_a_null_model__moves_the_rows(card: mutua.Scorecard) -> None:
    """Dropout under constant odds is near the base of the setting alone: 16 weeks of it."""
    nulls = card.tables["nulls"].set_index(["null", "id"])["simulated"]
    base = resolve(setting="psychotherapy").values["exit.base"]
    expected = 1.0 - (1.0 + base) ** -16
    assert nulls["null.flat", "E01"] == pytest.approx(expected, abs=0.02)  # 3,200 dyads: SE .005


def test_overrides__win_over_the_presets_of_the_rows() -> None:
    none = mutua.evidence(["E01"], size=0.1, threads=1,
                          parameters={"exit.base": 0.0, "exit.patience": 520.0})  # fmt: skip
    assert none.patterns["simulated"].item() == 0.0
    assert none.manifest["parameters"] == {"exit.base": 0.0, "exit.patience": 520.0}


def test_a_card__is_the_same_again_but_for_its_seconds(card: mutua.Scorecard) -> None:
    again = mutua.evidence(["E03", "E01"], size=0.1, threads=2).patterns.drop(columns="seconds")
    pd.testing.assert_frame_equal(again, card.patterns.drop(columns="seconds"))


def test_an_experiment__is_run_once_for_all_of_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    simulate = measuring.replicates_of
    monkeypatch.setattr(
        measuring, "replicates_of", lambda e, *a, **k: runs.append(e.name) or simulate(e, *a, **k)
    )
    measure_rows(["E01", "E02", "E03"], {}, size=0.1, most=1, threads=1)
    assert runs == ["psychotherapy", "routine"]


class Report:
    """Counts dyad-weeks, and what of the plan was not needed."""

    done = spared = 0

    def __call__(self, done: int) -> None:
        self.done += done

    def more(self, work: int) -> None:
        self.spared -= work


def test_progress__adds_up_to_the_work_that_was_planned() -> None:
    report = Report()
    mutua.evidence(ROWS, size=0.1, threads=1, nulls=True, progress=report)
    planned = card_work(ROWS, {}, size=0.1, needs=False, nulls=True)
    assert report.done + report.spared == planned
    ((experiment, _),) = experiments_of(ROWS)
    part = experiment.resized(0.1)
    assert planned == 4 * MOST * part.replicates * work_of(part, {})


def test_replicates__are_added_until_all_rows_are_decided_or_three_times_as_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def measured(values: list[float]) -> int:
        numbers = iter(values)
        monkeypatch.setattr(measuring, "statistic", lambda *_: next(numbers))
        return measure_rows(["E01"], {}, size=0.1, threads=1)["E01"].estimate.replicates

    least = MEASUREMENTS["E01"].experiment.replicates
    assert measured([0.2, 0.201] * 50) == least  # inside
    assert measured([0.3, 0.301] * 50) == least  # outside
    assert measured([0.249, 0.252] * 50) == MOST * least  # straddles .25
    assert measured([nan] * 100) == 0


def test_what_a_row_needs__is_found_where_it_is_planted() -> None:
    """E45 is carried by attribution, E41 by two mechanisms, E01 is a level."""
    on = {"E45": 0.2, "E41": 0.2, "E01": 0.2}
    off = {"attribution": {"E45": 0.0}, "roles": {"E41": 0.045, "E01": 0.4},
           "exchange": {"E41": 0.01}}  # fmt: skip

    def measured(common):
        switched = common.get("mechanism") or {}
        values = on | off.get(next((m for m, x in switched.items() if not x), ""), {})
        return {n: measuring.Measured(MonteCarlo(x, 0.001, 8), 0.0) for n, x in values.items()}

    table = needs_table(list(on), {}, measured)
    assert essential(table) == {"E01": ["roles"], "E41": ["roles", "exchange"],
                                "E45": ["attribution"]}  # fmt: skip
    assert read_back(table) == {"E45": "attribution", "E41": "exchange"}
    left = table.set_index(["id", "mechanism"])["left"]
    assert left["E41", "roles"] == pytest.approx(0.225)
    assert isnan(left["E01", "roles"])


def test_an_effect_of_a_ratio__is_its_distance_from_1() -> None:
    found = compare_estimates(pattern_of("E30"), MonteCarlo(5.0, 0.1, 8), MonteCarlo(1.4, 0.1, 8))
    assert found["flips"]
    assert found["left"] == pytest.approx(0.1)
    gone = compare_estimates(pattern_of("E30"), MonteCarlo(5.0, 0.1, 8), MonteCarlo(nan, nan, 0))
    assert gone["flips"]
    unsure = compare_estimates(pattern_of("E30"), MonteCarlo(5.0, 0.1, 8), MonteCarlo(3, 0.5, 8))
    assert not unsure["flips"]
    assert not unsure["removes"]


def test_an_effect_is_removed__only_where_noise_could_not_look_so() -> None:
    """A row that is not passed has an effect to remove too; one that is noise has none."""
    row = pattern_of("E18")
    removed = compare_estimates(row, MonteCarlo(2.6, 0.2, 4), MonteCarlo(1.1, 0.2, 4))
    noise = compare_estimates(row, MonteCarlo(1.1, 0.2, 4), MonteCarlo(1.01, 0.2, 4))
    assert (removed["flips"], removed["removes"], noise["removes"]) == (False, True, False)
    assert isnan(noise["left"])
    wide = compare_estimates(row, MonteCarlo(1.4, 0.1, 4), MonteCarlo(1.05, 0.5, 4))
    assert wide["left"] == pytest.approx(0.125)
    assert not wide["removes"]


def test_ratios_and_levels__are_rows_and_say_so() -> None:
    rows = published_patterns()
    for name in RATIOS:
        assert "ratio" in rows[name].statistic or "/" in rows[name].statistic, name
    assert not {*RATIOS} & {*LEVELS}
    assert {*LEVELS} <= {*rows}


PRIOR = """\
# 5 vectors of space=core
# on rules abc
id,vectors,passed,low,middle,high
E01,5,0.95,0.1,0.2,0.3
E03,5,0.2,0.4,,0.6
E44,5,0.5,1,2,3
"""


@pytest.fixture
def _shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prior, "prior_lines", lambda: tuple(PRIOR.splitlines()))


@pytest.mark.usefixtures("_shipped")
def test_rows_that_random_vectors_pass__are_counted_apart() -> None:
    card = mutua.evidence(ROWS, size=0.1, threads=1)
    assert list(card.patterns["prior"]) == [0.95, 0.2]
    assert list(card.patterns["informative"]) == [False, True]
    assert list(card.tables["prior"]["id"]) == ROWS
    counts = card.tables["counts"].iloc[0]
    assert (counts["rows"], counts["informative"]) == (2, 1)
    said = card.text().replace("\n", " ")
    assert "not informative: E01 (5 vectors of space=core on rules abc)" in said


def test_counts__are_of_scored_roles() -> None:
    patterns = pd.DataFrame({
        "role": ["calibrate", "report", "verify", "calibrate"],
        "passed": [True, True, False, False], "informative": [True, True, False, False],
    })  # fmt: skip
    counts = count_rows(patterns).to_numpy().tolist()
    assert counts == [["calibrate", 1, 2, 1, 1], ["verify", 0, 1, 0, 0]]


def test_a_card_of_a_row_without_value__can_be_drawn_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(measuring, "statistic", lambda *_: np.nan)
    card = mutua.evidence(["E01"], size=0.1, threads=1)
    assert not card.patterns["passed"].any()
    assert "Not passed: E01." in " ".join(card.text().split())
    assert card.report().count("<svg") == 1


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (["E99"], "'E99' is not declared"), ([], "is not one row or more"),
        (["E01", "E01"], "each once"), ("E01", "is not a list"), (5, "is not a list"),
        ([1], "is not a list of names"), (["E19"], r"E19 \(input\) is not measured"),
        ({"E01": 1}, "is not a list"), ([None], "is not a list of names"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be__are_refused_in_one_line(rows: object, why: str) -> None:
    with pytest.raises(ParameterError, match=f"^rows: .*{why}"):
        mutua.evidence(rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    [{"size": 0}, {"size": "x"}, {"size": 1e9}, {"seed": -1}, {"threads": 0}, {"needs": 3},
     {"nulls": "x"}, {"parameters": {"trust.gain": 9}}, {"mechanism": {"x": False}},
     {"parameters": [1]}, {"mechanism": 5}],
)  # fmt: skip
def test_what_no_card_can_be_run_with__is_refused_before_any_work(given: dict[str, object]) -> None:
    with pytest.raises(ParameterError):
        mutua.evidence(["E01"], **given)  # type: ignore[arg-type]


def small_card() -> mutua.Scorecard:
    """Every row on few dyads, and no replicates more for those that are not decided."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(carding, "measure_rows", partial(measure_rows, most=1))
        return mutua.evidence(size=0.05, threads=1)


def values_of(card: mutua.Scorecard) -> dict[str, list[str]]:
    """Value and error of each row, to six digits: some statistics end in BLAS."""
    columns = card.patterns[["id", "simulated", "error"]].itertuples(index=False)
    return {name: [f"{value:.6g}", f"{error:.6g}"] for name, value, error in columns}


def test_the_whole_card__has_the_values_it_had() -> None:
    """They change on purpose by ``python tests/studies/evidence/test_card.py``; say why."""
    card = small_card()
    assert values_of(card) == json.loads(GOLDEN.read_text("utf-8"))
    assert list(card.patterns["id"]) == list(MEASUREMENTS)
    assert np.isfinite(card.patterns[["simulated", "error"]].to_numpy()).all()
    assert card.tables["counts"]["rows"].sum() + len(card.manifest["unmeasured"]) == 45


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(values_of(small_card()), indent=1) + "\n", encoding="utf-8")
