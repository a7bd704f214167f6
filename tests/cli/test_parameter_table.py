"""The parameter table fits the terminal and breaks no word."""

import pytest

from mutua.cli.parameter_table import HEADS, STACKED, show_parameters, words
from mutua.model.parameters.catalogue import COLUMNS, DECLARED

ROWS = [[getattr(d, column) for column in COLUMNS] for d in DECLARED.values()]


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_table_fits_and_breaks_no_word(width, capsys):
    show_parameters(ROWS, width)
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= width
    pieces = set(shown.replace(".", ". ").split())
    for row in ROWS:
        for cell in map(str, (row[0], row[2], *row[5:])):
            assert set(cell.replace(".", ". ").split()) <= pieces


@pytest.mark.parametrize(("width", "heads"), [(80, STACKED), (120, HEADS)])
def test_a_narrow_terminal_stacks_the_meaning_below_the_name(width, heads, capsys):
    show_parameters(ROWS[:1], width)
    assert capsys.readouterr().out.split("\n")[0].split() == " ".join(heads).split()


def test_what_has_room_stands_in_one_line(capsys):
    show_parameters([[getattr(DECLARED["trust.gain"], column) for column in COLUMNS]], 160)
    assert capsys.readouterr().out.splitlines()[-1].split()[:2] == ["trust.gain", "0.1"]


def test_a_dotted_name_is_broken_after_its_dots_only():
    assert words("give.user.trust") == ["give.", "user.", "trust"]
    assert words("design 2.3") == ["design", "2.3"]
