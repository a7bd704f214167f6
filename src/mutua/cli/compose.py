"""Hydra composes and does nothing else: words in, checked plans out.

Hydra would print several lines and exit with 1, add undeclared names after a ``+``, and let its own
settings create folders. Here its errors become one line each, composed names are compared with the
declared ones, and nothing runs inside Hydra.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import hydra
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf, open_dict
from omegaconf.errors import OmegaConfBaseException

from mutua.cli.keys import (
    ON_OFF,
    START,
    check_keys,
    command_keys,
    refuse_undeclared,
    structured_config,
    switch,
)
from mutua.cli.plain import Plan
from mutua.cli.preset_files import checked_files
from mutua.cli.words import explain, hydra_words
from mutua.errors import ParameterError, StoreError, not_one_of
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.arms import Arm, arms_from
from mutua.scenarios.check import STATES, checked_scenario, flatten
from mutua.scenarios.presets import configs
from mutua.scenarios.scenario import Scenario
from mutua.scenarios.space import MECHANISM

#: Name of the job, as Hydra would have it: that of this file.
JOB = __name__.rpartition(".")[2]


P = TypeVar("P")


@dataclass(frozen=True)
class StudyTask(Generic[P]):
    """What a command in which something varies is to do."""

    command: str  #: ``sweep`` or ``calibrate``
    keys: dict[str, Any]  #: The command's own keys
    plan: P  #: All that decides its results


@dataclass(frozen=True)
class Composed:
    """What Hydra composed."""

    values: dict[str, Any]  #: Declared names only, dotted
    choices: Mapping[str, Any]  #: Preset by group


@dataclass(frozen=True)
class Multirun:
    """What our sweeper gets from Hydra: words, and the means to compose any of them."""

    loader: Any  #: Hydra's own
    command: str  #: Name of the command, and of its config
    words: Sequence[str]  #: Overrides, those that sweep among them
    _known: dict[tuple[str, ...], DictConfig] = field(default_factory=dict)

    def compose(self, words: Sequence[str], values: Mapping[str, Any] | None = None) -> Composed:
        """Compose some words, none of which sweeps, each once; then set some values."""
        composed = deepcopy(self._load(tuple(words)))
        for name, value in (values or {}).items():
            OmegaConf.update(composed, name, value)
        HydraConfig.instance().set_config(composed)
        choices = dict(composed.hydra.runtime.choices)
        with open_dict(composed):
            del composed["hydra"]
        return Composed(plain(self.command, composed), choices)

    def _load(self, words: tuple[str, ...]) -> DictConfig:
        if words not in self._known:
            overrides = ["hydra.mode=MULTIRUN", *words]
            loaded = self.loader.load_configuration(self.command, overrides, RunMode.RUN)
            for first in self._known.values():  # one time of day for all, as Hydra has it
                OmegaConf.copy_cache(from_config=first, to_config=loaded)
            self._known[words] = loaded
        return self._known[words]


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
        `plan_scenarios` by default.
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
    task = partial(planner or plan_scenarios, command)
    try:
        options = [word for word in words if word.startswith("-")]
        if options == ["--multirun"] and not standard:
            return [compose_multirun(command, words[1:], task)]
        if options:
            return through_hydra(command, words, task, standard)
        return [compose_once(command, words, task)]
    except (HydraException, OmegaConfBaseException) as error:
        raise ParameterError(explain(command, error)) from error


def compose_once(command: str, words: Sequence[str], task: Callable[[DictConfig], Any]) -> Any:
    """Give a task what `through_hydra` gives it; Hydra would compose once more to learn its mode.

    What a value may refer to as ``${hydra:...}`` is the same too: hence job, mode and folder.
    """
    with hydra.initialize_config_dir(str(configs()), JOB, version_base="1.3"):
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


def compose_multirun(command: str, words: Sequence[str], task: Callable[[Multirun], Any]) -> Any:
    """Give a task what our sweeper gives it, for which Hydra would compose twice."""
    with hydra.initialize_config_dir(str(configs()), JOB, version_base="1.3"):
        return task(Multirun(GlobalHydra.instance().config_loader(), command, words))


def through_hydra(
    command: str, words: Sequence[str], task: Callable[[DictConfig], Any], standard: bool
) -> list[Any]:
    """Let Hydra do what its options say, and keep what the task made of each job."""
    results: list[Any] = []
    errors: list[Exception] = []

    def job(composed: Any) -> None:
        try:
            results.append(task(composed))
        except Exception as error:  # kept for outside, as Hydra would add a line of its own
            if standard:
                raise
            errors.append(error)

    with as_program(words), checked_files():
        try:
            hydra.main(config_path=str(configs()), config_name=command, version_base="1.3")(job)()
        except (ParameterError, StoreError):
            raise
        except Exception as error:
            raise ParameterError(explain(command, error)) from error
    for failure in errors:
        raise failure
    return results


@cache
def register(command: str) -> None:
    """Let Hydra know the declared names of a command, under the name its config begins with."""
    ConfigStore.instance().store(f"declared_{command}", structured_config(command))


def plan_scenarios(command: str, composed: DictConfig) -> Plan:
    """Check a composed config and compose its arms; runs while Hydra is at work."""
    values = plain(command, composed)
    keys = own_keys(command, values)
    chosen = {group: chosen_preset(group) for group in ("setting", "population")}
    if command == "run":
        names = chosen | {"regime": chosen_preset("regime")}
        return Plan(command, keys, [composed_scenario(values, names)])
    arms = arms_from(keys["regimes"], keys.get("arms"))
    return Plan(command, keys, [compose_arm(command, arm, chosen) for arm in arms])


def compose_arm(command: str, arm: Arm, chosen: dict[str, str]) -> Scenario:
    """Compose the command's config once more, with what one arm has of its own."""
    own = {"regime": arm.regime} | ({"setting": arm.setting} if arm.setting else {})
    added = [("intervention", name) for name in arm.interventions]
    for group, name in (*own.items(), *added):
        known = GlobalHydra.instance().config_loader().get_group_options(group)
        if name not in known:
            key = "regimes" if arm.name == name else "arms"
            raise not_one_of(key, name, known)
    given = HydraConfig.get().overrides.task
    interventions = [*common_interventions(given), *arm.interventions]
    replacing = {**own, "intervention": f"[{','.join(interventions)}]"}
    replacing |= {name: repr(value) for name, value in arm.parameters.items()}
    replacing |= {f"{MECHANISM}{name}": "on" if on else "off" for name, on in arm.mechanism.items()}
    words = [word for word in given if word.partition("=")[0] not in replacing]
    words += [f"{group}={name}" for group, name in replacing.items()]
    values = plain(command, hydra.compose(command, overrides=words))
    return replace(composed_scenario(values, chosen | own), name=arm.name)


def common_interventions(words: Sequence[str]) -> list[str]:
    """Interventions that the words of a command choose for every arm."""
    parsed = OverridesParser.create().parse_overrides(list(words))
    values: list[Any] = [o.value() for o in parsed if o.key_or_group == "intervention"]
    return [name for value in values for name in (value if isinstance(value, list) else [value])]


def composed_scenario(
    values: Mapping[str, Any], names: Mapping[str, Any], *, together: bool = True
) -> Scenario:
    """The scenario of composed values; `names` are its regime, setting and population."""
    start = {key: x for key in STATES if (x := values.get(START + key)) is not None}
    return checked_scenario(
        values,
        name=names["regime"],
        mechanism=off_switches(values),
        start=start,
        together=together,
        **names,
    )


def off_switches(flat: Mapping[str, Any]) -> dict[str, bool]:
    """Mechanisms that composed values switch off."""
    switches = [(name, f"mechanism.{name}") for name in NEUTRAL]
    return {name: False for name, key in switches if not switch(key, flat[key], ON_OFF)}


def plain(command: str, composed: DictConfig) -> dict[str, Any]:
    """Composed values by dotted name, declared names only."""
    nested: Any = OmegaConf.to_container(composed, resolve=True, throw_on_missing=True)
    values = dict(flatten(nested))
    refuse_undeclared(command, values.keys())
    return values


def own_keys(command: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The command's own keys among composed values, each within its bounds."""
    return check_keys(command, {name: values[name] for name in command_keys(command)})


def chosen_preset(group: str) -> str:
    """The one preset that was chosen from a group."""
    chosen = HydraConfig.get().runtime.choices.get(group)
    if not isinstance(chosen, str):
        known = GlobalHydra.instance().config_loader().get_group_options(group)
        raise ParameterError(f"{group}: exactly one of {', '.join(known)} is to be chosen")
    return chosen


def job_folder() -> str:
    """Folder that Hydra made for the job of another sweeper than ours."""
    return str(HydraConfig.get().runtime.output_dir)


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
