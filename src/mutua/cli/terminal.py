"""Tables and progress on the terminal: results on standard output, progress on standard error."""

import textwrap
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from mutua.analysis.digits import as_percent, bounds, decimals, number

if TYPE_CHECKING:
    import pandas as pd

#: Columns of a terminal that every result fits into.
WIDTH = 80
#: Characters of a published pattern in a table.
PATTERN = 32
LEGEND = (
    "Mean: under the reference, over {users}. Difference: arm less reference, paired. "
    "d: the difference in SD between dyads. VRF: how many times as many unpaired runs the same "
    "interval would take."
)


class Rate(ProgressColumn):
    """Dyad-weeks a second."""

    def render(self, task: Task) -> Text:
        """Rate of late."""
        return Text(rate(task.speed) if task.speed else "")


class Bar:
    """A bar on a terminal: called with the dyad-weeks done since the last call, it shows them."""

    def __init__(self, shown: Progress, task: Any, step: int, steps: str) -> None:
        self.shown, self.task, self.step, self.steps = shown, task, step, steps
        self.opened = self.began = self.ended = time.perf_counter()

    def __call__(self, done: int) -> None:
        """Advance the bar, and show what is counted beside it; nothing is done as work begins."""
        self.ended = time.perf_counter()
        if not (done or self.shown.tasks[self.task].completed):
            self.began = self.ended
        self.shown.update(self.task, advance=done)
        task, counted = self.shown.tasks[self.task], ""
        if self.step:
            counted = f", {int(task.completed) // self.step:,} of {self.work // self.step:,}"
            counted += f" {self.steps}"
        self.shown.update(self.task, description=f"simulating{counted}")

    def more(self, work: int) -> None:
        """Add dyad-weeks to the total."""
        self.shown.update(self.task, total=self.work + work)

    @property
    def work(self) -> int:
        """Dyad-weeks in all."""
        return int(self.shown.tasks[self.task].total or 0)


