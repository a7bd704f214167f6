"""The reference: a page for each group of public names, and one for the command line."""

from itertools import groupby
from pathlib import Path

import mutua
from mutua.cli.help import usage
from mutua.cli.main import COMMANDS

#: Groups that are no study: the title of their page.
TITLES = {
    "errors": "Errors",
    "engines": "Mesa agents to change",
    "model": "Parameters",
    "scenarios": "Scenarios",
    "result": "What all results share",
    "load": "Reading results back",
}


def group_of(name: str) -> str:
    """The study of a public name, or else its room."""
    room, *rest = mutua._HOME[name].split(".")
    return rest[0] if room == "studies" else room


def groups() -> dict[str, list[str]]:
    """Public names by group; functions before what they return."""
    names = sorted(mutua.__all__, key=lambda name: (group_of(name), name[0].isupper(), name))
    return {group: list(own) for group, own in groupby(names, group_of)}


def page_of(group: str, names: list[str]) -> str:
    """The page of a group."""
    title = TITLES.get(group, group.capitalize())
    entries = [
        f".. autoclass:: mutua.{name}\n"
        if isinstance(getattr(mutua, name), type)
        else f".. autofunction:: mutua.{name}\n"
        for name in names
    ]
    return f"# {title}\n\n```{{eval-rst}}\n{chr(10).join(entries)}```\n"


def overview(by_group: dict[str, list[str]]) -> str:
    """The page that leads to all others: every public name and its first line."""
    rows = [
        f"| {{py:obj}}`mutua.{name}` | {(getattr(mutua, name).__doc__ or '').split(chr(10))[0]} |"
        for names in by_group.values()
        for name in names
    ]
    pages = "\n".join(["commands", *by_group])
    table = "\n".join(["| name | what it is |", "|---|---|", *rows])
    return (
        "# Reference\n\n"
        "All of `import mutua`, from the docstrings. The same by command: "
        "[the command line](commands.md).\n\n"
        f"{table}\n\n```{{toctree}}\n:hidden:\n\n{pages}\n```\n"
    )


def commands() -> str:
    """The help texts of all commands."""
    texts = [f"## {name}\n\n```\n{usage(name, about)}```\n" for name, about in COMMANDS.items()]
    return "\n".join(["# The command line\n\nWhat `mutua COMMAND --help` says.\n", *texts])


def write_reference(folder: Path) -> None:
    """Write the pages of all groups, of the command line, and the overview."""
    folder.mkdir(parents=True)
    by_group = groups()
    texts = {group: page_of(group, names) for group, names in by_group.items()}
    for name, text in {**texts, "commands": commands(), "index": overview(by_group)}.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
