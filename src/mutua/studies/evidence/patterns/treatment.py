"""What rows on psychotherapy read of a run: improvement, and who completed."""

import numpy as np

from mutua.analysis.regression import residual
from mutua.studies.evidence.experiment import ArmRun


def residual_improvement(run: ArmRun, sample: np.ndarray) -> np.ndarray:
    """Improvement that the rating at week 0 does not explain, in a sample; one value a dyad of it.

    The last rating is that of the last attended visit, by which an exit is dated (design 2.6).

    Parameters
    ----------
    sample : bool, shape (dyads,)
        Dyads that were seen.
    """
    start = rating(run, "week:0", "severity")[sample]
    return residual(start - rating(run, "weeks:1-26", "severity")[sample], start)


def is_complete(run: ArmRun) -> np.ndarray:
    """Whether a treatment was completed: neither broken off nor cut short by a move."""
    return np.asarray(~run.dyads["dropout"] & (run.dyads["ending"] != "moved"))


def rating(run: ArmRun, occasion: str, instrument: str) -> np.ndarray:
    """What an instrument said on an occasion, one value a dyad; missing without the occasion."""
    return np.asarray(run.rated(occasion)[instrument], float)


def ratings_by_visit(run: ArmRun, instrument: str, first: int, last: int) -> np.ndarray:
    """What an instrument said at some visits, shape (dyads, visits)."""
    visits = range(first, last + 1)
    return np.column_stack([rating(run, f"visit:{k}", instrument) for k in visits])
