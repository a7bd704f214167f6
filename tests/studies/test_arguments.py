"""An argument of a wrong type or size is one line, whatever is called from Python with it."""

import math

import numpy as np
import pandas as pd
import pytest

import mutua
from mutua.errors import ParameterError, StoreError

SMALL = {"dyads": 20, "weeks": 3, "threads": 1}
PAIR = {"regimes": ["usual", "peer"], "replicates": 1}
INTERVAL = {"trust.gain": "interval(0.02,0.2)", "trust.loss": "interval"}
ADAPTIVE = {"outcome": "dropout", "width": 0.5, "most": 9}
WRONG = [
    object(), 10**400, -(10**5_000), "9" * 5_000, "\ud800", "a\0b", ["x"], [["x"]], {5: 5}, b"x",
    1j, math.nan, np.array([1, 2]), pd.Series([1, 2]),
]  # fmt: skip


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    size = SMALL | {"design": "random", "points": 12, "replicates": 1, "regimes": PAIR["regimes"]}
    records = tmp_path_factory.mktemp("records") / "none.csv"
    records.write_text("person,week,event\n")
    return {
        "swept": mutua.sweep(INTERVAL, **size),
        "run": mutua.simulate(**SMALL),
        "model": mutua.simulator("dropout", INTERVAL, **SMALL, replicates=1),
        "records": records,
    }


CALLS = {
    "simulate": (
        lambda _, **k: mutua.simulate(**SMALL | k),
        "scenario dyads weeks seed replicate teams engine service threads record without regime "
        "setting population mechanism intervention parameters config_dir",
    ),
    "mesa": (lambda _, **k: mutua.simulate(**SMALL, engine="mesa", **k), "service teams"),
    "compare": (
        lambda _, **k: mutua.compare(**SMALL | PAIR | {"replicates": 2} | k),
        "regimes scenario scenarios dyads replicates weeks seed threads decomposition continuum "
        "posterior setting intervention",
    ),
    "arms": (lambda _, **k: mutua.compare(**SMALL | k), "arms"),
    "replay": (
        lambda r, **k: mutua.replay(**{"run": r["run"], "dyad": 1} | k),
        "run dyad arm replicate verify",
    ),
    "class": (lambda r, **k: mutua.replay(r["run"], **k), "equilibrium"),
    "sweep": (
        lambda _, **k: mutua.sweep(**{"space": {"trust.gain": [0.1]}} | SMALL | PAIR | k),
        "space design points levels second_order constraints regimes scenario dyads replicates "
        "weeks seed threads backend workers scheduler adaptive part_rows",
    ),
    "adaptive": (
        lambda _, **k: mutua.sweep({"trust.gain": [0.1]}, **SMALL, **PAIR | {"replicates": 8},
                                   adaptive=ADAPTIVE | k),
        "outcome width most",
    ),
    "space": (
        lambda _, **k: mutua.sweep(dict([*k.values()]), **SMALL, **PAIR),
        "trust.gain setting mechanism.exchange",
    ),
    "sensitivity": (
        lambda r, **k: mutua.sensitivity(**{"swept": r["swept"], "resamples": 2} | k),
        "swept outcomes contrast side threshold resamples",
    ),
    "simulator": (
        lambda _, **k: mutua.simulator(**{"outcomes": "dropout", "space": INTERVAL} | SMALL | k),
        "outcomes space scenario reference dyads replicates weeks seed threads regime",
    ),
    "points": (lambda r, **k: r["model"](**{"points": [0.1, 0.2]} | k), "points replicate"),
    "shares": (lambda r, **k: r["model"].at(**k), "shares"),
    "calibrate": (
        lambda r, **k: mutua.calibrate(**{"data": r["records"]} | k),
        "data scenario space learn weeks particles seed threads",
    ),
    "evidence": (
        lambda _, **k: mutua.evidence(**{"rows": ["E02"], "size": 0.1, "threads": 1} | k),
        "rows seed threads size needs nulls parameters mechanism",
    ),
    "reciprocity": (
        lambda _, **k: mutua.reciprocity(**SMALL | {"replicates": 2, "since": 1} | k),
        "regimes scenario scenarios change dyads replicates since weeks seed threads setting",
    ),
    "basins": (
        lambda _, **k: mutua.basins(**SMALL | {"replicates": 2, "moved": None} | k),
        "values scenario state dyads replicates weeks seed threads apart window lead false_alarms "
        "setting parameters",
    ),
    "loop": (
        lambda _, **k: mutua.basins(**SMALL | {"replicates": 2, "hold": 1} | k),
        "moved steps hold begin",
    ),
    "load": (lambda _, **k: mutua.load(**k), "path"),
    "row": (lambda r, **k: r["swept"].arguments(**k), "row"),
    "scenario": (lambda _, **k: mutua.scenario(**k), "name together"),
}  # fmt: skip


def refusal(function, *args, **options):
    """Why a call was refused; None if it works."""
    try:
        function(*args, **options)
    except (ParameterError, StoreError) as error:
        return str(error)
    return None


@pytest.mark.parametrize("call", CALLS)
def test_a_wrong_argument_works_or_is_one_line(call, results):
    function, names = CALLS[call]
    lines = [
        refusal(function, results, **{name: (name, value) if call == "space" else value})
        for name in names.split()
        for value in WRONG
    ]
    refused = [line for line in lines if line is not None]
    assert all("\n" not in line and len(line) < 500 for line in refused)
    assert len(refused) >= 8 * len(names.split())


def test_numbers_of_numpy_are_taken_wherever_python_s_are(results):
    two, whole = np.int64(2), np.int8(9)
    swept = mutua.sweep(
        {"trust.gain": np.array([0.1, 0.2])}, **SMALL, levels=np.uint8(4), regimes=PAIR["regimes"],
        replicates=np.int16(8), part_rows=np.int64(5), second_order=np.True_,
        adaptive={"outcome": np.str_("dropout"), "width": np.float32(0.5), "most": whole},
    )  # fmt: skip
    assert swept.plan.adaptive == {"outcome": "dropout", "width": 0.5, "most": 9}
    assert swept.arguments(two) == swept.arguments(2)
    sobol = mutua.sweep(INTERVAL, design="sobol", points=two, **SMALL, **PAIR)
    assert len(sobol.points) == 2
    options = {"outcomes": pd.Index(["dropout"]), "side": np.str_("below")}
    one = mutua.sensitivity(results["swept"], threshold=np.float64(0.0), resamples=two, **options)
    assert one.manifest["threshold"] == 0.0
    with pytest.raises(ParameterError, match=r"none.csv"):
        mutua.calibrate(results["records"], weeks=np.int64(20), particles=np.int32(100))
    pair = mutua.compare(pd.Series(["usual", "peer"]), **SMALL, replicates=two, continuum=np.False_)
    assert pair.manifest["continuum"] is False
    assert mutua.replay(results["run"], dyad=two, verify=np.True_).verification.holds
