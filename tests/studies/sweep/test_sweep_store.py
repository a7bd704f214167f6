"""A sweep is never lost: killed, resumed, extended, cut in shards and merged, it is the same."""

import html
import io
import itertools
import json
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from helpers import reseal
from processes import begin_copy, kill_when

import mutua
from mutua.cli.main import main
from mutua.errors import StoreError
from mutua.storage import folder as store
from mutua.storage import plan_folder
from mutua.storage.folder import seal, unseal, writing
from mutua.studies.sweep.result import SweepResult

SOURCE = Path(mutua.__file__).parents[1]
SIZE = ["dyads=20", "weeks=4", "threads=1", "regimes=[usual]"]
SPACE = ["trust.gain=interval(0.02,0.2)", "mechanism.obligation=on,off", "design=sobol"]
WORDS = ["sweep", *SPACE, "design.points=8", "replicates=6", "part_rows=10", *SIZE]
OF_THE_MOMENT = ("manifest.json", "ledger.json", "report.html")
KEYS = ["point", "regime", "replicate"]

pytestmark = pytest.mark.usefixtures("undrawn_module", "composed_once")


def done(*words):
    assert main(list(map(str, words))) == 0


def named(path):
    """Files of a folder; the writer's own are no content."""
    return sorted(p.name for p in Path(path).iterdir() if not p.name.startswith("."))


def assert_same(found, expected):
    """Equal bytes, file by file; but for the commands and times that some tell of."""
    assert named(found) == named(expected)
    assert "report.html" in named(expected)
    for name in {*named(expected)} - {*OF_THE_MOMENT}:
        assert Path(found, name).read_bytes() == Path(expected, name).read_bytes(), name
    one, other = (
        [json.loads(Path(p, name).read_text("utf-8")) for name in ("manifest.json", "ledger.json")]
        for p in (found, expected)
    )
    for manifest, ledger in (one, other):
        del manifest["provenance"], manifest["seal"], ledger["commands"], ledger["seal"]
        for name in {*OF_THE_MOMENT} - {"manifest.json"}:
            del manifest["content"][name]
    assert one == other


def assert_equal_rows(found, expected):
    tables = [
        mutua.load(path).table.sort_values(KEYS, ignore_index=True) for path in (found, expected)
    ]
    pd.testing.assert_frame_equal(*tables, check_exact=True)


@pytest.fixture(scope="module")
def whole(tmp_path_factory, undrawn_module, composed_once):
    path = tmp_path_factory.mktemp("sweeps") / "whole"
    done(*WORDS, f"output={path}")
    return path


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def copied(whole, name="copy"):
    return Path(shutil.copytree(whole, name))


# --- reading ------------------------------------------------------------------------------------


def test_load__gives_the_rows_the_points_and_the_plan_back(whole):
    swept = mutua.load(whole)
    assert len(swept.table) == 8 * 6
    assert not swept.table.duplicated(KEYS).any()
    assert list(swept.points) == ["point", "trust.gain", "mechanism.obligation"]
    merged = swept.table.merge(swept.points, on="point", suffixes=("", "_point"))
    assert (merged["trust.gain"] == merged["trust.gain_point"]).all()
    again = mutua.simulate(**swept.arguments(17), threads=1)
    assert (
        again.dyads["trust_user_end"].astype(float).mean() == swept.table["trust_user_end"].iloc[17]
    )
    assert swept.manifest["source"] == swept.plan.source


def test_without_mutua__pandas_duckdb_and_polars_read_the_same(whole):
    table, parts = mutua.load(whole).table, f"{whole}/part-*.parquet"
    by_pandas = pd.concat([pd.read_parquet(p) for p in sorted(whole.glob("part-*.parquet"))])
    by_polars = pl.read_parquet(parts)
    by_duckdb = duckdb.sql(f"select * from read_parquet('{parts}')").fetchnumpy()
    for name in ("dropout", "trust.gain", "point", "mechanism.obligation", "trust_user_last"):
        expected = table[name].to_numpy()
        np.testing.assert_array_equal(by_pandas[name].to_numpy(), expected)
        np.testing.assert_array_equal(by_polars[name].to_numpy(), expected)
        np.testing.assert_array_equal(np.asarray(by_duckdb[name]), expected)
    assert by_polars["regime"].cast(pl.String).to_list() == table["regime"].tolist()


