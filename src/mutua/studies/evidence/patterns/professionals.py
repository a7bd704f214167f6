"""Rows on psychotherapists: how much their users' courses differ between them."""

from mutua.analysis.clusters import intraclass_correlation, log_odds_sd
from mutua.studies.evidence.experiment import Arms, Experiment, measures
from mutua.studies.evidence.patterns.settings import PSYCHOTHERAPY
from mutua.studies.evidence.patterns.treatment import is_complete, residual_improvement

#: 400 professionals with 60 users each.
CASELOADS = Experiment(
    "caseloads",
    {"usual": {"setting": "psychotherapy",
               "parameters": {"service.caseload": 60, "service.team_size": 2}}},
    dyads=24_000,
)  # fmt: skip
#: Variance of a standard logistic distribution, as rounded in the row.
LOGISTIC = 3.29


@measures("E14", PSYCHOTHERAPY)
def professionals_and_outcome(arms: Arms) -> float:
    """One-way random-effects intraclass correlation of residual improvement over professionals.

    Of users with two or more visits who completed; the professional is the one that a user was
    allocated to, at random, also where another took over.
    """
    run = arms["usual"]
    sample = (run.dyads["visits_attended"].to_numpy() >= 2) & is_complete(run)
    professional = run.dyads["professional"].to_numpy()[sample]
    return intraclass_correlation(residual_improvement(run, sample), professional)


@measures("E15", CASELOADS)
def professionals_and_dropout(arms: Arms) -> float:
    """Share of the variance of dropout between professionals: sigma2/(sigma2 + 3.29).

    Sigma is the SD between professionals of the log odds of dropout among users with at least one
    visit, by moments, without binomial noise. Sixty users at once tire a professional more than
    twenty; a working week three times as long gives the same value to two places.
    """
    dyads = arms["usual"].dyads
    seen = dyads[dyads["visits_attended"] > 0]
    counts = seen.groupby("professional")["dropout"].agg(["sum", "size"]).to_numpy()
    variance = log_odds_sd(*counts.T) ** 2
    return float(variance / (variance + LOGISTIC))
