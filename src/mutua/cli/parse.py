"""Words of a command that composes nothing: folders or search words, and keys with values."""

import math
import re
from collections.abc import Sequence
from typing import Any

from mutua.cli.keys import Key, command_keys
from mutua.errors import LONGEST, ParameterError, brief, hint


def parse(command: str, words: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Words without ``=``, and the value of each key that is given.

    Raises
    ------
    ParameterError
        An option, no key of the command, a key given twice, or a value that it cannot have.
    """
    known = command_keys(command)
    plain: list[str] = []
    given: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals and not word.startswith("-"):
            plain.append(word)
            continue
        if not equals:
            raise ParameterError(f"{word!r} is not name=value; see mutua {command} --help")
        if name not in known:
            near = hint(name, known) or f"; it has {', '.join(known)}"
            raise ParameterError(f"{name}: {command} has no such key{near}")
        if name in given:
            raise ParameterError(f"{name}: is given twice")
        given[name] = parse_value(known[name], text)
    return plain, given


def parse_with_defaults(command: str, words: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """As `parse`, with the default of each key that is not given."""
    plain, given = parse(command, words)
    return plain, {key.name: key.default for key in command_keys(command).values()} | given


def parse_folder(command: str, words: Sequence[str]) -> dict[str, Any]:
    """The value of every key of a command whose first word is the folder ``run``.

    Raises
    ------
    ParameterError
        As `parse`; also no folder, or more than one.
    """
    if words and "=" not in words[0] and not words[0].startswith("-"):
        words = [f"run={words[0]}", *words[1:]]
    plain, values = parse_with_defaults(command, words)
    if plain:
        raise ParameterError(f"{plain[0]!r} is not name=value; see mutua {command} --help")
    if values["run"] is None:
        raise ParameterError(f"{command}: which folder? None is given; mutua {command} FOLDER")
    return values


def parse_value(key: Key, text: str) -> Any:
    """What a text stands for as a value of a key."""
    if text == "null" and key.default is None:
        return None
    if key.kind is bool and text in ("true", "false"):
        return text == "true"
    if key.kind in (int, int | None) and re.fullmatch(r"[+-]?\d[\d_]*", text):
        number = int(text.replace("_", ""))
        if key.low <= number <= key.high:
            return number
    if key.kind in (str, str | None) and text:
        return text
    if key.kind == float | None and (share := _finite(text)) is not None:
        return share
    if key.kind == list[str] | None and re.fullmatch(r"\[[^\[\]]+\]", text):
        return [part.strip() for part in text[1:-1].split(",")]
    is_number = key.kind in (int, int | None) and text.strip("+-").isdigit()
    shown = text if is_number and len(text) <= LONGEST else brief(text)
    raise ParameterError(f"{key.name}: {shown} is not {key.allowed}")


def _finite(text: str) -> float | None:
    """The number that a text writes; None if it is none, or has no end."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