@contextmanager
def progress(
    work: int, *, first: bool = False, waiting: bool = False, step: int = 0, steps: str = ""
) -> Iterator[Bar]:
    """Show a bar while work is done, on terminals only, and one closing line.

    Parameters
    ----------
    work : int
        Dyad-weeks to be done.
    first : bool
        The kernel is compiled first, once; that takes longer than small runs.
    waiting : bool
        Workers are started first.
    step, steps : int, str
        Dyad-weeks of what is counted beside the bar, and what that is: points, for example.

    Yields
    ------
    Bar
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
               TimeRemainingColumn(), Rate())  # fmt: skip
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        opening = "waiting for workers" if waiting else "compiling, once" if first else "preparing"
        report = Bar(bar, bar.add_task(opening, total=work), step, steps)
        yield report
        work = int(bar.tasks[report.task].completed)
    seconds = max(report.ended - report.began, 1e-6)
    note = f"; compiling before, once: {report.began - report.opened:.1f} s" if first else ""
    line = f"{work:,} dyad-weeks in {seconds:.1f} s, {rate(work / seconds)}{note}"
    console.print(line, highlight=False, soft_wrap=True)


@contextmanager
def status(figures: bool) -> Iterator[None]:
    """Say what is written after the work, on terminals only, until it is."""
    console = Console(stderr=True)
    drawn = "drawing figures, and " if figures else ""
    with console.status(f"{drawn}writing the page") if console.is_terminal else nullcontext():
        yield


def rate(speed: float) -> str:
    """Dyad-weeks a second in words."""
    number = f"{speed / 1e6:.2f} million" if speed >= 1e5 else f"{speed:,.0f}"
    return f"{number} dyad-weeks/s"


def show_run(title: str, summary: "pd.DataFrame", owed: "pd.DataFrame | None", to: str) -> None:
    """Outcomes of one run at its end, and what dyads owe `to` a mechanism."""
    shown = _headline(summary)
    table = _table("outcome", "unit", "over", "mean:", "SD:")
    for row in shown.itertuples():
        _add(table, row.outcome, row.unit, row.over, number(row.mean), number(row.sd))
    print(title)
    _show(table, WIDTH)
    print(f"\n{len(shown)} of {len(summary)} outcomes and series; --json prints all of them.")
    if owed is None:
        return
    table = _table("outcome", "unit", "mean:", "SD:", "more in:", "less in:")
    for row in _headline(owed).itertuples():
        places = decimals(row.sd / 10.0)
        sizes = number(row.mean, places, "+"), number(row.sd, places)
        shares = as_percent(row.more, 1), as_percent(row.less, 1)
        _add(table, row.outcome, row.unit, *sizes, *shares)
    print(f"\nOwed to {to}: with it less without it, over the same dyads and random draws")
    _show(table, WIDTH)


def show_contrasts(
    title: str, arms: Sequence[str], said: Sequence[str], summary: "pd.DataFrame"
) -> None:
    """What was found first, then paired differences: a table a pair of arms, over all dyads.

    What is taken over the engaged only compares different dyads, and is left to the summary file.
    """
    from mutua.analysis.tables import displayed_pairs

    shown = displayed_pairs(_headline(summary[summary["over"] == "all"]), arms)
    print(title)
    show_sentences(said)
    for (reference, arm), rows in shown.groupby(["reference", "arm"], sort=False):
        table = _table("outcome", "mean:", "unit", "difference:", "95 % interval:", "d:", "VRF:")
        for row in rows.itertuples():
            places = decimals((row.high - row.low) / 2)
            interval = f"{number(row.low, places)} to {number(row.high, places)}"
            factor = number(row.variance_reduction, 1 if row.variance_reduction < 100 else 0)
            means = number(row.mean_reference, places), number(row.difference, places, "+")
            mean, difference = means
            _add(table, row.outcome, mean, row.unit, difference, interval, number(row.d, 2), factor)
        print(f"\n{arm} against {reference}, the reference")
        _show(table, WIDTH)
    shown_pairs, pairs = (t.groupby(["reference", "arm"]).ngroups for t in (shown, summary))
    rest = f", {shown_pairs} of {pairs} pairs of arms" if shown_pairs < pairs else ""
    some = f"{len(shown) // shown_pairs} of {len(summary) // pairs} outcomes and series"
    print()
    for line in _legend(shown["outcome"].unique()):
        print(textwrap.fill(line, WIDTH, subsequent_indent="  "))
    print(textwrap.fill(f"Shown: {some}{rest}; all of them are in summary.csv.", WIDTH))


def _legend(names: Sequence[str]) -> Iterator[str]:
    """What columns mean, and which time each outcome is over."""
    from mutua.model.measures.outcomes import USERS, names_by_time

    yield LEGEND.format(users=USERS["all"])
    for when, together in names_by_time(names).items():
        yield f"{when[0].upper()}{when[1:]}: {', '.join(together)}."


def show_sentences(sentences: Sequence[str]) -> None:
    """What was found, in lines of 80 columns."""
    for sentence in sentences:
        print(f"\n{textwrap.fill(sentence, WIDTH)}")


def show_patterns(title: str, patterns: "pd.DataFrame", counts: "pd.DataFrame") -> None:
    """The rows of a scorecard, one table a role, with how many are passed."""
    from mutua.analysis.roles import rows_by_role

    print(title)
    said = counts.set_index("role")
    for role, rows in rows_by_role(patterns).items():
        table = _table("row", "pattern", "bounds:", "simulated:", "error:", "passed", "prior:")
        for row in rows.itertuples():
            places = decimals(row.error)
            cells = number(row.simulated, places), number(row.error, places)
            passed, prior = "yes" if row.passed else "no", as_percent(row.prior)
            pattern = textwrap.shorten(row.pattern, PATTERN, placeholder=" ...")
            _add(table, row.id, pattern, bounds(row.low, row.high), *cells, passed, prior)
        count = said.loc[role] if role in said.index else None
        score = "" if count is None else f": {count['passed']} of {count['rows']} passed"
        if count is not None and count["informative"]:
            score += f", informative {count['informative_passed']} of {count['informative']}"
        print(f"\n{role}{score}")
        _show(table, WIDTH)


def show_answers(title: str, answers: "pd.DataFrame") -> None:
    """Answer elasticities of both sides, one row a regime and side."""
    table = _table("regime", "side that answers", "elasticity:", "95 % interval:", "replicates:")
    for row in answers.itertuples():
        cells = _with_interval((row.elasticity, row.low, row.high), 3)
        _add(table, row.regime, row.answers, *cells, str(row.replicates))
    print(textwrap.fill(title, WIDTH))
    _show(table, WIDTH)


def show_posterior(summary: "pd.DataFrame") -> None:
    """What a calibration learned of each candidate, its prior beside it."""
    table = _table("parameter", "prior", "setting:", "median:", "95 % interval:", "SD left:")
    for row in summary.itertuples():
        places = decimals((row.high - row.low) / 4)
        interval = f"{number(row.low, places)} to {number(row.high, places)}"
        star = "*" if row.at_end else ""
        estimate = [number(row.median, places), interval + star, f"{row.left:.0%}"]
        prior = f"{row.prior_low:g} to {row.prior_high:g}"
        _add(table, row.parameter, prior, f"{row.value:g}",
             *(estimate if row.learned else ["its prior", "", ""]))  # fmt: skip
    _show(table, WIDTH)
    if (summary["learned"] & (summary["at_end"] != "")).any():
        print("* at an end of its prior")


def show_sweep(title: str, summary: "pd.DataFrame") -> None:
    """What differs between regimes over the points of a sweep: main outcomes over all dyads."""
    print(title)
    shown = _headline(summary)
    for (reference, regime), rows in shown.groupby(["reference", "regime"], sort=False):
        alone = reference == regime
        columns = () if alone else ("difference:", "lowest:", "highest:", "higher at:")
        table = _table("outcome", "mean:", *columns)
        for row in rows.itertuples():
            places = decimals(row.highest - row.lowest)
            apart = (row.difference, row.lowest, row.highest)
            cells = [number(value, places, "+") for value in apart]
            cells = [] if alone else [*cells, as_percent(row.higher)]
            _add(table, row.outcome, number(row.mean, places), *cells)
        print(f"\n{regime}" + ("" if alone else f" against {reference}, over points"))
        _show(table, WIDTH)
    names, every = shown["outcome"].nunique(), summary["outcome"].nunique()
    print(f"\nShown: {names} of {every} outcomes; --json prints all of them.")


def show_sensitivity(kind: str, summary: "pd.DataFrame") -> None:
    """Shares, effects or distances of one outcome, the largest first."""
    if summary.empty:
        print("No distances: too few points lie on one side of the threshold.")
        return
    if kind == "saltelli":
        table = _table("parameter", "alone:", "95 % interval:", "in all:", "95 % interval:")
    elif kind == "morris":
        table = _table("parameter", "effect:", "95 % interval:", "SD:", "noise alone:")
    else:
        table = _table("parameter", "distance:", "chance alone:")
    for row in summary.itertuples():
        if kind == "saltelli":
            first, total = ((row.share_first, row.low_first, row.high_first),
                            (row.share_total, row.low_total, row.high_total))  # fmt: skip
            _add(table, row.parameter, *_with_interval(first, 2), *_with_interval(total, 2))
        elif kind == "morris":
            places = decimals((row.high - row.low) / 2)
            cells = _with_interval((row.mu_star, row.low, row.high), places)
            _add(
                table, row.parameter, *cells, number(row.sigma, places), number(row.chance, places)
            )
        else:
            _add(table, row.parameter, number(row.distance, 2), number(row.chance, 2))
    _show(table, WIDTH)


def show_basins(title: str, varied: Sequence[str], text: str, summary: "pd.DataFrame") -> None:
    """Gaps by point, and what the states are of; then what was found."""
    print(f"{title}\n")
    table = _table(*(f"{name}:" for name in varied), "exits", "week:", "gap:", "95 % interval:",
                   "apart:", "began:", "people:", "happened:")  # fmt: skip
    for _, row in summary.iterrows():
        places = decimals((row["gap_high"] - row["gap_low"]) / 2)
        shares = (as_percent(row[name]) for name in ("apart", "start", "people", "happened"))
        cells = _with_interval((row["gap"], row["gap_low"], row["gap_high"]), places)
        _add(table, *(f"{row[name]:g}" for name in varied), "on" if row["exits"] else "off",
             str(row["week"]), *cells, *shares)  # fmt: skip
    _show(table, WIDTH)
    print(f"\n{text}")


def _with_interval(cells: tuple[float, float, float], places: int) -> tuple[str, str]:
    """A number, and its interval, as text."""
    value, low, high = (number(cell, places) for cell in cells)
    return value, f"{low} to {high}"


def _headline(summary: "pd.DataFrame") -> "pd.DataFrame":
    """Rows of the outcomes that a terminal shows."""
    from mutua.model.measures.outcomes import HEADLINE

    return summary[summary["outcome"].isin(HEADLINE)]


def _table(*columns: str) -> Table:
    """A table of text columns; those whose name ends in a colon hold numbers."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=0)
    for name in columns:
        rigid = name in ("outcome", "parameter", "95 % interval:", "bounds:")
        side: Any = "right" if name.endswith(":") else "left"
        table.add_column(
            Text(name.removesuffix(":")), justify=side, overflow="ellipsis", no_wrap=rigid
        )
    return table


def _add(table: Table, *cells: str) -> None:
    table.add_row(*map(Text, cells))


def _show(table: Table, width: int) -> None:
    """Print a table: `width` columns, or those of the terminal."""
    console = Console()
    Console(width=console.width if console.is_terminal else width).print(table)
