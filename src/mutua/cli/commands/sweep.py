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
    from mutua.studies.sweep.folder import SweepFolder
    from mutua.studies.sweep.plan import SweepPlan
    from mutua.studies.sweep.runner import Backend

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
            from mutua.studies.sweep.folder import SweepFolder

            folder = SweepFolder.begun(writer, task.plan, task.keys["shard"])
            carried_out(folder, backend)
        show(folder, as_json)


def go_on(told: Mapping[str, Any], as_json: bool) -> None:
    """Complete or extend the sweep of a folder."""
    with held(told) as writer, backend_of(told) as backend:
        from mutua.studies.sweep.folder import SweepFolder

        with as_bad_input("extend" if "extend" in told else "resume"):
            folder = SweepFolder.found(writer)
        if "extend" in told:
            grow(folder, told)
        if folder.missing() or not folder.complete:
            carried_out(folder, backend)
    show(folder, as_json)


def grow(folder: "SweepFolder", told: Mapping[str, Any]) -> None:
    """Add replicates or points to a sweep."""
    from mutua.studies.sweep.extend import grown

    if folder.shard is not None:
        raise ParameterError(f"extend: {told['extend']} is shard {folder.shard}; merge them first")
    folder.grow(grown(folder.plan, told))


@contextmanager
def held(told: Mapping[str, Any]) -> Iterator["Writer"]:
    """Hold the folder of a sweep that was begun; one that cannot be held is bad input."""
    from mutua.storage.folder import writing
    from mutua.studies.sweep.folder import PLAN

    key = "extend" if "extend" in told else "resume"
    path = Path(told[key]).expanduser()
    with ExitStack() as stack:
        with as_bad_input(key):
            if not (path / PLAN).is_file():
                raise StoreError(f"{path} holds no sweep: it has no {PLAN}")
            writer = stack.enter_context(writing(path, resume=True))
        yield writer


def backend_of(keys: Mapping[str, Any]) -> AbstractContextManager["Backend"]:
    """Who simulates, as the keys of the command say."""
    from mutua.studies.sweep.backends.choose import WHO, hired

    return hired(**{name: keys[name] for name in WHO if name in keys})


def carried_out(folder: "SweepFolder", backend: "Backend") -> None:
    """Do what is missing, with a bar; when it is interrupted, say how to go on."""
    from mutua.jit.cache import is_compiled
    from mutua.studies.sweep.runner import Here, carry_out

    plan = folder.plan
    each = plan.dyads * plan.weeks
    rows = sum(part.stop - part.start for part in folder.missing())
    step, steps = each * max(1, plan.runs // len(plan.points)), "points"
    if plan.adaptive:  # points will differ in their replicates
        step, steps = each * len(plan.regimes), "replicates"
    first, waiting = not is_compiled(), not isinstance(backend, Here)
    try:
        with terminal.progress(
            rows * each, first=first, waiting=waiting, step=step, steps=steps
        ) as bar:
            carry_out(folder, backend, bar, bar.more)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"interrupted; {to_go_on(folder)}") from None
    except (StoreError, WorkError) as error:
        raise type(error)(f"{error}; {to_go_on(folder)}") from error


def to_go_on(folder: "SweepFolder") -> str:
    """What was kept, and the command that goes on."""
    done, parts = len(folder.done), len(folder.mine)
    where = as_word(folder.writer.folder)
    return f"{done} of {parts} parts are kept; go on with: mutua sweep resume={where}"


def show(folder: "SweepFolder", as_json: bool) -> None:
    """Say what a sweep holds, and show what differs between regimes."""
    from mutua.studies.sweep.summary import contrasts, point_means

    where, plan = folder.writer.folder, folder.plan
    means = point_means(folder.parts(), len(plan.points), len(plan.regimes))
    summary = contrasts(means, plan.regimes)
    if as_json:
        print_json(where, summary)
        return
    terminal.show_sweep(title_of(plan), summary)
    errors = [error for rows in folder.parts() for error in rows["error"].dropna()[:1]]
    if errors:
        print(f"\nSome runs failed, and are rows with their error. The first: {errors[0]}")
    if plan.adaptive is not None:
        show_replication(folder)
    print(f"\nResults: {where}")


def title_of(plan: "SweepPlan") -> str:
    """What a sweep did, in a line."""
    each = f"{plan.dyads:,} dyads, {plan.weeks} weeks, seed {plan.seed}"
    return (
        f"{len(plan.points):,} points x {len(plan.regimes)} regimes, {plan.runs:,} runs of {each}"
    )


def show_replication(folder: "SweepFolder") -> None:
    """Say how many replicates were needed, and what common random numbers saved."""
    from mutua.storage.formats import read_table
    from mutua.studies.sweep.runner import REPLICATION

    rows = read_table(folder.writer.folder / f"{REPLICATION}.parquet")
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
