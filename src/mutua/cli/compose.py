"""Hydra composes and does nothing else: words in, checked plans out.

Hydra would print several lines and exit with 1, add undeclared names after a ``+``, and let its own
settings create folders. Here its errors become one line each, composed names are compared with the
declared ones, and nothing runs inside Hydra.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, NoReturn

import hydra
from hydra._internal.utils import get_args_parser
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException, MissingConfigException
from omegaconf import DictConfig, OmegaConf, open_dict
from omegaconf.errors import (
    InterpolationResolutionError,
    MissingMandatoryValue,
    OmegaConfBaseException,
)

from mutua.cli.keys import (
    VARYING,
    allowed_values,
    command_groups,
    command_keys,
    own_keys,
    refuse_undeclared,
    structured_config,
    unknown_key,
)
from mutua.errors import ParameterError, StoreError, not_one_of
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.arms import Arm, arm_of
from mutua.scenarios.check import checked_scenario
from mutua.scenarios.presets import configs, flattened, presets
from mutua.scenarios.scenario import Scenario

#: Keys whose values are paths: quoted before Hydra's grammar sees them.
PATHS = ("output", "resume", "extend", "design.file", "runs", "data", "posterior")
#: A choice within a group, in a folder of its own or not; never ``null``.
NAME = re.compile(r"(?!None$)[\w-]+(/[\w-]+)*")
#: What may be said of another sweeper than ours.
JOBS = ("hydra/launcher", "hydra.launcher.", "hydra.sweeper.", "hydra.sweep.")
#: Hydra's options that a command does not take, with the reason.
REFUSED = {
    "multirun": "this command makes one result; run -m and sweep make many",
    "experimental_rerun": "it would load a pickle; give the values again",
    "config_path": "use --config-dir to add a folder of presets and experiments",
    "config_name": "a command has one config; choose experiment=NAME",
    "shell_completion": "completion is not there yet",
}


@dataclass(frozen=True)
class Plan:
    """What one command is to do, checked as far as values go.

    Attributes
    ----------
    command : str
        ``run`` or ``compare``.
    keys : dict
        The command's own keys.
    scenarios : list of Scenario
        One an arm.
    """

    command: str
    keys: dict[str, Any]
    scenarios: list[Scenario]


@dataclass(frozen=True)
class Composed:
    """What Hydra composed.

    Attributes
    ----------
    values : dict
        Declared names only, nested.
    choices : mapping
        Preset by group.
    """

    values: dict[str, Any]
    choices: Mapping[str, Any]


@dataclass(frozen=True)
class Multirun:
    """What our sweeper gets from Hydra: words, and the means to compose any of them.

    Attributes
    ----------
    loader : ConfigLoader
        Hydra's own.
    master : DictConfig
        The config of the command.
    words : list of str
        Overrides, those that sweep among them.
    """

    loader: Any
    master: DictConfig
    words: Sequence[str]

    def compose(self, words: Sequence[str]) -> Composed:
        """Compose some words, none of which sweeps."""
        composed = self.loader.load_sweep_config(self.master, list(words))
        HydraConfig.instance().set_config(composed)
        choices = dict(composed.hydra.runtime.choices)
        with open_dict(composed):
            del composed["hydra"]
        return Composed(plain(self.master.hydra.job.config_name, composed), choices)


def plans(
    command: str,
    words: Sequence[str],
    planner: Callable[[str, Any], Any] | None = None,
    *,
    standard: bool = False,
) -> list[Any]:
    """Compose and check what `words` ask for; empty where they ask Hydra to show something.

    Parameters
    ----------
    planner : callable, optional
        Makes a plan of the command and what Hydra hands over: a composed config, or a `Multirun`;
        `planned` by default.
    standard : bool
        Let another sweeper than ours, and any launcher, call the planner for each of its jobs,
        which may happen in another process: what fails then is raised there.

    Raises
    ------
    ParameterError
        Anything that cannot be composed, or is composed and not allowed.
    """
    register(command)
    words = hydra_words(command, words, standard)
    task = partial(planner or planned, command)
    try:
        if words and words[0].startswith("-"):
            return through_hydra(command, words, task, standard)
        return [compose_once(command, words, task)]
    except (HydraException, OmegaConfBaseException) as error:
        raise ParameterError(explain(command, error)) from error


def compose_once(command: str, words: Sequence[str], task: Callable[[DictConfig], Any]) -> Any:
    """Give a task what `through_hydra` gives it; Hydra would compose once more to learn its mode.

    What a value may refer to as ``${hydra:...}`` is the same too: hence job, mode and folder.
    """
    job = __name__.rpartition(".")[2]
    with hydra.initialize_config_dir(str(configs()), job, version_base="1.3"):
        try:
            composed = hydra.compose(command, [*words, "hydra.mode=RUN"], return_hydra_config=True)
        except Exception as error:
            raise ParameterError(explain(command, error)) from error
        composed.hydra.runtime.output_dir = str(Path.cwd())
        HydraConfig.instance().set_config(composed)
        own = deepcopy(composed)  # the whole stays, for what Hydra says of itself refers to it
        with open_dict(own):
            del own["hydra"]
        return task(own)


def through_hydra(
    command: str, words: Sequence[str], task: Callable[[DictConfig], Any], standard: bool
) -> list[Any]:
    """Let Hydra do what its options say, and keep what the task made of each job."""
    made: list[Any] = []
    failed: list[Exception] = []

    def job(composed: Any) -> None:
        try:
            made.append(task(composed))
        except Exception as error:  # kept for outside, as Hydra would add a line of its own
            if standard:
                raise
            failed.append(error)

    with as_program(words):
        try:
            hydra.main(config_path=str(configs()), config_name=command, version_base="1.3")(job)()
        except (ParameterError, StoreError):
            raise
        except Exception as error:
            raise ParameterError(explain(command, error)) from error
    for failure in failed:
        raise failure
    return made


@cache
def register(command: str) -> None:
    """Let Hydra know the declared names of a command, under the name its config begins with."""
    ConfigStore.instance().store(f"declared_{command}", structured_config(command))


def planned(command: str, composed: DictConfig) -> Plan:
    """Check a composed config and compose its arms; runs while Hydra is at work."""
    values = plain(command, composed)
    keys = own_keys(command, values)
    chosen = {group: choice(group) for group in ("setting", "population")}
    if command == "run":
        return Plan(
            command, keys, [composed_scenario(values, chosen | {"regime": choice("regime")})]
        )
    return Plan(command, keys, [composed_arm(command, arm, chosen) for arm in requested_arms(keys)])


def requested_arms(keys: dict[str, Any]) -> list[Arm]:
    """The arms of a comparison: ``arms``, or one for each of ``regimes``."""
    if keys["arms"] is None:
        return [Arm(regime, regime) for regime in keys["regimes"]]
    if tuple(keys["regimes"]) != command_keys("compare")["regimes"].default:
        raise ParameterError(
            f"arms: [{','.join(keys['arms'])}] is given beside regimes; give one of them"
        )
    return [arm_of(text) for text in keys["arms"]]


def composed_arm(command: str, arm: Arm, chosen: dict[str, str]) -> Scenario:
    """Compose the command's config once more, with the regime and the setting of one arm."""
    own = {"regime": arm.regime} | ({"setting": arm.setting} if arm.setting else {})
    added = [("intervention", name) for name in arm.interventions]
    for group, name in (*own.items(), *added):
        known = GlobalHydra.instance().config_loader().get_group_options(group)
        if name not in known:
            key = "regimes" if arm.name == name else "arms"
            raise not_one_of(key, name, known)
    given = HydraConfig.get().overrides.task
    chosen_too = [*common_interventions(given), *arm.interventions]
    replaced = {**own, "intervention": f"[{','.join(chosen_too)}]"}
    kept = [word for word in given if word.partition("=")[0] not in replaced]
    words = [*kept, *(f"{group}={name}" for group, name in replaced.items())]
    values = plain(command, hydra.compose(command, overrides=words))
    made = composed_scenario(values, chosen | own)
    return replace(made, name=arm.name)


