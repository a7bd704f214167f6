"""Every study returns a result of one protocol, which a folder gives back."""

import csv
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from selection import assert_none

import mutua
from experiments.calibration.example import as_text, records
from mutua.scenarios.resolve import resolve
from mutua.studies.calibration import profile, runner, sampler
from mutua.studies.result import StudyResult

SMALL = {"weeks": 6, "threads": 1}


def calibration(path: Path) -> mutua.Calibration:
    """A calibration with fewer twins, checks and generations than a study would take."""
    truth = resolve(parameters={"exit.base": 0.005, "attend.odds": 3.0})
    path.write_text(as_text(records(truth, 60, 13, 1)), encoding="utf-8")
    space = {
        "attend.odds": "tag(log, interval(1, 30))",
        "exit.base": "tag(log, interval(0.0005, 0.05))",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profile, "TWINS", 80)
        patch.setattr(profile, "AGAIN", 10)
        patch.setattr(runner, "CHECKS", 60)
        patch.setattr(sampler, "MOST", 2)
        return mutua.calibrate(path, space=space, particles=100, weeks=13, threads=1)


def result_of(kind: str, folder: Path) -> Any:
    """A small result of each kind."""
    run = {"dyads": 40, **SMALL}
    if kind == "Result":
        return mutua.simulate(**run)
    if kind == "Contrast":
        return mutua.compare(["usual", "consumer"], replicates=2, **run)
    if kind == "Story":
        return mutua.replay(mutua.simulate(**run), 3)
    if kind == "Calibration":
        return calibration(folder / "records.csv")
    if kind == "Scorecard":
        return mutua.evidence(["E01", "E02"], size=0.1, threads=1)
    if kind == "Reciprocity":
        return mutua.reciprocity(["usual", "peer"], replicates=2, since=4, **run)
    if kind == "Basins":
        return mutua.basins({"affect.coupling": [0.1, 0.5]}, dyads=40, replicates=2, weeks=64,
                            hold=2, steps=[1, 0], threads=1)  # fmt: skip
    space = {"trust.gain": "interval(0.02, 0.3)", "mechanism.exchange": ["on", "off"]}
    swept = mutua.sweep(space, design="saltelli", points=8, replicates=2, dyads=10,
                        regimes=["usual", "peer"], **SMALL)  # fmt: skip
    if kind == "SweepResult":
        return swept
    return mutua.sensitivity(swept, outcomes=["dropout", "trust_user_end"], resamples=20)


KINDS = ["Result", "Contrast", "Story", "SweepResult", "Sensitivity", "Calibration", "Scorecard",
         "Reciprocity", "Basins"]  # fmt: skip


