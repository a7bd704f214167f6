"""Numbers and truth values of numpy and pandas are Python's; what is neither is one line."""

import json
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import mutua
from mutua.errors import ParameterError, brief
from mutua.scenarios.check import SIZES, check_value, plain_number, plain_truth, plain_whole, whole
from mutua.scenarios.space import choice, interval
from mutua.studies.sweep.design import Design

WHOLES = [np.int64, np.uint8, np.int32, lambda x: pd.Series([x])[0], int]
TRUTHS = [np.bool_, lambda x: pd.Series([x])[0], bool]
HUGE = [pytest.param(sign * 10**digits, id=f"{sign}e{digits}")
        for sign in (1, -1) for digits in (400, 5_000)]  # fmt: skip
NO_NUMBERS = [True, np.True_, "1", [1], {}, 1j, math.nan, *HUGE, object()]
SMALL = {"dyads": 80, "weeks": 4, "threads": 1}


def one_line(error):
    text = str(error.value)
    assert "\n" not in text
    assert len(text) < 300
    return text


@pytest.mark.parametrize("kind", WHOLES)
def test_whole_numbers_of_others_are_taken(kind):
    for name, (low, _) in SIZES.items():
        assert whole(name, kind(low + 3)) == low + 3
        assert type(whole(name, kind(low + 3))) is int


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int16, float, Fraction])
def test_numbers_of_others_are_taken(kind):
    assert check_value("trust.gain", kind(1)) == 1.0
    assert type(check_value("trust.gain", kind(1))) is float


@pytest.mark.parametrize("kind", TRUTHS)
@pytest.mark.parametrize("state", [True, False])
def test_truths_of_others_are_taken(kind, state):
    arm = mutua.scenario(mechanism={"obligation": kind(state)})
    assert arm.mechanism == {"obligation": state}
    assert type(arm.mechanism["obligation"]) is bool
    assert choice("mechanism.obligation", [kind(state)]).values == (state,)


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_number_within_bounds_is_one_line(value):
    for check, name in ((check_value, "trust.gain"), (whole, "dyads"), (interval, "trust.gain")):
        with pytest.raises(ParameterError, match=f"^{name}: ") as error:
            check(name, value)
        one_line(error)
    assert plain_truth(1) is plain_whole(1.0) is plain_number("1") is None
    assert plain_number(-(10**400)) == -math.inf


@pytest.mark.parametrize("value", [3, 1, 0, "on", None, 1.0, np.int64(1), [], *HUGE])
def test_a_mechanism_is_switched_by_truths_only(value):
    with pytest.raises(ParameterError, match=r"^mechanism\.exchange: ") as error:
        mutua.scenario(mechanism={"exchange": value})
    one_line(error)


def test_a_long_value_is_shown_in_short():
    assert brief("x" * 1_000).endswith("(1002 characters)")
    assert brief(10**5_000) == "a number of thousands of digits"


WRONG = [
    *({key: value} for key in ("regime", "setting", "population")
      for value in (["usual"], 5, None, {}, b"usual", "x" * 10_000)),
    *({"intervention": value} for value in (5, "feedback", [["feedback"]], [None], {"feedback"})),
    *({key: value} for key in ("parameters", "mechanism")
      for value in (5, ["trust.gain"], "trust", {5: 5}, {None: True})),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_choice_of_a_wrong_type_is_one_line(wrong):
    with pytest.raises(ParameterError) as error:
        mutua.scenario(**wrong)
    one_line(error)


@pytest.mark.parametrize(
    "wrong",
    [{"scenario": "usual"}, {"teams": 5}, {"teams": ["a"]}, {"teams": [True]}, {"teams": [0.0]},
     {"threads": True}, {"threads": "1"}, {"seed": "1"}, {"dyads": 80.0},
     {"weeks": [4]}, {"replicate": None}],
)  # fmt: skip
def test_a_run_of_a_wrong_type_is_one_line(wrong):
    with pytest.raises(ParameterError) as error:
        mutua.simulate(**SMALL | wrong)
    assert one_line(error).startswith(f"{next(iter(wrong))}: ")


def test_a_run_with_numbers_of_numpy_is_the_same_run():
    plain = mutua.simulate(**SMALL, seed=5, replicate=1, teams=[0], parameters={"trust.gain": 0.1})
    sizes = {name: np.int64(size) for name, size in SMALL.items()}
    other = mutua.simulate(**sizes, seed=np.int64(5), replicate=np.uint8(1), teams=np.array([0]),
                           parameters={"trust.gain": np.float64(0.1)})  # fmt: skip
    assert plain.dyads.equals(other.dyads)
    kept = ("dyads", "weeks", "seed", "replicate", "teams", "scenario")
    assert json.dumps([plain.manifest[k] for k in kept]) == json.dumps(
        [other.manifest[k] for k in kept]
    )
    story = mutua.replay(other, dyad=other.dyads["dyad"].iloc[3])
    assert story.dyad == 3
    assert type(story.manifest["dyad"]) is int


def test_a_design_with_numbers_of_numpy_is_described_in_python_s():
    described = Design("sobol", np.int64(8), np.uint64(1), np.int8(4)).described()
    assert json.loads(json.dumps(described)) == Design("sobol", 8, 1, 4).described()


@pytest.mark.parametrize("path", [None, 5, ["a"], {}])
def test_what_is_no_path_is_one_line(path):
    with pytest.raises(ParameterError, match=r"^path: ") as error:
        mutua.load(path)
    one_line(error)


def test_a_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    saved = mutua.simulate(**SMALL).save("~/kept")
    assert saved == tmp_path / "kept"
    assert mutua.load("~/kept").dyads.equals(mutua.load(saved).dyads)
    assert mutua.replay("~/kept", dyad=3).dyad == 3
