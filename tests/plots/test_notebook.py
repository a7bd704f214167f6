"""In a notebook every figure that a cell draws is shown below it, once; elsewhere nothing is."""

import struct
import sys
from base64 import b64decode
from types import SimpleNamespace
from typing import Any

import pytest

import mutua
from mutua.plots.style import COLUMN, INCH


class Shell:
    """What IPython's shell offers: events of a cell, and messages to the front end."""

    def __init__(self, kernel: Any) -> None:
        self.kernel = kernel
        self.events = self.display_pub = self
        self.callbacks: list[Any] = []
        self.shown: list[tuple[dict, dict]] = []

    def register(self, event: str, callback: Any) -> None:
        assert event == "post_execute"
        self.callbacks.append(callback)

    def unregister(self, event: str, callback: Any) -> None:
        assert event == "post_execute"
        self.callbacks.remove(callback)

    def publish(self, data: dict, metadata: dict) -> None:
        self.shown.append((data, metadata))

    def end_cell(self) -> list[tuple[dict, dict]]:
        """End a cell; what was shown below it."""
        for callback in [*self.callbacks]:
            callback()
        shown, self.shown = self.shown, []
        return shown


def running(monkeypatch: pytest.MonkeyPatch, kernel: Any) -> Shell:
    """A shell, as if Python ran within it."""
    shell = Shell(kernel)
    ipython = SimpleNamespace(get_ipython=lambda: shell, version_info=(9, 0, 0))
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    return shell


@pytest.fixture(scope="module")
def result() -> mutua.Result:
    return mutua.simulate(dyads=40, weeks=4, threads=1)


def test_a_figure__is_shown_once_at_the_end_of_its_cell(result, monkeypatch) -> None:
    shell = running(monkeypatch, kernel=object())
    ax = result.plot.course()
    assert shell.shown == []
    ax.set_title("as it stands at the end of the cell")
    ((data, metadata),) = shell.end_cell()
    png = b64decode(data["image/png"])
    assert png.startswith(b"\x89PNG")
    width, _ = struct.unpack(">II", png[16:24])
    assert width == round(COLUMN / INCH * 200)
    assert metadata["image/png"]["width"] == round(COLUMN / INCH * 96)
    assert shell.end_cell() == []
    result.plot.all()
    assert len(shell.end_cell()) == len(result.plot.names)


def test_what_is_drawn_into_axes_of_the_user__is_the_users_to_show(result, monkeypatch) -> None:
    from matplotlib.figure import Figure

    shell = running(monkeypatch, kernel=object())
    result.plot.course(Figure().subplots())
    assert shell.end_cell() == []


def test_files_and_reports__show_nothing(result, monkeypatch) -> None:
    shell = running(monkeypatch, kernel=object())
    result.plot.files()
    result.report()
    assert shell.end_cell() == []


def test_a_terminal__shows_nothing(result, monkeypatch) -> None:
    shell = running(monkeypatch, kernel=None)
    result.plot.course()
    assert shell.end_cell() == []


def test_figures__are_not_kept_by_pyplot(result) -> None:
    result.plot.all()
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or pyplot.get_fignums() == []
