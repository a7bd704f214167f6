"""A built wheel, away from the checkout, finds its configs and compares."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mutua

CHECKOUT = Path(mutua.__file__).parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHECKOUT / "pyproject.toml").is_file(), reason="no checkout"),
]


def called(*words, **options):
    return subprocess.run(
        [sys.executable, *map(str, words)], check=True, capture_output=True, text=True, **options
    ).stdout


def test_a_wheel_compares_outside_the_checkout(tmp_path):
    dist, site, work = (tmp_path / name for name in ("dist", "site", "work"))
    work.mkdir()
    called("-m", "build", "--wheel", "--no-isolation", "--outdir", dist, CHECKOUT)
    (wheel,) = dist.glob("*.whl")
    called("-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--target", site, wheel)
    away = {"cwd": work, "env": os.environ | {"PYTHONPATH": str(site)}}

    found = called("-c", "from mutua.scenarios.presets import configs; print(configs())", **away)
    assert Path(found.strip()) == site / "mutua" / "configs"
    small = ["dyads=20", "replicates=2", "weeks=4", "threads=1", "decomposition=false"]
    small += ["regimes=[usual,collaborative]", "output=kept"]
    shown = called("-m", "mutua", "compare", *small, **away)
    assert "collaborative against usual" in shown
    assert [path.name for path in work.iterdir()] == ["kept"]
    assert {"manifest.json", "survival.png", "summary.parquet", "report.html"} <= {
        path.name for path in (work / "kept").iterdir()
    }
    assert (site / "bin" / "mutua").is_file()

    tiny = ["dyads=20", "weeks=2", "threads=1", "figures=false", "output=swept"]
    assert "2 points" in called("-m", "mutua", "run", "-m", "trust.gain=0.1,0.2", *tiny, **away)
    assert (work / "swept" / "part-000000.parquet").is_file()
