"""What a comparison found, in words computed from its numbers."""

from collections.abc import Iterator, Mapping

import pandas as pd

from mutua.analysis.digits import decimals, number
from mutua.analysis.summary import label

#: How many outcomes besides dropout are named for each pair of arms.
NAMED = 3
#: Units of shares and of yes or no, which are said of 100 people.
SHARES = ("truth", "share of ties", "share of people")
Tables = Mapping[str, pd.DataFrame]


def headline(tables: Tables, weeks: int) -> Iterator[str]:
    """One sentence or more for each pair of arms."""
    everybody = tables["summary"][tables["summary"]["over"] == "all"]
    for (reference, arm), rows in everybody.groupby(["reference", "arm"], sort=False):
        by = rows.set_index("outcome")
        dropout = by.loc["dropout"]
        yield (
            f"Within {weeks} weeks {100 * dropout['mean_reference']:.1f} of 100 people break off "
            f"under {reference}, {100 * dropout['mean_arm']:.1f} under {arm}: "
            f"{fewer(dropout['difference'], dropout['low'], dropout['high'])}. "
            f"{others(by.drop(index='dropout'), str(reference), str(arm))}"
        )


def includes_zero(low: float, high: float) -> bool:
    """Whether an interval includes 0; one that is missing tells nothing from 0 either."""
    return not (low > 0.0 or high < 0.0)


def fewer(difference: float, low: float, high: float) -> str:
    """A difference in shares as people of 100, with its interval."""
    said = f"{of_100(difference)} (95 % interval {of_100(low)} to {of_100(high)})"
    doubt = ", an interval that includes 0: this run cannot tell it from no difference"
    return said + (doubt if includes_zero(low, high) else "")


def of_100(share: float) -> str:
    """``2.3 more of 100``."""
    return f"{abs(100 * share):.1f} {'fewer' if share < 0 else 'more'} of 100"


def others(rows: pd.DataFrame, reference: str, arm: str) -> str:
    """The outcomes that differ most, in their own units and in SD between persons."""
    told = rows[[not includes_zero(low, high) for low, high in
                 zip(rows["low"], rows["high"], strict=True)]]  # fmt: skip
    told = told[told["d"].notna()]
    most = told.reindex(told["d"].abs().sort_values(ascending=False).index)[:NAMED]
    silent = len(rows) - len(told)
    rest = f" Of {len(rows)} other outcomes, {silent or 'no'} intervals include 0."
    if most.empty:
        return f"No other outcome differs by more than its interval.{rest}"
    named = [
        f"{label(str(name))} {apart(row)} (d {row['d']:+.2f})" for name, row in most.iterrows()
    ]
    return f"Most else differ, {arm} against {reference}: {'; '.join(named)}.{rest}"


def apart(row: pd.Series) -> str:
    """Both means of an outcome and its unit."""
    places = decimals((row["high"] - row["low"]) / 2)
    a, b = (number(row[side], places) for side in ("mean_arm", "mean_reference"))
    return f"{a} against {b} ({row['unit']})"


def for_whom(tables: Tables) -> Iterator[str]:
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
            f"{arm} against {reference}, of the same 100 people with the same luck: {said[0]}; "
            f"{said[1]}; {share['leaves']:.1f} break off under both."
        )


def _trait(rows: pd.DataFrame) -> str:
    if rows.empty:
        return ""
    row = rows.loc[rows["difference"].abs().idxmax()]
    return f" (they differ most in {label(row['trait'])}: {row['difference']:+.2f} SD from all)"


def implied(roles: pd.DataFrame) -> Iterator[str]:
    """What is left of each difference in dropout without misfit of control and closeness."""
    for row in roles.itertuples():
        yield (
            f"{row.arm} against {row.reference}: {of_100(row.difference)} break off as run, "
            f"{fewer(row.difference_off, row.low_off, row.high_off)} with roles off."
        )
