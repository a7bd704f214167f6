"""What a command is to do, where that takes no composing: words that Python's keywords could say.

Most words give a name, a number or a list of names. Those are read here and given to the same
function as the keywords of Python, and Hydra, which takes longer to compose than such a run to
simulate, is not imported. It composes whatever else may stand in a word: files, experiments, one's
own presets, references, quotes. What is refused is left to it too, so that errors are worded once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from mutua.cli.keys import ON_OFF, START, Key, check_keys, command_keys, switch
from mutua.errors import ParameterError
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.arms import arms_from
from mutua.scenarios.check import STATES, WRITTEN
from mutua.scenarios.resolve import Choices, resolve
from mutua.scenarios.scenario import Scenario
from mutua.scenarios.space import MECHANISM

#: How plain values are written; Hydra reads all of these as the very same.
WHOLE = r"0|[1-9](_?[0-9])*"
NUMBER = r"(-(?!0$))?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-]?[0-9]+)?"
NAME = r"(?!(null|true|false|nan|inf)\b)[a-z][a-z0-9_]*"
ITEM = r"(?!(null|true|false|nan|inf)\b)[a-z][a-z0-9_.:@+-]*"
LIST = rf"\[({ITEM}(,{ITEM})*)?\]"
PATH = r"(?!null$)[a-zA-Z0-9_./-]+"
#: Keys whose values are paths.
PATHS = ("output", "posterior")
PRESETS = ("setting", "population")


@dataclass(frozen=True)
class Plan:
    """What one command is to do, with checked values."""

    command: str  #: ``run``, ``compare`` or ``reciprocity``
    keys: dict[str, Any]  #: The command's own keys
    scenarios: list[Scenario]  #: One an arm


def plain_plan(command: str, words: Sequence[str]) -> Plan | None:
    """Plan of a command whose words are all plain, each once, and allowed; else None."""
    given: dict[str, Any] = {}
    for word in words:
        name, _, text = word.partition("=")
        value = _read_value(command, name, text)
        if value is None or name in given:
            return None
        given[name] = value
    try:
        return _plan(command, given)
    except ParameterError:
        return None


def _read_value(command: str, name: str, text: str) -> Any:
    """The value that a plain text is of a name, None for any other text or name."""
    key = command_keys(command).get(name)
    if key is not None:
        return _read_key(key, text)
    if name in DECLARED or (name.startswith(START) and name.removeprefix(START) in STATES):
        return float(text) if re.fullmatch(NUMBER, text) else None
    if name.startswith(MECHANISM) and name.removeprefix(MECHANISM) in NEUTRAL:
        return text if text in WRITTEN else None
    if name == "intervention":
        return _read_list(text)
    if name in PRESETS or (name == "regime" and command == "run"):
        return text if re.fullmatch(NAME, text) else None
    return None


def _read_key(key: Key, text: str) -> Any:
    kinds = get_args(key.kind) or (key.kind,)
    if key.kind is bool:
        return text if text in WRITTEN else None
    if int in kinds:
        return int(text) if re.fullmatch(WHOLE, text) else None
    if float in kinds:
        return float(text) if re.fullmatch(NUMBER, text) else None
    if key.kind in (list[str], list[str] | None):
        return _read_list(text)
    return text if re.fullmatch(PATH if key.name in PATHS else NAME, text) else None


def _read_list(text: str) -> list[str] | None:
    if not re.fullmatch(LIST, text):
        return None
    return text[1:-1].split(",") if text != "[]" else []


def _plan(command: str, given: Mapping[str, Any]) -> Plan:
    own = command_keys(command).values()
    keys = {key.name: given.get(key.name, _default(key)) for key in own}
    check_keys(command, keys)
    choices = _choices(given)
    if command == "run":
        return Plan(command, keys, [resolve(**choices)])
    from mutua.studies.comparison.compare import arm_scenario

    arms = arms_from(keys["regimes"], keys.get("arms"))
    return Plan(command, keys, [arm_scenario(arm, choices) for arm in arms])


def _default(key: Key) -> Any:
    return list(key.default) if isinstance(key.default, tuple) else key.default


def _choices(given: Mapping[str, Any]) -> Choices:
    """Keywords of Python that the words give."""
    names = {name: given[name] for name in ("regime", *PRESETS) if name in given}
    switches = {name: given[MECHANISM + name] for name in NEUTRAL if MECHANISM + name in given}
    choices: Any = {
        **names,
        "intervention": given.get("intervention", []),
        "mechanism": {
            name: False
            for name, text in switches.items()
            if not switch(MECHANISM + name, text, ON_OFF)
        },
        "parameters": {name: value for name, value in given.items() if name in DECLARED},
        "start": {name: given[START + name] for name in STATES if START + name in given},
    }
    return choices  # type: ignore[no-any-return]
