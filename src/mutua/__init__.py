"""Reciprocal helping dyads in mental health care, simulated by the million.

The data path, one module a step::

    declare, catalogue, mechanisms    what can be set, each thing once
    config                            presets and values -> a checked Scenario
    streams, population               luck and people, as functions of keys
    rules                             the equations: eight verbs, one week of one tie
    engines                           kernel (compiled) and agents (Mesa), equal to the bit
    measures.outcomes                 what is recorded, with unit and definition
    simulation, recorder              runs through an engine -> tables
    analysis, plots, report           statistics, figures and the page, from tables
    result, comparison                simulate(), compare(): what users call
    origin, history, verification     one dyad of a stored run, stepped again and checked
    telling, story                    its story in words: replay()
    contrast, gallery, arms           what a comparison found; how arms are written
    panel, probes                     a sample of it week by week; further runs on request
    sweeps                            sweep(): many runs a call, kept in parts, never lost
    sensitivities                     sensitivity(): which parameters move what, luck taken out
    handoff                           simulator(): a plain callable for other tools
    calibration, posterior            calibrate(): records of a service -> a posterior; arms from it
    store, disk, formats, provenance  run folders; loading gives them back
    schema, words, composition, terminal, commands, cli, garbage   the command line
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mutua.errors import ParameterError, StoreError
    from mutua.model.parameters.catalogue import parameters
    from mutua.studies.calibration.result import Calibration, calibrate
    from mutua.studies.comparison.compare import compare
    from mutua.studies.comparison.result import Contrast
    from mutua.studies.load import load
    from mutua.studies.replay.replay import Story, replay
    from mutua.studies.sensitivity.result import Sensitivity, sensitivity
    from mutua.studies.simulate import Result, simulate
    from mutua.studies.simulator import Simulator, simulator
    from mutua.studies.sweep.result import SweepResult, sweep

__all__ = [
    "Calibration",
    "Contrast",
    "ParameterError",
    "Result",
    "Sensitivity",
    "Simulator",
    "StoreError",
    "Story",
    "SweepResult",
    "calibrate",
    "compare",
    "load",
    "parameters",
    "replay",
    "sensitivity",
    "simulate",
    "simulator",
    "sweep",
]

_HOME = {
    "Calibration": "studies.calibration.result",
    "calibrate": "studies.calibration.result",
    "Contrast": "studies.comparison.result",
    "compare": "studies.comparison.compare",
    "ParameterError": "errors",
    "StoreError": "errors",
    "Result": "studies.simulate",
    "load": "studies.load",
    "parameters": "model.parameters.catalogue",
    "simulate": "studies.simulate",
    "Story": "studies.replay.replay",
    "replay": "studies.replay.replay",
    "Sensitivity": "studies.sensitivity.result",
    "sensitivity": "studies.sensitivity.result",
    "Simulator": "studies.simulator",
    "simulator": "studies.simulator",
    "SweepResult": "studies.sweep.result",
    "sweep": "studies.sweep.result",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for, when it is asked for: ``import mutua`` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'mutua' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"mutua.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
