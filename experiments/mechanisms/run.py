"""Print what each mechanism moves, as a table in Markdown."""

from math import sqrt

import pandas as pd

import mutua
from mutua.analysis.contrasts import cohens_d
from mutua.model.measures.outcomes import OUTCOMES
from mutua.model.parameters.mechanisms import NEUTRAL
from mutua.scenarios.resolve import resolve

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
        between persons (Cohen's d of a paired difference on common random numbers), in brackets
        where it is within two standard errors of nothing; in the last column the outcome moved
        most of all, and the SD over persons of its change.
    """
    off = [resolve(name=name, mechanism={name: False}) for name in NEUTRAL]
    arms = [resolve(name=ON), *off]
    contrast = mutua.compare(scenarios=arms, dyads=dyads, replicates=replicates)
    people = {name: of.set_index("replicate")[list(OUTCOMES)].astype(float)
              for name, of in contrast.dyads.groupby("arm", observed=True)}  # fmt: skip
    rows = {}
    for name in NEUTRAL:
        apart = people[name] - people[ON]
        d, error = sizes(apart, people[ON], people[name])
        rows[name] = {column: shown(d[column], error[column]) for column in COLUMNS} | {
            MOST: most(d, apart, people[ON])
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def sizes(apart: pd.DataFrame, on: pd.DataFrame, off: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Mean change of every outcome, in SD between persons, and its standard error."""
    means = apart.groupby(level="replicate").mean()
    error = means.std() / sqrt(len(means))
    spreads = on.std(), off.std()
    return tuple(
        pd.Series([cohens_d(*x) for x in zip(change, *spreads, strict=True)], index=on.columns)
        for change in (apart.mean(), error)
    )


def shown(d: float, error: float) -> str:
    """A change in words, in brackets where it is within two standard errors of nothing."""
    return f"{d:+.3f}" if abs(d) > 2.0 * error else f"({d:+.3f})"


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
