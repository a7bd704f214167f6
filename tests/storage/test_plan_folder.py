"""A folder of a plan: told from others, resumed where it stopped, trusted by its ledger."""

import pandas as pd
import pytest

from mutua.errors import StoreError
from mutua.jit.sources import source_hash
from mutua.storage.folder import MANIFEST, seal, unseal, writing
from mutua.storage.plan_folder import (
    LEDGER,
    PLAN,
    InMemory,
    PlanFolder,
    check_kind,
    read_plan,
)

VALUES = {"source": source_hash(), "seed": 1}


def table(value):
    return pd.DataFrame({"value": [value, value + 0.5]})


@pytest.fixture
def begun(tmp_path):
    """A folder of a plan of which one table is kept."""
    with writing(tmp_path / "plan") as writer:
        folder = PlanFolder.create(writer, "sweep", "1/2")
        folder.write_plan(VALUES, {"points": table(0.0)})
        folder.keep({"part-0": table(1.0)})
    return tmp_path / "plan"


def test_a_folder__gives_plan_shard_and_tables_back(begun):
    plan, ledger = read_plan(begun, "sweep")
    assert plan == VALUES
    assert (ledger.shard, [*ledger.digests]) == ("1/2", ["part-0"])
    with writing(begun, resume=True) as writer:
        folder = PlanFolder.resume(writer, "sweep")
        assert not folder.is_complete
        pd.testing.assert_frame_equal(folder.read("part-0"), table(1.0))
        folder.finish({"kind": "sweep"}, {"result": table(2.0)}, {"note.txt": b"done"})
        assert folder.is_complete
        folder.write_plan(VALUES | {"seed": 2}, {})
        assert not folder.is_complete, "a larger plan is not carried out yet"


def test_memory__keeps_what_a_folder_keeps(begun):
    memory = InMemory()
    with writing(begun, resume=True) as writer:
        for keeper in (memory, PlanFolder.resume(writer, "sweep")):
            keeper.write_plan(VALUES, {"points": table(0.0)})
            keeper.keep({"part-0": table(1.0), "part-1": table(2.0)})
            assert {*keeper.names} == {"part-0", "part-1"}
            pd.testing.assert_frame_equal(keeper.read("part-1"), table(2.0))
            assert not keeper.is_complete
            keeper.finish({"kind": "sweep"}, {"result": table(3.0)}, {})
            assert keeper.is_complete
            pd.testing.assert_frame_equal(keeper.read("result"), table(3.0))


def test_a_table_that_was_taken_away__is_missing_and_an_altered_one_is_refused(begun):
    with writing(begun, resume=True) as writer:
        PlanFolder.resume(writer, "sweep").keep({"part-1": table(2.0)})
    (begun / "part-0.parquet").unlink()
    with writing(begun, resume=True) as writer:
        assert [*PlanFolder.resume(writer, "sweep").names] == ["part-1"]
    (begun / "part-1.parquet").write_bytes(b"half")
    with pytest.raises(StoreError, match=r"part-1\.parquet is truncated or altered since"):
        read_plan(begun, "sweep")


@pytest.mark.parametrize("name", [PLAN, LEDGER])
def test_a_sealed_file__vouches_for_its_values(name, begun):
    text = (begun / name).read_bytes()
    assert seal(unseal(begun / name)) == text
    (begun / name).write_bytes(text.replace(b"1", b"2", 1))
    with pytest.raises(StoreError, match=f"{name} is truncated or altered since it was written"):
        unseal(begun / name)


def test_folders__are_told_apart_in_one_line(begun, tmp_path):
    check_kind(begun, "sweep")
    with pytest.raises(StoreError, match=r"holds no calibration: its plan\.json is of a 'sweep'"):
        read_plan(begun, "calibration")
    with pytest.raises(StoreError, match=r"holds no sweep: it has no plan\.json"):
        check_kind(tmp_path, "sweep")
    with writing(begun, resume=True) as writer:
        folder = PlanFolder.resume(writer, "sweep")
        folder.write_plan(VALUES | {"source": "another"}, {})
        with pytest.raises(StoreError, match=r"plan\.json was begun with other rules"):
            PlanFolder.resume(writer, "sweep")
    assert not (begun / MANIFEST).exists()


@pytest.mark.parametrize("file", ["parts.json", "calibration.json"])
def test_a_folder_of_an_earlier_version__is_named_as_one(file, begun):
    (begun / file).write_bytes(b"{}")
    for read in (check_kind, read_plan):
        with pytest.raises(StoreError, match=f"of an earlier version of mutua: it has {file}"):
            read(begun, "sweep")
