"""What a comparison found, in words computed from its numbers."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.model.measures.outcomes import OF_CONTROL, label

#: How many outcomes besides dropout are named for each pair of arms.
NAMED = 3
#: What rates are of.
YEARS = ("year in care", "year out of care")
Tables = Mapping[str, pd.DataFrame]


def headline(tables: Tables, weeks: int) -> Iterator[tuple[str, str]]:
    """For each pair of arms: what happens to dropout, and what differs most besides."""
    overall = tables["summary"][tables["summary"]["over"] == "all"]
    for (reference, arm), rows in overall.groupby(["reference", "arm"], sort=False):
        by = rows.set_index("outcome")
        dropout = by.loc["dropout"]
        yield (
            f"Within {weeks} weeks {100 * dropout['mean_reference']:.1f} of 100 users break off "
            f"under {reference}, {100 * dropout['mean_arm']:.1f} under {arm}: "
            f"{fewer(dropout['difference'], dropout['low'], dropout['high'])}{alone(dropout)}.",
            f"{arm} against {reference} otherwise: {others(by.drop(index='dropout'))}",
        )


def alone(row: pd.Series) -> str:
    """The interval of the random draws alone, where the other holds parameters too."""
    if "noise_from" not in row:
        return ""
    ends = sorted(100 * row[name] for name in ("noise_from", "noise_to"))
    return f"; of the random draws alone {ends[0]:+.1f} to {ends[1]:+.1f}"


def includes_zero(low: float, high: float) -> bool:
    """Whether an interval includes 0; one that is missing tells nothing from 0 either."""
    return not (low > 0.0 or high < 0.0)


def fewer(difference: float, low: float, high: float) -> str:
    """A difference in shares as users of 100, with its interval."""
    ends = [f"{abs(100 * end):.1f} {_more(end)}" for end in (low, high)]
    if not includes_zero(low, high):
        near, far = sorted(abs(100 * end) for end in (low, high))
        interval = f"{near:.1f} to {far:.1f} {_more(difference)}"
        return f"{of_100(difference)} (95 % interval {interval})"
    return (
        f"{of_100(difference)} (95 % interval {ends[0]} to {ends[1]}, which includes 0: this run "
        f"cannot tell it from no difference)"
    )


def of_100(share: float) -> str:
    """``2.3 more of 100``."""
    return f"{abs(100 * share):.1f} {_more(share)} of 100"


def _more(share: float) -> str:
    return "fewer" if share < 0.0 else "more"


def others(rows: pd.DataFrame) -> str:
    """The outcomes that differ most, in their own units and in SD between dyads.

    Those in which felt control has a part are left out: regimes set control.
    """
    doubt = [includes_zero(*ends) for ends in zip(rows["low"], rows["high"], strict=True)]
    set_by_norm = [name in OF_CONTROL for name in rows.index]
    clear = rows[~(np.array(doubt, bool) | np.array(set_by_norm, bool))].dropna(subset="d")
    most = clear.reindex(clear["d"].abs().sort_values(ascending=False).index)[:NAMED]
    named = [f"{label(str(name))} {apart(row)}, d {row['d']:+.2f}" for name, row in most.iterrows()]
    rest = f"the intervals of {sum(doubt) or 'none'} of {len(rows)} other outcomes include 0"
    return "; ".join([*named, rest]) + "."


def apart(row: pd.Series) -> str:
    """Both means of an outcome and its unit, to two digits of their difference."""
    places = decimals(abs(row["difference"]))
    a, b = (number(row[side], places) for side in ("mean_arm", "mean_reference"))
    return f"{a} against {b} ({row['unit']})"


def by_group(tables: Tables) -> Iterator[str]:
    """Who is helped and who is harmed, one sentence for each pair of arms."""
    traits = tables["profile"].dropna(subset="difference")
    for (reference, arm), rows in tables["joint"].groupby(["reference", "arm"], sort=False):
        share = rows.set_index("cell")["share"] * 100
        own = traits[(traits["reference"] == reference) & (traits["arm"] == arm)]
        said = [
            f"{share[cell]:.1f} break off under {under} only{_trait(own[own['cell'] == cell])}"
            for cell, under in (("helped", reference), ("harmed", arm))
        ]
        yield (
            f"{arm} against {reference}, of the same 100 users on the same draws: {said[0]}; "
            f"{said[1]}; {share['leaves']:.1f} break off under both."
        )


def _trait(rows: pd.DataFrame) -> str:
    if rows.empty:
        return ""
    row = rows.loc[rows["difference"].abs().idxmax()]
    return f" (they differ most in {label(row['trait'])}: {row['difference']:+.2f} SD from all)"


def sentences_on_relapses(follow_up: pd.DataFrame) -> Iterator[str]:
    """Relapses of the whole cohort by the last week, and in a year in care and out of it."""
    last = follow_up[follow_up["week"] == follow_up["week"].max()]
    relapses = last[last["outcome"] == "relapses"]
    for (reference, arm), rows in relapses.groupby(["reference", "arm"], sort=False):
        by = rows.set_index("of")
        person, within, without = (by.loc[of] for of in ("person", *YEARS))
        if not np.isfinite([person["difference"], person["low"]]).all():
            continue
        doubt = ", which includes 0" if includes_zero(person["low"], person["high"]) else ""
        yield (
            f"Over {last['week'].iloc[0]} weeks, in care or not, {arm} against {reference}: "
            f"{apart(person)}, difference {person['difference']:+.3f} (95 % interval "
            f"{person['low']:+.3f} to {person['high']:+.3f}{doubt}).{rates('in', within)}"
            f"{rates('out of', without)}"
        )


def rates(where: str, row: pd.Series) -> str:
    """Both rates of a year in care or out of it; nothing where there was no exposure."""
    if not np.isfinite([row["mean_arm"], row["mean_reference"]]).all():
        return ""
    both = f"{row['mean_arm']:.2f} against {row['mean_reference']:.2f}"
    return f" In a year {where} care {both}."


def sentences_on_roles(roles: pd.DataFrame) -> Iterator[str]:
    """What is left of each difference in dropout without misfit of control."""
    for row in roles.itertuples():
        yield (
            f"{row.arm} against {row.reference}: {of_100(row.difference)} break off as run, "
            f"{fewer(row.difference_off, row.low_off, row.high_off)} with roles off."
        )
