"""What the browser is sent: bytes as base64, numbers as lists, all of it fit for JSON."""

from base64 import b64encode
from typing import Any

import numpy as np

from mutua.app.choices import (
    ARMS,
    COLOURINGS,
    CURVES,
    DIALS,
    EQUILIBRIUM,
    LEVELS,
    SIZES_OF_PAGE,
    PageChoices,
    arm_label,
    scenario_of,
)
from mutua.app.course import SERIES_OF_PAGE
from mutua.app.exports import comparison_line, experiment_yaml, override_line
from mutua.app.links import write_link
from mutua.app.session import Session
from mutua.model.measures.equilibrium import CLASSES
from mutua.model.measures.outcomes import WEEKLY, label
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.presets import presets
from mutua.scenarios.scenario import Scenario

#: A level in [0, 1] as one byte, and the byte of none.
STEPS, NO_LEVEL = 250, 255


def course_for_browser(session: Session) -> dict[str, Any]:
    """Both arms as the browser draws them: bytes as base64, weekly means as lists."""
    return {
        "dyads": session.choices.dyads,
        "weeks": session.choices.horizon,
        "arms": [_arm_for_browser(session, arm) for arm in range(len(ARMS))],
        "difference": _by_series(session.difference),
    }


def _arm_for_browser(session: Session, arm: int) -> dict[str, Any]:
    course = session.courses[arm]
    levels = {name: _text(_as_bytes(course.series(name))) for name in LEVELS}
    curves = {name: _as_list(course.mean(name)) for name in SERIES_OF_PAGE}
    return {
        "name": arm_label(arm, session.choices.arms[arm]),
        "ties": _text(course.ties),
        "levels": levels | {EQUILIBRIUM: _text(course.classes)},
        "professionals": course.professionals.tolist(),
        "burnout": np.round(course.burnout, 3).tolist(),
        "curves": curves,
    }


def bands_for_browser(session: Session) -> dict[str, Any]:
    """Mean and interval of the paired difference, by series."""
    return dict(zip(("mean", "low", "high"), map(_by_series, session.bands), strict=True))


def controls_for_browser(choices: PageChoices) -> dict[str, Any]:
    """What the controls hold: what there is to choose, and what is chosen."""
    scenarios = [scenario_of(choices, arm) for arm in range(len(ARMS))]
    return {
        "settings": presets("setting"),
        "regimes": presets("regime"),
        "policies": [_policy(name) for name in presets("intervention")],
        "dials": [_dial(name, scenarios, choices) for name in DIALS],
        "sizes": SIZES_OF_PAGE,
        "colourings": [{"name": name, "label": _colouring_label(name)} for name in COLOURINGS],
        "classes": [label(f"class_{name}") for name in CLASSES[1:]],
        "curves": {
            group: [{"name": n, "label": WEEKLY[n].label, "unit": WEEKLY[n].unit} for n in names]
            for group, names in CURVES.items()
        },
        "chosen": _chosen(choices),
    }


def _chosen(choices: PageChoices) -> dict[str, Any]:
    """What is chosen, and all that follows from it at once."""
    return {
        "setting": choices.setting,
        "arms": [_arm_chosen(choices, arm) for arm in range(len(ARMS))],
        "dyads": choices.dyads, "weeks": choices.horizon, "seed": choices.seed,
        "week": choices.opening_week, "dyad": choices.dyad,
        "colouring": choices.colouring, "curves": choices.curves,
        "link": write_link(choices), "comparison": comparison_line(choices),
    }  # fmt: skip


def _arm_chosen(choices: PageChoices, arm: int) -> dict[str, Any]:
    choice = choices.arms[arm]
    policies = {n: {"start": w.start, "stop": w.stop} for n, w in choice.policies.items()}
    return {
        "name": arm_label(arm, choice),
        "regime": choice.regime,
        "policies": policies,
        "line": override_line(choices, arm),
        "yaml": experiment_yaml(choices, arm),
    }


def _policy(name: str) -> dict[str, str]:
    about = DECLARED[f"interventions.{name}.strength"].about
    return {"name": name, "about": about.removeprefix("strength of ").partition(", ")[0]}


def _dial(name: str, scenarios: list[Scenario], choices: PageChoices) -> dict[str, Any]:
    dial, declared = DIALS[name], DECLARED[name]
    return {
        "name": name, "label": dial.label, "about": declared.about, "unit": declared.unit,
        "low": dial.low, "high": dial.high, "log": dial.is_log, "whole": declared.whole,
        "values": [scenario.values[name] for scenario in scenarios],
        "moved": [name in choice.values for choice in choices.arms],
    }  # fmt: skip


def _colouring_label(name: str) -> str:
    return "equilibrium class" if name == EQUILIBRIUM else WEEKLY[name].label


def _by_series(values: np.ndarray) -> dict[str, list[float | None]]:
    return {name: _as_list(values[:, k]) for k, name in enumerate(SERIES_OF_PAGE)}


def _as_list(values: np.ndarray) -> list[float | None]:
    """Numbers of four decimals; None where one is missing."""
    return [None if np.isnan(x) else round(float(x), 4) for x in values]


def _as_bytes(levels: np.ndarray) -> np.ndarray:
    steps = np.clip(np.nan_to_num(levels) * STEPS, 0, STEPS).round()
    return np.where(np.isnan(levels), NO_LEVEL, steps).astype(np.uint8)


def _text(values: np.ndarray) -> str:
    """Bytes, dyad by dyad, as base64."""
    return b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii")
