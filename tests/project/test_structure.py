"""The shape of the house, read from its sources: arithmetic, directions, names, texts, sizes."""

import ast
import re

import pytest
from helpers import ROOT, SOURCE
from sources import (
    ALL_RULES,
    ENGINES,
    MODULES,
    RULES,
    code,
    code_lines,
    functions,
    imports,
    is_rule,
    name_of,
    public,
    where,
)

from mutua.jit.sources import SOURCES
from mutua.jit.structs import leaves
from mutua.model import state
from mutua.model.measures.outcomes import Weekly
from mutua.model.parameters.service import TEAM_MAX
from mutua.scenarios.presets import presets

#: What users import from: it stands before the rooms.
FRONT = ("__init__", "__main__")


def rooms() -> list[tuple[str, ...]]:
    """Rows of the map: room, what it holds, why it is a room of its own."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text[text.index("| room |") :].split("\n\n")[0].splitlines()[2:]
    return [tuple(c.strip().strip("`") for c in row.strip("|").split(" | ")) for row in table]


VERBS = ["attend", "give", "experience", "owe", "learn", "relate", "recover", "part"]

#: The rooms from the top down, as docs/architecture.md has them.
ROOMS = [row[0] for row in rooms()]

#: Who may import what, at any level of a module.
EXCLUSIVE = {
    "numba": {"jit.cache", "jit.compile", "jit.sources", "jit.structs", "engines.kernel"},
    "llvmlite": {"jit.cache"},
    "mesa": {"engines.agents"},
    "matplotlib": {"plots.files", "plots.style"},
    "jinja2": {"reports.template"},
    "hydra": {"cli.compose", "cli.compose_sweep", "studies.sweep.notation"},
    "omegaconf": {"cli.compose"},
    "SALib": {"studies.sweep.design"},
    "dask": {"studies.sweep.backends.clusters"},
    "distributed": {"studies.sweep.backends.clusters", "studies.sweep.backends.workers"},
    "dask_jobqueue": {"studies.sweep.backends.clusters"},
    "random": set(),
    "secrets": set(),
    "pickle": set(),
}

#: Who may touch the disk, and why.
DISK = {
    "jit.sealed": "keeps compiled code between runs",
    "jit.sources": "reads the sources it hashes",
    "scenarios.presets": "reads the presets",
    "storage.provenance": "reads what machine it is on",
    "storage.disk": "locks, flushes and digests for the store",
    "storage.formats": "writes and reads tables for the store",
    "storage.folder": "writes and reads run folders",
    "studies.sweep.folder": "reads parts that were done elsewhere",
    "cli.main": "points a closed standard output at the null device",
}
TOUCHES = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "makedirs", "touch",
    "unlink", "remove", "rmdir", "rmtree", "rename", "symlink_to", "to_parquet", "to_netcdf",
}  # fmt: skip

#: What may be longer than 400 lines, and why.
LONG_MODULES: dict[str, str] = {}
#: What may be longer than 40 code lines, and why.
LONG_FUNCTIONS = {
    "studies.simulate.simulate": "its signature is the interface, a keyword a line",
    "studies.comparison.compare.compare": "its signature is the interface, a keyword a line",
    "model.measures.observation.observe": "a table: one recorded series a line",
    "model.measures.observation.summarise": "a table: one outcome a line",
    "model.draws.user_draws": "a table: one decision a line",
    "studies.calibration.result.calibrate": "its signature is the interface, a keyword a line",
    "studies.sweep.result.sweep": "its signature is the interface, a keyword a line",
}

every_module = pytest.mark.parametrize("module", MODULES.values(), ids=list(MODULES))
every_rule_module = pytest.mark.parametrize("module", RULES, ids=lambda module: module.name)
every_rule = pytest.mark.parametrize(
    ("module", "function"), ALL_RULES, ids=[f"{m.name}.{f.name}" for m, f in ALL_RULES]
)


# --- arithmetic ---------------------------------------------------------------------------------

#: All that a rule is made of. Whatever raises, loops, allocates or rounds differently is not here.
GRAMMAR = (
    ast.Assign, ast.AugAssign, ast.Return, ast.If, ast.IfExp, ast.BinOp, ast.UnaryOp, ast.BoolOp,
    ast.Compare, ast.Call, ast.keyword, ast.Attribute, ast.Name, ast.Constant, ast.Tuple,
    ast.expr_context, ast.cmpop, ast.boolop, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.Not,
)  # fmt: skip

ROUND_DIFFERENTLY = (ast.Pow, ast.Mod, ast.FloorDiv, ast.MatMult)
#: What compiled code may call besides rules, state classes and the state's way in and out.
BUILTIN = {"min", "max", "abs", "float", "int", "range", "sqrt", "Word"}
LAYOUT = {"load", "store", "replace", "leaves"}
STATE_CLASSES = {
    node.name
    for module in MODULES.values()
    for node in module.tree.body
    if isinstance(node, ast.ClassDef)
    and any(isinstance(base, ast.Name) and base.id == "NamedTuple" for base in node.bases)
}
#: NumPy in the engines: making arrays and whole numbers, never a sum or a mean.
NUMPY_IN_ENGINES = {"array", "empty", "full", "zeros", "int32", "int64", "float64"}


@every_rule_module
def test_a_rule__is_made_of_plus_minus_times_divide_and_choice(module):
    for function in functions(module):
        for statement in code(function):
            for node in ast.walk(statement):
                assert isinstance(node, GRAMMAR), where(module, node)


@every_rule
def test_compiled_code__neither_raises_nor_rounds_differently_elsewhere(module, function):
    for node in ast.walk(function):
        assert not isinstance(node, (ast.Raise, ast.Assert, ast.Try)), where(module, node)
        operation = getattr(node, "op", None)
        assert not isinstance(operation, ROUND_DIFFERENTLY), where(module, node)


@every_rule
def test_compiled_code__calls_rules_states_and_little_else(module, function):
    known = BUILTIN | LAYOUT | STATE_CLASSES | {rule.name for _, rule in ALL_RULES}
    known |= {argument.arg for argument in function.args.args}
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            in_engine = module in ENGINES and called.removeprefix("np.") in NUMPY_IN_ENGINES
            assert called in known or in_engine, where(module, node)


@pytest.mark.parametrize("module", ENGINES, ids=lambda module: module.name)
def test_an_engine__sums_nothing_by_itself_and_rounds_nothing(module):
    """Module constants may (2.0**24 is exact, and made once); whatever runs per week may not."""
    for function in functions(module):
        for node in ast.walk(function):
            operation = getattr(node, "op", None)
            assert not isinstance(operation, ROUND_DIFFERENTLY), where(module, node)
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"sum", "pow", "round", "math.fsum"}, where(module, node)
                numpy = called.removeprefix("np.") if called.startswith("np.") else "array"
                assert numpy in NUMPY_IN_ENGINES, where(module, node)


STATE_FIELDS = {
    part
    for cls in (state.Dyad, state.Carer, state.Event, state.Load, Weekly)
    for leaf in leaves(cls)
    for part in leaf.split(".")
} - {"generation"}  # who holds a place, counted: a word of the luck's key, and nobody's state


def reads_state(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr in STATE_FIELDS for n in ast.walk(node))


@pytest.mark.parametrize("module", ENGINES, ids=lambda module: module.name)
def test_an_engine__does_no_arithmetic_on_states(module):
    """It adds up, in slot order, what rules return (``x += state.y``); all else is a rule's."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.BinOp):
            assert not reads_state(node), where(module, node)
        if isinstance(node, ast.AugAssign) and not isinstance(node.value, ast.Attribute):
            assert not reads_state(node.value), where(module, node)
        if isinstance(node, ast.AugAssign):
            assert isinstance(node.op, ast.Add), where(module, node)


