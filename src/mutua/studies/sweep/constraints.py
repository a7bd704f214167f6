"""Constraints: comparisons that a point has to satisfy, read as grammar and never evaluated.

A constraint is one comparison or several joined by ``and``, ``or``, ``not``: ``trust.gain <
trust.loss``, ``0.1 <= norm.control <= norm.initiative + 0.2``. It is made of numbers, swept
parameters by dotted name, and + - * /; whatever else Python would read is refused.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from mutua.errors import ParameterError, brief
from mutua.scenarios.check import plain_number, unknown

Values = Mapping[str, np.ndarray]
COMPARISONS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
ARITHMETIC: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
#: More than anybody writes; what nests deeper than the parser bears is longer.
LONGEST = 1_000


def which_satisfy(texts: Sequence[str], values: Values, points: int) -> np.ndarray:
    """Which points satisfy every constraint.

    Parameters
    ----------
    texts : sequence of str
        The constraints.
    values : mapping of str to array, shape (points,)
        Swept parameters by dotted name.
    points : int
        How many points there are.

    Returns
    -------
    array of bool, shape (points,)

    Raises
    ------
    ParameterError
        A constraint cannot be read, or names what is not swept.
    """
    kept = np.ones(points, dtype=bool)
    for text in texts:
        try:
            kept &= _Reader(text, values).truth(_parsed(text))
        except RecursionError:
            raise _unreadable(text) from None
    return kept


def _parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise ParameterError(f"constraints: longer than {LONGEST} characters: {text[:40]!r}...")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise _unreadable(text) from None


def _unreadable(text: str) -> ParameterError:
    return ParameterError(f"constraints: {brief(text)} is no comparison that can be read")


class _Reader:
    """One constraint over arrays of values."""

    def __init__(self, text: str, values: Values) -> None:
        self.text, self.values = text, values

    def truth(self, node: ast.expr) -> Any:
        """Whether the comparison holds at each point."""
        if isinstance(node, ast.BoolOp):
            join = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
            return join.reduce([self.truth(part) for part in node.values])
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return np.logical_not(self.truth(node.operand))
        if not isinstance(node, ast.Compare):
            raise self.refused(node)
        sides = [self.number(side) for side in (node.left, *node.comparators)]
        for compared in node.ops:
            if type(compared) not in COMPARISONS:
                raise self.refused(node)
        pairs = zip(node.ops, sides, sides[1:], strict=False)
        return np.logical_and.reduce([COMPARISONS[type(op)](a, b) for op, a, b in pairs])

    def number(self, node: ast.expr) -> Any:
        """Value of an arithmetic expression at each point; what divides by 0 satisfies nothing."""
        if isinstance(node, ast.Constant) and (number := plain_number(node.value)) is not None:
            return number
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -self.number(node.operand)
        if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                sides = np.asarray(self.number(node.left)), np.asarray(self.number(node.right))
                return ARITHMETIC[type(node.op)](*sides)
        if isinstance(node, (ast.Attribute, ast.Name)):
            return self.swept(ast.unparse(node))
        raise self.refused(node)

    def swept(self, name: str) -> np.ndarray:
        """Values of a swept parameter."""
        if name not in self.values:
            swept = ", ".join(self.values) or "none"
            hint = unknown("constraints", name, self.values).replace("declared", "swept")
            raise ParameterError(f"{hint}; swept numbers: {swept}")
        return self.values[name]

    def refused(self, node: ast.expr) -> ParameterError:
        """One line on what a constraint cannot have."""
        part = ast.unparse(node)
        return ParameterError(
            f"constraints: {part!r} in {self.text!r} is no comparison of numbers and parameters"
        )
