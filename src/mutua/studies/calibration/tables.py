"""What a calibration keeps, as tables: profile, particles, posterior, checks; and back again."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mutua.analysis.tables import table
from mutua.model.measures.outcomes import attach_units
from mutua.model.parameters.catalogue import DECLARED
from mutua.studies.calibration.plan import CalibrationPlan
from mutua.studies.calibration.profile import LEVELS, Profile
from mutua.studies.calibration.sampler import Particles
from mutua.studies.calibration.services import Services

PROFILE = {
    "parameter": ("name", "the candidate"),
    "value": ("the parameter's", "its value in the setting"),
    "low": ("the parameter's", "lower end of its prior"),
    "high": ("the parameter's", "upper end of its prior"),
    "log": ("truth", "whether the prior is even on the logarithm"),
    "alone": ("share", "SD of the prior that records of a twin leave, were all else known"),
    "jointly": ("share", "SD of the prior that they leave, the other candidates being unknown"),
    "learned": ("truth", "whether it is learned; otherwise it keeps its prior"),
}
LEVEL = {
    "parameter": ("name", "the candidate"),
    "share": ("share", "of its prior"),
    "value": ("the parameter's", "its value"),
    "moved": ("SD", "how far the summaries move from the twin's, in SDs of their noise"),
}
POSTERIOR = {
    "parameter": ("name", "the candidate"),
    "learned": ("truth", "whether it was learned; otherwise it keeps its prior"),
    "unit": ("text", "its unit"),
    "prior_low": ("the parameter's", "lower end of its prior"),
    "prior_high": ("the parameter's", "upper end of its prior"),
    "log": ("truth", "whether the prior is even on the logarithm"),
    "value": ("the parameter's", "its value in the setting"),
    "median": ("the parameter's", "median of the posterior"),
    "low": ("the parameter's", "lower end of the 95 % posterior interval"),
    "high": ("the parameter's", "upper end of the 95 % posterior interval"),
    "left": ("share", "SD of the posterior over that of the prior, on the prior's own scale"),
    "at_end": ("name", "end of the prior, lower or upper, at which the posterior piles up"),
}
CHECK = {
    "summary": ("name", "what is summarised"),
    "label": ("text", "what it is called in figures"),
    "unit": ("text", "its unit"),
    "definition": ("text", "what it is"),
    "observed": ("the summary's", "in the records"),
    "mean": ("the summary's", "mean over services simulated at draws from the posterior"),
    "low": ("the summary's", "lower end of the 95 % posterior predictive interval"),
    "high": ("the summary's", "upper end of the 95 % posterior predictive interval"),
    "tail": ("share", "of simulated services at least as far from the median, on either side"),
}
COURSE = {
    "ending": ("name", "dropout or completed"),
    "week": ("week", "week of the last visit"),
    "observed": ("share of users", "in the records"),
    "mean": ("share of users", "mean over services simulated at draws from the posterior"),
    "low": ("share of users", "lower end of the 95 % posterior predictive interval"),
    "high": ("share of users", "upper end of the 95 % posterior predictive interval"),
}
TRACE = {
    "generation": ("number", "0 is drawn from the prior"),
    "tolerance": ("SD", "distance of the farthest particle that is kept"),
    "accepted": ("share", "of proposals that came nearer than the tolerance before"),
    "effective": ("particles", "effective number, 1 over the sum of squared weights"),
}
#: Share of draws at an end of the prior that says that the end was reached.
PILED = 0.14
#: Names of columns that hold summaries, weights and distances of particles.
_OF, _WEIGHT, _DISTANCE, _ACCEPTED = "summary.", "weight", "distance", "accepted"


def twin_profile_table(
    plan: CalibrationPlan, profile: Profile, learned: Sequence[int]
) -> pd.DataFrame:
    """One row a candidate, the best known first."""
    order = np.argsort(profile.jointly, kind="stable")
    return table(
        ((plan.names[k], plan.scenario.values[plan.names[k]], plan.axes[k].low, plan.axes[k].high,
          plan.axes[k].log, profile.alone[k], profile.jointly[k], k in learned) for k in order),
        PROFILE,
    )  # fmt: skip


def level_table(plan: CalibrationPlan, profile: Profile) -> pd.DataFrame:
    """One row a candidate and level."""
    values = [axis.at(np.array(LEVELS)) for axis in plan.axes]
    return table(
        ((name, share, values[k][j], profile.moved[k, j])
         for k, name in enumerate(plan.names) for j, share in enumerate(LEVELS)),
        LEVEL,
    )  # fmt: skip


def learned_axes(plan: CalibrationPlan, profile: pd.DataFrame) -> list[int]:
    """Places of the candidates that are learned, from the table of the profile."""
    return [plan.names.index(name) for name in profile["parameter"][profile["learned"]]]


def prior_table(plan: CalibrationPlan, shares: np.ndarray, summaries: np.ndarray) -> pd.DataFrame:
    """One row a simulation at a draw from the prior."""
    columns = dict(zip(plan.names, shares.T, strict=True))
    names = [_OF + name for name in plan.observed.summaries]
    columns |= dict(zip(names, summaries.T, strict=True))
    return pd.DataFrame(columns)


def prior_of(plan: CalibrationPlan, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Shares of the priors, and summaries, from their table."""
    names = [_OF + name for name in plan.observed.summaries]
    return rows[plan.names].to_numpy(float), rows[names].to_numpy(float)


