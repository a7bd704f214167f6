"""Carry out a plan: its parts are evaluated one after the other, and each is kept.

Where runs are evaluated, in this process or by workers elsewhere, is the backend's choice; parts
become tables here alone, so that their bytes do not depend on it.
"""

from collections.abc import Callable, Iterator, Sequence

from mutua.engines.batch import Progress
from mutua.engines.driver import check_threads
from mutua.studies.sweep import adaptive
from mutua.studies.sweep.evaluate import Evaluation, Evaluator
from mutua.studies.sweep.plan import Part, SweepPlan
from mutua.studies.sweep.rows import rows_of
from mutua.studies.sweep.store import SweepStore

#: Evaluates parts of a plan, and gives each when it is whole.
Backend = Callable[[SweepPlan, Sequence[Part], Progress], Iterator[tuple[Part, Evaluation]]]
#: Table of the replicates of each point and their contrasts, of an adaptive sweep.
REPLICATION = "replication"


class LocalBackend:
    """Evaluates on threads of this process; all there are for None."""

    def __init__(self, threads: int | None = None) -> None:
        self.threads = check_threads(threads)

    def __call__(
        self, plan: SweepPlan, parts: Sequence[Part], report: Progress
    ) -> Iterator[tuple[Part, Evaluation]]:
        """Evaluate parts, one after the other."""
        evaluator = Evaluator(plan, self.threads)
        for part in parts:
            yield part, evaluator.evaluate(plan.keys_of(part), report)


def run_sweep(
    store: SweepStore, backend: Backend, report: Progress, more: Progress | None = None
) -> None:
    """Evaluate and keep the missing parts; of an adaptive sweep, then the second stage.

    What is done next depends on the plan and on what was kept alone: a sweep that was interrupted
    ends in the same parts.

    Parameters
    ----------
    report : callable
        Called with the dyad-weeks done since the last call.
    more : callable, optional
        Called with the dyad-weeks that the second stage adds.
    """
    run_missing_parts(store, backend, report)
    if store.plan.adaptive is None:
        store.finish({})
        return
    if len(store.plan.blocks) == 1:
        further = adaptive.further_block(store.plan, store.parts())
        if further is not None:
            store.extend(store.plan.with_blocks(further))
            if more is not None:
                plan = store.plan
                more(plan.rows(further) * plan.dyads * plan.weeks)
            run_missing_parts(store, backend, report)
    store.finish({REPLICATION: adaptive.replication(store.plan, store.parts)})


def run_missing_parts(store: SweepStore, backend: Backend, report: Progress) -> None:
    """Evaluate and keep the parts that are missing."""
    plan = store.plan
    for part, evaluation in backend(plan, store.missing(), report):
        store.keep(part, rows_of(plan, plan.keys_of(part), *evaluation))
