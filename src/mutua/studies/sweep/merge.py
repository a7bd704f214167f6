"""Shards of one sweep become the sweep, to the byte."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from mutua.errors import StoreError
from mutua.storage.disk import exists
from mutua.storage.folder import writing
from mutua.storage.plan_folder import PLAN, PlanFolder, check_source, table_path
from mutua.studies.sweep.plan import SweepPlan
from mutua.studies.sweep.result import add_report
from mutua.studies.sweep.rows import points_table
from mutua.studies.sweep.store import KIND, POINTS, SweepStore, read_sweep


def merge_parts(plan: SweepPlan, where: Mapping[str, Path], output: Path) -> None:
    """Copy the parts of a sweep into a new folder, equal to that of the whole."""
    with writing(output) as writer:
        whole = PlanFolder.create(writer, KIND)
        whole.write_plan(plan.described(), {POINTS: points_table(plan)})
        for part in plan.parts:
            whole.copy(part.name, where[part.name])
        store = SweepStore(plan, whole)
        store.finish({})
        add_report(store, writer)


def gather_parts(folders: Sequence[Path]) -> tuple[SweepPlan, dict[str, Path]]:
    """Plan that some folders share, and the folder of each of its parts.

    Raises
    ------
    StoreError
        A folder holds no sweep, or another one; a part is missing, or altered.
    """
    where: dict[str, Path] = {}
    plans: list[SweepPlan] = []
    for folder in folders:
        plan, ledger = read_sweep(folder)
        check_source(folder, plan.source)
        if plans and plan.described() != plans[0].described():
            raise StoreError(f"{folder / PLAN} is another plan than that of {folders[0]}")
        plans.append(plan)
        where |= {n: folder for n in ledger.digests if exists(table_path(folder, n))}
    missing = [part.name for part in plans[0].parts if part.name not in where]
    if missing:
        raise StoreError(
            f"{len(missing)} of {len(plans[0].parts)} parts are in none of the folders, "
            f"the first is {missing[0]}: resume the shards that are not complete, or name all"
        )
    return plans[0], where
