"""The commands that make many runs: sweep, its resume and extend, merge, and run -m."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutua import garbage, terminal
from mutua.commands import compiled_before, output_folder, print_json
from mutua.errors import ParameterError, StoreError, WorkError

if TYPE_CHECKING:
    from mutua.store import Writer
    from mutua.sweeps.folder import SweepFolder
    from mutua.sweeps.plan import SweepPlan
    from mutua.sweeps.runner import Backend

MULTIRUN = ("-m", "--multirun")
#: Words by which Hydra shows something and nothing runs.
SHOWING = ("--cfg", "-c", "--info", "-i")
#: Words by which somebody asks for Hydra's own way, a job a point.
STANDARD = "hydra/sweeper="


def sweep(words: Sequence[str], as_json: bool, *, one_each: bool = False) -> None:
    """Sweep, or go on with a sweep: all that can be refused is, before anything is written.

    Parameters
    ----------
    one_each : bool
        As `mutua run -m` means it: the chosen regime, one replicate, the size of one run.
    """
    from mutua.composition import plans
    from mutua.sweeps.composing import going_on, sweep_task, with_ends

    told = going_on(words)
    if told is not None:
        go_on(told, as_json)
        return

    mode = () if any(word in SHOWING for word in words) else ("--multirun",)
    planner = partial(sweep_task, one_each=one_each)
    for task in plans("sweep", [*mode, *with_ends(words)], planner):
        with output_folder(task) as writer, backend_of(task.keys) as backend:
            from mutua.sweeps.folder import SweepFolder

            folder = SweepFolder.begun(writer, task.plan, task.keys["shard"])
            carried_out(folder, backend)
        show(folder, as_json)


def multirun(words: Sequence[str], as_json: bool) -> None:
    """Run every combination: through our sweeper at once, or through another one job by job."""
    words = [word for word in words if word not in MULTIRUN]
    other = any(word.startswith(STANDARD) and word != f"{STANDARD}mutua" for word in words)
    if not other:
        words = [word for word in words if word != f"{STANDARD}mutua"]
        sweep(words, as_json, one_each=True)
        return
    from mutua.composition import plans

    plans("run", ["--multirun", *words], job, standard=True)


def job(command: str, composed: Any) -> None:
    """One run of another sweeper, in the folder that Hydra made for it."""
    from mutua.commands import run
    from mutua.composition import job_folder, planned

    plan = planned(command, composed)
    plan.keys["output"] = job_folder()
    with output_folder(plan) as output:
        finish = run(plan, output)
    finish(False)


def go_on(told: Mapping[str, Any], as_json: bool) -> None:
    """Complete or extend the sweep of a folder."""
    with held(told) as writer, backend_of(told) as backend:
        from mutua.sweeps.folder import SweepFolder

        with as_bad_input("extend" if "extend" in told else "resume"):
            folder = SweepFolder.found(writer)
        if "extend" in told:
            grow(folder, told)
        if folder.missing() or not folder.complete:
            carried_out(folder, backend)
    show(folder, as_json)


def grow(folder: "SweepFolder", told: Mapping[str, Any]) -> None:
    """Add replicates or points to a sweep."""
    from mutua.sweeps.growing import grown

    if folder.shard is not None:
        raise ParameterError(f"extend: {told['extend']} is shard {folder.shard}; merge them first")
    folder.grow(grown(folder.plan, told))


@contextmanager
def held(told: Mapping[str, Any]) -> Iterator["Writer"]:
    """Hold the folder of a sweep that was begun; one that cannot be held is bad input."""
    from mutua.store import writing
    from mutua.sweeps.folder import PLAN

    key = "extend" if "extend" in told else "resume"
    path = Path(told[key]).expanduser()
    with ExitStack() as stack:
        with as_bad_input(key):
            if not (path / PLAN).is_file():
                raise StoreError(f"{path} holds no sweep: it has no {PLAN}")
            writer = stack.enter_context(writing(path, resume=True))
        yield writer


@contextmanager
def as_bad_input(key: str) -> Iterator[None]:
    """Say of a folder that was named, and cannot be used, that the input is bad."""
    try:
        yield
    except StoreError as error:
        raise ParameterError(f"{key}: {error}") from error


def backend_of(keys: Mapping[str, Any]) -> AbstractContextManager["Backend"]:
    """Who simulates, as the keys of the command say."""
    from mutua.sweeps.backends import WHO, hired

    return hired(**{name: keys[name] for name in WHO if name in keys})


def carried_out(folder: "SweepFolder", backend: "Backend") -> None:
    """Do what is missing, with a bar; when it is interrupted, say how to go on."""
    from mutua.sweeps.runner import Here, carry_out

    plan = folder.plan
    each = plan.dyads * plan.weeks
    rows = sum(part.stop - part.start for part in folder.missing())
    step, steps = each * max(1, plan.runs // len(plan.points)), "points"
    if plan.adaptive:  # points will differ in their replicates
        step, steps = each * len(plan.regimes), "replicates"
    first, waiting = not compiled_before(), not isinstance(backend, Here)
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
    where = typed(folder.writer.folder)
    return f"{done} of {parts} parts are kept; go on with: mutua sweep resume={where}"


def typed(folder: Path) -> str:
    """A folder as a word of a command."""
    where = str(folder)
    return where if where.isprintable() and " " not in where else f"'{where}'"


def merge(words: Sequence[str], as_json: bool) -> None:
    """Join the shards of a sweep."""
    folders: list[Path] = []
    outputs: list[Path] = []
    for word in words:
        name, equals, value = word.partition("=")
        if word.startswith("-") or (equals and name != "output"):
            raise ParameterError(f"merge: no {word!r}; it takes folders and output=")
        (outputs if equals else folders).append(Path(value if equals else word).expanduser())
    if not folders or len(outputs) != 1 or outputs[0] == Path():
        raise ParameterError("merge: folders of shards and one output= are needed")
    from mutua.store import check_output
    from mutua.sweeps.merging import gathered, join

    with as_bad_input("output"):
        check_output(outputs[0])
    garbage.begin()
    with as_bad_input("merge"):
        plan, where = gathered(folders)
    join(plan, where, outputs[0])
    if as_json:
        print(json.dumps({"output": str(outputs[0]), "runs": plan.runs}, indent=2))
    else:
        print(f"{title_of(plan)}\n\nResults: {outputs[0]}")


def show(folder: "SweepFolder", as_json: bool) -> None:
    """Say what a sweep holds, and show what differs between regimes."""
    from mutua.sweeps.summary import contrasts, point_means

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
    """Say how many replicates were needed, and what shared luck saved."""
    from mutua.formats import read_table
    from mutua.sweeps.runner import REPLICATION

    rows = read_table(folder.writer.folder / f"{REPLICATION}.parquet")
    points = rows.groupby("point")[["replicates", "unpaired", "met"]].min()
    took, apart = int(points["replicates"].sum()), int(points["unpaired"].sum())
    few, many = points["replicates"].min(), points["replicates"].max()
    print(f"\n{few} to {many} replicates a point, {took:,} in all; {apart:,} without shared luck.")
    short = int((~points["met"]).sum())
    if short:
        print(f"At {short} of {len(points)} points the interval is wider than asked.")
