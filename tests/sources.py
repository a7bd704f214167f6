"""The package as text: its modules, functions and rules, for tests that read instead of run."""

import ast
from collections.abc import Iterator

import house
from helpers import SOURCE
from house import Module, code_lines, functions
from selection import nonempty

__all__ = ["Module", "code_lines", "functions"]

MODULES = nonempty(house.modules(SOURCE), 100)
RULES = nonempty([m for name, m in MODULES.items() if name.startswith("model.rules.")], 10)
ENGINES = [MODULES[name] for name in ("engines.kernel", "engines.record", "engines.agents")]


def is_rule(function: ast.FunctionDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "rule" for d in function.decorator_list)


ALL_RULES = nonempty([(m, f) for m in MODULES.values() for f in functions(m) if is_rule(f)], 200)


def code(function: ast.FunctionDef) -> list[ast.stmt]:
    """Statements of a function without its docstring."""
    return function.body[1:] if ast.get_docstring(function) else function.body


def where(module: Module, node: ast.AST) -> str:
    return f"{module.name}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:80]}"


def imports(module: Module) -> Iterator[str]:
    """Modules that a module imports at any level; those of the package without ``mutua.``."""
    return house.imports(module, MODULES)


def public(module: Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Public functions and classes of a module, and public methods of public classes."""
    for node in house.public(module):
        yield node
        if isinstance(node, ast.ClassDef):
            members = (n for n in node.body if isinstance(n, ast.FunctionDef))
            yield from (n for n in members if not n.name.startswith("_"))
