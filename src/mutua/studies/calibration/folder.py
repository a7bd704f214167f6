"""A calibration on the disk: its plan, and the stages that are done.

As of a sweep: the plan comes first, a stage counts from the moment the ledger holds the digests of
its tables, the manifest comes last. Nothing is kept of the records but their summaries.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mutua.errors import StoreError
from mutua.storage.disk import digest, exists
from mutua.storage.folder import MANIFEST, Writer, as_json, read_values
from mutua.storage.formats import read_table
from mutua.storage.provenance import provenance
from mutua.studies.calibration.plan import CalibrationPlan, plan_of
from mutua.studies.calibration.runner import Tables
from mutua.studies.sweep.folder import sealed, unsealed

PLAN, LEDGER = "calibration.json", "stages.json"
#: Makes the files that go beside the tables of the result: figures, report, CSV.
Files = Callable[[Mapping[str, Any], Tables], dict[str, bytes]]


class CalibrationFolder:
    """A calibration's folder while it is held.

    Attributes
    ----------
    plan : CalibrationPlan
        What is to be done.
    done : dict
        Digests of the tables that are there, by file name.
    """

    def __init__(
        self, writer: Writer, plan: CalibrationPlan, done: dict[str, str], files: Files
    ) -> None:
        self.writer, self.plan, self.done, self.files = writer, plan, done, files

    @classmethod
    def begun(cls, writer: Writer, plan: CalibrationPlan, files: Files) -> "CalibrationFolder":
        """Begin a calibration in a new folder."""
        folder = cls(writer, plan, {}, files)
        writer.put(files={LEDGER: folder._ledger(), PLAN: sealed(plan.described())})
        return folder

    @classmethod
    def found(cls, writer: Writer, files: Files) -> "CalibrationFolder":
        """Go on with the calibration of a folder; every table that it claims is checked.

        Raises
        ------
        StoreError
            A file is not what it was, or the calibration was begun with other rules.
        """
        path = writer.folder
        try:
            plan = plan_of(unsealed(path / PLAN))
        except StoreError as error:
            said = str(error)
            raise StoreError(said if PLAN in said else f"{path / PLAN} {said}") from None
        done = read_values(path / LEDGER)
        for name, recorded in done.items():
            if not exists(path / name) or digest(path / name) != recorded:
                raise StoreError(
                    f"{path / name} is missing, truncated or altered since it was written"
                )
        return cls(writer, plan, dict(done), files)

    @property
    def complete(self) -> bool:
        """Whether the folder says of itself that nothing is missing."""
        return exists(self.writer.folder / MANIFEST)

    @property
    def generations(self) -> int:
        """Generations that are kept."""
        return sum(name.startswith("generation") for name in self.done)

    def stage(self, names: tuple[str, ...], make: Callable[[], Tables]) -> Tables:
        """Give the tables of a stage: as they were kept, or made now and kept."""
        files = [f"{name}.parquet" for name in names]
        if not set(files) <= set(self.done):
            self.writer.put(tables=make())
            self.done |= {name: digest(self.writer.folder / name) for name in files}
            self.writer.put(files={LEDGER: self._ledger()})
        return {name: read_table(self.writer.folder / f"{name}.parquet") for name in names}

    def finish(self, tables: Tables) -> None:
        """Declare the calibration complete, with its tables, figures and report."""
        manifest = manifest_of(self.plan)
        kept = {name: read_table(self.writer.folder / f"{name}.parquet")
                for name in ("profile", "levels")}  # fmt: skip
        self.writer.finish(manifest, tables, files=self.files(manifest, {**kept, **tables}))

    def _ledger(self) -> bytes:
        return as_json(dict(sorted(self.done.items()))).encode()


def manifest_of(plan: CalibrationPlan) -> dict[str, Any]:
    """Everything that is needed to run it again, and where it comes from."""
    return {"kind": "calibration", **plan.described(), "provenance": provenance()}


def holds(path: Path) -> bool:
    """Whether a calibration was begun in a folder."""
    return exists(path / PLAN)
