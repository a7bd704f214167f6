"""Words of a command that composes nothing: a folder first, then its own keys."""

import math
import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from mutua.cli import keys as schema
from mutua.cli.keys import Key
from mutua.errors import ParameterError


def read(command: str, words: Sequence[str]) -> dict[str, Any]:
    """Values of every key of a command; those that are not given have their defaults.

    A leading word without ``=`` is the folder, ``run``.

    Raises
    ------
    ParameterError
        A word that is no key of the command, a value that the key cannot have, or no folder.
    """
    known = schema.keys(command)
    if words and "=" not in words[0] and not words[0].startswith("-"):
        words = [f"run={words[0]}", *words[1:]]
    given: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise ParameterError(f"{word!r} is not name=value; see mutua {command} --help")
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(known)}"
            raise ParameterError(f"{name}: {command} has no such key; {hint}")
        if name in given:
            raise ParameterError(f"{name}: is given twice")
        given[name] = value(known[name], text)
    values = {key.name: key.default for key in known.values()} | given
    if values["run"] is None:
        raise ParameterError(f"run: mutua {command} FOLDER: which folder? None is given")
    return values


def finite(text: str) -> float | None:
    """The number that a text writes; None if it is none, or has no end."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def value(key: Key, text: str) -> Any:
    """What a text stands for as a value of a key."""
    if text == "null" and key.default is None:
        return None
    if key.kind is bool and text in ("true", "false"):
        return text == "true"
    if key.kind == int | None and re.fullmatch(r"[+-]?\d[\d_]*", text):
        return int(text.replace("_", ""))
    if key.kind in (str, str | None) and text:
        return text
    if key.kind == float | None and (number := finite(text)) is not None:
        return number
    if key.kind == list[str] | None and re.fullmatch(r"\[[^\[\]]+\]", text):
        return [part.strip() for part in text[1:-1].split(",")]
    raise ParameterError(f"{key.name}: {text!r} is not {key.allowed}")
