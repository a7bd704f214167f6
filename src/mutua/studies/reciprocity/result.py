"""The result of `mutua.reciprocity`: tables, figure and the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from mutua.analysis.elasticity import answer_table, answers_by_replicate, difference_table
from mutua.errors import StoreError
from mutua.plots.figure import Figure, figures_class
from mutua.plots.reciprocity import draw_answers
from mutua.reports.reciprocity import answer_sentences
from mutua.reports.study import study_page
from mutua.reports.template import FigureCells
from mutua.studies.result import Presented

UNIT = "units a visit"
#: Columns of the table of flows, each with unit and definition.
FLOWS = {
    "regime": ("name", "the regime"),
    "changed": ("name", "the side whose effort is changed"),
    "effort": ("1", "what its effort is multiplied by"),
    "replicate": ("number", "replicate: the same dyads and random draws in every arm"),
    "flow_user": (UNIT, "smoothed flow from the user, mean over dyads and the weeks read"),
    "flow_professional": (UNIT, "smoothed flow from the professional, mean likewise"),
    "engaged": ("share", "dyads engaged in the last week; all of them, as no tie ends"),
}


def _size(study: "Reciprocity") -> str:
    """How it was run, in a line."""
    m = study.manifest
    return (
        f"{m['dyads']:,} dyads x {m['replicates']} replicates an arm, weeks {m['since']} to "
        f"{m['weeks']}, seed {m['seed']}"
    )


FIGURES = (
    Figure(
        "answers",
        "Which side answers the other",
        "Answer elasticity: how many per cent more one side gives at a visit where the other is "
        "made to give 1 % more, on the same dyads with the same random draws. Bars: 95 % over "
        "replicates; hollow: includes 0.",
        lambda study: draw_answers(study.tables["answers"], _size(study)),
        needs=("answers",),
        wide=False,
    ),
)


@dataclass(repr=False)
class Reciprocity(Presented):
    """How far each side answers what the other gives.

    Attributes
    ----------
    tables : dict of DataFrame
        ``answers``, one row a regime and the side that answers; ``differences`` between the two
        sides; ``flows``, one row an arm and replicate.
    manifest : dict
        Everything that is needed to run it again.

    Notes
    -----
    Unit and definition of each column stand in ``.attrs`` of every table, by column name.
    """

    tables: dict[str, pd.DataFrame]
    manifest: dict[str, Any] = field(repr=False)

    figures = figures_class("ReciprocityFigures", FIGURES)
    csv_tables = ("answers", "differences", "flows")

    def __post_init__(self) -> None:
        flows = self.tables["flows"]
        found, regimes = answers_by_replicate(flows), list(dict.fromkeys(flows["regime"]))
        self.tables = {
            "answers": answer_table(found, regimes),
            "differences": difference_table(found, regimes),
            "flows": flows,
        }

    @property
    def title(self) -> str:
        """What was run, in a line."""
        arms = self.manifest["arms"]
        regimes = ", ".join(arm["name"] for arm in arms)
        return f"{regimes} in {arms[0]['setting']}: {_size(self)}"

    def summary(self) -> pd.DataFrame:
        """Answer elasticities, one row a regime and the side that answers."""
        return self.tables["answers"]

    def numbers(self) -> str:
        """Answer elasticities, in a line."""
        values = self.summary().pivot(index="regime", columns="answers", values="elasticity")
        shown = (f"{regime} {values.at[regime, 'user']:.2f}, "
                 f"{values.at[regime, 'professional']:.2f}"
                 for regime in self.tables["differences"]["regime"])  # fmt: skip
        return f"Answer of the user, of the professional: {'; '.join(shown)}"

    def sentences(self) -> list[str]:
        """How far each side answers, and what of it to believe."""
        return list(answer_sentences(self.tables, self.manifest))

    def page(self, figures: FigureCells) -> str:
        """The page around figures that were drawn."""
        return study_page(
            "Which side answers the other",
            self.title,
            self.sentences(),
            self.summary(),
            self.manifest,
            figures,
        )


def reciprocity_of(manifest: dict[str, Any], tables: Mapping[str, pd.DataFrame]) -> Reciprocity:
    """Return the result that a folder keeps, from its manifest and its tables.

    Raises
    ------
    StoreError
        It is of another version of mutua.
    """
    flows = tables.get("flows", pd.DataFrame())
    if set(flows.columns) != set(FLOWS):
        raise StoreError("this study of reciprocity is of another version of mutua; run it again")
    return Reciprocity({"flows": flows}, manifest)
