"""One scenario, built once, serves every function that simulates."""

import pytest

import mutua
from mutua.scenarios.manifest import describe_scenario, read_scenario
from mutua.scenarios.resolve import choices_from, resolve, shared_choices

CHOICES = {
    "regime": "peer",
    "setting": "psychotherapy",
    "mechanism": {"obligation": False},
    "intervention": ["feedback"],
    "parameters": {"trust.gain": 0.1, "norm.control": 0.4},
}
SMALL = {"dyads": 40, "weeks": 4, "threads": 1}
PAIR = ["usual", "consumer"]
SPACE = {"trust.loss": [0.1, 0.2], "mechanism.harm": ["on", "off"]}


@pytest.fixture(scope="module")
def arm() -> mutua.Scenario:
    return mutua.scenario(**CHOICES)


def test_a_scenario__keeps_its_parameters(arm: mutua.Scenario) -> None:
    assert arm.parameters is arm.parameters
    assert arm.parameters.trust.gain == 0.1


def test_choices_of_a_scenario__lead_to_it_again(arm: mutua.Scenario) -> None:
    assert resolve(**choices_from(arm, {})) == arm
    assert resolve(**choices_from(read_scenario(describe_scenario(arm)), {})) == arm


def test_a_scenario__simulates_what_its_choices_do(arm: mutua.Scenario) -> None:
    built, chosen = mutua.simulate(scenario=arm, **SMALL), mutua.simulate(**CHOICES, **SMALL)
    assert built.weekly.equals(chosen.weekly)
    assert built.manifest["scenario"] == chosen.manifest["scenario"]


def test_a_scenario__is_compared_under_every_regime(arm: mutua.Scenario) -> None:
    common = {key: value for key, value in CHOICES.items() if key != "regime"}
    size = {**SMALL, "replicates": 2}
    for how in ({"regimes": PAIR}, {"arms": ["usual", "consumer@community+training"]}):
        built = mutua.compare(scenario=arm, **how, **size).manifest["arms"]
        assert built == mutua.compare(**common, **how, **size).manifest["arms"]


def test_a_scenario__is_swept_and_searched(arm: mutua.Scenario) -> None:
    common = {key: value for key, value in CHOICES.items() if key != "regime"}
    size = {**SMALL, "replicates": 1}
    swept = mutua.sweep(SPACE, scenario=arm, regimes=PAIR, **size)
    assert swept.table.equals(mutua.sweep(SPACE, regimes=PAIR, **common, **size).table)
    built = mutua.simulator("dropout", SPACE, scenario=arm, **size)
    assert built.plan.bases == mutua.simulator("dropout", SPACE, **CHOICES, **size).plan.bases


@pytest.mark.parametrize("function", [mutua.simulate, mutua.compare])
def test_choices_and_a_scenario__are_not_given_together(function, arm) -> None:
    with pytest.raises(mutua.ParameterError, match=r"\Ascenario: .*setting.*\Z"):
        function(scenario=arm, setting="community", dyads=40)


def test_arms__are_made_of_regimes_and_not_of_one() -> None:
    with pytest.raises(mutua.ParameterError, match=r"\Aregime: 'peer' .*regimes=.*\Z"):
        shared_choices(None, {"regime": "peer"})


def test_a_keyword_that_is_none__is_refused_with_the_nearest() -> None:
    for function in (mutua.scenario, mutua.simulate, mutua.compare):
        with pytest.raises(TypeError, match="'setings'; did you mean setting"):
            function(setings="community")
