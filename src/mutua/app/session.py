"""One visitor's page without a browser: the choices, and what follows from them, each once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from mutua.app.choices import PageChoices, scenario_of
from mutua.app.course import ArmCourse, paired_bands, paired_difference, step_arms
from mutua.app.exports import figure_files
from mutua.app.one_dyad import as_plain, dyad_course, dyad_story, week_in_words
from mutua.scenarios.scenario import Scenario


@dataclass
class Session:
    """What a page shows; made anew with every change of what is simulated."""

    choices: PageChoices

    @cached_property
    def scenarios(self) -> tuple[Scenario, Scenario]:
        """The scenarios of both arms."""
        return scenario_of(self.choices, 0), scenario_of(self.choices, 1)

    @cached_property
    def courses(self) -> tuple[ArmCourse, ArmCourse]:
        """Both arms to the horizon."""
        c = self.choices
        return step_arms(self.scenarios, c.dyads, c.horizon, c.seed)

    @cached_property
    def difference(self) -> np.ndarray:
        """The paired difference in the service that is shown, shape (weeks, series)."""
        return paired_difference(*self.courses)

    @cached_property
    def bands(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Mean and interval of the difference over several services; takes a second."""
        c = self.choices
        return paired_bands(self.scenarios, c.dyads, c.horizon, c.seed, self.difference)

    def dyad(self, arm: int, dyad: int) -> dict[str, Any]:
        """One dyad under an arm, as plain lists, with each week in words."""
        facts = dyad_course(self.choices, arm, dyad)
        words = [week_in_words(facts, k) for k in range(len(facts["ending"]))]
        professional = int(self.courses[arm].professionals[dyad])
        return as_plain(facts) | {"words": words, "professional": professional}

    def story(self, arm: int, dyad: int, week: int) -> dict[str, Any]:
        """The story of a dyad up to a week; takes some seconds."""
        until = min(week, self.choices.horizon)
        story = dyad_story(self.choices, arm, dyad, until)
        scenes = [scene._asdict() for scene in story["scenes"]]
        return story | {"scenes": scenes, "arm": arm, "dyad": dyad, "until": until}

    def files(self, choices: PageChoices) -> dict[str, bytes]:
        """Figures of the curves that are shown."""
        return figure_files(choices, self.courses, self.bands)


def run_of_page(choices: PageChoices) -> tuple[Any, ...]:
    """What of the choices decides the numbers."""
    return choices.setting, choices.arms, choices.dyads, choices.horizon, choices.seed
