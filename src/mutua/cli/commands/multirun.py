"""The command run -m: every combination of some values."""

from collections.abc import Sequence
from typing import Any

from mutua.cli.commands.run import run
from mutua.cli.commands.sweep import sweep
from mutua.cli.main import MULTIRUN
from mutua.cli.output import output_folder

#: Words that ask for Hydra's own way, a job a point.
STANDARD = "hydra/sweeper="


def main(words: Sequence[str], as_json: bool) -> None:
    """Run every combination: through our sweeper at once, or through another one job by job."""
    words = [word for word in words if word not in MULTIRUN]
    other = any(word.startswith(STANDARD) and word != f"{STANDARD}mutua" for word in words)
    if not other:
        words = [word for word in words if word != f"{STANDARD}mutua"]
        sweep(words, as_json, one_each=True)
        return
    from mutua.cli.compose import plans

    plans("run", ["--multirun", *words], job, standard=True)


def job(command: str, composed: Any) -> None:
    """One run of another sweeper, in the folder that Hydra made for it."""
    from mutua.cli.compose import job_folder, plan_scenarios

    plan = plan_scenarios(command, composed)
    plan.keys["output"] = job_folder()
    with output_folder(plan) as output:
        finish = run(plan, output)
    finish(False)
