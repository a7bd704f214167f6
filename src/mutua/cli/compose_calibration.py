"""From the words of a command to a calibration's plan; whatever can be refused is refused here."""

from mutua.cli.compose import Multirun, StudyTask, composed_scenario, own_keys
from mutua.cli.compose_sweep import Composing, space_of, words_of
from mutua.cli.keys import command_keys
from mutua.errors import ParameterError
from mutua.studies.calibration.plan import CalibrationPlan
from mutua.studies.calibration.planning import plan_calibration
from mutua.studies.sweep.notation import axis, axis_of

CHOSEN = ("regime", "setting", "population")


def calibration_task(command: str, run: Multirun) -> StudyTask[CalibrationPlan]:
    """Plan a calibration from what Hydra hands over."""
    swept, fixed = words_of(run)
    for name in swept:
        if name in (*command_keys(command), *CHOSEN):
            raise ParameterError(f"{name}: one value is needed, as it is not sought")
    texts = [str(word.input_line) for word in fixed]
    composed = run.compose(texts)
    keys = own_keys(command, composed.values)
    chosen = {group: str(composed.choices[group]) for group in CHOSEN}
    scenario = composed_scenario(composed.values, chosen)
    pinned = {word.key_or_group for word in fixed}
    axes = {name: axis_of(name, text, run.loader)
            for name, text in space_of(composed.values).items() if name not in pinned}  # fmt: skip
    axes |= {name: axis(word, run.loader) for name, word in swept.items()}
    compose = Composing(run, texts, composed.choices, list(axes.values()))
    compose.refuse_followers(compose({}, scenario.regime))
    return StudyTask(command, keys, plan_calibration(scenario, axes, keys))
