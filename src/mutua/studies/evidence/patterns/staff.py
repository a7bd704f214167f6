"""Rows on professionals: exhaustion, inequity, turnover and what they get done."""

from mutua.analysis.regression import linear, standardise
from mutua.studies.evidence.experiment import Arms, measures
from mutua.studies.evidence.patterns.settings import COMMUNITY


@measures("E23", COMMUNITY)
def exhausted_staff(arms: Arms) -> float:
    """Share of professionals with burnout of .5 or more at week 52."""
    return float((arms["usual"].professionals("burnout")[:, 51] >= 0.5).mean())


@measures("E24", COMMUNITY)
def under_benefited_staff(arms: Arms) -> float:
    """Share of professionals whose mean balance over their caseload is above 0 at week 52.

    Balance is credit less debt in their own books; whoever has no tie then is left out.
    """
    balance, ties = (arms["usual"].professionals(name)[:, 51] for name in ("balance", "ties"))
    return float((balance[ties > 0] > 0.0).mean())


@measures("E25", COMMUNITY)
def inequity_in_both_directions(arms: Arms) -> float:
    """Standardised coefficient of squared balance in a regression of burnout at week 78.

    Other predictors are burnout at week 26 and balance, the mean of weeks 1 to 26; the square is
    that of the standardised balance, and is standardised like each other column. Professionals are
    those who stayed from week 1 to week 78.
    """
    run = arms["usual"]
    generation, burnout = run.professionals("generation"), run.professionals("burnout")
    stayed = generation[:, 77] == generation[:, 0]
    balance = standardise(run.professionals("balance")[stayed, :26].mean(axis=1))
    columns = (burnout[stayed, 77], burnout[stayed, 25], balance, balance * balance)
    return float(linear(*map(standardise, columns))[3])


@measures("E26", COMMUNITY)
def turnover(arms: Arms) -> float:
    """Departures per professional-year; one at the end of the last week shows in no week."""
    generation = arms["usual"].professionals("generation")
    years = (generation.shape[1] - 1) / 52.0
    return float((generation[:, -1] - generation[:, 0]).mean() / years)


@measures("E27", COMMUNITY)
def contacts_of_a_case_manager(arms: Arms) -> float:
    """Contacts of a professional per month, at the caseload of the setting: visits attended.

    Mean of weeks 1 to 52; users who took the place of others count.
    """
    return float(arms["usual"].professionals("visits")[:, :52].mean() * 52.0 / 12.0)
