"""A plan and the tables it leads to, kept as they are computed: in a folder, or in memory.

In a folder the plan is written first; a table counts from the moment the ledger holds its digest;
the manifest comes last. So whatever a killed writer leaves can be resumed, and nothing of it is
trusted that was not finished.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mutua.errors import StoreError, brief
from mutua.jit.sources import source_hash
from mutua.storage.disk import as_written, bytes_of, digest, exists, one_line
from mutua.storage.folder import MANIFEST, Writer, check_content, read_manifest, seal, unseal
from mutua.storage.formats import read_table, table_bytes
from mutua.storage.provenance import current_command

if TYPE_CHECKING:
    import pandas as pd

PLAN, LEDGER = "plan.json", "ledger.json"
#: Field of the plan: the digests that each table beside it may have.
BESIDE = "beside"
#: Files that only folders of earlier versions have.
EARLIER = ("parts.json", "calibration.json")


class InMemory:
    """Keeps tables in memory, for plans that are not to leave a folder."""

    def __init__(self) -> None:
        self.tables: dict[str, pd.DataFrame] = {}  # those of the result among them
        self.manifest: dict[str, Any] = {}  # empty until the plan is carried out

    @property
    def names(self) -> Collection[str]:
        """Names of the tables that are kept."""
        return self.tables

    @property
    def is_complete(self) -> bool:
        """Whether the plan was declared carried out."""
        return bool(self.manifest)

    @property
    def commands(self) -> Sequence[str | None]:
        """What was typed; None from Python."""
        return [current_command()]

    def keep(self, tables: "Mapping[str, pd.DataFrame]") -> None:
        """Keep tables."""
        self.tables |= tables

    def read(self, name: str) -> "pd.DataFrame":
        """One table."""
        return self.tables[name]

    def write_plan(self, plan: Mapping[str, Any], beside: "Mapping[str, pd.DataFrame]") -> None:
        """Keep nothing: the plan is in memory."""

    def finish(
        self,
        manifest: Mapping[str, Any],
        tables: "Mapping[str, pd.DataFrame]",
        files: Mapping[str, bytes],  # noqa: ARG002
    ) -> None:
        """Keep the manifest and the tables of the result."""
        self.manifest = dict(manifest)
        self.keep(tables)


class Ledger(NamedTuple):
    """Which tables of a folder are done."""

    shard: str | None  #: which share of the tables belongs here, ``2/4``; None for all
    digests: dict[str, str]  #: SHA-256 by name of the table
    commands: list[str | None]  #: what was typed first, then what continued it; None from Python


class PlanFolder:
    """A folder of a plan of one kind, such as ``sweep``, while its writer holds it."""

    def __init__(self, writer: Writer, kind: str, plan: Mapping[str, Any], ledger: Ledger) -> None:
        self.writer, self.kind, self.plan, self.ledger = writer, kind, plan, ledger

    @classmethod
    def create(cls, writer: Writer, kind: str, shard: str | None = None) -> "PlanFolder":
        """A new folder, without its plan yet."""
        return cls(writer, kind, {}, Ledger(shard, {}, [current_command()]))

    @classmethod
    def resume(cls, writer: Writer, kind: str) -> "PlanFolder":
        """Continue with a folder; a table that was taken away is to be computed again.

        Raises
        ------
        StoreError
            It holds no such plan, a file is not what it was, or other code wrote it.
        """
        plan, ledger = read_plan(writer.folder, kind)
        check_source(writer.folder, str(plan.get("source")))
        digests = {n: d for n, d in ledger.digests.items() if exists(table_path(writer.folder, n))}
        if exists(writer.folder / MANIFEST) and not _has_all(writer.folder):
            writer.reopen()
        commands = list(dict.fromkeys([*ledger.commands, current_command()]))
        return cls(writer, kind, plan, Ledger(ledger.shard, digests, commands))

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.writer.folder

    @property
    def is_complete(self) -> bool:
        """Whether the folder has the manifest that vouches for all of it."""
        return exists(self.path / MANIFEST)

    @property
    def names(self) -> Collection[str]:
        """Names of the tables that are kept."""
        return self.ledger.digests

    @property
    def commands(self) -> Sequence[str | None]:
        """What was typed first, then what continued it; None from Python."""
        return self.ledger.commands

    def keep(self, tables: "Mapping[str, pd.DataFrame]") -> None:
        """Keep tables for good: they count once the ledger is written."""
        self.writer.put(tables=tables)
        self._enter(*tables)
        self.writer.put(files={LEDGER: self._sealed_ledger()})

    def copy(self, name: str, source: Path) -> None:
        """Copy a table from another folder, byte by byte; the ledger is written at the end."""
        file = table_path(source, name)
        self.writer.put(files={file.name: bytes_of(file)})
        self._enter(name)

    def read(self, name: str) -> "pd.DataFrame":
        """One table."""
        return read_table(table_path(self.path, name))

    def write_plan(self, plan: Mapping[str, Any], beside: "Mapping[str, pd.DataFrame]") -> None:
        """Write the plan, or a larger one in its place; the folder is no longer complete.

        A kill may leave the larger tables beside the smaller plan, which then vouches for both.
        """
        self.writer.reopen()
        files = {f"{name}.parquet": table_bytes(frame) for name, frame in beside.items()}
        digests = {name: [sha256(data).hexdigest()] for name, data in files.items()}
        if self.plan:
            before = unseal(self.path / PLAN)
            known = before.get(BESIDE, {})
            either = {name: [*known.get(name, []), *new] for name, new in digests.items()}
            self.writer.put(files={PLAN: seal(before | {BESIDE: known | either})})
        self.plan = plan
        self.writer.put(
            files={
                **files,
                LEDGER: self._sealed_ledger(),
                PLAN: seal({"kind": self.kind, **plan, BESIDE: digests}),
            }
        )

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest of a plan that was carried out."""
        return read_manifest(self.path)

    def finish(
        self,
        manifest: Mapping[str, Any],
        tables: "Mapping[str, pd.DataFrame]",
        files: Mapping[str, bytes],
    ) -> None:
        """Write the tables and files of the result, and the manifest."""
        self.writer.reopen()
        self.writer.put(files={LEDGER: self._sealed_ledger()})
        self.writer.finish(manifest, tables, files=files)

    def _enter(self, *names: str) -> None:
        with one_line(f"cannot read {self.path}"):
            digests = {name: digest(table_path(self.path, name)) for name in names}
        self.ledger.digests.update(digests)

    def _sealed_ledger(self) -> bytes:
        tables = dict(sorted(self.ledger.digests.items()))
        return seal({"shard": self.ledger.shard, "tables": tables, "commands": self.commands})


