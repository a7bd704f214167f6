"""A preset of one's own as the text of a file: every value with its meaning, unit and bounds."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from mutua.errors import not_one_of, one_of
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.check import check_value
from mutua.scenarios.presets import preset, presets

#: Groups of which presets can be begun, the preset that one begins from, and what one is.
BEGUN_FROM = {"regime": "usual", "setting": "community", "population": "default",
              "intervention": "feedback"}  # fmt: skip
#: How a preset of a group is chosen on the command line, as an arm beside usual if it can be.
CHOSEN = {
    "regime": "'regimes=[usual,{0}]'",
    "setting": "setting={0}",
    "population": "population={0}",
    "intervention": "'arms=[usual,usual+{0}]'",
}
#: What is said of a group at the head of a file.
ABOUT = {
    "regime": "Norms only. Amounts are units a visit; on each side they sum to 6 in every regime "
    "that ships.",
    "setting": "What the service offers, to which users, and how ties end there.",
    "population": "The users who come and the professionals who work there.",
    "intervention": "In force from week `start`, to `stop`, in every week or in one of `every`.",
}
WIDTH = 96


def command_of(group: str, name: str, folder: Any) -> str:
    """The command that compares a preset with usual care, or in which it is chosen."""
    return f"mutua compare --config-dir {folder} {CHOSEN[group].format(name)}"


def preset_text(
    group: str, name: str, like: str, values: Mapping[str, float], folder: Any = "FOLDER"
) -> str:
    """The text of a preset that begins as one that ships, with some values of its own.

    A value that neither of them sets is a comment, at its default. `folder` is where the group's
    folder is.

    Raises
    ------
    ParameterError
        There is no such group or preset, or a value is out of its bounds.
    """
    if group not in BEGUN_FROM:
        raise not_one_of("new", group, BEGUN_FROM)
    one_of("like", like, presets(group))
    own = {key: check_value(key, value) for key, value in values.items()}
    given = {**preset(group, like), **own}
    names = [key for key in DECLARED if key in given or belongs(group, key, given)]
    return "\n".join([*_head(group, name, like, folder), *_lines(names, given)]) + "\n"


def belongs(group: str, name: str, given: Mapping[str, float]) -> bool:
    """Whether a parameter is one that presets of a group are about."""
    part, _, rest = name.partition(".")
    if group == "regime":
        return part == "norm"
    if group == "population":
        return part == "population"
    if group == "setting":
        return part == "service" or any(name in preset(group, other) for other in presets(group))
    policy = rest.partition(".")[0]
    begun = any(key.startswith(f"{part}.{policy}.") for key in given)
    return part == "interventions" and (begun or name.endswith((".strength", "_interval")))


def _head(group: str, name: str, like: str, folder: Any) -> list[str]:
    """First lines: what it is, and how it is used."""
    lines = [
        f"{name}, of the group {group}, begun from {like}: say here what it is, and where each "
        "number is from.",
        ABOUT[group],
        "A # before a name: not set; the value shown is the default.",
        command_of(group, name, folder),
    ]
    wrapped = [line for text in lines for line in textwrap.wrap(text, WIDTH)]
    return ["# @package _global_", *(f"# {line}" for line in wrapped)]


def _lines(names: list[str], given: Mapping[str, float]) -> Iterator[str]:
    """Lines of some parameters as nested YAML, in their order."""
    opened: list[str] = []
    for name in _together(names):
        *path, last = name.split(".")
        is_set = name in given
        shared = 0
        while shared < min(len(path), len(opened)) and path[shared] == opened[shared]:
            shared += 1
        for depth in range(shared, len(path)):
            holds = any(key.startswith(".".join(path[: depth + 1]) + ".") for key in given)
            yield f"{'  ' * depth}{'' if holds else '#'}{path[depth]}:"
        opened = path
        yield from _leaf(name, last, "  " * len(path), given.get(name), is_set)


def _together(names: list[str]) -> list[str]:
    """Names in their order, those of a group at every depth one after the other."""
    if all("." not in name for name in names):
        return names
    groups: dict[str, list[str]] = {}
    for name in names:
        head, dot, rest = name.partition(".")
        groups.setdefault(head + dot, []).append(rest)
    return [head + rest for head, below in groups.items()
            for rest in (_together(below) if head.endswith(".") else below)]  # fmt: skip


def _leaf(name: str, last: str, indent: str, value: float | None, is_set: bool) -> Iterator[str]:
    """Meaning and value of one parameter; a value that is not set is a comment."""
    declared = DECLARED[name]
    unit = "" if declared.unit == "1" else f", {declared.unit}"
    text = f"{declared.about} ({declared.low:g} to {declared.high:g}{unit})"
    for line in textwrap.wrap(text, WIDTH - len(indent)):
        yield f"{indent}# {line}"
    shown = declared.default if value is None else value
    yield f"{indent}{'' if is_set else '#'}{last}: {shown:g}"
