"""What does a sweep cost beyond its simulation? ``python benchmarks/sweep.py [--quick]``.

Four blocks: overhead a run and memory against the number of runs, with runs so small that little
else is left; the same small sweep through Hydra's basic launcher, Mesa's ``batch_run`` and ours;
threads against Dask workers, one and two of each; and what shared random draws save on a real
contrast. Overhead is wall time less the time inside the compiled kernel, in a fresh process each.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import mesa

import mutua
from mutua.engines.agents import Service
from mutua.model.draws import key_of
from mutua.model.people.quantiles import tables
from mutua.scenarios.resolve import resolve
from mutua.storage.plan_folder import InMemory
from mutua.studies.sweep.backends import chunks
from mutua.studies.sweep.backends.choose import open_backend
from mutua.studies.sweep.plan import Block, SweepPlan
from mutua.studies.sweep.runner import Backend, run_sweep
from mutua.studies.sweep.store import SweepStore

SIZES = (1_000, 10_000, 100_000, 1_000_000)
#: A run of 8 dyads over 4 weeks; ten replicates a point.
OVERHEAD = """
import json, resource, time
from mutua.scenarios.resolve import resolve
from mutua.engines import driver
from mutua.storage.folder import writing
from mutua.studies.sweep.design import Design
from mutua.studies.sweep.store import SweepStore
from mutua.studies.sweep.planning import SweepRequest, plan_sweep
from mutua.studies.sweep.runner import LocalBackend, run_sweep
from mutua.scenarios.space import interval
inside, call = [0.0], driver.run_tasks
def timed(*arguments):
    started = time.perf_counter()
    call(*arguments)
    inside[0] += time.perf_counter() - started
driver.run_tasks = timed
def plan(points):
    axes = [interval("trust.gain", 0.05, 0.2), interval("trust.loss", 0.1, 0.5)]
    request = SweepRequest(["usual"], 8, 10, 1, weeks=4, design=Design("random", points))
    return plan_sweep(axes, request, lambda choices, regime: resolve(regime=regime))
def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
with writing("{output}-first") as writer:
    run_sweep(SweepStore.create(writer, plan(1)), LocalBackend(), lambda done: None)
inside[0], before, started = 0.0, most(), time.perf_counter()
with writing("{output}") as writer:
    run_sweep(SweepStore.create(writer, plan({points})), LocalBackend(), lambda done: None)
print(json.dumps([time.perf_counter() - started, inside[0], before, most()]))
"""


def in_a_process(program: str) -> Any:
    """Run a program in a fresh process; what it prints, read as JSON."""
    done = subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def overhead(sizes: tuple[int, ...]) -> None:
    """Overhead a run and memory, against the number of runs."""
    print("\nRuns of 8 dyads x 4 weeks, 10 replicates a point, written to disk")
    print("     runs    wall s  in kernel s  overhead a run, ms    peak MiB, at start")
    for runs in sizes:
        with tempfile.TemporaryDirectory() as folder:
            program = OVERHEAD.format(points=runs // 10, output=f"{folder}/sweep")
            wall, inside, before, most = in_a_process(program)
        beyond = (wall - inside) / runs * 1e3
        cells = f"{runs:9,}{wall:10.2f}{inside:13.2f}{beyond:20.4f}"
        print(f"{cells}{most:15.0f} ({before:.0f} at the start)")


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def commands(count: int, folder: Path) -> None:
    """The same points through Hydra's basic launcher and through ours, from the command line."""
    values = ",".join(f"{0.01 + 0.001 * k:g}" for k in range(count))
    common = [f"trust.gain={values}", "dyads=80", "weeks=26", "threads=1"]
    ours = [*common, f"output={folder / 'ours'}"]
    basic = [*common, "hydra/sweeper=basic", f"hydra.sweep.dir={folder / 'basic'}"]
    for name, words in (("ours", ours), ("hydra/sweeper=basic", basic)):
        command = [sys.executable, "-m", "mutua", "run", "-m", *words]
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        seconds = timed(lambda c=command, q=quiet: subprocess.run(c, check=True, **q))  # type: ignore[misc]
        root = folder / ("ours" if name == "ours" else "basic")
        files = sum(path.is_file() for path in root.rglob("*"))
        print(f"{name:34}{seconds:10.2f}{seconds / count * 1e3:14.1f}{files:10}")


class OneRun(Service):
    """Our Mesa model as `batch_run` wants it: built from a value, stepped a week at a time."""

    def __init__(self, gain: float = 0.08, rng: Any = None, seed: Any = None) -> None:  # noqa: ARG002
        scenario = resolve(regime="usual", parameters={"trust.gain": gain})
        super().__init__(scenario, tables(scenario.parameters), key_of(1), 0, [0], 80)
        self.datacollector = mesa.DataCollector({"engaged": engaged})
        self.datacollector.collect(self)

    def step(self) -> None:
        """One week, and what is collected of it."""
        super().step()
        self.datacollector.collect(self)


