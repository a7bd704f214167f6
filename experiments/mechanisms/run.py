"""Print what each mechanism moves, as a table in Markdown."""

import mutua
from mutua.config import resolve
from mutua.mechanisms import NEUTRAL

COLUMNS = ("dropout", "visits_attended", "rupture_visits", "improvement", "trust_user_end",
           "trust_professional_end")  # fmt: skip


def main() -> None:
    """Switch each mechanism off under routine care and contrast it with all of them on."""
    off = [resolve(name=name, mechanism={name: False}) for name in NEUTRAL]
    arms = [resolve(name="all on"), *off]
    contrast = mutua.compare(scenarios=arms, dyads=2_000, replicates=20)
    summary = contrast.summary()
    moved = summary[summary.reference == "all on"].pivot(index="arm", columns="outcome", values="d")
    print("| off |", " | ".join(COLUMNS), "|")
    print("|---|" + "---:|" * len(COLUMNS))
    for name in NEUTRAL:
        cells = (f"{moved.loc[name, column]:+.3f}" for column in COLUMNS)
        print(f"| {name} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
