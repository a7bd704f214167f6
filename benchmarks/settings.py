"""How fast is the kernel in each setting, of this checkout and of others?

``python benchmarks/settings.py [FOLDER ...]``: each process steps every setting, and checkouts
take turns, a fresh process each. Rates are million dyad-weeks a second of CPU time on one thread;
printed are the median over the processes, the lowest and the highest, and whether the bits are
those of the first checkout.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parents[1]
SETTINGS = ("community", "routine", "psychotherapy")
#: Run in a process of its own; written for any checkout, this one or an older.
STEP = """
import hashlib, json, time
from statistics import median
from mutua.engines.batch import Batch, step
from mutua.scenarios.resolve import resolve

def run(setting):
    batch = Batch([resolve(regime="collaborative", setting=setting)], [0], 4000, 104, seed=1)
    began = time.process_time()
    recording = step(batch, threads=1)
    seconds = time.process_time() - began
    bits = recording.rows[0].tobytes() + recording.sums.tobytes()
    return 4000 * 104 / seconds / 1e6, hashlib.sha256(bits).hexdigest()

found = {}
for setting in %r:
    run(setting)
    runs = [run(setting) for _ in range(5)]
    found[setting] = median(rate for rate, _ in runs), runs[0][1]
print(json.dumps(found))
"""


def measure(folder: Path) -> dict[str, tuple[float, str]]:
    """Rate and digest by setting, of a checkout, in a fresh process."""
    environment = os.environ | {"PYTHONPATH": str(folder / "src")}
    command = [sys.executable, "-c", STEP % (SETTINGS,)]
    process = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    found: dict[str, tuple[float, str]] = json.loads(process.stdout)
    return found


def main() -> None:
    """Measure every checkout in turn and print a line for each setting and checkout."""
    parser = argparse.ArgumentParser(description="How fast is the kernel in each setting?")
    parser.add_argument("folders", nargs="*", type=Path, default=[HERE], help="checkouts")
    parser.add_argument("--processes", type=int, default=8, help="processes of each checkout")
    given = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}; {given.processes} processes of each checkout in turn")
    found = [[measure(folder) for folder in given.folders] for _ in range(given.processes)]
    for setting in SETTINGS:
        for k, folder in enumerate(given.folders):
            rates = [turn[k][setting][0] for turn in found]
            same = (
                "the same bits" if found[0][k][setting][1] == found[0][0][setting][1] else "OTHER"
            )
            line = f"{median(rates):6.2f}  [{min(rates):.2f} to {max(rates):.2f}]  {same}"
            print(f"  {setting:16}{folder.resolve().name:20}{line}")


if __name__ == "__main__":
    main()
