"""A run as it was: numbers that nobody meant to change stay.

Results change on purpose by ``python -m tests.engines.test_golden`` and an entry under *Changes
results* in the changelog.
"""

import hashlib
import json

import numpy as np
import pytest
from helpers import ROOT

from mutua.engines.batch import Batch, step
from mutua.model.measures.outcomes import RECORDED, WEEKLY
from mutua.scenarios.resolve import resolve

GOLDEN = ROOT / "tests" / "golden" / "run.json"
ARMS = {
    "usual in community": {},
    "consumer in psychotherapy": {"regime": "consumer", "setting": "psychotherapy"},
}


def measured() -> dict[str, dict[str, str]]:
    """Means by outcome with all their digits, and one digest of every bit, by arm."""
    batch = Batch([resolve(**arm) for arm in ARMS.values()], [0, 3], 177, 40, 11)
    recording = step(batch, threads=1)
    found = {}
    for run, arm in enumerate(ARMS):
        last = dict(zip(WEEKLY, recording.sums[run, -1].tolist(), strict=True))
        rows = dict(
            zip(RECORDED, recording.rows[run].mean(axis=0, dtype=float).tolist(), strict=True)
        )
        bits = np.ascontiguousarray(recording.rows[run]).tobytes() + recording.sums[run].tobytes()
        found[arm] = {f"week 40: {k}": repr(v) for k, v in last.items()}
        found[arm] |= {f"at the end: {k}": f"{v:.6g}" for k, v in rows.items()}
        found[arm]["every bit"] = hashlib.sha256(bits).hexdigest()
    return found


@pytest.mark.parametrize("arm", ARMS)
def test_a_run_gives_the_numbers_it_gave(arm: str) -> None:
    assert measured()[arm] == json.loads(GOLDEN.read_text())[arm]


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(measured(), indent=1) + "\n")
