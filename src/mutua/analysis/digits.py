"""Numbers as text, with as many digits as their precision allows."""

import math


def decimals(spread: float) -> int:
    """Decimal places that show two digits of `spread`, at most four places."""
    if not math.isfinite(spread) or spread <= 0.0:
        return 3
    return min(4, max(0, 1 - math.floor(math.log10(spread))))


def number(value: float, places: int = 3, sign: str = "-") -> str:
    """A number as text; a dash if it is missing or has no end."""
    return f"{value:{sign}z.{places}f}" if math.isfinite(value) else "-"


def bounds(low: float, high: float) -> str:
    """Two bounds, of which one may be missing, as text."""
    if math.isnan(high):
        return f"> {low:g}"
    return f"\u2264 {high:g}" if math.isnan(low) else f"{low:g} to {high:g}"


def as_percent(share: float, places: int = 0) -> str:
    """A share as a percentage; a dash if it is missing."""
    return "-" if math.isnan(share) else f"{share:.{places}%}"