def particles_table(plan: CalibrationPlan, population: Particles) -> pd.DataFrame:
    """One row a particle."""
    rows = prior_table(plan, population.shares, population.summaries)
    rows[_WEIGHT], rows[_DISTANCE] = population.weights, population.distance
    rows[_ACCEPTED] = population.accepted
    return rows


def restore_particles(plan: CalibrationPlan, number: int, rows: pd.DataFrame) -> Particles:
    """Make a population from its table again."""
    shares, summaries = prior_of(plan, rows)
    return Particles(
        number, shares, summaries, rows[_WEIGHT].to_numpy(float), rows[_DISTANCE].to_numpy(float),
        float(rows[_ACCEPTED].iloc[0]),
    )  # fmt: skip


def trace_row(population: Particles) -> tuple[float, ...]:
    """One row of the table of generations."""
    effective = 1.0 / float((population.chances**2).sum())
    return population.number, population.tolerance, population.accepted, effective


def draws_table(plan: CalibrationPlan, values: np.ndarray) -> pd.DataFrame:
    """One row a draw from the posterior, in the units of the parameters."""
    rows = pd.DataFrame(dict(zip(plan.names, values.T, strict=True)))
    return attach_units(rows, {n: (DECLARED[n].unit, DECLARED[n].about) for n in plan.names})


def posterior_table(
    plan: CalibrationPlan, shares: np.ndarray, learned: Sequence[int]
) -> pd.DataFrame:
    """One row a candidate: its prior beside its posterior."""
    order = [*learned, *(k for k in range(len(plan.axes)) if k not in learned)]
    rows = []
    for k in order:
        axis, name = plan.axes[k], plan.names[k]
        low, median, high = axis.at(np.quantile(shares[:, k], [0.025, 0.5, 0.975]))
        left = shares[:, k].std() * np.sqrt(12.0)
        rows.append((name, k in learned, DECLARED[name].unit, axis.low, axis.high, axis.log,
                     plan.scenario.values[name], median, low, high, left,
                     reached_end(shares[:, k])))  # fmt: skip
    return table(rows, POSTERIOR)


def reached_end(shares: np.ndarray) -> str:
    """The end of a prior, lower or upper, at which draws of its shares pile up; else empty.

    They do if `PILED` lie within a tenth of the 95 % interval's width from the end: half of a
    normal has .18 there, one with its mean an SD inside .095, as an even posterior has.
    """
    low, high = np.quantile(shares, [0.025, 0.975])
    away = {"lower": shares, "upper": 1.0 - shares}
    return next((end for end, x in away.items() if np.mean(x < (high - low) / 10) > PILED), "")


def check_table(services: Services, summaries: np.ndarray) -> pd.DataFrame:
    """One row a summary: the records against services simulated at draws from the posterior."""
    rows = []
    for k, (name, (about, _)) in enumerate(services.measures.items()):
        values, seen = summaries[:, k], services.target[k]
        values = values[np.isfinite(values)]
        low, high = np.quantile(values, [0.025, 0.975])
        above = (np.sum(values >= seen) + 1) / (len(values) + 1)
        below = (np.sum(values <= seen) + 1) / (len(values) + 1)
        tail = min(1.0, 2.0 * min(above, below))
        rows.append((name, about.label, about.unit, about.definition, seen, values.mean(), low,
                     high, tail))  # fmt: skip
    return table(rows, CHECK)


def course_table(services: Services, courses: dict[str, np.ndarray]) -> pd.DataFrame:
    """One row an ending and week: the records against the posterior predictive."""
    rows: list[tuple[object, ...]] = []
    for ending, curves in courses.items():
        low, high = np.quantile(curves, [0.025, 0.975], axis=0)
        seen = services.observed.curves[ending]
        weeks = range(len(seen))
        rows += zip([ending] * len(seen), weeks, seen, curves.mean(axis=0), low, high, strict=True)
    return table(rows, COURSE)
