"""A closed standard output is refused before anything is written where it was."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("words", ["--version", "params trust.gain", "run dyads=80 weeks=2"])
def test_a_closed_output_is_one_line(words, tmp_path):
    line = f"exec {sys.executable} -m mutua {words} >&-"
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == "mutua: standard output is closed; send it to /dev/null instead\n"
    assert not list(tmp_path.iterdir())
