"""The result of `mutua.compare`: tables, figures and the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mutua.analysis.tables import displayed_pairs
from mutua.plots.figure import Figures
from mutua.reports.comparison.besides import by_group
from mutua.reports.comparison.headline import Finding, headline
from mutua.reports.comparison.notes import notes
from mutua.reports.comparison.page import page
from mutua.reports.template import FigureCells
from mutua.studies.comparison.figures import ContrastFigures
from mutua.studies.comparison.tables import ARM_VALUES, COMPUTED, FURTHER, SIZES, ComparisonTables
from mutua.studies.result import Presented


@dataclass(repr=False, eq=False)
class Contrast(Presented):
    """Arms compared on the same dyads.

    Attributes
    ----------
    recorded : ComparisonTables
        What was recorded and is computed from it. Whatever it has, the contrast has too:
        ``contrast.dyads``, ``contrast.endings()``.
    manifest : dict
        Everything that is needed to run it again.
    """

    recorded: ComparisonTables
    manifest: dict[str, Any]
    csv_tables = (*COMPUTED, *FURTHER)

    def __getattr__(self, name: str) -> Any:
        """What was recorded and is computed from it."""
        if name == "recorded" or name.startswith("__"):  # a copy that is not filled yet
            raise AttributeError(name)
        return getattr(self.recorded, name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *dir(self.recorded)})

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table by name; those that were not recorded are computed at their first use."""
        return self.recorded.tables

    @property
    def plot(self) -> Figures:
        """Figures: ``plot.NAME()`` returns matplotlib Axes, ``plot.all()`` draws all of them."""
        return ContrastFigures(self.recorded)

    def summary(self) -> pd.DataFrame:
        """Paired differences of every outcome for every pair of arms, as in `ComparisonTables`."""
        return self.recorded.summary()

    @property
    def title(self) -> str:
        """What was compared, in a line."""
        m = self.manifest
        settings = " and ".join(dict.fromkeys(arm["setting"] for arm in m["arms"]))
        return (
            f"{', '.join(self.arms)} in {settings}: {m['dyads']:,} dyads x {m['replicates']} "
            f"replicates an arm, {m['weeks']} weeks, seed {m['seed']}"
        )

    def numbers(self) -> str:
        """Share that broke off under each arm, in a line."""
        shares = {arm: self.paired.of(arm, "dropout").mean() for arm in self.arms}
        return "Broke off: " + ", ".join(f"{share:.1%} {arm}" for arm, share in shares.items())

    def headline(self) -> list[str]:
        """The difference in dropout of each pair of arms, and how much of it was put in."""
        return [f"{found.sentence} {found.doubt}" for found in self._findings()]

    def notes(self) -> list[str]:
        """What a reader has to know of the arms: whose users they are, what is varied alone."""
        return notes(self.manifest["arms"])

    def sentences(self) -> list[str]:
        """Differences between the arms, over all dyads and by group."""
        joint = displayed_pairs(self.joint(), self.arms)
        between_arms = [" ".join(found) for found in self._findings()]
        return [*between_arms, *self.notes(),
                *by_group({"joint": joint, "profile": self.profile()})]  # fmt: skip

    def _findings(self) -> list[Finding]:
        """What is said first of each pair of arms that is displayed."""
        tables = {"summary": displayed_pairs(self.summary(), self.arms)}
        if "roles" in self.further:
            tables["roles"] = self.further["roles"]
        return list(headline(tables, self.manifest))

    def page(self, figures: FigureCells) -> str:
        """The page around figures that were drawn."""
        return page(self.manifest, self.tables, figures)


def contrast_of(manifest: dict[str, Any], tables: Mapping[str, pd.DataFrame]) -> Contrast:
    """Return the result of a comparison's folder, whose files were read and checked."""
    further = {name: tables[name] for name in FURTHER if name in tables}
    values = {arm["name"]: arm["parameters"] for arm in manifest["arms"]}
    posterior = bool(manifest.get("posterior"))
    recorded = as_compared(
        tables["weekly"], tables["dyads"], values, manifest, posterior=posterior, further=further
    )
    return Contrast(recorded, manifest)


def as_compared(
    weekly: pd.DataFrame, dyads: pd.DataFrame, values: Mapping[str, Mapping[str, float]],
    sizes: Mapping[str, int], **options: Any,
) -> ComparisonTables:  # fmt: skip
    """What was recorded of arms with these values, and of the values and sizes what is shown."""
    shown = {arm: {name: own[name] for name in ARM_VALUES} for arm, own in values.items()}
    sizes = {name: int(sizes[name]) for name in SIZES if name in sizes}
    return ComparisonTables(weekly, dyads, shown, sizes, **options)