@pytest.fixture(scope="module", params=KINDS)
def result(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = result_of(request.param, tmp_path_factory.mktemp("records"))
    assert type(made) is getattr(mutua, request.param)
    return made


@pytest.fixture(scope="module")
def drawn(result: Any) -> dict[str, bytes]:
    """The files of its figures, drawn once for all tests."""
    return result.plot.files()


def test_a_result__has_the_members_of_the_protocol(result: Any) -> None:
    assert isinstance(result, StudyResult)
    assert result.manifest["kind"]
    assert result.manifest["provenance"]
    assert all(isinstance(table, pd.DataFrame) for table in result.tables.values())
    assert isinstance(result.summary(), pd.DataFrame)
    assert result.sentences()
    assert max(map(len, result.text().splitlines())) <= 80


def test_every_column__has_unit_and_definition(result: Any) -> None:
    for name, table in result.tables.items():
        for column in table.columns:
            assert table.attrs[column]["unit"], (name, column)
            assert table.attrs[column]["definition"], (name, column)


def test_figures__are_methods_that_dir_and_help_know(result: Any) -> None:
    names = result.plot.names
    assert names
    assert set(names) <= set(dir(result.plot))
    assert repr(result.plot).endswith(", ".join(names))
    for name in names:
        about = getattr(result.plot, name).__doc__.split("\n\n")
        assert all(about), "title and caption"
    drawn = result.plot.all()
    assert list(drawn) == names
    for axes in drawn.values():
        figure = np.ravel(axes)[0].get_figure(root=True)
        parts = [figure, *figure.subfigs]
        assert any(part.get_supxlabel() for part in parts), "says what was run"
    with pytest.raises(AttributeError, match="there is no figure 'survivl'; there are "):
        result.plot.survivl()


def test_a_report__shows_every_figure_with_title_and_caption(
    result: Any, drawn: dict[str, bytes]
) -> None:
    page = result.report(drawn)
    assert page.count("<svg") == len(result.plot.names)
    for figure in result.plot.records:
        if figure.name in result.plot.names:
            assert figure.title in page
    assert "https://" not in page.replace("http://www.w3.org", "")


def test_short_forms__are_short_and_need_nothing_else(result: Any) -> None:
    said = repr(result)
    assert said.startswith(f"{type(result).__name__}: ")
    assert len(said.splitlines()) <= 4
    html = result._repr_html_()
    assert html.count("<tr") >= 2
    assert "http" not in html
    assert "<script" not in html
    assert len(html) < 10_000


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """The table with texts as plain ones: pandas has two ways to miss one."""
    texts = table.select_dtypes("string").columns
    return table.assign(**{name: table[name].astype(object).fillna("") for name in texts})


def shown(folder: Path) -> dict[str, bytes]:
    """Figures and report of a folder."""
    return {
        p.name: p.read_bytes() for p in folder.iterdir() if p.suffix in (".png", ".svg", ".html")
    }


def test_a_folder__gives_the_same_back(
    result: Any, drawn: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its figures too, drawn anew from what was read: all as Axes, every fourth to the byte."""
    with monkeypatch.context() as patch:
        patch.setattr(type(result.plot), "files", lambda _: dict(drawn))
        saved = result.save(tmp_path / "saved")
    again = mutua.load(saved)
    assert type(again) is type(result)
    assert list(again.tables) == list(result.tables)
    for name, table in result.tables.items():
        pd.testing.assert_frame_equal(plain(again.tables[name]), plain(table))
    pd.testing.assert_frame_equal(again.summary(), result.summary())
    assert repr(again) == repr(result)
    assert again.text() == result.text()
    assert list(again.plot.all()) == again.plot.names == result.plot.names
    files = shown(saved)
    assert len(files) == 2 * len(result.plot.names) + 1, "a PNG and an SVG each, and the report"
    some = again.plot.files(*again.plot.names[::4])
    with monkeypatch.context() as patch:
        patch.setattr(type(result.plot), "files", lambda _: drawn | some)
        assert shown(again.save(tmp_path / "again")) == files


def test_without_figures__the_page_and_all_tables_are_there(result: Any, tmp_path: Path) -> None:
    saved = result.save(tmp_path / "saved", figures=False)
    assert not [*saved.glob("*.png"), *saved.glob("*.svg")]
    page = (saved / "report.html").read_text("utf-8")
    assert "<svg" not in page
    assert "</h1>" in page
    assert list(mutua.load(saved).tables) == list(result.tables)


#: What R takes for a name as it stands, and for a number.
NAME = re.compile(r"[A-Za-z][\w.]*")
NUMBER = re.compile(r"-?(\d+(\.\d*)?(e[-+]?\d+)?|Inf)?")


def test_an_export__is_read_by_r(result: Any, tmp_path: Path) -> None:
    """No R is needed to see it: names that R keeps, columns that it takes for what they are."""
    folder = result.export(tmp_path / "tables")
    assert {p.stem for p in folder.iterdir()} == {*result.tables, "codebook"}
    explained = pd.read_csv(folder / "codebook.csv").set_index(["table", "column"])
    assert explained[["unit", "definition"]].notna().all(axis=None)
    for name, table in result.tables.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert head == list(table.columns)
        assert len(rows) == len(table)
        for place, column in enumerate(head):
            cells, kind = [row[place] for row in rows], table[column].dtype
            assert NAME.fullmatch(column)
            assert explained.loc[(name, column), "unit"] == table.attrs[column]["unit"]
            if kind.kind == "b":
                assert {*cells} <= {"TRUE", "FALSE"}
            elif kind.kind in "fiu":
                assert_none(cell for cell in cells if not NUMBER.fullmatch(cell))
                values = [float(cell or "nan") for cell in cells]
                np.testing.assert_allclose(values, table[column].to_numpy(float), rtol=1e-6)


def test_exported_trajectories__are_a_row_a_dyad_and_week(tmp_path: Path) -> None:
    result = mutua.simulate(dyads=20, record="trajectories", **SMALL)
    table = pd.read_csv(result.export(tmp_path / "tables") / "trajectories.csv")
    assert len(table) == 20 * SMALL["weeks"]
    trust = table.pivot(index="dyad", columns="week", values="trust_user").to_numpy()
    np.testing.assert_allclose(trust, result.trajectories["trust_user"].to_numpy(), rtol=1e-6)


def test_a_story_that_is_not_what_was_saved__says_so(tmp_path: Path) -> None:
    from mutua.studies.replay.replay import saved_story

    story = mutua.replay(mutua.simulate(dyads=40, **SMALL), 3)
    again = mutua.load(story.save(tmp_path / "saved"))
    assert again.verification == story.verification
    assert again.weeks == story.weeks
    row = story.tables["row"].assign(improvement=2.0)
    other = saved_story(story.manifest, {"row": row})
    assert [each.column for each in other.verification.differences] == ["improvement"]
    assert "NOT THE RUN" in other.verification.sentence


def test_a_figure_without_its_table__is_refused_by_name() -> None:
    contrast = mutua.compare(["usual", "peer"], dyads=20, replicates=2, **SMALL)
    with pytest.raises(mutua.ParameterError, match=r"plot\.decomposition: .* has no decomposition"):
        contrast.plot.decomposition()
