"""Reciprocal helping dyads in mental health care, simulated by the million.

`simulate` one run, `compare` arms on the same dyads, `sweep` a space of parameters, find what
moves an outcome (`sensitivity`), fit a service's records (`calibrate`), measure published patterns
(`evidence`), which side answers the other (`reciprocity`) and where dyads come to from two starts
(`basins`), `replay` the story of one dyad, or search with a plain function (`simulator`). All of
them take presets and values by keyword, or a `scenario` that was built once; `load` reads a result
back. `parameters` lists what can be set.

Examples
--------
>>> import mutua
>>> arm = mutua.scenario(regime="collaborative", parameters={"trust.gain": 0.1})
>>> mutua.simulate(scenario=arm, dyads=160, weeks=8).weekly.shape[0]
8
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mutua.engines.agents import Service
    from mutua.errors import ParameterError, StoreError
    from mutua.model.parameters.catalogue import parameters
    from mutua.scenarios.resolve import scenario
    from mutua.scenarios.scenario import Scenario
    from mutua.studies.basins.basins import basins
    from mutua.studies.basins.result import Basins
    from mutua.studies.calibration.result import Calibration, calibrate
    from mutua.studies.comparison.compare import compare
    from mutua.studies.comparison.result import Contrast
    from mutua.studies.evidence.card import evidence
    from mutua.studies.evidence.result import Scorecard
    from mutua.studies.load import load
    from mutua.studies.reciprocity.experiment import reciprocity
    from mutua.studies.reciprocity.result import Reciprocity
    from mutua.studies.replay.replay import Story, replay
    from mutua.studies.result import StudyResult
    from mutua.studies.sensitivity.result import Sensitivity, sensitivity
    from mutua.studies.simulate import Result, simulate
    from mutua.studies.simulator import Simulator, simulator
    from mutua.studies.sweep.result import SweepResult, sweep

__all__ = [
    "Basins",
    "Calibration",
    "Contrast",
    "ParameterError",
    "Reciprocity",
    "Result",
    "Scenario",
    "Scorecard",
    "Sensitivity",
    "Service",
    "Simulator",
    "StoreError",
    "Story",
    "StudyResult",
    "SweepResult",
    "basins",
    "calibrate",
    "compare",
    "evidence",
    "load",
    "parameters",
    "reciprocity",
    "replay",
    "scenario",
    "sensitivity",
    "simulate",
    "simulator",
    "sweep",
]

_HOME = {
    "Basins": "studies.basins.result",
    "basins": "studies.basins.basins",
    "Calibration": "studies.calibration.result",
    "calibrate": "studies.calibration.result",
    "Contrast": "studies.comparison.result",
    "compare": "studies.comparison.compare",
    "Scorecard": "studies.evidence.result",
    "evidence": "studies.evidence.card",
    "ParameterError": "errors",
    "StoreError": "errors",
    "Scenario": "scenarios.scenario",
    "scenario": "scenarios.resolve",
    "Reciprocity": "studies.reciprocity.result",
    "reciprocity": "studies.reciprocity.experiment",
    "Result": "studies.simulate",
    "load": "studies.load",
    "parameters": "model.parameters.catalogue",
    "simulate": "studies.simulate",
    "Service": "engines.agents",
    "Story": "studies.replay.replay",
    "StudyResult": "studies.result",
    "replay": "studies.replay.replay",
    "Sensitivity": "studies.sensitivity.result",
    "sensitivity": "studies.sensitivity.result",
    "Simulator": "studies.simulator",
    "simulator": "studies.simulator",
    "SweepResult": "studies.sweep.result",
    "sweep": "studies.sweep.result",
}


def __getattr__(name: str) -> Any:
    """Import a public name at its first use: ``import mutua`` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'mutua' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"mutua.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
