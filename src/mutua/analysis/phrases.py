"""Numbers, changes and lists of weeks as text."""

from collections.abc import Sequence
from itertools import pairwise

from mutua.analysis.digits import decimals, number
from mutua.model.measures.outcomes import WEEKLY, label
from mutua.model.rules.response import chance


def amount(value: float) -> str:
    """A number with two decimals."""
    return number(value, 2)


def change(before: float, after: float) -> str:
    """A value before and after; once, if it reads the same."""
    first, second = amount(before), amount(after)
    return first if first == second else f"{first} -> {second}"


def small(value: float) -> str:
    """Two digits of a number that may be small."""
    return number(value, max(2, decimals(value))) if value > 0.0 else "0"


def percent(share: float) -> str:
    """A chance in percent, with two digits where it is small; kept on one line."""
    return f"{number(100.0 * share, decimals(100.0 * share))}\u00a0%"


def odds(value: float) -> str:
    """Odds as the chance that they are."""
    return percent(chance(value))


def count(n: float, one: str, many: str = "") -> str:
    """``1 visit``, ``3 visits``."""
    return f"{n:.0f} {one if n == 1 else many or one + 's'}"


def join_words(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def name_weeks(numbers: Sequence[int]) -> str:
    """``week 3``, ``weeks 3, 5-7 and 9``."""
    starts = [b for a, b in pairwise([-1, *numbers]) if b != a + 1]
    ends = [a for a, b in pairwise([*numbers, -1]) if b != a + 1]
    spans = [f"{a}" if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True)]
    return f"week{'s' if len(numbers) > 1 else ''} {join_words(spans)}"


def state_name(state: str) -> str:
    """Name of a state of either side: the registered label if it is recorded."""
    recorded = f"{state}_user"
    return label(recorded).removesuffix(", user") if recorded in WEEKLY else state
