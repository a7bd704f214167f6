"""The command run: one simulation."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from mutua.cli import terminal
from mutua.cli.output import output_folder, show_summary, write_result
from mutua.cli.trend import show_trends

if TYPE_CHECKING:
    import pandas as pd

    from mutua.cli.output import Show
    from mutua.cli.plain import Plan
    from mutua.storage.folder import Writer
    from mutua.studies.simulate import Result

#: Keys of the command that `simulate` takes.
KEYS = ("dyads", "weeks", "seed", "threads", "record", "series", "ratings", "professionals",
        "without")  # fmt: skip


def run(plan: "Plan", output: "Writer") -> "Show":
    """One simulation: a summary on the terminal, everything in the run folder."""
    from mutua.jit.cache import is_compiled
    from mutua.scenarios.manifest import horizon
    from mutua.studies.simulate import simulate

    keys = {k: plan.keys[k] for k in KEYS}
    weeks = keys["weeks"] or horizon(plan.scenarios)
    work = keys["dyads"] * weeks * (1 if keys["without"] is None else 2)
    with terminal.progress(work, first=not is_compiled()) as report:
        result = simulate(scenario=plan.scenarios[0], **keys, progress=report)
    write_result(result, output, plan.keys["figures"])
    size = f"{keys['dyads']:,} dyads, {weeks} weeks, seed {keys['seed']}"
    title = f"{plan.scenarios[0].name} in {plan.scenarios[0].setting}: {size}"
    table = partial(show, title, result)
    return partial(show_summary, output.folder, result.summary(), table)


def show(title: str, result: "Result", summary: "pd.DataFrame") -> None:
    """Outcomes at the end, what they say first, and trust of both sides."""
    to = result.manifest["without"]
    terminal.show_run(title, summary, owed=result.owed_summary(), to=to)
    terminal.show_sentences([result.numbers()])
    sides = ("user", "professional")
    show_trends("Trust", {side: result.weekly[f"trust_{side}"].tolist() for side in sides})


def main(words: Sequence[str], as_json: bool) -> None:
    """Simulate once; nothing is written before everything is checked."""
    from mutua.cli.planning import plan_command

    for plan in plan_command("run", words):
        with output_folder(plan) as output:
            show_result = run(plan, output)
        show_result(as_json)
