"""Rows on staying with a service: disengagement, missed appointments, and what regimes do."""

import numpy as np

from mutua.studies.evidence.experiment import ArmRun, Arms, Experiment, measures
from mutua.studies.evidence.patterns.matching import preference_class
from mutua.studies.evidence.patterns.settings import COMMUNITY, COMMUNITY_REGIMES

#: Early intervention in psychosis, for as long as the source followed.
EARLY_INTERVENTION = Experiment(
    "early intervention", {"usual": {"setting": "early_intervention"}}, dyads=4_000, weeks=78
)


def dropouts_by(run: ArmRun, week: int) -> np.ndarray:
    """Whether a tie was broken off by the end of a week: the ending had been decided by then."""
    return np.asarray(run.dyads["dropout"] & ~run.engaged[:, week - 1])


@measures("E04", EARLY_INTERVENTION)
def disengagement_from_early_intervention(arms: Arms) -> float:
    """Share disengaged within 78 weeks: dropout, of all who were referred."""
    return float(arms["usual"].dyads["dropout"].mean())


@measures("E05", COMMUNITY)
def disengagement_from_community_services(arms: Arms) -> float:
    """Share disengaged within 52 weeks."""
    return float(dropouts_by(arms["usual"], 52).mean())


@measures("E06", COMMUNITY)
def missed_appointments(arms: Arms) -> float:
    """Missed offers / offers of weeks 1 to 52, over dyads engaged through them.

    Without the final run before an exit: of a tie that ends later, offers after its last visit.
    """
    run, weeks = arms["usual"], np.arange(1, 53)
    counted = run.engaged[:, 51:52] & (weeks <= run.dyads["exit_week"].to_numpy()[:, None])
    offered, attended = (
        run.series(f"event.visit.{name}")[:, :52][counted].sum() for name in ("offered", "attended")
    )
    return float(1.0 - attended / offered)


@measures("E39", COMMUNITY_REGIMES)
def passivity_of_either_side(arms: Arms) -> float:
    """Dropout within 13 weeks under a regime in which one side is passive, less collaborative.

    The lower of paternalistic and consumer. A patience of more than 13 weeks leaves only ties that
    failed.
    """
    early = {name: dropouts_by(run, 13).mean() for name, run in arms.items()}
    return float(min(early["paternalistic"], early["consumer"]) - early["collaborative"])


@measures("E40", COMMUNITY_REGIMES)
def preference_turns_the_order(arms: Arms) -> float:
    """Dropout within 52 weeks under the regime that does not fit, less under that which does.

    The lower of consumer - paternalistic among users who prefer to be led, and paternalistic -
    consumer among those who prefer to lead; classes of preference as in E18.
    """
    prefers = preference_class(arms["usual"].dyads["preferred_control"].to_numpy())
    lost = {name: dropouts_by(run, 52).astype(float) for name, run in arms.items()}
    worse = lost["consumer"] - lost["paternalistic"]
    return float(min(worse[prefers == 2].mean(), -worse[prefers == 0].mean()))
