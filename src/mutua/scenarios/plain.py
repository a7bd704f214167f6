"""Numbers and truth values of Python, numpy and pandas as Python's own; None for anything else."""

import math
import operator
from numbers import Real
from typing import Any

import numpy as np


def plain_whole(value: Any) -> int | None:
    """The whole number that a value is; None for anything else, truth values among them."""
    if isinstance(value, (bool, np.bool_)):
        return None
    try:
        return operator.index(value)
    except TypeError:
        return None


def plain_number(value: Any) -> float | None:
    """The number that a value is, infinite where it is too large; None for anything else."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf if value == abs(value) else -math.inf


def plain_truth(value: Any) -> bool | None:
    """The truth value that a value is; None for anything else."""
    return bool(value) if isinstance(value, (bool, np.bool_)) else None


#: Truth values as they are written.
WRITTEN = {"on": True, "off": False, "true": True, "false": False, "yes": True, "no": False}


def written_truth(value: Any) -> bool | None:
    """The truth value that a value is or writes, such as ``off``; None for anything else."""
    return WRITTEN.get(value.lower()) if isinstance(value, str) else plain_truth(value)