def test_every_part__has_one_schema_with_units_and_nothing_of_the_moment(whole):
    schemas = {str(pq.read_schema(p)) for p in whole.glob("part-*.parquet")}
    assert len(schemas) == 1
    schema = pq.read_schema(whole / "part-000000.parquet")
    assert schema.metadata is None
    assert all(field.metadata[b"unit"] and field.metadata[b"definition"] for field in schema)
    assert [pq.read_metadata(p).num_rows for p in sorted(whole.glob("part-*.parquet"))] == [
        10
    ] * 4 + [8]


# --- interrupted --------------------------------------------------------------------------------


def process(*words):
    """A command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "mutua", *map(str, words)], stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(SOURCE)},
    )  # fmt: skip


def until_parts(path, count, running):
    """Wait until a running sweep has kept so many parts."""
    for _ in range(6_000):
        if len(list(Path(path).glob("part-*.parquet"))) >= count or running.poll() is not None:
            return
        time.sleep(0.01)


def test_killed_again_and_again__resume_ends_in_the_bytes_of_an_undisturbed_sweep():
    """Three kills at random moments, whatever is being written then."""
    rng = random.Random(20)
    many = ["sweep", "trust.gain=interval(0.02,0.2)", "design=random", "design.points=15",
            "replicates=10", "part_rows=5", *SIZE]  # fmt: skip
    done(*many, "output=undisturbed")
    words = [*many, "output=killed"]
    for _ in range(3):
        more = len(list(Path("killed").glob("part-*"))) + 1
        kill_when(begin_copy(words), Path("killed"), "part-*", more, after=rng.random() * 0.1)
        words = ["sweep", "resume=killed", "threads=1"]
    assert 0 < len(list(Path("killed").glob("part-*.parquet"))) < 30
    assert not Path("killed", "manifest.json").exists()
    done(*words)
    assert_same("killed", "undisturbed")


FEW = ["sweep", "trust.gain=0.1,0.2", "replicates=4", "part_rows=5", "dyads=8", "weeks=2",
       "threads=1", "regimes=[usual]"]  # fmt: skip


@pytest.fixture
def quick(monkeypatch):
    """What is of no account where writing ends: a kill loses nothing that was written, flushed to
    the disk or not, and what is shown is shown afterwards."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr("mutua.cli.commands.sweep.show", lambda *_, **__: None)
    files = {"effects.svg": b"a figure", "report.html": b"a report"}
    monkeypatch.setattr(SweepResult, "files", lambda *_: files)


class Steps:
    """Does something before a step of writing: a write, flush, digest, rename or removal."""

    def __init__(self, before, monkeypatch):
        self.before, self.steps = before, None
        places = [(store, "write_table"), (store, "sync"), (plan_folder, "digest")]
        places += [(Path, name) for name in ("replace", "write_bytes", "write_text", "unlink")]
        for place, name in places:
            monkeypatch.setattr(place, name, self.counted(getattr(place, name)))

    def counted(self, function):
        def step(*args, **kwargs):
            if self.steps is not None:
                self.before(next(self.steps))
            return function(*args, **kwargs)

        return step

    def run(self, *words):
        """The exit code of a command whose steps are counted."""
        self.steps = itertools.count()
        try:
            return main(list(words))
        finally:
            self.steps = None


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_cut_short_at_any_step_of_writing__nothing_is_lost_and_resume_completes(
    error, monkeypatch, capsys, quick
):
    def cut(step):
        if step == at:
            raise error

    done(*FEW, "output=undisturbed")
    steps, begun = Steps(cut, monkeypatch), 0
    for at in itertools.count():
        path = Path(f"cut-{at}")
        code = steps.run(*FEW, f"output={path}")
        said = capsys.readouterr().err.strip().splitlines()[-1]
        if code == 0:
            break
        if not path.exists():  # not even held
            assert code in (1, 2, 130), said
            continue
        assert code == (130 if isinstance(error, KeyboardInterrupt) else 1), said
        if (path / "plan.json").exists():
            begun += 1
            for part in path.glob("part-*.parquet"):
                assert part.read_bytes() == Path("undisturbed", part.name).read_bytes()
            done("sweep", f"resume={path}", "threads=1")
            assert_same(path, "undisturbed")
    assert begun > 40


