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
    from mutua.studies.calibration.store import CalibrationStore


def main(words: Sequence[str], as_json: bool) -> None:
    """Calibrate to records, or go on; all that can be refused is, before anything is written."""
    from mutua.cli.compose import plans
    from mutua.cli.compose_calibration import calibration_task
    from mutua.cli.compose_sweep import going_on, with_ends
    from mutua.engines.driver import check_threads

    told = going_on(words, "calibrate")
    if told is not None:
        go_on(told, as_json)
        return
    mode = () if any(word in SHOWING for word in words) else ("--multirun",)
    for task in plans("calibrate", [*mode, *with_ends(words)], calibration_task):
        threads = check_threads(task.keys["threads"])
        with output_folder(task) as writer:
            from mutua.studies.calibration.result import result_files
            from mutua.studies.calibration.store import CalibrationStore

            store = CalibrationStore.create(writer, task.plan, result_files)
            carried_out(store, writer.folder, threads)
        show(writer.folder, as_json)


def go_on(told: Mapping[str, Any], as_json: bool) -> None:
    """Complete the calibration of a folder."""
    from mutua.engines.driver import check_threads

    threads = check_threads(told.get("threads"))
    with held(Path(told["resume"]).expanduser()) as writer:
        from mutua.studies.calibration.result import result_files
        from mutua.studies.calibration.store import CalibrationStore

        with as_bad_input("resume"):
            store = CalibrationStore.resume(writer, result_files)
        if not store.is_complete:
            carried_out(store, writer.folder, threads)
    show(writer.folder, as_json)


@contextmanager
def held(path: Path) -> Iterator["Writer"]:
    """Hold the folder of a calibration that was begun; one that cannot be held is bad input."""
    from mutua.storage.folder import writing
    from mutua.storage.plan_folder import check_kind
    from mutua.studies.calibration.store import KIND

    with ExitStack() as stack:
        with as_bad_input("resume"):
            check_kind(path, KIND)
            writer = stack.enter_context(writing(path, resume=True))
        yield writer


def carried_out(store: "CalibrationStore", where: Path, threads: int | None) -> None:
    """Do what is missing, with a bar; when it is interrupted, say how to go on."""
    from mutua.jit.cache import is_compiled
    from mutua.studies.calibration.runner import run_calibration, total_work

    try:
        with terminal.progress(total_work(store.plan), first=not is_compiled()) as report:
            run_calibration(store, threads, report)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"interrupted; {to_go_on(store, where)}") from None
    except StoreError as error:
        raise StoreError(f"{error}; {to_go_on(store, where)}") from error


def to_go_on(store: "CalibrationStore", where: Path) -> str:
    """What was kept, and the command that goes on."""
    return (
        f"{store.generations} generations are kept; "
        f"go on with: mutua calibrate resume={as_word(where)}"
    )


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
