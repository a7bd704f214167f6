"""A calibration's plan: all that decides its result, fixed before anything is simulated."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mutua.engines.batch import Progress
from mutua.scenarios.manifest import describe_scenario
from mutua.scenarios.scenario import Scenario
from mutua.scenarios.space import Interval
from mutua.studies.calibration.profile import places
from mutua.studies.calibration.services import Observed, Services

FORMAT = 1


@dataclass(frozen=True)
class CalibrationPlan:
    """Everything that decides a posterior."""

    scenario: Scenario  #: The service, and the value of whatever is not estimated
    axes: tuple[Interval, ...]  #: Candidates, each with its prior
    #: Candidates to be learned; None for those that the profile of a twin finds teachable
    asked: tuple[str, ...] | None
    observed: Observed  #: Summaries of the records; nothing else of them is kept
    data: Mapping[str, str]  #: Name of the file and its digest
    #: Size of a generation, and the random seed
    particles: int
    seed: int
    source: str  #: Hash of the rules, which must not change half-way

    @property
    def names(self) -> list[str]:
        """Names of the candidates."""
        return [axis.name for axis in self.axes]

    def services(self, threads: int | None, report: Progress) -> Services:
        """Build the objective."""
        return Services(self.scenario, self.axes, self.observed, self.seed, threads, report)

    def start(self) -> np.ndarray:
        """Values of the setting, as shares of the priors; shape (candidates,)."""
        return places(self.axes, [self.scenario.values[name] for name in self.names])

    def described(self) -> dict[str, Any]:
        """The plan as plain values."""
        return {
            "format": FORMAT,
            "source": self.source,
            "scenario": describe_scenario(self.scenario),
            "axes": [axis.described() for axis in self.axes],
            "asked": None if self.asked is None else list(self.asked),
            "observed": asdict(self.observed),
            "data": dict(self.data),
            "particles": self.particles,
            "seed": self.seed,
        }
