"""Words that no reader survives, and values that are taken for others, are refused in one line."""

import pytest

from mutua.cli.compose import plans
from mutua.cli.main import main
from mutua.errors import ParameterError

#: A word of every command and of every kind of value; ``X`` stands for what is given.
PLACES = [
    "run X", "run X=1", "run dyads=X", "run trust.gain=X", "run intervention=[X]", "run output=X",
    "run without=X", "run +trust={gain:X}", "compare regimes=[usual,X]", "compare arms=[X]",
    "run -m trust.gain=1,X", "sweep trust.gain=interval(0,X)", "sweep design.points=X",
    "sweep resume=X", "sweep resume=x threads=X", "sweep extend=x replicates=X",
    "sweep trust.gain=0.1,0.2 constraints=['trust.gain<X']",
    "replay X dyad=1", "replay x dyad=X", "replay x replicate=X", "sensitivity x threshold=1eX",
    "sensitivity x outcomes=[X]", "merge X output=y", "evidence rows=[X]",
    "basins steps=[X,1]", "basins trust.gain=0.1,X",
    "evidence size=X", "calibrate data=X", "calibrate particles=X",
]  # fmt: skip
VALUES = {
    "400 digits": "9" * 400, "5,000 digits": "9" * 5_000, "in groups": "9_" * 5_000 + "9",
    "open": "[" * 5_000, "closed": "[" * 5_000 + "]" * 5_000, "braces": "${" * 5_000,
    "parentheses": "(" * 900 + "1" + ")" * 900,
}  # fmt: skip
LONG_NAME = "a" * 5_000
ALSO = [
    f"run output={LONG_NAME}", f"run {LONG_NAME}=1", f"sweep resume={LONG_NAME}",
    f"sweep design=list design.file={LONG_NAME}", f"replay {LONG_NAME} dyad=1",
    f"replay x dyad=1 output={LONG_NAME}", f"merge {LONG_NAME} output=y",
    f"compare posterior={LONG_NAME} dyads=80", f"calibrate data={LONG_NAME}",
    f"sensitivity {LONG_NAME}", f"calibrate resume={LONG_NAME}",
    f"sweep trust.gain=0.1,0.2 constraints=['trust.gain<{'-' * 901}1']",
    f"sweep trust.gain=0.1,0.2 constraints=['{'-' * 990}1']",
    f"params {LONG_NAME}", f"run {'a.' * 5_000}a=1",
]  # fmt: skip


def refuse(line, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    code = main(line.split(" "))
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.startswith("mutua: ")
    assert err.count("\n") == 1
    assert len(err) < 4_100
    assert not list(folder.iterdir())


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("place", PLACES)
def test_what_no_reader_survives_is_one_line(place, value, tmp_path, monkeypatch, capsys):
    refuse(place.replace("X", VALUES[value]), tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize("line", ALSO, ids=range(len(ALSO)))
def test_a_name_or_a_row_of_signs_without_end_is_one_line(line, tmp_path, monkeypatch, capsys):
    refuse(line, tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize("value", ["3", "1", "0", "1.0", "null", "[]", "nan", "perhaps"])
def test_a_number_switches_no_mechanism(value):
    with pytest.raises(ParameterError, match=r"^mechanism\.exchange: .* is not on or off$"):
        plans("run", [f"mechanism.exchange={value}"])
    with pytest.raises(ParameterError, match=r"^continuum: .* is not true or false$"):
        plans("compare", [f"continuum={value}"])


@pytest.mark.parametrize("value", ["on", "off", "true", "false", "'off'", "OFF", "yes", "no"])
def test_a_truth_value_is_taken_as_it_is_written(value):
    on = value in ("on", "true", "yes")
    words = ["regimes=[usual,peer]", f"mechanism.exchange={value}", f"continuum={value}"]
    (plan,) = plans("compare", words)
    assert plan.scenarios[0].mechanism == ({} if on else {"exchange": False})
    assert plan.keys["continuum"] is on
