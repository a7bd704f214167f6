"""The result of `mutua.evidence`: tables, figures and the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from mutua.analysis.roles import rows_by_role
from mutua.errors import StoreError
from mutua.model.measures.outcomes import attach_units
from mutua.reports.evidence import card_sentences, out_of, page
from mutua.reports.template import FigureCells
from mutua.studies.evidence.figures import EvidenceFigures, card_size
from mutua.studies.evidence.needs import essential, read_back
from mutua.studies.evidence.rows import SCORED
from mutua.studies.result import Presented

ID = ("name", "number of the row in the table of published patterns")
ERROR = ("unit of the row", "half-width of the 95 % Monte-Carlo interval of the simulated value")
SIMULATED = (
    "unit of the row",
    "the statistic, mean over replicates; missing where it is of nothing",
)
PASSED = ("truth", "the whole 95 % Monte-Carlo interval lies within the bounds")
#: Unit and definition of every column, by table.
UNITS = {
    "patterns": {
        "id": ID,
        "kind": ("name", "quantity, range, sign, shape, null, structure or input"),
        "role": ("name", "calibrate, validate and verify are scored; report and input are not"),
        "tier": ("name", "how sure the source is: A abstract or table, B second hand, C recalled, "
                         "S seed, D derived"),
        "pattern": ("words", "what was published"),
        "setting": ("name", "preset of the service in which it is measured"),
        "target": ("unit of the row", "what was published as a number"),
        "low": ("unit of the row", "lowest value that is a pass; exceeded if there is no high"),
        "high": ("unit of the row", "highest value that is a pass"),
        "simulated": SIMULATED,
        "error": ERROR,
        "replicates": ("runs", "replicates that have the statistic"),
        "passed": PASSED,
        "prior": ("share", "random parameter vectors that pass; missing if not computed"),
        "informative": ("truth", "fewer than 9 of 10 random vectors pass; false if not computed"),
        "seconds": ("s", "the row's part of the time that its experiment took"),
    },
    "counts": {
        "role": ("name", "what the rows are used for"),
        "passed": ("rows", "rows that are passed"),
        "rows": ("rows", "rows that were measured"),
        "informative_passed": ("rows", "informative rows that are passed"),
        "informative": ("rows", "rows that fewer than 9 of 10 random vectors pass"),
    },
    "prior": {
        "id": ID,
        "vectors": ("vectors", "random parameter vectors under which the row has a value"),
        "passed": ("share", "vectors whose value lies within the bounds"),
        "low": ("unit of the row", "quantile .05 of the simulated value over vectors"),
        "middle": ("unit of the row", "median of the simulated value over vectors"),
        "high": ("unit of the row", "quantile .95 of the simulated value over vectors"),
    },
    "nulls": {
        "null": ("name", "null model"),
        "id": ID, "simulated": SIMULATED, "error": ERROR, "passed": PASSED,
    },
    "needs": {
        "id": ID,
        "mechanism": ("name", "mechanism that is switched off"),
        "simulated": ("unit of the row", "value with everything on, of fewer dyads"),
        "without": ("unit of the row", "value without the mechanism, of as many dyads"),
        "error": ("unit of the row", "half-width of its 95 % Monte-Carlo interval"),
        "flips": ("truth", "the value passes with everything on, and its interval without the "
                           "mechanism lies outside the bounds"),
        "left": ("share", "what is left of the effect; missing for a level, and where the interval "
                          "with everything on includes none"),
        "removes": ("truth", "less than a fifth of the effect is left, and the intervals with "
                             "everything on and without the mechanism lie apart"),
    },
}  # fmt: skip


@dataclass(repr=False)
class Scorecard(Presented):
    """Published patterns, what the model makes of each, and which are passed.

    Attributes
    ----------
    tables : dict of DataFrame
        ``patterns``, one row a pattern; ``counts`` by role; ``prior`` where random vectors were
        computed; ``nulls`` and ``needs`` where they were asked for.
    manifest : dict
        Everything that is needed to run it again.

    Notes
    -----
    Unit and definition of each column stand in ``.attrs`` of every table, by column name.
    """

    tables: dict[str, pd.DataFrame]
    manifest: dict[str, Any] = field(repr=False)

    figures = EvidenceFigures
    csv_tables = ("patterns", "counts", "prior", "nulls", "needs")

    def __post_init__(self) -> None:
        counts = attach_units(count_rows(self.patterns), UNITS["counts"])
        every = {**self.tables, "counts": counts}
        self.tables = {name: every[name] for name in UNITS if name in every}

    @property
    def patterns(self) -> pd.DataFrame:
        """One row a pattern: what was published, what is simulated, whether it is passed."""
        return self.tables["patterns"]

    @property
    def title(self) -> str:
        """What was measured, in a line."""
        return f"{len(self.patterns)} published patterns; {card_size(self)}"

    def summary(self) -> pd.DataFrame:
        """The rows of the card."""
        return self.patterns

    def numbers(self) -> str:
        """How many rows are passed, by role, in a line."""
        counts = self.tables["counts"].itertuples()
        return "Passed: " + ", ".join(f"{c.role} {out_of(c.passed, c.rows)}" for c in counts)

    def sentences(self) -> list[str]:
        """What is passed, what not, and what that says."""
        needs = self.tables.get("needs")
        return list(card_sentences(
            self.tables, self.manifest,
            {} if needs is None else essential(needs), {} if needs is None else read_back(needs),
        ))  # fmt: skip

    def page(self, figures: FigureCells) -> str:
        """The page around figures that were drawn."""
        return page(self.title, self.sentences(), self.tables, self.manifest, figures)


def count_rows(patterns: pd.DataFrame) -> pd.DataFrame:
    """Rows passed and measured by role, in all and among the informative ones."""
    by_role = rows_by_role(patterns)
    scored = {role: rows for role, rows in by_role.items() if role in SCORED}
    counted = []
    for role, rows in (scored or by_role).items():
        clear = rows[rows["informative"]]
        counted.append({"role": role, "passed": int(rows["passed"].sum()), "rows": len(rows),
                        "informative_passed": int(clear["passed"].sum()),
                        "informative": len(clear)})  # fmt: skip
    return pd.DataFrame(counted)


def scorecard_of(manifest: dict[str, Any], tables: Mapping[str, pd.DataFrame]) -> Scorecard:
    """Return the scorecard that a folder keeps, from its manifest and its tables.

    Raises
    ------
    StoreError
        It is of another version of mutua.
    """
    given = tables.get("patterns", pd.DataFrame())
    if set(given.columns) != set(UNITS["patterns"]):
        raise StoreError("this scorecard is of another version of mutua; measure it again")
    return Scorecard(dict(tables), manifest)
