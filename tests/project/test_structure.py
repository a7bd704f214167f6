"""The shape of the house, read from its sources: arithmetic, directions, places, texts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import house
from conftest import LONG
from helpers import ROOT, SOURCE
from selection import assert_none, nonempty
from sources import (
    ALL_RULES,
    ENGINES,
    MODULES,
    RULES,
    Module,
    code,
    functions,
    imports,
    is_rule,
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
ROOMS = nonempty([row[0] for row in rooms()], 10)

#: Who may import what, at any level of a module.
EXCLUSIVE = {
    "numba": {"jit.cache", "jit.compile", "jit.passes", "jit.sources", "jit.structs"},
    "llvmlite": {"jit.cache", "jit.passes"},
    "mesa": {"engines.agents"},
    "matplotlib": {"plots.files", "plots.library", "plots.style"},
    "jinja2": {"reports.template"},
    "hydra": {
        "cli.compose",
        "cli.compose_sweep",
        "cli.preset_files",
        "cli.words",
        "studies.sweep.notation",
    },
    "omegaconf": {"cli.compose", "cli.preset_files", "cli.words"},
    "SALib": {"studies.sweep.design"},
    "dask": {"studies.sweep.backends.clusters"},
    "distributed": {"studies.sweep.backends.clusters", "studies.sweep.backends.workers"},
    "dask_jobqueue": {"studies.sweep.backends.clusters"},
    "solara": {"app.page"},
    "uvicorn": {"app.serve"},
    "random": set(),
    "secrets": set(),
    "pickle": set(),
}

#: Who may touch the disk, and why.
DISK = {
    "jit.sealed": "keeps compiled code between runs",
    "jit.sources": "reads the sources it hashes",
    "scenarios.presets": "reads the presets",
    "studies.evidence.rows": "reads the published patterns that ship",
    "storage.provenance": "reads what machine it is on",
    "storage.disk": "locks, flushes and digests for the store",
    "storage.formats": "writes and reads tables for the store",
    "storage.folder": "writes and reads run folders",
    "storage.plan_folder": "copies tables that were computed elsewhere",
    "app.page": "reads the parts of the page that ship",
    "cli.main": "points a closed standard output at the null device",
}
TOUCHES = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "makedirs", "touch",
    "unlink", "remove", "rmdir", "rmtree", "rename", "symlink_to", "to_parquet", "to_netcdf",
}  # fmt: skip


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
LAYOUT = {"load", "store", "replace", "leaves", "lend_one", "bits_of"}
STATE_CLASSES = {
    node.name
    for module in MODULES.values()
    for node in module.tree.body
    if isinstance(node, ast.ClassDef)
    and any(isinstance(base, ast.Name) and base.id == "NamedTuple" for base in node.bases)
}
#: NumPy in the engines: making arrays and whole numbers, never a sum or a mean.
NUMPY_IN_ENGINES = {"array", "empty", "ones", "full", "zeros", "int32", "int64", "float64"} | {
    "trunc"  # exact: what a whole number leaves off
}


def test_a_rule__is_made_of_plus_minus_times_divide_and_choice():
    other = [
        where(module, node)
        for module in RULES
        for function in functions(module)
        for statement in code(function)
        for node in ast.walk(statement)
        if not isinstance(node, GRAMMAR)
    ]
    assert_none(other)


def test_compiled_code__neither_raises_nor_rounds_differently_elsewhere():
    refused = [
        where(module, node)
        for module, function in ALL_RULES
        for node in ast.walk(function)
        if isinstance(node, (ast.Raise, ast.Assert, ast.Try)) or rounds_differently(node)
    ]
    assert_none(refused)


def rounds_differently(node: ast.AST) -> bool:
    return isinstance(getattr(node, "op", None), ROUND_DIFFERENTLY)


def test_compiled_code__calls_rules_states_and_little_else():
    known = BUILTIN | LAYOUT | STATE_CLASSES | {rule.name for _, rule in ALL_RULES}
    other = [
        where(module, call)
        for module, function in ALL_RULES
        for call, called in calls(function)
        if called not in known | {argument.arg for argument in function.args.args}
        and not (module in ENGINES and called.removeprefix("np.") in NUMPY_IN_ENGINES)
    ]
    assert_none(other)


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Calls with the text of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def test_an_engine__sums_nothing_by_itself_and_rounds_nothing():
    """Module constants may (2.0**24 is exact, and made once); whatever runs per week may not."""
    every = [(module, function) for module in ENGINES for function in functions(module)]
    rounding = [
        where(module, node)
        for module, function in nonempty(every, 20)
        for node in ast.walk(function)
        if rounds_differently(node)
    ]
    summing = [
        where(module, call)
        for module, function in every
        for call, called in calls(function)
        if called in {"sum", "pow", "round", "math.fsum"}
        or (called.startswith("np.") and called.removeprefix("np.") not in NUMPY_IN_ENGINES)
    ]
    assert_none(rounding + summing)


STATE_FIELDS = {
    part
    for cls in (state.Dyad, state.Carer, state.Event, state.Load, Weekly)
    for leaf in leaves(cls)
    for part in leaf.split(".")
} - {"generation", "place", "newcomers"}  # who and where, counted: words of the draw's key


def reads_state(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr in STATE_FIELDS for n in ast.walk(node))


def test_an_engine__does_no_arithmetic_on_states():
    """It adds up, in slot order, what rules return (``x += state.y``); all else is a rule's."""
    arithmetic = [
        where(module, node)
        for module in ENGINES
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.BinOp) and reads_state(node))
        or (isinstance(node, ast.AugAssign) and not adds_a_field_at_most(node))
    ]
    assert_none(arithmetic)


