"""Every figure of every study can be read: axes are named, no text is cut off or covered."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from figures import objections
from selection import assert_none

import mutua

#: Small results; those of a comparison are in test_plots.py.
RESULTS: dict[str, Callable[[], Any]] = {
    "simulate": lambda: mutua.simulate(dyads=40, weeks=30),
    "replay": lambda: mutua.replay(mutua.compare(dyads=20, replicates=2, weeks=30), dyad=3),
    "sweep": lambda: sweep(),
    "sweep over choices": lambda: swept({"setting": ["community", "psychotherapy", "inpatient"]}),
    "sweep over one": lambda: swept({"service.contact_interval": "tag(log,interval(1,6))"}),
    "sweep over a grid": lambda: swept({"exit.strain": [0, 1, 2, 4, 6], "trust.gain": "interval"}),
    "sensitivity": lambda: mutua.sensitivity(sweep(), outcomes=["dropout"]),
    "evidence": lambda: mutua.evidence(["E01", "E03", "E07"], size=0.02),
    "reciprocity": lambda: mutua.reciprocity(["usual", "consumer"], dyads=40, replicates=2),
    "basins": lambda: mutua.basins(
        {"affect.coupling": [0.2, 0.4]}, dyads=40, replicates=2, weeks=64, hold=2, steps=[1, 0]
    ),
}


@cache
def sweep() -> mutua.SweepResult:
    space = {"exit.base": "interval(0.0005,0.004)", "exit.strain": "interval(0,6)"}
    return mutua.sweep(space, regimes=["usual", "peer"], design="saltelli", points=8, dyads=40,
                       replicates=2, weeks=20)  # fmt: skip


def swept(space: dict[str, Any]) -> mutua.SweepResult:
    """A small sweep, with arms whose names are long."""
    regimes = ["usual", "paternalistic", "collaborative"]
    return mutua.sweep(space, regimes=regimes, levels=5, dyads=20, replicates=2, weeks=4)


@pytest.mark.parametrize("study", RESULTS)
def test_every_figure__names_its_axes_and_hides_no_text(study: str) -> None:
    drawn = RESULTS[study]().plot.all()
    assert drawn
    for name, axes in drawn.items():
        assert_none((f"{name}: {objection}" for objection in objections(axes)), study)
        named = [ax for ax in np.ravel(axes) if ax.get_xlabel() or ax.get_ylabel()]
        assert named, f"{name}: no axis has a name"


def test_text_that_is_cut_off_or_covered__is_found() -> None:
    ax = mutua.simulate(dyads=8, weeks=3).plot.course()
    assert not list(objections(ax))
    ax.text(0.5, 0.5, "over", transform=ax.transAxes)
    ax.text(0.51, 0.5, "under", transform=ax.transAxes)
    ax.figure.text(0.95, 0.99, "far beyond the right edge")
    found = " ".join(objections(ax))
    assert "'over' and 'under' overlap" in found
    assert "'far beyond the right edge' leaves the figure" in found
