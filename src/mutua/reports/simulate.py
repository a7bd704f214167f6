"""What one simulation recorded, in sentences computed from its tables."""

from collections.abc import Iterator

import pandas as pd

from mutua.model.measures.outcomes import label


def run_sentences(weekly: pd.DataFrame, dyads: pd.DataFrame | None) -> Iterator[str]:
    """What became of the dyads, and how those who are left stand.

    `weekly`, `dyads`: as recorded; the rows of the dyads may be missing.
    """
    last = weekly.iloc[-1]
    week = f"{last['week']:.0f}"
    if dyads is None:
        yield f"In week {week} {last['engaged']:.1%} of the dyads are engaged."
    else:
        yield (
            f"Within {week} weeks {dyads['dropout'].mean():.1%} of the dyads broke off; "
            f"{last['engaged']:.1%} are engaged in week {week}."
        )
    if last["engaged"] > 0.0:
        states = (f"{label(name)} {last[name]:.2f}" for name in
                  ("trust_user", "trust_professional", "severity", "efficacy")
                  if name in weekly)  # fmt: skip
        yield f"Means over those engaged in week {week}: {'; '.join(states)}."
