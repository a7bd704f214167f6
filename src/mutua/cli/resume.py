"""Work that is kept in a folder: continued by a command, and explained when it stops."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutua.cli.output import as_bad_input, as_word
from mutua.cli.parse import parse
from mutua.errors import ParameterError, StoreError, WorkError

if TYPE_CHECKING:
    from mutua.storage.folder import Writer

#: Options that name a folder of presets.
PRESETS = ("--config-dir", "-cd")
BACKEND = ("backend", "figures", "scheduler", "threads", "workers")
#: Keys that name a folder of earlier work, by command, and what can be given beside each.
CONTINUING: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sweep": {
        "resume": BACKEND,
        "extend": (*BACKEND, "design.file", "design.levels", "design.points", "replicates"),
    },
    "calibrate": {"resume": ("figures", "threads")},
}


def read_resume(command: str, words: Sequence[str]) -> dict[str, Any] | None:
    """Values of a command that continues the work of a folder; None if it starts anew.

    Raises
    ------
    ParameterError
        A key that cannot be given beside ``resume=`` or ``extend=``, or a value it cannot have.
    """
    words = without_presets(words)
    given = dict(word.split("=", 1) for word in words if "=" in word)
    beside = CONTINUING[command]
    key = next((key for key in beside if given.get(key, "null") != "null"), None)
    if key is None:
        return None
    for name in given:
        if name not in (key, *beside[key]):
            raise ParameterError(f"{name}: {key} takes nothing but {', '.join(beside[key])}")
    plain, values = parse(command, words)
    if plain:
        raise ParameterError(f"{plain[0]!r} is not name=value; see mutua {command} --help")
    return values


def without_presets(words: Sequence[str]) -> list[str]:
    """Words but for ``--config-dir FOLDER``: what continues composes nothing."""
    rest: list[str] = []
    each = iter(words)
    for word in each:
        if word in PRESETS:
            next(each, None)
        elif word.partition("=")[0] not in PRESETS:
            rest.append(word)
    return rest


def folder_key(given: Mapping[str, Any]) -> str:
    """The key that names the folder of earlier work."""
    return "extend" if "extend" in given else "resume"


@contextmanager
def reopen_folder(given: Mapping[str, Any], kind: str) -> Iterator["Writer"]:
    """Reserve the folder of earlier work; one that cannot be reserved is bad input."""
    from mutua.storage.folder import as_path, writing
    from mutua.storage.plan_folder import check_kind

    key = folder_key(given)
    path = as_path(key, given[key])
    with ExitStack() as stack:
        with as_bad_input(key):
            check_kind(path, kind)
            writer = stack.enter_context(writing(path, resume=True))
        yield writer


@contextmanager
def explain_stop(command: str, folder: Path, kept: Callable[[], str]) -> Iterator[None]:
    """Add to an interruption or a failure what is kept, and the command that continues."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"interrupted; {_next_step(command, folder, kept())}") from None
    except (StoreError, WorkError) as error:
        raise type(error)(f"{error}; {_next_step(command, folder, kept())}") from error


def _next_step(command: str, folder: Path, kept: str) -> str:
    return f"{kept} are kept; go on with: mutua {command} {as_word('resume', folder)}"
