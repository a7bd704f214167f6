"""The loop over dyads is vector instructions: looked up in the machine code, not timed."""

import platform
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from helpers import needs_jit
from numba.core.serialize import loads

import mutua
from mutua.jit import sealed
from mutua.jit.cache import code_folder


@needs_jit
@pytest.mark.skipif(
    platform.machine() not in ("x86_64", "AMD64"), reason="reads x86 instructions only"
)
@pytest.mark.skipif(shutil.which("objdump") is None, reason="needs objdump, which comes with gcc")
def test_the_dyads_are_stepped_several_at_once(tmp_path: Path) -> None:
    """Divisions: those of eight verbs in vectors, 137 when this was written.

    Scalar ones are those of the coupling, week 0 and what is recorded on request; a rule that is
    not turned into vectors takes its divisions from the packed ones.

    Read from the cache, so it is the code that runs, and nothing is compiled for its sake.
    """
    mutua.simulate(dyads=8, weeks=1, threads=1)
    kept = code_folder().glob("step_share-*.code")
    code = loads(sealed.read(max(kept, key=lambda path: path.stat().st_mtime)))
    _, kind, (machine_code, _) = code[0]
    assert kind == "object"
    (tmp_path / "step_share.o").write_bytes(machine_code)
    command = ["objdump", "--disassemble", "--no-show-raw-insn", tmp_path / "step_share.o"]
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    words = Counter(line.split()[1] for line in text.splitlines() if len(line.split()) > 1)
    packed = words["vdivpd"] + words["divpd"]
    scalar = words["vdivsd"] + words["divsd"]
    assert packed > 30, "the loop over dyads is not vectorised"
    assert packed > 120, "a part of the loop over dyads is not vectorised"
    assert scalar < 2 * packed, "recording has outgrown the loop over dyads"
