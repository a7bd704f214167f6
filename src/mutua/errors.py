"""Errors a user can cause, each one clear line."""

from collections.abc import Sequence
from typing import Any


class ParameterError(ValueError):
    """A bad input: its message names the parameter, its value and what is allowed."""


class StoreError(OSError):
    """A run folder or file that cannot be written, read or trusted, named in one line."""


class WorkError(RuntimeError):
    """Workers that died, went away or failed, named in one line."""


def one_of(name: str, value: Any, allowed: Sequence[str]) -> None:
    """Refuse a value that is not among the allowed ones."""
    if value not in allowed:
        raise ParameterError(f"{name}: {value!r} is not one of {', '.join(allowed)}")