# --- rules --------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb__takes_and_gives_what_all_verbs_do(verb):
    (function,) = (f for f in functions(MODULES[f"model.rules.{verb}"]) if f.name == verb)
    assert is_rule(function)
    assert ast.unparse(function.args) == (
        "dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws"
    )
    assert ast.unparse(function.returns) == "tuple[Dyad, Event]"


def test_every_function_of_the_rules__is_a_rule():
    loose = [f"{m.name}.{f.name}" for m in RULES for f in functions(m) if not is_rule(f)]
    assert loose == []


#: Names of regimes that are words of rules too: what is usual, how far a norm is adaptive.
PLAIN = {"usual", "adaptive"}


@pytest.mark.parametrize("module", RULES + ENGINES, ids=lambda module: module.name)
def test_no_rule_and_no_engine__knows_a_regime_or_a_setting(module):
    groups = ("regime", "setting", "population", "intervention", "experiment")
    chosen = {name for group in ("regime", "setting") for name in presets(group)}
    assert {"paternalistic", "consumer", "community"} | PLAIN <= chosen
    assert not chosen - PLAIN & set(re.findall(r"\w+", module.text))
    constants = {n.value for n in ast.walk(module.tree) if isinstance(n, ast.Constant)}
    assert not constants & {*chosen, *groups}


