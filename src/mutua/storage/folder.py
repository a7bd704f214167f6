"""Run folders: what one holds, how it is written and how it is read back.

No other module writes results. A run folder holds one Parquet file a table, ``trajectories.nc``
where trajectories were recorded, figures, and ``manifest.json`` with the SHA-256 of every other
file, sealed with one of its own. The manifest comes last, so a folder that has one is whole.

* A file appears under its name only when all of it is on the disk: it is written under a temporary
  name in the same folder, flushed, renamed, and the folder flushed. Several files are all written
  before the first is renamed, so a full disk leaves none of them.
* The names of a first write are noted before the first of them appears. What a writer that was
  killed then leaves without a manifest is no content: whoever begins there again removes it.
* One writer a folder, which is locked from before the work to its last file.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from mutua.errors import ParameterError, StoreError, brief
from mutua.storage.disk import bytes_of, digest, exists, lock, one_line, sync
from mutua.storage.formats import read_arrays, read_table, write_arrays, write_table

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

#: Bytes of the longest name that a file can have.
NAME_BYTES = 255
MANIFEST = "manifest.json"
#: The page of a study.
REPORT = "report.html"
ARRAYS = "trajectories.nc"
#: Names that start so are the writer's own and never count as content.
OWN = ".mutua-"
LOCK = OWN + "lock"
PARTIAL = OWN + "partial-"
#: Digests by name of the files of a first write, while they get their names.
FIRST = OWN + "first"

#: The key of a JSON file under which the digest of all its other values stands.
SEAL = "seal"


def as_json(value: Mapping[str, Any]) -> str:
    """Plain values as the text of a file."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def seal(values: Mapping[str, Any]) -> bytes:
    """Text of a file that holds values and their digest."""
    return as_json({**values, SEAL: _digest_of(values)}).encode()


def unseal(path: Path) -> dict[str, Any]:
    """Values of a sealed file.

    Raises
    ------
    StoreError
        Their digest is not the one it holds, or it holds none.
    """
    data = bytes_of(path)
    try:
        values = dict(json.loads(data))
        known = values.pop(SEAL, None)
        is_whole = known == _digest_of(values)
    except (ValueError, TypeError, RecursionError):
        known, is_whole = "", False
    if not is_whole:
        unsealed = "; it has no seal: an earlier version of mutua may read it" * (known is None)
        raise StoreError(f"{path} is truncated or altered since it was written{unsealed}")
    return values


def _digest_of(values: Mapping[str, Any]) -> str:
    return sha256(as_json(values).encode()).hexdigest()


def as_path(name: str, given: Any) -> Path:
    """A path as it was given, with ``~`` as the home folder.

    Raises
    ------
    ParameterError
        It is no path, or there is no home folder.
    """
    try:
        path = Path(given).expanduser()
        longest = max(map(len, map(os.fsencode, path.parts)), default=0)
    except (TypeError, ValueError, RuntimeError):
        longest = NAME_BYTES + 1
    if longest > NAME_BYTES or "\0" in str(path):
        raise ParameterError(f"{name}: {brief(given)} is not a path that can be used")
    return path


def check_output(folder: str | Path, resume: bool = False) -> Path:
    """Refuse an output that is not new or empty, before any work is done; touch nothing.

    With ``resume`` the folder may hold something. What a killed writer left half done is no
    content: the next writer removes it.
    """
    folder = nearest = Path(folder)
    with one_line(f"cannot use {folder} as output"):
        while not exists(nearest):
            nearest = nearest.parent
        if not nearest.is_dir():
            raise StoreError(f"cannot use {folder} as output: {nearest} is not a folder")
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise StoreError(f"cannot use {folder} as output: no permission to write in {nearest}")
        content = content_of(folder) if nearest == folder else []
    if content and not resume:
        state = (
            "already holds a run" if MANIFEST in content else f"is not empty (it has {content[0]})"
        )
        raise StoreError(f"{folder} {state}: output must be a new or an empty folder")
    return folder


def content_of(folder: Path) -> list[str]:
    """Names in a folder, but for what a killed writer left half done."""
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith(OWN))
    return [] if {*names} == {*remains_of(folder)} else names


def remains_of(folder: Path) -> list[str]:
    """Names of the files of a first write that was cut short, where they are all there is."""
    try:
        noted = json.loads((folder / FIRST).read_bytes())
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith(OWN))
        known = all(path.name != MANIFEST and path.is_file() and not path.is_symlink()
                    and noted.get(path.name) == digest(path) for path in paths)  # fmt: skip
    except (FileNotFoundError, ValueError, AttributeError):
        return []
    return [path.name for path in paths] if known else []


def read_run(
    folder: str | Path,
) -> tuple[dict[str, Any], dict[str, "pd.DataFrame"], "xr.Dataset | None"]:
    """Manifest, tables and arrays of a complete run; every file is checked by its hash."""
    folder = Path(folder)
    manifest = read_manifest(folder)
    content: dict[str, str] = manifest["content"]
    check_content(folder, content)
    tables = {
        name.removesuffix(".parquet"): read_table(folder / name)
        for name in content
        if name.endswith(".parquet") and "/" not in name
    }
    return manifest, tables, read_arrays(folder / ARRAYS) if ARRAYS in content else None


