"""Inputs of every kind for what reads them: it works, or is refused in one line."""

import copy
import logging
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mutua.errors import ParameterError, StoreError

#: Seconds that no small input may take.
LONGEST = 20
#: Characters of a message.
LINE = 4_100
Places = list[tuple[Any, ...]]

numbers = st.one_of(
    st.integers(-2, 3),
    st.integers(),
    st.sampled_from([10**9, 2**31, 2**32 - 1, 2**63, 2**64, -(10**30), 10**400]),
    st.floats(allow_nan=False, allow_infinity=False),
)
characters = st.characters(codec="utf-8")
texts = st.one_of(
    st.text(characters, max_size=8),
    st.sampled_from(["", "\0", "a\nb", "../x", "/dev/zero", "x" * 999]),
)
#: What a JSON file can hold.
plain_values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
LEFT_OUT = object()


@contextmanager
def within_seconds(seconds: int) -> Iterator[None]:
    """Raise TimeoutError for what takes longer."""

    def stop(*_: Any) -> None:
        raise TimeoutError(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def outcome(read: Callable[..., Any], *inputs: Any) -> str:
    """Read an input: ``read`` if that works, ``refused`` if it is in one line; else it raises."""
    try:
        with within_seconds(LONGEST):
            read(*inputs)
    except (ParameterError, StoreError) as error:
        line = str(error)
        assert line
        assert "\n" not in line
        assert len(line) < LINE
        return "refused"
    return "read"


def outcomes(
    name: str, strategy: st.SearchStrategy[Any], read: Callable[[Any], Any], share: int = 1
) -> Counter[str]:
    """How many inputs were read and how many refused; only a share of the examples if it is slow.

    HYPOTHESIS_PROFILE=search looks further, with ``-o log_cli=true --log-cli-level=INFO`` for the
    numbers.
    """
    counted: Counter[str] = Counter()
    search = settings.get_current_profile_name() == "search"
    examples = settings().max_examples if search else settings().max_examples // share

    @settings(max_examples=examples)
    @given(strategy)
    def each(drawn: Any) -> None:
        counted[outcome(read, drawn)] += 1

    each()
    logging.getLogger(__name__).info("%s: %s", name, dict(counted))
    return counted


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value below nested ones."""
    if path:
        yield path
    if isinstance(value, (dict, list)):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(below, (*path, key))


def similar(value: Any) -> st.SearchStrategy[Any]:
    """Values of the same type: those that a check of types alone lets pass."""
    if isinstance(value, bool):
        return st.just(not value)
    if isinstance(value, (int, float)):
        return st.one_of(st.sampled_from([value + 1, value - 1, -value, value * 2, 0]), numbers)
    if isinstance(value, str):
        return st.sampled_from([f"{value}x", value[:-1], value.upper()])
    if isinstance(value, list):
        return st.sampled_from([value[1:], value[::-1], value * 2, [value], value[:1] * 3])
    if isinstance(value, dict):
        keys = list(value)
        return st.sampled_from([{}, dict(list(value.items())[1:]), value | {"x": 1}, keys])
    return plain_values


@st.composite
def forged(draw: st.DrawFn, written: dict[str, Any]) -> dict[str, Any]:
    """Values of a file of which a few are replaced or left out."""
    values = copy.deepcopy(written)
    for _ in range(draw(st.integers(1, 3))):
        shallow, deep = [], []
        for path in places(values):
            (shallow if len(path) <= 2 else deep).append(path)
        kinds = [some for some in (shallow, deep) if some]
        path = draw(st.sampled_from(draw(st.sampled_from(kinds))))
        inner = values
        for key in path[:-1]:
            inner = inner[key]
        now = draw(st.one_of(st.just(LEFT_OUT), plain_values, similar(inner[path[-1]])))
        if now is LEFT_OUT:
            del inner[path[-1]]
        else:
            inner[path[-1]] = copy.deepcopy(now)
        if not values:
            break
    return values


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes of a file of which some are altered, taken out, doubled or cut off."""
    for _ in range(draw(st.integers(1, 3))):
        at, size = draw(st.integers(0, len(data))), draw(st.integers(0, 40))
        new = draw(st.sampled_from([b"", data[at : at + size] * 2]) | st.binary(max_size=8))
        data = data[:at] + new + (b"" if draw(st.integers(0, 9)) == 0 else data[at + size :])
    return data
