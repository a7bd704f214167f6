"""Quantile tables that were kept are those that are made, and damage costs only their making."""

import subprocess
import sys

import numpy as np
import pytest

from mutua.engines import populations
from mutua.engines.populations import kept_tables, population_of, population_tables
from mutua.jit import sealed
from mutua.scenarios.resolve import resolve


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("MUTUA_CACHE_DIR", str(tmp_path))
    sealed.warn_once.cache_clear()
    return tmp_path


def kept(mean: float) -> np.ndarray:
    """Tables of a population as another process gets them."""
    kept_tables.cache_clear()
    return kept_tables(population_of(resolve(parameters={"population.trust.mean": mean})))


def made(mean: float) -> np.ndarray:
    return population_tables(population_of(resolve(parameters={"population.trust.mean": mean})))


def test_tables_are_read_back_as_they_were_made(root):
    assert np.array_equal(kept(0.5), made(0.5))
    (file,) = root.glob("*/*.tables")
    written = file.stat().st_mtime_ns
    assert np.array_equal(kept(0.5), made(0.5))
    assert file.stat().st_mtime_ns == written
    assert not np.array_equal(kept(0.6), made(0.5))


def test_damaged_tables_are_made_anew(root, caplog):
    kept(0.5)
    (file,) = root.glob("*/*.tables")
    file.write_bytes(file.read_bytes()[:-8] + b"\1" * 8)
    assert np.array_equal(kept(0.5), made(0.5))
    assert "is damaged; it is made anew" in caplog.text


def test_no_more_are_kept_than_there_is_room_for(root, monkeypatch):
    monkeypatch.setattr(populations, "MOST_KEPT", 2)
    for mean in (0.4, 0.5, 0.6):
        kept(mean)
    assert len(list(root.glob("*/*.tables"))) == 2


def test_scipy_is_not_imported_for_tables_that_are_kept(root):
    code = (
        "import sys, mutua; from mutua.engines.populations import kept_tables, population_of; "
        "kept_tables(population_of(mutua.scenario())); print(*sys.modules)"
    )
    run = [sys.executable, "-c", code]
    first, second = (subprocess.run(run, capture_output=True, text=True, check=True, timeout=120)
                     for _ in range(2))  # fmt: skip
    assert "scipy.special" in first.stdout.split()
    assert "scipy.special" not in second.stdout.split()
