"""The command reciprocity: which side answers the other, by regime."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from mutua.cli import terminal
from mutua.cli.output import output_folder, show_summary, write_result

if TYPE_CHECKING:
    from mutua.cli.output import Show
    from mutua.cli.plain import Plan
    from mutua.storage.folder import Writer

#: Keys of the command that the study takes.
KEYS = ("change", "dyads", "replicates", "since", "weeks", "seed", "threads")


def measure_answers(plan: "Plan", output: "Writer") -> "Show":
    """Answer elasticities on the terminal, everything in the run folder."""
    from mutua.jit.cache import is_compiled
    from mutua.studies.reciprocity.experiment import RUNS, reciprocity

    keys = {k: plan.keys[k] for k in KEYS}
    work = RUNS * len(plan.scenarios) * keys["replicates"] * keys["dyads"] * keys["weeks"]
    with terminal.progress(work, first=not is_compiled()) as report:
        found = reciprocity(scenarios=plan.scenarios, **keys, progress=report)
    write_result(found, output, plan.keys["figures"])
    table = partial(terminal.show_answers, found.title)
    return partial(show_summary, output.folder, found.summary(), table)


def main(words: Sequence[str], as_json: bool) -> None:
    """Measure; nothing is written before everything is checked."""
    from mutua.cli.planning import plan_command

    for plan in plan_command("reciprocity", words):
        with output_folder(plan) as output:
            show_result = measure_answers(plan, output)
        show_result(as_json)
