"""The command sweep: start a sweep, complete one, or extend one."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutua.cli import terminal
from mutua.cli.output import as_bad_input, output_folder, print_json, show_files
from mutua.cli.resume import explain_stop, folder_key, read_resume, reopen_folder
from mutua.errors import ParameterError

if TYPE_CHECKING:
    import pandas as pd

    from mutua.storage.folder import Writer
    from mutua.studies.sweep.runner import Backend
    from mutua.studies.sweep.store import SweepStore

NOTHING_VARIES = "nothing varies, so there is one point; write NAME=a,b or NAME=interval(a,b)"


def main(words: Sequence[str], as_json: bool) -> None:
    """Sweep, or continue a sweep."""
    sweep(words, as_json)


def sweep(words: Sequence[str], as_json: bool, *, one_each: bool = False) -> None:
    """Sweep, or continue a sweep: all that can be refused is, before anything is written.

    Parameters
    ----------
    one_each : bool
        As `mutua run -m` means it: the chosen regime, one replicate, the size of one run.
    """
    given = read_resume("sweep", words)
    if given is None:
        start_sweep(words, as_json, one_each)
    else:
        resume_sweep(given, as_json)


def start_sweep(words: Sequence[str], as_json: bool, one_each: bool) -> None:
    """Plan a sweep and simulate it in a new folder."""
    from mutua.cli.compose import plans
    from mutua.cli.compose_sweep import multirun_words, sweep_task
    from mutua.studies.sweep.store import SweepStore

    for task in plans("sweep", multirun_words(words), partial(sweep_task, one_each=one_each)):
        with output_folder(task) as writer, backend_of(task.keys) as backend:
            store = SweepStore.create(writer, task.plan, task.keys["shard"])
            if not task.plan.axes and (not one_each or len(task.plan.regimes) == 1):
                print(NOTHING_VARIES, file=sys.stderr)
            complete_sweep(store, writer, backend, task.keys["figures"])
        show(store, writer.folder, as_json)


def resume_sweep(given: Mapping[str, Any], as_json: bool) -> None:
    """Complete or extend the sweep of a folder."""
    from mutua.studies.sweep.store import KIND, SweepStore

    with reopen_folder(given, KIND) as writer, backend_of(given) as backend:
        with as_bad_input(folder_key(given)):
            store = SweepStore.resume(writer)
        if "extend" in given:
            extend(store, given)
        complete_sweep(store, writer, backend, given.get("figures", True))
    show(store, writer.folder, as_json)


def extend(store: "SweepStore", given: Mapping[str, Any]) -> None:
    """Add replicates or points to a sweep."""
    from mutua.studies.sweep.extend import extend_plan

    if store.shard is not None:
        raise ParameterError(f"extend: {given['extend']} is shard {store.shard}; merge them first")
    store.extend(extend_plan(store.plan, given))


def backend_of(keys: Mapping[str, Any]) -> AbstractContextManager["Backend"]:
    """The backend that the keys of the command choose."""
    from mutua.studies.sweep.backends.choose import BACKEND_KEYS, open_backend

    return open_backend(**{name: keys[name] for name in BACKEND_KEYS if name in keys})


def complete_sweep(
    store: "SweepStore", writer: "Writer", backend: "Backend", figures: bool
) -> None:
    """Simulate what is missing, with a progress bar, and add figures and report."""
    from mutua.studies.sweep.result import add_report

    with explain_stop("sweep", writer.folder, lambda: parts_done(store)):
        if store.missing() or not store.is_complete:
            simulate_missing(store, backend)
        with terminal.status(figures):
            add_report(store, writer, figures)


def simulate_missing(store: "SweepStore", backend: "Backend") -> None:
    """Simulate what is missing, with a progress bar."""
    from mutua.jit.cache import is_compiled
    from mutua.studies.sweep.runner import LocalBackend, run_sweep

    plan = store.plan
    work = plan.dyads * plan.weeks
    rows = sum(part.stop - part.start for part in store.missing())
    step, steps = work * max(1, plan.runs // len(plan.points)), "points"
    if plan.adaptive:  # points will differ in their replicates
        step, steps = work * len(plan.regimes), "replicates"
    first, waiting = not is_compiled(), not isinstance(backend, LocalBackend)
    bar = terminal.progress(rows * work, first=first, waiting=waiting, step=step, steps=steps)
    with bar as report:
        run_sweep(store, backend, report, report.more)


def parts_done(store: "SweepStore") -> str:
    """How much of a sweep is done."""
    parts = len(store.own_parts)
    return f"{parts - len(store.missing())} of {parts} parts"


def show(store: "SweepStore", folder: Path, as_json: bool) -> None:
    """Print what differs between regimes, runs that failed, and where everything is."""
    from mutua.studies.sweep.figures import sweep_size
    from mutua.studies.sweep.result import result_of

    swept = result_of(store)
    if as_json:
        print_json(folder, swept.summary())
        return
    terminal.show_sweep(sweep_size(swept.plan), swept.summary())
    if len(swept.failed):
        error = swept.failed["error"].iloc[0]
        print(f"\nSome runs failed, and are rows with their error. The first: {error}")
    if swept.replication is not None:
        show_replication(swept.replication)
    print(f"\nResults: {folder}")
    show_files(folder)


def show_replication(rows: "pd.DataFrame") -> None:
    """Print how many replicates were needed, and what common random numbers saved."""
    points = rows.groupby("point")[["replicates", "unpaired", "met"]].min()
    total, unpaired = int(points["replicates"].sum()), int(points["unpaired"].sum())
    few, many = points["replicates"].min(), points["replicates"].max()
    print(f"\n{few} to {many} replicates a point, {total:,} in all;", end=" ")
    print(f"{unpaired:,} without shared draws.")
    short = int((~points["met"]).sum())
    if short:
        print(f"At {short} of {len(points)} points the interval is wider than asked.")
