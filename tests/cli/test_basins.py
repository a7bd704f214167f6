"""The command basins: words to a plan, a table and sentences, JSON; one line if malformed."""

import json

import pytest

import mutua
from mutua.cli.commands.basins import basins_task
from mutua.cli.compose import plans
from mutua.cli.compose_sweep import multirun_words
from mutua.cli.main import main

SMALL = ["dyads=40", "replicates=2", "weeks=6", "threads=1", "moved=null"]


def planned(*words: str):
    (task,) = plans("basins", multirun_words(words), basins_task)
    return task.plan


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_parameter_with_several_values__is_varied():
    plan = planned("affect.coupling=0.1,0.3", "affect.steepness=range(1,4,1)", "trust.gain=0.2",
                   "setting=psychotherapy", "mechanism.obligation=off")  # fmt: skip
    assert plan.values == {"affect.coupling": (0.1, 0.3), "affect.steepness": (1.0, 2.0, 3.0)}
    assert len(plan.points) == 6
    assert plan.scenario.values["trust.gain"] == 0.2
    assert (plan.scenario.setting, plan.scenario.mechanism) == (
        "psychotherapy",
        {"obligation": False},
    )
    assert plan.at(plan.points[0], 0.5, exits=False).values["exit.protocol"] == 0.0


def test_the_defaults__are_those_of_python():
    plan = planned()
    assert plan.values == {"affect.coupling": (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)}
    assert plan.loop.course == (0.6, 0.3, 0.1, 0.3, 0.6)
    assert (plan.dyads, plan.replicates, plan.weeks, plan.seed) == (400, 8, 208, 1)
    assert plan.alarm == (8, 4, 0.1)
    assert plan.loop_points == [{}], "what is moved is not varied too"


def test_a_study__is_shown_kept_and_the_same_as_from_python(capsys):
    assert main(["basins", "affect.coupling=0.1,0.5", *SMALL, "output=kept"]) == 0
    shown = capsys.readouterr()
    assert max(map(len, shown.out.splitlines())) <= 80
    assert "Figures: gaps, tips" in shown.out
    kept = mutua.load("kept")
    again = mutua.basins({"affect.coupling": [0.1, 0.5]}, dyads=40, replicates=2, weeks=6,
                         threads=1, moved=None)  # fmt: skip
    assert kept.text() == again.text()
    assert kept.manifest["provenance"]["command"].startswith("basins affect.coupling=0.1,0.5")


def test_one_value__is_one_point():
    assert planned("affect.coupling=0.3").values == {"affect.coupling": (0.3,)}
    assert len(planned("trust.gain=0.3").points) == 6


def test_json__holds_the_rows(capsys):
    assert main(["basins", "affect.coupling=0.3", *SMALL, "output=kept", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["summary"]
    assert [row["exits"] for row in rows] == [False, True]
    assert {"affect.coupling", "week", "gap", "apart", "start", "people", "anchors"} <= set(rows[0])


MALFORMED = {
    "affect.coupling=interval(0.1,0.5)": "an interval is no list of values",
    "setting=community,routine": "setting: one value is needed",
    "weeks=10,20": "weeks: one value is needed", "affect.coupling=0.1,2": "is not a number from 0",
    "affect.coupling=0.1,0.1": "each once", "state=bond": "state: 'bond' is not one of",
    "moved=population.anchor.mean": "is read once", "steps=[1]": "steps: [1] is not",
    "steps=[1,x]": "affect.coupling: 'x' is not", "hold=0": "hold: 0 is not",
    "begin=warm": "is not one of low, high", "lead=99": "lead: 99 is not",
    "false_alarms=2": "false_alarms: 2 is not a number between",
    "resume=x": "basins has no such key", "threads=0": "threads: 0 is not",
    "trust.gian=0.1": "did you mean trust.gain",
}  # fmt: skip


@pytest.mark.parametrize(("word", "said"), MALFORMED.items(), ids=range(len(MALFORMED)))
def test_what_is_malformed__is_one_line_and_leaves_nothing(word, said, elsewhere, capsys):
    assert main(["basins", word, "output=new"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert not list(elsewhere.iterdir())


def test_three_parameters__are_too_many(capsys):
    assert (
        main(["basins", *(f"{x}=0.1,0.2" for x in ("trust.gain", "trust.loss", "bond.gain"))]) == 2
    )
    assert "3 parameters are varied" in capsys.readouterr().err


def test_help__names_every_key(capsys):
    assert main(["basins", "--help"]) == 0
    shown = capsys.readouterr().out
    for key in (
        "state",
        "apart",
        "moved",
        "steps",
        "hold",
        "begin",
        "window",
        "lead",
        "false_alarms",
    ):
        assert f"\n  {key}" in shown
    assert "one or two parameters" in shown
