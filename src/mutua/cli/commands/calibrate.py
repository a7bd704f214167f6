"""The command calibrate: start a calibration, or continue one."""

import textwrap
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutua.cli import terminal
from mutua.cli.output import as_bad_input, output_folder, print_json
from mutua.cli.resume import explain_stop, read_resume, reopen_folder

if TYPE_CHECKING:
    from mutua.studies.calibration.store import CalibrationStore


def main(words: Sequence[str], as_json: bool) -> None:
    """Calibrate, or continue: all that can be refused is, before anything is written."""
    given = read_resume("calibrate", words)
    if given is None:
        start_calibration(words, as_json)
    else:
        resume_calibration(given, as_json)


def start_calibration(words: Sequence[str], as_json: bool) -> None:
    """Plan a calibration and carry it out in a new folder."""
    from mutua.cli.compose import plans
    from mutua.cli.compose_calibration import calibration_task
    from mutua.cli.compose_sweep import multirun_words
    from mutua.engines.driver import check_threads
    from mutua.studies.calibration.result import result_files
    from mutua.studies.calibration.store import CalibrationStore

    for task in plans("calibrate", multirun_words(words), calibration_task):
        threads = check_threads(task.keys["threads"])
        with output_folder(task) as writer:
            make_files = partial(result_files, figures=task.keys["figures"])
            store = CalibrationStore.create(writer, task.plan, make_files)
            learn_missing(store, writer.folder, threads)
        show(writer.folder, as_json)


def resume_calibration(given: Mapping[str, Any], as_json: bool) -> None:
    """Complete the calibration of a folder."""
    from mutua.engines.driver import check_threads
    from mutua.studies.calibration.result import result_files
    from mutua.studies.calibration.store import KIND, CalibrationStore

    threads = check_threads(given.get("threads"))
    with reopen_folder(given, KIND) as writer:
        with as_bad_input("resume"):
            make_files = partial(result_files, figures=given.get("figures", True))
            store = CalibrationStore.resume(writer, make_files)
        if not store.is_complete:
            learn_missing(store, writer.folder, threads)
    show(writer.folder, as_json)


def learn_missing(store: "CalibrationStore", folder: Path, threads: int | None) -> None:
    """Simulate the generations that are missing, with a progress bar."""
    from mutua.jit.cache import is_compiled
    from mutua.studies.calibration.runner import run_calibration, total_work

    bar = terminal.progress(total_work(store.plan), first=not is_compiled())
    stop = explain_stop("calibrate", folder, lambda: f"{store.generations} generations")
    with stop, bar as report:
        run_calibration(store, threads, report)


def show(folder: Path, as_json: bool) -> None:
    """Print what was learned, and how the posterior fits the records."""
    from mutua.studies.load import load

    calibration = load(folder)
    if as_json:
        print_json(folder, calibration.summary())
        return
    print(calibration.title)
    terminal.show_posterior(calibration.summary())
    for sentence in calibration.sentences():
        print(f"\n{textwrap.fill(sentence, terminal.WIDTH)}")
    print(f"\nResults: {folder}\nReport:  {folder / 'report.html'}")