def read_manifest(folder: str | Path) -> dict[str, Any]:
    """Manifest of a complete run, checked by its seal, without reading the other files."""
    path = Path(folder) / MANIFEST
    if not path.parent.is_dir():
        raise StoreError(f"there is no folder {path.parent}")
    if not path.exists():
        raise StoreError(f"{path.parent} holds no complete run: it has no {MANIFEST}")
    manifest = unseal(path)
    content = manifest.get("content")
    is_listed = isinstance(content, dict) and all(
        _is_inside(name) and isinstance(known, str) for name, known in content.items()
    )
    if not is_listed:
        raise StoreError(f"{path} is no manifest of a run")
    return manifest


def check_content(folder: Path, content: Mapping[str, str]) -> None:
    """Raise StoreError for a file that is not what its digest says."""
    for name, known in content.items():
        with one_line(f"cannot read {folder / name}"):
            if digest(folder / name) != known:
                raise StoreError(f"{folder / name} is truncated or altered since it was written")


@contextmanager
def writing(folder: str | Path, resume: bool = False) -> Iterator["Writer"]:
    """Lock an output folder for one writer, from before the work to its last file.

    The folder is created if missing, and removed again if it is left empty.
    """
    folder = check_output(folder, resume)
    missing = [path for path in (folder, *folder.parents) if not exists(path)]
    try:
        with one_line(f"cannot write {folder}"):
            folder.mkdir(parents=True, exist_ok=True)
            for path in missing:
                sync(path.parent)
            locked = lock(folder / LOCK)
        try:
            check_output(folder, resume)  # another writer may have finished before we had the lock
            _sweep(folder)
            if not resume:
                _remove_remains(folder)
            yield Writer(folder)
        finally:
            with locked, suppress(OSError):
                (folder / LOCK).unlink()
    finally:
        for path in missing:
            with suppress(OSError):  # not empty: as it should be
                path.rmdir()


class Writer:
    """Writes into a folder while it is locked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(
        self,
        tables: Mapping[str, "pd.DataFrame"] | None = None,
        arrays: "xr.Dataset | None" = None,
        files: Mapping[str, bytes] | None = None,
        *,
        manifest: Mapping[str, Any] | None = None,
    ) -> None:
        """Write files; all are whole on the disk before the first gets its name."""
        pending: dict[str, Path] = {}
        try:
            with one_line(f"cannot write {self.folder}"):
                for name, frame in (tables or {}).items():
                    write_table(self._stage(f"{name}.parquet", pending), frame)
                if arrays is not None:
                    write_arrays(self._stage(ARRAYS, pending), arrays)
                for name, data in (files or {}).items():
                    self._stage(name, pending).write_bytes(data)
                if manifest is not None:
                    sealed = seal({**manifest, "content": self._content(pending)})
                    pending[MANIFEST] = self.folder / (PARTIAL + MANIFEST)
                    pending[MANIFEST].write_bytes(sealed)
                self._publish(pending)
        finally:
            _sweep(self.folder)

    def finish(
        self,
        manifest: Mapping[str, Any],
        tables: Mapping[str, "pd.DataFrame"],
        arrays: "xr.Dataset | None" = None,
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        """Write what is left and the manifest, which declares the folder complete."""
        as_json(manifest)  # a value that JSON cannot hold shows before anything is written
        self.put(tables, arrays, files, manifest=manifest)

    def add(self, files: Mapping[str, bytes]) -> None:
        """Add files to a complete run, which stays one all the while."""
        self.put(files=files, manifest=read_manifest(self.folder))

    def reopen(self) -> None:
        """Remove manifest and report before a complete run is extended: both are of what was."""
        with one_line(f"cannot write {self.folder}"):
            for name in (MANIFEST, REPORT):
                (self.folder / name).unlink(missing_ok=True)
            sync(self.folder)

    def _stage(self, name: str, pending: dict[str, Path]) -> Path:
        if name in {*pending, "", MANIFEST} or "/" in name or name.startswith("."):
            raise ValueError(f"{name!r} cannot name a file of a run: taken, hidden or a path")
        pending[name] = self.folder / (PARTIAL + name)
        return pending[name]

    def _content(self, pending: Mapping[str, Path]) -> dict[str, str]:
        there = {path.relative_to(self.folder): path for path in self.folder.rglob("*")}
        shown = {
            name.as_posix(): path
            for name, path in there.items()
            if path.is_file() and not any(part.startswith(".") for part in name.parts)
        }
        shown.pop(MANIFEST, None)
        return {name: digest(path) for name, path in sorted({**shown, **pending}.items())}

    def _publish(self, pending: Mapping[str, Path]) -> None:
        for path in pending.values():
            sync(path)
        if any(exists(self.folder / name) for name in pending if name != MANIFEST):
            (self.folder / MANIFEST).unlink(missing_ok=True)  # it vouches for what now changes
        first = self.folder / FIRST
        if not content_of(self.folder):
            _note(first, {name: digest(path) for name, path in pending.items()})
        for name, path in pending.items():
            path.replace(self.folder / name)
            sync(self.folder)  # each on its own: the manifest must not overtake the others
        first.unlink(missing_ok=True)


def _note(first: Path, digests: Mapping[str, str]) -> None:
    """Note what is about to get its name, on the disk before any of it does."""
    first.unlink(missing_ok=True)
    try:
        first.write_text(as_json(digests), encoding="utf-8")
        sync(first)
        sync(first.parent)
    except BaseException:
        first.unlink(missing_ok=True)
        raise


def _remove_remains(folder: Path) -> None:
    """Remove what a writer left that was killed within its first write."""
    with one_line(f"cannot write {folder}"):
        for name in remains_of(folder):
            (folder / name).unlink()
        (folder / FIRST).unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    for path in folder.glob(PARTIAL + "*"):
        with suppress(OSError):
            path.unlink()


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts
