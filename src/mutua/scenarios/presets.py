"""Presets: YAML files that hold values only, by group and name: those of ``configs/``, one's own.

One's own lie in a folder that is laid out as ``configs/`` is, such as ``presets/regime/ours.yaml``;
``mutua new regime ours`` writes one.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mutua.errors import ParameterError, brief, one_of
from mutua.scenarios.check import check_value, flatten
from mutua.storage.folder import as_path

#: Characters of a preset of one's own: more than all parameters with a comment each.
LONGEST_PRESET = 1_000_000


def configs() -> Path:
    """The folder of presets: the checkout's if there is one, else the installed package's."""
    here = Path(__file__)
    checkout = here.parents[3]
    if here.parents[2].name == "src" and (checkout / "configs").is_dir():
        return checkout / "configs"
    return here.parents[1] / "configs"


@cache
def presets(group: str) -> tuple[str, ...]:
    """Names of the presets of a group that ship, such as ``regime`` or ``intervention``."""
    return _names(configs() / group)


@cache
def preset(group: str, name: str) -> Mapping[str, float]:
    """Values by dotted name of a preset that ships."""
    import yaml

    one_of(group, name, presets(group))
    text = (configs() / group / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(flatten(yaml.safe_load(text) or {}))


def known_presets(group: str, config_dir: str | Path | None) -> tuple[str, ...]:
    """Names of the presets of a group that ship, and of those in a folder of one's own.

    Raises
    ------
    ParameterError
        There is no such folder, or one of its presets has the name of one that ships.
    """
    if config_dir is None:
        return presets(group)
    folder = preset_folder(config_dir)
    own = _names(folder / group)
    for name in own:
        if name in presets(group):
            file = folder / group / f"{name}.yaml"
            raise ParameterError(f"config_dir: {file} has the name of a preset that ships")
    return (*presets(group), *own)


def known_preset(group: str, name: str, config_dir: str | Path | None) -> Mapping[str, float]:
    """Values by dotted name of a preset, one that ships or one's own.

    Raises
    ------
    ParameterError
        There is none of that name, or a file of one's own holds anything but values of parameters.
    """
    one_of(group, name, known_presets(group, config_dir))
    if config_dir is None or name in presets(group):
        return preset(group, name)
    return _own_values(preset_folder(config_dir) / group / f"{name}.yaml")


def preset_folder(config_dir: Any) -> Path:
    """The folder of one's own presets."""
    folder = as_path("config_dir", config_dir)
    if not folder.is_dir():
        raise ParameterError(f"config_dir: {brief(str(config_dir))} is not a folder of presets")
    return folder


def _names(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def _own_values(file: Path) -> dict[str, float]:
    """Values of a file that a user has written, each checked; every error names the file."""
    import yaml

    try:
        text = file.read_text(encoding="utf-8")
        if len(text) > LONGEST_PRESET or re.search(r"(?m)[:\-\[,{]\s*[&*]\w", text):
            raise ParameterError("is too long, or repeats itself by aliases")
        read = yaml.safe_load(text) or {}
        if not isinstance(read, dict):
            raise ParameterError("holds no values by name, such as norm: {control: 0.5}")
        return {name: check_value(name, value) for name, value in flatten(read)}
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise ParameterError(f"{file}: {' '.join(str(error).split())}") from error
