"""Rows on the alliance in psychotherapy: what goes with it, and how the two sides see it."""

import numpy as np

from mutua.analysis.association import correlation, effect_size
from mutua.analysis.panel import cross_lagged
from mutua.analysis.summary import sd
from mutua.studies.evidence.experiment import ArmRun, Arms, measures
from mutua.studies.evidence.patterns.settings import PSYCHOTHERAPY
from mutua.studies.evidence.patterns.treatment import (
    is_complete,
    rating,
    ratings_by_visit,
    residual_improvement,
)


@measures("E08", PSYCHOTHERAPY)
def alliance_and_outcome(arms: Arms) -> float:
    """Pearson r of user-rated alliance at visit 4 with residual improvement.

    All with a fourth visit are rated: at the last visit, if not later.
    """
    run = arms["usual"]
    return _r_with_improvement(run, rating(run, "visit:4", "star_user"))


@measures("E10", PSYCHOTHERAPY)
def alliance_before_dropout(arms: Arms) -> float:
    """Cohen's d of user-rated alliance at visit 3: completed less dropped out later.

    Visit 3 may be the last of a dropout; users who moved away are in neither group.
    """
    run = arms["usual"]
    alliance = rating(run, "visit:3", "star_user")
    return effect_size(alliance[is_complete(run)], alliance[run.dyads["dropout"]])


@measures("E11", PSYCHOTHERAPY)
def agreement_of_the_sides(arms: Arms) -> float:
    """Pearson r of user-rated with professional-rated alliance at visit 4."""
    return correlation(*_both_sides(arms["usual"]))


@measures("E12", PSYCHOTHERAPY)
def distance_of_the_sides(arms: Arms) -> float:
    """Cohen's d (pooled SD) of the mean STAR item at visit 4, user less professional.

    One mapping gives both ratings, so that twelve items of each are compared as they are.
    """
    return effect_size(*_both_sides(arms["usual"]))


@measures("E16", PSYCHOTHERAPY)
def goal_consensus_and_outcome(arms: Arms) -> float:
    """Pearson r of user-rated goal consensus at visit 4 with residual improvement."""
    run = arms["usual"]
    return _r_with_improvement(run, _rated_with_noise(run, "goal_consensus"))


@measures("E17", PSYCHOTHERAPY)
def joint_work_and_outcome(arms: Arms) -> float:
    """Pearson r of user-rated joint work at visit 4 with residual improvement."""
    run = arms["usual"]
    return _r_with_improvement(run, _rated_with_noise(run, "joint_work"))


@measures("E20", PSYCHOTHERAPY)
def attachment_and_alliance(arms: Arms) -> float:
    """Pearson r of 1 - (avoidance + anxiety)/2 with user-rated alliance at visit 4."""
    run = arms["usual"]
    secure = 1.0 - (run.dyads["avoidance"] + run.dyads["anxiety"]) / 2.0
    return correlation(secure, rating(run, "visit:4", "star_user"))


@measures("E22", PSYCHOTHERAPY)
def alliance_and_relief_in_turn(arms: Arms) -> float:
    """Lower of the two cross-lagged coefficients within persons who attended visits 1 to 7.

    Alliance on relief so far as rated at the next visit, and relief so far on alliance at the next
    visit; relief so far is the rating of severity at week 0 less that at the visit.
    """
    run = arms["usual"]
    alliance = ratings_by_visit(run, "star_user", 1, 7)
    start = rating(run, "week:0", "severity")[:, None]
    relief = start - ratings_by_visit(run, "severity", 1, 7)
    return min(cross_lagged(alliance, relief), cross_lagged(relief, alliance))


@measures("E37", PSYCHOTHERAPY)
def ruptures(arms: Arms) -> float:
    """Share of attended visits that raised the user's rupture.

    A visit raises it whose outcome is far enough below expectation, or that harms (design 2.6);
    what the same visit repairs of an older rupture is not set against it.
    """
    dyads = arms["usual"].dyads
    return float(dyads["rupture_visits"].sum() / dyads["visits_attended"].sum())


def _r_with_improvement(run: ArmRun, rated: np.ndarray) -> float:
    """Pearson r of a rating with residual improvement among those rated."""
    there = np.isfinite(rated)
    return correlation(rated[there], residual_improvement(run, there))


def _both_sides(run: ArmRun) -> tuple[np.ndarray, np.ndarray]:
    """Alliance at visit 4 as user and professional rate it."""
    return rating(run, "visit:4", "star_user"), rating(run, "visit:4", "star_professional")


def _rated_with_noise(run: ArmRun, state: str) -> np.ndarray:
    """A state at visit 4 as rated with reliability .8: noise of half its SD between users."""
    true = rating(run, "visit:4", state)
    return np.asarray(true + 0.5 * sd(true) * rating(run, "visit:4", f"noise_{state}"))
