"""The stages of a calibration, in a folder or in memory; of the records, their summaries only."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from mutua.storage.folder import Writer
from mutua.storage.plan_folder import PLAN, Keeper, PlanFolder, name_file
from mutua.storage.provenance import provenance
from mutua.studies.calibration.plan import CalibrationPlan
from mutua.studies.calibration.planning import restore_calibration_plan

KIND = "calibration"
Tables = dict[str, pd.DataFrame]
#: Makes the files that go beside the tables of the result: figures, report, CSV.
Files = Callable[[Mapping[str, Any], Tables], dict[str, bytes]]


class CalibrationStore:
    """A calibration while it is carried out.

    Attributes
    ----------
    plan : CalibrationPlan
        What is to be done.
    keeper : Keeper
        What keeps the tables of its stages.
    make_files : callable or None
        Makes the files of the result; None if there are to be none.
    """

    def __init__(
        self, plan: CalibrationPlan, keeper: Keeper, make_files: Files | None = None
    ) -> None:
        self.plan, self.keeper, self.make_files = plan, keeper, make_files

    @classmethod
    def create(cls, writer: Writer, plan: CalibrationPlan, make_files: Files) -> "CalibrationStore":
        """A new calibration in a new folder."""
        keeper = PlanFolder.create(writer, KIND)
        keeper.write_plan(plan.described(), {})
        return cls(plan, keeper, make_files)

    @classmethod
    def resume(cls, writer: Writer, make_files: Files) -> "CalibrationStore":
        """Continue with the calibration of a folder; every table in its ledger is checked.

        Raises
        ------
        StoreError
            It holds no calibration, a file is not what it was, or other code wrote it.
        """
        keeper = PlanFolder.resume(writer, KIND)
        with name_file(writer.folder / PLAN):
            return cls(restore_calibration_plan(keeper.plan), keeper, make_files)

    @property
    def is_complete(self) -> bool:
        """Whether the calibration was declared complete."""
        return self.keeper.is_complete

    @property
    def generations(self) -> int:
        """Generations that are kept."""
        return sum(name.startswith("generation") for name in self.keeper.names)

    def stage(self, names: tuple[str, ...], make: Callable[[], Tables]) -> Tables:
        """Tables of a stage: as they were kept, or computed now and kept."""
        if not set(names) <= set(self.keeper.names):
            self.keeper.keep(make())
        return {name: self.keeper.read(name) for name in names}

    def finish(self, tables: Tables) -> None:
        """Declare the calibration complete, with its tables, figures and report."""
        manifest = calibration_manifest(self.plan, self.keeper.commands)
        files: dict[str, bytes] = {}
        if self.make_files is not None:
            kept = {name: self.keeper.read(name) for name in ("profile", "levels")}
            files = self.make_files(manifest, {**kept, **tables})
        self.keeper.finish(manifest, tables, files)


def calibration_manifest(plan: CalibrationPlan, commands: Sequence[str | None]) -> dict[str, Any]:
    """Everything that is needed to run it again, and where it comes from."""
    return {"kind": KIND, **plan.described(), "provenance": provenance(commands)}
