"""`mutua sensitivity`: from the rows of a sweep to shares, effects and boxes; what is refused."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import sobol as salib_sobol
from undrawn import files_in_name

import mutua
from mutua.cli.main import main
from mutua.plots.figure import Figures
from mutua.plots.style import INCH, PAGE
from mutua.studies.sensitivity.blocks import block_size
from mutua.studies.sensitivity.cube import MINUS
from mutua.studies.sweep.result import SweepResult
from mutua.studies.sweep.rows import OUTCOMES

SMALL = {"dyads": 30, "weeks": 8, "threads": 1}
SPACE = {
    "trust.gain": "interval(0.02, 0.3)",
    "service.contact_interval": "tag(log, interval(1, 6))",
    "mechanism.exchange": ["on", "off"],
}
PAIR = ["paternalistic", "collaborative"]


@pytest.fixture(scope="module")
def saltelli() -> SweepResult:
    return mutua.sweep(SPACE, design="saltelli", points=16, replicates=4, regimes=PAIR, **SMALL)


@pytest.fixture(scope="module")
def morris() -> SweepResult:
    return mutua.sweep(SPACE, design="morris", points=12, replicates=4, regimes=PAIR, **SMALL)


def analysed(swept, **options):
    return mutua.sensitivity(swept, **{"resamples": 50} | options)


def rows(table, **key):
    for name, value in key.items():
        table = table[table[name].isna() if value is None else table[name] == value]
    return table


def without(swept, points, outcome):
    """The sweep in which an outcome of some points has no value."""
    table = swept.table.copy()
    table.loc[table["point"].isin(points), outcome] = np.nan
    return replace(swept, parts=lambda: [table])


# --- Saltelli -------------------------------------------------------------------------------------


@pytest.mark.parametrize("second_order", [True, False])
def test_shares_of_a_sweep__are_those_of_salib_for_its_rows(second_order):
    swept = mutua.sweep(
        SPACE, design="saltelli", points=16, second_order=second_order, replicates=1,
        regimes=PAIR, **SMALL,
    )  # fmt: skip
    names = list(SPACE)
    problem = {"num_vars": 3, "names": names, "bounds": [[0.0, 1.0]] * 3}
    found = analysed(swept, outcomes=["trust_user_end"]).tables["indices"]
    by_regime = swept.table.pivot(index="point", columns="regime", values="trust_user_end")
    expected = {(regime, None): by_regime[regime] for regime in PAIR}
    expected["collaborative", "paternalistic"] = (
        by_regime["collaborative"] - by_regime["paternalistic"]
    )
    for (regime, reference), outcomes in expected.items():
        theirs = salib_sobol.analyze(
            problem, outcomes.to_numpy(), calc_second_order=second_order, seed=1
        )
        ours = rows(found, regime=regime, reference=reference)
        for order, key in (("first", "S1"), ("total", "ST")):
            some = rows(ours, order=order)
            assert list(some["parameter"]) == names
            np.testing.assert_allclose(some["share"], theirs[key], atol=1e-9)
        pairs = rows(ours, order="second")
        assert len(pairs) == 3 * second_order
        for row in pairs.itertuples():
            share = theirs["S2"][names.index(row.parameter), names.index(row.other)]
            assert row.share == pytest.approx(share, abs=1e-9)


def test_every_regime_and_pair__has_its_rows_of_every_outcome(saltelli):
    outcomes = ["trust_user_end", "dropout", "trust_user_last"]
    found = analysed(saltelli, outcomes=outcomes)
    targets = [("paternalistic", None), ("collaborative", None), ("collaborative", "paternalistic")]
    for regime, reference in targets:
        for outcome in outcomes:
            key = {"outcome": outcome, "regime": regime, "reference": reference}
            assert len(rows(found.tables["variance"], **key)) == 1
            assert len(rows(found.tables["indices"], **key)) == 3 + 3 + 3
    assert len(found.tables["variance"]) == 9
    for table in found.tables.values():
        assert all(set(table.attrs[name]) == {"unit", "definition"} for name in table.columns)


def test_a_turned_contrast__has_the_same_shares(saltelli):
    one = analysed(saltelli, outcomes=["trust_user_end"])
    other = analysed(saltelli, outcomes=["trust_user_end"], contrast="paternalistic-collaborative")
    np.testing.assert_allclose(one.summary()["share_total"], other.summary()["share_total"])
    means = [float(each.focus("variance")["mean"].iloc[0]) for each in (one, other)]
    assert means[0] == -means[1] != 0.0


def test_what_a_switched_off_mechanism_holds__has_a_share_of_0_to_the_last_bit():
    space = {"obligation.gain": "interval", "trust.gain": "interval(0.02, 0.3)"}
    off = {"mechanism": {"obligation": False}, "regimes": ["usual"], "replicates": 3, **SMALL}
    found = analysed(mutua.sweep(space, design="saltelli", points=16, **off),
                     outcomes=["trust_user_end"])  # fmt: skip
    shares = found.summary().set_index("parameter")
    assert shares.loc["obligation.gain", "share_total"] == 0.0
    assert shares.loc["trust.gain", "share_total"] > 0.5
    found = analysed(mutua.sweep(space, design="morris", points=12, **off),
                     outcomes=["trust_user_end"])  # fmt: skip
    effects = found.summary().set_index("parameter")
    assert effects.loc["obligation.gain", ["mu_star", "chance"]].tolist() == [0.0, 0.0]
    assert effects.loc["trust.gain", "mu"] > effects.loc["trust.gain", "chance"]


@pytest.mark.parametrize("design", ["saltelli", "morris"])
def test_a_block_with_a_missing_value__is_left_out_whole_and_said(design, request):
    swept = request.getfixturevalue(design)
    size = block_size(swept.plan)
    broken = without(swept, [3, 2 * size, 2 * size + 1], "trust_user_end")
    found = analysed(broken, outcomes=["trust_user_end"])
    kept = np.delete(np.arange(len(swept.points)).reshape(-1, size), [0, 2], axis=0).ravel()
    table = swept.table[swept.table["point"].isin(kept)].copy()
    table["point"] = table["point"].map({point: k for k, point in enumerate(kept)})
    plan = replace(
        swept.plan,
        points=swept.plan.points[kept],
        blocks=(replace(swept.plan.blocks[0], stop=len(kept)),),
    )
    alone = analysed(SweepResult(lambda: [table], swept.points, plan), outcomes=["trust_user_end"])
    name = {"saltelli": "indices", "morris": "effects"}[design]
    told = found.tables["variance" if design == "saltelli" else "effects"]
    assert set(told["dropped"]) == {2}
    columns = [c for c in found.tables[name].columns if c != "dropped"]
    pd.testing.assert_frame_equal(found.tables[name][columns], alone.tables[name][columns])
    said = found.sentences()
    assert any("2 of " in sentence and "left out" in sentence for sentence in said)


def test_failed_points__are_left_out_with_their_blocks():
    space = {"population.severity.sd": "interval(0.1, 0.5)", "trust.gain": "interval(0.02, 0.3)"}
    swept = mutua.sweep(
        space, design="saltelli", points=16, replicates=2, regimes=["usual"],
        parameters={"population.severity.mean": 0.2}, **SMALL,
    )  # fmt: skip
    assert 0 < swept.failed["point"].nunique() < 48
    found = analysed(swept, outcomes=["dropout"])
    row = found.tables["variance"].iloc[0]
    failed = swept.failed["point"].unique() // 6
    assert (row["dropped"], row["blocks"]) == (len(set(failed)), 16 - len(set(failed)))


# --- regions --------------------------------------------------------------------------------------


def by_hand(swept, values):
    """The sweep in which an outcome of each point is given."""
    table = swept.table.copy()
    table["dropout"] = values[table["point"]]
    return replace(swept, parts=lambda: [table])


@pytest.fixture(scope="module")
def random() -> SweepResult:
    space = SPACE | {"setting": ["community", "psychotherapy", "inpatient"]}
    size = {"dyads": 1, "weeks": 1, "threads": 1}
    return mutua.sweep(space, design="random", points=400, replicates=1, regimes=["usual"], **size)


def test_a_region_that_is_a_box__is_told_in_its_parameters(random):
    points = random.points
    inside = (points["trust.gain"] > 0.2) & (points["setting"] != "inpatient")
    found = analysed(by_hand(random, inside.to_numpy(float)), outcomes=["dropout"], threshold=0.5)
    box = found.tables["box"].set_index("parameter")
    assert set(box.index.dropna()) == {"trust.gain", "setting"}
    assert box.loc["trust.gain", "low"] == pytest.approx(0.2, abs=0.02)
    assert box.loc["setting", "kept"] == "community, psychotherapy"
    assert box["density"].iloc[0] > 0.95
    assert box.loc["setting", "density"] < 0.8
    apart = found.tables["regions"].set_index("parameter")
    told = apart["distance"] > apart["chance"]
    assert told["trust.gain"]
    assert told["setting"]


def test_the_region_of_a_contrast__begins_at_0_and_of_a_regime_at_a_quartile(saltelli):
    contrast = analysed(saltelli, outcomes=["trust_user_end"])
    assert contrast.region.threshold == 0.0 or contrast.region.quartile
    alone = analysed(saltelli, outcomes=["trust_user_end"], contrast="collaborative")
    assert alone.region.quartile
    assert alone.region.inside.mean() == pytest.approx(0.25, abs=0.05)
    below = analysed(saltelli, outcomes=["trust_user_end"], side="below", threshold=1.0)
    assert below.region.inside.all()
    assert below.tables["regions"].empty
    assert "regions" not in below.plot.names


def test_curves__are_means_over_the_points_of_a_value(random):
    found = analysed(by_hand(random, np.arange(400.0)), outcomes=["dropout"])
    curve = rows(found.tables["curves"], parameter="setting").set_index("name")
    expected = pd.Series(np.arange(400.0)).groupby(random.points["setting"].to_numpy()).mean()
    np.testing.assert_allclose(curve["mean"], expected[curve.index])
    many = rows(found.tables["curves"], parameter="trust.gain")
    assert many["points"].tolist() == [50] * 8


# --- what is refused ------------------------------------------------------------------------------


def test_points_of_another_design__are_refused_in_one_line(saltelli, morris):
    turned = saltelli.plan.points[::-1].copy()
    with pytest.raises(mutua.ParameterError, match="not those of a saltelli design"):
        analysed(replace(saltelli, plan=replace(saltelli.plan, points=turned)))
    for first, second in ((1, 2), (4, 5)):
        swapped = saltelli.plan.points.copy()
        swapped[[first, second]] = swapped[[second, first]]
        with pytest.raises(mutua.ParameterError, match="is no mixture of its first and last"):
            analysed(replace(saltelli, plan=replace(saltelli.plan, points=swapped)))
    mixed = morris.plan.points.copy()
    mixed[1] = mixed[0] * 0.9 + 0.01
    with pytest.raises(mutua.ParameterError, match="a step moves more than one axis"):
        analysed(replace(morris, plan=replace(morris.plan, points=mixed)))
    fewer = replace(saltelli.plan, design={**saltelli.plan.design, "second_order": False})
    with pytest.raises(mutua.ParameterError, match="128 points are no multiple of 5"):
        analysed(replace(saltelli, plan=fewer))


def test_too_few_complete_blocks__are_refused(saltelli):
    broken = without(saltelli, range(0, 128, 8), "dropout")
    with pytest.raises(mutua.ParameterError, match="run: 0 of 16 blocks are complete for dropout"):
        analysed(broken)
    found = analysed(broken, outcomes=["trust_user_end", "dropout"])
    row = rows(found.tables["variance"], outcome="dropout").iloc[0]
    assert row["blocks"] == 0
    assert np.isnan(row["variance"])


def test_an_outcome_that_never_varies__has_no_missing_number_in_a_sentence(saltelli, morris):
    for swept in (saltelli, morris):
        table = swept.table.assign(dropout=0.25)
        constant = replace(swept, parts=lambda table=table: [table])
        said = analysed(constant, outcomes=["dropout"]).sentences()
        assert not re.search(r"\bnan\b", " ".join(said))
        if swept is saltelli:
            assert said[0].startswith("The outcome has no variance")


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory, saltelli) -> Path:
    path = tmp_path_factory.mktemp("sweeps")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figures, "files", files_in_name)
        save_sweeps(path)
    return path


def save_sweeps(path: Path) -> None:
    """A sweep, and folders of what is none, or too little of one."""
    same = {"design": "saltelli", "points": 16, "replicates": 4, "regimes": PAIR, **SMALL}
    mutua.sweep(SPACE, **same, output=path / "swept", part_rows=100)
    words = ["sweep", "trust.gain=0.05,0.1", "dyads=2", "weeks=1", "threads=1", "part_rows=2"]
    assert main([*words, "shard=1/2", f"output={path / 'shard'}"]) == 0
    assert main(["run", "dyads=2", "weeks=1", f"output={path / 'run'}"]) == 0
    mutua.sweep({}, dyads=2, weeks=1, replicates=1, output=path / "nothing")
    mutua.sweep({"trust.gain": [0.1, 0.2]}, dyads=2, weeks=1, replicates=1, output=path / "two")


BAD = [
    ("", "which folder? None is given"),
    ("none", "there is no folder none"),
    ("run", "holds no sweep"),
    ("shard", "is shard 1/2 of a sweep; merge the shards first"),
    ("nothing", "a sweep that varies nothing"),
    ("two", "2 of 2 points are complete for dropout, fewer than 8"),
    ("swept outcomes=[happiness]", "outcomes: 'happiness' is no outcome"),
    ("swept outcomes=[dropout,dropout]", "each once"),
    ("swept outcomes=dropout", "outcomes: 'dropout' is not a list of outcomes"),
    ("swept contrast=consumer-peer", "contrast: 'consumer-peer' is not one of"),
    ("swept side=left", "side: 'left' is not one of above, below"),
    ("swept threshold=high", "threshold: 'high' is not a number"),
    ("swept threshold=inf", "threshold: 'inf' is not a number"),
    ("swept regimes=[usual]", "regimes: sensitivity has no such key"),
    ("swept output=swept", "already holds a run"),
    ("swept extra", "'extra' is not name=value"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), BAD, ids=[line or "nothing" for line, _ in BAD])
def test_bad_input__is_one_line_and_changes_nothing(line, said, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert main(["sensitivity", *line.split()]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("mutua: ")
    assert shown.err.count("\n") == 1
    assert said in shown.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_sweep_that_is_not_complete__is_refused(folder, tmp_path, capsys):
    import shutil

    shutil.copytree(folder / "swept", tmp_path / "half")
    (tmp_path / "half" / "manifest.json").unlink()
    assert main(["sensitivity", str(tmp_path / "half")]) == 2
    assert "no complete run" in capsys.readouterr().err


def test_a_folder__gives_what_the_sweep_in_memory_gives(folder, saltelli):
    ours = analysed(folder / "swept").tables
    for name, table in analysed(saltelli).tables.items():
        pd.testing.assert_frame_equal(ours[name], table)


def test_the_command__leaves_a_folder_with_tables_figures_and_a_page(folder, tmp_path, capsys):
    words = ["outcomes=[trust_user_end,dropout]", f"output={tmp_path / 'out'}"]
    assert main(["sensitivity", str(folder / "swept"), *words]) == 0
    shown = capsys.readouterr().out
    assert "trust.gain" in shown
    assert f"collaborative {MINUS} paternalistic" in shown
    assert max(map(len, shown.splitlines())) <= 80 + len(str(tmp_path))
    names = {path.name for path in (tmp_path / "out").iterdir()}
    tables = {"variance", "indices", "curves", "regions", "box"}
    figures = {"indices", "overview", "second_order", "curves"}
    assert names >= {f"{name}.{kind}" for name in tables for kind in ("csv", "parquet")}
    assert names >= {f"{name}.{kind}" for name in figures for kind in ("png", "svg")}
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("<figure") == len({path.stem for path in (tmp_path / "out").glob("*.svg")})
    assert "http://" not in page.replace("http://www.w3.org", "")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["contrast"] == ["collaborative", "paternalistic"]
    assert manifest["sweep"]["design"]["kind"] == "saltelli"
    stored = pd.read_parquet(tmp_path / "out" / "indices.parquet")
    assert len(stored) == 2 * 3 * 9
    loaded = mutua.load(tmp_path / "out")
    assert set(loaded.tables) == tables
    assert loaded.tables["indices"].attrs["share"]["unit"] == "share"


def test_json__is_alone_on_standard_output(folder, tmp_path, capsys):
    words = ["outcomes=[dropout]", "figures=false", f"output={tmp_path / 'out'}", "--json"]
    assert main(["sensitivity", str(folder / "swept"), *words]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {row["parameter"] for row in shown["summary"]} == set(SPACE)


def test_usual_outcomes__are_outcomes_of_a_sweep():
    from mutua.studies.sensitivity.cube import USUAL

    assert set(USUAL) <= set(OUTCOMES)
    assert USUAL[0] == "dropout"
    assert len(set(USUAL)) == len(USUAL)


# --- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("design", ["saltelli", "morris", "random"])
def test_figures__are_labelled_sized_for_a_journal_and_say_what_was_run(design, request):
    swept = request.getfixturevalue(design)
    found = analysed(swept, outcomes=["trust_user_end", "adherence"])
    drawn = found.plot.all()
    assert "curves" in drawn
    for name, axes in drawn.items():
        axes = np.ravel(axes)
        figure = axes[0].figure
        assert figure.get_figwidth() * INCH == pytest.approx(PAGE), name
        assert f"{len(swept.points)} points, {found.cube.replicates} replicates" in (
            figure.get_supxlabel()
        )
    for ax, name in zip(np.ravel(drawn["curves"]), found.ranked, strict=True):
        assert ax.get_xlabel().replace("\n", "").startswith(name)


def test_a_panel__says_how_much_is_noise(saltelli):
    found = analysed(saltelli, outcomes=["trust_user_end"])
    titles = [ax.get_title(loc="left") for ax in found.plot.indices()]
    assert [title.split("\n")[0] for title in titles] == [*PAIR, f"{PAIR[1]} {MINUS} {PAIR[0]}"]
    share = found.focus("variance")["share_noise"].iloc[0]
    assert titles[2].endswith(f"noise: {100 * share:.0f} % of a run's variance")


ODD = {
    "one axis": ({"trust.gain": "interval"}, "saltelli", {}),
    "one axis, one replicate": ({"trust.gain": "interval"}, "morris", {"replicates": 1}),
    "two numbers": ({"trust.gain": "interval", "trust.loss": "interval"}, "sobol", {}),
    "two lists": ({"trust.gain": [0.1, 0.2, 0.3], "trust.loss": [0.1, 0.2, 0.3]}, "grid", {}),
    "names alone": ({"setting": ["community", "routine", "inpatient"]}, "lhs", {}),
    "nothing moves": (
        {"obligation.gain": "interval", "obligation.decay": "interval"}, "saltelli",
        {"mechanism": {"obligation": False}, "regimes": ["usual"]},
    ),
    "three regimes": (SPACE, "random", {"regimes": [*PAIR, "consumer"]}),
}  # fmt: skip


@pytest.mark.parametrize("case", list(ODD))
def test_whatever_was_swept__has_its_figures_and_its_page(case):
    space, design, options = ODD[case]
    size = {"points": 8, "replicates": 2, "regimes": PAIR, "dyads": 10, "weeks": 3, "threads": 1}
    swept = mutua.sweep(space, design=design, **size | options)
    found = analysed(swept, outcomes=["trust_user_end", "admissions"])
    files = found.plot.files()
    page = found.report(files)
    for sentence in found.text().split("\n\n"):
        assert sentence.split()[0] in page
    assert ("surface.png" in files) == (case in ("two numbers", "two lists"))


def test_a_surface__shows_every_point_and_where_the_interval_includes_0():
    space = {"trust.gain": "interval", "trust.loss": "interval"}
    size = {"points": 16, "replicates": 4, "regimes": PAIR, **SMALL}
    found = analysed(mutua.sweep(space, design="sobol", **size), outcomes=["trust_user_end"])
    points = found.points()
    rows = found.cube.of("trust_user_end", found.target)
    np.testing.assert_allclose(points["mean"], rows.mean(axis=1))
    assert ((points["low"] < points["mean"]) & (points["mean"] < points["high"])).all()
    filled, hollow = found.plot.surface()[0].lines
    unsure = (points["low"] <= 0.0) & (points["high"] >= 0.0)
    assert (len(filled.get_xdata()), len(hollow.get_xdata())) == ((~unsure).sum(), unsure.sum())


@pytest.mark.usefixtures("undrawn")
def test_a_sweep_that_grew__is_analysed_as_if_it_had_been_asked_for_at_once(tmp_path):
    words = ["trust.gain=interval(0.02,0.3)", "trust.loss=interval", "design=saltelli"]
    words += ["regimes=[usual,peer]", "dyads=10", "weeks=3", "threads=1"]
    grown, once = tmp_path / "grown", tmp_path / "once"
    assert main(["sweep", *words, "design.points=8", "replicates=2", f"output={grown}"]) == 0
    assert main(["sweep", f"extend={grown}", "design.points=16", "replicates=3"]) == 0
    assert main(["sweep", *words, "design.points=16", "replicates=3", f"output={once}"]) == 0
    ours, theirs = (analysed(path, outcomes=["trust_user_end"]).tables for path in (grown, once))
    for name, table in theirs.items():
        pd.testing.assert_frame_equal(ours[name], table)
