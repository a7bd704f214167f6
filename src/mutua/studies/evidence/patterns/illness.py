"""Rows on relapse and readmission: the key relative, and feeling better after talking."""

import numpy as np

from mutua.analysis.association import odds_ratio, risk_ratio
from mutua.studies.evidence.experiment import Arms, Experiment, measures
from mutua.studies.evidence.patterns.settings import COMMUNITY

#: All live with a relative and are in a crisis when care begins.
RELATIVES = Experiment(
    "relatives",
    {
        "usual": {
            "setting": "community",
            "parameters": {"service.relatives": 1, "service.crisis": 1},
        }
    },
    dyads=4_000, weeks=52,
)  # fmt: skip


def odds_of_relapse(arms: Arms, trait: str) -> float:
    """Odds ratio of a relapse within 52 weeks: a trait of the relative above v below the median.

    A relapse after the end of the tie is not seen by the service.
    """
    dyads = arms["usual"].dyads
    return odds_ratio(dyads["relapses"] > 0, dyads[trait] > dyads[trait].median())


@measures("E30", RELATIVES)
def expressed_emotion_and_relapse(arms: Arms) -> float:
    """Odds ratio of relapse within 52 weeks, expressed emotion at the start above v below the cut.

    The cut is the median, so that half are high.
    """
    return odds_of_relapse(arms, "expressed_emotion")


@measures("E31", RELATIVES)
def warmth_and_relapse(arms: Arms) -> float:
    """Odds ratio of relapse within 52 weeks, warmth of the relative above v below the median."""
    return odds_of_relapse(arms, "warmth")


@measures("E47", COMMUNITY)
def feeling_better_after_talking(arms: Arms) -> float:
    """Risk ratio of an admission in weeks 14-100: mean affect change at visits above 0 v not.

    Of those with at least four visits in weeks 1 to 13 who were engaged at the end of them. The
    change at a visit is the user's affect at the end of its week less that a week before, if the
    professional was the same (0 before week 1). A tie that ends is followed to its ending.
    """
    run = arms["usual"]
    met = run.series("event.visit.attended")[:, :13] > 0.0
    sample = run.engaged[:, 12] & (met.sum(axis=1) >= 4)
    same = np.diff(run.series("carer.professional.generation")[:, :13], prepend=0.0) == 0.0
    change = np.diff(run.series("user.feeling.affect")[:, :13], prepend=0.0)
    better = np.where(met & same, change, 0.0).sum(axis=1) > 0.0
    admissions = run.series("person.course.admissions")
    later = np.nanmax(admissions[sample, 13:100], axis=1) > admissions[sample, 12]
    return risk_ratio(later, better[sample])
