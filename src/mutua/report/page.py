"""The page: what is known of a comparison, laid out by a template."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.analysis.summary import label
from mutua.config import DECLARED
from mutua.report.captions import CAPTIONS
from mutua.report.headline import for_whom, headline, implied
from mutua.report.rerun import changed, command, expected, switched_off
from mutua.report.template import inline, rendered

Manifest = Mapping[str, Any]
Tables = Mapping[str, pd.DataFrame]


def page(manifest: Manifest, tables: Tables, files: Mapping[str, bytes]) -> str:
    """One HTML page that needs nothing beside it.

    Parameters
    ----------
    manifest : mapping
        Of the comparison.
    tables : mapping of DataFrame
        Its results by name.
    files : mapping of bytes
        Its figures by file name; those in SVG are shown.
    """
    arms = manifest["arms"]
    return rendered(
        "page.html.jinja",
        m={"posterior": None, **manifest},
        settings=" and ".join(dict.fromkeys(arm["setting"] for arm in arms)),
        names=_listed([arm["name"] for arm in arms]),
        headline=list(headline(tables, manifest["weeks"])),
        for_whom=list(for_whom(tables)),
        implied=list(implied(tables["roles"])) if "roles" in tables else [],
        roles_off=all("roles" in switched_off(arm) for arm in arms),
        figures=_figures(files),
        summary=_summary(tables["summary"]),
        groups=_groups(tables["groups"]),
        norms=_norms(arms),
        changes=_changes(arms),
        command=command(manifest),
        preference=DECLARED["population.preferred_control.mean"],
        assumed=sum(d.source == "assumed" for d in DECLARED.values()),
        declared=len(DECLARED),
        classes="mix.svg" in files,
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}"


def _figures(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Each figure with its caption, in the order in which they were drawn."""
    drawn = [name.removesuffix(".svg") for name in files if name.endswith(".svg")]
    return [
        {
            "name": name,
            "svg": inline(files[f"{name}.svg"].decode(), name),
            **CAPTIONS[name]._asdict(),
        }
        for name in drawn
    ]


def _summary(summary: pd.DataFrame) -> list[dict[str, Any]]:
    """One table a pair of arms: cells as text."""
    found = []
    for (reference, arm), rows in summary.groupby(["reference", "arm"], sort=False):
        cells = []
        for row in rows.itertuples():
            places = decimals((row.high - row.low) / 2)
            means = [number(value, places) for value in (row.mean_reference, row.mean_arm)]
            unit = "share" if row.unit == "truth" else row.unit
            cells.append([label(row.outcome), row.over, unit, *means, *_bar(row),
                          number(row.d, 2, "+"), number(row.variance_reduction, 1)])  # fmt: skip
        found.append({"title": f"{arm} against {reference}", "rows": cells})
    return found


def _bar(row: Any) -> list[str]:
    """A difference and its interval as text."""
    places = decimals((row.high - row.low) / 2)
    low, high = number(row.low, places), number(row.high, places)
    return [number(row.difference, places, "+"), f"{low} to {high}"]


def _groups(groups: pd.DataFrame) -> list[dict[str, Any]]:
    """Dropout by group, one table a pair of arms."""
    dropout = groups[groups["outcome"] == "dropout"]
    return [
        {
            "title": f"{arm} against {reference}",
            "rows": [
                [f"{row.by}: {row.group}", f"{100 * row.people:.0f} %",
                 number(row.mean_reference), number(row.mean_arm), *_bar(row)]
                for row in rows.itertuples()
            ],
        }
        for (reference, arm), rows in dropout.groupby(["reference", "arm"], sort=False)
    ]  # fmt: skip


def _norms(arms: list[dict[str, Any]]) -> list[list[str]]:
    """Parameters in which the arms differ: name, meaning, unit, value under each."""
    return [
        [name, d.about, d.unit, *(f"{arm['parameters'][name]:g}" for arm in arms)]
        for name, d in DECLARED.items()
        if len({arm["parameters"][name] for arm in arms}) > 1
    ]


def _changes(arms: list[dict[str, Any]]) -> list[list[str]]:
    """What differs from what the presets give: arm, what, preset, here."""
    rows = []
    for arm in arms:
        rows += [[arm["name"], f"mechanism.{name}", "on", "off"] for name in switched_off(arm)]
        preset = expected(arm)
        rows += [[arm["name"], name, f"{preset[name]:g}", f"{value:g}"]
                 for name, value in changed(arm).items()]  # fmt: skip
    return rows
