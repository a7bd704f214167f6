"""The command that says what a sweep tells: ``mutua sensitivity FOLDER``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mutua.cli import garbage, terminal
from mutua.cli.output import held_folder, output_of, print_json, show_files
from mutua.errors import ParameterError, StoreError


def main(words: Sequence[str], as_json: bool) -> None:
    """Analyse a sweep: a table and where it holds on the terminal, everything in the folder."""
    from mutua.cli.parse import read
    from mutua.studies.sensitivity.result import sensitivity as analysed

    keys = read("sensitivity", words)
    named, folder = keys.pop("output"), keys.pop("run")
    output = output_of(named, "sensitivity")
    garbage.begin()
    try:
        found = analysed(folder, **keys)
    except StoreError as error:
        raise ParameterError(f"run: {error}") from error
    with held_folder(output) as writer:
        found.write(writer)
    if as_json:
        print_json(output, found.summary())
    else:
        show(found, output)


def show(found: Any, output: Path) -> None:
    """The first outcome and the target on the terminal."""
    print(f"{found.about.label}, {found.target.title} ({found.about.unit})\n")
    terminal.show_sensitivity(found.kind, found.summary())
    print(f"\n{found.text()}")
    print(f"\nResults: {output}")
    show_files(output)
