"""mutua sweep, merge and run -m keep the contract: exit codes, one line, nothing changed."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import mutua
from mutua.cli.commands.sweep import NOTHING_VARIES
from mutua.cli.main import main
from mutua.scenarios.presets import presets
from mutua.studies.sweep.figures import SweepFigures

SMALL = ["dyads=20", "weeks=3", "threads=1"]
TINY = [*SMALL, "replicates=1", "regimes=[usual]"]
GAIN = "trust.gain=interval(0.02,0.2)"


pytestmark = pytest.mark.usefixtures("undrawn_module")


def done(*words):
    assert main([str(word) for word in words]) == 0


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def csv(text):
    Path("points.csv").write_text(text, encoding="utf-8")
    return "design=list design.file=points.csv"


def contents():
    return {str(p): p.read_bytes() if p.is_file() else b"" for p in Path().rglob("*")}


BAD = [
    # what varies
    ("trust.gian=0.1,0.2", "trust.gian", "did you mean trust.gain"),
    ("+trust.gian=0.1,0.2", "trust.gian", "did you mean trust.gain"),
    ("+trust.gain=0.1,0.2", "leave the + away"),
    ("~trust.gain", "nothing can be taken out"),
    ("trust.gain=interval(0,2)", "trust.gain: 2 is not a number from 0 to 1"),
    ("trust.gain=interval(-1,1)", "trust.gain: -1 is not a number from 0 to 1"),
    ("trust.gain=interval(0.2,0.1)", "interval(0.2,0.1) has no width"),
    ("trust.gain=interval(0.2,0.2)", "has no width"),
    ("trust.gain=interval(0.2)", "trust.gain=interval(0.2)"),
    ("trust.gain=interval(a,b)", "trust.gain=interval(a,b)"),
    ("trust.gain=interval(0,1", "cannot be read"),
    ("trust.gain=tag(log,interval(0,1))", "tag(log, ...) needs an interval above 0"),
    ("trust.gain=tag(lin,interval(0.1,1))", "the one tag is log"),
    ("trust.gain=tag(log,choice(0.1,1))", "the one tag is log"),
    ("service.caseload=tag(log,interval(1,8))", "takes whole numbers"),
    ("service.caseload=interval(1.5,8)", "service.caseload: 1.5 is not a whole number"),
    ("service.caseload=5,6.5", "service.caseload: 6.5 is not a whole number"),
    ("trust.gain=shuffle(0.1,0.2)", "nothing is shuffled"),
    ("trust.gain=0.1,0.1", "is not each once"),
    ("trust.gain=0.1,much", "trust.gain: 'much' is not a number"),
    ("trust.gain=0.1,true", "trust.gain: True is not a number"),
    ("trust.gain=range(0,3,1)", "trust.gain: 2 is not a number"),
    ("trust.gain=range(0.1,0.3,0)", "goes nowhere"),
    ("trust.gain=range(0.3,0.1,0.1)", "a choice of nothing"),
    ("trust=interval", "trust: 'interval' is not a group"),
    ("trust=0.1,0.2", "trust"),
    ("mechanism.obligaton=on,off", "did you mean mechanism.obligation"),
    ("mechanism.obligation=on,maybe", "'maybe' is not on or off"),
    ("mechanism.obligation=interval(0,1)", "an interval is of numbers"),
    ("setting=community,hospital", "setting: 'hospital' is not one of community"),
    ("setting=interval(0,1)", "an interval is of numbers"),
    ("experiment=brief_therapy,no_obligation", "experiment"),
    ("service.horizon=10,20", "give weeks="),
    ("dyads=10,20", "dyads: is the same for the whole sweep"),
    ("seed=range(0,5)", "seed: is the same for the whole sweep"),
    ("trust.loss=${trust.gain} trust.gain=0.1,0.2", "trust.loss: refers to a value that is swept"),
    ("space=cores", "space: 'cores' is not one of core"),
    ("space.trust.gain=0.1", "space.trust.gain"),
    ("hydra.sweep.dir=x", "how Hydra itself runs is fixed"),
    ("service.caseload=100", "more than the 264 that a team can hold"),
    ("intervention=[feedback] interventions.feedback.start=5,9 weeks=4",
     "interventions.feedback.start: 5 is not a week from 1 to 4"),
    ("intervention=[feedback] interventions.feedback.start=interval(5,9) weeks=4",
     "interventions.feedback.start: 5 is not a week from 1 to 4"),
    # arms
    ("regimes=[usual,usual]", "is not a list of one or more, each once"),
    ("regimes=[]", "is not a list of one or more"),
    ("regimes=[usual,dr]", "regimes: 'dr' is not one of"),
    ("regime=usual,dr", "regimes: 'dr' is not one of"),
    # designs
    ("design=sobl", "design: 'sobl' is not one of", "did you mean sobol"),
    ("design.kind=sobl", "design.kind: 'sobl' is not one of"),
    ("design=sobol", "design sobol varies nothing"),
    (f"design=sobol design.points=100 {GAIN}", "100 is no power of two", "try 128"),
    (f"design=saltelli design.points=3 {GAIN}", "3 is no power of two"),
    (f"design=random design.points=0 {GAIN}", "design.points: 0 is not a whole number"),
    (f"design=random design.points=1e3 {GAIN}", "design.points: 1000.0", "1_000"),
    (f"design=morris design.levels=3 {GAIN}", "3 is odd"),
    (f"design.levels=1 {GAIN}", "design.levels: 1 is not a whole number"),
    (f"design=random design.seed=-1 {GAIN}", "design.seed: -1"),
    (f"design.levels=10000 {GAIN} trust.loss=interval bond.gain=interval", "are more than"),
    (f"design.file=points.csv {GAIN}", "say design=list"),
    ("design=list", "needs a CSV file"),
    ("design=list design.file=none.csv", "none.csv", "No such file"),
    # constraints
    (f"{GAIN} constraints=[trust.gain]", "is no comparison"),
    (f"{GAIN} constraints=['trust.gain<trust.loss']", "'trust.loss' is not swept"),
    (f"{GAIN} constraints=['trust.gain>1']", "none of the 4 points"),
    (f"{GAIN} constraints=['__import__(0)<1']", "__import__(0)"),
    (f"{GAIN} design=saltelli constraints=['trust.gain>0.1']", "saltelli needs all"),
    # sizes
    ("dyads=0", "dyads: 0 is not a whole number from 1"),
    ("replicates=0", "replicates: 0 is not a whole number from 1"),
    ("weeks=0", "weeks: 0"),
    ("threads=0", "threads: 0 is not a whole number from 1"),
    ("part_rows=0", "part_rows: 0 is not a whole number from 1"),
    ("record=weekly", "record: sweep has no such key; run has"),
    ("shard=0/2", "shard: '0/2' is not i/n"),
    ("shard=3/2", "shard: '3/2' is not i/n"),
    ("shard=half", "shard: 'half' is not i/n"),
    # by need
    ("adaptive.outcome=happiness", "'happiness' is no outcome"),
    ("adaptive.outcome=dropout adaptive.width=0", "0 is not a width above 0"),
    ("adaptive.outcome=dropout replicates=3", "begins with 8 or more"),
    ("adaptive.outcome=dropout adaptive.most=9", "adaptive.most: 9 is less than replicates=10"),
    ("adaptive.outcome=dropout regimes=[usual]", "one alone has no contrast"),
    ("adaptive.outcome=dropout shard=1/2", "leave it whole"),
    # folders
    ("output=full", "full is not empty (it has file)"),
    ("output=", "is not the name of a folder"),
    ("resume=none", "resume: there is no folder none"),
    ("resume=full", "full holds no sweep"),
    ("resume=full dyads=3", "dyads: resume takes nothing but backend, figures, scheduler"),
    ("extend=full replicates=3 seed=2", "seed: extend takes nothing but"),
    ("extend=none", "extend: there is no folder none"),
    ("resume=full extend=full", "extend: resume takes nothing but backend"),
    ("extend=full replicates=many", "replicates: 'many' is not a whole number"),
    # who simulates
    ("backend=cluster", "backend: 'cluster' is not one of local, dask, slurm"),
    ("backend=dask threads=2", "threads: 2: a worker of backend=dask has one thread"),
    ("backend=dask workers=0", "workers: 0 is not a whole number from 1"),
    ("workers=2", "workers: 2 is for backend=dask"),
    ("scheduler=tcp://a:1", "scheduler: 'tcp://a:1' is for backend=dask"),
    ("backend=dask scheduler=here", "scheduler: 'here' is no address such as tcp://host:8786"),
    ("backend=dask scheduler=tcp://a:1 workers=2", "workers=2 starts others"),
    ("backend=slurm scheduler=tcp://a:1 workers=2", "backend=slurm starts others"),
    ("backend=slurm", "workers: backend=slurm needs to know how many"),
    ("resume=full backend=", "backend: '' is not local, dask or slurm"),
]  # fmt: skip


def refused(words, said, capsys):
    before = contents()
    assert main(words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("mutua: ")
    assert shown.err.count("\n") == 1
    for words in said:
        assert words in shown.err
    assert contents() == before


@pytest.mark.parametrize(("line", "said"), [(bad[0], bad[1:]) for bad in BAD], ids=str)
def test_bad_input__is_one_line_and_changes_nothing(line, said, capsys):
    Path("full").mkdir()
    Path("full", "file").write_text("kept")
    one = [] if re.search("regime|resume|extend|adaptive", line) else ["regimes=[usual]"]
    refused(["sweep", *one, *line.split(" ")], said, capsys)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no CSV file with a line of names"),
        ("trust.gain\n", "no line after the first"),
        ("trust.gain\n0.1\n0.2,3\n", "line 3 has 2 cells, not 1"),
        ("trust.gain,trust.gain\n0.1,0.2\n", "a name stands twice"),
        ("trust.gian\n0.1\n", "'trust.gian' is not declared; did you mean trust.gain"),
        ("trust.gain\n0.1\n7\n", "line 3: trust.gain: 7 is not a number from 0 to 1"),
        ("trust.gain\nmuch\n", "line 2: trust.gain: 'much' is not a number"),
        ("trust.gain\nNaN\n", "line 2: trust.gain: 'NaN' is not a number"),
        ("setting\nhospital\n", "line 2: setting: 'hospital' is not one of"),
        ("mechanism.obligation\nmaybe\n", "line 2: mechanism.obligation: 'maybe' is not on or off"),
        ("regime\nusual\n", "give regimes=[a,b]"),
        ('trust.gain\n"0.1\n', "is no CSV file"),
        ("trust.gain\n\xff\n", "line 2: trust.gain"),
    ],
)
def test_a_bad_list_of_points__is_refused_by_line(text, said, capsys):
    refused(["sweep", *csv(text).split(), *TINY], [said], capsys)


def test_a_list_that_is_no_text__is_refused(capsys):
    Path("points.csv").write_bytes(b"\xff\xfe\x00trust")
    refused(["sweep", "design=list", "design.file=points.csv"], ["is no CSV file"], capsys)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("merge", "are needed"),
        ("merge a", "are needed"),
        ("merge output=b", "are needed"),
        ("merge a b output=", "output: '' is not a new or empty folder"),
        ("merge a --force output=b", "'--force' is not name=value"),
        ("merge a dyads=3 output=b", "dyads: merge has no such key; it has output"),
        ("merge a b output=c", "merge: there is no folder a"),
        ("compare -m trust.gain=0.1,0.2", "--multirun"),
        ("run -m trust.gian=0.1,0.2", "did you mean trust.gain"),
        ("run -m trust.gain=0.1,2", "trust.gain: 2 is not a number"),
        ("run -m hydra/sweeper=basic output=x", "each job has its own"),
        ("run trust.gain=0.1,0.2", "one value is needed"),
    ],
)
def test_other_commands__refuse_in_one_line_too(line, said, capsys):
    refused(line.split(" "), [said], capsys)


# --- what is allowed ------------------------------------------------------------------------------


def test_choices_of_every_kind__cross(capsys):
    done("sweep", "trust.gain=choice(0.1,0.2)", "bond.gain=range(0.1,0.4,0.1)", "setting=glob(*)",
         "mechanism.obligation=on,off", *TINY, "output=swept")  # fmt: skip
    table = mutua.load("swept").table
    assert len(table) == 2 * 3 * len(presets("setting")) * 2 == len(table.drop_duplicates())
    assert sorted(table["bond.gain"].unique()) == [0.1, 0.2, 0.3]
    assert "12 points" not in capsys.readouterr().out
    community = table[(table["setting"] == "community") & table["mechanism.obligation"]]
    one = community.iloc[0]
    alone = mutua.simulate(
        regime="usual", setting="community", dyads=20, weeks=3, threads=1,
        parameters={"trust.gain": one["trust.gain"], "bond.gain": one["bond.gain"]},
    )  # fmt: skip
    assert alone.dyads["trust_user_end"].astype(float).mean() == one["trust_user_end"]


def test_a_space__is_narrowed_and_held_by_words():
    done("sweep", "space=core", "trust.gain=interval(0.1,0.2)", "trust.loss=0.3", "design=lhs",
         "design.points=8", *TINY, "output=swept")  # fmt: skip
    swept = mutua.load("swept")
    assert swept.table["trust.gain"].between(0.1, 0.2).all()
    assert "trust.loss" not in swept.table
    assert swept.arguments(0)["scenario"].values["trust.loss"] == 0.3
    assert len(swept.plan.axes) >= 10


def test_constraints__exclude_points():
    done("sweep", "trust.gain=interval", "trust.loss=interval", "design=random", *TINY,
         "design.points=20", "constraints=['trust.gain < trust.loss']", "output=swept")  # fmt: skip
    points = mutua.load("swept").points
    assert (points["trust.gain"] < points["trust.loss"]).all()
    assert 0 < len(points) < 20


def test_an_experiment__may_hold_a_sweep():
    Path("own/experiment").mkdir(parents=True)
    text = """# @package _global_
