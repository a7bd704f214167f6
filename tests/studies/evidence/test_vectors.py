"""Random vectors of parameters, measured on the rows: what is there is not measured again."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.vectors import COLUMNS, Vectors
from mutua.errors import StoreError

SMALL, ROW = Vectors(space="core", seed=3, size=0.02, replicates=2), ["E06"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("vectors") / "folder" / "vectors.csv"
    assert list(SMALL.measure(2, ROW, file)) == [1, 2]
    return file


def test_a_file__holds_a_line_a_vector_and_row_and_says_of_what(file: Path) -> None:
    assert file.read_text().splitlines()[0] == f"# {SMALL.note()}"
    table = SMALL.table(file)
    assert tuple(table.columns) == COLUMNS
    assert list(table["vector"]) == [0, 1]
    assert table["value"].between(0.0, 1.0).all()
    assert table["value"].nunique() == 2


def test_a_cut_line__is_measured_again_and_nothing_else(file: Path, tmp_path: Path) -> None:
    text, other = file.read_text(), tmp_path / "vectors.csv"
    other.write_text(text[:-5])
    assert list(SMALL.measure(2, ROW, other)) == [1, 2]
    assert other.read_text() == text


def test_more_vectors__go_on_with_the_same_first_ones() -> None:
    np.testing.assert_array_equal(SMALL.draw(2), SMALL.draw(5)[:2])
    assert SMALL.draw(2).shape == (2, len(SMALL.names))


def test_a_file_of_other_vectors__is_refused_and_left_alone(file: Path) -> None:
    before, other = file.read_text(), Vectors(space="core", seed=4, size=0.02, replicates=2)
    with pytest.raises(StoreError, match=r"seed=3.*choose another folder"):
        other.table(file)
    assert file.read_text() == before


def test_a_line_twice__counts_once(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "vectors.csv"
    other.write_text(file.read_text() + file.read_text().splitlines()[-1] + "\n")
    pd.testing.assert_frame_equal(SMALL.table(other), SMALL.table(file))