def test_killed_at_any_step_of_writing__a_sweep_can_be_resumed_or_begun_again(monkeypatch, quick):
    """What a kill leaves is what the folder holds at that moment."""

    def leave(step):
        if Path("undisturbed").exists():
            left.append(Path(shutil.copytree("undisturbed", f"killed-{step}")))

    left, ends = [], {"begun": 0, "resumed": 0}
    assert Steps(leave, monkeypatch).run(*FEW, "output=undisturbed") == 0
    for path in left:
        if (path / "plan.json").exists():
            ends["resumed"] += 1
            done("sweep", f"resume={path}", "threads=1")
        else:
            ends["begun"] += 1
            done(*FEW, f"output={path}")
        assert_same(path, "undisturbed")
    assert ends["begun"] > 8
    assert ends["resumed"] > 40


def test_control_c__keeps_what_is_done_and_says_how_to_go_on():
    many = ["sweep", "trust.gain=0.1,0.2", "replicates=8000", "part_rows=100", *SIZE]
    running = process(*many, "output=kept")
    until_parts("kept", 2, running)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    last = said.strip().splitlines()[-1]
    assert last.startswith("mutua: interrupted; ")
    assert last.endswith("of 160 parts are kept; go on with: mutua sweep resume=kept")
    assert len(list(Path("kept").glob("part-*.parquet"))) >= 2


def test_a_part_that_was_taken_away__is_computed_again(whole):
    path = copied(whole)
    (path / "part-000002.parquet").unlink()
    (path / "manifest.json").unlink()
    done("sweep", f"resume={path}", "threads=1")
    assert_same(path, whole)


def test_a_part_that_no_ledger_vouches_for__is_computed_again(whole):
    """As a kill between the part and the ledger leaves it."""
    path = copied(whole)
    digests = unseal(path / "ledger.json")["tables"]
    del digests["part-000001"]
    reseal(path / "ledger.json", lambda ledger: ledger | {"tables": digests})
    (path / "part-000001.parquet").write_bytes(b"half of it")
    (path / "manifest.json").unlink()
    done("sweep", f"resume={path}", "threads=1")
    assert_same(path, whole)


def test_resume_of_a_complete_sweep__touches_nothing(whole):
    before = {p: p.stat().st_mtime_ns for p in whole.iterdir()}
    done("sweep", f"resume={whole}")
    assert {p: p.stat().st_mtime_ns for p in whole.iterdir()} == before


def test_a_second_writer__is_refused(whole, capsys):
    path = copied(whole)
    with writing(path, resume=True):
        assert main(["sweep", f"resume={path}"]) == 2
    assert "is being written by another process" in capsys.readouterr().err


def altered(path, name, change):
    file = Path(path, name)
    data = file.read_bytes()
    file.unlink()
    if change:
        file.write_bytes(change(data))


