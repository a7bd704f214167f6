"""A folder read back as what was saved."""

from pathlib import Path
from typing import Any

from mutua.errors import StoreError
from mutua.storage.disk import as_written
from mutua.storage.folder import as_path, read_run
from mutua.studies.result import StudyResult


def load(path: str | Path) -> StudyResult:
    """Read a folder back as what was saved; nothing in it is executed.

    Returns
    -------
    Result, Contrast, Story, SweepResult, Sensitivity, Calibration, Scorecard, Reciprocity or
    Basins
        A story is stepped again from its manifest.

    Raises
    ------
    ParameterError
        `path` is no path.
    StoreError
        The folder is missing, incomplete, or a file in it is not what the manifest says.
    """
    folder = as_path("path", path)
    run = read_run(folder)
    with as_written(folder):
        return restore_result(folder, *run)


def restore_result(folder: Path, manifest: Any, tables: Any, arrays: Any) -> StudyResult:
    """The result that a folder keeps, by the kind of its manifest, and nothing of it missing."""
    result = _restore(folder, manifest, tables, arrays)
    str(result.title)  # formats sizes and names: what has none of them is refused here
    return result


def _restore(folder: Path, manifest: Any, tables: Any, arrays: Any) -> StudyResult:
    kind = manifest.get("kind")
    if kind == "run":
        from mutua.studies.simulate import run_of

        return run_of(manifest, tables, arrays)
    if kind == "compare":
        from mutua.studies.comparison.result import contrast_of

        return contrast_of(manifest, tables)
    if kind == "story":
        from mutua.studies.replay.replay import saved_story

        return saved_story(manifest, tables)
    if kind == "sweep":
        from mutua.studies.sweep.result import load_sweep

        return load_sweep(folder, manifest, tables)
    if kind == "sensitivity":
        from mutua.studies.sensitivity.result import analysis_of

        return analysis_of(manifest, tables)
    if kind == "calibration":
        from mutua.studies.calibration.result import restore_calibration

        return restore_calibration(manifest, tables)
    if kind == "evidence":
        from mutua.studies.evidence.result import scorecard_of

        return scorecard_of(manifest, tables)
    if kind == "reciprocity":
        from mutua.studies.reciprocity.result import reciprocity_of

        return reciprocity_of(manifest, tables)
    if kind == "basins":
        from mutua.studies.basins.result import basins_of

        return basins_of(manifest, tables)
    raise StoreError(f"{folder}: a run folder of kind {kind!r} is not one that mutua knows")
