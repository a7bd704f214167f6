"""What a visitor does with the controls, each as a function of the choices before."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mutua.app.choices import (
    ARMS,
    DIALS,
    SIZES_OF_PAGE,
    ArmChoice,
    PageChoices,
    PolicyWeeks,
    check_choices,
    page_size,
)
from mutua.errors import ParameterError, brief, one_of
from mutua.scenarios.check import check_value, plain_whole
from mutua.scenarios.presets import presets

Action = Mapping[str, Any]


def apply_action(choices: PageChoices, action: Any) -> PageChoices:
    """The choices after an action, as the browser sends it: ``{"do": NAME, ...}``.

    Raises
    ------
    ParameterError
        No action, or one that leads to choices that cannot be.
    """
    if not isinstance(action, Mapping):
        raise ParameterError(f"action: {brief(action)} is not a mapping")
    one_of("action", action.get("do"), ACTIONS)
    try:
        after = ACTIONS[action["do"]](choices, action)
    except (KeyError, TypeError, AttributeError):
        raise ParameterError(f"action: {brief(dict(action))} lacks something") from None
    return check_choices(after)


def _choose(choices: PageChoices, action: Action) -> PageChoices:
    """Choose a setting, a colouring, curves or a dyad; another setting has its own horizon."""
    name, value = action["name"], action["value"]
    one_of("name", name, ("setting", "colouring", "curves", "dyad"))
    after = replace(choices, **{name: value})
    if name != "setting" or value == choices.setting:
        return after
    one_of("setting", value, presets("setting"))
    return _within_run(replace(after, weeks=None))


def _resize(choices: PageChoices, action: Action) -> PageChoices:
    """Change dyads, weeks or the random seed."""
    one_of("name", action["name"], SIZES_OF_PAGE)
    size: Any = page_size(action["name"], action["value"])
    return _within_run(replace(choices, **{action["name"]: size}))


def _within_run(choices: PageChoices) -> PageChoices:
    """The choices without interventions, a week and a dyad that are beyond a run of its size."""
    last = choices.horizon
    first, second = (replace(arm, policies=_begun(arm.policies, last)) for arm in choices.arms)
    is_there = choices.dyad is not None and choices.dyad < choices.dyads
    return replace(
        choices, arms=(first, second),
        week=None if choices.week is None else min(choices.week, last),
        dyad=choices.dyad if is_there else None,
    )  # fmt: skip


def _begun(policies: Mapping[str, PolicyWeeks], last: int) -> dict[str, PolicyWeeks]:
    """Interventions that begin by a week."""
    return {name: weeks for name, weeks in policies.items() if weeks.start <= last}


def _choose_regime(choices: PageChoices, action: Action) -> PageChoices:
    """Choose the regime of an arm."""
    return _of_arm(choices, action, lambda arm: replace(arm, regime=action["value"]))


def _switch(choices: PageChoices, action: Action) -> PageChoices:
    """Switch an intervention of an arm, from the week after the one that is shown.

    One that is not there begins; one in force ends with this week; one that has ended, or has not
    begun, is taken away. Weeks up to the one that is shown stay as they are in the first two.
    """
    name, week = action["name"], _week(action["week"])

    def switched(arm: ArmChoice) -> ArmChoice:
        policies = dict(arm.policies)
        now = policies.pop(name, None)
        if now is None:
            policies[name] = PolicyWeeks(week + 1)
        elif now.start <= week and now.stop is None:
            policies[name] = PolicyWeeks(now.start, week)
        return replace(arm, policies=policies)

    return _of_arm(choices, action, switched)


def _schedule(choices: PageChoices, action: Action) -> PageChoices:
    """Set the weeks in which an intervention of an arm is in force."""
    stop = action.get("stop")
    weeks = PolicyWeeks(_week(action["start"]), None if stop is None else _week(stop))
    return _of_arm(
        choices, action, lambda arm: replace(arm, policies={**arm.policies, action["name"]: weeks})
    )


def _turn(choices: PageChoices, action: Action) -> PageChoices:
    """Move a parameter of some arms; None takes it back to what setting and regime say."""
    name, value = action["name"], action["value"]
    one_of("parameter", name, DIALS)
    number = None if value is None else check_value(name, value)
    for arm in action["arms"]:

        def turned(choice: ArmChoice) -> ArmChoice:
            others = {key: x for key, x in choice.values.items() if key != name}
            return replace(choice, values=others if number is None else others | {name: number})

        choices = _of_arm(choices, {"arm": arm}, turned)
    return choices


#: By the name that the browser sends.
ACTIONS: dict[str, Callable[[PageChoices, Action], PageChoices]] = {
    "choose": _choose,
    "resize": _resize,
    "regime": _choose_regime,
    "switch": _switch,
    "schedule": _schedule,
    "turn": _turn,
    "anew": lambda *_: PageChoices(),
}


def _of_arm(
    choices: PageChoices, action: Action, change: Callable[[ArmChoice], ArmChoice]
) -> PageChoices:
    """The choices with one arm changed."""
    which = plain_whole(action["arm"])
    if which is None or not 0 <= which < len(ARMS):
        raise ParameterError(f"arm: {brief(action['arm'])} is not 0 or 1")
    arms = list(choices.arms)
    arms[which] = change(arms[which])
    return replace(choices, arms=(arms[0], arms[1]))


def _week(value: Any) -> int:
    number = plain_whole(value)
    if number is None or number < 0:
        raise ParameterError(f"week: {brief(value)} is not a whole number from 0")
    return number
