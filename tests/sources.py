"""The package as text: its modules, functions and rules, for tests that read instead of run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers import SOURCE


@dataclass(frozen=True)
class Module:
    """One source file of the package; `name` is dotted and leaves ``mutua.`` out."""

    name: str
    path: Path
    text: str

    @property
    def tree(self) -> ast.Module:
        return parsed(self.text)


@cache
def parsed(text: str) -> ast.Module:
    return ast.parse(text)


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


MODULES = {
    name_of(path): Module(name_of(path), path, path.read_text(encoding="utf-8"))
    for path in sorted(SOURCE.rglob("*.py"))
}
RULES = [module for name, module in MODULES.items() if name.startswith("model.rules.")]
ENGINES = [MODULES[name] for name in ("engines.kernel", "engines.agents")]


def functions(module: Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef))


def is_rule(function: ast.FunctionDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "rule" for d in function.decorator_list)


ALL_RULES = [(m, f) for m in MODULES.values() for f in functions(m) if is_rule(f)]


def code(function: ast.FunctionDef) -> list[ast.stmt]:
    """Statements of a function without its docstring."""
    return function.body[1:] if ast.get_docstring(function) else function.body


def where(module: Module, node: ast.AST) -> str:
    return f"{module.path.name}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:80]}"


def imports(module: Module, tree: ast.AST | None = None) -> Iterator[str]:
    """Modules that a module imports at any level; those of the package without ``mutua.``."""
    for node in ast.walk(tree or module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{where(module, node)}: imports are absolute"
            for alias in node.names:
                yield _own(f"{node.module}.{alias.name}", str(node.module))


def _own(name: str, origin: str) -> str:
    inner = name.removeprefix("mutua.")
    return inner if inner in MODULES else origin.removeprefix("mutua.")


def public(module: Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Public functions and classes of a module, and public methods of public classes."""
    for node in module.tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                members = (n for n in node.body if isinstance(n, ast.FunctionDef))
                yield from (n for n in members if not n.name.startswith("_"))


def code_lines(function: ast.FunctionDef) -> int:
    """Lines of a function from its name to its end, its docstring left out."""
    return _span(function) - (_span(function.body[0]) if ast.get_docstring(function) else 0)


def _span(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
