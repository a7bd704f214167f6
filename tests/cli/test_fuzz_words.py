"""Words, notations, CSV files and presets of every kind: read, or refused in one line."""

from functools import partial

import pytest
import yaml
from fuzzing import damaged, outcomes, plain_values
from hypothesis import strategies as st

from mutua.cli.commands.basins import basins_task
from mutua.cli.compose import plans
from mutua.cli.compose_calibration import calibration_task
from mutua.cli.compose_sweep import multirun_words, sweep_task
from mutua.cli.keys import COMPOSED, command_keys
from mutua.cli.main import check_readable
from mutua.cli.parse import parse, parse_folder
from mutua.cli.resume import read_resume
from mutua.engines.sheets import occasions_of, scratch_row
from mutua.errors import brief
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.arms import arm_of
from mutua.scenarios.check import STATES, check_state
from mutua.scenarios.resolve import resolve
from mutua.studies.calibration.records import read_records
from mutua.studies.sweep.constraints import which_satisfy
from mutua.studies.sweep.design import read_points
from mutua.studies.sweep.notation import axis_of

#: Bits of the grammars that values are written in.
BITS = [
    *"[](){},=:;'\"\\$%&|<>+-*/~!@#?. \t\n\r\0", "${", "}", "1", "-1", "0.1", "1e400", "9" * 400,
    "nan", "inf", "null", "true", "off", "interval(", "range(", "choice(", "tag(log,", "sort(",
    "shuffle(",
    "glob(", "extend_list(", "usual", "peer", "community", "trust.gain", "a", "\u00e9", "\ud800", "..",  # noqa: E501
    "${oc.env:HOME}", "${hydra:runtime.cwd}", "${dyads}", "_target_", "and", "not ", "visit:", "week:",  # noqa: E501
    "weeks:", "1-2", "==", "x" * 99, "1_000", "0x1", "1j", "lambda", "\u2028", "\u0661",
]  # fmt: skip
phrases = st.lists(st.sampled_from(BITS), max_size=6).map("".join)
values = phrases | st.sampled_from(
    ["1", "20", "0.1", "[usual,peer]", "interval(0,1)", "0.1,0.2", "on"]
)


def words(command, keys):
    """A few words of a command, most of them with a key that it has."""
    key = st.sampled_from(keys) | phrases
    word = st.tuples(st.sampled_from(["", "", "", "+", "++", "~"]), key, values)
    return st.lists(word.map(lambda each: f"{each[0]}{each[1]}={each[2]}") | phrases, max_size=3)


def readable(given):
    for word in given:
        check_readable(word, brief(word))
    return [" ".join(word.splitlines()) for word in given]  # `main` joins the lines of a message


def compose(command, given):
    if command == "sweep":
        return plans(command, multirun_words(readable(given)), sweep_task)
    if command == "calibrate":
        return plans(command, multirun_words(readable(given)), calibration_task)
    if command == "basins":
        return plans(command, multirun_words(readable(given)), basins_task)
    return plans(command, readable(given))


def chosen(command):
    """Keys of a command, and some of what can be set."""
    some = ["regime", "setting", "population", "intervention", "experiment", "mechanism.exchange",
            "start.user.feeling.trust", *[*DECLARED][::40]]  # fmt: skip
    return [*command_keys(command), *(some if command in COMPOSED else [])]


