"""The rules keep to a subset of Python that translates to C, and the C gives the same bits."""

import ast
import ctypes
import importlib
import inspect
import math
import pkgutil
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import dyad_loop
import numpy as np
import pytest
from selection import assert_none, nonempty
from translate import C_TYPES, Number, Program, RefusedError, is_state

import mutua.model.rules
from mutua.jit.compile import rule
from mutua.jit.structs import leaves, members, replace
from mutua.model import draws as streams
from mutua.model.measures import equilibrium, functions, memory, star
from mutua.model.rules.response import pos, sat
from mutua.model.state import Books, Dyad
from mutua.scenarios.resolve import resolve

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc")
LANES, WEEKS, FEW = 64, 40, 3


def rules_of(module: Any) -> list[Callable[..., Any]]:
    """Functions under @rule that a module defines."""
    tree = ast.parse(inspect.getsource(module))
    marked = (
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and "rule" in map(ast.unparse, node.decorator_list)
    )
    return [getattr(module, name) for name in marked]


VERBS = [
    importlib.import_module(f"mutua.model.rules.{module.name}")
    for module in pkgutil.iter_modules(mutua.model.rules.__path__)
]
#: Instruments: what the loop over dyads needs of them, and what only looks at a state.
MEASURES = [memory, star, equilibrium, functions]
RULES = nonempty([f for module in [*VERBS, *MEASURES, streams] for f in rules_of(module)], 150)


def symbol(kind: Any, name: str = "x") -> Any:
    """A value of some type whose numbers are names in C."""
    if kind in C_TYPES:
        return Number(name, kind)
    assert is_state(kind), f"{kind} is neither a number nor a state"
    return kind(*(symbol(of, f"{name}_{field}") for field, of in members(kind)))


def test_every_rule_translates() -> None:
    assert_none(f"{f.__module__}.{f.__name__}: {e}" for f in RULES if (e := refusal_of(f)))


def refusal_of(function: Callable[..., Any]) -> RefusedError | None:
    """Why a function is not translated; nothing if it is."""
    hints = get_type_hints(function)
    hints.pop("return")
    try:
        Program().call(function, **{name: symbol(kind, name) for name, kind in hints.items()})
    except RefusedError as refused:
        return refused
    return None


def test_the_c_program_reads_and_writes_what_the_engine_does() -> None:
    source = dyad_loop.c_source()
    for row in range(dyad_loop.E):
        reads, writes = row < dyad_loop.C, not dyad_loop.D <= row < dyad_loop.C
        assert source.count(f"= scratch[{row}][i];") == reads
        assert source.count(f"scratch[{row}][i] =") == writes


# What a rule may not do. The comment marks the line that is to be named.


def bare(x: float) -> float:
    return x  # no @rule


@rule
def loops(x: float) -> float:
    while x < 1.0:  # here
        x = x * 2.0
    return x


@rule
def makes_a_list(x: float) -> float:
    y = [x, x]  # here
    return y[0]


@rule
def raises_to_a_power(x: float) -> float:
    return x**2.0  # here


@rule
def adds_in_place(x: float) -> float:
    x += 1.0  # here
    return x


@rule
def takes_a_logarithm(x: float) -> float:
    return math.log(x)  # here


@rule
def sums(x: float) -> float:
    return sum((x, x))  # here


@rule
def mixes_whole_numbers(x: float) -> float:
    return 2 * x  # here


@rule
def chains(x: float) -> float:
    return 1.0 if 0.0 < x < 1.0 else 0.0  # here


@rule
def calls_a_function(x: float) -> float:
    return bare(x) + 1.0


@rule
def gives_a_state_for_a_number(x: float) -> float:
    return sat(Books(x, x))  # here


@rule
def forgets_a_field(x: float) -> Books:
    return Books(debt=x)  # here


@rule
def changes_no_field(x: float) -> Books:
    return replace(Books(x, x), dept=x)  # here


@rule
def two_types(x: float) -> float:
    y = x if x > 0.0 else Books(x, x)  # here
    return pos(y)


@rule
def knows_a_name_on_one_way(x: float) -> float:
    if x > 0.0:
        y = x
    return y  # here


@rule  # noqa: RET503
def returns_on_one_way(x: float) -> float:
    if x > 0.0:
        return x  # here


@rule
def calls_itself(x: float) -> float:  # here
    return calls_itself(x)


@rule
def denies_a_number(x: float) -> float:
    return 1.0 if not x else 0.0  # here


@rule
def converts_a_state(x: float) -> float:
    return float(int(Books(x, x)))  # here


