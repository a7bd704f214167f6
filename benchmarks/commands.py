"""How long does a command take once the kernel is compiled, of this checkout and of others?

``python benchmarks/commands.py [FOLDER ...]``: checkouts take turns, a fresh process each. Printed
are seconds of CPU time from the start of the process to its end, what it starts included, as the
median over the turns, the lowest and the highest; and, as medians, the CPU time within the kernel
and its share of the time on the clock.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parents[1]
COMMANDS = {
    "run": ["run"],
    "run figures=false": ["run", "figures=false"],
    "compare": ["compare"],
}
#: Run in a process of its own; written for any checkout, this one or an older.
RUN = """
import json, resource, sys, time
began = time.perf_counter()
from mutua.cli.main import main
from mutua.engines import driver

def timed(*given):
    used, clock = time.process_time(), time.perf_counter()
    run_tasks(*given)
    kernel[0] += time.process_time() - used
    kernel[1] += time.perf_counter() - clock

run_tasks, driver.run_tasks, kernel = driver.run_tasks, timed, [0.0, 0.0]
assert main() == 0
usage = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
used = sum(each.ru_utime + each.ru_stime for each in usage)
print(json.dumps([used, kernel[0], kernel[1] / (time.perf_counter() - began)]))
"""


def measure(folder: Path, words: list[str]) -> tuple[float, float, float]:
    """CPU time of a command, that of it in the kernel, and the kernel's share of the clock."""
    environment = os.environ | {"PYTHONPATH": str(folder / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode
    with tempfile.TemporaryDirectory() as made:
        command = [sys.executable, "-c", RUN, *words, f"output={made}/out"]
        process = subprocess.run(
            command, env=environment, cwd=folder, check=True, capture_output=True, text=True
        )
    used, kernel, share = json.loads(process.stdout.splitlines()[-1])
    return used, kernel, share


def main() -> None:
    """Measure every checkout in turn and print a line for each command and checkout."""
    parser = argparse.ArgumentParser(description="How long does a command take?")
    parser.add_argument("folders", nargs="*", type=Path, default=[HERE], help="checkouts")
    parser.add_argument("--turns", type=int, default=6, help="processes of each checkout")
    parser.add_argument("--command", choices=COMMANDS, default=[*COMMANDS], nargs="*")
    given = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}; {given.turns} processes of each checkout in turn")
    for name in given.command:
        for folder in given.folders:
            measure(folder, COMMANDS[name])  # compiles, if that is still to be done
        turns = [[measure(folder, COMMANDS[name]) for folder in given.folders]
                 for _ in range(given.turns)]  # fmt: skip
        for k, folder in enumerate(given.folders):
            used, kernel, share = zip(*(turn[k] for turn in turns), strict=True)
            line = f"{median(used):6.2f} s  [{min(used):.2f} to {max(used):.2f}]"
            of_it = f"kernel {median(kernel):.2f} s, {median(share):.0%} of the clock"
            print(f"  {name:20}{folder.resolve().name:20}{line}  {of_it}")


if __name__ == "__main__":
    main()
