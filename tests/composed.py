"""What Hydra composes, composed once: it takes half the time of most tests of commands."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from omegaconf.base import Metadata

#: Where the package's own configs come from; a further folder may hold other files tomorrow.
OWN = {"hydra", "main", "schema"}
#: Keys of a command that say where its results go, and nothing else.
PLACES = ("output", "shard")


def once(load: Callable[..., Any]) -> Callable[..., Any]:
    """Hydra's loader, which composes the same words once."""
    known: dict[Any, Any] = {}

    def loaded(
        loader: Any, config_name: str, overrides: Sequence[str], run_mode: Any, **checks: bool
    ) -> Any:
        words = {"config_name": config_name, "overrides": overrides, "run_mode": run_mode}
        sources = {path.provider for path in loader.get_search_path().get_path()}
        if sources != OWN or any(word.startswith("hydra.searchpath") for word in overrides):
            return load(loader, **words, **checks)
        asked = (config_name, run_mode, *overrides, *checks.items())
        if asked not in known:
            known[asked] = load(loader, **words, **checks)
        found = deepcopy(known[asked])
        found.hydra.runtime.cwd = str(Path.cwd())
        return found

    return loaded


def described(self: Metadata, memo: dict[int, Any]) -> Metadata:
    """What is known of a node, copied: half the time of copying a config, as Python would do it."""
    other = object.__new__(type(self))
    other.__dict__ |= self.__dict__
    other.flags = dict(self.flags or {})
    kept = self.resolver_cache
    other.resolver_cache = deepcopy(kept, memo) if kept else defaultdict(dict)
    return other


def anywhere(plans: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
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
