"""A forked process runs on after its parent used threads, with the same bits."""

import os
import subprocess
import sys
import textwrap

from helpers import SOURCE, needs_jit

FORKED = """
    import hashlib, multiprocessing, mutua

    def digest(seed):
        result = mutua.simulate(dyads=400, weeks=8, seed=seed, threads=2)
        return hashlib.sha256(result.dyads.to_csv().encode()).hexdigest()

    parent = [digest(seed) for seed in (1, 2)]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(digest, (1, 2)).get(timeout=60) == parent
    assert digest(1) == parent[0]
    print("same")
"""


def run_forking(script: str) -> str:
    """What a script prints that forks in a process of its own, with two threads."""
    env = os.environ | {"PYTHONPATH": str(SOURCE.parent), "NUMBA_NUM_THREADS": "2"}
    process = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], env=env,
                             capture_output=True, text=True, timeout=300)  # fmt: skip
    assert process.returncode == 0, process.stderr
    return process.stdout


@needs_jit
def test_a_pool_forked_after_a_parallel_run__gives_the_same_bits():
    assert run_forking(FORKED) == "same\n"


FORKED_WITHIN_THE_KERNEL = """
    import multiprocessing, threading, time, mutua
    from mutua.engines import kernel

    def simulate():
        mutua.simulate(dyads=8, weeks=2, threads=1)

    simulate()
    step, is_inside = kernel.step_share, threading.Event()

    def step_slowly(*tasks):
        is_inside.set()
        time.sleep(1.0)
        step(*tasks)

    kernel.step_share = step_slowly
    other = threading.Thread(target=simulate)
    other.start()
    assert is_inside.wait(60)
    kernel.step_share = step
    child = multiprocessing.get_context("fork").Process(target=simulate)
    child.start()
    child.join(60)
    code = child.exitcode
    child.kill()
    other.join()
    print(code)
"""


@needs_jit
def test_a_process_forked_while_another_thread_is_in_the_kernel__simulates():
    assert run_forking(FORKED_WITHIN_THE_KERNEL) == "0\n"
