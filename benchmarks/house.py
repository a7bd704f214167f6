"""How is the house built? ``python benchmarks/house.py [CHECKOUT ...]``, by default this one.

Figures are read from the sources, so they are the same on every machine; only how far a value
travels is measured, by two small runs with a trace on. Several checkouts stand side by side.
`tests/project` holds the present tree to the same functions.
"""

import ast
import os
import re
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

HERE = Path(__file__).resolve()
Definition = ast.FunctionDef | ast.ClassDef

#: Participles that do not end in -ed; a name of one of them says what is done, and not what it is.
IRREGULAR = """
begun bound broken brought built caught chosen dealt done drawn driven fallen fed felt found
forgotten frozen given gone grown heard held hidden kept known laid led left lent lost made meant
met paid rewritten said seen sent shaken shown sold sought spent spoken stood struck swept taken
taught thought told torn understood undone withdrawn won worn written
"""
#: Words that end in -ed and are no participles.
NOUNS = "bleed breed deed embed feed heed need proceed seed shed speed weed"
#: A participle with one of these is a bare participle still: `laid_out`, `asked_for`.
PARTICLES = "back by down for in of off on out over there up"


@dataclass(frozen=True)
class Module:
    """One source file of the package; `name` is dotted and leaves ``mutua.`` out."""

    name: str
    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Syntax tree of the file, parsed once."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """Lines of the file, blank ones and comments included."""
        return len(self.text.splitlines())


def modules(package: Path) -> dict[str, Module]:
    """Every module of a package by its dotted name, in the order of the paths."""
    paths = {module_name(package, path): path for path in sorted(package.rglob("*.py"))}
    return {name: Module(name, path, path.read_text("utf-8")) for name, path in paths.items()}


def module_name(package: Path, path: Path) -> str:
    """Dotted name of a file of a package, without the package's own."""
    parts = path.relative_to(package).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


def entries(package: Path) -> list[str]:
    """Names of the files and folders at the top of a package."""
    return sorted(path.name for path in package.iterdir() if not path.name.startswith("__pycache"))


def imports(module: Module, known: Mapping[str, Module]) -> Iterator[str]:
    """Modules that a module imports at any level; those of the package without ``mutua.``."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ValueError(f"{module.name}:{node.lineno}: imports are absolute")
            for alias in node.names:
                inner = f"{node.module}.{alias.name}".removeprefix("mutua.")
                yield inner if inner in known else str(node.module).removeprefix("mutua.")


def edges(known: Mapping[str, Module]) -> dict[str, set[str]]:
    """Modules of the package that each module imports."""
    return {name: set(imports(module, known)) & set(known) for name, module in known.items()}


def circles(needs: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of modules that reach each other through their imports, each sorted."""
    reached = {name: _reach(name, needs) for name in needs}
    groups = {
        tuple(sorted(other for other in reached[name] if name in reached[other]))
        for name in needs
        if name in reached[name]
    }
    return sorted(map(list, groups))


def _reach(start: str, needs: Mapping[str, set[str]]) -> set[str]:
    """Modules that `start` imports, directly or through others; itself if it lies on a circle."""
    reached: set[str] = set()
    waiting = [*needs[start]]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += needs[name]
    return reached


def rows_of_map(root: Path) -> dict[str, int]:
    """Row of the map in the documents that each entry at the top of the package stands in."""
    for document, head, column in (
        ("docs/architecture.md", "| room |", 0),
        ("README.md", "| step | module |", 1),
    ):
        path = root / document
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if head in text:
            table = text[text.index(head) :].split("\n\n")[0].splitlines()[2:]
            cells = [line.strip("| ").split(" | ")[column] for line in table]
            return {
                name.split("/")[0]: row
                for row, cell in enumerate(cells)
                for name in re.findall(r"`([\w/]+)`", cell)
            }
    return {}


def backward(needs: Mapping[str, set[str]], rows: Mapping[str, int]) -> list[str]:
    """Imports of a module that stands in a later row of the map than the one that imports it."""
    top = {name: rows.get(name.split(".")[0]) for name in needs}
    return [
        f"{name} imports {other}"
        for name, others in needs.items()
        for other in sorted(others)
        if (mine := top[name]) is not None and (its := top[other]) is not None and its > mine
    ]


