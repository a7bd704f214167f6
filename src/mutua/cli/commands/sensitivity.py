"""The command sensitivity: which parameters of a sweep move which outcome, and where."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mutua.cli import terminal
from mutua.cli.output import (
    as_bad_folder,
    output_path,
    print_json,
    reserve_folder,
    show_files,
    write_result,
)
from mutua.cli.parse import parse_folder


def main(words: Sequence[str], as_json: bool) -> None:
    """Analyse a sweep: a table and where it holds on the terminal, everything in the folder."""
    from mutua.studies.sensitivity.result import sensitivity

    keys = parse_folder("sensitivity", words)
    figures, output = keys.pop("figures"), output_path(keys.pop("output"), "sensitivity")
    with as_bad_folder("sensitivity"):
        analysis = sensitivity(keys.pop("run"), **keys)
    with reserve_folder(output) as writer:
        write_result(analysis, writer, figures)
    if as_json:
        print_json(output, analysis.summary())
    else:
        show(analysis, output)


def show(analysis: Any, output: Path) -> None:
    """The first outcome and the target on the terminal."""
    print(f"{analysis.about.label}, {analysis.target.title} ({analysis.about.unit})\n")
    terminal.show_sensitivity(analysis.kind, analysis.summary())
    print(f"\n{analysis.text()}")
    print(f"\nResults: {output}")
    show_files(output)
