"""The command evidence: published patterns measured, and which are passed."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from mutua.cli import terminal
from mutua.cli.output import output_folder, print_rows, show_files, write_result

if TYPE_CHECKING:
    from pathlib import Path

    from mutua.cli.compose import StudyTask
    from mutua.cli.output import Show
    from mutua.scenarios.resolve import Choices
    from mutua.storage.folder import Writer
    from mutua.studies.evidence.result import Scorecard


def plan_evidence(command: str, composed: Any) -> "StudyTask[Choices]":
    """What is asked for, checked: keys, values that are given and mechanisms that are off."""
    from mutua.cli.compose import StudyTask, off_switches, own_keys, plain
    from mutua.model.parameters.catalogue import DECLARED
    from mutua.studies.evidence.card import check_request

    values = plain(command, composed)
    keys = own_keys(command, values)
    choices: Choices = {
        "parameters": {name: values[name] for name in DECLARED if values[name] is not None},
        "mechanism": off_switches(values),
    }
    check_request(keys["rows"], choices, size=keys["size"])
    return StudyTask(command, keys, choices)


def measure_card(task: "StudyTask[Choices]", output: "Writer") -> "Show":
    """The card: a table by role on the terminal, everything in the run folder."""
    from mutua.jit.cache import is_compiled
    from mutua.studies.evidence.card import card_work, evidence, row_names

    keys = {name: value for name, value in task.keys.items() if name not in ("output", "figures")}
    sizes = {name: keys[name] for name in ("size", "needs", "nulls")}
    chosen: Any = task.plan  # parameters and mechanism
    work = card_work(row_names(keys["rows"]), task.plan, **sizes)
    with terminal.progress(work, first=not is_compiled()) as report:
        card = evidence(**keys, **chosen, progress=report)
    write_result(card, output, task.keys["figures"])
    return partial(show_card, card, output.folder)


def show_card(card: "Scorecard", output: "Path", as_json: bool) -> None:
    """The card and where everything is, as a table or as JSON."""
    if as_json:
        patterns = card.patterns.assign(prior_pass_rate=card.patterns["prior"])
        print_rows({"output": str(output)}, {"patterns": patterns})
        return
    terminal.show_patterns(card.title, card.patterns, card.tables["counts"])
    print(f"\n{card.text()}\n\nResults: {output}")
    show_files(output)


def main(words: Sequence[str], as_json: bool) -> None:
    """Measure the card; nothing is written before everything is checked."""
    from mutua.cli.compose import plans

    for task in plans("evidence", words, plan_evidence):
        with output_folder(task) as output:
            show_result = measure_card(task, output)
        show_result(as_json)