def functions(module: Module) -> Iterator[ast.FunctionDef]:
    """Functions and methods of a module, nested ones included."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef))


def code_lines(function: ast.FunctionDef) -> int:
    """Lines of a function from its name to its end, its docstring left out."""
    return _span(function) - (_span(function.body[0]) if ast.get_docstring(function) else 0)


def _span(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def quantile(values: Iterable[int], share: float) -> int:
    """Smallest of the values that at least `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def public(module: Module) -> Iterator[Definition]:
    """Functions and classes at the top of a module whose names have no underscore in front."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def places(known: Mapping[str, Module]) -> dict[str, list[str]]:
    """Modules that define each public function or class."""
    defined = defaultdict(list)
    for name, module in known.items():
        for node in public(module):
            defined[node.name].append(name)
    return dict(sorted(defined.items()))


def is_participle(name: str) -> bool:
    """Whether a name is a participle and nothing else: `settled`, `told`, `laid_out`."""
    first, _, rest = name.partition("_")
    regular = first.endswith("ed") and len(first) > 3 and first not in NOUNS.split()
    return (regular or first in IRREGULAR.split()) and (not rest or rest in PARTICLES.split())


def participles(known: Mapping[str, Module]) -> dict[str, list[str]]:
    """Public functions whose names are bare participles, with the modules that define them."""
    named: dict[str, list[str]] = {}
    for name, module in known.items():
        for node in public(module):
            if isinstance(node, ast.FunctionDef) and is_participle(node.name):
                named.setdefault(node.name, []).append(name)
    return dict(sorted(named.items()))


# --- how far a value travels --------------------------------------------------------------------

#: A value that nothing else has, and the runs whose words hold it.
VALUE = "0.137731"
SMALL = ["dyads=20", "weeks=2", "replicates=2", "threads=1"]
RUNS = {
    "compare": ["compare", f"trust.gain={VALUE}", *SMALL],
    "sweep": ["sweep", f"trust.gain={VALUE},0.2", "regimes=[usual]", *SMALL],
}
#: Containers that are opened in search of the value, besides objects of the package; how deep.
OPENED = (dict, list, tuple, set, frozenset)
DEPTH = 3


def holds(thing: object, depth: int = DEPTH) -> bool:
    """Whether a thing is the value or holds it: numbers, texts, containers, the package's objects.

    Three containers deep; objects of other libraries are not opened.
    """
    if isinstance(thing, float):
        return thing == float(VALUE)
    if isinstance(thing, str):
        return VALUE in thing
    return depth > 0 and any(holds(part, depth - 1) for part in _parts(thing))


def _parts(thing: object) -> Iterable[object]:
    """What a plain container or an object of the package holds."""
    if isinstance(thing, dict):
        return [*thing.values()]
    if type(thing) in OPENED or isinstance(thing, tuple):
        return [*thing]  # type: ignore[misc]
    own = type(thing).__module__.split(".")[0] == "mutua"
    return [*getattr(thing, "__dict__", {}).values()] if own else []


class Trace:
    """Files of the package through which the value goes, in the order of its moves."""

    def __init__(self, package: Path) -> None:
        self.package = str(package)
        self.moves: list[str] = []

    def __call__(self, frame: FrameType, event: str, given: Any) -> None:
        """Note the file of a function that holds the value when it is called or returns."""
        path = frame.f_code.co_filename
        own = path.startswith(self.package) and path.endswith(".py")  # and not a template
        if event not in ("call", "return") or not own:
            return
        held = given if event == "return" else None
        if holds(held) or any(holds(value) for value in [*frame.f_locals.values()]):
            file = path[len(self.package) + 1 :]
            if self.moves[-1:] != [file]:
                self.moves.append(file)


def print_visits(command: str) -> None:
    """Run a command with a trace and print the number of files and of moves between files.

    A file is visited when one of its functions holds the value among its names, at its call or
    when it returns. Called in a process of its own, with the checkout first on the path.
    """
    import mutua

    package = Path(mutua.__file__).parent
    place = "mutua.cli.main" if (package / "cli").is_dir() else "mutua.cli"
    start, trace = import_module(place).main, Trace(package)
    with TemporaryDirectory() as folder:
        words = [*RUNS[command], f"output={folder}/kept"]
        threading.setprofile(trace)
        sys.setprofile(trace)
        code = start(words)
        sys.setprofile(None)
    if code:
        raise SystemExit(f"mutua {' '.join(words)} ended with {code}")
    print(len(set(trace.moves)), len(trace.moves), *sorted(set(trace.moves)))


def visits(root: Path, command: str) -> tuple[int, int, list[str]]:
    """Number of files that the value visits, of its moves between files, and the files."""
    shown = subprocess.run(
        [sys.executable, str(HERE), "--visits", command],
        env=os.environ | {"PYTHONPATH": str(root / "src")},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout.splitlines()[-1]
    files, moves, *names = shown.split()
    return int(files), int(moves), names


# --- the table ----------------------------------------------------------------------------------


def figures(root: Path) -> dict[str, str]:
    """Every figure of a checkout, by what it says."""
    package = root / "src" / "mutua"
    known = modules(package)
    needs = edges(known)
    lengths = [code_lines(function) for module in known.values() for function in functions(module)]
    sizes = [module.lines for module in known.values()]
    back = backward(needs, rows_of_map(root))
    named = places(known)
    travels = {command: visits(root, command) for command in RUNS}
    return {
        "entries at the top (at most 14)": f"{len(entries(package))}",
        "modules": f"{len(known)}",
        "circles of files (0)": f"{len(circles(needs))}",
        "imports against the map (0)": f"{len(back)} of {sum(map(len, needs.values()))}",
        "function, code lines, median (at most 8)": f"{median(lengths):g}",
        "function, code lines, 9 of 10 (at most 25)": f"{quantile(lengths, 0.9)}",
        "module, lines, median (at most 150)": f"{median(sizes):g}",
        "module, lines, largest (at most 400)": f"{max(sizes)}",
        "source lines": f"{sum(sizes)}",
        "public names": f"{len(named)}",
        "public bare participles (0)": f"{len(participles(known))}",
        "public names in two modules": f"{sum(len(where) > 1 for where in named.values())}",
        **{
            f"{text} (at most 12)": f"{travels[command][0]} files, {travels[command][1]} moves"
            for command, text in (
                ("compare", "trust.gain through compare"),
                ("sweep", "a point through sweep"),
            )
        },
    }


def main(words: list[str]) -> None:
    """Print the figures of the checkouts that are named, or of this one."""
    if words[:1] == ["--visits"]:
        print_visits(words[1])
        return
    roots = [Path(word).resolve() for word in words] or [HERE.parents[1]]
    columns = [figures(root) for root in roots]
    for label in columns[0]:
        print(f"{label:46s}", *(f"{column[label]:>24s}" for column in columns))


if __name__ == "__main__":
    main(sys.argv[1:])
