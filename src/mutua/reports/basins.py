"""The page of a study of basins, and what it says in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from mutua.analysis.digits import as_percent, decimals, number
from mutua.reports.template import FigureCells, render_page

Tables = Mapping[str, pd.DataFrame]
HEAD = ("exits", "week", "gap", "apart", "go on", "began", "alike", "people", "anchors",
        "rest", "r")  # fmt: skip
#: Share of dyads below which it is not said when they cross.
LEAST = 0.01
#: Decimal places of a number with an interval, at most.
MOST_PLACES = 3
SHARES = ("start", "start_alike", "people", "anchors", "happened")
WARNING_HEAD = ("signal", "AUC", "sensitivity", "alarms that are right", "weeks on")


def with_ends(row: Any, name: str) -> str:
    """A number of a row with its interval."""
    value, low, high = (row[key] for key in (name, f"{name}_low", f"{name}_high"))
    places = min(decimals((high - low) / 2), MOST_PLACES)
    return f"{number(value, places)} ({number(low, places)} to {number(high, places)})"


def with_error(row: Any, name: str) -> str:
    """A number of a row with half of its interval, which is even on both sides."""
    value, low, high = (row[key] for key in (name, f"{name}_low", f"{name}_high"))
    places = min(decimals((high - low) / 2), MOST_PLACES)
    return f"{number(value, places)} \u00b1 {number((high - low) / 2, places)}"


def point_name(row: Any, varied: Sequence[str]) -> str:
    """The values of a point in words."""
    return ", ".join(f"{name} {row[name]:g}" for name in varied)


def last_rows(summary: pd.DataFrame) -> pd.DataFrame:
    """Rows of the last week, without exits."""
    return summary[~summary["exits"] & (summary["week"] == summary["week"].max())]


def basins_numbers(summary: pd.DataFrame, manifest: Mapping[str, Any]) -> str:
    """Share apart at every point without exits, in a line."""
    rows = last_rows(summary)
    each = (f"{as_percent(row['apart'])} at {point_name(row, manifest['values'])}"
            for _, row in rows.iterrows())  # fmt: skip
    return f"Apart after {manifest['weeks']} weeks: {', '.join(each)}"


def basins_sentences(
    tables: Tables, summary: pd.DataFrame, manifest: Mapping[str, Any]
) -> Iterator[str]:
    """What is of the pair and what of the people, when they cross, the loop, the warning.

    Parameters
    ----------
    tables, summary, manifest
        Of a study of basins.
    """
    varied, last = list(manifest["values"]), manifest["weeks"]
    low, high = manifest["starts"]
    still = last_rows(summary)
    for _, row in still.iloc[[0, -1] if len(still) > 1 else [0]].iterrows():
        yield (
            f"{point_name(row, varied)}, without exits: {last} weeks after both sides began with "
            f"{manifest['state']} of {low:g} or of {high:g}, the same dyads are "
            f"{with_ends(row, 'gap')} apart; {as_percent(row['apart'])} of them by more than "
            f"{manifest['apart']:g}. Of the variance of where dyads are then, "
            f"{as_percent(row['start'])} is where the same pair began (a property of the pair), "
            f"{as_percent(row['people'])} who the two are (their anchors "
            f"{as_percent(row['anchors'])}), and {as_percent(row['happened'])} what happened "
            f"to them."
        )
    ending = summary[summary["exits"]].iloc[-1]
    yield (
        f"{point_name(ending, varied)}, with exits: after {ending['week']} weeks "
        f"{as_percent(ending['both'])} of the dyads go on from both starts, and these are "
        f"{with_ends(ending, 'gap')} apart."
    )
    yield from _tips(tables["tips"], varied)
    yield from _loop(tables, manifest)
    yield from _warning(tables, manifest["alarm"])


def _tips(tips: pd.DataFrame, varied: Sequence[str]) -> Iterator[str]:
    last = tips[~tips["exits"] & (tips["week"] == tips["week"].max())]
    for point, rows in [*last.groupby(varied, sort=False)][-1:]:
        by_start = rows.set_index("start")
        name = ", ".join(f"{n} {x:g}" for n, x in zip(varied, point, strict=True))
        said = "; ".join(
            f"from the {start} start {as_percent(row['tipped'])}"
            + (f", half of these by week {row['median']:.0f}" if row["tipped"] >= LEAST else "")
            for start, row in by_start.iterrows()
        )
        yield f"{name}, without exits: crossed over to the other side for good: {said}."


def _loop(tables: Tables, manifest: Mapping[str, Any]) -> Iterator[str]:
    if "loop" not in tables:
        return
    loop, axes = manifest["loop"], [n for n in manifest["values"] if n in tables["loop"]]
    for _, row in tables["loop"][tables["loop"]["step"] == 1].iterrows():
        steps = " to ".join(f"{loop['steps'][k]:g}" for k in (0, -1))
        yield (
            f"{loop['moved']} moved from {steps} and back, {loop['hold']} weeks a step, from the "
            f"{loop['begin']} start"
            f"{f' ({point_name(row, axes)})' if axes else ''}: at equal values the way there less "
            f"the way back is {with_ends(row, 'width')} of {manifest['state']}: {_loop_kind(row)}."
        )


def _loop_kind(row: Any) -> str:
    """What the width of a loop says."""
    if row["width_low"] > 0.0:
        return "the way back lies below the way there"
    if row["width_high"] < 0.0:
        return "the way back lies above the way there"
    return "the way back is the way there, as far as this can be seen"


def _warning(tables: Tables, alarm: Mapping[str, Any] | None) -> Iterator[str]:
    if alarm is None:
        return
    if "warning" not in tables:
        yield "A warning was not measured: too few dyads break off late enough."
        return
    rows = tables["warning"].set_index("signal")
    given = rows.drop(index=["together", "own odds"])
    best = given["auc"].idxmax()
    every = rows.loc["together"]
    yield (
        f"{alarm['lead']} weeks before {rows['cases'].iloc[0]:,} break-offs, the best single "
        f"signal of a window of {alarm['window']} weeks is {best}: AUC "
        f"{with_ends(rows.loc[best], 'auc')}; all together {with_ends(every, 'auc')}, the odds "
        f"that the rules themselves draw from {with_ends(rows.loc['own odds'], 'auc')}. At "
        f"{as_percent(alarm['false_alarms'])} false alarms a week all together catch "
        f"{as_percent(every['sensitivity'])}, and {as_percent(every['right'], 1)} of the alarms "
        f"are followed by a break-off within {alarm['lead']} weeks."
    )
    rising = [with_ends(rows.loc[f"affect, {name}"], "auc")
              for name in ("variance", "autocorrelation")]  # fmt: skip
    yield (
        f"Signs of a critical transition: AUC of the variance of affect {rising[0]}, of its "
        f"autocorrelation {rising[1]} (.5 is chance)."
    )


def page(
    title: str, sentences: Sequence[str], summary: pd.DataFrame, tables: Tables,
    manifest: Mapping[str, Any], figures: FigureCells,
) -> str:  # fmt: skip
    """One HTML page that needs nothing beside it.

    Parameters
    ----------
    title, sentences : str, sequence of str
        What was run, and what was found.
    summary, tables, manifest
        Of a study of basins.
    """
    varied, warned = list(manifest["values"]), tables.get("warning", pd.DataFrame())
    return render_page(
        "basins.html.jinja",
        title=title,
        sentences=sentences,
        head=[*varied, *HEAD],
        rows=[_cells(row, varied) for _, row in summary.iterrows()],
        varied=len(varied) + 1,
        warning_head=WARNING_HEAD,
        warnings=[_warning_cells(row) for _, row in warned.iterrows()],
        m=manifest,
        figures=figures,
        tables=list(tables),
        command=manifest["provenance"].get("command"),
        p=manifest["provenance"],
    )


def _cells(row: Any, varied: Sequence[str]) -> list[str]:
    return [
        *(f"{row[name]:g}" for name in varied), "on" if row["exits"] else "off", str(row["week"]),
        with_error(row, "gap"), as_percent(row["apart"]), as_percent(row["both"]),
        *(as_percent(row[name]) for name in SHARES), number(row["correlation"], 2),
    ]  # fmt: skip


def _warning_cells(row: Any) -> list[str]:
    return [row["signal"], with_ends(row, "auc"), with_ends(row, "sensitivity"),
            as_percent(row["right"], 1), number(row["lead_time"], 0)]  # fmt: skip
