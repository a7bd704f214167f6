"""The figures of a contrast: which there are, and what each is drawn from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mutua.analysis.tables import displayed_pairs

#: Figures of tables that further runs made.
FURTHER = ("stayers", "benefit", "decomposition", "continuum")


@dataclass(frozen=True)
class Figures:
    """The figures of a contrast; each method returns the Axes it drew, one or a list."""

    contrast: Any

    @property
    def note(self) -> str:
        """What was run, for the corner of a figure."""
        m = self.contrast.manifest
        return f"{m['dyads']:,} dyads x {m['replicates']} replicates an arm, seed {m['seed']}"

    @property
    def sample(self) -> str:
        """Of which dyads every week was looked at, for the corner of a figure."""
        m = self.contrast.manifest
        return f"first {m['sample']:,} dyads x {m['replicates']} replicates, seed {m['seed']}"

    def _told(self, pairs: pd.DataFrame) -> pd.DataFrame:
        """Rows of the pairs of arms that are drawn."""
        return displayed_pairs(pairs, self.contrast.arms)

    def all(self) -> dict[str, Callable[[], Any]]:
        """Every figure for which there is something to draw, by name, in the order of a report."""
        drawn: list[Callable[[], Any]] = [
            self.survival, self.endings, self.hazard, self.forest, self.relationship, self.stayers,
            self.mix, self.transitions, self.benefit, self.groups, self.joint, self.profile,
            self.decomposition, self.continuum,
        ]  # fmt: skip
        missing = {name for name in FURTHER if name not in self.contrast.further}
        missing |= {"transitions"} if self.contrast.transitions().empty else set()
        return {draw.__name__: draw for draw in drawn if draw.__name__ not in missing}

    def forest(self) -> Any:
        """Paired differences of every outcome, in SD between persons."""
        from mutua.plots.comparison.contrasts import forest

        return forest(self._told(self.contrast.summary()), self.note)

    def survival(self, ax: Any = None) -> Any:
        """Ties not broken off by week, with ties at risk below."""
        from mutua.plots.curves import survival

        return survival(self.contrast.endings(), self.note, ax)

    def endings(self) -> Any:
        """Cumulative incidence of each ending by week."""
        from mutua.plots.curves import endings

        return endings(self.contrast.endings(), self.note)

    def hazard(self, ax: Any = None) -> Any:
        """Share of ties that break off after each visit."""
        from mutua.plots.curves import hazard

        return hazard(self.contrast.hazard(), self.note, ax)

    def weekly(self, name: str, ax: Any = None) -> Any:
        """One weekly series among engaged dyads, such as ``trust_user``."""
        from mutua.plots.curves import weekly

        return weekly(self.contrast.series(name), name, self.note, ax)

    def relationship(self) -> Any:
        """Trust, bond, debt and credit of both sides by week, among engaged dyads."""
        from mutua.plots.curves import SIDES, STATES, relationship

        names = [f"{state}_{side}" for side in SIDES for state in STATES]
        return relationship({name: self.contrast.series(name) for name in names}, self.note)

    def mix(self) -> Any:
        """Share of the engaged dyads in each equilibrium class by week."""
        from mutua.plots.comparison.class_mix import classes, mix

        return mix({name: self.contrast.series(name) for name in classes()}, self.note)

    def transitions(self) -> Any:
        """Where the dyads of each equilibrium class midway are at the end."""
        from mutua.plots.comparison.transitions import transitions

        arms = self.contrast.manifest["arms"]
        weeks = dict.fromkeys(f"{arm['parameters']['measure.midway']:g}" for arm in arms)
        note = f"{self.note}; midway: week {' and '.join(weeks)}"
        return transitions(self.contrast.transitions(), note)

    def stayers(self) -> Any:
        """Trust, bond, debt and credit against the reference, of the dyads both arms keep."""
        from mutua.plots.comparison.weekly_sample import stayers

        return stayers(self.contrast.further["stayers"], self.contrast.arms, self.sample)

    def benefit(self) -> Any:
        """Who gets less than they give, and whether they leave later."""
        from mutua.plots.comparison.weekly_sample import benefit

        return benefit(self.contrast.further["benefit"], self.sample)

    def groups(self, outcome: str = "dropout") -> Any:
        """Paired differences of one outcome by severity and by preferred control."""
        from mutua.plots.comparison.contrasts import groups

        return groups(self._told(self.contrast.groups()), outcome, self.note)

    def joint(self) -> Any:
        """Who stays and who breaks off under each two arms."""
        from mutua.plots.comparison.contrasts import joint

        return joint(self._told(self.contrast.joint()), self.note)

    def profile(self) -> Any:
        """Traits of those helped and of those harmed."""
        from mutua.plots.comparison.contrasts import profile

        return profile(self._told(self.contrast.profile()), self.note)

    def decomposition(self) -> Any:
        """Parts of each norm in the difference in dropout; needs ``decomposition=true``."""
        from mutua.plots.comparison.counterfactuals import decomposition

        parts, roles = (
            self._told(self.contrast.further[name]) for name in ("decomposition", "roles")
        )
        return decomposition(parts, roles, self.note)

    def continuum(self) -> Any:
        """Dropout along control, and the best control by group; needs ``continuum=true``."""
        from mutua.plots.comparison.counterfactuals import continuum

        tables, c = self.contrast.further, self.contrast
        norms = [arm["parameters"]["norm.control"] for arm in c.manifest["arms"]]
        left = [c.people.of(arm, "dropout").mean() for arm in c.arms]
        arms = pd.DataFrame({"arm": c.arms, "control": norms, "dropout": left})
        return continuum(tables["continuum"], tables["best_control"], arms, c.arms[0], self.note)
