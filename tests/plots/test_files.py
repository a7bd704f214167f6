"""Figures are the same whatever the user's settings, and never decide what is kept."""

import hashlib
import logging
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import matplotlib as mpl
import pytest
from helpers import SOURCE

import mutua
from mutua.plots.style import our_style

SIZE = {"dyads": 40, "weeks": 6, "threads": 1}
DRAW = """
    import hashlib, mutua
    files = mutua.load("saved").plot.files()
    print(sorted(files), hashlib.sha256(b"".join(files[k] for k in sorted(files))).hexdigest())
"""
#: What changes a figure in every respect; without its style sheet, as pyplot would set it.
LOUD = {"axes.facecolor": "black", "figure.facecolor": "black", "text.color": "white",
        "savefig.facecolor": "black", "axes.grid": True, "lines.linestyle": ":",
        "font.size": 20.0, "axes.prop_cycle": mpl.cycler(color=["y"]), "svg.fonttype": "path",
        "figure.dpi": 33.0, "path.sketch": (1, 100, 2), "savefig.bbox": "tight"}  # fmt: skip


@pytest.fixture(scope="module")
def result() -> mutua.Result:
    return mutua.simulate(**SIZE)


def drawn(folder: Path, **environment: str) -> str:
    """What a fresh process draws with these settings of the user."""
    env = os.environ | {"PYTHONPATH": str(SOURCE.parent)} | environment
    process = subprocess.run([sys.executable, "-W", "ignore", "-c", textwrap.dedent(DRAW)],
                             env=env, cwd=folder, capture_output=True, text=True)  # fmt: skip
    assert process.returncode == 0, process.stderr
    return process.stdout


def test_backend_and_settings_of_the_user__change_no_byte(
    result: mutua.Result, tmp_path: Path
) -> None:
    files = result.plot.files()
    assert "course.png" in files
    whole = b"".join(files[name] for name in sorted(files))
    plain = f"{sorted(files)} {hashlib.sha256(whole).hexdigest()}\n"
    result.save(tmp_path / "saved")
    assert drawn(tmp_path, MPLBACKEND="module://matplotlib_inline.backend_inline") == plain
    settings = tmp_path / "settings"
    settings.write_text("backend: nonsense\naxes.facecolor: black\nfont.size: 30\nno.key: 3\n")
    assert drawn(tmp_path, MATPLOTLIBRC=str(settings), MPLBACKEND="module://nowhere") == plain
    settings.write_bytes(b"font.family: \xff\xfe")
    assert drawn(tmp_path, MATPLOTLIBRC=str(settings), MPLBACKEND="nonsense") == plain


def test_a_style_of_the_user__changes_no_byte_and_stays_theirs(result: mutua.Result) -> None:
    plain = result.plot.files()
    with mpl.rc_context(LOUD):
        assert result.plot.files() == plain
        assert result.plot.course().figure.get_facecolor() == (1.0, 1.0, 1.0, 1.0)
        with our_style():
            assert mpl.rcParams["axes.grid"] is False
        assert mpl.rcParams["axes.facecolor"] == "black"


def test_a_figure_that_cannot_be_drawn__is_one_line_and_all_else_is_kept(
    result: mutua.Result,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no fonts\non this machine")

    monkeypatch.setattr("mutua.studies.simulate.course", fail)
    with caplog.at_level(logging.WARNING, "mutua"):
        result.save(tmp_path / "run")
    assert caplog.messages == ["Figures that could not be drawn: course (no fonts on this machine)"]
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names == {"manifest.json", "weekly.parquet", "dyads.parquet", "report.html"}
    again = mutua.load(tmp_path / "run")
    assert again.summary().equals(result.summary())


def test_tables_are_whole_on_the_disk__before_anything_is_drawn(
    result: mutua.Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where drawing ends the process, or the user ends the drawing."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mutua.studies.simulate.course", stop)
    with pytest.raises(KeyboardInterrupt):
        result.save(tmp_path / "run")
    assert mutua.load(tmp_path / "run").summary().equals(result.summary())


def test_a_folder_with_figures__is_vouched_for_file_by_file(
    result: mutua.Result, tmp_path: Path
) -> None:
    result.save(tmp_path / "run")
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert set(mutua.load(tmp_path / "run").manifest["content"]) == names - {"manifest.json"}
