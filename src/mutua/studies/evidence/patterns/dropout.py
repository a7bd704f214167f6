"""Rows on breaking off: how many, and when."""

import numpy as np

from mutua.analysis.regression import logistic, standardise
from mutua.studies.evidence.experiment import Arms, Experiment, measures
from mutua.studies.evidence.patterns.settings import PSYCHOTHERAPY
from mutua.studies.evidence.patterns.treatment import rating, ratings_by_visit

#: First visits and what follows within 45 days of them.
ROUTINE = Experiment(
    "routine", {"usual": {"setting": "routine"}}, dyads=4_000, weeks=26,
    series=("event.visit.attended",),
)  # fmt: skip


@measures("E01", PSYCHOTHERAPY)
def dropout_within_sixteen_offers(arms: Arms) -> float:
    """Share with ending failed or nonattendance within 16 weekly offers, of those ever seen."""
    dyads, offered = arms["usual"].dyads, arms["usual"].series("event.visit.offered")
    within = np.nansum(offered, axis=1) <= 16
    seen = dyads["visits_attended"] > 0
    return float((dyads["dropout"] & within)[seen].mean())


@measures("E02", ROUTINE)
def no_return_after_the_first_visit(arms: Arms) -> float:
    """Share with no second attended visit within 7 weeks of the first, whatever the ending."""
    attended = np.nan_to_num(arms["usual"].series("event.visit.attended"))
    weeks = np.arange(attended.shape[1])
    seen = attended.any(axis=1)
    first = attended.argmax(axis=1)
    again = attended * (weeks > first[:, None]) * (weeks <= first[:, None] + 7)
    observed = seen & (first + 7 < len(weeks))
    return float(1.0 - again.any(axis=1)[observed].mean())


@measures("E03", PSYCHOTHERAPY)
def front_loading(arms: Arms) -> float:
    """Share of the dropouts of E01 whose last attended visit is visit 1, 2 or 3."""
    dyads, offered = arms["usual"].dyads, arms["usual"].series("event.visit.offered")
    left = dyads["dropout"] & (dyads["visits_attended"] > 0)
    left &= np.nansum(offered, axis=1) <= 16
    return float((dyads["visits_attended"][left] <= 3).mean())


@measures("E07", PSYCHOTHERAPY)
def improvement_protects(arms: Arms) -> float:
    """Hazard ratio of dropout per SD of improvement so far, over person-visits 3 to 15.

    Exponential of the coefficient in one logistic model of not coming back after a visit; rating
    at week 0 and number of the visit adjusted. Not to come back is to drop out: other endings
    censor.
    """
    run, visits = arms["usual"], np.arange(3, 16)
    start = np.repeat(rating(run, "week:0", "severity")[:, None], len(visits), axis=1)
    improvement = start - ratings_by_visit(run, "severity", 3, 15)
    dropout, last = (run.dyads[name].to_numpy() for name in ("dropout", "visits_attended"))
    left = dropout[:, None] & (last[:, None] == visits)
    number = np.broadcast_to(visits, left.shape)
    columns = (left, standardise(improvement), start, number)
    return float(np.exp(logistic(*(column.ravel() for column in columns))[1]))