def adds_a_field_at_most(node: ast.AugAssign) -> bool:
    """Whether an assignment in place adds, and of a state nothing but one field as it is."""
    plain = isinstance(node.value, ast.Attribute) or not reads_state(node.value)
    return isinstance(node.op, ast.Add) and plain


# --- rules --------------------------------------------------------------------------------------


def test_a_verb__takes_and_gives_what_all_verbs_do():
    signature = "dyad: Dyad, carer: Carer, event: Event, p: Parameters, draws: Draws"
    heads = {}
    for verb in VERBS:
        (function,) = (f for f in functions(MODULES[f"model.rules.{verb}"]) if f.name == verb)
        assert function.returns is not None
        heads[verb] = is_rule(function), ast.unparse(function.args), ast.unparse(function.returns)
    assert heads == dict.fromkeys(VERBS, (True, signature, "tuple[Dyad, Event]"))


def test_every_function_of_the_rules__is_a_rule():
    loose = [f"{m.name}.{f.name}" for m in RULES for f in functions(m) if not is_rule(f)]
    assert_none(loose)


#: Names of regimes that are words of rules too: what is usual, how far a norm is adaptive.
PLAIN = {"usual", "adaptive"}


def test_no_rule_and_no_engine__knows_a_regime_or_a_setting():
    groups = {"regime", "setting", "population", "intervention", "experiment"}
    chosen = {name for group in ("regime", "setting") for name in presets(group)}
    assert {"paternalistic", "consumer", "community"} | PLAIN <= chosen
    known = {
        module.name: names
        for module in RULES + ENGINES
        if (names := (chosen - PLAIN) & words(module) | (chosen | groups) & constants(module))
    }
    assert_none(f"{name}: {sorted(names)}" for name, names in known.items())


def words(module: Module) -> set[str]:
    return set(re.findall(r"\w+", module.text))


def constants(module: Module) -> set[object]:
    return {n.value for n in ast.walk(module.tree) if isinstance(n, ast.Constant)}


def is_small_helper(function: ast.FunctionDef) -> bool:
    """One returned expression of plain numbers: says what it does, claims nothing about people."""
    body, arguments = code(function), function.args.args
    numbers = all(
        isinstance(a.annotation, ast.Name) and a.annotation.id == "float" for a in arguments
    )
    return len(body) == 1 and isinstance(body[0], ast.Return) and numbers and len(arguments) <= 3


def test_an_equation__names_its_source():
    """Response functions are left out: they are mathematics."""
    stating = [
        (f"{module.name}.{function.name}", text)
        for module in RULES
        if module.name != "model.rules.response"
        for function in functions(module)
        if "``" in (text := ast.get_docstring(function) or "") and not is_small_helper(function)
    ]
    silent = [n for n, text in nonempty(stating, 50) if not re.search(r"Source|S00\d item", text)]
    assert_none(silent, "state an equation and no source")


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
    assert_none(upwards)


