"""Output folders of commands, reserved before the work, and what is shown of them."""

import json
import os
import re
import shlex
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutua.errors import ParameterError, StoreError

if TYPE_CHECKING:
    import pandas as pd

    from mutua.cli.compose import StudyTask
    from mutua.cli.plain import Plan
    from mutua.storage.folder import Writer
    from mutua.studies.result import StudyResult

    Table = Callable[[pd.DataFrame], None]
    Show = Callable[[bool], None]


@contextmanager
def output_folder(plan: "Plan | StudyTask[Any]") -> Iterator["Writer"]:
    """Reserve the output folder of a plan before the work."""
    with reserve_folder(output_path(plan.keys["output"], plan.command)) as writer:
        yield writer


@contextmanager
def reserve_folder(folder: Path) -> Iterator["Writer"]:
    """Reserve a folder before the work; one that cannot be reserved is bad input."""
    from mutua.storage.folder import writing

    with ExitStack() as stack:
        with as_bad_input("output"):
            writer = stack.enter_context(writing(folder))
        yield writer


def output_path(name: str | None, command: str) -> Path:
    """The output folder, checked and not yet made; named after the time if it has no name."""
    if name is not None:
        return free_folder(name)
    now = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    names = (f"{now}_{command}{again}" for again in ("", *(f"_{n}" for n in range(2, 99))))
    return free_folder(next(path for n in names if not (path := Path("outputs", n)).exists()))


def free_folder(name: str | Path) -> Path:
    """A folder that can be written, not yet made."""
    from mutua.storage.folder import as_path, check_output

    if name == "":
        raise ParameterError("output: '' is not the name of a folder")
    with as_bad_input("output"):
        return check_output(as_path("output", name))


def write_result(result: "StudyResult", writer: "Writer", figures: bool) -> None:
    """Write a result into its folder, and say on a terminal what takes so long."""
    from mutua.cli.terminal import status

    with status(figures):
        result.write(writer, figures)


def show_summary(
    output: Path, summary: "pd.DataFrame", table: "Table", as_json: bool, **said: list[str]
) -> None:
    """Show a summary and where everything is, as a table or as JSON, where `said` is added."""
    if as_json:
        print_json(output, summary, **said)
        return
    table(summary)
    print(f"\nResults: {output}")
    show_files(output)


def show_files(output: Path) -> None:
    """Print where the report is, and which figures there are."""
    for report in sorted(output.glob("*.html")):
        print(f"Report:  {report}")
        if sys.stdout.isatty():
            print(f"Open in a browser: {report.resolve().as_uri()}")
    figures = [figure.stem for figure in sorted(output.glob("*.png"))]
    if not figures:
        return
    for line in textwrap.wrap(f"Figures: {', '.join(figures)} (PNG, SVG)", 80,
                              subsequent_indent=9 * " "):  # fmt: skip
        print(line)


def print_json(folder: Path, summary: "pd.DataFrame", **said: list[str]) -> None:
    """Print where the results are and the rows of the summary; what is missing becomes null."""
    print_rows({"output": str(folder), **said}, {"summary": summary})


def print_rows(values: Mapping[str, Any], tables: "dict[str, pd.DataFrame]") -> None:
    """Print values and the rows of tables as one JSON object; what is missing becomes null."""
    rows = {name: json.loads(table.to_json(orient="records", double_precision=15))
            for name, table in tables.items()}  # fmt: skip
    print(json.dumps({**values, **rows}, indent=2, ensure_ascii=False))


@contextmanager
def as_bad_input(key: str) -> Iterator[None]:
    """Turn a StoreError into a ParameterError that names the key: the input is bad."""
    from mutua.storage.disk import one_line

    try:
        with one_line("cannot be used"):
            yield
    except StoreError as error:
        raise ParameterError(f"{key}: {error}") from error


@contextmanager
def as_bad_folder(command: str) -> Iterator[None]:
    """As `as_bad_input`, of a command's first word, which Python's functions call ``run``."""
    try:
        with as_bad_input(command):
            yield
    except ParameterError as error:
        raise ParameterError(re.sub(r"^run: ", f"{command}: ", str(error))) from error


def as_word(name: str, folder: Path) -> str:
    """The word of a command that gives a folder to a key, quoted for the shell."""
    word = f"{name}={folder}"
    if word.isprintable():
        return shlex.quote(word)
    plain = set(range(32, 127)) - set(b"'\\")
    escaped = (chr(byte) if byte in plain else rf"\x{byte:02x}" for byte in os.fsencode(word))
    return f"$'{''.join(escaped)}'"