@pytest.mark.parametrize("command", COMPOSED)
def test_words_that_are_composed(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    counted = outcomes(
        f"words of {command}", words(command, chosen(command)), partial(compose, command), share=25
    )
    assert counted["refused"] > 0
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("command", ["replay", "sensitivity", "merge", "params"])
def test_words_that_are_parsed(command):
    read = parse if command in ("merge", "params") else parse_folder
    outcomes(
        f"words of {command}",
        words(command, chosen(command)),
        lambda given: read(command, readable(given)),
    )


@pytest.mark.parametrize("command", ["sweep", "calibrate"])
def test_words_that_continue(command):
    keys = ["resume", "extend", "replicates", "design.points", "threads"]
    outcomes(
        f"words that continue {command}",
        words(command, keys),
        lambda given: read_resume(command, readable(given)),
    )


NOTATIONS = {
    "ratings": (st.lists(phrases, max_size=3), occasions_of),
    "series": (phrases | plain_values, scratch_row),
    "start": (st.tuples(st.sampled_from([*STATES]) | phrases, plain_values), lambda x: check_state(*x)),  # noqa: E501
    "arm": (phrases, arm_of),
    "axis": (st.tuples(st.sampled_from(["trust.gain", "setting", "mechanism.exchange", "service.caseload"]),  # noqa: E501
             phrases | plain_values), lambda x: axis_of(*x)),
    "constraint": (phrases, lambda x: which_satisfy([x], {}, 3)),
    "resolve": (st.tuples(st.sampled_from([*DECLARED][::9]) | phrases, plain_values),
                lambda x: resolve(parameters={x[0]: x[1]})),
    "resolve start": (st.dictionaries(st.sampled_from([*STATES]), plain_values, max_size=2),
                lambda x: resolve(start=x)),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOTATIONS)
def test_notations(kind):
    strategy, read = NOTATIONS[kind]
    outcomes(kind, strategy, read, share=4)


CELLS = ["", "a", "1", "2", "3", "13", "attended", "missed", "ended", "in_care", "dropout", "3.5", "3,5", "1,000",  # noqa: E501
         "1.234.567", "1e3", "-1", "nan", '"', '""', '"a\nb"', "'", " 1 ", "\u00e9", "9" * 400, "1.2E+12", "community",  # noqa: E501
         "off", "True", "0.1", "\t", "\u0661", "1e999", "\r"]  # fmt: skip
RECORDS = ["person", "week", "event", "reason", "alliance_user", "alliance_professional"]
POINTS = ["trust.gain", "trust.loss", "setting", "mechanism.exchange", "point", "service.caseload"]


@st.composite
def tables(draw, names):
    """A CSV file as some program might write it."""
    columns = draw(st.lists(st.sampled_from([*names, *names, *CELLS]), min_size=1, max_size=6))
    row = st.lists(st.sampled_from(CELLS), min_size=len(columns), max_size=len(columns))
    rows = [columns, *draw(st.lists(row, max_size=4))]
    mark, end = (
        draw(st.sampled_from([",", ";", "\t", "|"])),
        draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )
    data = end.join(mark.join(cells) for cells in rows).encode(
        draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    )
    return draw(damaged(data)) if draw(st.integers(0, 3)) == 0 else data


@pytest.mark.parametrize(("read", "names"), [(read_records, RECORDS), (read_points, POINTS)])
def test_csv(read, names, tmp_path):
    path = tmp_path / "x.csv"

    def reader(data):
        path.write_bytes(data)
        read(path)

    valid = {
        read_records: b"person,week,event,reason\na,1,attended,\na,2,missed,\na,3,ended,dropout\n",
        read_points: b"trust.gain,setting\n0.1,community\n0.2,psychotherapy\n",
    }[read]
    reader(valid)
    outcomes(f"csv {read.__name__}", tables(names), reader, share=4)
    counted = outcomes(f"damaged csv {read.__name__}", damaged(valid), reader, share=4)
    assert counted["refused"] > 0


PRESET_KEYS = ["trust", "gain", "service", "caseload", "dyads", "weeks", "seed", "output", "mechanism", "exchange",  # noqa: E501
               "start", "defaults", "intervention", "regime", "population", "a", "<<", "hydra", "_target_",  # noqa: E501
               "override /setting", "record", "without"]  # fmt: skip


@st.composite
def presets(draw):
    """A YAML file: values under names that a command may have, dumped and perhaps damaged."""
    inner = st.recursive(
        plain_values | values | st.sampled_from([0.1, 2, True, "community", "off"]),
        lambda x: (
            st.dictionaries(st.sampled_from(PRESET_KEYS), x, max_size=3) | st.lists(x, max_size=2)
        ),
        max_leaves=5,
    )
    content = draw(st.dictionaries(st.sampled_from(PRESET_KEYS), inner, max_size=3))
    try:
        data = yaml.safe_dump(content, allow_unicode=True).encode()
    except (yaml.YAMLError, UnicodeEncodeError, ValueError):
        data = b"a: 1"
    if draw(st.integers(0, 2)) == 0:
        data = draw(damaged(data))
    head = draw(
        st.sampled_from(
            [b"# @package _global_\n"] * 4 + [b"", b"# @package trust\n", b"# @package x y\n"]
        )
    )
    return head + data


@pytest.mark.parametrize("group", ["experiment", "regime", "setting"])
def test_presets(group, tmp_path, monkeypatch):
    path = tmp_path / "sent" / group / "theirs.yaml"
    path.parent.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    def read(data):
        path.write_bytes(data)
        plans("run", ["--config-dir", "sent", f"{group}=theirs"])

    outcomes(f"preset {group}", presets(), read, share=25)
    assert [each.name for each in tmp_path.iterdir()] == ["sent"]
