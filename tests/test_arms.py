"""Arms: what ``regime[@setting]`` means, in Python and on the command line alike."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mutua
from mutua.arms import Arm, arm_of
from mutua.composition import plans
from mutua.config import resolve
from mutua.errors import ParameterError

WORD = st.text("abcdefgh_", min_size=1)


@given(WORD, st.none() | WORD)
def test_what_is_written__is_read_back(regime: str, setting: str | None) -> None:
    text = regime if setting is None else f"{regime}@{setting}"
    assert arm_of(text) == Arm(text, regime, setting)


@given(st.text("ab@+"))
def test_what_is_no_arm__is_refused_in_one_line(text: str) -> None:
    if re.fullmatch("[ab]+(@[ab]+)?", text):
        assert arm_of(text).name == text
    else:
        with pytest.raises(ParameterError, match=r"\Aarms: .*\Z"):
            arm_of(text)


def test_interventions__are_refused_as_long_as_there_are_none() -> None:
    with pytest.raises(ParameterError, match="no interventions yet"):
        arm_of("usual+feedback")


def test_both_ways__lead_to_the_same_arms() -> None:
    arms = ["usual", "consumer@psychotherapy"]
    (plan,) = plans("compare", [f"arms=[{','.join(arms)}]", "trust.gain=0.1"])
    small = {"dyads": 80, "replicates": 2, "weeks": 4, "threads": 1}
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
