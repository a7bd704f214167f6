"""The command new: a commented preset of one's own, to be edited."""

import json
import re
from collections.abc import Sequence

from mutua.cli.output import as_bad_input
from mutua.cli.parse import parse_with_defaults
from mutua.errors import ParameterError, brief
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.check import unknown

#: Names that Hydra's grammar and R take as they are.
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
#: How a preset of each group is chosen from Python.
ARGUMENTS = {
    "regime": '["usual", "{0}"]',
    "setting": 'setting="{0}"',
    "population": 'population="{0}"',
    "intervention": 'arms=["usual", "usual+{0}"]',
}


def main(words: Sequence[str], as_json: bool) -> None:
    """Write a preset that begins as one that ships, with the values that are given."""
    from mutua.scenarios.preset_text import BEGUN_FROM, command_of, preset_text
    from mutua.storage.disk import create_file
    from mutua.storage.folder import as_path

    values = {
        name: parse_number(name, text) for name, text in map(split_word, words) if name in DECLARED
    }
    rest = [word for word in words if split_word(word)[0] not in DECLARED]
    for name in (split_word(word)[0] for word in rest):
        if "." in name:
            raise ParameterError(unknown("parameter", name, DECLARED))
    named, keys = parse_with_defaults("new", rest)
    if len(named) != 2:
        raise ParameterError(f"new: a group and a name are needed, one of {', '.join(BEGUN_FROM)}")
    group, name = named
    folder = as_path("config_dir", keys["config_dir"])
    text = preset_text(group, name, keys["like"] or BEGUN_FROM.get(group, ""), values, folder)
    check_name(group, name)
    file = folder / group / f"{name}.yaml"
    with as_bad_input("new"):
        create_file(file, text)
    if as_json:
        print(json.dumps({"file": str(file)}, indent=2))
        return
    print(f"Written: {file}, to be edited")
    print(f"Shell:   {command_of(group, name, folder)}")
    print(f'Python:  mutua.compare({ARGUMENTS[group].format(name)}, config_dir="{folder}")')


def split_word(word: str) -> tuple[str, str]:
    """Name and value of a word."""
    name, _, value = word.partition("=")
    return name, value


def parse_number(name: str, text: str) -> float:
    """The number that is given to a parameter."""
    try:
        return float(text)
    except ValueError:
        declared = DECLARED[name]
        allowed = f"a number from {declared.low:g} to {declared.high:g}"
        raise ParameterError(f"{name}: {brief(text)} is not {allowed}") from None


def check_name(group: str, name: str) -> None:
    """Refuse a name that ships or that no word of a command can hold."""
    from mutua.scenarios.presets import presets

    if not NAME.fullmatch(name):
        raise ParameterError(f"new: {brief(name)} is not a name of letters, digits and _")
    if name in presets(group):
        raise ParameterError(f"new: the {group} {name} ships with mutua; take another name")
