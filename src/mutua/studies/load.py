"""A run folder read back as what was saved."""

from pathlib import Path
from typing import Any

from mutua.errors import StoreError
from mutua.storage.folder import read_run


def load(path: str | Path) -> Any:
    """Read a run folder back as what was saved.

    A `Result`, a `Contrast`, a `SweepResult` or a `Calibration`.

    Of a sensitivity analysis it gives the tables, by name; the sweep is in a folder of its own.

    Raises
    ------
    StoreError
        The folder is missing, incomplete, or a file in it is not what the manifest says.
    """
    manifest, tables, arrays = read_run(Path(path))
    kind = manifest.get("kind")
    if kind == "run":
        from mutua.studies.simulate import Result

        return Result(tables["weekly"], tables.get("dyads"), arrays, manifest, tables.get("owed"))
    if kind == "compare":
        from mutua.studies.comparison.result import FURTHER, Contrast

        further = {name: tables[name] for name in FURTHER if name in tables}
        return Contrast(tables["weekly"], tables["dyads"], manifest, further)
    if kind == "sweep":
        from mutua.studies.sweep.result import load_sweep

        return load_sweep(Path(path), manifest, tables)
    if kind == "sensitivity":
        return tables
    if kind == "calibration":
        from mutua.studies.calibration.result import restore_calibration

        return restore_calibration(manifest, tables)
    raise StoreError(f"{path}: a run folder of kind {kind!r} is not one that mutua knows")
