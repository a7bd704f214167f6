"""Presets and values become one run's parameters, or one clear line."""

import math

import pytest

from mutua.errors import ParameterError
from mutua.jit.structs import flat
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.resources import total
from mutua.scenarios.check import check_interventions
from mutua.scenarios.presets import preset, presets
from mutua.scenarios.resolve import resolve

REGIMES = presets("regime")


def test_presets_of_this_version() -> None:
    assert set(REGIMES) == {
        "usual", "paternalistic", "collaborative", "consumer", "adaptive", "detached", "peer",
    }  # fmt: skip
    assert set(presets("setting")) == {
        "community", "psychotherapy", "routine", "early_intervention", "inpatient",
    }  # fmt: skip


@pytest.mark.parametrize("regime", REGIMES)
def test_every_regime_divides_the_same_budget(regime: str) -> None:
    norm = resolve(regime=regime).parameters.norm
    assert total(norm.professional) == pytest.approx(6.0, abs=1e-12)
    assert total(norm.user) == pytest.approx(6.0, abs=1e-12)


@pytest.mark.parametrize("regime", REGIMES)
def test_a_regime_sets_norms_and_nothing_else(regime: str) -> None:
    assert all(name.startswith("norm.") for name in preset("regime", regime))


def test_adaptive_is_usual_but_for_who_is_followed() -> None:
    usual, adaptive = preset("regime", "usual"), preset("regime", "adaptive")
    others = {name for name, value in adaptive.items() if usual.get(name, 0.0) != value}
    assert others == {"norm.responsiveness", "norm.rigidity", "norm.adaptive"}


def test_the_declared_defaults_are_usual_care_in_the_community() -> None:
    """But for the patience of a service that seeks people out before it gives them up."""
    declared = {name: d.default for name, d in DECLARED.items()}
    community = resolve(regime="usual", setting="community").values
    assert {name for name in declared if community[name] != declared[name]} <= {"exit.patience"}


def test_explicit_values_win_over_presets_and_switches_over_both() -> None:
    chosen = {
        "norm.control": 0.3, "obligation.gain": 0.5, "interventions.feedback.strength": 0.25,
    }  # fmt: skip
    scenario = resolve(
        regime="paternalistic",
        parameters=chosen,
        mechanism={"obligation": False, "roles": True},
        intervention=["training", "feedback"],
    )
    assert scenario.values["norm.control"] == 0.3
    assert scenario.values["obligation.gain"] == 0.0
    assert scenario.values["norm.rigidity"] == 0.9
    assert scenario.values["interventions.feedback.strength"] == 0.25
    assert scenario.values["interventions.training.strength"] == 0.3
    assert scenario.interventions == ("feedback", "training"), "in declared order"


def test_an_intervention_counts_however_it_was_chosen() -> None:
    assert resolve().interventions == ()
    by_value = resolve(parameters={"interventions.boundary.strength": 0.1})
    assert by_value.interventions == ("boundary",)
    nothing = resolve(intervention=["boundary"], parameters={"interventions.boundary.strength": 0})
    assert nothing.interventions == ()


@pytest.mark.parametrize("name", presets("intervention"))
def test_an_intervention_that_would_begin_too_late_is_refused(name: str) -> None:
    strength, start, stop = (f"interventions.{name}.{key}" for key in ("strength", "start", "stop"))
    late = resolve(intervention=[name], parameters={start: 53})
    check_interventions(late, 53)
    with pytest.raises(ParameterError, match=rf"^{start}: 53 is not a week from 1 to 52, "):
        check_interventions(late, 52)
    check_interventions(resolve(intervention=[name], parameters={start: 53, strength: 0}), 52)
    over = resolve(intervention=[name], parameters={start: 10, stop: 9})
    with pytest.raises(ParameterError, match=rf"^{start}: 10 is not a week from 1 to 9, "):
        check_interventions(over, 52)


def test_parameters_are_floats_in_declared_order() -> None:
    scenario = resolve(parameters={"service.caseload": 10})
    values = list(flat(scenario.parameters))
    assert all(type(value) is float for value in values)
    assert values[: len(DECLARED)] == [scenario.values[name] for name in DECLARED]
    assert values[len(DECLARED) :] == [0.75**8, 0.25**8]


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
        ({"parameters": {"service.caseload": 70}}, ["service.caseload", "70", "264"]),
        ({"parameters": {"population.age.low": 84.0}}, ["age.low", "not below"]),
        ({"parameters": {"population.severity.mean": -0.5}}, ["severity.mean", "-0.5"]),
        ({"parameters": {"population.severity.sd": 0.499}}, ["severity.sd", "0.499", "0.497"]),
        ({"parameters": {"population.need_sd": 0.45, "population.need.love": 0.9}}, ["need.love"]),
        ({"regime": "utopian"}, ["regime", "utopian", "collaborative"]),
        ({"setting": "../regime/usual"}, ["setting", "community"]),
        ({"mechanism": {"oblgation": False}}, ["mechanism", "oblgation", "obligation"]),
        ({"mechanism": {"obligation": "off"}}, ["mechanism.obligation", "off", "false"]),
        ({"intervention": ["fedback"]}, ["intervention", "fedback", "feedback"]),
        ({"intervention": "feedback"}, ["intervention", "feedback", "list"]),
        ({"intervention": ["feedback", "feedback"]}, ["intervention", "feedback", "once"]),
        ({"parameters": {"interventions.feedback.start": 0}}, ["feedback.start", "0", "1"]),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_that_names_it(arguments: dict, words: list[str]) -> None:
    with pytest.raises(ParameterError) as error:
        resolve(**arguments)
    text = str(error.value)
    assert "\n" not in text
    for word in words:
        assert word in text
