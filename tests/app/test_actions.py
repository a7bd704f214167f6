"""What a visitor does changes the choices as it says, or is refused in one line."""

from dataclasses import replace
from typing import Any

import pytest

from mutua.app.actions import apply_action
from mutua.app.choices import PageChoices, PolicyWeeks, scenario_of
from mutua.errors import ParameterError

SMALL = PageChoices(dyads=40, weeks=20)


def switched(choices: PageChoices, week: int) -> PageChoices:
    return apply_action(choices, {"do": "switch", "arm": 1, "name": "feedback", "week": week})


def test_a_switch__begins_next_week_then_ends_then_is_gone() -> None:
    on = switched(SMALL, 5)
    assert on.arms[1].policies == {"feedback": PolicyWeeks(6)}
    assert on.arms[0] == SMALL.arms[0]
    past = switched(on, 9)
    assert past.arms[1].policies == {"feedback": PolicyWeeks(6, 9)}
    assert switched(past, 12) == SMALL
    assert switched(on, 3) == SMALL, "one that has not begun is taken away"


def test_a_parameter__moves_in_the_arms_that_are_named_and_back() -> None:
    turn = {"do": "turn", "name": "trust.gain", "value": 0.07}
    one = apply_action(SMALL, turn | {"arms": [1]})
    assert [scenario_of(one, arm).values["trust.gain"] for arm in (0, 1)] == [0.1, 0.07]
    both = apply_action(SMALL, turn | {"arms": [0, 1]})
    assert both.arms[0].values == both.arms[1].values == {"trust.gain": 0.07}
    assert apply_action(both, turn | {"arms": [0, 1], "value": None}) == SMALL


def test_another_setting__has_its_own_horizon_and_keeps_what_fits_in_it() -> None:
    long = switched(replace(PageChoices(), week=60, dyad=7), 60)
    short = apply_action(long, {"do": "choose", "name": "setting", "value": "psychotherapy"})
    assert (short.horizon, short.week, short.dyad) == (26, 26, 7)
    assert short.arms[1].policies == {}


def test_fewer_dyads__let_go_of_a_dyad_that_is_no_more() -> None:
    chosen = apply_action(SMALL, {"do": "choose", "name": "dyad", "value": 39})
    assert chosen.dyad == 39
    assert apply_action(chosen, {"do": "resize", "name": "dyads", "value": 20}).dyad is None


@pytest.mark.parametrize(
    "action",
    [
        None, 3, [], {}, {"do": "delete"}, {"do": ["switch"]}, {"do": "switch"},
        {"do": "switch", "arm": 2, "name": "feedback", "week": 1},
        {"do": "switch", "arm": True, "name": "feedback", "week": 1},
        {"do": "switch", "arm": 0, "name": "feedback", "week": -1},
        {"do": "switch", "arm": 0, "name": "feedback", "week": 20},
        {"do": "switch", "arm": 0, "name": "magic", "week": 1},
        {"do": "switch", "arm": 0, "name": ["feedback"], "week": 1},
        {"do": "schedule", "arm": 0, "name": "feedback", "start": 9, "stop": 3},
        {"do": "regime", "arm": 0, "value": None},
        {"do": "regime", "arm": 0, "value": "../usual"},
        {"do": "choose", "name": "arms", "value": 1},
        {"do": "choose", "name": "setting", "value": 7},
        {"do": "choose", "name": "dyad", "value": "7"},
        {"do": "choose", "name": "dyad", "value": 40},
        {"do": "resize", "name": "dyads", "value": 10**9},
        {"do": "resize", "name": "weeks", "value": 4.5},
        {"do": "resize", "name": "week", "value": 5},
        {"do": "turn", "name": "trust.gain", "value": "x", "arms": [0]},
        {"do": "turn", "name": "trust.gain", "value": 3, "arms": [0]},
        {"do": "turn", "name": "exit.start", "value": 3, "arms": [0]},
        {"do": "turn", "name": "trust.gain", "value": 0.1, "arms": 5},
        {"do": "see", "week": "last"},
    ],
)  # fmt: skip
def test_whatever_else_comes_from_a_browser__is_refused_in_one_line(action: Any) -> None:
    with pytest.raises(ParameterError, match=r".") as refused:
        apply_action(SMALL, action)
    assert "\n" not in str(refused.value)