def common_interventions(words: Sequence[str]) -> list[str]:
    """Interventions that the words of a command choose for every arm."""
    parsed = OverridesParser.create().parse_overrides(list(words))
    values: list[Any] = [o.value() for o in parsed if o.key_or_group == "intervention"]
    return [name for value in values for name in (value if isinstance(value, list) else [value])]


def composed_scenario(
    values: Mapping[str, Any], names: Mapping[str, str], *, together: bool = True
) -> Scenario:
    """The scenario of composed values; `names` are its regime, setting and population."""
    flat = dict(flattened(values))
    off = {name: False for name in NEUTRAL if not flat[f"mechanism.{name}"]}
    return checked_scenario(flat, name=names["regime"], mechanism=off, together=together, **names)


def plain(command: str, composed: DictConfig) -> dict[str, Any]:
    """Composed values as a plain nested mapping that holds declared names only."""
    values: Any = OmegaConf.to_container(composed, resolve=True, throw_on_missing=True)
    refuse_undeclared(command, (name for name, _ in flattened(values)))
    return dict(values)


def choice(group: str) -> str:
    """The one preset that was chosen from a group."""
    chosen = HydraConfig.get().runtime.choices.get(group)
    if not isinstance(chosen, str):
        known = GlobalHydra.instance().config_loader().get_group_options(group)
        raise ParameterError(f"{group}: exactly one of {', '.join(known)} is to be chosen")
    return chosen


def job_folder() -> str:
    """Folder that Hydra made for the job of another sweeper than ours."""
    return str(HydraConfig.get().runtime.output_dir)


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
        try:
            override = OverridesParser.create().parse_override(word)
        except HydraException as error:
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
    if command == "compare" and key == "regime":
        raise ParameterError(f"{word}: compare takes regimes=[a,b], the reference first")
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
    return (f"{file[1]}.yaml: " if file else "") + _about_key(command, str(cause.full_key), cause)


def _about_key(command: str, key: str, error: OmegaConfBaseException) -> str:
    allowed = allowed_values(command, key.partition("[")[0])
    if key in command_groups(command) and not allowed:
        return "the first line of an experiment or a preset is '# @package _global_'"
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


@contextmanager
def as_program(words: Sequence[str]) -> Iterator[None]:
    """Let Hydra read `words` as the command line, and raise rather than print and exit."""
    before, full = sys.argv, os.environ.get("HYDRA_FULL_ERROR")
    sys.argv = [str(Path(before[0]).with_name("mutua")), *words]
    os.environ["HYDRA_FULL_ERROR"] = "1"
    try:
        yield
    finally:
        sys.argv = before
        os.environ.pop("HYDRA_FULL_ERROR")
        if full is not None:
            os.environ["HYDRA_FULL_ERROR"] = full
