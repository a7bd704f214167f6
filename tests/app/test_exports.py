"""What a visitor takes home leads back to the same numbers."""

import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
from figures import objections
from selection import assert_none

from mutua.app.choices import CURVES, ArmChoice, PageChoices, PolicyWeeks, scenario_of
from mutua.app.exports import comparison_line, experiment_yaml, override_line
from mutua.app.session import Session
from mutua.cli.compose import plans
from mutua.plots.paired_course import paired_course

CHANGED = ArmChoice(
    "collaborative",
    {"feedback": PolicyWeeks(3, 9), "crisis_plan": PolicyWeeks(5)},
    {"trust.gain": 0.0731, "service.caseload": 10.0, "population.preferred_control.mean": 0.4},
)
CHOICES = PageChoices(setting="routine", arms=(ArmChoice(), CHANGED), dyads=40, weeks=12, seed=7)


def check(words: list[str], arm: int) -> None:
    (plan,) = plans("run", words)
    (scenario,) = plan.scenarios
    assert scenario.values == scenario_of(CHOICES, arm).values
    assert [plan.keys[name] for name in ("dyads", "weeks", "seed")] == [40, 12, 7]


def test_the_override_line__composes_the_scenario_of_its_arm() -> None:
    for arm in (0, 1):
        program, command, *words = shlex.split(override_line(CHOICES, arm))
        assert (program, command) == ("mutua", "run")
        check(words, arm)


def test_the_yaml__is_an_experiment_that_composes_the_scenario_of_its_arm(tmp_path: Path) -> None:
    (tmp_path / "experiment").mkdir()
    for arm, letter in enumerate("ab"):
        text = experiment_yaml(CHOICES, arm)
        (tmp_path / "experiment" / f"arm_{letter}.yaml").write_text(text, encoding="utf-8")
        check(["--config-dir", str(tmp_path), f"experiment=arm_{letter}"], arm)


def test_the_comparison__composes_both_arms() -> None:
    usual, later = ArmChoice(), ArmChoice("usual", {"feedback": PolicyWeeks(3, 9)})
    choices = replace(CHOICES, arms=(usual, later))
    program, command, *words = shlex.split(str(comparison_line(choices)))
    assert (program, command) == ("mutua", "compare")
    (plan,) = plans("compare", words)
    composed, shown = plan.scenarios, [scenario_of(choices, arm) for arm in (0, 1)]
    assert composed[1].values == shown[1].values
    idle = {f"interventions.feedback.{name}": shown[0].values[f"interventions.feedback.{name}"]
            for name in ("start", "stop")}  # fmt: skip
    assert composed[0].values | idle == shown[0].values, "weeks of what is not in force"
    assert not composed[0].interventions


def test_arms_that_no_comparison_can_write__have_no_line() -> None:
    feedback = [ArmChoice("usual", {"feedback": PolicyWeeks(week)}) for week in (3, 5)]
    for arms in (CHOICES.arms, feedback, [ArmChoice(), ArmChoice()]):
        assert comparison_line(replace(CHOICES, arms=(arms[0], arms[1]))) is None


def test_every_set_of_curves__can_be_read() -> None:
    """With the names of two arms that fill a page."""
    arms = ["A: paternalistic + feedback + crisis_plan", "B: collaborative + feedback + training"]
    rng = np.random.default_rng(1)
    for names in CURVES.values():
        curves = {name: rng.random((2, 104)) for name in names}
        differences = {name: rng.normal(0.0, 0.01, (3, 104)) for name in names}
        axes = paired_course(curves, differences, arms, "early_intervention, 500 dyads, seed 1")
        assert_none(objections(axes))
        assert all(ax.get_ylabel() for ax in axes)


def test_figures__name_both_arms_and_every_curve() -> None:
    session = Session(replace(CHOICES, curves="illness"))
    files = session.files(session.choices)
    assert sorted(files) == ["curves_illness.png", "curves_illness.svg"]
    svg = files["curves_illness.svg"].decode("utf-8")
    for text in ("A: usual", "B: collaborative + feedback + crisis_plan", "burnout of staff",
                 "B - A", "routine, 40 dyads, seed 7"):  # fmt: skip
        assert text in svg
