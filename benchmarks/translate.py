"""The rules in C, read off their syntax trees.

A yardstick for the compiled engine must run the same equations, and a translation kept by hand
would be a third copy of every one of them. So the rules keep to a subset of Python that reads the
same in C, and this module translates it. A rule is expanded where it is called and a state falls
apart into its numbers, so that what comes out is a list of ``const double v7 = v3 * v5;``, the form
that a C compiler turns into vector instructions most readily. The subset:

* assignment, also to several names at once; ``if``; ``return``; ``for _ in range(10)``;
* ``+ - * /`` and comparisons of floats, the bit operations of 64-bit words, ``and``, ``or``,
  ``not``, ``a if b else c``;
* ``min`` and ``max`` of two floats, ``abs``, ``sqrt``, ``float`` of a word or a whole number,
  ``Word(whole number)``, and ``int`` of a float, which cuts off what follows the point;
* fields and constructors of state classes, ``replace(state, field=...)``;
* calls of other rules, also with a rule as an argument (``each``, ``pair``);
* numbers and states as constants of the module.

Anything else is refused with its file and line. Nothing in the subset has a side effect or can
fail, so both arms of a conditional are computed, and then one of them is taken.
"""

import ast
import builtins
import inspect
import textwrap
from collections.abc import Callable
from functools import cache
from math import isfinite, sqrt
from types import GenericAlias
from typing import Any, NamedTuple, get_origin, get_type_hints

from mutua.jit.compile import rule
from mutua.jit.structs import replace
from mutua.model.draws import Word