def engaged(model: Service) -> float:
    """Share of the ties that go on."""
    return float(sum(not user.ended for user in model.users) / len(model.users))


def through_mesa(count: int) -> None:
    """The same points through Mesa's own runner, on our Mesa engine."""
    values = [0.01 + 0.001 * k for k in range(count)]
    seconds = timed(
        lambda: mesa.batch_run(
            OneRun, {"gain": values}, number_processes=1, max_steps=26, display_progress=False
        )
    )
    print(f"{'mesa.batch_run, our Mesa engine':34}{seconds:10.2f}{seconds / count * 1e3:14.1f}")


def by_hands(turns: int, points: int) -> None:
    """The same sweep by threads of one process and by Dask workers, one and two of each."""
    made = mutua.sweep({"trust.gain": [0.05 + 0.001 * k for k in range(points)]}, dyads=1, weeks=1)
    plan = replace(made.plan, blocks=(Block(0, points, 0, (10,)),), dyads=200, weeks=104)
    who: dict[str, dict[str, Any]] = {}
    for number in (1, 2):
        who[f"{number} threads"] = {"backend": "local", "threads": number}
        who[f"{number} workers"] = {"backend": "dask", "workers": number}
    with ExitStack() as held:
        crews = {name: held.enter_context(open_backend(**asked)) for name, asked in who.items()}
        seconds: dict[str, list[float]] = {name: [] for name in crews}
        for turn in range(turns + 1):  # the first compiles, or loads what was compiled
            for name, crew in crews.items():
                spent = timed(partial(run_sweep, SweepStore(plan, InMemory()), crew, ignored))
                seconds[name] += [spent] if turn else []
        cost = a_chunk(plan, crews["1 workers"])
    print(f"\n{plan.work / 1e6:.0f} million dyad-weeks in memory, median of {turns} turns")
    for name, turned in seconds.items():
        rate = plan.work / median(turned) / 1e6
        print(f"{name:34}{median(turned):10.2f} s{rate:10.2f} million a second")
    for name in ("threads", "workers"):
        ratios = [a / b for a, b in zip(seconds[f"1 {name}"], seconds[f"2 {name}"], strict=True)]
        print(
            f"{f'2 {name} / 1':34}{median(ratios):10.2f} [{min(ratios):.2f} to {max(ratios):.2f}]"
        )
    print(f"{'a chunk of one tiny run':34}{cost * 1e3:10.1f} ms")


def a_chunk(plan: SweepPlan, crew: Backend) -> float:
    """Seconds that a chunk costs a worker beside its kernel: one tiny run each."""
    tiny = replace(plan, blocks=(Block(0, 1, 0, (100,)),), dyads=1, weeks=1)
    usual, chunks.CHUNK_ROWS = chunks.CHUNK_ROWS, 1
    try:
        return timed(partial(run_sweep, SweepStore(tiny, InMemory()), crew, ignored)) / tiny.runs
    finally:
        chunks.CHUNK_ROWS = usual


def ignored(done: int) -> None:
    """Show no progress."""


def saving() -> None:
    """What shared random draws and replicates by need save on a real contrast."""
    asked = {"outcome": "dropout", "width": 0.02, "most": 400}
    started = time.perf_counter()
    swept = mutua.sweep(
        {"trust.gain": "interval(0.02,0.2)"}, design="sobol", points=16, replicates=10,
        regimes=["usual", "collaborative"], weeks=52, adaptive=asked,
    )  # fmt: skip
    assert swept.replication is not None
    took, apart = swept.replication["replicates"].sum(), swept.replication["unpaired"].sum()
    print("\nDropout, collaborative less usual, at 16 points: 95 % interval at most .02 wide")
    print(f"  {took:,} replicates; {apart:,} if each regime had random draws of its own: "
          f"{apart / took:.1f} times as many ({time.perf_counter() - started:.1f} s)")  # fmt: skip


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description="What does a sweep cost?")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller sweeps")
    quick = parser.parse_args().quick
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    overhead(SIZES[:2] if quick else SIZES)
    count = 10 if quick else 40
    print(f"\n{count} points of trust.gain, 80 dyads x 26 weeks, one thread, start included")
    print(f"{'':34}{'seconds':>10}{'ms a run':>14}{'files':>10}")
    with tempfile.TemporaryDirectory() as folder:
        commands(count, Path(folder))
    through_mesa(count)
    by_hands(2 if quick else 5, 32 if quick else 64)
    saving()


if __name__ == "__main__":
    main()
