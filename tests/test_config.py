"""Presets and values become one run's parameters, or one clear line."""

import math

import pytest

from mutua.config import DECLARED, preset, presets, resolve
from mutua.errors import ParameterError
from mutua.layout import flat
from mutua.mechanisms import NEUTRAL
from mutua.resources import total
from mutua.simulation import Batch, step

REGIMES, SETTINGS = presets("regime"), presets("setting")


def test_presets_of_this_version() -> None:
    assert {"usual", "paternalistic", "collaborative", "consumer"} <= set(REGIMES)
    assert {"community", "psychotherapy"} <= set(SETTINGS)


@pytest.mark.parametrize("regime", REGIMES)
def test_every_regime_divides_the_same_budget(regime: str) -> None:
    norm = resolve(regime=regime).parameters.norm
    assert total(norm.professional) == pytest.approx(6.0, abs=1e-12)
    assert total(norm.user) == pytest.approx(6.0, abs=1e-12)


@pytest.mark.parametrize("regime", REGIMES)
def test_a_regime_sets_norms_and_nothing_else(regime: str) -> None:
    assert all(name.startswith("norm.") for name in preset("regime", regime))


def test_the_declared_defaults_are_routine_care_in_the_community() -> None:
    declared = {name: d.default for name, d in DECLARED.items()}
    assert resolve(regime="usual", setting="community").values == declared


def test_explicit_values_win_over_presets_and_switches_over_both() -> None:
    chosen = {"norm.control": 0.3, "obligation.gain": 0.5}
    scenario = resolve(
        regime="paternalistic", parameters=chosen, mechanism={"obligation": False, "roles": True}
    )
    assert scenario.values["norm.control"] == 0.3
    assert scenario.values["obligation.gain"] == 0.0
    assert scenario.values["norm.rigidity"] == 0.9


def test_parameters_are_floats_in_declared_order() -> None:
    scenario = resolve(parameters={"service.caseload": 10})
    values = list(flat(scenario.parameters))
    assert all(type(value) is float for value in values)
    assert values[: len(DECLARED)] == [scenario.values[name] for name in DECLARED]
    assert values[len(DECLARED) :] == [0.75**2, 0.25**2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"parameters": {"trust.gian": 0.1}}, ["trust.gian", "trust.gain"]),
        ({"parameters": {"trust.gain": 1.5}}, ["trust.gain", "1.5", "0", "1"]),
        ({"parameters": {"trust.gain": math.nan}}, ["trust.gain", "nan"]),
        ({"parameters": {"trust.gain": math.inf}}, ["trust.gain", "inf"]),
        ({"parameters": {"trust.gain": "high"}}, ["trust.gain", "high"]),
        ({"parameters": {"trust.gain": True}}, ["trust.gain", "True"]),
        ({"parameters": {"service.caseload": 7.5}}, ["service.caseload", "7.5", "whole"]),
        ({"parameters": {"service.caseload": 50}}, ["service.caseload", "50", "136"]),
        ({"parameters": {"population.severity.low": 1.0}}, ["severity.low", "not below"]),
        ({"parameters": {"population.severity.mean": -0.5}}, ["severity.mean", "-0.5"]),
        ({"parameters": {"population.severity.sd": 0.6}}, ["severity.sd", "0.6", "0.497"]),
        ({"parameters": {"population.need_sd": 0.45, "population.need.love": 0.9}}, ["need.love"]),
        ({"regime": "utopian"}, ["regime", "utopian", "collaborative"]),
        ({"setting": "../regime/usual"}, ["setting", "community"]),
        ({"mechanism": {"oblgation": False}}, ["mechanism", "oblgation", "obligation"]),
        ({"mechanism": {"obligation": "off"}}, ["mechanism.obligation", "off", "false"]),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_that_names_it(arguments: dict, words: list[str]) -> None:
    with pytest.raises(ParameterError) as error:
        resolve(**arguments)
    text = str(error.value)
    assert "\n" not in text
    for word in words:
        assert word in text


@pytest.mark.parametrize("switch", sorted(NEUTRAL))
def test_every_mechanism_names_declared_parameters_and_moves_something(switch: str) -> None:
    off = resolve(mechanism={switch: False})
    neutral = resolve(parameters=NEUTRAL[switch])
    assert off.values == neutral.values
    usual, without = step(Batch([resolve(), off], [0, 0], 80, 26, 1), threads=1).sums
    assert (usual != without).any()
