"""The command evidence: rows on the terminal, as JSON and in a folder; one line if malformed."""

import json

import pandas as pd
import pytest

import mutua
from mutua.cli.commands.evidence import plan_evidence
from mutua.cli.compose import plans
from mutua.cli.main import main
from mutua.studies.evidence.patterns import MEASUREMENTS

SMALL = ["size=0.1", "threads=1"]
KEYS = {"id", "kind", "role", "passed", "target", "low", "high", "simulated", "error",
        "prior_pass_rate"}  # fmt: skip


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_rows_are_shown_by_role_with_their_count_and_kept(capsys):
    assert main(["evidence", "rows=[E03,E01]", *SMALL, "output=kept"]) == 0
    shown = capsys.readouterr()
    assert max(map(len, shown.out.splitlines())) <= 80
    for text in ("calibrate: 2 of 2 passed", "E01 Dropout", "0.15 to 0.25", "Figures: card"):
        assert text in shown.out
    assert shown.err.count("\n") == 1
    kept = mutua.load("kept")
    again = mutua.evidence(["E01", "E03"], size=0.1, threads=1)
    drop = {"columns": "seconds"}
    pd.testing.assert_frame_equal(kept.patterns.drop(**drop), again.patterns.drop(**drop))
    assert kept.manifest["provenance"]["command"].startswith("evidence 'rows=[E03,E01]'")


def test_json_holds_the_rows_and_nothing_else_is_printed(capsys):
    assert main(["evidence", "rows=[E01]", *SMALL, "output=kept", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["output"] == "kept"
    (row,) = printed["patterns"]
    assert set(row) >= KEYS
    assert (row["id"], row["role"], row["low"], row["passed"]) == ("E01", "calibrate", 0.15, True)
    assert 0.15 < row["simulated"] - row["error"] < row["simulated"] + row["error"] < 0.25


def test_only_what_is_given_overrides_the_presets_of_the_rows():
    words = ["trust.gain=0.1", "mechanism.obligation=off", "rows=[E01]", "needs=true"]
    (task,) = plans("evidence", words, plan_evidence)
    assert task.plan == {"parameters": {"trust.gain": 0.1}, "mechanism": {"obligation": False}}
    assert (task.keys["rows"], task.keys["needs"], task.keys["nulls"]) == (["E01"], True, False)
    (task,) = plans("evidence", [], plan_evidence)
    assert task.plan == {"parameters": {}, "mechanism": {}}


MALFORMED = {
    "rows=[E99]": "'E99' is not declared; did you mean", "rows=[e01]": "did you mean E01",
    "rows=[1,2]": "'1' is not declared", "rows=[E19]": "E19 (input) is not measured",
    "rows=[]": "rows: [] is not a list of rows", "rows=[E01,E01]": "rows: [E01,E01] is not",
    "rows=[[E01]]": "rows: [['E01']] is not", "rows=[[E01],[E02]]": "is not a list of rows",
    "rows=[{E01:1}]": "is not a list of rows", "rows=E01": "rows: 'E01' is not a list of rows",
    "rows={a:1}": "is not a list of rows", "rows=": "rows: '' is not a list of rows",
    "rows=[null]": "rows[0]: null", "rows=E01,E02": "one value is needed",
    "rows=[E01": "cannot be read", "rows=[E01]]": "cannot be read", "rows": "is not name=value",
    "+rows=[E01]": "leave the + away", "~rows": "nothing can be taken out",
    "rows=[${seed}]": "'1' is not declared", "rows=${nothing}": "nothing", "row=[E01]": "row",
    "rows=[' E01']": "' E01' is not declared", "rows=[E01;E02]": "cannot be read",
    "rows=7": "is not a list of rows", "rows=true": "is not a list of rows",
    "rows=[true]": "'True' is not declared", "rows=[1.5]": "'1.5' is not declared",
    "rows=[E1]": "'E1' is not declared", "rows=[E001]": "'E001' is not declared",
    "rows=range(1,3)": "one value is needed", "rows.0=E01": "rows.0",
    "size=0": "size: 0 is not a number from 0.01 to 100", "size=nan": "size: nan is not a number",
    "size=big": "size: 'big' is not a number", "needs=3": "needs: 3 is not true or false",
    "nulls=perhaps": "is not true or false", "setting=community": "every row brings its own",
    "regime=usual": "every row brings its own", "intervention=[feedback]": "brings its own",
    "trust.gain=9": "trust.gain: 9 is not", "trust.gian=0.1": "did you mean trust.gain",
    "mechanism.obligation=3": "is not on or off", "dyads=5": "dyads: evidence has no such key",
    "seed=-1": "seed: -1 is not", "threads=0": "threads: 0 is not",
    "-m": "this command makes one result",
}  # fmt: skip


@pytest.mark.parametrize(("word", "said"), MALFORMED.items(), ids=range(len(MALFORMED)))
def test_what_is_malformed_is_one_line_and_leaves_nothing(word, said, elsewhere, capsys):
    assert main(["evidence", word, "output=new"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert not list(elsewhere.iterdir())


def test_help_names_every_key_and_no_group(capsys):
    assert main(["evidence", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {key} " in shown for key in ("rows", "size", "needs", "nulls", "seed"))
    assert "Chosen by name" not in shown


def test_all_rows_that_are_measured_are_the_default():
    from mutua.studies.evidence.card import row_names

    assert row_names(None) == list(MEASUREMENTS)