defaults: [override /design: sobol, override /setting: psychotherapy]
design: {points: 4}
space: {trust: {gain: interval}, mechanism: {obligation: "on,off"}}
regimes: [peer]
replicates: 2
"""
    Path("own/experiment/mine.yaml").write_text(text, encoding="utf-8")
    done("sweep", "experiment=mine", "--config-dir", "own", *SMALL, "output=swept")
    swept = mutua.load("swept")
    assert len(swept.table) == 4 * 2
    assert set(swept.table["mechanism.obligation"]) == {True, False}
    assert {base.setting for base in swept.plan.bases} == {"psychotherapy"}


def test_run_m__is_the_same_sweep_as_sweep():
    words = ["trust.gain=0.1,0.2", "mechanism.obligation=on,off", *SMALL]
    done("run", "-m", "regime=usual,peer", *words, "output=one")
    done("sweep", "regimes=[usual,peer]", "replicates=1", *words, "output=other")
    tables = [mutua.load(path).table for path in ("one", "other")]
    pd.testing.assert_frame_equal(*tables, check_exact=True)


def test_run_m__takes_the_chosen_regime_and_the_size_of_a_run():
    done("run", "-m", "regime=peer", "trust.gain=0.1,0.2", "weeks=1", "threads=1", "output=one")
    plan = mutua.load("one").plan
    assert (plan.regimes, plan.dyads, plan.runs) == (("peer",), 5_000, 2)


def test_another_sweeper__runs_job_by_job_to_the_same_numbers():
    words = ["trust.gain=0.1,0.2", "regime=peer", *SMALL]
    done("run", "-m", "hydra/sweeper=basic", *words, "hydra.sweep.dir=jobs")
    done("run", "-m", *words, "output=ours")
    table = mutua.load("ours").table
    for job in (0, 1):
        result = mutua.load(f"jobs/{job}")
        assert (
            result.dyads["trust_user_end"].astype(float).mean() == table["trust_user_end"].iloc[job]
        )
    assert not list(Path().rglob(".hydra"))


def test_json__is_alone_on_standard_output(capsys):
    done("sweep", "trust.gain=0.1,0.2", *TINY, "output=swept", "--json")
    shown = json.loads(capsys.readouterr().out)
    assert Path(shown["output"]) == Path("swept")
    assert {row["outcome"] for row in shown["summary"]} >= {"dropout", "trust_user_last"}


def test_a_sweep_in_which_nothing_varies__says_so_in_one_line(capsys):
    done("sweep", *TINY, "output=swept")
    assert capsys.readouterr().err.splitlines()[0] == NOTHING_VARIES
    done("sweep", "trust.gain=0.1,0.2", *TINY, "output=other")
    done("run", "-m", "regime=usual,peer", *SMALL, "output=regimes")
    assert NOTHING_VARIES not in capsys.readouterr().err


@pytest.mark.usefixtures("drawn")
def test_a_sweep__leaves_figures_and_a_report_that_decide_nothing(capsys, monkeypatch):
    words = ["sweep", "trust.gain=0.1,0.2", *TINY]
    done(*words, "output=swept")
    assert (
        "Report:  swept/report.html\nFigures: differences, response (PNG, SVG)"
        in capsys.readouterr().out
    )
    assert mutua.load("swept").report() == Path("swept/report.html").read_text("utf-8")

    def fails(*_):
        raise ValueError("no figure today")

    record = SweepFigures.records[-1]
    monkeypatch.setattr(SweepFigures, "records", (replace(record, draw=fails),))
    done(*words, "output=without")
    assert not list(Path("without").glob("differences*"))
    assert "trust.gain" in Path("without/report.html").read_text("utf-8")
    assert_frame_equal(mutua.load("without").table, mutua.load("swept").table, check_exact=True)


def test_failed_points__are_said_and_do_not_stop_the_sweep(capsys):
    done("sweep", "population.severity.sd=0.1,0.5", *TINY, "output=swept")
    assert "Some runs failed" in capsys.readouterr().out
    assert mutua.load("swept").table["error"].notna().tolist() == [False, True]


def test_an_intervention_that_comes_too_late__is_a_row_with_its_error():
    done("sweep", "intervention=[feedback]", "interventions.feedback.start=2,9", *TINY,
         "interventions.feedback.stop=1,3", "output=swept")  # fmt: skip
    swept = mutua.load("swept")
    table = swept.table
    assert swept.arguments(1)["scenario"].interventions == ("feedback",)
    assert table["error"].notna().tolist() == [True, False, True, True]
    assert table["error"].dropna().str.startswith("interventions.feedback.start: ").all()
    done("sweep", "interventions.feedback.start=2,9", *TINY, "output=without")
    assert len(mutua.load("without").failed) == 0


def test_a_sweep_by_need__says_how_many_it_took(capsys):
    done("sweep", "trust.gain=0.1,0.2", "regimes=[usual,consumer]", "replicates=8", *SMALL,
         "adaptive.outcome=visits_attended", "adaptive.width=0.2", "output=swept")  # fmt: skip
    assert "without shared draws" in capsys.readouterr().out
    replication = mutua.load("swept").replication
    Path("swept", "manifest.json").unlink()
    for part in sorted(Path("swept").glob("part-*"))[1:]:
        part.unlink()
    done("sweep", "resume=swept", "threads=1")
    pd.testing.assert_frame_equal(mutua.load("swept").replication, replication)


def test_config__is_shown_and_nothing_is_written(capsys):
    done("sweep", "space=core", "design=lhs", "--cfg", "job")
    assert "kind: lhs" in capsys.readouterr().out
    assert contents() == {}
