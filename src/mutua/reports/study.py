"""The page of a study without a page of its own: what was run, main numbers, figures, a table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.reports.comparison.cells import Cells
from mutua.reports.template import FigureCells, render_page


def study_page(
    heading: str, title: str, sentences: Sequence[str], summary: pd.DataFrame,
    manifest: Mapping[str, Any], figures: FigureCells, tables: Sequence[Cells] = (),
) -> str:  # fmt: skip
    """One HTML page that needs nothing beside it; `tables` are shown besides the summary."""
    words = [name for name in summary if not pd.api.types.is_numeric_dtype(summary[name])]
    columns = [*words, *(name for name in summary if name not in words)]
    origin = manifest["provenance"]
    command = origin.get("command")
    return render_page(
        "study.html.jinja",
        heading=heading,
        title=title,
        sentences=sentences,
        head=[name.replace("_", " ") for name in columns],
        rows=[[_cell(value) for value in row] for row in summary[columns].itertuples(index=False)],
        words=len(words),
        figures=figures,
        tables=tables,
        commands=[command, *origin.get("continued_by", [])] if command else [],
        p=origin,
    )


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return number(value, decimals(abs(value)))
    return str(value)
