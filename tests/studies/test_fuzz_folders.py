"""Folders that others sent, forged and sealed anew: read, or refused in one line; never else."""

import shutil
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fuzzing import damaged, forged, outcomes
from hypothesis import strategies as st
from test_results import calibration

import mutua
from mutua.engines.batch import no_progress
from mutua.storage.folder import MANIFEST, Writer, read_manifest, seal, unseal, writing
from mutua.storage.plan_folder import LEDGER, PLAN
from mutua.studies.calibration.planning import restore_calibration_plan
from mutua.studies.calibration.store import CalibrationStore
from mutua.studies.comparison.posterior import posterior_of
from mutua.studies.replay.replay import Story
from mutua.studies.result import Presented
from mutua.studies.sensitivity.cube import cube
from mutua.studies.sweep.columns import ParameterColumns
from mutua.studies.sweep.merge import gather_parts
from mutua.studies.sweep.store import SweepStore

SMALL = {"dyads": 20, "weeks": 3, "threads": 1}
PAIR = {"regimes": ["usual", "peer"], "replicates": 2}


def made(kind: str, folder: Path) -> Any:
    if kind == "run":
        return mutua.simulate(**SMALL, record="dyads")
    if kind == "compare":
        return mutua.compare(**SMALL, **PAIR)
    if kind == "story":
        return mutua.replay(mutua.simulate(**SMALL), 3)
    if kind == "calibration":
        return calibration(folder / "records.csv")
    space = {"trust.gain": "interval(0.02,0.3)", "mechanism.exchange": ["on", "off"]}
    swept = mutua.sweep(space, design="saltelli", points=8, **SMALL, **PAIR)
    return swept if kind == "sweep" else mutua.sensitivity(swept, outcomes=["dropout"], resamples=9)


