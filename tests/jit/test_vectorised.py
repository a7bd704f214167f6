"""The loop over dyads is vector instructions: looked up in the machine code, not timed."""

import os
import platform
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

COMPILED = """
import mutua
from mutua.engines import kernel

mutua.simulate(dyads=8, weeks=1, threads=1)
print(*kernel.step_team.inspect_asm().values())
"""


@pytest.mark.skipif(
    platform.machine() not in ("x86_64", "AMD64"), reason="reads x86 instructions only"
)
def test_the_dyads_are_stepped_several_at_once(tmp_path: Path) -> None:
    """Divisions: those of eight verbs in vectors; scalar ones are the coupling's and week 0's.

    The code has to be compiled here: what comes from the cache has no text.
    """
    environment = os.environ | {"MUTUA_CACHE_DIR": str(tmp_path), "NUMBA_DISABLE_JIT": "0"}
    environment.pop("NUMBA_CACHE_DIR", None)
    command = [sys.executable, "-c", COMPILED]
    text = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout
    words = Counter(line.split()[0] for line in text.decode().splitlines() if line.split())
    packed = words["vdivpd"] + words["divpd"]
    scalar = words["vdivsd"] + words["divsd"]
    assert packed > 30, "the loop over dyads is not vectorised"
    assert scalar < packed / 2, "a part of the loop over dyads is not vectorised"
