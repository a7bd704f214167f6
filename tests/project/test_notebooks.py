"""Notebooks are lessons that run from top to bottom, show their figures, and are kept bare."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from helpers import ROOT
from jupyter_client import KernelManager
from nbclient import NotebookClient
from selection import assert_none

from notebooks.strip import strip

#: How many figures each shows.
FIGURES = {
    "01_first_steps": 2,
    "02_compare_regimes": 5,
    "03_sweeps_and_sensitivity": 3,
    "04_one_dyad": 2,
    "05_a_question_of_ones_own": 2,
}
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: What is made smaller here, so that a notebook takes seconds.
SMALLER = {"dyads=1_000": "dyads=100", "replicates=20": "replicates=4", "points=64": "points=16",
           "levels=7": "levels=4", "replicates=10": "replicates=4"}  # fmt: skip


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KernelManager]:
    """One kernel for all, in a folder of its own: each notebook forgets what was before it."""
    manager = KernelManager(kernel_name="python3")
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    manager.start_kernel(
        cwd=str(tmp_path_factory.mktemp("notebooks")), env=os.environ | {"PYTHONPATH": path}
    )
    yield manager
    manager.shutdown_kernel(now=True)


def small(path: Path) -> nbformat.NotebookNode:
    """A notebook at the size of a test."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for full, less in SMALLER.items():
            cell.source = cell.source.replace(full, less)
    notebook.cells.insert(0, nbformat.v4.new_code_cell("%reset -f", id="reset"))
    return notebook


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook__runs_and_shows_its_figures(path: Path, kernel: KernelManager) -> None:
    notebook = small(path)
    client = NotebookClient(notebook, km=kernel, timeout=300)
    try:
        client.execute()
    finally:
        client.kc.stop_channels()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", ())]
    shown = [kind for out in outputs for kind in out.get("data", {})]
    assert shown.count("image/png") == FIGURES[path.stem]
    assert shown.count("text/html") >= 1, "tables are shown as such"
    said = [out.text for out in outputs if out.get("name") == "stderr"]
    assert not [text for text in said if not text.startswith("Compiling, once")]


def test_every_figure_that_a_notebook_draws__is_counted() -> None:
    drawn = {path.stem: path.read_text("utf-8").count(".plot.") for path in NOTEBOOKS}
    assert drawn == FIGURES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook__is_kept_without_outputs(path: Path) -> None:
    text = path.read_text("utf-8")
    assert strip(text) == text, "run `python notebooks/strip.py`"
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert_none(line for cell in notebook.cells for line in cell.source.splitlines()
                if len(line) > 105)  # fmt: skip


def test_outputs_and_counts__are_taken_out() -> None:
    bare = NOTEBOOKS[0].read_text("utf-8")
    read = json.loads(bare)
    for number, cell in enumerate(read["cells"]):
        cell["metadata"] = {"collapsed": True}
        if cell["cell_type"] == "code":
            cell |= {"execution_count": number, "outputs": [{"output_type": "stream"}]}
    assert strip(json.dumps(read)) == bare


def test_the_list_of_notebooks__names_each_and_every_file_that_they_link_to_is_there() -> None:
    listed = (ROOT / "notebooks" / "README.md").read_text("utf-8")
    assert re.findall(r"\]\((\w+)\.ipynb\)", listed) == [path.stem for path in NOTEBOOKS]
    links = [link for path in NOTEBOOKS
             for link in re.findall(r"\]\((\.\./[\w/.]+)\)", path.read_text("utf-8"))]  # fmt: skip
    assert links
    assert all((ROOT / "notebooks" / link).is_file() for link in links)
