"""A sweep that grows keeps every point in its place, and adds the rows of the larger one."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_sweep_store import KEYS, SIZE, done

import mutua
from mutua.cli.main import main

VALUES = ["trust.gain", "bond.gain", "mechanism.obligation", "regime", "replicate"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch, undrawn):
    monkeypatch.chdir(tmp_path)


def refused(line, said, capsys):
    before = {p.name: p.read_bytes() for p in Path("small").iterdir()}
    capsys.readouterr()
    assert main(["sweep", "extend=small", *line.split()]) == 2
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert said in shown
    assert {p.name: p.read_bytes() for p in Path("small").iterdir()} == before


def by_values(path):
    table = mutua.load(path).table
    return table.sort_values(VALUES, ignore_index=True).drop(columns="point")


GRID = ["sweep", "trust.gain=interval(0.05,0.2)", "bond.gain=tag(log,interval(0.1,0.4))",
        "mechanism.obligation=on,off", "constraints=['trust.gain < 0.3']", "replicates=2",
        "part_rows=7", *SIZE]  # fmt: skip


def test_a_grid__gets_finer_levels_behind_its_points(capsys):
    done(*GRID, "design.levels=3", "output=small")
    early = mutua.load("small")
    refused("design.levels=4", "leaves out points that are there; 5 levels would keep", capsys)
    refused("design.levels=3", "18 points and 2 replicates are there already", capsys)
    refused("design.points=32", "a grid design gets more points by design.levels", capsys)
    done("sweep", "extend=small", "design.levels=5", "threads=1")
    done(*GRID, "design.levels=5", "output=large")
    grown = mutua.load("small")
    pd.testing.assert_frame_equal(grown.points.iloc[:18], early.points, check_exact=True)
    assert not grown.points.drop(columns="point").round(9).duplicated().any()
    pd.testing.assert_frame_equal(
        by_values("small"), by_values("large"), rtol=1e-9, check_categorical=False
    )


def csv(*lines):
    text = "trust.gain,setting\n" + "".join(f"{line}\n" for line in lines)
    Path("points.csv").write_text(text, encoding="utf-8")


def test_a_list__gets_the_further_lines_of_its_file(capsys):
    lines = ["0.05,community", "0.2,routine", "0.1,community"]
    words = ["sweep", "design=list", "design.file=points.csv", "replicates=2", *SIZE]
    csv(*lines[:2])
    done(*words, "output=small")
    csv(*lines[:1])
    refused("design.file=points.csv", "choices of setting", capsys)
    csv(*lines[:2], "0.1,inpatient")
    refused("design.file=points.csv", "choices of setting that were not composed", capsys)
    csv("0.07,community", *lines[1:])
    refused("design.file=points.csv", "does not begin with the 2 points", capsys)
    Path("other.csv").write_text("bond.gain\n0.1\n", encoding="utf-8")
    refused("design.file=other.csv", "has other columns than the sweep: trust.gain", capsys)
    refused("design.file=none.csv", "No such file", capsys)
    csv(*lines)
    done("sweep", "extend=small", "design.file=points.csv", "replicates=3", "threads=1")
    done(*words, "replicates=3", "output=large")
    tables = [
        mutua.load(path).table.sort_values(KEYS, ignore_index=True) for path in ("small", "large")
    ]
    pd.testing.assert_frame_equal(*tables, check_exact=True)
    assert np.array_equal(mutua.load("small").points["trust.gain"], [0.05, 0.2, 0.1])


def test_a_hypercube__cannot_grow_and_says_what_can(capsys):
    words = ["trust.gain=interval", "design=lhs", "design.points=4", "replicates=1"]
    done("sweep", *words, *SIZE, "output=small")
    refused("design.points=8", "even at one size only and cannot grow; a sobol or a random", capsys)
    done("sweep", "extend=small", "replicates=2", "threads=1")
    assert len(mutua.load("small").table) == 8