KINDS = ["run", "compare", "story", "sweep", "sensitivity", "calibration"]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A folder of each kind, without figures."""
    base = tmp_path_factory.mktemp("fuzz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Presented, "files", lambda *_: {})
        patch.setattr(Story, "files", lambda *_: {})
        return {kind: made(kind, base).save(base / kind) for kind in KINDS} | {"begun": begun(base)}


def begun(base):
    plan = restore_calibration_plan(read_manifest(base / "calibration"))
    with writing(base / "begun") as writer:
        store = CalibrationStore.create(writer, plan, None)
        store.keeper.keep({"profile": pd.DataFrame({"x": [1.0]})})
    return base / "begun"


def reseal_all(folder: Path, name: str, data: bytes) -> None:
    """Write a file of a folder, and its digest wherever it is vouched for, as a forger would."""
    (folder / name).write_bytes(data)
    known = sha256(data).hexdigest()
    if name.endswith(".parquet"):
        for file, field in ((PLAN, "beside"), (LEDGER, "tables")):
            if (folder / file).exists():
                values = unseal(folder / file)
                inner = values[field]
                if field == "beside" and name in inner:
                    inner[name] = [known]
                elif name.removesuffix(".parquet") in inner:
                    inner[name.removesuffix(".parquet")] = known
                reseal_all(folder, file, seal(values))
    if name != MANIFEST and (folder / MANIFEST).exists():
        values = unseal(folder / MANIFEST)
        values["content"][name] = known
        (folder / MANIFEST).write_bytes(seal(values))


def load(folder: Path) -> None:
    """All that is read when a folder is loaded and shown."""
    mutua.load(folder)


def resume(folder: Path) -> None:
    """All that a sweep is continued from, up to its first run."""
    store = SweepStore.resume(Writer(folder))
    part = store.plan.parts[0]
    store.missing()
    columns = ParameterColumns(store.plan)
    keys = store.plan.keys_of(part)
    values = columns.matrix(keys)
    columns.populations(keys, values)


def go_on(folder: Path) -> None:
    """All that a calibration is continued from, up to its first run."""
    store = CalibrationStore.resume(Writer(folder), None)
    services = store.plan.services(1, no_progress)
    _ = store.generations, services.measures, services.target, store.plan.start()


def replay(folder: Path) -> None:
    mutua.replay(folder, dyad=3)


def merge(folder: Path) -> None:
    gather_parts([folder])


def analyse(folder: Path) -> None:
    cube(folder, None)


READERS = {
    ("run", MANIFEST): [load, replay],
    ("compare", MANIFEST): [load, replay],
    ("story", MANIFEST): [load],
    ("sweep", MANIFEST): [load, analyse],
    ("sweep", PLAN): [load, merge, analyse, resume],
    ("sweep", LEDGER): [load, merge, resume],
    ("sensitivity", MANIFEST): [load],
    ("calibration", MANIFEST): [load, posterior_of],
    ("begun", PLAN): [go_on],
    ("begun", LEDGER): [go_on],
}


@pytest.mark.parametrize(("kind", "file"), READERS)
def test_forged_values_that_are_sealed_anew_are_read_or_refused(kind, file, folders, tmp_path):
    folder = Path(shutil.copytree(folders[kind], tmp_path / "sent"))
    written = unseal(folder / file)
    refused = 0
    for reader in READERS[kind, file]:

        def read(values, reader=reader):
            reseal_all(folder, file, seal(values))
            reader(folder)

        read(written)
        counted = outcomes(f"{kind} {file} {reader.__name__}", forged(written), read, share=25)
        refused += counted["refused"]  # a reader of few values may find none of the few forged
        reseal_all(folder, file, seal(written))
    assert refused > 0, "nothing that was forged showed"


TABLES = {
    ("run", "dyads.parquet"): replay,
    ("compare", "weekly.parquet"): load,
    ("sweep", "points.parquet"): merge,
    ("calibration", "draws.parquet"): posterior_of,
}


@pytest.mark.parametrize(("kind", "file"), TABLES)
def test_damaged_tables_with_new_digests_are_read_or_refused(kind, file, folders, tmp_path):
    folder = Path(shutil.copytree(folders[kind], tmp_path / "sent"))

    def read(data):
        reseal_all(folder, file, data)
        TABLES[kind, file](folder)

    data = (folder / file).read_bytes()
    read(data)
    counted = outcomes(f"{kind} {file}", damaged(data), read, share=12)
    assert counted["refused"] > 0, "no damage showed"


@st.composite
def retyped(draw, table):
    """A table with columns of other types or names, or without some, or with other metadata."""
    column = draw(st.sampled_from(table.column_names))
    place = table.column_names.index(column)
    others = {
        "text": pa.array(["x"] * len(table)),
        "nothing": pa.nulls(len(table)),
        "lists": pa.array([[1]] * len(table)),
        "infinite": pa.array([float("inf")] * len(table)),
        "missing": pa.array([float("nan")] * len(table)),
        "large": pa.array([2**62] * len(table)),
        "times": pa.array([2**62] * len(table), pa.timestamp("ns")),
    }
    how = draw(st.sampled_from([*others, "left out", "renamed", "no rows", "twice", "metadata"]))
    if how in others:
        return table.set_column(place, column, others[how])
    if how == "metadata":
        key = draw(st.sampled_from([b"pandas", b"ARROW:schema", b"unit"]))
        field = table.schema.field(place).with_metadata({b"unit": b"\xff", b"definition": b""})
        bare = table.cast(table.schema.set(place, field))
        return bare.replace_schema_metadata({key: draw(st.binary(max_size=9))})
    if how == "left out":
        return table.drop_columns([column])
    if how == "renamed":
        names = [f"{name}x" * (name == column) or name for name in table.column_names]
        return table.rename_columns(names)
    return table.slice(0, 0) if how == "no rows" else pa.concat_tables([table, table])


@pytest.mark.parametrize(("kind", "file"), TABLES)
def test_tables_of_other_columns_are_read_or_refused(kind, file, folders, tmp_path):
    folder = Path(shutil.copytree(folders[kind], tmp_path / "sent"))

    def read(table):
        buffer = BytesIO()
        pq.write_table(table, buffer)
        reseal_all(folder, file, buffer.getvalue())
        TABLES[kind, file](folder)

    table = pq.read_table(folder / file)
    outcomes(f"{kind} {file} retyped", retyped(table), read, share=10)
