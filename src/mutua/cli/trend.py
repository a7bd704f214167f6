"""A weekly series as a line of blocks, for terminals that can show them."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite

from rich.console import Console

BLOCKS = "▁▂▃▄▅▆▇█"
#: Blocks of a line, at most.
LONGEST = 48


def show_trends(what: str, series: Mapping[str, Iterable[float]]) -> None:
    """Print weekly series, a line each, on one scale; only where blocks are seen as blocks."""
    console = Console()
    lines = {name: [*values] for name, values in series.items()}
    known = [value for values in lines.values() for value in values if isfinite(value)]
    if not known or not console.is_terminal or console.options.ascii_only:
        return
    low, high = min(known), max(known)
    print(f"\n{what} by week, {low:.2f} ({BLOCKS[0]}) to {high:.2f} ({BLOCKS[-1]})")
    width = max(map(len, lines))
    for name, values in lines.items():
        print(f"{name:<{width}}  {as_blocks(values, low, high)}")


def as_blocks(values: Sequence[float], low: float, high: float) -> str:
    """Values as blocks between two ends, means of neighbours where there are many; gaps stay."""
    weeks, count = len(values), min(len(values), LONGEST)
    cuts = [weeks * k // count for k in range(count + 1)]
    parts = (values[cuts[k] : cuts[k + 1]] for k in range(count))
    return "".join(
        _block([value for value in part if isfinite(value)], low, high) for part in parts
    )


def _block(values: Sequence[float], low: float, high: float) -> str:
    if not values:
        return " "
    share = (sum(values) / len(values) - low) / (high - low) if high > low else 0.5
    return BLOCKS[min(int(share * len(BLOCKS)), len(BLOCKS) - 1)]
