"""The result of `mutua.compare`: tables, figures and the report."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mutua.analysis.tables import displayed_pairs
from mutua.reports.comparison.headline import by_group, headline
from mutua.reports.comparison.page import page
from mutua.reports.template import FigureCells
from mutua.studies.comparison.figures import ContrastFigures
from mutua.studies.comparison.tables import COMPUTED, FURTHER, ComparisonTables
from mutua.studies.result import Presented


class Contrast(Presented, ComparisonTables):
    """Arms compared on the same dyads: see `ComparisonTables` for what it holds."""

    figures = ContrastFigures
    csv_tables = (*COMPUTED, *FURTHER)

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

    def sentences(self) -> list[str]:
        """Differences between the arms, over all dyads and by group."""
        summary, joint = (displayed_pairs(table, self.arms)
                          for table in (self.summary(), self.joint()))  # fmt: skip
        tables = {"summary": summary, "joint": joint, "profile": self.profile()}
        between_arms = [" ".join(pair) for pair in headline(tables, self.manifest["weeks"])]
        return [*between_arms, *by_group(tables)]

    def page(self, figures: FigureCells) -> str:
        """The page around figures that were drawn."""
        return page(self.manifest, self.tables, figures)


def contrast_of(manifest: dict[str, Any], tables: Mapping[str, pd.DataFrame]) -> Contrast:
    """Return the result of a comparison's folder, whose files were read and checked."""
    further = {name: tables[name] for name in FURTHER if name in tables}
    return Contrast(tables["weekly"], tables["dyads"], manifest, further)
