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


@needs_jit
def test_a_pool_forked_after_a_parallel_run__gives_the_same_bits():
    env = os.environ | {"PYTHONPATH": str(SOURCE.parent), "NUMBA_NUM_THREADS": "2"}
    process = subprocess.run([sys.executable, "-c", textwrap.dedent(FORKED)], env=env,
                             capture_output=True, text=True, timeout=300)  # fmt: skip
    assert (process.returncode, process.stdout) == (0, "same\n"), process.stderr
