"""What a comparison found besides dropout, in words computed from its numbers."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.analysis.joint import ONLY_ARM, ONLY_REFERENCE
from mutua.model.measures.outcomes import CHECKS, OF_CONTROL, label

#: How many outcomes besides dropout are named for each pair of arms.
NAMED = 3
#: What rates are of.
YEARS = ("year in care", "year out of care")
Tables = Mapping[str, pd.DataFrame]


def includes_zero(low: float, high: float) -> bool:
    """Whether an interval includes 0; one that is missing tells nothing from 0 either."""
    return not (low > 0.0 or high < 0.0)


def others(rows: pd.DataFrame) -> str:
    """The outcomes that differ most, in their own units and in SD between dyads.

    Checks of what a regime puts in are left out, and outcomes of which control is a part are not
    named.
    """
    rows = rows[[name not in CHECKS for name in rows.index]]
    doubt = [includes_zero(*ends) for ends in zip(rows["low"], rows["high"], strict=True)]
    is_named = ~np.array(doubt, bool) & ~rows.index.isin(OF_CONTROL)
    clear = rows[is_named].dropna(subset="d")
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
    """Who breaks off under one arm only, one sentence for each pair of arms."""
    traits = tables["profile"].dropna(subset="difference")
    for (reference, arm), rows in tables["joint"].groupby(["reference", "arm"], sort=False):
        share = rows.set_index("cell")["share"] * 100
        own = traits[(traits["reference"] == reference) & (traits["arm"] == arm)]
        said = [
            f"{share[cell]:.1f} break off only under {under}{_trait(own[own['cell'] == cell])}"
            for cell, under in ((ONLY_REFERENCE, reference), (ONLY_ARM, arm))
        ]
        yield (
            f"{arm} against {reference}, of 100 users on the same draws: {said[0]}; "
            f"{said[1]}; {share['both']:.1f} break off under both."
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
