"""Output folders of commands, held from before the work, and what is shown of them."""

import json
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mutua.errors import ParameterError, StoreError

if TYPE_CHECKING:
    import pandas as pd

    from mutua.cli.compose import Plan
    from mutua.storage.folder import Writer

    Table = Callable[[pd.DataFrame], None]
    Show = Callable[[bool], None]


@contextmanager
def output_folder(plan: "Plan") -> Iterator["Writer"]:
    """Hold the output folder of a plan from before the work."""
    with held_folder(free_output(plan)) as writer:
        yield writer


@contextmanager
def held_folder(folder: Path) -> Iterator["Writer"]:
    """Hold a folder from before the work; one that cannot be held is bad input."""
    from mutua.storage.folder import writing

    with ExitStack() as held:
        try:
            writer = held.enter_context(writing(folder))
        except StoreError as error:
            raise ParameterError(f"output: {error}") from error
        yield writer


def free_output(plan: "Plan") -> Path:
    """The output folder of a plan, checked and not yet made."""
    return output_of(plan.keys["output"], plan.command)


def output_of(named: str | None, command: str) -> Path:
    """The output folder, checked and not yet made; of the moment, if none was named."""
    if named is not None:
        return checked_output(named)
    now = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    names = (f"{now}_{command}{again}" for again in ("", *(f"_{n}" for n in range(2, 99))))
    return checked_output(next(name for n in names if not (name := Path("outputs", n)).exists()))


def checked_output(named: str | Path) -> Path:
    """A folder that can be written, not yet made."""
    from mutua.storage.folder import check_output

    if named == "":
        raise ParameterError("output: '' is not the name of a folder")
    try:
        return check_output(Path(named).expanduser())
    except StoreError as error:
        raise ParameterError(f"output: {error}") from error


def show(output: Path, summary: "pd.DataFrame", table: "Table", as_json: bool) -> None:
    """Show a summary and where everything is, as a table or as JSON."""
    if as_json:
        print_json(output, summary)
        return
    table(summary)
    print(f"\nResults: {output}")
    show_files(output)


def show_files(output: Path) -> None:
    """Say where the report is, and which figures there are."""
    for report in sorted(output.glob("*.html")):
        print(f"Report:  {report}")
    figures = [figure.stem for figure in sorted(output.glob("*.png"))]
    for line in textwrap.wrap(f"Figures: {', '.join(figures)} (PNG, SVG)", 80,
                              subsequent_indent=9 * " "):  # fmt: skip
        print(line)


def print_json(folder: Path, summary: "pd.DataFrame") -> None:
    """Print where the results are and the rows of the summary; what is missing becomes null."""
    rows = json.loads(summary.to_json(orient="records", double_precision=15))
    print(json.dumps({"output": str(folder), "summary": rows}, indent=2, ensure_ascii=False))


def compiled_before() -> bool:
    """Whether the kernel of these sources has been compiled and kept."""
    from mutua.jit.cache import is_compiled

    return is_compiled()


@contextmanager
def as_bad_input(key: str) -> Iterator[None]:
    """Say of a folder that was named, and cannot be used, that the input is bad."""
    try:
        yield
    except StoreError as error:
        raise ParameterError(f"{key}: {error}") from error


def typed(folder: Path) -> str:
    """A folder as a word of a command."""
    where = str(folder)
    return where if where.isprintable() and " " not in where else f"'{where}'"
