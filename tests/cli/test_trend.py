"""Weekly series as blocks: what they show, and where they are shown."""

import io

import numpy as np
import pytest

from mutua.cli.trend import BLOCKS, LONGEST, as_blocks, show_trends


class Screen(io.StringIO):
    """A terminal of 80 columns that writes what is printed into memory."""

    def __init__(self, encoding: str, *, is_terminal: bool) -> None:
        super().__init__()
        self._encoding, self._is_terminal = encoding, is_terminal

    @property
    def encoding(self) -> str:
        return self._encoding

    def isatty(self) -> bool:
        return self._is_terminal


def test_a_rising_series_climbs_through_all_blocks() -> None:
    assert as_blocks(range(8), 0, 7) == BLOCKS
    assert as_blocks(range(7, -1, -1), 0, 7) == BLOCKS[::-1]


def test_a_long_series_fits__and_a_gap_stays_a_gap() -> None:
    long = as_blocks(np.linspace(0.0, 1.0, 1_000), 0.0, 1.0)
    assert len(long) == LONGEST
    assert list(long) == sorted(long)
    assert as_blocks([0.0, np.nan, 1.0], 0.0, 1.0) == f"{BLOCKS[0]} {BLOCKS[-1]}"


def test_a_series_that_does_not_move_is_level() -> None:
    assert len(set(as_blocks([0.3] * 5, 0.3, 0.3))) == 1


@pytest.mark.parametrize(
    ("encoding", "is_terminal", "shown"),
    [("utf-8", True, True), ("ascii", True, False), ("utf-8", False, False)],
)
def test_blocks_are_shown_on_terminals_that_have_them(
    encoding: str, is_terminal: bool, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(encoding, is_terminal=is_terminal)
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("TERM", "xterm")
    show_trends("Trust", {"usual": [0.2, 0.4], "collaborative": [0.2, 0.6], "new": [np.nan] * 2})
    lines = screen.getvalue().splitlines()
    assert bool(lines) is shown
    if shown:
        assert lines[1:3] == ["Trust by week, 0.20 (▁) to 0.60 (█)", "usual          ▁▅"]
        assert max(map(len, lines)) <= 80


def test_nothing_known_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen("utf-8", is_terminal=True)
    monkeypatch.setattr("sys.stdout", screen)
    show_trends("Trust", {"usual": [np.nan]})
    assert not screen.getvalue()