REFUSED = [
    loops, makes_a_list, raises_to_a_power, adds_in_place, takes_a_logarithm, sums,
    mixes_whole_numbers, chains, gives_a_state_for_a_number, forgets_a_field, changes_no_field,
    two_types, knows_a_name_on_one_way, returns_on_one_way, calls_itself, denies_a_number,
    converts_a_state,
]  # fmt: skip


@pytest.mark.parametrize("function", REFUSED, ids=lambda f: f.__name__)
def test_what_is_outside_the_subset_is_refused_by_file_and_line(
    function: Callable[..., Any],
) -> None:
    lines, first = inspect.getsourcelines(function)
    (line,) = (first + k for k, text in enumerate(lines) if text.endswith("# here\n"))
    with pytest.raises(RefusedError) as refused:
        Program().call(function, x=Number("x", float))
    assert str(refused.value).startswith(f"{__file__}:{line}: ")
    assert str(refusal_of(function)) == str(refused.value)


def test_a_function_that_is_no_rule_is_refused() -> None:
    with pytest.raises(RefusedError, match="'bare' is not under the decorator @rule"):
        Program().call(calls_a_function, x=Number("x", float))


# The same bits from numba, C and Python.


@rule
def rounded(x: float) -> float:
    """What STAR does to an item, and ``not`` of what is compared."""
    whole = float(int(x + 0.5))
    return whole if not whole > 3.0 else -whole


@needs_gcc
def test_cutting_off_and_denying__are_the_same_in_c_as_in_python(tmp_path: Path) -> None:
    program = Program()
    result = program.call(rounded, x=Number("x", float))
    body = "\n".join(program.lines)
    source, library = tmp_path / "rounded.c", tmp_path / "rounded.so"
    source.write_text(
        f"#include <stdint.h>\ndouble rounded(double x) {{\n{body}\nreturn {result.code};\n}}\n"
    )
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source], check=True)
    in_c = ctypes.CDLL(str(library)).rounded
    in_c.argtypes, in_c.restype = [ctypes.c_double], ctypes.c_double
    for x in (0.0, 0.49, 0.5, 1.2, 2.5, 3.49, 3.5, 3.99, 4.0):
        assert in_c(x) == rounded(x)


@pytest.fixture(scope="module", params=[dyad_loop.GCC, dyad_loop.CLANG], ids=["gcc", "clang"])
def c_loop(request: Any, tmp_path_factory: pytest.TempPathFactory) -> dyad_loop.Loop:
    if shutil.which(request.param[0]) is None:
        pytest.skip(f"no {request.param[0]} on this machine")
    return dyad_loop.c_loop(tmp_path_factory.mktemp("c"), request.param)


def stepped(loop: dyad_loop.Loop, rows: np.ndarray, points: np.ndarray, lanes: int) -> np.ndarray:
    """Bits of the first lanes after some weeks."""
    rows = rows.copy()
    loop(rows, points, dyad_loop.KEY.low, dyad_loop.KEY.high, 1000, 3, lanes, WEEKS)
    return np.ascontiguousarray(rows[:, :lanes]).view(np.int64)


def assert_all_agree(c_loop: dyad_loop.Loop, rows: np.ndarray, points: np.ndarray) -> None:
    """Equal bits in C and numba, and in plain Python for the first few dyads."""
    in_c = stepped(c_loop, rows, points, LANES)
    np.testing.assert_array_equal(in_c, stepped(dyad_loop.numba_loop, rows, points, LANES))
    np.testing.assert_array_equal(in_c[:, :FEW], stepped(dyad_loop.step_dyads, rows, points, FEW))


@pytest.mark.parametrize("regime", ["paternalistic", "collaborative", "consumer"])
def test_c_numba_and_python_agree_to_the_last_bit(regime: str, c_loop: dyad_loop.Loop) -> None:
    rows, points = dyad_loop.start(LANES, resolve(regime=regime))
    assert_all_agree(c_loop, rows, points)


def test_they_agree_from_states_that_no_run_would_reach(c_loop: dyad_loop.Loop) -> None:
    rows, points = dyad_loop.start(LANES, resolve())
    rows[:, :LANES] = np.random.default_rng(5).uniform(0.0, 1.0, (len(rows), LANES))
    rows[leaves(Dyad).index("tie.ending"), ::2] = 0.0
    rows[leaves(Dyad).index("tie.place"), :LANES] = np.arange(LANES)  # C draws by place
    assert_all_agree(c_loop, rows, points)
