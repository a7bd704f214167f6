"""Words of a command as Hydra takes them, and its errors as one line each."""

import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from hydra._internal.utils import get_args_parser
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException, MissingConfigException
from omegaconf.errors import (
    InterpolationResolutionError,
    MissingMandatoryValue,
    OmegaConfBaseException,
)

from mutua.cli.keys import VARYING, allowed_values, command_groups, unknown_key
from mutua.cli.preset_files import TARGET
from mutua.errors import ParameterError, not_one_of
from mutua.scenarios.presets import presets

#: Keys whose values are paths: quoted before Hydra's grammar sees them.
PATHS = ("output", "resume", "extend", "design.file", "runs", "data", "posterior")
#: A choice within a group, in a folder of its own or not; never ``null``.
NAME = re.compile(r"(?!None$)[\w-]+(/[\w-]+)*")
#: Keys of another sweeper than ours.
JOBS = ("hydra/launcher", "hydra.launcher.", "hydra.sweeper.", "hydra.sweep.")
#: What is said of the first regime of a list.
FIRST = {"compare": ", the reference first"}
#: Hydra's options that a command does not take, with the reason.
REFUSED = {
    "multirun": "this command makes one result; run -m and sweep make many",
    "experimental_rerun": "it would load a pickle; give the values again",
    "config_path": "use --config-dir to add a folder of presets and experiments",
    "config_name": "a command has one config; choose experiment=NAME",
    "shell_completion": "mutua completion --help says how a shell completes",
}


def hydra_words(command: str, words: Sequence[str], standard: bool = False) -> list[str]:
    """Options and overrides as Hydra is to see them, options first; what is not ours is refused."""
    parser = get_args_parser()
    parser.error = _refuse  # type: ignore[method-assign]
    given, rest = parser.parse_known_intermixed_args(list(words))
    many = command in VARYING
    for option in rest:
        raise ParameterError(f"no option {option!r}; see mutua {command} --help")
    for name, reason in REFUSED.items():
        if getattr(given, name) and not (name == "multirun" and (standard or many)):
            raise ParameterError(f"--{name.replace('_', '-')}: {reason}")
    overrides = [quote_path(word) for word in given.overrides]
    check_overrides(command, overrides, standard)
    return [*(word for word in words if word not in given.overrides), *overrides]


def check_overrides(command: str, words: Sequence[str], standard: bool = False) -> None:
    """Refuse what Hydra's grammar allows and a command has no use for."""
    for word in words:
        if not re.match(r"[^=]+=|~", word):
            raise ParameterError(f"{word!r} is not name=value; see mutua {command} --help")
        if TARGET in word:
            raise ParameterError(f"{word}: {TARGET} names code; only values can be given")
        try:
            override = OverridesParser.create().parse_override(word)
        except (HydraException, RecursionError) as error:
            raise ParameterError(f"{word!r} cannot be read: {_one_line(error)}") from error
        if override.is_delete():
            raise ParameterError(f"{word}: nothing can be taken out")
        check_key(command, override, standard)


def check_key(command: str, override: Override, standard: bool = False) -> None:
    """Refuse a key that the command does not have, and a choice that is no name."""
    key, word = override.key_or_group, override.input_line
    if standard and (key in ("output", "hydra/sweeper") or key.startswith(JOBS)):
        if key == "output":
            raise ParameterError(f"{word}: each job has its own; say hydra.sweep.dir=")
        return
    if re.match(r"hydra\b", key):
        raise ParameterError(f"{word}: how Hydra itself runs is fixed")
    if command in ("compare", "reciprocity") and key == "regime":
        raise ParameterError(f"{word}: {command} takes regimes=[a,b]{FIRST.get(command, '')}")
    if key not in command_groups(command) and not allowed_values(command, key):
        raise ParameterError(unknown_key(command, key))
    if override.is_add() and not override.is_force_add():
        raise ParameterError(f"{word}: {key} is declared; leave the + away")
    if override.is_sweep_override() and (standard or command in VARYING):
        return
    if override.is_sweep_override():
        raise ParameterError(f"{word}: one value is needed; a list is written [a,b]")
    value = override.value()
    names = value if isinstance(value, list) else [] if isinstance(value, dict) else [f"{value}"]
    named = all(isinstance(name, str) and NAME.fullmatch(name) for name in names)
    if key in command_groups(command) and not named:
        raise ParameterError(f"{word}: a choice is a name; see mutua {command} --help")


def quote_path(word: str) -> str:
    """A path as one quoted value; an interpolation such as ``${seed}`` in it keeps working."""
    name, equals, value = word.partition("=")
    if name not in PATHS or not equals or re.fullmatch(r"'.*'|\".*\"|null", value, re.DOTALL):
        return word
    # in quotes a backslash counts only where backslashes lead up to a quote
    inside = re.sub(r"(\\+)(?='|$)", r"\1\1", value).replace("'", r"\'")
    return f"{name}='{inside}'"


def explain(command: str, error: BaseException) -> str:
    """One line on why composing failed, naming the file, the key, its value and what is allowed."""
    if isinstance(error, MissingConfigException):
        group, _, name = str(error.missing_cfg_file).partition("/")
        return str(not_one_of(group, name, error.options or presets(group)))
    cause = error if isinstance(error, OmegaConfBaseException) else error.__context__
    if not isinstance(cause, OmegaConfBaseException) or not cause.full_key:
        return _one_line(error)
    file = re.match(r"In '([^']+)'", str(error))
    name = file[1] if file else ""
    line = _about_key(command, str(cause.full_key), cause, name)
    return f"{name}.yaml: {line}" if file else line


def about_group(group: str, file: str) -> str:
    """One line on values that landed under the name of a group."""
    if file.partition("/")[0] == group:  # Hydra's default: values of a file go below its folder
        return "the first line of an experiment or a preset is '# @package _global_'"
    name = "[NAME]" if group == "intervention" else "NAME"
    return f"{group}: is chosen under defaults:, by a line '- override /{group}: {name}'"


def _about_key(command: str, key: str, error: OmegaConfBaseException, file: str) -> str:
    allowed = allowed_values(command, key.partition("[")[0])
    if key in command_groups(command) and not allowed:
        return about_group(key, file)
    if not allowed:
        return unknown_key(command, key)
    if isinstance(error, (InterpolationResolutionError, MissingMandatoryValue)):
        return f"{key}: {_one_line(error)}"
    value: Any = error.value
    whole = isinstance(value, float) and value.is_integer() and "whole" in allowed
    hint = f"; write {value:.0f} or {value:_.0f}" if whole else ""
    shown = repr(value) if isinstance(value, str) else json.dumps(value, default=str)
    return f"{key}: {shown} is not {allowed}{hint}"


def _one_line(error: BaseException) -> str:
    """What Hydra, OmegaConf or YAML say, without their advice and their tables."""
    text = re.split(r"\n\s*(?:full_key|See http|Config search path)", str(error).strip())[0]
    return " ".join(text.split()) or type(error).__name__


def _refuse(message: str) -> NoReturn:
    raise ParameterError(message)
