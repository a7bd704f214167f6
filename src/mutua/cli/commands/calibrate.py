"""The command calibrate: begin a calibration, or go on with one."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutua.cli import terminal
from mutua.cli.commands.sweep import SHOWING
from mutua.cli.output import as_bad_input, as_word, output_folder, print_json
from mutua.errors import StoreError

if TYPE_CHECKING:
    from mutua.storage.folder import Writer
    from mutua.studies.calibration.folder import CalibrationFolder


def main(words: Sequence[str], as_json: bool) -> None:
    """Calibrate to records, or go on; all that can be refused is, before anything is written."""
    from mutua.cli.compose import plans
    from mutua.cli.compose_calibration import calibration_task
    from mutua.cli.compose_sweep import going_on, with_ends
    from mutua.studies.sweep.engine import usable

    told = going_on(words, "calibrate")
    if told is not None:
        go_on(told, as_json)
        return
    mode = () if any(word in SHOWING for word in words) else ("--multirun",)
    for task in plans("calibrate", [*mode, *with_ends(words)], calibration_task):
        threads = usable(task.keys["threads"])
        with output_folder(task) as writer:
            from mutua.studies.calibration.folder import CalibrationFolder
            from mutua.studies.calibration.result import files

            folder = CalibrationFolder.begun(writer, task.plan, files)
            carried_out(folder, threads)
        show(folder.writer.folder, as_json)


def go_on(told: Mapping[str, Any], as_json: bool) -> None:
    """Complete the calibration of a folder."""
    from mutua.studies.sweep.engine import usable

    threads = usable(told.get("threads"))
    with held(Path(told["resume"]).expanduser()) as writer:
        from mutua.studies.calibration.folder import CalibrationFolder
        from mutua.studies.calibration.result import files

        with as_bad_input("resume"):
            folder = CalibrationFolder.found(writer, files)
        if not folder.complete:
            carried_out(folder, threads)
    show(folder.writer.folder, as_json)


@contextmanager
def held(path: Path) -> Iterator["Writer"]:
    """Hold the folder of a calibration that was begun; one that cannot be held is bad input."""
    from mutua.storage.folder import writing
    from mutua.studies.calibration.folder import PLAN, holds

    with ExitStack() as stack:
        with as_bad_input("resume"):
            if not holds(path):
                raise StoreError(f"{path} holds no calibration: it has no {PLAN}")
            writer = stack.enter_context(writing(path, resume=True))
        yield writer


def carried_out(folder: "CalibrationFolder", threads: int | None) -> None:
    """Do what is missing, with a bar; when it is interrupted, say how to go on."""
    from mutua.jit.cache import is_compiled
    from mutua.studies.calibration.runner import carry_out, work

    try:
        with terminal.progress(work(folder.plan), first=not is_compiled()) as report:
            carry_out(folder, threads, report)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"interrupted; {to_go_on(folder)}") from None
    except StoreError as error:
        raise StoreError(f"{error}; {to_go_on(folder)}") from error


def to_go_on(folder: "CalibrationFolder") -> str:
    """What was kept, and the command that goes on."""
    where = as_word(folder.writer.folder)
    return f"{folder.generations} generations are kept; go on with: mutua calibrate resume={where}"


def show(where: Path, as_json: bool) -> None:
    """Show what was learned, and how the posterior fits the records."""
    from mutua.studies.load import load

    found = load(where)
    if as_json:
        print_json(where, found.summary())
        return
    print(found.title)
    terminal.show_posterior(found.summary())
    for sentence in found.sentences():
        print(f"\n{textwrap.fill(sentence, terminal.WIDTH)}")
    print(f"\nResults: {where}\nReport:  {where / 'report.html'}")
