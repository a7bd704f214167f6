"""How much clusters differ: intraclass correlation, and spread of log odds beyond chance."""

import numpy as np

#: Largest SD of log odds that is looked for.
WIDEST = 8.0


def intraclass_correlation(values: np.ndarray, clusters: np.ndarray) -> float:
    """One-way random-effects intraclass correlation, from the analysis of variance.

    Missing where there is one cluster, or no cluster of two.

    Parameters
    ----------
    values, clusters : shape (members,)
        None missing; clusters are labels, and may differ in size.
    """
    _, cluster = np.unique(clusters, return_inverse=True)
    sizes = np.bincount(cluster)
    if not 1 < len(sizes) < len(values):
        return float("nan")
    centres = np.bincount(cluster, weights=values) / sizes
    members, number = sizes.sum(), len(sizes)
    within = ((values - centres[cluster]) ** 2).sum() / (members - number)
    between = (sizes * (centres - values.mean()) ** 2).sum() / (number - 1)
    size = (members - (sizes**2).sum() / members) / (number - 1)
    variance = (between - within) / size
    return float(variance / (variance + within))


def log_odds_sd(events: np.ndarray, members: np.ndarray) -> float:
    """SD between clusters of normal log odds of an event, without binomial noise.

    The mean chance and its mean square are estimated without bias from counts, as
    ``sum d / sum n`` and ``sum d (d - 1) / sum n (n - 1)``; log odds with these moments are
    found. 0 where clusters differ by less than chance.

    Parameters
    ----------
    events, members : shape (clusters,)
        Members with the event, d, and members, n.
    """
    from scipy.optimize import brentq

    mean = events.sum() / members.sum()
    square = (events * (events - 1)).sum() / (members * (members - 1)).sum()
    if square <= mean * mean:
        return 0.0
    if _mean_square(WIDEST, mean) <= square:
        return float("nan")
    return float(brentq(lambda sd: _mean_square(sd, mean) - square, 0.0, WIDEST))


def _mean_square(sd: float, mean: float) -> float:
    """Mean square of a chance with this mean whose log odds are normal with this SD."""
    from scipy.optimize import brentq
    from scipy.special import expit, roots_hermitenorm

    nodes, weights = roots_hermitenorm(60)
    weights = weights / weights.sum()

    def excess(centre: float) -> float:
        return float(weights @ expit(centre + sd * nodes)) - mean

    return float(weights @ expit(brentq(excess, -60.0, 60.0) + sd * nodes) ** 2)
