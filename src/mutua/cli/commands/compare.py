"""The command compare: arms on the same dyads."""

from collections.abc import Sequence
from functools import partial
from math import prod
from typing import TYPE_CHECKING

from mutua.cli import terminal
from mutua.cli.output import output_folder, show_summary, write_result
from mutua.cli.trend import show_trends

if TYPE_CHECKING:
    import pandas as pd

    from mutua.cli.output import Show
    from mutua.cli.plain import Plan
    from mutua.storage.folder import Writer
    from mutua.studies.comparison.result import Contrast


def compare(plan: "Plan", output: "Writer") -> "Show":
    """Arms on the same dyads: paired differences on the terminal, figures in the run folder."""
    from mutua.jit.cache import is_compiled
    from mutua.scenarios.manifest import horizon
    from mutua.studies.comparison import compare as comparison
    from mutua.studies.comparison.counterfactuals import further_runs, has_roles_to_lose
    from mutua.studies.comparison.ring_sample import ring_work
    from mutua.studies.comparison.weekly_sample import sample_work

    keys = {k: plan.keys[k] for k in ("dyads", "replicates", "weeks", "seed", "threads")}
    further = {k: plan.keys[k] for k in ("roles_off", "decomposition", "continuum")}
    further["roles_off"] &= has_roles_to_lose(plan.scenarios)
    posterior = plan.keys["posterior"]
    weeks = keys["weeks"] or horizon(plan.scenarios)
    runs = len(plan.scenarios)
    if any(further.values()):
        runs += further_runs(plan.scenarios, **further)
    sizes = (keys["dyads"], keys["replicates"], weeks)
    widths = [arm.team_width for arm in plan.scenarios]
    work = prod(sizes) * runs + sample_work(widths, *sizes) + ring_work(widths, *sizes)
    with terminal.progress(work, first=not is_compiled()) as report:
        contrast = comparison.compare(
            scenarios=plan.scenarios, **keys, **further, posterior=posterior, progress=report
        )
    write_result(contrast, output, plan.keys["figures"])
    size = f"{keys['dyads']:,} dyads x {keys['replicates']} replicates an arm, {weeks} weeks"
    settings = " and ".join(dict.fromkeys(arm.setting for arm in plan.scenarios))
    title = f"{settings}: {size}, seed {keys['seed']}"
    if contrast.posterior:
        of = contrast.manifest["posterior"]["of"]
        title += f"\neach replicate a draw from the posterior of\n{of}; intervals: of another draw"
    said = [*contrast.headline(), *contrast.notes()]
    table = partial(show, title, contrast, said)
    return partial(show_summary, output.folder, contrast.summary(), table, headline=said)


def show(title: str, contrast: "Contrast", said: Sequence[str], summary: "pd.DataFrame") -> None:
    """What was found, paired differences, and trust of users under each arm."""
    terminal.show_contrasts(title, contrast.arms, said, summary)
    means = {arm: runs.mean(axis=0) for arm, runs in contrast.series("trust_user").items()}
    show_trends("Trust of users", {arm: means[arm] for arm in contrast.arms})


def main(words: Sequence[str], as_json: bool) -> None:
    """Compare; nothing is written before everything is checked."""
    from mutua.cli.planning import plan_command

    for plan in plan_command("compare", words):
        with output_folder(plan) as output:
            show_result = compare(plan, output)
        show_result(as_json)
