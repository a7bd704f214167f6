"""Rows on preferred roles in psychotherapy under three regimes."""

import numpy as np

from mutua.analysis.association import odds_ratio
from mutua.studies.evidence.experiment import Arms, Experiment, measures

#: The regime of each class of preference, from user-led to professional-led.
REGIMES = ("consumer", "collaborative", "paternalistic")
#: Shares of users up to each class but the last, by preferred control (E19).
SHARES = (0.19, 0.19 + 0.575)

#: The same users under each of three regimes.
THREE = Experiment(
    "psychotherapy under three regimes",
    {regime: {"setting": "psychotherapy", "regime": regime} for regime in REGIMES},
    dyads=12_000,
)  # fmt: skip


@measures("E18", THREE)
def misfit_and_dropout(arms: Arms) -> float:
    """Odds ratio of dropout, unmatched against matched, of users randomised over three regimes.

    Matched is who was given the regime of the own class of preference. Users are drawn
    independently of their slots, so that each third slot given a regime is a random allocation,
    even over professionals.
    """
    outcomes = np.array([arms[regime].dyads["dropout"] for regime in REGIMES])
    users = np.arange(outcomes.shape[1])
    given = users % len(REGIMES)
    unmatched = given != preference_class(arms[REGIMES[0]].dyads["preferred_control"].to_numpy())
    return odds_ratio(outcomes[given, users], unmatched)


def preference_class(preferred_control: np.ndarray) -> np.ndarray:
    """Place of each user's class of preference in `REGIMES`, in shares as published (E19)."""
    return np.asarray(np.digitize(preferred_control, np.quantile(preferred_control, SHARES)))
