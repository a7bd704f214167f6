"""More than there is memory for, or than can be compared, is refused before any work."""

import pytest

import mutua
from mutua.engines import batch
from mutua.errors import ParameterError
from mutua.scenarios.arms import MOST_ARMS

MOST = 2**32 - 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: mutua.simulate(dyads=MOST),
        lambda: mutua.simulate(dyads=10_000_000, weeks=65_535, record="trajectories"),
        lambda: mutua.compare(dyads=MOST),
        lambda: mutua.compare(dyads=1_000_000, replicates=2**31 - 1),
        lambda: mutua.sweep({"trust.gain": [0.1, 0.2]}, dyads=MOST),
    ],
)
def test_more_dyads_than_memory_holds_is_one_line_that_says_how_much(call):
    with pytest.raises(ParameterError, match=r"^dyads: .* need .* GB .* GB are available$"):
        call()


def test_what_is_needed_is_near_what_is_recorded(monkeypatch):
    rows, numbers = 1_000, 2_800
    needed = 2 * (4 * batch.COLUMNS * rows + 8 * numbers)
    monkeypatch.setattr(batch, "available_memory", lambda: needed)
    batch.check_memory(rows, rows=rows, numbers=numbers)
    with pytest.raises(ParameterError):
        batch.check_memory(rows, rows=rows, numbers=numbers + 1)


@pytest.mark.parametrize("key", ["regimes", "arms"])
def test_more_arms_than_can_be_compared_is_one_line(key):
    names = [f"usual{k}" for k in range(2_000)]
    allowed = rf"^{key}: 2,000 arms are more than {MOST_ARMS}$"
    with pytest.raises(ParameterError, match=allowed):
        mutua.compare(**{key: names})
    with pytest.raises(ParameterError, match=r"^regimes: 2,000 arms are more than"):
        mutua.sweep({"trust.gain": [0.1, 0.2]}, regimes=names)


def test_more_runs_than_a_plan_lists_is_one_line():
    with pytest.raises(ParameterError, match=r"^replicates: .* runs in all are more than"):
        mutua.sweep({"trust.gain": [0.1, 0.2]}, replicates=2**31 - 1)
    with pytest.raises(ParameterError, match=r"^replicates: .* is not a whole number from 1 to"):
        mutua.sweep({"trust.gain": [0.1, 0.2]}, replicates=10**400)
