"""Axes in Hydra's notation: ``a,b``, ``choice(...)``, ``range(...)``, ``interval(a,b)``, tags.

``interval`` without ends stands for the declared bounds.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import (
    IntervalSweep,
    Override,
    QuotedString,
    RangeSweep,
    Sweep,
)
from hydra.errors import HydraException

from mutua.errors import ParameterError, brief
from mutua.model.parameters.catalogue import DECLARED
from mutua.scenarios.space import Axis, choice, interval

#: More values of one axis than anybody means.
MOST_VALUES = 1_000_000


def axis_of(name: str, text: Any, loader: Any = None) -> Axis:
    """Axis of a name from a text in the notation, a list, or one value."""
    if isinstance(text, list):
        return choice(name, text, options(name, loader))
    if not isinstance(text, str):
        return choice(name, [text], options(name, loader))
    try:
        word = f"{name}={spell_out_bounds(name, text)}"
        override = OverridesParser.create(loader).parse_override(word)
    except (HydraException, ValueError, RecursionError) as error:
        line = " ".join(str(error).split())
        raise ParameterError(f"{name}: {brief(text)} cannot be read: {line}") from error
    return axis(override, loader)


def spell_out_bounds(name: str, text: str) -> str:
    """A text in which an interval without ends has the declared ones."""
    if name not in DECLARED:
        return text
    low, high = DECLARED[name].low, DECLARED[name].high
    return re.sub(r"\binterval\b(?!\s*\()", f"interval({low!r},{high!r})", text)


def axis(override: Override, loader: Any = None) -> Axis:
    """Axis of a parsed override."""
    name, value = override.key_or_group, override.value()
    tags = value.tags if isinstance(value, Sweep) else set()
    if tags - {"log"} or (tags and not isinstance(value, IntervalSweep)):
        raise ParameterError(f"{override.input_line}: the one tag is log, of an interval")
    if isinstance(value, IntervalSweep):
        return interval(name, value.start, value.end, log="log" in tags)
    if getattr(value, "shuffle", False):
        raise ParameterError(f"{override.input_line}: nothing is shuffled; a design orders points")
    if not override.is_sweep_override():
        return choice(name, [value], options(name, loader))
    each = range_values(value) if isinstance(value, RangeSweep) else override.sweep_iterator()
    values = [plain_value(one) for one in islice(each, MOST_VALUES + 1)]
    if len(values) > MOST_VALUES:
        raise ParameterError(f"{override.input_line}: more than {MOST_VALUES:,} values")
    return choice(name, values, options(name, loader))


def range_values(given: RangeSweep) -> Iterator[float]:
    """Numbers of a range as they were written: .1, .2, .3, and no .30000000000000004."""
    value, stop, step = (Decimal(str(end)) for end in (given.start, given.stop, given.step))
    if not step:
        raise ParameterError(f"range({given.start},{given.stop},{given.step}) goes nowhere")
    while (value < stop) if step > 0 else (value > stop):
        yield float(value)
        value += step


def plain_value(value: Any) -> Any:
    """One value; a text without its quotes."""
    return value.text if isinstance(value, QuotedString) else value


def options(name: str, loader: Any) -> list[str] | None:
    """Presets of a group, those of a user's own folder among them; None of what is no group."""
    return list(loader.get_group_options(name)) or None if loader is not None else None
