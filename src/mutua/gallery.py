"""The figures of a contrast: which there are, and what each is drawn from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from mutua.contrast import Contrast


@dataclass(frozen=True)
class Figures:
    """The figures of a contrast; each method returns the Axes it drew, one or a list."""

    contrast: "Contrast"

    @property
    def note(self) -> str:
        """What was run, for the corner of a figure."""
        m = self.contrast.manifest
        return f"{m['dyads']:,} dyads x {m['replicates']} replicates an arm, seed {m['seed']}"

    def all(self) -> dict[str, Callable[[], Any]]:
        """Every figure for which there is something to draw, by name, in the order of a report."""
        from mutua.plots.mix import classes

        c = self.contrast
        drawn: list[Callable[[], Any]] = [self.forest, self.survival, self.endings, self.hazard]
        drawn += [self.relationship]
        drawn += [self.mix] if classes() else []
        drawn += [self.groups, self.joint, self.profile]
        drawn += [self.decomposition] if "decomposition" in c.requested else []
        drawn += [self.continuum] if "continuum" in c.requested else []
        return {draw.__name__: draw for draw in drawn}

    def forest(self) -> Any:
        """Paired differences of every outcome, in SD between persons."""
        from mutua.plots.contrasts import forest

        return forest(self.contrast.summary(), self.note)

    def survival(self, ax: Any = None) -> Any:
        """Ties not broken off by week, with ties at risk below."""
        from mutua.plots.figures import survival

        return survival(self.contrast.endings(), self.note, ax)

    def endings(self) -> Any:
        """Cumulative incidence of each ending by week."""
        from mutua.plots.figures import endings

        return endings(self.contrast.endings(), self.note)

    def hazard(self, ax: Any = None) -> Any:
        """Share of ties that break off after each visit."""
        from mutua.plots.figures import hazard

        return hazard(self.contrast.hazard(), self.note, ax)

    def weekly(self, name: str, ax: Any = None) -> Any:
        """One weekly series among engaged dyads, such as ``trust_user``."""
        from mutua.plots.figures import weekly

        return weekly(self.contrast.series(name), name, self.note, ax)

    def relationship(self) -> Any:
        """Trust, bond, debt and credit of both sides by week, among engaged dyads."""
        from mutua.plots.figures import SIDES, STATES, relationship

        names = [f"{state}_{side}" for side in SIDES for state in STATES]
        return relationship({name: self.contrast.series(name) for name in names}, self.note)

    def mix(self) -> Any:
        """Share of the engaged dyads in each equilibrium class by week."""
        from mutua.plots.mix import classes, mix

        return mix({name: self.contrast.series(name) for name in classes()}, self.note)

    def groups(self, outcome: str = "dropout") -> Any:
        """Paired differences of one outcome by severity and by preferred control."""
        from mutua.plots.contrasts import groups

        return groups(self.contrast.groups(), outcome, self.note)

    def joint(self) -> Any:
        """Who stays and who breaks off under each two arms."""
        from mutua.plots.contrasts import joint

        return joint(self.contrast.joint(), self.note)

    def profile(self) -> Any:
        """Traits of those helped and of those harmed."""
        from mutua.plots.contrasts import profile

        return profile(self.contrast.profile(), self.note)

    def decomposition(self) -> Any:
        """Parts of each norm in the difference in dropout; needs ``decomposition=true``."""
        from mutua.plots.explain import decomposition

        tables = self.contrast.requested
        return decomposition(tables["decomposition"], tables["roles"], self.note)

    def continuum(self) -> Any:
        """Dropout along control, and the best control by group; needs ``continuum=true``."""
        from mutua.plots.explain import continuum

        tables, c = self.contrast.requested, self.contrast
        norms = [arm["parameters"]["norm.control"] for arm in c.manifest["arms"]]
        left = [c.people.of(arm, "dropout").mean() for arm in c.arms]
        arms = pd.DataFrame({"arm": c.arms, "control": norms, "dropout": left})
        return continuum(tables["continuum"], tables["best_control"], arms, c.arms[0], self.note)
