"""The command basins: the same dyads from two starts, and what goes before a break-off."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from mutua.cli import terminal
from mutua.cli.output import output_folder, show_summary, write_result

if TYPE_CHECKING:
    from mutua.cli.compose import Multirun, StudyTask
    from mutua.cli.output import Show
    from mutua.storage.folder import Writer
    from mutua.studies.basins.plan import BasinsPlan

#: Keys of the command by what `plan_basins` takes them for.
SIZES = ("dyads", "replicates", "weeks", "seed")
ALARM = ("window", "lead", "false_alarms")
PLAIN = ("state", "apart", "moved", "steps", "hold", "begin")


def basins_task(command: str, run: "Multirun") -> "StudyTask[BasinsPlan]":
    """Plan a study from what Hydra hands over; a word that sweeps a parameter varies it."""
    from mutua.cli.compose import StudyTask, composed_scenario, own_keys
    from mutua.cli.compose_sweep import Composing, space_of, words_of
    from mutua.errors import ParameterError
    from mutua.model.parameters.catalogue import DECLARED
    from mutua.scenarios.space import Choice
    from mutua.studies.basins.plan import default_values, plan_basins
    from mutua.studies.sweep.notation import axis, axis_of

    swept, fixed = words_of(run)
    for name in swept:
        if name not in DECLARED:
            raise ParameterError(f"{name}: one value is needed; parameters alone are varied")
    texts = [str(word.input_line) for word in fixed]
    composed = run.compose(texts)
    keys = own_keys(command, composed.values)
    chosen = {name: str(composed.choices[name]) for name in ("regime", "setting", "population")}
    scenario = composed_scenario(composed.values, chosen)
    axes = {name: axis_of(name, text, run.loader)
            for name, text in space_of(composed.values).items()}  # fmt: skip
    axes |= {name: axis(word, run.loader) for name, word in swept.items()}
    compose = Composing(run, texts, composed.choices, list(axes.values()))
    compose.refuse_followers(compose({}, scenario.regime))
    values = {}
    for name, each in axes.items():
        if not isinstance(each, Choice):
            raise ParameterError(f"{name}: an interval is no list of values; write {name}=a,b")
        values[name] = each.values
    pinned = {word.key_or_group for word in fixed}
    plan = plan_basins(
        values or default_values(scenario, pinned), scenario,
        sizes={name: keys[name] for name in SIZES},
        alarm={name: keys[name] for name in ALARM}, **{name: keys[name] for name in PLAIN},
    )  # fmt: skip
    return StudyTask(command, keys, plan)


def measure_basins(task: "StudyTask[BasinsPlan]", output: "Writer") -> "Show":
    """The study: a table on the terminal, everything in the run folder."""
    from mutua.engines.driver import check_threads
    from mutua.jit.cache import is_compiled
    from mutua.studies.basins.basins import run_basins
    from mutua.studies.basins.runs import study_work

    threads = check_threads(task.keys["threads"])
    with terminal.progress(study_work(task.plan), first=not is_compiled()) as report:
        study = run_basins(task.plan, threads, report)
    write_result(study, output, task.keys["figures"])
    table = partial(terminal.show_basins, study.title, list(task.plan.values), study.text())
    return partial(show_summary, output.folder, study.summary(), table)


def main(words: Sequence[str], as_json: bool) -> None:
    """Study basins; nothing is written before everything is checked."""
    from mutua.cli.compose import plans
    from mutua.cli.compose_sweep import multirun_words

    for task in plans("basins", multirun_words(words), basins_task):
        with output_folder(task) as output:
            show_result = measure_basins(task, output)
        show_result(as_json)
