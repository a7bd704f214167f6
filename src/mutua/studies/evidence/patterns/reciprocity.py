"""Rows on what is given and received: kinds of dyad, help withheld, unequal stocks."""

import numpy as np
import pandas as pd

from mutua.studies.evidence.experiment import Arms, measures
from mutua.studies.evidence.patterns.settings import COMMUNITY, COMMUNITY_REGIMES

#: Equilibrium classes that are said to arise from one set of rules.
KINDS = ("mutual", "directive_compliant", "antagonistic_stable", "dead")


@measures("E38", COMMUNITY_REGIMES)
def four_kinds_of_dyad(arms: Arms) -> float:
    """Smallest share of four equilibrium classes among dyads engaged at week 52.

    Regimes are pooled in equal parts: each share is the mean of those under the three.
    """
    three = [_shares(run.dyads) for regime, run in arms.items() if regime != "usual"]
    return float(np.mean(three, axis=0).min())


@measures("E45", COMMUNITY)
def responsibility_shifts_help_away(arms: Arms) -> float:
    """Relative reduction of goods and services given over weeks 1-26.

    By professionals to users in the top v the bottom tercile of perceived responsibility, all of
    the cohort: whoever left is given no more.
    """
    run = arms["usual"]
    goods, services = (run.series(f"event.given.to_user.{name}") for name in ("goods", "services"))
    help_given = np.nansum((goods + services)[:, :26], axis=1)
    seen = run.dyads["responsibility"].to_numpy()
    low, high = np.quantile(seen, (1 / 3, 2 / 3))
    return float(1.0 - help_given[seen > high].mean() / help_given[seen <= low].mean())


@measures("E48", COMMUNITY_REGIMES)
def unequal_stocks(arms: Arms) -> float:
    """Share with |accumulated given - received| / (sum) of .2 or more, after rho.

    Of those in dynamic equilibrium at week 52, under usual care.
    """
    dyads = arms["usual"].dyads
    balanced = dyads["engaged"] & dyads["in_equilibrium"]
    return float((dyads["stock_imbalance"][balanced].abs() >= 0.2).mean())


def _shares(dyads: pd.DataFrame) -> list[float]:
    classes = dyads["equilibrium"][dyads["engaged"]]
    return [float((classes == kind).mean()) for kind in KINDS]
