"""What a visitor takes home: an override line, a YAML file, figures."""

from typing import Any

from mutua.app.choices import ARMS, CURVES, PageChoices, arm_values, scenario_of
from mutua.app.course import SERIES_OF_PAGE, ArmCourse
from mutua.plots.files import render_figures
from mutua.plots.paired_course import paired_course


def override_line(choices: PageChoices, arm: int) -> str:
    """The command that simulates an arm again, to the same numbers."""
    words = [f"regime={choices.arms[arm].regime}", f"setting={choices.setting}"]
    if choices.arms[arm].policies:
        words.append(f"intervention=[{','.join(choices.arms[arm].policies)}]")
    words += [f"{name}={_plain(x)}" for name, x in arm_values(choices.arms[arm]).items()]
    words += [f"{name}={x}" for name, x in _sizes(choices).items()]
    return _quoted("run", words)


def comparison_line(choices: PageChoices) -> str | None:
    """The command that compares both arms, with replicates.

    None where arms cannot be written so: they differ in parameters, in the weeks of an intervention
    that both have, or in nothing.
    """
    first, second = choices.arms
    arms = ["+".join([arm.regime, *arm.policies]) for arm in choices.arms]
    weeks_differ = any(second.policies.get(n, w) != w for n, w in first.policies.items())
    if first.values != second.values or weeks_differ or arms[0] == arms[1]:
        return None
    values = arm_values(first) | arm_values(second)
    words = [f"arms=[{','.join(arms)}]", f"setting={choices.setting}"]
    words += [f"{name}={_plain(x)}" for name, x in values.items()]
    words += [f"{name}={x}" for name, x in _sizes(choices).items()]
    return _quoted("compare", words)


def _quoted(command: str, words: list[str]) -> str:
    """A command as a shell reads it."""
    return " ".join(["mutua", command, *(f"'{w}'" if "[" in w else w for w in words)])


def experiment_yaml(choices: PageChoices, arm: int) -> str:
    """The same as an experiment, for a folder that ``--config-dir`` names."""
    import yaml

    choice = choices.arms[arm]
    defaults: list[dict[str, Any]] = [
        {"override /setting": choices.setting},
        {"override /regime": choice.regime},
    ]
    if choice.policies:
        defaults.append({"override /intervention": list(choice.policies)})
    tree: dict[str, Any] = {"defaults": [*defaults, "_self_"]}
    for name, value in arm_values(choice).items():
        *groups, leaf = name.split(".")
        place = tree
        for group in groups:
            place = place.setdefault(group, {})
        place[leaf] = _plain(value)
    head = (
        f"# @package _global_\n# Arm {ARMS[arm]} of the page: "
        f"{scenario_of(choices, arm).name.partition(': ')[2]} in {choices.setting}.\n"
        f"# As experiment/arm_{ARMS[arm].lower()}.yaml of a folder: "
        f"mutua run --config-dir FOLDER experiment=arm_{ARMS[arm].lower()}\n"
    )
    written: str = yaml.safe_dump(tree | _sizes(choices), sort_keys=False)
    return head + written


def figure_files(
    choices: PageChoices, courses: tuple[ArmCourse, ArmCourse], bands: tuple[Any, Any, Any] | None
) -> dict[str, bytes]:
    """The curves that are shown as PNG and SVG, in the look of all figures."""
    arms = [scenario_of(choices, arm).name for arm in range(len(ARMS))]
    names = CURVES[choices.curves]
    curves = {name: [course.mean(name) for course in courses] for name in names}
    places = [SERIES_OF_PAGE.index(name) for name in names]
    differences = None if bands is None else {
        name: [band[:, k] for band in bands] for name, k in zip(names, places, strict=True)
    }  # fmt: skip
    what = f"{choices.setting}, {choices.dyads:,} dyads, seed {choices.seed}"
    return render_figures(
        {f"curves_{choices.curves}": lambda: paired_course(curves, differences, arms, what)}
    )


def _sizes(choices: PageChoices) -> dict[str, int]:
    return {"dyads": choices.dyads, "weeks": choices.horizon, "seed": choices.seed}


def _plain(value: float) -> float | int:
    """A number as it is read: whole where it is."""
    return int(value) if float(value).is_integer() else value
