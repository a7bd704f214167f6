"""The figures of a calibration, in the order of its report."""

from mutua.plots import calibration as plots
from mutua.plots.figure import Figure, figures_class

FIGURES = (
    Figure(
        "marginals",
        "What was learned",
        "Posterior of each parameter that was learned, with its prior and the value that the "
        "setting gives it. Where the posterior is as wide as the prior, the records said nothing; "
        "where it piles up at an end of the prior (red), they may ask for values beyond it.",
        lambda fitted: plots.marginals(
            fitted.tables["posterior"], fitted.tables["draws"], fitted.title
        ),
        needs=("posterior", "draws"),
    ),
    Figure(
        "courses",
        "How ties end, week by week",
        "Share of users whose tie had broken off, or was completed, by the week of the last "
        "attended visit: the records, and services of the same size simulated at draws from the "
        "posterior. The records lie within the band if the model can make such a service.",
        lambda fitted: plots.courses(fitted.tables["courses"], fitted.title),
        needs=("courses",),
    ),
    Figure(
        "checks",
        "Every summary, checked",
        "Each summary of the records against services simulated at draws from the posterior, in "
        "SDs between those services. About one in twenty lies outside by chance.",
        lambda fitted: plots.checks(fitted.tables["checks"], fitted.title),
        needs=("checks",),
        wide=False,
    ),
    Figure(
        "profile",
        "What such records can teach",
        "From a synthetic twin of the service at the values of the setting: the SD that records "
        "of this size would leave, as a share of the prior's, were everything else known and with "
        "all other candidates unknown. A linear approximation.",
        lambda fitted: plots.profile(fitted.tables["profile"], fitted.title),
        needs=("profile",),
        wide=False,
    ),
)
CalibrationFigures = figures_class("CalibrationFigures", FIGURES)
