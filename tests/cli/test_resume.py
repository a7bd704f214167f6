"""The command that continues is one that a shell takes as it is printed."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutua.cli.main import main
from mutua.cli.resume import explain_stop
from mutua.errors import StoreError

NAMES = ["plain", "a b", "a  b", "a;touch SPOILED", "$(touch SPOILED)", "`touch SPOILED`", "it's",
         'a"b', "a\\b", "a&b", "*", "~", "#a", "a\nb", "\x1b[31m",
         "a\u2028b", "\udcff", "é"]  # fmt: skip


def printed_command(folder):
    with pytest.raises(StoreError) as error, explain_stop("sweep", Path(folder), lambda: "3 rows"):
        raise StoreError("the disk is full")
    text = str(error.value)
    assert len(text.splitlines()) == 1
    return text.partition("go on with: ")[2]


def words_in_a_shell(line, where):
    script = f"mutua() {{ printf '%s\\0' \"$@\"; }}\n{line}"
    done = subprocess.run(["bash", "-c", script], cwd=where, capture_output=True, check=True)
    assert not list(where.iterdir())
    return done.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


@pytest.mark.parametrize("name", NAMES)
def test_the_command_to_resume_names_the_folder_in_a_shell(name, tmp_path):
    line = printed_command(name)
    assert words_in_a_shell(line, tmp_path) == ["sweep", f"resume={name}"]


@given(st.text(st.characters(exclude_characters="\0/", exclude_categories=["Cs"]), min_size=1))
def test_any_name_is_one_printable_line(name):
    assert printed_command(name).isprintable()


def test_spaces_in_a_name_reach_the_terminal(tmp_path, capsys):
    assert main(["merge", str(tmp_path / "a  b"), "output=x"]) == 2
    assert "a  b" in capsys.readouterr().err