def half(data):
    return data[: len(data) // 2]


def resealed(**changes):
    """A plan that vouches for itself, and still is not one that can be carried out here."""

    def change(data):
        values = json.loads(data) | changes
        del values["seal"]
        return seal(values)

    return change


def moved(data):
    """A table of points with the first of them elsewhere."""
    table = pq.read_table(io.BytesIO(data))
    column = pc.add(table["trust.gain"], 0.001)
    return parquet(table.set_column(1, table.schema.field("trust.gain"), column))


def with_other_units(data):
    """A table of points, their values as they were, in another unit."""
    table = pq.read_table(io.BytesIO(data))
    other = [field.with_metadata({"unit": "furlong"}) for field in table.schema]
    return parquet(table.cast(pa.schema(other)))


def parquet(table):
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def crafted(data):
    """A plan, resealed, whose teams are larger than the kernel's block."""
    bases = json.loads(data)["bases"]
    for base in bases:
        base["parameters"] |= {"service.caseload": 1000.0, "service.team_size": 100.0}
    return resealed(bases=bases)(data)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("part-000001.parquet", half, "part-000001.parquet is truncated or altered"),
        ("part-000001.parquet", lambda data: data + b"x", "part-000001.parquet is truncated"),
        ("plan.json", half, "plan.json is truncated or altered"),
        ("plan.json", lambda _: b"[]", "plan.json is truncated or altered"),
        ("plan.json", lambda _: b"{}", "plan.json is truncated or altered"),
        ("plan.json", lambda d: d.replace(b'"seed": 1', b'"seed": 2'), "plan.json is truncated"),
        ("plan.json", resealed(source="0"), "other rules or another version"),
        ("plan.json", resealed(bases=[]), "plan.json is no plan of a sweep"),
        ("plan.json", crafted, "this run cannot be run again: service.caseload: 1000"),
        ("plan.json", resealed(points="0"), "does not belong to the points"),
        ("plan.json", resealed(axes=[{"name": "bond.gain", "low": 0, "high": 1, "log": False}]),
         "does not belong to the points"),
        ("ledger.json", half, "ledger.json is truncated"),
        ("ledger.json", lambda _: b'{"shard": 3, "tables": 4}', "ledger.json is truncated"),
        ("points.parquet", half, "points.parquet is truncated or altered"),
        ("points.parquet", moved, "points.parquet is truncated or altered"),
        ("points.parquet", with_other_units, "points.parquet is truncated or altered"),
        ("points.parquet", None, "cannot read"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["resume", "extend", "merge"])
def test_an_altered_folder__is_refused_and_left_as_it_is(
    command, name, change, said, whole, capsys
):
    path = copied(whole)
    altered(path, name, change)
    (path / "manifest.json").unlink()
    before = {p.name: p.read_bytes() for p in path.iterdir()}
    words = {"resume": ["sweep", f"resume={path}"], "merge": ["merge", str(path), "output=new"],
             "extend": ["sweep", f"extend={path}", "replicates=9"]}[command]  # fmt: skip
    assert main(words) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert said in shown.err
    assert {p.name: p.read_bytes() for p in path.iterdir()} == before
    assert not Path("new").exists()


def test_a_sweep_of_other_rules__is_read_and_not_gone_on_with(whole, monkeypatch, capsys):
    path = copied(whole)
    monkeypatch.setattr("mutua.storage.plan_folder.source_hash", lambda: "of tomorrow")
    assert len(mutua.load(path).table) == len(mutua.load(whole).table)
    assert main(["sweep", f"resume={path}"]) == 2
    assert "other rules" in capsys.readouterr().err


def test_load__refuses_an_altered_part(whole):
    path = copied(whole)
    altered(path, "part-000001.parquet", half)
    with pytest.raises(StoreError, match=r"part-000001\.parquet is truncated or altered"):
        mutua.load(path)


# --- extended, cut, merged ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory, undrawn_module, composed_once):
    """Half of the points of `whole`, and a third of its replicates."""
    path = tmp_path_factory.mktemp("sweeps") / "small"
    done("sweep", *SPACE, "design.points=4", "replicates=2", "part_rows=5", *SIZE, f"output={path}")
    return path


def test_extended_by_replicates_and_points__a_sweep_has_the_rows_of_the_larger_one(
    whole, small, capsys
):
    path = copied(small)
    early = {p.name: p.read_bytes() for p in path.glob("part-*.parquet")}
    done("sweep", f"extend={path}", "replicates=6", "threads=1")
    done("sweep", f"extend={path}", "design.points=8", "threads=1")
    assert_equal_rows(path, whole)
    for name, data in early.items():
        assert Path(path, name).read_bytes() == data
    capsys.readouterr()
    assert main(["sweep", f"extend={path}", "replicates=6"]) == 2
    assert "8 points and 6 replicates are there already" in capsys.readouterr().err


def test_commands__are_kept_as_typed_the_first_and_those_that_continued_it():
    first = [*FEW, "output=one"]
    done(*first)
    assert origin("one") == {"command": shlex.join(first)}
    done("sweep", "extend=one", "replicates=6")
    Path("one", "manifest.json").unlink()
    Path("one", "part-000001.parquet").unlink()
    later = ["sweep", "resume=one", "--config-dir", "presets"]
    done(*later)
    further = ["sweep extend=one replicates=6", shlex.join(later)]
    assert origin("one") == {"command": shlex.join(first), "continued_by": further}
    page = html.unescape(Path("one", "report.html").read_text("utf-8"))
    for command in (shlex.join(first), *further):
        assert f"mutua {command}\n" in page


def origin(path):
    """The commands of which a manifest tells."""
    kept = json.loads(Path(path, "manifest.json").read_text("utf-8"))["provenance"]
    return {name: kept[name] for name in ("command", "continued_by") if name in kept}


def test_a_report__is_of_the_whole_sweep_and_made_again_where_it_is_missing(whole):
    done(*FEW, "output=one")
    assert "2 points" in Path("one/report.html").read_text("utf-8")
    assert "8 runs" in Path("one/report.html").read_text("utf-8")
    done("sweep", "extend=one", "replicates=6")
    assert "12 runs" in Path("one/report.html").read_text("utf-8")
    path = copied(whole)
    (path / "report.html").unlink()  # as a kill leaves it after the tables
    done("sweep", f"resume={path}")
    assert_same(path, whole)
    done(*FEW, "shard=1/2", "output=shard")
    assert not Path("shard/report.html").exists(), "a shard is not the sweep"


def test_an_extension_that_is_killed__is_completed_by_resume(small):
    one, other = copied(small, "one"), copied(small, "other")
    for path in (one, other):
        done("sweep", f"extend={path}", "replicates=6", "threads=1")
    (other / "manifest.json").unlink()
    for part in sorted(other.glob("part-*.parquet"))[-2:]:
        part.unlink()
    done("sweep", f"resume={other}", "threads=1")
    assert_same(other, one)


def test_shards_merged__equal_the_whole(whole, capsys):
    """Six shards of five parts: the last has nothing to do."""
    shards = 6
    for k in range(1, shards + 1):
        done(*WORDS, f"shard={k}/{shards}", f"output=shard-{k}")
    parts = [p.name for k in range(1, shards + 1) for p in Path(f"shard-{k}").glob("part-*")]
    assert sorted(parts) == [f"part-{k:06d}.parquet" for k in range(5)]
    every = [f"shard-{k}" for k in range(1, shards + 1)]
    capsys.readouterr()
    assert main(["merge", *every[1:], "output=some"]) == 2
    assert "are in none of the folders" in capsys.readouterr().err
    assert not Path("some").exists()
    done("merge", *every, "output=merged")
    assert_same("merged", whole)


def test_a_shard_that_was_cut_short__is_resumed_as_a_shard(whole):
    for k in (1, 2):
        done(*WORDS, f"shard={k}/2", f"output=shard-{k}")
    Path("shard-1", "part-000002.parquet").unlink()
    Path("shard-1", "manifest.json").unlink()
    done("sweep", "resume=shard-1", "threads=1")
    assert len(list(Path("shard-1").glob("part-*"))) == 3
    done("merge", "shard-1", "shard-2", "output=merged")
    assert_same("merged", whole)


def test_shards_of_different_sweeps__do_not_merge(whole, capsys):
    done(*WORDS, "seed=2", "shard=1/2", "output=another")
    capsys.readouterr()
    assert main(["merge", str(whole), "another", "output=merged"]) == 2
    assert "another plan" in capsys.readouterr().err
