"""Print what becomes of dyads that begin low and high, as tables in Markdown."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

import mutua

#: What is run: the varied values and how, by what it asks.
STUDIES: dict[str, tuple[Mapping[str, Sequence[float]] | None, Mapping[str, object]]] = {
    "Coupling": (None, {}),
    "Coupling moved during a run, by steepness": (
        {"affect.steepness": (1.0, 4.0)}, {"lead": None},
    ),
    "Effort moved during a run, by coupling": (
        {"affect.coupling": (0.1, 0.6)},
        {"lead": None, "moved": "effort.professional", "steps": (1.0, 0.75, 0.5, 0.25, 0.0),
         "begin": "high"},
    ),
    "Coupling without the mood of the team": (
        {"affect.coupling": (0.1, 0.3, 0.4, 0.5, 0.6)},
        {"lead": None, "moved": None, "mechanism": {"ward": False}},
    ),
    "Coupling and steepness": (
        {"affect.steepness": (1.0, 2.0, 4.0, 8.0), "affect.coupling": (0.2, 0.3, 0.4, 0.5)},
        {"lead": None, "moved": None},
    ),
    "Coupling and what users expect in the end": (
        {"population.anchor.mean": (-0.1, 0.1, 0.3), "affect.coupling": (0.3, 0.5)},
        {"lead": None, "moved": None},
    ),
    "Trust": (
        {"trust.evidence": (0.0, 0.02, 0.05, 0.1)},
        {"lead": None, "moved": None, "state": "trust"},
    ),
}  # fmt: skip
COLUMNS = ("exits", "week", "gap", "apart", "start", "people", "anchors", "happened",
           "correlation")  # fmt: skip


def study_of(name: str, dyads: int) -> mutua.Basins:
    """One of the studies."""
    values, options = STUDIES[name]
    return mutua.basins(values, dyads=dyads, **options)


def as_markdown(table: pd.DataFrame) -> Iterable[str]:
    """Lines of a table in Markdown; numbers with their intervals where there are such."""
    shown = [name for name in table if not name.endswith(("_low", "_high"))]
    yield f"| {' | '.join(shown)} |"
    yield "|---|" + "---:|" * (len(shown) - 1)
    for _, row in table.iterrows():
        yield f"| {' | '.join(cell(row, name) for name in shown)} |"


def cell(row: pd.Series, name: str) -> str:
    """A cell as text."""
    value = row[name]
    if isinstance(value, str) or not isinstance(value, float):
        return str(value)
    if f"{name}_low" not in row:
        return f"{value:.3g}"
    return f"{value:.3f} ({row[f'{name}_low']:.3f} to {row[f'{name}_high']:.3f})"


def main(dyads: int = 400) -> None:
    """Print the tables and what each study says."""
    for name in STUDIES:
        study = study_of(name, dyads)
        varied = list(study.manifest["values"])
        print(f"\n## {name}\n\n{study.text()}\n")
        gap = [f"gap{end}" for end in ("_low", "_high")]
        print(*as_markdown(study.summary()[[*varied, *COLUMNS, *gap]]), sep="\n")
        for part in ("loop", "warning"):
            if part in study.tables:
                print("", *as_markdown(study.tables[part]), sep="\n")
        study.save(f"outputs/basins/{name.lower().replace(',', '').replace(' ', '_')}")


if __name__ == "__main__":
    main()
