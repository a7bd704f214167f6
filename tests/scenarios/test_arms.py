"""Arms: what ``regime[@setting]`` means, in Python and on the command line alike."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mutua
from mutua.cli.compose import plans
from mutua.errors import ParameterError
from mutua.scenarios.arms import Arm, arm_of
from mutua.scenarios.resolve import resolve

WORD = st.text("abcdefgh_", min_size=1)


@given(WORD, st.none() | WORD, st.lists(WORD, unique=True, max_size=3))
def test_what_is_written__is_read_back(regime: str, setting: str | None, added: list[str]) -> None:
    text = "+".join([regime if setting is None else f"{regime}@{setting}", *added])
    assert arm_of(text) == Arm(text, regime, setting, tuple(added))


@given(st.text("ab@+"))
def test_what_is_no_arm__is_refused_in_one_line(text: str) -> None:
    if re.fullmatch(r"[ab]+(@[ab]+)?(\+[ab]+)*", text):
        added = text.split("+")[1:]
        assert len(set(added)) < len(added) or arm_of(text).name == text
    else:
        with pytest.raises(ParameterError, match=r"\Aarms: .*\Z"):
            arm_of(text)


def test_an_intervention__is_added_once() -> None:
    with pytest.raises(ParameterError, match="twice"):
        arm_of("usual+feedback+feedback")


def test_interventions__are_those_of_the_comparison_and_those_of_the_arm() -> None:
    words = ["arms=[usual,usual+feedback]", "intervention=[training]"]
    (plan,) = plans("compare", words)
    expected = [
        resolve(intervention=["training"]),
        resolve(intervention=["training", "feedback"]),
    ]
    assert [arm.values for arm in plan.scenarios] == [arm.values for arm in expected]
    assert [arm.name for arm in plan.scenarios] == ["usual", "usual+feedback"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("usual+service.caselod:35", "service.caselod.* did you mean"),
        ("usual+service.caseload:500", "service.caseload: 500 is not a number from 1 to"),
        ("usual+service.caseload:many", "service.caseload: 'many' is not a number"),
        ("usual+mechanism.roles:maybe", "mechanism.roles: 'maybe' is not"),
        ("usual+trust.gain:.1+trust.gain:.2", "adds a value twice"),
        ("usual:2", "arms: 'usual:2' is not regime"),
    ],
)
def test_a_value_that_an_arm_cannot_have__is_refused_by_its_name(text: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        arm_of(text)


def test_a_label__is_what_an_arm_is_called() -> None:
    arm = arm_of("few users|usual+service.caseload:12")
    assert (arm.name, arm.regime, dict(arm.parameters)) == (
        "few users", "usual", {"service.caseload": 12.0},
    )  # fmt: skip
    with pytest.raises(ParameterError, match="arms: "):
        arm_of("|usual")


def test_values_of_an_arm__win_over_those_of_the_comparison() -> None:
    words = ["arms=[usual,usual+trust.gain:0.05+mechanism.roles:off]", "trust.gain=0.1"]
    (plan,) = plans("compare", words)
    assert [arm.values["trust.gain"] for arm in plan.scenarios] == [0.1, 0.05]
    assert [arm.mechanism for arm in plan.scenarios] == [{}, {"roles": False}]


def test_both_ways__lead_to_the_same_arms() -> None:
    arms = ["usual", "consumer@psychotherapy+boundary+exit.base:0.01+mechanism.obligation:off"]
    (plan,) = plans("compare", [f"arms=[{','.join(arms)}]", "trust.gain=0.1"])
    small = {"dyads": 80, "replicates": 2, "weeks": 40, "threads": 1}
    contrast = mutua.compare(arms=arms, parameters={"trust.gain": 0.1}, **small)
    for composed, described in zip(plan.scenarios, contrast.manifest["arms"], strict=True):
        assert composed.name == described["name"]
        assert composed.setting == described["setting"]
        assert composed.values == described["parameters"]
    assert contrast.arms == arms


def test_an_arm_without_setting__takes_that_of_the_comparison() -> None:
    words = ["setting=psychotherapy", "arms=[usual,usual@community]"]
    (plan,) = plans("compare", words)
    assert [arm.setting for arm in plan.scenarios] == ["psychotherapy", "community"]
    assert plan.scenarios[0].values == resolve(setting="psychotherapy").values
    assert plan.scenarios[1].values == resolve(setting="community").values


@pytest.mark.parametrize("arms", [["usual"], [], ["usual", "usual"]])
def test_a_comparison__takes_two_arms_or_more(arms: list[str]) -> None:
    with pytest.raises(ParameterError, match=r"arms: .* two or more"):
        mutua.compare(arms=arms, dyads=80)


def test_arms_and_regimes__are_not_given_together() -> None:
    with pytest.raises(ParameterError, match="one of them"):
        mutua.compare(["usual", "peer"], arms=["usual", "consumer"])
