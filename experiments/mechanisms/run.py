"""Print what each mechanism moves, as a table in Markdown."""

import pandas as pd

import mutua
from mutua.analysis.contrasts import cohens_d
from mutua.analysis.summary import OUTCOMES
from mutua.config import resolve
from mutua.mechanisms import NEUTRAL

COLUMNS = (
    "dropout", "visits_attended", "rupture_visits", "improvement", "trust_user_end",
    "trust_professional_end", "adherence", "relapses", "recovery", "star_user_end", "burnout",
    "control",
)  # fmt: skip
ON = "all on"
MOST = "most of all"


def moved(dyads: int = 2_000, replicates: int = 10) -> pd.DataFrame:
    """Return what each mechanism moves under usual care in the community.

    Returns
    -------
    DataFrame
        Words, one row a mechanism, one column an outcome: the change by switching it off, in SD
        between persons (Cohen's d of a paired difference on common random numbers); in the last
        column the outcome moved most of all, and the SD over persons of its change.
    """
    off = [resolve(name=name, mechanism={name: False}) for name in NEUTRAL]
    arms = [resolve(name=ON), *off]
    contrast = mutua.compare(scenarios=arms, dyads=dyads, replicates=replicates)
    people = {name: of[list(OUTCOMES)].astype(float).reset_index(drop=True)
              for name, of in contrast.dyads.groupby("arm", observed=True)}  # fmt: skip
    on = people[ON]
    rows = {}
    for name in NEUTRAL:
        apart = people[name] - on
        sizes = apart.mean(), on.std(), people[name].std()
        d = pd.Series([cohens_d(*size) for size in zip(*sizes, strict=True)], index=on.columns)
        rows[name] = {column: f"{d[column]:+.3f}" for column in COLUMNS} | {
            MOST: most(d, apart, on)
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def most(d: pd.Series, apart: pd.DataFrame, on: pd.DataFrame) -> str:
    """Outcome whose mean moves most of all, and how far it moves in a typical person."""
    name = d.abs().idxmax()
    return f"{name} {d[name]:+.2f}, person {apart[name].std() / on[name].std():.2f}"


def main() -> None:
    """Print the table."""
    table = moved(replicates=20)
    print("| off |", " | ".join(table.columns), "|")
    print("|---|" + "---:|" * len(COLUMNS) + "---|")
    for name, row in table.iterrows():
        print(f"| {name} |", " | ".join(row), "|")


if __name__ == "__main__":
    main()
