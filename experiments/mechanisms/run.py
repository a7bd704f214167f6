"""Print what each mechanism moves, as a table in Markdown."""

import pandas as pd

import mutua
from mutua.analysis.contrasts import cohens_d
from mutua.config import resolve
from mutua.mechanisms import NEUTRAL

COLUMNS = (
    "dropout", "visits_attended", "rupture_visits", "improvement", "trust_user_end",
    "trust_professional_end", "adherence", "relapses", "recovery", "star_user_end", "burnout",
    "control",
)  # fmt: skip
ON = "all on"


def moved(dyads: int = 2_000, replicates: int = 10) -> pd.DataFrame:
    """Return what each mechanism moves under usual care in the community.

    Returns
    -------
    DataFrame
        One row a mechanism, one column an outcome: the change by switching it off, in SD between
        persons (Cohen's d of a paired difference on common random numbers).
    """
    off = [resolve(name=name, mechanism={name: False}) for name in NEUTRAL]
    arms = [resolve(name=ON), *off]
    contrast = mutua.compare(scenarios=arms, dyads=dyads, replicates=replicates)
    by_arm = contrast.dyads.groupby("arm", observed=True)[list(COLUMNS)]
    mean, sd = by_arm.mean().astype(float), by_arm.std().astype(float)
    found = {
        column: [
            cohens_d(mean.loc[name, column] - mean.loc[ON, column], sd.loc[ON, column],
                     sd.loc[name, column])
            for name in NEUTRAL
        ]
        for column in COLUMNS
    }  # fmt: skip
    return pd.DataFrame(found, index=list(NEUTRAL))


def main() -> None:
    """Print the table."""
    print("| off |", " | ".join(COLUMNS), "|")
    print("|---|" + "---:|" * len(COLUMNS))
    for name, row in moved().iterrows():
        print(f"| {name} |", " | ".join(f"{d:+.3f}" for d in row), "|")


if __name__ == "__main__":
    main()
