"""Rows on how the two sides see their relation in community care, and what follows from it."""

import numpy as np

from mutua.analysis.agreement import agreement_table
from mutua.analysis.association import correlation, rank_correlation
from mutua.analysis.regression import logistic, residual, standardise
from mutua.model.measures.functions import FUNCTIONS
from mutua.studies.evidence.experiment import ArmRun, Arms, measures
from mutua.studies.evidence.patterns.settings import COMMUNITY
from mutua.studies.evidence.patterns.treatment import rating

#: Functions on which the sides are said to disagree most.
CONTESTED = ("reciprocity", "power_balance")


def at_week_52(run: ArmRun, occasion: str, instrument: str) -> np.ndarray:
    """What an instrument said of those who were engaged at week 52; missing for the others."""
    return np.where(run.engaged[:, 51], rating(run, occasion, instrument), np.nan)


@measures("E09", COMMUNITY)
def alliance_in_psychiatry(arms: Arms) -> float:
    """Pearson r of user-rated alliance at the last visit of weeks 9-13 with residual improvement.

    Of those engaged at week 13. The last rating is that of week 52, and where the tie ended
    before, that of its last visit.
    """
    run = arms["usual"]
    start, end, exit_rating = (
        rating(run, occasion, "severity") for occasion in ("week:0", "week:52", "weeks:1-52")
    )
    improvement = start - np.where(run.engaged[:, 51], end, exit_rating)
    alliance = rating(run, "weeks:9-13", "star_user")
    sample = run.engaged[:, 12] & np.isfinite(alliance)
    return correlation(alliance[sample], residual(improvement[sample], start[sample]))


@measures("E13", COMMUNITY)
def agreement_on_the_alliance(arms: Arms) -> float:
    """Spearman r of user-rated with professional-rated alliance, of those engaged at week 52.

    At the last visit up to the end of week 52.
    """
    sides = ("star_user", "star_professional")
    return rank_correlation(*(at_week_52(arms["usual"], "weeks:1-52", name) for name in sides))


@measures("E21", COMMUNITY)
def relationship_and_adherence(arms: Arms) -> float:
    """Lower of OR of the user - 1 and OR of the professional - OR of the user.

    Odds ratios of good adherence (.75 or more at week 52, mean of the last 13 weeks) per SD of the
    rating of either side at the last visit, in one logistic model with rated severity at week 52.
    """
    run = arms["usual"]
    user, professional = (
        standardise(at_week_52(run, "weeks:1-52", f"star_{side}"))
        for side in ("user", "professional")
    )
    good = rating(run, "week:52", "adherence") >= 0.75
    odds = np.exp(logistic(good, user, professional, at_week_52(run, "week:52", "severity")))
    return float(min(odds[1] - 1.0, odds[2] - odds[1]))


@measures("E43", COMMUNITY)
def disagreement_on_functions(arms: Arms) -> float:
    """Lowest kappa of the other functions less the higher of reciprocity and power balance.

    Of those engaged at week 52. A function that all or none see has no kappa and is left out.
    """
    run = arms["usual"]
    seen = [at_week_52(run, "week:52", f"functions_{side}") for side in ("user", "professional")]
    user, professional = (codes[np.isfinite(codes)].astype(int) for codes in seen)
    agreement = (
        agreement_table(user, professional, FUNCTIONS).set_index("function")["kappa"].to_dict()
    )
    contested = max(agreement.pop(name) for name in CONTESTED)
    return float(np.nanmin(list(agreement.values())) - contested)
