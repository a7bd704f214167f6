"""The page: what is known of a comparison, laid out by a template."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from mutua.analysis.phrases import join_words
from mutua.analysis.tables import displayed_pairs
from mutua.model.measures.outcomes import (
    CHECKS,
    OF_CONTROL,
    ROW,
    USERS,
    label,
)
from mutua.model.parameters.catalogue import DECLARED
from mutua.model.parameters.declare import ASSUMED
from mutua.reports.comparison import cells
from mutua.reports.comparison import figure_numbers as numbers
from mutua.reports.comparison.besides import by_group, sentences_on_relapses
from mutua.reports.comparison.headline import headline
from mutua.reports.comparison.methods import citation, methods
from mutua.reports.comparison.notes import are_same_users, notes
from mutua.reports.template import FigureCells, render_page
from mutua.scenarios.manifest import mechanisms_off, own_values, preset_values
from mutua.scenarios.scenario import differ_in_norms

Manifest = Mapping[str, Any]
Tables = Mapping[str, pd.DataFrame]


#: Tables besides those of the main outcomes, by what makes cells of them.
MAKERS = {
    "summary": cells.summary_cells,
    "follow_up": cells.follow_up_cells,
    "groups": cells.group_cells,
    "stayers": cells.stayer_cells,
    "transitions": cells.transition_cells,
    "benefit": cells.benefit_cells,
    "endings": numbers.ending_cells,
    "hazard": numbers.hazard_cells,
    "ring": numbers.ring_cells,
    "caseload": numbers.caseload_cells,
    "leaders": numbers.leader_cells,
    "joint": numbers.joint_cells,
    "profile": numbers.profile_cells,
    "decomposition": numbers.part_cells,
    "roles": numbers.role_cells,
    "continuum": numbers.continuum_cells,
    "best_control": numbers.best_control_cells,
}


def page(manifest: Manifest, tables: Tables, figures: FigureCells) -> str:
    """One HTML page that needs nothing beside it."""
    arms = manifest["arms"]
    names = [arm["name"] for arm in arms]
    words = {name: displayed_pairs(table, names) if "reference" in table else table
             for name, table in tables.items()}  # fmt: skip
    further = _tables(words)
    return render_page(
        "comparison.html.jinja",
        m={"posterior": None, **manifest},
        settings=" and ".join(dict.fromkeys(arm["setting"] for arm in arms)),
        names=join_words(names),
        same_users=are_same_users(arms),
        headline=list(headline(words, manifest)),
        notes=notes(arms),
        dropout=ROW["dropout"].definition,
        by_group=list(by_group(words)),
        followed=list(sentences_on_relapses(words["follow_up"])),
        implied="roles" in tables,
        norms_differ=differ_in_norms([arm["parameters"] for arm in arms]),
        roles_off=all("roles" in mechanisms_off(arm) for arm in arms),
        checks=_quoted(CHECKS),
        of_control=_quoted(OF_CONTROL),
        figures=_with_numbers(figures, {one.anchor for one in further}),
        main=cells.main_cells(words["summary"]),
        users=USERS["all"],
        tables=further,
        norms=_norms(arms),
        changes=_changes(arms),
        command=manifest["provenance"].get("command"),
        preference=DECLARED["population.preferred_control.mean"],
        assumed=sum(d.number == ASSUMED for d in DECLARED.values()),
        declared=len(DECLARED),
        classes=any(figure["name"] == "mix" for figure in figures),
        methods=methods(manifest),
        citation=citation(manifest),
    )


def _quoted(names: Sequence[str]) -> str:
    """Labels of outcomes, some of which hold commas, in quotes."""
    return join_words([f"\u2018{label(name)}\u2019" for name in names])


def _tables(words: Tables) -> list[cells.Cells]:
    """Tables besides those of the main outcomes, definitions first."""
    made = {name: make(words[name]) for name, make in MAKERS.items() if name in words}
    named = [
        one if k else one._replace(anchor=anchor_of(name))
        for name, own in made.items()
        for k, one in enumerate(own)
    ]
    return [*cells.definition_cells(), *named]


def anchor_of(table: str) -> str:
    """What links to the first table of such numbers name."""
    return f"table-{table.replace('_', '-')}"


def _with_numbers(figures: FigureCells, anchors: set[str]) -> FigureCells:
    """Figures with links to the tables of their numbers, as far as the page has them."""
    return [
        {**figure, "numbers": [a for a in map(anchor_of, figure["needs"]) if a in anchors]}
        for figure in figures
    ]


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
