"""Presets: YAML files of ``configs/`` that hold values only, by group and name."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mutua.errors import one_of
from mutua.scenarios.check import flatten


def configs() -> Path:
    """The folder of presets: the checkout's if there is one, else the installed package's."""
    here = Path(__file__)
    checkout = here.parents[3]
    if here.parents[2].name == "src" and (checkout / "configs").is_dir():
        return checkout / "configs"
    return here.parents[1] / "configs"


@cache
def presets(group: str) -> tuple[str, ...]:
    """Names of the presets of a group, such as ``regime`` or ``intervention``."""
    return tuple(sorted(path.stem for path in (configs() / group).glob("*.yaml")))


@cache
def preset(group: str, name: str) -> Mapping[str, float]:
    """Values of one preset by dotted name."""
    import yaml

    one_of(group, name, presets(group))
    text = (configs() / group / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(flatten(yaml.safe_load(text) or {}))
