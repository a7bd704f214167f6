"""Plans that are composed once, for tests that claim nothing of what Hydra composes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

#: Keys of a command that say where its results go, and nothing else.
PLACES = ("output", "shard")


def remember(plans: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Plans that are made once for the same words, wherever their results are to go."""
    known: dict[tuple[str, ...], list[Any]] = {}

    def remembered(command: str, words: Sequence[str], *args: Any, **kwargs: Any) -> list[Any]:
        pairs = [word.partition("=") for word in words]
        places = {name: value for name, _, value in pairs if name in PLACES}
        rest = (command, *(word for word in words if word.partition("=")[0] not in PLACES))
        if rest not in known:
            known[rest] = plans(command, rest[1:], *args, **kwargs)
        return [replace(task, keys=task.keys | places) for task in known[rest]]

    return remembered
