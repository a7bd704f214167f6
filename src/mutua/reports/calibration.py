"""The page of a calibration: what was learned from a service's records, and how well it fits."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.model.parameters.catalogue import DECLARED
from mutua.reports.template import FigureCells, render_page

Tables = Mapping[str, pd.DataFrame]

#: What became of a candidate, in words.
FATE = {True: "learned", False: "kept its prior"}


def sentences(manifest: Mapping[str, Any], tables: Tables) -> list[str]:
    """What was learned, what was not, how well the posterior fits, and what was not used."""
    posterior, checks = tables["posterior"], tables["checks"]
    learned = posterior[posterior["learned"]]
    rest = posterior[~posterior["learned"]]
    outside = checks[(checks["observed"] < checks["low"]) | (checks["observed"] > checks["high"])]
    said = [f"Learned: {'; '.join(_learned(row) for row in learned.itertuples())}."]
    ends = [f"{row.parameter} ({row.at_end} end)" for row in learned.itertuples() if row.at_end]
    if ends:
        said.append(
            f"At an end of its prior: {', '.join(ends)}. The records may ask for values beyond it: "
            "widen the prior, or see what else of the service is not as the setting has it."
        )
    if len(rest):
        said.append(
            "Not learned, drawn from the prior in every simulation and moved only as they go along "
            f"with the others: {', '.join(rest['parameter'])}. Everything else is as "
            "the setting has it."
        )
    expected = 0.05 * len(checks)
    fit = f"{len(outside)} of {len(checks)} summaries lie outside of 95 % of simulated services"
    named = f": {', '.join(outside['label'])}" if len(outside) else ""
    said.append(f"{fit} (about {expected:.1f} would by chance){named}.")
    return [*said, *filter(None, [manifest["observed"]["loss"]])]


def _learned(row: Any) -> str:
    places = decimals((row.high - row.low) / 4)
    low, median, high = (number(x, places) for x in (row.low, row.median, row.high))
    return f"{row.parameter} {median} ({low} to {high})"


def page(
    manifest: Mapping[str, Any], tables: Tables, title: str, figures: FigureCells,
) -> str:  # fmt: skip
    """One HTML page that needs nothing beside it."""
    trace = tables["trace"].iloc[-1]
    return render_page(
        "calibration.html.jinja",
        m=manifest,
        title=title,
        sentences=sentences(manifest, tables),
        figures=figures,
        learned=_posterior(tables["posterior"], learned=True),
        rest=_posterior(tables["posterior"], learned=False),
        profile=_profile(tables["profile"]),
        checks=_checks(tables["checks"]),
        generations=int(trace["generation"]),
        effective=int(trace["effective"]),
        draws=len(tables["draws"]),
        rated=[[name.replace("_", ", "), f"{100 * share:.0f} %"]
               for name, share in manifest["observed"]["rated"].items()],
    )  # fmt: skip


def _posterior(rows: pd.DataFrame, *, learned: bool) -> list[list[str]]:
    cells = []
    for row in rows[rows["learned"] == learned].itertuples():
        places = decimals((row.high - row.low) / 4)
        end = f" (at the {row.at_end} end)" if row.at_end and learned else ""
        interval = f"{number(row.low, places)} to {number(row.high, places)}{end}"
        prior = f"{row.prior_low:g} to {row.prior_high:g}{', log' if row.log else ''}"
        about = f"{DECLARED[row.parameter].about} ({row.unit})"
        cells.append([row.parameter, about, prior, f"{row.value:g}", number(row.median, places),
                      interval, f"{100 * row.left:.0f} %"])  # fmt: skip
    return cells


def _profile(rows: pd.DataFrame) -> list[list[str]]:
    return [[row.parameter, f"{100 * row.alone:.0f} %", f"{100 * row.jointly:.0f} %",
             FATE[row.learned]] for row in rows.itertuples()]  # fmt: skip


def _checks(rows: pd.DataFrame) -> list[list[str]]:
    cells = []
    for row in rows.itertuples():
        places = decimals((row.high - row.low) / 4)
        numbers = [number(x, places) for x in (row.observed, row.mean, row.low, row.high)]
        cells.append([row.definition, row.unit, *numbers[:2], f"{numbers[2]} to {numbers[3]}",
                      number(row.tail, 2)])  # fmt: skip
    return cells
