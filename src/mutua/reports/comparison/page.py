"""The page: what is known of a comparison, laid out by a template."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mutua.analysis.tables import displayed_pairs
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.declare import ASSUMED
from mutua.reports.comparison import cells
from mutua.reports.comparison.headline import (
    by_group,
    headline,
    sentences_on_relapses,
    sentences_on_roles,
)
from mutua.reports.template import FigureCells, render_page
from mutua.scenarios.manifest import mechanisms_off, own_values, preset_values

Manifest = Mapping[str, Any]
Tables = Mapping[str, pd.DataFrame]


#: Tables besides that of every outcome, by what makes cells of them.
MAKERS = {
    "follow_up": cells.follow_up_cells,
    "groups": cells.group_cells,
    "stayers": cells.stayer_cells,
    "transitions": cells.transition_cells,
    "benefit": cells.benefit_cells,
}


def page(manifest: Manifest, tables: Tables, figures: FigureCells) -> str:
    """One HTML page that needs nothing beside it."""
    arms = manifest["arms"]
    names = [arm["name"] for arm in arms]
    words = {name: displayed_pairs(table, names) if "reference" in table else table
             for name, table in tables.items()}  # fmt: skip
    return render_page(
        "comparison.html.jinja",
        m={"posterior": None, **manifest},
        settings=" and ".join(dict.fromkeys(arm["setting"] for arm in arms)),
        names=_listed(names),
        headline=list(headline(words, manifest["weeks"])),
        by_group=list(by_group(words)),
        followed=list(sentences_on_relapses(words["follow_up"])),
        implied=list(sentences_on_roles(words["roles"])) if "roles" in tables else [],
        roles_off=all("roles" in mechanisms_off(arm) for arm in arms),
        figures=figures,
        summary=cells.summary_cells(tables["summary"]),
        tables=_tables(words),
        norms=_norms(arms),
        changes=_changes(arms),
        command=manifest["provenance"].get("command"),
        preference=DECLARED["population.preferred_control.mean"],
        assumed=sum(d.number == ASSUMED for d in DECLARED.values()),
        declared=len(DECLARED),
        classes=any(figure["name"] == "mix" for figure in figures),
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}"


def _tables(words: Tables) -> list[cells.Cells]:
    """Tables besides that of every outcome."""
    return [cell for name, make in MAKERS.items() if name in words for cell in make(words[name])]


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
        rows += [[arm["name"], f"mechanism.{name}", "on", "off"] for name in mechanisms_off(arm)]
        preset = preset_values(arm)
        rows += [[arm["name"], name, f"{preset[name]:g}", f"{value:g}"]
                 for name, value in own_values(arm).items()]  # fmt: skip
    return rows
