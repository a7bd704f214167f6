"""Functions and modules are short: the many by their quantiles, each by a limit; files are small.

``python benchmarks/house.py`` prints the same figures.
"""

import shutil
import subprocess
from pathlib import Path
from statistics import median

import house
import pytest
from selection import assert_none, nonempty
from sources import MODULES, code_lines, functions

#: Code lines of every function and method, and lines of every module.
FUNCTIONS = {
    f"{module.name}.{function.name}": code_lines(function)
    for module in MODULES.values()
    for function in functions(module)
}
SIZES = {name: module.lines for name, module in MODULES.items()}

#: What may be longer than 40 code lines, and why.
LONG_FUNCTIONS = {
    "studies.simulate.simulate": "its signature is the interface, a keyword a line",
    "studies.comparison.compare.compare": "its signature is the interface, a keyword a line",
    "model.measures.observation.observe": "a table: one recorded series a line",
    "model.measures.observation.summarise": "a table: one outcome a line",
    "model.measures.ratings.rate_dyad": "a table: one instrument a line",
    "model.people.meeting.fresh_tie": "a table: one field of a tie a line",
    "model.draws.user_draws": "a table: one decision a line",
    "studies.sweep.result.sweep": "its signature is the interface, a keyword a line",
}


def test_half_of_all_functions__have_eight_code_lines_at_most():
    assert median(FUNCTIONS.values()) <= 8


def test_nine_of_ten_functions__have_25_code_lines_at_most():
    assert house.quantile(FUNCTIONS.values(), 0.9) <= 25


def test_a_function__has_40_code_lines_at_most():
    long = [f"{name}: {n}" for name, n in FUNCTIONS.items() if n > 40]
    assert_none(line for line in long if line.split(":")[0] not in LONG_FUNCTIONS)


def test_the_exceptions__are_needed():
    assert_none(name for name in LONG_FUNCTIONS if FUNCTIONS.get(name, 0) <= 40)


def test_half_of_all_modules__have_150_lines_at_most():
    assert median(SIZES.values()) <= 150


def test_a_module__has_400_lines_at_most():
    assert_none(f"{name}: {n}" for name, n in SIZES.items() if n > 400)


def test_what_is_kept_in_git__is_small_and_made_by_us():
    """No results, packages or outputs: each file has 200 kB at most."""
    root = Path(__file__).parents[2]
    if shutil.which("git") is None or not (root / ".git").exists():
        pytest.skip("no git here, or no clone")
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True)
    files = [path for name in listed.stdout.splitlines() if (path := root / name).is_file()]
    assert_none(path.name for path in nonempty(files, 300) if path.stat().st_size > 200_000)
    packed = (".whl", ".parquet", ".so", ".gz", ".zip", ".pkl")
    assert_none(path.name for path in files if path.suffix in packed)
