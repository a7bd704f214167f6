"""What every test shares: examples that do not depend on the day, no windows, long files first."""

import gc
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import composed
import pytest
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra.core.config_store import ConfigStore
from hypothesis import HealthCheck, settings
from omegaconf.base import Metadata

os.environ.setdefault("MPLBACKEND", "Agg")
# Matrices are small, and workers of tests share the processors: further threads of BLAS only wait
# for each other, in a loop. Processes that tests start have it from here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# One fixed set of examples, so that a failure is a change of the code and never of the day;
# HYPOTHESIS_PROFILE=search looks further, with new examples each time.
settings.register_profile(
    "mutua",
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "search",
    settings.get_profile("mutua"),
    max_examples=2_000,
    derandomize=False,
    database=None,
)
settings.register_profile("quick", settings.get_profile("mutua"), max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "mutua"))

# Nearly all objects of a test process, those of numba's compiler among them, live long: searching
# them for garbage as often as Python does by default is a tenth of the time of the tests.
gc.set_threshold(100_000)

# Hydra copies its store of schemas whenever it composes, half the time of all tests of commands.
# The store itself hands out copies only, so one is as good as many.
ConfigStore.__deepcopy__ = lambda self, _: self  # type: ignore[attr-defined]
Metadata.__deepcopy__ = composed.described  # type: ignore[attr-defined]
ConfigLoaderImpl.load_configuration = composed.once(ConfigLoaderImpl.load_configuration)

#: Files that one worker gets together: what numba has typed for the kernel, a minute's work, it
#: need not type for the loop of the translation.
COMPILING = ("engines/test_engines.py", "jit/test_translation.py")
#: Files in the order in which two workers get them: those that compile, then some that need no
#: kernel, so that the other worker does not compile it too. Then come those that take longest, so
#: that both are busy to the end.
LONG = [
    *COMPILING,
    *("jit/test_cache.py", "jit/test_structs.py", "jit/test_sources.py"),
    *("project/test_commands.py", "cli/test_fuzz_words.py", "cli/test_composition.py"),
    *(f"model/rules/test_{name}.py" for name in ("experience", "give", "recover", "encounter")),
    "studies/sweep/test_sweep_store.py", "cli/test_sweep_commands.py",
    "studies/sweep/test_sweep_workers.py", "studies/calibration/test_calibration.py",
    "project/test_notebooks.py", "cli/test_cli.py", "studies/replay/test_replay.py",
    "studies/test_results.py", "reports/test_degenerate.py", "plots/test_plots.py",
    "scenarios/test_configs.py", "studies/evidence/test_card.py", "studies/test_damage.py",
    "studies/sensitivity/test_sensitivity.py", "studies/basins/test_two_starts.py",
    "project/test_readme.py", "project/test_wheel.py",
    "model/claims/test_standing.py", "model/claims/test_roles.py",
    "model/claims/test_obligation.py", "engines/test_ranges.py", "engines/test_people.py",
]  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _one_checkout() -> Iterator[None]:
    """Each manifest asks git four times what the checkout is; it stays while its tests run."""
    from mutua.storage import provenance

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(provenance, "checkout", cache(provenance.checkout))
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as p:
        opened = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No figure is drawn: for tests that claim nothing of what is on them."""
    draw_none(monkeypatch)


@pytest.fixture(scope="module")
def undrawn_module() -> Iterator[None]:
    """As `undrawn`, for a module; what is drawn all the same asks for `drawn`."""
    with pytest.MonkeyPatch.context() as patch:
        draw_none(patch)
        yield


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are drawn, in a module that draws none."""
    from undrawn import FILES

    from mutua.plots.figure import Figures

    monkeypatch.setattr(Figures, "files", FILES)


def draw_none(patch: pytest.MonkeyPatch) -> None:
    """Let a figure be a file that says what it would be."""
    from undrawn import files_in_name

    from mutua.plots.figure import Figures

    patch.setattr(Figures, "files", files_in_name)


@pytest.fixture(scope="module")
def composed_once() -> Iterator[None]:
    """Sweeps that differ only in where they go are composed once a module."""
    from mutua.cli import compose

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compose, "plans", composed.anywhere(compose.plans))
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With ``--dist loadfile``: a worker gets whole files, and those that compile together."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return "compiling" if file.endswith(COMPILING) else file

    return Together(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; the order within a file stays."""
    tests = Path(__file__).parent
    rank = {tests / name: place for place, name in enumerate(LONG)}
    assert all(path.is_file() for path in rank), "a file of LONG is gone"
    items.sort(key=lambda item: rank.get(item.path, len(LONG)))
