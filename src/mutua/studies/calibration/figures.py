"""The figures of a calibration, in the order of its report."""

from mutua.plots import calibration as plots
from mutua.plots.figure import Figure, figures_class

FIGURES = (
    Figure(
        "marginals",
        "What was learned",
        "Posterior of each parameter that was learned, with its prior and the value that the "
        "setting gives it. Where the posterior is as wide as the prior, the records said nothing.",
        lambda found: plots.marginals(
            found.tables["posterior"], found.tables["draws"], found.title
        ),
        needs=("posterior", "draws"),
    ),
    Figure(
        "courses",
        "How ties end, week by week",
        "Share of users whose tie had broken off, or was completed, by the week of the last "
        "attended visit: the records, and services of the same size simulated at draws from the "
        "posterior. The records lie within the band if the model can make such a service.",
        lambda found: plots.courses(found.tables["courses"], found.title),
        needs=("courses",),
    ),
    Figure(
        "checks",
        "Every summary, checked",
        "Each summary of the records against services simulated at draws from the posterior, in "
        "SDs between those services. About one in twenty lies outside by chance.",
        lambda found: plots.checks(found.tables["checks"], found.title),
        needs=("checks",),
        wide=False,
    ),
    Figure(
        "profile",
        "What such records can teach",
        "From a synthetic twin of the service at the values of the setting: the SD that records "
        "of this size would leave, as a share of the prior's, were everything else known and with "
        "all other candidates unknown. A linear approximation.",
        lambda found: plots.profile(found.tables["profile"], found.title),
        needs=("profile",),
        wide=False,
    ),
)
CalibrationFigures = figures_class("CalibrationFigures", FIGURES)