#: What keeps the tables of a plan.
Keeper = InMemory | PlanFolder


def table_path(folder: Path, name: str) -> Path:
    """File of a table."""
    return folder / f"{name}.parquet"


def check_kind(folder: Path, kind: str) -> None:
    """Raise StoreError if a folder holds no plan of this kind, or is of an earlier version."""
    earlier = next((name for name in EARLIER if exists(folder / name)), None)
    if earlier is not None:
        raise StoreError(f"{folder} is of an earlier version of mutua: it has {earlier}; use that")
    if not folder.is_dir():
        raise StoreError(f"there is no folder {folder}")
    if not exists(folder / PLAN):
        raise StoreError(f"{folder} holds no {kind}: it has no {PLAN}")


def check_source(folder: Path, source: str) -> None:
    """Raise StoreError if the source hash differs: the plan is readable, not resumable."""
    if source != source_hash():
        raise StoreError(
            f"{folder / PLAN} was begun with other rules or another version of mutua; use those"
        )


def read_plan(folder: Path, kind: str) -> tuple[dict[str, Any], Ledger]:
    """Plan and ledger of a folder, whose tables are checked by their digests.

    Raises
    ------
    StoreError
        There is no plan of this kind, or a file is not what it was.
    """
    check_kind(folder, kind)
    plan = unseal(folder / PLAN)
    actual = plan.pop("kind", None)
    if actual != kind:
        raise StoreError(f"{folder} holds no {kind}: its {PLAN} is of a {brief(actual)}")
    with as_written(folder / PLAN):
        _check_beside(folder, plan.pop(BESIDE, {}))
    with as_written(folder / LEDGER):
        return plan, _read_ledger(folder)


def _read_ledger(folder: Path) -> Ledger:
    """Ledger of a folder, whose tables are checked by their digests."""
    ledger = unseal(folder / LEDGER)
    shard, tables, commands = ledger["shard"], ledger["tables"], ledger.get("commands", [None])
    if not all(isinstance(each, str | None) for each in (shard, *commands, *tables.values())):
        raise TypeError(ledger)
    for name, known in tables.items():
        file = table_path(folder, name)
        with one_line(f"cannot read {file}"):
            is_altered = exists(file) and digest(file) != known
        if is_altered:
            raise StoreError(
                f"{file} is truncated or altered since it was written; "
                "take it away, and resume computes it again"
            )
    return Ledger(shard, tables, list(commands))


def _check_beside(folder: Path, digests: Mapping[str, Collection[str]]) -> None:
    """Raise StoreError for a table of the plan that is missing or not what it was."""
    for name, known in digests.items():
        with one_line(f"cannot read {folder / name}"):
            if digest(folder / name) not in known:
                raise StoreError(f"{folder / name} is truncated or altered since it was written")


def _has_all(folder: Path) -> bool:
    """Whether a folder has every file of its manifest; StoreError if one is not what it was."""
    content = read_manifest(folder)["content"]
    there = {name: known for name, known in content.items() if exists(folder / name)}
    check_content(folder, there)
    return len(there) == len(content)


@contextmanager
def name_file(path: Path) -> Iterator[None]:
    """Put the name of a file before what is said to be wrong with it."""
    try:
        yield
    except StoreError as error:
        raise StoreError(f"{path} {error}") from None
