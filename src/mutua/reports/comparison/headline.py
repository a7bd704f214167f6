"""The first sentences on a comparison: the difference in dropout, and what of it was put in."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mutua.reports.comparison.besides import includes_zero, others
from mutua.reports.comparison.notes import are_same_users

Manifest = Mapping[str, Any]
Tables = Mapping[str, pd.DataFrame]
#: What an interval is of. The two kinds are never mixed in a sentence, a table or a figure.
OF_DRAWS = "of the random draws alone"
OF_POSTERIOR = "of another draw from the posterior"


class Finding(NamedTuple):
    """What is said first of a pair of arms."""

    sentence: str  #: Shares that broke off, their difference, what of it remains without roles
    doubt: str  #: Intervals of both, and what they are of
    besides: str  #: What differs most in other outcomes


def headline(tables: Tables, manifest: Manifest) -> Iterator[Finding]:
    """For each pair of arms: what happens to dropout, and what differs most besides."""
    overall = tables["summary"][tables["summary"]["over"] == "all"]
    arms = {arm["name"]: arm for arm in manifest["arms"]}
    for (reference, arm), rows in overall.groupby(["reference", "arm"], sort=False):
        by = rows.set_index("outcome")
        roles = roles_of(tables, str(reference), str(arm))
        is_shared = are_same_users([arms[reference], arms[arm]])
        yield Finding(
            first_sentence(by.loc["dropout"], roles, manifest["weeks"], is_shared=is_shared),
            doubt(by.loc["dropout"], roles, manifest),
            f"{arm} against {reference} otherwise: {others(by.drop(index='dropout'))}",
        )


def roles_of(tables: Tables, reference: str, arm: str) -> pd.Series | None:
    """The row of a pair in the table of differences with roles off; None where not run."""
    if "roles" not in tables:
        return None
    roles = tables["roles"]
    rows = roles[(roles["reference"] == reference) & (roles["arm"] == arm)]
    return None if rows.empty else rows.iloc[0]


def first_sentence(
    dropout: pd.Series, roles: pd.Series | None, weeks: int, *, is_shared: bool
) -> str:
    """Shares that broke off under both arms, their difference, and what remains without roles."""
    arm, reference = (100 * dropout[side] for side in ("mean_arm", "mean_reference"))
    users = "" if is_shared else " of 100 other users, of the same ranks and random draws,"
    unsure = includes_zero(dropout["low"], dropout["high"])
    return (
        f"Within {weeks} weeks {arm:.1f} of 100 users break off under {dropout['arm']} against "
        f"{reference:.1f}{users} under {dropout['reference']}: {points(dropout['difference'])}"
        f"{', which this run cannot tell from no difference' if unsure else ''}"
        f"{'' if roles is None else remaining(dropout, roles)}."
    )


def remaining(dropout: pd.Series, roles: pd.Series) -> str:
    """What is left of a difference in dropout without misfit of control."""
    off, whole = roles["difference_off"], dropout["difference"]
    without = "without the mechanism of roles"
    if off * whole < 0.0 or abs(off) > abs(whole) or includes_zero(dropout["low"], dropout["high"]):
        return f"; {without} {points(off)}"
    if includes_zero(roles["low_off"], roles["high_off"]):
        return f", none of which is sure to remain {without}"
    return f", of which {abs(100 * off):.1f} remain {without}"


def doubt(dropout: pd.Series, roles: pd.Series | None, manifest: Manifest) -> str:
    """The intervals of the first sentence, and what they are of."""
    own = span(dropout["low"], dropout["high"])
    off = "" if roles is None else f"; without roles {span(roles['low_off'], roles['high_off'])}"
    if not manifest.get("posterior"):
        return f"95 % intervals {OF_DRAWS}: {own}{off}."
    noise = span(*sorted((dropout["noise_from"], dropout["noise_to"])))
    return (
        f"95 % intervals {OF_POSTERIOR}: {own}{off}. Of the random draws alone: {noise}."
        f"{extrapolation(manifest)}"
    )


def extrapolation(manifest: Manifest) -> str:
    """A warning where a run is longer than the records that a posterior was learned from."""
    seen = (manifest.get("posterior") or {}).get("weeks")
    if seen is None or seen >= manifest["weeks"]:
        return ""
    return (
        f" The records of the calibration end in week {seen}: what is said of weeks {seen + 1} to "
        f"{manifest['weeks']} extrapolates from them."
    )


def points(difference: float) -> str:
    """``2.3 points more``."""
    return f"{abs(100 * difference):.1f} points {_more(difference)}"


def span(low: float, high: float) -> str:
    """An interval in points: ``1.0 to 3.0 more``, or both ends with their direction."""
    if not np.isfinite([low, high]).all():
        return "no interval"
    if not includes_zero(low, high):
        near, far = sorted(abs(100 * end) for end in (low, high))
        return f"{near:.1f} to {far:.1f} {_more(low)}"
    return f"{abs(100 * low):.1f} {_more(low)} to {abs(100 * high):.1f} {_more(high)}"


def _more(share: float) -> str:
    return "less" if share < 0.0 else "more"
