"""Errors a user can cause, each one clear line."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any


class ParameterError(ValueError):
    """A bad input: its message names the parameter, its value and what is allowed."""


class StoreError(OSError):
    """A run folder or file that cannot be written, read or trusted, named in one line."""


class WorkError(RuntimeError):
    """Workers that died, went away or failed, named in one line."""


#: Characters of a value that a message shows.
LONGEST = 60


def brief(value: Any) -> str:
    """A value as one short line of a message; numbers of any length among them."""
    try:
        text = repr(value)
    except ValueError:  # more digits than Python converts
        return "a number of thousands of digits"
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}... ({len(text)} characters)"


def hint(name: Any, allowed: Iterable[str]) -> str:
    """``; did you mean ...?`` with the allowed name nearest to a wrong one; empty if none is."""
    near = get_close_matches(name if isinstance(name, str) else brief(name), list(allowed), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def not_one_of(name: str, value: Any, allowed: Iterable[str]) -> ParameterError:
    """The error for a value that is not among the allowed ones, with the nearest of them."""
    names = list(allowed)
    return ParameterError(
        f"{name}: {brief(value)} is not one of {', '.join(names)}{hint(value, names)}"
    )


def one_of(name: str, value: Any, allowed: Iterable[str]) -> None:
    """Refuse a value that is not among the allowed ones."""
    names = list(allowed)
    if not isinstance(value, str) or value not in names:
        raise not_one_of(name, value, names)
