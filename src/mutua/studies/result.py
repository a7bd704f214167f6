"""What every study returns: one protocol, and the part of it that is the same for all."""

import textwrap
from collections.abc import Mapping
from html import escape
from math import inf, nan
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

import pandas as pd

from mutua.plots.figure import Figures
from mutua.reports.template import FigureCells, figure_cells
from mutua.scenarios.check import truth
from mutua.storage.folder import REPORT, Writer, as_path, writing
from mutua.storage.formats import as_csv, codebook, export_csv

#: Characters of a line of text.
WIDTH = 80
#: Rows of the table that a notebook shows.
ROWS = 12


@runtime_checkable
class StudyResult(Protocol):
    """What `Result`, `Contrast`, `Story`, `SweepResult`, `Sensitivity` and `Calibration` share.

    Attributes
    ----------
    manifest : dict
        Plain values: everything that is needed to run it again.
    tables : mapping of DataFrame
        Every table by name; unit and definition of each column are in its ``.attrs``.
    title : str
        What was run, in a line.
    plot : Figures
        ``plot.NAME()`` draws a figure and returns Axes, ``plot.all()`` draws all.
    """

    @property
    def csv_tables(self) -> tuple[str, ...]:
        """Names of the tables that are saved as CSV too, where there are such."""

    @property
    def manifest(self) -> dict[str, Any]:
        """Plain values: what was run, and where."""

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table by name."""

    @property
    def title(self) -> str:
        """What was run, in a line."""

    @property
    def plot(self) -> Figures:
        """Figures."""

    def summary(self) -> pd.DataFrame:
        """The main table."""

    def sentences(self) -> list[str]:
        """What was found, a sentence or two each."""

    def numbers(self) -> str:
        """The main numbers, in a line."""

    def text(self) -> str:
        """What was found, in lines of 80 columns."""

    def page(self, figures: FigureCells) -> str:
        """The page around figures that were drawn."""

    def report(self, files: Mapping[str, bytes] | None = None) -> str:
        """One HTML page that holds all it shows; `files` as from ``plot.files()``, if drawn."""

    def files(self, figures: bool = True) -> dict[str, bytes]:
        """Figures if they are wanted, report and tables as CSV, by file name."""

    def write(self, run: Writer, figures: bool = True) -> None:
        """Write everything into a folder that is held; figures if they are wanted."""

    def save(self, path: str | Path, figures: bool = True) -> Path:
        """Write everything into a new folder; figures if they are wanted."""

    def long_tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table that is exported."""

    def export(self, path: str | Path) -> Path:
        """Write every table as CSV into a new folder."""


class Presented:
    """Text, files and short forms of a result, made from its tables, sentences and figures."""

    figures: ClassVar[type[Figures]] = Figures
    #: Names of the tables that are saved as CSV too, where there are such.
    csv_tables: ClassVar[tuple[str, ...]] = ()

    @property
    def plot(self) -> Figures:
        """Figures: ``plot.NAME()`` returns matplotlib Axes, ``plot.all()`` draws all of them."""
        return self.figures(self)

    def text(self: StudyResult) -> str:
        """What was found, in lines of 80 columns."""
        return "\n\n".join(textwrap.fill(sentence, WIDTH) for sentence in self.sentences())

    def report(self: StudyResult, files: Mapping[str, bytes] | None = None) -> str:
        """One HTML page that holds all it shows; `files` as from ``plot.files()``, if drawn."""
        drawn = self.plot.files() if files is None else files
        return self.page(figure_cells(self.plot.records, drawn))

    def files(self: StudyResult, figures: bool = True) -> dict[str, bytes]:
        """Figures if they are wanted, report and tables as CSV, by file name."""
        files = self.plot.files() if figures else {}
        files[REPORT] = self.report(files).encode()
        names = [name for name in self.csv_tables if name in self.tables]
        return files | {f"{name}.csv": as_csv(self.tables[name]) for name in names}

    def write(self: StudyResult, run: Writer, figures: bool = True) -> None:
        """Write into a folder that is held: manifest and tables, then figures and report."""
        run.finish(self.manifest, self.tables)
        run.add(self.files(figures))

    def save(self: StudyResult, path: str | Path, figures: bool = True) -> Path:
        """Write a new folder: manifest, tables, figures, report; `mutua.load` reads it back.

        Without `figures` none is drawn, which takes most of the time; the report has none then.
        """
        folder = as_path("path", path)
        with writing(folder) as run:
            self.write(run, truth("figures", figures))
        return folder

    def long_tables(self: StudyResult) -> Mapping[str, pd.DataFrame]:
        """Every table that is exported; of a run with trajectories, these too."""
        return self.tables

    def export(self: StudyResult, path: str | Path) -> Path:
        """Write every table as CSV into a new folder, with ``codebook.csv``: unit and definition.

        For R, spreadsheets and all that reads no Parquet: one line of names, decimal points, TRUE
        and FALSE, missing values empty. A folder that is exported is not read back by `mutua.load`.
        """
        folder, tables = as_path("path", path), self.long_tables()
        with writing(folder) as run:
            named = {**tables, "codebook": codebook(tables)}
            run.put(files={f"{name}.csv": export_csv(table) for name, table in named.items()})
        return folder

    def __repr__(self: StudyResult) -> str:
        name = type(self).__name__
        return f"{name}: {self.title}\n{self.numbers()}\nTables: {', '.join(self.tables)}"

    def _repr_html_(self: StudyResult) -> str:
        """Title, main numbers and the first rows of the summary, for a notebook."""
        rows = self.summary().head(ROWS).replace([inf, -inf], nan)
        table = rows.to_html(index=False, border=0, float_format="{:.3g}".format, na_rep="")
        head = f"<b>{type(self).__name__}</b>: {escape(self.title)}<br>{escape(self.numbers())}"
        return f"<div><p>{head}</p>{table}</div>"