def test_imports__do_not_go_through_the_front():
    through = [
        f"{name} imports {imported}"
        for name, module in MODULES.items()
        if name not in FRONT
        for imported in imports(module)
        if imported == "mutua" or (imported not in MODULES and imported.startswith("mutua"))
    ]
    assert_none(through)


def test_files__make_no_circle():
    """Imports within functions and of types included."""
    assert_none(house.circles(house.edges(MODULES)))


def test_each_dependency__is_met_in_one_place():
    met = {(name.split(".")[0], module.name) for module in MODULES.values()
           for name in imports(module) if name not in MODULES}  # fmt: skip
    elsewhere = [
        f"{where} imports {library}"
        for library, where in sorted(met)
        if where not in EXCLUSIVE.get(library, {where})
    ]
    assert_none(elsewhere)


def test_the_model_and_the_engines__have_no_random_numbers_but_their_own():
    other = [
        name
        for name, module in MODULES.items()
        if room(name) <= room("engines") and "np.random" in module.text
    ]
    assert_none(other, "random draws come from model.draws")


def test_few__touch_the_disk():
    touching = [
        where(module, call)
        for name, module in MODULES.items()
        if name not in DISK
        for call, called in calls(module.tree)
        if re.split(r"\W", called)[-1] in TOUCHES
    ]
    assert_none(touching)


def test_the_hash_of_the_cache__covers_all_that_compiled_code_comes_from():
    hashed = {
        house.module_name(SOURCE, path) for pattern in SOURCES for path in SOURCE.glob(pattern)
    }
    reached, waiting = set(), ["engines.kernel"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += set(imports(MODULES[name])) & set(MODULES)
    assert reached <= nonempty(hashed, 30), f"not hashed: {sorted(reached - hashed)}"


# --- texts ------------------------------------------------------------------------------


def test_whatever_is_public__says_what_it_does():
    silent = [name for name, module in MODULES.items() if not ast.get_docstring(module.tree)]
    silent += [
        where(module, node)
        for module in MODULES.values()
        for node in public(module)
        if not ast.get_docstring(node)
    ]
    assert_none(silent)


def test_the_widest_team__fills_the_scratch_without_collisions():
    assert TEAM_MAX % 16 == 8, "an odd multiple of 8"


# --- places -------------------------------------------------------------------------------------

#: Entries at the top of the package: eleven rooms, one file that all rooms see, and the front.
TOP = {*ROOMS, "errors.py", "__init__.py", "__main__.py", "py.typed"} - {"errors"}
#: Folders of tests that are about no folder of the package, and why.
OTHER_TESTS = {
    "project": "documents, notebooks, the wheel and the sources as text",
    "model/claims": "what the model as a whole is held to",
}


def test_the_top_of_the_package__is_the_rooms():
    assert_none({*house.entries(SOURCE)} - TOP)
    assert len(house.entries(SOURCE)) <= 15


def test_tests__lie_where_their_room_does():
    tests = nonempty([*(ROOT / "tests").rglob("test_*.py")], 50)
    folders = {path.parent.relative_to(ROOT / "tests").as_posix() for path in tests}
    lost = [f for f in folders - {*OTHER_TESTS} if f == "." or not (SOURCE / f).is_dir()]
    assert_none(sorted(lost))


def test_every_room_and_every_study__has_tests():
    studies = [path for path in (SOURCE / "studies").iterdir() if is_package(path)]
    homes = [SOURCE / name for name in ROOMS if name != "errors"] + nonempty(studies, 5)
    bare = [
        home.relative_to(SOURCE).as_posix()
        for home in homes
        if not [*(ROOT / "tests" / home.relative_to(SOURCE)).rglob("test_*.py")]
    ]
    assert_none(bare)


def is_package(path: Path) -> bool:
    return (path / "__init__.py").is_file()


def test_long_files__are_those_that_are_there():
    assert_none(name for name in LONG if not (ROOT / "tests" / name).is_file())
