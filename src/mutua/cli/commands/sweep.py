"""The command sweep: begin a sweep, complete one, or extend one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutua.cli import terminal
from mutua.cli.output import as_bad_input, as_word, output_folder, print_json
from mutua.errors import ParameterError, StoreError, WorkError

if TYPE_CHECKING:
    from mutua.storage.folder import Writer
    from mutua.studies.sweep.plan import SweepPlan
    from mutua.studies.sweep.runner import Backend
    from mutua.studies.sweep.store import SweepStore

#: Words by which Hydra shows something and nothing runs.
SHOWING = ("--cfg", "-c", "--info", "-i")


def sweep(words: Sequence[str], as_json: bool, *, one_each: bool = False) -> None:
    """Sweep, or go on with a sweep: all that can be refused is, before anything is written.

    Parameters
    ----------
    one_each : bool
        As `mutua run -m` means it: the chosen regime, one replicate, the size of one run.
    """
    from mutua.cli.compose import plans
    from mutua.cli.compose_sweep import going_on, sweep_task, with_ends

    told = going_on(words)
    if told is not None:
        go_on(told, as_json)
        return

    mode = () if any(word in SHOWING for word in words) else ("--multirun",)
    planner = partial(sweep_task, one_each=one_each)
    for task in plans("sweep", [*mode, *with_ends(words)], planner):
        with output_folder(task) as writer, backend_of(task.keys) as backend:
            from mutua.studies.sweep.store import SweepStore

            store = SweepStore.create(writer, task.plan, task.keys["shard"])
            carried_out(store, writer.folder, backend)
        show(store, writer.folder, as_json)


def go_on(told: Mapping[str, Any], as_json: bool) -> None:
    """Complete or extend the sweep of a folder."""
    with held(told) as writer, backend_of(told) as backend:
        from mutua.studies.sweep.store import SweepStore

        with as_bad_input("extend" if "extend" in told else "resume"):
            store = SweepStore.resume(writer)
        if "extend" in told:
            grow(store, told)
        if store.missing() or not store.is_complete:
            carried_out(store, writer.folder, backend)
    show(store, writer.folder, as_json)


def grow(store: "SweepStore", told: Mapping[str, Any]) -> None:
    """Add replicates or points to a sweep."""
    from mutua.studies.sweep.extend import extend_plan

    if store.shard is not None:
        raise ParameterError(f"extend: {told['extend']} is shard {store.shard}; merge them first")
    store.extend(extend_plan(store.plan, told))


@contextmanager
def held(told: Mapping[str, Any]) -> Iterator["Writer"]:
    """Hold the folder of a sweep that was begun; one that cannot be held is bad input."""
    from mutua.storage.folder import writing
    from mutua.storage.plan_folder import check_kind
    from mutua.studies.sweep.store import KIND

    key = "extend" if "extend" in told else "resume"
    path = Path(told[key]).expanduser()
    with ExitStack() as stack:
        with as_bad_input(key):
            check_kind(path, KIND)
            writer = stack.enter_context(writing(path, resume=True))
        yield writer


def backend_of(keys: Mapping[str, Any]) -> AbstractContextManager["Backend"]:
    """Who simulates, as the keys of the command say."""
    from mutua.studies.sweep.backends.choose import BACKEND_KEYS, open_backend

    return open_backend(**{name: keys[name] for name in BACKEND_KEYS if name in keys})


def carried_out(store: "SweepStore", where: Path, backend: "Backend") -> None:
    """Do what is missing, with a bar; when it is interrupted, say how to go on."""
    from mutua.jit.cache import is_compiled
    from mutua.studies.sweep.runner import LocalBackend, run_sweep

    plan = store.plan
    each = plan.dyads * plan.weeks
    rows = sum(part.stop - part.start for part in store.missing())
    step, steps = each * max(1, plan.runs // len(plan.points)), "points"
    if plan.adaptive:  # points will differ in their replicates
        step, steps = each * len(plan.regimes), "replicates"
    first, waiting = not is_compiled(), not isinstance(backend, LocalBackend)
    try:
        with terminal.progress(
            rows * each, first=first, waiting=waiting, step=step, steps=steps
        ) as bar:
            run_sweep(store, backend, bar, bar.more)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"interrupted; {to_go_on(store, where)}") from None
    except (StoreError, WorkError) as error:
        raise type(error)(f"{error}; {to_go_on(store, where)}") from error


def to_go_on(store: "SweepStore", where: Path) -> str:
    """What was kept, and the command that goes on."""
    parts = len(store.own_parts)
    done = parts - len(store.missing())
    return f"{done} of {parts} parts are kept; go on with: mutua sweep resume={as_word(where)}"


def show(store: "SweepStore", where: Path, as_json: bool) -> None:
    """Say what a sweep holds, and show what differs between regimes."""
    from mutua.studies.sweep.summary import contrasts, point_means

    plan = store.plan
    means = point_means(store.parts(), len(plan.points), len(plan.regimes))
    summary = contrasts(means, plan.regimes)
    if as_json:
        print_json(where, summary)
        return
    terminal.show_sweep(title_of(plan), summary)
    errors = [error for rows in store.parts() for error in rows["error"].dropna()[:1]]
    if errors:
        print(f"\nSome runs failed, and are rows with their error. The first: {errors[0]}")
    if plan.adaptive is not None:
        show_replication(where)
    print(f"\nResults: {where}")


def title_of(plan: "SweepPlan") -> str:
    """What a sweep did, in a line."""
    each = f"{plan.dyads:,} dyads, {plan.weeks} weeks, seed {plan.seed}"
    return (
        f"{len(plan.points):,} points x {len(plan.regimes)} regimes, {plan.runs:,} runs of {each}"
    )


def show_replication(where: Path) -> None:
    """Say how many replicates were needed, and what common random numbers saved."""
    from mutua.storage.formats import read_table
    from mutua.studies.sweep.runner import REPLICATION

    rows = read_table(where / f"{REPLICATION}.parquet")
    points = rows.groupby("point")[["replicates", "unpaired", "met"]].min()
    took, apart = int(points["replicates"].sum()), int(points["unpaired"].sum())
    few, many = points["replicates"].min(), points["replicates"].max()
    print(f"\n{few} to {many} replicates a point, {took:,} in all; {apart:,} without shared draws.")
    short = int((~points["met"]).sum())
    if short:
        print(f"At {short} of {len(points)} points the interval is wider than asked.")


def main(words: Sequence[str], as_json: bool) -> None:
    """Sweep, or go on with a sweep."""
    sweep(words, as_json)
