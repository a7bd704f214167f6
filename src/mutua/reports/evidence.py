"""The page of a scorecard, and what it says in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from mutua.analysis.digits import as_percent, bounds, decimals, number
from mutua.analysis.roles import rows_by_role
from mutua.reports.template import FigureCells, render_page

Tables = Mapping[str, pd.DataFrame]
HEAD = ("row", "pattern", "tier", "bounds", "published", "simulated", "passed", "prior")


def out_of(passed: int, rows: int) -> str:
    """A count of passed rows."""
    return f"{passed} of {rows}"


def card_sentences(
    tables: Tables, manifest: Mapping[str, Any], needs: Mapping[str, Sequence[str]],
    read_back: Mapping[str, str],
) -> Iterator[str]:  # fmt: skip
    """What is passed by role, what not; what null models and random vectors pass; what rows need.

    Parameters
    ----------
    tables, manifest
        Of a scorecard.
    needs : mapping of sequences
        Mechanisms that a row fails without.
    read_back : mapping of str
        Rows whose effect one mechanism alone removes, with that mechanism.
    """
    patterns = tables["patterns"]
    for count in tables["counts"].itertuples():
        said = f"{count.role.capitalize()}: {out_of(count.passed, count.rows)} patterns are passed"
        if count.informative:
            informative = out_of(count.informative_passed, count.informative)
            said += f"; of the informative ones {informative}"
        failed = patterns[(patterns["role"] == count.role) & ~patterns["passed"]]
        yield said + (f". Not passed: {', '.join(failed['id'])}." if len(failed) else ".")
    if manifest["unmeasured"]:
        yield f"Not measured yet: {', '.join(manifest['unmeasured'])}."
    yield from _prior(patterns, manifest["prior"])
    yield from _nulls(tables, manifest["null_models"])
    if needs:
        each = "; ".join(f"{row} {', '.join(names)}" for row, names in needs.items())
        yield f"Fail, or lose their effect, without one mechanism: {each}."
    if read_back:
        each = ", ".join(f"{row} ({name})" for row, name in read_back.items())
        yield f"Read one parameter back, as one mechanism alone removes the effect: {each}."


def _prior(patterns: pd.DataFrame, noted: str) -> Iterator[str]:
    """Which rows nearly any parameters would pass."""
    known = patterns[patterns["prior"].notna()]
    if known.empty:
        yield "How many random parameter vectors pass a row has not been computed."
        return
    easy = known[~known["informative"]]
    names = ", ".join(easy["id"]) or "none"
    yield f"Passed by 9 of 10 random parameter vectors, and so not informative: {names} ({noted})."


def _nulls(tables: Tables, about: Mapping[str, str]) -> Iterator[str]:
    """How many rows each null model passes, by role."""
    if "nulls" not in tables:
        return
    role = tables["patterns"].set_index("id")["role"]
    for name, rows in tables["nulls"].groupby("null", sort=False):
        by_role = rows["passed"].groupby(rows["id"].map(role)).agg(["sum", "size"])
        counts = (f"{kind} {out_of(*by_role.loc[kind])}" for kind in tables["counts"]["role"])
        yield f"{name} ({about[name]}) passes {', '.join(counts)}."


def page(
    title: str, sentences: Sequence[str], tables: Tables, manifest: Mapping[str, Any],
    figures: FigureCells,
) -> str:  # fmt: skip
    """One HTML page that needs nothing beside it.

    Parameters
    ----------
    title : str
        What was measured.
    sentences : sequence of str
        What was found.
    tables, manifest
        Of a scorecard.
    """
    return render_page(
        "evidence.html.jinja",
        title=title,
        sentences=sentences,
        head=HEAD,
        roles={role: [_cells(row) for row in rows.itertuples()]
               for role, rows in rows_by_role(tables["patterns"]).items()},
        figures=figures,
        tables=list(tables),
        command=manifest["provenance"].get("command"),
        p=manifest["provenance"],
    )  # fmt: skip


def _cells(row: Any) -> list[str]:
    """A row of the card as text."""
    places = decimals(row.error)
    target = f"{row.target:g}" if row.target == row.target else ""
    simulated = f"{number(row.simulated, places)} \u00b1 {number(row.error, places)}"
    return [row.id, row.pattern, row.tier, bounds(row.low, row.high), target,
            simulated, "yes" if row.passed else "no", as_percent(row.prior)]  # fmt: skip