C_TYPES: dict[Any, str] = {float: "double", int: "int64_t", Word: "uint64_t", bool: "int"}
ARITHMETIC: dict[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
BITS: dict[type, str] = {
    ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>"
}  # fmt: skip
OPERATORS = {float: ARITHMETIC | {ast.Div: "/"}, Word: ARITHMETIC | BITS}
COMPARISONS: dict[type, str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="
}  # fmt: skip
#: Functions of floats. Of two equals Python keeps the first, as does numba: 0.0 or -0.0.
FUNCTIONS: dict[Any, tuple[int, str]] = {
    min: (2, "{1} < {0} ? {1} : {0}"),
    max: (2, "{1} > {0} ? {1} : {0}"),
    abs: (1, "__builtin_fabs({0})"),
    sqrt: (1, "__builtin_sqrt({0})"),
}

#: What may be converted into what.
CONVERSIONS: dict[Any, tuple[Any, ...]] = {float: (int, Word), Word: (int,), int: (float,)}


class RefusedError(ValueError):
    """A construct outside the subset, with its file and line."""


class Number(NamedTuple):
    """A number in C: its name or literal, and its type in Python."""

    code: str
    kind: Any


def is_state(kind: Any) -> bool:
    """Whether `kind` is a ``NamedTuple`` class."""
    return isinstance(kind, type) and hasattr(kind, "_fields")


def kind_of(value: Any) -> Any:
    """Type in Python of what an expression stands for."""
    if isinstance(value, Number):
        return value.kind
    return GenericAlias(tuple, tuple(map(kind_of, value))) if type(value) is tuple else type(value)


def fits(value: Any, hint: Any) -> bool:
    """Whether an annotation is kept: nothing is converted silently."""
    return inspect.isfunction(value) if get_origin(hint) is Callable else kind_of(value) == hint


def constant(value: Any) -> Any:
    """Return a constant of a module, its numbers in C; functions and classes stay what they are."""
    if type(value) is int or (type(value) is float and isfinite(value)):
        return Number(repr(value), type(value))
    if type(value) is Word:
        return Number(f"UINT64_C({value})", Word)
    if is_state(type(value)):
        return type(value)(*map(constant, value))
    if callable(value):
        return value
    raise TypeError(f"{value!r} is no number and no state")


@cache
def syntax(function: Callable[..., Any]) -> ast.stmt:
    """Syntax tree of a function, with the line numbers of its file."""
    lines, first = inspect.getsourcelines(function)
    tree = ast.parse(textwrap.dedent("".join(lines)))
    return ast.increment_lineno(tree, first - 1).body[0]


class Program:
    """Lines of C, one a number."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.calls: list[Callable[..., Any]] = []

    def number(self, code: str, kind: Any) -> Number:
        """Write one line, and return the number that it names."""
        name = f"v{len(self.lines)}"
        self.lines.append(f"const {C_TYPES[kind]} {name} = {code};")
        return Number(name, kind)

    def call(self, function: Callable[..., Any], /, **arguments: Any) -> Any:
        """Expand a rule; its arguments are numbers, states, or rules, its result is as declared."""
        return Expansion(self, function, arguments).result()


class Expansion:
    """One call of a rule: the names in scope and what they stand for."""

    def __init__(
        self, program: Program, function: Callable[..., Any], scope: dict[str, Any]
    ) -> None:
        self.program, self.function, self.scope = program, function, scope

    def refusal(self, node: ast.AST, why: str) -> RefusedError:
        """Return the error for a construct outside the subset."""
        line = getattr(node, "lineno", self.function.__code__.co_firstlineno)
        return RefusedError(f"{inspect.getsourcefile(self.function)}:{line}: {why}")

    def result(self) -> Any:
        """Expand the whole function."""
        tree, calls = syntax(self.function), self.program.calls
        if not isinstance(tree, ast.FunctionDef) or self.function in calls:
            raise self.refusal(tree, "a rule is a function that does not call itself")
        if [self.outside(node) for node in tree.decorator_list] != [rule]:
            raise self.refusal(tree, f"'{tree.name}' is not under the decorator @rule alone")
        calls.append(self.function)
        value = self.run(tree.body)
        calls.pop()
        if not fits(value, get_type_hints(self.function)["return"]):
            raise self.refusal(tree, f"'{tree.name}' does not always return what it declares")
        return value

    def run(self, nodes: list[ast.stmt]) -> Any:
        """Run statements; return what they return, or None where they run through."""
        for k, node in enumerate(nodes):
            match node:
                case ast.Expr(ast.Constant(str())):
                    pass  # a docstring
                case ast.Assign([target], value):
                    self.assign(target, self.expression(value))
                case ast.Return(ast.expr() as value):
                    return self.expression(value)
                case ast.If(test, body, orelse):
                    return self.branch(self.of_kind(test, bool), body, orelse, nodes[k + 1 :])
                case ast.For(
                    ast.Name("_"), ast.Call(ast.Name("range"), [ast.Constant(int(n))], []), body, []
                ):
                    return self.run([*body * n, *nodes[k + 1 :]])
                case _:
                    raise self.refusal(node, f"'{type(node).__name__}' is outside the subset")
        return None

    def branch(
        self, test: Number, body: list[ast.stmt], orelse: list[ast.stmt], rest: list[ast.stmt]
    ) -> Any:
        """Run both arms of an ``if`` and what follows; an arm that returns skips what follows."""
        before = dict(self.scope)
        early = self.run(body)
        after, self.scope = self.scope, before
        late = self.run(orelse if early is None else [*orelse, *rest])
        if early is not None:
            return self.chosen(body[-1], test, early, late)
        if late is not None:
            raise self.refusal(orelse[0], "'else' returns and 'if' does not")
        for name in [name for name in self.scope if name in after]:
            self.scope[name] = self.chosen(body[0], test, after[name], self.scope[name])
        return self.run(rest)

    def chosen(self, node: ast.AST, test: Number, a: Any, b: Any) -> Any:
        """`a` where the test holds, else `b`, number by number."""
        if kind_of(a) != kind_of(b):
            raise self.refusal(node, "the two ways do not give values of one type")
        if a == b:
            return a
        if isinstance(a, Number):
            return self.program.number(f"{test.code} ? {a.code} : {b.code}", a.kind)
        members = [self.chosen(node, test, x, y) for x, y in zip(a, b, strict=True)]
        return type(a)(*members) if is_state(type(a)) else tuple(members)

    def assign(self, target: ast.expr, value: Any) -> None:
        """Let names stand for values."""
        match target:
            case ast.Name(name):
                self.scope[name] = value
            case ast.Tuple(targets) if type(value) is tuple and len(value) == len(targets):
                for inner, member in zip(targets, value, strict=True):
                    self.assign(inner, member)
            case _:
                raise self.refusal(target, f"'{ast.unparse(target)}' cannot be assigned so")

    def of_kind(self, node: ast.expr, kind: Any) -> Number:
        """Return a number that has to be of one type."""
        value = self.expression(node)
        if not isinstance(value, Number) or value.kind is not kind:
            raise self.refusal(node, f"'{ast.unparse(node)}' is not of type {kind.__name__}")
        return value

    def outside(self, node: ast.expr) -> Any:
        """Return what a name outside the function stands for."""
        if isinstance(node, ast.Name):
            for names in (self.function.__globals__, vars(builtins)):
                if node.id in names:
                    return names[node.id]
        raise self.refusal(node, f"'{ast.unparse(node)}' is not known here")

    def expression(self, node: ast.expr) -> Any:
        """Translate one expression."""
        match node:
            case ast.Name(name) if name in self.scope:
                return self.scope[name]
            case ast.Constant() | ast.Name():
                value = node.value if isinstance(node, ast.Constant) else self.outside(node)
                try:
                    return constant(value)
                except TypeError as error:
                    raise self.refusal(node, str(error)) from error
            case ast.Attribute(owner, name):
                state = self.expression(owner)
                if is_state(kind_of(state)) and name in state._fields:
                    return getattr(state, name)
            case ast.Tuple(members):
                return tuple(map(self.expression, members))
            case ast.IfExp(test, body, orelse):
                a, b = self.expression(body), self.expression(orelse)
                return self.chosen(node, self.of_kind(test, bool), a, b)
            case ast.Call():
                return self.call(node)
        return self.operation(node)

    def operation(self, node: ast.expr) -> Number:
        """Translate an operator."""
        match node:
            case ast.BinOp(left, operator, right):
                a = self.expression(left)
                symbol = OPERATORS.get(kind_of(a), {}).get(type(operator))
                if symbol:
                    b = self.of_kind(right, a.kind)
                    return self.program.number(f"{a.code} {symbol} {b.code}", a.kind)
            case ast.UnaryOp(ast.USub(), operand):
                return self.program.number(f"-({self.of_kind(operand, float).code})", float)
            case ast.UnaryOp(ast.Not(), operand):
                return self.program.number(f"!{self.of_kind(operand, bool).code}", bool)
            case ast.Compare(left, [operator], [right]) if type(operator) in COMPARISONS:
                a, b = self.of_kind(left, float), self.of_kind(right, float)
                return self.program.number(f"{a.code} {COMPARISONS[type(operator)]} {b.code}", bool)
            case ast.BoolOp(operator, operands):
                symbol = " & " if isinstance(operator, ast.And) else " | "
                codes = [self.of_kind(operand, bool).code for operand in operands]
                return self.program.number(symbol.join(codes), bool)
        raise self.refusal(node, f"'{ast.unparse(node)}' is outside the subset")

    def call(self, node: ast.Call) -> Any:
        """Translate a call."""
        callee, name = self.expression(node.func), ast.unparse(node.func)
        if callee in FUNCTIONS or callee in CONVERSIONS:
            return self.converted(node, callee)
        words = {str(word.arg): self.expression(word.value) for word in node.keywords}
        values = [self.expression(value) for value in node.args]
        if callee is replace and len(values) == 1 and is_state(kind_of(values[0])):
            callee, words = type(values[0]), values.pop()._asdict() | words
        if not is_state(callee) and not inspect.isfunction(callee):
            raise self.refusal(node, f"'{name}' is no rule")
        hints = get_type_hints(callee)
        hints.pop("return", None)
        try:
            given = inspect.signature(callee).bind(*values, **words).arguments
        except TypeError as error:
            raise self.refusal(node, f"'{name}': {error}") from error
        if hints.keys() != given.keys() or not all(fits(given[k], hints[k]) for k in hints):
            raise self.refusal(node, f"'{name}' is not given what its annotations say")
        return callee(**given) if is_state(callee) else self.program.call(callee, **given)

    def converted(self, node: ast.Call, callee: Any) -> Number:
        """Translate a conversion, or one of the few functions of floats."""
        takes, pattern = FUNCTIONS.get(callee, (1, ""))
        if len(node.args) != takes or node.keywords:
            raise self.refusal(node, f"'{ast.unparse(node)}' does not take {takes} numbers")
        if pattern:
            codes = [self.of_kind(value, float).code for value in node.args]
            return self.program.number(pattern.format(*codes), float)
        value = self.expression(node.args[0])
        if kind_of(value) not in CONVERSIONS[callee]:
            raise self.refusal(node, f"'{ast.unparse(node)}' converts what it may not")
        return self.program.number(f"({C_TYPES[callee]}){value.code}", callee)
