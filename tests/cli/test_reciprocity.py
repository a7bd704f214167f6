"""The command reciprocity: answers on the terminal, as JSON and in a folder."""

import json

import pandas as pd
import pytest

import mutua
from mutua.cli.main import main

SMALL = ["dyads=40", "replicates=2", "since=5", "weeks=8", "threads=1"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_answers_are_shown_and_kept(capsys):
    words = ["reciprocity", "regimes=[peer,usual]", "trust.gain=0.1", *SMALL, "output=kept"]
    assert main(words) == 0
    shown = capsys.readouterr()
    assert max(map(len, shown.out.splitlines())) <= 80
    for text in ("peer, usual in community", "professional", "95 % interval", "Figures: answers"):
        assert text in shown.out
    kept = mutua.load("kept")
    again = mutua.reciprocity(["peer", "usual"], parameters={"trust.gain": 0.1}, dyads=40,
                              replicates=2, since=5, weeks=8, threads=1)  # fmt: skip
    pd.testing.assert_frame_equal(kept.summary(), again.summary())
    assert kept.manifest["provenance"]["command"].startswith("reciprocity 'regimes=[peer,usual]'")


def test_json_holds_the_answers(capsys):
    assert main(["reciprocity", "regimes=[usual]", *SMALL, "output=kept", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["summary"]
    assert [(row["regime"], row["answers"]) for row in rows] == [
        ("usual", "user"), ("usual", "professional"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("regimes=[]", "regimes: [] is not a list of one or more"),
        ("regimes=[x]", "'x' is not one of"),
        ("regime=usual", "takes regimes=[a,b]"), ("change=1", "change: 1 is not"),
        ("change=x", "change: 'x' is not a number"), ("since=9", "since: 9 is not a week"),
        ("arms=[usual]", "arms: reciprocity has no such key"), ("exit.base=0.1", "no tie ends"),
    ],
)  # fmt: skip
def test_what_is_malformed_is_one_line_and_leaves_nothing(word, said, elsewhere, capsys):
    assert main(["reciprocity", *SMALL, word, "output=new"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert not list(elsewhere.iterdir())


def test_help_names_every_key(capsys):
    assert main(["reciprocity", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {key} " in shown for key in ("regimes", "change", "since", "weeks", "dyads"))