def is_small_helper(function: ast.FunctionDef) -> bool:
    """One returned expression of plain numbers: says what it does, claims nothing about people."""
    body, arguments = code(function), function.args.args
    numbers = all(
        isinstance(a.annotation, ast.Name) and a.annotation.id == "float" for a in arguments
    )
    return len(body) == 1 and isinstance(body[0], ast.Return) and numbers and len(arguments) <= 3


@pytest.mark.parametrize(
    "module", [m for m in RULES if m.name != "model.rules.response"], ids=lambda module: module.name
)
def test_an_equation__names_its_source(module):
    """Response functions are left out: they are mathematics."""
    for function in functions(module):
        text = ast.get_docstring(function) or ""
        if "``" in text and not is_small_helper(function):
            cited = re.search(r"Source|S00\d item", text)
            assert cited, f"{module.name}.{function.name} states an equation and no source"


# --- directions ---------------------------------------------------------------------------------


def room(name: str) -> int:
    """Number of the room that a module is in, from the top; the front is below all rooms."""
    top = name.split(".")[0]
    assert top in (*ROOMS, *FRONT), f"{name} is in no room: {top} is not in docs/architecture.md"
    return ROOMS.index(top) if top in ROOMS else len(ROOMS)


def test_imports__go_to_the_same_room_or_a_room_above():
    """Every import, those within functions and of types included."""
    upwards = [
        f"{name} imports {imported}"
        for name, module in MODULES.items()
        for imported in imports(module)
        if imported in MODULES and room(imported) > room(name)
    ]
    assert upwards == []


def test_imports__do_not_go_through_the_front():
    through = [
        f"{name} imports {imported}"
        for name, module in MODULES.items()
        if name not in FRONT
        for imported in imports(module)
        if imported == "mutua" or (imported not in MODULES and imported.startswith("mutua"))
    ]
    assert through == []


def test_files__make_no_circle():
    """Imports within functions and of types included."""
    edges = {name: set(imports(module)) & set(MODULES) for name, module in MODULES.items()}
    done: set[str] = set()
    while ready := {name for name, needs in edges.items() if needs <= done} - done:
        done |= ready
    assert sorted(set(MODULES) - done) == []


@every_module
def test_each_dependency__is_met_in_one_place(module):
    roots = {name.split(".")[0] for name in imports(module) if name not in MODULES}
    for library, places in EXCLUSIVE.items():
        assert library not in roots or module.name in places, f"{module.name} imports {library}"
    if room(module.name) <= room("engines"):
        assert "np.random" not in module.text, "the model's luck comes from streams"


def test_the_kernel__takes_nothing_but_its_range_from_numba():
    taken = [
        alias.name
        for node in ast.walk(MODULES["engines.kernel"].tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("numba")
        for alias in node.names
    ]
    assert taken == ["prange"]


@every_module
def test_few__touch_the_disk(module):
    if module.name in DISK:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            called = node.func.id if isinstance(node.func, ast.Name) else called
            assert called not in TOUCHES, where(module, node)


def test_the_hash_of_the_cache__covers_all_that_compiled_code_comes_from():
    hashed = {name_of(path) for pattern in SOURCES for path in SOURCE.glob(pattern)}
    reached, waiting = set(), ["engines.kernel"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += set(imports(MODULES[name])) & set(MODULES)
    assert reached <= hashed, f"not hashed: {sorted(reached - hashed)}"


# --- texts and sizes ----------------------------------------------------------------------------


@every_module
def test_whatever_is_public__says_what_it_does(module):
    assert ast.get_docstring(module.tree), f"{module.name} says nothing"
    silent = [node.name for node in public(module) if not ast.get_docstring(node)]
    assert silent == []


@every_module
def test_modules_and_functions__keep_to_their_size(module):
    lines = len(module.text.splitlines())
    assert lines <= 400 or module.name in LONG_MODULES, f"{module.name} has {lines} lines"
    for function in functions(module):
        length = code_lines(function)
        name = f"{module.name}.{function.name}"
        assert length <= 40 or name in LONG_FUNCTIONS, f"{name} has {length} code lines"


def test_the_widest_team__fills_the_scratch_without_collisions():
    assert TEAM_MAX % 16 == 8, "an odd multiple of 8"
