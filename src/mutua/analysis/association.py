"""How closely two columns go together: correlations, Cohen's d and kappa, ratios of odds and risks.

Rows with a missing value are left out; a statistic that is not defined is missing (NaN).
"""

import numpy as np


def complete_rows(*columns: np.ndarray) -> list[np.ndarray]:
    """The rows of some columns in which none is missing, as floats."""
    values = np.array([np.asarray(column, float) for column in columns])
    return list(values[:, np.isfinite(values).all(axis=0)])


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Pearson's r."""
    x, y = (values - values.mean() for values in _some(a, b))
    with np.errstate(invalid="ignore"):
        return float((x @ y) / np.sqrt((x @ x) * (y @ y)))


def rank_correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Spearman's r; equal values share their mean rank."""
    from scipy.stats import rankdata

    x, y = _some(a, b)
    return correlation(rankdata(x), rankdata(y))


def effect_size(a: np.ndarray, b: np.ndarray) -> float:
    """Cohen's d: mean of `a` less that of `b`, in SD pooled over both groups."""
    (x,), (y,) = complete_rows(a), complete_rows(b)
    if min(len(x), len(y)) < 2:
        return float("nan")
    squares = ((x - x.mean()) ** 2).sum() + ((y - y.mean()) ** 2).sum()
    return float((x.mean() - y.mean()) / np.sqrt(squares / (len(x) + len(y) - 2)))


def kappa(a: np.ndarray, b: np.ndarray) -> float:
    """Cohen's kappa of two columns of truth values; missing where both are one constant."""
    x, y = _some(a, b)
    alike = (x == y).mean()
    by_chance = x.mean() * y.mean() + (1.0 - x.mean()) * (1.0 - y.mean())
    return float((alike - by_chance) / (1.0 - by_chance)) if by_chance < 1.0 else float("nan")


def odds_ratio(outcome: np.ndarray, exposed: np.ndarray) -> float:
    """Odds of an outcome among the exposed over those among the others; missing if one is 0."""
    return risk_ratio(outcome, exposed) / risk_ratio(1.0 - np.asarray(outcome, float), exposed)


def risk_ratio(outcome: np.ndarray, exposed: np.ndarray) -> float:
    """Risk of an outcome among the exposed over that among the others; missing if one is 0."""
    y, x = _some(outcome, exposed)
    cases, others = (y * x).sum(), (y * (1.0 - x)).sum()
    if min(cases, others) == 0.0:
        return float("nan")
    return float((cases / x.sum()) / (others / (1.0 - x).sum()))


def _some(a: np.ndarray, b: np.ndarray) -> list[np.ndarray]:
    """Complete rows of two columns; one missing row where there is none."""
    columns = complete_rows(a, b)
    return columns if len(columns[0]) else [np.array([np.nan])] * 2
