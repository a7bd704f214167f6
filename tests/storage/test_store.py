"""Run folders are whole or not there, equal for equal results, and readable without mutua."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import xarray as xr

from mutua.errors import StoreError
from mutua.storage import folder as store
from mutua.storage import formats
from mutua.storage.folder import check_output, read_manifest, read_run, seal, writing

MANIFEST = {"kind": "run", "seed": 7, "scenario": {"regime": "usual", "values": [0.1, None]}}


def table(rows=50):
    rng = np.random.default_rng(1)
    endings = pd.Categorical.from_codes(
        rng.integers(-1, 3, rows), categories=["never", "planned", "failed", "moved"], ordered=True
    )
    frame = pd.DataFrame(
        {
            "dyad": np.arange(rows, dtype=np.int64),
            "visits": rng.integers(0, 9, rows).astype(np.int16),
            "engaged": rng.random(rows) < 0.5,
            "ending": endings,
            "trust": np.where(rng.random(rows) < 0.2, np.nan, rng.random(rows)),
            "severity": rng.random(rows, dtype=np.float32),
            "regime": ["usual", "naïve"] * (rows // 2),
        }
    )
    for column in frame.columns.drop("regime"):
        frame.attrs[column] = {"unit": "0 to 1", "definition": f"what «{column}» means"}
    return frame


def arrays(dyads=4, weeks=3):
    week = np.arange(1, weeks + 1, dtype=np.int32)
    values = np.linspace(0, 1, dyads * weeks).reshape(dyads, weeks)
    values[1, 2] = np.nan
    about = {"unit": "0 to 1", "definition": "trust of the user, naïve"}
    return xr.Dataset(
        {
            "trust": (("dyad", "week"), values.astype(np.float32), about),
            "severity": (("dyad", "week"), values, {"unit": "days", "units": "days"}),
            "attended": (("dyad", "week"), values > 0.5, {"unit": "yes or no"}),
        },
        coords={"dyad": np.arange(dyads, dtype=np.int32), "week": ("week", week, {"unit": "week"})},
    )


def write_run(folder, manifest, tables, arrays=None, files=None, *, resume=False):
    with writing(folder, resume) as run:
        run.finish(manifest, tables, arrays, files)
    return folder


def written(folder, **more):
    given = {"tables": {"weekly": table(), "dyads": table(10)}, "arrays": arrays()}
    given |= {"files": {"survival.png": b"\x89PNG", "survival.svg": b"<svg/>"}}
    return write_run(folder, MANIFEST, **(given | more))


def child_env():
    paths = [str(Path(__file__).parent), str(Path(store.__file__).parents[2])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


def names(folder):
    return sorted(path.name for path in Path(folder).iterdir())


WHOLE = [
    "dyads.parquet",
    "manifest.json",
    "survival.png",
    "survival.svg",
    "trajectories.nc",
    "weekly.parquet",
]


# What is written comes back


def test_a_run_comes_back_with_types_values_units_and_definitions(tmp_path):
    assert written(tmp_path / "run") == tmp_path / "run"
    manifest, tables, trajectories = read_run(tmp_path / "run")
    assert {key: manifest[key] for key in MANIFEST} == MANIFEST
    assert set(tables) == {"weekly", "dyads"}
    pd.testing.assert_frame_equal(tables["weekly"], table(), check_exact=True)
    assert tables["weekly"].attrs == table().attrs
    xr.testing.assert_identical(trajectories, arrays())
    assert {k: v.dtype for k, v in trajectories.items()} == {
        k: v.dtype for k, v in arrays().items()
    }


def test_what_was_read_can_be_written_again_to_the_same_bytes(tmp_path):
    manifest, tables, trajectories = read_run(written(tmp_path / "a", files={}))
    write_run(tmp_path / "b", manifest, tables, trajectories)
    for name in names(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_a_run_without_trajectories_or_tables_is_a_run(tmp_path):
    write_run(tmp_path / "run", {}, {})
    assert read_run(tmp_path / "run") == ({"content": {}}, {}, None)


def test_equal_results_give_equal_bytes_in_another_process(tmp_path):
    written(tmp_path / "a")
    code = "import sys, test_store; test_store.written(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, tmp_path / "b"], check=True, env=child_env())
    for name in WHOLE:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_the_index_leaves_no_trace(tmp_path):
    write_run(tmp_path / "a", {}, {"weekly": table()})
    write_run(tmp_path / "b", {}, {"weekly": table().set_index(np.arange(100, 150))})
    a, b = (tmp_path / x / "weekly.parquet" for x in "ab")
    assert a.read_bytes() == b.read_bytes()


def test_the_manifest_holds_the_hash_of_every_other_file(tmp_path):
    content = read_manifest(written(tmp_path / "run"))["content"]
    assert [*content, "manifest.json"] == [*sorted(set(WHOLE) - {"manifest.json"}), "manifest.json"]
    for name, digest in content.items():
        assert hashlib.sha256((tmp_path / "run" / name).read_bytes()).hexdigest() == digest


# Others can read it


def test_pandas_pyarrow_and_xarray_read_it_without_mutua(tmp_path):
    written(tmp_path / "run")
    path = tmp_path / "run" / "weekly.parquet"
    pd.testing.assert_frame_equal(pd.read_parquet(path), table())
    schema = pq.read_schema(path)
    assert schema.metadata is None  # no pandas blob, nothing of the moment
    metadata = schema.field("trust").metadata
    assert (metadata[b"unit"], metadata[b"definition"].decode()) == (
        b"0 to 1",
        "what «trust» means",
    )
    assert b"unit" not in (schema.field("regime").metadata or {})
    with xr.open_dataset(tmp_path / "run" / "trajectories.nc") as opened:
        xr.testing.assert_identical(opened.load(), arrays())


def test_duckdb_reads_it_without_mutua(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = written(tmp_path / "run") / "weekly.parquet"
    query = f"select ending, sum(visits), count(*) from '{path}' where engaged group by ending"
    got = {ending: (visits, rows) for ending, visits, rows in duckdb.sql(query).fetchall()}
    frame = table().query("engaged")
    groups = frame.groupby("ending", observed=True, dropna=False)["visits"]
    want = {None if pd.isna(e) else e: (v.sum(), len(v)) for e, v in groups}
    assert got == want


# What is refused


@pytest.mark.parametrize("name", ["new", "new/deep/er", "empty"])
def test_a_new_or_empty_output_is_accepted_and_checking_makes_nothing(tmp_path, name):
    (tmp_path / "empty").mkdir()
    assert check_output(tmp_path / name) == tmp_path / name
    assert names(tmp_path) == ["empty"]
    assert names(tmp_path / "empty") == []


def test_a_relative_output_is_accepted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check_output("run")
    check_output(".")
    written("a/run")
    assert names("a/run") == WHOLE


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("full", "is not empty (it has notes.txt)"),
        ("run", "already holds a run"),
        ("file", "file is not a folder"),
        ("file/below", "Not a directory"),
        ("dangling", "dangling is not a folder"),
        ("n" * 300, "File name too long"),
    ],
)
def test_an_output_that_cannot_be_used_is_refused_in_one_line(tmp_path, output, says):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    written(tmp_path / "run")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.exists()}
    for refuse in (check_output, written):
        with pytest.raises(StoreError) as error:
            refuse(tmp_path / output)
        assert says in str(error.value)
        assert output in str(error.value)
        assert "\n" not in str(error.value)
    assert before == {path: path.stat().st_mtime_ns for path in before}
    assert {path for path in tmp_path.rglob("*") if path.exists()} == set(before)


def test_an_unwritable_parent_is_refused(tmp_path, monkeypatch):
    allowed = os.access
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    if os.geteuid() == 0:  # root may write anywhere: the system's answer has to be given for it
        monkeypatch.setattr(os, "access", lambda path, mode: path != closed and allowed(path, mode))
    for output in (closed, closed / "run"):
        with pytest.raises(StoreError, match=r"no permission to write in .*closed"):
            check_output(output)


@pytest.mark.parametrize("name", ["", "a/b", "../up", ".hidden", "manifest.json", "weekly.parquet"])
def test_a_file_cannot_leave_the_folder_or_take_a_name_twice(tmp_path, name):
    with pytest.raises(ValueError, match="cannot name a file of a run"):
        written(tmp_path / "run", files={name: b""})
    assert names(tmp_path) == []


@pytest.mark.parametrize("value", [float("nan"), object(), {1, 2}, np.float32(1)])
def test_a_manifest_that_is_no_json_is_refused_before_anything_is_written(tmp_path, value):
    with pytest.raises((ValueError, TypeError)):
        write_run(tmp_path / "run", {"seed": value}, {"weekly": table()})
    assert names(tmp_path) == []


def test_an_array_too_large_for_its_format_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "MAX_VARIABLE", 10)
    with pytest.raises(StoreError, match="record fewer dyads"):
        written(tmp_path / "run")
    assert names(tmp_path) == []


# What is damaged is noticed


def truncate(path):
    path.write_bytes(path.read_bytes()[:-7])


def alter(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [truncate, alter, Path.unlink])
@pytest.mark.parametrize("name", [name for name in WHOLE if name != "manifest.json"])
def test_a_damaged_file_is_named(tmp_path, name, damage):
    folder = written(tmp_path / "run")
    damage(folder / name)
    with pytest.raises(StoreError) as error:
        read_run(folder)
    assert str(folder / name) in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        '{"seed": 1, "cont',
        "[]",
        "7",
        '"content"',
        "{}",
        '{"content": {}}',
        '{"content": {}, "seal": ""}',
        '{"content": {}, "seal": null}',
        '{"weeks": NaN, "seal": "a"}',
        '{"name": "\\ud800", "seal": "a"}',
        "[" * 5_000,
        '{"weeks": ' + "9" * 5_000 + "}",
        "\ufeff\x00",
    ],
)
def test_a_damaged_manifest_is_named(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=r"manifest.json is truncated or altered"):
        read_run(tmp_path)


@pytest.mark.parametrize("content", [None, ["a"], 1, {"a": 1}, {"../a": "b"}, {"/a": "b"}])
def test_a_manifest_that_lists_no_files_of_its_folder_is_refused(tmp_path, content):
    (tmp_path / "manifest.json").write_bytes(seal({"content": content}))
    with pytest.raises(StoreError, match=r"manifest.json is no manifest of a run"):
        read_run(tmp_path)


def test_a_missing_or_unfinished_run_is_told_apart(tmp_path):
    with pytest.raises(StoreError, match=r"there is no folder .*nowhere"):
        read_run(tmp_path / "nowhere")
    with pytest.raises(StoreError, match="holds no complete run"):
        read_run(tmp_path)


@pytest.mark.parametrize("name", ["weekly.parquet", "trajectories.nc"])
@pytest.mark.parametrize("data", [b"", b"PAR1", b"CDF\x02" + b"\xff" * 40, b"notes" * 9])
def test_a_file_that_never_was_what_its_name_says_is_named(tmp_path, name, data):
    write_run(tmp_path / "run", {}, {}, files={name: data})
    with pytest.raises(StoreError, match=f"{name} is not a .* file that can be read"):
        read_run(tmp_path / "run")
