"""How fast is it? One table from one run: ``python benchmarks/run.py [--quick]``.

Competitors take turns, so that a machine that slows down slows all of them, and a ratio is taken
within each turn. What is printed is the median over the turns, with the lowest and the highest.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import dyad_loop
import numba
import numpy as np

import mutua
from mutua.engines.batch import matrix
from mutua.engines.driver import Inputs, step_tasks
from mutua.engines.kernel import Task
from mutua.engines.sheets import NOTHING_WANTED, blank_sheets
from mutua.jit.compile import MOST_THREADS
from mutua.model.draws import key_of
from mutua.model.people.quantiles import tables
from mutua.scenarios.resolve import resolve

CARE = resolve(regime="collaborative", setting="community")
WIDTH = int(CARE.parameters.service.caseload * CARE.parameters.service.team_size)
WEEKS = 104
#: Share of the fastest C that the compiled loop is to reach.
GOAL = 0.9
#: Run in a process of its own: the first call compiles, or finds what was compiled before.
FIRST_CALL = """
import time, mutua
mutua.simulate(dyads=1, weeks=1, engine="mesa")  # imports everything, compiles nothing
start, used = time.perf_counter(), time.process_time()
mutua.simulate(dyads=8, weeks=1)
print(time.perf_counter() - start, time.process_time() - used)
"""


@dataclass(frozen=True)
class Size:
    """How much is measured: turns, calls in each of the bare loop and of the kernel, dyads."""

    turns: int
    loops: int
    calls: int
    dyads: int
    mesa_dyads: int


FULL = Size(turns=9, loops=100, calls=10, dyads=100_000, mesa_dyads=80)
QUICK = Size(turns=3, loops=20, calls=3, dyads=16_000, mesa_dyads=16)
KERNEL_DYADS = 16_000


@dataclass(frozen=True)
class Entrant:
    """One competitor: what it is called, what it does, and how many dyad-weeks that is."""

    name: str
    call: Callable[[], object]
    work: float


@dataclass(frozen=True)
class Rates:
    """Million dyad-weeks of an entrant in each turn, a second on the clock and one of CPU time."""

    wall: np.ndarray
    cpu: np.ndarray


def race(entrants: Sequence[Entrant], turns: int, calls: int = 1) -> list[Rates]:
    """Rates of each entrant, after a call to warm up.

    A turn counts by the median of its calls: one that the system interrupts does not show.
    """
    seconds = np.zeros((len(entrants), turns, calls, 2))
    for entrant in entrants:
        entrant.call()
    for turn, call in np.ndindex(turns, calls):
        for k, entrant in enumerate(entrants):
            started, used = time.perf_counter(), time.process_time()
            entrant.call()
            spent = time.perf_counter() - started, time.process_time() - used
            seconds[k, turn, call] = spent
    typical = np.median(seconds, axis=2)
    return [
        Rates(*(entrant.work / spent / 1e6 for spent in both.T))
        for entrant, both in zip(entrants, typical, strict=True)
    ]


def line(label: str, values: np.ndarray, digits: int = 2, note: str = "") -> None:
    """Print a median with the lowest and the highest."""
    low, high = values.min(), values.max()
    spread = f"[{low:.{digits}f} to {high:.{digits}f}]"
    print(f"  {label:60}{median(values):9.{digits}f}  {spread:20}{note}")


def show(label: str, rates: Rates, digits: int = 2) -> None:
    """Print the rate of an entrant on the clock, and by CPU time, which other work slows less."""
    line(label, rates.wall, digits, f"{median(rates.cpu):9.{digits}f}")


def bare_loop(size: Size) -> None:
    """The loop over dyads with its draws, numba against C."""
    print("\nBare loop over the dyads of a team, one core, aligned to 64 bytes")
    start, points = dyad_loop.start(WIDTH, CARE)
    rows, key = start.copy(), dyad_loop.KEY

    def entrant(name: str, loop: dyad_loop.Loop) -> Entrant:
        replicates = count()

        def call() -> None:
            np.copyto(rows, start)
            loop(rows, points, key.low, key.high, 0, next(replicates), WIDTH, WEEKS)

        return Entrant(name, call, WIDTH * WEEKS)

    entrants = [entrant("numba", dyad_loop.numba_loop)]
    with tempfile.TemporaryDirectory() as folder:
        for name, compiler in dyad_loop.COMPILERS.items():
            if shutil.which(compiler[0]):
                entrants.append(entrant(name, dyad_loop.c_loop(Path(folder), compiler)))
        ours, *theirs = rates = race(entrants, size.turns, size.loops)
        for one, values in zip(entrants, rates, strict=True):
            show(one.name, values)
    if not theirs:
        print("  neither gcc nor clang here: no yardstick")
        return
    ratio = ours.cpu / max((one.cpu for one in theirs), key=median)
    line("numba / the fastest C with the same bits, by CPU time", ratio)
    reached = "reached" if median(ratio) >= GOAL else "MISSED"
    print(f"  goal, at least {GOAL}: {reached}")


def full_kernel(size: Size) -> None:
    """The whole kernel, recording and coupling included, on one core and on two."""
    print("\nKernel with recording and coupling")
    dyads = KERNEL_DYADS
    tasks = np.array([Task(0, 0, 0, -(-dyads // WIDTH), dyads, 0, 0, 0)])
    inputs = Inputs(matrix([CARE]), tables(CARE.parameters)[None], key_of(1), WEEKS)
    sheets = blank_sheets(NOTHING_WANTED, dyads, 0, WEEKS)

    def entrant(name: str, threads: int) -> Entrant:
        def call() -> None:
            for _ in step_tasks(tasks, inputs, threads, sheets):
                pass

        return Entrant(name, call, dyads * WEEKS)

    two = min(2, MOST_THREADS)
    entrants = [entrant("one thread", 1), entrant(f"threads={two}", two)]
    alone, together = race(entrants, size.turns, size.calls)
    show(entrants[0].name, alone)
    show(entrants[1].name, together)
    line("two threads / one, on the clock", together.wall / alone.wall)


def end_to_end(size: Size) -> None:
    """What a user waits for: `simulate`, from names to tables, on both engines."""
    print("\nsimulate(), from names to tables")

    def entrant(name: str, dyads: int, weeks: int, **options: Any) -> Entrant:
        call = partial(mutua.simulate, scenario=CARE, dyads=dyads, weeks=weeks, **options)
        return Entrant(name, call, dyads * weeks)

    entrants = [
        entrant("kernel, threads=1", size.dyads, WEEKS, threads=1),
        entrant("kernel, all cores", size.dyads, WEEKS),
        entrant("mesa", size.mesa_dyads, 26, engine="mesa"),
    ]
    rates = race(entrants, size.turns)
    for one, values in zip(entrants, rates, strict=True):
        show(one.name, values, 4 if one.name == "mesa" else 2)
    line("kernel, threads=1 / mesa, by CPU time", rates[0].cpu / rates[2].cpu, 0)


def compile_times() -> None:
    """Seconds that the first call of `simulate` takes, in a fresh process."""
    print("\nFirst call of simulate() in a fresh process (seconds on the clock, and of CPU time)")
    with tempfile.TemporaryDirectory() as folder:
        for state in ("cold: nothing compiled yet", "warm: compiled before"):
            wall, cpu = first_call(folder)
            print(f"  {state:60}{wall:9.2f}{cpu:31.2f}")


def first_call(cache: str) -> list[float]:
    """Seconds of the first call of `simulate` with the compiled code kept in `cache`."""
    environment = os.environ | {"MUTUA_CACHE_DIR": cache}
    environment.pop("NUMBA_CACHE_DIR", None)
    command = [sys.executable, "-c", FIRST_CALL]
    process = subprocess.run(
        command, env=environment, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    return [float(number) for number in process.stdout.split()]


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description="How fast is it?")
    parser.add_argument("--quick", action="store_true", help="a minute, and rougher numbers")
    size = QUICK if parser.parse_args().quick else FULL
    busy = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {busy:.1f}; ", end="")
    print(f"Python {platform.python_version()}, numba {numba.__version__}; ", end="")
    print(f"median of {size.turns} turns [lowest to highest], and by CPU time; ", end="")
    print("million dyad-weeks a second")
    if busy > 0.5:
        print("Other work runs on this machine: what is said of several threads is too low.")
    bare_loop(size)
    full_kernel(size)
    end_to_end(size)
    compile_times()


if __name__ == "__main__":
    main()
